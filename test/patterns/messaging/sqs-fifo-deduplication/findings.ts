import {
  type Acknowledgement,
  endOfTheLine,
  polled,
  recovery,
  tracing,
} from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-DDB3',
    at: ['Ledger'],
    reason: recovery,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['DeadLetterQueue'],
    reason: endOfTheLine,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Bookkeeper'],
    reason: `${polled} A message that keeps failing goes to the dead-letter queue of its queue.`,
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Bookkeeper'],
    reason: tracing,
  },
  {
    id: 'Serverless-LambdaEventSourceMappingDestination',
    at: ['Bookkeeper/SqsEventSource:SqsFifoDeduplicationPostingQueue5D3BE5F5'],
    reason:
      'An event source mapping has a failure destination only for streams and Kafka. For a queue, the redrive policy takes that role.',
  },
];
