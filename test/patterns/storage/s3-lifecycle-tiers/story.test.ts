import { Template } from 'aws-cdk-lib/assertions';
import {
  billedBytes,
  billedDays,
  canMove,
  classAt,
  due,
  lifeOf,
  objections,
  type StoredObject,
} from '../../../../lib/patterns/storage/s3-lifecycle-tiers/clock';
import { S3LifecycleTiersStack } from '../../../../lib/patterns/storage/s3-lifecycle-tiers/stack';
import { decisions } from '../../../support/decisions';
import { type Lifecycle, lifecycleRule } from '../../../support/lifecycle-rule';
import { build, logicalId } from '../../../support/synth';

type Rule = Parameters<typeof objections>[0];

const rule = (more: Partial<Rule>, Prefix = ''): Rule => ({
  ID: 'example',
  Status: 'Enabled',
  Filter: { Prefix },
  ...more,
});
const object = (more: Partial<StoredObject> = {}): StoredObject => ({
  key: 'logs/a',
  size: 1024 * 1024,
  created: new Date('2014-01-15T10:30Z'),
  ...more,
});
/** The steps of an object as day and class. */
const life = (rules: readonly Rule[], versioned = false, of = object()) =>
  lifeOf(of, rules, { versioned }).map(({ at, to }) => [at.toISOString().slice(0, 10), to]);

describe('the stack', () => {
  const stack = build(S3LifecycleTiersStack);
  const template = Template.fromStack(stack).toJSON();
  const { Properties: archive } =
    template.Resources[logicalId(stack, 'AWS::S3::Bucket', 'Archive')];
  const rules = (archive.LifecycleConfiguration as Lifecycle).Rules.map(lifecycleRule);

  test('has rules that S3 accepts', () => {
    expect(rules.flatMap(objections)).toEqual([]);
  });

  test('pays for no day that an object does not stay in a class, until it is deleted', () => {
    for (const key of ['records/a', 'scans/a', 'thumbnails/a', 'projects/a']) {
      const steps = lifeOf(object({ key }), rules, { versioned: true });
      for (const [index, { at, to }] of steps.entries()) {
        const next = steps.slice(index + 1).find((one) => one.to !== 'delete marker');
        if (to === 'delete marker' || to === 'deleted' || !next) continue;
        const days = Math.round((next.at.getTime() - at.getTime()) / 86_400_000);
        expect([key, to, billedDays(to, days)]).toEqual([key, to, days]);
      }
    }
  });

  test('keeps a record for seven years, leap days included, in any year', () => {
    for (const year of [2024, 2025, 2026, 2027, 2096]) {
      const created = new Date(Date.UTC(year, 1, 28, 12));
      const steps = lifeOf(object({ key: 'records/a', created }), rules, { versioned: true });
      const seven = new Date(created);
      seven.setUTCFullYear(year + 7);
      expect(steps.find(({ to }) => to === 'delete marker')?.at.getTime()).toBeGreaterThanOrEqual(
        seven.getTime(),
      );
      expect(classAt(steps, seven)).toBe('DEEP_ARCHIVE');
    }
  });

  test('deletes every version that a rule expires', () => {
    for (const key of ['records/a', 'thumbnails/a'])
      expect(lifeOf(object({ key }), rules, { versioned: true }).at(-1)?.to).toBe('deleted');
  });

  test('sends the inventory of one bucket to the other', () => {
    expect(archive.InventoryConfigurations[0].Destination.BucketArn).toEqual({
      'Fn::GetAtt': [logicalId(stack, 'AWS::S3::Bucket', 'InventoryReports'), 'Arn'],
    });
  });

  decisions(
    stack,
    `
      s3.amazonaws.com may s3:PutObject on InventoryReports/inventory/a when aws:SourceArn is Archive and aws:SourceAccount is 111111111111
      s3.amazonaws.com may not s3:PutObject on InventoryReports/inventory/a when aws:SourceArn is Archive and aws:SourceAccount is 222222222222
      s3.amazonaws.com may not s3:PutObject on InventoryReports/inventory/a when aws:SourceArn is arn:aws:s3:::another-bucket and aws:SourceAccount is 111111111111
      s3.amazonaws.com may not s3:PutObject on InventoryReports/a, Archive/a when aws:SourceArn is Archive and aws:SourceAccount is 111111111111
      s3.amazonaws.com may not s3:GetObject, s3:DeleteObject on InventoryReports/inventory/a when aws:SourceArn is Archive and aws:SourceAccount is 111111111111
      anonymous, 222222222222, lambda.amazonaws.com may not s3:PutObject on InventoryReports/inventory/a when aws:SourceArn is Archive and aws:SourceAccount is 111111111111
      anonymous, 222222222222, logging.s3.amazonaws.com may not s3:PutObject, s3:GetObject on InventoryReports/inventory/a, Archive/records/a
      111111111111, anonymous must not s3:GetObject, s3:PutObject on Archive/records/a, InventoryReports/inventory/a when aws:SecureTransport is false
      111111111111, anonymous must not s3:ListBucket on Archive, InventoryReports when aws:SecureTransport is false
      s3.amazonaws.com must not s3:PutObject on InventoryReports/inventory/a when aws:SecureTransport is false and aws:SourceArn is Archive and aws:SourceAccount is 111111111111
    `,
  );

  test('matches its snapshot', () => {
    expect(template).toMatchSnapshot();
  });
});

describe('the clock, by the examples of the S3 User Guide', () => {
  test('rounds to the next midnight: created on 15 January at 10:30, three days make it 19 January', () => {
    expect(due(new Date('2014-01-15T10:30Z'), 3)).toEqual(new Date('2014-01-19T00:00Z'));
  });

  test('counts noncurrent days from the successor: deleted on 2 January, five days make it 8 January', () => {
    expect(due(new Date('2014-01-02T11:30Z'), 5)).toEqual(new Date('2014-01-08T00:00Z'));
  });

  test('archives after zero days at midnight after the creation', () => {
    expect(life([rule({ Transitions: [{ Days: 0, StorageClass: 'GLACIER' }] })])).toEqual([
      ['2014-01-16', 'GLACIER'],
    ]);
  });

  test('ignores a disabled rule (example 2)', () => {
    const glacier = { Transitions: [{ Days: 0, StorageClass: 'GLACIER' as const }] };
    expect(life([{ ...rule(glacier, 'logs/'), Status: 'Disabled' }])).toEqual([]);
  });

  test('tiers down over the lifetime of an object (example 3)', () => {
    const tiering = rule(
      {
        Transitions: [
          { Days: 30, StorageClass: 'STANDARD_IA' },
          { Days: 90, StorageClass: 'GLACIER' },
        ],
        Expiration: { Days: 365 },
      },
      'logs/',
    );
    expect(objections(tiering)).toEqual([]);
    expect(life([tiering])).toEqual([
      ['2014-02-15', 'STANDARD_IA'],
      ['2014-04-16', 'GLACIER'],
      ['2015-01-16', 'deleted'],
    ]);
    expect(life([tiering], false, object({ key: 'documents/a' }))).toEqual([]);
  });

  test('takes both of two overlapping rules that do not conflict (example 5.1)', () => {
    const rules = [
      rule({ Expiration: { Days: 365 } }),
      rule({ Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }] }, 'logs/'),
    ];
    expect(life(rules).map(([, to]) => to)).toEqual(['STANDARD_IA', 'deleted']);
  });

  test('deletes instead of moving on the same day (example 5.2)', () => {
    const rules = [
      rule({ Expiration: { Days: 365 } }, 'logs/'),
      rule({ Transitions: [{ Days: 365, StorageClass: 'STANDARD_IA' }] }, 'logs/'),
    ];
    expect(life(rules).map(([, to]) => to)).toEqual(['deleted']);
  });

  test('moves after ten days if another rule says a year (example 5.3)', () => {
    const rules = [
      rule({ Transitions: [{ Days: 10, StorageClass: 'STANDARD_IA' }] }),
      rule({ Transitions: [{ Days: 365, StorageClass: 'STANDARD_IA' }] }, 'logs/'),
    ];
    expect(life(rules)).toEqual([['2014-01-26', 'STANDARD_IA']]);
  });

  test('deletes an object with both tags after 14 days, and never archives it (example 5.4)', () => {
    const rules: Rule[] = [
      {
        ...rule({ Transitions: [{ Days: 365, StorageClass: 'GLACIER' }] }),
        Filter: { Tag: { Key: 'tag1', Value: 'value1' } },
      },
      {
        ...rule({ Expiration: { Days: 14 } }),
        Filter: { Tag: { Key: 'tag2', Value: 'value2' } },
      },
    ];
    const tags = { tag1: 'value1', tag2: 'value2' };
    expect(life(rules, false, object({ tags }))).toEqual([['2014-01-30', 'deleted']]);
    expect(life(rules, false, object({ tags: { tag1: 'value1' } }))).toEqual([
      ['2015-01-16', 'GLACIER'],
    ]);
    expect(life(rules)).toEqual([]);
  });

  test('deletes all versions 90 days after the creation: 60 to the marker, 30 noncurrent (example 7)', () => {
    const both = rule({
      Expiration: { Days: 60 },
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    });
    expect(life([both], true)).toEqual([
      ['2014-03-17', 'delete marker'],
      ['2014-04-16', 'deleted'],
    ]);
    expect(due(object().created, 90)).toEqual(new Date('2014-04-16T00:00Z'));
    const markerAlone = rule({ Expiration: { Days: 60 } });
    expect(life([markerAlone], true).map(([, to]) => to)).toEqual(['delete marker']);
  });

  test('chooses Glacier over an infrequent access class, and a transition before a delete marker', () => {
    const rules = [
      rule({ Transitions: [{ Days: 60, StorageClass: 'STANDARD_IA' }] }),
      rule({ Transitions: [{ Days: 60, StorageClass: 'GLACIER' }], Expiration: { Days: 60 } }),
    ];
    expect(life(rules, true).map(([, to]) => to)).toEqual(['GLACIER', 'delete marker']);
  });

  test.each([
    ['ONEZONE_IA', 'INTELLIGENT_TIERING'],
    ['GLACIER_IR', 'INTELLIGENT_TIERING'],
    ['GLACIER', 'GLACIER'],
  ] as const)('chooses between %s and INTELLIGENT_TIERING on the same day: %s', (other, chosen) => {
    const both = (['INTELLIGENT_TIERING', other] as const).map((StorageClass) =>
      rule({ Transitions: [{ Days: 60, StorageClass }] }),
    );
    expect(life(both).map(([, to]) => to)).toEqual([chosen]);
  });

  test('moves noncurrent versions by their own rule', () => {
    const rules = [
      rule({
        Expiration: { Days: 90 },
        NoncurrentVersionTransitions: [{ NoncurrentDays: 30, StorageClass: 'GLACIER' }],
        NoncurrentVersionExpiration: { NoncurrentDays: 365 },
      }),
    ];
    const [, to, deleted] = life(rules, true);
    expect([to?.[1], deleted?.[1]]).toEqual(['GLACIER', 'deleted']);
  });

  test.each([
    [128 * 1024 - 1, 'all_storage_classes_128K', []],
    [128 * 1024 - 1, 'varies_by_storage_class', ['GLACIER']],
    [128 * 1024, 'all_storage_classes_128K', ['STANDARD_IA', 'GLACIER']],
  ] as const)('moves an object of %i bytes, by %s: %j', (size, minimumSize, expected) => {
    const rules = [
      rule({
        Transitions: [
          { Days: 30, StorageClass: 'STANDARD_IA' },
          { Days: 90, StorageClass: 'GLACIER' },
        ],
      }),
    ];
    const steps = lifeOf(object({ size }), rules, { versioned: false, minimumSize });
    expect(steps.map(({ to }) => to)).toEqual(expected);
  });

  test('moves a small object if the rule has a size filter of its own', () => {
    const small: Rule = {
      ...rule({ Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }] }),
      Filter: { And: { Prefix: 'logs/', ObjectSizeGreaterThan: 500, ObjectSizeLessThan: 64_000 } },
    };
    expect(life([small], false, object({ size: 501 })).map(([, to]) => to)).toEqual([
      'STANDARD_IA',
    ]);
    for (const size of [500, 64_000]) expect(life([small], false, object({ size }))).toEqual([]);
  });

  test.each([
    ['a date', { Expiration: { Date: new Date() } }],
    ['a number of versions', { NoncurrentVersionExpiration: { NewerNoncurrentVersions: 5 } }],
  ])('refuses a rule with %s, which it does not know', (_, more) => {
    expect(() => life([rule(more)])).toThrow('expected rules with days alone, got {');
  });
});

describe('a rule', () => {
  const moving = (...steps: [number, string][]) =>
    objections(
      rule({
        Transitions: steps.map(([Days, StorageClass]) => ({
          Days,
          StorageClass: StorageClass as 'GLACIER',
        })),
      }),
    );

  test.each<[string, [number, string][], string[]]>([
    [
      'one day before Standard-IA',
      [[1, 'STANDARD_IA']],
      ['expected STANDARD_IA after 30 days or more, got 1'],
    ],
    [
      '29 days before One Zone-IA',
      [[29, 'ONEZONE_IA']],
      ['expected ONEZONE_IA after 30 days or more, got 29'],
    ],
    ['30 days before Standard-IA', [[30, 'STANDARD_IA']], []],
    [
      '29 days in Standard-IA before Glacier',
      [
        [30, 'STANDARD_IA'],
        [59, 'GLACIER'],
      ],
      ['expected 30 days or more in STANDARD_IA, got 29'],
    ],
    [
      '30 days in Standard-IA before Glacier',
      [
        [30, 'STANDARD_IA'],
        [60, 'GLACIER'],
      ],
      [],
    ],
    [
      '29 days in Standard-IA before One Zone-IA',
      [
        [30, 'STANDARD_IA'],
        [59, 'ONEZONE_IA'],
      ],
      ['expected 30 days or more in STANDARD_IA, got 29'],
    ],
    [
      'Deep Archive before Glacier',
      [
        [90, 'DEEP_ARCHIVE'],
        [180, 'GLACIER'],
      ],
      ['expected a colder class after DEEP_ARCHIVE, got GLACIER after 180 days'],
    ],
    [
      'One Zone-IA before Glacier Instant Retrieval',
      [
        [30, 'ONEZONE_IA'],
        [90, 'GLACIER_IR'],
      ],
      ['expected a colder class after ONEZONE_IA, got GLACIER_IR after 90 days'],
    ],
    [
      'two classes on one day',
      [
        [90, 'GLACIER_IR'],
        [90, 'GLACIER'],
      ],
      ['expected a colder class after GLACIER_IR, got GLACIER after 90 days'],
    ],
  ])('with %s', (_, steps, expected) => {
    expect(moving(...steps)).toEqual(expected);
  });

  test.each([
    [180, ['expected an expiration after more than 180 days, got 180']],
    [181, []],
  ])('that expires objects after %i days and archives them after 180', (Days, expected) => {
    const both = rule({
      Transitions: [{ Days: 180, StorageClass: 'DEEP_ARCHIVE' }],
      Expiration: { Days },
    });
    expect(objections(both)).toEqual(expected);
  });

  test('expires nothing after zero days', () => {
    expect(objections(rule({ Expiration: { Days: 0 } }))).toEqual([
      'expected an expiration after a day or more, got 0',
    ]);
  });

  test('moves noncurrent versions to Standard-IA after 30 days, not earlier', () => {
    const objectionsAfter = (NoncurrentDays: number) =>
      objections(
        rule({ NoncurrentVersionTransitions: [{ NoncurrentDays, StorageClass: 'STANDARD_IA' }] }),
      );
    expect(objectionsAfter(29)).toEqual(['expected STANDARD_IA after 30 days or more, got 29']);
    expect(objectionsAfter(30)).toEqual([]);
  });

  test.each([
    ['INTELLIGENT_TIERING', 'STANDARD_IA'],
    ['ONEZONE_IA', 'INTELLIGENT_TIERING'],
    ['ONEZONE_IA', 'STANDARD_IA'],
    ['ONEZONE_IA', 'GLACIER_IR'],
    ['STANDARD_IA', 'STANDARD'],
    ['GLACIER', 'GLACIER_IR'],
  ] as const)('cannot move from %s to %s', (from, to) => {
    expect(canMove(from, to)).toBe(false);
  });
});

describe('the bill', () => {
  test.each([
    ['STANDARD', 1, 1],
    ['STANDARD_IA', 1, 30],
    ['ONEZONE_IA', 29, 30],
    ['GLACIER_IR', 60, 90],
    ['GLACIER', 30, 90],
    ['DEEP_ARCHIVE', 20, 180],
    ['DEEP_ARCHIVE', 181, 181],
    ['INTELLIGENT_TIERING', 1, 1],
  ] as const)('of %s for %i days has %i days', (storageClass, days, billed) => {
    expect(billedDays(storageClass, days)).toBe(billed);
  });

  test('has 128 KB at least for the infrequent classes, and 40 KB more for an archived object', () => {
    const KIB = 1024;
    expect(billedBytes('STANDARD', 10 * KIB)).toEqual({ ofClass: 10 * KIB, ofStandard: 0 });
    for (const each of ['STANDARD_IA', 'ONEZONE_IA', 'GLACIER_IR'] as const)
      expect(billedBytes(each, 10 * KIB)).toEqual({ ofClass: 128 * KIB, ofStandard: 0 });
    for (const each of ['GLACIER', 'DEEP_ARCHIVE'] as const)
      expect(billedBytes(each, 10 * KIB)).toEqual({ ofClass: 42 * KIB, ofStandard: 8 * KIB });
    expect(billedBytes('INTELLIGENT_TIERING', 10 * KIB).ofClass).toBe(10 * KIB);
  });
});
