import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { getNamespace, Segment, setSegment } from 'aws-xray-sdk-core';
import { answer, header } from '../../../../lambda/api/rest-api-tracing/http';
import {
  parseId,
  parseKey,
  parseOrder,
  Refusal,
  requireSameOrder,
} from '../../../../lambda/api/rest-api-tracing/order';
import { RestApiTracingStack } from '../../../../lib/patterns/api/rest-api-tracing/stack';
import { decisions } from '../../../support/decisions';
import { routes } from '../../../support/routes';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(RestApiTracingStack);
  const template = Template.fromStack(stack);
  const { Resources } = template.toJSON();
  const ref = (type: string, id: string) => logicalId(stack, type, id);
  const properties = (type: string, id: string) => Resources[ref(type, id)].Properties;
  const ofType = (type: string) =>
    // biome-ignore lint/suspicious/noExplicitAny: as deep and as various as CloudFormation itself.
    Object.values<any>(template.findResources(type)).map(({ Properties }) => Properties);

  const stage = properties('AWS::ApiGateway::Stage', 'OrdersApi');
  const handler = properties('AWS::Lambda::Function', 'OrderHandler');
  const alias = ref('AWS::Lambda::Alias', 'Live');
  const proxies = ofType('AWS::ApiGateway::Method').filter(
    ({ Integration }) => Integration.Type === 'AWS_PROXY',
  );

  test('traces the request from the stage on', () => {
    expect([stage.TracingEnabled, handler.TracingConfig.Mode]).toEqual([true, 'Active']);
  });

  test('is a REST API, which X-Ray can trace', () => {
    template.resourceCountIs('AWS::ApiGateway::RestApi', 1);
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
  });

  test('serves these methods and no others, each at its own path', () => {
    expect(routes(template)).toEqual({
      routes: ['GET /orders/{id}', 'OPTIONS /orders', 'OPTIONS /orders/{id}', 'POST /orders'],
      strangers: [],
    });
  });

  test('keeps its orders in the Region that it is deployed to', () => {
    const { Replicas } = properties('AWS::DynamoDB::GlobalTable', 'Orders');
    expect(Replicas).toEqual([expect.objectContaining({ Region: { Ref: 'AWS::Region' } })]);
  });

  test('calls the alias of a published version, and never $LATEST', () => {
    const { FunctionName, FunctionVersion } = Resources[alias].Properties;
    const [version, attribute] = FunctionVersion['Fn::GetAtt'];
    expect([Resources[version].Type, attribute]).toEqual(['AWS::Lambda::Version', 'Version']);
    const ofHandler = { Ref: ref('AWS::Lambda::Function', 'OrderHandler') };
    expect([FunctionName, Resources[version].Properties.FunctionName]).toEqual([
      ofHandler,
      ofHandler,
    ]);
    expect(proxies).toHaveLength(2);
    for (const { Integration } of proxies) {
      expect(Integration.Uri['Fn::Join'][1]).toContainEqual({ Ref: alias });
    }
  });

  test('calls the function without a role, so that its resource policy decides', () => {
    for (const { Integration } of proxies) expect(Integration.Credentials).toBeUndefined();
  });

  test('has a function timeout below the integration timeout, and an alarm threshold below both', () => {
    for (const { Integration } of proxies) {
      expect(handler.Timeout * 1000).toBeLessThan(Integration.TimeoutInMillis);
    }
    const { Threshold } = properties('AWS::CloudWatch::Alarm', 'LatencyAlarm');
    expect(Threshold).toBeLessThan(handler.Timeout * 1000);
  });

  test('watches the metrics of its own stage, by a name that no other API has', () => {
    const { Name } = properties('AWS::ApiGateway::RestApi', 'OrdersApi');
    for (const { Dimensions } of ofType('AWS::CloudWatch::Alarm')) {
      expect(Dimensions).toEqual([
        { Name: 'ApiName', Value: Name },
        { Name: 'Stage', Value: { Ref: ref('AWS::ApiGateway::Stage', 'OrdersApi') } },
      ]);
    }
  });

  test('samples its own stage and decides for no other service', () => {
    const { SamplingRule } = properties('AWS::XRay::SamplingRule', 'SamplingRule');
    expect(SamplingRule.ResourceARN['Fn::Join'][1]).toEqual([
      'arn:',
      { Ref: 'AWS::Partition' },
      ':apigateway:',
      { Ref: 'AWS::Region' },
      '::/restapis/',
      { Ref: ref('AWS::ApiGateway::RestApi', 'OrdersApi') },
      '/stages/',
      { Ref: ref('AWS::ApiGateway::Stage', 'OrdersApi') },
    ]);
    expect(SamplingRule.Priority).toBeLessThan(10_000);
  });

  test('keeps the names for X-Ray within 32 characters, even with a long stack name', () => {
    const long = build(RestApiTracingStack, { id: `Copy${'x'.repeat(100)}` });
    const other = build(RestApiTracingStack, { id: `Copy${'x'.repeat(99)}y` });
    const names = [long, other].map((copy) => {
      const { GroupName } = Object.values(
        Template.fromStack(copy).findResources('AWS::XRay::Group'),
      )[0]?.Properties ?? { GroupName: '' };
      return GroupName;
    });
    for (const name of names) expect(name).toMatch(/^\w{1,32}$/);
    expect(names[0]).not.toBe(names[1]);
  });

  test('has CORS headers on the answers of API Gateway itself, as on those of the function', () => {
    const responses = ofType('AWS::ApiGateway::GatewayResponse');
    expect(responses.map(({ ResponseType }) => ResponseType).sort()).toEqual([
      'BAD_REQUEST_BODY',
      'DEFAULT_4XX',
      'DEFAULT_5XX',
    ]);
    const origin = answer(200, {}).headers?.['Access-Control-Allow-Origin'];
    for (const { ResponseParameters } of responses) {
      expect(ResponseParameters).toEqual({
        'gatewayresponse.header.Access-Control-Allow-Origin': `'${origin}'`,
      });
    }
  });

  test('validates what is posted by the same rules as the function', () => {
    const { RequestValidatorId, RequestModels } = properties(
      'AWS::ApiGateway::Method',
      'OrdersApi/Default/orders/POST',
    );
    expect(Resources[RequestValidatorId.Ref].Properties.ValidateRequestParameters).toBe(true);
    const { Schema } = Resources[RequestModels['application/json'].Ref].Properties;
    const { sku, quantity } = Schema.properties;
    const accepted = (order: object) => {
      try {
        return !!parseOrder(JSON.stringify(order));
      } catch {
        return false;
      }
    };
    for (const text of ['', 'tea', 'Tea_2.0-x', 'чай', 'two words', 'tea\n', 'x'.repeat(65)]) {
      expect([text, accepted({ sku: text, quantity: 1 })]).toEqual([
        text,
        new RegExp(sku.pattern).test(text),
      ]);
    }
    for (const number of [-1, 0, 1, quantity.maximum, quantity.maximum + 1]) {
      expect([number, accepted({ sku: 'tea', quantity: number })]).toEqual([
        number,
        number >= quantity.minimum && number <= quantity.maximum,
      ]);
    }
  });

  test('gives the same message about a bad body in API Gateway and in the function', () => {
    const { ResponseTemplates } = properties(
      'AWS::ApiGateway::GatewayResponse',
      'OrdersApi/BadBody',
    );
    const { message } = JSON.parse(ResponseTemplates['application/json']);
    expect(() => parseOrder('')).toThrow(`${message}, got nothing`);
  });

  test('lets a browser send each header that it asks for', () => {
    const { Integration } = properties(
      'AWS::ApiGateway::Method',
      'OrdersApi/Default/orders/OPTIONS',
    );
    const allowed =
      Integration.IntegrationResponses[0].ResponseParameters[
        'method.response.header.Access-Control-Allow-Headers'
      ];
    const { RequestParameters } = properties(
      'AWS::ApiGateway::Method',
      'OrdersApi/Default/orders/POST',
    );
    for (const parameter of Object.keys(RequestParameters)) {
      expect(allowed).toContain(parameter.split('.').at(-1));
    }
  });

  test('writes an access log that is JSON and leads to the trace, without address or user', () => {
    const { DestinationArn, Format } = stage.AccessLogSetting;
    expect(JSON.parse(Format)).toMatchObject({
      requestId: '$context.requestId',
      traceId: '$context.xrayTraceId',
    });
    expect(Format).not.toMatch(/identity|authorizer/);
    expect(DestinationArn['Fn::Join'][1].at(-1)).toEqual({
      Ref: ref('AWS::Logs::LogGroup', 'AccessLogs'),
    });
  });

  test('says before a deployment what the access log needs', () => {
    const infos = Annotations.fromStack(stack).findInfo(
      '*',
      Match.stringLikeRegexp('accessLog=false'),
    );
    expect(infos).toHaveLength(1);
    const without = build(RestApiTracingStack, { context: { accessLog: false } });
    expect(Annotations.fromStack(without).findInfo('*', Match.anyValue())).toEqual([]);
  });

  test('keeps the version before an update, so that the alias can go back to it', () => {
    template.hasResource('AWS::Lambda::Version', { DeletionPolicy: 'Retain' });
  });

  test('owns no setting of the account, and can be deployed without the log that needs one', () => {
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
    for (const accessLog of ['false', false]) {
      const without = Template.fromStack(
        build(RestApiTracingStack, { context: { accessLog } }),
      ).toJSON();
      expect(JSON.stringify(without)).not.toContain('AccessLogSetting');
      expect(without.Outputs.AccessLogGroupName.Value).toBe('none');
    }
  });

  test('keeps the environment of the function within 4 KB and clear of reserved names', () => {
    const { Variables } = handler.Environment;
    // A table name has at most 255 characters.
    const size = Object.entries(Variables)
      .map(([name, value]) => name.length + (typeof value === 'string' ? value.length : 255))
      .reduce((sum, length) => sum + length, 0);
    expect(size).toBeLessThanOrEqual(4096);
    expect(Object.keys(Variables).sort()).toEqual(['AWS_XRAY_CONTEXT_MISSING', 'TABLE_NAME']);
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on HandlerRole
      apigateway.amazonaws.com, 222222222222 may not sts:AssumeRole on HandlerRole
      apigateway.amazonaws.com may lambda:InvokeFunction on Live when aws:SourceArn is OrdersApi/prod/POST/orders or OrdersApi/prod/GET/orders/o-1
      apigateway.amazonaws.com may not lambda:InvokeFunction on Live when aws:SourceArn is OrdersApi/prod/DELETE/orders/o-1 or OrdersApi/test-invoke-stage/POST/orders
      apigateway.amazonaws.com may not lambda:InvokeFunction on Live when aws:SourceArn is arn:aws:execute-api:xx-here-1:222222222222:OrdersApi/prod/POST/orders
      apigateway.amazonaws.com may not lambda:InvokeFunction on OrderHandler when aws:SourceArn is OrdersApi/prod/POST/orders
      anonymous, 222222222222, events.amazonaws.com may not lambda:InvokeFunction on Live, OrderHandler
      OrderHandler may dynamodb:GetItem, dynamodb:PutItem on Orders
      OrderHandler may not dynamodb:Scan, dynamodb:UpdateItem, dynamodb:DeleteItem on Orders
      OrderHandler may xray:PutTraceSegments, xray:PutTelemetryRecords on *
      OrderHandler may not xray:GetTraceSummaries on *
      OrderHandler may logs:CreateLogStream, logs:PutLogEvents on HandlerLogs
    `,
  );

  test('matches its snapshot', () => {
    // The name of a version ends in a hash of the function, and changes with its code.
    const text = JSON.stringify(withoutAssetHashes(template.toJSON()));
    const stable = text.replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1HASH');
    expect(JSON.parse(stable)).toMatchSnapshot();
  });
});

describe('the handler', () => {
  const body = '{"sku":"tea","quantity":2}';
  const id = '6f1a2b3c-0000-4000-8000-123456789abc';
  const stored = {
    sku: { S: 'tea' },
    quantity: { N: '2' },
    createdAt: { S: '2026-11-21T10:00:00.000Z' },
  };
  const order = { id, sku: 'tea', quantity: 2, createdAt: '2026-11-21T10:00:00.000Z' };
  const taken = (Item?: object) =>
    new ConditionalCheckFailedException({ message: 'taken', $metadata: {}, Item } as never);
  let dynamodb: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/api/rest-api-tracing/order-handler').handler;

  const event = (parts: Partial<APIGatewayProxyEvent>) =>
    ({
      headers: {},
      body: null,
      pathParameters: null,
      requestContext: { requestId: 'r1', path: '/prod/orders' },
      ...parts,
    }) as APIGatewayProxyEvent;
  const post = (text: string | null, key: string | undefined = 'k1', path = '/prod/orders') =>
    handler(
      event({
        httpMethod: 'POST',
        body: text,
        headers: key ? { 'idempotency-key': key } : {},
        requestContext: { requestId: 'r1', path } as APIGatewayProxyEvent['requestContext'],
      }),
    );
  const get = (orderId: string) =>
    handler(event({ httpMethod: 'GET', pathParameters: { id: orderId } }));

  /** Runs the handler inside a segment, as in Lambda, and returns the subsegment that it makes. */
  const traced = async (work: () => Promise<unknown>) => {
    const segment = new Segment('lambda');
    await getNamespace().runAndReturn(async () => {
      setSegment(segment);
      await work();
    });
    return segment.subsegments?.[0] as unknown as Record<string, unknown>;
  };

  beforeAll(async () => {
    process.env.TABLE_NAME = 'orders';
    ({ handler } = await import('../../../../lambda/api/rest-api-tracing/order-handler'));
  });

  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('takes the key, then writes the order, and says where it is', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-21T10:00:00.000Z'), doNotFake: ['nextTick'] });
    const { statusCode, headers, body: answered } = await post(body);
    jest.useRealTimers();
    const created = JSON.parse(answered);
    expect([statusCode, created]).toEqual([
      201,
      { ...order, id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
    expect(headers?.Location).toBe(`/prod/orders/${created.id}`);
    const [claim, write] = dynamodb.mock.calls.map(([command]) => command);
    expect(claim).toBeInstanceOf(PutItemCommand);
    expect(claim.input).toMatchObject({
      TableName: 'orders',
      Item: { id: { S: 'key#k1' }, orderId: { S: created.id }, expiresAt: { N: '1795341600' } },
      ConditionExpression: 'attribute_not_exists(id) OR expiresAt <= :now',
      ExpressionAttributeValues: { ':now': { N: '1795255200' } },
    });
    expect(write.input).toMatchObject({
      Item: { id: { S: `order#${created.id}` }, ...stored },
      ConditionExpression: 'attribute_not_exists(id)',
    });
    expect(write.input.Item.expiresAt).toBeUndefined();
  });

  test('says where the order is, also if the path of the request ends with a slash', async () => {
    const { headers, body: answered } = await post(body, 'k1', '/prod/orders/');
    expect(headers?.Location).toBe(`/prod/orders/${JSON.parse(answered).id}`);
  });

  test('gives a repeat the answer of the first request', async () => {
    dynamodb.mockRejectedValueOnce(taken({ orderId: { S: id }, ...stored }));
    dynamodb.mockRejectedValueOnce(taken());
    expect(await post(body)).toMatchObject({ statusCode: 201, body: JSON.stringify(order) });
  });

  test('writes the order of a request that stopped after it had taken the key', async () => {
    dynamodb.mockRejectedValueOnce(taken({ orderId: { S: id }, ...stored }));
    await post(body);
    expect(dynamodb.mock.calls[1][0].input.Item.id.S).toBe(`order#${id}`);
  });

  test('refuses another order with the same key, and writes nothing', async () => {
    dynamodb.mockRejectedValueOnce(taken({ orderId: { S: id }, ...stored }));
    const { statusCode, body: answered } = await post('{"sku":"tea","quantity":3}');
    expect(statusCode).toBe(422);
    expect(answered).not.toContain(id);
    expect(dynamodb).toHaveBeenCalledTimes(1);
  });

  test('finds an order by its id, even one that was written a moment ago', async () => {
    dynamodb.mockResolvedValueOnce({ Item: { id: { S: `order#${id}` }, ...stored } });
    expect(await get(id)).toMatchObject({ statusCode: 200, body: JSON.stringify(order) });
    const [command] = dynamodb.mock.calls[0];
    expect(command).toBeInstanceOf(GetItemCommand);
    expect(command.input).toEqual({
      TableName: 'orders',
      Key: { id: { S: `order#${id}` } },
      ConsistentRead: true,
    });
  });

  test('answers 404 to an id that no order has', async () => {
    expect((await get(id)).statusCode).toBe(404);
  });

  test('does not query the table for a text that cannot be an id', async () => {
    for (const wrong of ['none', 'key#k1', '', 'x'.repeat(100_000)]) {
      expect((await get(wrong)).statusCode).toBe(404);
    }
    expect(dynamodb).not.toHaveBeenCalled();
  });

  test('answers 400 without a key, or with a bad body, and asks nothing of the table', async () => {
    const answers = [await post(body, ''), await post('{}'), await post(null)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400]);
    expect(dynamodb).not.toHaveBeenCalled();
  });

  test('gives the client of a failed request its id, and no internal details', async () => {
    dynamodb.mockRejectedValue(new Error('table orders is on fire'));
    const { statusCode, body: answered } = await post(body);
    expect([statusCode, JSON.parse(answered)]).toEqual([
      500,
      { message: 'the order could not be handled; request r1' },
    ]);
    expect(console.error).toHaveBeenCalledWith('failed', 'r1', expect.any(Error));
  });

  test('answers 500 when an item is not an order, or when a thrown value is not an error', async () => {
    dynamodb.mockResolvedValueOnce({ Item: { id: { S: `order#${id}` } } });
    expect((await get(id)).statusCode).toBe(500);
    dynamodb.mockRejectedValueOnce('fire');
    expect((await get(id)).statusCode).toBe(500);
    dynamodb.mockRejectedValueOnce(taken());
    expect((await post(body)).statusCode).toBe(500);
  });

  test('annotates its subsegment with the outcome that the group filters by, and adds the order as metadata', async () => {
    const filter = Template.fromStack(build(RestApiTracingStack)).findResources('AWS::XRay::Group');
    const [, key = '', value] =
      /^annotation\[(\w+)\] = "(\w+)"$/.exec(
        Object.values(filter)[0]?.Properties.FilterExpression,
      ) ?? [];
    dynamodb.mockRejectedValueOnce(taken({ orderId: { S: id }, ...stored }));
    const subsegment = await traced(() => post(body));
    expect(subsegment).toMatchObject({
      name: 'PlaceOrder',
      annotations: { [key]: value },
      metadata: { default: { order } },
      end_time: expect.any(Number),
    });
    expect(subsegment.error ?? subsegment.fault).toBeUndefined();
  });

  test('marks a mistake of the client as an error of the subsegment, and its own as a fault', async () => {
    const mistake = await traced(() => get('none'));
    expect(mistake).toMatchObject({ name: 'FindOrder', error: true });
    expect(mistake.annotations).toEqual({ order_outcome: 'unknown' });
    expect(mistake.fault).toBeUndefined();
    dynamodb.mockRejectedValue(new Error('fire'));
    expect(await traced(() => get(id))).toMatchObject({
      fault: true,
      annotations: { order_outcome: 'failed' },
    });
  });
});

describe('an order', () => {
  test('is an article and a quantity, whatever else comes with it', () => {
    expect(parseOrder('{"sku":"tea","quantity":2,"id":"mine","__proto__":{"sku":"x"}}')).toEqual({
      sku: 'tea',
      quantity: 2,
    });
  });

  test.each([
    ['nothing', ''],
    ['null', null],
    ['undefined', undefined],
    ['no JSON', 'order'],
    ['half a JSON', '{"sku":"tea"'],
    ['JSON null', 'null'],
    ['a number', '42'],
    ['a list', '["tea",2]'],
    ['an empty object', '{}'],
    ['no quantity', '{"sku":"tea"}'],
    ['an empty article', '{"sku":"","quantity":1}'],
    ['an article of 65 characters', `{"sku":"${'x'.repeat(65)}","quantity":1}`],
    ['an article that is a number', '{"sku":1,"quantity":1}'],
    ['an article in another script', '{"sku":"чай 🍵","quantity":1}'],
    ['half a surrogate pair', '{"sku":"\\ud83c","quantity":1}'],
    ['a line break at the end', '{"sku":"tea\\n","quantity":1}'],
    ['prototype keys alone', '{"__proto__":{"sku":"tea","quantity":1}}'],
    ['no pieces', '{"sku":"tea","quantity":0}'],
    ['a fraction', '{"sku":"tea","quantity":1.5}'],
    ['a quantity as text', '{"sku":"tea","quantity":"2"}'],
    ['a huge quantity', '{"sku":"tea","quantity":1e308}'],
    ['an endless quantity', '{"sku":"tea","quantity":1e999}'],
  ])('is not %s', (_, body) => {
    expect(() => parseOrder(body)).toThrow(Refusal);
    expect(() => parseOrder(body)).toThrow(/^expected an order such as .*, got ("|nothing$)/);
  });

  test('is quoted in an error only up to 100 characters', () => {
    expect(() => parseOrder('x'.repeat(1_000_000))).toThrow(/^.{1,280}$/);
  });

  test('is the same as another if both article and quantity are', () => {
    const two = { sku: 'tea', quantity: 2 };
    expect(() => requireSameOrder(two, { ...two })).not.toThrow();
    expect(() => requireSameOrder(two, { ...two, quantity: 3 })).toThrow('another one');
    expect(() => requireSameOrder(two, { ...two, sku: 'Tea' })).toThrow('another one');
  });
});

describe('an Idempotency-Key', () => {
  test.each(['k', '6f1a2b3c-0000-4000-8000-123456789abc', '"quoted"', '__proto__', 'x'.repeat(64)])(
    'may be %s',
    (key) => expect(parseKey(key)).toBe(key),
  );

  test.each([undefined, '', ' ', 'two words', 'ключ', 'k\n', 'x'.repeat(65), 'x'.repeat(1e6)])(
    'is not %j',
    (key) => expect(() => parseKey(key)).toThrow(/^expected a header Idempotency-Key .{1,250}$/),
  );
});

describe('the id of an order', () => {
  test.each([undefined, '', 'none', '__proto__', 'ид-🍵', '6F1A2B3C-0000-4000-8000-123456789ABC'])(
    'is not %j',
    (id) => expect(() => parseId(id)).toThrow(/^expected the id of an order, got /),
  );
});

describe('a header', () => {
  test('is found in upper and lower case', () => {
    expect(header({ 'iDEMPOTENCY-kEY': 'k1' }, 'Idempotency-Key')).toBe('k1');
  });

  test('is not found where there is none, nor on the prototype', () => {
    expect(header(null, 'Idempotency-Key')).toBeUndefined();
    expect(header({}, 'constructor')).toBeUndefined();
  });
});
