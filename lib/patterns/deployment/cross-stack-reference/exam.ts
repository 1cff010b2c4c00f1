import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';
const imports = `${reference}/intrinsic-function-reference-importvalue.html`;
const stackSet = `${reference}/aws-resource-cloudformation-stackset.html`;
const preferences = `${reference}/aws-properties-cloudformation-stackset-operationpreferences.html`;

export const exam: Exam = {
  question:
    'How do stacks share a value, check their inputs, and roll out copies, and what if somebody removes an export that is in use?',
  answer:
    'Export an output, and import it with Fn::ImportValue. CloudFormation keeps an export that is in use: first change every stack that imports it. Parameters check inputs, mappings hold a value for each Region, and a stack set makes copies.',
  wrong: [
    {
      answer: 'Ref or Fn::GetAtt to a resource of the other stack',
      because: 'Both see the resources of their own template alone, so CloudFormation refuses it.',
    },
    {
      answer: 'First delete the export, then the imports',
      because:
        'CloudFormation rolls back an update that removes or changes an export in use, and does not delete its stack.',
    },
    {
      answer: 'An import of an export in another Region',
      because:
        'Exports belong to one account and Region. Fn::GetStackOutput reads an output of another one.',
    },
    {
      answer: 'A nested stack for each account',
      because: 'A nested stack is in the account and the Region of its parent. Use a stack set.',
    },
    {
      answer: 'The AMI ID of one Region in the template',
      because:
        'An AMI has another ID in each Region. A mapping or a public parameter finds the right one.',
    },
  ],
  questions,
  tasks: ['DVA-C02 3.1', 'DVA-C02 3.4', 'SOA-C03 3.1', 'DOP-C02 2.1', 'DOP-C02 2.2'],
  cost: 'free',
  remains: [],
  flow: [
    { from: 'TeamTemplate', to: '(stack of a team)', label: 'template' },
    { from: 'SharedLogs', to: '(stack of a team)', label: 'import' },
    { from: '(administrator)', to: 'TeamCopies', label: 'accounts, Regions' },
    { from: 'TeamCopies', to: '(stack in each)', label: 'one after another' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::Logs::LogGroup',
      id: 'SharedLogs',
      settings: [
        {
          property: 'RetentionInDays',
          value: { 'Fn::FindInMap': ['RetentionByStage', { Ref: 'Stage' }, 'days'] },
          fact: 'Fn::FindInMap takes a map, a top-level key such as the Region, and a second-level key; use it for the AMI of each Region.',
          source: `${reference}/intrinsic-function-reference-findinmap.html`,
          seeds: ['003:46', '003:47', '003:91'],
          tasks: ['DVA-C02 3.1', 'DOP-C02 2.1'],
          experiments: [
            {
              value: 7,
              outcome: 'update',
              because: 'All copies keep their logs for a week, whatever their stage is.',
            },
            {
              value: 8,
              outcome: 'fails',
              because:
                'CloudWatch Logs keeps logs for certain numbers of days only, such as 7 or 14.',
              source: `${reference}/aws-resource-logs-loggroup.html`,
            },
          ],
        },
        {
          property: 'LogGroupName',
          fact: 'You cannot remove or change an exported value while a stack imports it, nor delete the exporting stack.',
          source: imports,
          seeds: ['003:48', '003:92', '003:93', '003:94'],
          tasks: ['DVA-C02 3.4', 'SOA-C03 3.1', 'DOP-C02 2.1'],
          experiments: [
            {
              value: '/shared/logs',
              outcome: 'replace',
              because:
                'The new log group has another name, so the export changes. While a stack imports it, CloudFormation rolls the update back.',
            },
          ],
        },
        {
          property: 'LogGroupClass',
          fact: 'Export names are unique for an account within a Region, and Fn::ImportValue imports only from the same account and Region.',
          source: imports,
          seeds: ['003:48'],
          tasks: ['SOA-C03 3.1', 'DOP-C02 2.1'],
        },
        {
          property: 'KmsKeyId',
          fact: 'Ref returns a parameter or usually the name of a resource, Fn::GetAtt an attribute, and Fn::Sub puts variables into a text.',
          source: `${reference}/intrinsic-function-reference.html`,
          seeds: ['003:87', '003:88', '003:89', '003:90'],
          tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
        },
      ],
    },
    {
      type: 'AWS::SSM::Parameter',
      id: 'TeamTemplate',
      settings: [
        {
          property: 'Type',
          value: 'String',
          fact: 'CloudFormation parameters have types such as String, Number, List<Number>, IDs of AWS resources, and values of the SSM Parameter Store.',
          source: `${guide}/parameters-section-structure.html`,
          seeds: ['003:59', '003:60', '003:62', '003:65', '003:66', '003:72'],
          tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
          today: {
            notes: 'CloudFormation supports the eleven parameter types of a list.',
            now: 'There are more, for example AWS::EC2::Image::Id, List<AWS::EC2::Image::Id>, and AWS::SSM::Parameter::Value<String>.',
            since: 'unknown',
            source: `${guide}/cloudformation-supplied-parameter-types.html`,
          },
          experiments: [
            {
              value: 'SecureString',
              outcome: 'fails',
              because: 'CloudFormation cannot create a parameter of this type.',
              source: `${reference}/aws-resource-ssm-parameter.html`,
            },
            {
              value: 'StringList',
              outcome: 'update',
              because: 'The same text now counts as a list, divided at its commas.',
            },
          ],
        },
        {
          property: 'AllowedPattern',
          fact: 'AllowedValues lists what a parameter may be; for a CommaDelimitedList, each value of the list must be one of them.',
          source: `${guide}/parameters-section-structure.html`,
          seeds: ['003:75', '003:76', '003:77'],
          tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
        },
        {
          property: 'Name',
          fact: 'Pseudo parameters such as AWS::Region, AWS::AccountId, and AWS::StackName are there without being declared.',
          source: `${guide}/pseudo-parameter-reference.html`,
          seeds: ['003:55'],
          tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
          experiments: [
            {
              value: 'team-template',
              outcome: 'replace',
              because:
                'A fixed name is a new parameter. A second copy of the stack in the Region would fail.',
            },
          ],
        },
        {
          property: 'Tier',
          fact: 'Only the Resources section is required; others are Parameters, Mappings, Conditions, Transform, Outputs, Metadata, and Rules.',
          source: `${guide}/template-anatomy.html`,
          seeds: ['003:50', '003:56', '003:57', '004:4148', '004:4154'],
          tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
          today: {
            notes: 'A template has nine sections.',
            now: 'It also has Rules, which check combinations of parameters, and Hooks.',
            since: 'unknown',
            source: `${guide}/template-anatomy.html`,
          },
        },
      ],
    },
    {
      type: 'AWS::CloudFormation::StackSet',
      id: 'TeamCopies',
      settings: [
        {
          property: 'PermissionModel',
          value: 'SELF_MANAGED',
          fact: 'A stack set deploys one template to many accounts and Regions, with roles of yours (SELF_MANAGED) or of AWS Organizations (SERVICE_MANAGED).',
          source: stackSet,
          seeds: ['002:890', '003:51', '003:53', '003:54', '004:4143'],
          tasks: ['SOA-C03 3.1', 'DOP-C02 2.2'],
          today: {
            notes:
              'To deploy to several Regions, call create-stack-set in an administrator account.',
            now: 'create-stack-set only defines the stack set. Stacks appear after create-stack-instances, or with StackInstancesGroup.',
            source: `${reference}/aws-properties-cloudformation-stackset-stackinstances.html`,
          },
          experiments: [
            {
              value: 'SERVICE_MANAGED',
              outcome: 'replace',
              because:
                'This is another stack set. It needs an organization and targets organizational units, and AutoDeployment becomes required.',
            },
          ],
        },
        {
          property: 'StackInstancesGroup.0.DeploymentTargets.Accounts',
          value: { Ref: 'TargetAccounts' },
          fact: 'A stack instance is the reference of a stack set to a stack in one account and Region; without instances, it deploys nothing.',
          source: `${guide}/stacksets-concepts.html`,
          seeds: ['003:53', '003:54'],
          tasks: ['SOA-C03 3.1', 'DOP-C02 2.2'],
        },
        {
          property: 'OperationPreferences.FailureToleranceCount',
          value: 0,
          fact: 'FailureToleranceCount is how many accounts of a Region may fail before CloudFormation stops there and skips the following Regions.',
          source: preferences,
          seeds: ['002:890'],
          tasks: ['DOP-C02 2.2'],
          experiments: [
            {
              value: 3,
              outcome: 'update',
              because: 'Three accounts of a Region may fail before the rollout stops.',
            },
          ],
        },
        {
          property: 'OperationPreferences.FailureTolerancePercentage',
          fact: 'Failure tolerance and concurrency are each a count or a percentage, but not both.',
          source: preferences,
          seeds: ['002:890'],
          tasks: ['DOP-C02 2.2'],
          experiments: [
            {
              value: 10,
              outcome: 'fails',
              because: 'The count is there already, and the two exclude each other.',
              source: preferences,
            },
          ],
        },
        {
          property: 'OperationPreferences.MaxConcurrentCount',
          value: 1,
          fact: 'MaxConcurrentCount is how many accounts get the change at the same time: at most one more than FailureToleranceCount.',
          source: preferences,
          seeds: ['002:890'],
          tasks: ['DOP-C02 2.2'],
        },
        {
          property: 'OperationPreferences.RegionConcurrencyType',
          value: 'SEQUENTIAL',
          fact: 'RegionConcurrencyType says whether the Regions are deployed in parallel or one at a time, and RegionOrder in which order.',
          source: preferences,
          seeds: ['002:890'],
          tasks: ['DOP-C02 2.2'],
          experiments: [
            {
              value: 'PARALLEL',
              outcome: 'update',
              because: 'A mistake in the template reaches all Regions at once.',
            },
          ],
        },
        {
          property: 'TemplateURL',
          fact: 'The template of a stack set is its TemplateBody, of up to 51,200 bytes, or at a TemplateURL in S3.',
          source: stackSet,
          seeds: [],
          tasks: ['SOA-C03 3.1'],
          experiments: [
            {
              value: 'https://example-bucket.s3.amazonaws.com/team.json',
              outcome: 'refused',
              because: 'A stack set has either a body or a URL.',
            },
          ],
        },
        {
          property: 'StackSetName',
          value: 'CrossStackReference-TeamCopies',
          fact: 'A stack set belongs to the Region in which you create it: in another Region, you can neither see nor change it.',
          source: `${guide}/stacksets-concepts.html`,
          seeds: ['002:888'],
          tasks: ['SOA-C03 3.1'],
          experiments: [
            {
              value: 'TeamCopies',
              outcome: 'replace',
              because: 'The new name is a new stack set, with stacks of its own in each account.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The template of the teams names a log group with Ref, which knows its own template alone, so no team can create its stack.',
    changes: [
      {
        type: 'AWS::SSM::Parameter',
        id: 'TeamTemplate',
        property: 'Value',
        value:
          '{"Parameters":{"SharedStack":{"Type":"String","Default":"CrossStackReference"},"Word":{"Type":"String","AllowedValues":["ERROR","WARN"]}},"Resources":{"WordFilter":{"Type":"AWS::Logs::MetricFilter","Properties":{"LogGroupName":{"Ref":"SharedLogs"},"FilterPattern":{"Ref":"Word"},"MetricTransformations":[{"MetricName":{"Ref":"Word"},"MetricNamespace":{"Ref":"AWS::StackName"},"MetricValue":"1"}]}}}}',
      },
    ],
  },
};
