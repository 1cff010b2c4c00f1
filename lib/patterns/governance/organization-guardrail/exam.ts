import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const policy = `${reference}/aws-resource-organizations-policy.html`;
const unit = `${reference}/aws-resource-organizations-organizationalunit.html`;
const guide = 'https://docs.aws.amazon.com/organizations/latest/userguide';
const tower = 'https://docs.aws.amazon.com/controltower/latest';

export const exam: Exam = {
  question:
    'Which policy keeps member accounts in one Region and their trail on, whatever their administrators allow, and whom does it not bind?',
  answer:
    'A service control policy with Deny statements, attached to an organizational unit. It limits every user and role of the member accounts, even their root users, and grants nothing. It does not bind the management account.',
  wrong: [
    {
      answer: 'An IAM policy in each account',
      because:
        'The administrators of the account can change or detach it, and it does not limit the root user.',
    },
    {
      answer: 'A permissions boundary on every role',
      because:
        'A boundary limits one user or role. An administrator of the account can remove it or create roles without it.',
    },
    {
      answer: 'An AWS Config rule',
      because: 'A rule detects what has happened and reports it. It does not prevent a call.',
    },
    {
      answer: 'A service control policy that allows only what each team needs',
      because:
        'An SCP grants nothing, so the teams still need IAM policies. One Deny also needs less upkeep than a list of everything allowed.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.1', 'SOA-C03 4.1', 'DOP-C02 2.2', 'DOP-C02 6.1'],
  cost: 'free',
  remains: [
    'Accounts that you have moved into the unit: cdk destroy then fails, until you move them out of it.',
  ],
  flow: [
    { from: '(management account)', to: 'Guardrail', label: 'creates' },
    { from: 'Guardrail', to: 'Workloads', label: 'denies' },
    { from: 'ProjectTag', to: 'Workloads', label: 'spells a tag' },
    { from: '(member account)', to: 'Workloads', label: 'is in' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::Organizations::Policy',
      id: 'Guardrail',
      settings: [
        {
          property: 'Type',
          value: 'SERVICE_CONTROL_POLICY',
          fact: 'A service control policy limits what the users and roles of member accounts can do, but not those of the management account.',
          source: `${guide}/orgs_manage_policies_scps.html`,
          seeds: ['003:951', '003:952', '004:4362', '004:4363', '004:4367', '004:4368'],
          experiments: [
            {
              value: 'TAG_POLICY',
              outcome: 'replace',
              because:
                'A new policy of another type replaces this one, and AWS refuses its content, which is no tag policy.',
            },
          ],
        },
        {
          property: 'Content.Statement.0.Effect',
          value: 'Deny',
          fact: 'An SCP grants nothing: a call succeeds only if IAM policies and every SCP above the account allow it, and none denies it.',
          source: `${guide}/orgs_manage_policies_scps_evaluation.html`,
          seeds: ['002:307', '003:952', '003:953', '003:954'],
          experiments: [
            {
              value: 'Allow',
              also: [
                { property: 'Content.Statement.0.NotAction', value: null },
                { property: 'Content.Statement.0.Action', value: '*' },
                { property: 'Content.Statement.0.Condition', value: null },
              ],
              outcome: 'update',
              because:
                'Accounts can use every Region again, and nobody has a new permission, because an SCP grants none.',
            },
          ],
        },
        {
          property: 'Content.Statement.0.NotAction',
          value: [
            'acm:*',
            'budgets:*',
            'ce:*',
            'cloudfront:*',
            'health:*',
            'iam:*',
            'organizations:*',
            'route53:*',
            'shield:*',
            'sts:*',
            'support:*',
            'wafv2:*',
          ],
          fact: 'A Deny by aws:RequestedRegion needs NotAction for global services, such as IAM, whose only endpoint is in us-east-1.',
          source: `${guide}/orgs_manage_policies_scps_examples_general.html`,
          seeds: ['003:952'],
          experiments: [
            {
              value: null,
              also: [{ property: 'Content.Statement.0.Action', value: '*' }],
              outcome: 'update',
              because:
                'Outside us-east-1, nobody in the accounts can use IAM, CloudFront, or Route 53.',
            },
          ],
        },
        {
          property: 'Content.Statement.1.Action',
          value: [
            'cloudtrail:DeleteTrail',
            'cloudtrail:PutEventSelectors',
            'cloudtrail:StopLogging',
            'cloudtrail:UpdateTrail',
          ],
          fact: 'An explicit Deny in an SCP overrides every Allow in the account, also for its administrators and its root user.',
          source: `${guide}/orgs_manage_policies_scps.html`,
          seeds: ['003:954'],
          experiments: [
            {
              value: ['cloudtrail:DeleteTrail'],
              outcome: 'update',
              because:
                'An administrator can stop the logging of the trail, or empty its event selectors, without deleting it.',
            },
          ],
        },
        {
          property: 'Content.Statement.2.Action',
          value: 'organizations:LeaveOrganization',
          fact: 'A member account can leave its organization, and its SCPs with it, unless an SCP denies organizations:LeaveOrganization.',
          source: `${guide}/orgs_manage_policies_scps_examples_general.html`,
          seeds: [],
          experiments: [
            {
              value: 'organizations:DescribeOrganization',
              outcome: 'update',
              because:
                'An administrator can take the account out of the organization, and is free of the policy.',
            },
          ],
        },
        {
          property: 'Content.Statement.3',
          fact: 'An SCP has at most 5,120 characters, and a root, unit, or account at most five SCPs.',
          source: `${guide}/orgs_reference_limits.html`,
          seeds: [],
          experiments: [
            {
              value: {
                Sid: 'TooLong',
                Effect: 'Deny',
                Action: `ec2:${'x'.repeat(5200)}`,
                Resource: '*',
              },
              outcome: 'fails',
              because: 'The policy would have more than 5,120 characters.',
              source: policy,
            },
          ],
        },
        {
          property: 'Name',
          value: 'OrganizationGuardrail-guardrail',
          fact: 'You can test an SCP before you attach it: the IAM policy simulator decides what the policies allow together.',
          source: `${guide}/orgs_manage_policies_scps.html`,
          seeds: ['002:62'],
          experiments: [
            {
              value: 'guardrail',
              outcome: 'update',
              because: 'The policy keeps its ID and its targets.',
            },
          ],
        },
        {
          property: 'Description',
          value: 'Stay in one Region, keep the trail on, and stay in the organization',
          fact: 'AWS Control Tower sets up a landing zone, and its preventive controls are implemented with SCPs.',
          source: `${tower}/controlreference/controls.html`,
          seeds: ['004:4652'],
          today: {
            notes: 'The rules of Control Tower are called guardrails.',
            now: 'AWS calls them controls: preventive, detective, and proactive ones.',
            since: 'unknown',
            source: `${tower}/controlreference/controls.html`,
          },
          experiments: [
            {
              value: 'A guardrail',
              outcome: 'update',
              because: 'Only the text for people changes.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Organizations::OrganizationalUnit',
      id: 'Workloads',
      settings: [
        {
          property: 'Name',
          value: 'OrganizationGuardrail-workloads',
          fact: 'An organizational unit groups accounts, up to five levels deep, and what is attached to it holds for every account below.',
          source: unit,
          seeds: ['004:4359', '004:4360'],
          experiments: [
            {
              value: 'workloads',
              outcome: 'update',
              because: 'The unit keeps its ID, its accounts, and its policies.',
            },
          ],
        },
        {
          property: 'Tags',
          fact: 'Consolidated billing adds up the bills of all accounts for one payer, who also gets the volume discounts and shared savings.',
          source:
            'https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/consolidated-billing.html',
          seeds: ['002:60', '004:4344', '004:4346', '004:4348'],
        },
      ],
    },
    {
      type: 'AWS::Organizations::Policy',
      id: 'ProjectTag',
      settings: [
        {
          property: 'Type',
          value: 'TAG_POLICY',
          fact: 'A tag policy standardizes the keys and values of tags; it does not require a tag on a resource.',
          source: `${guide}/orgs_manage_policies_tag-policies.html`,
          seeds: ['004:4356', '004:4357'],
          experiments: [
            {
              value: 'SERVICE_CONTROL_POLICY',
              outcome: 'replace',
              because:
                'A new policy of another type replaces this one, and AWS refuses its content, which has no statements.',
            },
          ],
        },
        {
          property: 'Content.tags.project.tag_key',
          value: { '@@assign': 'project' },
          fact: 'A policy of a child can change what @@assign inherits, unless the parent limits that with @@operators_allowed_for_child_policies.',
          source: `${guide}/policy-operators.html`,
          seeds: ['004:4357'],
          experiments: [
            {
              value: { '@@assign': 'Project' },
              outcome: 'update',
              because: 'Tags with the key project are now reported as not compliant.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The Deny holds for global services too: outside us-east-1, nobody in the accounts can use IAM any more. And an administrator can stop the trail without deleting it.',
    changes: [
      {
        type: 'AWS::Organizations::Policy',
        id: 'Guardrail',
        property: 'Content.Statement.0.NotAction',
        value: null,
      },
      {
        type: 'AWS::Organizations::Policy',
        id: 'Guardrail',
        property: 'Content.Statement.0.Action',
        value: '*',
      },
      {
        type: 'AWS::Organizations::Policy',
        id: 'Guardrail',
        property: 'Content.Statement.1.Action',
        value: 'cloudtrail:DeleteTrail',
      },
    ],
  },
};
