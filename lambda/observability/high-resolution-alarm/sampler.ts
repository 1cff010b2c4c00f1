import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { embeddedMetric, parseReport, type Report, toMetricData } from './report';

const { NAMESPACE } = process.env;
if (!NAMESPACE) throw new Error('expected NAMESPACE in the environment');

const cloudwatch = new CloudWatchClient({});

/** Puts the samples of one server into a metric of high resolution; returns how many. */
export async function handler(event: unknown): Promise<{ accepted: number }> {
  const report = read(event);
  await cloudwatch.send(
    new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: toMetricData(report) }),
  );
  // Lambda puts a time and a level in front of what console.log prints, and the format allows neither.
  process.stdout.write(`${embeddedMetric(NAMESPACE as string, report, Date.now())}\n`);
  return { accepted: report.samples.length };
}

/** Writes the word that the metric filter looks for, and still lets the script know what is wrong. */
function read(event: unknown): Report {
  try {
    return parseReport(event, Date.now());
  } catch (error) {
    console.error('ERROR refused a report:', (error as Error).message);
    throw error;
  }
}
