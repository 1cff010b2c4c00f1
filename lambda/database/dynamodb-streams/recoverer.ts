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

/** What the invoker is told. */
export interface Recovery {
  readonly recovered: number;
  readonly quarantined: number;
}

/** An open shard may answer with an empty page, and a few more, before the next record. */
const EMPTY_PAGES = 20;

/**
 * Fetches the records of a failed batch back from the stream and writes them to the audit, those
 * that break its rule in quarantine: the message itself has nothing of them but their place.
 * @throws if the last record of the batch is not there any more; what was found before it is written
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
    // The filter of the event source does not apply to what is read from the shard directly.
    if (!entry.id.startsWith('product#')) continue;
    const wrong = violation(entry);
    const kept = await keep(wrong ? { ...entry, quarantined: wrong } : entry);
    recovered += 1;
    if (kept.quarantined) quarantined += 1;
  }
  return { recovered, quarantined };
}

/** Writes an entry; what the table refuses, as two images too large for one item, without the images. */
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
    // A shard answers five reads a second.
    if (emptyPages > 0) await sleep(200);
  }
  throw notFound(batch);
}

function notFound({ shardId, last }: FailedBatch): Error {
  return new Error(
    `expected record ${last} in ${shardId}, got to its end without it: the stream keeps records for 24 hours`,
  );
}
