import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as ShardRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { auditEntry, toItem } from '../../../../lambda/database/dynamodb-streams/change';
import {
  parseFailedBatch,
  placeOf,
} from '../../../../lambda/database/dynamodb-streams/failed-batch';
import { type Image, ofLambda, ofShard } from '../../../../lambda/database/dynamodb-streams/record';
import { anyText, anyValue, faults } from '../../../support/arbitraries';
import { type Fault, type Item, MemoryTable } from '../../../support/memory-dynamodb';
import { holds } from '../../../support/properties';
import { deliver } from '../../../support/stream-batches';

// The handlers wait between attempts, and the tests skip these waits.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

const STREAM = 'arn:stream';
const SHARD = 'shard-1';
/** The largest item of the audit table in bytes; the real limit would only make the tests slow. */
const ITEM_BYTES = 3000;

/** One change of one item. */
interface Change {
  readonly id: string;
  readonly sequence: string;
  readonly event: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly expired: boolean;
  readonly image: Image;
  /** The fault of the change, if any. */
  readonly fault: 'none' | 'rule' | 'size';
}

const bytes = fc.uint8Array({ maxLength: 4 });
const attribute = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.string({ unit: 'grapheme', maxLength: 8 }).map((S) => ({ S })),
    fc.integer().map((N) => ({ N: `${N}` })),
    fc.constantFrom({ BOOL: false }, { NULL: true }, { SS: ['a', 'é'] }, { NS: ['1', '2.5'] }),
    bytes.map((B) => ({ B })),
    fc.array(bytes, { minLength: 1, maxLength: 2 }).map((BS) => ({ BS })),
    fc.array(tie('value'), { maxLength: 2 }).map((L) => ({ L })),
    fc
      .dictionary(fc.constantFrom('a', 'ключ', '__proto__', 'constructor'), tie('value'))
      .map((M) => ({ M })),
  ),
})).value as fc.Arbitrary<Image[string]>;

/** Steps between sequence numbers, which have up to 40 digits; some steps end at 9, 99 and so on. */
const step = fc.oneof(
  fc.constantFrom(1n, 9n, 90n, 10n ** 20n, 10n ** 30n),
  fc.bigInt({ min: 1n, max: 10n ** 21n }),
);

const change = fc
  .record({
    id: fc.constantFrom(
      'product#tea',
      'product#tea',
      'product#чай',
      'product#__proto__',
      'draft#x',
    ),
    event: fc.constantFrom<Change['event'][]>('INSERT', 'MODIFY', 'REMOVE'),
    expired: fc.boolean(),
    more: fc.dictionary(fc.constantFrom('name', 'ключ', '__proto__', 'toString'), attribute),
    price: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('3', '0', '1e125', undefined) },
      { weight: 1, arbitrary: fc.constantFrom('-0.01', '-1e-130', 'text', 'large') },
    ),
    step,
  })
  .map(({ more, price, ...rest }) => {
    const wrong = price === 'large' ? 'size' : price && !(Number(price) >= 0) ? 'rule' : 'none';
    const value = price === 'text' || price === 'large' ? { S: price } : { N: `${price}` };
    const image = {
      ...Object.fromEntries(Object.entries(more)),
      id: { S: rest.id },
      ...(price === 'large' && { note: { S: 'x'.repeat(ITEM_BYTES) } }),
      ...(price !== undefined && price !== 'large' && { price: value }),
    } as Image;
    // The rule concerns the new image, so a deletion cannot break it.
    const fault: Change['fault'] = wrong === 'rule' && rest.event === 'REMOVE' ? 'none' : wrong;
    return { ...rest, image, fault };
  });

/** Changes of a few items, in the order of their sequence numbers. */
const numbered = <Unnumbered extends { step: bigint }>(changes: readonly Unnumbered[]) => {
  let last = 0n;
  return changes.map(({ step: distance, ...rest }) => {
    last += distance;
    return { ...rest, sequence: `${last}` };
  });
};
const shard: fc.Arbitrary<Change[]> = fc
  .array(change, { minLength: 1, maxLength: 40 })
  .map(numbered);
/** More changes than DynamoDB accepts in one call, all without a fault. */
const longShard: fc.Arbitrary<Change[]> = fc
  .array(
    change.filter(({ fault }) => fault === 'none'),
    { minLength: 20, maxLength: 60 },
  )
  .map(numbered);

const identity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
const images = ({ event, image }: Change): { OldImage?: Image; NewImage?: Image } =>
  event === 'REMOVE' ? { OldImage: image } : { NewImage: image };

/** The record as GetRecords returns it. */
const shardRecord = (each: Change): ShardRecord => ({
  eventName: each.event,
  ...(each.event === 'REMOVE' && each.expired && { userIdentity: {} }),
  dynamodb: { Keys: { id: { S: each.id } }, SequenceNumber: each.sequence, ...images(each) },
});

/** The record as Lambda sends it: JSON with binary values as base64. */
const lambdaRecord = (each: Change) => ({
  ...(base64(shardRecord(each)) as object),
  ...(each.event === 'REMOVE' && each.expired && { userIdentity: identity }),
});
function base64(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(base64);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, base64(inner)]));
}

/** Values in a comparable form, where bytes never equal the text that encodes them. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, comparable(inner)]),
  );
}

/** The final audit entry of a change, without the words of a reason. */
function expected(each: Change, handled: 'audited' | 'recovered' = 'recovered'): Item {
  const kind = { INSERT: 'created', MODIFY: 'changed', REMOVE: 'deleted' }[each.event];
  const { NewImage, OldImage } = images(each);
  return {
    id: { S: each.id },
    sequence: { S: '0'.repeat(40 - each.sequence.length) + each.sequence },
    kind: { S: each.event === 'REMOVE' && each.expired ? 'expired' : kind },
    ...(each.fault !== 'size' && NewImage && { after: { M: NewImage } }),
    ...(each.fault !== 'size' && OldImage && { before: { M: OldImage } }),
    ...(each.fault !== 'none' && handled === 'recovered' && { quarantined: { S: '…' } }),
  };
}

/** The table by key, in a comparable form; the words of a reason are checked and then replaced. */
const audited = () =>
  new Map(
    [...table.items].map(([key, { quarantined, ...item }]) => {
      if (quarantined) expect(quarantined.S).toMatch(/^(expected a?.*price|Item size)/);
      return [key, comparable({ ...item, ...(quarantined && { quarantined: { S: '…' } }) })];
    }),
  );
const expectedTable = (changes: readonly Change[]) =>
  new Map(
    changes
      .filter(({ id }) => id.startsWith('product#'))
      .map((each) => {
        const item = expected(each);
        return [JSON.stringify([item.id?.S, item.sequence?.S]), comparable(item)];
      }),
  );

let table: MemoryTable;
let auditor: typeof import('../../../../lambda/database/dynamodb-streams/auditor').handler;
let recoverer: typeof import('../../../../lambda/database/dynamodb-streams/recoverer').handler;
/** The answer of the stream: its records in pages of these lengths. */
let stream: { records: readonly ShardRecord[]; pages: readonly number[]; end: 'open' | 'closed' };

const newTable = (failing: readonly Fault[] = []) => {
  table = new MemoryTable('audit', {
    key: ['id', 'sequence'],
    faults: failing,
    itemBytes: ITEM_BYTES,
  });
};

/** An iterator is the position of the next record and the number of the page. */
async function streamsSend(command: unknown): Promise<object> {
  if (command instanceof GetShardIteratorCommand) {
    const { SequenceNumber, ShardIteratorType, ...rest } = command.input;
    expect([rest.StreamArn, ShardIteratorType]).toEqual([STREAM, 'AT_SEQUENCE_NUMBER']);
    const place = stream.records.findIndex(
      ({ dynamodb }) => dynamodb?.SequenceNumber === SequenceNumber,
    );
    if (place === -1 || rest.ShardId !== SHARD) {
      throw Object.assign(new Error('trimmed'), { name: 'TrimmedDataAccessException' });
    }
    return { ShardIterator: `${place}:0` };
  }
  if (!(command instanceof GetRecordsCommand)) throw new Error(`expected a read, got ${command}`);
  const [place = 0, page = 0] = (command.input.ShardIterator ?? '').split(':').map(Number);
  const length = stream.pages[page] ?? 10;
  const next = Math.min(place + length, stream.records.length);
  const closed = stream.end === 'closed' && next === stream.records.length;
  return {
    Records: stream.records.slice(place, next),
    ...(!closed && { NextShardIterator: `${next}:${page + 1}` }),
  };
}

const failedBatch = (first: string | undefined, last: string | undefined) => ({
  DDBStreamBatchInfo: {
    streamArn: STREAM,
    shardId: SHARD,
    startSequenceNumber: first,
    endSequenceNumber: last,
  },
});

beforeAll(async () => {
  Object.assign(process.env, { AUDIT_TABLE_NAME: 'audit', STREAM_ARN: STREAM });
  ({ handler: auditor } = await import('../../../../lambda/database/dynamodb-streams/auditor'));
  ({ handler: recoverer } = await import('../../../../lambda/database/dynamodb-streams/recoverer'));
});
beforeEach(() => {
  jest
    .spyOn(DynamoDBClient.prototype, 'send')
    .mockImplementation((async (command: unknown) => table.send(command)) as never);
  jest.spyOn(DynamoDBStreamsClient.prototype, 'send').mockImplementation(streamsSend as never);
  jest.spyOn(console, 'error').mockImplementation();
});

/** The lengths of pages, some of them empty, as an open shard returns them. */
const pages = fc.array(fc.nat({ max: 5 }), { maxLength: 10 });

test('no split batch, duplicate, crash or failing table changes the final audit', async () => {
  const settings = fc.record({ bisect: fc.boolean(), retries: fc.nat({ max: 3 }) });
  const batches = fc.array(
    fc.record({
      length: fc.integer({ min: 1, max: 40 }),
      // A batch may arrive twice, overlap the batch before it, or contain a record twice.
      again: fc.boolean(),
      back: fc.nat({ max: 3 }),
      twice: fc.boolean(),
    }),
    { minLength: 1, maxLength: 10 },
  );
  const crashes = fc.array(fc.constantFrom('no', 'no', 'before', 'after'), { maxLength: 12 });
  await holds(
    200,
    fc.asyncProperty(
      shard,
      settings,
      batches,
      crashes,
      faults('refused', 'lost', 'partly'),
      pages,
      async (changes, how, cuts, crashing, failing, lengths) => {
        newTable(failing);
        stream = { records: changes.map(shardRecord), pages: lengths, end: 'open' };
        const products = changes.filter(({ id }) => id.startsWith('product#'));
        const givenUp: (readonly Change[])[] = [];
        const ends = [...crashing];
        const mapping = {
          ...how,
          invoke: async (batch: readonly Change[]) => {
            const end = ends.shift() ?? 'no';
            if (end === 'before') return 0;
            const Records = JSON.parse(JSON.stringify(batch.map(lambdaRecord)));
            const answer = await auditor({ Records }).catch(() => undefined);
            if (!answer || end === 'after') return 0;
            const [failure] = answer.batchItemFailures;
            if (!failure) return undefined;
            return batch.findIndex(({ sequence }) => sequence === failure.itemIdentifier);
          },
          giveUp: async (batch: readonly Change[]) => void givenUp.push(batch),
        };
        let place = 0;
        for (let index = 0; place < products.length; index++) {
          const cut = cuts[index % cuts.length] ?? {
            length: 1,
            again: false,
            back: 0,
            twice: false,
          };
          const batch = products.slice(Math.max(0, place - cut.back), place + cut.length);
          place += cut.length;
          await deliver(cut.twice ? [...batch, ...batch] : batch, mapping);
          if (cut.again) await deliver(batch, mapping);
        }
        const bad = products.filter(({ fault }) => fault !== 'none');
        if (how.bisect && table.failures === 0 && crashing.length === 0) {
          const partly = failing.includes('partly');
          // Each bad record is discarded alone, so that no good record is lost with it.
          if (!partly) {
            expect(
              new Set(givenUp.map((batch) => batch.map(({ sequence }) => sequence).join())),
            ).toEqual(new Set(bad.map(({ sequence }) => sequence)));
          }
        }
        table.recover();
        for (const batch of givenUp) {
          const sequences = batch.map(({ sequence }) => BigInt(sequence));
          const [first, last] = [
            sequences.reduce((a, b) => (a < b ? a : b)),
            sequences.reduce((a, b) => (a > b ? a : b)),
          ];
          const within = products.filter(
            ({ sequence }) => BigInt(sequence) >= first && BigInt(sequence) <= last,
          );
          expect(await recoverer(failedBatch(`${first}`, `${last}`))).toEqual({
            recovered: within.length,
            quarantined: within.filter(({ fault }) => fault !== 'none').length,
          });
        }
        expect(audited()).toEqual(expectedTable(changes));
      },
    ),
  );
});

test('the auditor names the first record that it cannot audit, and audits all records before it', async () => {
  const broken = fc.oneof(
    fc.constantFrom({}, { eventName: 'INSERT' }, { dynamodb: null }, { dynamodb: {} }),
    fc.record({
      eventName: fc.oneof(fc.constantFrom('INSERT', 'REMOVE'), anyText),
      dynamodb: fc.record(
        {
          Keys: anyValue,
          NewImage: anyValue,
          SequenceNumber: fc.constantFrom('1e3', '-1', '', '1'.repeat(41), '99'),
        },
        { requiredKeys: [] },
      ),
    }),
  );
  await holds(
    200,
    fc.asyncProperty(
      fc.oneof(shard, longShard),
      fc.option(broken),
      shard,
      async (before, between, after) => {
        newTable();
        const good = before.filter(({ fault }) => fault !== 'size');
        const records = [...good.map(lambdaRecord), ...(between ? [between] : [])];
        const { batchItemFailures } = await auditor({
          Records: [...records, ...(between ? after.map(lambdaRecord) : [])],
        } as DynamoDBStreamEvent);
        const first = good.findIndex(({ fault }) => fault === 'rule');
        const upTo = first === -1 ? good : good.slice(0, first);
        const sequence = (between as { dynamodb?: { SequenceNumber?: string } } | null)?.dynamodb
          ?.SequenceNumber;
        const named = first === -1 ? between && (sequence ?? '') : good[first]?.sequence;
        expect(batchItemFailures).toEqual(named === null ? [] : [{ itemIdentifier: named }]);
        const items = upTo.map((each) => comparable(expected(each, 'audited')));
        expect([...table.items.values()].map(comparable)).toEqual(items);
      },
    ),
  );
});

test('the recoverer writes every record of a batch, whatever the pages of the shard, or throws', async () => {
  const lost = fc.option(fc.nat({ max: 40 }));
  await holds(
    250,
    fc.asyncProperty(
      shard,
      fc.nat(),
      fc.nat(),
      fc.oneof(
        fc.array(fc.constantFrom(0, 0, 1, 2, 30), { maxLength: 60 }),
        // An open shard may have no further records for a while, or forever.
        fc
          .tuple(fc.nat({ max: 3 }), fc.nat({ max: 40 }))
          .map(([some, empty]) => [some, ...Array<number>(empty).fill(0)]),
      ),
      fc.constantFrom<'open' | 'closed'>('open', 'closed'),
      lost,
      fc.boolean(),
      faults('refused', 'lost', 'partly'),
      async (changes, one, other, lengths, end, trimmed, unfinished, failing) => {
        newTable(failing);
        const [from, to] = [one % changes.length, other % changes.length].sort((a, b) => a - b);
        const batch = changes.slice(from, (to ?? 0) + 1);
        const last = batch.at(-1);
        // Records older than a day are gone, the oldest first.
        const records = changes
          .slice(trimmed ?? 0)
          .filter((each) => !(unfinished && each === last))
          .map(shardRecord);
        stream = { records, pages: lengths, end };
        const message = failedBatch(batch[0]?.sequence, batch.at(-1)?.sequence);
        const recovery = await recoverer(message).catch((error: Error) => error);
        if (recovery instanceof Error) {
          const reasons = [
            table.failures > 0,
            failing.includes('partly'),
            (trimmed ?? 0) > (from ?? 0),
            unfinished,
          ];
          const idle = lengths.join('').includes('0'.repeat(20));
          expect([...reasons, idle]).toContain(true);
        } else {
          expect(audited()).toEqual(expectedTable(batch));
          expect(recovery.recovered).toBe(table.items.size);
          const bad = [...table.items.values()].filter(({ quarantined }) => quarantined);
          expect(recovery.quarantined).toBe(bad.length);
        }
      },
    ),
  );
});

test('the recoverer refuses a message that is not a failed batch', async () => {
  newTable();
  stream = { records: [], pages: [], end: 'closed' };
  const field = fc.oneof(anyValue, anyText, fc.constantFrom('1', '2', STREAM, SHARD));
  const info = fc.record(
    { streamArn: field, shardId: field, startSequenceNumber: field, endSequenceNumber: field },
    { requiredKeys: [] },
  );
  await holds(
    250,
    fc.asyncProperty(
      fc.oneof(anyValue, fc.record({ DDBStreamBatchInfo: fc.oneof(info, anyValue) })),
      async (message) => {
        await expect(recoverer(message)).rejects.toThrow(/^(expected |trimmed$)/);
        expect(table.items.size).toBe(0);
      },
    ),
  );
});

test('entries sort like their sequence numbers, and have the same position in a batch', async () => {
  const digits = fc.integer({ min: 1, max: 40 });
  const sequence = fc
    .tuple(digits, fc.bigInt({ min: 0n, max: 10n ** 40n - 1n }))
    .map(([length, value]) => `${value % 10n ** BigInt(length)}`);
  await holds(
    500,
    fc.property(sequence, sequence, sequence, (one, other, third) => {
      const [a = '', b = '', c = ''] = [one, other, third]
        .map((SequenceNumber) =>
          toItem(
            auditEntry({
              eventName: 'INSERT',
              dynamodb: { Keys: { id: { S: 'a' } }, SequenceNumber },
            }),
          ),
        )
        .map((item) => item.sequence?.S);
      expect(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))).toBe(
        one === other ? 0 : BigInt(one) < BigInt(other) ? -1 : 1,
      );
      const [first = '', middle = '', last = ''] = [a, b, c]
        .sort()
        .map((text) => `${BigInt(text)}`);
      const batch = parseFailedBatch(failedBatch(first, middle));
      expect(placeOf(first, batch)).toBe(first === middle ? 'last' : 'before');
      expect(placeOf(middle, batch)).toBe('last');
      expect(placeOf(last, batch)).toBe(last === middle ? 'last' : 'after');
      if (middle !== last)
        expect(() => parseFailedBatch(failedBatch(last, first))).toThrow('up to');
    }),
  );
});

test('a record leads to the same entry, whether it comes from Lambda or from the shard', async () => {
  await holds(
    100,
    fc.property(shard, (changes) => {
      for (const each of changes) {
        const json = JSON.parse(JSON.stringify(lambdaRecord(each)));
        const [fromLambda, fromShard] = [ofLambda(json), ofShard(shardRecord(each))].map((record) =>
          toItem(auditEntry(record)),
        );
        expect(comparable(fromLambda)).toEqual(comparable(fromShard));
        expect(comparable(fromShard)).toEqual(comparable(expected({ ...each, fault: 'none' })));
      }
    }),
  );
});
