import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';

/** Who deploys and runs the exercises: nobody should do that as the root user of an account. */
const UserName = 'administrator';

/**
 * Creates an administrator in a new emulated account. Policies deny nothing to the root user of the
 * emulator, but they do to an administrator.
 * @returns the access key of the administrator, as environment variables
 */
export async function administrator(): Promise<{
  AWS_ACCESS_KEY_ID: string;
  AWS_SECRET_ACCESS_KEY: string;
}> {
  const iam = new IAMClient({});
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(
    new AttachUserPolicyCommand({
      UserName,
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  };
}
