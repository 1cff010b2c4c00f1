import { type Acknowledgement, recovery } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-DDB3',
    at: ['Orders'],
    reason: recovery,
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:role/PermissionsBoundary/*]',
    at: ['DeveloperPolicy'],
    reason:
      'Developers name the roles that they create. The path limits them to the roles of this stack, and the role of the developers is outside of it.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:PermissionsBoundary-*]',
    at: ['DeveloperPolicy'],
    reason:
      'Developers name the functions that they create. The prefix keeps them away from the functions of others.',
  },
];
