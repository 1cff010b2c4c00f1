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
      'It is called synchronously and the caller has the error; nothing is left for a dead-letter queue.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['OrderTaker', 'OrderFinder'],
    reason: tracing,
  },
];
