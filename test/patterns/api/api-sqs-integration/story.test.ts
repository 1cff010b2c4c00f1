import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import { isJobId, jobIn } from '../../../../lambda/api/api-sqs-integration/job';
import {
  BadTask,
  distance,
  MOST_STOPS,
  parseTask,
  shortestTour,
} from '../../../../lambda/api/api-sqs-integration/tour';
import { ApiSqsIntegrationStack } from '../../../../lib/patterns/api/api-sqs-integration/stack';
import { decisions } from '../../../support/decisions';
import { sqsEvent } from '../../../support/events';
import { routes } from '../../../support/routes';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const capital = '[52.5,13.4]';
const task = `{"name":"Round","stops":[${capital},[48.1,11.6],[50.1,8.7]]}`;
const id = '0b1c2d3e-0000-4000-8000-123456789abc';

describe('the stack', () => {
  const stack = build(ApiSqsIntegrationStack);
  const template = Template.fromStack(stack);
  const { Resources } = template.toJSON();
  const ref = (type: string, path: string) => logicalId(stack, type, path);
  const properties = (type: string, path: string) => Resources[ref(type, path)].Properties;
  const post = properties('AWS::ApiGateway::Method', 'JobsApi/Default/jobs/POST');
  const get = properties('AWS::ApiGateway::Method', 'JobsApi/Default/jobs/{id}/GET');
  const worker = properties('AWS::Lambda::Function', 'Worker');
  const desk = properties('AWS::Lambda::Function', 'StatusDesk');
  const jobQueue = properties('AWS::SQS::Queue', 'JobQueue');
  const { Schema } = properties('AWS::ApiGateway::Model', 'JobsApi/NewJob');
  const queueArn = (path: string) => ({ 'Fn::GetAtt': [ref('AWS::SQS::Queue', path), 'Arn'] });

  test('has these methods and no others, each at its own path', () => {
    expect(routes(template)).toEqual({
      routes: ['GET /jobs/{id}', 'POST /jobs'],
      strangers: [],
    });
  });

  test('sends a job directly to the queue, without a function in between', () => {
    const [, parts] = post.Integration.Uri['Fn::Join'];
    expect(parts).toEqual([
      'arn:',
      { Ref: 'AWS::Partition' },
      ':apigateway:',
      { Ref: 'AWS::Region' },
      ':sqs:path/',
      { Ref: 'AWS::AccountId' },
      '/',
      { 'Fn::GetAtt': [ref('AWS::SQS::Queue', 'JobQueue'), 'QueueName'] },
    ]);
  });

  test('calls SQS with the intake role', () => {
    const role = ref('AWS::IAM::Role', 'IntakeRole');
    expect(post.Integration.Credentials).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
  });

  test('encodes everything that the client sends before it goes into the form', () => {
    const [[type, form]] = Object.entries<string>(post.Integration.RequestTemplates) as [
      [string, string],
    ];
    expect(type).toBe('application/json');
    expect(form.split('&')).toEqual([
      'Action=SendMessage',
      'MessageBody=$util.urlEncode($input.body)',
    ]);
  });

  test('has a model for every content type that it accepts, and a validator', () => {
    const { PassthroughBehavior, RequestTemplates } = post.Integration;
    expect(PassthroughBehavior).toBe('NEVER');
    expect(Object.keys(post.RequestModels)).toEqual(Object.keys(RequestTemplates));
    expect(post.RequestModels['application/json']).toEqual({
      Ref: ref('AWS::ApiGateway::Model', 'JobsApi/NewJob'),
    });
    expect(post.RequestValidatorId).toEqual({
      Ref: ref('AWS::ApiGateway::RequestValidator', 'JobsApi/Validator'),
    });
    expect(properties('AWS::ApiGateway::RequestValidator', 'JobsApi/Validator')).toMatchObject({
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    });
  });

  test('answers 202 if SQS accepted the message, and 502 otherwise', () => {
    const statusFor = (code: number) =>
      post.Integration.IntegrationResponses.find(
        ({ SelectionPattern }: { SelectionPattern?: string }) =>
          SelectionPattern === undefined || new RegExp(`^(${SelectionPattern})$`).test(`${code}`),
      ).StatusCode;
    expect([200, 299].map(statusFor)).toEqual(['202', '202']);
    expect([100, 301, 400, 403, 429, 500, 503, 2000].map(statusFor)).toEqual(
      Array.from({ length: 8 }, () => '502'),
    );
    expect(
      post.MethodResponses.map(({ StatusCode }: { StatusCode: string }) => StatusCode),
    ).toEqual(['202', '502']);
  });

  test('answers with the message id of SQS only', () => {
    const [accepted, refused] = post.Integration.IntegrationResponses.map(
      ({ ResponseTemplates }: { ResponseTemplates: Record<string, string> }) =>
        ResponseTemplates['application/json'],
    );
    const reply = accepted.replace(/\$input\.path\('\$\.(.*)'\)/, '$1');
    expect(JSON.parse(reply)).toEqual({ id: 'SendMessageResponse.SendMessageResult.MessageId' });
    expect(JSON.parse(refused).message).toMatch(/not accepted/);
  });

  test('allows a job more time than any integration timeout, and an API call much less', () => {
    expect(worker.Timeout * 1000).toBeGreaterThan(29_000);
    expect(post.Integration.TimeoutInMillis).toBeLessThan(29_000);
    expect(get.Integration.TimeoutInMillis).toBeGreaterThan(desk.Timeout * 1000);
    expect(get.Integration.TimeoutInMillis).toBeLessThan(29_000);
  });

  test('hides a job for at least six times the timeout of the worker', () => {
    expect(jobQueue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * worker.Timeout);
  });

  test('retains a job longer than all its attempts take', () => {
    const { maxReceiveCount } = jobQueue.RedrivePolicy;
    expect(jobQueue.MessageRetentionPeriod).toBeGreaterThan(
      maxReceiveCount * jobQueue.VisibilityTimeout,
    );
    expect(properties('AWS::SQS::Queue', 'DeadLetterQueue').MessageRetentionPeriod).toBeGreaterThan(
      jobQueue.MessageRetentionPeriod,
    );
  });

  test('moves a job after three receives to a dead-letter queue with an alarm', () => {
    expect(jobQueue.RedrivePolicy).toEqual({
      deadLetterTargetArn: queueArn('DeadLetterQueue'),
      maxReceiveCount: 3,
    });
    expect(properties('AWS::CloudWatch::Alarm', 'DeadLetterAlarm')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [
        {
          Name: 'QueueName',
          Value: { 'Fn::GetAtt': [ref('AWS::SQS::Queue', 'DeadLetterQueue'), 'QueueName'] },
        },
      ],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Statistic: 'Maximum',
      TreatMissingData: 'notBreaching',
    });
  });

  test('accepts as many stops as the worker does, and has the memory for them', () => {
    const { minItems, maxItems } = Schema.properties.stops;
    expect([minItems, maxItems]).toEqual([2, MOST_STOPS]);
    const others = MOST_STOPS - 1;
    // At least a fifth of the memory is for the runtime and the code.
    expect((2 ** others * others * 4) / 2 ** 20).toBeLessThan(0.8 * worker.MemorySize);
  });

  test('refuses in the model everything that the worker would refuse', () => {
    expect(Schema).toMatchObject({ required: ['stops'], additionalProperties: false });
    expect(Schema.properties.name).toEqual({ type: 'string', maxLength: 100 });
    expect(Schema.properties.stops.items).toEqual({
      type: 'array',
      minItems: 2,
      maxItems: 2,
      items: { type: 'number', minimum: -180, maximum: 180 },
    });
    const { ResponseType, StatusCode, ResponseTemplates } = properties(
      'AWS::ApiGateway::GatewayResponse',
      'JobsApi/BadJob',
    );
    expect([ResponseType, StatusCode]).toEqual(['BAD_REQUEST_BODY', '400']);
    const { message } = JSON.parse(ResponseTemplates['application/json']);
    const example = message.replace('expected a job such as ', '');
    expect(() => parseTask(example)).not.toThrow();
  });

  test('does not say after a timeout that the job was lost', () => {
    const { ResponseTemplates } = properties(
      'AWS::ApiGateway::GatewayResponse',
      'JobsApi/TimedOut',
    );
    expect(JSON.parse(ResponseTemplates['application/json']).message).toMatch(/may have been/);
  });

  test('throttles every method of the stage', () => {
    const [settings] = properties('AWS::ApiGateway::Stage', 'JobsApi').MethodSettings;
    expect(settings).toMatchObject({ ResourcePath: '/*', HttpMethod: '*' });
    expect(settings.ThrottlingBurstLimit).toBeGreaterThanOrEqual(settings.ThrottlingRateLimit);
  });

  test('creates no account-wide role for the logs of API Gateway', () => {
    template.resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test('polls the job queue for the worker, one job at a time', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    expect(properties('AWS::Lambda::EventSourceMapping', 'Worker')).toMatchObject({
      EventSourceArn: queueArn('JobQueue'),
      FunctionName: { Ref: ref('AWS::Lambda::Function', 'Worker') },
      BatchSize: 1,
    });
  });

  test('gives the worker and the desk the name of their table', () => {
    for (const { Environment } of [worker, desk])
      expect(Environment.Variables).toEqual({
        TABLE_NAME: { Ref: ref('AWS::DynamoDB::Table', 'Jobs') },
      });
  });

  test('calls the desk with its one method', () => {
    expect(JSON.stringify(get.Integration.Uri)).toContain(
      ref('AWS::Lambda::Function', 'StatusDesk'),
    );
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on WorkerRole, DeskRole
      lambda.amazonaws.com, 222222222222 may not sts:AssumeRole on IntakeRole
      apigateway.amazonaws.com may sts:AssumeRole on IntakeRole
      apigateway.amazonaws.com may not sts:AssumeRole on WorkerRole, DeskRole
      IntakeRole may sqs:SendMessage on JobQueue
      IntakeRole may not sqs:ReceiveMessage, sqs:DeleteMessage on JobQueue
      IntakeRole may not sqs:SendMessage on DeadLetterQueue
      Worker may sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility on JobQueue
      Worker may sqs:GetQueueAttributes, sqs:GetQueueUrl on JobQueue
      Worker may not sqs:SendMessage, sqs:PurgeQueue on JobQueue
      Worker may dynamodb:UpdateItem on Jobs
      Worker may not dynamodb:GetItem, dynamodb:PutItem, dynamodb:DeleteItem on Jobs
      StatusDesk may dynamodb:GetItem on Jobs
      StatusDesk may not dynamodb:UpdateItem, dynamodb:Scan on Jobs
      StatusDesk may not sqs:SendMessage, sqs:ReceiveMessage on JobQueue
      apigateway.amazonaws.com may lambda:InvokeFunction on StatusDesk when aws:SourceArn is JobsApi/prod/GET/jobs/j-1
      apigateway.amazonaws.com may not lambda:InvokeFunction on StatusDesk when aws:SourceArn is JobsApi/prod/POST/jobs or JobsApi/test-invoke-stage/GET/jobs/j-1
      apigateway.amazonaws.com may not lambda:InvokeFunction on StatusDesk when aws:SourceArn is arn:aws:execute-api:xx-here-1:222222222222:JobsApi/prod/GET/jobs/j-1
      anonymous, 222222222222, apigateway.amazonaws.com may not lambda:InvokeFunction on StatusDesk, Worker
      anonymous, 222222222222, apigateway.amazonaws.com may not sqs:SendMessage, sqs:ReceiveMessage on JobQueue, DeadLetterQueue
      IntakeRole, Worker, 111111111111 must not sqs:SendMessage, sqs:ReceiveMessage on JobQueue, DeadLetterQueue when aws:SecureTransport is false
      Worker may logs:CreateLogStream, logs:PutLogEvents on WorkerLogs
      StatusDesk may logs:CreateLogStream, logs:PutLogEvents on DeskLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the worker', () => {
  let dynamodb: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/api/api-sqs-integration/worker').handler;
  const taken = new ConditionalCheckFailedException({ message: 'taken', $metadata: {} });
  const inputs = () => dynamodb.mock.calls.map(([command]) => command.input);

  beforeAll(async () => {
    process.env.TABLE_NAME = 'jobs';
    ({ handler } = await import('../../../../lambda/api/api-sqs-integration/worker'));
  });

  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'log').mockImplementation();
  });
  afterEach(() => jest.useRealTimers());

  test('records first that a job is running, and then its result', async () => {
    jest.useFakeTimers({ now: new Date('2026-11-21T12:00:00.900Z'), doNotFake: ['nextTick'] });
    await handler(sqsEvent(task));
    const [begun, done] = inputs();
    expect(dynamodb.mock.calls[0][0]).toBeInstanceOf(UpdateItemCommand);
    expect(begun).toEqual({
      TableName: 'jobs',
      Key: { id: { S: 'm0' } },
      UpdateExpression: 'SET #state = :running, expiresAt = :expiresAt ADD attempts :one',
      ConditionExpression: 'attribute_not_exists(id) OR #state = :running',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':running': { S: 'RUNNING' },
        ':expiresAt': { N: `${Date.parse('2026-11-22T12:00:00Z') / 1000}` },
        ':one': { N: '1' },
      },
    });
    const { metres } = shortestTour(parseTask(task).stops);
    expect(done).toEqual({
      TableName: 'jobs',
      Key: { id: { S: 'm0' } },
      UpdateExpression:
        'SET #state = :state, #name = :name, #order = :order, #metres = :metres, #milliseconds = :milliseconds',
      ExpressionAttributeNames: {
        '#state': 'state',
        '#name': 'name',
        '#order': 'order',
        '#metres': 'metres',
        '#milliseconds': 'milliseconds',
      },
      ExpressionAttributeValues: {
        ':state': { S: 'DONE' },
        ':name': { S: 'Round' },
        ':order': { L: [{ N: '0' }, { N: expect.any(String) }, { N: expect.any(String) }] },
        ':metres': { N: `${metres}` },
        ':milliseconds': { N: '0' },
      },
    });
    expect(console.log).toHaveBeenCalledWith('DONE', 'm0');
  });

  test('stores no name if the job has none', async () => {
    await handler(sqsEvent(`{"stops":[${capital},[48,11]]}`));
    expect(inputs()[1].UpdateExpression).not.toContain('name');
  });

  test('does not work on a finished job again', async () => {
    dynamodb.mockRejectedValueOnce(taken);
    await handler(sqsEvent(task));
    expect(dynamodb).toHaveBeenCalledTimes(1);
    expect(console.log).toHaveBeenCalledWith('already finished', 'm0');
  });

  test('records why a message is no job, and does not retry it', async () => {
    await handler(sqsEvent('poison'));
    expect(inputs()[1].ExpressionAttributeValues).toEqual({
      ':state': { S: 'FAILED' },
      ':reason': { S: 'expected a job as JSON, got "poison"' },
    });
    expect(console.log).toHaveBeenCalledWith('FAILED', 'm0');
  });

  test.each([0, 1])(
    'fails, so that SQS delivers the job again, when write %i fails',
    async (write) => {
      for (let before = 0; before < write; before++) dynamodb.mockResolvedValueOnce({});
      dynamodb.mockRejectedValueOnce(new Error('throttled'));
      await expect(handler(sqsEvent(task))).rejects.toThrow('throttled');
    },
  );

  test('works on several jobs one after the other', async () => {
    await handler(sqsEvent(task, task));
    expect(inputs().map(({ Key }) => Key.id.S)).toEqual(['m0', 'm0', 'm1', 'm1']);
  });
});

describe('the desk', () => {
  let dynamodb: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/api/api-sqs-integration/status-desk').handler;
  const ask = (of: string | undefined) =>
    handler({
      pathParameters: of === undefined ? null : { id: of },
      requestContext: { requestId: 'r1' },
    } as never);

  beforeAll(async () => {
    process.env.TABLE_NAME = 'jobs';
    ({ handler } = await import('../../../../lambda/api/api-sqs-integration/status-desk'));
  });

  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('returns the state of a job with a consistent read', async () => {
    dynamodb.mockResolvedValueOnce({
      Item: { id: { S: id }, state: { S: 'RUNNING' }, attempts: { N: '2' } },
    });
    const { statusCode, headers, body } = await ask(id);
    expect([statusCode, JSON.parse(body)]).toEqual([200, { id, state: 'RUNNING', attempts: 2 }]);
    expect(headers).toEqual({ 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    const [command] = dynamodb.mock.calls[0];
    expect(command).toBeInstanceOf(GetItemCommand);
    expect(command.input).toEqual({
      TableName: 'jobs',
      Key: { id: { S: id } },
      ConsistentRead: true,
    });
  });

  test('does not promise anything about an unknown id', async () => {
    const { statusCode, body } = await ask(id);
    expect([statusCode, JSON.parse(body)]).toEqual([
      404,
      { message: 'no such job, or no worker has started it yet' },
    ]);
  });

  test.each([
    undefined,
    '',
    '1',
    '__proto__',
    id.toUpperCase(),
    `${id}\n`,
    `${id}0`,
    'ä'.repeat(36),
  ])('does not read the table for %j', async (text) => {
    const { statusCode, body } = await ask(text);
    expect(statusCode).toBe(400);
    expect(JSON.parse(body).message).toMatch(/^expected the id of a job/);
    expect(isJobId(text)).toBe(false);
    expect(dynamodb).not.toHaveBeenCalled();
  });

  test('hides an internal error from the client, except for the request id', async () => {
    dynamodb.mockRejectedValueOnce(new Error('table jobs is on fire'));
    const { statusCode, body } = await ask(id);
    expect([statusCode, JSON.parse(body)]).toEqual([
      500,
      { message: 'the request could not be handled; request r1' },
    ]);
    expect(console.error).toHaveBeenCalledWith('failed', 'r1', expect.any(Error));
  });
});

describe('a job', () => {
  test('that is done has its result', () => {
    const done = {
      id: { S: id },
      state: { S: 'DONE' },
      attempts: { N: '1' },
      name: { S: '' },
      order: { L: [{ N: '0' }, { N: '2' }, { N: '1' }] },
      metres: { N: '0' },
      milliseconds: { N: '31000' },
      expiresAt: { N: '1' },
    };
    expect(jobIn(done)).toEqual({
      id,
      state: 'DONE',
      attempts: 1,
      name: '',
      order: [0, 2, 1],
      metres: 0,
      milliseconds: 31_000,
    });
  });

  test('that has failed has its reason', () => {
    const failed = { id: { S: id }, state: { S: 'FAILED' }, reason: { S: 'because' } };
    expect(jobIn(failed)).toEqual({ id, state: 'FAILED', attempts: 0, reason: 'because' });
    expect(jobIn({})).toEqual({ id: '', state: '', attempts: 0 });
  });
});

describe('a task', () => {
  const many = (stops: number) =>
    JSON.stringify({ stops: Array.from({ length: stops }, () => [0, 0]) });

  test('has stops, and may have a name', () => {
    expect(parseTask('{"stops":[[-90,-180],[90,180]],"more":1}')).toEqual({
      stops: [
        [-90, -180],
        [90, 180],
      ],
    });
    expect(parseTask(task).name).toBe('Round');
    expect(parseTask(many(MOST_STOPS)).stops).toHaveLength(MOST_STOPS);
    // A JSON schema counts characters, not UTF-16 code units.
    const name = '🍵'.repeat(100);
    expect(
      parseTask(
        JSON.stringify({
          name,
          stops: [
            [0, 0],
            [1, 1],
          ],
        }),
      ).name,
    ).toBe(name);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'poison'],
    ['half a JSON', '{"stops":[[1,2]'],
    ['null', 'null'],
    ['a number', '42'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['text for stops', '{"stops":"here and there"}'],
    ['no stop', '{"stops":[]}'],
    ['one stop', `{"stops":[${capital}]}`],
    ['too many stops', many(MOST_STOPS + 1)],
    ['a stop without a longitude', `{"stops":[${capital},[1]]}`],
    ['a stop in the air', `{"stops":[${capital},[1,2,3]]}`],
    ['a stop that is null', `{"stops":[${capital},null]}`],
    ['a stop that is an object', `{"stops":[${capital},{"0":1,"1":2,"length":2}]}`],
    ['a name with half a character', `{"name":"\\ud83c","stops":[${capital},${capital}]}`],
    ['degrees as text', `{"stops":[${capital},["1","2"]]}`],
    ['a latitude beyond the pole', `{"stops":[${capital},[90.1,0]]}`],
    ['a longitude once around', `{"stops":[${capital},[0,-180.1]]}`],
    ['huge numbers', `{"stops":[${capital},[1e308,1e999]]}`],
    ['a number for a name', `{"name":1,"stops":[${capital},${capital}]}`],
    ['null for a name', `{"name":null,"stops":[${capital},${capital}]}`],
    ['a name that is too long', `{"name":"${'x'.repeat(101)}","stops":[${capital},${capital}]}`],
    ['prototype keys alone', `{"__proto__":{"stops":[${capital},${capital}]}}`],
    ['unicode', '"１２３ 🍵"'],
  ])('is not %s', (_, body) => {
    expect(() => parseTask(body)).toThrow(BadTask);
    expect(() => parseTask(body)).toThrow(/^expected .*, got "/);
  });

  test('is quoted in an error up to 200 characters only', () => {
    expect(() => parseTask('x'.repeat(1_000_000))).toThrow(/^.{1,240}$/);
  });
});

describe('a tour', () => {
  test('follows the sides of a square', () => {
    const corners = [
      [0, 0],
      [1, 1],
      [0, 1],
      [1, 0],
    ] as const;
    const { order, metres } = shortestTour(corners);
    expect([order, [...order].reverse()]).toContainEqual(expect.arrayContaining([0, 2, 1, 3]));
    expect(Math.abs(order.indexOf(1) - order.indexOf(0))).toBe(2);
    expect(metres).toBe(
      distance([0, 0], [0, 1]) +
        distance([0, 1], [1, 1]) +
        distance([1, 1], [1, 0]) +
        distance([1, 0], [0, 0]),
    );
  });

  test('of two stops goes there and back', () => {
    const stops = [
      [52.52, 13.405],
      [48.137, 11.575],
    ] as const;
    expect(shortestTour(stops)).toEqual({ order: [0, 1], metres: 2 * distance(...stops) });
  });

  test('of stops in one place has no length', () => {
    const { order, metres } = shortestTour(Array.from({ length: 5 }, () => [1, 1] as const));
    expect([[...order].sort(), metres]).toEqual([[0, 1, 2, 3, 4], 0]);
  });

  test('has the right distance from Berlin to Munich, and half around the earth', () => {
    expect(distance([52.52, 13.405], [48.137, 11.575])).toBeCloseTo(504_400, -3);
    expect(distance([0, 0], [0, 180])).toBe(20_015_115);
    expect(distance([90, 0], [-90, 77])).toBe(20_015_115);
    expect(distance([10, 179], [10, -179])).toBe(distance([10, 1], [10, -1]));
  });
});
