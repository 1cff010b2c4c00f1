import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaOf, role, withStack } from './deployed';
import type { GapsOf } from './gap';

export const cloudwatch = {
  'cloudwatch: alarms on metrics of services': {
    seen: '1.5.33',
    what: 'An alarm is evaluated when a program puts metric data, but not for metrics that AWS services record themselves.',
    handling: 'left out',
    how: 'The sandbox proves that the metric is recorded, but not that the alarm goes into ALARM.',
    closed: evaluatesServiceMetrics,
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
