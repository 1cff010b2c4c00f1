import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { CopyObjectCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import {
  copySource,
  type Publication,
  parsePublication,
  reasonOf,
  staleKeys,
  written,
} from './publication';

const s3 = new S3Client({});
const cloudfront = new CloudFrontClient({});

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly PhysicalResourceId: string;
  readonly Reason?: string;
}

/** Copies the pages of a stack into its bucket, and deletes them with the stack. */
export async function handler(event: CloudFormationCustomResourceEvent): Promise<void> {
  await answer(event, await perform(event));
}

/** Reports a failure as a response too; without one, CloudFormation waits until its timeout. */
async function perform(event: CloudFormationCustomResourceEvent): Promise<Answer> {
  try {
    return { Status: 'SUCCESS', PhysicalResourceId: await physicalId(event) };
  } catch (error) {
    // The event stays out of the log: anyone with its ResponseURL can answer for the stack.
    console.error('failed to', event.RequestType, event.LogicalResourceId, error);
    const known =
      event.RequestType === 'Create'
        ? written(event.ResourceProperties).bucket
        : event.PhysicalResourceId;
    return { Status: 'FAILED', PhysicalResourceId: known ?? 'nothing', Reason: reasonOf(error) };
  }
}

async function physicalId(event: CloudFormationCustomResourceEvent): Promise<string> {
  if (event.RequestType === 'Delete') {
    const { bucket, keys } = written(event.ResourceProperties);
    if (bucket) await remove(bucket, keys);
    return event.PhysicalResourceId;
  }
  const publication = parsePublication(event.ResourceProperties);
  const { bucket, files } = publication;
  try {
    await write(publication);
    if (event.RequestType === 'Update') {
      await remove(bucket, staleKeys(event.OldResourceProperties, publication));
    }
    await invalidate(publication, event.RequestId);
  } catch (error) {
    // The stack rolls back to its old bucket, and no later event asks the publisher to empty this one.
    if (event.RequestType === 'Update' && event.PhysicalResourceId !== bucket) {
      await remove(
        bucket,
        files.map(({ key }) => key),
      );
    }
    throw error;
  }
  return bucket;
}

/** Writes one file after another, so that no page exists before the files it links to. */
async function write({ bucket, files }: Publication): Promise<void> {
  for (const file of files) {
    await whenAllowed(() =>
      s3.send(
        new CopyObjectCommand({
          Bucket: bucket,
          Key: file.key,
          CopySource: copySource(file),
          ContentType: file.contentType,
          // Otherwise the copy keeps the content type of its source.
          MetadataDirective: 'REPLACE',
        }),
      ),
    );
  }
}

/** The role gets the permission for a new file right before, and IAM needs some seconds to spread it. */
async function whenAllowed(copy: () => Promise<unknown>): Promise<void> {
  for (const pause of [2000, 4000, 8000]) {
    try {
      await copy();
      return;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'AccessDenied')) throw error;
      await sleep(pause);
    }
  }
  await copy();
}

async function remove(bucket: string, keys: readonly string[]): Promise<void> {
  try {
    await Promise.all(
      keys.map((key) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))),
    );
  } catch (error) {
    // If someone deleted the bucket by hand, the stack must still be deletable.
    if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
  }
}

/** A retried event has the same request id, so CloudFront does not create a second invalidation. */
async function invalidate(
  { distributionIds, distributionPaths }: Publication,
  requestId: string,
): Promise<void> {
  await Promise.all(
    distributionIds.map((id) =>
      cloudfront.send(
        new CreateInvalidationCommand({
          DistributionId: id,
          InvalidationBatch: {
            CallerReference: `${requestId}-${id}`,
            Paths: { Quantity: distributionPaths.length, Items: [...distributionPaths] },
          },
        }),
      ),
    ),
  );
}

async function answer(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: CloudFormationCustomResourceEvent,
  given: Answer,
): Promise<void> {
  const response = await fetch(ResponseURL, {
    method: 'PUT',
    // The signature of the URL covers an empty content type; by default, fetch sends text/plain.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...given, StackId, RequestId, LogicalResourceId }),
  });
  // If this fails, Lambda retries the event, and every step above can safely run twice.
  if (!response.ok) {
    throw new Error(
      `expected CloudFormation to accept the response, got status ${response.status}`,
    );
  }
}
