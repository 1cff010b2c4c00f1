import { InvokeCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { bodiesOf, lambdaOf, role, withStack } from './deployed';

/** What the emulator's Lambda does with asynchronous invocations. */
export interface AsyncAnswers {
  readonly keepsDeadLetters: boolean;
  readonly deliversSuccess: boolean;
  readonly tellsContext: boolean;
  readonly sendsAwayUntried: boolean;
}

let ofLambda: Promise<AsyncAnswers> | undefined;

/** Invokes four functions asynchronously and looks for what they leave; asked for several gaps, once. */
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
      sendsAwayUntried: stopped !== undefined,
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
