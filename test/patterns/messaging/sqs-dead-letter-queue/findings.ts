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
      'An event source mapping has a failure destination only for streams and Kafka. For a queue, the redrive policy takes that role, which is the lesson.',
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
