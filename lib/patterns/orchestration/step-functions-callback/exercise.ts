import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Answer, call, callableUrl } from '../../../exercise/http';
import type { Exercise } from '../../../model/exercise';

/** The message to the approver. */
interface Message {
  readonly id: string;
  readonly key: string;
  readonly refund: { readonly order: string; readonly cents: number };
}

export const exercise: Exercise = async (lab) => {
  const sfn = new SFNClient({});
  const sqs = new SQSClient({});
  const dynamodb = new DynamoDBClient({});
  const logs = new CloudWatchLogsClient({});
  const workflow = lab.output('RefundWorkflowArn');
  const inbox = lab.output('ApproverInboxUrl');
  const TableName = lab.output('RequestsTableName');
  const approvals = callableUrl(lab.output('ApprovalsUrl'));

  const run = randomUUID().slice(0, 8);
  const startTime = Date.now() - 60_000;
  const executions: string[] = [];
  const hurried: string[] = [];
  const messages = new Map<string, Message>();
  const cents = 12_500;

  const start = async (input: object, stateMachineArn = workflow) => {
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    executions.push(executionArn);
    return executionArn;
  };
  const describe = (executionArn: string) =>
    sfn.send(new DescribeExecutionCommand({ executionArn }));
  const ended = (executionArn: string, seconds?: number) =>
    lab.eventually(
      'the end of the workflow',
      async () => {
        const { status, output = 'null', error, cause } = await describe(executionArn);
        return status === 'RUNNING'
          ? undefined
          : { status, output: JSON.parse(output), error, cause };
      },
      seconds,
    );
  const running = async (executionArn: string) =>
    assert.equal((await describe(executionArn)).status, 'RUNNING', 'status of the workflow');
  const history = async (executionArn: string) => {
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 100 }),
    );
    return events;
  };
  /** Reads the inbox as the approver does, until somebody asks about the order. */
  const asked = (order: string) =>
    lab.eventually(`a message about ${order}`, async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: inbox,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 5,
          WaitTimeSeconds: 1,
        }),
      );
      for (const { Body = '', ReceiptHandle } of Messages) {
        const message: Message = JSON.parse(Body);
        if (!message.refund.order.endsWith(run)) continue;
        messages.set(message.refund.order, message);
        await sqs.send(new DeleteMessageCommand({ QueueUrl: inbox, ReceiptHandle }));
      }
      return messages.get(order);
    });
  const request = async (name: string) => {
    const order = `${name}-${run}`;
    const execution = await start({ order, cents });
    return { execution, ...(await asked(order)) };
  };
  const keyOf = (id: string) => ({ id: { S: id } });
  const kept = async (id: string) => {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName, Key: keyOf(id), ConsistentRead: true }),
    );
    assert.ok(Item, `expected the request ${id}`);
    return Item;
  };
  const tokenOf = async (id: string) => {
    const token = (await kept(id)).taskToken?.S;
    assert.ok(token, 'expected a task token in the table');
    return token;
  };
  const answer = (id: string, body: object) =>
    call(`${approvals}/${id}`, { method: 'POST', body: JSON.stringify(body) });
  const expectStatus = (got: Answer, status: number) => assert.equal(got.status, status, got.text);

  const { definition = '', roleArn } = await sfn.send(
    new DescribeStateMachineCommand({ stateMachineArn: workflow }),
  );
  /** A copy of the workflow with its deadlines in seconds. The answer desk may resume only the original. */
  const inHurry = async (times: { TimeoutSeconds: number; HeartbeatSeconds?: number }) => {
    const copy = JSON.parse(definition);
    const { AskForApproval } = copy.States;
    const { TimeoutSeconds, HeartbeatSeconds } = times;
    if (AskForApproval.TimeoutSeconds) AskForApproval.TimeoutSeconds = TimeoutSeconds;
    if (!HeartbeatSeconds) delete AskForApproval.HeartbeatSeconds;
    else if (AskForApproval.HeartbeatSeconds) AskForApproval.HeartbeatSeconds = HeartbeatSeconds;
    const { stateMachineArn = '' } = await sfn.send(
      new CreateStateMachineCommand({
        name: `hurry-${hurried.length}-${run}`,
        roleArn,
        definition: JSON.stringify(copy),
      }),
    );
    hurried.push(stateMachineArn);
    return stateMachineArn;
  };

  try {
    const approved = await request('approved');

    await lab.prove(
      'a waiting workflow is RUNNING, and the last event of its history belongs to the task',
      async () => {
        await running(approved.execution);
        const last = (await history(approved.execution)).at(-1);
        assert.match(String(last?.type), /^Task(Scheduled|Started|Submitted)$/);
        return `last event ${last?.type}`;
      },
    );

    await lab.prove(
      'the approver gets an id and a key; the table keeps the task token, but not the key',
      async () => {
        const { id, key, refund } = approved;
        const token = await tokenOf(id);
        const message = messages.get(refund.order);
        assert.deepEqual(Object.keys(message ?? {}).sort(), ['id', 'key', 'refund']);
        assert.ok(!JSON.stringify(message).includes(token), 'the task token in the message');
        assert.ok(!JSON.stringify(await kept(id)).includes(key), 'the key in the table');
      },
    );

    await lab.prove('a wrong key, id or task token resumes nothing', async () => {
      const { id, key, execution } = approved;
      const decision = 'approve';
      expectStatus(await answer(id, { key: `${key.slice(0, -1)}!`, decision }), 404);
      expectStatus(await answer('A'.repeat(22), { key, decision }), 404);
      for (const body of [{ decision }, { key, decision: 'yes' }, []])
        expectStatus(await answer(id, body), 400);
      await assert.rejects(
        sfn.send(new SendTaskSuccessCommand({ taskToken: `made-up-${run}`, output: '{}' })),
        ({ name }) => ['InvalidToken', 'TaskDoesNotExist', 'TaskTimedOut'].includes(name),
      );
      await running(execution);
      return '404, 404, 3 x 400';
    });

    await lab.prove('hold is accepted, and the workflow keeps waiting', async () => {
      const { id, key, execution } = approved;
      expectStatus(await answer(id, { key, decision: 'hold' }), 202);
      await running(execution);
    });

    await lab.prove(
      'an approval resumes the workflow, and its output contains the comment of the approver',
      async () => {
        const { id, key, refund, execution } = approved;
        const comment = `kind of you 🍵 ${run}`;
        const got = await answer(id, { key, decision: 'approve', comment });
        expectStatus(got, 200);
        const { answeredAt } = got.json as { answeredAt: string };
        assert.deepEqual(await ended(execution), {
          status: 'SUCCEEDED',
          output: { ...refund, approval: { decision: 'approve', comment, answeredAt } },
          error: undefined,
          cause: undefined,
        });
        return `within ${Date.now() - Date.parse(answeredAt)} ms`;
      },
    );

    await lab.prove(
      'a second click gets the first answer, and a different answer is refused',
      async () => {
        const { id, key } = approved;
        const again = await answer(id, { key, decision: 'approve' });
        expectStatus(again, 200);
        const { answeredAt } = again.json as { answeredAt: string };
        assert.equal((await kept(id)).answeredAt?.S, answeredAt);
        expectStatus(await answer(id, { key, decision: 'reject' }), 409);
        expectStatus(await answer(id, { key, decision: 'hold' }), 409);
        assert.equal((await kept(id)).taskToken, undefined, 'task token of an answered request');
        return '200, 409, 409';
      },
    );

    await lab.prove('ten clicks at the same time resume the workflow once', async () => {
      const { id, key, execution } = await request('clicks');
      const decisions = Array.from({ length: 10 }, (_, index) =>
        index % 2 ? 'approve' : 'reject',
      );
      const got = await Promise.all(decisions.map((decision) => answer(id, { key, decision })));
      const { status, output } = await ended(execution);
      assert.equal(status, 'SUCCEEDED');
      const decided = output.approval ? 'approve' : 'reject';
      const counts: Record<number, number> = {};
      for (const [index, { status, text }] of got.entries()) {
        assert.ok([200, 409, 410].includes(status), text);
        if (status === 200) assert.equal(decisions[index], decided, 'an answer that was confirmed');
        counts[status] = (counts[status] ?? 0) + 1;
      }
      assert.ok(counts[200], 'expected one click to be confirmed');
      return `${decided}; ${Object.entries(counts)
        .map(([status, count]) => `${count} x ${status}`)
        .join(', ')}`;
    });

    await lab.prove(
      'a rejection fails the task with an error, which the workflow catches',
      async () => {
        const { id, key, refund, execution } = await request('rejected');
        const comment = 'too late for that';
        expectStatus(await answer(id, { key, decision: 'reject', comment }), 200);
        const { status, output } = await ended(execution);
        assert.equal(status, 'SUCCEEDED');
        assert.deepEqual(output, { ...refund, rejection: { Error: 'Rejected', Cause: comment } });
        const failures = (await history(execution)).filter(({ type }) => type === 'TaskFailed');
        assert.deepEqual(
          failures.map(({ taskFailedEventDetails }) => taskFailedEventDetails?.error),
          ['Rejected'],
        );
      },
    );

    await lab.prove('an answer to a workflow that no longer waits gets a 410', async () => {
      const { id, key, execution } = await request('late');
      // Only an administrator can read the table and make this call.
      await sfn.send(
        new SendTaskSuccessCommand({ taskToken: await tokenOf(id), output: '"by other means"' }),
      );
      assert.equal((await ended(execution)).output.approval, 'by other means');
      const got = await answer(id, { key, decision: 'approve' });
      expectStatus(got, 410);
      return got.text;
    });

    await lab.prove(
      'without an answer in time, the task fails with States.Timeout and the workflow with Expired',
      async () => {
        const order = `expired-${run}`;
        const execution = await start({ order, cents }, await inHurry({ TimeoutSeconds: 4 }));
        await asked(order);
        const { status, error } = await ended(execution, 30);
        assert.deepEqual([status, error], ['FAILED', 'Expired']);
      },
    );

    await lab.prove('heartbeats keep a workflow waiting; without them it fails with Abandoned before the timeout', async () => {
      const order = `abandoned-${run}`;
      const HeartbeatSeconds = 5;
      const machine = await inHurry({ TimeoutSeconds: 120, HeartbeatSeconds });
      const execution = await start({ order, cents }, machine);
      const taskToken = await tokenOf((await asked(order)).id);
      const until = Date.now() + 2 * HeartbeatSeconds * 1000;
      while (Date.now() < until) {
        await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      await running(execution);
      const { status, error } = await ended(execution, 60);
      assert.deepEqual([status, error], ['FAILED', 'Abandoned']);
    }, ['states: HeartbeatSeconds']);

    await lab.prove('an invalid refund fails at once, and nobody is asked', async () => {
      const execution = await start({ order: `unreadable-${run}`, cents: -1 });
      const { status, error } = await ended(execution, 30);
      assert.deepEqual([status, error], ['FAILED', 'InvalidRefund']);
    }, ['states: error of a function that is to call back']);

    await lab.prove('an express workflow with a task that waits for a token is refused', async () => {
      try {
        const { stateMachineArn = '' } = await sfn.send(
          new CreateStateMachineCommand({
            name: `express-${run}`,
            type: 'EXPRESS',
            roleArn,
            definition,
          }),
        );
        hurried.push(stateMachineArn);
      } catch (error) {
        assert.equal((error as Error).name, 'InvalidDefinition');
        return (error as Error).message;
      }
      throw new Error('expected InvalidDefinition, got a state machine');
    }, ['states: express workflows and callbacks']);

    await lab.prove('the log shows the events, but no task token', async () => {
      const { id, execution } = await request('logged');
      const token = await tokenOf(id);
      const lines = await lab.eventually(
        'events of the execution in the log',
        async () => {
          const { events = [] } = await logs.send(
            new FilterLogEventsCommand({
              logGroupName: lab.output('WorkflowLogGroupName'),
              filterPattern: `"${execution.split(':').at(-1)}"`,
              startTime,
            }),
          );
          return events.length > 0 ? events.map(({ message = '' }) => message) : undefined;
        },
        180,
      );
      assert.ok(!lines.join('\n').includes(token), 'the task token in the log');
      return `${lines.length} events`;
    }, ['AWS::StepFunctions::StateMachine.LoggingConfiguration']);
  } finally {
    for (const executionArn of executions) {
      const { status } = await describe(executionArn);
      if (status === 'RUNNING') await sfn.send(new StopExecutionCommand({ executionArn }));
    }
    for (const stateMachineArn of hurried)
      await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    for (const { id } of messages.values())
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: keyOf(id) }));
  }
};
