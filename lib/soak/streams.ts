import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { inParallel } from '../run/in-parallel';
import { between, onePercent, type Random, shuffled } from '../run/random';
import { scan } from './queue';
import { type Account, grouped, number, output, type Scenario } from './scenario';

/** One product and the prices that it is given, one after the other; a negative one breaks the rule. */
export interface Chain {
  readonly id: string;
  readonly prices: readonly number[];
}

/** An entry of the audit, as far as it is looked at. */
export interface Entry {
  readonly id: string;
  readonly sequence: string;
  /** The number of the write, from 1, before and after the change. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly quarantined: boolean;
}

const WRITES_PER_PRODUCT = 10;

/** One write in a hundred breaks the rule of the audit. */
export function chains(count: number, run: string, random: Random): Chain[] {
  const bad = onePercent(count);
  const prices = shuffled(
    Array.from({ length: count }, (_, index) => (index < bad ? -1 : between(0, 100, random))),
    random,
  );
  return Array.from({ length: Math.ceil(count / WRITES_PER_PRODUCT) }, (_, index) => ({
    id: `product#${run}-${index}`,
    prices: prices.slice(index * WRITES_PER_PRODUCT, (index + 1) * WRITES_PER_PRODUCT),
  }));
}

/**
 * Compares the audit with what was written: one entry for each write, in order, each with both images.
 * @param reported how many records Lambda gave up on
 */
export function settle(
  sent: readonly Chain[],
  entries: readonly Entry[],
  reported: number,
): Account {
  const byId = grouped(entries, ({ id }) => id);
  const count = { writes: 0, handled: 0, lost: 0, doubled: 0, poison: 0, quarantined: 0 };
  const trouble: string[] = [];
  for (const { id, prices } of sent) {
    const story = (byId.get(id) ?? []).toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1));
    byId.delete(id);
    for (const [index, price] of prices.entries()) {
      const own = story.filter(({ after }) => after === index + 1);
      const [entry] = own;
      count.writes += 1;
      if (price < 0) count.poison += 1;
      count.doubled += Math.max(0, own.length - 1);
      if (entry === undefined) count.lost += 1;
      else if (entry.quarantined) count.quarantined += 1;
      else count.handled += 1;
      if (entry && entry.quarantined !== price < 0)
        trouble.push(
          `expected write ${index + 1} of ${id} ${price < 0 ? '' : 'not '}to be in quarantine`,
        );
    }
    const told = story.map(({ before = 0, after = 0 }) => `${before}>${after}`);
    const wanted = prices.map((_, index) => `${index}>${index + 1}`);
    if (told.length === wanted.length && told.join() !== wanted.join())
      trouble.push(`expected the changes of ${id} in order, got ${told.join()}`);
  }
  if (byId.size > 0) trouble.push(`expected no entry of another product, got some of ${byId.size}`);
  if (count.quarantined !== count.poison)
    trouble.push(
      `expected ${count.poison} entries recovered into quarantine, got ${count.quarantined}`,
    );
  return {
    sent: `${number(count.writes)} writes of ${number(sent.length)} items, ${number(count.poison)} of them against the rule`,
    handled: count.handled,
    expected: count.writes - count.poison,
    lost: count.lost,
    doubled: count.doubled,
    setAside: reported,
    poison: count.poison,
    where: 'reported to the queue of failed batches, and recovered from there',
    notes: [],
    trouble:
      trouble.length > 5 ? [...trouble.slice(0, 5), `and ${trouble.length - 5} more`] : trouble,
  };
}

/** Thousands of writes, while batches fail, come twice, and lose their worker. */
export const streams: Scenario = {
  id: 'DynamodbStreams',
  changes: (proxy) => [
    `DynamodbStreams/Auditor.Environment.Variables.AWS_ENDPOINT_URL_DYNAMODB=${proxy}`,
    `DynamodbStreams/Recoverer.Environment.Variables.AWS_ENDPOINT_URL_DYNAMODB=${proxy}`,
    'DynamodbStreams/Auditor.Timeout=5',
    'DynamodbStreams/Recoverer.Timeout=10',
  ],
  // The poller invokes through it: where the answer is lost, it delivers the same batch once more.
  environment: (proxy) => ({ AWS_ENDPOINT_URL_LAMBDA: proxy }),
  async run(field) {
    const { count, random, signal, progress } = field;
    const dynamodb = new DynamoDBClient({});
    const sqs = new SQSClient({});
    const TableName = output(field, 'ProductsTableName');
    const audit = output(field, 'AuditTableName');
    const QueueUrl = output(field, 'FailedBatchesUrl');
    const sent = chains(count, randomUUID().slice(0, 8), random);

    await inParallel(sent, 8, signal, async ({ id, prices }) => {
      for (const [index, price] of prices.entries()) {
        const Item = { id: { S: id }, price: { N: `${price}` }, write: { N: `${index + 1}` } };
        await dynamodb.send(new PutItemCommand({ TableName, Item }));
      }
    });
    for (let settled = 0; settled < count; ) {
      signal.throwIfAborted();
      const [entries, reports] = [await size(dynamodb, audit), await waiting(sqs, QueueUrl)];
      settled = entries + reports;
      progress(`${number(entries)} of ${number(count)} writes audited, ${reports} reports`);
      if (settled < count) await sleep(2000);
    }

    let reported = 0;
    let attempts = 0;
    for (;;) {
      signal.throwIfAborted();
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      if (Messages.length === 0) break;
      for (const { Body = '', ReceiptHandle } of Messages) {
        attempts += await recover(output(field, 'RecovererName'), Body, signal);
        reported += JSON.parse(Body).DDBStreamBatchInfo.batchSize;
        progress(`${reported} records recovered`);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
    const items = await scan(dynamodb, audit);
    const write = (image: (typeof items)[number][1][string] | undefined) =>
      image?.M?.write?.N === undefined ? undefined : Number(image.M.write.N);
    const account = settle(
      sent,
      items.map(([id, { sequence, before, after, quarantined }]) => ({
        id,
        sequence: sequence?.S ?? '',
        before: write(before),
        after: write(after),
        quarantined: quarantined !== undefined,
      })),
      reported,
    );
    return {
      ...account,
      notes: [`${number(attempts)} calls of the recoverer for ${number(reported)} records`],
    };
  },
};

/** Recovers a batch as a person would: again if it failed. */
async function recover(FunctionName: string, Payload: string, signal: AbortSignal) {
  const lambda = new LambdaClient({});
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
    if (answer.FunctionError === undefined) return attempt;
    if (attempt === 10)
      throw new Error(
        `expected the recoverer to succeed in ten attempts, got ${Buffer.from(answer.Payload ?? [])}`,
      );
  }
}

async function size(dynamodb: DynamoDBClient, TableName: string): Promise<number> {
  let total = 0;
  for (let ExclusiveStartKey: ScanCommand['input']['ExclusiveStartKey']; ; ) {
    const page = await dynamodb.send(
      new ScanCommand({ TableName, Select: 'COUNT', ConsistentRead: true, ExclusiveStartKey }),
    );
    total += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
    if (ExclusiveStartKey === undefined) return total;
  }
}

async function waiting(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}
