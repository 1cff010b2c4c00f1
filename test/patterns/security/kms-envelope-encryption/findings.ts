import { type Acknowledgement, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Sealer', 'Opener'],
    reason:
      'Both are invoked synchronously, so the caller gets every error. An event in a dead-letter queue would hold a document in plaintext.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Sealer', 'Opener'],
    reason: tracing,
  },
];
