import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { inOneLine } from '../model/in-one-line';

/** Who calls AWS, and where. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
}

/**
 * The account, the Region and the identity of the AWS CLI or the environment.
 * @throws if there is no Region, or if AWS does not accept the credentials; the message says what to do
 */
export async function findCaller(): Promise<Caller> {
  const sts = new STSClient({});
  try {
    const region = await sts.config.region();
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account, region, arn: Arn };
  } catch (error) {
    throw new Error(
      `expected a Region and the credentials of an AWS account, for example from 'aws configure' or AWS_PROFILE, got ${inOneLine(error)}`,
    );
  }
}
