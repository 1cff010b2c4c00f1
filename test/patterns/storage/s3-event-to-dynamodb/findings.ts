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
      'The register lists the imported files with their numbers of rows. An access log would need a second bucket, which cdk destroy could not delete once it has logs in it.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::s3eventtodynamodb-inbox-<AWS::AccountId>-<AWS::Region>-an/invoices/*]',
    at: ['ImporterRole/DefaultPolicy'],
    reason:
      'The importer reads any file in the one folder that it is notified of, because the vendor chooses the names of the files.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<InboxA8E05DC3.Arn>/*]',
    at: ['EmptierRole/DefaultPolicy'],
    reason:
      'The emptier deletes everything in this one bucket, because CloudFormation can delete only an empty bucket.',
  },
  {
    id: 'AwsSolutions-DDB3',
    at: ['Invoices', 'Register'],
    reason: recovery,
  },
  {
    id: 'AwsSolutions-SQS3',
    at: ['Rejects'],
    reason: `It is the destination for failures of the importer, and the rule knows only the dead-letter queues of queues. ${endOfTheLine}`,
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
      'It has an on-failure destination instead of a dead-letter queue. The destination gets the error as well as the event.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Emptier'],
    reason:
      'CloudFormation waits for its answer. An event kept in a dead-letter queue would belong to a deletion that is already over.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Importer', 'Emptier'],
    reason: tracing,
  },
];
