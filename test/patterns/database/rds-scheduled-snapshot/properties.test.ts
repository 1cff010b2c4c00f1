import {
  CreateDBSnapshotCommand,
  DBSnapshotAlreadyExistsFault,
  DBSnapshotNotFoundFault,
  DescribeDBSnapshotsCommand,
  InvalidDBInstanceStateFault,
  RDSClient,
  SnapshotQuotaExceededFault,
} from '@aws-sdk/client-rds';
import type { ScheduledEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import {
  expectOurs,
  type FoundSnapshot,
  monthlySnapshot,
} from '../../../../lambda/database/rds-scheduled-snapshot/monthly-snapshot';
import { anyText, anyValue } from '../../../support/arbitraries';
import { holds } from '../../../support/properties';

const INSTANCE = 'orders';
const PREFIX = 'orders-monthly-';

const twoDigits = (value: number) => `${value}`.padStart(2, '0');
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const days = (year: number, month: number) =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;

/** A moment built from its parts, mostly at the edges of months and centuries. */
const moment = fc
  .record({
    year: fc.oneof(
      fc.integer({ min: 2020, max: 2040 }),
      fc.constantFrom(1900, 1999, 2000, 2024, 2100, 2400, 9999),
    ),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.oneof(fc.constantFrom(1, 28, 29, 30, 31), fc.integer({ min: 1, max: 31 })),
    time: fc.oneof(
      fc.constantFrom('00:00:00', '03:00:00', '23:59:59'),
      fc
        .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }), fc.nat({ max: 59 }))
        .map((parts) => parts.map(twoDigits).join(':')),
    ),
  })
  .map(({ year, month, day, time }) => ({
    month: `${year}-${twoDigits(month)}`,
    text: `${year}-${twoDigits(month)}-${twoDigits(day)}T${time}Z`,
    real: day <= days(year, month),
  }));
/** A moment in one of few months, so that two moments often share a month. */
const nearby = fc
  .tuple(fc.constantFrom('2027-12', '2028-01', '2028-02', '2028-03'), fc.nat({ max: 28 }))
  .map(([month, day]) => ({
    month,
    text: `${month}-${twoDigits(day + 1)}T${day % 2 ? '23:59:59' : '00:00:00'}Z`,
  }));

const eventOf = (time: unknown): ScheduledEvent =>
  ({
    id: 'e1',
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time,
  }) as unknown as ScheduledEvent;

type Fault = 'none' | 'refused' | 'lost' | 'busy' | 'quota';

/** The part of RDS that takes snapshots: names are unique and stored in lowercase. */
class MemoryRds {
  readonly snapshots = new Map<string, FoundSnapshot>();
  failures = 0;

  constructor(
    private readonly faults: Fault[],
    private readonly turn: () => Promise<unknown>,
  ) {}

  async send(command: unknown): Promise<object> {
    await this.turn();
    const fault = this.faults.shift() ?? 'none';
    const said = { message: 'said RDS', $metadata: {} };
    if (fault !== 'none') this.failures += 1;
    if (fault === 'refused') throw new Error('throttled');
    if (command instanceof DescribeDBSnapshotsCommand) {
      const found = this.snapshots.get(command.input.DBSnapshotIdentifier?.toLowerCase() ?? '');
      if (!found) throw new DBSnapshotNotFoundFault(said);
      return { DBSnapshots: [found] };
    }
    if (!(command instanceof CreateDBSnapshotCommand)) throw new Error('expected no other call');
    const { DBSnapshotIdentifier = '', DBInstanceIdentifier, Tags = [] } = command.input;
    expectName(DBSnapshotIdentifier);
    const name = DBSnapshotIdentifier.toLowerCase();
    if (this.snapshots.has(name)) throw new DBSnapshotAlreadyExistsFault(said);
    if (fault === 'busy') throw new InvalidDBInstanceStateFault(said);
    if (fault === 'quota') throw new SnapshotQuotaExceededFault(said);
    const Status = this.snapshots.size % 2 ? 'creating' : 'available';
    this.snapshots.set(name, {
      SnapshotType: 'manual',
      DBInstanceIdentifier,
      Status,
      TagList: Tags,
    });
    if (fault === 'lost') throw new Error('timeout');
    return {};
  }
}

/** RDS allows 1 to 255 letters, digits and hyphens: a letter first, no hyphen last or doubled. */
function expectName(name: string): void {
  expect(name).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,254}$/);
  expect(name).not.toMatch(/--|-$/);
}

let rds: MemoryRds;
let zone = 0;
let handler: typeof import('../../../../lambda/database/rds-scheduled-snapshot/snapshot-taker').handler;

beforeAll(async () => {
  Object.assign(process.env, { DB_INSTANCE_IDENTIFIER: INSTANCE, SNAPSHOT_PREFIX: PREFIX });
  ({ handler } = await import('../../../../lambda/database/rds-scheduled-snapshot/snapshot-taker'));
});
beforeEach(() => {
  jest.useFakeTimers({
    doNotFake: [
      'nextTick',
      'setImmediate',
      'setTimeout',
      'setInterval',
      'queueMicrotask',
      'hrtime',
    ],
  });
  // A running process cannot change its time zone, so the methods of its local calendar are replaced.
  const local = (part: 'FullYear' | 'Month' | 'Date' | 'Hours') =>
    jest.spyOn(Date.prototype, `get${part}`).mockImplementation(function (this: Date) {
      return new Date(this.getTime() + zone * 60_000)[`getUTC${part}`]();
    });
  for (const part of ['FullYear', 'Month', 'Date', 'Hours'] as const) local(part);
  jest
    .spyOn(RDSClient.prototype, 'send')
    .mockImplementation((async (command: unknown) => rds.send(command)) as never);
  jest.spyOn(console, 'log').mockImplementation();
});
afterEach(() => jest.useRealTimers());

test('no clock, time zone, event time, failure or concurrency leads to two snapshots for one month', async () => {
  const run = fc.record({
    when: nearby,
    // The clock of the function may be wrong by years.
    clock: fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2100, 0, 1) }),
    zone: fc.integer({ min: -12 * 60, max: 14 * 60 }),
    twice: fc.boolean(),
  });
  const failing = fc.array(
    fc.constantFrom<Fault[]>('none', 'none', 'refused', 'lost', 'busy', 'quota'),
    { maxLength: 15 },
  );
  await holds(
    250,
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(run, { minLength: 1, maxLength: 6 }),
      failing,
      fc.boolean(),
      async (scheduler, runs, faulty, foreign) => {
        rds = new MemoryRds([...faulty], () => scheduler.schedule(Promise.resolve()));
        const other = {
          SnapshotType: 'manual',
          DBInstanceIdentifier: INSTANCE,
          Status: 'available',
        };
        if (foreign) rds.snapshots.set(`${PREFIX}2028-02`, other);
        // Lambda makes three attempts, and EventBridge may deliver an event twice.
        const attempt = async ({ when, clock, zone: minutes }: (typeof runs)[number]) => {
          for (let attempts = 0; attempts < 3; attempts++) {
            await scheduler.schedule(Promise.resolve());
            jest.setSystemTime(clock);
            zone = minutes;
            const outcome = await handler(eventOf(when.text)).catch(() => undefined);
            if (outcome) return { month: when.month, ...outcome };
          }
          return undefined;
        };
        const deliveries = runs.flatMap((each) => (each.twice ? [each, each] : [each]));
        const outcomes = await scheduler.waitFor(Promise.all(deliveries.map(attempt)));
        const months = new Set(runs.map(({ when }) => when.month));
        for (const month of months) {
          const done = outcomes.filter((outcome) => outcome?.month === month);
          const name = `${PREFIX}${month}`;
          expect(done.filter((outcome) => outcome?.created).length).toBeLessThanOrEqual(1);
          for (const outcome of done) {
            if (!outcome) continue;
            expect(outcome.snapshotId).toBe(name);
            expect(rds.snapshots.get(name)?.TagList).toContainEqual({ Key: 'Month', Value: month });
          }
          if (foreign && month === '2028-02') expect(done).toEqual([]);
          else if (rds.failures === 0) {
            expect(done).toHaveLength(deliveries.filter(({ when }) => when.month === month).length);
          }
        }
        const allowed = [...months].map((month) => `${PREFIX}${month}`);
        if (foreign) {
          allowed.push(`${PREFIX}2028-02`);
          expect(rds.snapshots.get(`${PREFIX}2028-02`)).toBe(other);
        }
        for (const name of rds.snapshots.keys()) expect(allowed).toContain(name);
      },
    ),
  );
});

test('an event that does not come from the schedule is refused with a short reason, without a snapshot', async () => {
  const text = fc.oneof(
    anyText,
    anyValue,
    moment.map(({ text: time }) => time.replace('Z', '+01:00')),
  );
  await holds(
    500,
    fc.asyncProperty(
      fc.oneof(anyValue, text.map(eventOf), fc.record({ source: anyValue, time: anyValue })),
      async (event) => {
        rds = new MemoryRds([], async () => undefined);
        const refused = await handler(event as ScheduledEvent).catch((error: Error) => error);
        expect(`${refused}`).toMatch(/^Error: expected the event of a scheduled rule.{1,1500}$/s);
        expect(rds.snapshots.size).toBe(0);
      },
    ),
  );
});

test('the month of a real day is its month in UTC, and a day that does not exist is refused', async () => {
  await holds(
    1000,
    fc.property(moment, ({ month, text, real }) => {
      const read = () => monthlySnapshot(eventOf(text), PREFIX);
      if (!real) expect(read).toThrow(/^expected the event of a scheduled rule/);
      else expect(read()).toMatchObject({ month, snapshotId: `${PREFIX}${month}` });
    }),
  );
});

test('the name of a snapshot follows the rules of RDS for every instance, or is refused', async () => {
  await holds(
    500,
    fc.property(
      moment.filter(({ real }) => real),
      fc.oneof(
        fc
          .stringMatching(/^[a-z](-?[a-z0-9]){0,62}$/)
          .map((name) => `${name.slice(0, 63)}-monthly-`),
        fc.stringMatching(/^[a-zA-Z0-9-]{0,260}$/),
        anyText,
      ),
      ({ text, month }, prefix) => {
        let name: string | undefined;
        try {
          name = monthlySnapshot(eventOf(text), prefix).snapshotId;
        } catch (error) {
          expect(`${error}`).toMatch(/^Error: expected a snapshot name .{1,1500}$/s);
        }
        const valid =
          /^(?!.*--)[a-zA-Z][a-zA-Z0-9-]*$/.test(prefix + month) && prefix.length <= 248;
        expect(name).toBe(valid ? `${prefix}${month}` : undefined);
        if (name) expectName(name);
      },
    ),
  );
});

test('a snapshot is ours only if its type, its instance and all its tags match', async () => {
  const wanted = monthlySnapshot(eventOf('2028-02-29T03:00:00Z'), PREFIX);
  const tag = fc.oneof(
    fc.constantFrom(...wanted.tags),
    fc.record({ Key: anyText, Value: anyText }, { requiredKeys: [] }),
    fc.constantFrom({ Key: 'Month', Value: '2028-03' }),
  );
  const found = fc.record(
    {
      SnapshotType: fc.constantFrom('manual', 'manual', 'manual', 'automated', 'shared'),
      DBInstanceIdentifier: fc.constantFrom(INSTANCE, INSTANCE, INSTANCE, 'invoices'),
      Status: fc.constantFrom('available', 'creating', 'failed', 'deleting'),
      TagList: fc.oneof(
        fc.constant([...wanted.tags]),
        fc.array(tag),
        fc.array(tag).map((tags) => [...wanted.tags, ...tags]),
      ),
    },
    { requiredKeys: [] },
  );
  await holds(
    500,
    fc.property(found, (snapshot) => {
      const tags = (snapshot.TagList ?? []).map(({ Key, Value }) => `${Key}=${Value}`);
      const ours =
        snapshot.SnapshotType === 'manual' &&
        snapshot.DBInstanceIdentifier === INSTANCE &&
        tags.includes('project=aws-exam-patterns') &&
        tags.includes('pattern=RdsScheduledSnapshot') &&
        tags.includes('Month=2028-02');
      const usable = ours && ['available', 'creating'].includes(snapshot.Status ?? '');
      const check = () => expectOurs(snapshot, wanted, INSTANCE);
      if (usable) expect(check).not.toThrow();
      else expect(check).toThrow(ours ? 'to be creating or available' : 'from elsewhere');
    }),
  );
});
