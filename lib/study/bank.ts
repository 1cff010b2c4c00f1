/**
 * The question bank: what it holds, what a quiz or a mock exam draws from it, what a learner remembers
 * of it, and the score. Pure, and free of Node.js, because a browser runs it too.
 */
import type { Exam, ExamQuestion, SettingName, TaskId } from '../model/exam';
import type { ExamCode, ExamGuide } from '../model/exam-guides';
import { type Random, shuffled } from '../run/random';

/** What can be asked: plain data, so that it can be written as JSON. */
export interface Question {
  /** Names the question in the progress of a learner; it changes with the words of the question only. */
  readonly key: string;
  /** `bank`: written for the exam list. The others are made from the list. */
  readonly kind: 'bank' | 'value' | 'outcome' | 'reason' | 'correction';
  /** Id of the pattern. */
  readonly pattern: string;
  readonly text: string;
  readonly right: readonly string[];
  readonly wrong: readonly OtherAnswer[];
  /** Why the right answers are right; empty where they say it themselves. */
  readonly because: string;
  readonly tasks: readonly TaskId[];
  /** The settings to look at; the first is the most important one. */
  readonly shows: readonly SettingName[];
}

interface OtherAnswer {
  readonly answer: string;
  /** Why it is wrong; left out where `because` of the question says it. */
  readonly because?: string;
}

/** A question as it is asked: all right answers among three wrong ones, or fewer if there are no more. */
export interface Asked<Q extends Question = Question> {
  readonly question: Q;
  readonly options: readonly string[];
}

/** A question that was asked, and how it was answered. */
export interface Result<Q extends Question = Question> {
  readonly asked: Asked<Q>;
  readonly outcome: 'right' | 'wrong' | 'not answered';
}

/** What of a pattern the bank needs. */
interface Source {
  readonly id: string;
  readonly exam: Pick<Exam, 'question' | 'answer' | 'wrong' | 'questions' | 'tasks'>;
}

/** All questions of the bank: of each pattern the one that its stack opens with, then the others. */
export function bankQuestions(patterns: readonly Source[]): Question[] {
  return patterns.flatMap(({ id, exam }) =>
    [leadQuestion(exam), ...exam.questions].map(
      ({ text, right, wrong, because, tasks, shows }): Question => ({
        key: keyOf(id, text),
        kind: 'bank',
        pattern: id,
        text,
        right,
        wrong,
        because,
        tasks,
        shows,
      }),
    ),
  );
}

/** The question of the stack: the first sentence of the answer is right, and the rest of it tells why. */
function leadQuestion({
  question,
  answer,
  wrong,
  tasks,
}: Source['exam']): Omit<ExamQuestion, 'seeds'> {
  const [, first = answer, because = ''] = /^(.+?\.)\s+(?=[A-Z])(.*)$/s.exec(answer) ?? [];
  // The wrong answers end without a full stop.
  return { text: question, right: [first.replace(/\.$/, '')], because, wrong, tasks, shows: [] };
}

/** Names a question by its pattern and a hash of its words (FNV-1a). */
export function keyOf(pattern: string, words: string): string {
  let hash = 0x811c9dc5;
  for (const character of words) {
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193) >>> 0;
  }
  return `${pattern}/${hash.toString(16).padStart(8, '0')}`;
}

// Progress: Leitner boxes. A right answer moves a question one box up, a wrong one back to the first.

/** What a learner remembers of each question that was answered, by its key. */
export type Progress = Readonly<Record<string, Memory>>;

export interface Memory {
  /** From 1 to 5: a question in a higher box comes back later. */
  readonly box: number;
  /** The day from which on it is asked again, as YYYY-MM-DD. */
  readonly due: string;
}

/** How many days a question stays in each box, from the first to the last. */
const restDays = [0, 1, 3, 7, 21] as const;

/**
 * The progress after one more answer.
 * @param today as YYYY-MM-DD
 */
export function answered(
  progress: Progress,
  key: string,
  isRight: boolean,
  today: string,
): Progress {
  const known = progress[key]?.box ?? 1;
  const box = isRight ? Math.min(known + 1, restDays.length) : 1;
  const due = new Date(`${today}T00:00:00Z`);
  due.setUTCDate(due.getUTCDate() + (restDays[box - 1] as number));
  return { ...progress, [key]: { box, due: due.toISOString().slice(0, 10) } };
}

const VERSION = 1;

/** Progress as text, to be kept. */
export function writeProgress(progress: Progress): string {
  return `${JSON.stringify({ version: VERSION, questions: progress }, null, 1)}\n`;
}

/**
 * The opposite of `writeProgress`.
 * @throws if the text is not progress, with a message that completes "expected progress, got"
 */
export function readProgress(text: string): Progress {
  const parsed = parse(text);
  if (parsed === undefined) throw new Error('text that is not JSON');
  if (!isRecord(parsed)) throw new Error('JSON that is not an object');
  if (parsed.version !== VERSION) throw new Error(`version ${JSON.stringify(parsed.version)}`);
  const { questions } = parsed;
  if (!isRecord(questions)) throw new Error('no object of questions');
  const bad = Object.keys(questions).find((key) => !isMemory(questions[key]));
  if (bad !== undefined) throw new Error(`no box and day for ${bad}`);
  return Object.fromEntries(Object.entries(questions)) as Progress;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMemory(value: unknown): value is Memory {
  return (
    isRecord(value) &&
    Number.isInteger(value.box) &&
    (value.box as number) >= 1 &&
    (value.box as number) <= restDays.length &&
    typeof value.due === 'string' &&
    /^\d{4}-\d\d-\d\d$/.test(value.due)
  );
}

/** How many of these questions a learner has answered, and how many of them are due again. */
export function standing(questions: readonly Question[], progress: Progress, today: string) {
  const known = questions.flatMap(({ key }) => progress[key] ?? []);
  return { known: known.length, due: known.filter(({ due }) => due <= today).length };
}

/**
 * The questions in the order in which to ask them: the bank first, and of it those that went wrong, then
 * those that are due again, then new ones. What is made from the lists follows in the same order, and
 * what is not due yet comes last. Questions that are alike in this keep their order.
 */
export function byNeed<Q extends Question>(
  questions: readonly Q[],
  progress: Progress,
  today: string,
): Q[] {
  const need = ({ key, kind }: Question): [number, string] => {
    const memory = progress[key];
    const behind = kind === 'bank' ? 0 : 3;
    if (!memory) return [behind + 2, ''];
    if (memory.due > today) return [6, memory.due];
    return [behind + (memory.box === 1 ? 0 : 1), ''];
  };
  return questions.toSorted((one, other) => {
    const [[rank, due], [otherRank, otherDue]] = [need(one), need(other)];
    return rank - otherRank || (due < otherDue ? -1 : Number(due > otherDue));
  });
}

/** A question with its options drawn and mixed. */
export function ask<Q extends Question>(question: Q, random: Random): Asked<Q> {
  const wrong = shuffled(question.wrong, random).slice(0, 3);
  return {
    question,
    options: shuffled([...question.right, ...wrong.map(({ answer }) => answer)], random),
  };
}

/** The letter of an option, from its index. */
export const letterOf = (option: number): string => String.fromCharCode(97 + option);

/**
 * The options that a line chooses by their letters: `b`, `B)`, `ac`, `a, c`.
 * @returns undefined where the line does not name as many different options as there are right answers
 */
export function chosenBy(line: string, { question, options }: Asked): number[] | undefined {
  const letters = [...line.toLowerCase().replace(/[\s,)]/g, '')];
  const chosen = letters.map((letter) => letter.charCodeAt(0) - 97);
  const known = chosen.every((option) => option >= 0 && option < options.length);
  const different = new Set(chosen).size === chosen.length;
  return known && different && chosen.length === question.right.length ? chosen : undefined;
}

export function isRight({ question, options }: Asked, chosen: readonly number[]): boolean {
  return (
    chosen.length === question.right.length &&
    chosen.every((option) => question.right.includes(options[option] ?? ''))
  );
}

/** The index of the domain of an exam that a question is drawn for: the domain of its first task statement there. */
export function domainOf({ tasks }: Pick<Question, 'tasks'>, exam: ExamCode): number | undefined {
  const task = tasks.find((one) => one.startsWith(`${exam} `));
  return task === undefined ? undefined : Number(task.slice(exam.length + 1).split('.')[0]) - 1;
}

/** The questions of an exam, by its domains in their order. */
export function byDomain<Q extends Question>(
  questions: readonly Q[],
  { exam, domains }: ExamGuide,
): Q[][] {
  return domains.map((_, index) => questions.filter((one) => domainOf(one, exam) === index));
}

/** A domain in a draw: how many questions its weight gives it, and how many it got, because the bank had no more. */
export interface Share {
  readonly wanted: number;
  readonly got: number;
}

/**
 * Draws questions by the weights of an exam's domains. A domain takes its questions in the order of the
 * list; where it has too few, the other domains give more.
 * @throws if there are not as many questions of the exam
 */
export function drawExam<Q extends Question>(
  questions: readonly Q[],
  guide: ExamGuide,
  count: number,
): { readonly questions: readonly Q[]; readonly shares: readonly Share[] } {
  const piles = byDomain(questions, guide);
  const available = piles.reduce((sum, { length }) => sum + length, 0);
  if (!Number.isInteger(count) || count < 1 || count > available) {
    throw new Error(
      `expected a count from 1 to ${available}, the questions of ${guide.exam}, got ${count}`,
    );
  }
  const weights = guide.domains.map(({ percent }) => percent);
  const wanted = apportion(count, weights);
  const got = apportion(
    count,
    weights,
    piles.map(({ length }) => length),
  );
  return {
    questions: piles.flatMap((pile, domain) => pile.slice(0, got[domain])),
    shares: got.map((number, domain) => ({ wanted: wanted[domain] as number, got: number })),
  };
}

/**
 * Shares of a count by weight, in whole numbers that add up to it (Sainte-Laguë).
 * @param most what each can take at most; together at least the count
 */
export function apportion(
  count: number,
  weights: readonly number[],
  most: readonly number[] = weights.map(() => count),
): number[] {
  const shares = weights.map(() => 0);
  for (let given = 0; given < count; given++) {
    const claims = weights.map((weight, index) =>
      (shares[index] as number) < (most[index] as number)
        ? weight / (2 * (shares[index] as number) + 1)
        : -1,
    );
    const next = claims.indexOf(Math.max(...claims));
    shares[next] = (shares[next] as number) + 1;
  }
  return shares;
}

export interface DomainScore {
  readonly title: string;
  readonly percent: number;
  readonly right: number;
  readonly asked: number;
}

/** The score for each domain of an exam. What was not answered counts as wrong, as in the exam. */
export function scoreByDomain(results: readonly Result[], guide: ExamGuide): DomainScore[] {
  return guide.domains.map(({ title, percent }, index) => {
    const own = results.filter(({ asked }) => domainOf(asked.question, guide.exam) === index);
    const right = own.filter(({ outcome }) => outcome === 'right').length;
    return { title, percent, right, asked: own.length };
  });
}

/** The patterns to read again, by the number of wrong answers, the most first. */
export function toRead(results: readonly Result[]): { pattern: string; wrong: number }[] {
  const counts = new Map<string, number>();
  for (const { asked, outcome } of results) {
    if (outcome !== 'wrong') continue;
    const { pattern } = asked.question;
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return [...counts]
    .map(([pattern, wrong]) => ({ pattern, wrong }))
    .toSorted((one, other) => other.wrong - one.wrong);
}
