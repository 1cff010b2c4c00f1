import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Exercise, Lab } from '../exercise';

export const exercise: Exercise = async (lab) => {
  const dynamodb = new DynamoDBClient({});
  const sqs = new SQSClient({});
  const lambda = new LambdaClient({});
  const products = lab.output('ProductsTableName');
  const audit = lab.output('AuditTableName');
  const failedBatches = lab.output('FailedBatchesUrl');

  // Every record comes through the event source mapping, which an emulator may do by halves.
  const prove: Lab['prove'] = (claim, proof) =>
    lab.prove(claim, proof, ['lambda: failures of a stream batch']);

  const run = randomUUID().slice(0, 8);
  const touched = new Set<string>();
  const product = (id: string, price: number) => {
    touched.add(id);
    return { id: { S: id }, price: { N: `${price}` } };
  };
  const put = (id: string, price: number) =>
    dynamodb.send(new PutItemCommand({ TableName: products, Item: product(id, price) }));
  const history = async (id: string) => {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: audit,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: id } },
        ConsistentRead: true,
      }),
    );
    return Items;
  };

  await prove('every change of an item is audited, in order, with both images', async () => {
    const id = `product#tea-${run}`;
    for (const price of [1, 2, 3]) await put(id, price);
    await dynamodb.send(new DeleteItemCommand({ TableName: products, Key: { id: { S: id } } }));
    const entries = await lab.eventually('four audit entries', async () => {
      const found = await history(id);
      return found.length === 4 ? found : undefined;
    });
    const story = entries.map(({ kind, before, after }) => [
      kind?.S,
      before?.M?.price?.N,
      after?.M?.price?.N,
    ]);
    assert.deepEqual(story, [
      ['created', undefined, '1'],
      ['changed', '1', '2'],
      ['changed', '2', '3'],
      ['deleted', '3', undefined],
    ]);
    return 'created 1, changed 1 to 2, changed 2 to 3, deleted 3';
  });

  const good = Array.from(
    { length: 12 },
    (_, index) => `product#good-${run}-${`${index}`.padStart(2, '0')}`,
  );
  const bad = `product#bad-${run}`;
  await prove('of a batch with one bad record, every other record is audited', async () => {
    const batch = [
      ...good.slice(0, 6).map((id) => product(id, 5)),
      product(bad, -1),
      ...good.slice(6).map((id) => product(id, 5)),
    ];
    await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { [products]: batch.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
    await lab.eventually(
      'twelve audit entries',
      async () => {
        const found = await Promise.all(good.map(history));
        return found.every((entries) => entries.length === 1) || undefined;
      },
      120,
    );
    assert.deepEqual(await history(bad), [], 'entries of the bad record');
    return '12 of 13 entries';
  });

  await prove('a draft is filtered out before the function sees it', async () => {
    const draft = `draft#${run}`;
    const fence = `product#fence-${run}`;
    await put(draft, 1);
    await put(fence, 1);
    // Both are changes of one table: when the later one is audited, the earlier one was passed over.
    await lab.eventually('the change after the draft', async () => (await history(fence))[0]);
    assert.deepEqual(await history(draft), []);
  });

  let message: { Body?: string; ReceiptHandle?: string } | undefined;
  await prove(
    'the bad record is reported by its place in the stream, without its content',
    async () => {
      message = await lab.eventually(
        'a message of the on-failure queue',
        async () => {
          const { Messages = [] } = await sqs.send(
            new ReceiveMessageCommand({
              QueueUrl: failedBatches,
              WaitTimeSeconds: 1,
              VisibilityTimeout: 120,
            }),
          );
          return Messages[0];
        },
        120,
      );
      const { DDBStreamBatchInfo, requestContext } = JSON.parse(message?.Body ?? '{}');
      assert.match(DDBStreamBatchInfo.startSequenceNumber, /^\d+$/);
      assert.equal(message?.Body?.includes(bad), false, 'the message holds the record');
      return `${requestContext.condition}, batch of ${DDBStreamBatchInfo.batchSize}`;
    },
  );

  const recover = async () => {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: lab.output('RecovererName'), Payload: message?.Body }),
    );
    const answer = Buffer.from(Payload ?? []).toString();
    assert.equal(FunctionError, undefined, answer);
    return answer;
  };

  await prove('its sequence number brings it back from the shard, into quarantine', async () => {
    await recover();
    const [entry, ...more] = await history(bad);
    assert.equal(entry?.quarantined?.S, 'expected a price of 0 or more, got -1');
    assert.equal(more.length, 0);
    await sqs.send(
      new DeleteMessageCommand({
        QueueUrl: failedBatches,
        ReceiptHandle: message?.ReceiptHandle,
      }),
    );
    return entry?.quarantined?.S;
  });

  await prove('records that are delivered a second time change nothing', async () => {
    const before = await Promise.all([...good, bad].map(history));
    const answer = await recover();
    assert.deepEqual(await Promise.all([...good, bad].map(history)), before);
    return answer;
  });

  for (const id of touched) {
    await dynamodb.send(new DeleteItemCommand({ TableName: products, Key: { id: { S: id } } }));
    for (const { sequence } of await history(id)) {
      if (!sequence) continue;
      await dynamodb.send(
        new DeleteItemCommand({ TableName: audit, Key: { id: { S: id }, sequence } }),
      );
    }
  }
};
