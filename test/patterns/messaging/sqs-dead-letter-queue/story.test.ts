import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Template } from 'aws-cdk-lib/assertions';
import {
  backoffSeconds,
  parseOrder,
} from '../../../../lambda/messaging/sqs-dead-letter-queue/order';
import { SqsDeadLetterQueueStack } from '../../../../lib/patterns/messaging/sqs-dead-letter-queue/stack';
import { decisions } from '../../../support/decisions';
import { sqsEvent } from '../../../support/events';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(SqsDeadLetterQueueStack);
  const template = Template.fromStack(stack);
  const queue = (id: string) => logicalId(stack, 'AWS::SQS::Queue', id);
  const properties = (type: string, id: string) =>
    template.toJSON().Resources[logicalId(stack, type, id)].Properties;
  const workQueue = properties('AWS::SQS::Queue', 'WorkQueue');
  const deadLetterQueue = properties('AWS::SQS::Queue', 'DeadLetterQueue');
  const consumer = properties('AWS::Lambda::Function', 'Consumer');

  test('moves a message that keeps failing from the work queue to the dead-letter queue', () => {
    expect(workQueue.RedrivePolicy.deadLetterTargetArn).toEqual({
      'Fn::GetAtt': [queue('DeadLetterQueue'), 'Arn'],
    });
  });

  test('hides a message for at least six times the timeout of the consumer', () => {
    expect(workQueue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * consumer.Timeout);
  });

  test('retains a message longer in the dead-letter queue than in the work queue', () => {
    expect(deadLetterQueue.MessageRetentionPeriod).toBeGreaterThan(
      workQueue.MessageRetentionPeriod,
    );
  });

  test('has two queues of the same type', () => {
    expect(deadLetterQueue.FifoQueue).toBe(workQueue.FifoQueue);
  });

  test('alarms at the first dead letter, and before SQS stops returning messages', () => {
    const alarms = template.findResources('AWS::CloudWatch::Alarm');
    const watched = Object.values(alarms).map(
      ({ Properties: { MetricName, Threshold, Dimensions } }) => [
        MetricName,
        Threshold,
        Dimensions[0].Value['Fn::GetAtt'][0],
      ],
    );
    expect(watched).toContainEqual([
      'ApproximateNumberOfMessagesVisible',
      1,
      queue('DeadLetterQueue'),
    ]);
    const [, limit] = watched.find(([, , name]) => name === queue('WorkQueue')) ?? [];
    expect(limit).toBeLessThan(120_000);
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on ConsumerRole
      events.amazonaws.com, 222222222222 may not sts:AssumeRole on ConsumerRole
      Consumer may sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility on WorkQueue
      Consumer may sqs:GetQueueAttributes, sqs:GetQueueUrl on WorkQueue
      Consumer may not sqs:SendMessage, sqs:PurgeQueue on WorkQueue
      Consumer may not sqs:ReceiveMessage, sqs:StartMessageMoveTask on DeadLetterQueue
      Consumer may dynamodb:PutItem, dynamodb:UpdateItem on Shop
      Consumer may not dynamodb:GetItem, dynamodb:DeleteItem on Shop
      Consumer may logs:CreateLogStream, logs:PutLogEvents on ConsumerLogs
      Consumer may not logs:CreateLogGroup on ConsumerLogs
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on WorkQueue, DeadLetterQueue
      Consumer must not sqs:ReceiveMessage on WorkQueue when aws:SecureTransport is false
      111111111111 must not sqs:ReceiveMessage on DeadLetterQueue when aws:SecureTransport is false
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the consumer', () => {
  const good = '{"id":"a1","sku":"tea","quantity":2}';
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });
  let dynamodb: jest.SpyInstance;
  let sqs: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/messaging/sqs-dead-letter-queue/consumer').handler;

  beforeAll(async () => {
    Object.assign(process.env, { QUEUE_URL: 'https://queue', TABLE_NAME: 'shop' });
    ({ handler } = await import('../../../../lambda/messaging/sqs-dead-letter-queue/consumer'));
  });

  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    sqs = jest.spyOn(SQSClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('accepts a batch of good orders, one transaction each', async () => {
    expect(await handler(sqsEvent(good, good.replace('a1', 'a2')))).toEqual({
      batchItemFailures: [],
    });
    const written = dynamodb.mock.calls.map(([{ input }]) => input.TransactItems[0].Put.Item.id.S);
    expect(written).toEqual(['order#a1', 'order#a2']);
    expect(sqs).not.toHaveBeenCalled();
  });

  test('takes from stock in the same transaction as it writes the order', async () => {
    await handler(sqsEvent(good));
    const [put, update] = dynamodb.mock.calls[0][0].input.TransactItems;
    expect(put.Put.ConditionExpression).toBe('attribute_not_exists(id)');
    expect(update.Update).toMatchObject({
      Key: { id: { S: 'stock#tea' } },
      ConditionExpression: 'pieces >= :quantity',
      ExpressionAttributeValues: { ':quantity': { N: '2' } },
    });
  });

  test('reports only the bad message, so that SQS does not retry its neighbors', async () => {
    expect(await handler(sqsEvent(good, 'poison', good))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
  });

  test('hides a bad message for seconds instead of the visibility timeout of the queue', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.999);
    const event = sqsEvent('poison');
    for (const record of event.Records) record.attributes.ApproximateReceiveCount = '4';
    await handler(event);
    expect(sqs.mock.calls[0][0].input).toEqual({
      QueueUrl: 'https://queue',
      ReceiptHandle: 'r0',
      VisibilityTimeout: 8,
    });
  });

  test('still reports the failure when the message cannot be hidden', async () => {
    sqs.mockRejectedValue(new Error('throttled'));
    expect(await handler(sqsEvent('poison'))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
  });

  test('treats an order that is already written as a success', async () => {
    dynamodb.mockRejectedValue(cancelled('ConditionalCheckFailed', 'None'));
    expect(await handler(sqsEvent(good))).toEqual({ batchItemFailures: [] });
  });

  test('treats a written order as a success even if the stock has run out since', async () => {
    dynamodb.mockRejectedValue(cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed'));
    expect(await handler(sqsEvent(good))).toEqual({ batchItemFailures: [] });
  });

  test.each([
    ['too little stock', cancelled('None', 'ConditionalCheckFailed')],
    ['two transactions at once', cancelled('TransactionConflict', 'None')],
    ['a throttled table', new Error('ThrottlingException')],
  ])('fails the message after %s', async (_, error) => {
    dynamodb.mockRejectedValue(error);
    expect(await handler(sqsEvent(good))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
  });
});

describe('an order', () => {
  test('is an id, an article and a quantity', () => {
    expect(parseOrder('{"id":"a1","sku":"tea","quantity":2,"note":"ignored"}')).toEqual({
      id: 'a1',
      sku: 'tea',
      quantity: 2,
    });
  });

  test('can have names in any script', () => {
    expect(parseOrder('{"id":"注文-1 🍵","sku":"чай","quantity":1}').id).toBe('注文-1 🍵');
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'poison'],
    ['half a JSON', '{"id":"a1"'],
    ['null', 'null'],
    ['a number', '42'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['no article', '{"id":"a1","quantity":1}'],
    ['an empty id', '{"id":"","sku":"tea","quantity":1}'],
    ['an id of 65 characters', `{"id":"${'x'.repeat(65)}","sku":"tea","quantity":1}`],
    ['an id that is a number', '{"id":1,"sku":"tea","quantity":1}'],
    ['prototype keys alone', '{"__proto__":{"id":"a1","sku":"tea","quantity":1}}'],
    ['half a surrogate pair in its id', '{"id":"\\ud83c","sku":"tea","quantity":1}'],
    ['no pieces', '{"id":"a1","sku":"tea","quantity":0}'],
    ['a fraction', '{"id":"a1","sku":"tea","quantity":1.5}'],
    ['a quantity as text', '{"id":"a1","sku":"tea","quantity":"2"}'],
    ['a huge quantity', '{"id":"a1","sku":"tea","quantity":1e308}'],
  ])('is not %s', (_, body) => {
    expect(() => parseOrder(body)).toThrow(/^expected an order .*, got "/);
  });

  test('is quoted in an error up to 200 characters', () => {
    expect(() => parseOrder('x'.repeat(1_000_000))).toThrow(/^.{1,260}$/);
  });
});

describe('the back-off', () => {
  test('doubles its ceiling with every receive, up to 15 minutes', () => {
    const longest = [1, 2, 3, 4, 5, 10, 100].map((count) => backoffSeconds(count, 0.999_999));
    expect(longest).toEqual([1, 2, 4, 8, 16, 512, 900]);
  });

  test('can be 0 seconds, because of the full jitter', () => {
    expect(backoffSeconds(5, 0)).toBe(0);
  });
});
