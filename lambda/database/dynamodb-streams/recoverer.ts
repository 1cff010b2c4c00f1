import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { write } from './audit-trail';
import { type AuditEntry, auditEntry, violation } from './change';
import { type FailedBatch, parseFailedBatch, placeOf } from './failed-batch';
import { ofShard, type StreamRecord } from './record';

const { AUDIT_TABLE_NAME, STREAM_ARN } = process.env;
if (!AUDIT_TABLE_NAME || !STREAM_ARN) {
  throw new Error('expected AUDIT_TABLE_NAME and STREAM_ARN in the environment');
}
const table = AUDIT_TABLE_NAME;

const dynamodb = new DynamoDBClient({});
const streams = new DynamoDBStreamsClient({});

/** The answer to the caller. */
export interface Recovery {
  readonly recovered: number;
  readonly quarantined: number;
}

/** An open shard may return several empty pages before the next record. */
const EMPTY_PAGES = 20;

/**
 * Reads the records of a failed batch from the stream, because the message contains only their
 * position, and writes them to the audit. Records that break the rule go into quarantine.
 * @throws if the stream no longer has the last record of the batch; earlier records are written
 */
export async function handler(message: unknown): Promise<Recovery> {
  const batch = parseFailedBatch(message);
  if (batch.streamArn !== STREAM_ARN) {
    throw new Error(`expected a batch of ${STREAM_ARN}, got one of ${batch.streamArn}`);
  }
  let recovered = 0;
  let quarantined = 0;
  for await (const record of records(batch)) {
    const entry = auditEntry(record);
    // The filter of the event source mapping does not apply to a direct read of the shard.
    if (!entry.id.startsWith('product#')) continue;
    const wrong = violation(entry);
    const kept = await keep(wrong ? { ...entry, quarantined: wrong } : entry);
    recovered += 1;
    if (kept.quarantined) quarantined += 1;
  }
  return { recovered, quarantined };
}

/** Writes an entry; if the table refuses it, for example as too large, writes it without the images. */
async function keep(entry: AuditEntry): Promise<AuditEntry> {
  try {
    await write(dynamodb, table, [entry]);
    return entry;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ValidationException') throw error;
    const { id, sequence, kind } = entry;
    const bare = { id, sequence, kind, quarantined: entry.quarantined ?? error.message };
    await write(dynamodb, table, [bare]);
    return bare;
  }
}

/** Reads the records of a batch from its shard, from first to last. */
async function* records(batch: FailedBatch): AsyncGenerator<StreamRecord> {
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: batch.streamArn,
      ShardId: batch.shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: batch.first,
    }),
  );
  let emptyPages = 0;
  for (let iterator = ShardIterator; iterator !== undefined && emptyPages < EMPTY_PAGES; ) {
    const { Records = [], NextShardIterator } = await streams.send(
      new GetRecordsCommand({ ShardIterator: iterator }),
    );
    for (const record of Records) {
      const place = placeOf(record.dynamodb?.SequenceNumber ?? '', batch);
      if (place === 'after') throw notFound(batch);
      yield ofShard(record);
      if (place === 'last') return;
    }
    iterator = NextShardIterator;
    emptyPages = Records.length === 0 ? emptyPages + 1 : 0;
    // A shard allows five reads per second.
    if (emptyPages > 0) await sleep(200);
  }
  throw notFound(batch);
}

function notFound({ shardId, last }: FailedBatch): Error {
  return new Error(
    `expected record ${last} in ${shardId}, got none: the stream keeps records for 24 hours`,
  );
}
