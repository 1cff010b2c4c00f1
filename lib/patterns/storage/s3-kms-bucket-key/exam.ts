import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const kms = 'https://docs.aws.amazon.com/kms/latest/developerguide';
const key = `${reference}/aws-resource-kms-key.html`;
const byDefault = `${reference}/aws-properties-s3-bucket-serversideencryptionbydefault.html`;
const sseKms = `${guide}/UsingKMSEncryption.html`;
const bucketKey = `${guide}/bucket-key.html`;
const blockedTypes = `${guide}/blocking-unblocking-s3-c-encryption-gpb.html`;
const multipart = `${guide}/mpuoverview.html`;
const conditions = `${kms}/conditions-kms.html`;
const header = 's3:x-amz-server-side-encryption';

export const exam: Exam = {
  question:
    'IAM allows s3:PutObject and the upload is denied all the same: which KMS permission is missing, and how do you allow one key only?',
  answer:
    'Allow the writer kms:GenerateDataKey on the key of the bucket, and kms:Decrypt for uploads in parts. A bucket policy denies every other key. A bucket key saves most of the calls to KMS.',
  wrong: [
    {
      answer: 'Allow s3:* on the bucket and its objects',
      because:
        'S3 calls KMS with the permissions of the writer, and no S3 action includes a KMS action.',
    },
    {
      answer: 'Allow kms:Encrypt on the key',
      because:
        'S3 does not send the object to KMS, which encrypts at most 4 KB. It asks for a data key.',
    },
    {
      answer: 'Use SSE-S3, which needs no permission on a key',
      because:
        'S3 manages those keys: you can neither disable them, nor say who uses them, nor see their use in CloudTrail.',
    },
    {
      answer: 'Use SSE-C, so that each client brings its key',
      because:
        'Then you store and rotate the keys yourself. New buckets also refuse SSE-C by default.',
    },
    {
      answer: 'Keep the encryption key of the bucket in Secrets Manager',
      because:
        'Secrets Manager stores passwords and API keys. S3 cannot encrypt objects with a key from there.',
    },
    {
      answer: 'Use the AWS managed key aws/s3',
      because:
        'You cannot edit its key policy or disable it, so you can neither share the objects with another account nor lock them.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.2', 'DVA-C02 4.1', 'SAA-C03 1.3', 'SOA-C03 4.2', 'DOP-C02 6.2'],
  cost: 'cents',
  remains: [
    'The bucket, if it still has objects: cdk destroy then fails. Delete them with aws s3 rm s3://<LedgersName> --recursive.',
    'The key, for 7 days in the state PendingDeletion. Nobody can use it, it costs nothing, and AWS KMS then deletes it. Until then, `aws kms cancel-key-deletion --key-id <LedgerKeyArn>` and `aws kms enable-key --key-id <LedgerKeyArn>` restore it.',
  ],
  flow: [
    { from: '(account)', to: 'WriterRole', label: 'assumes' },
    { from: '(account)', to: 'ReaderRole', label: 'assumes' },
    { from: 'WriterRole', to: 'Ledgers', label: 'PutObject' },
    { from: 'ReaderRole', to: 'Ledgers', label: 'GetObject' },
    { from: 'WriterRole', to: 'LedgerKey', label: 'GenerateDataKey, Decrypt' },
    { from: 'ReaderRole', to: 'LedgerKey', label: 'Decrypt' },
    { from: 'Ledgers', to: 'LedgerKey', label: 'encrypted with' },
    { from: 'Ledgers/Policy', to: 'Ledgers', label: 'denies other keys' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::S3::Bucket',
      id: 'Ledgers',
      settings: [
        {
          property:
            'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
          value: 'aws:kms',
          fact: 'SSE-KMS encrypts each object with a data key of a KMS key, which you can rotate, disable, and audit if it is your own.',
          source: sseKms,
          seeds: ['000:103', '000:108', '000:109', '004:399', '004:403', '004:407'],
          today: {
            notes:
              'Server-side encryption is SSE-S3, SSE-KMS, or SSE-C. The header accepts AES256 and aws:kms.',
            now: 'A fourth type is DSSE-KMS (aws:kms:dsse), two layers of encryption with KMS keys.',
            since: '2023-06',
            source:
              'https://aws.amazon.com/blogs/aws/new-amazon-s3-dual-layer-server-side-encryption-with-keys-stored-in-aws-key-management-service-dsse-kms/',
          },
          experiments: [
            {
              value: 'AES256',
              outcome: 'fails',
              because: 'A default key is allowed only with aws:kms or aws:kms:dsse.',
              source: byDefault,
            },
            {
              value: 'AES256',
              also: [
                {
                  property:
                    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID',
                  value: null,
                },
              ],
              outcome: 'update',
              because:
                'S3 encrypts new objects with its own keys and calls KMS no longer. The objects in the bucket keep their key.',
            },
            {
              value: 'aws:kms:dsse',
              outcome: 'update',
              because:
                'S3 encrypts new objects in two layers, and calls KMS for each of them, because bucket keys do not support DSSE-KMS.',
            },
          ],
        },
        {
          property: 'BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled',
          value: true,
          fact: 'An S3 Bucket Key creates the data keys of new objects inside S3, which can save up to 99 percent of the KMS requests.',
          source: bucketKey,
          seeds: ['004:465', '004:467', '004:469', '004:471', '004:476', '004:478', '004:480'],
          today: {
            notes:
              'Every upload and download calls KMS and counts against its quota, and you cannot request an increase.',
            now: 'With a bucket key, most of them do not call KMS. The request quotas of KMS keys are adjustable, except that of a CloudHSM key store.',
            since: 'unknown',
            source: `${kms}/limits.html`,
          },
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'S3 sends the ARN of the object as encryption context. Both roles are denied, because their policies name the ARN of the bucket.',
            },
          ],
        },
        {
          property:
            'BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes.EncryptionType',
          value: ['SSE-C'],
          fact: 'SSE-C has no header that names a KMS key, so a policy about KMS keys does not see it; block SSE-C on the bucket.',
          source: blockedTypes,
          seeds: ['002:313', '004:407', '004:409'],
          experiments: [
            {
              value: ['NONE'],
              outcome: 'update',
              because: 'A client can upload with a key of its own, which KMS does not know.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Ledgers/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'S3 accepts requests for objects under KMS keys only over TLS and with a signature, with or without a bucket policy.',
          source: sseKms,
          seeds: ['003:588', '003:590'],
          today: {
            notes: 'With SSE-KMS, HTTPS is not mandatory.',
            now: 'All GET and PUT requests for objects under a KMS key must use TLS and must be signed.',
            source: sseKms,
          },
        },
        {
          property: 'PolicyDocument.Statement.1.Condition.StringNotEquals',
          value: { [header]: 'aws:kms' },
          fact: 'The default encryption of a bucket does not stop a client that chooses another type in the header; a bucket policy does.',
          source: sseKms,
          seeds: ['002:311', '003:545', '004:428', '004:435'],
          experiments: [
            {
              value: { [header]: ['aws:kms', 'aws:kms:dsse'] },
              outcome: 'update',
              because:
                'A client can choose aws:kms:dsse, and with it any key, because DenyOtherKey looks at aws:kms only.',
            },
            {
              value: { [header]: 'AES256' },
              outcome: 'update',
              because:
                'Only AES256 passes this statement, so the policy denies every upload that asks for KMS.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition.Null',
          value: { [header]: 'false' },
          fact: 'An upload without an encryption header gets the default encryption of the bucket, with the default key.',
          source: `${guide}/bucket-encryption.html`,
          seeds: ['003:628'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The policy also denies an upload without the header, although S3 would encrypt it with this key.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.2.Condition.StringEquals',
          value: { [header]: 'aws:kms' },
          fact: 'If the header says aws:kms and names no key, S3 uses the AWS managed key aws/s3.',
          source: `${api}/API_PutObject.html`,
          seeds: ['002:311', '003:626', '003:627', '003:628'],
          experiments: [
            {
              value: { [header]: 'AES256' },
              outcome: 'update',
              because:
                'A client can name any key that it may use, because the statement never applies.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.2.Effect',
          value: 'Deny',
          fact: 'A policy can require one key by its full ARN in s3:x-amz-server-side-encryption-aws-kms-key-id; IAM does not check that the key exists.',
          source: sseKms,
          seeds: ['003:627'],
          experiments: [
            {
              value: 'Allow',
              outcome: 'fails',
              because:
                'The statement would let anyone upload with another key, so the policy is public and BlockPublicPolicy rejects it.',
              source: `${api}/API_PublicAccessBlockConfiguration.html`,
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.3.Action',
          value: 's3:UpdateObjectEncryption',
          fact: 'UpdateObjectEncryption changes the KMS key of an existing object without a new upload, so s3:PutObject does not cover it.',
          source: `${api}/API_UpdateObjectEncryption.html`,
          seeds: ['004:445'],
        },
      ],
    },
    {
      type: 'AWS::KMS::Key',
      id: 'LedgerKey',
      settings: [
        {
          property: 'EnableKeyRotation',
          value: true,
          fact: 'You decide when your own key is rotated; KMS rotates the AWS managed key aws/s3 every year, and you cannot change that.',
          source: `${kms}/rotate-keys.html`,
          seeds: ['000:109', '004:3837'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'The key keeps its material. All objects stay readable, as after a rotation.',
            },
          ],
        },
        {
          property: 'KeySpec',
          fact: 'S3 supports only symmetric KMS keys, in the Region of the bucket; it treats a multi-Region key as a single-Region key.',
          source: sseKms,
          seeds: [],
        },
        {
          property: 'PendingWindowInDays',
          value: 7,
          fact: 'Without its key, no object can be read: a key waits 7 to 30 days before KMS deletes it.',
          source: key,
          seeds: [],
          experiments: [
            { value: 6, outcome: 'refused', because: 'Seven days is the shortest waiting period.' },
          ],
        },
        {
          property: 'Enabled',
          fact: 'While a key is disabled, S3 can neither read nor write objects that use it; you can enable it again.',
          source: `${kms}/enabling-keys.html`,
          seeds: ['000:109'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'Uploads and downloads fail until you enable the key again, even those of an administrator.',
            },
          ],
        },
        {
          property: 'KeyPolicy.Statement.0.Action',
          value: 'kms:*',
          fact: 'You can edit the policy of your own key, for example for another account; you cannot edit that of an AWS managed key.',
          source: `${kms}/key-policy-modifying-external-accounts.html`,
          seeds: ['004:3843', '004:3850', '004:3852'],
        },
        {
          property: 'KeyPolicy.Statement.1.Effect',
          value: 'Deny',
          fact: 'The condition key kms:ViaService names the service that calls KMS for you, such as s3.us-east-1.amazonaws.com; a direct call does not have it.',
          source: conditions,
          seeds: ['004:3850'],
          experiments: [
            {
              value: 'Allow',
              outcome: 'update',
              because:
                'The key policy now opens the key to every account, for calls that do not come from S3.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'WriterRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: ['kms:Decrypt', 'kms:GenerateDataKey'],
          fact: 'An upload needs kms:GenerateDataKey; a multipart upload also needs kms:Decrypt, because S3 reads the encrypted parts before it completes the object.',
          source: multipart,
          seeds: ['003:555', '003:556', '003:557', '004:469'],
          experiments: [
            {
              value: 'kms:GenerateDataKey',
              outcome: 'update',
              because: 'PutObject still works, but an upload in parts is denied.',
            },
            {
              value: 'kms:Encrypt',
              outcome: 'update',
              because: 'Every upload is denied, because S3 asks KMS for a data key.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'ReaderRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: 'kms:Decrypt',
          fact: 'A download needs s3:GetObject and kms:Decrypt: S3 sends the encrypted data key of the object to KMS.',
          source: sseKms,
          seeds: ['004:471'],
          experiments: [
            {
              value: 'kms:GenerateDataKey',
              outcome: 'update',
              because: 'Every download is denied, although s3:GetObject is allowed.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Small files arrive, large ones are denied, because S3 must decrypt their parts. The policy denies uploads that S3 would encrypt with the right key, and lets a client name another one.',
    changes: [
      {
        type: 'AWS::S3::BucketPolicy',
        id: 'Ledgers/Policy',
        property: 'PolicyDocument.Statement.1.Condition.Null',
        value: null,
      },
      {
        type: 'AWS::S3::BucketPolicy',
        id: 'Ledgers/Policy',
        property: 'PolicyDocument.Statement.2.Condition.StringEquals',
        value: { [header]: 'AES256' },
      },
      {
        type: 'AWS::IAM::Policy',
        id: 'WriterRole',
        property: 'PolicyDocument.Statement.1.Action',
        value: 'kms:GenerateDataKey',
      },
    ],
  },
};
