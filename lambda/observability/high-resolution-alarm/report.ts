/** How busy the processor of one server was, at one moment. */
export interface Sample {
  readonly at: Date;
  /** 0 to 100 percent. */
  readonly processor: number;
}

/** What the script on one server sends every ten seconds. */
export interface Report {
  /** 1 to 64 lowercase letters, digits, dots and hyphens, so that no name contains the word ERROR. */
  readonly server: string;
  /** 1 to 150 samples. */
  readonly samples: readonly Sample[];
}

/** The part of a metric datum of PutMetricData that this pattern uses. */
export interface Datum {
  readonly MetricName: string;
  readonly Timestamp: Date;
  readonly Values: number[];
  readonly Counts: number[];
  readonly Unit: 'Percent';
  readonly StorageResolution: 1 | 60;
}

const second = 1000;
const hour = 3600 * second;
const week = 7 * 24 * hour;

/**
 * Reads a report from an event.
 * @param now in milliseconds: CloudWatch takes values that are up to two weeks old or two hours ahead
 * @throws if the event is not a report; the error shows what is wrong with it
 */
export function parseReport(event: unknown, now: number): Report {
  const { server, samples } = (event ?? {}) as Partial<Record<keyof Report, unknown>>;
  if (typeof server !== 'string' || !/^[a-z0-9.-]{1,64}$/.test(server)) {
    throw new Error(`expected a server such as "web-1", got ${excerpt(server)}`);
  }
  if (!Array.isArray(samples) || samples.length < 1 || samples.length > 150) {
    throw new Error(
      `expected 1 to 150 samples, got ${Array.isArray(samples) ? samples.length : excerpt(samples)}`,
    );
  }
  return { server, samples: samples.map((sample) => parseSample(sample, now)) };
}

function parseSample(value: unknown, now: number): Sample {
  const { at, processor } = (value ?? {}) as Partial<Record<keyof Sample, unknown>>;
  if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(at)) {
    throw new Error(`expected a time such as "2026-11-28T08:00:00Z", got ${excerpt(at)}`);
  }
  const time = new Date(at).getTime();
  // JavaScript turns the 30th of February into the 2nd of March, which begins differently.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(at.slice(0, 19))) {
    throw new Error(`expected a time that exists, got ${excerpt(at)}`);
  }
  if (!(time >= now - 2 * week && time <= now + 2 * hour)) {
    throw new Error(`expected a time at most two weeks ago or two hours ahead, got ${excerpt(at)}`);
  }
  if (typeof processor !== 'number' || !(processor >= 0 && processor <= 100)) {
    throw new Error(`expected a processor of 0 to 100 percent, got ${excerpt(processor)}`);
  }
  return { at: new Date(time), processor };
}

/**
 * One datum for each second, in the order of time. Equal values of a second are counted, so that one
 * request carries them all.
 */
export function toMetricData({ samples }: Report): Datum[] {
  const seconds = new Map<number, Map<number, number>>();
  for (const { at, processor } of samples) {
    const start = Math.floor(at.getTime() / second) * second;
    const values = seconds.get(start) ?? new Map<number, number>();
    seconds.set(start, values.set(processor, (values.get(processor) ?? 0) + 1));
  }
  return [...seconds]
    .sort(([a], [b]) => a - b)
    .map(([start, values]) => ({
      MetricName: 'ProcessorUtilization',
      Timestamp: new Date(start),
      Values: [...values.keys()],
      Counts: [...values.values()],
      Unit: 'Percent',
      // Without this, CloudWatch would store one value for each minute.
      StorageResolution: 1,
    }));
}

/**
 * A log line in the embedded metric format: CloudWatch makes the metric Accepted from it, without
 * a call. The server is not a dimension, because each server would then be a metric of its own.
 */
export function embeddedMetric(namespace: string, report: Report, now: number): string {
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [[]],
          Metrics: [{ Name: 'Accepted', Unit: 'Count', StorageResolution: 1 }],
        },
      ],
    },
    server: report.server,
    Accepted: report.samples.length,
  });
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
