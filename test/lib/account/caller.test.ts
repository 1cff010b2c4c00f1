import { STSClient } from '@aws-sdk/client-sts';
import { findCaller } from '../../../lib/account/caller';

describe('the caller', () => {
  const before = process.env;
  beforeEach(() => {
    process.env = {
      AWS_CONFIG_FILE: '/nowhere',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  });
  afterEach(() => {
    process.env = before;
    jest.restoreAllMocks();
  });

  test('has the account, the Region and the identity of the environment', async () => {
    process.env.AWS_REGION = 'eu-central-1';
    const { prototype }: { prototype: unknown } = STSClient;
    jest.spyOn(prototype as { send: () => Promise<unknown> }, 'send').mockResolvedValue({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/ada',
    });
    expect(await findCaller()).toEqual({
      account: '111122223333',
      region: 'eu-central-1',
      arn: 'arn:aws:iam::111122223333:user/ada',
    });
  });

  test('is told what to do if there is no Region', async () => {
    await expect(findCaller()).rejects.toThrow(
      /^expected a Region and the credentials of an AWS account, for example from 'aws configure' or AWS_PROFILE, got .*Region is missing/,
    );
  });

  test('is told what to do if there are no credentials', async () => {
    process.env.AWS_REGION = 'eu-central-1';
    await expect(findCaller()).rejects.toThrow(
      /^expected a Region and the credentials .*, got CredentialsProviderError/,
    );
  });
});
