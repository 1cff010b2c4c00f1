import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  paginateDescribeStacks,
  paginateListStackResources,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  ListTagsForResourceCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteDBSnapshotCommand,
  DescribeDBInstancesCommand,
  paginateDescribeDBSnapshots,
  RDSClient,
} from '@aws-sdk/client-rds';
import { paginateListExecutions, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { inOneLine } from '../model/in-one-line';
import { project } from './context';

/** Something that this project deployed, or had made, and that is still in the account. */
export interface Thing {
  readonly kind: 'stack' | 'database snapshot' | 'log group';
  readonly name: string;
  /** What the delete call takes: the ARN of a stack, the name of the others. */
  readonly id: string;
  /** As the service says it; empty for a log group, which has none. */
  readonly status: string;
  readonly pattern: string | undefined;
  readonly owner: string | undefined;
  /** The last day on which it is wanted, as YYYY-MM-DD; undefined where it is to be kept. */
  readonly expires: string | undefined;
}

type Tags = Readonly<Record<string, string | undefined>>;

/**
 * Finds what the account and Region of the environment have of this project: stacks, the manual
 * database snapshots that outlive them, and log groups whose stack is gone. What does not carry the
 * tag `project` is not looked at.
 * @param patterns ids of the patterns: every name that a stack gives a log group has its own in it
 * @returns the things, stacks first, and a sentence for every kind that could not be listed
 * @throws if the stacks cannot be listed: without them nobody knows what belongs to a stack
 */
export async function findThings(
  patterns: readonly string[],
): Promise<{ things: Thing[]; failures: string[] }> {
  const stacks = await findStacks();
  const [snapshots, logGroups] = await Promise.allSettled([
    findSnapshots(),
    findLogGroups(patterns, new Set(stacks.map(({ id }) => id))),
  ]);
  const failures: string[] = [];
  const orFailure = (kind: string, found: PromiseSettledResult<Thing[]>): Thing[] => {
    if (found.status === 'fulfilled') return found.value;
    failures.push(`could not list ${kind}: ${inOneLine(found.reason)}`);
    return [];
  };
  return {
    things: [
      ...stacks,
      ...orFailure('database snapshots', snapshots),
      ...orFailure('log groups', logGroups),
    ],
    failures,
  };
}

async function findStacks(): Promise<Thing[]> {
  const found: (Thing | undefined)[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks(
    { client: new CloudFormationClient({}) },
    {},
  )) {
    for (const { StackName = '', StackId = '', StackStatus = '', ParentId, Tags } of Stacks) {
      // A nested stack has the tags of its parent, and goes with it.
      if (!ParentId) found.push(ours('stack', StackName, StackId, StackStatus, toRecord(Tags)));
    }
  }
  return found.filter((thing) => thing !== undefined);
}

async function findSnapshots(): Promise<Thing[]> {
  const found: (Thing | undefined)[] = [];
  for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots(
    { client: new RDSClient({}) },
    { SnapshotType: 'manual' },
  )) {
    for (const {
      DBSnapshotIdentifier: name = '',
      Status = '',
      SnapshotType,
      TagList,
    } of DBSnapshots) {
      // Asked for above, and looked at once more: an automated snapshot has the tags of its instance.
      if (SnapshotType !== 'manual') continue;
      found.push(ours('database snapshot', name, name, Status, toRecord(TagList)));
    }
  }
  return found.filter((thing) => thing !== undefined);
}

async function findLogGroups(
  patterns: readonly string[],
  liveStacks: ReadonlySet<string>,
): Promise<Thing[]> {
  const client = new CloudWatchLogsClient({});
  const found = new Map<string, Thing>();
  for (const logGroupNamePattern of patterns) {
    for await (const { logGroups = [] } of paginateDescribeLogGroups(
      { client },
      { logGroupNamePattern },
    )) {
      for (const { logGroupName: name = '', logGroupArn } of logGroups) {
        if (found.has(name)) continue;
        const { tags = {} } = await client.send(
          new ListTagsForResourceCommand({ resourceArn: logGroupArn }),
        );
        const thing = ours('log group', name, name, '', tags);
        if (thing && !liveStacks.has(tags['aws:cloudformation:stack-id'] ?? ''))
          found.set(name, thing);
      }
    }
  }
  return [...found.values()];
}

/** The thing with what its tags say, or undefined if they do not name this project. */
function ours(
  kind: Thing['kind'],
  name: string,
  id: string,
  status: string,
  { pattern, owner, expires, ...tags }: Tags,
): Thing | undefined {
  if (tags.project !== project) return undefined;
  // An invalid day cannot be compared, so such a thing is kept.
  const isDay = expires !== undefined && /^\d{4}-\d\d-\d\d$/.test(expires);
  return { kind, name, id, status, pattern, owner, expires: isDay ? expires : undefined };
}

const toRecord = (tags: { Key?: string; Value?: string }[] = []): Tags =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));

/** Whether the last day on which the thing is wanted is over; never, if it has none. */
export function isPastExpiry({ expires }: Thing, today: string): boolean {
  return expires !== undefined && expires < today;
}

/**
 * The things that a sweep may delete: those past their expiry, or with `all` those before it as
 * well. What lacks one of the four tags is never among them: a backup that is to be kept has no expiry.
 * @param today as YYYY-MM-DD, in UTC
 */
export function sweepable(things: readonly Thing[], today: string, all: boolean): readonly Thing[] {
  return things.filter(
    (thing) =>
      thing.pattern !== undefined &&
      thing.owner !== undefined &&
      thing.expires !== undefined &&
      (all || isPastExpiry(thing, today)),
  );
}

/** One line per thing: what it is, whose, and until when. */
export function describeThings(things: readonly Thing[], today: string): string[] {
  const rows = things.map((thing) => [
    thing.kind,
    thing.name,
    thing.status,
    `owner ${thing.owner ?? '-'}`,
    isPastExpiry(thing, today)
      ? `PAST ITS EXPIRY, ${thing.expires}`
      : thing.expires
        ? `until ${thing.expires}`
        : 'to be kept: it has no expiry date',
  ]);
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}

/**
 * Deletes one thing, and waits until a stack is gone.
 * @throws if it cannot be deleted; the message says why, with the resources that stopped a stack
 */
export async function remove({ kind, id }: Thing): Promise<void> {
  switch (kind) {
    case 'stack':
      return removeStack(id);
    case 'database snapshot':
      await new RDSClient({}).send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: id }));
      return;
    case 'log group':
      await new CloudWatchLogsClient({}).send(new DeleteLogGroupCommand({ logGroupName: id }));
  }
}

async function removeStack(id: string): Promise<void> {
  const client = new CloudFormationClient({});
  await unblock(client, id);
  await client.send(new DeleteStackCommand({ StackName: id }));
  try {
    // A distribution or a database takes CloudFormation up to half an hour.
    await waitUntilStackDeleteComplete(
      { client, maxWaitTime: 60 * 60, minDelay: 2, maxDelay: 15 },
      { StackName: id },
    );
  } catch (error) {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: id }));
    const { StackStatus, StackStatusReason = '' } = Stacks[0] ?? {};
    if (StackStatus !== 'DELETE_FAILED') throw error;
    const { StackEvents = [] } = await client.send(
      new DescribeStackEventsCommand({ StackName: id }),
    );
    // Newest first: what an earlier attempt ran into lies behind the start of this one.
    const start = StackEvents.findIndex(
      ({ PhysicalResourceId, ResourceStatus }) =>
        PhysicalResourceId === id && ResourceStatus === 'DELETE_IN_PROGRESS',
    );
    const reasons = StackEvents.slice(0, start === -1 ? undefined : start)
      .filter(
        ({ PhysicalResourceId, ResourceStatus }) =>
          PhysicalResourceId !== id && ResourceStatus === 'DELETE_FAILED',
      )
      .map(
        ({ LogicalResourceId, ResourceStatusReason }) =>
          `${LogicalResourceId}: ${ResourceStatusReason}`,
      );
    throw new Error([`DELETE_FAILED ${StackStatusReason}`.trim(), ...reasons].join('; '), {
      cause: error,
    });
  }
}

/** Ends or awaits what would block the deletion of a stack. */
async function unblock(client: CloudFormationClient, stack: string): Promise<void> {
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client },
    { StackName: stack },
  )) {
    for (const { ResourceType, PhysicalResourceId, ResourceStatus } of StackResourceSummaries) {
      if (!PhysicalResourceId || ResourceStatus === 'DELETE_COMPLETE') continue;
      if (ResourceType === 'AWS::StepFunctions::StateMachine')
        await stopExecutions(PhysicalResourceId);
      if (ResourceType === 'AWS::RDS::DBInstance') await untilBackedUp(PhysicalResourceId);
    }
  }
}

/** A state machine is only deleted once its executions have ended, and one that waits for an answer can take a year. */
async function stopExecutions(stateMachineArn: string): Promise<void> {
  const client = new SFNClient({});
  for await (const { executions = [] } of paginateListExecutions(
    { client },
    { stateMachineArn, statusFilter: 'RUNNING' },
  )) {
    for (const { executionArn } of executions)
      await client.send(new StopExecutionCommand({ executionArn }));
  }
}

/** RDS takes a final snapshot of an available instance only, and a backup takes some minutes. */
async function untilBackedUp(DBInstanceIdentifier: string): Promise<void> {
  const client = new RDSClient({});
  for (;;) {
    const { DBInstances: [instance] = [] } = await client.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier }),
    );
    if (instance?.DBInstanceStatus !== 'backing-up') return;
    await sleep(15_000);
  }
}
