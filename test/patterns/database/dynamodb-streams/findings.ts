import {
  type Acknowledgement,
  endOfTheLine,
  polled,
  recovery,
  tracing,
} from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: ['AuditorRole/DefaultPolicy'],
    reason:
      'IAM supports no narrower resource for dynamodb:ListStreams, which Lambda needs to find the stream.',
  },
  {
    id: 'AwsSolutions-SQS3',
    at: ['FailedBatches'],
    reason: `It is the on-failure destination of the event source mapping, which this check does not recognize. ${endOfTheLine}`,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['FailedBatches'],
    reason: endOfTheLine,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Auditor'],
    reason: `${polled} A batch that keeps failing goes to the destination of the event source mapping.`,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Recoverer'],
    reason: 'A person calls it synchronously and sees the error, and the batch stays in its queue.',
  },
  {
    id: 'AwsSolutions-DDB3',
    at: ['Products', 'AuditTrail'],
    reason: recovery,
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Auditor', 'Recoverer'],
    reason: tracing,
  },
];
