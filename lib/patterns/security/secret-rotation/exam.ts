import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const rotationSchedule = `${reference}/aws-resource-secretsmanager-rotationschedule.html`;
const rotationRules = `${reference}/aws-properties-secretsmanager-rotationschedule-rotationrules.html`;
const generated = `${reference}/aws-properties-secretsmanager-secret-generatesecretstring.html`;
const parameter = `${reference}/aws-resource-ssm-parameter.html`;
const secrets = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide';
const ssm = 'https://docs.aws.amazon.com/systems-manager/latest/userguide';

export const exam: Exam = {
  question:
    'Which store replaces a password by itself, which one only keeps settings, and how does neither appear in a template?',
  answer:
    'Secrets Manager replaces a secret on a schedule, with a function that does four steps. Parameter Store keeps settings at no cost, but does not rotate them. The app reads both at run time, so the template has only their names.',
  wrong: [
    {
      answer: 'A SecureString parameter in Parameter Store',
      because:
        'KMS encrypts it, but Parameter Store does not rotate it. You would write the schedule and the change yourself.',
    },
    {
      answer: 'An environment variable of the function',
      because:
        'Anyone who may read the configuration of the function sees it, and a new value needs a new deployment.',
    },
    {
      answer: 'A NoEcho parameter of the template',
      because:
        'CloudFormation hides the value in its own output only. Nothing replaces it, and the resource that gets it can still show it.',
    },
    {
      answer: 'A KMS key with automatic rotation',
      because: 'That replaces the key material that encrypts data, not the password of anything.',
    },
    {
      answer: 'Secrets Manager for every plain setting as well',
      because: 'You pay for each secret, every month. Standard parameters cost nothing.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.3', 'SAA-C03 1.2', 'SOA-C03 4.2'],
  cost: 'cents',
  remains: [
    'The KMS key, for seven days: CloudFormation schedules its deletion, which aws kms cancel-key-deletion stops until then.',
  ],
  flow: [
    { from: 'Rotation', to: 'Rotator', label: 'four steps' },
    { from: 'Rotation', to: 'VendorKey', label: 'every 30 days' },
    { from: 'Rotator', to: 'VendorKey', label: 'new version' },
    { from: 'Rotator', to: 'Vendor', label: 'new key' },
    { from: 'VendorKey', to: 'SecretKey', label: 'encrypted by' },
    { from: 'Shipper', to: 'VendorKey', label: 'current key' },
    { from: 'Shipper', to: 'Vendor', label: 'parcel' },
    { from: 'Vendor', to: 'Accounts' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::SecretsManager::RotationSchedule',
      id: 'Rotation',
      settings: [
        {
          property: 'RotationRules.AutomaticallyAfterDays',
          value: 30,
          fact: 'Secrets Manager rotates secrets on a schedule, either every 1 to 1,000 days or by an expression; Parameter Store rotates nothing.',
          source:
            'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html',
          seeds: ['002:317', '002:318', '003:115', '003:120', '004:3867', '004:3912'],
          experiments: [
            {
              value: 30,
              also: [{ property: 'RotationRules.ScheduleExpression', value: 'rate(10 days)' }],
              outcome: 'fails',
              because: 'A schedule has a number of days or an expression, but not both.',
              source: rotationRules,
            },
            {
              value: null,
              also: [
                { property: 'RotationRules.ScheduleExpression', value: 'rate(1 hour)' },
                { property: 'RotationRules.Duration', value: null },
              ],
              outcome: 'fails',
              because: 'A secret can be rotated every four hours at most.',
              source: rotationRules,
            },
            {
              value: 1,
              outcome: 'update',
              because:
                'A leaked key works for two days at most, until the vendor drops the previous one.',
            },
          ],
        },
        {
          property: 'RotationRules.Duration',
          value: '2h',
          fact: 'A rotation happens at any time in its window; for a schedule in days, the window by default lasts until the UTC day ends.',
          source: rotationRules,
          seeds: [],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'The rotation can also happen during the busiest hours of the day.',
            },
          ],
        },
        {
          property: 'RotateImmediatelyOnUpdate',
          value: false,
          fact: 'When you turn on rotation, Secrets Manager rotates the secret at once, unless RotateImmediatelyOnUpdate is false.',
          source: rotationSchedule,
          seeds: ['004:3894', '004:3898'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The default is true: the deployment rotates the secret, and a client with an embedded copy of the old one fails.',
            },
          ],
        },
        {
          property: 'HostedRotationLambda',
          fact: 'For many databases, HostedRotationLambda creates a rotation function from a template of AWS; for other secrets, you write the function.',
          source: rotationSchedule,
          seeds: ['003:115', '004:3887', '004:3889', '004:3891'],
        },
      ],
    },
    {
      type: 'AWS::SecretsManager::Secret',
      id: 'VendorKey',
      settings: [
        {
          property: 'GenerateSecretString.PasswordLength',
          value: 40,
          fact: 'Secrets Manager can generate the value of a secret, by default 32 and at most 4,096 characters, so no template has it.',
          source:
            'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html',
          seeds: ['002:315'],
          experiments: [
            {
              value: 4097,
              outcome: 'fails',
              because: 'The longest generated value has 4,096 characters.',
              source:
                'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html',
            },
            {
              value: 50,
              outcome: 'update',
              because:
                'Secrets Manager generates another value, which the vendor has never heard of, so clients fail.',
            },
          ],
        },
        {
          property: 'GenerateSecretString.ExcludePunctuation',
          value: true,
          fact: 'A generated value has letters, digits and punctuation, without those that you exclude, for example because a database does not accept them.',
          source: generated,
          seeds: [],
        },
        {
          property: 'SecretString',
          fact: 'A value in the property SecretString is readable for anyone who may read the template.',
          source: `${secrets}/best-practices.html`,
          seeds: ['004:3880'],
          experiments: [
            {
              value: '{"account":"shop","key":"tea-for-two-and-two-for-tea"}',
              also: [{ property: 'GenerateSecretString', value: null }],
              outcome: 'update',
              because: 'The template, and so the repository, has the key.',
            },
          ],
        },
        {
          property: 'Name',
          fact: 'A deleted secret keeps its name during a recovery window of 7 to 30 days, in which you can restore it.',
          source:
            'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html',
          seeds: [],
          experiments: [
            {
              value: 'vendor-key',
              outcome: 'replace',
              because: 'The new secret has a new value, which the vendor does not know.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Permission',
      id: 'Rotator/BySecretsManager',
      settings: [
        {
          property: 'Principal',
          value: 'secretsmanager.amazonaws.com',
          fact: 'Secrets Manager calls a rotation function four times: createSecret, setSecret, testSecret, and finishSecret, which moves the label AWSCURRENT.',
          source: `${secrets}/rotate-secrets_lambda-functions.html`,
          seeds: ['003:115'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Vendor',
      settings: [
        {
          property: 'Environment.Variables.MOST_KEYS',
          value: '2',
          fact: 'If two sets of credentials are valid, as in the alternating users strategy, clients that still use the previous one keep working.',
          source: `${secrets}/rotating-secrets_strategies.html`,
          seeds: ['004:3900'],
          experiments: [
            {
              value: '1',
              outcome: 'update',
              because:
                'From setSecret to finishSecret, the current key does not work, and a rotation that breaks in between stops every client.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SSM::Parameter',
      id: 'Carrier',
      settings: [
        {
          property: 'Name',
          value: '/SecretRotation/prod/carrier',
          fact: 'Parameters form a hierarchy by their names, so a policy and GetParametersByPath can name one path, such as /prod.',
          source: `${ssm}/sysman-paramstore-hierarchies.html`,
          seeds: ['003:119', '003:122', '003:123', '004:4227'],
          experiments: [
            {
              value: '/SecretRotation/dev/carrier-of-tests',
              outcome: 'replace',
              because: 'The app reads the path /prod only, so it misses the setting and fails.',
            },
          ],
        },
        {
          property: 'Type',
          value: 'String',
          fact: 'CloudFormation creates String and StringList parameters; a SecureString, which KMS encrypts, needs an API call.',
          source: parameter,
          seeds: ['003:124', '003:125', '004:4229', '004:4231', '004:4233'],
          experiments: [
            {
              value: 'SecureString',
              outcome: 'fails',
              because: 'CloudFormation cannot create a SecureString parameter.',
              source: parameter,
            },
          ],
        },
        {
          property: 'Tier',
          fact: 'An account has 10,000 standard parameters of at most 4 KB in a Region, at no charge; advanced ones have 8 KB and cost money.',
          source: `${ssm}/parameter-store-advanced-parameters.html`,
          seeds: ['004:3910', '004:4227'],
          experiments: [
            {
              value: 'Advanced',
              outcome: 'update',
              because: 'You pay for the parameter, and cannot make it a standard one again.',
            },
          ],
        },
        {
          property: 'Policies',
          fact: 'A parameter policy, such as an expiration date, is available only for advanced parameters.',
          source: `${ssm}/parameter-store-policies.html`,
          seeds: ['004:4227'],
          today: {
            notes:
              'Parameter Store keeps settings and secrets free of charge, with policies such as expiration dates.',
            now: 'Standard parameters are free, but have no policies. Only advanced parameters have them, and they cost money.',
            source: `${ssm}/parameter-store-policies.html`,
          },
          experiments: [
            {
              value:
                '[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2030-01-01T00:00:00Z"}}]',
              outcome: 'fails',
              because: 'The parameter is a standard one, and only advanced ones have policies.',
              source: `${ssm}/parameter-store-policies.html`,
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The template shows the first key. The vendor knows one key at a time, so a rotation stops the clients, and one that breaks in the middle stops them for good.',
    changes: [
      {
        type: 'AWS::SecretsManager::Secret',
        id: 'VendorKey',
        property: 'SecretString',
        value: '{"account":"shop","key":"tea-for-two-and-two-for-tea"}',
      },
      {
        type: 'AWS::SecretsManager::Secret',
        id: 'VendorKey',
        property: 'GenerateSecretString',
        value: null,
      },
      {
        type: 'AWS::SecretsManager::RotationSchedule',
        id: 'Rotation',
        property: 'RotateImmediatelyOnUpdate',
        value: null,
      },
      {
        type: 'AWS::Lambda::Function',
        id: 'Vendor',
        property: 'Environment.Variables.MOST_KEYS',
        value: '1',
      },
    ],
  },
};
