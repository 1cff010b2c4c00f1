import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Originals', 'Replicas'],
    reason:
      'An access log needs another bucket, which cdk destroy cannot delete once it contains logs. The lesson is what is copied, not who asked.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Originals63BA965B.Arn>/documents/*]',
    at: ['ReplicationRole/DefaultPolicy'],
    reason:
      'S3 replicates all documents, whatever their names are, and no other object of the bucket.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Replicas81EE3CB4.Arn>/documents/*]',
    at: ['ReplicationRole/DefaultPolicy'],
    reason: 'A replica has the key of its original, so the role must write below the same prefix.',
  },
];
