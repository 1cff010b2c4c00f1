import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { evaluate } from '../../permissions/evaluate';
import { readPolicy } from '../../permissions/policy';
import { type QueryAnswer, refusal, standBetween } from './between';

/** What STS asks of a role before it hands out credentials. */
export interface TrustedRole {
  readonly arn: string;
  /** The trust policy. */
  readonly trust: unknown;
  readonly maxSessionDuration: number;
}

/**
 * Refuses AssumeRole as AWS does where the trust policy or the longest session of the role is against it.
 * Every caller is taken for an administrator of the account.
 */
export function askTrustPolicies(): Promise<() => Promise<void>> {
  const iam = new IAMClient({ endpoint: process.env.AWS_ENDPOINT_URL });
  return standBetween('STS', async (asked) => {
    if (asked.get('Action') !== 'AssumeRole') return undefined;
    const arn = asked.get('RoleArn') ?? '';
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: arn.replace(/^.*\//, '') }));
    return refusalOf(asked, {
      arn,
      trust: JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')),
      maxSessionDuration: Role?.MaxSessionDuration ?? 3600,
    });
  });
}

/**
 * Why AWS would refuse the credentials of a role to an administrator of its account; undefined if it would not.
 * @param asked the parameters of AssumeRole, as the query protocol has them
 */
export function refusalOf(
  asked: URLSearchParams,
  { arn, trust, maxSessionDuration }: TrustedRole,
): QueryAnswer | undefined {
  const [, partition, , , account = ''] = arn.split(':');
  const administrator = `arn:${partition}:iam::${account}:user/administrator`;
  const keys = { 'sts:externalid': 'ExternalId', 'sts:rolesessionname': 'RoleSessionName' };
  const context = new Map(
    Object.entries(keys).flatMap(([key, name]): [string, string[]][] => {
      const value = asked.get(name);
      return value === null ? [] : [[key, [value]]];
    }),
  );
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const { allowed } = evaluate(
    {
      principal: { kind: 'user', account, arn: administrator },
      action: 'sts:AssumeRole',
      resource: arn,
      context,
    },
    {
      identity: readPolicy('identity policy', 'administrator', {
        Version: '2012-10-17',
        Statement: everything,
      }),
      resource: readPolicy('resource policy', arn, trust),
      owner: account,
    },
  );
  if (!allowed) {
    const message = `User: ${administrator} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    return refusal(403, 'AccessDenied', message);
  }
  if (Number(asked.get('DurationSeconds') ?? 3600) > maxSessionDuration) {
    const message =
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
    return refusal(400, 'ValidationError', message);
  }
  return undefined;
}
