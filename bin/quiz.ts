import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';
import { askQuiz, drawQuiz, quizItems } from '../lib/study/quiz';
import { examPlaces } from '../lib/study/source-line';

const program = new Command('npm run quiz --')
  .description(
    'Asks what the exams ask about the patterns: values, what a change does, why an answer is wrong, and what is outdated. Answers come from the terminal, or piped in, one letter a line; the end of input (Ctrl-D) ends the quiz.',
  )
  .option('--pattern <name...>', 'only these: ids such as SqsDeadLetterQueue, or families')
  .option('--count <n>', 'how many questions; 10, or all where there are fewer')
  .option('--seed <n>', 'the same number asks the same questions in the same order');

/** @throws if the text is no whole number from `least` to `most` */
function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`expected ${option} as a whole number from ${least} to ${most}, got ${text}`);
}

async function main(): Promise<void> {
  program.parse();
  const options = program.opts<{ pattern?: string[]; count?: string; seed?: string }>();
  const patterns = findPatterns(options.pattern ?? []);
  const items = quizItems(patterns);
  const most = items.length;
  const count = wholeNumber('--count', options.count ?? `${Math.min(10, most)}`, 1, most);
  const newSeed = `${Math.floor(Math.random() * 1_000_000)}`;
  const seed = wholeNumber('--seed', options.seed ?? newSeed, 0, 2 ** 32 - 1);
  const places = examPlaces(patterns, (file) => readFileSync(file, 'utf8'));

  const { stdin: input, stdout: output } = process;
  const terminal = createInterface({ input, output, prompt: '> ', terminal: input.isTTY === true });
  // Whoever reads has seen enough, as in `| head`.
  output.on('error', () => process.exit());
  terminal.on('SIGINT', () => terminal.close());
  const lines = terminal[Symbol.asyncIterator]();
  const read = async () => {
    terminal.prompt();
    const { value, done } = await lines.next();
    // A terminal shows what is typed, a pipe does not.
    if (done || !input.isTTY) console.log(done ? '' : value);
    return done ? undefined : value;
  };

  console.log(`${count} of ${most} questions; --seed ${seed} asks the same again`);
  const score = await askQuiz(drawQuiz(items, count, seed), read, console.log, ({ about }) => {
    const place = places.get(about);
    return place ? `${place.file}:${place.line}` : '';
  });
  terminal.close();
  const left = count - score.answered;
  console.log(
    `\n${score.right} of ${score.answered} right${left > 0 ? `, ${left} not answered` : ''}`,
  );
}

runMain(main);
