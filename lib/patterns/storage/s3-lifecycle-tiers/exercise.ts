import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetBucketAnalyticsConfigurationCommand,
  GetBucketIntelligentTieringConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
  type StorageClass,
  type Tier,
} from '@aws-sdk/client-s3';
import { errorOf } from '../../../exercise/callers';
import type { Exercise } from '../../../model/exercise';
import { classAt, due, lifeOf, objections } from './clock';

const MEBIBYTE = 1024 * 1024;

export const exercise: Exercise = async (lab) => {
  const s3 = new S3Client({});
  const Bucket = lab.output('ArchiveName');
  const run = randomUUID().slice(0, 8);

  const rules = async () => {
    const { Rules = [], TransitionDefaultMinimumObjectSize: minimumSize } = await s3.send(
      new GetBucketLifecycleConfigurationCommand({ Bucket }),
    );
    return { Rules, minimumSize };
  };
  /** The storage class of an object of today on some days of its life, by the clock and the deployed rules. */
  const classes = async (key: string, size: number, days: readonly number[]) => {
    const { Rules, minimumSize } = await rules();
    const created = new Date();
    const life = lifeOf({ key, size, created }, Rules, {
      versioned: true,
      ...(minimumSize && { minimumSize }),
    });
    return days.map((day) => classAt(life, due(created, day)));
  };
  const upload = (Key: string, storage?: StorageClass) =>
    s3.send(
      new PutObjectCommand({ Bucket, Key, Body: Key, ...(storage && { StorageClass: storage }) }),
    );
  const read = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };
  const restore = (Key: string, tier: Tier) =>
    s3.send(
      new RestoreObjectCommand({
        Bucket,
        Key,
        RestoreRequest: { Days: 1, GlacierJobParameters: { Tier: tier } },
      }),
    );

  await lab.prove('the bucket has five rules, and each keeps the limits of S3', async () => {
    const { Rules } = await rules();
    assert.deepEqual(
      Rules.map(({ ID, Status }) => [ID, Status]),
      ['records', 'scans', 'thumbnails', 'projects', 'leftovers'].map((id) => [id, 'Enabled']),
    );
    assert.deepEqual(Rules.flatMap(objections), []);
  }, ['AWS::S3::Bucket.LifecycleConfiguration']);

  await lab.prove('by the clock, a record goes down four classes and is gone after seven years and a year', async () => {
    const days = [29, 30, 90, 180, 2557, 2557 + 365];
    assert.deepEqual(await classes('records/claim.pdf', MEBIBYTE, days), [
      'STANDARD',
      'STANDARD_IA',
      'GLACIER',
      'DEEP_ARCHIVE',
      // Behind its delete marker.
      'DEEP_ARCHIVE',
      undefined,
    ]);
  }, ['AWS::S3::Bucket.LifecycleConfiguration']);

  await lab.prove('by the clock, a record under 128 KB stays in STANDARD', async () => {
    const days = [30, 90, 180, 2557 + 365];
    assert.deepEqual(await classes('records/note.txt', 128 * 1024 - 1, days), [
      'STANDARD',
      'STANDARD',
      'STANDARD',
      undefined,
    ]);
  }, ['AWS::S3::Bucket.LifecycleConfiguration']);

  await lab.prove('by the clock, scans, thumbnails and projects have classes of their own', async () => {
    assert.deepEqual(await classes('scans/1.tif', MEBIBYTE, [30, 3650]), [
      'GLACIER_IR',
      'GLACIER_IR',
    ]);
    assert.deepEqual(await classes('thumbnails/1.png', MEBIBYTE, [30, 365 + 365]), [
      'ONEZONE_IA',
      undefined,
    ]);
    assert.deepEqual(await classes('projects/1.bin', MEBIBYTE, [1, 3650]), [
      'INTELLIGENT_TIERING',
      'INTELLIGENT_TIERING',
    ]);
    assert.deepEqual(await classes('other/1.bin', MEBIBYTE, [3650]), ['STANDARD']);
  }, ['AWS::S3::Bucket.LifecycleConfiguration']);

  await lab.prove('parts of an upload that never finishes are deleted after seven days', async () => {
    const { Rules } = await rules();
    const aborting = Rules.map(
      ({ AbortIncompleteMultipartUpload: abort }) => abort?.DaysAfterInitiation,
    );
    assert.ok(aborting.includes(7), `one rule with 7 days, got ${aborting}`);
  }, ['AWS::S3::Bucket.LifecycleConfiguration']);

  await lab.prove('S3 tells the day on which it deletes a record, as the clock calculates it', async () => {
    const Key = `records/${run}`;
    await upload(Key);
    const { Expiration = '', LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    const [, day = ''] = /expiry-date="([^"]+)"/.exec(Expiration) ?? [];
    assert.deepEqual(new Date(day), due(LastModified as Date, 2557));
  }, ['s3: expiration of an object']);

  await lab.prove('S3 refuses STANDARD_IA after 29 days', async () => {
    const { Rules } = await rules();
    const early = { Days: 29, StorageClass: 'STANDARD_IA' as const };
    const error = await errorOf(() =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [
              ...Rules,
              { ID: run, Status: 'Disabled', Filter: { Prefix: run }, Transitions: [early] },
            ],
          },
        }),
      ),
    );
    assert.equal(error, 'InvalidArgument');
  }, ['s3: limits of lifecycle rules']);

  await lab.prove('an object in GLACIER_IR is readable at once', async () => {
    const Key = `scans/${run}`;
    await upload(Key, 'GLACIER_IR');
    assert.equal(await read(Key), Key);
  });

  await lab.prove('an object in GLACIER is not, until it is restored', async () => {
    const Key = `archived/${run}`;
    await upload(Key, 'GLACIER');
    assert.equal(await errorOf(() => read(Key)), 'InvalidObjectState');
    await restore(Key, 'Standard');
    const { Restore } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    assert.match(Restore ?? 'no restore', /ongoing-request="(true|false)"/);
  });

  await lab.prove('DEEP_ARCHIVE has no expedited retrieval', async () => {
    const Key = `deep/${run}`;
    await upload(Key, 'DEEP_ARCHIVE');
    assert.notEqual(await errorOf(() => restore(Key, 'Expedited')), 'no error');
  }, ['s3: retrieval tiers']);

  await lab.prove('a deleted object leaves its version behind, which only a rule for noncurrent versions deletes', async () => {
    const Key = `versions/${run}`;
    await upload(Key);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
    );
    assert.deepEqual([Versions.length, DeleteMarkers.length], [1, 1]);
    const { Rules } = await rules();
    assert.ok(Rules.some((rule) => rule.NoncurrentVersionExpiration?.NoncurrentDays === 365));
  }, ['AWS::S3::Bucket.LifecycleConfiguration']);

  await lab.prove('the bucket has its inventory, its analysis and its archive tiers', async () => {
    const { InventoryConfiguration } = await s3.send(
      new GetBucketInventoryConfigurationCommand({ Bucket, Id: 'weekly' }),
    );
    assert.equal(InventoryConfiguration?.Schedule?.Frequency, 'Weekly');
    const { AnalyticsConfiguration } = await s3.send(
      new GetBucketAnalyticsConfigurationCommand({ Bucket, Id: 'records' }),
    );
    assert.equal(AnalyticsConfiguration?.Filter?.Prefix, 'records/');
    const { IntelligentTieringConfiguration } = await s3.send(
      new GetBucketIntelligentTieringConfigurationCommand({ Bucket, Id: 'projects' }),
    );
    assert.equal(IntelligentTieringConfiguration?.Tierings?.length, 2);
  }, ['s3: inventory, analytics and archive tiers']);

  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket }),
  );
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    if (Key?.endsWith(run)) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
};
