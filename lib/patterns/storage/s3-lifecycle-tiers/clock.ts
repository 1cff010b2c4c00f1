import type {
  LifecycleRule,
  LifecycleRuleFilter,
  TransitionDefaultMinimumObjectSize,
  TransitionStorageClass,
} from '@aws-sdk/client-s3';

/**
 * What S3 does with an object because of lifecycle rules, and when: a model of what the S3 User Guide says,
 * because nobody wants to wait for seven years. Its tests are the examples of the guide:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html
 */

export type StorageClass = 'STANDARD' | TransitionStorageClass;

export interface StoredObject {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  readonly created: Date;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A step in the life of an object. */
export interface Step {
  readonly at: Date;
  /** The class it moves to; `delete marker` is what a versioned bucket adds, and keeps the version as a noncurrent one. */
  readonly to: StorageClass | 'delete marker' | 'deleted';
}

export interface BucketSettings {
  readonly versioned: boolean;
  /** S3 has had `all_storage_classes_128K` as the default since September 2024. */
  readonly minimumSize?: TransitionDefaultMinimumObjectSize;
}

const KIB = 1024;
const DAY = 86_400_000;

/** From the warmest to the coldest: a lifecycle rule moves an object down this list and never up. */
const waterfall: readonly StorageClass[] = [
  'STANDARD',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

/** What S3 bills for at least, by class: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
const least: Readonly<Record<StorageClass, { days: number; bytes: number }>> = {
  STANDARD: { days: 0, bytes: 0 },
  STANDARD_IA: { days: 30, bytes: 128 * KIB },
  INTELLIGENT_TIERING: { days: 0, bytes: 0 },
  ONEZONE_IA: { days: 30, bytes: 128 * KIB },
  GLACIER_IR: { days: 90, bytes: 128 * KIB },
  GLACIER: { days: 90, bytes: 0 },
  DEEP_ARCHIVE: { days: 180, bytes: 0 },
};

/** Whether a lifecycle rule can move an object between two classes. */
export function canMove(from: StorageClass, to: StorageClass): boolean {
  if (from === 'ONEZONE_IA' && to === 'GLACIER_IR') return false;
  return waterfall.indexOf(to) > waterfall.indexOf(from);
}

/**
 * Why S3 would refuse a rule; empty if it accepts it.
 * See https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export function objections(rule: LifecycleRule): string[] {
  const found: string[] = [];
  const current = (rule.Transitions ?? []).map(({ StorageClass, Days = 0 }) => ({
    to: StorageClass as StorageClass,
    days: Days,
  }));
  const noncurrent = (rule.NoncurrentVersionTransitions ?? []).map(
    ({ StorageClass, NoncurrentDays = 0 }) => ({
      to: StorageClass as StorageClass,
      days: NoncurrentDays,
    }),
  );
  for (const steps of [current, noncurrent]) {
    const ordered = [...steps].sort((one, other) => one.days - other.days);
    for (const [index, { to, days }] of ordered.entries()) {
      const before = ordered[index - 1];
      if (isInfrequent(to) && days < 30)
        found.push(`expected ${to} after 30 days or more, got ${days}`);
      if (before === undefined) continue;
      if (before.days === days || !canMove(before.to, to))
        found.push(`expected a colder class after ${before.to}, got ${to} after ${days} days`);
      else if (isInfrequent(before.to) && needsThirtyDays.includes(to) && days - before.days < 30)
        found.push(`expected 30 days or more in ${before.to}, got ${days - before.days}`);
    }
  }
  const expiration = rule.Expiration?.Days;
  const last = Math.max(-1, ...current.map(({ days }) => days));
  if (expiration !== undefined && expiration < 1)
    found.push(`expected an expiration after a day or more, got ${expiration}`);
  else if (expiration !== undefined && expiration <= last)
    found.push(`expected an expiration after more than ${last} days, got ${expiration}`);
  return found;
}

const isInfrequent = (one: StorageClass) => one === 'STANDARD_IA' || one === 'ONEZONE_IA';
/** The classes that a rule may choose only after 30 days of STANDARD_IA or ONEZONE_IA. */
const needsThirtyDays: readonly StorageClass[] = ['ONEZONE_IA', 'GLACIER', 'DEEP_ARCHIVE'];

/** The midnight in UTC at which S3 acts: so many days after a time, and then the next midnight. */
export function due(from: Date, days: number): Date {
  return new Date(Math.ceil(from.getTime() / DAY + days) * DAY);
}

/**
 * The life of an object that nobody overwrites or deletes, step by step.
 * @throws if a rule uses a date or counts newer versions, because the model does not know them
 */
export function lifeOf(
  object: StoredObject,
  rules: readonly LifecycleRule[],
  { versioned, minimumSize = 'all_storage_classes_128K' }: BucketSettings,
): Step[] {
  const applying = rules.filter((rule) => {
    const dated = [...(rule.Transitions ?? []), rule.Expiration].some((one) => one?.Date);
    const counted = [
      ...(rule.NoncurrentVersionTransitions ?? []),
      rule.NoncurrentVersionExpiration,
    ];
    if (dated || counted.some((one) => one?.NewerNoncurrentVersions))
      throw new Error(`expected rules with days alone, got ${JSON.stringify(rule)}`);
    return rule.Status === 'Enabled' && matches(rule, object);
  });
  const movesOf = (rule: LifecycleRule, to: StorageClass) =>
    object.size >= 128 * KIB ||
    limitsSize(rule.Filter) ||
    (minimumSize === 'varies_by_storage_class' && (to === 'GLACIER' || to === 'DEEP_ARCHIVE'));

  const moves = applying.flatMap((rule) =>
    (rule.Transitions ?? []).map(({ StorageClass, Days = 0 }) => ({
      at: due(object.created, Days),
      to: StorageClass as StorageClass,
      rule,
    })),
  );
  const ends = applying.flatMap(({ Expiration }) =>
    Expiration?.Days === undefined ? [] : [due(object.created, Expiration.Days)],
  );
  const end = earliest(ends);
  const steps: Step[] = [];
  let now: StorageClass = 'STANDARD';
  const move = (candidates: typeof moves, until: Date | undefined, inclusive: boolean) => {
    const ordered = candidates
      .filter(({ rule, to }) => movesOf(rule, to))
      .filter(({ at }) => !until || at < until || (inclusive && at.getTime() === until.getTime()))
      .sort(
        (one, other) =>
          one.at.getTime() - other.at.getTime() || preference(other.to) - preference(one.to),
      );
    for (const { at, to } of ordered) {
      if (!canMove(now, to) || steps.at(-1)?.at.getTime() === at.getTime()) continue;
      steps.push({ at, to });
      now = to;
    }
  };

  // Permanent deletion takes precedence over a transition, and a transition over a delete marker.
  move(moves, end, versioned);
  if (end === undefined) return steps;
  if (!versioned) return [...steps, { at: end, to: 'deleted' }];

  steps.push({ at: end, to: 'delete marker' });
  const gone = earliest(
    applying.flatMap(({ NoncurrentVersionExpiration: { NoncurrentDays } = {} }) =>
      NoncurrentDays === undefined ? [] : [due(end, NoncurrentDays)],
    ),
  );
  const later = applying.flatMap((rule) =>
    (rule.NoncurrentVersionTransitions ?? []).map(({ StorageClass, NoncurrentDays = 0 }) => ({
      at: due(end, NoncurrentDays),
      to: StorageClass as StorageClass,
      rule,
    })),
  );
  move(later, gone, false);
  return gone === undefined ? steps : [...steps, { at: gone, to: 'deleted' }];
}

/** The storage class of an object on a day of its life; undefined once it is deleted. */
export function classAt(life: readonly Step[], at: Date): StorageClass | undefined {
  let now: StorageClass | undefined = 'STANDARD';
  for (const step of life) {
    if (step.at > at || step.to === 'delete marker') continue;
    now = step.to === 'deleted' ? undefined : step.to;
  }
  return now;
}

/** For how many days S3 bills an object that stayed in a class for so many. */
export function billedDays(storageClass: StorageClass, days: number): number {
  return Math.max(days, least[storageClass].days);
}

/** How many bytes of an object S3 bills at the rate of its class, and how many at that of STANDARD. */
export function billedBytes(storageClass: StorageClass, size: number) {
  // The metadata of an archived object: an index at the rate of the class, and its name at that of STANDARD.
  const archived = storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE';
  return {
    ofClass: Math.max(size, least[storageClass].bytes) + (archived ? 32 * KIB : 0),
    ofStandard: archived ? 8 * KIB : 0,
  };
}

function matches({ Filter = {}, Prefix }: LifecycleRule, { key, size, tags = {} }: StoredObject) {
  const { And, ...one } = Filter;
  return [one, And ?? {}].every((filter: LifecycleRuleFilter & { Tags?: { Key?: string }[] }) => {
    const expected = [filter.Tag, ...(filter.Tags ?? [])] as (
      | { Key?: string; Value?: string }
      | undefined
    )[];
    return (
      key.startsWith(filter.Prefix ?? Prefix ?? '') &&
      size > (filter.ObjectSizeGreaterThan ?? -1) &&
      size < (filter.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY) &&
      expected.every(
        (tag) =>
          tag === undefined ||
          (Object.hasOwn(tags, `${tag.Key}`) && tags[`${tag.Key}`] === tag.Value),
      )
    );
  });
}

const limitsSize = ({ And, ...one }: LifecycleRuleFilter = {}) =>
  [one, And].some(
    (filter) =>
      filter?.ObjectSizeGreaterThan !== undefined || filter?.ObjectSizeLessThan !== undefined,
  );

/** Of two classes on the same day, S3 chooses the colder one, but INTELLIGENT_TIERING before all but two archive classes. */
const preference = (one: StorageClass) =>
  one === 'INTELLIGENT_TIERING' ? waterfall.indexOf('GLACIER') - 0.5 : waterfall.indexOf(one);

const earliest = (dates: readonly Date[]) =>
  dates.reduce<Date | undefined>((first, one) => (!first || one < first ? one : first), undefined);
