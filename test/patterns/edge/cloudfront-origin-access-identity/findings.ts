import { type Acknowledgement, firewall, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Site'],
    reason:
      'The bucket holds three public pages. Its access log would need a second bucket, which cdk destroy could not delete once it has logs in it.',
  },
  {
    id: 'AwsSolutions-CFR1',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason: 'The pages are for everyone: no law or license excludes a country.',
  },
  {
    id: 'AwsSolutions-CFR2',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason: `${firewall}. There is nothing behind CloudFront but a bucket that answers GET and HEAD with three files.`,
  },
  {
    id: 'AwsSolutions-CFR3',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason:
      'Access logs would need a bucket with ACLs, which cdk destroy could not delete once it has logs in it, and would keep the addresses of the viewers.',
  },
  {
    id: 'AwsSolutions-CFR4',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason:
      'With the certificate of *.cloudfront.net the minimum is TLSv1, whatever is asked for. TLS 1.2 takes a domain and a certificate of one’s own; the stack says so at the line.',
  },
  {
    id: 'AwsSolutions-CFR7',
    at: ['IdentityDistribution'],
    reason:
      'The identity is the lesson: the old way stands beside its successor, the access control, so that one can compare them.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/*]',
    at: ['PublisherRole/DefaultPolicy'],
    reason:
      'The publisher writes and deletes any page of this one bucket: an update also deletes pages that are no longer listed.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Publisher'],
    reason:
      'CloudFormation calls it, waits five minutes at most for its answer and rolls back: an event that was kept would belong to a deployment that is over.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Publisher'],
    reason: tracing,
  },
];
