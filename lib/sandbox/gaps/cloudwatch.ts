import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaOf, role, withStack } from './deployed';
import type { GapsOf } from './gap';

export const cloudwatch = {
  'cloudwatch: alarms on metrics of services': {
    seen: '1.5.33',
    what: 'An alarm is evaluated when a program puts metric data, but not for metrics that AWS services record themselves.',
    handling: 'corrected',
    correction: 'alarms',
    how: 'Every alarm is evaluated each second.',
    closed: evaluatesServiceMetrics,
  },
  'cloudwatch: datapoints to alarm': {
    seen: '1.5.33',
    what: 'An alarm compares one statistic over all of its periods together, and DatapointsToAlarm has no effect.',
    handling: 'corrected',
    correction: 'alarms',
    how: 'An alarm counts the last periods that breach its threshold.',
    closed: async () => (await alarmAnswers()).countsPeriods,
  },
  'cloudwatch: dimensions of alarms': {
    seen: '1.5.33',
    what: 'An alarm evaluates the data of its metric with all dimensions together.',
    handling: 'corrected',
    correction: 'alarms',
    how: 'An alarm evaluates the metric with exactly its dimensions.',
    closed: async () => (await alarmAnswers()).asksDimensions,
  },
  'cloudwatch: missing data': {
    seen: '1.5.33',
    what: 'An alarm is evaluated only when data arrives, so that TreatMissingData has no effect.',
    handling: 'corrected',
    correction: 'alarms',
    how: 'An alarm treats a period without data as TreatMissingData says.',
    closed: async () => (await alarmAnswers()).missesData,
  },
} satisfies GapsOf;

/** Whether an alarm on the invocations of a function goes into ALARM once it is invoked. */
export async function evaluatesServiceMetrics(): Promise<boolean> {
  return withStack(
    'EvaluatesServiceMetrics',
    watchedFunction,
    async ({ Function: FunctionName, Alarm = '' }) => {
      await new LambdaClient({}).send(new InvokeCommand({ FunctionName }));
      await sleep(3000);
      const { MetricAlarms = [] } = await new CloudWatchClient({}).send(
        new DescribeAlarmsCommand({ AlarmNames: [Alarm] }),
      );
      return MetricAlarms[0]?.StateValue === 'ALARM';
    },
  );
}

const watchedFunction = {
  Resources: {
    Role: role,
    Function: lambdaOf('exports.handler = async () => undefined'),
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Function' } }],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      },
    },
  },
  Outputs: { Function: { Value: { Ref: 'Function' } }, Alarm: { Value: { Ref: 'Alarm' } } },
};

/** How the emulator evaluates an alarm. */
export interface AlarmAnswers {
  readonly countsPeriods: boolean;
  readonly asksDimensions: boolean;
  readonly missesData: boolean;
}

let ofTheAlarm: Promise<AlarmAnswers> | undefined;

/** Puts data that should leave two alarms in OK, and none for a third, which should go into ALARM; three gaps share one run. */
export function alarmAnswers(): Promise<AlarmAnswers> {
  ofTheAlarm ??= withStack('AnswersOfAnAlarm', threeAlarms, async (outputs) => {
    const cloudwatch = new CloudWatchClient({});
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    const high = { Values: [97], Counts: [10], Timestamp: ago(0), StorageResolution: 1 };
    const low = { Value: 20, StorageResolution: 1 };
    await cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: 'ProbeOfAlarms',
        MetricData: [
          { ...low, MetricName: 'Periods', Timestamp: ago(20) },
          { ...low, MetricName: 'Periods', Timestamp: ago(10) },
          { ...high, MetricName: 'Periods' },
          { ...low, MetricName: 'Dimensions', Timestamp: ago(1) },
          { ...high, MetricName: 'Dimensions', Dimensions: [{ Name: 'Other', Value: 'one' }] },
        ],
      }),
    );
    await sleep(3000);
    const { MetricAlarms = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: Object.values(outputs) }),
    );
    const stateOf = (name = '') =>
      MetricAlarms.find(({ AlarmName }) => AlarmName === outputs[name])?.StateValue;
    return {
      countsPeriods: stateOf('Periods') === 'OK',
      asksDimensions: stateOf('Dimensions') === 'OK',
      missesData: stateOf('Silence') === 'ALARM',
    };
  });
  return ofTheAlarm;
}

const alarmOn = (MetricName: string, EvaluationPeriods: number) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    Namespace: 'ProbeOfAlarms',
    MetricName,
    Statistic: 'Average',
    Period: 10,
    EvaluationPeriods,
    DatapointsToAlarm: Math.min(2, EvaluationPeriods),
    Threshold: 80,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'breaching',
  },
});

const threeAlarms = {
  Resources: {
    Periods: alarmOn('Periods', 3),
    Dimensions: alarmOn('Dimensions', 1),
    Silence: alarmOn('Silence', 1),
  },
  Outputs: {
    Periods: { Value: { Ref: 'Periods' } },
    Dimensions: { Value: { Ref: 'Dimensions' } },
    Silence: { Value: { Ref: 'Silence' } },
  },
};
