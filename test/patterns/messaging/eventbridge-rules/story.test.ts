import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, type PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { Template } from 'aws-cdk-lib/assertions';
import {
  deadline,
  expiryOf,
  parseClosing,
  pieces,
} from '../../../../lambda/messaging/eventbridge-rules/closing';
import { parseOrderState, timeOf } from '../../../../lambda/messaging/eventbridge-rules/order';
import { EventbridgeRulesStack } from '../../../../lib/patterns/messaging/eventbridge-rules/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(EventbridgeRulesStack);
  const template = Template.fromStack(stack).toJSON();
  const properties = (type: string, id: string) =>
    template.Resources[logicalId(stack, type, id)].Properties;
  const ref = (type: string, id: string) => ({ Ref: logicalId(stack, type, id) });
  const arn = (type: string, id: string) => ({ 'Fn::GetAtt': [logicalId(stack, type, id), 'Arn'] });

  const queueArn = arn('AWS::SQS::Queue', 'UnhandledEvents');
  const closerArn = arn('AWS::Lambda::Function', 'Closer');
  const orderStates = properties('AWS::Events::Rule', 'OrderStates');
  const classicClose = properties('AWS::Events::Rule', 'ClassicClose');
  const nightlyClose = properties('AWS::Scheduler::Schedule', 'NightlyClose');

  test('has the rule on the order bus, with one target', () => {
    expect(orderStates.EventBusName).toEqual(ref('AWS::Events::EventBus', 'OrderBus'));
    expect(orderStates.Targets).toHaveLength(1);
    expect(orderStates.Targets[0].Arn).toEqual(arn('AWS::Lambda::Function', 'StateKeeper'));
  });

  test('sends the function the five values that it reads, each from its path in the event', () => {
    const { InputPathsMap, InputTemplate } = orderStates.Targets[0].InputTransformer;
    const event: Record<string, unknown> = {
      '$.detail.orderId': '"o1"',
      '$.detail.version': '2',
      '$.detail.state': '"paid"',
      '$.detail.cents': '1250',
      '$.time': '"2026-11-21T12:00:00Z"',
    };
    const input = InputTemplate.replace(
      /<([\w-]+)>/g,
      (_: string, name: string) => event[InputPathsMap[name]],
    );
    expect(parseOrderState(JSON.parse(input))).toEqual({
      orderId: 'o1',
      version: 2,
      state: 'paid',
      cents: 1250,
      since: '2026-11-21T12:00:00.000Z',
    });
    expect(Object.keys(InputPathsMap)).toHaveLength(5);
  });

  test('moves undelivered events, and events that make a function fail, to one queue', () => {
    for (const target of [orderStates.Targets[0], classicClose.Targets[0], nightlyClose.Target])
      expect(target.DeadLetterConfig).toEqual({ Arn: queueArn });
    for (const id of ['StateKeeper', 'Closer'])
      expect(properties('AWS::Lambda::EventInvokeConfig', id)).toEqual({
        FunctionName: ref('AWS::Lambda::Function', id),
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: queueArn } },
      });
    expect(properties('AWS::CloudWatch::Alarm', 'UnhandledAlarm')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [
        {
          Name: 'QueueName',
          Value: { 'Fn::GetAtt': [queueArn['Fn::GetAtt'][0], 'QueueName'] },
        },
      ],
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Maximum',
    });
  });

  test('archives the events of the sources that the rule names', () => {
    expect(properties('AWS::Events::Archive', 'OrderArchive')).toMatchObject({
      SourceArn: arn('AWS::Events::EventBus', 'OrderBus'),
      EventPattern: { source: orderStates.EventPattern.source },
    });
  });

  test('creates the schedule in its group, after the group', () => {
    const group = logicalId(stack, 'AWS::Scheduler::ScheduleGroup', 'ClosingTimes');
    expect(nightlyClose.GroupName).toBe(template.Resources[group].Properties.Name);
    expect(
      template.Resources[logicalId(stack, 'AWS::Scheduler::Schedule', 'NightlyClose')].DependsOn,
    ).toContain(group);
    expect(template.Resources[group].DeletionPolicy).toBe('Delete');
    expect(nightlyClose.Target).toMatchObject({
      Arn: closerArn,
      RoleArn: arn('AWS::IAM::Role', 'ClosingRole'),
    });
  });

  test('has two schedules that send the same input to the same function, one of them enabled', () => {
    const time = '2026-11-21T03:00:00Z';
    const { InputPathsMap, InputTemplate } = classicClose.Targets[0].InputTransformer;
    expect(InputPathsMap).toEqual({ time: '$.time' });
    const [ofTheRule, ofTheSchedule] = [
      InputTemplate.replace('<time>', `"${time}"`),
      nightlyClose.Target.Input.replace('<aws.scheduler.scheduled-time>', time),
    ].map((input) => parseClosing(JSON.parse(input)));
    expect(ofTheRule).toEqual({ at: Date.parse(time), unpaidHours: 24 });
    expect(ofTheSchedule).toEqual(ofTheRule);
    expect(classicClose.Targets.map(({ Arn }: { Arn: unknown }) => Arn)).toEqual([closerArn]);
    expect(classicClose.ScheduleExpression).toBe(nightlyClose.ScheduleExpression);
    expect([classicClose.State, nightlyClose.State]).toEqual(['DISABLED', 'ENABLED']);
  });

  test('indexes orders by state and time', () => {
    const { GlobalSecondaryIndexes } = properties('AWS::DynamoDB::Table', 'CurrentStates');
    expect(GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'ByState',
        KeySchema: [
          { AttributeName: 'state', KeyType: 'HASH' },
          { AttributeName: 'since', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ]);
  });

  test('passes the functions their table and bus', () => {
    const TABLE_NAME = ref('AWS::DynamoDB::Table', 'CurrentStates');
    const variables = (id: string) => properties('AWS::Lambda::Function', id).Environment.Variables;
    expect(variables('StateKeeper')).toEqual({ TABLE_NAME });
    expect(variables('Closer')).toEqual({
      TABLE_NAME,
      BUS_NAME: ref('AWS::Events::EventBus', 'OrderBus'),
    });
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on StateKeeperRole, CloserRole
      lambda.amazonaws.com may not sts:AssumeRole on ClosingRole
      scheduler.amazonaws.com may sts:AssumeRole on ClosingRole when aws:SourceArn is ClosingTimes and aws:SourceAccount is 111111111111
      scheduler.amazonaws.com may not sts:AssumeRole on ClosingRole when aws:SourceArn is ClosingTimes and aws:SourceAccount is 222222222222
      scheduler.amazonaws.com may not sts:AssumeRole on ClosingRole when aws:SourceArn is NightlyClose and aws:SourceAccount is 111111111111
      StateKeeper may dynamodb:PutItem on CurrentStates
      StateKeeper may not dynamodb:GetItem, dynamodb:DeleteItem on CurrentStates
      StateKeeper may not events:PutEvents on OrderBus when events:source is shop.orders or shop.clock
      Closer may dynamodb:Query on CurrentStates/index/ByState
      Closer may not dynamodb:Query, dynamodb:Scan, dynamodb:PutItem on CurrentStates
      Closer may events:PutEvents on OrderBus when events:source is shop.orders or shop.clock
      Closer, 111111111111 must not events:PutEvents on OrderBus when events:source is shop.other or shop.clock, shop.other
      NightlyClose may lambda:InvokeFunction on Closer
      NightlyClose may not lambda:InvokeFunction on StateKeeper
      NightlyClose may not lambda:UpdateFunctionCode on Closer
      StateKeeper, Closer, NightlyClose may sqs:SendMessage on UnhandledEvents
      StateKeeper, Closer, NightlyClose may not sqs:ReceiveMessage on UnhandledEvents
      events.amazonaws.com may sqs:SendMessage on UnhandledEvents when aws:SourceArn is OrderStates or ClassicClose
      events.amazonaws.com may not sqs:SendMessage on UnhandledEvents when aws:SourceArn is NightlyClose or arn:aws:events:xx-here-1:222222222222:rule/OrderStates
      sns.amazonaws.com may not sqs:SendMessage on UnhandledEvents when aws:SourceArn is OrderStates
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on UnhandledEvents
      events.amazonaws.com, 111111111111 must not sqs:SendMessage on UnhandledEvents when aws:SourceArn is OrderStates and aws:SecureTransport is false
      events.amazonaws.com may lambda:InvokeFunction on StateKeeper when aws:SourceArn is OrderStates
      events.amazonaws.com may lambda:InvokeFunction on Closer when aws:SourceArn is ClassicClose
      events.amazonaws.com may not lambda:InvokeFunction on StateKeeper when aws:SourceArn is ClassicClose or NightlyClose
      events.amazonaws.com may not lambda:InvokeFunction on Closer when aws:SourceArn is OrderStates
      sns.amazonaws.com, 222222222222 may not lambda:InvokeFunction on StateKeeper, Closer
      StateKeeper may logs:CreateLogStream, logs:PutLogEvents on StateKeeperLogs
      Closer may logs:CreateLogStream, logs:PutLogEvents on CloserLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template)).toMatchSnapshot();
  });
});

describe('the state keeper', () => {
  const input = {
    orderId: 'o1',
    version: 2,
    state: 'paid',
    cents: 1250,
    since: '2026-11-21T12:00:00Z',
  };
  let dynamodb: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/messaging/eventbridge-rules/state-keeper').handler;

  beforeAll(async () => {
    Object.assign(process.env, { TABLE_NAME: 'states' });
    ({ handler } = await import('../../../../lambda/messaging/eventbridge-rules/state-keeper'));
  });

  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'log').mockImplementation();
  });

  test('writes the state of an order unless the table has the same or a newer version', async () => {
    expect(await handler(input)).toEqual({ kept: true });
    expect(dynamodb.mock.calls[0][0].input).toEqual({
      TableName: 'states',
      Item: {
        orderId: { S: 'o1' },
        version: { N: '2' },
        state: { S: 'paid' },
        cents: { N: '1250' },
        since: { S: '2026-11-21T12:00:00.000Z' },
      },
      ConditionExpression: 'attribute_not_exists(version) OR version < :version',
      ExpressionAttributeValues: { ':version': { N: '2' } },
    });
    expect(console.log).toHaveBeenCalledWith('kept', expect.stringContaining('"orderId":"o1"'));
  });

  test('treats an event that is not newer as a success, and logs it', async () => {
    dynamodb.mockRejectedValue(new ConditionalCheckFailedException({ message: '', $metadata: {} }));
    expect(await handler(input)).toEqual({ kept: false });
    expect(console.log).toHaveBeenCalledWith('not newer', expect.stringContaining('"version":2'));
  });

  test('fails when the table fails, so that Lambda retries', async () => {
    dynamodb.mockRejectedValue(new Error('ThrottlingException'));
    await expect(handler(input)).rejects.toThrow('ThrottlingException');
  });

  test('rejects the whole event, because the input template changes it', async () => {
    await expect(
      handler({ source: 'shop.orders', time: input.since, detail: input }),
    ).rejects.toThrow(/^expected an order such as/);
    expect(dynamodb).not.toHaveBeenCalled();
  });
});

describe('the closer', () => {
  const input = { at: '2026-11-21T02:00:00Z', unpaidHours: 24 };
  const waiting = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({
      orderId: { S: `o${from + index}` },
      version: { N: '1' },
      cents: { N: '1250' },
    }));
  let dynamodb: jest.SpyInstance;
  let eventbridge: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/messaging/eventbridge-rules/closer').handler;

  beforeAll(async () => {
    Object.assign(process.env, { TABLE_NAME: 'states', BUS_NAME: 'orders' });
    ({ handler } = await import('../../../../lambda/messaging/eventbridge-rules/closer'));
  });

  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    eventbridge = jest.spyOn(EventBridgeClient.prototype, 'send').mockImplementation((async ({
      input: { Entries },
    }: PutEventsCommand) => ({
      Entries: Entries?.map(() => ({ EventId: 'e' })),
    })) as never);
    jest.spyOn(console, 'log').mockImplementation();
  });
  const put = () =>
    eventbridge.mock.calls.map(
      ([
        {
          input: { Entries },
        },
      ]) => Entries,
    );

  test('queries orders placed more than the given hours before the scheduled time', async () => {
    expect(await handler(input)).toEqual({ closed: 0 });
    expect(dynamodb.mock.calls[0][0]).toBeInstanceOf(QueryCommand);
    expect(dynamodb.mock.calls[0][0].input).toMatchObject({
      TableName: 'states',
      IndexName: 'ByState',
      KeyConditionExpression: '#state = :placed AND since < :deadline',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':placed': { S: 'placed' },
        ':deadline': { S: '2026-11-20T02:00:00.000Z' },
      },
    });
    expect(eventbridge).not.toHaveBeenCalled();
  });

  test('puts an event for every order, with a version between its own and the next', async () => {
    dynamodb.mockResolvedValue({ Items: waiting(1) });
    expect(await handler(input)).toEqual({ closed: 1 });
    expect(put()).toEqual([
      [
        {
          EventBusName: 'orders',
          Source: 'shop.clock',
          DetailType: 'Order Expired',
          Detail: '{"orderId":"o0","version":1.5,"state":"expired","cents":1250}',
        },
      ],
    ]);
  });

  test('puts events that the rule and the bus policy accept', async () => {
    dynamodb.mockResolvedValue({ Items: waiting(1) });
    await handler(input);
    const [[{ Source, DetailType, Detail }]] = put();
    const stack = build(EventbridgeRulesStack);
    const { EventPattern } =
      Template.fromStack(stack).toJSON().Resources[
        logicalId(stack, 'AWS::Events::Rule', 'OrderStates')
      ].Properties;
    expect(EventPattern.source).toContain(Source);
    expect(DetailType.startsWith(EventPattern['detail-type'][0].prefix)).toBe(true);
    expect(parseOrderState({ ...JSON.parse(Detail), since: input.at })).toMatchObject({
      state: 'expired',
    });
  });

  test('puts ten events per call, and continues with the next page', async () => {
    dynamodb
      .mockResolvedValueOnce({ Items: waiting(23), LastEvaluatedKey: { orderId: { S: 'o22' } } })
      .mockResolvedValueOnce({ Items: waiting(2, 23) });
    expect(await handler(input)).toEqual({ closed: 25 });
    expect(put().map(({ length }) => length)).toEqual([10, 10, 3, 2]);
    expect(dynamodb.mock.calls[1][0].input.ExclusiveStartKey).toEqual({ orderId: { S: 'o22' } });
  });

  test('fails when the bus refuses some events, but only after trying all', async () => {
    dynamodb.mockResolvedValue({ Items: waiting(12) });
    eventbridge.mockResolvedValueOnce({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }, { EventId: 'e' }],
    });
    await expect(handler(input)).rejects.toThrow(
      'expected 12 events on the bus, got 11: ThrottlingException slow down',
    );
    expect(put()).toHaveLength(2);
    expect(console.log).toHaveBeenCalledWith('closed', 11);
  });

  test('reports a refusal without a message', async () => {
    dynamodb.mockResolvedValue({ Items: waiting(1) });
    eventbridge.mockResolvedValueOnce({ Entries: [{ ErrorCode: 'InternalFailure' }] });
    await expect(handler(input)).rejects.toThrow(/got 0: InternalFailure$/);
  });

  test('rejects an input without a scheduled time', async () => {
    await expect(handler({ unpaidHours: 24 })).rejects.toThrow(/^expected a closing such as/);
    expect(dynamodb).not.toHaveBeenCalled();
  });
});

describe('an order', () => {
  const good = {
    orderId: 'o-1_A',
    version: 1,
    state: 'placed',
    cents: 1,
    since: '2026-11-21T12:00:00Z',
  };

  test.each([
    ['the last version of the clock', { version: 999_999_999.5 }],
    ['the highest version', { version: 1_000_000_000 }],
    ['the highest amount', { cents: 1_000_000_000 }],
    ['an id of 64 characters', { orderId: 'x'.repeat(64) }],
    ['each of its states', { state: 'cancelled' }],
  ])('may have %s', (_, parts) => {
    const order = { ...good, ...parts };
    expect(parseOrderState({ ...order, note: 'ignored' })).toEqual({
      ...order,
      since: '2026-11-21T12:00:00.000Z',
    });
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 42],
    ['a text', JSON.stringify(good)],
    ['a list', [good]],
    ['an empty object', {}],
    ['an id that is empty', { ...good, orderId: '' }],
    ['an id of 65 characters', { ...good, orderId: 'x'.repeat(65) }],
    ['an id in another script', { ...good, orderId: '注文' }],
    ['an id with a line break behind it', { ...good, orderId: 'o1\n' }],
    ['an id that is a number', { ...good, orderId: 1 }],
    ['version 0', { ...good, version: 0 }],
    ['half a version', { ...good, version: 0.5 }],
    ['a third of a version', { ...good, version: 1.3 }],
    ['a version as text', { ...good, version: '1' }],
    ['no number as version', { ...good, version: Number.NaN }],
    ['a huge version', { ...good, version: 1e300 }],
    ['a version beyond the highest', { ...good, version: 1_000_000_000.5 }],
    ['an unknown state', { ...good, state: 'draft' }],
    ['a state of the prototype', { ...good, state: 'constructor' }],
    ['no money', { ...good, cents: 0 }],
    ['a fraction of a cent', { ...good, cents: 1.5 }],
    ['cents as text, as of a missing field', { ...good, cents: '' }],
    ['too much money', { ...good, cents: 1_000_000_001 }],
    ['no time', { ...good, since: '' }],
    ['prototype keys alone', JSON.parse(`{"__proto__":${JSON.stringify(good)}}`)],
  ])('is not %s', (_, value) => {
    expect(() => parseOrderState(value)).toThrow(/^expected an order such as .*, got /);
  });

  test('is quoted in an error up to 200 characters', () => {
    expect(() => parseOrderState({ orderId: 'x'.repeat(1_000_000) })).toThrow(/^.{1,400}$/);
  });
});

describe('a time', () => {
  test('is in UTC, with seconds, with or without milliseconds', () => {
    expect(timeOf('2026-11-21T12:00:00Z')).toBe(Date.UTC(2026, 10, 21, 12));
    expect(timeOf('2026-11-21T12:00:00.5Z')).toBe(Date.UTC(2026, 10, 21, 12, 0, 0, 500));
  });

  test.each([
    '',
    '2026-11-21',
    '2026-11-21T12:00Z',
    '2026-11-21T12:00:00',
    '2026-11-21T12:00:00+01:00',
    '2026-11-21T24:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-02-30T12:00:00Z',
    '2026-11-21T12:00:00Z\n',
    ' 2026-11-21T12:00:00Z',
    '2026-11-21T12:00:00.1234Z',
    1_795_000_000,
    null,
    undefined,
    {},
  ])('is not %j', (value) => {
    expect(timeOf(value)).toBeUndefined();
  });
});

describe('a closing', () => {
  const good = { at: '2026-11-21T03:00:00Z', unpaidHours: 24 };

  test.each([1, 8784])('looks back %s hours', (unpaidHours) => {
    const closing = parseClosing({ ...good, unpaidHours });
    expect(closing).toEqual({ at: Date.parse(good.at), unpaidHours });
    expect(Date.parse(good.at) - Date.parse(deadline(closing))).toBe(unpaidHours * 3_600_000);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', '24'],
    ['a time that was not filled in', { ...good, at: '<aws.scheduler.scheduled-time>' }],
    ['no hours', { at: good.at }],
    ['0 hours, which would close what was placed just now', { ...good, unpaidHours: 0 }],
    ['minus one hour', { ...good, unpaidHours: -1 }],
    ['more than a year', { ...good, unpaidHours: 8785 }],
    ['hours as text', { ...good, unpaidHours: '24' }],
    ['half an hour', { ...good, unpaidHours: 0.5 }],
    ['prototype keys alone', JSON.parse(`{"__proto__":${JSON.stringify(good)}}`)],
  ])('is not %s', (_, value) => {
    expect(() => parseClosing(value)).toThrow(/^expected a closing such as .*, got /);
  });
});

describe('an expiry', () => {
  test('comes after the version in the table and before the next one of the shop', () => {
    expect(expiryOf({ orderId: 'o1', version: 7, cents: 5 })).toEqual({
      orderId: 'o1',
      version: 7.5,
      state: 'expired',
      cents: 5,
    });
  });

  test('of an order that is already expired keeps its version', () => {
    expect(expiryOf({ orderId: 'o1', version: 7.5, cents: 5 }).version).toBe(7.5);
  });
});

describe('pieces', () => {
  test('have at most the given size and keep the order', () => {
    expect(pieces([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(pieces([], 2)).toEqual([]);
    expect(pieces([1, 2], 2)).toEqual([[1, 2]]);
  });
});
