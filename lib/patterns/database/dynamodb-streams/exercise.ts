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
import type { Exercise, Lab } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const dynamodb = new DynamoDBClient({});
  const sqs = new SQSClient({});
  const lambda = new LambdaClient({});
  const products = lab.output('ProductsTableName');
  const audit = lab.output('AuditTableName');
  const failedBatches = lab.output('FailedBatchesUrl');

  // Every record comes through the event source mapping, which an emulator may only partly support.
  const prove: Lab['prove'] = (claim, proof) =>
    lab.prove(claim, proof, ['lambda: failures of a stream batch']);

  const run = randomUUID().slice(0, 8);
  const started = Date.now();
  const product = (id: string, price: number, text = '') => ({
    id: { S: id },
    price: { N: `${price}` },
    ...(text && { text: { S: text } }),
  });
  const put = (...item: Parameters<typeof product>) =>
    dynamodb.send(new PutItemCommand({ TableName: products, Item: product(...item) }));
  const remove = (id: string) =>
    dynamodb.send(new DeleteItemCommand({ TableName: products, Key: { id: { S: id } } }));
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
  /** The changes of an item: the kind of change, the price before and the price after. */
  const story = async (id: string) =>
    (await history(id)).map(({ kind, before, after }) => [
      kind?.S,
      before?.M?.price?.N,
      after?.M?.price?.N,
    ]);
  const invoke = async (name: string, Payload: string | undefined) => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName: name, Payload }));
    const text = Buffer.from(answer.Payload ?? []).toString();
    assert.equal(answer.FunctionError, undefined, text);
    return JSON.parse(text);
  };
  const recover = (body: string | undefined) => {
    assert.ok(body, 'expected a report to recover from, got none');
    return invoke(lab.output('RecovererName'), body);
  };
  /** The next report of this run in the queue. */
  const report = () =>
    lab.eventually(
      'a message of the on-failure queue',
      async () => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: failedBatches,
            WaitTimeSeconds: 1,
            VisibilityTimeout: 120,
          }),
        );
        // The records of an earlier run may have expired, so its messages are ignored. The ten
        // seconds allow for clocks that differ.
        return Messages.find(
          ({ Body = '{}' }) => Date.parse(JSON.parse(Body).timestamp) > started - 10_000,
        );
      },
      180,
    );
  const done = (ReceiptHandle: string | undefined) =>
    sqs.send(new DeleteMessageCommand({ QueueUrl: failedBatches, ReceiptHandle }));

  const tea = `product#tea-${run}`;
  await prove(
    'the audit shows every change of an item, in order and with both images',
    async () => {
      for (const price of [1, 2, 3]) await put(tea, price);
      await remove(tea);
      await lab.eventually(
        'four audit entries',
        async () => (await history(tea)).length >= 4 || undefined,
      );
      assert.deepEqual(await story(tea), [
        ['created', undefined, '1'],
        ['changed', '1', '2'],
        ['changed', '2', '3'],
        ['deleted', '3', undefined],
      ]);
      return 'created 1, changed 1 to 2, changed 2 to 3, deleted 3';
    },
  );

  const good = Array.from(
    { length: 12 },
    (_, index) => `product#good-${run}-${`${index}`.padStart(2, '0')}`,
  );
  const bad = `product#bad-${run}`;
  await prove(
    'if one record of a batch is bad, the audit still shows all other records in order',
    async () => {
      const [first, ...others] = good;
      assert.ok(first);
      await put(first, 1);
      const batch = [
        ...others.slice(0, 6).map((id) => product(id, 5)),
        product(bad, -1),
        ...others.slice(6).map((id) => product(id, 5)),
      ];
      await dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: { [products]: batch.map((Item) => ({ PutRequest: { Item } })) },
        }),
      );
      await put(first, 2);
      await lab.eventually(
        'thirteen audit entries',
        async () => {
          const found = await Promise.all(good.map(history));
          return found.flat().length >= good.length + 1 || undefined;
        },
        180,
      );
      const stories = await Promise.all(good.map(story));
      assert.deepEqual(stories, [
        [
          ['created', undefined, '1'],
          ['changed', '1', '2'],
        ],
        ...others.map(() => [['created', undefined, '5']]),
      ]);
      assert.deepEqual(await history(bad), [], 'entries of the bad record');
      return '13 of 14 entries';
    },
  );

  const draft = `draft#${run}`;
  const fence = `product#fence-${run}`;
  await prove('a filter discards a draft before the function sees it', async () => {
    await put(draft, 1);
    await put(fence, 1);
    // On AWS they may be in two shards, so the exercise checks for the draft again at the end.
    await lab.eventually('the change after the draft', async () => (await history(fence))[0]);
    assert.deepEqual(await history(draft), []);
  });

  let message: { Body?: string; ReceiptHandle?: string } = {};
  await prove(
    'the message about the bad record contains its position in the stream but not its content',
    async () => {
      message = await report();
      const { DDBStreamBatchInfo, requestContext } = JSON.parse(message.Body ?? '{}');
      assert.match(DDBStreamBatchInfo.startSequenceNumber, /^\d+$/);
      assert.equal(message.Body?.includes(bad), false, 'expected a message without the record');
      return `${requestContext.condition}, batch of ${DDBStreamBatchInfo.batchSize}`;
    },
  );

  await prove('the recoverer reads the bad record by its sequence number and puts it into quarantine', async () => {
    await recover(message.Body);
    const [entry, ...more] = await history(bad);
    assert.equal(entry?.quarantined?.S, 'expected a price of 0 or more, got -1');
    assert.equal(more.length, 0);
    return entry?.quarantined?.S;
  }, ['iam: actions and resources of requests']);

  await prove('recovering the same batch a second time changes nothing', async () => {
    const before = await Promise.all([...good, bad].map(history));
    const answer = await recover(message.Body);
    assert.deepEqual(await Promise.all([...good, bad].map(history)), before);
    await done(message.ReceiptHandle);
    return JSON.stringify(answer);
  });

  const cake = `product#cake-${run}`;
  await prove('a record that makes the function throw does not affect other records', async () => {
    const text = 'x'.repeat(250_000);
    await put(cake, 1, text);
    // Two images of 250 KB are too large for one audit entry, which can have 400 KB.
    await put(cake, 2, text);
    await put(fence, 2);
    await lab.eventually(
      'the change before it and the one behind it',
      async () => {
        const [before, behind] = await Promise.all([history(cake), history(fence)]);
        return (before.length >= 1 && behind.length >= 2) || undefined;
      },
      180,
    );
    assert.deepEqual(await story(cake), [['created', undefined, '1']]);
    const { Body, ReceiptHandle } = await report();
    await recover(Body);
    const [, entry] = await history(cake);
    assert.deepEqual([entry?.kind?.S, entry?.before], ['changed', undefined]);
    assert.match(entry?.quarantined?.S ?? '', /size/i);
    await done(ReceiptHandle);
    return `recovered without its images: ${entry?.quarantined?.S}`;
  });

  // Time to live needs hours, and nobody can request a second delivery, so this batch imitates both.
  const expired = `product#expired-${run}`;
  await lab.prove('a batch that arrives twice leaves one entry for each record', async () => {
    const Keys = { id: { S: expired } };
    const image = { ...product(expired, 3), photos: { BS: ['AQID'] } };
    const batch = JSON.stringify({
      Records: [
        { eventName: 'INSERT', dynamodb: { Keys, NewImage: image, SequenceNumber: '99' } },
        {
          eventName: 'REMOVE',
          userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
          dynamodb: { Keys, OldImage: image, SequenceNumber: '100' },
        },
      ],
    });
    assert.deepEqual(await invoke(lab.output('AuditorName'), batch), { batchItemFailures: [] });
    const once = await history(expired);
    assert.deepEqual(await invoke(lab.output('AuditorName'), batch), { batchItemFailures: [] });
    assert.deepEqual(await history(expired), once);
    // The number 99 comes before 100, although the text '99' sorts after '100'.
    assert.deepEqual(await story(expired), [
      ['created', undefined, '3'],
      ['expired', '3', undefined],
    ]);
    assert.deepEqual(
      once[0]?.after?.M?.photos?.BS?.map((bytes) => [...bytes]),
      [[1, 2, 3]],
    );
    return 'created 3, expired 3';
  });

  const changed = [...good, bad, fence, cake];
  await prove('the exercise deletes its items, and the audit shows these changes too', async () => {
    for (const id of [...changed, draft]) await remove(id);
    await lab.eventually(
      'an entry for every deletion',
      async () => {
        const stories = await Promise.all(changed.map(story));
        return stories.every((entries) => entries.at(-1)?.[0] === 'deleted') || undefined;
      },
      120,
    );
    assert.deepEqual(await history(draft), [], 'entries of the draft');
  });
  for (const id of [...changed, tea, expired]) {
    for (const { sequence } of await history(id)) {
      if (!sequence) continue;
      await dynamodb.send(
        new DeleteItemCommand({ TableName: audit, Key: { id: { S: id }, sequence } }),
      );
    }
  }
};
