import {
  type Acknowledgement,
  endOfTheLine,
  recovery,
  tracing,
} from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Inbox'],
    reason:
      'The register says which files came and what became of them. An access log would need a second bucket, which cdk destroy could not delete once it has logs in it.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::s3eventtodynamodb-inbox-<AWS::AccountId>-<AWS::Region>-an/invoices/*]',
    at: ['ImporterRole/DefaultPolicy'],
    reason:
      'The importer reads any file of the one folder of this bucket that it is notified of: what a file is called is up to the vendor.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<InboxA8E05DC3.Arn>/*]',
    at: ['EmptierRole/DefaultPolicy'],
    reason:
      'The emptier deletes whatever is in this one bucket, for CloudFormation cannot delete a bucket with anything in it.',
  },
  {
    id: 'AwsSolutions-DDB3',
    at: ['Invoices', 'Register'],
    reason: recovery,
  },
  {
    id: 'AwsSolutions-SQS3',
    at: ['Rejects'],
    reason: `It is the destination for failures of the importer, which the rule does not look at. ${endOfTheLine}`,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['Rejects'],
    reason: endOfTheLine,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Importer'],
    reason:
      'It has the successor of a dead-letter queue, a destination for failures, which keeps the error beside the event.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Emptier'],
    reason:
      'CloudFormation calls it and waits for its answer: an event that was kept would belong to a deletion that is over.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Importer', 'Emptier'],
    reason: tracing,
  },
];
