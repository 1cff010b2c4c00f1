import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Ledgers'],
    reason:
      'An access log needs a second bucket, which cdk destroy cannot delete once it contains logs. CloudTrail records each use of the key.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Ledgers871C224C.Arn>/*]',
    at: ['WriterRole/DefaultPolicy', 'ReaderRole/DefaultPolicy'],
    reason:
      'The roles may use objects with any key in this one bucket, because the lesson is the KMS key and not the names of objects.',
  },
];
