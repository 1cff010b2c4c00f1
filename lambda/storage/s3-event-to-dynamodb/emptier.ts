import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { bucketOf, fitsIntoXml, reasonOf, type Version, versionsIn } from './emptying';

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
    let before: Version | undefined;
    for (;;) {
      // Every round deletes a whole page, so the next list starts from the beginning.
      const listed = versionsIn(
        await s3.send(new ListObjectVersionsCommand({ Bucket, EncodingType: 'url' })),
      );
      const [first] = listed;
      if (!first) return;
      // Otherwise the loop would only end with the timeout of the function, without an answer.
      if (first.Key === before?.Key && first.VersionId === before.VersionId)
        throw new Error(
          `expected version ${first.VersionId} of ${first.Key} to be gone after its deletion`,
        );
      before = first;
      await remove(Bucket, listed);
      console.log('deleted', listed.length, 'versions');
    }
  } catch (error) {
    // Somebody deleted the bucket by hand. The stack must still be deletable.
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  }
}

async function remove(Bucket: string, versions: readonly Version[]): Promise<void> {
  // DeleteObject has the key in its URL, so it can delete the keys that XML cannot carry.
  for (const version of versions.filter((one) => !fitsIntoXml(one)))
    await s3.send(new DeleteObjectCommand({ Bucket, ...version }));
  const Objects = versions.filter(fitsIntoXml);
  if (Objects.length === 0) return;
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
  );
  const [failed] = Errors;
  if (failed) throw new Error(`expected ${failed.Key} to be deleted, got ${failed.Code}`);
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
