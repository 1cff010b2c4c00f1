import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Template } from 'aws-cdk-lib/assertions';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import {
  hashOf,
  isRequestId,
  opens,
  parseAnswer,
} from '../../../../lambda/orchestration/step-functions-callback/answer';
import { parseQuestion } from '../../../../lambda/orchestration/step-functions-callback/question';
import { StepFunctionsCallbackStack } from '../../../../lib/patterns/orchestration/step-functions-callback/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Error?: string;
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

describe('the stack', () => {
  const stack = build(StepFunctionsCallbackStack);
  const template = Template.fromStack(stack);
  const { Resources, Outputs } = template.toJSON();
  const ref = (type: string, id: string) => logicalId(stack, type, id);
  const properties = (type: string, id: string) => Resources[ref(type, id)].Properties;
  const arn = (type: string, id: string) => ({ 'Fn::GetAtt': [ref(type, id), 'Arn'] });
  const workflowId = ref('AWS::StepFunctions::StateMachine', 'RefundWorkflow');
  const workflow = Resources[workflowId].Properties;
  const states: Record<string, State> = workflow.Definition.States;
  const { AskForApproval } = workflow.Definition.States;

  test('reaches every state from the start, and ends only in Succeed or Fail', () => {
    const reached = new Set<string>();
    const walk = (name: string) => {
      if (reached.has(name)) return;
      reached.add(name);
      const state = states[name];
      const next = [state?.Next, ...(state?.Catch ?? []).map(({ Next }) => Next)].flatMap(
        (one) => one ?? [],
      );
      expect([name, next.length > 0]).toEqual([name, !/^(Succeed|Fail)$/.test(`${state?.Type}`)]);
      next.forEach(walk);
    };
    walk(workflow.Definition.StartAt);
    expect([...reached].sort()).toEqual(Object.keys(states).sort());
  });

  test('passes the task token to the messenger only', () => {
    expect(AskForApproval.Parameters.FunctionName).toEqual(
      arn('AWS::Lambda::Function', 'Messenger'),
    );
    expect(AskForApproval.Resource['Fn::Join']).toEqual([
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':states:::lambda:invoke.waitForTaskToken'],
    ]);
    expect(JSON.stringify(workflow.Definition).split('$$.Task.Token')).toHaveLength(2);
    expect(workflow.LoggingConfiguration.IncludeExecutionData).toBe(false);
    for (const { Value } of Object.values<{ Value: unknown }>(Outputs))
      expect(JSON.stringify(Value)).not.toContain('Token');
  });

  test('expects a heartbeat before the timeout, keeps no question after it, and keeps the request longer', () => {
    expect(AskForApproval.HeartbeatSeconds).toBeLessThan(AskForApproval.TimeoutSeconds);
    const { MessageRetentionPeriod } = properties('AWS::SQS::Queue', 'ApproverInbox');
    expect(MessageRetentionPeriod).toBeLessThanOrEqual(AskForApproval.TimeoutSeconds);
    const { KEEP_SECONDS } = properties('AWS::Lambda::Function', 'Messenger').Environment.Variables;
    expect(Number(KEEP_SECONDS)).toBeGreaterThan(AskForApproval.TimeoutSeconds);
  });

  test('ends each error in a state of its own, keeps the refund, and names a failure after its state', () => {
    expect(AskForApproval.Catch).toMatchObject([
      { Next: 'Rejected', ResultPath: '$.rejection' },
      { Next: 'Abandoned', ResultPath: '$.error' },
      { Next: 'Expired', ResultPath: '$.error' },
    ]);
    for (const [name, state] of Object.entries(states))
      expect([name, state.Error]).toEqual([name, state.Type === 'Fail' ? name : undefined]);
  });

  test('retries errors of Lambda only, never a rejection or a timeout', () => {
    const retried: string[] = AskForApproval.Retry.flatMap(
      ({ ErrorEquals }: { ErrorEquals: string[] }) => ErrorEquals,
    );
    expect(retried).not.toEqual([]);
    for (const error of retried) expect(error).toMatch(/^Lambda\.(?!Unknown)/);
  });

  test('logs into its own group, after the policy of its role exists', () => {
    expect(workflow.LoggingConfiguration.Destinations).toEqual([
      { CloudWatchLogsLogGroup: { LogGroupArn: arn('AWS::Logs::LogGroup', 'WorkflowLogs') } },
    ]);
    expect(Resources[workflowId].DependsOn).toContain(ref('AWS::IAM::Policy', 'WorkflowRole'));
  });

  test.each([
    [
      'Messenger',
      {
        TABLE_NAME: { Ref: ref('AWS::DynamoDB::Table', 'Requests') },
        QUEUE_URL: { Ref: ref('AWS::SQS::Queue', 'ApproverInbox') },
        KEEP_SECONDS: '604800',
      },
    ],
    ['AnswerDesk', { TABLE_NAME: { Ref: ref('AWS::DynamoDB::Table', 'Requests') } }],
  ])('gives %s its names and its log group', (id, names) => {
    const { Environment, LoggingConfig } = properties('AWS::Lambda::Function', id);
    expect(Environment.Variables).toEqual(names);
    expect(LoggingConfig).toEqual({ LogGroup: { Ref: ref('AWS::Logs::LogGroup', `${id}Logs`) } });
  });

  test('takes answers by POST only, because mail scanners follow links', () => {
    const methods = Object.values(template.findResources('AWS::ApiGateway::Method'));
    expect(methods.map(({ Properties }) => Properties.HttpMethod)).toEqual(['POST']);
    expect(methods[0]?.Properties.Integration.Uri['Fn::Join'][1]).toContainEqual(
      arn('AWS::Lambda::Function', 'AnswerDesk'),
    );
  });

  test('goes into ALARM when a workflow fails, because nobody has decided', () => {
    expect(properties('AWS::CloudWatch::Alarm', 'UnansweredAlarm')).toMatchObject({
      Namespace: 'AWS/States',
      MetricName: 'ExecutionsFailed',
      Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: workflowId } }],
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on MessengerRole, AnswerDeskRole
      states.amazonaws.com may sts:AssumeRole on WorkflowRole when aws:SourceAccount is 111111111111
      states.amazonaws.com may not sts:AssumeRole on WorkflowRole when aws:SourceAccount is 222222222222
      states.amazonaws.com, 222222222222 may not sts:AssumeRole on WorkflowRole, MessengerRole
      RefundWorkflow may lambda:InvokeFunction on Messenger
      RefundWorkflow may not lambda:InvokeFunction on AnswerDesk
      RefundWorkflow may not sqs:SendMessage on ApproverInbox
      RefundWorkflow may logs:CreateLogDelivery, logs:GetLogDelivery, logs:UpdateLogDelivery, logs:DeleteLogDelivery, logs:ListLogDeliveries on *
      RefundWorkflow may logs:PutResourcePolicy, logs:DescribeResourcePolicies, logs:DescribeLogGroups on *
      RefundWorkflow may xray:PutTraceSegments, xray:PutTelemetryRecords, xray:GetSamplingRules, xray:GetSamplingTargets on *
      Messenger may dynamodb:PutItem on Requests
      Messenger may not dynamodb:GetItem, dynamodb:UpdateItem on Requests
      Messenger may sqs:SendMessage on ApproverInbox
      Messenger may not sqs:ReceiveMessage on ApproverInbox
      Messenger may not states:SendTaskSuccess, states:StartExecution on RefundWorkflow
      AnswerDesk may dynamodb:GetItem, dynamodb:UpdateItem on Requests
      AnswerDesk may not dynamodb:PutItem, dynamodb:Scan, dynamodb:DeleteItem on Requests
      AnswerDesk may states:SendTaskSuccess, states:SendTaskFailure, states:SendTaskHeartbeat on RefundWorkflow
      AnswerDesk may not states:StartExecution, states:StopExecution on RefundWorkflow
      AnswerDesk may not states:SendTaskSuccess on arn:aws:states:xx-here-1:111111111111:stateMachine:Other
      AnswerDesk may not sqs:SendMessage, sqs:ReceiveMessage on ApproverInbox
      apigateway.amazonaws.com may lambda:InvokeFunction on AnswerDesk when aws:SourceArn is AnswerApi/prod/POST/approvals/a-1
      apigateway.amazonaws.com may not lambda:InvokeFunction on AnswerDesk when aws:SourceArn is AnswerApi/prod/GET/approvals/a-1 or AnswerApi/test-invoke-stage/POST/approvals/a-1
      apigateway.amazonaws.com may not lambda:InvokeFunction on AnswerDesk when aws:SourceArn is arn:aws:execute-api:xx-here-1:222222222222:AnswerApi/prod/POST/approvals/a-1
      anonymous, 222222222222, apigateway.amazonaws.com may not lambda:InvokeFunction on AnswerDesk, Messenger
      anonymous, 222222222222 may not states:SendTaskSuccess, states:StartExecution on RefundWorkflow
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on ApproverInbox
      Messenger, 111111111111 must not sqs:SendMessage, sqs:ReceiveMessage on ApproverInbox when aws:SecureTransport is false
      Messenger may logs:CreateLogStream, logs:PutLogEvents on MessengerLogs
      AnswerDesk may logs:CreateLogStream, logs:PutLogEvents on AnswerDeskLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

const event = {
  token: 'AAAA',
  execution: 'arn:aws:states:eu-central-1:111122223333:execution:Refunds:e1',
  refund: { order: 'o-1', cents: 1250 },
};

describe('the messenger', () => {
  let dynamodb: jest.SpyInstance;
  let queue: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/orchestration/step-functions-callback/messenger').handler;
  const calls: string[] = [];
  const item = () => dynamodb.mock.calls[0][0].input.Item;
  const message = () => JSON.parse(queue.mock.calls[0][0].input.MessageBody);

  beforeAll(async () => {
    const names = { TABLE_NAME: 'requests', QUEUE_URL: 'https://inbox', KEEP_SECONDS: '60' };
    Object.assign(process.env, names);
    ({ handler } = await import(
      '../../../../lambda/orchestration/step-functions-callback/messenger'
    ));
  });

  beforeEach(() => {
    calls.length = 0;
    const done = (name: string) => async () => {
      calls.push(name);
      return {};
    };
    dynamodb = jest
      .spyOn(DynamoDBClient.prototype, 'send')
      .mockImplementation(done('keep') as never);
    queue = jest.spyOn(SQSClient.prototype, 'send').mockImplementation(done('ask') as never);
    jest.spyOn(console, 'log').mockImplementation();
  });

  afterEach(() => jest.useRealTimers());

  test('stores the task token with the request, and its expiry time', async () => {
    jest.useFakeTimers({ now: Date.parse('2026-11-21T12:00:00.900Z') });
    await handler(event);
    expect(dynamodb.mock.calls[0][0].input).toEqual({
      TableName: 'requests',
      Item: {
        id: { S: expect.stringMatching(/^[\w-]{22}$/) },
        keyHash: { S: expect.stringMatching(/^[0-9a-f]{64}$/) },
        taskToken: { S: 'AAAA' },
        execution: { S: event.execution },
        order: { S: 'o-1' },
        cents: { N: '1250' },
        expiresAt: { N: `${Date.parse('2026-11-21T12:01:00Z') / 1000}` },
      },
    });
  });

  test('sends the approver the id, the key and the refund, but not the task token', async () => {
    await handler(event);
    expect(queue.mock.calls[0][0].input.QueueUrl).toBe('https://inbox');
    const { id, key, ...rest } = message();
    expect(rest).toEqual({ refund: event.refund });
    expect(id).toBe(item().id.S);
    expect(isRequestId(id)).toBe(true);
    expect(opens(key, item().keyHash.S)).toBe(true);
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(message())).not.toContain('AAAA');
    expect(JSON.stringify(item())).not.toContain(key);
  });

  test('asks only after it has stored the request', async () => {
    await handler(event);
    expect(calls).toEqual(['keep', 'ask']);
    dynamodb.mockRejectedValue(new Error('throttled'));
    await expect(handler(event)).rejects.toThrow('throttled');
    expect(queue).toHaveBeenCalledTimes(1);
  });

  test('makes a new id and a new key for every request', async () => {
    await handler(event);
    await handler(event);
    const texts = queue.mock.calls.flatMap(([{ input }]) => {
      const { id, key } = JSON.parse(input.MessageBody);
      return [id, key];
    });
    expect(new Set(texts).size).toBe(4);
  });

  test('logs the id and the execution, without key and token', async () => {
    await handler(event);
    expect(jest.mocked(console.log).mock.calls).toEqual([
      ['asked', item().id.S, 'for', event.execution],
    ]);
  });

  test('fails the task when it cannot ask, or when the refund is invalid', async () => {
    queue.mockRejectedValue(new Error('no such queue'));
    await expect(handler(event)).rejects.toThrow('no such queue');
    await expect(handler({ ...event, refund: {} })).rejects.toMatchObject({
      name: 'InvalidRefund',
    });
  });

  test.each(['a week', '0', '-1', '1e9 s'])('does not start with KEEP_SECONDS %j', async (bad) => {
    process.env.KEEP_SECONDS = bad;
    await jest.isolateModulesAsync(async () => {
      await expect(
        import('../../../../lambda/orchestration/step-functions-callback/messenger'),
      ).rejects.toThrow('KEEP_SECONDS');
    });
    process.env.KEEP_SECONDS = '60';
  });
});

describe('the answer desk', () => {
  const id = 'abcdefghijklmnopqrstuv';
  const key = 'k3y';
  const waiting = { id: { S: id }, keyHash: { S: hashOf(key) }, taskToken: { S: 'AAAA' } };
  const answered = {
    id: { S: id },
    keyHash: { S: hashOf(key) },
    decision: { S: 'approve' },
    answeredAt: { S: '2026-11-20T08:00:00.000Z' },
  };
  const gone = new TaskTimedOut({ message: 'closed', $metadata: {} });
  let dynamodb: jest.SpyInstance;
  let sfn: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/orchestration/step-functions-callback/answer-desk').handler;

  const tell = async (body: unknown, path: object | null = { id }) => {
    const { statusCode, headers, ...reply } = await handler({
      body: typeof body === 'string' || body === null ? body : JSON.stringify(body),
      pathParameters: path,
      requestContext: { requestId: 'r1' },
    } as unknown as APIGatewayProxyEvent);
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    return [statusCode, JSON.parse(reply.body)];
  };
  /** What the table returns, read by read. */
  const reads = (...items: (object | undefined)[]) => {
    for (const Item of items) dynamodb.mockResolvedValueOnce({ Item });
  };
  const sent = () => sfn.mock.calls.map(([command]) => [command.constructor.name, command.input]);
  const updates = () =>
    dynamodb.mock.calls
      .filter(([command]) => command.constructor.name === 'UpdateItemCommand')
      .map(([{ input }]) => input);

  beforeAll(async () => {
    process.env.TABLE_NAME = 'requests';
    ({ handler } = await import(
      '../../../../lambda/orchestration/step-functions-callback/answer-desk'
    ));
  });

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-11-21T12:00:00Z') });
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    sfn = jest.spyOn(SFNClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'error').mockImplementation();
    jest.spyOn(console, 'log').mockImplementation();
  });

  afterEach(() => jest.useRealTimers());

  test('passes an approval to the workflow, with comment and time', async () => {
    const answeredAt = '2026-11-21T12:00:00.000Z';
    reads(waiting);
    expect(await tell({ key, decision: 'approve', comment: 'good' })).toEqual([
      200,
      { decision: 'approve', answeredAt },
    ]);
    const output = { decision: 'approve', comment: 'good', answeredAt };
    expect(sent()).toEqual([
      ['SendTaskSuccessCommand', { taskToken: 'AAAA', output: JSON.stringify(output) }],
    ]);
  });

  test.each([
    ['no', 'no'],
    ['', 'without a comment'],
  ])('passes a rejection as the error that the workflow catches: %j', async (comment, cause) => {
    reads(waiting);
    expect((await tell({ key, decision: 'reject', comment }))[0]).toBe(200);
    expect(sent()).toEqual([
      ['SendTaskFailureCommand', { taskToken: 'AAAA', error: 'Rejected', cause }],
    ]);
  });

  test('passes a hold to the workflow as a heartbeat, and records nothing', async () => {
    reads(waiting);
    expect(await tell({ key, decision: 'hold' })).toEqual([202, { decision: 'hold' }]);
    expect(sent()).toEqual([['SendTaskHeartbeatCommand', { taskToken: 'AAAA' }]]);
    expect(updates()).toEqual([]);
  });

  test('reads the request of the path, records the answer and removes the token', async () => {
    reads(waiting);
    await tell({ key, decision: 'approve', id: 'other' });
    const Key = { id: { S: id } };
    const read = { TableName: 'requests', Key, ConsistentRead: true };
    expect(dynamodb.mock.calls[0][0].input).toEqual(read);
    expect(updates()).toEqual([
      {
        TableName: 'requests',
        Key,
        UpdateExpression: 'SET decision = :decision, answeredAt = :answeredAt REMOVE taskToken',
        ConditionExpression: 'attribute_exists(id)',
        ExpressionAttributeValues: {
          ':decision': { S: 'approve' },
          ':answeredAt': { S: '2026-11-21T12:00:00.000Z' },
        },
      },
    ]);
  });

  test('confirms an answer even if it could not record it', async () => {
    reads(waiting);
    dynamodb.mockRejectedValueOnce(new Error('throttled'));
    expect((await tell({ key, decision: 'approve' }))[0]).toBe(200);
    const error = new Error('throttled');
    expect(console.error).toHaveBeenCalledWith('could not record', 'approve', 'of', id, error);
  });

  test('answers a second click from the table, without calling the workflow', async () => {
    reads(answered, answered, answered);
    expect(await tell({ key, decision: 'approve' })).toEqual([
      200,
      { decision: 'approve', answeredAt: '2026-11-20T08:00:00.000Z' },
    ]);
    const message =
      'expected no other answer than the first, which was approve at 2026-11-20T08:00:00.000Z';
    for (const decision of ['reject', 'hold'])
      expect(await tell({ key, decision })).toEqual([409, { message }]);
    expect(sfn).not.toHaveBeenCalled();
    expect(updates()).toEqual([]);
  });

  test.each([
    ['TaskTimedOut', gone, waiting],
    ['TaskDoesNotExist', new TaskDoesNotExist({ message: 'unknown', $metadata: {} }), waiting],
    ['expired request', gone, undefined],
  ])('answers 410 if the workflow no longer waits: %s', async (_, error, after) => {
    reads(waiting, after);
    sfn.mockRejectedValue(error);
    expect(await tell({ key, decision: 'approve' })).toEqual([
      410,
      { message: 'expected a workflow that waits for the answer, found that it no longer waits' },
    ]);
    expect(updates()).toEqual([]);
  });

  test.each([
    ['approve', 200],
    ['reject', 409],
  ])('reads the table again when another click was faster: %s', async (decision, status) => {
    reads(waiting, answered);
    sfn.mockRejectedValue(gone);
    expect((await tell({ key, decision }))[0]).toBe(status);
    expect(updates()).toEqual([]);
  });

  test('answers an unknown id and a wrong key alike, without calling the workflow', async () => {
    const body = { key: 'wrong', decision: 'approve' };
    reads(waiting, undefined);
    const answers = [
      await tell(body),
      await tell(body),
      await tell({ key: '', decision: 'approve' }).then(() => tell(body, { id: 'short' })),
      await tell(body, null),
      await tell(body, { id: `${id}x` }),
      await tell(body, { id: '__proto__' }),
    ];
    for (const answer of answers)
      expect(answer).toEqual([
        404,
        { message: 'expected the id and the key of a request, found none' },
      ]);
    expect(dynamodb).toHaveBeenCalledTimes(2);
    expect(sfn).not.toHaveBeenCalled();
  });

  test('accepts no key if a request has no hash', async () => {
    reads({ id: { S: id }, taskToken: { S: 'AAAA' } });
    expect((await tell({ key, decision: 'approve' }))[0]).toBe(404);
  });

  test('says what it expected of an invalid answer, without reading the table', async () => {
    expect(await tell({ key, decision: 'maybe' })).toEqual([
      400,
      { message: 'expected approve, reject or hold as decision' },
    ]);
    expect(dynamodb).not.toHaveBeenCalled();
  });

  test('hides an internal error from the caller', async () => {
    const error = new Error('arn:aws:states:eu-central-1:111122223333 is not allowed');
    reads(waiting);
    sfn.mockRejectedValue(error);
    expect(await tell({ key, decision: 'approve' })).toEqual([
      500,
      { message: 'the answer could not be handled; request r1' },
    ]);
    expect(console.error).toHaveBeenCalledWith('failed', 'r1', error);
    expect(updates()).toEqual([]);
  });

  test('logs the decision and the id, but no key', async () => {
    reads(waiting);
    await tell({ key, decision: 'approve', comment: 'secret' });
    expect(jest.mocked(console.log).mock.calls).toEqual([['approve', id]]);
  });
});

describe('a question', () => {
  test('is a task token, an execution and a refund', () => {
    const more = { ...event, more: 1, refund: { ...event.refund, more: 1 } };
    expect(parseQuestion(more)).toEqual(event);
    const most = { order: '🍵'.repeat(32), cents: 100_000_000 };
    expect(parseQuestion({ ...event, refund: most }).refund).toEqual(most);
    expect(parseQuestion({ ...event, token: 'x'.repeat(2048) }).token).toHaveLength(2048);
  });

  test.each([
    ['null', null],
    ['no token', { ...event, token: undefined }],
    ['an empty token', { ...event, token: '' }],
    ['a token that is a number', { ...event, token: 1 }],
    ['a token of 2,049 characters', { ...event, token: 'x'.repeat(2049) }],
    ['no execution', { ...event, execution: undefined }],
    ['prototype keys alone', JSON.parse('{"__proto__":{"token":"a","execution":"b"}}')],
  ])('of a task that waits is not %s', (_, value) => {
    expect(() => parseQuestion(value)).toThrow(
      'expected the task token and the execution of a workflow that waits',
    );
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['no order', { cents: 1 }],
    ['an empty order', { order: '', cents: 1 }],
    ['an order of 65 characters', { order: 'x'.repeat(65), cents: 1 }],
    ['an order that is a number', { order: 1, cents: 1 }],
    ['an order with half a character', { order: 'o-\ud83c', cents: 1 }],
    ['no money', { order: 'o-1', cents: 0 }],
    ['half a cent', { order: 'o-1', cents: 0.5 }],
    ['cents as text', { order: 'o-1', cents: '1' }],
    ['more than a million', { order: 'o-1', cents: 100_000_001 }],
    ['prototype keys alone', JSON.parse('{"__proto__":{"order":"o-1","cents":1}}')],
  ])('is not about %s', (_, refund) => {
    expect(() => parseQuestion({ ...event, refund })).toThrow(
      /^expected a refund such as \{"order":"o-1","cents":1250\}, got /,
    );
  });

  test('is quoted in an error up to 200 characters only', () => {
    expect(() => parseQuestion({ ...event, refund: 'x'.repeat(1_000_000) })).toThrow(/^.{1,280}…$/);
  });
});

describe('an answer', () => {
  test('is a key, a decision and an optional comment', () => {
    const hold = { key: 'k', decision: 'hold', comment: '' };
    expect(parseAnswer('{"key":"k","decision":"hold","by":"ann"}')).toEqual(hold);
    const most = { key: 'k'.repeat(100), decision: 'reject', comment: '🍵'.repeat(250) };
    expect(parseAnswer(JSON.stringify(most))).toEqual(most);
  });

  test.each([
    ['nothing', null, 'an answer as JSON'],
    ['an empty body', '', 'an answer as JSON'],
    ['null', 'null', 'the key'],
    ['prototype keys alone', '{"__proto__":{"key":"k","decision":"approve"}}', 'the key'],
    ['an empty key', '{"key":"","decision":"approve"}', 'the key'],
    ['a key that is a number', '{"key":1,"decision":"approve"}', 'the key'],
    ['a long key', `{"key":"${'k'.repeat(101)}","decision":"approve"}`, 'the key'],
    ['another decision', '{"key":"k","decision":"Approve"}', 'approve, reject or hold'],
    ['a comment that is a number', '{"key":"k","decision":"hold","comment":1}', 'a comment'],
    [
      'a comment with half a character',
      '{"key":"k","decision":"hold","comment":"\\udf75"}',
      'a comment',
    ],
    ['a long comment', `{"key":"k","decision":"hold","comment":"${'x'.repeat(501)}"}`, 'a comment'],
  ])('is not %s', (_, body, wanted) => {
    expect(() => parseAnswer(body)).toThrow(new RegExp(`^expected ${wanted}`));
  });

  test('is never repeated in an error, because it contains a key', () => {
    for (const body of ['{"key":"s3cret","decision":1}', '"s3cret', '{"key":"s3cret'])
      expect(() => parseAnswer(body)).toThrow(/^(?!.*s3cret)/);
  });
});

describe('a key', () => {
  test('matches its own hash only', () => {
    expect(opens('k', hashOf('k'))).toBe(true);
    for (const other of ['', 'K', 'k ', 'kk', hashOf('k'), 'ｋ'])
      expect(opens(other, hashOf('k'))).toBe(false);
  });

  test('never matches an invalid hash', () => {
    for (const hash of ['', hashOf('k').slice(1), `${hashOf('k')}0`, hashOf('k').toUpperCase()])
      expect(opens('k', hash)).toBe(false);
  });

  test('is stored as its SHA-256', () => {
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('the id of a request', () => {
  test('is 22 characters of base64url', () => {
    const id = 'A_-0000000000000000000';
    for (const text of [id, 'abcdefghijklmnopqrstuv']) expect(isRequestId(text)).toBe(true);
    for (const text of [undefined, id.slice(1), `${id}v`, `${id}\n`, id.replace('-', '/')])
      expect(isRequestId(text)).toBe(false);
  });
});
