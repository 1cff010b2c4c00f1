import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { write } from './audit-trail';
import { type AuditEntry, auditEntry, type StreamRecord, violation } from './change';
import { type FailedBatch, isAfter, parseFailedBatch } from './failed-batch';

const { AUDIT_TABLE_NAME, STREAM_ARN } = process.env;
if (!AUDIT_TABLE_NAME || !STREAM_ARN) {
  throw new Error('expected AUDIT_TABLE_NAME and STREAM_ARN in the environment');
}
const table = AUDIT_TABLE_NAME;

const dynamodb = new DynamoDBClient({});
const streams = new DynamoDBStreamsClient({});

/** What the invoker is told. */
export interface Recovery {
  readonly recovered: number;
  readonly quarantined: number;
}

/**
 * Fetches the records of a failed batch back from the stream and writes them to the audit, those
 * that break its rule in quarantine: the message itself has nothing of them but their place.
 */
export async function handler(message: unknown): Promise<Recovery> {
  const batch = parseFailedBatch(message);
  if (batch.streamArn !== STREAM_ARN) {
    throw new Error(`expected a batch of ${STREAM_ARN}, got one of ${batch.streamArn}`);
  }
  const entries: AuditEntry[] = [];
  for await (const record of records(batch)) {
    const entry = auditEntry(record);
    // The filter of the event source does not apply to what is read from the shard directly.
    if (!entry.id.startsWith('product#')) continue;
    const quarantined = violation(entry);
    entries.push(quarantined ? { ...entry, quarantined } : entry);
  }
  await write(dynamodb, table, entries);
  return {
    recovered: entries.length,
    quarantined: entries.filter((entry) => entry.quarantined).length,
  };
}

/** The records of a batch, read from its shard, first to last. */
async function* records(batch: FailedBatch): AsyncGenerator<StreamRecord> {
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: batch.streamArn,
      ShardId: batch.shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: batch.first,
    }),
  );
  for (let iterator = ShardIterator; iterator !== undefined; ) {
    const { Records = [], NextShardIterator } = await streams.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    for (const record of Records) {
      const sequence = record.dynamodb?.SequenceNumber ?? '';
      if (isAfter(sequence, batch)) return;
      yield record as StreamRecord;
      if (sequence === batch.last) return;
    }
    iterator = NextShardIterator;
  }
}
