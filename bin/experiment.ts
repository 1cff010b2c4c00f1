import { createInterface } from 'node:readline/promises';
import { formatDifferences } from '@aws-cdk/cloudformation-diff';
import { Command } from 'commander';
import { context } from '../cdk.json';
import {
  listedExperiment,
  listedSetting,
  naiveWishes,
  parseWishes,
  perform,
  spell,
  type Trial,
} from '../lib/experiment/experiment';
import { settingsOf } from '../lib/model/exam';
import type { Pattern } from '../lib/model/pattern';
import { findPatterns } from '../lib/run/find-patterns';
import { runMain } from '../lib/run/main';

const program = new Command('npm run experiment --')
  .description(
    'Changes one setting of a stack, offline, and shows what `cdk diff` would show.\n' +
      'Without a change it lists the experiments of a pattern, and without a pattern those of all.',
  )
  .argument('[pattern]', 'id of the pattern, such as SqsDeadLetterQueue')
  .argument(
    '[change...]',
    'such as WorkQueue.VisibilityTimeout=10; null removes a property; naive is a whole set',
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
      from: setting.value === undefined ? '(absent)' : JSON.stringify(setting.value),
      outcome: experiment.outcome,
    })),
  );
  rows.push({
    change: 'naive',
    from: `(${exam.naive.changes.length} changes at once)`,
    outcome: 'update',
  });
  const width = Math.min(64, Math.max(...rows.map(({ change }) => change.length)));
  for (const { change, from, outcome } of rows) {
    console.log(`  ${change.padEnd(width)}  ${outcome.padEnd(7)}  now ${from}`);
  }
  console.log(`\n  npm run experiment -- ${id} '${rows[0]?.change}'`);
}

async function tryOut(pattern: Pattern, changes: readonly string[], ask: boolean): Promise<void> {
  const { id, exam } = pattern;
  const wishes = changes.flatMap((text) =>
    text === 'naive'
      ? naiveWishes(exam)
      : parseWishes(
          text,
          findPatterns([]).map((one) => one.id),
        ),
  );
  for (const { stack, text } of wishes) {
    if (stack !== undefined && stack !== id)
      throw new Error(`expected a change of ${id}, got one of ${stack}: ${text}`);
  }
  for (const { text } of wishes) console.log(`${id}: ${text}`);

  // The rules need three seconds to start: they can do so while the person thinks.
  const trial = perform(pattern, wishes, context);
  trial.catch(() => undefined);
  const prediction = ask ? await predicted() : undefined;
  const { diff, paths, refused, outcome } = await trial;

  if (refused !== undefined) console.log(`\n${refused}`);
  else if (diff?.isEmpty) console.log('\nThere were no differences.');
  else if (diff) formatDifferences(process.stdout, diff, paths);

  console.log(`\nOutcome: ${words[outcome]}${prediction ? verdict(prediction, outcome) : ''}`);
  const experiment = listedExperiment(exam, wishes);
  if (experiment) console.log(experiment.because);
  if (experiment?.outcome === 'fails') console.log(`  ${experiment.source}`);
  for (const wish of wishes) {
    const setting = listedSetting(exam, wish);
    if (setting) console.log(`${setting.fact}\n  ${setting.source}`);
  }
  if (changes.includes('naive')) console.log(exam.naive.lesson);
  if (outcome !== 'refused') {
    const set = wishes.map(({ text }) => text).join('; ');
    console.log(
      `\nAgainst the deployed stack: npx cdk diff ${id} -c 'set=${changes.includes('naive') ? 'naive' : set}'`,
    );
  }
}

const words: Record<Trial['outcome'], string> = {
  update: 'updated in place.',
  replace: 'replaced: a new resource is created and the old one deleted.',
  refused: 'refused at synth, before anything is deployed.',
  fails: 'accepted by synth, but AWS refuses it at deployment.',
  none: 'nothing changes.',
};

async function predicted(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    'What will happen? (u)pdated in place, (r)eplaced, re(f)used at synth, or refused at (d)eployment? ',
  );
  terminal.close();
  return answer.trim().toLowerCase();
}

function verdict(prediction: string, outcome: Trial['outcome']): string {
  const expected = { u: 'update', r: 'replace', f: 'refused', d: 'fails' }[prediction[0] ?? ''];
  if (expected === undefined) return '';
  return expected === outcome
    ? ' You said so.'
    : ` You expected: ${words[expected as Trial['outcome']]}`;
}

runMain(main);
