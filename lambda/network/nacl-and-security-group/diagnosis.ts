import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type Connection, diagnose, type Flow, readFlow } from './flows';

const { LOG_GROUP_NAME } = process.env;
if (!LOG_GROUP_NAME) throw new Error('expected LOG_GROUP_NAME in the environment');

const logs = new CloudWatchLogsClient({});

/** As many records as fit into the memory and the time of the function with room to spare. */
const MOST = 50_000;

/** The connections that the flow log has seen. */
export interface Report {
  readonly connections: readonly Connection[];
  /** The lines that are no record, such as those of a flow log with a format of its own. */
  readonly unread: number;
  /** Whether there were more records than one report takes. */
  readonly more: boolean;
}

/** Reads the records of the last minutes, 15 by default, and says which connections got no answer, and why. */
export async function handler(event: unknown): Promise<Report> {
  const { minutes = 15 } = (event ?? {}) as { minutes?: unknown };
  if (typeof minutes !== 'number' || !(minutes > 0 && minutes <= 1440)) {
    throw new Error(
      `expected minutes to be above 0 and at most 1440, got ${JSON.stringify(minutes)}`,
    );
  }
  const startTime = Math.floor(Date.now() - minutes * 60_000);
  const flows: Flow[] = [];
  let unread = 0;
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({ logGroupName: LOG_GROUP_NAME, startTime, nextToken }),
    );
    for (const { message = '' } of page.events ?? []) {
      try {
        const flow = readFlow(message);
        if (flow) flows.push(flow);
      } catch (error) {
        unread += 1;
        console.error('unread', error);
      }
    }
    ({ nextToken } = page);
  } while (nextToken && flows.length + unread < MOST);
  return { connections: diagnose(flows), unread, more: nextToken !== undefined };
}
