import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Evidence'],
    reason:
      'An access log needs a second bucket, which cannot have Object Lock, and which cdk destroy cannot delete once it contains logs.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Evidence4CC26D68.Arn>/*]',
    at: ['OfficerRole/DefaultPolicy', 'CounselRole/DefaultPolicy', 'ClerkRole/DefaultPolicy'],
    reason:
      'The roles differ in what they may do, not in the records for which they may do it: all records are in this one bucket.',
  },
];
