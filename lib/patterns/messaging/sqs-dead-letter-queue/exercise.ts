import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';

const MAX_RECEIVE_COUNT = 5;

export const exercise: Exercise = async (lab) => {
  const sqs = new SQSClient({});
  const dynamodb = new DynamoDBClient({});
  const logs = new CloudWatchLogsClient({});
  const workQueue = lab.output('WorkQueueUrl');
  const deadLetterQueue = lab.output('DeadLetterQueueUrl');
  const table = lab.output('ShopTableName');

  const run = randomUUID().slice(0, 8);
  const tea = `tea-${run}`;
  const coffee = `coffee-${run}`;
  const goodIds = Array.from({ length: 9 }, (_, index) => `good-${run}-${index}`);
  const badId = `bad-${run}`;
  const order = (id: string, sku: string) => JSON.stringify({ id, sku, quantity: 2 });

  const item = async (id: string) =>
    (
      await dynamodb.send(
        new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ConsistentRead: true }),
      )
    ).Item;
  const stock = (sku: string, pieces: number) =>
    dynamodb.send(
      new PutItemCommand({
        TableName: table,
        Item: { id: { S: `stock#${sku}` }, pieces: { N: `${pieces}` } },
      }),
    );
  const send = async (bodies: string[]) => {
    const { Successful = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: workQueue,
        Entries: bodies.map((MessageBody, index) => ({ Id: `m${index}`, MessageBody })),
      }),
    );
    assert.equal(Successful.length, bodies.length, 'messages that the queue took');
    return Successful.map(({ MessageId }) => MessageId as string);
  };

  await stock(tea, 100);
  const started = Date.now();
  // Coffee has no stock, so every attempt at this order fails.
  const [badMessage] = (await send([
    order(badId, coffee),
    ...goodIds.map((id) => order(id, tea)),
  ])) as [string];

  await lab.prove('the good neighbors of a bad message become orders', async () => {
    await lab.eventually('nine good orders', async () => {
      const found = await Promise.all(goodIds.map((id) => item(`order#${id}`)));
      return found.every(Boolean) || undefined;
    });
    return `9 orders in ${seconds(started)}`;
  });

  // A standard queue delivers at least once. To be sure of duplicates, this sends each order again.
  await send(goodIds.map((id) => order(id, tea)));

  await lab.prove(
    `the bad message moves to the dead-letter queue after exactly ${MAX_RECEIVE_COUNT} receives`,
    async () => {
      const body = await lab.eventually(
        'the bad message in the dead-letter queue',
        async () => {
          const { Messages = [] } = await sqs.send(
            // A visibility timeout of 0 leaves the message visible for the redrive below.
            new ReceiveMessageCommand({
              QueueUrl: deadLetterQueue,
              VisibilityTimeout: 0,
              WaitTimeSeconds: 1,
              MaxNumberOfMessages: 10,
            }),
          );
          return Messages.find(
            ({ MessageId, Body }) => MessageId === badMessage || Body?.includes(badId),
          )?.Body;
        },
        180,
      );
      assert.equal(body, order(badId, coffee));
      const took = seconds(started);
      const refusals = await lab.eventually('the log of the refusals', async () => {
        const { events = [] } = await logs.send(
          new FilterLogEventsCommand({
            logGroupName: lab.output('ConsumerLogGroupName'),
            filterPattern: `"${badMessage}"`,
            startTime: started - 60_000,
          }),
        );
        const lines = events.filter(({ message }) => message?.includes('refused'));
        return lines.length >= MAX_RECEIVE_COUNT ? lines : undefined;
      });
      assert.equal(refusals.length, MAX_RECEIVE_COUNT, 'times that the consumer refused it');
      return `${took} instead of ${MAX_RECEIVE_COUNT} x 180 s, because of the back-off`;
    },
  );

  await lab.prove('an order that arrives twice takes from stock once', async () => {
    await lab.eventually('an empty work queue', () => drained(sqs, workQueue));
    assert.equal(
      (await item(`stock#${tea}`))?.pieces?.N,
      '82',
      'pieces left of 100 after nine orders of 2',
    );
    return '18 messages, 9 orders, 82 of 100 pieces left';
  });

  await lab.prove('a redrive succeeds after the cause is fixed', async () => {
    await stock(coffee, 10);
    await sqs.send(
      new StartMessageMoveTaskCommand({ SourceArn: lab.output('DeadLetterQueueArn') }),
    );
    await lab.eventually('the order that had failed', () => item(`order#${badId}`), 120);
    assert.equal((await item(`stock#${coffee}`))?.pieces?.N, '8', 'pieces left of 10');
    await lab.eventually('an empty dead-letter queue', () => drained(sqs, deadLetterQueue));
  }, ['sqs: StartMessageMoveTask']);

  const made = [
    `stock#${tea}`,
    `stock#${coffee}`,
    `order#${badId}`,
    ...goodIds.map((id) => `order#${id}`),
  ];
  for (const id of made) {
    await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: { id: { S: id } } }));
  }
};

/** True if no message is visible or in flight. */
async function drained(sqs: SQSClient, QueueUrl: string): Promise<true | undefined> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes ?? {}).every((count) => count === '0') || undefined;
}

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
