import {
  type Acknowledgement,
  endOfTheLine,
  polled,
  recovery,
  tracing,
} from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['DeadLetterQueue'],
    reason: endOfTheLine,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Consumer'],
    reason: `${polled} A message that keeps failing goes to the dead-letter queue of its queue.`,
  },
  {
    id: 'Serverless-LambdaEventSourceMappingDestination',
    at: ['Consumer/SqsEventSource:SqsDeadLetterQueueWorkQueueA4CC193E'],
    reason:
      'An event source mapping has a destination for failures of streams and Kafka only; for a queue it is the redrive policy, which is the lesson.',
  },
  {
    id: 'AwsSolutions-DDB3',
    at: ['Shop'],
    reason: recovery,
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Consumer'],
    reason: tracing,
  },
];
