import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const anywhere = 'https://docs.aws.amazon.com/rolesanywhere/latest';

export const exam: Exam = {
  question:
    'How do another account, the users of a company directory, and a server outside AWS get access without long-term keys?',
  answer:
    'They assume roles and get temporary credentials: the other account with AssumeRole and an external ID, the directory through SAML federation, and the server through IAM Roles Anywhere with its certificate.',
  wrong: [
    {
      answer: 'An IAM user whose access keys the partner gets',
      because:
        'If the keys leak, they work for anyone, until somebody deletes them. The credentials of a role expire.',
    },
    {
      answer: 'A trust policy that names the partner account, without a condition',
      because:
        'The partner serves many customers. One of them could guess the ARN of your role, and make the partner use it.',
    },
    {
      answer: 'A policy in the account of the partner only',
      because: 'Both accounts must allow a request from one account to the other.',
    },
    {
      answer: 'An IAM user for each employee',
      because:
        'You would manage each employee twice, and one who leaves the company could keep access.',
    },
    {
      answer: 'Access keys in a file on the server outside AWS',
      because:
        'IAM Roles Anywhere gives a server with an X.509 certificate temporary credentials instead.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
  cost: 'free',
  remains: [],
  deploy: {
    before: [
      {
        text: 'Without parameters, the stack creates no role for a directory or a server. For a directory, add `--parameters Directory=<name>` with the name of a SAML provider in your account. For servers, add `--parameters CertificateAuthority="$(cat ca.pem)"`.',
        source: 'https://docs.aws.amazon.com/cdk/v2/guide/get-cfn-param.html',
      },
    ],
    fails: [
      {
        symptom: '`cdk destroy` ends with DELETE_FAILED for the bucket',
        remedy:
          'CloudFormation deletes only an empty bucket. Run `aws s3 rm s3://<ReportsName> --recursive`, and destroy again.',
        source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html',
      },
    ],
  },
  flow: [
    { from: '(partner)', to: 'AnalystProfile', label: 'instance' },
    { from: 'AnalystProfile', to: 'AnalystRole' },
    { from: 'AnalystRole', to: 'ReportsRole', label: 'external ID' },
    { from: 'ReportsRole', to: 'Reports', label: 'reads' },
    { from: '(directory)', to: 'EmployeeRole', label: 'SAML' },
    { from: 'EmployeeRole', to: 'Reports', label: 'reads' },
    { from: '(server)', to: 'TrustAnchor', label: 'certificate' },
    { from: 'TrustAnchor', to: 'ServerRole' },
    { from: 'ServerRole', to: 'Reports', label: 'reads' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::IAM::Role',
      id: 'ReportsRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals',
          value: { 'sts:ExternalId': 'reports-of-customer-17' },
          fact: 'An external ID, which a partner uses for only one customer, protects a role against the confused deputy problem.',
          source: `${guide}/confused-deputy.html`,
          seeds: ['003:961', '003:962'],
          experiments: [
            {
              value: { 'sts:ExternalId': 'reports-of-customer-18' },
              outcome: 'update',
              because:
                'The partner still sends the external ID of customer 17, so it can no longer assume the role.',
            },
          ],
        },
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Action',
          value: 'sts:AssumeRole',
          fact: 'For access across accounts, the resource or role must trust the other account, and that account must allow its user or role the action.',
          source: `${guide}/reference_policies_evaluation-logic-cross-account.html`,
          seeds: ['003:962', '003:979', '003:983', '004:4372'],
          experiments: [
            {
              value: 'sts:AssumeRoleWithWebIdentity',
              outcome: 'update',
              because: 'The partner calls AssumeRole, which the trust policy no longer allows.',
            },
          ],
        },
        {
          property: 'MaxSessionDuration',
          value: 3600,
          fact: 'MaxSessionDuration, the longest session of a role, is 3,600 to 43,200 seconds, by default 3,600; role chaining allows only one hour.',
          source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
          seeds: ['004:132'],
          experiments: [
            {
              value: 43_200,
              outcome: 'update',
              because: 'Stolen credentials can work for half a day, the longest possible session.',
            },
            {
              value: 43_201,
              outcome: 'refused',
              because: 'The longest session is twelve hours, 43,200 seconds.',
            },
            {
              value: 900,
              outcome: 'refused',
              because:
                'MaxSessionDuration cannot be below one hour, although a caller can ask for 900 seconds.',
            },
          ],
        },
        {
          property: 'RoleName',
          fact: 'CloudFormation replaces a role to change its name; the new role has another ARN, which a partner must know.',
          source: `${reference}/aws-resource-iam-role.html`,
          seeds: [],
          experiments: [
            {
              value: 'ReportsRole',
              outcome: 'replace',
              because:
                'The role gets another ARN, so the policy of the partner names a role that no longer exists.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::ManagedPolicy',
      id: 'ReadReports',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: 's3:ListBucket',
          fact: 'In a policy, ListBucket needs the ARN of the bucket, and GetObject needs the ARNs of its objects, which end with the key.',
          source:
            'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html',
          seeds: ['003:969', '003:971'],
          experiments: [
            {
              value: 's3:*',
              outcome: 'update',
              because:
                'The role can now delete the bucket and change its policy, because these are also actions on the bucket.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: 's3:GetObject',
          fact: 'A session has the permissions of its role; a session policy, which the caller can pass, only limits them.',
          source: `${guide}/access_policies.html`,
          seeds: ['003:963'],
          experiments: [
            {
              value: ['s3:GetObject', 's3:PutObject'],
              outcome: 'update',
              because: 'Everyone who reads the reports can now overwrite them.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Reports/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Effect',
          value: 'Deny',
          fact: 'Neither a bucket policy nor a role can give access across partitions, such as from standard Regions to Regions in China.',
          source: `${guide}/access_policies-cross-account-resource-access.html`,
          seeds: ['003:576', '003:577', '003:585'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'AnalystRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service',
          value: 'ec2.amazonaws.com',
          fact: 'An application on an EC2 instance gets temporary credentials of the role in its instance profile; AWS rotates them.',
          source: `${guide}/id_roles_use_switch-role-ec2.html`,
          seeds: ['002:297'],
          today: {
            notes: 'Applications outside AWS need access keys for programmatic access.',
            now: 'Such an application can get temporary credentials, for example from IAM Roles Anywhere with an X.509 certificate.',
            since: 'unknown',
            source: `${anywhere}/userguide/introduction.html`,
          },
          experiments: [
            {
              value: 'lambda.amazonaws.com',
              outcome: 'update',
              because: 'EC2 can no longer assume the role, so the instances get no credentials.',
            },
            {
              value: 'analysts.amazonaws.com',
              outcome: 'fails',
              because: 'IAM refuses a trust policy whose principal does not exist.',
              source: 'https://repost.aws/knowledge-center/iam-trust-policy-error',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::InstanceProfile',
      id: 'AnalystProfile',
      settings: [
        {
          property: 'InstanceProfileName',
          fact: 'An instance profile contains one role, and CloudFormation replaces the profile to change its name.',
          source: `${reference}/aws-resource-iam-instanceprofile.html`,
          seeds: ['003:961'],
          experiments: [
            {
              value: 'AnalystProfile',
              outcome: 'replace',
              because: 'The new profile must be associated with each instance again.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::ManagedPolicy',
      id: 'AnalystPolicy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: 'sts:DecodeAuthorizationMessage',
          fact: 'DecodeAuthorizationMessage decodes the encoded message of a denied request; the caller needs the permission sts:DecodeAuthorizationMessage.',
          source:
            'https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html',
          seeds: ['003:135', '003:136', '003:137'],
          experiments: [
            {
              value: 'sts:GetFederationToken',
              outcome: 'update',
              because: 'Analysts can no longer decode the message of a denied request.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'EmployeeRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Action',
          value: 'sts:AssumeRoleWithSAML',
          fact: 'AssumeRoleWithSAML needs a directory that supports SAML 2.0; for others, your own identity broker calls AssumeRole or GetFederationToken.',
          source: `${guide}/id_roles_providers_enable-console-custom-url.html`,
          seeds: ['002:27', '002:331', '002:334', '004:124'],
          today: {
            notes: 'AWS SSO signs employees in.',
            now: 'AWS SSO is called IAM Identity Center.',
            since: '2022-07-26',
            source:
              'https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/document_history.html',
          },
          experiments: [
            {
              value: 'sts:AssumeRoleWithWebIdentity',
              outcome: 'update',
              because: 'This action takes an OpenID Connect token, so no employee gets access.',
            },
          ],
        },
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals',
          value: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' },
          fact: 'SAML:aud is the URL to which the SAML assertion was sent; it comes from the field Recipient, and not from Audience.',
          source: `${guide}/reference_policies_iam-condition-keys.html`,
          seeds: [],
          experiments: [
            {
              value: { 'SAML:aud': 'https://example.com/saml' },
              outcome: 'update',
              because: 'A response that was sent to the sign-in page of AWS no longer matches.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::RolesAnywhere::TrustAnchor',
      id: 'TrustAnchor',
      settings: [
        {
          property: 'Source.SourceType',
          value: 'CERTIFICATE_BUNDLE',
          fact: 'A trust anchor is a certificate authority that Roles Anywhere trusts: AWS Private CA, or your own, whose certificate you upload.',
          source: `${anywhere}/userguide/introduction.html`,
          seeds: ['003:994'],
          today: {
            notes:
              'An application outside AWS needs access keys, in a credentials file on its server.',
            now: 'IAM Roles Anywhere gives temporary credentials to a server that has an X.509 certificate.',
            since: 'unknown',
            source: 'https://docs.aws.amazon.com/sdkref/latest/guide/access-rolesanywhere.html',
          },
        },
        {
          property: 'Enabled',
          value: true,
          fact: 'Roles Anywhere gives no credentials for certificates of a disabled trust anchor.',
          source: `${anywhere}/APIReference/API_DisableTrustAnchor.html`,
          seeds: [],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'No server gets new credentials, until somebody enables the anchor again.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::RolesAnywhere::Profile',
      id: 'ServerProfile',
      settings: [
        {
          property: 'DurationSeconds',
          value: 3600,
          fact: 'A profile lists the roles that a server can assume, and sets how long its sessions last, by default 3,600 seconds.',
          source: `${reference}/aws-resource-rolesanywhere-profile.html`,
          seeds: ['003:994'],
          experiments: [
            {
              value: 900,
              outcome: 'update',
              because: 'The server must get new credentials every fifteen minutes.',
            },
            {
              value: 43_201,
              outcome: 'refused',
              because: 'The longest session of a profile is twelve hours, 43,200 seconds.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'ServerRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Action',
          value: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
          fact: 'A role for IAM Roles Anywhere must allow rolesanywhere.amazonaws.com three actions: AssumeRole, SetSourceIdentity, and TagSession.',
          source: `${anywhere}/userguide/trust-model.html`,
          seeds: [],
          experiments: [
            {
              value: 'sts:AssumeRole',
              outcome: 'update',
              because:
                'Roles Anywhere tags each session, and the role no longer allows it, so no server gets credentials.',
            },
          ],
        },
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Condition.StringEquals',
          value: { 'aws:PrincipalTag/x509Subject/CN': 'report-server' },
          fact: 'Roles Anywhere sets the fields of the certificate as session tags, so a trust policy can name the subject of one server.',
          source: `${anywhere}/userguide/trust-model.html`,
          seeds: [],
          experiments: [
            {
              value: { 'aws:PrincipalTag/x509Subject/CN': 'mail-server' },
              outcome: 'update',
              because:
                'Another server of the same authority gets access, and the report server does not.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Any other customer of the partner can make it assume the role, and may then do everything with the bucket and its objects.',
    changes: [
      {
        type: 'AWS::IAM::Role',
        id: 'ReportsRole',
        property: 'AssumeRolePolicyDocument.Statement.0.Condition',
        value: null,
      },
      {
        type: 'AWS::IAM::ManagedPolicy',
        id: 'ReadReports',
        property: 'PolicyDocument.Statement.0.Action',
        value: 's3:*',
      },
      {
        type: 'AWS::IAM::ManagedPolicy',
        id: 'ReadReports',
        property: 'PolicyDocument.Statement.1.Action',
        value: 's3:*',
      },
    ],
  },
};
