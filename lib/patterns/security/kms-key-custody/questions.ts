import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A hospital encrypts records with AWS KMS. The team that manages the key, including its rotation and its policy, must not be able to read a record. Applications must use the key, but not manage it. What should the hospital do?',
    right: ['Write a key policy in which administrators have no use, and users no management'],
    because:
      'The key policy decides about a KMS key. It can allow one role the management and another the use of the key.',
    wrong: [
      {
        answer: 'Use the AWS managed key of the service that stores the records',
        because: 'AWS manages its key policy, so the hospital can separate nobody in it.',
      },
      {
        answer: 'Keep the default key policy, and give both teams IAM policies',
        because:
          'The default policy allows the account kms:*, so administrators can give themselves the use by IAM.',
      },
      {
        answer: 'Create one key for each team, and encrypt each record with both',
        because:
          'A team that manages its key with kms:* can use it, so the teams could still read.',
      },
    ],
    shows: [
      { id: 'CustodyKey', property: 'KeyPolicy.Statement.1.Action' },
      { id: 'CustodyKey', property: 'KeyPolicy.Statement.0.Sid' },
    ],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.2'],
    seeds: ['004:3843', '004:3850'],
  },
  {
    text: 'A bank must prove that its keys are generated and used only in hardware modules that no other customer shares, and that AWS has no access to the keys. It accepts higher cost and more work. Which service fits?',
    right: ['An AWS CloudHSM cluster with HSMs in two Availability Zones'],
    because:
      'CloudHSM gives the bank devices of its own, whose users and keys only the bank manages.',
    wrong: [
      {
        answer: 'A customer managed KMS key with a key policy for the bank',
        because: 'KMS uses HSMs that many customers share, and AWS operates them.',
      },
      {
        answer: 'A KMS key with imported material and an expiration date',
        because: "The material is the bank's own, but KMS uses it in its shared HSMs.",
      },
      {
        answer: 'A secret in Secrets Manager that holds the encryption keys',
        because:
          'Secrets Manager returns the value to its callers, so a key would be used in software.',
      },
    ],
    shows: [{ id: 'HsmCluster', property: 'HsmType' }],
    tasks: ['SAA-C03 1.3'],
    seeds: ['004:3820', '004:3859', '004:3861'],
  },
  {
    text: 'A company imports its own key material into a KMS key. A year later, an auditor asks why the automatic rotation is off, and asks the company to turn it on. What is the right answer?',
    right: ['KMS rotates imported material never automatically, so the company must do it itself'],
    because: 'Automatic rotation is for symmetric keys whose material KMS has generated.',
    wrong: [
      {
        answer: 'The rotation is on, and the console shows it only for AWS managed keys',
        because: 'The console shows it for every key, and a key with imported material has none.',
      },
      {
        answer: 'The rotation starts once the material has been imported for one year',
        because: 'No period turns it on: KMS has no material of its own for the key.',
      },
      {
        answer: 'The company can turn it on if the key policy allows EnableKeyRotation',
        because: 'The permission does not matter: KMS refuses the call for such a key.',
      },
    ],
    shows: [
      { id: 'ImportedKey', property: 'Origin' },
      { id: 'ImportedKey', property: 'EnableKeyRotation' },
    ],
    tasks: ['SAA-C03 1.3', 'SOA-C03 4.2'],
    seeds: ['004:3830', '004:3837', '004:3839'],
  },
  {
    text: 'A regulator requires that a company can make its data in AWS unreadable within minutes, and readable again later. The company wants to keep using AWS services that integrate with KMS. Which two steps meet this?',
    right: [
      'Create a KMS key with the origin EXTERNAL, and import material of its own',
      'Keep a copy of the material outside AWS, and delete the imported one when needed',
    ],
    because:
      'Imported material can be deleted at once and imported again from the copy. Services use the key like every other key.',
    wrong: [
      {
        answer: 'Schedule the deletion of a KMS key whose material KMS has generated',
        because:
          'The deletion takes 7 days at least and is final, so the data would stay unreadable.',
      },
      {
        answer: 'Rotate the KMS key on demand, so that the older material is gone',
        because: 'KMS keeps the older material to decrypt, so nothing becomes unreadable.',
      },
      {
        answer: 'Remove the alias of the KMS key, and create it again after the audit',
        because: 'Ciphertexts name the key, not the alias, so services still decrypt them.',
      },
    ],
    shows: [
      { id: 'ImportedKey', property: 'Origin' },
      { id: 'ImportedKey', property: 'PendingWindowInDays' },
    ],
    tasks: ['SAA-C03 1.3'],
    seeds: ['004:3830'],
  },
];
