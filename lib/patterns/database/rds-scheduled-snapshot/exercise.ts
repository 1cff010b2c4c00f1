import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsForMetricCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  CreateDBSnapshotCommand,
  type DBSnapshot,
  DBSnapshotNotFoundFault,
  DeleteDBSnapshotCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  paginateDescribeDBSnapshots,
  RDSClient,
} from '@aws-sdk/client-rds';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';

const cloudwatch = new CloudWatchClient({});
const cloudwatchLogs = new CloudWatchLogsClient({});
const eventbridge = new EventBridgeClient({});
const lambda = new LambdaClient({});
const rds = new RDSClient({});
const sqs = new SQSClient({});

/** RDS needs minutes for a snapshot of a small instance, so waits are given in minutes. */
const minutes = 60;

export const exercise: Exercise = async (lab) => {
  const begun = new Date();
  const database = lab.output('DatabaseIdentifier');
  const functionName = lab.output('SnapshotTakerName');
  const rule = await eventbridge.send(
    new DescribeRuleCommand({ Name: lab.output('MonthlyScheduleName') }),
  );
  const taker = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );

  // These months are older than RDS, so no snapshot of a real month can have their names.
  const [january, february, march] = ['2001-01', '2001-02', '2001-03'] as const;
  const snapshotId = (month: string) => `${lab.output('SnapshotPrefix')}${month}`;

  /** The event that EventBridge sends on the first day of a month. */
  const scheduled = (month: string) => {
    const [, , , region, account] = (rule.Arn ?? '').split(':');
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account,
      time: `${month}-01T03:00:00Z`,
      region,
      resources: [rule.Arn],
      detail: {},
    };
  };

  /** Delivers an event as EventBridge does: Lambda queues it and answers at once. */
  const deliver = (event: object) =>
    lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(event),
      }),
    );

  /** Runs the function and waits for its answer. */
  const run = async (event: object) => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
    );
    return { failed: FunctionError !== undefined, answer: JSON.parse(text(Payload)) };
  };

  const manualSnapshots = async () => {
    const names: string[] = [];
    for await (const { DBSnapshots } of paginateDescribeDBSnapshots(
      { client: rds },
      { DBInstanceIdentifier: database, SnapshotType: 'manual' },
    )) {
      names.push(
        ...(DBSnapshots ?? []).map(({ DBSnapshotIdentifier }) => `${DBSnapshotIdentifier}`),
      );
    }
    return names.sort();
  };

  /** RDS takes only one snapshot of an instance at a time. */
  const untilReady = () =>
    lab.eventually(
      `${database} to be available`,
      async () => {
        const { DBInstances } = await rds.send(
          new DescribeDBInstancesCommand({ DBInstanceIdentifier: database }),
        );
        return DBInstances?.[0]?.DBInstanceStatus === 'available' || undefined;
      },
      30 * minutes,
    );

  /** Takes the record of a failed run out of the queue. */
  const failedRun = async (eventId: string) => {
    const QueueUrl = lab.output('FailedRunsUrl');
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 5 }),
    );
    for (const { Body = '{}', ReceiptHandle } of Messages) {
      const { requestPayload, requestContext } = JSON.parse(Body);
      if (requestPayload?.id !== eventId) continue;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return { requestPayload, requestContext };
    }
    return undefined;
  };

  const remove = async (id: string) => {
    const gone = async () => (await find(id)) === undefined || undefined;
    if (await gone()) return;
    await lab.eventually(
      `${id} to be complete`,
      async () => (await find(id))?.Status !== 'creating' || undefined,
      30 * minutes,
    );
    await rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: id }));
    await lab.eventually(`${id} to be deleted`, gone, 10 * minutes);
  };
  const removeAll = async () => {
    for (const month of [january, february, march]) await remove(snapshotId(month));
  };

  // An interrupted exercise may have left snapshots.
  await removeAll();
  await untilReady();
  const before = await manualSnapshots();

  try {
    await lab.prove(
      'the rule sends its event only to the function, on the first of every month at 03:00 UTC',
      async () => {
        assert.equal(rule.ScheduleExpression, 'cron(0 3 1 * ? *)');
        assert.equal(rule.State, 'ENABLED');
        const { Targets = [] } = await eventbridge.send(
          new ListTargetsByRuleCommand({ Rule: rule.Name }),
        );
        assert.deepEqual(
          Targets.map(({ Arn }) => Arn),
          [taker.FunctionArn],
        );
        const { Input, InputPath, InputTransformer, DeadLetterConfig } = Targets[0] ?? {};
        assert.deepEqual([Input, InputPath, InputTransformer], [undefined, undefined, undefined]);
        assert.ok(
          DeadLetterConfig?.Arn,
          'expected a dead-letter queue, without which an undelivered event is lost',
        );

        const { Policy = '{}' } = await lambda.send(
          new GetPolicyCommand({ FunctionName: functionName }),
        );
        const allowed = (JSON.parse(Policy).Statement as object[]).map((statement) =>
          JSON.stringify(statement),
        );
        assert.equal(allowed.length, 1);
        assert.ok(
          allowed[0]?.includes('events.amazonaws.com') && allowed[0].includes(`${rule.Arn}`),
        );
      },
    );

    const januaryEvent = scheduled(january);
    await lab.prove('one event of the rule leads to one manual, tagged snapshot', async () => {
      await deliver(januaryEvent);
      const taken = await lab.eventually(`the snapshot of ${january}`, () =>
        find(snapshotId(january)),
      );
      assert.equal(taken.SnapshotType, 'manual');
      assert.equal(taken.DBInstanceIdentifier, database);
      const { pattern, Month } = tagsOf(taken);
      assert.deepEqual([pattern, Month], ['RdsScheduledSnapshot', january]);
      return snapshotId(january);
    });

    await lab.prove(
      'if the same event arrives twice more, each run succeeds without a second snapshot',
      async () => {
        const twice = await Promise.all([run(januaryEvent), run(januaryEvent)]);
        const nothingNew = { snapshotId: snapshotId(january), created: false };
        assert.deepEqual(twice, [
          { failed: false, answer: nothingNew },
          { failed: false, answer: nothingNew },
        ]);
        assert.deepEqual(await manualSnapshots(), [...before, snapshotId(january)].sort());
      },
    );

    await lab.prove('the event of another month leads to another snapshot', async () => {
      await untilReady();
      assert.deepEqual(await run(scheduled(february)), {
        failed: false,
        answer: { snapshotId: snapshotId(february), created: true },
      });
      assert.deepEqual(
        await manualSnapshots(),
        [...before, snapshotId(january), snapshotId(february)].sort(),
      );
    });

    await lab.prove(
      'the function refuses an event that does not come from a schedule',
      async () => {
        const { failed, answer } = await run({ detail: { month: march } });
        assert.equal(failed, true);
        assert.match(answer.errorMessage, /^expected the event of a scheduled rule/);
        assert.equal(await find(snapshotId(march)), undefined);
      },
    );

    const marchEvent = scheduled(march);
    await lab.prove(
      'a snapshot of that name that somebody else took is an error, and the function does not change it',
      async () => {
        await untilReady();
        await rds.send(
          new CreateDBSnapshotCommand({
            DBInstanceIdentifier: database,
            DBSnapshotIdentifier: snapshotId(march),
            Tags: [{ Key: 'pattern', Value: 'of somebody else' }],
          }),
        );
        const { failed, answer } = await run(marchEvent);
        assert.equal(failed, true);
        assert.match(answer.errorMessage, /found one from elsewhere/);
        const foreign = await find(snapshotId(march));
        assert.ok(foreign);
        const { pattern, Month } = tagsOf(foreign);
        assert.deepEqual([pattern, Month], ['of somebody else', undefined]);
      },
    );

    const failing = scheduled(march);
    const started = new Date();
    await lab.prove('after three failed attempts, the event waits in a queue for a person', async () => {
      await deliver(failing);
      const record = await lab.eventually(
        'the failed run',
        () => failedRun(failing.id),
        10 * minutes,
      );
      assert.deepEqual(record.requestPayload, failing);
      assert.equal(record.requestContext.condition, 'RetriesExhausted');

      // The log has one line for each attempt.
      const attempts = await lab.eventually(
        'the log of three attempts',
        async () => {
          const { events = [] } = await cloudwatchLogs.send(
            new FilterLogEventsCommand({
              logGroupName: taker.LoggingConfig?.LogGroup,
              startTime: started.getTime() - 60_000,
              filterPattern: `"${failing.id}"`,
            }),
          );
          return events.length >= 3 ? events.length : undefined;
        },
        5 * minutes,
      );
      assert.equal(attempts, 3);
      return `after ${Math.round((Date.now() - started.getTime()) / 1000)} s`;
    }, ['lambda: context of invocation records']);

    const errors = {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: functionName }],
    };
    await lab.prove('the failed attempts count in the metric of the alarm', () =>
      lab.eventually(
        'an error in the metric',
        async () => {
          const { Datapoints = [] } = await cloudwatch.send(
            new GetMetricStatisticsCommand({
              ...errors,
              StartTime: new Date(begun.getTime() - 60_000),
              EndTime: new Date(Date.now() + 60_000),
              Period: 60,
              Statistics: ['Sum'],
            }),
          );
          const sum = Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
          return sum >= 1 ? `Errors: ${sum}` : undefined;
        },
        10 * minutes,
      ),
    );

    await lab.prove('the alarm goes into ALARM', async () => {
      const { MetricAlarms: [alarm] = [] } = await cloudwatch.send(
        new DescribeAlarmsForMetricCommand(errors),
      );
      // The alarm may be OK again by now, so its history is read.
      return lab.eventually(
        'the alarm',
        async () => {
          const { AlarmHistoryItems = [] } = await cloudwatch.send(
            new DescribeAlarmHistoryCommand({
              AlarmName: alarm?.AlarmName,
              HistoryItemType: 'StateUpdate',
              StartDate: begun,
              EndDate: new Date(),
            }),
          );
          return AlarmHistoryItems.find(({ HistorySummary }) =>
            HistorySummary?.endsWith('to ALARM'),
          )?.HistorySummary;
        },
        15 * minutes,
      );
    }, ['cloudwatch: alarms on metrics of services']);
  } finally {
    await lab.prove('the exercise deletes its own snapshots and no others', async () => {
      await removeAll();
      assert.deepEqual(await manualSnapshots(), before);
    });
  }
};

async function find(id: string): Promise<DBSnapshot | undefined> {
  try {
    const { DBSnapshots } = await rds.send(
      new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: id }),
    );
    return DBSnapshots?.[0];
  } catch (error) {
    if (error instanceof DBSnapshotNotFoundFault) return undefined;
    throw error;
  }
}

function tagsOf({ TagList = [] }: DBSnapshot): Record<string, string | undefined> {
  return Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]));
}

function text(payload: Uint8Array | undefined): string {
  return payload ? new TextDecoder().decode(payload) : 'null';
}
