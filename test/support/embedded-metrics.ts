import type { MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';

/** Values for one namespace. */
export interface Extracted {
  readonly Namespace: string;
  readonly MetricData: MetricDatum[];
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
