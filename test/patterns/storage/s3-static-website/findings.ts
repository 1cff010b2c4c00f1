import { type Acknowledgement, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Pages', 'Uploads'],
    reason:
      'An access log needs another bucket, which cdk destroy cannot delete once it contains logs. The exam list says why it must be another one.',
  },
  {
    id: 'AwsSolutions-S5',
    at: ['Pages'],
    reason:
      'The rule wants CloudFront in front of a website, which is the lesson of CloudfrontOriginAccessIdentity. Here nobody can read the website, unless you ask for it.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Uploads4F6EB0FD.Arn>/inbox/*]',
    at: ['SignerRole/DefaultPolicy'],
    reason: 'The browser chooses the names of its files. The function decides about the prefix.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Signer'],
    reason: 'The page invokes the function synchronously, so it gets every error.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Signer'],
    reason: tracing,
  },
];
