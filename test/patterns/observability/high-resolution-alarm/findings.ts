import { type Acknowledgement, tracing, unread } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-SQS3',
    at: ['PagerQueue'],
    reason: unread,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['PagerQueue'],
    reason: unread,
  },
  {
    id: 'Serverless-SNSRedrivePolicy',
    at: ['PagerSubscription'],
    reason:
      'The queue is in the same stack, and its policy lets the topic send. The state of an alarm stays readable even if a notification is lost.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: ['SamplerRole/DefaultPolicy'],
    reason:
      'A metric has no ARN, so PutMetricData allows only an asterisk. The condition cloudwatch:namespace limits it to one namespace.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Sampler'],
    reason:
      'The script calls the function synchronously and gets the error. A report that is late is worth nothing to an alarm on ten seconds.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Sampler'],
    reason: tracing,
  },
];
