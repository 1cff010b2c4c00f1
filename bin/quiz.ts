import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ExamCode, type ExamGuide, examGuides } from '../lib/model/exam-guides';
import type { Pattern } from '../lib/model/pattern';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';
import { byDomain, type Share, standing } from '../lib/study/bank';
import { pageFile } from '../lib/study/docs/links';
import { forget, openNotebook, progressFile } from '../lib/study/progress';
import {
  askQuiz,
  bankItems,
  drawExamQuiz,
  drawQuiz,
  examScore,
  type Item,
  listItems,
  readingList,
  scoreLine,
} from '../lib/study/quiz';
import { examPlaces } from '../lib/study/source-line';

interface Options {
  readonly pattern?: readonly string[];
  readonly exam?: ExamCode;
  readonly count?: number;
  readonly minutes?: number;
  readonly seed?: number;
  readonly fresh?: true;
}

const MOST_SEED = 2 ** 32 - 1;

const program = new Command('npm run quiz --')
  .description(
    'Asks what the exams ask about the patterns: first the questions of the bank, then values, what a change does, why an answer is wrong, and what is outdated. Type the letter of your answer, or two letters where two answers are right. You can also pipe answers in, one per line. The end of input (Ctrl-D) ends the quiz.',
  )
  .option(
    '--pattern <name...>',
    'only these patterns: ids such as SqsDeadLetterQueue, or families such as messaging',
  )
  .addOption(
    new Option(
      '--exam <code>',
      'only the bank, drawn by the weights of the domains of this exam',
    ).choices(examGuides.map(({ exam }) => exam)),
  )
  .option(
    '--count <n>',
    'how many questions; by default 10, in a mock exam as many as the exam has, or all if there are fewer',
    wholeNumber(1),
  )
  .option(
    '--minutes <n>',
    'a mock exam of --exam: the answers are told at the end, at the latest after this time',
    wholeNumber(1, 1440),
  )
  .option(
    '--seed <n>',
    'the same number asks the same questions in the same order, whatever you have answered before',
    wholeNumber(0, MOST_SEED),
  )
  .option('--fresh', 'forget which questions you have answered before')
  .addHelpText(
    'after',
    `
What you answer is kept in a file in your own folder. Wrong answers come back first, right ones
after 1, 3, 7 and then 21 days.

Examples:
  npm run quiz -- --pattern messaging
  npm run quiz -- --exam DVA-C02
  npm run quiz -- --exam SAA-C03 --count 65 --minutes 130`,
  );

/** Returns a reader of whole numbers for an option. */
function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
    throw new InvalidArgumentError(`expected a whole number from ${least}${range}`);
  };
}

async function main(): Promise<void> {
  program.parse();
  const options = program.opts<Options>();
  const { minutes, seed = Math.floor(Math.random() * 1_000_000) } = options;
  const guide = examGuides.find(({ exam }) => exam === options.exam);
  if (minutes !== undefined && !guide) {
    throw new Error('expected --exam beside --minutes, because a mock exam is one of an exam');
  }
  const patterns = findPatterns(options.pattern ?? []);
  const file = progressFile(process.platform, process.env, homedir());
  if (options.fresh) forget(file);
  const today = new Date().toISOString().slice(0, 10);
  const notebook = openNotebook(file, today, console.error);
  // An exam asks without regard to what you know.
  const isFree = minutes !== undefined || options.seed !== undefined;
  const progress = isFree ? {} : notebook.progress;

  const bank = bankItems(patterns);
  const items = guide ? byDomain(bank, guide).flat() : [...bank, ...listItems(patterns)];
  const usual = guide && minutes !== undefined ? guide.scored + guide.unscored : 10;
  const count = options.count ?? Math.min(usual, items.length);
  const { asked, shares } = guide
    ? drawExamQuiz(items, guide, count, seed, progress, today)
    : { asked: drawQuiz(items, count, seed, progress, today), shares: [] };

  const { known, due } = standing(items, notebook.progress, today);
  const again = isFree
    ? `--seed ${seed} asks the same questions again`
    : `you have answered ${known} of them, and ${due} ${due === 1 ? 'is' : 'are'} due again`;
  console.log(`${count} of ${items.length} questions; ${again}`);
  if (guide) for (const line of shortfalls(shares, guide)) console.log(line);

  const terminal = openTerminal(minutes);
  const where = placesOf(patterns);
  const results = await askQuiz(asked, {
    read: terminal.read,
    print: console.log,
    where,
    note: ({ key }, isRight) => notebook.note(key, isRight),
    isExam: minutes !== undefined,
    aside: terminal.timeLeft,
  });
  terminal.close();
  console.log(`\n${guide ? examScore(results, guide) : scoreLine(results)}`);
  const pages = new Map(patterns.map((pattern) => [pattern.id, pageFile(pattern)]));
  const reading = readingList(results, (id) => pages.get(id) ?? '');
  if (guide && reading) console.log(`\n${reading}`);
}

/** A line for each domain that gets fewer questions than its weight gives it. */
function shortfalls(shares: readonly Share[], { domains }: ExamGuide): string[] {
  return shares.flatMap(({ wanted, got }, index) =>
    got < wanted
      ? [`${domains[index]?.title}: ${got} instead of ${wanted}, because the bank has no more`]
      : [],
  );
}

/** Tells where to read more: the line of a setting or of a wrong answer, or the stack. */
function placesOf(patterns: readonly Pattern[]): (item: Item) => string {
  const places = examPlaces(patterns, (file) => readFileSync(file, 'utf8'));
  const pages = new Map(patterns.map((pattern) => [pattern.id, pageFile(pattern)]));
  return ({ about, pattern }) => {
    const place = about && places.get(about);
    return place ? `${place.file}:${place.line}` : (pages.get(pattern) ?? '');
  };
}

/**
 * The lines of a terminal or a pipe, each after a prompt; undefined at their end.
 * @param minutes after which there are no more lines; undefined for no limit
 */
function openTerminal(minutes: number | undefined) {
  const { stdin: input, stdout: output } = process;
  const interactive = input.isTTY === true;
  const terminal = createInterface({ input, output, prompt: '> ', terminal: interactive });
  let closed = false;
  terminal.on('close', () => {
    closed = true;
  });
  terminal.on('SIGINT', () => terminal.close());
  // The reader of the output has ended, as with `| head`.
  output.on('error', () => process.exit());
  const lines = terminal[Symbol.asyncIterator]();
  const end = minutes === undefined ? undefined : performance.now() + minutes * 60_000;
  const left = () => (end === undefined ? Number.POSITIVE_INFINITY : end - performance.now());
  const timeLeft = () => (end === undefined ? '' : `${Math.ceil(left() / 60_000)} min left`);
  const read = async (): Promise<string | undefined> => {
    // The input can end while some of its lines are still unread, and a closed terminal cannot prompt.
    if (closed) output.write('> ');
    else terminal.prompt();
    const { value, done } = await soonest(lines.next(), left());
    // A terminal shows what you type, a pipe does not.
    if (done || !interactive) console.log(done ? '' : value);
    if (done && left() <= 0) console.log('The time is over.');
    return done ? undefined : value;
  };
  return { read, timeLeft, close: () => terminal.close() };
}

/** A line, or the end of all lines when there is none in time. */
async function soonest(
  line: Promise<IteratorResult<string>>,
  milliseconds: number,
): Promise<{ readonly value?: string; readonly done?: boolean }> {
  if (milliseconds === Number.POSITIVE_INFINITY) return line;
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<{ done: true }>((resolve) => {
    timer = setTimeout(() => resolve({ done: true }), Math.max(0, milliseconds));
  });
  const first = await Promise.race([line, timeOver]);
  clearTimeout(timer);
  return first;
}

runMain(main);
