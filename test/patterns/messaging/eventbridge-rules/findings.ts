import {
  type Acknowledgement,
  endOfTheLine,
  recovery,
  tracing,
} from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  { id: 'AwsSolutions-DDB3', at: ['CurrentStates'], reason: recovery },
  {
    id: 'AwsSolutions-SQS3',
    at: ['UnhandledEvents'],
    reason: `It is the dead-letter queue of rules and a schedule, and the failure destination of functions. This rule does not check those. ${endOfTheLine}`,
  },
  { id: 'Serverless-SQSRedrivePolicy', at: ['UnhandledEvents'], reason: endOfTheLine },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['StateKeeper', 'Closer'],
    reason:
      'It has a failure destination instead, the successor of a dead-letter queue, which also keeps the error.',
  },
  { id: 'Serverless-LambdaTracing', at: ['StateKeeper', 'Closer'], reason: tracing },
];
