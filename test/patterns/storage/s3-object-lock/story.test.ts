import { Template } from 'aws-cdk-lib/assertions';
import {
  canChangeRetention,
  canDelete,
  type Lock,
  retainUntil,
} from '../../../../lib/patterns/storage/s3-object-lock/lock';
import { S3ObjectLockStack } from '../../../../lib/patterns/storage/s3-object-lock/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId } from '../../../support/synth';

const newKey = 's3:ObjectCreationOperation is true and s3:if-none-match is *';

describe('the stack', () => {
  const stack = build(S3ObjectLockStack);
  const template = Template.fromStack(stack).toJSON();
  const evidence = template.Resources[logicalId(stack, 'AWS::S3::Bucket', 'Evidence')];

  test('traps nobody: every lock is in governance mode and ends after a day', () => {
    const buckets = Object.values<{ Properties: Record<string, unknown> }>(
      Template.fromStack(stack).findResources('AWS::S3::Bucket') as never,
    );
    expect(buckets.map(({ Properties }) => Properties.ObjectLockConfiguration)).toEqual([
      {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
      },
    ]);
    // The word is in the template once, in the statement that denies it to everybody.
    const denied = JSON.stringify({ 's3:object-lock-mode': 'COMPLIANCE' });
    expect(JSON.stringify(template).split('COMPLIANCE')).toHaveLength(2);
    expect(JSON.stringify(template)).toContain(denied);
  });

  test('deletes the bucket with the stack', () => {
    expect(evidence).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });

  decisions(
    stack,
    `
      111111111111 may sts:AssumeRole on ClerkRole, CounselRole, OfficerRole
      anonymous, 222222222222, s3.amazonaws.com may not sts:AssumeRole on ClerkRole, CounselRole, OfficerRole
      ClerkRole may s3:PutObject on Evidence/a when ${newKey}
      ClerkRole, 111111111111 must not s3:PutObject on Evidence/a when s3:ObjectCreationOperation is true
      ClerkRole may s3:PutObject on Evidence/a when s3:ObjectCreationOperation is false
      ClerkRole may s3:GetObject, s3:DeleteObject, s3:DeleteObjectVersion on Evidence/a
      ClerkRole may not s3:PutObjectRetention, s3:PutObjectLegalHold, s3:GetObjectRetention on Evidence/a
      ClerkRole, CounselRole, OfficerRole may not s3:PutBucketObjectLockConfiguration, s3:PutBucketVersioning, s3:PutBucketPolicy, s3:DeleteBucketPolicy on Evidence
      OfficerRole may s3:BypassGovernanceRetention, s3:DeleteObjectVersion, s3:GetObjectRetention, s3:PutObjectRetention on Evidence/a
      OfficerRole may not s3:PutObject, s3:GetObject, s3:PutObjectLegalHold on Evidence/a
      ClerkRole, CounselRole, 111111111111, 222222222222, anonymous must not s3:BypassGovernanceRetention on Evidence/a
      arn:aws:iam::111111111111:user/admin, arn:aws:iam::111111111111:role/OfficerRole must not s3:BypassGovernanceRetention on Evidence/a
      OfficerRole may s3:PutObjectRetention on Evidence/a when s3:object-lock-mode is GOVERNANCE and s3:object-lock-remaining-retention-days is 1
      OfficerRole, 111111111111 must not s3:PutObjectRetention on Evidence/a when s3:object-lock-mode is COMPLIANCE
      OfficerRole, 111111111111 must not s3:PutObjectRetention on Evidence/a when s3:object-lock-mode is GOVERNANCE and s3:object-lock-remaining-retention-days is 2 or 36500
      ClerkRole, 111111111111 must not s3:PutObject on Evidence/a when ${newKey} and s3:object-lock-mode is COMPLIANCE
      ClerkRole, 111111111111 must not s3:PutObject on Evidence/a when ${newKey} and s3:object-lock-mode is GOVERNANCE and s3:object-lock-remaining-retention-days is 2
      CounselRole may s3:PutObjectLegalHold, s3:GetObjectLegalHold on Evidence/a
      CounselRole may not s3:PutObject, s3:DeleteObjectVersion, s3:PutObjectRetention on Evidence/a
      anonymous, 222222222222, s3.amazonaws.com may not s3:GetObject, s3:DeleteObjectVersion, s3:PutObjectLegalHold on Evidence/a
      ClerkRole, OfficerRole, 111111111111, anonymous must not s3:GetObject, s3:DeleteObjectVersion on Evidence/a when aws:SecureTransport is false
      111111111111 must not s3:ListBucket on Evidence when aws:SecureTransport is false
    `,
  );

  test('matches its snapshot', () => {
    expect(template).toMatchSnapshot();
  });
});

describe('a lock, by the S3 User Guide', () => {
  const day = (number: number) => new Date(Date.UTC(2026, 0, number));
  const now = day(16);
  const governance: Lock = { mode: 'GOVERNANCE', until: day(31) };
  const compliance: Lock = { mode: 'COMPLIANCE', until: day(31) };
  const everybody = { bypass: false };
  const officer = { bypass: true };

  test('ends so many days after the creation of its version', () => {
    expect(retainUntil(day(1), 30)).toEqual(day(31));
  });

  test('is that of one version: a new version for 60 days leaves the old one its 15 that remain', () => {
    const old: Lock = { mode: 'GOVERNANCE', until: retainUntil(day(1), 30) };
    const next: Lock = { mode: 'GOVERNANCE', until: retainUntil(now, 60) };
    expect(canDelete(old, retainUntil(now, 15), everybody)).toBe(true);
    expect(canDelete(next, retainUntil(now, 15), everybody)).toBe(false);
  });

  test.each<[string, Lock, boolean, boolean]>([
    ['no lock', {}, true, true],
    ['governance mode', governance, false, true],
    ['compliance mode', compliance, false, false],
    ['a legal hold alone', { legalHold: true }, false, false],
    ['a legal hold in governance mode', { ...governance, legalHold: true }, false, false],
    [
      'a legal hold after the retention',
      { ...governance, until: day(2), legalHold: true },
      false,
      false,
    ],
    ['a retention that has ended', { ...compliance, until: day(2) }, true, true],
    ['a retention that ends now', { ...compliance, until: now }, true, true],
    ['a hold that was lifted', { ...compliance, legalHold: false }, false, false],
  ])('with %s decides who deletes', (_, lock, all, bypassing) => {
    expect(canDelete(lock, now, everybody)).toBe(all);
    expect(canDelete(lock, now, officer)).toBe(bypassing);
  });

  test.each<[string, Lock, Lock, boolean, boolean]>([
    ['longer in governance mode', governance, { ...governance, until: day(60) }, true, true],
    ['longer in compliance mode', compliance, { ...compliance, until: day(60) }, true, true],
    ['shorter in governance mode', governance, { ...governance, until: day(20) }, false, true],
    ['shorter in compliance mode', compliance, { ...compliance, until: day(20) }, false, false],
    ['off in governance mode', governance, {}, false, true],
    ['off in compliance mode', compliance, {}, false, false],
    [
      'from compliance to governance mode',
      compliance,
      { ...governance, until: day(60) },
      false,
      false,
    ],
    ['from an ended lock to anything', { ...compliance, until: day(2) }, {}, true, true],
  ])('changes %s', (_, lock, next, all, bypassing) => {
    expect(canChangeRetention(lock, next, now, everybody)).toBe(all);
    expect(canChangeRetention(lock, next, now, officer)).toBe(bypassing);
  });
});
