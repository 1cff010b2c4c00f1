import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const key = `${reference}/aws-resource-kms-key.html`;
const cluster = `${reference}/aws-resource-cloudhsm-cluster.html`;
const guide = 'https://docs.aws.amazon.com/kms/latest/developerguide';
const hsm = 'https://docs.aws.amazon.com/cloudhsm/latest/userguide';

export const exam: Exam = {
  question:
    'Who can hold the material of an encryption key, and how do you keep those who manage a key from using it?',
  answer:
    'A customer managed key, whose key policy separates administrators from users. KMS generates the material, or you import your own, or a CloudHSM cluster of your own holds it, which AWS cannot access.',
  wrong: [
    {
      answer: 'An AWS managed key, such as aws/s3',
      because:
        'AWS manages its key policy, its rotation and its deletion. You can change none of them.',
    },
    {
      answer: 'A CloudHSM cluster, wherever data must be encrypted at rest',
      because:
        'You pay for every HSM by the hour and manage its users yourself. Choose it when nobody else may share the device.',
    },
    {
      answer: 'The default key policy, and IAM policies for everything',
      because:
        'It gives the account kms:*, so an administrator with AdministratorAccess can also decrypt.',
    },
    {
      answer: 'Secrets Manager as the store of an encryption key',
      because:
        'It returns the key to its callers, so the key leaves the protected device, and no HSM uses it.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.3', 'DVA-C02 2.2', 'SOA-C03 4.2'],
  cost: 'cents',
  remains: [
    'Both keys, for 7 days in the state PendingDeletion. Nobody can use them, and they cost nothing. aws kms cancel-key-deletion --key-id <CustodyKeyArn> restores one in this time.',
  ],
  flow: [
    { from: '(administrator)', to: 'KeyAdminRole' },
    { from: '(application)', to: 'KeyUserRole' },
    { from: 'KeyAdminRole', to: 'CustodyKey', label: 'manages' },
    { from: 'KeyAdminRole', to: 'ImportedKey', label: 'manages' },
    { from: 'CustodyKey', to: 'KeyUserRole', label: 'may be used by' },
    { from: 'ImportedKey', to: 'KeyUserRole', label: 'may be used by' },
    { from: '(your devices)', to: 'ImportedKey', label: 'material' },
    { from: 'CustodyAlias', to: 'CustodyKey', label: 'names' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::KMS::Key',
      id: 'CustodyKey',
      settings: [
        {
          property: 'KeyPolicy.Statement.0.Sid',
          value: 'Manage',
          fact: 'A key policy is the primary way to control a KMS key; IAM policies count only where the key policy allows the account.',
          source: `${guide}/key-policies.html`,
          seeds: ['004:3843', '004:3844', '004:3850', '004:3852'],
        },
        {
          property: 'KeyPolicy.Statement.1.Action',
          value: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
          fact: 'A key policy can name administrators, who manage the key but cannot use it, and users, who use it but cannot manage it.',
          source: `${guide}/key-policy-default.html`,
          seeds: ['004:3850'],
          experiments: [
            {
              value: 'kms:*',
              outcome: 'update',
              because:
                'The user role can change the key policy and schedule the deletion of the key.',
            },
            {
              value: ['kms:Decrypt'],
              outcome: 'update',
              because:
                'The user role can still read what is encrypted, and can encrypt nothing new.',
            },
          ],
        },
        {
          property: 'KeyPolicy.Statement.2.Condition',
          value: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
          fact: 'A grant gives temporary use of a key by an API call; services such as EBS create grants for the resources that they encrypt.',
          source: `${guide}/grants.html`,
          seeds: ['004:3854'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'The user role can lend the key to any principal, also of another account.',
            },
          ],
        },
        {
          property: 'KeySpec',
          value: 'SYMMETRIC_DEFAULT',
          fact: 'The key spec decides what a key can do: symmetric encryption, RSA or ECC key pairs, or HMAC; you cannot change it later.',
          source: key,
          seeds: ['004:3816', '004:3818'],
          experiments: [
            {
              value: 'RSA_4096',
              also: [
                { property: 'KeyUsage', value: 'ENCRYPT_DECRYPT' },
                { property: 'EnableKeyRotation', value: null },
              ],
              outcome: 'fails',
              because:
                'CloudFormation refuses to change KeySpec, KeyUsage, Origin, or MultiRegion of a key.',
              source: key,
            },
          ],
        },
        {
          property: 'MultiRegion',
          value: false,
          fact: 'A multi-Region key has replicas with the same key material in other Regions, which decrypt what any of them has encrypted.',
          source: `${guide}/multi-region-keys-overview.html`,
          seeds: ['002:320'],
          experiments: [
            {
              value: true,
              outcome: 'fails',
              because:
                'You can only decide when you create a key whether it is a multi-Region key.',
              source: key,
            },
          ],
        },
        {
          property: 'EnableKeyRotation',
          value: true,
          fact: 'KMS rotates only symmetric keys with material of its own automatically: no imported material, and no keys of a custom key store.',
          source: `${guide}/rotate-keys.html`,
          seeds: ['004:3837', '004:3839'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The key keeps its material until you rotate it on demand.',
            },
          ],
        },
        {
          property: 'BypassPolicyLockoutSafetyCheck',
          fact: 'KMS refuses a key policy that would not let the caller change it again, unless the caller bypasses the lockout safety check.',
          source: `${guide}/key-policy-default.html`,
          seeds: [],
          experiments: [
            {
              value: true,
              also: [
                {
                  property: 'KeyPolicy.Statement.0.Action',
                  value: 'kms:DescribeKey',
                },
              ],
              outcome: 'update',
              because:
                'Nobody can manage the key any more, and only AWS Support can help. Without the bypass, KMS refuses this policy.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::KMS::Key',
      id: 'ImportedKey',
      settings: [
        {
          property: 'Origin',
          value: 'EXTERNAL',
          fact: 'The material of a key comes from KMS, from an import (EXTERNAL), or from a custom key store: CloudHSM or a key manager outside AWS.',
          source: `${guide}/create-keys.html`,
          seeds: ['004:3828', '004:3830', '004:3832'],
          experiments: [
            {
              value: 'AWS_KMS',
              outcome: 'fails',
              because:
                'CloudFormation refuses to change KeySpec, KeyUsage, Origin, or MultiRegion of a key.',
              source: key,
            },
          ],
        },
        {
          property: 'EnableKeyRotation',
          fact: 'You must keep a copy of imported material: you can delete it from KMS at any time, and import only the same material again.',
          source: `${guide}/importing-keys-conceptual.html`,
          seeds: ['004:3830', '004:3839'],
          experiments: [
            {
              value: true,
              outcome: 'fails',
              because: 'KMS does not rotate keys with imported material automatically.',
              source: key,
            },
          ],
        },
        {
          property: 'PendingWindowInDays',
          value: 7,
          fact: 'Deleting imported material takes effect at once; deleting a KMS key takes 7 to 30 days, in which you can cancel it.',
          source: `${guide}/importing-keys-delete-key-material.html`,
          seeds: [],
          experiments: [
            {
              value: 6,
              outcome: 'refused',
              because: 'The shortest waiting period is 7 days.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::KMS::Alias',
      id: 'CustodyAlias',
      settings: [
        {
          property: 'AliasName',
          value: 'alias/KmsKeyCustody-custody',
          fact: 'An alias is a name for a key, which you can point to another key; the prefix alias/aws/ is reserved for AWS managed keys.',
          source: `${guide}/kms-alias.html`,
          seeds: [],
          experiments: [
            {
              value: 'alias/custody',
              outcome: 'replace',
              because: 'Programs that use the old alias find no key.',
            },
            {
              value: 'alias/aws/custody',
              outcome: 'fails',
              because: 'The prefix alias/aws/ is reserved for AWS managed keys.',
              source: `${reference}/aws-resource-kms-alias.html`,
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudHSM::Cluster',
      id: 'HsmCluster',
      settings: [
        {
          property: 'HsmType',
          value: 'hsm2m.medium',
          fact: 'An HSM of AWS CloudHSM is a device for you alone: you manage its users and keys, and AWS cannot access them.',
          source: `${hsm}/introduction.html`,
          seeds: ['004:3820', '004:3822', '004:3859', '004:3861'],
          experiments: [
            {
              value: 'hsm1.medium',
              outcome: 'replace',
              because: 'A new, empty cluster of the older type replaces this one.',
            },
          ],
        },
        {
          property: 'BackupRetentionPolicy',
          value: { Type: 'DAYS', Value: '90' },
          fact: 'CloudHSM backs up a cluster every day and keeps a backup for 7 to 379 days, by default 90.',
          source: `${hsm}/manage-backup-retention.html`,
          seeds: [],
          experiments: [
            {
              value: { Type: 'DAYS', Value: '6' },
              outcome: 'fails',
              because: 'The shortest retention is 7 days.',
              source: cluster,
            },
          ],
        },
        {
          property: 'Mode',
          value: 'FIPS',
          fact: 'A cluster is highly available only with at least two HSMs in different Availability Zones; without an HSM, it holds nothing.',
          source: `${hsm}/clusters.html`,
          seeds: ['004:3861'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Everyone with kms:* in an IAM policy can decrypt, and the role of the application can change the key policy and delete the key.',
    changes: [
      {
        type: 'AWS::KMS::Key',
        id: 'CustodyKey',
        property: 'KeyPolicy.Statement.0.Action',
        value: 'kms:*',
      },
      {
        type: 'AWS::KMS::Key',
        id: 'CustodyKey',
        property: 'KeyPolicy.Statement.1.Action',
        value: 'kms:*',
      },
      {
        type: 'AWS::KMS::Key',
        id: 'CustodyKey',
        property: 'KeyPolicy.Statement.2.Condition',
        value: null,
      },
      {
        type: 'AWS::KMS::Key',
        id: 'CustodyKey',
        property: 'EnableKeyRotation',
        value: false,
      },
    ],
  },
};
