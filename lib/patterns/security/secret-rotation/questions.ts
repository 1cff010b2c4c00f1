import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A company must change the password of its MySQL database every 30 days. The application should get the new password without a deployment, and the operators want to write as little code as possible. What should they use?',
    right: [
      'Secrets Manager with a rotation schedule, from which the application reads the secret',
    ],
    because:
      'Secrets Manager rotates on a schedule, AWS provides the rotation function for MySQL, and the application reads the current value at run time.',
    wrong: [
      {
        answer: 'A SecureString in Parameter Store with an expiration policy of 30 days',
        because: 'An expiration policy deletes the parameter. Parameter Store rotates no password.',
      },
      {
        answer: 'An environment variable that a KMS key with yearly rotation encrypts',
        because:
          'The rotation of a KMS key changes no password, and a new value needs a deployment.',
      },
      {
        answer: 'An EventBridge schedule that calls a script on an instance every 30 days',
        because: 'The operators would write and maintain the whole change themselves.',
      },
    ],
    shows: [{ id: 'Rotation', property: 'RotationRules.AutomaticallyAfterDays' }],
    tasks: ['SAA-C03 1.2', 'DVA-C02 2.3'],
    seeds: ['002:315', '002:317', '003:114', '003:115', '004:3867'],
  },
  {
    text: 'A team has 200 settings of its services, such as feature names and URLs. They are no secrets, and they differ between development and production. The team wants one place for them that costs nothing. Where should it keep them?',
    right: ['In Parameter Store, as standard parameters with a path for each stage'],
    because: 'Standard parameters are free, and their names form a hierarchy.',
    wrong: [
      {
        answer: 'In Secrets Manager, as one secret with a tag for each stage',
        because:
          'Secrets Manager bills each secret by the month. It is for values that must be rotated or hidden.',
      },
      {
        answer: 'In Parameter Store, as advanced parameters with policies',
        because: 'Advanced parameters cost money, and settings need neither 8 KB nor policies.',
      },
      {
        answer: 'In a DynamoDB global table, as one item for each stage',
        because:
          'That works, but the team would build and pay for what Parameter Store already is.',
      },
    ],
    shows: [
      { id: 'Carrier', property: 'Tier' },
      { id: 'Carrier', property: 'Name' },
    ],
    tasks: ['DVA-C02 2.3', 'SAA-C03 1.2'],
    seeds: ['003:119', '003:121', '004:3904', '004:4225', '004:4227'],
  },
  {
    text: 'An administrator turns on rotation for a secret in the afternoon. Seconds later, an old batch job, which has the password in its own configuration file, can no longer connect to the database. What happened?',
    right: ['Secrets Manager rotated the secret at once, as it does by default'],
    because:
      'The first rotation follows immediately, unless RotateImmediatelyOnUpdate is false. Embedded copies of the old password then fail.',
    wrong: [
      {
        answer: 'The rotation function failed, so the secret had no value',
        because: 'If a rotation fails, the version with the label AWSCURRENT stays as it is.',
      },
      {
        answer: 'Secrets Manager blocks old clients until they use its API',
        because: 'Secrets Manager does not know which clients use the password, and blocks none.',
      },
      {
        answer: 'The KMS key of the secret was rotated together with it',
        because: 'The rotation of a KMS key is independent, and does not change the password.',
      },
    ],
    shows: [{ id: 'Rotation', property: 'RotateImmediatelyOnUpdate' }],
    tasks: ['SOA-C03 4.2', 'DVA-C02 2.3'],
    seeds: ['004:3894', '004:3896', '004:3898', '004:3900'],
  },
  {
    text: 'A developer writes a CloudFormation template for a service that needs a license code as a parameter that KMS encrypts. The template should create a SecureString in Parameter Store, but its deployment fails. Which two ways work?',
    right: [
      'A script creates the SecureString by API, and the service reads it at run time',
      'The template creates a secret in Secrets Manager instead of the parameter',
    ],
    because:
      'CloudFormation creates String and StringList parameters only. A secret can be created by a template, and KMS always encrypts it.',
    wrong: [
      {
        answer: 'The template creates the SecureString with the tier Advanced',
        because:
          'The tier does not matter: CloudFormation supports the type SecureString in no tier.',
      },
      {
        answer: 'The template creates a StringList, which Parameter Store encrypts',
        because:
          'A StringList is plain text with commas. Only a SecureString is encrypted with a KMS key.',
      },
      {
        answer: 'The template gives the parameter a KMS key in the property KmsKeyId',
        because: 'AWS::SSM::Parameter has no such property.',
      },
    ],
    shows: [{ id: 'Carrier', property: 'Type' }],
    tasks: ['DVA-C02 2.3'],
    seeds: ['003:124', '003:125', '004:4233'],
  },
  {
    text: 'A shop calls the API of a parcel service with a key from Secrets Manager. Its rotation function registers a new key with the service, which then deletes the old one. During each rotation, some calls are refused. What removes these errors?',
    right: ['Keep both keys valid until every client has had time to read the new one'],
    because:
      'The key is replaced at the service before the label AWSCURRENT moves. Two valid keys bridge this time, as in the alternating users strategy.',
    wrong: [
      {
        answer: 'Let the rotation function run with more memory, so that it ends sooner',
        because: 'The time between the two changes becomes shorter, but the errors remain.',
      },
      {
        answer: 'Let the clients read the secret from the label AWSPENDING at all times',
        because:
          'That version has a value only during a rotation, and the service may not know it yet.',
      },
      {
        answer: 'Replicate the secret to another Region, and read the copy while it rotates',
        because:
          'The replica has the same value, and the service refuses the old key wherever it was read.',
      },
    ],
    shows: [{ id: 'Vendor', property: 'Environment.Variables.MOST_KEYS' }],
    tasks: ['DVA-C02 2.3', 'SAA-C03 1.2'],
    seeds: ['002:315', '003:115', '004:3880'],
  },
];
