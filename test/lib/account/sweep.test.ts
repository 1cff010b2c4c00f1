import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { RDSClient } from '@aws-sdk/client-rds';
import { SFNClient } from '@aws-sdk/client-sfn';
import {
  describeThings,
  findThings,
  isPastExpiry,
  remove,
  sweepable,
  type Thing,
} from '../../../lib/account/sweep';

jest.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

const today = '2026-11-21';
const tags = {
  project: 'aws-exam-patterns',
  pattern: 'SqsDeadLetterQueue',
  owner: 'ada',
  expires: '2026-11-20',
};
const asList = (record: Record<string, string>) =>
  Object.entries(record).map(([Key, Value]) => ({ Key, Value }));
const { project, ...withoutProject } = tags;

type Answers = Record<string, (input: Record<string, unknown>) => unknown>;

/** Answers the calls of one service by the name of the command; another command is an error. */
function stub(client: { prototype: unknown }, answers: Answers) {
  const send = jest.spyOn(
    client.prototype as { send: (command: object) => Promise<unknown> },
    'send',
  );
  return send.mockImplementation(async (command) => {
    const name = command.constructor.name.replace(/Command$/, '');
    const answer = answers[name];
    if (!answer) throw new Error(`unexpected ${name}`);
    return answer((command as { input: Record<string, unknown> }).input);
  });
}

/** An account with the given things in it. */
function account({
  stacks = [],
  snapshots = () => [],
  groups = {},
}: {
  stacks?: object[];
  snapshots?: () => object[];
  groups?: Record<string, Record<string, string>>;
}) {
  stub(CloudFormationClient, { DescribeStacks: () => ({ Stacks: stacks }) });
  const rds = stub(RDSClient, { DescribeDBSnapshots: () => ({ DBSnapshots: snapshots() }) });
  const logs = stub(CloudWatchLogsClient, {
    DescribeLogGroups: ({ logGroupNamePattern }) => ({
      logGroups: Object.keys(groups)
        .filter((name) => name.includes(String(logGroupNamePattern)))
        .map((name) => ({ logGroupName: name, logGroupArn: `arn:${name}`, arn: `arn:${name}:*` })),
    }),
    ListTagsForResource: ({ resourceArn }) => ({
      tags: groups[String(resourceArn).replace('arn:', '')],
    }),
  });
  return { rds, logs };
}

const names = (things: readonly Thing[]) => things.map(({ name }) => name);

describe('what is found', () => {
  const stack = {
    StackName: 'SqsDeadLetterQueue',
    StackId: 'arn:stack',
    StackStatus: 'CREATE_COMPLETE',
    Tags: asList(tags),
  };
  const snapshot = {
    DBSnapshotIdentifier: 'last-one',
    SnapshotType: 'manual',
    Status: 'available',
    TagList: asList(tags),
  };

  test('are stacks, manual snapshots and log groups without a stack, with what their tags say', async () => {
    account({
      stacks: [stack],
      snapshots: () => [snapshot],
      groups: { 'SqsDeadLetterQueue-Logs-1': tags },
    });
    const told = { pattern: 'SqsDeadLetterQueue', owner: 'ada', expires: '2026-11-20' };
    expect(await findThings(['SqsDeadLetterQueue'])).toEqual({
      failures: [],
      things: [
        {
          kind: 'stack',
          name: stack.StackName,
          id: 'arn:stack',
          status: 'CREATE_COMPLETE',
          ...told,
        },
        {
          kind: 'database snapshot',
          name: 'last-one',
          id: 'last-one',
          status: 'available',
          ...told,
        },
        {
          kind: 'log group',
          name: 'SqsDeadLetterQueue-Logs-1',
          id: 'SqsDeadLetterQueue-Logs-1',
          status: '',
          ...told,
        },
      ],
    });
  });

  test('is nothing that has no tags, or those of another project', async () => {
    const others = [{}, withoutProject, { ...tags, project: 'payroll' }];
    account({
      stacks: others.map((record, n) => ({ ...stack, StackId: `arn:${n}`, Tags: asList(record) })),
      snapshots: () => [
        ...others.map((record) => ({ ...snapshot, TagList: asList(record) })),
        { ...snapshot, TagList: undefined },
      ],
      groups: { 'SqsDeadLetterQueue-1': {}, 'SqsDeadLetterQueue-2': withoutProject },
    });
    expect(await findThings(['SqsDeadLetterQueue'])).toEqual({ things: [], failures: [] });
  });

  test('is no automated snapshot, whatever its tags and whatever the service answers', async () => {
    const { rds } = account({
      snapshots: () => [
        { ...snapshot, SnapshotType: 'automated' },
        { ...snapshot, SnapshotType: 'awsbackup' },
        { ...snapshot, SnapshotType: undefined },
      ],
    });
    expect((await findThings([])).things).toEqual([]);
    expect(
      rds.mock.calls.map(([command]) => (command as unknown as { input: object }).input),
    ).toEqual([expect.objectContaining({ SnapshotType: 'manual' })]);
  });

  test('is no nested stack, which goes with its parent', async () => {
    account({ stacks: [stack, { ...stack, StackName: 'Inner', ParentId: 'arn:stack' }] });
    expect(names((await findThings([])).things)).toEqual(['SqsDeadLetterQueue']);
  });

  test('is no log group of a stack that is there, but those of one that is gone', async () => {
    const of = (id: string) => ({ ...tags, 'aws:cloudformation:stack-id': id });
    account({
      stacks: [stack],
      groups: {
        'SqsDeadLetterQueue-new': of('arn:stack'),
        'SqsDeadLetterQueue-old': of('arn:gone'),
      },
    });
    expect(names((await findThings(['SqsDeadLetterQueue', 'DeadLetter'])).things)).toEqual([
      'SqsDeadLetterQueue',
      'SqsDeadLetterQueue-old',
    ]);
  });

  test('is reported with what could not be listed, and why', async () => {
    account({
      stacks: [stack],
      snapshots: () => {
        throw Object.assign(new Error('not for\n you'), { name: 'AccessDenied' });
      },
    });
    const { things, failures } = await findThings([]);
    expect(names(things)).toEqual(['SqsDeadLetterQueue']);
    expect(failures).toEqual(['could not list database snapshots: AccessDenied: not for you']);
  });

  test('is unknown when the stacks cannot be listed', async () => {
    account({});
    stub(CloudFormationClient, {});
    await expect(findThings([])).rejects.toThrow('unexpected DescribeStacks');
  });
});

const thing = (name: string, more: Partial<Thing> = {}): Thing => ({
  kind: 'stack',
  name,
  id: name,
  status: 'CREATE_COMPLETE',
  pattern: 'SqsDeadLetterQueue',
  owner: 'ada',
  expires: '2026-11-22',
  ...more,
});

describe('the expiry date', () => {
  test.each([
    ['2026-11-20', true],
    ['2026-11-21', false],
    ['2026-11-22', false],
    ['2025-12-31', true],
    [undefined, false],
  ])('%s: it is %s that this is over', (expires, over) => {
    expect(isPastExpiry(thing('x', { expires }), today)).toBe(over);
  });

  test('that is no day counts as none', async () => {
    const odd = (expires: string) => ({ StackName: expires, Tags: asList({ ...tags, expires }) });
    account({ stacks: ['never', '', '1', '2026-1-1', '2026-11-20T00:00Z'].map(odd) });
    for (const { expires } of (await findThings([])).things) expect(expires).toBeUndefined();
  });
});

describe('what may be deleted', () => {
  const things = [
    thing('overdue', { expires: '2026-11-20' }),
    thing('wanted'),
    thing('kept', { kind: 'database snapshot', expires: undefined }),
    thing('ownerless', { owner: undefined, expires: '2026-11-20' }),
    thing('patternless', { pattern: undefined, expires: '2026-11-20' }),
  ];

  test('is what is past its expiry date', () => {
    expect(names(sweepable(things, today, false))).toEqual(['overdue']);
  });

  test('is with --all the rest as well, but never what lacks a tag', () => {
    expect(names(sweepable(things, today, true))).toEqual(['overdue', 'wanted']);
  });

  test('is told from the rest line by line', () => {
    expect(describeThings(things.slice(0, 3), today)).toEqual([
      '  stack              overdue  CREATE_COMPLETE  owner ada  PAST ITS EXPIRY, 2026-11-20',
      '  stack              wanted   CREATE_COMPLETE  owner ada  until 2026-11-22',
      '  database snapshot  kept     CREATE_COMPLETE  owner ada  to be kept: it has no expiry date',
    ]);
  });
});

describe('deleting', () => {
  test('a snapshot deletes that snapshot', async () => {
    const DeleteDBSnapshot = jest.fn(() => ({}));
    stub(RDSClient, { DeleteDBSnapshot });
    await remove(thing('last-one', { kind: 'database snapshot' }));
    expect(DeleteDBSnapshot.mock.calls).toEqual([[{ DBSnapshotIdentifier: 'last-one' }]]);
  });

  test('a log group deletes that log group', async () => {
    const DeleteLogGroup = jest.fn(() => ({}));
    stub(CloudWatchLogsClient, { DeleteLogGroup });
    await remove(thing('logs', { kind: 'log group' }));
    expect(DeleteLogGroup.mock.calls).toEqual([[{ logGroupName: 'logs' }]]);
  });

  test('a stack ends the executions that wait, and waits for a backup', async () => {
    const calls: string[] = [];
    const note = (call: string) => () => {
      calls.push(call);
      return {};
    };
    stub(CloudFormationClient, {
      ListStackResources: () => ({
        StackResourceSummaries: [
          { ResourceType: 'AWS::SQS::Queue', PhysicalResourceId: 'queue' },
          { ResourceType: 'AWS::StepFunctions::StateMachine', PhysicalResourceId: 'machine' },
          { ResourceType: 'AWS::RDS::DBInstance', PhysicalResourceId: 'database' },
          {
            ResourceType: 'AWS::RDS::DBInstance',
            PhysicalResourceId: 'gone',
            ResourceStatus: 'DELETE_COMPLETE',
          },
        ],
      }),
      DeleteStack: note('delete'),
      DescribeStacks: () => ({ Stacks: [{ StackStatus: 'DELETE_COMPLETE' }] }),
    });
    stub(SFNClient, {
      ListExecutions: ({ stateMachineArn, statusFilter }) => ({
        executions: [
          { executionArn: `${stateMachineArn} ${statusFilter} 1` },
          { executionArn: `${stateMachineArn} ${statusFilter} 2` },
        ],
      }),
      StopExecution: ({ executionArn }) => note(`stop ${executionArn}`)(),
    });
    const states = ['backing-up', 'backing-up', 'available'];
    stub(RDSClient, {
      DescribeDBInstances: ({ DBInstanceIdentifier }) => {
        const DBInstanceStatus = states.shift();
        note(`${DBInstanceIdentifier} ${DBInstanceStatus}`)();
        return { DBInstances: [{ DBInstanceStatus }] };
      },
    });
    await remove(thing('Refunds', { id: 'arn:refunds' }));
    expect(calls).toEqual([
      'stop machine RUNNING 1',
      'stop machine RUNNING 2',
      'database backing-up',
      'database backing-up',
      'database available',
      'delete',
    ]);
  });

  test('a stack waits until it is gone', async () => {
    const states = ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'];
    const DeleteStack = jest.fn(() => ({}));
    stub(CloudFormationClient, {
      ListStackResources: () => ({}),
      DeleteStack,
      DescribeStacks: () => ({ Stacks: [{ StackStatus: states.shift() }] }),
    });
    await remove(thing('Api', { id: 'arn:api' }));
    expect(DeleteStack.mock.calls).toEqual([[{ StackName: 'arn:api' }]]);
    expect(states).toEqual([]);
  }, 20_000);

  test('a stack that stays says which resource stopped it, this time', async () => {
    const failed = (LogicalResourceId: string, ResourceStatusReason: string) => ({
      LogicalResourceId,
      PhysicalResourceId: LogicalResourceId,
      ResourceStatus: 'DELETE_FAILED',
      ResourceStatusReason,
    });
    const own = (ResourceStatus: string) => ({ PhysicalResourceId: 'arn:api', ResourceStatus });
    stub(CloudFormationClient, {
      ListStackResources: () => ({}),
      DeleteStack: () => ({}),
      DescribeStacks: () => ({
        Stacks: [{ StackStatus: 'DELETE_FAILED', StackStatusReason: 'failed to delete: [Files].' }],
      }),
      DescribeStackEvents: () => ({
        StackEvents: [
          own('DELETE_FAILED'),
          failed('Files', 'The bucket is not empty'),
          own('DELETE_IN_PROGRESS'),
          failed('Role', 'of the attempt before'),
        ],
      }),
    });
    await expect(remove(thing('Api', { id: 'arn:api' }))).rejects.toThrow(
      /^DELETE_FAILED failed to delete: \[Files\]\.; Files: The bucket is not empty$/,
    );
  });

  test('a stack that may not be deleted says why', async () => {
    stub(CloudFormationClient, {
      ListStackResources: () => ({}),
      DeleteStack: () => {
        throw new Error('TerminationProtection is enabled');
      },
    });
    await expect(remove(thing('Api'))).rejects.toThrow('TerminationProtection is enabled');
  });
});
