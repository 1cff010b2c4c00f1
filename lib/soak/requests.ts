import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { callableUrl, callOnce } from '../exercise/http';
import { inParallel } from '../run/in-parallel';
import { between, onePercent, type Random, shuffled } from '../run/random';
import { scan } from './queue';
import { type Account, grouped, number, output, type Scenario } from './scenario';

/** What a client posts. */
export interface Post {
  readonly key: string;
  readonly body: string;
  /** Whether the API can accept it. */
  readonly good: boolean;
}

/** The last answer that a client got to a post. */
export interface Answered {
  readonly post: Post;
  readonly status: number;
  readonly text: string;
}

/** What is found in the table at the end. */
export interface Table {
  readonly orderIds: readonly string[];
  /** The order of each key. */
  readonly keys: ReadonlyMap<string, string>;
}

const CONCURRENCY = 50;
/** The client gives up after so many attempts. */
const ATTEMPTS = 12;

/** One request in a hundred has a bad body; of the others, four in ten repeat the key of another. */
export function posts(count: number, run: string, random: Random): Post[] {
  const bad = Array.from({ length: onePercent(count) }, (_, index) => ({
    key: `bad-${run}-${index}`,
    body: '{"sku":"tea"}',
    good: false,
  }));
  const first = Array.from({ length: Math.ceil((count - bad.length) * 0.6) }, (_, index) => ({
    key: `key-${run}-${index}`,
    body: JSON.stringify({ sku: `tea-${index}`, quantity: between(1, 9, random) }),
    good: true,
  }));
  const repeats = Array.from(
    { length: count - bad.length - first.length },
    () => first[between(0, first.length - 1, random)] as Post,
  );
  return shuffled([...bad, ...first, ...repeats], random);
}

/** Compares the answers with the table. */
export function settle(answers: readonly Answered[], { orderIds, keys }: Table): Account {
  const good = answers.filter(({ post }) => post.good);
  const bad = answers.filter(({ post }) => !post.good);
  const accepted = good.filter(({ status }) => status === 201);
  const wanted = new Set(good.map(({ post }) => post.key));
  const stored = new Set(orderIds);
  const lost = [...wanted].filter((key) => !stored.has(keys.get(key) ?? ''));
  const trouble: string[] = [];
  const byKey = grouped(accepted, ({ post }) => post.key);
  const torn = [...byKey].filter(([, all]) => new Set(all.map(({ text }) => text)).size > 1);
  if (torn.length > 0)
    trouble.push(`expected one answer for one key, got several for ${torn.length} keys`);
  const wrong = accepted.filter(({ post, text }) => {
    const { id, sku, quantity } = JSON.parse(text);
    return keys.get(post.key) !== id || JSON.stringify({ sku, quantity }) !== post.body;
  });
  if (wrong.length > 0)
    trouble.push(`expected every answer to be the stored order, got ${wrong.length} others`);
  const claimed = [...keys.keys()].filter((key) => !wanted.has(key));
  if (claimed.length > 0)
    trouble.push(`expected no key of a refused request in the table, got ${claimed.length}`);
  const odd = [...good, ...bad].filter(({ post, status }) => status !== (post.good ? 201 : 400));
  if (odd[0])
    trouble.push(
      `expected 201, and 400 for a bad body, got ${odd.length} others: ${odd[0].status} ${odd[0].text.slice(0, 200)}`,
    );
  return {
    sent: `${number(answers.length)} requests with ${number(wanted.size)} keys, ${CONCURRENCY} at a time, ${number(bad.length)} of them bad`,
    handled: accepted.length,
    expected: good.length,
    lost: lost.length,
    doubled: Math.max(0, stored.size - wanted.size),
    setAside: bad.filter(({ status }) => status === 400).length,
    poison: bad.length,
    where: 'bad ones refused with 400',
    notes: [],
    trouble,
  };
}

/** Thousands of requests, many of them repeated, to a table that throttles. */
export const requests: Scenario = {
  id: 'RestApiTracing',
  changes: (proxy) => [
    `RestApiTracing/OrderHandler.Environment.Variables.AWS_ENDPOINT_URL_DYNAMODB=${proxy}`,
    // The stage lets 10 requests a second through: here the load has to reach the table.
    'RestApiTracing/OrdersApi/DeploymentStage.prod.MethodSettings.0.ThrottlingRateLimit=10000',
    'RestApiTracing/OrdersApi/DeploymentStage.prod.MethodSettings.0.ThrottlingBurstLimit=5000',
  ],
  async run(field) {
    const { count, random, signal, progress } = field;
    const url = callableUrl(output(field, 'OrdersUrl'));
    const answers: Answered[] = [];
    const again = new Map<string, number>();
    const all = posts(count, randomUUID().slice(0, 8), random);
    await inParallel(all, CONCURRENCY, signal, async (post) => {
      answers.push(await insist(url, post, signal, again));
      progress(`${number(answers.length)} of ${number(count)} requests answered`);
    });

    const dynamodb = new DynamoDBClient({});
    const items = await scan(dynamodb, output(field, 'OrdersTableName'));
    const account = settle(answers, {
      orderIds: items.flatMap(([id]) => (id.startsWith('order#') ? id.slice(6) : [])),
      keys: new Map(
        items.flatMap(([id, { orderId }]) =>
          id.startsWith('key#') ? [[id.slice(4), orderId?.S ?? '']] : [],
        ),
      ),
    });
    const times = [...again].sort().map(([why, times]) => `${why} ${number(times)}`);
    return {
      ...account,
      notes: [`the clients asked again after ${times.join(', ') || 'nothing'}`],
    };
  },
};

/** Posts until there is an answer that says something about the order, as a client with a key may. */
async function insist(
  url: string,
  post: Post,
  signal: AbortSignal,
  again: Map<string, number>,
): Promise<Answered> {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': post.key };
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const { status, text } = await callOnce(url, {
      method: 'POST',
      headers,
      body: post.body,
    }).catch((error: Error) => ({ status: 0, text: error.message }));
    const final = status !== 0 && status !== 429 && status < 500;
    if (final || attempt === ATTEMPTS) return { post, status, text };
    const why = status === 0 ? 'no answer' : `${status}`;
    again.set(why, (again.get(why) ?? 0) + 1);
    await sleep(Math.random() * Math.min(5000, 100 * 2 ** attempt));
  }
}
