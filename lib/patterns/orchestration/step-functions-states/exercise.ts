import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const sfn = new SFNClient({});
  const dynamodb = new DynamoDBClient({});
  const logs = new CloudWatchLogsClient({});
  const TableName = lab.output('StockTableName');

  const run = randomUUID().slice(0, 8);
  const tea = `tea-${run}`;
  const coffee = `coffee-${run}`;
  const made = new Set<string>();

  const stock = async (sku: string, pieces: number, busy = 0) => {
    const id = `stock#${sku}`;
    made.add(id);
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { id: { S: id }, pieces: { N: `${pieces}` }, busy: { N: `${busy}` } },
      }),
    );
  };
  const piecesOf = async (sku: string) => {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName, Key: { id: { S: `stock#${sku}` } }, ConsistentRead: true }),
    );
    return Number(Item?.pieces?.N);
  };
  const order = (more: object = {}) => ({
    order: `o-${run}`,
    card: 'good',
    lines: [
      { sku: tea, quantity: 2, cents: 350 },
      { sku: coffee, quantity: 1, cents: 425 },
    ],
    ...more,
  });
  const start = async (workflow: string, input: object) => {
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: lab.output(workflow),
        input: JSON.stringify(input),
      }),
    );
    for (const index of [0, 1]) made.add(`reservation#${executionArn.split(':').at(-1)}/${index}`);
    return executionArn;
  };
  const ended = (executionArn: string, seconds?: number) =>
    lab.eventually(
      'the end of the workflow',
      async () => {
        const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        return found.status === 'RUNNING' ? undefined : found;
      },
      seconds,
    );
  const historyOf = async (executionArn: string) => {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken }));
      events.push(...(page.events ?? []));
      ({ nextToken } = page);
    } while (nextToken);
    return events;
  };
  const entered = (events: readonly HistoryEvent[]) =>
    events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);

  let first = '';
  await lab.prove('an order reserves its lines, is charged, and gets a label', async () => {
    await stock(tea, 10);
    await stock(coffee, 10);
    first = await start('OrderWorkflowArn', order());
    const { status, output = '{}' } = await ended(first);
    assert.equal(status, 'SUCCEEDED');
    assert.deepEqual(JSON.parse(output), { cents: 1125, label: `post-o-${run}` });
    assert.deepEqual([await piecesOf(tea), await piecesOf(coffee)], [8, 9]);
  });

  await lab.prove('the Map state reserved each line on its own', async () => {
    const name = first.split(':').at(-1);
    for (const [index, quantity] of ['2', '1'].entries()) {
      const id = { S: `reservation#${name}/${index}` };
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { id } }));
      assert.equal(Item?.quantity?.N, quantity, `pieces of line ${index}`);
    }
  });

  await lab.prove('the Parallel state waited for its longer branch', async () => {
    const events = await historyOf(first);
    const at = (name: string) =>
      events
        .find(({ stateEnteredEventDetails: details }) => details?.name === name)
        ?.timestamp?.getTime() ?? Number.NaN;
    const waited = (at('Ordered') - at('ChargeAndLabel')) / 1000;
    assert.ok(waited > 1.9, `2 s or more, got ${waited}`);
    return `${waited.toFixed(1)} s`;
  });

  await lab.prove('an order without lines takes the default of the Choice state', async () => {
    const { status, error } = await ended(await start('OrderWorkflowArn', order({ lines: [] })));
    assert.deepEqual([status, error], ['FAILED', 'EmptyOrder']);
  });

  await lab.prove('a warehouse that is busy twice is asked three times, with a back-off', async () => {
    await stock(tea, 10, 2);
    await stock(coffee, 10);
    const since = Date.now();
    const execution = await start('OrderWorkflowArn', order());
    const { status } = await ended(execution);
    assert.equal(status, 'SUCCEEDED');
    const seconds = (Date.now() - since) / 1000;
    // The waits of 1 and 2 seconds, and the 2 seconds of the other branch.
    assert.ok(seconds > 4.5, `more than 4.5 s, got ${seconds}`);
    return `${seconds.toFixed(1)} s`;
  }, ['lambda: errorType']);

  await lab.prove('a warehouse that stays busy fails the order after four attempts', async () => {
    await stock(tea, 10, 100);
    await stock(coffee, 10);
    const { status, error } = await ended(await start('OrderWorkflowArn', order()));
    assert.deepEqual([status, error], ['FAILED', 'WarehouseBusy']);
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName, Key: { id: { S: `stock#${tea}` } }, ConsistentRead: true }),
    );
    assert.equal(Item?.busy?.N, '96', 'attempts left that it would refuse');
  }, ['lambda: errorType']);

  await lab.prove('a declined card is caught, and the order gives back what it reserved', async () => {
    await stock(tea, 10);
    await stock(coffee, 10);
    const execution = await start('OrderWorkflowArn', order({ card: 'declined' }));
    const { status, error } = await ended(execution);
    assert.deepEqual([status, error], ['FAILED', 'CardDeclined']);
    assert.ok(entered(await historyOf(execution)).includes('ReleaseLines'), 'ReleaseLines');
    assert.deepEqual([await piecesOf(tea), await piecesOf(coffee)], [10, 10]);
  }, ['lambda: errorType']);

  await lab.prove('an express workflow answers in the same call', async () => {
    // AWS has this operation at an address of its own, which an emulator on this machine has not.
    const disableHostPrefix = process.env.AWS_ENDPOINT_URL !== undefined;
    const { status, output = '{}' } = await new SFNClient({ disableHostPrefix }).send(
      new StartSyncExecutionCommand({
        stateMachineArn: lab.output('QuoteWorkflowArn'),
        input: JSON.stringify(order()),
      }),
    );
    assert.deepEqual([status, JSON.parse(output)], ['SUCCEEDED', { cents: 1125 }]);
  });

  await lab.prove('the log has the history of an express workflow', async () => {
    const executionArn = await start('QuoteWorkflowArn', order());
    await lab.eventually('the events in the log', async () => {
      const { events = [] } = await logs.send(
        new FilterLogEventsCommand({ logGroupName: lab.output('WorkflowLogGroupName') }),
      );
      const ofThis = events.filter(({ message }) => message?.includes(executionArn));
      return ofThis.some(({ message }) => message?.includes('ExecutionSucceeded')) || undefined;
    });
  }, ['AWS::StepFunctions::StateMachine.LoggingConfiguration']);

  await lab.prove('a packer that polls the activity gets the task, and its answer ends it', async () => {
    const execution = await start('PackingWorkflowArn', { order: `o-${run}` });
    const { taskToken, input = '{}' } = await sfn.send(
      new GetActivityTaskCommand({ activityArn: lab.output('PackingArn'), workerName: 'packer-1' }),
    );
    assert.equal(JSON.parse(input).order, `o-${run}`);
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"parcel":"p-1"}' }));
    const { status, output } = await ended(execution);
    assert.deepEqual([status, output], ['SUCCEEDED', '{"parcel":"p-1"}']);
  }, ['AWS::StepFunctions::Activity']);

  await lab.prove('a packer that falls silent for a minute loses its task to another', async () => {
    const execution = await start('PackingWorkflowArn', { order: `o-${run}` });
    const activityArn = lab.output('PackingArn');
    const silent = await sfn.send(new GetActivityTaskCommand({ activityArn, workerName: 'one' }));
    const { taskToken } = await lab.eventually(
      'the second task',
      async () => {
        const task = await sfn.send(new GetActivityTaskCommand({ activityArn, workerName: 'two' }));
        return task.taskToken ? task : undefined;
      },
      180,
    );
    assert.notEqual(taskToken, silent.taskToken);
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    assert.equal((await ended(execution)).status, 'SUCCEEDED');
  }, ['AWS::StepFunctions::Activity', 'states: HeartbeatSeconds of activities']);

  for (const id of made) {
    await dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }));
  }
};
