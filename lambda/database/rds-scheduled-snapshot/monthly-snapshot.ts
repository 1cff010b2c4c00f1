/** The request to RDS: one snapshot of one instance for one month. */
export interface MonthlySnapshot {
  /** The month in UTC, such as `2026-12`. */
  readonly month: string;
  /** The same instance and month always give the same name. */
  readonly snapshotId: string;
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The part of the answer of RDS that shows whether a snapshot is ours. */
export interface FoundSnapshot {
  readonly SnapshotType?: string | undefined;
  readonly DBInstanceIdentifier?: string | undefined;
  readonly Status?: string | undefined;
  readonly TagList?:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | undefined;
}

/**
 * The snapshot that an event asks for. The month comes from the event and not from the clock: a
 * retry or a late delivery after midnight still means the month in which the schedule ran.
 * @param prefix the start of the name, such as `orders-monthly-`
 * @throws if the event does not come from a scheduled rule, or RDS would refuse the name
 */
export function monthlySnapshot(event: unknown, prefix: string): MonthlySnapshot {
  const month = monthOf(event);
  const snapshotId = `${prefix}${month}`;
  if (snapshotId.length > 255 || !/^[A-Za-z](-?[A-Za-z0-9])*$/.test(snapshotId)) {
    throw new Error(
      `expected a snapshot name of 1 to 255 letters, digits and single hyphens that begins with a letter, got ${excerpt(snapshotId)}`,
    );
  }
  return {
    month,
    snapshotId,
    tags: [
      { Key: 'project', Value: 'aws-exam-patterns' },
      { Key: 'pattern', Value: 'RdsScheduledSnapshot' },
      { Key: 'Month', Value: month },
    ],
  };
}

/**
 * Checks a snapshot that already has the name: an automated snapshot, or one that somebody else
 * took, is not the backup of the month.
 * @throws if the snapshot is not ours or will never be usable; the message says what was found
 */
export function expectOurs(
  found: FoundSnapshot | undefined,
  { snapshotId, tags }: MonthlySnapshot,
  instance: string,
): void {
  const tagged = tags.every(({ Key, Value }) =>
    found?.TagList?.some((tag) => tag.Key === Key && tag.Value === Value),
  );
  if (found?.SnapshotType !== 'manual' || found.DBInstanceIdentifier !== instance || !tagged) {
    throw new Error(
      `expected the snapshot ${snapshotId} to be the one of ${instance} that this function took and tagged, found one from elsewhere: it stays unchanged, and the month has no backup`,
    );
  }
  if (found.Status !== 'creating' && found.Status !== 'available') {
    throw new Error(
      `expected the snapshot ${snapshotId} to be creating or available, found it ${found.Status}`,
    );
  }
}

function monthOf(event: unknown): string {
  const { source, 'detail-type': type, time } = (event ?? {}) as Record<string, unknown>;
  if (source !== 'aws.events' || type !== 'Scheduled Event' || !isTime(time)) {
    throw new Error(
      `expected the event of a scheduled rule, with a time such as 2026-12-01T03:00:00Z, got ${excerpt(event)}`,
    );
  }
  return time.slice(0, 'yyyy-mm'.length);
}

/** Whether the value is a time as EventBridge writes it; the last line refuses days such as February 31. */
function isTime(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    new Date(value).toISOString() === value.replace('Z', '.000Z')
  );
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
