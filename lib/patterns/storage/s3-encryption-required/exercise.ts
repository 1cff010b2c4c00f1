import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { credentialsOf, errorOf } from '../../../exercise/callers';
import { s3OverPlainHttp } from '../../../exercise/plain-http';
import type { Exercise } from '../../../model/exercise';

const s3 = new S3Client({});
/** Has the credentials of the bucket owner, but uses plain HTTP. */
const careless = s3OverPlainHttp();
const header = 's3:x-amz-server-side-encryption';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string;
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

export const exercise: Exercise = async (lab) => {
  const Bucket = lab.output('RecordsName');
  const arn = `arn:aws:s3:::${Bucket}`;
  const run = randomUUID().slice(0, 8);
  const uploaded = new Set<string>();

  const upload = async (
    name: string,
    more: Partial<PutObjectCommandInput> = {},
    client: S3Client = s3,
  ) => {
    const Key = `${run}/${name}`;
    const { ServerSideEncryption } = await client.send(
      new PutObjectCommand({ Bucket, Key, Body: name, ...more }),
    );
    uploaded.add(Key);
    return ServerSideEncryption;
  };
  const policy = async () => {
    const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    return JSON.parse(Policy) as { readonly Statement: readonly Statement[] };
  };

  await lab.prove('S3 encrypts an upload with AES256 if it has no encryption header', async () => {
    assert.equal(await upload('no-header'), 'AES256');
    const { ServerSideEncryption } = await s3.send(
      new HeadObjectCommand({ Bucket, Key: `${run}/no-header` }),
    );
    assert.equal(ServerSideEncryption, 'AES256');
  }, ['s3: encryption by default']);

  await lab.prove('an upload may say AES256 itself', async () => {
    assert.equal(await upload('aes256', { ServerSideEncryption: 'AES256' }), 'AES256');
  });

  await lab.prove(
    'the deployed policy denies plain HTTP for the bucket and its objects',
    async () => {
      const { Action, Resource, ...statement } = await statementOf(policy(), 'DenyPlainHttp');
      assert.equal(statement.Effect, 'Deny');
      assert.equal(Action, 's3:*');
      assert.deepEqual([Resource].flat().sort(), [arn, `${arn}/*`]);
      assert.deepEqual(statement.Condition, { Bool: { 'aws:SecureTransport': 'false' } });
    },
  );

  await lab.prove(
    'the deployed policy denies an encryption header that is not AES256, and no upload without one',
    async () => {
      const statement = await statementOf(policy(), 'DenyOtherEncryption');
      assert.equal(statement.Effect, 'Deny');
      assert.equal(statement.Action, 's3:PutObject');
      assert.equal(statement.Resource, `${arn}/*`);
      assert.deepEqual(statement.Condition, {
        StringNotEquals: { [header]: 'AES256' },
        Null: { [header]: 'false' },
      });
    },
  );

  await lab.prove('the bucket blocks all four kinds of public access', async () => {
    const { PublicAccessBlockConfiguration } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket }),
    );
    assert.deepEqual(PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
  });

  await lab.prove('S3 refuses a bucket policy that lets everyone read', async () => {
    const { Statement, ...rest } = await policy();
    const everyone = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `${arn}/${run}/*`,
    };
    const put = (statements: readonly object[]) =>
      s3.send(
        new PutBucketPolicyCommand({
          Bucket,
          Policy: JSON.stringify({ ...rest, Statement: statements }),
        }),
      );
    const error = await errorOf(async () => {
      await put([...Statement, everyone]);
      // Accepted: without Block Public Access, the bucket would stay public.
      await put(Statement);
    });
    assert.equal(error, 'AccessDenied');
  });

  await lab.prove('S3 refuses a public ACL on an object', async () => {
    const error = await errorOf(() => upload('public-acl', { ACL: 'public-read' }));
    assert.match(error, /^(AccessControlListNotSupported|AccessDenied)$/);
    return error;
  }, ['AWS::S3::Bucket.OwnershipControls']);

  await lab.prove('the bucket has AES256 as its default, and SSE-C as a blocked type', async () => {
    const { ServerSideEncryptionConfiguration } = await s3.send(
      new GetBucketEncryptionCommand({ Bucket }),
    );
    const [rule] = ServerSideEncryptionConfiguration?.Rules ?? [];
    assert.equal(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, 'AES256');
    assert.deepEqual(rule?.BlockedEncryptionTypes?.EncryptionType, ['SSE-C']);
  }, ['AWS::S3::Bucket.BucketEncryption']);

  await lab.prove('S3 refuses an upload that brings its own key (SSE-C)', async () => {
    const SSECustomerKey = randomUUID().replaceAll('-', ''); // 32 bytes
    const ownKey = { SSECustomerAlgorithm: 'AES256', SSECustomerKey };
    assert.equal(await errorOf(() => upload('own-key', ownKey)), 'AccessDenied');
  }, ['s3: BlockedEncryptionTypes']);

  await lab.prove(
    'S3 refuses aws:kms and aws:kms:dsse, to the owner and to the uploader',
    async () => {
      const uploader = new S3Client({
        credentials: await credentialsOf(lab.output('UploaderRoleArn')),
      });
      await lab.eventually('an upload by the role', async () =>
        upload('by-role', {}, uploader).catch(() => undefined),
      );
      for (const client of [s3, uploader]) {
        for (const ServerSideEncryption of ['aws:kms', 'aws:kms:dsse'] as const) {
          const error = await errorOf(() => upload('kms', { ServerSideEncryption }, client));
          assert.equal(error, 'AccessDenied', ServerSideEncryption);
        }
      }
    },
  );

  await lab.prove('S3 refuses plain HTTP, to the owner too', async () => {
    const Key = `${run}/aes256`;
    const read = () => careless.send(new GetObjectCommand({ Bucket, Key }));
    assert.equal(await errorOf(read), 'AccessDenied');
    assert.equal(await errorOf(() => upload('http', {}, careless)), 'AccessDenied');
  });

  for (const Key of uploaded) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
};

async function statementOf(
  policy: Promise<{ readonly Statement: readonly Statement[] }>,
  sid: string,
): Promise<Statement> {
  const { Statement } = await policy;
  const found = Statement.find(({ Sid }) => Sid === sid);
  assert.ok(found, `a statement ${sid}`);
  return found;
}
