import { type Acknowledgement, recovery, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-DDB3',
    at: ['Orders'],
    reason: recovery,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['OrderTaker', 'OrderFinder'],
    reason:
      'Clients call it synchronously and receive the error, so nothing is left for a dead-letter queue.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['OrderTaker', 'OrderFinder'],
    reason: tracing,
  },
];
