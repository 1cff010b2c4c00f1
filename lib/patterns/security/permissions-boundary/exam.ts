import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const role = `${reference}/aws-resource-iam-role.html`;
const managedPolicy = `${reference}/aws-resource-iam-managedpolicy.html`;
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

export const exam: Exam = {
  question:
    'How do you let developers create roles for their functions, but limit what each role can do, and find roles that nobody uses?',
  answer:
    'Let developers create roles only with your permissions boundary, which limits what any policy of such a role can allow. The unused access analyzer of IAM Access Analyzer reports roles that nobody uses.',
  wrong: [
    {
      answer: 'AdministratorAccess for developers, who promise to create only small roles',
      because:
        'A promise is no limit: a developer can create a role that may do anything, and use it.',
    },
    {
      answer: 'A service control policy',
      because:
        'It limits all users and roles of a member account, even administrators. Here, only the roles of functions need a limit.',
    },
    {
      answer: 'A permissions boundary on the group of the developers',
      because:
        'Only users and roles can have a boundary. On the developers, it would limit them, but not the roles that they create.',
    },
    {
      answer: 'A separate policy for each developer',
      because:
        'One policy of the group fits everyone, even those who join later, because a policy variable stands for the name of the user.',
    },
    {
      answer: 'Amazon Inspector, to find unused roles',
      because:
        'Inspector looks for vulnerabilities in workloads. The unused access analyzer of IAM Access Analyzer reports roles, keys, and permissions that nobody uses.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
  cost: 'cents',
  remains: [
    'The roles and functions that developers created, because they are not part of the stack. Delete them before cdk destroy.',
  ],
  deploy: {
    fails: [
      {
        symptom: '`cdk destroy` ends with DELETE_FAILED for the group or a policy',
        remedy:
          'IAM deletes only a group without members, and a policy that nothing uses. Run `aws iam remove-user-from-group` for each member, delete the roles that developers created, and destroy again.',
        source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html',
      },
    ],
  },
  flow: [
    { from: '(developer)', to: 'Developers', label: 'member' },
    { from: 'Developers', to: 'MembershipPolicy' },
    { from: 'MembershipPolicy', to: 'DeveloperRole', label: 'own name' },
    { from: 'DeveloperPolicy', to: 'DeveloperRole', label: 'allows' },
    { from: 'DeveloperPolicy', to: 'FunctionBoundary', label: 'demands' },
    { from: 'FunctionRole', to: 'FunctionBoundary', label: 'capped by' },
    { from: 'FunctionRole', to: 'Orders', label: 'items' },
    { from: 'FunctionRole', to: 'FunctionLogs' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::IAM::ManagedPolicy',
      id: 'FunctionBoundary',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
          fact: 'A permissions boundary grants nothing: a user or role can do only what its identity-based policies and its boundary both allow.',
          source: `${guide}/access_policies_boundaries.html`,
          seeds: ['003:956', '004:3958', '004:3960'],
          experiments: [
            {
              value: ['dynamodb:DeleteTable', 'dynamodb:GetItem', 'dynamodb:PutItem'],
              outcome: 'update',
              because:
                'Each role that has this boundary and a policy with DeleteTable can now delete the table.',
            },
            {
              value: ['dynamodb:GetItem'],
              outcome: 'update',
              because: 'All functions lose PutItem, although no policy of their roles has changed.',
            },
          ],
        },
        {
          property: 'Roles',
          fact: 'A managed policy has no effect until it is attached to a user, group, or role, or is set as a permissions boundary.',
          source: `${guide}/access_policies.html`,
          seeds: ['004:3943'],
        },
        {
          property: 'PolicyDocument.Statement.0.Principal',
          fact: 'An identity-based policy has no Principal element; trust policies of roles and other resource-based policies have one.',
          source: `${guide}/reference_policies_elements_principal.html`,
          seeds: ['003:958', '004:3939', '004:3941'],
          experiments: [
            {
              value: { Service: 'lambda.amazonaws.com' },
              outcome: 'refused',
              because:
                'The policy is not valid, because the principal is already clear: the user or role to which the policy is attached.',
            },
          ],
        },
        {
          property: 'Description',
          value: 'The most that a role of a function can do',
          fact: 'The description of a managed policy is immutable, so to change it, CloudFormation creates a new policy.',
          source: managedPolicy,
          seeds: [],
          experiments: [
            {
              value: 'A cap',
              outcome: 'replace',
              because:
                'The new policy has another ARN, and roles outside the stack keep the old policy as their boundary.',
            },
          ],
        },
        {
          property: 'ManagedPolicyName',
          fact: 'CloudFormation replaces a managed policy to change its name or path, and a deployment with a custom name needs CAPABILITY_NAMED_IAM.',
          source: managedPolicy,
          seeds: [],
          experiments: [
            {
              value: 'FunctionBoundary',
              outcome: 'replace',
              because: 'The ARN of a managed policy contains its name.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::ManagedPolicy',
      id: 'DeveloperPolicy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Sid',
          value: 'RolesWithBoundary',
          fact: 'In an IAM policy, the Sid of a statement has only letters and digits, and is unique.',
          source: `${guide}/reference_policies_elements_sid.html`,
          seeds: ['004:3945', '004:3948'],
          experiments: [
            {
              value: 'Roles with boundary',
              outcome: 'refused',
              because: 'A Sid cannot contain spaces.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: [
            'iam:AttachRolePolicy',
            'iam:CreateRole',
            'iam:DeleteRolePolicy',
            'iam:DetachRolePolicy',
            'iam:PutRolePermissionsBoundary',
            'iam:PutRolePolicy',
          ],
          fact: 'With the condition key iam:PermissionsBoundary, a policy allows a principal to create or change only roles that have a certain boundary.',
          source: `${guide}/access_policies_boundaries.html`,
          seeds: ['004:3956', '004:3965', '004:3967', '004:3969'],
          experiments: [
            {
              value: ['iam:CreateRole'],
              outcome: 'update',
              because: 'Developers can create roles, but cannot give them a policy.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.2.Condition.StringEquals',
          value: { 'iam:PassedToService': 'lambda.amazonaws.com' },
          fact: 'To pass a role to a service, you need iam:PassRole on that role; the condition key iam:PassedToService limits the services.',
          source: `${guide}/id_roles_use_passrole.html`,
          seeds: [],
          experiments: [
            {
              value: { 'iam:PassedToService': 'ec2.amazonaws.com' },
              outcome: 'update',
              because: 'CreateFunction fails, because developers cannot pass a role to Lambda.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.4.Effect',
          value: 'Deny',
          fact: 'An explicit Deny overrides every Allow, and a request that nothing allows is denied implicitly.',
          source: `${guide}/reference_policies_evaluation-logic.html`,
          seeds: ['003:993', '004:116', '004:118', '004:120'],
          experiments: [
            {
              value: 'Allow',
              outcome: 'update',
              because:
                'A developer can now remove the boundary of a role after adding a policy that allows everything.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.5.Action',
          value: [
            'iam:CreatePolicyVersion',
            'iam:DeletePolicy',
            'iam:DeletePolicyVersion',
            'iam:SetDefaultPolicyVersion',
          ],
          fact: 'The default version of a managed policy is in effect, so anyone who can create and set a new version can change what it allows.',
          source: `${guide}/access_policies_managed-versioning.html`,
          seeds: ['004:3958'],
          experiments: [
            {
              value: ['iam:DeletePolicy'],
              outcome: 'update',
              because:
                'If a later policy allows the other actions, developers can change the boundary, because the Deny no longer covers them.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::ManagedPolicy',
      id: 'MembershipPolicy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.StringEquals',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, which IAM replaces.
          value: { 'sts:RoleSessionName': '${aws:username}' },
          fact: 'A policy variable, such as aws:username, takes its value from the request, so one policy of a group can fit each user.',
          source: `${guide}/reference_policies_variables.html`,
          seeds: ['003:957'],
          experiments: [
            {
              value: { 'sts:RoleSessionName': 'developer' },
              outcome: 'update',
              because:
                'All developers share one session name, so the ARN in CloudTrail does not show who made a call.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Version',
          value: '2012-10-17',
          fact: 'Only the policy version 2012-10-17 supports policy variables; the default, 2008-10-17, reads them as literal text.',
          source: `${guide}/reference_policies_elements_version.html`,
          seeds: [],
          experiments: [
            {
              value: '2008-10-17',
              outcome: 'update',
              because:
                'IAM compares the session name with the literal text, so no developer can assume the role.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Group',
      id: 'Developers',
      settings: [
        {
          property: 'Policies',
          fact: 'A user has the permissions of each of its groups; a group is not a principal, so no resource-based policy can name it.',
          source: `${guide}/id_groups.html`,
          seeds: ['004:66', '004:68', '004:70', '004:95', '004:100'],
          today: {
            notes: 'Create user accounts for your administrators, and add them to an admin group.',
            now: 'AWS recommends federation, such as IAM Identity Center, for people. An IAM user is for use cases that federated users do not support.',
            since: 'unknown',
            source: `${guide}/gs-identities-iam-users.html`,
          },
        },
        {
          property: 'GroupName',
          fact: 'Users join a group by its name, and CloudFormation replaces the group to change that name.',
          source: `${reference}/aws-resource-iam-group.html`,
          seeds: [],
          experiments: [
            {
              value: 'Developers',
              outcome: 'replace',
              because:
                'Two stacks with this name would collide, because the name of a group is unique in the account.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'DeveloperRole',
      settings: [
        {
          property: 'ManagedPolicyArns',
          fact: 'AWS managed policies are for common use cases and cannot be edited, so they often allow more than least privilege.',
          source: `${guide}/access_policies_managed-vs-inline.html`,
          seeds: ['004:108'],
          experiments: [
            {
              value: ['arn:aws:iam::aws:policy/AdministratorAccess'],
              outcome: 'update',
              because:
                'Developers can create roles without the boundary. Of all limits, only the two Deny statements still hold.',
            },
          ],
        },
        {
          property: 'PermissionsBoundary',
          fact: 'A user or role can have one permissions boundary, which is a customer managed or AWS managed policy; a group can have none.',
          source: `${guide}/access_policies_boundaries.html`,
          seeds: ['003:956'],
          experiments: [
            {
              value: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
              outcome: 'update',
              because:
                'The boundary now limits the developers themselves. It does not allow CreateRole, so they cannot create any role.',
            },
            {
              value: 'arn:aws:iam::aws:policy/FunctionBoundary',
              outcome: 'fails',
              because:
                'The boundary must be a policy that exists, and AWS has no managed policy with this name.',
              source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
            },
          ],
        },
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Action',
          value: 'sts:AssumeRole',
          fact: 'If a trust policy names an account, the identity-based policies of that account decide who can assume the role.',
          source: `${guide}/reference_policies_elements_principal.html`,
          seeds: ['004:60'],
          today: {
            notes:
              'With an account, you get an access key ID and a secret access key of the root user.',
            now: 'The root user has an access key only if somebody creates one, and AWS strongly recommends not to.',
            since: 'unknown',
            source: `${guide}/id_root-user_manage_add-key.html`,
          },
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'FunctionRole',
      settings: [
        {
          property: 'Path',
          value: '/PermissionsBoundary/',
          fact: 'The path of a role is part of its ARN, so a policy can allow or deny actions on all roles under a path.',
          source: `${guide}/reference_identifiers.html`,
          seeds: [],
          experiments: [
            {
              value: '/',
              outcome: 'replace',
              because:
                'IAM cannot move a role, and the policy of the developers does not cover the new one.',
            },
            {
              value: 'functions',
              outcome: 'refused',
              because: 'A path must begin and end with a slash.',
            },
          ],
        },
        {
          property: 'RoleName',
          fact: 'IAM is global: the name of a role is unique in the account, so a stack with a custom name deploys to one Region only.',
          source: role,
          seeds: ['004:83'],
          experiments: [
            {
              value: 'FunctionRole',
              outcome: 'replace',
              because: 'The ARN of a role contains its name, so the new role has another ARN.',
            },
          ],
        },
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service',
          value: 'lambda.amazonaws.com',
          fact: 'The trust policy of a role says who can assume it; it is the only resource-based policy that IAM itself supports.',
          source: `${guide}/access_policies.html`,
          seeds: ['003:950', '004:97', '004:98'],
          experiments: [
            {
              value: 'ec2.amazonaws.com',
              outcome: 'update',
              because: 'Lambda cannot assume the role, so its functions get no credentials.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::AccessAnalyzer::Analyzer',
      id: 'UnusedAccessAnalyzer',
      settings: [
        {
          property: 'Type',
          value: 'ACCOUNT_UNUSED_ACCESS',
          fact: 'An unused access analyzer reports unused roles, access keys, and passwords, and the services and actions that active users and roles do not use.',
          source: `${guide}/access-analyzer-findings.html`,
          seeds: ['003:97', '003:98', '003:99'],
          experiments: [
            {
              value: 'ACCOUNT',
              also: [{ property: 'AnalyzerConfiguration', value: null }],
              outcome: 'replace',
              because:
                'An external access analyzer is free. It finds resources that other accounts can use, but no unused access.',
            },
          ],
        },
        {
          property: 'AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge',
          value: 90,
          fact: 'UnusedAccessAge is the number of days without use, 1 to 365, after which an analyzer reports access.',
          source: `${reference}/aws-properties-accessanalyzer-analyzer-unusedaccessconfiguration.html`,
          seeds: [],
          experiments: [
            {
              value: 365,
              outcome: 'update',
              because: 'A role that nobody uses stays unnoticed for a year, the longest period.',
            },
            { value: 366, outcome: 'refused', because: 'The longest period is 365 days.' },
            { value: 0, outcome: 'refused', because: 'The shortest period is one day.' },
          ],
        },
        {
          property: 'AnalyzerName',
          fact: 'An account can have one account-level analyzer of each type in a Region.',
          source: `${guide}/access-analyzer-quotas.html`,
          seeds: [],
          experiments: [
            {
              value: 'unused-access',
              outcome: 'replace',
              because: 'You cannot rename an analyzer, and its findings are deleted with it.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Developers can create a role without a boundary, give it every permission, and let a function use it.',
    changes: [
      {
        type: 'AWS::IAM::ManagedPolicy',
        id: 'DeveloperPolicy',
        property: 'PolicyDocument.Statement.0.Condition',
        value: null,
      },
      {
        type: 'AWS::IAM::Role',
        id: 'FunctionRole',
        property: 'PermissionsBoundary',
        value: null,
      },
    ],
  },
};
