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

/** A failure is an answer too: left without one, CloudFormation waits until its timeout. */
async function perform(event: CloudFormationCustomResourceEvent): Promise<Answer> {
  // Another bucket has another id: after an update CloudFormation asks to delete the old one.
  const PhysicalResourceId =
    event.RequestType === 'Delete'
      ? event.PhysicalResourceId
      : (bucketOf(event.ResourceProperties) ?? 'nothing');
  try {
    const bucket = bucketOf(event.ResourceProperties);
    // Without a name the stack could not be made, and has to be deleted all the same.
    if (bucket === undefined && event.RequestType !== 'Delete')
      throw new Error('expected the name of a bucket as Bucket');
    if (bucket !== undefined && event.RequestType === 'Delete') await empty(bucket);
    return { Status: 'SUCCESS', PhysicalResourceId };
  } catch (error) {
    // The event stays out of the log: anyone with its ResponseURL can answer for the stack.
    console.error('failed to', event.RequestType, event.LogicalResourceId, error);
    return { Status: 'FAILED', PhysicalResourceId, Reason: reasonOf(error) };
  }
}

async function empty(Bucket: string): Promise<void> {
  try {
    for (;;) {
      // A page has at most as many as can be deleted at once, and the next one begins anew.
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
    // Somebody deleted the bucket by hand: that must not keep the stack from being deleted.
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  }
}

async function answer(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: CloudFormationCustomResourceEvent,
  given: Answer,
): Promise<void> {
  const response = await fetch(ResponseURL, {
    method: 'PUT',
    // The URL is signed for an empty content type, and fetch would otherwise send text/plain.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...given, StackId, RequestId, LogicalResourceId }),
  });
  // Lambda tries an event again that ends in an error, and an empty bucket can be emptied again.
  if (!response.ok)
    throw new Error(`expected CloudFormation to take the answer, got status ${response.status}`);
}
