import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError } from 'commander';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';
import { askQuiz, drawQuiz, quizItems } from '../lib/study/quiz';
import { examPlaces } from '../lib/study/source-line';

interface Options {
  readonly pattern?: readonly string[];
  readonly count?: number;
  readonly seed?: number;
}

const MOST_SEED = 2 ** 32 - 1;

const program = new Command('npm run quiz --')
  .description(
    'Asks what the exams ask about the patterns: values, what a change does, why an answer is wrong, and what is outdated. Type the letter of your answer, or pipe answers in, one letter per line. The end of input (Ctrl-D) ends the quiz.',
  )
  .option(
    '--pattern <name...>',
    'only these patterns: ids such as SqsDeadLetterQueue, or families such as messaging',
  )
  .option(
    '--count <n>',
    'how many questions; by default 10, or all if there are fewer',
    wholeNumber(1),
  )
  .option(
    '--seed <n>',
    'the same number asks the same questions in the same order',
    wholeNumber(0, MOST_SEED),
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
  const patterns = findPatterns(options.pattern ?? []);
  const items = quizItems(patterns);
  const count = options.count ?? Math.min(10, items.length);
  const seed = options.seed ?? Math.floor(Math.random() * 1_000_000);
  const questions = drawQuiz(items, count, seed);
  const places = examPlaces(patterns, (file) => readFileSync(file, 'utf8'));

  const terminal = openTerminal();
  console.log(
    `${count} of ${items.length} questions; --seed ${seed} asks the same questions again`,
  );
  const score = await askQuiz(questions, terminal.read, console.log, ({ about }) => {
    const place = places.get(about);
    return place ? `${place.file}:${place.line}` : '';
  });
  terminal.close();
  const left = count - score.answered;
  console.log(
    `\n${score.right} of ${score.answered} right${left > 0 ? `, ${left} not answered` : ''}`,
  );
}

/** The lines of a terminal or a pipe, each after a prompt; undefined at their end. */
function openTerminal() {
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
  const read = async (): Promise<string | undefined> => {
    // The input can end while some of its lines are still unread, and a closed terminal cannot prompt.
    if (closed) output.write('> ');
    else terminal.prompt();
    const { value, done } = await lines.next();
    // A terminal shows what you type, a pipe does not.
    if (done || !interactive) console.log(done ? '' : value);
    return done ? undefined : value;
  };
  return { read, close: () => terminal.close() };
}

runMain(main);
