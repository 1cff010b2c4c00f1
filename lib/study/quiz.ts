import { outcomeInWords } from '../experiment/outcome';
import {
  type Correction,
  type Experiment,
  type Json,
  type PlacedSetting,
  settingsOf,
  type WrongAnswer,
} from '../model/exam';
import type { ExamGuide } from '../model/exam-guides';
import type { Pattern } from '../model/pattern';
import { seeded, shuffled } from '../run/random';
import {
  type Asked,
  ask,
  bankQuestions,
  byNeed,
  chosenBy,
  drawExam,
  isRight,
  keyOf,
  letterOf,
  type Progress,
  type Question,
  type Result,
  type Share,
  scoreByDomain,
  toRead,
} from './bank';

/** A question that can be asked, and what of the exam list it is about. */
export interface Item extends Question {
  /** Left out where it is about the whole pattern. */
  readonly about?: PlacedSetting | WrongAnswer;
  /** The page that says so; left out where the question brings its own reasons. */
  readonly source?: string;
}

/** The outcomes that an experiment can have, in the order in which a change can end. */
const outcomes = ['update', 'replace', 'refused', 'fails'] as const;

/** The questions of the bank, with the first setting that embodies each answer. */
export function bankItems(patterns: readonly Pattern[]): Item[] {
  return patterns.flatMap((pattern) => {
    const settings = settingsOf(pattern.exam);
    return bankQuestions([pattern]).map((question): Item => {
      const [first] = question.shows;
      const about = settings.find(
        ({ id, property }) => id === first?.id && property === first.property,
      );
      return about ? { ...question, about, source: about.source } : question;
    });
  });
}

/** Every further question that the exam lists of these patterns give. */
export function listItems(patterns: readonly Pattern[]): Item[] {
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
 * Draws a quiz: the bank first, in the order of need, then what is made from the lists.
 * @param count 1 to the number of items
 * @param seed a whole number; the same seed draws the same quiz for the same progress
 * @param today as YYYY-MM-DD
 * @throws if there are not as many items
 */
export function drawQuiz(
  items: readonly Item[],
  count: number,
  seed: number,
  progress: Progress,
  today: string,
): Asked<Item>[] {
  if (!Number.isInteger(count) || count < 1 || count > items.length) {
    throw new Error(`expected a count from 1 to ${items.length}, got ${count}`);
  }
  const random = seeded(seed);
  const bank = items.filter(({ kind }) => kind === 'bank');
  const others = items.filter(({ kind }) => kind !== 'bank');
  const dealt = [...shuffled(bank, random), ...inTurn(others, random)];
  return byNeed(dealt, progress, today)
    .slice(0, count)
    .map((item) => ask(item, random));
}

/**
 * Draws a quiz or a mock exam of one exam, by the weights of its domains, and mixes the domains.
 * @param progress an empty one draws as an exam does: without regard to earlier answers
 * @throws if the bank has not as many questions of the exam
 */
export function drawExamQuiz(
  items: readonly Item[],
  guide: ExamGuide,
  count: number,
  seed: number,
  progress: Progress,
  today: string,
): { readonly asked: Asked<Item>[]; readonly shares: readonly Share[] } {
  const random = seeded(seed);
  const { questions, shares } = drawExam(
    byNeed(shuffled(items, random), progress, today),
    guide,
    count,
  );
  return { asked: shuffled(questions, random).map((item) => ask(item, random)), shares };
}

/**
 * The kinds of questions take turns, and no setting is asked about twice while there is another one,
 * because one question may give away the answer to the next.
 */
function inTurn(items: readonly Item[], random: () => number): Item[] {
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
  return [...first, ...rounds.filter((item) => !first.has(item))];
}

/** Where a quiz is asked. */
export interface Desk {
  /** The next line of input; undefined at its end, or when the time is over, which ends the quiz. */
  readonly read: () => Promise<string | undefined>;
  /** Receives whole lines. */
  readonly print: (text: string) => void;
  /** The place to read more about a question; empty where there is none. */
  readonly where: (item: Item) => string;
  /** Is told of every answer at once. */
  readonly note: (item: Item, isRight: boolean) => void;
  /** Whether the answers are told at the end only, as in an exam. */
  readonly isExam: boolean;
  /** What to say beside the number of a question, such as the time that is left. */
  readonly aside?: () => string;
}

/** Asks one question after another. Returns a result for each, and for an exam tells the wrong ones at the end. */
export async function askQuiz(quiz: readonly Asked<Item>[], desk: Desk): Promise<Result<Item>[]> {
  const results: Result<Item>[] = [];
  const review: string[] = [];
  let isOver = false;
  for (const [index, asked] of quiz.entries()) {
    const chosen = isOver ? undefined : await choose(asked, `${index + 1}/${quiz.length}`, desk);
    if (!chosen) {
      isOver = true;
      results.push({ asked, outcome: 'not answered' });
      continue;
    }
    const right = isRight(asked, chosen);
    results.push({ asked, outcome: right ? 'right' : 'wrong' });
    desk.note(asked.question, right);
    const told = lesson(asked, right, desk.where(asked.question));
    if (!desk.isExam) desk.print(told);
    else if (!right) review.push(`\n${index + 1}  ${wrapped(asked.question.text)}\n${told}`);
  }
  if (review.length > 0) desk.print(`\nTo review:\n${review.join('\n')}`);
  return results;
}

/** Asks until a line names as many options as it should; undefined at the end of input. */
async function choose(asked: Asked<Item>, number: string, desk: Desk) {
  const { question, options } = asked;
  const title = [
    number,
    // The name of a pattern gives away the answer to a question of the bank.
    question.kind === 'bank' ? '' : question.pattern,
    desk.aside?.() ?? '',
  ].filter((part) => part !== '');
  desk.print(`\n${title.join('  ')}\n${wrapped(question.text)}`);
  for (const [option, words] of options.entries())
    desk.print(wrapped(words, `  ${letterOf(option)}) `, '     '));
  for (;;) {
    const line = await desk.read();
    if (line === undefined) return undefined;
    const chosen = chosenBy(line, asked);
    if (chosen) return chosen;
    const letters = options.map((_, option) => letterOf(option)).join(', ');
    desk.print(`expected ${inWords(question.right.length)} of ${letters}, got '${line.trim()}'`);
  }
}

const inWords = (count: number) => ['none', 'one', 'two', 'three', 'four'][count] ?? `${count}`;

/** What to learn from a question: which answer is right, why, why not the others, and where to read on. */
function lesson({ question, options }: Asked<Item>, right: boolean, where: string): string {
  const good = options.flatMap((words, option) =>
    question.right.includes(words) ? [`${letterOf(option)}) ${words}`] : [],
  );
  const others = options.flatMap((words, option) => {
    const because = question.wrong.find(({ answer }) => answer === words)?.because;
    return because ? [wrapped(because, `  ${letterOf(option)}) `, '     ')] : [];
  });
  return [
    right ? 'right' : wrapped(`wrong: it is ${good.join(' and ')}`, '', '  '),
    ...(question.because ? [wrapped(question.because, '  ', '  ')] : []),
    ...others,
    ...[question.source, where].flatMap((more) => (more ? [`  ${more}`] : [])),
  ].join('\n');
}

/** Breaks lines between words, at 100 columns. */
function wrapped(text: string, first = '', next = ''): string {
  return text
    .split('\n')
    .map((line, index) => {
      const lines = [index === 0 ? first : next];
      for (const word of line.split(' ')) {
        const last = lines.at(-1) as string;
        const isEmpty = last === first || last === next;
        if (isEmpty) lines[lines.length - 1] = last + word;
        else if (last.length + 1 + word.length <= 100) lines[lines.length - 1] += ` ${word}`;
        else lines.push(next + word);
      }
      return lines.join('\n');
    })
    .join('\n');
}

/** The score in a line. */
export function scoreLine(results: readonly Result[]): string {
  const right = results.filter(({ outcome }) => outcome === 'right').length;
  const left = results.filter(({ outcome }) => outcome === 'not answered').length;
  return `${right} of ${results.length - left} right${left > 0 ? `, ${left} not answered` : ''}`;
}

/** The score of an exam: in all, and for each domain. */
export function examScore(results: readonly Result[], guide: ExamGuide): string {
  const domains = scoreByDomain(results, guide);
  const right = domains.reduce((sum, domain) => sum + domain.right, 0);
  const width = Math.max(...domains.map(({ title }) => title.length));
  return [
    `${scoreLine(results)}: ${Math.round((100 * right) / results.length)}% of ${results.length}`,
    `${guide.exam} is passed with ${guide.pass} of 1,000 points. AWS does not publish how answers become points.`,
    '',
    ...domains.map(
      ({ title, percent, right, asked }, index) =>
        `  ${index + 1}  ${title.padEnd(width)}  ${`${percent}%`.padStart(4)}  ${asked > 0 ? `${right} of ${asked}` : 'not asked'}`,
    ),
  ].join('\n');
}

/**
 * The patterns to read again; empty where nothing was wrong.
 * @param page gives the page of a pattern by its id
 */
export function readingList(results: readonly Result[], page: (pattern: string) => string): string {
  const list = toRead(results).map(
    ({ pattern, wrong }) => `  ${pattern}  ${wrong} wrong  ${page(pattern)}`,
  );
  return list.length > 0 ? ['To read, most wrong answers first:', ...list].join('\n') : '';
}

/** What all questions that are made from a list have in common. */
function made(
  pattern: Pattern,
  parts: Pick<Question, 'kind' | 'text' | 'because'> & {
    readonly right: string;
    readonly wrong: readonly string[];
    readonly about: PlacedSetting | WrongAnswer;
    readonly source?: string;
  },
): Item {
  const { kind, text, right, wrong, about } = parts;
  return {
    ...parts,
    key: keyOf(pattern.id, `${kind} ${text} ${right}`),
    pattern: pattern.id,
    right: [right],
    wrong: wrong.map((answer) => ({ answer })),
    tasks: ('tasks' in about ? about.tasks : undefined) ?? pattern.exam.tasks,
    shows: 'property' in about ? [{ id: about.id, property: about.property }] : [],
  };
}

/**
 * Which value the stack sets. Asked only where the fact names the value, because a value that is this
 * project's own choice teaches nothing; and where there is a wrong value, and none is longer than a line.
 */
function valueItem(
  pattern: Pattern,
  setting: PlacedSetting,
  all: readonly PlacedSetting[],
): Item[] {
  const { type, id, property, value, fact, source, experiments = [] } = setting;
  const right = shown(value);
  if (!isNamedBy(fact, value)) return [];
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
    made(pattern, {
      kind: 'value',
      about: setting,
      text: `${pattern.exam.question}\nWhat does the stack set ${property} of ${id} (${type}) to?`,
      right,
      wrong: wrong.slice(0, 4),
      because: fact,
      source,
    }),
  ];
}

/** Whether a fact names a value: as a word, as a number, or as a length of time in minutes, hours or days. */
export function isNamedBy(fact: string, value: Json | undefined): boolean {
  if (typeof value === 'string') return hasWord(fact, value);
  if (typeof value !== 'number') return false;
  const times = [
    ['second', 1],
    ['minute', 60],
    ['hour', 3600],
    ['day', 86_400],
  ] as const;
  return (
    hasWord(fact, shown(value)) ||
    hasWord(fact, `${value}`) ||
    times.some(
      ([unit, length]) =>
        hasWord(fact, `${value / length} ${unit}`) || hasWord(fact, `${value / length} ${unit}s`),
    )
  );
}

/** Whether a text has these words, and not as a part of a longer word or number. */
function hasWord(text: string, words: string): boolean {
  const at = text.indexOf(words);
  if (at < 0 || words === '') return false;
  const [before, after] = [text[at - 1] ?? '', text.slice(at + words.length)];
  const isWhole = !/[\w.,$-]/.test(before) && !/^(\w|[.,-]\w)/.test(after);
  return isWhole || hasWord(text.slice(at + 1), words);
}

function outcomeItems(pattern: Pattern, setting: PlacedSetting): Item[] {
  const { type, id, property, value, fact, source, experiments = [] } = setting;
  return experiments.map((experiment): Item => {
    const right = outcomeInWords[experiment.outcome];
    return made(pattern, {
      kind: 'outcome',
      about: setting,
      text: `${property} of ${id} (${type}), now ${shown(value)}, ${changed(experiment.value)}${companions(setting, experiment)}.\nWhat happens when you deploy that?`,
      right,
      wrong: outcomes.map((one) => outcomeInWords[one]).filter((words) => words !== right),
      because: `${experiment.because} ${fact}`,
      source: experiment.outcome === 'fails' ? experiment.source : source,
    });
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
  return wrong.map((answer) =>
    made(pattern, {
      kind: 'reason',
      about: answer,
      text: `${question}\nWhy is this not the answer: ${answer.answer}?`,
      right: answer.because,
      wrong: [...reasons].filter((because) => because !== answer.because),
      because: '',
    }),
  );
}

/** The statement of the notes that is wrong, among facts that are true. */
function correctionItem(pattern: Pattern, setting: PlacedSetting): Item[] {
  const { today } = setting;
  const facts = settingsOf(pattern.exam)
    .filter((other) => other !== setting && other.fact !== today?.notes)
    .map(({ fact }) => fact);
  if (!today || facts.length === 0) return [];
  return [
    made(pattern, {
      kind: 'correction',
      about: setting,
      text: 'Which of these statements is outdated, or was never right?',
      right: today.notes,
      wrong: [...new Set(facts)],
      because: `${trueSince(today)}: ${today.now}`,
      source: today.source,
    }),
  ];
}

function trueSince({ since }: Correction): string {
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
