/** The position in the stream of the records that Lambda discarded. */
export interface FailedBatch {
  readonly streamArn: string;
  readonly shardId: string;
  /** The first and the last sequence number, both inclusive. */
  readonly first: string;
  readonly last: string;
}

/**
 * Reads a message of the on-failure destination.
 * @throws if it is anything else; the message says what was expected
 */
export function parseFailedBatch(message: unknown): FailedBatch {
  const info = (message as { DDBStreamBatchInfo?: Record<string, unknown> } | null)
    ?.DDBStreamBatchInfo;
  const { streamArn, shardId, startSequenceNumber: first, endSequenceNumber: last } = info ?? {};
  if (!isText(streamArn) || !isText(shardId) || !isSequence(first) || !isSequence(last)) {
    throw new Error(
      'expected the body of a message of the on-failure queue, with DDBStreamBatchInfo.streamArn, shardId, ' +
        `startSequenceNumber and endSequenceNumber, got ${JSON.stringify(message)?.slice(0, 300)}`,
    );
  }
  if (BigInt(first) > BigInt(last)) {
    throw new Error(
      `expected startSequenceNumber up to endSequenceNumber, got ${first} and ${last}`,
    );
  }
  return { streamArn, shardId, first, last };
}

/**
 * Compares a sequence number with the end of a batch, as a bigint, because it has more digits than
 * a JavaScript number holds exactly.
 */
export function placeOf(sequence: string, { last }: FailedBatch): 'before' | 'last' | 'after' {
  const distance = BigInt(sequence) - BigInt(last);
  return distance < 0n ? 'before' : distance === 0n ? 'last' : 'after';
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isSequence = (value: unknown): value is string => isText(value) && /^\d{1,40}$/.test(value);
