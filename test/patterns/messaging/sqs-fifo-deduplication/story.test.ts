import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Template } from 'aws-cdk-lib/assertions';
import type { SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import {
  backoffSeconds,
  groupsOf,
  parsePosting,
  refusal,
} from '../../../../lambda/messaging/sqs-fifo-deduplication/posting';
import { SqsFifoDeduplicationStack } from '../../../../lib/patterns/messaging/sqs-fifo-deduplication/stack';
import { decisions } from '../../../support/decisions';
import { sqsEvent } from '../../../support/events';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(SqsFifoDeduplicationStack);
  const template = Template.fromStack(stack);
  const queue = (id: string) => logicalId(stack, 'AWS::SQS::Queue', id);
  const properties = (type: string, id: string) =>
    template.toJSON().Resources[logicalId(stack, type, id)].Properties;
  const postingQueue = properties('AWS::SQS::Queue', 'PostingQueue');
  const deadLetterQueue = properties('AWS::SQS::Queue', 'DeadLetterQueue');
  const bookkeeper = properties('AWS::Lambda::Function', 'Bookkeeper');

  test('moves a posting that keeps failing to a queue of the same type', () => {
    expect(postingQueue.RedrivePolicy.deadLetterTargetArn).toEqual({
      'Fn::GetAtt': [queue('DeadLetterQueue'), 'Arn'],
    });
    expect(deadLetterQueue.FifoQueue).toBe(postingQueue.FifoQueue);
  });

  test('lets only the posting queue use the dead-letter queue', () => {
    const { sourceQueueArns } = deadLetterQueue.RedriveAllowPolicy;
    expect(sourceQueueArns).toHaveLength(1);
    // The ARN is spelled out, because a reference would make a circle. It ends in the queue's name.
    expect(sourceQueueArns[0]['Fn::Join'][1].at(-1)).toBe(`:${postingQueue.QueueName}`);
  });

  test('is in high-throughput mode, which needs both settings', () => {
    expect([postingQueue.DeduplicationScope, postingQueue.FifoThroughputLimit]).toEqual([
      'messageGroup',
      'perMessageGroupId',
    ]);
  });

  test('hides a message for at least six times the timeout of the bookkeeper', () => {
    expect(postingQueue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * bookkeeper.Timeout);
  });

  test('has alarms on the age in the posting queue and on arrivals in the dead-letter queue', () => {
    const dimensions = (id: string) => properties('AWS::CloudWatch::Alarm', id).Dimensions;
    const of = (id: string) => [
      { Name: 'QueueName', Value: { 'Fn::GetAtt': [queue(id), 'QueueName'] } },
    ];
    expect(dimensions('BlockedCustomerAlarm')).toEqual(of('PostingQueue'));
    expect(dimensions('DeadLetterAlarm')).toEqual(of('DeadLetterQueue'));
  });

  test('goes into ALARM only after all attempts of a posting can have ended', () => {
    const waits = Array.from({ length: postingQueue.RedrivePolicy.maxReceiveCount }, (_, index) =>
      backoffSeconds(index + 1, 0.999_999),
    );
    const longest = waits.reduce((sum, wait) => sum + wait, 0);
    expect(longest).toBeLessThan(
      properties('AWS::CloudWatch::Alarm', 'BlockedCustomerAlarm').Threshold,
    );
  });

  test('polls the posting queue, not the dead-letter queue', () => {
    template.resourcePropertiesCountIs(
      'AWS::Lambda::EventSourceMapping',
      {
        EventSourceArn: { 'Fn::GetAtt': [queue('PostingQueue'), 'Arn'] },
        FunctionName: { Ref: logicalId(stack, 'AWS::Lambda::Function', 'Bookkeeper') },
      },
      1,
    );
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on BookkeeperRole
      events.amazonaws.com, 222222222222 may not sts:AssumeRole on BookkeeperRole
      Bookkeeper may sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility on PostingQueue
      Bookkeeper may sqs:GetQueueAttributes, sqs:GetQueueUrl on PostingQueue
      Bookkeeper may not sqs:SendMessage, sqs:PurgeQueue on PostingQueue
      Bookkeeper may not sqs:ReceiveMessage, sqs:SendMessage on DeadLetterQueue
      Bookkeeper may dynamodb:PutItem, dynamodb:UpdateItem on Ledger
      Bookkeeper may not dynamodb:GetItem, dynamodb:DeleteItem on Ledger
      Bookkeeper may logs:CreateLogStream, logs:PutLogEvents on BookkeeperLogs
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on PostingQueue, DeadLetterQueue
      Bookkeeper, 111111111111 must not sqs:ReceiveMessage on PostingQueue, DeadLetterQueue when aws:SecureTransport is false
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the bookkeeper', () => {
  const deposit = '{"number":1,"cents":5}';
  let dynamodb: jest.SpyInstance;
  let queue: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/messaging/sqs-fifo-deduplication/bookkeeper').handler;

  /** Makes messages from [group, body]. Their ids are m0, m1 and so on. */
  const event = (...messages: [string, string][]): SQSEvent => {
    const made = sqsEvent(...messages.map(([, body]) => body));
    for (const [index, { attributes }] of made.Records.entries())
      attributes.MessageGroupId = messages[index]?.[0];
    return made;
  };
  const cancelled = (entry?: object, balance?: object) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: [entry ?? { Code: 'None' }, balance ?? { Code: 'None' }],
    });
  const failed = { Code: 'ConditionalCheckFailed' };
  const written = () =>
    dynamodb.mock.calls.map(([{ input }]) => {
      const { account, number } = input.TransactItems[0].Put.Item;
      return `${account.S} ${number.N}`;
    });
  const fail = (account: string, number: number) =>
    dynamodb.mockImplementation(async ({ input }) => {
      const { Item } = input.TransactItems[0].Put;
      if (Item.account.S === account && Item.number.N === `${number}`) throw cancelled({}, failed);
      return {};
    });
  const identifiers = async (sent: SQSEvent) =>
    (await handler(sent)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

  beforeAll(async () => {
    Object.assign(process.env, { QUEUE_URL: 'https://queue', TABLE_NAME: 'ledger' });
    ({ handler } = await import('../../../../lambda/messaging/sqs-fifo-deduplication/bookkeeper'));
  });

  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    queue = jest.spyOn(SQSClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'error').mockImplementation();
    jest.spyOn(console, 'log').mockImplementation();
  });

  test('books the postings of a customer one after the other', async () => {
    let running = 0;
    dynamodb.mockImplementation(async () => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return {};
    });
    await handler(
      event(['a', deposit], ['a', '{"number":2,"cents":-5}'], ['a', '{"number":3,"cents":1}']),
    );
    expect(written()).toEqual(['a 1', 'a 2', 'a 3']);
    expect(queue).not.toHaveBeenCalled();
  });

  test('books the entry and the balance in one transaction, and only the next number', async () => {
    await handler(event(['a', '{"number":7,"cents":-250}']));
    const [{ Put }, { Update }] = dynamodb.mock.calls[0][0].input.TransactItems;
    expect(Put).toMatchObject({
      TableName: 'ledger',
      Item: { account: { S: 'a' }, number: { N: '7' }, cents: { N: '-250' } },
      ConditionExpression: 'attribute_not_exists(account)',
    });
    expect(Update).toMatchObject({
      Key: { account: { S: 'a' }, number: { N: '0' } },
      ConditionExpression: 'lastNumber = :previous AND cents >= :needed',
    });
    expect(Update.ExpressionAttributeValues).toEqual({
      ':number': { N: '7' },
      ':previous': { N: '6' },
      ':cents': { N: '-250' },
      ':needed': { N: '250' },
    });
  });

  test('needs no money on the account for a deposit', async () => {
    await handler(event(['a', deposit]));
    const [, { Update }] = dynamodb.mock.calls[0][0].input.TransactItems;
    expect(Update.ExpressionAttributeValues[':needed']).toEqual({ N: '0' });
  });

  test('reports the first failure of a group and all messages behind it, without trying those', async () => {
    fail('a', 2);
    const sent = event(
      ['a', deposit],
      ['b', deposit],
      ['a', '{"number":2,"cents":1}'],
      ['b', '{"number":2,"cents":1}'],
      ['a', '{"number":3,"cents":1}'],
    );
    expect(await identifiers(sent)).toEqual(['m2', 'm4']);
    expect(written()).toEqual(expect.arrayContaining(['a 1', 'a 2', 'b 1', 'b 2']));
    expect(written()).not.toContain('a 3');
  });

  test('holds back the messages behind one that it cannot parse', async () => {
    expect(await identifiers(event(['a', 'poison'], ['b', deposit], ['a', deposit]))).toEqual([
      'm0',
      'm2',
    ]);
    expect(written()).toEqual(['b 1']);
  });

  test('hides the rest of the group for the same few seconds', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.999);
    const sent = event(['a', 'poison'], ['a', deposit]);
    for (const { attributes } of sent.Records) attributes.ApproximateReceiveCount = '1';
    if (sent.Records[0]) sent.Records[0].attributes.ApproximateReceiveCount = '4';
    await handler(sent);
    expect(queue.mock.calls[0][0].input).toEqual({
      QueueUrl: 'https://queue',
      Entries: [
        { Id: '0', ReceiptHandle: 'r0', VisibilityTimeout: 8 },
        { Id: '1', ReceiptHandle: 'r1', VisibilityTimeout: 8 },
      ],
    });
  });

  test.each<[string, () => void]>([
    ['throttles', () => queue.mockRejectedValue(new Error('throttled'))],
    ['refuses one', () => queue.mockResolvedValue({ Failed: [{ Id: '0', Message: 'gone' }] })],
  ])('still reports the failures when the queue %s', async (_, happen) => {
    happen();
    expect(await identifiers(event(['a', 'poison']))).toEqual(['m0']);
    expect(console.error).toHaveBeenCalledWith(
      'could not shorten the wait of',
      'm0',
      expect.anything(),
    );
  });

  test('treats a posting that is already booked as a success, and continues', async () => {
    dynamodb.mockRejectedValueOnce(
      cancelled({ ...failed, Item: { cents: { N: '5' } } }, { ...failed, Item: {} }),
    );
    expect(await identifiers(event(['a', deposit], ['a', '{"number":2,"cents":1}']))).toEqual([]);
    expect(console.log).toHaveBeenCalledWith('already booked', 'm0');
    expect(console.log).toHaveBeenCalledWith('booked', 'm1');
  });

  test('fails a different posting whose number is already taken', async () => {
    dynamodb.mockRejectedValue(cancelled({ ...failed, Item: { cents: { N: '9' } } }));
    expect(await identifiers(event(['a', deposit]))).toEqual(['m0']);
    expect(console.error).toHaveBeenCalledWith(
      'refused',
      'm0',
      new Error('expected 9 cents as posting 1 again, got 5'),
    );
  });

  test('says what is missing when the ledger refuses a posting', async () => {
    dynamodb.mockRejectedValue(
      cancelled(undefined, { ...failed, Item: { lastNumber: { N: '3' }, cents: { N: '4' } } }),
    );
    await handler(event(['a', '{"number":4,"cents":-9}']));
    expect(console.error).toHaveBeenCalledWith(
      'refused',
      'm0',
      new Error('expected 9 cents on "a", found 4'),
    );
  });

  test.each([
    ['two transactions at once', cancelled({ Code: 'TransactionConflict' })],
    [
      'a cancellation without a reason',
      new TransactionCanceledException({ message: '', $metadata: {} }),
    ],
    ['a throttled table', new Error('ThrottlingException')],
  ])('fails the message after %s', async (_, error) => {
    dynamodb.mockRejectedValue(error);
    expect(await identifiers(event(['a', deposit]))).toEqual(['m0']);
    expect(console.error).toHaveBeenCalledWith('refused', 'm0', error);
  });

  test('fails a message without a group id, as from a standard queue', async () => {
    expect(await identifiers(sqsEvent(deposit))).toEqual(['m0']);
    expect(dynamodb).not.toHaveBeenCalled();
  });
});

describe('a posting', () => {
  test('is a number and cents, of the account that is the message group', () => {
    expect(parsePosting('a', '{"number":1,"cents":-250,"note":"ignored"}')).toEqual({
      account: 'a',
      number: 1,
      cents: -250,
    });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'poison'],
    ['half a JSON', '{"number":1'],
    ['null', 'null'],
    ['a number', '42'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['no cents', '{"number":1}'],
    ['no number', '{"cents":1}'],
    ['number 0, which is the balance', '{"number":0,"cents":1}'],
    ['a negative number', '{"number":-1,"cents":1}'],
    ['a fraction of a cent', '{"number":1,"cents":0.5}'],
    ['no money at all', '{"number":1,"cents":0}'],
    ['minus no money', '{"number":1,"cents":-0}'],
    ['cents as text', '{"number":1,"cents":"5"}'],
    ['huge cents', '{"number":1,"cents":1e308}'],
    ['a huge debt', '{"number":1,"cents":-1000000001}'],
    ['a huge number', '{"number":1e21,"cents":1}'],
    ['prototype keys alone', '{"__proto__":{"number":1,"cents":1}}'],
    ['unicode', '"１２３ 🍵"'],
  ])('is not %s', (_, body) => {
    expect(() => parsePosting('a', body)).toThrow(/^expected a posting .*, got "/);
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one of 129 characters', 'x'.repeat(129)],
  ])('has an account, not %s', (_, account) => {
    expect(() => parsePosting(account, '{"number":1,"cents":1}')).toThrow(
      /^expected an account as message group id, got "/,
    );
  });

  test('is quoted in an error up to 200 characters', () => {
    expect(() => parsePosting('a', 'x'.repeat(1_000_000))).toThrow(/^.{1,260}$/);
  });
});

describe('a refusal', () => {
  const posting = { account: 'a', number: 3, cents: -9 };

  test.each([
    ['the account', undefined, 'expected an open account, found none named "a"'],
    ['the posting before', { lastNumber: 1, cents: 99 }, 'expected posting 2 of "a", got 3'],
    ['the money', { lastNumber: 2, cents: 4 }, 'expected 9 cents on "a", found 4'],
  ])('says that %s is missing', (_, balance, words) => {
    expect(refusal(posting, balance)).toBe(words);
  });
});

describe('the groups of a batch', () => {
  test('keep the order of their first messages, and the messages keep theirs', () => {
    const groups = groupsOf(['b1', 'a1', 'b2', '__proto__', 'a2'], ([key = '']) => key);
    expect(groups).toEqual([['b1', 'b2'], ['a1', 'a2'], ['__proto__']]);
  });

  test('hold every message once and in order, whatever the keys', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.nat())), (messages) => {
        const groups = groupsOf(messages, ([key]) => key);
        expect(groups.flat()).toHaveLength(messages.length);
        for (const group of groups) {
          const [[key] = ['']] = group;
          expect(group).toEqual(messages.filter(([other]) => other === key));
        }
      }),
    );
  });
});

describe('the back-off', () => {
  test('doubles its ceiling with every receive, up to 15 minutes', () => {
    const longest = [1, 2, 3, 4, 5, 10, 100].map((count) => backoffSeconds(count, 0.999_999));
    expect(longest).toEqual([1, 2, 4, 8, 16, 512, 900]);
  });

  test('waits at least half of the ceiling, so that there is time to fix the cause', () => {
    expect([1, 2, 3, 4, 5, 100].map((count) => backoffSeconds(count, 0))).toEqual([
      1, 1, 2, 4, 8, 450,
    ]);
  });
});
