import { diffTemplate, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import {
  parseTask,
  throttledBy,
  toItem,
  unitsOf,
} from '../../../../lambda/database/dynamodb-indexes/order';
import {
  cursorAt,
  excerpt,
  keyCondition,
  parseQuestion,
  startKey,
} from '../../../../lambda/database/dynamodb-indexes/question';
import { synthesize } from '../../../../lib/experiment/synthesize';
import { parseWishes } from '../../../../lib/experiment/wish';
import type { Pattern } from '../../../../lib/model/pattern';
import { DynamodbIndexesStack } from '../../../../lib/patterns/database/dynamodb-indexes/stack';
import { findPatterns } from '../../../../lib/run/find-patterns';
import { decisions } from '../../../support/decisions';
import { build, context, logicalId, withoutAssetHashes } from '../../../support/synth';

interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: string[] };
  readonly OnDemandThroughput?: { readonly MaxWriteRequestUnits: number };
}

const stack = build(DynamodbIndexesStack);
const template = Template.fromStack(stack);
const properties = (type: string, id: string) =>
  template.toJSON().Resources[logicalId(stack, type, id)].Properties;
const orders = properties('AWS::DynamoDB::Table', 'Orders');
const locals: readonly Index[] = orders.LocalSecondaryIndexes;
const globals: readonly Index[] = orders.GlobalSecondaryIndexes;
const key = ({ KeySchema }: Pick<Index, 'KeySchema'>, type: string) =>
  KeySchema.find(({ KeyType }) => KeyType === type)?.AttributeName;

describe('the stack', () => {
  const ordersId = logicalId(stack, 'AWS::DynamoDB::Table', 'Orders');

  test('gives a local index the partition key of the table and another sort key', () => {
    for (const index of locals) {
      expect(key(index, 'HASH')).toBe(key(orders, 'HASH'));
      expect(key(index, 'RANGE')).not.toBe(key(orders, 'RANGE'));
      expect(key(index, 'RANGE')).toBeDefined();
    }
  });

  test('gives each global index a partition key that differs from that of the table', () => {
    const partitions = [orders, ...globals].map((one) => key(one, 'HASH'));
    expect(new Set(partitions).size).toBe(1 + globals.length);
  });

  test('shows each of the three projections once', () => {
    const kinds = [...locals, ...globals].map(({ Projection }) => Projection.ProjectionType);
    expect(kinds.sort()).toEqual(['ALL', 'INCLUDE', 'KEYS_ONLY']);
  });

  test('allows each global index as many writes as the table', () => {
    const { MaxWriteRequestUnits } = orders.OnDemandThroughput;
    for (const { OnDemandThroughput } of globals)
      expect(OnDemandThroughput?.MaxWriteRequestUnits).toBeGreaterThanOrEqual(MaxWriteRequestUnits);
  });

  test('allows only as many writes as one partition takes, so that one warehouse can have them all', () => {
    expect(orders.OnDemandThroughput.MaxWriteRequestUnits).toBeLessThanOrEqual(1000);
  });

  test('provisions no capacity for the table or for an index', () => {
    expect(JSON.stringify(orders)).not.toContain('ProvisionedThroughput');
  });

  test('gives the local index no throughput of its own', () => {
    for (const index of locals) expect(index.OnDemandThroughput).toBeUndefined();
  });

  test('can change in place to a provisioned table with provisioned global indexes', async () => {
    const units = (write: number) =>
      JSON.stringify({ ReadCapacityUnits: 5, WriteCapacityUnits: write });
    const wishes = parseWishes(
      [
        'Orders.BillingMode=PROVISIONED',
        `Orders.ProvisionedThroughput=${units(5)}`,
        'Orders.OnDemandThroughput=null',
        ...[0, 1].flatMap((index) => [
          `Orders.GlobalSecondaryIndexes.${index}.OnDemandThroughput=null`,
          `Orders.GlobalSecondaryIndexes.${index}.ProvisionedThroughput=${units(5)}`,
        ]),
      ].join(';'),
    );
    const [pattern] = findPatterns(['DynamodbIndexes']);
    const after = await synthesize(pattern as Pattern, wishes, context, false);
    if ('refused' in after) throw new Error(after.refused);
    const { resources } = diffTemplate(template.toJSON(), after.template);
    const change = resources.get(ordersId);
    expect(change?.changeImpact).toBe(ResourceImpact.WILL_UPDATE);
    expect(change?.newValue?.Properties).toMatchObject({
      ProvisionedThroughput: { WriteCapacityUnits: 5 },
      GlobalSecondaryIndexes: globals.map(() => ({
        ProvisionedThroughput: { WriteCapacityUnits: 5 },
      })),
    });
    expect(JSON.stringify(change?.newValue)).not.toContain('OnDemandThroughput');
  });

  test('has a key for the sparse index that every new order has and no other index uses', () => {
    const [sparse] = globals as [Index];
    const item = toItem({ customer: 'c', order: 'o', warehouse: 'w', totalCents: 1 }, 't');
    for (const { KeySchema } of [orders, ...locals, ...globals] as Index[])
      for (const { AttributeName } of KeySchema) expect(item).toHaveProperty(AttributeName);
    const others = [orders, ...locals, ...globals.slice(1)].flatMap(({ KeySchema }) => KeySchema);
    expect(others.map(({ AttributeName }) => AttributeName)).not.toContain(key(sparse, 'HASH'));
  });

  test.each(['OrderTaker', 'OrderFinder'])('gives the %s its table, role and log group', (id) => {
    expect(properties('AWS::Lambda::Function', id)).toMatchObject({
      Environment: { Variables: { TABLE_NAME: { Ref: ordersId } } },
      Role: { 'Fn::GetAtt': [logicalId(stack, 'AWS::IAM::Role', `${id}Role`), 'Arn'] },
      LoggingConfig: { LogGroup: { Ref: logicalId(stack, 'AWS::Logs::LogGroup', `${id}Logs`) } },
    });
  });

  test('goes into ALARM at the first write that the index of open orders throttles', () => {
    expect(properties('AWS::CloudWatch::Alarm', 'IndexThrottleAlarm')).toMatchObject({
      Namespace: 'AWS/DynamoDB',
      Dimensions: [
        { Name: 'GlobalSecondaryIndexName', Value: globals[0]?.IndexName },
        { Name: 'TableName', Value: { Ref: ordersId } },
      ],
      Statistic: 'Sum',
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  test('outputs the names of the table and of both functions', () => {
    const ref = (type: string, id: string) => ({ Ref: logicalId(stack, type, id) });
    for (const [output, value] of Object.entries({
      OrdersTableName: ref('AWS::DynamoDB::Table', 'Orders'),
      OrderTakerName: ref('AWS::Lambda::Function', 'OrderTaker'),
      OrderFinderName: ref('AWS::Lambda::Function', 'OrderFinder'),
    }))
      template.hasOutput(output, { Value: value });
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on OrderTakerRole, OrderFinderRole
      events.amazonaws.com, 222222222222 may not sts:AssumeRole on OrderTakerRole, OrderFinderRole
      OrderTaker may dynamodb:PutItem, dynamodb:UpdateItem on Orders
      OrderTaker may not dynamodb:GetItem, dynamodb:DeleteItem, dynamodb:BatchWriteItem on Orders
      OrderFinder may dynamodb:GetItem, dynamodb:Query on Orders
      OrderFinder may dynamodb:Query on Orders/index/ByOrder, Orders/index/ByPlacedAt, Orders/index/OpenByWarehouse
      OrderFinder may not dynamodb:Scan on Orders, Orders/index/ByOrder
      OrderFinder may not dynamodb:PutItem, dynamodb:UpdateItem on Orders
      anonymous, 222222222222 may not dynamodb:GetItem, dynamodb:PutItem on Orders
      OrderTaker may logs:CreateLogStream, logs:PutLogEvents on OrderTakerLogs
      OrderFinder may logs:CreateLogStream, logs:PutLogEvents on OrderFinderLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the order taker', () => {
  const order = { customer: 'ann', order: 'o1', warehouse: 'ulm', totalCents: 250 };
  const said = { message: 'said DynamoDB', $metadata: {} };
  let send: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/database/dynamodb-indexes/order-taker').handler;

  beforeAll(async () => {
    process.env.TABLE_NAME = 'orders';
    ({ handler } = await import('../../../../lambda/database/dynamodb-indexes/order-taker'));
  });

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-11-21T08:00:00Z'), doNotFake: ['nextTick'] });
    jest.spyOn(console, 'error').mockImplementation();
    send = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
  });

  afterEach(() => jest.useRealTimers());

  test('places an order only once, with the time of its own clock', async () => {
    expect(await handler({ place: order })).toEqual({
      placedAt: '2026-11-21T08:00:00.000Z',
      units: { table: 0 },
    });
    expect(send.mock.calls[0][0].input).toEqual({
      TableName: 'orders',
      Item: toItem(order, '2026-11-21T08:00:00.000Z'),
      ConditionExpression: 'attribute_not_exists(customer)',
      ReturnConsumedCapacity: 'INDEXES',
    });
  });

  test('removes a shipped order from the index of open orders', async () => {
    expect(await handler({ ship: { customer: 'ann', order: 'o1' } })).toEqual({
      units: { table: 0 },
    });
    expect(send.mock.calls[0][0].input).toEqual({
      TableName: 'orders',
      Key: { customer: { S: 'ann' }, order: { S: 'o1' } },
      UpdateExpression: 'SET #state = :shipped REMOVE openAt',
      ConditionExpression: 'attribute_exists(openAt)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':shipped': { S: 'shipped' } },
      ReturnConsumedCapacity: 'INDEXES',
    });
  });

  test('removes the attribute that is the partition key of the sparse index', async () => {
    await handler({ ship: { customer: 'ann', order: 'o1' } });
    const { UpdateExpression } = send.mock.calls[0][0].input;
    expect(UpdateExpression.endsWith(`REMOVE ${globals[0] && key(globals[0], 'HASH')}`)).toBe(true);
  });

  test('returns the write units in the table and in each index', async () => {
    const CapacityUnits = 1;
    send.mockResolvedValue({
      ConsumedCapacity: {
        Table: { CapacityUnits },
        LocalSecondaryIndexes: { ByPlacedAt: { CapacityUnits } },
        GlobalSecondaryIndexes: { OpenByWarehouse: { CapacityUnits: 2 }, ByOrder: {} },
      },
    });
    expect((await handler({ place: order })).units).toEqual({
      table: 1,
      ByPlacedAt: 1,
      OpenByWarehouse: 2,
      ByOrder: 0,
    });
  });

  test.each([
    ['place', { place: order }, 'expected a new order, got one that exists'],
    ['ship', { ship: order }, 'expected an open order, found none'],
  ])('says why it cannot %s the order', async (_, task, words) => {
    send.mockRejectedValue(new ConditionalCheckFailedException(said));
    await expect(handler(task)).rejects.toThrow(words);
    expect(console.error).not.toHaveBeenCalled();
  });

  test('names the index that throttled the table', async () => {
    const reason = 'IndexWriteMaxOnDemandThroughputExceeded';
    const resource = 'arn:aws:dynamodb:r:a:table/orders/index/OpenByWarehouse';
    const error = new ThrottlingException({ ...said, throttlingReasons: [{ reason, resource }] });
    send.mockRejectedValue(error);
    await expect(handler({ place: order })).rejects.toEqual(
      new Error(`expected DynamoDB to accept the write, got ${reason} by OpenByWarehouse`, {
        cause: error,
      }),
    );
    expect(console.error).toHaveBeenCalledWith('throttled', `${reason} by OpenByWarehouse`);
  });

  test('passes on any other error unchanged', async () => {
    const error = new Error('no such table');
    send.mockRejectedValue(error);
    await expect(handler({ place: order })).rejects.toBe(error);
  });

  test('sends nothing to DynamoDB for an order that it cannot read', async () => {
    await expect(handler({ place: { ...order, totalCents: 0 } })).rejects.toThrow(/^expected/);
    expect(send).not.toHaveBeenCalled();
  });
});

describe('the order finder', () => {
  let send: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/database/dynamodb-indexes/order-finder').handler;

  beforeAll(async () => {
    process.env.TABLE_NAME = 'orders';
    ({ handler } = await import('../../../../lambda/database/dynamodb-indexes/order-finder'));
  });

  beforeEach(() => {
    send = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
  });

  test.each([
    ['customer', undefined, 'customer'],
    ['time', 'ByPlacedAt', 'customer'],
    ['warehouse', 'OpenByWarehouse', 'openAt'],
    ['order', 'ByOrder', 'order'],
  ])('by %s queries the index %s by its partition key', async (by, IndexName, partition) => {
    await handler({ by, of: 'x' });
    expect(send.mock.calls[0][0].input).toEqual({
      TableName: 'orders',
      IndexName,
      KeyConditionExpression: '#partition = :of',
      ExpressionAttributeNames: { '#partition': partition },
      ExpressionAttributeValues: { ':of': { S: 'x' } },
      ConsistentRead: false,
      Limit: 20,
      ExclusiveStartKey: undefined,
    });
  });

  test('uses the keys that the indexes have', () => {
    for (const [by, index] of [
      ['customer', orders],
      ['time', locals[0]],
      ['warehouse', globals[0]],
      ['order', globals[1]],
    ] as [string, Index][]) {
      const { way } = parseQuestion({ by, of: 'x' });
      expect(way.index).toBe(index.IndexName);
      expect(way.partition).toBe(key(index, 'HASH'));
      expect(way.sort).toBe(key(index, 'RANGE'));
      expect(way.canBeConsistent).toBe(!globals.includes(index));
      // The keys of the index and of the table together mark the end of a page.
      const both = [...index.KeySchema, ...(orders.KeySchema as Index['KeySchema'])];
      expect(new Set([way.partition, ...way.place])).toEqual(
        new Set(both.map(({ AttributeName }) => AttributeName)),
      );
    }
  });

  test('returns a page and a cursor for the next page', async () => {
    const LastEvaluatedKey = { customer: { S: 'ann' }, order: { S: 'o2' } };
    send.mockResolvedValueOnce({
      Items: [{ ...LastEvaluatedKey, totalCents: { N: '250' } }],
      LastEvaluatedKey,
    });
    const { orders: found, cursor } = await handler({ by: 'customer', of: 'ann', limit: 1 });
    expect(found).toEqual([{ customer: 'ann', order: 'o2', totalCents: 250 }]);
    await handler({ by: 'customer', of: 'ann', cursor });
    expect(send.mock.calls[1][0].input.ExclusiveStartKey).toEqual(LastEvaluatedKey);
  });

  test('ends the list at the last page and not at an empty page', async () => {
    const LastEvaluatedKey = { customer: { S: 'ann' }, order: { S: 'o2' } };
    send.mockResolvedValueOnce({ Items: [], LastEvaluatedKey });
    expect(await handler({ by: 'customer', of: 'ann' })).toEqual({
      orders: [],
      cursor: expect.any(String),
    });
    expect(await handler({ by: 'customer', of: 'ann' })).toEqual({ orders: [] });
  });

  test('finds the whole order in the table by its number, unless somebody deleted it', async () => {
    const keys = (customer: string) => ({ customer: { S: customer }, order: { S: 'o1' } });
    send.mockImplementation(async (command) => {
      if (!(command instanceof GetItemCommand)) return { Items: [keys('ann'), keys('bob')] };
      expect(command.input.TableName).toBe('orders');
      const { customer } = command.input.Key ?? {};
      return customer?.S === 'ann' ? { Item: { ...command.input.Key, state: { S: 'open' } } } : {};
    });
    expect(await handler({ by: 'order', of: 'o1' })).toEqual({
      orders: [{ customer: 'ann', order: 'o1', state: 'open' }],
    });
  });

  test('reads the local index with strong consistency on request', async () => {
    await handler({ by: 'time', of: 'ann', consistent: true, from: '2026', to: '2027' });
    expect(send.mock.calls[0][0].input).toMatchObject({
      ConsistentRead: true,
      KeyConditionExpression: '#partition = :of AND #sort BETWEEN :from AND :to',
    });
  });

  test.each(['warehouse', 'order'])(
    'refuses a strongly consistent read by %s without a call to DynamoDB',
    async (by) => {
      await expect(handler({ by, of: 'x', consistent: true })).rejects.toThrow(
        `expected an eventually consistent read by ${by}, got a strongly consistent one, which no global index answers`,
      );
      expect(send).not.toHaveBeenCalled();
    },
  );
});

describe('a question', () => {
  test('has a page of 20 orders and an eventually consistent read by default', () => {
    expect(parseQuestion({ by: 'time', of: 'ann' })).toMatchObject({
      limit: 20,
      consistent: false,
      from: '',
      to: '',
    });
    expect(parseQuestion({ by: 'time', of: 'ann', limit: 100, consistent: true })).toMatchObject({
      limit: 100,
      consistent: true,
    });
  });

  test.each([
    ['nothing', undefined, 'expected "by"'],
    ['null', null, 'expected "by"'],
    ['text', '{"by":"time"}', 'expected "by"'],
    ['no way', { of: 'x' }, 'expected "by" to be one of customer, time, warehouse, order'],
    ['a way of the prototype', { by: 'constructor', of: 'x' }, 'expected "by"'],
    ['a way by number', { by: 0, of: 'x' }, 'expected "by"'],
    ['nobody', { by: 'time' }, 'expected "of" to be a text of 1 to 100 characters, got nothing'],
    ['an empty name', { by: 'time', of: '' }, 'expected "of"'],
    ['a name that is too long', { by: 'time', of: 'x'.repeat(101) }, 'expected "of"'],
    ['half a character', { by: 'time', of: '\ud83c' }, 'expected "of"'],
    ['a list of names', { by: 'time', of: ['x'] }, 'expected "of"'],
    ['no orders', { by: 'time', of: 'x', limit: 0 }, 'expected limit to be 1 to 100 orders, got 0'],
    ['too many orders', { by: 'time', of: 'x', limit: 101 }, 'expected limit'],
    ['half an order', { by: 'time', of: 'x', limit: 1.5 }, 'expected limit'],
    ['a huge number', { by: 'time', of: 'x', limit: 1e308 }, 'expected limit'],
    ['a limit in words', { by: 'time', of: 'x', limit: '5' }, 'expected limit'],
    ['a maybe', { by: 'time', of: 'x', consistent: 'yes' }, 'expected consistent to be true'],
    ['a bound that is empty', { by: 'time', of: 'x', from: '' }, 'expected "from" to be a text'],
    ['a bound that is a date', { by: 'time', of: 'x', to: 2026 }, 'expected "to" to be a text'],
    [
      'bounds the wrong way round',
      { by: 'time', of: 'x', from: 'b', to: 'a' },
      'expected "from" not to be after "to", got "b" and "a"',
    ],
    [
      'a bound where nothing is sorted',
      { by: 'order', of: 'x', from: 'a' },
      'expected no "from", because there is no sort key',
    ],
  ])('is not %s', (_, event, words) => {
    expect(() => parseQuestion(event)).toThrow(words);
  });

  test.each([
    [{}, '#partition = :of'],
    [{ from: 'a' }, '#partition = :of AND #sort >= :from'],
    [{ to: 'b' }, '#partition = :of AND #sort <= :to'],
    [{ from: 'a', to: 'a' }, '#partition = :of AND #sort BETWEEN :from AND :to'],
  ])('with the bounds %j is the condition %s', (bounds, expression) => {
    const condition = keyCondition(parseQuestion({ by: 'time', of: 'ann', ...bounds }));
    expect(condition.expression).toBe(expression);
    expect(condition.names).toEqual({
      '#partition': 'customer',
      ...('from' in bounds || 'to' in bounds ? { '#sort': 'placedAt' } : {}),
    });
    const values = Object.entries(bounds).map(([name, S]) => [`:${name}`, { S }]);
    expect(condition.values).toEqual({ ':of': { S: 'ann' }, ...Object.fromEntries(values) });
  });

  test('compares its bounds by bytes as DynamoDB does', () => {
    // JavaScript compares UTF-16, in which the tea would come first.
    expect(() => parseQuestion({ by: 'time', of: 'x', from: '\uffee', to: '🍵' })).not.toThrow();
    expect(() => parseQuestion({ by: 'time', of: 'x', from: '🍵', to: '\uffee' })).toThrow();
  });
});

describe('a cursor', () => {
  const last = {
    openAt: { S: 'ulm' },
    placedAt: { S: '2026-11-21' },
    customer: { S: 'ann' },
    order: { S: 'o1' },
  };
  const question = (more: object = {}) => ({ by: 'warehouse', of: 'ulm', ...more });
  const cursor = cursorAt(parseQuestion(question()), last);
  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('leads to the end of the page', () => {
    expect(startKey(parseQuestion(question({ cursor })))).toEqual(last);
    expect(startKey(parseQuestion(question()))).toBeUndefined();
  });

  test('never leads out of the partition of the question', () => {
    const other = startKey(parseQuestion(question({ of: 'bonn', cursor })));
    expect(other).toEqual({ ...last, openAt: { S: 'bonn' } });
  });

  test('is refused outside the bounds, where DynamoDB would refuse it, and accepted at the bounds', () => {
    for (const bounds of [{ from: '2026-12' }, { to: '2026-10' }])
      expect(() => parseQuestion(question({ cursor, ...bounds }))).toThrow('expected a cursor');
    for (const bounds of [{ from: '2026-11-21' }, { to: '2026-11-21' }])
      expect(() => parseQuestion(question({ cursor, ...bounds }))).not.toThrow();
  });

  test.each([
    ['empty', ''],
    ['a number', 7],
    ['null', null],
    ['not base64', '🍵'],
    ['no JSON', Buffer.from('no cursor').toString('base64url')],
    ['no list', forged({ 0: 'warehouse' })],
    ['of another question', forged(['time', '2026', 'o1'])],
    ['too short', forged(['warehouse', '2026', 'ann'])],
    ['too long', forged(['warehouse', '2026', 'ann', 'o1', 'more'])],
    ['of numbers', forged(['warehouse', 1, 2, 3])],
    ['of empty keys', forged(['warehouse', '', 'ann', 'o1'])],
    ['of huge keys', forged(['warehouse', 'x'.repeat(101), 'ann', 'o1'])],
    ['endless', 'x'.repeat(1_000_000)],
  ])('is not %s', (_, given) => {
    expect(() => parseQuestion(question({ cursor: given }))).toThrow(
      /^expected a cursor of this question, got .{1,201}$/,
    );
  });

  test('is refused if it is longer than the longest possible cursor', () => {
    const longest = { S: '\u0000'.repeat(100) };
    const given = cursorAt(parseQuestion(question()), {
      placedAt: longest,
      customer: longest,
      order: longest,
    });
    expect(given.length).toBeLessThan(4_000);
    expect(() => parseQuestion(question({ cursor: given }))).not.toThrow();
    expect(() => parseQuestion(question({ cursor: given.padEnd(4_001, '=') }))).toThrow();
  });

  test('needs a complete key', () => {
    expect(() => cursorAt(parseQuestion(question()), { customer: { S: 'ann' } })).toThrow(
      'expected placedAt in the key of the last order',
    );
  });
});

describe('an order', () => {
  const order = { customer: 'ann', order: 'o1', warehouse: 'ulm', totalCents: 250 };

  test('is open at its warehouse at first', () => {
    expect(toItem(order, '2026-11-21T08:00:00.000Z')).toEqual({
      customer: { S: 'ann' },
      order: { S: 'o1' },
      placedAt: { S: '2026-11-21T08:00:00.000Z' },
      warehouse: { S: 'ulm' },
      totalCents: { N: '250' },
      state: { S: 'open' },
      openAt: { S: 'ulm' },
    });
  });

  test('is read without additional attributes', () => {
    expect(parseTask({ place: { ...order, state: 'shipped' } })).toEqual({ place: order });
    expect(parseTask({ ship: order })).toEqual({ ship: { customer: 'ann', order: 'o1' } });
    expect(parseTask({ place: { ...order, totalCents: 1_000_000_000 } })).toBeDefined();
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'place'],
    ['no task', {}],
    ['two tasks', { place: order, ship: order }],
    ['a task of the prototype', JSON.parse('{"__proto__":{"place":{}}}')],
    ['an empty order', { place: {} }],
    ['null to ship', { ship: null }],
    ['no customer', { place: { ...order, customer: undefined } }],
    ['a customer that is too long', { ship: { ...order, customer: 'x'.repeat(101) } }],
    ['an empty number', { ship: { ...order, order: '' } }],
    ['a numeric number', { ship: { ...order, order: 7 } }],
    ['no warehouse', { place: { ...order, warehouse: '' } }],
    ['no money', { place: { ...order, totalCents: 0 } }],
    ['a fraction', { place: { ...order, totalCents: 0.5 } }],
    ['too much money', { place: { ...order, totalCents: 1_000_000_001 } }],
    ['money as text', { place: { ...order, totalCents: '250' } }],
    ['a huge number', { place: { ...order, totalCents: 1e308 } }],
    ['half a character', { place: { ...order, warehouse: '\udf75' } }],
  ])('is not %s', (_, event) => {
    expect(() => parseTask(event)).toThrow(/^expected .*, got .{1,201}$/);
  });

  test('appears in an error with at most 200 characters', () => {
    expect(excerpt('x'.repeat(198))).toHaveLength(200);
    expect(excerpt('x'.repeat(1_000_000))).toHaveLength(201);
    expect(excerpt(undefined)).toBe('nothing');
  });
});

describe('the write units', () => {
  test('are 0 if DynamoDB does not return them', () => {
    expect(unitsOf(undefined)).toEqual({ table: 0 });
    expect(unitsOf({})).toEqual({ table: 0 });
  });
});

describe('the cause of throttling', () => {
  const said = { message: 'said DynamoDB', $metadata: {} };
  const resource = 'arn:aws:dynamodb:r:a:table/orders';

  test.each([
    [
      'the table in provisioned mode',
      new ProvisionedThroughputExceededException({
        ...said,
        ThrottlingReasons: [{ reason: 'TableWriteProvisionedThroughputExceeded', resource }],
      }),
      'TableWriteProvisionedThroughputExceeded by the table',
    ],
    [
      'one index of several',
      new ThrottlingException({
        ...said,
        throttlingReasons: [
          { reason: 'IndexWriteKeyRangeThroughputExceeded', resource: `${resource}/index/ByOrder` },
          { reason: 'TableWriteAccountLimitExceeded', resource },
        ],
      }),
      'IndexWriteKeyRangeThroughputExceeded by ByOrder',
    ],
    ['nobody by name', new ThrottlingException(said), 'ThrottlingException'],
    [
      'the account',
      Object.assign(new Error(), { name: 'RequestLimitExceeded' }),
      'RequestLimitExceeded',
    ],
  ])('is %s', (_, error, words) => {
    expect(throttledBy(error)).toBe(words);
  });

  test.each([[new Error('ThrottlingException')], [undefined], [null], ['ThrottlingException']])(
    'is undefined for the error %p',
    (error) => {
      expect(throttledBy(error)).toBeUndefined();
    },
  );
});
