import { type Acknowledgement, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-IAM5[Resource::<CashierD4A40978.Arn>:*]',
    at: ['BeforeTrafficRole/DefaultPolicy'],
    reason:
      'The wildcard covers the versions of one function only; every release publishes another version, which the hook must invoke.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*]',
    at: ['CodeDeployRole/DefaultPolicy'],
    reason:
      'Only reads alarms of this account and Region; AWS does not say whether CodeDeploy asks for one by name or for all.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Cashier'],
    reason:
      'Its clients wait for the receipt and get the error, so a dead-letter queue would stay empty.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['BeforeTraffic', 'AfterTraffic'],
    reason:
      'CodeDeploy waits for the report of the hook and fails the deployment without it, so inspecting the event later is of no use.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Cashier', 'BeforeTraffic', 'AfterTraffic'],
    reason: tracing,
  },
];
