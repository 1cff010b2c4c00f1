import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteObjectCommand,
  GetBucketReplicationCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketReplicationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const s3 = new S3Client({});
  const iam = new IAMClient({});
  const Originals = lab.output('OriginalsName');
  const Replicas = lab.output('ReplicasName');
  const run = randomUUID().slice(0, 8);
  const document = (name: string) => `documents/${run}/${name}`;
  const replicated = ['AWS::S3::Bucket.ReplicationConfiguration'] as const;

  const upload = (Key: string, Bucket = Originals, Tagging?: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, ...(Tagging && { Tagging }) }));
  const head = async (Bucket: string, Key: string) => {
    try {
      return await s3.send(new HeadObjectCommand({ Bucket, Key }));
    } catch (error) {
      if ((error as Error).name === 'NotFound') return undefined;
      throw error;
    }
  };
  /** Waits for a replica, for as long as Replication Time Control has. */
  const replicaOf = (Key: string) =>
    lab.eventually(`the replica of ${Key}`, () => head(Replicas, Key), 900);
  /** Uploads one more document and waits for its replica: what has not come by then does not come. */
  const afterAnother = async () => {
    const Key = document(randomUUID());
    await upload(Key);
    await replicaOf(Key);
  };
  const configuration = async () => {
    const { ReplicationConfiguration } = await s3.send(
      new GetBucketReplicationCommand({ Bucket: Originals }),
    );
    return ReplicationConfiguration;
  };

  try {
    await lab.prove(
      'a new document has a replica, in a colder class and with its tags',
      async () => {
        const Key = document('new');
        const started = Date.now();
        await upload(Key, Originals, 'kind=letter');
        const replica = await replicaOf(Key);
        assert.equal(replica.StorageClass, 'STANDARD_IA');
        assert.equal(replica.ReplicationStatus, 'REPLICA');
        const { TagSet = [] } = await s3.send(
          new GetObjectTaggingCommand({ Bucket: Replicas, Key }),
        );
        assert.deepEqual(TagSet, [{ Key: 'kind', Value: 'letter' }]);
        await lab.eventually('the status of the original', async () =>
          (await head(Originals, Key))?.ReplicationStatus === 'COMPLETED' ? true : undefined,
        );
        return `after ${((Date.now() - started) / 1000).toFixed(1)} s`;
      },
      replicated,
    );

    await lab.prove('a replica has the version ID of its original', async () => {
      const Key = document('version');
      const { VersionId } = await upload(Key);
      assert.equal((await replicaOf(Key)).VersionId, VersionId);
    }, ['AWS::S3::Bucket.ReplicationConfiguration', 's3: version IDs of replicas']);

    await lab.prove(
      'an object with another prefix has no replica',
      async () => {
        const Key = `drafts/${run}`;
        await upload(Key);
        await afterAnother();
        assert.equal(await head(Replicas, Key), undefined);
      },
      replicated,
    );

    await lab.prove(
      'a document from before the rule has no replica',
      async () => {
        const Key = document('before');
        const { Role, Rules = [] } = (await configuration()) ?? {};
        const put = (Status: 'Enabled' | 'Disabled') =>
          s3.send(
            new PutBucketReplicationCommand({
              Bucket: Originals,
              ReplicationConfiguration: { Role, Rules: Rules.map((rule) => ({ ...rule, Status })) },
            }),
          );
        await put('Disabled');
        try {
          await upload(Key);
        } finally {
          await put('Enabled');
        }
        await afterAnother();
        assert.equal(await head(Replicas, Key), undefined);
      },
      replicated,
    );

    await lab.prove(
      'a deletion of the original leaves the replica, with a version or without',
      async () => {
        const [marked, gone] = [document('marked'), document('gone')];
        await upload(marked);
        const { VersionId } = await upload(gone);
        await Promise.all([marked, gone].map(replicaOf));
        await s3.send(new DeleteObjectCommand({ Bucket: Originals, Key: marked }));
        await s3.send(new DeleteObjectCommand({ Bucket: Originals, Key: gone, VersionId }));
        await afterAnother();
        for (const Key of [marked, gone]) {
          assert.equal(await head(Originals, Key), undefined, Key);
          assert.ok(await head(Replicas, Key), `the replica of ${Key}`);
        }
      },
      replicated,
    );

    await lab.prove(
      'nothing comes back from the second bucket',
      async () => {
        const Key = document('back');
        await upload(Key, Replicas);
        await afterAnother();
        assert.equal(await head(Originals, Key), undefined);
      },
      replicated,
    );

    await lab.prove(
      'the rule promises 15 minutes, and has metrics',
      async () => {
        const { Rules: [rule] = [] } = (await configuration()) ?? {};
        assert.equal(rule?.Destination?.ReplicationTime?.Time?.Minutes, 15);
        assert.equal(rule?.Destination?.Metrics?.Status, 'Enabled');
      },
      replicated,
    );

    await lab.prove('the role may replicate documents and their tags, and neither delete nor upload', async () => {
      const decide = async (action: string, resource: string) => {
        const { EvaluationResults: [result] = [] } = await iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: lab.output('ReplicationRoleArn'),
            ActionNames: [action],
            ResourceArns: [`arn:aws:s3:::${resource}`],
          }),
        );
        return result?.EvalDecision;
      };
      for (const action of ['s3:ReplicateObject', 's3:ReplicateTags'])
        assert.equal(await decide(action, `${Replicas}/documents/a`), 'allowed', action);
      for (const action of ['s3:ReplicateDelete', 's3:PutObject', 's3:DeleteObject'])
        assert.equal(await decide(action, `${Replicas}/documents/a`), 'implicitDeny', action);
      assert.equal(await decide('s3:ReplicateObject', `${Replicas}/drafts/a`), 'implicitDeny');
    }, ['iam: SimulatePrincipalPolicy']);
  } finally {
    for (const Bucket of [Originals, Replicas]) {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(
        new ListObjectVersionsCommand({ Bucket }),
      );
      for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
        if (Key?.includes(run)) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
      }
    }
  }
};
