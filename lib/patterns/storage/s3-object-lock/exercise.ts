import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { credentialsOf, errorOf } from '../../../exercise/callers';
import type { Exercise } from '../../../model/exercise';
import { canDelete, type Lock, retainUntil } from './lock';

const MINUTE = 60_000;

export const exercise: Exercise = async (lab) => {
  const s3 = new S3Client({});
  const iam = new IAMClient({});
  const Bucket = lab.output('EvidenceName');
  const clerkArn = lab.output('ClerkRoleArn');
  const counselArn = lab.output('CounselRoleArn');
  const officerArn = lab.output('OfficerRoleArn');
  const officer = new S3Client({ credentials: await credentialsOf(officerArn) });
  const run = randomUUID().slice(0, 8);

  const upload = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: Key, IfNoneMatch: '*', ...more }));
  const remove = (client: S3Client, Key: string, VersionId?: string, bypass = false) =>
    client.send(
      new DeleteObjectCommand({
        Bucket,
        Key,
        ...(VersionId && { VersionId }),
        ...(bypass && { BypassGovernanceRetention: true }),
      }),
    );
  const hold = (Key: string, Status: 'ON' | 'OFF') =>
    s3.send(new PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status } }));
  const lockOf = async (Key: string): Promise<Lock> => {
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket, Key }));
    return {
      ...(Retention?.Mode && { mode: Retention.Mode }),
      ...(Retention?.RetainUntilDate && { until: Retention.RetainUntilDate }),
    };
  };
  const versions = async (Prefix: string) => {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix }),
    );
    return { Versions, DeleteMarkers };
  };
  const locked = ['AWS::S3::Bucket.ObjectLockConfiguration'] as const;

  try {
    await lab.prove(
      'the default of the bucket is one day in governance mode, and not compliance',
      async () => {
        const { ObjectLockConfiguration } = await s3.send(
          new GetObjectLockConfigurationCommand({ Bucket }),
        );
        assert.deepEqual(ObjectLockConfiguration?.Rule?.DefaultRetention, {
          Mode: 'GOVERNANCE',
          Days: 1,
        });
      },
      locked,
    );

    await lab.prove(
      'a new object is locked for a day, by the default of the bucket',
      async () => {
        const Key = `${run}/default`;
        const before = new Date(Date.now() - MINUTE);
        await upload(Key);
        const { mode, until } = await lockOf(Key);
        assert.equal(mode, 'GOVERNANCE');
        assert.ok(until && until > retainUntil(before, 1), `a day from now, got ${until}`);
        assert.ok(
          until < retainUntil(new Date(Date.now() + MINUTE), 1),
          `a day from now, got ${until}`,
        );
      },
      locked,
    );

    await lab.prove(
      'nobody deletes the version without a bypass, and the officer deletes it with one',
      async () => {
        const Key = `${run}/bypass`;
        const { VersionId } = await upload(Key);
        const lock = await lockOf(Key);
        assert.equal(canDelete(lock, new Date(), { bypass: false }), false);
        assert.equal(await errorOf(() => remove(s3, Key, VersionId)), 'AccessDenied');
        assert.equal(await errorOf(() => remove(officer, Key, VersionId)), 'AccessDenied');
        assert.equal(canDelete(lock, new Date(), { bypass: true }), true);
        await remove(officer, Key, VersionId, true);
        assert.equal((await versions(Key)).Versions.length, 0);
      },
      locked,
    );

    await lab.prove(
      'a delete without a version adds a marker, and the locked version stays',
      async () => {
        const Key = `${run}/marker`;
        await upload(Key);
        await remove(s3, Key);
        const { Versions, DeleteMarkers } = await versions(Key);
        assert.deepEqual([Versions.length, DeleteMarkers.length], [1, 1]);
      },
    );

    await lab.prove(
      'no bypass opens a legal hold, until somebody lifts it',
      async () => {
        const Key = `${run}/hold`;
        const { VersionId } = await upload(Key);
        await hold(Key, 'ON');
        try {
          const lock = { ...(await lockOf(Key)), legalHold: true };
          assert.equal(canDelete(lock, new Date(), { bypass: true }), false);
          assert.equal(await errorOf(() => remove(officer, Key, VersionId, true)), 'AccessDenied');
        } finally {
          await hold(Key, 'OFF');
        }
        await remove(officer, Key, VersionId, true);
      },
      locked,
    );

    await lab.prove('of two writers of a new key, one wins and the other is told', async () => {
      const Key = `${run}/race`;
      const writes = await Promise.allSettled([
        upload(Key, { Body: 'one' }),
        upload(Key, { Body: 'two' }),
      ]);
      const lost = writes.filter((one) => one.status === 'rejected');
      assert.equal(lost.length, 1, 'writers that lost');
      assert.match(lost[0]?.reason.name, /^(PreconditionFailed|ConditionalRequestConflict)$/);
      assert.equal((await versions(Key)).Versions.length, 1);
    });

    await lab.prove('S3 refuses a write without If-None-Match', async () => {
      const blind = () => s3.send(new PutObjectCommand({ Bucket, Key: `${run}/blind`, Body: 'x' }));
      assert.equal(await errorOf(blind), 'AccessDenied');
    }, ['s3: context of writes']);

    await lab.prove('S3 refuses a compliance lock, even of one minute, and a long one', async () => {
      const Key = `${run}/compliance`;
      await upload(Key);
      const retain = (Mode: 'COMPLIANCE' | 'GOVERNANCE', minutes: number) =>
        officer.send(
          new PutObjectRetentionCommand({
            Bucket,
            Key,
            BypassGovernanceRetention: true,
            Retention: { Mode, RetainUntilDate: new Date(Date.now() + minutes * MINUTE) },
          }),
        );
      // If the policy had a hole, the version would be locked for one minute.
      assert.equal(await errorOf(() => retain('COMPLIANCE', 1)), 'AccessDenied');
      assert.equal(await errorOf(() => retain('GOVERNANCE', 3 * 24 * 60)), 'AccessDenied');
    }, ['s3: context of writes']);

    await lab.prove('of the three roles, only the officer may bypass, and only the counsel may hold', async () => {
      const decide = async (role: string, action: string) => {
        const { EvaluationResults: [result] = [] } = await iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: role,
            ActionNames: [action],
            ResourceArns: [`arn:aws:s3:::${Bucket}/a`],
          }),
        );
        return result?.EvalDecision;
      };
      const roles = [clerkArn, counselArn, officerArn];
      const who = (action: string) => Promise.all(roles.map((role) => decide(role, action)));
      assert.deepEqual(await who('s3:BypassGovernanceRetention'), [
        'implicitDeny',
        'implicitDeny',
        'allowed',
      ]);
      assert.deepEqual(await who('s3:PutObjectLegalHold'), [
        'implicitDeny',
        'allowed',
        'implicitDeny',
      ]);
      assert.deepEqual(await who('s3:PutObjectRetention'), [
        'implicitDeny',
        'implicitDeny',
        'allowed',
      ]);
    }, ['iam: SimulatePrincipalPolicy']);
  } finally {
    // Otherwise cdk destroy would have to wait for the end of the locks.
    const { Versions, DeleteMarkers } = await versions(`${run}/`);
    for (const { Key = '', VersionId } of [...Versions, ...DeleteMarkers])
      await remove(officer, Key, VersionId, true);
  }
};
