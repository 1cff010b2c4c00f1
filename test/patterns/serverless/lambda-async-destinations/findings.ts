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
    reason: `It is the on-failure destination of two functions, which the rule does not look at. ${endOfTheLine}`,
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
      'It has an on-failure destination, which takes the place of a dead-letter queue and says more: that is the lesson of the pattern.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Invoicer', 'Archivist', 'LegacyInvoicer'],
    reason: tracing,
  },
];
