import { type Acknowledgement, endOfTheLine, unread } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-SQS3',
    at: ['WarehouseQueue', 'BillingQueue', 'FraudQueue'],
    reason: unread,
  },
  {
    id: 'AwsSolutions-SQS3',
    at: ['WarehouseUndeliveredQueue', 'BillingUndeliveredQueue', 'FraudUndeliveredQueue'],
    reason: `It is the dead-letter queue of a subscription, which the rule does not look at. ${endOfTheLine}`,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['WarehouseQueue', 'BillingQueue', 'FraudQueue'],
    reason: unread,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['WarehouseUndeliveredQueue', 'BillingUndeliveredQueue', 'FraudUndeliveredQueue'],
    reason: endOfTheLine,
  },
];
