import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { inParallel } from '../run/in-parallel';
import { account } from '../run/isolation';
import { between, onePercent, type Random, shuffled } from '../run/random';
import { type Account, type Field, number, output, type Scenario } from './scenario';

interface Order {
  readonly id: string;
  readonly sku: string;
  readonly quantity: number;
}

/** What is sent to the queue. */
export interface Sent {
  readonly good: readonly Order[];
  /** Bodies that can never be handled. */
  readonly poison: readonly string[];
  /** How many of the good ones are sent a second time. */
  readonly twice: number;
  /** Everything, in the order in which it is sent. */
  readonly bodies: readonly string[];
}

/** What is found at the end. */
export interface Found {
  /** Pieces of every accepted order, by its id. */
  readonly orders: ReadonlyMap<string, number>;
  /** Pieces taken from stock. */
  readonly taken: ReadonlyMap<string, number>;
  readonly deadLetters: readonly string[];
}

const SKUS = 10;
const STOCK = 1_000_000;

/** One message in a hundred is poison, and one in fifty of the others comes twice. */
export function messages(count: number, run: string, random: Random): Sent {
  const good = Array.from({ length: count - onePercent(count) }, (_, index) => ({
    id: `good-${run}-${index}`,
    sku: `tea-${run}-${between(0, SKUS - 1, random)}`,
    quantity: between(1, 3, random),
  }));
  // Half of them are orders of what nobody has stocked, half are not even JSON.
  const poison = Array.from({ length: onePercent(count) }, (_, index) =>
    index % 2 === 0
      ? JSON.stringify({ id: `bad-${run}-${index}`, sku: `none-${run}`, quantity: 1 })
      : `{"id":"bad-${run}-${index}"`,
  );
  const again = good.filter(() => random() < 0.02);
  const bodies = [...good, ...again].map((order) => JSON.stringify(order));
  return { good, poison, twice: again.length, bodies: shuffled([...bodies, ...poison], random) };
}

/** Compares what is found with what was sent. */
export function settle({ good, poison, twice }: Sent, found: Found): Account {
  const { orders, taken, deadLetters } = found;
  const handled = good.filter(({ id, quantity }) => orders.get(id) === quantity);
  const sold = new Map<string, number>();
  for (const { sku, quantity } of handled) sold.set(sku, (sold.get(sku) ?? 0) + quantity);
  const off = [...taken].map(([sku, pieces]) => Math.abs(pieces - (sold.get(sku) ?? 0)));
  const set = new Set(deadLetters);
  const absent = good.filter(
    (order) => !orders.has(order.id) && !set.has(JSON.stringify(order)),
  ).length;
  const strange = deadLetters.filter((body) => !poison.includes(body));
  const missing = poison.filter((body) => !set.has(body));
  return {
    sent: `${number(good.length + poison.length)} messages, ${number(poison.length)} of them poison, and ${number(twice)} of the others a second time`,
    handled: handled.length,
    expected: good.length,
    lost: absent + missing.length,
    doubled: off.reduce((sum, pieces) => sum + pieces, 0),
    setAside: deadLetters.length,
    poison: poison.length,
    where: 'in the dead-letter queue',
    notes: [`${number(total(sold))} pieces sold, ${number(total(taken))} taken from stock`],
    trouble: [
      ...(orders.size > handled.length
        ? [
            `expected nothing but the orders sent in the table, got ${orders.size - handled.length} others`,
          ]
        : []),
      ...(strange.length > 0
        ? [
            `expected nothing but poison in the dead-letter queue, got ${strange.length} others: ${strange[0]}`,
          ]
        : []),
    ],
  };
}

const total = (pieces: ReadonlyMap<string, number>) =>
  [...pieces.values()].reduce((sum, one) => sum + one, 0);

/** Thousands of messages with some poison, while workers are killed, time out and their calls fail. */
export const queue: Scenario = {
  id: 'SqsDeadLetterQueue',
  changes: (proxy) => [
    `SqsDeadLetterQueue/Consumer.Environment.Variables.AWS_ENDPOINT_URL_DYNAMODB=${proxy}`,
    `SqsDeadLetterQueue/Consumer.Environment.Variables.AWS_ENDPOINT_URL_SQS=${proxy}`,
    // The SDK sends to the host of the queue's URL. To spell the proxy's URL, the queue needs a known name.
    'SqsDeadLetterQueue/WorkQueue.QueueName=SqsDeadLetterQueue-WorkQueue',
    `SqsDeadLetterQueue/Consumer.Environment.Variables.QUEUE_URL=${proxy}/${account}/SqsDeadLetterQueue-WorkQueue`,
    // In the same proportion: else every killed worker would cost three minutes of waiting.
    'SqsDeadLetterQueue/Consumer.Timeout=5',
    'SqsDeadLetterQueue/WorkQueue.VisibilityTimeout=30',
  ],
  async run(field) {
    const sqs = new SQSClient({});
    const dynamodb = new DynamoDBClient({});
    const [work, dead] = [output(field, 'WorkQueueUrl'), output(field, 'DeadLetterQueueUrl')];
    const TableName = output(field, 'ShopTableName');
    const run = randomUUID().slice(0, 8);
    const sent = messages(field.count, run, field.random);

    const skus = Array.from({ length: SKUS }, (_, index) => `tea-${run}-${index}`);
    for (const sku of skus) {
      const Item = { id: { S: `stock#${sku}` }, pieces: { N: `${STOCK}` } };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
    }
    const batches = Array.from({ length: Math.ceil(sent.bodies.length / 10) }, (_, index) =>
      sent.bodies.slice(index * 10, index * 10 + 10),
    );
    await inParallel(batches, 4, field.signal, async (batch) => {
      const Entries = batch.map((MessageBody, index) => ({ Id: `m${index}`, MessageBody }));
      const { Successful } = await sqs.send(
        new SendMessageBatchCommand({ QueueUrl: work, Entries }),
      );
      if (Successful?.length !== batch.length)
        throw new Error(
          `expected the queue to take ${batch.length} messages, got ${Successful?.length}`,
        );
    });
    await drained(sqs, work, field);

    const items = await scan(dynamodb, TableName);
    return settle(sent, {
      orders: new Map(
        items.flatMap(([id, { quantity }]) =>
          id.startsWith('order#') ? [[id.slice('order#'.length), Number(quantity?.N)]] : [],
        ),
      ),
      taken: new Map(
        items.flatMap(([id, { pieces }]) =>
          id.startsWith('stock#') ? [[id.slice('stock#'.length), STOCK - Number(pieces?.N)]] : [],
        ),
      ),
      deadLetters: await receiveAll(sqs, dead),
    });
  },
};

/** Waits until no message waits and none is in flight, twice in a row. */
async function drained(sqs: SQSClient, QueueUrl: string, { signal, progress }: Field) {
  for (let empty = 0; empty < 2; ) {
    signal.throwIfAborted();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: hidden } =
      Attributes ?? {};
    progress(`${waiting} messages wait in the queue, ${hidden} are in flight or hidden`);
    empty = waiting === '0' && hidden === '0' ? empty + 1 : 0;
    await sleep(1000);
  }
}

async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

/** Every item of a table with its key `id`. */
export async function scan(
  client: DynamoDBClient,
  TableName: string,
): Promise<[string, Record<string, AttributeValue>][]> {
  const found: [string, Record<string, AttributeValue>][] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
    found.push(
      ...Items.map((item): [string, Record<string, AttributeValue>] => [item.id?.S ?? '', item]),
    );
  return found;
}
