/**
 * What S3 Object Lock allows, as the S3 User Guide says it. An account cannot try compliance mode without living
 * with the result, so this model says what it would do. Its tests are the examples of the guide:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */

/** The lock of one version of an object; a new version has one of its own. */
export interface Lock {
  readonly mode?: 'GOVERNANCE' | 'COMPLIANCE';
  readonly until?: Date;
  readonly legalHold?: boolean;
}

/** Whether the caller has s3:BypassGovernanceRetention, and the request asks to use it. */
export interface Caller {
  readonly bypass: boolean;
}

/** When the default retention of a bucket ends for a version that is uploaded without a date of its own. */
export function retainUntil(created: Date, days: number): Date {
  return new Date(created.getTime() + days * 86_400_000);
}

/** Whether a caller who may delete the version can do so now. A delete marker is always possible. */
export function canDelete(lock: Lock, now: Date, { bypass }: Caller): boolean {
  if (lock.legalHold) return false;
  return !isRetained(lock, now) || (lock.mode === 'GOVERNANCE' && bypass);
}

/** Whether a caller who may set the retention can replace it now. */
export function canChangeRetention(lock: Lock, next: Lock, now: Date, { bypass }: Caller): boolean {
  if (!isRetained(lock, now)) return true;
  const extends_ = next.mode === lock.mode && next.until && lock.until && next.until >= lock.until;
  return Boolean(extends_) || (lock.mode === 'GOVERNANCE' && bypass);
}

function isRetained({ mode, until }: Lock, now: Date): boolean {
  return mode !== undefined && until !== undefined && until > now;
}
