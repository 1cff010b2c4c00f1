import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { getNamespace, Segment, setSegment } from 'aws-xray-sdk-core';
import * as fc from 'fast-check';
import { header } from '../../../../lambda/api/rest-api-tracing/http';
import {
  parseId,
  parseKey,
  parseOrder,
  Refusal,
} from '../../../../lambda/api/rest-api-tracing/order';
import { anyJson, anyText, anyValue, faults } from '../../../support/arbitraries';
import { type Fault, MemoryTable } from '../../../support/memory-dynamodb';
import { holds } from '../../../support/properties';

const TABLE = 'RestApiTracing-OrdersF00D';
const START = Date.parse('2026-11-21T10:00:00Z');
const DAY = 86_400_000;
/** What nobody outside may read: names, ARNs, files and lines of the code. */
const INSIDE = new RegExp(`${TABLE}|arn:aws|node_modules|\\.[jt]s:\\d|at \\w+ \\(|Throughput`);

const sku = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
  fc.constantFrom('tea', '__proto__', 'constructor', '-'),
);
const order = fc.record({ sku, quantity: fc.integer({ min: 1, max: 1_000_000 }) });
const key = fc.oneof(fc.stringMatching(/^[!-~]{1,64}$/), fc.constantFrom('__proto__', 'k'));
const KNOWN = '6f1a2b3c-0000-4000-8000-123456789abc';

const request = fc.record({
  httpMethod: fc.oneof(
    { weight: 3, arbitrary: fc.constant('POST') },
    fc.constantFrom('GET', 'PUT', 'DELETE', 'HEAD', 'post'),
    anyText,
  ),
  path: anyText,
  headers: fc.oneof(
    fc.constant(null),
    fc.dictionary(anyText, anyText),
    fc
      .tuple(fc.mixedCase(fc.constant('Idempotency-Key')), fc.oneof(key, key, anyText), anyText)
      .map(([name, value, other]) => ({ Accept: other, [name]: value })),
  ),
  body: fc.oneof(
    fc.constant(null),
    order.map((value) => JSON.stringify(value)),
    order.map((value) => JSON.stringify(value)),
    fc.record({ sku: anyValue, quantity: anyValue }).map((value) => JSON.stringify(value)),
    order.map((value) => Buffer.from(JSON.stringify(value)).toString('base64')),
    anyJson,
  ),
  isBase64Encoded: fc.boolean(),
  pathParameters: fc.oneof(
    fc.constant(null),
    fc.record({ id: fc.oneof(anyText, fc.uuid(), fc.constant(KNOWN)) }),
    fc.dictionary(anyText, anyText),
  ),
  queryStringParameters: fc.oneof(fc.constant(null), fc.dictionary(anyText, anyText)),
  requestContext: fc.record({
    requestId: fc.uuid(),
    path: fc.constantFrom('/prod/orders', '/prod/orders/', '/orders', '/shop/v1/orders//'),
  }),
}) as unknown as fc.Arbitrary<APIGatewayProxyEvent>;

let table: MemoryTable;
let handler: typeof import('../../../../lambda/api/rest-api-tracing/order-handler').handler;

const newTable = (failing: readonly Fault[] = [], turn?: () => Promise<unknown>) => {
  table = new MemoryTable(TABLE, { key: ['id'], faults: failing, ...(turn && { turn }) });
};
const ordersInTable = () =>
  [...table.items.values()].filter(({ id }) => id?.S?.startsWith('order#'));
const post = (idempotencyKey: string, wanted: object): APIGatewayProxyEvent =>
  ({
    httpMethod: 'POST',
    headers: { 'Idempotency-Key': idempotencyKey },
    body: JSON.stringify(wanted),
    pathParameters: null,
    requestContext: { requestId: 'r1', path: '/prod/orders' },
  }) as unknown as APIGatewayProxyEvent;
const get = (id: string) =>
  ({
    httpMethod: 'GET',
    headers: null,
    body: null,
    pathParameters: { id },
    requestContext: { requestId: 'r2', path: `/prod/orders/${id}` },
  }) as unknown as APIGatewayProxyEvent;

/** Runs the handler as Lambda does, inside a segment. */
async function inSegment(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return getNamespace().runAndReturn(() => {
    setSegment(new Segment('lambda'));
    return handler(event);
  });
}

/** Anything else would make API Gateway answer 502, or reveal internals to the client. */
function expectProper({ statusCode, headers, body, ...rest }: APIGatewayProxyResult): void {
  expect(rest).toEqual({});
  expect(typeof JSON.parse(body)).toBe('object');
  expect(body.length).toBeLessThan(1500);
  expect(body).not.toMatch(INSIDE);
  expect(Object.values(headers ?? {}).join('')).toMatch(/^[ -~]+$/);
  expect(statusCode < 400).toBe(!('message' in JSON.parse(body)));
}

beforeAll(async () => {
  process.env.TABLE_NAME = TABLE;
  ({ handler } = await import('../../../../lambda/api/rest-api-tracing/order-handler'));
});
beforeEach(() => {
  jest.useFakeTimers({
    now: START,
    doNotFake: [
      'nextTick',
      'setImmediate',
      'setTimeout',
      'setInterval',
      'queueMicrotask',
      'hrtime',
    ],
  });
  jest
    .spyOn(DynamoDBClient.prototype, 'send')
    .mockImplementation((async (command: unknown) => table.send(command)) as never);
  jest.spyOn(console, 'error').mockImplementation();
});
afterEach(() => jest.useRealTimers());

test('no request makes the handler throw, answer 5xx or reveal its internals', async () => {
  await holds(
    700,
    fc.asyncProperty(request, async (event) => {
      newTable();
      const known = { sku: { S: 'tea' }, quantity: { N: '1' }, createdAt: { S: 'now' } };
      table.put({ id: { S: `order#${KNOWN}` }, ...known });
      const before = table.items.size;
      const answered = await inSegment(event);
      expectProper(answered);
      const posted = event.httpMethod === 'POST';
      expect(posted ? [201, 400] : [200, 404]).toContain(answered.statusCode);
      // What is confirmed is there, and what is refused leaves nothing behind.
      expect(table.items.size).toBe(before + (answered.statusCode === 201 ? 2 : 0));
      if (posted && answered.statusCode === 201) {
        const { id, createdAt, ...accepted } = JSON.parse(answered.body);
        expect(accepted).toEqual(JSON.parse(event.body ?? ''));
        expect(answered.headers?.Location).toBe(
          `${event.requestContext.path.replace(/\/*$/, '/')}${id}`,
        );
        expect(await handler(get(id))).toMatchObject({ statusCode: 200, body: answered.body });
      }
    }),
  );
});

test('a table that fails makes a 500 that names the request and nothing else', async () => {
  await holds(
    150,
    fc.asyncProperty(request, faults('refused', 'lost'), async (event, failing) => {
      newTable(failing);
      const answered = await inSegment(event);
      expectProper(answered);
      expect(answered.statusCode === 500).toBe(table.failures > 0);
      if (answered.statusCode !== 500) return;
      const message = `the order could not be handled; request ${event.requestContext.requestId}`;
      expect(JSON.parse(answered.body)).toEqual({ message });
    }),
  );
});

test('any interleaving of posts with one key makes one order and equal answers', async () => {
  const posts = fc.array(
    fc.record({
      idempotencyKey: fc.constantFrom('k1', 'k1', '__proto__'),
      wanted: fc.constantFrom({ sku: 'tea', quantity: 1 }, { sku: 'tea', quantity: 2 }),
      // Clocks of two instances of a function may differ; a key lives for a day.
      clock: fc.integer({ min: 0, max: DAY - 2000 }),
    }),
    { minLength: 2, maxLength: 6 },
  );
  await holds(
    150,
    fc.asyncProperty(
      fc.scheduler(),
      posts,
      faults('refused', 'lost'),
      async (scheduler, all, failing) => {
        newTable(failing, () => scheduler.schedule(Promise.resolve()));
        const place = async ({ idempotencyKey, wanted, clock }: (typeof all)[number]) => {
          await scheduler.schedule(Promise.resolve());
          jest.setSystemTime(START + clock);
          return handler(post(idempotencyKey, wanted));
        };
        const first = await scheduler.waitFor(Promise.all(all.map(place)));
        // Each failed call fails one request at most; its client tries again until it is answered.
        expect(first.filter(({ statusCode }) => statusCode === 500)).toHaveLength(table.failures);
        table.recover();
        const second = await scheduler.waitFor(Promise.all(all.map(place)));
        for (const used of new Set(all.map(({ idempotencyKey }) => idempotencyKey))) {
          const mine = [...first, ...second].filter(
            (_, index) => all[index % all.length]?.idempotencyKey === used,
          );
          const confirmed = mine.filter(({ statusCode }) => statusCode === 201);
          expect(new Set(confirmed.map((answered) => JSON.stringify(answered))).size).toBe(1);
          const accepted = JSON.parse(confirmed[0]?.body ?? '{}');
          expect(table.get({ id: { S: `order#${accepted.id}` } })).toBeDefined();
          all.forEach(({ idempotencyKey, wanted }, index) => {
            if (idempotencyKey !== used) return;
            const same = wanted.quantity === accepted.quantity;
            expect(second[index]?.statusCode).toBe(same ? 201 : 422);
            expect([same ? 201 : 422, 500]).toContain(first[index]?.statusCode);
          });
        }
        const keys = new Set(all.map(({ idempotencyKey }) => idempotencyKey));
        expect(ordersInTable()).toHaveLength(keys.size);
      },
    ),
  );
});

test('a key means its order for a day, whether or not time to live was on time', async () => {
  const steps = fc.array(
    fc.record({ pause: fc.integer({ min: 0, max: 2 * DAY }), sweep: fc.boolean() }),
    { minLength: 1, maxLength: 8 },
  );
  await holds(
    150,
    fc.asyncProperty(steps, async (all) => {
      newTable();
      let now = START;
      let current: { id: string; until: number } | undefined;
      for (const { pause, sweep } of all) {
        now += pause;
        const seconds = Math.floor(now / 1000);
        if (sweep) {
          for (const [place, { expiresAt }] of table.items) {
            if (expiresAt && Number(expiresAt.N) <= seconds) table.items.delete(place);
          }
        }
        jest.setSystemTime(now);
        const { id } = JSON.parse((await handler(post('k', { sku: 'tea', quantity: 1 }))).body);
        if (current && seconds < current.until) expect(id).toBe(current.id);
        else {
          expect(id).not.toBe(current?.id);
          current = { id, until: seconds + DAY / 1000 };
        }
      }
    }),
  );
});

test('a body is an order exactly if its article and its quantity are', async () => {
  await holds(
    800,
    fc.property(
      fc.oneof(
        anyJson,
        order.map((value) => JSON.stringify(value)),
      ),
      (body) => {
        const model = /^\{"sku":"[A-Za-z0-9._-]{1,64}","quantity":([1-9]\d{0,5}|1000000)\}$/;
        if (model.test(body)) expect(parseOrder(body)).toEqual(JSON.parse(body));
        else expect(() => parseOrder(body)).toThrow(/^expected an order [^\n\r]{1,900}$/);
      },
    ),
  );
  await holds(
    500,
    fc.property(fc.record({ sku: anyValue, quantity: anyValue }), (value) => {
      const { sku: article, quantity } = value;
      const wanted =
        typeof article === 'string' &&
        /^[A-Za-z0-9._-]{1,64}$/.test(article) &&
        Number.isSafeInteger(quantity) &&
        Number(quantity) > 0 &&
        Number(quantity) < 1_000_001;
      const parse = () => parseOrder(JSON.stringify(value));
      if (wanted) expect(parse()).toEqual(value);
      else expect(parse).toThrow(Refusal);
    }),
  );
});

test('a text that is no key or no id of an order gets a Refusal, and no other error', async () => {
  const almost = fc
    .tuple(fc.constantFrom('', 'x', '\n'), fc.uuid(), fc.constantFrom('', 'x', '\n'))
    .map((parts) => parts.join(''));
  await holds(
    700,
    fc.property(fc.oneof(anyText, key, fc.uuid(), almost, fc.constant(undefined)), (text) => {
      for (const [parse, form] of [
        [parseKey, /^[\x21-\x7e]{1,64}$/],
        [parseId, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/],
      ] as const) {
        if (text !== undefined && form.test(text)) expect(parse(text)).toBe(text);
        else expect(() => parse(text)).toThrow(Refusal);
      }
    }),
  );
});

test('a header is found in any spelling among any others', async () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,20}$/);
  await holds(
    300,
    fc.property(fc.dictionary(name, anyText), name, anyText, (others, wanted, value) => {
      const lower = wanted.toLowerCase();
      const rest = Object.entries(others).filter(([other]) => other.toLowerCase() !== lower);
      expect(header(Object.fromEntries(rest), wanted)).toBeUndefined();
      const headers = Object.fromEntries([...rest, [wanted.toUpperCase(), value]]);
      expect(header(headers, lower)).toBe(value);
    }),
  );
});
