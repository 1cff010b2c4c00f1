import { type Acknowledgement, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Sealer', 'Opener'],
    reason:
      'Both are called synchronously, because the answer is the result: the caller gets the error, and an event in a dead-letter queue would be a document in plaintext.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Sealer', 'Opener'],
    reason: tracing,
  },
];
