import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { withStack } from './deployed';
import type { GapsOf } from './gap';

export const logs = {
  'logs: metric filters': {
    seen: '1.5.33',
    what: 'Metric filters are stored, but no log line becomes a metric.',
    handling: 'corrected',
    correction: 'log_metrics',
    how: 'Each line that matches becomes the value of the filter, and each other line its default value.',
    closed: async () => (await logAnswers()).filters,
  },
  'logs: embedded metric format': {
    seen: '1.5.33',
    what: 'A log line in the embedded metric format stays a log line: no metric is extracted.',
    handling: 'corrected',
    correction: 'log_metrics',
    how: 'Such a line becomes the metrics that it names.',
    closed: async () => (await logAnswers()).embedded,
  },
} satisfies GapsOf;

/** Which metrics the emulator makes of log lines. */
export interface LogAnswers {
  readonly filters: boolean;
  readonly embedded: boolean;
}

let ofTheLog: Promise<LogAnswers> | undefined;

/** Writes a line that a filter matches and a line in the embedded metric format; two gaps share one run. */
export function logAnswers(): Promise<LogAnswers> {
  ofTheLog ??= withStack('AnswersOfALog', filteredLog, async ({ Group: logGroupName }) => {
    const logs = new CloudWatchLogsClient({});
    const logStreamName = 'probe';
    const timestamp = Date.now();
    const directive = {
      Namespace: 'ProbeOfLogs',
      Dimensions: [[]],
      Metrics: [{ Name: 'Embedded' }],
    };
    const line = {
      _aws: { Timestamp: timestamp, CloudWatchMetrics: [directive] },
      Embedded: 1,
    };
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: [
          { timestamp, message: 'ERROR of a probe' },
          { timestamp, message: JSON.stringify(line) },
        ],
      }),
    );
    await sleep(1000);
    const { Metrics = [] } = await new CloudWatchClient({}).send(
      new ListMetricsCommand({ Namespace: 'ProbeOfLogs' }),
    );
    const names = Metrics.map(({ MetricName }) => MetricName);
    return { filters: names.includes('Filtered'), embedded: names.includes('Embedded') };
  });
  return ofTheLog;
}

const filteredLog = {
  Resources: {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
    Filter: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: {
        LogGroupName: { Ref: 'Group' },
        FilterPattern: '"ERROR"',
        MetricTransformations: [
          { MetricNamespace: 'ProbeOfLogs', MetricName: 'Filtered', MetricValue: '1' },
        ],
      },
    },
  },
  Outputs: { Group: { Value: { Ref: 'Group' } } },
};
