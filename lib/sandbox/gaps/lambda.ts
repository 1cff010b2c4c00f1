import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { bodiesOf, lambdaOf, role, withStack } from './deployed';
import type { GapsOf } from './gap';

export const lambda = {
  'lambda: failures of a stream batch': {
    seen: '1.5.33',
    what:
      'The poller of DynamoDB streams treats every answer of a function as a success and retries an exception forever. ' +
      'ReportBatchItemFailures, BisectBatchOnFunctionError, and MaximumRetryAttempts are stored but have no effect.',
    handling: 'corrected',
    correction: 'stream_batches',
    how: 'The mapping retries, splits and reports by its settings, and its reader needs the permissions of the role.',
    closed: honoursPartialFailures,
  },
  'AWS::Lambda::Function.DeadLetterConfig': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property. If it is set through the API, the queue gets the record of an on-failure destination, without the attributes of a dead letter.',
    handling: 'corrected',
    correction: 'async_invocations',
    how: 'Lambda puts the event itself, with the error in attributes, into the dead-letter queue.',
    closed: async () => (await asyncAnswers()).keepsDeadLetters,
  },
  'lambda: on-success destinations': {
    seen: '1.5.33',
    what: 'DestinationConfig.OnSuccess is stored but has no effect: nothing follows a successful asynchronous invocation.',
    handling: 'corrected',
    correction: 'async_invocations',
    how: 'Lambda sends a record of each successful asynchronous invocation.',
    closed: async () => (await asyncAnswers()).deliversSuccess,
  },
  'lambda: context of invocation records': {
    seen: '1.5.33',
    what:
      'In the record of a failure, the condition is always RetriesExhausted and approximateInvokeCount is always 3, however often the event was tried. ' +
      'The requestId is missing, because each attempt has its own id.',
    handling: 'corrected',
    correction: 'async_invocations',
    how: 'All attempts share one id, and the record counts them.',
    closed: async () => (await asyncAnswers()).tellsContext,
  },
  'lambda: throttled asynchronous events': {
    seen: '1.5.33',
    what: 'Throttling counts as an attempt, even with a reserved concurrency of zero, so the event is given up after three attempts within seconds.',
    handling: 'corrected',
    correction: 'async_invocations',
    how: 'A throttled attempt does not count, and with a reserved concurrency of zero there is none.',
    closed: async () => (await asyncAnswers()).sendsAwayUntried,
  },
  'lambda: weights of an alias': {
    seen: '1.5.33',
    what: 'RoutingConfig is stored but has no effect: every call of an alias runs its FunctionVersion.',
    handling: 'corrected',
    correction: 'alias_weights',
    how: 'Each call draws its version by the weights.',
    closed: splitsTraffic,
  },
  'lambda: errorType': {
    seen: '1.5.33',
    what: 'The errorType of a failed function is Runtime.HandlerError, whatever its error.',
    handling: 'corrected',
    correction: 'lambda_errors',
    how: 'The errorType is the name of the error.',
    closed: async () => (await runtimeAnswers()).namesErrors,
  },
  'lambda: log lines of Node.js': {
    seen: '1.5.33',
    what: 'A line of the console is logged without time, request id and level.',
    handling: 'corrected',
    correction: 'lambda_console',
    how: 'The worker writes them in front of each line.',
    closed: async () => (await runtimeAnswers()).labelsLines,
  },
  'lambda: runtimes in a layer': {
    seen: '1.5.33',
    what: 'A function with the runtime provided.al2023 must have its bootstrap in the package. If only a layer has one, the answer is a made-up one.',
    handling: 'left out',
    how: 'A test runs the bootstrap against a runtime API of its own instead.',
    closed: runsLayeredRuntime,
  },
} satisfies GapsOf;

/** Whether a mapping reports a record that the function names as failed to its on-failure queue. */
export async function honoursPartialFailures(): Promise<boolean> {
  return withStack('HonoursPartialFailures', failingStream, async ({ Table, Queue }) => {
    await new DynamoDBClient({}).send(
      new PutItemCommand({ TableName: Table, Item: { id: { S: 'probe' } } }),
    );
    return (await bodiesOf(Queue, 4)).length > 0;
  });
}

const failingStream = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      },
    },
    Queue: { Type: 'AWS::SQS::Queue' },
    Role: role,
    Function: lambdaOf(
      'exports.handler = async ({ Records }) => ({ batchItemFailures: Records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) })',
    ),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Function' },
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        StartingPosition: 'TRIM_HORIZON',
        MaximumRetryAttempts: 0,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      },
    },
  },
  Outputs: { Table: { Value: { Ref: 'Table' } }, Queue: { Value: { Ref: 'Queue' } } },
};

/** Which features of asynchronous invocations the emulator's Lambda supports. */
export interface AsyncAnswers {
  readonly keepsDeadLetters: boolean;
  readonly deliversSuccess: boolean;
  readonly tellsContext: boolean;
  readonly sendsAwayUntried: boolean;
}

let ofLambda: Promise<AsyncAnswers> | undefined;

/** Invokes four functions asynchronously and looks for what results; several gaps share one run. */
export function asyncAnswers(): Promise<AsyncAnswers> {
  ofLambda ??= withStack('AnswersOfLambda', asyncFunctions, async (outputs) => {
    const lambda = new LambdaClient({});
    await lambda.send(
      new PutFunctionConcurrencyCommand({
        FunctionName: outputs.Stopped,
        ReservedConcurrentExecutions: 0,
      }),
    );
    const leaves = async (name: string) => {
      await lambda.send(
        new InvokeCommand({
          FunctionName: outputs[name],
          InvocationType: 'Event',
          Payload: '{"probe":1}',
        }),
      );
      // Two retries of the stopped function would take three seconds.
      const [body] = await bodiesOf(outputs[`${name}Queue`], 2);
      return body && JSON.parse(body);
    };
    const [failed, succeeded, dead, stopped] = await Promise.all(
      ['Failing', 'Succeeding', 'DeadLettered', 'Stopped'].map(leaves),
    );
    return {
      keepsDeadLetters: dead?.probe === 1,
      deliversSuccess: succeeded !== undefined,
      tellsContext:
        failed?.requestContext.requestId !== undefined &&
        failed.requestContext.approximateInvokeCount === 1,
      // The time until the emulator gives up an event proves nothing, because a busy machine may see it too late.
      sendsAwayUntried:
        stopped !== undefined && stopped.requestContext.condition !== 'RetriesExhausted',
    };
  });
  return ofLambda;
}

const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });

const failing = lambdaOf('exports.handler = async () => { throw new Error("probe"); }');

const succeeding = lambdaOf('exports.handler = async () => "done"');

const asyncConfig = (FunctionName: string, more: object) => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: { FunctionName: { Ref: FunctionName }, Qualifier: '$LATEST', ...more },
});

const asyncFunctions = {
  Resources: {
    Role: role,
    FailingQueue: { Type: 'AWS::SQS::Queue' },
    Failing: failing,
    FailingConfig: asyncConfig('Failing', {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: arnOf('FailingQueue') } },
    }),
    SucceedingQueue: { Type: 'AWS::SQS::Queue' },
    Succeeding: succeeding,
    SucceedingConfig: asyncConfig('Succeeding', {
      DestinationConfig: { OnSuccess: { Destination: arnOf('SucceedingQueue') } },
    }),
    DeadLetteredQueue: { Type: 'AWS::SQS::Queue' },
    DeadLettered: {
      ...failing,
      Properties: {
        ...failing.Properties,
        DeadLetterConfig: { TargetArn: arnOf('DeadLetteredQueue') },
      },
    },
    DeadLetteredConfig: asyncConfig('DeadLettered', { MaximumRetryAttempts: 0 }),
    StoppedQueue: { Type: 'AWS::SQS::Queue' },
    Stopped: succeeding,
    StoppedConfig: asyncConfig('Stopped', {
      DestinationConfig: { OnFailure: { Destination: arnOf('StoppedQueue') } },
    }),
  },
  Outputs: Object.fromEntries(
    ['Failing', 'Succeeding', 'DeadLettered', 'Stopped']
      .flatMap((name) => [name, `${name}Queue`])
      .map((name) => [name, { Value: { Ref: name } }]),
  ),
};

/** Whether an alias sends all calls to its other version, whose weight is 1. */
export async function splitsTraffic(): Promise<boolean> {
  return withStack('SplitsTraffic', versionedFunction, async ({ Function: FunctionName }) => {
    const lambda = new LambdaClient({});
    const publish = async (Description: string) => {
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description }));
      const { Version = '' } = await lambda.send(new PublishVersionCommand({ FunctionName }));
      return Version;
    };
    const [one, other] = [await publish('one'), await publish('other')];
    const Qualifier = 'probe';
    await lambda.send(
      new CreateAliasCommand({
        FunctionName,
        Name: Qualifier,
        FunctionVersion: one,
        RoutingConfig: { AdditionalVersionWeights: { [other]: 1 } },
      }),
    );
    const { ExecutedVersion } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier }));
    return ExecutedVersion === other;
  });
}

let ofTheRuntime: Promise<{ namesErrors: boolean; labelsLines: boolean }> | undefined;

/** Invokes a function that logs a line and throws an error with a name; two gaps share one run. */
export function runtimeAnswers() {
  ofTheRuntime ??= withStack('AnswersOfARuntime', throwingFunction, async ({ FunctionName }) => {
    const { LogResult = '', Payload } = await new LambdaClient({}).send(
      new InvokeCommand({ FunctionName, LogType: 'Tail' }),
    );
    const { errorType } = JSON.parse(Buffer.from(Payload ?? []).toString());
    const log = Buffer.from(LogResult, 'base64').toString();
    return {
      namesErrors: errorType === 'RangeError',
      labelsLines: /^[\dTZ:.-]+\t[\da-f-]+\tINFO\ta line/m.test(log),
    };
  });
  return ofTheRuntime;
}

const throwingFunction = {
  Resources: {
    Role: role,
    Function: lambdaOf(
      'exports.handler = async () => { console.log("a line"); throw new RangeError("no"); }',
    ),
  },
  Outputs: { FunctionName: { Value: { Ref: 'Function' } } },
};

const versionedFunction = {
  Resources: { Role: role, Function: lambdaOf('exports.handler = async () => undefined') },
  Outputs: { Function: { Value: { Ref: 'Function' } } },
};

/** Whether a function runs on the bootstrap of its layer, which answers every event with "layer". */
export async function runsLayeredRuntime(): Promise<boolean> {
  return withStack('RunsLayeredRuntime', roleAlone, async ({ Role }) => {
    const lambda = new LambdaClient({});
    const name = 'RunsLayeredRuntime';
    const { LayerVersionArn = '', Version } = await lambda.send(
      new PublishLayerVersionCommand({
        LayerName: name,
        Content: { ZipFile: Buffer.from(zipped.bootstrap, 'base64') },
      }),
    );
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role,
        Runtime: 'provided.al2023',
        Handler: 'nothing',
        Code: { ZipFile: Buffer.from(zipped.nothing, 'base64') },
        Layers: [LayerVersionArn],
      }),
    );
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: name }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
    await lambda.send(
      new DeleteLayerVersionCommand({ LayerName: name, VersionNumber: Version ?? 1 }),
    );
    return Buffer.from(Payload ?? []).toString() === '"layer"';
  });
}

const roleAlone = {
  Resources: { Role: role },
  Outputs: { Role: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
};

/** ZIP files in Base64: a shell script with the name bootstrap, and an empty file with the name nothing. */
const zipped = {
  bootstrap:
    'UEsDBBQAAAAIAAAAIVyvWW0nzgAAAPUAAAAJAAAAYm9vdHN0cmFwPY1LSwMxFEb3+RXXODC6uNxpFyJTuhipi4IV8YELkSGdXJ1ATGIerYI/3izE7fk+zjk9ob1xlGahglnLOefQEzXD88N4M+yuNsN4/3T7uN1dj8Pdlpbd4hK7C+wWFIvL5oPJuIOfVDbeSXGcjWXIsfAKtBcARq+bs6lEC5gAN4CAHkjzgVyxFmRTo+T4K0v4gffIAdCAOiaM/Fk4ZTS6DjkCamhf+hTUxP1rW9lUcoU94NvyvIb+G/UnrfrmKNs/fWM0RU7Bu8RSaO9Y/AJQSwECFAMUAAAACAAAACFcr1ltJ84AAAD1AAAACQAAAAAAAAAAAAAA7YEAAAAAYm9vdHN0cmFwUEsFBgAAAAABAAEANwAAAPUAAAAAAA==',
  nothing:
    'UEsDBBQAAAAIAAAAIVwAAAAAAgAAAAAAAAAHAAAAbm90aGluZwMAUEsBAhQDFAAAAAgAAAAhXAAAAAACAAAAAAAAAAcAAAAAAAAAAAAAAKSBAAAAAG5vdGhpbmdQSwUGAAAAAAEAAQA1AAAAJwAAAAAA',
};
