import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DeleteActivityCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetActivityTaskCommand,
  InvalidDefinition,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { lambdaOf, recognizes, role, withStack } from './deployed';
import type { GapsOf } from './gap';

export const states = {
  'AWS::StepFunctions::StateMachine.LoggingConfiguration': {
    seen: '1.5.33',
    what: 'The configuration is stored, but no event of an execution is written to the log group.',
    handling: 'corrected',
    correction: 'workflow_logs',
    how: 'Step Functions writes the events of an execution, without their data unless the configuration includes it.',
    closed: async () => (await workflowAnswers()).writesLog,
  },
  'AWS::StepFunctions::Activity': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API to create an activity.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack, with the workflow that uses it.',
    closed: () => recognizes('AWS::StepFunctions::Activity'),
  },
  'states: HeartbeatSeconds': {
    seen: '1.5.33',
    what: 'SendTaskHeartbeat succeeds, but HeartbeatSeconds has no effect: a task waits until its TimeoutSeconds.',
    handling: 'corrected',
    correction: 'waiting_tasks',
    how: 'A task fails if no heartbeat comes in time.',
    closed: async () => (await workflowAnswers()).expectsHeartbeats,
  },
  'states: HeartbeatSeconds of activities': {
    seen: '1.5.33',
    what: 'A task of an activity whose worker has fallen silent waits until its TimeoutSeconds.',
    handling: 'left out',
    how: 'The sandbox does not prove that such a task fails or is retried.',
    closed: expectsHeartbeatsOfWorkers,
  },
  'states: error of a function that is to call back': {
    seen: '1.5.33',
    what: 'If the function of lambda:invoke.waitForTaskToken throws an error, the error is dropped, and the task waits until its timeout.',
    handling: 'corrected',
    correction: 'waiting_tasks',
    how: 'A task fails with the error of its function.',
    closed: async () => (await workflowAnswers()).failsWithFunction,
  },
  'states: express workflows and callbacks': {
    seen: '1.5.33',
    what: 'CreateStateMachine accepts an express workflow with a task that waits for a token.',
    handling: 'corrected',
    correction: 'waiting_tasks',
    how: 'CreateStateMachine refuses such a workflow.',
    closed: async () => (await workflowAnswers()).refusesExpressCallbacks,
  },
} satisfies GapsOf;

/** Which features of a task that waits for a token the emulator's Step Functions supports. */
export interface WorkflowAnswers {
  readonly writesLog: boolean;
  readonly expectsHeartbeats: boolean;
  readonly failsWithFunction: boolean;
  readonly refusesExpressCallbacks: boolean;
}

let ofTheWorkflow: Promise<WorkflowAnswers> | undefined;

/** Starts two tasks that nobody answers, one of them with a function that fails; several gaps share one run. */
export function workflowAnswers(): Promise<WorkflowAnswers> {
  ofTheWorkflow ??= withStack('AnswersOfAWorkflow', waitingWorkflows, async (outputs) => {
    const { Silent, Failing, Logs } = outputs;
    const [silent, failing] = await Promise.all([Silent, Failing].map(errorOf));
    const { events = [] } = await new CloudWatchLogsClient({}).send(
      new FilterLogEventsCommand({ logGroupName: Logs }),
    );
    return {
      writesLog: events.length > 0,
      expectsHeartbeats: silent === 'States.HeartbeatTimeout',
      failsWithFunction: failing === 'Error',
      refusesExpressCallbacks: await refusesAsExpress(Silent),
    };
  });
  return ofTheWorkflow;
}

/** The error with which an execution of a state machine fails. */
async function errorOf(stateMachineArn: string | undefined): Promise<string | undefined> {
  const sfn = new SFNClient({});
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  for (let attempt = 0; attempt < 100; attempt++) {
    const { status, error } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') return error;
    await sleep(100);
  }
  throw new Error(`expected the execution ${executionArn} to end within ten seconds`);
}

/** Whether a task fails without a heartbeat after a worker has taken it from an activity. */
async function expectsHeartbeatsOfWorkers(): Promise<boolean> {
  return withStack('HeartbeatsOfWorkers', roleAlone, async ({ Role: roleArn }) => {
    const sfn = new SFNClient({});
    const name = 'HeartbeatsOfWorkers';
    const { activityArn } = await sfn.send(new CreateActivityCommand({ name }));
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name,
        roleArn,
        definition: JSON.stringify({
          StartAt: 'Work',
          States: {
            Work: {
              Type: 'Task',
              Resource: activityArn,
              TimeoutSeconds: 3,
              HeartbeatSeconds: 1,
              End: true,
            },
          },
        }),
      }),
    );
    const [error] = await Promise.all([
      // It may wait longer than ten seconds.
      errorOf(stateMachineArn).catch(() => undefined),
      sfn.send(new GetActivityTaskCommand({ activityArn })),
    ]);
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await sfn.send(new DeleteActivityCommand({ activityArn }));
    return error === 'States.HeartbeatTimeout';
  });
}

const roleAlone = {
  Resources: { Role: role },
  Outputs: { Role: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
};

async function refusesAsExpress(stateMachineArn: string | undefined): Promise<boolean> {
  const sfn = new SFNClient({});
  const { definition, roleArn } = await sfn.send(
    new DescribeStateMachineCommand({ stateMachineArn }),
  );
  try {
    const made = await sfn.send(
      new CreateStateMachineCommand({ name: 'Express', type: 'EXPRESS', definition, roleArn }),
    );
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn: made.stateMachineArn }));
    return false;
  } catch (error) {
    if (error instanceof InvalidDefinition) return true;
    throw error;
  }
}

const waiting = (Parameters: object, Resource: string) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Definition: {
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:states:::${Resource}.waitForTaskToken` },
          Parameters,
          TimeoutSeconds: 3,
          HeartbeatSeconds: 1,
          End: true,
        },
      },
    },
    LoggingConfiguration: {
      Level: 'ALL',
      Destinations: [
        { CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': ['Logs', 'Arn'] } } },
      ],
    },
  },
});

const token = { 'token.$': '$$.Task.Token' };

const waitingWorkflows = {
  Resources: {
    Role: role,
    Function: lambdaOf('exports.handler = async () => { throw new Error("no") }'),
    Queue: { Type: 'AWS::SQS::Queue' },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
    Silent: waiting({ QueueUrl: { Ref: 'Queue' }, MessageBody: token }, 'sqs:sendMessage'),
    Failing: waiting(
      { FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] }, Payload: token },
      'lambda:invoke',
    ),
  },
  Outputs: {
    Silent: { Value: { Ref: 'Silent' } },
    Failing: { Value: { Ref: 'Failing' } },
    Logs: { Value: { Ref: 'Logs' } },
  },
};
