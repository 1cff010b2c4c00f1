import type { ExamQuestion } from '../../../model/exam';

const retention = 'ObjectLockConfiguration.Rule.DefaultRetention';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A regulator demands that trade confirmations in S3 can be neither deleted nor changed for six years, by anyone, including the root user of the account. Which configuration meets this?',
    right: ['S3 Object Lock with a default retention of six years in compliance mode'],
    because:
      'In compliance mode no user, not even the root user, can delete a version or shorten its period.',
    wrong: [
      {
        answer: 'S3 Object Lock with a default retention of six years in governance mode',
        because: 'A user with s3:BypassGovernanceRetention can still delete the versions.',
      },
      {
        answer: 'S3 Versioning with MFA delete, and the device in a safe for six years',
        because: 'The root user who has the device can delete the versions.',
      },
      {
        answer: 'A bucket policy that denies s3:DeleteObjectVersion to all principals',
        because: 'The root user can remove the policy and then delete the versions.',
      },
    ],
    shows: [
      { id: 'Evidence', property: `${retention}.Mode` },
      { id: 'Evidence', property: `${retention}.Days` },
    ],
    tasks: ['SAA-C03 1.3', 'SOA-C03 4.2'],
    seeds: ['004:355', '004:358', '004:362'],
  },
  {
    text: 'A hospital wants to protect scans from deletion for a year. By way of exception, two data protection officers must be able to delete a scan earlier, if a patient demands it. Which configuration fits?',
    right: ['Governance mode, and s3:BypassGovernanceRetention for the role of the officers only'],
    because:
      'Governance mode protects from everybody except those with the bypass permission, who must ask for it in the request.',
    wrong: [
      {
        answer:
          'Compliance mode, and s3:BypassGovernanceRetention for the role of the officers only',
        because:
          'The permission has no effect in compliance mode, where nobody deletes before the date.',
      },
      {
        answer:
          'A legal hold on each scan, and s3:PutObjectLegalHold for the role of the officers only',
        because:
          'A hold has no date, so somebody would have to lift it from each scan after a year.',
      },
      {
        answer:
          'A lifecycle rule after a year, and s3:DeleteObjectVersion for the role of the officers only',
        because:
          'A lifecycle rule deletes after a year, but protects nothing before. An administrator could delete each scan.',
      },
    ],
    shows: [
      { id: 'Evidence', property: `${retention}.Mode` },
      { id: 'OfficerRole', property: 'PolicyDocument.Statement.0.Action' },
      { id: 'Evidence/Policy', property: 'PolicyDocument.Statement.4.Effect' },
    ],
    tasks: ['SAA-C03 1.3', 'SOA-C03 4.2'],
    seeds: ['004:353', '004:355'],
  },
  {
    text: 'A court orders a company to preserve certain e-mails in S3 until a trial ends. Nobody knows when that will be. The bucket has Object Lock with a retention of 90 days. What should the legal department do?',
    right: ['Place a legal hold on the versions of these e-mails, and lift it after the trial'],
    because:
      'A legal hold has no end date, and protects a version even after its retention period has ended.',
    wrong: [
      {
        answer: 'Set the retention of these versions to 100 years in compliance mode',
        because:
          'Nobody could delete them after the trial, because the period cannot be shortened.',
      },
      {
        answer: 'Raise the default retention of the bucket from 90 days to ten years',
        because:
          'A new default applies to new objects only, and the existing e-mails keep their 90 days.',
      },
      {
        answer: 'Copy these e-mails to a bucket with versioning, in another AWS account',
        because: 'Versioning does not prevent that somebody deletes the versions there.',
      },
    ],
    shows: [{ id: 'CounselRole', property: 'PolicyDocument.Statement.0.Action' }],
    tasks: ['SAA-C03 1.3', 'SOA-C03 2.3'],
    seeds: ['004:364', '004:366', '004:368', '004:369'],
  },
  {
    text: 'Two schedulers in different Availability Zones may start the same nightly job. Each writes a file with the date as its key to S3 before it starts, and only one of them may go on. Which approach needs the least code?',
    right: ['Both write with the header If-None-Match: *, and stop if S3 answers 412'],
    because:
      'S3 accepts the write only if the key does not exist, so exactly one of the two succeeds.',
    wrong: [
      {
        answer: 'Both write to a bucket with Object Lock, and stop if S3 answers 403',
        because: 'Object Lock does not refuse a write: both become versions of the object.',
      },
      {
        answer: 'Both list the bucket before they write, and stop if the key is there',
        because: 'Both can list before either of them writes, and then both go on.',
      },
      {
        answer: 'Both write to a bucket with versioning, and stop if S3 answers 409',
        because: 'Versioning refuses no write, and keeps both versions.',
      },
    ],
    shows: [
      { id: 'Evidence/Policy', property: 'PolicyDocument.Statement.1.Condition.Null' },
      { id: 'Evidence/Policy', property: 'PolicyDocument.Statement.1.Action' },
    ],
    tasks: ['DVA-C02 1.3', 'SAA-C03 1.3'],
    seeds: ['000:1', '000:2', '000:3', '001:5'],
  },
  {
    text: 'An architect prepares a bucket for records that must be immutable for ten years. Which two settings does the bucket need before the first record arrives?',
    right: ['S3 Object Lock enabled, with a default retention', 'S3 Versioning enabled'],
    because:
      'A lock belongs to a version, so it needs versioning. Without a default retention or a date in each request, a version is not locked.',
    wrong: [
      {
        answer: 'S3 Replication to a second bucket',
        because: 'It makes a copy, but neither the copy nor the original is immutable.',
      },
      {
        answer: 'A Vault Lock policy on the bucket',
        because: 'Vault Lock is for vaults of Amazon Glacier, which accepts no new customers.',
      },
      {
        answer: 'A lifecycle rule to Glacier Deep Archive',
        because: 'It makes storage cheaper, but does not prevent a deletion.',
      },
    ],
    shows: [
      { id: 'Evidence', property: 'ObjectLockEnabled' },
      { id: 'Evidence', property: 'VersioningConfiguration.Status' },
      { id: 'Evidence', property: 'ObjectLockConfiguration.ObjectLockEnabled' },
    ],
    tasks: ['SAA-C03 1.3', 'SOA-C03 4.2'],
    seeds: ['004:347', '004:362', '004:373', '004:375'],
  },
];
