import { type Acknowledgement, firewall, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Site'],
    reason:
      'The bucket holds three public pages. An access log needs a second bucket, which cdk destroy cannot delete once it contains logs.',
  },
  {
    id: 'AwsSolutions-CFR1',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason: 'The pages are for everyone: no law or license excludes a country.',
  },
  {
    id: 'AwsSolutions-CFR2',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason: `${firewall}. Behind CloudFront is only a bucket with three files for GET and HEAD requests.`,
  },
  {
    id: 'AwsSolutions-CFR3',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason:
      'Access logs need a second bucket, which cdk destroy cannot delete once it contains logs, and they would store the IP addresses of the viewers.',
  },
  {
    id: 'AwsSolutions-CFR4',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason:
      'With the certificate of *.cloudfront.net, the minimum protocol is always TLSv1. TLS 1.2 needs your own domain and certificate, as a comment in the stack explains.',
  },
  {
    id: 'AwsSolutions-CFR7',
    at: ['IdentityDistribution'],
    reason:
      'The identity is the lesson: the stack has OAI and its successor OAC side by side, so that you can compare them.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/*]',
    at: ['PublisherRole/DefaultPolicy'],
    reason:
      'The publisher writes and deletes all pages of this bucket, because an update also deletes pages that are no longer listed.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Publisher'],
    reason:
      'CloudFormation waits at most five minutes for its response and then rolls back. A saved event would belong to a deployment that has already ended.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Publisher'],
    reason: tracing,
  },
];
