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
    'Breaks one reference or permission of a stack at a time, and runs the tests of the pattern each time, which takes minutes. It counts the breaks that the story of the pattern notices, and of the others those that a rule for all stacks notices. It lists the breaks that only the snapshot notices, because a snapshot shows that something changed, but not why it matters. It fails if no test notices a break.',
  )
  .argument(
    '[pattern...]',
    'ids such as SqsDeadLetterQueue, or families such as messaging; all if none is named',
  )
  .option('--jobs <n>', 'how many tests run at a time; by default, one per processor');

/** The tests, in the order in which they run: a break that one of them notices is not shown to the next. */
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
          console.log(
            `    ${survivors.includes(one) ? 'no test notices' : 'only the snapshot notices'}: ${one.what}`,
          );
        }
      }
      left = survivors;
    }
    unseen += left.length;
  }
  if (unseen > 0) process.exitCode = 1;
}

/** Whether the tests of one judge fail for a pattern, with one thing broken or with nothing broken. */
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

/** The items for which the answer is yes, in their order; a few are asked at the same time. */
async function filter<T>(
  items: readonly T[],
  atOnce: number,
  ask: (item: T) => Promise<boolean>,
): Promise<T[]> {
  const answers = await inParallel(items, atOnce, new AbortController().signal, ask);
  return items.filter((_, index) => answers[index]);
}

runMain(main);
