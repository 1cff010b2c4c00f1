import { withStack } from './deployed';

/** Whether a bucket with a prefix is named after its account and Region. */
export async function namesInNamespace(): Promise<boolean> {
  return withStack('NamesInNamespace', prefixedBucket, async ({ Bucket = '' }) =>
    /^probe-\d{12}-[a-z0-9-]+-an$/.test(Bucket),
  );
}

const prefixedBucket = {
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketNamePrefix: 'probe', BucketNamespace: 'account-regional' },
    },
  },
  Outputs: { Bucket: { Value: { Ref: 'Bucket' } } },
};
