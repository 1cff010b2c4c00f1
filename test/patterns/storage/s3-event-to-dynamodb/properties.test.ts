import { Readable } from 'node:stream';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { S3Event } from 'aws-lambda';
import * as fc from 'fast-check';
import { decodeKey, parseDelivery } from '../../../../lambda/storage/s3-event-to-dynamodb/delivery';
import {
  linesOf,
  type Rejected,
  type Row,
} from '../../../../lambda/storage/s3-event-to-dynamodb/invoice';
import { anyText } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

type Item = Record<string, AttributeValue>;

let handler: typeof import('../../../../lambda/storage/s3-event-to-dynamodb/importer').handler;
let invoices: Map<string, Item>;
let register: Map<string, Item>;
let told: { file: string; versionId: string }[];
let versions: Map<string, string>;
/** Whether the next put fails before or after it is stored. */
let faults: ('none' | 'before' | 'after')[];

/** A table with the one condition that the importer uses. */
function put({ input }: PutItemCommand): void {
  const { Item = {}, ConditionExpression, ExpressionAttributeValues: values = {} } = input;
  if (input.TableName === 'register') {
    register.set(`${Item.file?.S} ${Item.sequencer?.S}`, Item);
    return;
  }
  expect(ConditionExpression).toBe(
    'attribute_not_exists(vendor) OR (#file = :file AND sequencer < :sequencer)',
  );
  const key = JSON.stringify([Item.vendor, Item.number]);
  const there = invoices.get(key);
  const older =
    there?.file?.S === values[':file']?.S &&
    `${there?.sequencer?.S}` < `${values[':sequencer']?.S}`;
  if (there && !older)
    throw new ConditionalCheckFailedException({ message: 'held', $metadata: {}, Item: there });
  invoices.set(key, Item);
}

beforeAll(async () => {
  Object.assign(process.env, {
    INVOICES_TABLE_NAME: 'invoices',
    REGISTER_TABLE_NAME: 'register',
    REJECTS_URL: 'https://rejects',
  });
  ({ handler } = await import('../../../../lambda/storage/s3-event-to-dynamodb/importer'));
});

beforeEach(() => {
  jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation((async (command: unknown) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (command instanceof GetItemCommand) {
      const { file, sequencer } = command.input.Key ?? {};
      return { Item: register.get(`${file?.S} ${sequencer?.S}`) };
    }
    if (!(command instanceof PutItemCommand)) throw new Error(`expected a put, got ${command}`);
    const fault = faults.shift() ?? 'none';
    if (fault === 'before') throw new Error('throttled');
    put(command);
    if (fault === 'after') throw new Error('no answer');
    return {};
  }) as never);
  jest.spyOn(S3Client.prototype, 'send').mockImplementation((async ({
    input,
  }: {
    input: { VersionId: string };
  }) => ({
    Body: Readable.from([Buffer.from(versions.get(input.VersionId) ?? '')]),
  })) as never);
  jest
    .spyOn(SQSClient.prototype, 'send')
    .mockImplementation((async ({ input }: { input: { MessageBody: string } }) =>
      told.push(JSON.parse(input.MessageBody))) as never);
  jest.spyOn(console, 'log').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
});

interface Line {
  readonly number: string;
  readonly cents: number;
  readonly good: boolean;
}
/** Only a few numbers, so that they collide; some lines are invalid. */
const line: fc.Arbitrary<Line> = fc.record({
  number: fc.constantFrom('R-1', 'R-2', 'Ü, 3', '__proto__'),
  cents: fc.integer({ min: -3, max: 3 }),
  good: fc.constantFrom(true, true, true, false),
});
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const textOf = (lines: readonly Line[]) =>
  [
    'number,date,cents',
    ...lines.map(({ number, cents, good }) =>
      good ? `${quoted(number)},2026-05-01,${cents}` : `${quoted(number)},never,${cents}`,
    ),
  ].join('\n');

interface Version {
  readonly file: string;
  readonly lines: readonly Line[];
}
const files = ['invoices/acme/a.csv', 'invoices/acme/b.csv'];

/** The versions in the order of their upload. Their sequencers grow and differ in length. */
function uploaded(made: readonly Version[]): (index: number) => Promise<void> {
  versions = new Map(made.map(({ lines }, index) => [`v${index}`, textOf(lines)]));
  invoices = new Map();
  register = new Map();
  told = [];
  return async (index) => {
    const sequencer = `${(100 + index).toString(16)}${index % 2 ? '' : '0000'}`;
    await handler({
      Records: [
        {
          eventName: 'ObjectCreated:Put',
          s3: {
            bucket: { name: 'inbox' },
            object: { key: made[index]?.file, versionId: `v${index}`, sequencer },
          },
        },
      ],
    } as unknown as S3Event);
  };
}
const anyFault = fc.array(fc.constantFrom('none', 'none', 'before', 'after'), { maxLength: 20 });

test('a file ends as its versions in order, even if notifications repeat, come late or fail', async () => {
  await holds(
    300,
    fc.asyncProperty(
      fc.array(fc.array(line, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
      anyFault,
      async (contents, rounds, failing) => {
        const made = contents.map((lines) => ({ file: files[0] as string, lines }));
        const announce = uploaded(made);
        faults = [...failing];
        for (const round of rounds)
          await Promise.allSettled(round.map((at) => announce(at % made.length)));
        faults = [];
        const last = [...made.keys()].reverse();
        for (const index of last) await announce(index);

        const wanted = new Map<string, number>();
        for (const { lines } of made) {
          const first = new Map<string, number>();
          for (const { number, cents, good } of lines)
            if (good && !first.has(number)) first.set(number, cents);
          for (const [number, cents] of first) wanted.set(number, cents);
        }
        const found = [...invoices.values()].map(({ number, cents }) => [
          number?.S,
          Number(cents?.N),
        ]);
        expect(new Map(found as [string, number][])).toEqual(wanted);
        expect(register.size).toBe(made.length);
        // An invoice with an invalid line must be among the rejects.
        for (const [index, { lines }] of made.entries()) {
          if (lines.some(({ good }) => !good))
            expect(told.map(({ versionId }) => versionId)).toContain(`v${index}`);
        }
      },
    ),
  );
});

test('an invoice in two files is one item, with the data of the newest version of its file', async () => {
  await holds(
    300,
    fc.asyncProperty(
      fc.array(
        fc.record({ file: fc.constantFrom(...files), lines: fc.array(line, { maxLength: 5 }) }),
        { minLength: 1, maxLength: 5 },
      ),
      fc.array(fc.nat(), { maxLength: 12 }),
      anyFault,
      async (made, order, failing) => {
        const announce = uploaded(made);
        faults = [...failing];
        await Promise.allSettled(order.map((at) => announce(at % made.length)));
        faults = [];
        for (const index of made.keys()) await announce(index);

        const good = made.flatMap(({ lines }) => lines.filter((one) => one.good));
        expect(new Set([...invoices.values()].map(({ number }) => number?.S))).toEqual(
          new Set(good.map(({ number }) => number)),
        );
        for (const { number, cents, file } of invoices.values()) {
          const newest = made
            .filter((one) => one.file === file?.S)
            .flatMap(({ lines }) => lines.find((one) => one.good && one.number === number?.S) ?? [])
            .at(-1);
          expect(Number(cents?.N)).toBe(newest?.cents);
        }
      },
    ),
  );
});

test('any bytes give rows and rejects with short reasons, or an error for the whole file', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(fc.constantFrom('a', '"', ',', '\n', '\r', '1', '2026-05-01', '\0', 'ü', '\ufeff'))
      .map((parts) => new TextEncoder().encode(parts.join(''))),
    anyText.map((text) => new TextEncoder().encode(text)),
  );
  await holds(
    500,
    fc.asyncProperty(bytes, fc.nat({ max: 200 }), async (content, cut) => {
      const file = Buffer.concat([Buffer.from('number,date,cents\n'), content]);
      const found: (Row | Rejected)[] = [];
      try {
        for await (const one of linesOf(
          Readable.from([file.subarray(0, cut), file.subarray(cut)].filter(({ length }) => length)),
        ))
          found.push(one);
      } catch (error) {
        expect((error as Error).message).toMatch(/Quote|Record Size/);
      }
      for (const one of found) {
        expect(one.line).toBeGreaterThan(1);
        if ('reason' in one) expect(one.reason).toMatch(/^expected .{1,400}$/s);
        else expect(one.invoice.number).toMatch(/^[^\p{Cc}\ufffd]{1,64}$/u);
      }
    }),
  );
});

test('any key survives the encoding of S3', async () => {
  await holds(
    500,
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (key) => {
      const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
      expect(decodeKey(encoded)).toBe(key);
    }),
  );
});

test('padded sequencers compare like decimals', async () => {
  const digits = fc.stringMatching(/^[0-9A-F]{1,30}$/);
  await holds(
    500,
    fc.property(digits, digits, (one, other) => {
      const of = (sequencer: string) =>
        parseDelivery({
          eventName: 'ObjectCreated:Put',
          s3: {
            bucket: { name: 'inbox' },
            object: { key: files[0], versionId: 'v', sequencer },
          },
        }).sequencer;
      const value = (text: string) => BigInt(`0x${text.padEnd(30, '0')}`);
      expect(of(one) < of(other)).toBe(value(one) < value(other));
    }),
  );
});
