import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const key = `${reference}/aws-resource-kms-key.html`;
const guide = 'https://docs.aws.amazon.com/kms/latest/developerguide';
const api = 'https://docs.aws.amazon.com/kms/latest/APIReference';
const details = 'https://docs.aws.amazon.com/kms/latest/cryptographic-details';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';

export const exam: Exam = {
  question: 'One megabyte must be encrypted and KMS takes 4 KB: how?',
  wrong: [
    {
      answer: 'KMS Encrypt with the document',
      because: 'Encrypt takes 4,096 bytes at most; it is for a password or a key, not for a file.',
    },
    {
      answer: 'KMS Encrypt with pieces of 4 KB',
      because:
        'A megabyte is 256 calls, each billed and counted against the quota, and no piece knows its place: one can be left out or moved unnoticed.',
    },
    {
      answer: 'GenerateDataKeyWithoutPlaintext',
      because:
        'It returns the encrypted key alone, for use at a later time: to encrypt now would also need kms:Decrypt.',
    },
    {
      answer: 'Envelope encryption, with the result in an environment variable',
      because: 'All variables of a function have 4 KB together; a file or an object has room.',
    },
    {
      answer: 'Keep the plaintext data key beside the ciphertext',
      because:
        'A reader of the one reads the other. Store the encrypted copy, and erase the plaintext after use.',
    },
    {
      answer: 'An asymmetric KMS key',
      because:
        'RSA encrypts less still, 190 bytes with RSA_2048 and SHA-256, and GenerateDataKey and the encryption context need a symmetric key.',
    },
    {
      answer: 'Server-side encryption of an S3 bucket',
      because:
        'It protects the object at rest; S3 sees the plaintext first, and gives it to anyone who may read the object and use the key.',
    },
  ],
  tasks: ['DVA-C02 2.2', 'DVA-C02 2.3', 'SAA-C03 1.3', 'SOA-C03 4.2', 'DOP-C02 6.2'],
  cost: 'cents',
  remains: [
    'For 7 days the key, in the state PendingDeletion: nobody can use it, it costs nothing, and AWS KMS deletes it by itself. Until then `aws kms cancel-key-deletion --key-id <WrappingKeyArn>` and `aws kms enable-key --key-id <WrappingKeyArn>` bring it back; after that no envelope opens again.',
  ],
  flow: [
    { from: '(writer)', to: 'Sealer', label: 'document, 1 MiB' },
    { from: 'Sealer', to: 'WrappingKey', label: 'GenerateDataKey' },
    { from: 'Sealer', to: '(archive)', label: 'envelope' },
    { from: '(archive)', to: 'Opener', label: 'envelope' },
    { from: 'Opener', to: 'WrappingKey', label: 'Decrypt, 32 bytes' },
    { from: 'Opener', to: '(reader)', label: 'document' },
    { from: 'Sealer', to: 'SealerLogs' },
    { from: 'Opener', to: 'OpenerLogs' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::KMS::Key',
      id: 'WrappingKey',
      settings: [
        {
          property: 'KeySpec',
          value: 'SYMMETRIC_DEFAULT',
          fact: 'KMS encrypts at most 4,096 bytes under a symmetric encryption key, the only kind that generates data keys and supports an encryption context.',
          source: `${api}/API_Encrypt.html`,
          seeds: ['003:142', '003:156'],
        },
        {
          property: 'KeyUsage',
          fact: 'A KMS key encrypts and decrypts unless you create it for signing, MACs or key agreement; its one use never changes.',
          source: key,
          seeds: ['003:141', '004:3816', '004:3818'],
          today: {
            notes: 'The key in KMS is called a customer master key (CMK).',
            now: 'It is called a KMS key, and who manages it is said in front: customer managed, AWS managed, AWS owned.',
            since: '2021-08',
            source: `${details}/kms-keys.html`,
          },
        },
        {
          property: 'EnableKeyRotation',
          value: true,
          fact: 'Rotation creates new key material under the same key id and ARN; KMS keeps all earlier material to decrypt, so you re-encrypt nothing.',
          source: `${guide}/rotate-keys.html`,
          seeds: ['004:3837'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'The key keeps its material for good, and its envelopes open as before: CloudFormation does not rotate unless it is told to.',
            },
          ],
        },
        {
          property: 'RotationPeriodInDays',
          value: 180,
          fact: 'Automatic rotation comes every 90 to 2,560 days, and every 365 unless another period is chosen.',
          source: `${api}/API_EnableKeyRotation.html`,
          seeds: ['004:3837'],
          today: {
            notes: 'KMS can rotate a key automatically once a year.',
            now: 'The year is the default; any period of 90 to 2,560 days can be chosen, and RotateKeyOnDemand does it besides, 25 times in the life of a key.',
            since: '2024-04',
            source: `${guide}/rotating-keys-on-demand.html`,
          },
          experiments: [
            {
              value: 89,
              outcome: 'refused',
              because: 'Ninety days is the shortest period between two rotations.',
            },
            {
              value: 2561,
              outcome: 'refused',
              because: 'Seven years, 2,560 days, is the longest.',
            },
            {
              value: 365,
              outcome: 'update',
              because:
                'The material changes once a year, as it does by default; the key and its ARN stay.',
            },
          ],
        },
        {
          property: 'PendingWindowInDays',
          value: 7,
          fact: 'A deleted key stays pending deletion for 7 to 30 days (default 30); it refuses all use, and you can still cancel the deletion.',
          source: key,
          seeds: [],
          experiments: [
            { value: 6, outcome: 'refused', because: 'Seven days is the shortest waiting period.' },
            {
              value: 31,
              outcome: 'refused',
              because: 'Thirty days is the longest waiting period.',
            },
            {
              value: 30,
              outcome: 'update',
              because: 'Nothing is seen of it until the stack is destroyed.',
            },
          ],
        },
        {
          property: 'Enabled',
          fact: 'A disabled key refuses every cryptographic operation until you enable it again; that makes it the safe step before deletion, which is final.',
          source: `${guide}/enabling-keys.html`,
          seeds: [],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Sealer and Opener fail with DisabledException, and no envelope is lost.',
            },
          ],
        },
        {
          property: 'MultiRegion',
          fact: 'A single-Region key never leaves its Region; replicas of a multi-Region key share id and material. You choose the kind when you create the key.',
          source: `${guide}/multi-region-keys-overview.html`,
          seeds: ['002:320'],
          today: {
            notes: 'Encrypt is the way to bring encrypted data from one Region into another.',
            now: 'A replica of a multi-Region key decrypts the data key in the other Region, without a new encryption and without a call across Regions.',
            since: 'unknown',
            source: `${guide}/multi-region-keys-overview.html`,
          },
        },
        {
          property: 'Origin',
          fact: 'KMS makes the key material itself unless the origin is EXTERNAL, which waits for imported material; the origin cannot be changed.',
          source: key,
          seeds: ['004:3828', '004:3830', '004:3839'],
          today: {
            notes:
              'Imported key material is not rotated automatically, and no other rotation is named.',
            now: 'It is still not rotated automatically, but on demand, once the new material is imported; asymmetric keys, HMAC keys and keys in a custom key store are rotated in neither way.',
            since: '2025-06',
            source: `${guide}/rotating-keys-on-demand.html`,
          },
        },
        {
          property: 'KeyPolicy.Statement.0.Action',
          value: 'kms:*',
          fact: 'IAM policies for a key work only if its key policy lets arn:aws:iam::<account>:root use IAM; that principal is the account, not just the root user.',
          source: `${guide}/key-policy-default.html`,
          seeds: ['004:3844', '004:3850'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'SealerRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: 'kms:GenerateDataKey',
          fact: 'GenerateDataKey returns a data key twice, in plaintext and encrypted under the KMS key; KMS keeps neither, and the data never travels to KMS.',
          source: `${guide}/data-keys.html`,
          seeds: ['003:144', '003:145', '003:146', '003:148', '003:149', '002:322'],
          today: {
            notes: 'The data key is encrypted under a plaintext master key.',
            now: 'It is encrypted under a KMS key, which never leaves KMS in plaintext; the data key alone does.',
            source: `${guide}/data-keys.html`,
          },
          experiments: [
            {
              value: 'kms:Encrypt',
              outcome: 'update',
              because:
                'Sealer is denied its data key: the right to encrypt 4 KB is not the right to have a key made.',
            },
            {
              value: 'kms:GenerateDataKeyWithoutPlaintext',
              outcome: 'update',
              because:
                'Sealer fails: this right is for a role that prepares keys for others and must never see one.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition',
          value: {
            StringEquals: { 'kms:EncryptionContext:purpose': 'archive' },
            Null: { 'kms:EncryptionContext:document': 'false' },
          },
          fact: 'The condition key kms:EncryptionContext:<name> requires one value of one pair of the encryption context; a Null condition requires the pair to be present.',
          source: `${guide}/conditions-kms.html`,
          seeds: [],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Sealer may make data keys for any context, also for none at all.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'OpenerRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: 'kms:Decrypt',
          fact: 'Opening an envelope takes kms:Decrypt for the data key alone; KMS finds the key in the ciphertext, or uses only the one you name.',
          source: `${api}/API_Decrypt.html`,
          seeds: ['003:150', '003:153'],
          experiments: [
            {
              value: 'kms:GenerateDataKey',
              outcome: 'update',
              because:
                'Opener is denied the data key: the right to have keys made is not the right to use those that exist.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition',
          value: {
            StringEquals: { 'kms:EncryptionContext:purpose': 'archive' },
            Null: { 'kms:EncryptionContext:document': 'false' },
          },
          fact: 'KMS binds the encryption context to the ciphertext as authenticated data: Decrypt must name exactly the same pairs, and CloudTrail shows them in plain text.',
          source: `${guide}/encrypt_context.html`,
          seeds: [],
          experiments: [
            {
              value: {
                StringEquals: { 'kms:EncryptionContext:purpose': 'invoice' },
                Null: { 'kms:EncryptionContext:document': 'false' },
              },
              outcome: 'update',
              because: 'Opener is denied every data key that was made for the archive.',
            },
            {
              value: null,
              outcome: 'update',
              because:
                'Opener may decrypt whatever was encrypted under the key, for whichever purpose, if it knows the context.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Sealer',
      settings: [
        {
          property: 'Environment.Variables.SEALED_DOCUMENT',
          fact: 'The environment variables of a function have 4 KB together, however many they are.',
          source: `${lambda}/gettingstarted-limits.html`,
          seeds: ['003:154', '003:155', '003:157'],
          experiments: [
            {
              value: 'S0VOVgEB',
              outcome: 'update',
              because:
                'Eight characters fit. A megabyte comes as a file with the code, from a bucket, or in the event.',
            },
          ],
        },
        {
          property: 'KmsKeyArn',
          fact: 'Lambda encrypts environment variables at rest with an AWS managed key or the key you name; the function reads them in plaintext either way.',
          source: `${lambda}/configuration-envvars-encryption.html`,
          seeds: ['003:157'],
        },
        {
          property: 'DeadLetterConfig',
          fact: 'A synchronous invocation carries 6 MB each way and returns errors to its caller; an asynchronous one carries 1 MB, with an optional dead-letter queue.',
          source: `${lambda}/API_Invoke.html`,
          seeds: ['003:154'],
        },
        {
          property: 'EphemeralStorage',
          fact: 'A function has 512 MB of /tmp, up to 10,240 MB on request; later invocations in the same environment see its files, plaintext included.',
          source: `${lambda}/configuration-ephemeral-storage.html`,
          seeds: ['003:155'],
          experiments: [
            {
              value: { Size: 10_241 },
              outcome: 'refused',
              because: 'Ten gigabytes, 10,240 MB, is the most.',
            },
          ],
        },
        {
          property: 'ReservedConcurrentExecutions',
          fact: 'A data key for each document takes one KMS call each; sharing a key among documents saves calls, but exposes more if that key leaks.',
          source:
            'https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/data-key-caching.html',
          seeds: ['003:158', '003:159', '003:160'],
          today: {
            notes: 'Data key caching is an option of the AWS Encryption SDK, to be used with care.',
            now: 'Version 3.x of the SDK for Java deprecates it and that for .NET does not have it; the hierarchical keyring, with branch keys in a DynamoDB table, saves calls of KMS in its place.',
            since: 'unknown',
            source:
              'https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/implement-caching.html',
          },
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Opener',
      settings: [
        {
          property: 'ReservedConcurrentExecutions',
          fact: 'KMS throttles by requests per second for each account and Region, counting all symmetric operations together, including those of services such as S3.',
          source: `${guide}/requests-per-second.html`,
          seeds: ['004:476', '004:478', '004:480'],
          today: {
            notes: 'An increase of the KMS request quota cannot be requested.',
            now: 'All request quotas of KMS can be increased, but for that of a CloudHSM key store.',
            since: 'unknown',
            source: `${guide}/requests-per-second.html`,
          },
          experiments: [
            {
              value: 5,
              outcome: 'update',
              because: 'Five envelopes are opened at a time, whatever the readers ask for.',
            },
          ],
        },
        {
          property: 'MemorySize',
          value: 512,
          fact: 'A function has 128 to 10,240 MB of memory (more on Lambda Managed Instances) and CPU in proportion, so encryption gets faster with more memory.',
          source: `${lambda}/configuration-memory.html`,
          seeds: [],
          experiments: [
            { value: 127, outcome: 'refused', because: 'The least is 128 MB.' },
            {
              value: 1769,
              outcome: 'update',
              because: 'With 1,769 MB the function has one whole CPU.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Logs::LogGroup',
      id: 'OpenerLogs',
      settings: [
        {
          property: 'KmsKeyId',
          fact: 'CloudWatch Logs always encrypts; your own key needs a key policy that allows logs.<region>.amazonaws.com, and earlier events keep their old encryption.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
          seeds: ['003:1048', '003:1052'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The key is never rotated and waits a month for its deletion, the sealer can open what it has sealed, and nothing keeps the two functions to an encryption context.',
    changes: [
      {
        type: 'AWS::IAM::Policy',
        id: 'SealerRole',
        property: 'PolicyDocument.Statement.1.Action',
        value: ['kms:GenerateDataKey', 'kms:Decrypt'],
      },
      {
        type: 'AWS::KMS::Key',
        id: 'WrappingKey',
        property: 'RotationPeriodInDays',
        value: null,
      },
      { type: 'AWS::KMS::Key', id: 'WrappingKey', property: 'EnableKeyRotation', value: null },
      { type: 'AWS::KMS::Key', id: 'WrappingKey', property: 'PendingWindowInDays', value: null },
      {
        type: 'AWS::IAM::Policy',
        id: 'SealerRole',
        property: 'PolicyDocument.Statement.1.Condition',
        value: null,
      },
      {
        type: 'AWS::IAM::Policy',
        id: 'OpenerRole',
        property: 'PolicyDocument.Statement.1.Condition',
        value: null,
      },
    ],
  },
};
