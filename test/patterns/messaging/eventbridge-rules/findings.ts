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
    reason: `It is the dead-letter queue of rules and a schedule and the destination for failures of functions, which this rule does not look at. ${endOfTheLine}`,
  },
  { id: 'Serverless-SQSRedrivePolicy', at: ['UnhandledEvents'], reason: endOfTheLine },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['StateKeeper', 'Closer'],
    reason:
      'It has the successor of a dead-letter queue, a destination for failures, which keeps the error beside the event.',
  },
  { id: 'Serverless-LambdaTracing', at: ['StateKeeper', 'Closer'], reason: tracing },
];
