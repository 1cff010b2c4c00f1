import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
  type StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateDescribeLogGroups,
  paginateDescribeMetricFilters,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';

/** Values for one namespace. */
export interface Extracted {
  readonly Namespace: string;
  readonly MetricData: MetricDatum[];
}

/** Which lines of which log group are read, and what each becomes. */
interface Reading {
  readonly logGroupName: string | undefined;
  readonly filterPattern: string | undefined;
  readonly extract: (event: FilteredLogEvent) => Extracted[];
}

/**
 * Publishes what metric filters extract: their value for every line that matches from now on. The
 * emulator itself matches the pattern, without regard to case. The default value for other lines is not published.
 * @returns stops the reading
 */
export async function runMetricFilters(): Promise<() => Promise<void>> {
  const readings: Reading[] = [];
  for await (const { metricFilters = [] } of paginateDescribeMetricFilters(
    { client: new CloudWatchLogsClient({}) },
    {},
  )) {
    for (const { logGroupName, filterPattern, metricTransformations = [] } of metricFilters) {
      const extract: Reading['extract'] = ({ timestamp = Date.now() }) =>
        metricTransformations.map(({ metricNamespace = '', metricName = '', metricValue = '' }) => {
          const Value = Number(metricValue);
          if (metricValue === '' || Number.isNaN(Value)) {
            throw new Error(`expected a number as the value of ${metricName}, got ${metricValue}`);
          }
          const Timestamp = new Date(timestamp);
          return {
            Namespace: metricNamespace,
            MetricData: [{ MetricName: metricName, Value, Timestamp }],
          };
        });
      readings.push({ logGroupName, filterPattern, extract });
    }
  }
  return follow(readings);
}

/** Publishes the metrics of lines in the embedded metric format, of every log group that exists now. */
export async function extractEmbeddedMetrics(): Promise<() => Promise<void>> {
  const readings: Reading[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups(
    { client: new CloudWatchLogsClient({}) },
    {},
  )) {
    for (const { logGroupName } of logGroups) {
      readings.push({
        logGroupName,
        filterPattern: '"CloudWatchMetrics"',
        extract: ({ message = '' }) => embeddedMetrics(message),
      });
    }
  }
  return follow(readings);
}

function follow(readings: readonly Reading[]): () => Promise<void> {
  const stopped = new AbortController();
  const started = Date.now();
  const running = readings.map(async (reading) => {
    const seen = new Set<string>();
    while (!stopped.signal.aborted) {
      await publishNew(reading, seen, started);
      await sleep(500, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  });
  return async () => {
    stopped.abort();
    await Promise.all(running);
  };
}

async function publishNew(
  { logGroupName, filterPattern, extract }: Reading,
  seen: Set<string>,
  startTime: number,
): Promise<void> {
  const cloudwatch = new CloudWatchClient({});
  // The lines of a function have no event id here, and two of them can be the same.
  const equals = new Map<string, number>();
  try {
    for await (const { events = [] } of paginateFilterLogEvents(
      { client: new CloudWatchLogsClient({}) },
      { logGroupName, filterPattern, startTime },
    )) {
      for (const event of events) {
        const line = JSON.stringify([event.logStreamName, event.timestamp, event.message]);
        const equal = (equals.get(line) ?? 0) + 1;
        equals.set(line, equal);
        const key = `${equal} ${line}`;
        if (seen.has(key)) continue;
        seen.add(key);
        for (const data of extract(event)) await cloudwatch.send(new PutMetricDataCommand(data));
      }
    }
  } catch (error) {
    // Another pattern may have deleted its log group in the meantime.
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
  }
}

/** The metrics of one line in the embedded metric format; none where the line is something else. */
export function embeddedMetrics(message: string): Extracted[] {
  let root: unknown;
  try {
    root = JSON.parse(message);
  } catch {
    return [];
  }
  if (!isRecord(root) || !isRecord(root._aws)) return [];
  const { Timestamp, CloudWatchMetrics } = root._aws;
  if (typeof Timestamp !== 'number' || !Array.isArray(CloudWatchMetrics)) return [];
  return CloudWatchMetrics.filter(isRecord).flatMap(({ Namespace, Dimensions, Metrics }) => {
    if (typeof Namespace !== 'string' || !Array.isArray(Dimensions) || !Array.isArray(Metrics)) {
      return [];
    }
    const MetricData = Metrics.filter(isRecord).flatMap(({ Name, Unit, StorageResolution }) => {
      const value = root[String(Name)];
      const Values = [value].flat();
      if (!Values.every((one): one is number => typeof one === 'number')) return [];
      return Dimensions.filter(Array.isArray).map((names) => ({
        MetricName: String(Name),
        Dimensions: names.map((name) => ({ Name: `${name}`, Value: `${root[`${name}`]}` })),
        Timestamp: new Date(Timestamp),
        Values,
        Unit: Unit as StandardUnit | undefined,
        StorageResolution: StorageResolution === 1 ? 1 : 60,
      }));
    });
    return MetricData.length > 0 ? [{ Namespace, MetricData }] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
