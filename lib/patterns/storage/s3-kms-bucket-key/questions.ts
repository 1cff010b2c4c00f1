import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A nightly job has s3:PutObject on a bucket. Since yesterday the bucket encrypts by default with a customer managed KMS key, and every upload of the job ends in AccessDenied. Which change to the role of the job fixes this with the least privilege?',
    right: ['Allow kms:GenerateDataKey on the ARN of that key'],
    because:
      'S3 asks KMS for a data key with the permissions of the caller, so the role needs kms:GenerateDataKey on the key.',
    wrong: [
      {
        answer: 'Allow s3:* on the bucket and all of its objects',
        because: 'No S3 action includes a KMS action, so KMS still denies the call.',
      },
      {
        answer: 'Allow kms:Encrypt on the ARN of that key',
        because:
          'S3 encrypts the object itself with a data key, and never calls kms:Encrypt for it.',
      },
      {
        answer: 'Allow s3:PutEncryptionConfiguration on the bucket',
        because:
          'This action changes the default encryption of the bucket. It gives nobody the use of a key.',
      },
    ],
    shows: [
      { id: 'WriterRole', property: 'PolicyDocument.Statement.1.Action' },
      {
        id: 'Ledgers',
        property:
          'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
      },
    ],
    tasks: ['DVA-C02 2.2', 'DVA-C02 4.1', 'SAA-C03 1.3'],
    seeds: ['003:555', '003:556', '003:557'],
  },
  {
    text: 'A backup tool writes to a bucket that uses SSE-KMS. Its role has s3:PutObject and kms:GenerateDataKey. Files of a few megabytes arrive, and files of several gigabytes, which the tool sends in parts, are denied. What is missing?',
    right: ['kms:Decrypt on the key of the bucket'],
    because:
      'Before S3 completes a multipart upload, it must decrypt and read the parts, with the permissions of the caller.',
    wrong: [
      {
        answer: 's3:CreateMultipartUpload on the objects',
        because:
          'There is no such permission: s3:PutObject covers the start, the parts, and the completion.',
      },
      {
        answer: 'kms:ReEncryptTo on the key of the bucket',
        because: 'The object keeps its key, so S3 re-encrypts nothing when it joins the parts.',
      },
      {
        answer: 'A larger request quota for the KMS key',
        because:
          'A quota that is exceeded gives a throttling error, and it would not depend on the size of a file.',
      },
    ],
    shows: [{ id: 'WriterRole', property: 'PolicyDocument.Statement.1.Action' }],
    tasks: ['DVA-C02 4.1', 'DVA-C02 2.2'],
    seeds: ['003:557', '004:469', '004:487'],
  },
  {
    text: 'An auditor demands that every object of a bucket is encrypted with one particular customer managed key. The bucket already has this key as its default. A developer shows that she can still upload an object under another key of the account. What enforces the one key?',
    right: [
      'A bucket policy that denies uploads whose KMS key ID in the request is not the ARN of the key',
    ],
    because:
      'The default applies only to requests that choose nothing. An explicit Deny on the condition key of the KMS key ID overrides every Allow.',
    wrong: [
      {
        answer:
          'A bucket policy that allows uploads if the encryption header of the request says aws:kms',
        because:
          'The header says only the type. The key has a header of its own, and another Allow would still let the upload pass.',
      },
      {
        answer:
          'A key policy that denies the use of the key to everyone except the uploading roles',
        because: 'This protects the one key, but says nothing about uploads under other keys.',
      },
      {
        answer:
          'The setting BucketKeyEnabled, so that S3 takes all data keys from the key of the bucket',
        because:
          'A bucket key reduces the calls to KMS. An upload under another key gets a bucket key of that other key.',
      },
    ],
    shows: [
      { id: 'Ledgers/Policy', property: 'PolicyDocument.Statement.2.Effect' },
      { id: 'Ledgers/Policy', property: 'PolicyDocument.Statement.2.Condition.StringEquals' },
    ],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.2', 'SOA-C03 4.2'],
    seeds: ['003:626', '003:627', '003:628', '002:311'],
  },
  {
    text: 'An analytics platform reads millions of small objects a day under one customer managed key. The use of the key must remain in CloudTrail, and the bill for KMS requests has overtaken the bill for storage. Which change lowers it and keeps the key?',
    right: ['Turn on S3 Bucket Keys for the bucket, and copy the existing objects over themselves'],
    because:
      'A bucket key lets S3 create data keys without calling KMS each time. Existing objects get it only when they are copied or their encryption is updated.',
    wrong: [
      {
        answer: 'Turn on S3 Transfer Acceleration for the bucket, and read through its endpoint',
        because:
          'Acceleration shortens the way of the data. The number of calls to KMS stays the same.',
      },
      {
        answer:
          'Change the default of the bucket to SSE-S3, and copy the existing objects over themselves',
        because:
          'There are no KMS requests anymore, but also no customer managed key and no CloudTrail events of its use.',
      },
      {
        answer: 'Turn on automatic rotation of the key, and set the shortest rotation period',
        because: 'Rotation changes the key material. S3 still calls KMS for each object.',
      },
    ],
    shows: [
      {
        id: 'Ledgers',
        property: 'BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled',
      },
    ],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.2'],
    seeds: ['004:465', '004:467', '004:476'],
  },
  {
    text: 'A company must be able to rotate the encryption key of its S3 objects on its own schedule, to disable it in an emergency, and to see in an audit log who used it. Which two options give all of this together?',
    right: [
      'Server-side encryption with KMS keys (SSE-KMS)',
      'A customer managed key as the default key of the bucket',
    ],
    because:
      'SSE-KMS records each use of a key in CloudTrail, and only a customer managed key can be rotated on a schedule and disabled.',
    wrong: [
      {
        answer: 'Server-side encryption with S3 keys (SSE-S3)',
        because: 'You can neither see nor disable the keys that S3 manages.',
      },
      {
        answer: 'The AWS managed key aws/s3 as the default key',
        because: 'AWS rotates this key every year, and you can neither change that nor disable it.',
      },
      {
        answer: 'AWS Secrets Manager as the store of the key',
        because: 'S3 has no encryption type that takes its key from Secrets Manager.',
      },
    ],
    shows: [
      { id: 'LedgerKey', property: 'EnableKeyRotation' },
      { id: 'LedgerKey', property: 'Enabled' },
    ],
    tasks: ['SAA-C03 1.3', 'SOA-C03 4.2', 'DVA-C02 2.2'],
    seeds: ['000:103', '000:108', '000:109', '000:111'],
  },
];
