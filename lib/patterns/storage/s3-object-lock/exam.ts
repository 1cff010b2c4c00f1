import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const lock = `${guide}/object-lock.html`;
const managing = `${guide}/object-lock-managing.html`;
const conditionalWrites = `${guide}/conditional-writes.html`;
const enforcing = `${guide}/conditional-writes-enforce.html`;

export const exam: Exam = {
  question:
    'Nobody may delete or overwrite some records until a date, or until somebody lifts a hold: which lock does that, and does it also stop two writers?',
  answer:
    'Use S3 Object Lock: compliance mode for a period that nobody can shorten, governance mode if some may, and a legal hold if there is no date. It does not stop concurrent writers. Conditional writes do.',
  wrong: [
    {
      answer: 'Governance mode, where not even an administrator may delete a record',
      because:
        'Anyone with s3:BypassGovernanceRetention can. Only compliance mode binds everybody, even the root user.',
    },
    {
      answer: 'A bucket policy that denies s3:DeleteObjectVersion to everyone',
      because:
        'The owner of the bucket can remove the policy at any time, and delete the objects then.',
    },
    {
      answer: 'Versioning alone',
      because:
        'It keeps the old version, but anyone with s3:DeleteObjectVersion can delete each version.',
    },
    {
      answer: 'MFA delete',
      because: 'It asks for a second factor, and then the version is gone. It knows no date.',
    },
    {
      answer: 'A long retention period for a lawsuit of unknown length',
      because:
        'Nobody knows a date, and in compliance mode it cannot be shortened. A legal hold stays until somebody lifts it.',
    },
    {
      answer: 'Object Lock, so that two programs cannot write the same key at once',
      because:
        'Both writes succeed as two versions. With If-None-Match or If-Match, S3 refuses the second one.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.3', 'DVA-C02 1.3', 'SOA-C03 4.2', 'SOA-C03 2.3', 'DOP-C02 6.2'],
  cost: 'free',
  remains: [
    'The bucket, if it still has versions: cdk destroy then fails. Assume OfficerRole and delete each version with aws s3api delete-object --bypass-governance-retention, or wait for a day.',
  ],
  flow: [
    { from: '(account)', to: 'ClerkRole', label: 'assumes' },
    { from: '(account)', to: 'CounselRole', label: 'assumes' },
    { from: '(account)', to: 'OfficerRole', label: 'assumes' },
    { from: 'ClerkRole', to: 'Evidence', label: 'uploads' },
    { from: 'CounselRole', to: 'Evidence', label: 'legal holds' },
    { from: 'OfficerRole', to: 'Evidence', label: 'bypasses the lock' },
    { from: 'Evidence/Policy', to: 'Evidence', label: 'denies the rest' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::S3::Bucket',
      id: 'Evidence',
      settings: [
        {
          property: 'ObjectLockEnabled',
          value: true,
          fact: 'Object Lock stores versions as write once, read many (WORM); you can enable it for new and existing buckets, but never disable it.',
          source: `${api}/API_PutObjectLockConfiguration.html`,
          seeds: ['004:347', '004:349', '004:371', '004:373', '004:374', '004:375'],
          today: {
            notes:
              'Write-once storage is a matter of S3 Object Lock, or of a Vault Lock policy on an S3 Glacier vault.',
            now: 'Amazon Glacier, the service with vaults, accepts no new customers. Object Lock works with the Glacier storage classes of S3.',
            since: '2025-12-15',
            source: 'https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-lock.html',
          },
        },
        {
          property: 'VersioningConfiguration.Status',
          value: 'Enabled',
          fact: 'A lock belongs to one version, so Object Lock needs versioning, which you then cannot suspend.',
          source: lock,
          seeds: ['004:353', '004:358'],
          experiments: [
            {
              value: 'Suspended',
              outcome: 'fails',
              because: 'S3 does not suspend versioning on a bucket that has Object Lock.',
              source: lock,
            },
          ],
        },
        {
          property: 'ObjectLockConfiguration.Rule.DefaultRetention.Mode',
          value: 'GOVERNANCE',
          fact: 'In governance mode, s3:BypassGovernanceRetention and a header open the lock; in compliance mode nobody does, not even the root user.',
          source: lock,
          seeds: ['004:353', '004:355', '004:358'],
          experiments: [
            {
              value: 'COMPLIANCE',
              outcome: 'update',
              because:
                'For a day, nobody can delete a new object, so cdk destroy fails until the next day.',
            },
          ],
        },
        {
          property: 'ObjectLockConfiguration.Rule.DefaultRetention.Days',
          value: 1,
          fact: 'The default retention of a bucket has a mode and either days or years, and applies to objects that are uploaded afterwards.',
          source: `${api}/API_DefaultRetention.html`,
          seeds: ['004:360', '004:362', '004:364'],
          experiments: [
            {
              value: 2557,
              also: [
                {
                  property: 'ObjectLockConfiguration.Rule.DefaultRetention.Mode',
                  value: 'COMPLIANCE',
                },
              ],
              outcome: 'refused',
              because:
                'AWS would accept it, and nobody could delete the first test file for seven years. So this project refuses it.',
            },
            {
              value: 2557,
              outcome: 'update',
              because:
                'New objects are locked for seven years, but OfficerRole can still delete them, because the mode is GOVERNANCE.',
            },
            {
              value: 2,
              also: [{ property: 'ObjectLockConfiguration.Rule.DefaultRetention.Years', value: 1 }],
              outcome: 'fails',
              because: 'The period is either days or years.',
              source: `${api}/API_DefaultRetention.html`,
            },
          ],
        },
        {
          property: 'ObjectLockConfiguration.ObjectLockEnabled',
          value: 'Enabled',
          fact: 'Enabling Object Lock protects nothing yet: each version needs a retention period, from the default or the request, or a legal hold.',
          source: lock,
          seeds: ['004:362', '004:368'],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Evidence/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Condition.Null',
          value: { 's3:if-none-match': 'true' },
          fact: 'A conditional write with If-None-Match succeeds only if the key does not exist; a bucket policy can demand the header.',
          source: enforcing,
          seeds: ['000:1', '000:2', '001:5'],
          today: {
            notes:
              'S3 has no locking for concurrent writers: the latest timestamp wins, and you must build a lock of your own.',
            now: 'The last writer still wins by default, but If-None-Match and If-Match make S3 refuse the second write, and a policy can demand them.',
            since: '2024-08',
            source: conditionalWrites,
          },
          experiments: [
            {
              value: { 's3:if-none-match': 'false' },
              outcome: 'update',
              because:
                'The policy now denies exactly the careful writers, and lets all others pass.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition.Bool',
          value: { 's3:ObjectCreationOperation': 'true' },
          fact: 'The start and the parts of a multipart upload cannot have the header; s3:ObjectCreationOperation is false for them, so a policy can exempt them.',
          source: enforcing,
          seeds: [],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Every multipart upload is denied, because its parts cannot have the header.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: 's3:PutObject',
          fact: 'Each write is atomic for one key only: S3 has no update that depends on another key.',
          source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html',
          seeds: ['000:3', '001:5'],
        },
        {
          property: 'PolicyDocument.Statement.2.Condition.StringEquals',
          value: { 's3:object-lock-mode': 'COMPLIANCE' },
          fact: 'Anyone who may set a retention chooses its mode, so a policy must say which modes are allowed.',
          source:
            'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html',
          seeds: ['004:358'],
          experiments: [
            {
              value: { 's3:object-lock-mode': 'GOVERNANCE' },
              outcome: 'update',
              because: 'Only compliance locks can be set, which nobody can lift before their date.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.3.Condition.NumericGreaterThan',
          value: { 's3:object-lock-remaining-retention-days': '1' },
          fact: 'A bucket policy can set the shortest and the longest retention; without a limit, it can be up to 100 years.',
          source: managing,
          seeds: ['004:362'],
          experiments: [
            {
              value: { 's3:object-lock-remaining-retention-days': '3650' },
              outcome: 'update',
              because: 'OfficerRole can lock a version for ten years, and later open it again.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.4.Effect',
          value: 'Deny',
          fact: 'An administrator with s3:* may bypass governance mode, and the console sends the header by itself; only a Deny keeps it to one role.',
          source: managing,
          seeds: ['004:353', '004:355'],
          experiments: [
            {
              value: 'Allow',
              outcome: 'fails',
              because:
                'The statement would let everyone but one role bypass the lock, so the policy is public and BlockPublicPolicy rejects it.',
              source: `${api}/API_PublicAccessBlockConfiguration.html`,
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'OfficerRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: [
            's3:BypassGovernanceRetention',
            's3:DeleteObjectVersion',
            's3:GetObjectRetention',
            's3:PutObjectRetention',
          ],
          fact: 'The bypass permission alone deletes nothing: the request needs the bypass header, and the caller also needs s3:DeleteObjectVersion.',
          source: managing,
          seeds: ['004:355'],
          experiments: [
            {
              value: ['s3:BypassGovernanceRetention', 's3:GetObjectRetention'],
              outcome: 'update',
              because:
                'The officer can bypass a lock, but neither delete a version nor change its date.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'CounselRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: ['s3:GetObjectLegalHold', 's3:PutObjectLegalHold'],
          fact: 'A legal hold has no date, is independent of retention, and ends when somebody with s3:PutObjectLegalHold lifts it; no bypass opens it.',
          source: managing,
          seeds: ['004:366', '004:368', '004:369'],
          experiments: [
            {
              value: 's3:GetObjectLegalHold',
              outcome: 'update',
              because: 'The counsel sees holds, but can neither place nor lift one.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'ClerkRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetObject', 's3:PutObject'],
          fact: 'A delete without a version ID is always possible: it adds a delete marker, and the locked version stays.',
          source: managing,
          seeds: ['004:353'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The lock is enabled, but no version has a retention, so anyone who may delete versions deletes the records. A clerk who may bypass it would pass any lock.',
    changes: [
      {
        type: 'AWS::S3::Bucket',
        id: 'Evidence',
        property: 'ObjectLockConfiguration',
        value: null,
      },
      {
        type: 'AWS::IAM::Policy',
        id: 'ClerkRole',
        property: 'PolicyDocument.Statement.0.Action',
        value: [
          's3:BypassGovernanceRetention',
          's3:DeleteObject',
          's3:DeleteObjectVersion',
          's3:GetObject',
          's3:PutObject',
        ],
      },
    ],
  },
};
