import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { expiryOf, parseClosing } from '../../../../lambda/messaging/eventbridge-rules/closing';
import {
  type OrderState,
  parseOrderState,
  timeOf,
} from '../../../../lambda/messaging/eventbridge-rules/order';
import { anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const ids = ['a1', 'a2', '__proto__'];
const since = fc
  .integer({ min: 0, max: 4_102_444_799 })
  .map((seconds) => new Date(seconds * 1000).toISOString().replace('.000', ''));
/** The changes that the shop sends. Each version of an order has one meaning. */
const change: fc.Arbitrary<OrderState> = fc
  .record({ orderId: fc.constantFrom(...ids), version: fc.integer({ min: 1, max: 6 }), since })
  .map(({ orderId, version, since: time }) => ({
    orderId,
    version,
    state: (['placed', 'paid', 'shipped'] as const)[version % 3] ?? 'placed',
    cents: version,
    since: time,
  }));
/** The clock expires orders in between, at any version that it has seen. */
const history = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: change },
    { weight: 1, arbitrary: change.map((one) => ({ ...expiryOf(one), since: one.since })) },
  ),
  { minLength: 1, maxLength: 20 },
);

let table: Map<string, Record<string, AttributeValue>>;
let handler: typeof import('../../../../lambda/messaging/eventbridge-rules/state-keeper').handler;

beforeAll(async () => {
  process.env.TABLE_NAME = 'states';
  ({ handler } = await import('../../../../lambda/messaging/eventbridge-rules/state-keeper'));
});

beforeEach(() => {
  table = new Map();
  jest.spyOn(console, 'log').mockImplementation();
  jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation((async ({
    input: { Item = {}, ConditionExpression, ExpressionAttributeValues = {} },
  }: PutItemCommand) => {
    expect(ConditionExpression).toBe('attribute_not_exists(version) OR version < :version');
    const old = table.get(`${Item.orderId?.S}`)?.version?.N;
    if (old !== undefined && !(Number(old) < Number(ExpressionAttributeValues[':version']?.N)))
      throw new ConditionalCheckFailedException({ message: 'failed', $metadata: {} });
    table.set(`${Item.orderId?.S}`, Item);
    return {};
  }) as never);
});

test('the newest version of every order is kept, whatever the order and number of its events', async () => {
  await holds(
    500,
    fc.asyncProperty(
      history.chain((events) =>
        fc.tuple(
          fc.constant(events),
          // Events can arrive late, twice, and again from the archive.
          fc.shuffledSubarray([...events, ...events, ...events], {
            minLength: events.length * 3,
          }),
        ),
      ),
      async ([events, delivered]) => {
        table = new Map();
        for (const event of delivered) await handler(event);
        for (const orderId of ids) {
          const versions = events
            .filter((event) => event.orderId === orderId)
            .map(({ version }) => version);
          const found = table.get(orderId);
          expect(found === undefined ? -Infinity : Number(found.version?.N)).toBe(
            Math.max(...versions),
          );
          const isOfTheClock = Number(found?.version?.N) % 1 !== 0;
          if (found) expect(found.state?.S === 'expired').toBe(isOfTheClock);
        }
      },
    ),
  );
});

test('a paid order never expires because of a clock that has not seen the payment', async () => {
  await holds(
    500,
    fc.asyncProperty(fc.integer({ min: 1, max: 1e8 }), fc.boolean(), async (version, late) => {
      table = new Map();
      const placed = { orderId: 'a1', version, cents: 1, since: '2026-11-21T12:00:00Z' } as const;
      const paid = { ...placed, version: version + 1, state: 'paid' } as const;
      const expired = { ...expiryOf(placed), since: placed.since };
      await handler({ ...placed, state: 'placed' });
      for (const event of late ? [expired, paid] : [paid, expired]) await handler(event);
      expect(table.get('a1')?.state).toEqual({ S: 'paid' });
    }),
  );
});

test('every input is an order or a closing, or is rejected with a reason', async () => {
  const input = fc.oneof(
    anyValue,
    fc.record(
      { orderId: anyText, version: anyValue, state: anyText, cents: anyValue, since: anyText },
      { requiredKeys: [] },
    ),
    fc.record({ at: fc.oneof(since, anyText), unpaidHours: anyValue }, { requiredKeys: [] }),
  );
  await holds(
    2000,
    fc.property(input, (value) => {
      for (const [parse, message] of [
        [parseOrderState, /^expected an order such as .*, got /s],
        [parseClosing, /^expected a closing such as .*, got /s],
      ] as const) {
        try {
          parse(value);
        } catch (error) {
          expect((error as Error).message).toMatch(message);
        }
      }
    }),
  );
});

test('every second between 1970 and 2100 is a time, and times sort like their strings', async () => {
  await holds(
    1000,
    fc.property(since, since, (one, other) => {
      const [a, b] = [timeOf(one), timeOf(other)];
      expect(a).toBe(Date.parse(one));
      expect(Math.sign(Number(a) - Number(b))).toBe(one < other ? -1 : one > other ? 1 : 0);
    }),
  );
});
