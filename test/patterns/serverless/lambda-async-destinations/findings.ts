import {
  type Acknowledgement,
  endOfTheLine,
  recovery,
  tracing,
} from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-DDB3',
    at: ['Prices', 'Invoices'],
    reason: recovery,
  },
  {
    id: 'AwsSolutions-SQS3',
    at: ['FailedEvents'],
    reason: `This queue is the on-failure destination of two functions, which the rule does not recognize. ${endOfTheLine}`,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['FailedEvents', 'DeadLetters'],
    reason: endOfTheLine,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Invoicer', 'Archivist'],
    reason:
      'An on-failure destination replaces the dead-letter queue and records more: that is the lesson of the pattern.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Invoicer', 'Archivist', 'LegacyInvoicer'],
    reason: tracing,
  },
];
