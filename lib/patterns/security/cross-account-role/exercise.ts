import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { errorOf } from '../../../exercise/callers';
import type { Exercise } from '../../../model/exercise';

const EXTERNAL_ID = 'reports-of-customer-17';

export const exercise: Exercise = async (lab) => {
  const sts = new STSClient({});
  const iam = new IAMClient({});
  const s3 = new S3Client({});
  const Bucket = lab.output('ReportsName');
  const RoleArn = lab.output('ReportsRoleArn');
  const analyst = lab.output('AnalystRoleArn');
  const Key = `report-${randomUUID()}.csv`;
  const bucketArn = `arn:${RoleArn.split(':')[1]}:s3:::${Bucket}`;
  const objectArn = `${bucketArn}/${Key}`;

  const names = new Map([
    [RoleArn, 'ReportsRole'],
    [analyst, 'AnalystRole'],
    [bucketArn, 'Reports'],
    [objectArn, 'a report'],
  ]);
  /** Asks IAM what its policies would decide about a call, without making it, and shows the decision. */
  const decide = async (source: string, action: string, resource: string) => {
    const { EvaluationResults: [result] = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: source,
        ActionNames: [action],
        ResourceArns: [resource],
      }),
    );
    const allowed = result?.EvalDecision === 'allowed';
    lab.show(
      `${names.get(source)} ${allowed ? 'may' : 'may not'} ${action} on ${names.get(resource)}: ` +
        (allowed ? 'its policy allows it' : 'no policy of its own allows it'),
    );
    return result?.EvalDecision;
  };
  const assume = (more: { ExternalId?: string; DurationSeconds?: number }) =>
    sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'exercise', ...more }));

  await lab.prove(
    'nobody gets credentials without the external ID, or with that of another customer',
    async () => {
      assert.equal(await errorOf(assume({})), 'AccessDenied');
      const other = assume({ ExternalId: 'reports-of-customer-18' });
      assert.equal(await errorOf(other), 'AccessDenied');
    },
  );

  await lab.prove('no session is longer than the role allows', async () => {
    const long = assume({ ExternalId: EXTERNAL_ID, DurationSeconds: 3601 });
    assert.equal(await errorOf(long), 'ValidationError');
  }, ['sts: longest session of a role']);

  await lab.prove('the role of the partner may assume this role, and no other', async () => {
    assert.equal(await decide(analyst, 'sts:AssumeRole', RoleArn), 'allowed');
    assert.equal(await decide(analyst, 'sts:AssumeRole', analyst), 'implicitDeny');
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('the role may list and read the reports, and nothing else', async () => {
    assert.equal(await decide(RoleArn, 's3:ListBucket', bucketArn), 'allowed');
    assert.equal(await decide(RoleArn, 's3:GetObject', objectArn), 'allowed');
    for (const action of ['s3:PutObject', 's3:DeleteObject'])
      assert.equal(await decide(RoleArn, action, objectArn), 'implicitDeny');
    assert.equal(await decide(RoleArn, 's3:DeleteBucket', bucketArn), 'implicitDeny');
  }, ['iam: SimulatePrincipalPolicy']);

  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'sold,17' }));
  try {
    let session: S3Client | undefined;

    await lab.prove('with the external ID, credentials of one hour read the reports', async () => {
      const { Credentials, AssumedRoleUser } = await assume({ ExternalId: EXTERNAL_ID });
      assert(Credentials?.AccessKeyId && Credentials.SecretAccessKey);
      const seconds = (Number(Credentials.Expiration) - Date.now()) / 1000;
      assert(seconds > 3000 && seconds <= 3660, `expected an hour, got ${seconds} seconds`);
      assert.match(AssumedRoleUser?.Arn ?? '', /:assumed-role\/.+\/exercise$/);
      session = new S3Client({
        credentials: {
          accessKeyId: Credentials.AccessKeyId,
          secretAccessKey: Credentials.SecretAccessKey,
          sessionToken: Credentials.SessionToken,
        },
      });
      const { Contents = [] } = await session.send(new ListObjectsV2Command({ Bucket }));
      assert(Contents.some((one) => one.Key === Key));
      const { Body } = await session.send(new GetObjectCommand({ Bucket, Key }));
      assert.equal(await Body?.transformToString(), 'sold,17');
      return `they expire in ${Math.round(seconds / 60)} minutes`;
    });

    await lab.prove('S3 refuses to delete a report for a session of the role', async () => {
      assert(session, 'expected a session, got none');
      const deletion = session.send(new DeleteObjectCommand({ Bucket, Key }));
      assert.equal(await errorOf(deletion), 'AccessDenied');
    });
  } finally {
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  }
};
