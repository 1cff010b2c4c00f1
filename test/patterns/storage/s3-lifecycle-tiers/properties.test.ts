import * as fc from 'fast-check';
import {
  canMove,
  classAt,
  lifeOf,
  objections,
  type StorageClass,
} from '../../../../lib/patterns/storage/s3-lifecycle-tiers/clock';
import { holds } from '../../../support/properties';

const cold = fc.constantFrom(
  'STANDARD_IA' as const,
  'INTELLIGENT_TIERING' as const,
  'ONEZONE_IA' as const,
  'GLACIER_IR' as const,
  'GLACIER' as const,
  'DEEP_ARCHIVE' as const,
);
const days = fc.integer({ min: 0, max: 400 });
const rule = fc.record({
  Status: fc.constantFrom('Enabled' as const, 'Disabled' as const),
  Filter: fc.record({ Prefix: fc.constantFrom('', 'a', 'b') }),
  Transitions: fc.array(fc.record({ Days: days, StorageClass: cold }), { maxLength: 3 }),
  Expiration: fc.record({ Days: days.map((one) => one + 1) }),
  NoncurrentVersionTransitions: fc.array(fc.record({ NoncurrentDays: days, StorageClass: cold }), {
    maxLength: 2,
  }),
  NoncurrentVersionExpiration: fc.record({ NoncurrentDays: days.map((one) => one + 1) }),
});
const object = fc.record({
  key: fc.constantFrom('a/1', 'b/1', 'c'),
  size: fc.constantFrom(0, 1, 131_071, 131_072, 5_000_000),
  created: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
});
const settings = fc.record({
  versioned: fc.boolean(),
  minimumSize: fc.constantFrom(
    'all_storage_classes_128K' as const,
    'varies_by_storage_class' as const,
  ),
});

test('an object never moves up, never back in time, and never after it is deleted', () =>
  holds(
    400,
    fc.property(object, fc.array(rule, { maxLength: 4 }), settings, (one, rules, bucket) => {
      const steps = lifeOf(one, rules, bucket);
      let now: StorageClass = 'STANDARD';
      let last = one.created;
      for (const [index, { at, to }] of steps.entries()) {
        expect(at.getTime()).toBeGreaterThanOrEqual(last.getTime());
        expect(at.getTime() % 86_400_000).toBe(0);
        last = at;
        if (to === 'deleted') expect(index).toBe(steps.length - 1);
        else if (to === 'delete marker') expect(bucket.versioned).toBe(true);
        else {
          expect(canMove(now, to)).toBe(true);
          now = to;
        }
      }
      const end = new Date(last.getTime() + 1);
      expect(classAt(steps, end)).toBe(steps.at(-1)?.to === 'deleted' ? undefined : now);
    }),
  ));

test('a disabled rule changes nothing, and neither does the order of the rules', () =>
  holds(
    400,
    fc.property(object, fc.array(rule, { maxLength: 4 }), settings, (one, rules, bucket) => {
      const steps = lifeOf(one, rules, bucket);
      expect(lifeOf(one, [...rules].reverse(), bucket)).toEqual(steps);
      const enabled = rules.filter(({ Status }) => Status === 'Enabled');
      expect(lifeOf(one, enabled, bucket)).toEqual(steps);
    }),
  ));

test('a rule without objections takes every step that it has', () =>
  holds(
    400,
    fc.property(rule, (one) => {
      fc.pre(objections({ ...one, NoncurrentVersionTransitions: [] }).length === 0);
      const of = { key: one.Filter.Prefix, size: 5_000_000, created: new Date(1) };
      const steps = lifeOf(of, [{ ...one, Status: 'Enabled' }], { versioned: false });
      expect(steps.map(({ to }) => to)).toEqual([
        ...[...one.Transitions].sort((a, b) => a.Days - b.Days).map((step) => step.StorageClass),
        'deleted',
      ]);
    }),
  ));
