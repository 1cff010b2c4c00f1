import {
  CreateDBSnapshotCommand,
  DBSnapshotAlreadyExistsFault,
  DescribeDBSnapshotsCommand,
  InvalidDBInstanceStateFault,
  RDSClient,
  SnapshotQuotaExceededFault,
} from '@aws-sdk/client-rds';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { ScheduledEvent } from 'aws-lambda';
import fc from 'fast-check';
import {
  expectOurs,
  type FoundSnapshot,
  monthlySnapshot,
} from '../../../../lambda/database/rds-scheduled-snapshot/monthly-snapshot';
import type { Outcome } from '../../../../lambda/database/rds-scheduled-snapshot/snapshot-taker';
import { RdsScheduledSnapshotStack } from '../../../../lib/patterns/database/rds-scheduled-snapshot/stack';
import { decide } from '../../../../lib/permissions/decide';
import { decisions } from '../../../support/decisions';
import { build, logicalId, templateOf, withoutAssetHashes } from '../../../support/synth';

const scheduledEvent = (time: unknown = '2026-12-01T03:00:00Z') =>
  ({
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '111122223333',
    time,
    region: 'eu-central-1',
    resources: ['arn:aws:events:eu-central-1:111122223333:rule/MonthlySchedule'],
    detail: {},
  }) as ScheduledEvent;

describe('the stack', () => {
  const stack = build(RdsScheduledSnapshotStack);
  const template = Template.fromStack(stack);
  const id = (type: string, name: string) => logicalId(stack, type, name);
  const properties = (type: string, name: string) =>
    template.toJSON().Resources[id(type, name)].Properties;

  const database = id('AWS::RDS::DBInstance', 'Database');
  const taker = id('AWS::Lambda::Function', 'SnapshotTaker');
  const undeliveredEvents = id('AWS::SQS::Queue', 'UndeliveredEvents');
  const failedRuns = id('AWS::SQS::Queue', 'FailedRuns');
  const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
  const snapshot = (suffix: string) =>
    `arn:aws:rds:xx-here-1:111111111111:snapshot:${database}-${suffix}`;

  test('is the CloudFormation that was reviewed', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });

  test('sends the event of the rule to the function, and an undelivered event to its queue', () => {
    expect(properties('AWS::Events::Rule', 'MonthlySchedule').Targets).toEqual([
      {
        Arn: arnOf(taker),
        Id: expect.any(String),
        DeadLetterConfig: { Arn: arnOf(undeliveredEvents) },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 2 },
      },
    ]);
  });

  test('sends a run that failed three times to the other queue', () => {
    expect(properties('AWS::Lambda::EventInvokeConfig', 'SnapshotTaker')).toMatchObject({
      FunctionName: { Ref: taker },
      DestinationConfig: { OnFailure: { Destination: arnOf(failedRuns) } },
    });
  });

  test('has an alarm for every way in which a scheduled run can fail', () => {
    const watched = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties: { MetricName, Dimensions } }) => [MetricName, Dimensions[0].Value],
    );
    expect(watched).toEqual([
      ['Errors', { Ref: taker }],
      ['ApproximateNumberOfMessagesVisible', { 'Fn::GetAtt': [undeliveredEvents, 'QueueName'] }],
      ['ApproximateNumberOfMessagesVisible', { 'Fn::GetAtt': [failedRuns, 'QueueName'] }],
    ]);
  });

  test('keeps failed events for longer than EventBridge and Lambda retry', () => {
    const { RetryPolicy } = properties('AWS::Events::Rule', 'MonthlySchedule').Targets[0];
    const { MaximumEventAgeInSeconds } = properties(
      'AWS::Lambda::EventInvokeConfig',
      'SnapshotTaker',
    );
    for (const queue of ['UndeliveredEvents', 'FailedRuns']) {
      const { MessageRetentionPeriod } = properties('AWS::SQS::Queue', queue);
      expect(MessageRetentionPeriod).toBeGreaterThan(
        RetryPolicy.MaximumEventAgeInSeconds + MaximumEventAgeInSeconds,
      );
    }
  });

  test('runs and retries outside the backup window and the maintenance window', () => {
    const { ScheduleExpression } = properties('AWS::Events::Rule', 'MonthlySchedule');
    const [minute, hour] = /^cron\((\d+) (\d+) /.exec(ScheduleExpression)?.slice(1) ?? [];
    const start = Number(hour) * 60 + Number(minute);
    const end = start + 60;
    const { PreferredBackupWindow, PreferredMaintenanceWindow } = properties(
      'AWS::RDS::DBInstance',
      'Database',
    );
    for (const window of [PreferredBackupWindow, PreferredMaintenanceWindow]) {
      const [from, to] = [...window.matchAll(/(\d\d):(\d\d)/g)].map(
        ([, hours, minutes]) => Number(hours) * 60 + Number(minutes),
      ) as [number, number];
      expect(from).toBeLessThan(to);
      expect({ window, overlaps: from < end && start < to }).toEqual({ window, overlaps: false });
    }
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on SnapshotTakerRole
      events.amazonaws.com, 222222222222 may not sts:AssumeRole on SnapshotTakerRole
      events.amazonaws.com may lambda:InvokeFunction on SnapshotTaker when aws:SourceArn is MonthlySchedule
      events.amazonaws.com may not lambda:InvokeFunction on SnapshotTaker when aws:SourceArn is arn:aws:events:xx-here-1:222222222222:rule/MonthlySchedule
      scheduler.amazonaws.com, 222222222222 may not lambda:InvokeFunction on SnapshotTaker
      events.amazonaws.com may sqs:SendMessage on UndeliveredEvents when aws:SourceArn is MonthlySchedule
      events.amazonaws.com may not sqs:SendMessage on FailedRuns when aws:SourceArn is MonthlySchedule
      events.amazonaws.com may not sqs:SendMessage on UndeliveredEvents when aws:SourceArn is arn:aws:events:xx-here-1:222222222222:rule/MonthlySchedule
      events.amazonaws.com must not sqs:SendMessage on UndeliveredEvents when aws:SourceArn is MonthlySchedule and aws:SecureTransport is false
      SnapshotTaker, 111111111111 must not sqs:SendMessage on FailedRuns when aws:SecureTransport is false
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on UndeliveredEvents, FailedRuns
      SnapshotTaker may sqs:SendMessage on FailedRuns
      SnapshotTaker may not sqs:ReceiveMessage on FailedRuns, UndeliveredEvents
      SnapshotTaker may rds:CreateDBSnapshot, rds:DescribeDBSnapshots on Database, ${snapshot('monthly-2026-12')}
      SnapshotTaker may rds:AddTagsToResource on ${snapshot('monthly-2026-12')}
      SnapshotTaker may not rds:CreateDBSnapshot on ${snapshot('before-upgrade')}, ${snapshot('monthly-2026-12-01')}
      SnapshotTaker may not rds:AddTagsToResource, rds:DeleteDBInstance, rds:ModifyDBInstance on Database
      SnapshotTaker may not rds:DeleteDBSnapshot, rds:ModifyDBSnapshotAttribute on ${snapshot('monthly-2026-12')}
      SnapshotTaker may logs:CreateLogStream, logs:PutLogEvents on SnapshotTakerLogs
    `,
  );

  test('gives the function the name of the instance and the prefix of its snapshots', () => {
    expect(properties('AWS::Lambda::Function', 'SnapshotTaker').Environment.Variables).toEqual({
      DB_INSTANCE_IDENTIFIER: { Ref: database },
      SNAPSHOT_PREFIX: { 'Fn::Join': ['', [{ Ref: database }, '-monthly-']] },
    });
  });

  test('allows no connection to the database, neither from the internet nor from anywhere else', () => {
    for (const type of ['InternetGateway', 'NatGateway', 'Route', 'SecurityGroupIngress']) {
      template.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
    const { SubnetIds } = properties('AWS::RDS::DBSubnetGroup', 'Database');
    expect(SubnetIds.map(({ Ref }: { Ref: string }) => Ref)).toEqual(
      Object.keys(template.findResources('AWS::EC2::Subnet')),
    );
    expect(SubnetIds).toHaveLength(2);
    expect(properties('AWS::RDS::DBInstance', 'Database').VPCSecurityGroups).toEqual([
      { 'Fn::GetAtt': [id('AWS::EC2::SecurityGroup', 'DatabaseFirewall'), 'GroupId'] },
    ]);
  });

  test('has only one function, because a helper function would leave its log group behind', () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourcePropertiesCountIs('AWS::CloudFormation::CustomResource', Match.anyValue(), 0);
  });

  test('contains the password only as a reference to the secret', () => {
    const secret = id('AWS::SecretsManager::Secret', 'Database/Secret');
    expect(properties('AWS::RDS::DBInstance', 'Database').MasterUserPassword).toEqual({
      'Fn::Join': [
        '',
        ['{{resolve:secretsmanager:', { Ref: secret }, ':SecretString:password::}}'],
      ],
    });
  });

  test('lets the storage grow by at least the 10 percent that RDS requires', () => {
    const { AllocatedStorage, MaxAllocatedStorage } = properties(
      'AWS::RDS::DBInstance',
      'Database',
    );
    expect(MaxAllocatedStorage).toBeGreaterThanOrEqual(1.1 * Number(AllocatedStorage));
  });

  test('leaves a final snapshot when the database is deleted or replaced', () => {
    template.hasResource('AWS::RDS::DBInstance', {
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
    });
  });
});

describe('the stack on the Free Plan', () => {
  const withDays = (backupDays: unknown) =>
    Template.fromStack(build(RdsScheduledSnapshotStack, { context: { backupDays } }));

  test.each([1, '1', '35'])('keeps automated backups for the days of -c backupDays=%j', (days) => {
    withDays(days).hasResourceProperties('AWS::RDS::DBInstance', {
      BackupRetentionPeriod: Number(days),
    });
  });

  test.each(['', '0', '36', '1.5', 'one', null, true])('refuses -c backupDays=%j', (days) => {
    expect(() => withDays(days)).toThrow(
      /^expected -c backupDays=… to be a whole number from 1 to 35, got /,
    );
  });
});

describe('the stack of an existing instance', () => {
  const ofInstance = (dbInstanceIdentifier: unknown) =>
    build(RdsScheduledSnapshotStack, { context: { dbInstanceIdentifier } });
  const stack = ofInstance('orders-db');
  const template = Template.fromStack(stack);

  test('creates no database, no network and no secret', () => {
    const types = Object.values<{ Type: string }>(template.toJSON().Resources).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => /^AWS::(RDS|EC2|SecretsManager)::/.test(type))).toEqual([]);
    expect(types).toContain('AWS::Events::Rule');
  });

  test('takes snapshots of that instance, under names that its role allows', () => {
    const variables =
      template.toJSON().Resources[logicalId(stack, 'AWS::Lambda::Function', 'SnapshotTaker')]
        .Properties.Environment.Variables;
    expect(variables).toEqual({
      DB_INSTANCE_IDENTIFIER: 'orders-db',
      SNAPSHOT_PREFIX: 'orders-db-monthly-',
    });
    const mayCreate = (snapshotId: string) =>
      decide(templateOf(stack), {
        principal: 'SnapshotTaker',
        action: 'rds:CreateDBSnapshot',
        resource: `arn:aws:rds:xx-here-1:111111111111:snapshot:${snapshotId}`,
      }).allowed;
    const { snapshotId } = monthlySnapshot(scheduledEvent(), variables.SNAPSHOT_PREFIX);
    expect(mayCreate(snapshotId)).toBe(true);
    for (const foreign of ['rds:orders-db-2026-12-01-00-35', 'orders-db-before-upgrade', 'x']) {
      expect({ foreign, allowed: mayCreate(foreign) }).toEqual({ foreign, allowed: false });
    }
  });

  test.each([['a'], ['orders'], ['a-1-b-2'], [`a${'b'.repeat(62)}`]])('accepts %j', (name) => {
    expect(() => ofInstance(name)).not.toThrow();
  });

  test.each([
    [''],
    [' '],
    ['1orders'],
    ['-orders'],
    ['orders-'],
    ['orders--db'],
    ['Orders'],
    ['orders_db'],
    ['orders db'],
    ['orders\n'],
    ['commandes-é'],
    ['orders*'],
    ['arn:aws:rds:x:y:db:orders'],
    [`a${'b'.repeat(63)}`],
    [true],
    [42],
    [null],
    [['orders']],
    [{ orders: 1 }],
  ])('refuses %j and says what it expected', (value) => {
    expect(() => ofInstance(value)).toThrow(
      `expected -c dbInstanceIdentifier=… to be 1 to 63 lowercase letters, digits and single hyphens that begin with a letter and do not end in a hyphen, got ${JSON.stringify(value)}`,
    );
  });
});

describe('the function', () => {
  const DB_INSTANCE_IDENTIFIER = 'orders';
  const SNAPSHOT_PREFIX = 'orders-monthly-';
  const ours = {
    DBSnapshotIdentifier: 'orders-monthly-2026-12',
    DBInstanceIdentifier: 'orders',
    SnapshotType: 'manual',
    Status: 'available',
    TagList: [
      { Key: 'project', Value: 'aws-exam-patterns' },
      { Key: 'pattern', Value: 'RdsScheduledSnapshot' },
      { Key: 'Month', Value: '2026-12' },
    ],
  };
  const send = () => jest.spyOn(RDSClient.prototype, 'send') as jest.SpyInstance;
  const fault = { message: 'said RDS', $metadata: {} };
  let handler: (event: ScheduledEvent) => Promise<Outcome>;

  beforeAll(async () => {
    Object.assign(process.env, { DB_INSTANCE_IDENTIFIER, SNAPSHOT_PREFIX });
    ({ handler } = await import(
      '../../../../lambda/database/rds-scheduled-snapshot/snapshot-taker'
    ));
  });
  beforeEach(() => jest.spyOn(console, 'log').mockImplementation());

  test('takes a tagged snapshot named after the instance and the month of the event', async () => {
    const sent = send().mockResolvedValue({});
    await expect(handler(scheduledEvent())).resolves.toEqual({
      snapshotId: 'orders-monthly-2026-12',
      created: true,
    });
    expect(sent.mock.calls.map(([command]) => [command.constructor, command.input])).toEqual([
      [
        CreateDBSnapshotCommand,
        {
          DBInstanceIdentifier: 'orders',
          DBSnapshotIdentifier: 'orders-monthly-2026-12',
          Tags: ours.TagList,
        },
      ],
    ]);
  });

  test.each(['available', 'creating'])(
    'succeeds if its own snapshot exists and is %s',
    async (Status) => {
      const sent = send()
        .mockRejectedValueOnce(new DBSnapshotAlreadyExistsFault(fault))
        .mockResolvedValueOnce({ DBSnapshots: [{ ...ours, Status }] });
      await expect(handler(scheduledEvent())).resolves.toEqual({
        snapshotId: 'orders-monthly-2026-12',
        created: false,
      });
      expect(sent.mock.calls[1][0]).toBeInstanceOf(DescribeDBSnapshotsCommand);
      expect(sent.mock.calls[1][0].input).toEqual({
        DBSnapshotIdentifier: 'orders-monthly-2026-12',
      });
    },
  );

  test('fails if a snapshot of that name is not its own, and changes nothing', async () => {
    const sent = send()
      .mockRejectedValueOnce(new DBSnapshotAlreadyExistsFault(fault))
      .mockResolvedValueOnce({ DBSnapshots: [{ ...ours, TagList: [] }] });
    await expect(handler(scheduledEvent())).rejects.toThrow('found one from elsewhere');
    expect(sent).toHaveBeenCalledTimes(2);
  });

  test('fails, so that Lambda retries, if the snapshot disappears in between', async () => {
    send()
      .mockRejectedValueOnce(new DBSnapshotAlreadyExistsFault(fault))
      .mockRejectedValueOnce(new Error('DBSnapshotNotFound'));
    await expect(handler(scheduledEvent())).rejects.toThrow('DBSnapshotNotFound');
  });

  test('says that the instance is not available', async () => {
    const cause = new InvalidDBInstanceStateFault(fault);
    send().mockRejectedValue(cause);
    await expect(handler(scheduledEvent())).rejects.toMatchObject({
      message: 'expected the instance orders to be available, found it in another state: said RDS',
      cause,
    });
  });

  test('says what to do if the quota of manual snapshots is reached', async () => {
    const cause = new SnapshotQuotaExceededFault(fault);
    send().mockRejectedValue(cause);
    await expect(handler(scheduledEvent())).rejects.toMatchObject({
      message: expect.stringMatching(
        /^expected room .* delete old snapshots or request a higher quota/,
      ),
      cause,
    });
  });

  test('passes on every other error unchanged', async () => {
    const error = new Error('timeout');
    send().mockRejectedValue(error);
    await expect(handler(scheduledEvent())).rejects.toBe(error);
  });

  test.each([[undefined], [null], ['{"time":'], [{}], [scheduledEvent('yesterday')]])(
    'sends nothing to RDS for the event %j',
    async (event) => {
      const sent = send().mockResolvedValue({});
      await expect(handler(event as ScheduledEvent)).rejects.toThrow(
        'expected the event of a scheduled rule',
      );
      expect(sent).not.toHaveBeenCalled();
    },
  );
});

describe('the name of a monthly snapshot', () => {
  test('contains the month in which the schedule ran, however late the event arrives', () => {
    expect(monthlySnapshot(scheduledEvent('2026-12-31T23:59:59Z'), 'orders-monthly-')).toEqual({
      month: '2026-12',
      snapshotId: 'orders-monthly-2026-12',
      tags: [
        { Key: 'project', Value: 'aws-exam-patterns' },
        { Key: 'pattern', Value: 'RdsScheduledSnapshot' },
        { Key: 'Month', Value: '2026-12' },
      ],
    });
  });

  test('is the same within a month, differs between months, and follows the rules of RDS', () => {
    const second = fc.integer({
      min: Date.UTC(2000, 0, 1) / 1000,
      max: Date.UTC(2199, 11, 31) / 1000,
    });
    const time = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
    fc.assert(
      fc.property(second, second, (one, other) => {
        const [first, next] = [one, other].map(
          (seconds) => monthlySnapshot(scheduledEvent(time(seconds)), 'o-monthly-').snapshotId,
        );
        expect(first === next).toBe(time(one).slice(0, 7) === time(other).slice(0, 7));
        expect(first).toMatch(/^[a-z]([a-z0-9]|-(?=[a-z0-9])){0,254}$/);
      }),
    );
  });

  test('has room for the longest possible instance name', () => {
    const prefix = `a${'b'.repeat(62)}-monthly-`;
    expect(monthlySnapshot(scheduledEvent(), prefix).snapshotId).toHaveLength(79);
  });

  test.each([
    [''],
    ['-'],
    ['1-'],
    ['orders--'],
    ['rds:orders-'],
    ['orders monthly '],
    ['orders\n-'],
    ['bestellungen-für-'],
    ['🐘-'],
    ['a'.repeat(249)],
    ['a'.repeat(100_000)],
  ])('is refused for the prefix %.20j', (prefix) => {
    expect(() => monthlySnapshot(scheduledEvent(), prefix)).toThrow(
      /^expected a snapshot name of 1 to 255 letters, .{0,300}$/s,
    );
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 42],
    ['a huge number', Number.MAX_VALUE],
    ['a text', 'Scheduled Event'],
    ['a list', [scheduledEvent()]],
    ['an empty event', {}],
    ['another source', { ...scheduledEvent(), source: 'aws.rds' }],
    ['another type', { ...scheduledEvent(), 'detail-type': 'RDS DB Snapshot Event' }],
    ['no time', { ...scheduledEvent(), time: undefined }],
    ['an empty time', scheduledEvent('')],
    ['a time in seconds', scheduledEvent(1_796_094_000)],
    ['a time in a list', scheduledEvent(['2026-12-01T03:00:00Z'])],
    ['a time without seconds', scheduledEvent('2026-12-01T03:00Z')],
    ['a time of another zone', scheduledEvent('2026-12-01T03:00:00+01:00')],
    ['a day that does not exist', scheduledEvent('2026-02-31T03:00:00Z')],
    ['a month that does not exist', scheduledEvent('2026-13-01T03:00:00Z')],
    ['an hour that does not exist', scheduledEvent('2026-12-01T24:00:00Z')],
    ['a far year', scheduledEvent('+102026-12-01T03:00:00Z')],
    ['digits of another script', scheduledEvent('２０２６-12-01T03:00:00Z')],
    ['an extra line', scheduledEvent('2026-12-01T03:00:00Z\n')],
    ['a path', scheduledEvent('../../2026-12-01T03:00:00Z')],
    ['a prototype', JSON.parse(`{"__proto__":${JSON.stringify(scheduledEvent())}}`)],
    ['a constructor', { constructor: scheduledEvent() }],
    ['a very long time', scheduledEvent('2'.repeat(1_000_000))],
  ])('is refused for %s', (_, event) => {
    expect(() => monthlySnapshot(event, 'orders-monthly-')).toThrow(
      /^expected the event of a scheduled rule, with a time such as .{0,260}$/s,
    );
  });
});

describe('an existing snapshot', () => {
  const wanted = monthlySnapshot(scheduledEvent(), 'orders-monthly-');
  const ours: FoundSnapshot = {
    SnapshotType: 'manual',
    DBInstanceIdentifier: 'orders',
    Status: 'available',
    TagList: [...wanted.tags, { Key: 'CostCenter', Value: '7' }],
  };

  test('is ours if its instance and its tags match, whatever other tags it has', () => {
    expect(() => expectOurs(ours, wanted, 'orders')).not.toThrow();
  });

  test.each<[string, FoundSnapshot | undefined]>([
    ['nothing', undefined],
    ['an empty answer', {}],
    ['an automated one', { ...ours, SnapshotType: 'automated' }],
    ['a shared one', { ...ours, SnapshotType: 'shared' }],
    ['one of AWS Backup', { ...ours, SnapshotType: 'awsbackup' }],
    ['one of another instance', { ...ours, DBInstanceIdentifier: 'invoices' }],
    ['one without tags', { ...ours, TagList: undefined }],
    [
      'one of another month',
      {
        ...ours,
        TagList: ours.TagList?.map((tag) =>
          tag.Key === 'Month' ? { ...tag, Value: '2026-11' } : tag,
        ),
      },
    ],
    [
      'one with only the tag of the month',
      { ...ours, TagList: [{ Key: 'Month', Value: '2026-12' }] },
    ],
    ['tags without values', { ...ours, TagList: [{ Key: 'pattern' }, { Key: 'Month' }] }],
  ])('is an error if it is %s', (_, found) => {
    expect(() => expectOurs(found, wanted, 'orders')).toThrow(
      'expected the snapshot orders-monthly-2026-12 to be the one of orders',
    );
  });

  test.each(['failed', 'deleting', 'incompatible-restore', undefined])(
    'is an error if it is ours and %s',
    (Status) => {
      expect(() => expectOurs({ ...ours, Status }, wanted, 'orders')).toThrow(
        `expected the snapshot orders-monthly-2026-12 to be creating or available, found it ${Status}`,
      );
    },
  );
});
