import { cfnLint } from '../../../lib/check/cfn-lint';
import { ranges, source } from '../../../lib/check/ranges.json';
import { settingsOf } from '../../../lib/model/exam';
import { patterns } from '../../../lib/patterns';
import { pinnedVersion } from '../../../lib/run/python';

/** The least and the most of a property, by AWS's own schema. */
interface Range {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** What a fact says of a range, as far as it gives numbers. */
interface Stated {
  readonly words: string;
  /** Every value that the number may mean: 14 days are 14, or 1,209,600 seconds. */
  readonly least?: readonly number[];
  readonly most?: readonly number[];
}

const numerals: Readonly<Record<string, number>> = {
  once: 1,
  one: 1,
  twice: 2,
  two: 2,
  three: 3,
  five: 5,
  seven: 7,
};
const number = `(${Object.keys(numerals).join('|')}|\\d[\\d,]*(?:\\.\\d+)?)`;
const unit = '(?: (seconds?|minutes?|hours?|days?|MB))?';
const phrases = new RegExp(
  [
    `${number}${unit} to ${number}${unit}`,
    `(?:at most|up to) ${number}${unit}`,
    `${number}${unit} at most`,
  ].join('|'),
  'g',
);
const factors: Readonly<Record<string, readonly number[]>> = {
  minute: [60],
  hour: [60, 3600],
  day: [1440, 86_400],
  MB: [1_048_576],
};

function meanings(digits: string | undefined, of = ''): readonly number[] | undefined {
  if (digits === undefined) return undefined;
  const value = numerals[digits] ?? Number(digits.replaceAll(',', ''));
  return [value, ...(factors[of.replace(/s$/, '')] ?? []).map((factor) => value * factor)];
}

/** The ranges and maximums in the words of a fact. */
function statedIn(fact: string): Stated[] {
  return [...fact.matchAll(phrases)].map((match) => {
    const [words, low, lowUnit, high, highUnit, upTo, upToUnit, atMost, atMostUnit] = match;
    const least = meanings(low, lowUnit ?? highUnit);
    const most =
      meanings(high, highUnit) ?? meanings(upTo, upToUnit) ?? meanings(atMost, atMostUnit);
    return { words, ...(least && { least }), ...(most && { most }) };
  });
}

/** Why a fact may name another number than the schema; the words are those of the fact. */
const others: readonly (readonly [property: string, words: RegExp, why: string])[] = [
  [
    'Timeout',
    /900.*Lambda Managed Instances|Lambda Managed Instances/,
    'the fact names the exception',
  ],
  ['MemorySize', /10,240.*Lambda Managed Instances/, 'the fact names the exception'],
  ['MemorySize', /at most 250 MB/, 'it is about the size of a package'],
  ['IdTokenValidity', /refresh tokens 1 hour/, 'the unit is a setting of its own'],
  ['Code.S3Key', /up to 4 MB zipped/, 'it is about the code in ZipFile'],
  ['CompatibleRuntimes', /a function takes up to five/, 'it is about the layers of a function'],
  ['Name', /7 to 30 days|five levels deep/, 'it is not about the name'],
  ['TemplateURL', /51,200 bytes/, 'it is about TemplateBody'],
  ['GroupDescription', /up to five by default/, 'it is about the groups of an interface'],
  ['ReceiveMessageWaitTimeSeconds', /Long polling waits 1 to 20/, '0 is short polling'],
  [
    'BatchSize',
    /up to 10 messages|at most 10 messages/,
    'the number is for a kind of queue or a call',
  ],
  ['ScalingConfig.MaximumConcurrency', /at most one invocation/, 'it is about one message group'],
  ['Targets.0.InputTransformer.InputTemplate', /up to 100 values/, 'it is about InputPathsMap'],
  [
    'Target.RetryPolicy.MaximumRetryAttempts',
    /at most 24 hours/,
    'it is about the age of an event',
  ],
  ['MaximumRetryAttempts', /0 to 10,000/, '-1 is no limit'],
  ['MaximumRecordAgeInSeconds', /60 to 604,800/, '-1 is no limit, and 0 to 59 are refused'],
  ['FilterCriteria.Filters.0.Pattern', /up to five filters/, 'it is about the number of filters'],
  ['LogGroupName', /5,120 characters/, 'it is about a resource policy'],
];

/** The ranges in a fact that AWS's schema contradicts; the schema may count values, items or characters. */
function contradictions(property: string, fact: string, range: Range): string[] {
  const lows = [range.minimum, range.minItems, range.minLength].filter((low) => low !== undefined);
  const highs = [range.maximum, range.maxItems, range.maxLength].filter(
    (high) => high !== undefined,
  );
  const fits = (stated: readonly number[] | undefined, known: readonly number[]) =>
    !stated || known.length === 0 || known.some((one) => stated.includes(one));
  return statedIn(fact)
    .filter(({ least, most }) => !fits(least, lows) || !fits(most, highs))
    .filter(() => !others.some(([name, words]) => name === property && words.test(fact)))
    .map(({ words }) => `${words}, but ${property} is ${JSON.stringify(range)}: ${fact}`);
}

const known = ranges as Readonly<Record<string, Readonly<Record<string, Range>>>>;
const settings = patterns.flatMap(({ exam }) => settingsOf(exam));

test('the ranges in the facts are those of AWS’s resource schemas', () => {
  const found = settings.flatMap(({ type, property, fact }) =>
    contradictions(property, fact, known[type]?.[property] ?? {}),
  );
  expect(found).toEqual([]);
});

test('many facts state a range that can be compared', () => {
  const compared = settings.filter(
    ({ type, property, fact }) => known[type]?.[property] && statedIn(fact).length > 0,
  );
  expect(compared.length).toBeGreaterThan(50);
});

test('every exception is needed', () => {
  for (const [property, words] of others) {
    const needed = settings.filter(
      (setting) => setting.property === property && words.test(setting.fact),
    );
    expect({ property, words, needed: needed.length > 0 }).toMatchObject({ needed: true });
  }
});

test('a schema that says another number contradicts a fact', () => {
  const fact = 'SQS retains a message for 60 seconds to 14 days; the default is four days.';
  const property = 'MessageRetentionPeriod';
  expect(contradictions(property, fact, { minimum: 60, maximum: 1_209_600 })).toEqual([]);
  expect(contradictions(property, fact, { minimum: 60, maximum: 1_209_601 })).toHaveLength(1);
  expect(contradictions(property, fact, { minimum: 61, maximum: 1_209_600 })).toHaveLength(1);
  expect(contradictions(property, 'It has at most 30 days.', { maximum: 31 })).toHaveLength(1);
  expect(contradictions(property, '35 days at most.', { maximum: 35 })).toEqual([]);
});

test('the ranges are of the linter that this project pins', () => {
  expect(source).toBe(
    `AWS's resource schemas of ${/\d{4}-\d\d-\d\d/.exec(source)}, in cfn-lint ${pinnedVersion(cfnLint)}`,
  );
});
