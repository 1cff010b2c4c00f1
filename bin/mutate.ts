import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { context } from '../cdk.json';
import { type Mutant, wiringMutants } from '../lib/check/mutation';
import { synthesize } from '../lib/experiment/synthesize';
import { folderOf, type Pattern } from '../lib/model/pattern';
import { findPatterns } from '../lib/run/find-patterns';
import { inParallel } from '../lib/run/in-parallel';
import { runMain } from '../lib/run/main';

const program = new Command('npm run mutate --')
  .description(
    'Breaks each stack in one place, a reference or a permission, and runs the tests of the pattern: once per place, for minutes. It tells which breaks fail the story of the pattern, which of the others a rule of all stacks, and which nothing but the snapshot, which notices everything and explains nothing. Fails if a break is noticed by none of them.',
  )
  .argument('[pattern...]', 'ids such as SqsDeadLetterQueue, or families; all without any')
  .option('--jobs <n>', 'how many tests run at a time; as many as there are processors');

/** The tests that are asked, one after the other: who notices a break hides it from the rest. */
const judges = ['story', 'rules', 'snapshot'] as const;
type Judge = (typeof judges)[number];

async function main(): Promise<void> {
  program.parse();
  const { jobs = `${availableParallelism()}` } = program.opts<{ jobs?: string }>();
  if (!/^[1-9]\d?$/.test(jobs)) throw new Error(`expected --jobs as 1 to 99, got ${jobs}`);
  let unseen = 0;
  for (const pattern of findPatterns(program.args)) {
    const made = await synthesize(pattern, [], context, false);
    if ('refused' in made) throw new Error(made.refused);
    for (const judge of judges) {
      if (await fails(judge, pattern))
        throw new Error(`expected the ${judge} of ${pattern.id} to pass before anything is broken`);
    }
    let left: readonly Mutant[] = wiringMutants(made.template);
    console.log(`${pattern.id}: ${left.length} mutants`);
    for (const judge of judges) {
      const survivors = await filter(
        left,
        Number(jobs),
        async (one) => !(await fails(judge, pattern, one)),
      );
      console.log(`  ${judge}: ${left.length - survivors.length} killed, ${survivors.length} left`);
      if (judge === 'snapshot') {
        for (const one of left) {
          console.log(`    ${survivors.includes(one) ? 'survives' : 'it alone'}: ${one.what}`);
        }
      }
      left = survivors;
    }
    unseen += left.length;
  }
  if (unseen > 0) process.exitCode = 1;
}

/** Whether some tests of a pattern fail, when one thing is broken or nothing. */
async function fails(judge: Judge, pattern: Pattern, mutant?: Mutant): Promise<boolean> {
  const story = `test/patterns/${folderOf(pattern)}/story.test.ts`;
  const [file, names] = {
    story: [story, '^(?!.*snapshot)'],
    rules: ['test/security.test.ts', `^${pattern.id} keeps the rules`],
    snapshot: [story, 'snapshot'],
  }[judge] as [string, string];
  const child = spawn(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--ci', '--runTestsByPath', file, '--testNamePattern', names],
    {
      stdio: 'ignore',
      env: { ...process.env, MUTANT: mutant ? JSON.stringify(mutant) : '' },
    },
  );
  const [code] = await once(child, 'close');
  if (code !== 0 && code !== 1) throw new Error(`expected jest to end with 0 or 1, got ${code}`);
  return code === 1;
}

/** The items of which something is true, in their order, asked a few at a time. */
async function filter<T>(
  items: readonly T[],
  atOnce: number,
  ask: (item: T) => Promise<boolean>,
): Promise<T[]> {
  const answers = await inParallel(items, atOnce, new AbortController().signal, ask);
  return items.filter((_, index) => answers[index]);
}

runMain(main);
