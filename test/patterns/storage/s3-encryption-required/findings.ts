import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Records'],
    reason:
      'An access log needs a second bucket, which cdk destroy cannot delete once it contains logs. The lesson is what S3 refuses, not who asked.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Records091F6ECA.Arn>/*]',
    at: ['UploaderRole/DefaultPolicy'],
    reason:
      'The role may upload objects with any key to this one bucket, so that only the bucket policy decides about encryption.',
  },
];
