import { type Acknowledgement, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-IAM5[Resource::<CashierD4A40978.Arn>:*]',
    at: ['BeforeTrafficRole/DefaultPolicy'],
    reason:
      'The star stands for the versions of one function, of which every release makes another: the hook inspects the one that is next.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Cashier'],
    reason:
      'Its clients wait for the receipt: they have the error, and nothing is left for a dead-letter queue.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['BeforeTraffic', 'AfterTraffic'],
    reason:
      'CodeDeploy waits for the word of the hook: without it the deployment does not go on, and inspecting it later is of no use.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Cashier', 'BeforeTraffic', 'AfterTraffic'],
    reason: tracing,
  },
];
