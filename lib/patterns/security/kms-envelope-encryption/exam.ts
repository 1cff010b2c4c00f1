import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const key = `${reference}/aws-resource-kms-key.html`;
const guide = 'https://docs.aws.amazon.com/kms/latest/developerguide';
const api = 'https://docs.aws.amazon.com/kms/latest/APIReference';
const details = 'https://docs.aws.amazon.com/kms/latest/cryptographic-details';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';

export const exam: Exam = {
  question: 'KMS encrypts at most 4 KB: how do you encrypt one megabyte?',
  answer:
    'Encrypt it locally with a data key, and store the encrypted data key with the ciphertext. This is envelope encryption: GenerateDataKey returns a data key in plaintext and encrypted.',
  wrong: [
    {
      answer: 'KMS Encrypt with the document',
      because:
        'Encrypt takes at most 4,096 bytes, enough for a password or a key but not for a file.',
    },
    {
      answer: 'KMS Encrypt with pieces of 4 KB',
      because:
        'A megabyte takes 256 calls, and each is billed and counts against the quota. Nobody notices when a piece is missing or out of order.',
    },
    {
      answer: 'GenerateDataKeyWithoutPlaintext',
      because:
        'It returns only the encrypted data key, for later use. To encrypt now, the sealer would also have to call Decrypt and need kms:Decrypt.',
    },
    {
      answer: 'Envelope encryption, with the result in an environment variable',
      because:
        'A megabyte does not fit into the 4 KB that a function has for its variables. Store the envelope as a file or as an object in S3.',
    },
    {
      answer: 'Envelope encryption, with the plaintext data key stored next to the ciphertext',
      because:
        'Anyone who can read the ciphertext can then read the key. Store only the encrypted data key, and erase the plaintext after use.',
    },
    {
      answer: 'An asymmetric KMS key',
      because:
        'RSA encrypts even less: 190 bytes with RSA_2048 and SHA-256. GenerateDataKey and the encryption context need a symmetric key.',
    },
    {
      answer: 'Server-side encryption of an S3 bucket',
      because:
        'It encrypts the object at rest only. S3 receives the plaintext and returns it to anyone who may read the object and use the key.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.2', 'DVA-C02 2.3', 'SAA-C03 1.3', 'SOA-C03 4.2', 'DOP-C02 6.2'],
  cost: 'cents',
  remains: [
    'The key, for 7 days in the state PendingDeletion. Nobody can use it, it costs nothing, and AWS KMS then deletes it. During these 7 days, `aws kms cancel-key-deletion --key-id <WrappingKeyArn>` and `aws kms enable-key --key-id <WrappingKeyArn>` restore it. After the deletion, no envelope opens again.',
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
          fact: 'Only a symmetric encryption key generates data keys and supports an encryption context; Encrypt takes at most 4,096 bytes.',
          source: `${api}/API_Encrypt.html`,
          seeds: ['003:142', '003:156'],
        },
        {
          property: 'KeyUsage',
          fact: 'A KMS key has one use that never changes: encryption, unless you create it for signing, MACs or key agreement.',
          source: key,
          seeds: ['003:141', '004:3816', '004:3818'],
          today: {
            notes: 'The key in KMS is called a customer master key (CMK).',
            now: 'AWS calls it a KMS key. It is customer managed, AWS managed or AWS owned.',
            since: '2021-08',
            source: `${details}/kms-keys.html`,
          },
        },
        {
          property: 'EnableKeyRotation',
          value: true,
          fact: 'Rotation creates new key material under the same key ID and ARN; KMS keeps the earlier material to decrypt, so you re-encrypt nothing.',
          source: `${guide}/rotate-keys.html`,
          seeds: ['004:3837'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'The key keeps its current material, and all envelopes open as before. Without this property, a key that CloudFormation creates is not rotated automatically.',
            },
          ],
        },
        {
          property: 'RotationPeriodInDays',
          value: 180,
          fact: 'KMS rotates a key automatically every 365 days, or after any period of 90 to 2,560 days that you choose.',
          source: `${api}/API_EnableKeyRotation.html`,
          seeds: ['004:3837'],
          today: {
            notes: 'KMS can rotate a key automatically once a year.',
            now: 'A year is the default. You can choose 90 to 2,560 days, and RotateKeyOnDemand rotates a key at once, up to 25 times.',
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
              because: 'The longest period is 2,560 days, about seven years.',
            },
            {
              value: 365,
              outcome: 'update',
              because:
                'The key material changes once a year, which is the default. The key and its ARN stay the same.',
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
              because:
                'Nothing changes until you destroy the stack. The key then waits for 30 days.',
            },
          ],
        },
        {
          property: 'Enabled',
          fact: 'A disabled key refuses every cryptographic operation until you enable it again, so disable rather than delete a key that you may still need.',
          source: `${guide}/enabling-keys.html`,
          seeds: [],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'Sealer and Opener fail with DisabledException until you enable the key again. No envelope is lost.',
            },
          ],
        },
        {
          property: 'MultiRegion',
          fact: 'A single-Region key never leaves its Region; replicas of a multi-Region key share its key ID and key material. You choose the kind at creation.',
          source: `${guide}/multi-region-keys-overview.html`,
          seeds: ['002:320'],
          today: {
            notes: 'You use Encrypt to move encrypted data from one Region to another.',
            now: 'A replica of a multi-Region key decrypts the data key in the other Region. You re-encrypt nothing, and no call crosses Regions.',
            since: 'unknown',
            source: `${guide}/multi-region-keys-overview.html`,
          },
        },
        {
          property: 'Origin',
          fact: 'By default KMS generates the key material; a key with the origin EXTERNAL waits until you import it. You cannot change the origin later.',
          source: key,
          seeds: ['004:3828', '004:3830', '004:3839'],
          today: {
            notes:
              'Imported key material is not rotated automatically, and no other way to rotate it is named.',
            now: 'You can rotate it on demand after you import new material. Asymmetric keys, HMAC keys and keys in a custom key store have no rotation at all.',
            since: '2025-06',
            source: `${guide}/rotating-keys-on-demand.html`,
          },
        },
        {
          property: 'KeyPolicy.Statement.0.Action',
          value: 'kms:*',
          fact: 'IAM policies apply to a key only if its key policy allows arn:aws:iam::<account>:root, which means the account, not just the root user.',
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
          fact: 'GenerateDataKey returns a data key twice: in plaintext, and encrypted under the KMS key. KMS keeps neither copy and never sees your data.',
          source: `${guide}/data-keys.html`,
          seeds: ['003:144', '003:145', '003:146', '003:148', '003:149', '002:322'],
          today: {
            notes: 'The data key is encrypted under a plaintext master key.',
            now: 'KMS encrypts it under a KMS key, which never leaves KMS in plaintext. Only the data key leaves KMS in plaintext.',
            source: `${guide}/data-keys.html`,
          },
          experiments: [
            {
              value: 'kms:Encrypt',
              outcome: 'update',
              because:
                'Sealer gets AccessDeniedException, because kms:Encrypt does not include kms:GenerateDataKey.',
            },
            {
              value: 'kms:GenerateDataKeyWithoutPlaintext',
              outcome: 'update',
              because:
                'Sealer gets AccessDeniedException. This permission suits a role that prepares data keys for others and must never see one.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition',
          value: {
            StringEquals: { 'kms:EncryptionContext:purpose': 'archive' },
            Null: { 'kms:EncryptionContext:document': 'false' },
          },
          fact: 'The condition key kms:EncryptionContext:<name> tests one pair of the encryption context; the Null operator requires that the pair is present.',
          source: `${guide}/conditions-kms.html`,
          seeds: [],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Sealer may generate data keys in any encryption context, or in none.',
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
          fact: 'In envelope encryption, KMS decrypts only the data key. The ciphertext tells it which KMS key to use; with a KeyId, it accepts no other.',
          source: `${api}/API_Decrypt.html`,
          seeds: ['003:150', '003:153'],
          experiments: [
            {
              value: 'kms:GenerateDataKey',
              outcome: 'update',
              because:
                'Opener gets AccessDeniedException, because kms:GenerateDataKey does not allow it to decrypt existing data keys.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition',
          value: {
            StringEquals: { 'kms:EncryptionContext:purpose': 'archive' },
            Null: { 'kms:EncryptionContext:document': 'false' },
          },
          fact: 'KMS binds the encryption context to the ciphertext: Decrypt must name exactly the same pairs. CloudTrail logs them in plaintext.',
          source: `${guide}/encrypt_context.html`,
          seeds: [],
          experiments: [
            {
              value: {
                StringEquals: { 'kms:EncryptionContext:purpose': 'invoice' },
                Null: { 'kms:EncryptionContext:document': 'false' },
              },
              outcome: 'update',
              because: 'Opener can no longer decrypt any data key of the archive.',
            },
            {
              value: null,
              outcome: 'update',
              because:
                'Opener may decrypt everything that was encrypted under the key, whatever its purpose, if it knows the encryption context.',
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
          fact: 'All environment variables of a function together have at most 4 KB.',
          source: `${lambda}/gettingstarted-limits.html`,
          seeds: ['003:154', '003:155', '003:157'],
          experiments: [
            {
              value: 'S0VOVgEB',
              outcome: 'update',
              because:
                'Eight characters fit. Deliver a megabyte as a file with the code, in a bucket, or in the event.',
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
          fact: 'A function has 512 MB of /tmp by default, at most 10,240 MB; later invocations in the same environment see its files, including plaintext.',
          source: `${lambda}/configuration-ephemeral-storage.html`,
          seeds: ['003:155'],
          experiments: [
            {
              value: { Size: 10_241 },
              outcome: 'refused',
              because: 'The maximum is 10,240 MB.',
            },
          ],
        },
        {
          property: 'ReservedConcurrentExecutions',
          fact: 'A data key for each document costs one KMS call per document; sharing a data key saves calls, but exposes more documents if it leaks.',
          source:
            'https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/data-key-caching.html',
          seeds: ['003:158', '003:159', '003:160'],
          today: {
            notes: 'Data key caching is an option of the AWS Encryption SDK, to be used with care.',
            now: 'Version 3.x for Java deprecates it, and .NET has no such cache. The hierarchical keyring saves KMS calls instead, with branch keys in a DynamoDB table.',
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
            now: 'You can request an increase of every KMS request quota except that of a CloudHSM key store.',
            since: 'unknown',
            source: `${guide}/requests-per-second.html`,
          },
          experiments: [
            {
              value: 5,
              outcome: 'update',
              because:
                'Opener runs at most five invocations at a time, and Lambda throttles the others.',
            },
          ],
        },
        {
          property: 'MemorySize',
          value: 512,
          fact: 'A function has 128 to 10,240 MB of memory and CPU in proportion, so encryption gets faster with more memory.',
          source: `${lambda}/configuration-memory.html`,
          seeds: [],
          experiments: [
            { value: 127, outcome: 'refused', because: 'The minimum is 128 MB.' },
            {
              value: 1769,
              outcome: 'update',
              because: 'With 1,769 MB the function has one full vCPU.',
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
          fact: 'CloudWatch Logs always encrypts log data. The policy of your own key must allow logs.<region>.amazonaws.com, and the key encrypts only new log events.',
          source:
            'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
          seeds: ['003:1048', '003:1052'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The key is never rotated, and its deletion takes a month. The sealer can open its own envelopes, and neither role needs an encryption context.',
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
