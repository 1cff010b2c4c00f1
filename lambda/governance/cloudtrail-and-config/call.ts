import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';

/** All four settings, as the bucket must have them. */
export const closed: Required<PublicAccessBlockConfiguration> = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** Whether a bucket has all four settings. A bucket without any is open. */
export function isClosed(found: PublicAccessBlockConfiguration | undefined): boolean {
  return Object.keys(closed).every(
    (name) => found?.[name as keyof PublicAccessBlockConfiguration] === true,
  );
}

/**
 * Reads who made which call to a bucket, from an event of CloudTrail.
 * @throws if the event is none, or about another bucket
 */
export function callIn(event: unknown, bucket: string): { name: string; by: string } {
  const { detail } = (event ?? {}) as { detail?: unknown };
  const { eventName, requestParameters, userIdentity } = (detail ?? {}) as Record<string, unknown>;
  const { bucketName } = (requestParameters ?? {}) as Record<string, unknown>;
  if (typeof eventName !== 'string' || bucketName !== bucket) {
    throw new Error(`expected a call to the bucket ${bucket}`);
  }
  const { arn } = (userIdentity ?? {}) as Record<string, unknown>;
  return { name: eventName, by: typeof arn === 'string' ? arn : 'somebody' };
}
