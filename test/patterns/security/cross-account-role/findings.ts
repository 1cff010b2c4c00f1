import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Reports'],
    reason:
      'Access logs need a second bucket, which would keep its objects when the stack is destroyed. CloudTrail shows who assumed which role.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Reports65402A0A.Arn>/*]',
    at: ['ReadReports'],
    reason: 'The objects have names that nobody knows in advance, and all of them are reports.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: ['AnalystPolicy'],
    reason:
      'An encoded authorization message has no ARN, so sts:DecodeAuthorizationMessage takes no narrower resource.',
  },
];
