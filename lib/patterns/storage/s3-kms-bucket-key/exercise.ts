import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  GenerateDataKeyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { credentialsOf, errorOf } from '../../../exercise/callers';
import type { Exercise } from '../../../model/exercise';

/** The smallest part of a multipart upload, except for the last one. */
const PART = 5 * 1024 * 1024;
const header = 's3:x-amz-server-side-encryption';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string;
  readonly Condition?: object;
}

export const exercise: Exercise = async (lab) => {
  const s3 = new S3Client({});
  const kms = new KMSClient({});
  const iam = new IAMClient({});
  const Bucket = lab.output('LedgersName');
  const keyArn = lab.output('LedgerKeyArn');
  const writerArn = lab.output('WriterRoleArn');
  const readerArn = lab.output('ReaderRoleArn');
  const region = keyArn.split(':')[3];
  const run = randomUUID().slice(0, 8);
  const uploaded = new Set<string>();

  const upload = async (
    name: string,
    more: Partial<PutObjectCommandInput> = {},
    client: S3Client = s3,
  ) => {
    const Key = `${run}/${name}`;
    const answer = await client.send(new PutObjectCommand({ Bucket, Key, Body: name, ...more }));
    uploaded.add(Key);
    return answer;
  };
  const uploadInParts = async (name: string, client: S3Client = s3) => {
    const object = { Bucket, Key: `${run}/${name}` };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
    const Parts = [];
    for (const [index, length] of [PART, 17].entries()) {
      const PartNumber = index + 1;
      const { ETag } = await client.send(
        new UploadPartCommand({ ...object, UploadId, PartNumber, Body: Buffer.alloc(length, 'a') }),
      );
      Parts.push({ PartNumber, ETag });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }),
    );
    uploaded.add(object.Key);
  };
  const head = (name: string) => s3.send(new HeadObjectCommand({ Bucket, Key: `${run}/${name}` }));
  const statement = async (sid: string) => {
    const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    const { Statement } = JSON.parse(Policy) as { readonly Statement: readonly Statement[] };
    const found = Statement.find(({ Sid }) => Sid === sid);
    assert.ok(found, `a statement ${sid}`);
    return found;
  };
  /** What IAM decides about the use of the key by a role, called by S3 for an object of the bucket, or directly. */
  const decide = async (role: string, action: string, through: 'S3' | 'nothing') => {
    const context = { 'kms:ViaService': `s3.${region}.amazonaws.com` };
    const encryption = { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${Bucket}` };
    const { EvaluationResults: [result] = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role,
        ActionNames: [action],
        ResourceArns: [keyArn],
        ContextEntries: Object.entries({ ...encryption, ...(through === 'S3' && context) }).map(
          ([ContextKeyName, value]) => ({
            ContextKeyName,
            ContextKeyType: 'string',
            ContextKeyValues: [value],
          }),
        ),
      }),
    );
    return result?.EvalDecision;
  };

  await lab.prove('an upload without a header is encrypted with the key of the bucket', async () => {
    const answer = await upload('no-header');
    assert.equal(answer.ServerSideEncryption, 'aws:kms');
    assert.equal(answer.SSEKMSKeyId, keyArn);
  }, ['AWS::S3::Bucket.BucketEncryption']);

  await lab.prove('so is an upload in parts, of which S3 makes one object', async () => {
    await uploadInParts('in-parts');
    const { ContentLength, ServerSideEncryption, SSEKMSKeyId } = await head('in-parts');
    assert.deepEqual(
      [ContentLength, ServerSideEncryption, SSEKMSKeyId],
      [PART + 17, 'aws:kms', keyArn],
    );
  }, ['AWS::S3::Bucket.BucketEncryption']);

  await lab.prove('a client may name the same key itself', async () => {
    const sameKey = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn } as const;
    assert.equal((await upload('same-key', sameKey)).SSEKMSKeyId, keyArn);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `${run}/same-key` }));
    assert.equal(await Body?.transformToString(), 'same-key');
  }, ['s3: context of writes']);

  await lab.prove('the bucket uses a bucket key', async () => {
    const { ServerSideEncryptionConfiguration } = await s3.send(
      new GetBucketEncryptionCommand({ Bucket }),
    );
    assert.equal(ServerSideEncryptionConfiguration?.Rules?.[0]?.BucketKeyEnabled, true);
  }, ['AWS::S3::Bucket.BucketEncryption']);

  await lab.prove('a new object uses the bucket key', async () => {
    await upload('with-bucket-key');
    assert.equal((await head('with-bucket-key')).BucketKeyEnabled, true);
  }, ['s3: bucket keys of objects']);

  await lab.prove('through S3, the writer may get data keys and decrypt parts', async () => {
    for (const action of ['kms:GenerateDataKey', 'kms:Decrypt'])
      assert.equal(await decide(writerArn, action, 'S3'), 'allowed', action);
    assert.equal(await decide(writerArn, 'kms:Encrypt', 'S3'), 'implicitDeny');
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('the reader may decrypt through S3, and nothing else', async () => {
    assert.equal(await decide(readerArn, 'kms:Decrypt', 'S3'), 'allowed');
    assert.equal(await decide(readerArn, 'kms:GenerateDataKey', 'S3'), 'implicitDeny');
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('neither role may call KMS without S3', async () => {
    for (const role of [writerArn, readerArn])
      assert.equal(await decide(role, 'kms:Decrypt', 'nothing'), 'implicitDeny', role);
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove(
    'the deployed policy denies other encryption types, and no upload without a header',
    async () => {
      const { Effect, Action, Condition } = await statement('DenyOtherEncryption');
      assert.deepEqual([Effect, Action], ['Deny', 's3:PutObject']);
      assert.deepEqual(Condition, {
        StringNotEquals: { [header]: 'aws:kms' },
        Null: { [header]: 'false' },
      });
    },
  );

  await lab.prove('the deployed policy denies aws:kms with another key or none', async () => {
    const { Effect, Action, Condition } = await statement('DenyOtherKey');
    assert.deepEqual([Effect, Action], ['Deny', 's3:PutObject']);
    assert.deepEqual(Condition, {
      StringEquals: { [header]: 'aws:kms' },
      StringNotEquals: { [`${header}-aws-kms-key-id`]: keyArn },
    });
  });

  await lab.prove('S3 refuses AES256, aws:kms without a key, and another key', async () => {
    const { account, rest } = /^(?<rest>.*):(?<account>\d{12}):/.exec(keyArn)?.groups ?? {};
    const otherKey = `${rest}:${account}:key/${randomUUID()}`;
    for (const encryption of [
      { ServerSideEncryption: 'AES256' },
      { ServerSideEncryption: 'aws:kms' },
      { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: otherKey },
    ] as const) {
      const error = await errorOf(() => upload('refused', encryption));
      assert.equal(error, 'AccessDenied', JSON.stringify(encryption));
    }
  });

  await lab.prove(
    'the writer uploads in one piece and in parts, and the reader reads it',
    async () => {
      const writer = new S3Client({ credentials: await credentialsOf(writerArn) });
      const reader = new S3Client({ credentials: await credentialsOf(readerArn) });
      await lab.eventually('an upload by the writer', () =>
        upload('by-writer', {}, writer).catch(() => undefined),
      );
      await uploadInParts('parts-of-writer', writer);
      const read = (client: S3Client) =>
        client.send(new GetObjectCommand({ Bucket, Key: `${run}/parts-of-writer` }));
      assert.equal((await read(reader)).ContentLength, PART + 17);
      assert.equal(await errorOf(() => read(writer)), 'AccessDenied');
      assert.equal(await errorOf(() => upload('by-reader', {}, reader)), 'AccessDenied');
    },
  );

  await lab.prove(
    'KMS refuses the key to a caller that does not come from S3, even the owner',
    async () => {
      const error = await errorOf(() =>
        kms.send(new GenerateDataKeyCommand({ KeyId: keyArn, KeySpec: 'AES_256' })),
      );
      assert.equal(error, 'AccessDeniedException');
    },
  );

  await lab.prove('the key is rotated', async () => {
    const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId: keyArn }));
    assert.equal(status.KeyRotationEnabled, true);
  });

  for (const Key of uploaded) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
};
