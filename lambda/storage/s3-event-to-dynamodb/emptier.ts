import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { bucketOf, reasonOf } from './emptying';

const s3 = new S3Client({});

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly PhysicalResourceId: string;
  readonly Reason?: string;
}

/** Deletes every version of every file in a bucket before CloudFormation deletes the bucket. */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  await answer(event, await perform(event));
}

/** Answers even after a failure. Without an answer, CloudFormation waits until its timeout. */
async function perform(event: CloudFormationCustomResourceEvent): Promise<Answer> {
  // A new bucket has a new id, so after an update CloudFormation asks to delete the old one.
  const PhysicalResourceId =
    event.RequestType === 'Delete'
      ? event.PhysicalResourceId
      : (bucketOf(event.ResourceProperties) ?? 'nothing');
  try {
    const bucket = bucketOf(event.ResourceProperties);
    // Without a name the creation failed, but CloudFormation must still be able to delete the stack.
    if (bucket === undefined && event.RequestType !== 'Delete')
      throw new Error('expected the name of a bucket as Bucket');
    if (bucket !== undefined && event.RequestType === 'Delete') await empty(bucket);
    return { Status: 'SUCCESS', PhysicalResourceId };
  } catch (error) {
    // The log must not contain the event, because anyone with its ResponseURL can answer for the stack.
    console.error('failed to', event.RequestType, event.LogicalResourceId, error);
    return { Status: 'FAILED', PhysicalResourceId, Reason: reasonOf(error) };
  }
}

async function empty(Bucket: string): Promise<void> {
  try {
    for (;;) {
      // One call deletes a whole page, so the next list starts from the beginning.
      const { Versions = [], DeleteMarkers = [] } = await s3.send(
        new ListObjectVersionsCommand({ Bucket }),
      );
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({
        Key,
        VersionId,
      }));
      if (Objects.length === 0) return;
      const { Errors = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      );
      const [first] = Errors;
      if (first) throw new Error(`expected ${first.Key} to be deleted, got ${first.Code}`);
      console.log('deleted', Objects.length, 'versions');
    }
  } catch (error) {
    // Somebody deleted the bucket by hand. The stack must still be deletable.
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  }
}

async function answer(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: CloudFormationCustomResourceEvent,
  given: Answer,
): Promise<void> {
  const response = await fetch(ResponseURL, {
    method: 'PUT',
    // The signature of the URL expects an empty content type, but fetch sends text/plain by default.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...given, StackId, RequestId, LogicalResourceId }),
  });
  // Lambda retries after an error, and emptying an empty bucket again does no harm.
  if (!response.ok)
    throw new Error(`expected CloudFormation to take the answer, got status ${response.status}`);
}
