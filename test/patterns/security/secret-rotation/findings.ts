import { type Acknowledgement, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Vendor', 'Rotator', 'Shipper'],
    reason:
      'Their callers wait for the answer, so nothing is left for a dead-letter queue. Secrets Manager tries a rotation again that has failed.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Vendor', 'Rotator', 'Shipper'],
    reason: tracing,
  },
];
