import { type Acknowledgement, endOfTheLine, tracing, unread } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  { id: 'AwsSolutions-SQS3', at: ['Inbox'], reason: unread },
  { id: 'Serverless-SQSRedrivePolicy', at: ['Inbox'], reason: unread },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:user/ThreatFindingsAlert/*]',
    at: ['ResponderRole/DefaultPolicy'],
    reason:
      'Nobody knows in advance whose key leaks. The path limits the users to those of workloads.',
  },
  { id: 'Serverless-SQSRedrivePolicy', at: ['Undelivered'], reason: endOfTheLine },
  { id: 'Serverless-LambdaTracing', at: ['Responder'], reason: tracing },
];
