import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A network team has a stack with a VPC. Twelve product teams in the same account and Region write their own templates and need the ID of this VPC, without copying it by hand. How should the stacks share it?',
    right: ['The network stack exports it as an output, and the others use Fn::ImportValue'],
    because:
      'An exported output can be imported by name in every stack of the same account and Region.',
    wrong: [
      {
        answer: 'The network stack outputs it, and the others use Ref with its logical ID',
        because: 'Ref finds parameters and resources of its own template only.',
      },
      {
        answer: 'The network stack tags it, and the others use Fn::GetAtt with the tag',
        because:
          'Fn::GetAtt returns an attribute of a resource in the same template. It finds no tags.',
      },
      {
        answer: 'The network stack maps it, and the others use Fn::FindInMap with its name',
        because: 'A mapping is part of one template, and other templates do not see it.',
      },
    ],
    shows: [
      { id: 'SharedLogs', property: 'LogGroupName' },
      { id: 'SharedLogs', property: 'LogGroupClass' },
    ],
    tasks: ['SOA-C03 3.1', 'DVA-C02 3.1'],
    seeds: ['003:92', '003:93', '003:94'],
  },
  {
    text: 'A stack exports the name of a table, and three stacks import it. The table is to be replaced by another one. The update of the first stack is rolled back, with the message that the export is in use. Which two steps lead out of this, in this order?',
    right: [
      'Update the three stacks so that they no longer import the value, for example with the name as text',
      'Then update the first stack, which may now remove or change its export',
    ],
    because:
      'CloudFormation protects an export as long as a stack imports it, so the consumers must change first.',
    wrong: [
      {
        answer: 'Delete the first stack and create it again with an export of the same name',
        because: 'A stack with an export in use cannot be deleted.',
      },
      {
        answer: 'Delete the export itself with the CLI, which ignores the imports',
        because: 'There is no such call. An export exists as long as its output.',
      },
      {
        answer: 'Update the first stack again with rollback disabled',
        because:
          'The update fails all the same. Without a rollback, the stack only stays as it failed.',
      },
    ],
    shows: [{ id: 'SharedLogs', property: 'LogGroupName' }],
    tasks: ['DVA-C02 3.4', 'DOP-C02 2.1'],
    seeds: ['003:93', '003:94'],
  },
  {
    text: 'One template starts EC2 instances in four Regions. In each Region, the AMI of the company has another ID. Which solution works without a change when an operator deploys the template in one of them?',
    right: ['A mapping with the Region as its key, and Fn::FindInMap with AWS::Region'],
    because:
      'AWS::Region is the Region of the stack, and Fn::FindInMap returns the value of its key.',
    wrong: [
      {
        answer: 'A mapping with the AMI as its key, and Ref with AWS::Region',
        because: 'Ref returns the name of the Region. It looks nothing up.',
      },
      {
        answer: 'An export of the AMI in one Region, and Fn::ImportValue in the others',
        because: 'Fn::ImportValue imports only from the same Region, and the IDs differ anyway.',
      },
      {
        answer: 'A parameter of the type String, and the ID of one Region as its default',
        because: 'In the other three Regions, there is no AMI with the ID of the default.',
      },
    ],
    shows: [{ id: 'SharedLogs', property: 'RetentionInDays' }],
    tasks: ['DVA-C02 3.1', 'SOA-C03 3.1'],
    seeds: ['003:46', '003:47', '003:91'],
  },
  {
    text: 'Operators often start a stack with a mistyped size or with the ID of a security group that does not exist. The stack then fails after ten minutes. Which change of the template finds such mistakes before anything is created?',
    right: ['AllowedValues for the size, and the type AWS::EC2::SecurityGroup::Id for the group'],
    because:
      'CloudFormation checks the value against the list, and an ID of an AWS type against what the account has.',
    wrong: [
      {
        answer: 'A Description for the size, and a Default for the group, both as String',
        because:
          'A description is only read by people, and a default can be overwritten with a typo.',
      },
      {
        answer: 'NoEcho for the size, and an Export for the group, both as outputs',
        because: 'NoEcho hides a value, and an export publishes one. Neither checks an input.',
      },
      {
        answer: 'A DeletionPolicy for the size, and a DependsOn for the group',
        because:
          'These attributes are of resources: what stays after a deletion, and in which order.',
      },
    ],
    shows: [
      { id: 'TeamTemplate', property: 'AllowedPattern' },
      { id: 'TeamTemplate', property: 'Type' },
    ],
    tasks: ['SOA-C03 3.1', 'DVA-C02 3.1'],
    seeds: ['003:59', '003:66', '003:67', '003:75', '003:76'],
  },
  {
    text: 'A security team must deploy the same template in 40 accounts and three Regions. If it fails in more than two accounts of a Region, the rollout must stop. Which solution does this without scripts?',
    right: ['A stack set with instances in the accounts and Regions, and a failure tolerance of 2'],
    because:
      'A stack set deploys its template by stack instances, and its operation preferences say when to stop.',
    wrong: [
      {
        answer: 'A stack with a nested stack for each account, and a rollback after two of them',
        because: 'Nested stacks are in the account and Region of their parent.',
      },
      {
        answer: 'A stack with a condition for each account, and an import of two values',
        because: 'A stack belongs to one account and one Region, whatever its conditions are.',
      },
      {
        answer: 'A change set with all accounts, and a failure tolerance of 2',
        because: 'A change set shows the changes of one stack before you make them.',
      },
    ],
    shows: [
      { id: 'TeamCopies', property: 'PermissionModel' },
      { id: 'TeamCopies', property: 'OperationPreferences.FailureToleranceCount' },
    ],
    tasks: ['DOP-C02 2.2', 'SOA-C03 3.1'],
    seeds: ['002:890', '003:51', '003:53', '003:54', '004:4143'],
  },
  {
    text: 'An engineer calls create-stack-set in Frankfurt and gets a success. Hours later, none of the target accounts has a stack. A colleague who looks in Ireland does not even see the stack set. What explains both?',
    right: [
      'The stack set has no stack instances yet, and it belongs to the Region where it was made',
    ],
    because:
      'The call create-stack-set only defines the set. create-stack-instances makes stacks, and a stack set is a regional resource.',
    wrong: [
      {
        answer: 'The stack set waits for its change set, and it is replicated to Ireland at night',
        because: 'A stack set has no change set that it waits for, and is not replicated.',
      },
      {
        answer: 'The stack set needs an export in each account, and Ireland has none',
        because: 'A stack set needs no exports.',
      },
      {
        answer: 'The stack set deploys only to its own account, and Ireland is another one',
        because: 'A stack set deploys to many accounts, and a Region is no account.',
      },
    ],
    shows: [
      { id: 'TeamCopies', property: 'StackInstancesGroup.0.DeploymentTargets.Accounts' },
      { id: 'TeamCopies', property: 'StackSetName' },
    ],
    tasks: ['SOA-C03 3.1', 'DOP-C02 2.2'],
    seeds: ['002:888', '002:890', '003:52'],
  },
];
