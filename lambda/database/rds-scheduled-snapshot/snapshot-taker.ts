import {
  CreateDBSnapshotCommand,
  DBSnapshotAlreadyExistsFault,
  DescribeDBSnapshotsCommand,
  InvalidDBInstanceStateFault,
  RDSClient,
  SnapshotQuotaExceededFault,
} from '@aws-sdk/client-rds';
import type { ScheduledEvent } from 'aws-lambda';
import { expectOurs, type MonthlySnapshot, monthlySnapshot } from './monthly-snapshot';

const { DB_INSTANCE_IDENTIFIER, SNAPSHOT_PREFIX } = process.env;
if (!DB_INSTANCE_IDENTIFIER || !SNAPSHOT_PREFIX)
  throw new Error('expected DB_INSTANCE_IDENTIFIER and SNAPSHOT_PREFIX in the environment');
const instance: string = DB_INSTANCE_IDENTIFIER;
const prefix: string = SNAPSHOT_PREFIX;

const rds = new RDSClient({});

/** The result of a run: `created` is false if the snapshot of the month already existed. */
export interface Outcome {
  readonly snapshotId: string;
  readonly created: boolean;
}

/** Takes the snapshot for the month of the event. It deletes nothing: a person decides what to keep. */
export async function handler(event: ScheduledEvent): Promise<Outcome> {
  const wanted = monthlySnapshot(event, prefix);
  const { snapshotId, tags } = wanted;
  console.log(JSON.stringify({ eventId: event.id, snapshotId }));
  try {
    await rds.send(
      new CreateDBSnapshotCommand({
        DBInstanceIdentifier: instance,
        DBSnapshotIdentifier: snapshotId,
        Tags: [...tags],
      }),
    );
    return { snapshotId, created: true };
  } catch (error) {
    if (!(error instanceof DBSnapshotAlreadyExistsFault)) throw explained(error);
    // EventBridge and Lambda deliver at least once, so an existing snapshot of ours is a success.
    await expectFound(wanted);
    return { snapshotId, created: false };
  }
}

async function expectFound(wanted: MonthlySnapshot): Promise<void> {
  const { DBSnapshots } = await rds.send(
    new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: wanted.snapshotId }),
  );
  expectOurs(DBSnapshots?.[0], wanted, instance);
}

/**
 * The error with a hint for a person. The handler throws it, so Lambda retries and ErrorAlarm goes
 * into ALARM.
 */
function explained(error: unknown): unknown {
  if (error instanceof InvalidDBInstanceStateFault) {
    return new Error(
      `expected the instance ${instance} to be available, found it in another state: ${error.message}`,
      { cause: error },
    );
  }
  if (error instanceof SnapshotQuotaExceededFault) {
    return new Error(
      `expected room for one more manual snapshot, but the quota of this account and Region (100 unless raised) is reached: delete old snapshots or request a higher quota: ${error.message}`,
      { cause: error },
    );
  }
  return error;
}
