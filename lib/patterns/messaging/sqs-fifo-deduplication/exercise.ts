import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';

interface Sent {
  readonly account: string;
  readonly number: number;
  readonly cents: number;
  /** An explicit deduplication id. If it is left out, SQS derives the id from the body. */
  readonly id?: string;
}

export const exercise: Exercise = async (lab) => {
  const sqs = new SQSClient({});
  const dynamodb = new DynamoDBClient({});
  const logs = new CloudWatchLogsClient({});
  const postingQueue = lab.output('PostingQueueUrl');
  const deadLetterQueue = lab.output('DeadLetterQueueUrl');
  const TableName = lab.output('LedgerTableName');
  const startTime = Date.now() - 60_000;

  const run = randomUUID().slice(0, 8);
  const accounts = ['ann', 'bob', 'cid', 'dot', 'eve', 'fay', 'gus'].map(
    (name) => `${name}-${run}`,
  );
  const [ann, bob, cid, dot, eve, fay, gus] = accounts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];

  const body = ({ number, cents }: Sent) => JSON.stringify({ number, cents });
  /** Sends up to ten postings in order, and returns their message ids in the same order. */
  const send = async (...postings: Sent[]) => {
    const { Successful = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: postingQueue,
        Entries: postings.map((posting, index) => ({
          Id: `m${index}`,
          MessageBody: body(posting),
          MessageGroupId: posting.account,
          MessageDeduplicationId: posting.id,
        })),
      }),
    );
    assert.equal(Successful.length, postings.length, 'messages that the queue accepted');
    return postings.map(
      (_, index) => Successful.find(({ Id }) => Id === `m${index}`)?.MessageId as string,
    );
  };
  const open = (account: string, cents: number) =>
    dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: {
          account: { S: account },
          number: { N: '0' },
          lastNumber: { N: '0' },
          cents: { N: `${cents}` },
        },
      }),
    );
  /** Adds money to an account, which fixes the cause of a refused withdrawal. */
  const lend = (account: string, cents: number) =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { account: { S: account }, number: { N: '0' } },
        UpdateExpression: 'SET cents = cents + :cents',
        ExpressionAttributeValues: { ':cents': { N: `${cents}` } },
      }),
    );
  const items = async (account: string) => {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'account = :account',
        ExpressionAttributeValues: { ':account': { S: account } },
      }),
    );
    return Items.map(({ number, cents, lastNumber, receives }) => ({
      number: Number(number?.N),
      cents: Number(cents?.N),
      lastNumber: Number(lastNumber?.N),
      receives: Number(receives?.N),
    }));
  };
  const balance = async (account: string) => {
    const [head] = await items(account);
    assert.ok(head, `the balance of ${account}`);
    return { cents: head.cents, lastNumber: head.lastNumber };
  };
  const entries = async (account: string) => (await items(account)).slice(1);
  const booked = (account: string, lastNumber: number, seconds?: number) =>
    lab.eventually(
      `posting ${lastNumber} of ${account}`,
      async () => ((await balance(account)).lastNumber >= lastNumber ? true : undefined),
      seconds,
    );
  /** How often the bookkeeper logged these words about a message: 'booked', 'already booked', 'refused' or 'held back'. */
  const said = async (messageId: string, words: string) => {
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: lab.output('BookkeeperLogGroupName'),
        filterPattern: `"${messageId}"`,
        startTime,
      }),
    );
    const wanted = new RegExp(`(^|\\s)${words} ${messageId}`, 'm');
    return events.filter(({ message = '' }) => wanted.test(message)).length;
  };

  for (const account of accounts) await open(account, account === bob ? 50 : 0);

  // This account is overdrawn, so its postings move to the dead-letter queue within half a minute.
  const overdrawn = [
    { account: gus, number: 1, cents: -1 },
    { account: gus, number: 2, cents: 1 },
  ];
  await send(...overdrawn);

  await lab.prove('the postings of each customer are booked in the order of sending', async () => {
    const [ofAnn, ofCid] = [
      [100, -100, 50, -50],
      [200, -200, 70, -70],
    ];
    // In any other order, a withdrawal would find too little money and be refused.
    await send(
      ...ofAnn.flatMap((cents, index) => [
        { account: ann, number: index + 1, cents },
        { account: cid, number: index + 1, cents: ofCid[index] as number },
      ]),
    );
    await Promise.all([booked(ann, 4), booked(cid, 4)]);
    for (const [account, wanted] of [
      [ann, ofAnn],
      [cid, ofCid],
    ] as const) {
      const found = await entries(account);
      assert.deepEqual(
        found.map(({ number, cents, receives }) => ({ number, cents, receives })),
        wanted.map((cents, index) => ({ number: index + 1, cents, receives: 1 })),
      );
    }
    return '2 customers, 8 postings, each at its first receive';
  });

  const [first, second, third] = (await send(
    { account: bob, number: 1, cents: -80 },
    { account: ann, number: 5, cents: 30 },
    { account: bob, number: 2, cents: -40 },
    { account: ann, number: 6, cents: -30 },
    { account: bob, number: 3, cents: 10 },
  ).then((ids) => [ids[0], ids[2], ids[4]])) as [string, string, string];

  await lab.prove('a failing posting of one customer does not block the others', async () => {
    await booked(ann, 6);
    const late = (await entries(ann)).slice(4);
    assert.deepEqual(
      late.map(({ receives }) => receives),
      [1, 1],
      'receives of the postings among the failing ones',
    );
    assert.deepEqual(await balance(bob), { cents: 50, lastNumber: 0 });
  });

  await lab.prove(
    'postings behind a failed one wait, and they are booked in order after the cause is fixed',
    async () => {
      await lend(bob, 100);
      await booked(bob, 3, 120);
      const found = await entries(bob);
      assert.deepEqual(
        found.map(({ cents }) => cents),
        [-80, -40, 10],
      );
      assert.equal((await balance(bob)).cents, 40);
      await lab.eventually('the log of the last posting', async () =>
        (await said(third, 'booked')) > 0 ? true : undefined,
      );
      assert.ok((await said(first, 'refused')) > 0, 'that the first was tried and refused');
      let heldBack = 0;
      for (const follower of [second, third]) {
        // The function holds back followers in the same batch. SQS holds back the rest of the group.
        heldBack += await said(follower, 'held back');
        assert.equal(
          await said(follower, 'refused'),
          0,
          'times that a follower was tried too early',
        );
      }
      return `the first was received ${found[0]?.receives} times, followers were held back ${heldBack} times`;
    },
  );

  await lab.prove('a body that is sent twice within five minutes is delivered once', async () => {
    const words = { account: dot, number: 1, cents: 5 };
    const ids = [...(await send(words)), ...(await send(words))];
    const [after] = (await send({ account: dot, number: 2, cents: 7 })) as [string];
    await booked(dot, 2);
    assert.equal((await balance(dot)).cents, 12);
    // In the same group, a second copy would have arrived before this posting.
    await lab.eventually('the log of the next posting', async () =>
      (await said(after, 'booked')) > 0 ? true : undefined,
    );
    for (const id of ids) assert.equal(await said(id, 'already booked'), 0, 'second deliveries');
  });

  await lab.prove(
    'of two messages with the same deduplication id, SQS delivers one, even if the bodies differ',
    async () => {
      const id = randomUUID();
      await send({ account: dot, number: 3, cents: 1, id });
      await send({ account: dot, number: 4, cents: 1, id });
      await send({ account: dot, number: 4, cents: 2 });
      await booked(dot, 4);
      assert.deepEqual(
        (await entries(dot)).map(({ cents }) => cents),
        [5, 7, 1, 2],
      );
    },
  );

  await lab.prove('two customers can send the same body', async () => {
    await send({ account: eve, number: 1, cents: 5 });
    await send({ account: fay, number: 1, cents: 5 });
    await Promise.all([booked(eve, 1, 20), booked(fay, 1, 20)]);
  });

  await lab.prove(
    'postings that keep failing move to the dead-letter queue in order, with the postings behind them',
    async () => {
      const receive = (VisibilityTimeout: number) =>
        sqs
          .send(
            new ReceiveMessageCommand({
              QueueUrl: deadLetterQueue,
              MaxNumberOfMessages: 10,
              MessageSystemAttributeNames: ['MessageGroupId'],
              VisibilityTimeout,
              WaitTimeSeconds: 1,
            }),
          )
          .then(({ Messages = [] }) =>
            Messages.filter(({ Attributes }) => Attributes?.MessageGroupId === gus),
          );
      await lab.eventually(
        'both postings in the dead-letter queue',
        async () => ((await receive(0)).length === 2 ? true : undefined),
        240,
      );
      const aside = await receive(30);
      assert.deepEqual(
        aside.map(({ Body }) => Body),
        overdrawn.map(body),
      );
      assert.deepEqual(await entries(gus), [], 'entries of an account that was blocked');
      for (const { ReceiptHandle } of aside)
        await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetterQueue, ReceiptHandle }));
      return `after ${Math.round((Date.now() - startTime - 60_000) / 1000)} s instead of 5 x 180 s, because of the back-off`;
    },
  );

  await lab.prove(
    'within five minutes, SQS delivers the same body again only with a new deduplication id',
    async () => {
      await lend(gus, 1);
      // The same body is still a duplicate, although its first copy was never booked.
      await send(...overdrawn);
      await send(...overdrawn.map((posting) => ({ ...posting, id: randomUUID() })));
      await booked(gus, 2);
      const found = await entries(gus);
      assert.deepEqual(
        found.map(({ cents, receives }) => [cents, receives]),
        [
          [-1, 1],
          [1, 1],
        ],
      );
      assert.equal((await balance(gus)).cents, 1);
    },
  );

  for (const account of accounts) {
    for (const { number } of await items(account)) {
      await dynamodb.send(
        new DeleteItemCommand({
          TableName,
          Key: { account: { S: account }, number: { N: `${number}` } },
        }),
      );
    }
  }
};
