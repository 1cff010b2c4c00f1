import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import {
  type Invoice,
  invoiceOf,
  type Order,
  orderText,
  parseInvoice,
  parseOrder,
} from '../../../../lambda/serverless/lambda-async-destinations/invoice';
import { anyText, anyValue, faults, halfPair } from '../../../support/arbitraries';
import { MemoryTable } from '../../../support/memory-dynamodb';
import { holds } from '../../../support/properties';

/** One attempt and two retries, as in the stack. */
const ATTEMPTS = 3;
const SKUS = ['tea', 'чай 🍵', '__proto__'] as const;

/** There are few ids, so that orders collide. */
const order: fc.Arbitrary<Order> = fc.record({
  id: fc.constantFrom('o-1', 'o-2', '注文-1', '__proto__', 'x'.repeat(64)),
  lines: fc.uniqueArray(
    fc.record({ sku: fc.constantFrom(...SKUS), quantity: fc.integer({ min: 1, max: 2 }) }),
    { minLength: 1, maxLength: 3, selector: ({ sku }) => sku },
  ),
});
const price = fc.oneof(fc.constantFrom(0, 1, 25, 100_000_000), fc.nat({ max: 100_000_000 }));

let prices: Map<string, number>;
let table: MemoryTable;
let invoicer: typeof import('../../../../lambda/serverless/lambda-async-destinations/invoicer').handler;
let archivist: typeof import('../../../../lambda/serverless/lambda-async-destinations/archivist').handler;

beforeAll(async () => {
  Object.assign(process.env, { PRICES_TABLE_NAME: 'prices', INVOICES_TABLE_NAME: 'invoices' });
  ({ handler: invoicer } = await import(
    '../../../../lambda/serverless/lambda-async-destinations/invoicer'
  ));
  ({ handler: archivist } = await import(
    '../../../../lambda/serverless/lambda-async-destinations/archivist'
  ));
});
beforeEach(() => {
  jest.spyOn(DynamoDBClient.prototype, 'send').mockImplementation((async (command: unknown) => {
    if (!(command instanceof BatchGetItemCommand)) return table.send(command);
    const keys = command.input.RequestItems?.prices?.Keys ?? [];
    const found = keys.flatMap(({ sku }) => {
      const cents = prices.get(sku?.S ?? '');
      return cents === undefined ? [] : [{ sku, cents: { N: `${cents}` } }];
    });
    return { Responses: { prices: found.reverse() } };
  }) as never);
  jest.spyOn(console, 'log').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
});

/** Tries as Lambda does with an asynchronous event; true if an attempt succeeded. */
async function tried(attempt: () => Promise<unknown>): Promise<boolean> {
  for (let attempts = 0; attempts < ATTEMPTS; attempts++) {
    const failed = await attempt().then(
      () => false,
      () => true,
    );
    if (!failed) return true;
  }
  return false;
}

test('retries, second deliveries, and lost answers never file an order twice or change it', async () => {
  const delivery = fc.record({
    order,
    cents: fc.constantFrom(100, 250),
    twice: fc.boolean(),
  });
  await holds(
    300,
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(delivery, { minLength: 1, maxLength: 10 }),
      faults('refused', 'lost'),
      async (scheduler, deliveries, failing) => {
        const turn = () => scheduler.schedule(Promise.resolve());
        table = new MemoryTable('invoices', { key: ['id'], faults: failing, turn });
        const first = new Map<string, string>();
        const check = () => {
          for (const [key, item] of table.items) {
            const text = JSON.stringify(item);
            if (!first.has(key)) first.set(key, text);
            expect(text).toBe(first.get(key));
          }
        };
        const sent = deliveries.flatMap((each) => (each.twice ? [each, each] : [each]));
        const done = await scheduler.waitFor(
          Promise.all(
            sent.map(async (each, index) => {
              const invoice = invoiceOf(each.order, new Map(SKUS.map((sku) => [sku, each.cents])));
              const filed = await tried(() => {
                check();
                return archivist({
                  requestContext: { requestId: `r-${index}`, condition: 'Success' },
                  responsePayload: JSON.parse(JSON.stringify(invoice)),
                });
              });
              check();
              return filed;
            }),
          ),
        );
        for (const [index, { order: wanted }] of sent.entries()) {
          const found = table.get({ id: { S: wanted.id } });
          const same = found?.ordered?.S === orderText(wanted);
          // An order reported as filed is filed; otherwise a different order has its id.
          if (done[index]) expect(same).toBe(true);
          else if (table.failures === 0) expect([found !== undefined, same]).toEqual([true, false]);
        }
        for (const { id, lines, requestId, ...sums } of table.items.values()) {
          const { order: source, cents } = sent[Number(requestId?.S?.slice(2))] ?? {};
          expect(source?.id).toBe(id?.S);
          const invoice = parseInvoice({
            id: id?.S,
            lines: JSON.parse(lines?.S ?? ''),
            netCents: Number(sums.netCents?.N),
            vatCents: Number(sums.vatCents?.N),
            totalCents: Number(sums.totalCents?.N),
          });
          expect(new Set(invoice.lines.map((line) => line.cents))).toEqual(new Set([cents]));
        }
      },
    ),
  );
});

test('an order is invoiced exactly, as ordered, if every article has a price', async () => {
  await holds(
    300,
    fc.asyncProperty(
      order,
      fc.array(fc.tuple(fc.constantFrom(...SKUS), price)),
      async (event, list) => {
        prices = new Map(list);
        const missing = event.lines.filter(({ sku }) => !prices.has(sku));
        const answer: Invoice | Error = await invoicer(event).catch((error) => error);
        if (missing.length > 0) {
          expect(`${answer}`).toBe(
            `Error: expected whole cents as price of "${missing[0]?.sku}" for order "${event.id}", got nothing`,
          );
          return;
        }
        const exact = event.lines.reduce(
          (sum, { sku, quantity }) => sum + BigInt(quantity) * BigInt(prices.get(sku) ?? 0),
          0n,
        );
        const vat = (exact * 19n + 50n) / 100n;
        expect(answer).toMatchObject({
          id: event.id,
          netCents: Number(exact),
          vatCents: Number(vat),
          totalCents: Number(exact + vat),
        });
        expect(orderText(answer as Invoice)).toBe(orderText(event));
        expect(parseInvoice(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
      },
    ),
  );
});

test('an event is an order or is refused with a short reason', async () => {
  const name = (value: unknown) =>
    typeof value === 'string' &&
    value.length > 0 &&
    value.length < 65 &&
    Buffer.from(value).toString() === value;
  const text = fc.oneof(anyText, halfPair, fc.string({ minLength: 1, maxLength: 64 }));
  await holds(
    600,
    fc.property(
      fc.record({
        id: fc.oneof(anyValue, text, text),
        sku: fc.oneof(anyValue, text, text),
        quantity: fc.oneof(anyValue, fc.integer({ min: 0, max: 1001 })),
      }),
      ({ id, sku, quantity }) => {
        const event = { id, lines: [{ sku, quantity }] };
        const whole = Number.isInteger(quantity) && Number(quantity) > 0 && Number(quantity) < 1001;
        if (name(id) && name(sku) && whole) expect(parseOrder(event)).toEqual(event);
        else expect(() => parseOrder(event)).toThrow(/^expected an order such as .{1,1500}$/s);
      },
    ),
  );
  await holds(
    500,
    fc.property(anyValue, (event) => {
      expect(() => parseOrder(event)).toThrow(/^expected an order such as .{1,1500}$/s);
    }),
  );
});
