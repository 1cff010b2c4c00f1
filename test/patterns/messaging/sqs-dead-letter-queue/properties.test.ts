import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import {
  backoffSeconds,
  type Order,
  parseOrder,
} from '../../../../lambda/messaging/sqs-dead-letter-queue/order';
import { anyJson, anyText, anyValue, faults, halfPair } from '../../../support/arbitraries';
import { type Fault, MemoryTable } from '../../../support/memory-dynamodb';
import { holds } from '../../../support/properties';

/** As in the stack: at the sixth receive SQS moves the message instead of returning it. */
const MAX_RECEIVES = 5;
const SKUS = ['tea', 'чай 🍵', '__proto__'] as const;

/** Few ids and articles, so that orders collide. */
const order: fc.Arbitrary<Order> = fc.record({
  id: fc.constantFrom(
    'a1',
    'a2',
    'a3',
    'a4',
    '注文-1',
    '__proto__',
    '🍵',
    '\ufffd',
    'x'.repeat(64),
  ),
  sku: fc.constantFrom(...SKUS),
  quantity: fc.integer({ min: 1, max: 4 }),
});
const unpaired = fc
  .tuple(order, halfPair, fc.constantFrom('id', 'sku'))
  .map(([good, half, where]) => ({ ...good, [where]: `${half}a` }));
const poison = fc.oneof(
  anyJson,
  fc.tuple(order, fc.constantFrom('id', 'sku', 'quantity')).map(([good, missing]) => {
    const { [missing as 'id']: _, ...rest } = good;
    return JSON.stringify(rest);
  }),
  unpaired.map((value) => JSON.stringify(value)),
);

/** A message with the order in it, if there is one. */
type Body = { readonly text: string; readonly order?: Order };
const body: fc.Arbitrary<Body> = fc.oneof(
  {
    weight: 3,
    arbitrary: order.map((value) => ({ text: JSON.stringify(value), order: value })),
  },
  { weight: 1, arbitrary: poison.map((text) => ({ text })) },
);
const stock = fc.record({
  tea: fc.integer({ min: 0, max: 20 }),
  other: fc.constantFrom(0, 5, 1000),
});

interface Message extends Body {
  readonly id: string;
  receives: number;
}

let table: MemoryTable;
let handler: typeof import('../../../../lambda/messaging/sqs-dead-letter-queue/consumer').handler;
let hiding: (seconds: number) => void;

function newTable(
  pieces: { tea: number; other: number },
  failing: readonly Fault[],
  turn: () => Promise<unknown>,
): (sku: string) => number {
  table = new MemoryTable('shop', { key: ['id'], faults: failing, turn });
  const initially = (sku: string) => (sku === 'tea' ? pieces.tea : pieces.other);
  for (const sku of SKUS) {
    table.put({ id: { S: `stock#${sku}` }, pieces: { N: `${initially(sku)}` } });
  }
  return initially;
}
const written = (id: string) => table.get({ id: { S: `order#${id}` } });
const left = (sku: string) => Number(table.get({ id: { S: `stock#${sku}` } })?.pieces?.N);

const eventOf = (messages: readonly Message[]) =>
  ({
    Records: messages.map(({ id, text, receives }) => ({
      messageId: id,
      receiptHandle: `${id}-${receives}`,
      body: text,
      attributes: { ApproximateReceiveCount: `${receives}` },
    })),
  }) as SQSEvent;

async function failuresOf(messages: readonly Message[]): Promise<string[]> {
  const { batchItemFailures } = await handler(eventOf(messages));
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

/** Every piece taken from stock is in an order, and every order matches a message. */
function expectBooks(bodies: readonly Body[], initially: (sku: string) => number): void {
  const taken = new Map<string, number>();
  for (const { id, sku, quantity } of table.items.values()) {
    if (!id?.S?.startsWith('order#')) continue;
    const found = { id: id.S.slice('order#'.length), sku: sku?.S, quantity: Number(quantity?.N) };
    expect(bodies.map((each) => each.order)).toContainEqual(found);
    taken.set(`${sku?.S}`, (taken.get(`${sku?.S}`) ?? 0) + found.quantity);
  }
  for (const sku of SKUS) {
    expect(left(sku)).toBe(initially(sku) - (taken.get(sku) ?? 0));
    expect(left(sku)).toBeGreaterThanOrEqual(0);
  }
}

beforeAll(async () => {
  Object.assign(process.env, { QUEUE_URL: 'https://queue', TABLE_NAME: 'shop' });
  ({ handler } = await import('../../../../lambda/messaging/sqs-dead-letter-queue/consumer'));
});
beforeEach(() => {
  hiding = () => undefined;
  jest
    .spyOn(DynamoDBClient.prototype, 'send')
    .mockImplementation((async (command: unknown) => table.send(command)) as never);
  jest
    .spyOn(SQSClient.prototype, 'send')
    .mockImplementation((async ({ input }: { input: { VisibilityTimeout: number } }) =>
      hiding(input.VisibilityTimeout)) as never);
  jest.spyOn(console, 'error').mockImplementation();
});

test('reports exactly the messages that failed, whatever their neighbors are', async () => {
  await holds(
    300,
    fc.asyncProperty(
      fc.scheduler(),
      fc.uniqueArray(body, {
        minLength: 1,
        maxLength: 10,
        selector: ({ text, order: { id } = { id: text } }) => id,
      }),
      stock,
      faults('refused', 'lost', 'conflict'),
      fc.integer({ min: 1, max: 1000 }),
      fc.boolean(),
      async (scheduler, bodies, pieces, failing, receives, hidden) => {
        hiding = (seconds) => {
          expect(Number.isInteger(seconds) && seconds >= 0 && seconds <= 900).toBe(true);
          if (!hidden) throw new Error('throttled');
        };
        const initially = newTable(pieces, failing, () => scheduler.schedule(Promise.resolve()));
        const messages = bodies.map((each, index) => ({ ...each, id: `m${index}`, receives }));
        const failed = await scheduler.waitFor(failuresOf(messages));
        expectBooks(bodies, initially);
        expect(new Set(failed).size).toBe(failed.length);
        let unexplained = 0;
        for (const { id, order: wanted } of messages) {
          const done = wanted !== undefined && written(wanted.id) !== undefined;
          if (!failed.includes(id)) expect(done).toBe(true);
          else if (wanted && (done || left(wanted.sku) >= wanted.quantity)) unexplained += 1;
        }
        // A message can fail because of its body, a lack of stock, or a failed call of its own.
        expect(unexplained).toBeLessThanOrEqual(table.failures);
      },
    ),
  );
});

test('no redelivery, crash or order of arrival loses a message or takes from stock twice', async () => {
  const delivery = fc.record({
    take: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 10 }),
    // The invocation crashes before or after its work, or SQS loses the acknowledgment.
    ends: fc.constantFrom('well', 'well', 'well', 'before', 'after', 'forgotten'),
  });
  const schedule = fc.array(fc.array(delivery, { minLength: 1, maxLength: 2 }), { maxLength: 8 });
  await holds(
    200,
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(body, { minLength: 1, maxLength: 14 }),
      stock,
      faults('refused', 'lost', 'conflict'),
      schedule,
      async (scheduler, bodies, pieces, failing, rounds) => {
        const initially = newTable(pieces, failing, () => scheduler.schedule(Promise.resolve()));
        const messages = bodies.map((each, index) => ({ ...each, id: `m${index}`, receives: 0 }));
        const queue = new Set<Message>(messages);
        const dead = new Set<Message>();
        const deliver = async (batch: readonly Message[], ends: string) => {
          const received = batch.filter((message) => queue.has(message));
          for (const message of received) {
            message.receives += 1;
            if (message.receives <= MAX_RECEIVES) continue;
            queue.delete(message);
            dead.add(message);
          }
          const handed = received.filter((message) => queue.has(message));
          if (handed.length === 0 || ends === 'before') return;
          const failed = await failuresOf(handed);
          if (ends === 'after' || ends === 'forgotten') return;
          for (const message of handed) if (!failed.includes(message.id)) queue.delete(message);
        };
        for (const round of rounds) {
          const deliveries = round.map(({ take, ends }) => {
            const visible = [...queue];
            const places = new Set(take.map((place) => place % Math.max(1, visible.length)));
            return deliver(
              [...places].flatMap((place) => visible[place] ?? []),
              ends,
            );
          });
          await scheduler.waitFor(Promise.all(deliveries));
        }
        const calm = table.failures === 0 && rounds.flat().every(({ ends }) => ends === 'well');
        table.recover();
        while (queue.size > 0) {
          await scheduler.waitFor(deliver([...queue].slice(0, 10), 'well'));
        }
        expectBooks(bodies, initially);
        for (const message of messages) {
          const { order: wanted } = message;
          // No message disappears: each ends as an order or as a dead letter.
          if (!wanted) expect(dead).toContain(message);
          else {
            if (!written(wanted.id)) expect(dead).toContain(message);
            // Stock only shrinks, so without faults a dead letter asks for more than is left.
            if (calm && dead.has(message)) {
              expect(left(wanted.sku)).toBeLessThan(wanted.quantity);
            }
          }
        }
      },
    ),
  );
});

test('with enough stock, every valid order is accepted, in any order of arrival', async () => {
  await holds(
    120,
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(body, { minLength: 1, maxLength: 30 }),
      async (scheduler, bodies) => {
        const initially = newTable({ tea: 1000, other: 1000 }, [], () =>
          scheduler.schedule(Promise.resolve()),
        );
        const messages = bodies.map((each, index) => ({ ...each, id: `m${index}`, receives: 1 }));
        const batches = Array.from({ length: Math.ceil(messages.length / 10) }, (_, index) =>
          messages.slice(index * 10, index * 10 + 10),
        );
        const failed = await scheduler.waitFor(
          Promise.all([...batches, ...batches].map(failuresOf)),
        );
        const bad = messages.filter(({ order: wanted }) => !wanted).map(({ id }) => id);
        expect(failed.flat()).toEqual([...bad, ...bad]);
        const ids = new Set(bodies.flatMap(({ order: wanted }) => wanted?.id ?? []));
        const stored = [...table.items.values()].filter(({ id }) => id?.S?.startsWith('order#'));
        expect(new Set(stored.map(({ id }) => id?.S))).toEqual(
          new Set([...ids].map((id) => `order#${id}`)),
        );
        expectBooks(bodies, initially);
      },
    ),
  );
});

test('a body is an order or is rejected with a short reason', async () => {
  const name = (value: unknown) =>
    typeof value === 'string' &&
    value.length > 0 &&
    value.length < 65 &&
    Buffer.from(value).toString() === value;
  const text = fc.oneof(anyText, halfPair, fc.string({ maxLength: 64, minLength: 1 }));
  await holds(
    600,
    fc.property(
      fc.record({
        id: fc.oneof(anyValue, text, text),
        sku: fc.oneof(anyValue, text, text),
        quantity: fc.oneof(anyValue, fc.integer({ min: 0, max: 1_000_001 })),
      }),
      (value) => {
        const { id, sku, quantity } = value;
        const whole = Number.isSafeInteger(quantity) && Number(quantity) > 0;
        const parse = () => parseOrder(JSON.stringify({ ...value, note: 'ignored' }));
        if (name(id) && name(sku) && whole && Number(quantity) < 1_000_001) {
          expect(parse()).toEqual(value);
        } else expect(parse).toThrow(/^expected an order [^\n\r]{1,1500}$/);
      },
    ),
  );
  await holds(
    500,
    fc.property(anyJson, (any) => {
      expect(() => parseOrder(any)).toThrow(/^expected an order [^\n\r]{1,1500}$/);
    }),
  );
});

test('the back-off is a whole number of seconds that SQS accepts, and never exceeds its ceiling', async () => {
  await holds(
    500,
    fc.property(
      fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2 ** 31 })),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (receives, random) => {
        const seconds = backoffSeconds(receives, random);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(0);
        expect(seconds).toBeLessThanOrEqual(Math.min(900, 2 ** (receives - 1)));
        expect(backoffSeconds(receives + 1, random)).toBeGreaterThanOrEqual(seconds);
      },
    ),
  );
});
