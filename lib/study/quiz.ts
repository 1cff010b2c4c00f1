import { outcomeInWords } from '../experiment/outcome';
import {
  type Correction,
  type Experiment,
  type Json,
  type PlacedSetting,
  settingsOf,
  type WrongAnswer,
} from '../model/exam';
import type { Pattern } from '../model/pattern';
import { seeded, shuffled } from '../run/random';

/** A question that can be asked, before its options are drawn. */
export interface Item {
  readonly kind: 'value' | 'outcome' | 'reason' | 'correction';
  readonly pattern: Pattern;
  /** The part of the exam list that the question is about. */
  readonly about: PlacedSetting | WrongAnswer;
  readonly text: string;
  readonly right: string;
  /** One or more, none of them right, no two the same. */
  readonly wrong: readonly string[];
  /** What to learn from the answer, in full sentences; a reason needs none. */
  readonly lesson?: string;
  /** The page that says so; a reason has none. */
  readonly source?: string;
}

/** A question as it is asked: two to four options, one of them right. */
export interface Question extends Item {
  readonly options: readonly string[];
}

export interface Score {
  readonly right: number;
  readonly answered: number;
}

/** The outcomes that an experiment can have, in the order in which a change can end. */
const outcomes = ['update', 'replace', 'refused', 'fails'] as const;

/** Every question that the exam lists of these patterns give. */
export function quizItems(patterns: readonly Pattern[]): Item[] {
  const settings = patterns.flatMap(({ exam }) => settingsOf(exam));
  return patterns.flatMap((pattern) => [
    ...settingsOf(pattern.exam).flatMap((setting) => [
      ...valueItem(pattern, setting, settings),
      ...outcomeItems(pattern, setting),
      ...correctionItem(pattern, setting),
    ]),
    ...reasonItems(pattern),
  ]);
}

/**
 * Draws a quiz. The kinds of questions take turns, and no setting is asked about twice while there is
 * another one, because one question may give away the answer to the next.
 * @param count 1 to the number of items
 * @param seed a whole number; the same seed draws the same quiz
 * @throws if there are not as many items
 */
export function drawQuiz(items: readonly Item[], count: number, seed: number): Question[] {
  if (!Number.isInteger(count) || count < 1 || count > items.length) {
    throw new Error(`expected a count from 1 to ${items.length}, got ${count}`);
  }
  const random = seeded(seed);
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  const piles = kinds.map((each) =>
    shuffled(
      items.filter(({ kind }) => kind === each),
      random,
    ),
  );
  const rounds = items.flatMap((_, round) => piles.flatMap((pile) => pile.slice(round, round + 1)));
  const seen = new Set<Item['about']>();
  const first = new Set(rounds.filter(({ about }) => !seen.has(about) && seen.add(about)));
  const dealt = [...first, ...rounds.filter((item) => !first.has(item))].slice(0, count);
  return shuffled(dealt, random).map((item) => ({
    ...item,
    options: shuffled([item.right, ...shuffled(item.wrong, random).slice(0, 3)], random),
  }));
}

/**
 * Asks one question after another.
 * @param read gives the next line of input, undefined at its end, which ends the quiz
 * @param print receives whole lines
 * @param where the place to read more about a question; empty where there is none
 */
export async function askQuiz(
  questions: readonly Question[],
  read: () => Promise<string | undefined>,
  print: (text: string) => void,
  where: (question: Question) => string,
): Promise<Score> {
  let [right, answered] = [0, 0];
  for (const [index, question] of questions.entries()) {
    const { options, text, lesson, source, pattern } = question;
    const letters = options.map((_, option) => String.fromCharCode(97 + option));
    print(`\n${index + 1}/${questions.length}  ${pattern.id}\n${text}`);
    for (const [option, words] of options.entries()) print(`  ${letters[option]}) ${words}`);

    let chosen = -1;
    while (chosen < 0) {
      const line = await read();
      if (line === undefined) return { right, answered };
      chosen = letters.indexOf(line.trim().toLowerCase().replace(/\)$/, ''));
      if (chosen < 0) print(`expected one of ${letters.join(', ')}, got '${line.trim()}'`);
    }
    answered += 1;
    const good = options.indexOf(question.right);
    if (chosen === good) right += 1;
    print(chosen === good ? 'right' : `wrong: it is ${letters[good]}) ${question.right}`);
    for (const more of [lesson, source, where(question)]) if (more) print(`  ${more}`);
  }
  return { right, answered };
}

/** Which value the stack sets; no question where there is no wrong value, or where the value is longer than a line. */
function valueItem(
  pattern: Pattern,
  setting: PlacedSetting,
  all: readonly PlacedSetting[],
): Item[] {
  const { type, id, property, value, fact, source, experiments = [] } = setting;
  const right = shown(value);
  const elsewhere = all
    .filter((other) => other.type === type && other.property === property)
    .flatMap((other) => (other.value === undefined ? [] : [other.value]));
  const wrong = [
    ...new Set(
      [...experiments.map((experiment) => experiment.value), ...elsewhere, ...neighbors(value)].map(
        shown,
      ),
    ),
  ].filter((words) => words !== right && words.length <= 100);
  if (wrong.length === 0 || right.length > 100) return [];
  // A choice between one value and no value is too easy.
  if (wrong.length === 1 && (right === absent || wrong[0] === absent)) return [];
  return [
    {
      kind: 'value',
      pattern,
      about: setting,
      text: `${pattern.exam.question}\nWhat does the stack set ${property} of ${id} (${type}) to?`,
      right,
      wrong: wrong.slice(0, 4),
      lesson: fact,
      source,
    },
  ];
}

function outcomeItems(pattern: Pattern, setting: PlacedSetting): Item[] {
  const { type, id, property, value, fact, source, experiments = [] } = setting;
  return experiments.map((experiment): Item => {
    const right = outcomeInWords[experiment.outcome];
    return {
      kind: 'outcome',
      pattern,
      about: setting,
      text: `${property} of ${id} (${type}), now ${shown(value)}, ${changed(experiment.value)}${companions(setting, experiment)}.\nWhat happens when you deploy that?`,
      right,
      wrong: outcomes.map((one) => outcomeInWords[one]).filter((words) => words !== right),
      lesson: `${experiment.because} ${fact}`,
      source: experiment.outcome === 'fails' ? experiment.source : source,
    };
  });
}

/** The other changes of an experiment, as the end of a sentence. */
function companions(setting: PlacedSetting, { also = [] }: Experiment): string {
  return also
    .map(({ id = setting.id, property, value }) => {
      const owner = id === setting.id ? '' : ` of ${id}`;
      return `, and ${property}${owner} ${changed(value)}`;
    })
    .join('');
}

const changed = (value: Json) => (value === null ? 'is removed' : `is set to ${shown(value)}`);

/** Why a wrong answer is wrong, among the reasons against the other wrong answers. */
function reasonItems(pattern: Pattern): Item[] {
  const { question, wrong } = pattern.exam;
  const reasons = new Set(wrong.map(({ because }) => because));
  if (reasons.size < 2) return [];
  return wrong.map((answer) => ({
    kind: 'reason',
    pattern,
    about: answer,
    text: `${question}\nWhy is this not the answer: ${answer.answer}?`,
    right: answer.because,
    wrong: [...reasons].filter((because) => because !== answer.because),
  }));
}

/** The statement of the notes that is wrong, among facts that are true. */
function correctionItem(pattern: Pattern, setting: PlacedSetting): Item[] {
  const { today } = setting;
  const facts = settingsOf(pattern.exam)
    .filter((other) => other !== setting && other.fact !== today?.notes)
    .map(({ fact }) => fact);
  if (!today || facts.length === 0) return [];
  return [
    {
      kind: 'correction',
      pattern,
      about: setting,
      text: 'Which of these statements is outdated, or was never right?',
      right: today.notes,
      wrong: [...new Set(facts)],
      lesson: `${trueSince(today)}: ${today.now}`,
      source: today.source,
    },
  ];
}

function trueSince({ since, saidBy }: Correction): string {
  if (saidBy !== undefined) return 'AWS says both, but this is exact';
  if (since === undefined) return 'The notes were never right';
  return since === 'unknown' ? 'True now' : `True since ${since}`;
}

/** Lengths of time that people choose, in seconds: from half a minute to a year. */
const times = [
  30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 345_600,
  604_800, 1_209_600, 2_592_000, 31_536_000,
];

/**
 * Values that are easily mistaken for a value: the next lengths of time, powers of two from 64 on, and
 * otherwise half, double and ten times a round number. There are none for text, lists, objects and zero.
 */
export function neighbors(value: Json | undefined): readonly Json[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value !== 'number' || value === 0) return [];
  const time = times.indexOf(value);
  if (time >= 0) {
    return [...times.slice(Math.max(0, time - 1), time), ...times.slice(time + 1, time + 3)];
  }
  if (value >= 64 && Number.isInteger(Math.log2(value))) return [value / 4, value / 2, value * 2];
  if (value !== Number(value.toPrecision(2))) return [];
  return [value / 2, value * 2, value * 10].filter(
    (other) => Number.isInteger(other) || !Number.isInteger(value),
  );
}

const absent = 'not set';

/** A value as an option: text without quotes, numbers with thousands separators. */
function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return absent;
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}
