import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { context } from '../cdk.json';
import { synthesize } from '../lib/experiment';
import { type Mutant, wiringMutants } from '../lib/mutation';
import { findPatterns, type Pattern, slug } from '../lib/patterns';

const program = new Command('npm run mutate --')
  .description(
    'Breaks each stack in one place, a reference or a permission, and runs the tests of the pattern: once per place, for minutes. It counts what they notice without their snapshot, which notices everything and explains nothing. Fails if a break is noticed by neither.',
  )
  .argument('[pattern...]', 'ids such as SqsDeadLetterQueue, or families; all without any')
  .option('--jobs <n>', 'how many tests run at a time; as many as there are processors');

async function main(): Promise<void> {
  program.parse();
  const { jobs = `${availableParallelism()}` } = program.opts<{ jobs?: string }>();
  if (!/^[1-9]\d?$/.test(jobs)) throw new Error(`expected --jobs as 1 to 99, got ${jobs}`);
  let unseen = 0;
  for (const pattern of findPatterns(program.args)) {
    const made = await synthesize(pattern, [], context, false);
    if ('refused' in made) throw new Error(made.refused);
    if (await notices(pattern, undefined, true))
      throw new Error(`expected the tests of ${pattern.id} to pass before anything is broken`);

    const mutants = wiringMutants(made.template);
    const survivors = await filter(
      mutants,
      Number(jobs),
      async (one) => !(await notices(pattern, one, false)),
    );
    const lost = await filter(
      survivors,
      Number(jobs),
      async (one) => !(await notices(pattern, one, true)),
    );
    unseen += lost.length;
    const killed = mutants.length - survivors.length;
    console.log(`${pattern.id}: ${killed} / ${mutants.length} killed by its story`);
    for (const one of survivors) {
      console.log(`  ${lost.includes(one) ? 'survives' : 'snapshot alone'}: ${one.what}`);
    }
  }
  if (unseen > 0) process.exitCode = 1;
}

/** Whether the tests of a pattern fail, with or without their snapshot, when one thing is broken. */
async function notices(
  pattern: Pattern,
  mutant: Mutant | undefined,
  snapshot: boolean,
): Promise<boolean> {
  const file = `test/${pattern.family}/${slug(pattern)}.test.ts`;
  const names = snapshot ? [] : ['--testNamePattern', '^(?!.*snapshot)'];
  const child = spawn(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--ci', '--silent', '--runTestsByPath', file, ...names],
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
  const answers = new Map<T, boolean>();
  const waiting = [...items];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      answers.set(item, await ask(item));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return items.filter((item) => answers.get(item));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
