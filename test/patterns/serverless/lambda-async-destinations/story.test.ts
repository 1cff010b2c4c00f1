import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import {
  type Invoice,
  invoiceOf,
  orderText,
  parseInvoice,
  parseOrder,
} from '../../../../lambda/serverless/lambda-async-destinations/invoice';
import { parseRecord } from '../../../../lambda/serverless/lambda-async-destinations/record';
import { LambdaAsyncDestinationsStack } from '../../../../lib/patterns/serverless/lambda-async-destinations/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(LambdaAsyncDestinationsStack);
  const template = Template.fromStack(stack);
  const resources = template.toJSON().Resources;
  const id = (type: string, name: string) => logicalId(stack, `AWS::${type}`, name);
  const properties = (type: string, name: string) => resources[id(type, name)].Properties;
  const arn = (type: string, name: string) => ({ 'Fn::GetAtt': [id(type, name), 'Arn'] });
  const invoicer = properties('Lambda::Function', 'Invoicer');
  const legacyInvoicer = properties('Lambda::Function', 'LegacyInvoicer');
  const config = properties('Lambda::EventInvokeConfig', 'Invoicer');
  const functions = ['Invoicer', 'Archivist', 'LegacyInvoicer'];

  test('sends records of failures to FailedEvents and records of successes to Archivist', () => {
    expect(config.FunctionName).toEqual({ Ref: id('Lambda::Function', 'Invoicer') });
    expect(config.DestinationConfig).toEqual({
      OnFailure: { Destination: arn('SQS::Queue', 'FailedEvents') },
      OnSuccess: { Destination: arn('Lambda::Function', 'Archivist') },
    });
  });

  test('gives the on-success destination an on-failure destination of its own', () => {
    const archivist = properties('Lambda::EventInvokeConfig', 'Archivist');
    expect(archivist.FunctionName).toEqual({ Ref: id('Lambda::Function', 'Archivist') });
    expect(archivist.DestinationConfig).toEqual({
      OnFailure: { Destination: arn('SQS::Queue', 'FailedEvents') },
    });
  });

  test('gives the legacy function a dead-letter queue and no asynchronous configuration', () => {
    expect(legacyInvoicer.DeadLetterConfig).toEqual({
      TargetArn: arn('SQS::Queue', 'DeadLetters'),
    });
    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 2);
  });

  test('runs the same code with destinations and with a dead-letter queue', () => {
    expect(legacyInvoicer.Code).toEqual(invoicer.Code);
    const { Role, LoggingConfig, ...same } = invoicer;
    expect(legacyInvoicer).toMatchObject(same);
  });

  test('delivers to standard queues only, not to FIFO queues', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::SQS::Queue')))
      expect(Properties.FifoQueue).toBeUndefined();
  });

  test('keeps an event until its last attempt, and goes into ALARM before it expires', () => {
    const lastAttempt = 60 + 120 + 3 * invoicer.Timeout;
    const alarm = properties('CloudWatch::Alarm', 'WaitingEventsAlarm').Threshold / 1000;
    expect(alarm).toBeGreaterThan(lastAttempt);
    expect(config.MaximumEventAgeInSeconds).toBeGreaterThan(alarm);
  });

  test('polls no queue, because a person reads the records', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
  });

  test('gives each function the name of its own table', () => {
    const prices = { PRICES_TABLE_NAME: { Ref: id('DynamoDB::Table', 'Prices') } };
    expect(invoicer.Environment.Variables).toEqual(prices);
    expect(legacyInvoicer.Environment.Variables).toEqual(prices);
    expect(properties('Lambda::Function', 'Archivist').Environment.Variables).toEqual({
      INVOICES_TABLE_NAME: { Ref: id('DynamoDB::Table', 'Invoices') },
    });
  });

  test.each(functions)('creates the policy of the %s before its destinations', (name) => {
    // Lambda refuses a destination that the role cannot send to, and the destinations depend on the function.
    const { DependsOn } = resources[id('Lambda::Function', name)];
    expect(DependsOn).toContain(id('IAM::Policy', `${name}Role`));
  });

  test.each(functions)('lets the %s write to its own log group', (name) => {
    expect(properties('Lambda::Function', name).LoggingConfig).toEqual({
      LogGroup: { Ref: id('Logs::LogGroup', `${name}Logs`) },
    });
  });

  test.each([
    ['FailedEvents', 'FailedEventsAlarm'],
    ['DeadLetters', 'DeadLettersAlarm'],
  ])('goes into ALARM at the first message of %s', (queue, alarm) => {
    expect(properties('CloudWatch::Alarm', alarm)).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [
        { Name: 'QueueName', Value: { 'Fn::GetAtt': [id('SQS::Queue', queue), 'QueueName'] } },
      ],
      Statistic: 'Maximum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test.each([
    ['UndeliveredRecordAlarm', 'Invoicer', 'DestinationDeliveryFailures', 'Sum', 1],
    ['DroppedEventsAlarm', 'Invoicer', 'AsyncEventsDropped', 'Sum', 1],
    ['WaitingEventsAlarm', 'Invoicer', 'AsyncEventAge', 'Maximum', 900_000],
    ['UndeliveredDeadLetterAlarm', 'LegacyInvoicer', 'DeadLetterErrors', 'Sum', 1],
  ])('has the %s watch the %s for %s', (alarm, name, MetricName, Statistic, Threshold) => {
    expect(properties('CloudWatch::Alarm', alarm)).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: id('Lambda::Function', name) } }],
      Statistic,
      Period: 60,
      EvaluationPeriods: 1,
      Threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test('outputs the names that a reader needs', () => {
    const outputs = Object.entries<{ Value: { Ref: string } }>(template.toJSON().Outputs);
    expect(Object.fromEntries(outputs.map(([name, { Value }]) => [name, Value.Ref]))).toEqual({
      InvoicerName: id('Lambda::Function', 'Invoicer'),
      InvoicerLogGroupName: id('Logs::LogGroup', 'InvoicerLogs'),
      LegacyInvoicerName: id('Lambda::Function', 'LegacyInvoicer'),
      LegacyInvoicerLogGroupName: id('Logs::LogGroup', 'LegacyInvoicerLogs'),
      ArchivistName: id('Lambda::Function', 'Archivist'),
      FailedEventsUrl: id('SQS::Queue', 'FailedEvents'),
      DeadLettersUrl: id('SQS::Queue', 'DeadLetters'),
      PricesTableName: id('DynamoDB::Table', 'Prices'),
      InvoicesTableName: id('DynamoDB::Table', 'Invoices'),
    });
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on InvoicerRole, ArchivistRole, LegacyInvoicerRole
      events.amazonaws.com, 222222222222 may not sts:AssumeRole on InvoicerRole, ArchivistRole, LegacyInvoicerRole
      Invoicer, LegacyInvoicer may dynamodb:BatchGetItem on Prices
      Invoicer, LegacyInvoicer may not dynamodb:PutItem, dynamodb:Scan on Prices
      Invoicer may lambda:InvokeFunction on Archivist
      Invoicer may not lambda:InvokeFunction on Invoicer, LegacyInvoicer
      Invoicer, Archivist may sqs:SendMessage on FailedEvents
      Invoicer, Archivist may not sqs:SendMessage on DeadLetters
      Archivist may dynamodb:PutItem on Invoices
      Archivist may not dynamodb:GetItem, dynamodb:UpdateItem, dynamodb:DeleteItem on Invoices
      Archivist may not lambda:InvokeFunction on Invoicer
      Invoicer may not dynamodb:PutItem on Invoices
      LegacyInvoicer may sqs:SendMessage on DeadLetters
      LegacyInvoicer may not sqs:SendMessage on FailedEvents
      LegacyInvoicer may not lambda:InvokeFunction on Archivist
      Invoicer, Archivist, LegacyInvoicer may not sqs:ReceiveMessage on FailedEvents, DeadLetters
      anonymous, 222222222222, lambda.amazonaws.com may not lambda:InvokeFunction on Invoicer, Archivist
      anonymous, 222222222222, lambda.amazonaws.com may not sqs:SendMessage, sqs:ReceiveMessage on FailedEvents, DeadLetters
      Invoicer, 111111111111 must not sqs:SendMessage on FailedEvents, DeadLetters when aws:SecureTransport is false
      Invoicer may logs:CreateLogStream, logs:PutLogEvents on InvoicerLogs
      Archivist may logs:CreateLogStream, logs:PutLogEvents on ArchivistLogs
      LegacyInvoicer may logs:CreateLogStream, logs:PutLogEvents on LegacyInvoicerLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

const tea = { id: 'o-1', lines: [{ sku: 'tea', quantity: 2 }] };
const invoice: Invoice = {
  id: 'o-1',
  lines: [{ sku: 'tea', quantity: 2, cents: 350 }],
  netCents: 700,
  vatCents: 133,
  totalCents: 833,
};

describe('the invoicer', () => {
  let send: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/serverless/lambda-async-destinations/invoicer').handler;

  beforeAll(async () => {
    process.env.PRICES_TABLE_NAME = 'prices';
    ({ handler } = await import(
      '../../../../lambda/serverless/lambda-async-destinations/invoicer'
    ));
  });

  beforeEach(() => {
    send = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({
      Responses: { prices: [{ sku: { S: 'tea' }, cents: { N: '350' } }] },
    } as never);
    jest.spyOn(console, 'log').mockImplementation();
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('returns the invoice for the record of the success', async () => {
    expect(await handler(tea)).toEqual(invoice);
    expect(console.log).toHaveBeenCalledWith('invoiced', 'o-1');
  });

  test('reads all prices in one call, including those that were just written', async () => {
    await handler(tea);
    expect(send).toHaveBeenCalledTimes(1);
    expect(send.mock.calls[0][0].input.RequestItems.prices).toEqual({
      Keys: [{ sku: { S: 'tea' } }],
      ProjectionExpression: 'sku, cents',
      ConsistentRead: true,
    });
  });

  test.each<[string, unknown, RegExp, () => void]>([
    ['no order', { id: 'o-1' }, /^expected an order such as/, () => undefined],
    [
      'an order without a price',
      tea,
      /^expected whole cents as price of "tea" for order "o-1", got nothing$/,
      () => send.mockResolvedValue({ Responses: { prices: [] } }),
    ],
    ['a table that is not there', tea, /got nothing$/, () => send.mockResolvedValue({})],
    [
      'a price that is none',
      tea,
      /^expected whole cents as price of "tea" for order "o-1", got null$/,
      () => send.mockResolvedValue({ Responses: { prices: [{ sku: { S: 'tea' } }] } }),
    ],
    [
      'prices that DynamoDB left unread',
      tea,
      /^expected 1 prices, 1 of them left unread$/,
      () => send.mockResolvedValue({ UnprocessedKeys: { prices: { Keys: [{}] } } }),
    ],
    [
      'a throttled table',
      tea,
      /^ThrottlingException$/,
      () => send.mockRejectedValue(new Error('ThrottlingException')),
    ],
  ])('throws at %s, so that Lambda retries the event', async (_, event, words, happen) => {
    happen();
    const error = await handler(event).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toMatch(words);
    expect(console.error).toHaveBeenCalledWith('refused', error);
    expect(console.log).not.toHaveBeenCalled();
  });

  test('reads no price for an event that is not an order', async () => {
    await expect(handler(null)).rejects.toThrow();
    expect(send).not.toHaveBeenCalled();
  });
});

describe('the archivist', () => {
  const record = {
    version: '1.0',
    requestContext: { requestId: 'r-1', condition: 'Success', approximateInvokeCount: 1 },
    requestPayload: tea,
    responsePayload: invoice,
  };
  let send: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/serverless/lambda-async-destinations/archivist').handler;
  const taken = (ordered?: string) =>
    new ConditionalCheckFailedException({
      message: 'taken',
      $metadata: {},
      ...(ordered && { Item: { id: { S: 'o-1' }, ordered: { S: ordered } } }),
    });

  beforeAll(async () => {
    process.env.INVOICES_TABLE_NAME = 'invoices';
    ({ handler } = await import(
      '../../../../lambda/serverless/lambda-async-destinations/archivist'
    ));
  });

  beforeEach(() => {
    send = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'log').mockImplementation();
  });

  test('files the invoice in the record unless one exists', async () => {
    await handler(record);
    expect(send.mock.calls[0][0].input).toEqual({
      TableName: 'invoices',
      Item: {
        id: { S: 'o-1' },
        ordered: { S: '[["tea",2]]' },
        lines: { S: '[{"sku":"tea","quantity":2,"cents":350}]' },
        netCents: { N: '700' },
        vatCents: { N: '133' },
        totalCents: { N: '833' },
        requestId: { S: 'r-1' },
      },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(console.log).toHaveBeenCalledWith('filed', 'o-1');
  });

  test('accepts the same order again, even at other prices', async () => {
    send.mockRejectedValue(taken('[["tea",2]]'));
    await handler(record);
    expect(console.log).toHaveBeenCalledWith('already filed', 'o-1');
  });

  test('fails at a different order with the same id, so that a person learns of it', async () => {
    send.mockRejectedValue(taken('[["tea",3]]'));
    await expect(handler(record)).rejects.toThrow(
      'expected "[[\\"tea\\",3]]" as order "o-1" again, got "[[\\"tea\\",2]]"',
    );
  });

  test('fails at an item that does not say what was ordered', async () => {
    send.mockRejectedValue(taken());
    await expect(handler(record)).rejects.toThrow('expected nothing as order "o-1" again');
  });

  test('fails when the table is throttled, so that Lambda retries', async () => {
    send.mockRejectedValue(new Error('ThrottlingException'));
    await expect(handler(record)).rejects.toThrow('ThrottlingException');
  });

  test('does not file the record of a failure', async () => {
    const requestContext = { ...record.requestContext, condition: 'RetriesExhausted' };
    await expect(handler({ ...record, requestContext })).rejects.toThrow(
      /^expected the record of a successful invocation, got one with .*RetriesExhausted/,
    );
    expect(send).not.toHaveBeenCalled();
  });
});

describe('an order', () => {
  const line = { sku: 'tea', quantity: 1 };
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ sku: `${index}`, quantity: 1 }));

  test('has an id and lines, and other properties are ignored', () => {
    const event = { ...tea, lines: [{ ...line, note: 'ignored' }], note: 'ignored' };
    expect(parseOrder(event)).toEqual({ id: 'o-1', lines: [line] });
  });

  test.each<[string, unknown]>([
    ['an id of 64 characters', { id: 'x'.repeat(64), lines: [line] }],
    ['a hundred lines', { id: 'a', lines: many(100) }],
    ['a thousand pieces', { id: 'a', lines: [{ sku: 'tea', quantity: 1000 }] }],
    ['the names of a prototype', { id: '__proto__', lines: [{ sku: 'constructor', quantity: 1 }] }],
    ['unicode', { id: '注文 🍵', lines: [{ sku: 'чай', quantity: 1 }] }],
  ])('may have %s', (_, event) => {
    expect(parseOrder(event)).toEqual(event);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'poison'],
    ['half a JSON, as text', '{"id":"o-1"'],
    ['a number', 42],
    ['a list', [tea]],
    ['an empty object', {}],
    ['without lines', { id: 'o-1' }],
    ['with lines that are no list', { id: 'o-1', lines: { 0: line, length: 1 } }],
    ['with no line', { id: 'o-1', lines: [] }],
    ['with 101 lines', { id: 'o-1', lines: many(101) }],
    ['with a line of nothing', { id: 'o-1', lines: [null] }],
    ['with the same article twice', { id: 'o-1', lines: [line, line] }],
    ['without an id', { lines: [line] }],
    ['with an empty id', { id: '', lines: [line] }],
    ['with an id of 65 characters', { id: 'x'.repeat(65), lines: [line] }],
    ['with a number as id', { id: 1, lines: [line] }],
    ['with half a pair in its id', { id: '\ud83c', lines: [line] }],
    ['with an empty article', { id: 'o-1', lines: [{ sku: '', quantity: 1 }] }],
    ['with no quantity', { id: 'o-1', lines: [{ sku: 'tea' }] }],
    ['with a quantity of 0', { id: 'o-1', lines: [{ sku: 'tea', quantity: 0 }] }],
    ['with less than nothing', { id: 'o-1', lines: [{ sku: 'tea', quantity: -1 }] }],
    ['with half a piece', { id: 'o-1', lines: [{ sku: 'tea', quantity: 0.5 }] }],
    ['with 1,001 pieces', { id: 'o-1', lines: [{ sku: 'tea', quantity: 1001 }] }],
    ['with a huge quantity', { id: 'o-1', lines: [{ sku: 'tea', quantity: 1e308 }] }],
    ['with a quantity as text', { id: 'o-1', lines: [{ sku: 'tea', quantity: '1' }] }],
    ['with prototype keys alone', JSON.parse('{"__proto__":{"id":"o-1","lines":[]}}')],
  ])('is not %s', (_, event) => {
    expect(() => parseOrder(event)).toThrow(/^expected an order such as \{.*\}, got /);
  });

  test.each([200, 1_000_000])('of %i characters is quoted up to 200 characters', (length) => {
    expect(() => parseOrder({ note: 'x'.repeat(length) })).toThrow(
      new RegExp(`, got \\{"note":"x{${200 - '{"note":"'.length}}…$`),
    );
  });
});

describe('an invoice', () => {
  const prices = (cents: unknown) => new Map([['tea', cents]]);

  test.each([
    [0, 0, 0],
    [1, 2, 0],
    // 47.5 cents of tax round to 48.
    [125, 250, 48],
    [350, 700, 133],
    [100_000_000, 200_000_000, 38_000_000],
  ])('of two pieces at %i cents is %i net and %i tax', (cents, netCents, vatCents) => {
    expect(invoiceOf(tea, prices(cents))).toEqual({
      id: 'o-1',
      lines: [{ sku: 'tea', quantity: 2, cents }],
      netCents,
      vatCents,
      totalCents: netCents + vatCents,
    });
  });

  test('is exact even for the largest order', () => {
    const lines = Array.from({ length: 100 }, (_, index) => ({ sku: `${index}`, quantity: 1000 }));
    const dear = new Map(lines.map(({ sku }) => [sku, 100_000_000]));
    expect(invoiceOf({ id: 'a', lines }, dear)).toMatchObject({
      netCents: 10 ** 13,
      vatCents: 1.9 * 10 ** 12,
      totalCents: 11.9 * 10 ** 12,
    });
  });

  test.each([undefined, null, Number.NaN, -1, 0.5, 100_000_001, 1e308, '350'])(
    'refuses %p as a price',
    (cents) => {
      expect(() => invoiceOf(tea, prices(cents))).toThrow(
        /^expected whole cents as price of "tea" for order "o-1", got /,
      );
    },
  );

  test('is checked when it is read', () => {
    expect(parseInvoice({ ...invoice, note: 'ignored' })).toEqual(invoice);
  });

  test.each<[string, object]>([
    ['net', { netCents: 701 }],
    ['tax', { vatCents: 0 }],
    ['total', { totalCents: 700 }],
    ['total as text', { totalCents: '833' }],
    ['price', { lines: [{ ...invoice.lines[0], cents: 351 }] }],
    ['quantity', { lines: [{ ...invoice.lines[0], quantity: 3 }] }],
  ])('is refused when its %s does not fit', (_, wrong) => {
    expect(() => parseInvoice({ ...invoice, ...wrong })).toThrow(
      /^expected \d+, \d+ and \d+ cents on invoice "o-1", got \[/,
    );
  });

  test.each([undefined, null, 'text', [], {}, { id: 'o-1' }, tea])(
    'is not read from %j',
    (value) => {
      expect(() => parseInvoice(value)).toThrow(/^expected (an order such as|whole cents)/);
    },
  );

  test('has a text of what was ordered that does not depend on prices', () => {
    expect(orderText(invoice)).toBe(orderText(tea));
    expect(orderText({ id: 'o-1', lines: [{ sku: 'tea', quantity: 3 }] })).not.toBe(orderText(tea));
  });
});

describe('a record', () => {
  const requestContext = { requestId: 'r-1', condition: 'Success' };

  test('holds the invoice and the id of the invocation that made it', () => {
    expect(parseRecord({ requestContext, responsePayload: invoice })).toEqual({
      invoice,
      requestId: 'r-1',
    });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'record'],
    ['an invoice alone', invoice],
    ['without an id', { requestContext: { condition: 'Success' }, responsePayload: invoice }],
    [
      'with an empty id',
      { requestContext: { ...requestContext, requestId: '' }, responsePayload: invoice },
    ],
    [
      'with a number as id',
      { requestContext: { ...requestContext, requestId: 1 }, responsePayload: invoice },
    ],
    [
      'that expired',
      {
        requestContext: { ...requestContext, condition: 'EventAgeExceeded' },
        responsePayload: invoice,
      },
    ],
  ])('of a success is not %s', (_, record) => {
    expect(() => parseRecord(record)).toThrow(/^expected the record of a successful invocation/);
  });

  test('of a success must hold an invoice', () => {
    expect(() => parseRecord({ requestContext, responsePayload: null })).toThrow(
      /^expected an order such as .*, got null$/,
    );
  });
});
