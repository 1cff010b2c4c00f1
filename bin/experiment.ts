import { createInterface } from 'node:readline/promises';
import { formatDifferences } from '@aws-cdk/cloudformation-diff';
import { Command } from 'commander';
import { context } from '../cdk.json';
import { listedExperiment, listedSetting, spell } from '../lib/experiment/listed';
import { type Outcome, outcomeInWords } from '../lib/experiment/outcome';
import { perform } from '../lib/experiment/perform';
import { naiveWishes, parseWishes } from '../lib/experiment/wish';
import { type Json, settingsOf } from '../lib/model/exam';
import type { Pattern } from '../lib/model/pattern';
import { patterns } from '../lib/patterns';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';

const program = new Command('npm run experiment --')
  .description(
    'Changes one setting of a stack, offline, and shows what `cdk diff` would show.\n' +
      'Without a change, it lists the experiments of the pattern, and without a pattern, those of all patterns.',
  )
  .argument('[pattern]', 'id of the pattern, such as SqsDeadLetterQueue')
  .argument(
    '[change...]',
    'such as WorkQueue.VisibilityTimeout=10; a value of null removes the property; put several changes in quotes with semicolons between them; naive makes all changes of the typical first attempt',
  )
  .option('--no-ask', 'do not ask for a prediction');

async function main(): Promise<void> {
  program.parse();
  const [name, ...changes] = program.args;
  const chosen = findPatterns(name === undefined ? [] : [name]);
  if (changes.length === 0) {
    for (const pattern of chosen) list(pattern);
    return;
  }
  const [pattern] = chosen;
  if (pattern === undefined || pattern.id !== name)
    throw new Error(`expected the id of one pattern before a change, got the family ${name}`);
  const { ask } = program.opts<{ ask: boolean }>();
  await tryOut(pattern, changes, ask && process.stdin.isTTY === true);
}

function list(pattern: Pattern): void {
  const { id, exam } = pattern;
  console.log(`\n${id}: ${exam.question}`);
  const rows = settingsOf(exam).flatMap((setting) =>
    (setting.experiments ?? []).map((experiment) => ({
      change: spell(setting, experiment),
      outcome: experiment.outcome as string,
      now: setting.value === undefined ? 'now absent' : `now ${excerpt(setting.value)}`,
    })),
  );
  rows.push({
    change: 'naive',
    outcome: '',
    now: `${exam.naive.changes.length} changes at once`,
  });
  const width = Math.min(64, Math.max(...rows.map(({ change }) => change.length)));
  for (const { change, outcome, now } of rows) {
    console.log(`  ${change.padEnd(width)}  ${outcome.padEnd(7)}  ${now}`);
  }
  console.log(`\n  npm run experiment -- ${id} '${rows[0]?.change}'`);
}

/** A value as JSON, short enough for a line of the list. */
function excerpt(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

async function tryOut(pattern: Pattern, changes: readonly string[], ask: boolean): Promise<void> {
  const { id, exam } = pattern;
  const ids = patterns.map((one) => one.id);
  const wishes = changes.flatMap((text) =>
    text === 'naive' ? naiveWishes(exam) : parseWishes(text, ids),
  );
  for (const { stack, text } of wishes) {
    if (stack !== undefined && stack !== id)
      throw new Error(`expected a change of ${id}, got one of ${stack}: ${text}`);
  }
  for (const { text } of wishes) console.log(`${id}: ${text}`);
  if (!ask) console.log('Synthesizing and checking the stack takes a few seconds …');

  // The rules take some seconds to start, so they start while you think.
  const performing = perform(pattern, wishes, context);
  performing.catch(() => undefined);
  const prediction = ask ? await askForPrediction() : undefined;
  const { diff, paths, refused, outcome } = await performing;

  if (refused !== undefined) console.log(`\n${refused}`);
  else if (diff?.isEmpty) console.log('\nThere were no differences.');
  else if (diff) formatDifferences(process.stdout, diff, paths);

  console.log(`\nOutcome: ${outcomeInWords[outcome]}.${compared(prediction, outcome)}`);
  const experiment = listedExperiment(exam, wishes);
  if (experiment) console.log(experiment.because);
  if (experiment?.outcome === 'fails') console.log(`  ${experiment.source}`);
  for (const wish of wishes) {
    const setting = listedSetting(exam, wish);
    if (setting) console.log(`${setting.fact}\n  ${setting.source}`);
  }
  if (changes.includes('naive')) console.log(exam.naive.lesson);
  if (outcome !== 'refused') {
    const set = changes.includes('naive') ? 'naive' : wishes.map(({ text }) => text).join('; ');
    console.log(`\nTo compare with the deployed stack: npx cdk diff ${id} -c 'set=${set}'`);
  }
}

const letters: Readonly<Record<string, Outcome>> = {
  u: 'update',
  r: 'replace',
  f: 'refused',
  d: 'fails',
};

/** The outcome that you expect; undefined if the answer is none of the letters, or if the input ends. */
async function askForPrediction(): Promise<Outcome | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-D closes the terminal and leaves the question without an answer; Ctrl-C ends the command.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  terminal.once('SIGINT', () => process.exit(130));
  const answer = await Promise.race([
    terminal.question(
      'What will happen? (u)pdated in place, (r)eplaced, re(f)used at synth, or refused at (d)eployment? ',
    ),
    closed,
  ]);
  terminal.close();
  return letters[answer.trim().toLowerCase().charAt(0)];
}

function compared(prediction: Outcome | undefined, outcome: Outcome): string {
  if (prediction === undefined) return '';
  return prediction === outcome
    ? ' Your prediction was right.'
    : ` You expected: ${outcomeInWords[prediction]}.`;
}

runMain(main);
