import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';

/** What an alarm tells its topic. */
interface Page {
  readonly AlarmName: string;
  readonly OldStateValue: string;
  readonly NewStateValue: string;
  readonly Trigger: { readonly Period: number };
}

export const exercise: Exercise = async (lab) => {
  const lambda = new LambdaClient({});
  const cloudwatch = new CloudWatchClient({});
  const sqs = new SQSClient({});
  const started = new Date();
  const processorAlarm = lab.output('ProcessorAlarmName');
  const memoryAlarm = lab.output('MemoryAlarmName');
  const errorAlarm = lab.output('ErrorAlarmName');

  const invoke = async (report: object) => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: lab.output('SamplerName'),
        Payload: JSON.stringify(report),
      }),
    );
    return { failed: FunctionError !== undefined, answer: Buffer.from(Payload ?? []).toString() };
  };
  /** Reports one value for each of the moments, given as seconds before now. */
  const report = async (processor: number, secondsAgo: readonly number[]) => {
    const now = Date.now();
    const samples = secondsAgo.map((seconds) => ({
      at: new Date(now - seconds * 1000).toISOString(),
      processor,
    }));
    const { failed, answer } = await invoke({ server: 'web-1', samples });
    assert.equal(failed, false, answer);
  };
  const stateOf = async (name: string) => {
    const { MetricAlarms = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [name] }),
    );
    return MetricAlarms[0]?.StateValue;
  };
  const becomes = (name: string, state: string, seconds?: number) =>
    lab.eventually(
      `${state} of ${name}`,
      async () => ((await stateOf(name)) === state ? true : undefined),
      seconds,
    );
  const pages: Page[] = [];
  /** The first notification of an alarm that it went into this state, from a certain one if you name it. */
  const page = (name: string, state: string, from?: string) =>
    lab.eventually(`a page that ${name} is in ${state}`, async () => {
      const QueueUrl = lab.output('PagerQueueUrl');
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = '{}', ReceiptHandle } of Messages) {
        pages.push(JSON.parse(Body));
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return pages.find(
        ({ AlarmName, OldStateValue, NewStateValue }) =>
          AlarmName === name &&
          NewStateValue === state &&
          (from ?? OldStateValue) === OldStateValue,
      );
    });
  /** The states that an alarm went into since a moment. */
  const history = async (name: string, since: Date) => {
    const { AlarmHistoryItems = [] } = await cloudwatch.send(
      new DescribeAlarmHistoryCommand({
        AlarmName: name,
        HistoryItemType: 'StateUpdate',
        StartDate: since,
        EndDate: new Date(),
      }),
    );
    return AlarmHistoryItems.map(({ HistoryData = '{}' }) => JSON.parse(HistoryData).newState);
  };

  await lab.prove('an alarm without data is in a third state, INSUFFICIENT_DATA', async () => {
    assert.equal(await stateOf(processorAlarm), 'INSUFFICIENT_DATA');
  });

  // Five calm minutes, with a value every five seconds.
  await report(20, range(5, 300, 5));
  await lab.prove(
    'a calm processor puts the alarm into OK',
    () => becomes(processorAlarm, 'OK', 90),
    ['cloudwatch: datapoints to alarm'],
  );

  await lab.prove('twenty seconds of load put the alarm into ALARM', async () => {
    const loaded = Date.now();
    await report(97, range(0, 19, 1));
    await lab.eventually(
      'ALARM',
      async () => {
        // The script keeps reporting while the load lasts.
        await report(97, [0]);
        return (await stateOf(processorAlarm)) === 'ALARM' || undefined;
      },
      60,
    );
    return `${((Date.now() - loaded) / 1000).toFixed(1)} s after the report`;
  }, ['cloudwatch: datapoints to alarm']);

  await lab.prove(
    'the topic tells the queue of the ALARM, and that the period is 10 s',
    async () => {
      const { OldStateValue, Trigger } = await page(processorAlarm, 'ALARM');
      assert.deepEqual([OldStateValue, Trigger.Period], ['OK', 10]);
    },
  );

  await lab.prove('the alarm says when the load is over', async () => {
    await lab.eventually(
      'OK',
      async () => {
        await report(20, range(0, 9, 1));
        return (await stateOf(processorAlarm)) === 'OK' || undefined;
      },
      120,
    );
    await page(processorAlarm, 'OK', 'ALARM');
  }, ['cloudwatch: datapoints to alarm']);

  await lab.prove('one line with the word ERROR puts the alarm on the log into ALARM', async () => {
    const { failed, answer } = await invoke({ server: 'web-1', samples: [] });
    assert.equal(failed, true, 'whether the function failed');
    assert.match(answer, /expected 1 to 150 samples, got 0/);
    await becomes(errorAlarm, 'ALARM', 180);
    await page(errorAlarm, 'ALARM');
  }, ['logs: metric filters', 'cloudwatch: datapoints to alarm']);

  await lab.prove('a log line in the embedded metric format becomes a metric', async () => {
    const accepted = await lab.eventually(
      'the metric Accepted',
      async () => {
        const { Datapoints = [] } = await cloudwatch.send(
          new GetMetricStatisticsCommand({
            Namespace: lab.output('Namespace'),
            MetricName: 'Accepted',
            StartTime: new Date(started.getTime() - 60_000),
            EndTime: new Date(Date.now() + 60_000),
            Period: 60,
            Statistics: ['Sum'],
          }),
        );
        const sum = Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
        // The calm minutes were sixty samples, and the first load twenty more.
        return sum >= 80 ? sum : undefined;
      },
      120,
    );
    return `${accepted} samples accepted`;
  }, ['logs: embedded metric format']);

  await lab.prove('memory that the agent reports puts its alarm into ALARM', async () => {
    // No agent runs here. These are the values that it would send for the last five minutes.
    const values = range(0, 300, 60).map((seconds) => ({
      MetricName: 'mem_used_percent',
      Dimensions: [{ Name: 'Fleet', Value: lab.output('Namespace') }],
      Timestamp: new Date(Date.now() - seconds * 1000),
      Value: 95,
      Unit: 'Percent' as const,
    }));
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'CWAgent', MetricData: values }));
    await becomes(memoryAlarm, 'ALARM', 180);
  }, ['cloudwatch: datapoints to alarm']);

  await lab.prove('ten seconds of load, one period of three, alert nobody, and neither does the load of another server', async () => {
    const since = new Date();
    const first = Math.ceil(since.getTime() / 10_000);
    for (let period = -1; period < 4; period = Math.floor(Date.now() / 10_000) - first) {
      await report(period === 1 ? 97 : 20, [0]);
      // Its dimension has another value, so this is another metric.
      await cloudwatch.send(
        new PutMetricDataCommand({
          Namespace: lab.output('Namespace'),
          MetricData: [
            {
              MetricName: 'ProcessorUtilization',
              Dimensions: [{ Name: 'Server', Value: 'web-2' }],
              Value: 97,
              StorageResolution: 1,
            },
          ],
        }),
      );
      await sleep(2000 - (Date.now() % 2000));
    }
    assert.ok(!(await history(processorAlarm, since)).some(isAlarm), 'no ALARM');
  }, ['cloudwatch: datapoints to alarm', 'cloudwatch: dimensions of alarms']);

  await lab.prove(
    'a server that stops reporting puts its alarm into INSUFFICIENT_DATA',
    () => becomes(processorAlarm, 'INSUFFICIENT_DATA', 300),
    ['cloudwatch: missing data'],
  );
};

/** The numbers from one to another, both included, in steps. */
const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

const isAlarm = ({ stateValue }: { readonly stateValue?: string }) => stateValue === 'ALARM';
