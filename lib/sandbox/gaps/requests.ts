import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { GapsOf } from './gap';

export const requests = {
  'iam: actions and resources of requests': {
    seen: '1.5.33',
    what:
      'A batch of SQS, a read of a stream, a snapshot, an answer with a task token, and a call by the alias of a key ' +
      'are authorized as another action or resource than on AWS. KMS, EventBridge and CloudWatch have no context keys.',
    handling: 'corrected',
    correction: 'requests',
    how: 'A request is authorized as its action on its resource, with the context keys of its service.',
    closed: () =>
      asUser({ Action: 'sqs:DeleteMessage', Resource: '*' }, async (_, credentials) => {
        const sqs = new SQSClient({});
        const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'probe-batch' }));
        const Entries = [{ Id: 'none', ReceiptHandle: 'none' }];
        const batch = new DeleteMessageBatchCommand({ QueueUrl, Entries });
        const allowed = await isAllowed(new SQSClient({ credentials }).send(batch));
        await sqs.send(new DeleteQueueCommand({ QueueUrl }));
        return allowed;
      }),
  },
  'iam: paths and boundaries of requests': {
    seen: '1.5.33',
    what: 'A call about a role or user is authorized without its path, and there is no iam:PermissionsBoundary.',
    handling: 'corrected',
    correction: 'iam_requests',
    how: 'The ARN of such a call has the path, and its context has the boundary.',
    closed: () =>
      asUser(
        {
          Action: 'iam:CreateRole',
          Resource: '*:role/probes/*',
          Condition: { StringLike: { 'iam:PermissionsBoundary': '*/ReadOnlyAccess' } },
        },
        async (_, credentials) =>
          createsRole(new IAMClient({ credentials }), {
            Path: '/probes/',
            PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
          }),
      ),
  },
  's3: context of writes': {
    seen: '1.5.33',
    what: 'A write has no context keys about its key, its lock, and its condition on the current object.',
    handling: 'corrected',
    correction: 's3_requests',
    how: 'A write has these context keys.',
    closed: () =>
      asUser(
        {
          Action: 's3:PutObject',
          Resource: '*',
          Condition: { Null: { 's3:if-none-match': 'false' } },
        },
        async (name, credentials) => {
          const Bucket = `${name}-writes`;
          const object = { Bucket, Key: 'one' };
          const owner = new S3Client({});
          await owner.send(new CreateBucketCommand({ Bucket }));
          const write = new PutObjectCommand({ ...object, Body: 'one', IfNoneMatch: '*' });
          const allowed = await isAllowed(new S3Client({ credentials }).send(write));
          if (allowed) await owner.send(new DeleteObjectCommand(object));
          await owner.send(new DeleteBucketCommand({ Bucket }));
          return allowed;
        },
      ),
  },
  'iam: policy variables': {
    seen: '1.5.33',
    what: 'A policy variable, such as the name of the user, is compared as text.',
    handling: 'corrected',
    correction: 'policy_variables',
    how: 'A policy variable has the value of its context key.',
    closed: () =>
      asUser(
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
        { Action: 'iam:CreateRole', Resource: 'arn:aws:iam::*:role/${aws:username}' },
        (RoleName, credentials) => createsRole(new IAMClient({ credentials }), { RoleName }),
      ),
  },
  'sts: longest session of a role': {
    seen: '1.5.33',
    what: 'AssumeRole gives a session of any length.',
    handling: 'corrected',
    correction: 'session_duration',
    how: 'AssumeRole refuses a session that is longer than the role allows.',
    closed: async () => {
      const iam = new IAMClient({});
      const RoleName = 'probe-session';
      const { Role } = await iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }),
      );
      const session = { RoleArn: Role?.Arn, RoleSessionName: 'probe', DurationSeconds: 3601 };
      try {
        await new STSClient({}).send(new AssumeRoleCommand(session));
        return false;
      } catch (error) {
        return (error as Error).name === 'ValidationError';
      } finally {
        await iam.send(new DeleteRoleCommand({ RoleName }));
      }
    },
  },
} satisfies GapsOf;

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '000000000000' } }],
});

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

let users = 0;

/** Makes a user with one permission for as long as it is used. */
async function asUser(
  permission: object,
  use: (name: string, credentials: Credentials) => Promise<boolean>,
): Promise<boolean> {
  const iam = new IAMClient({});
  users += 1;
  const user = { UserName: `probe-user-${users}` };
  const policy = { ...user, PolicyName: 'one' };
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...permission }],
  });
  await iam.send(new CreateUserCommand(user));
  await iam.send(new PutUserPolicyCommand({ ...policy, PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  try {
    return await use(user.UserName, { accessKeyId, secretAccessKey });
  } finally {
    await iam.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId: accessKeyId }));
    await iam.send(new DeleteUserPolicyCommand(policy));
    await iam.send(new DeleteUserCommand(user));
  }
}

async function createsRole(iam: IAMClient, role: object): Promise<boolean> {
  const RoleName = 'probe-created';
  const input = { RoleName, AssumeRolePolicyDocument: trust, ...role };
  const created = await isAllowed(iam.send(new CreateRoleCommand(input)));
  if (created) await new IAMClient({}).send(new DeleteRoleCommand({ RoleName: input.RoleName }));
  return created;
}

/** Whether a call is not denied; the emulator may refuse it for another reason. */
async function isAllowed(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (/AccessDenied/.test((error as Error).name)) return false;
    throw error;
  }
}
