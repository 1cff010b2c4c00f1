import { randomInt } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { Command } from 'commander';
import { cdk } from '../lib/run/cdk';
import { startDirectly } from '../lib/run/direct.cjs';
import { account, emulatorEnvironment, region } from '../lib/run/isolation';
import { adoptEnvironment, interruption, runMain, say, seconds, step } from '../lib/run/main';
import { emulatorPython } from '../lib/run/python';
import { type Emulator, startEmulator } from '../lib/sandbox/emulator';
import { MOST_FAULTS } from '../lib/soak/faults';
import { amount, wholeNumber } from '../lib/soak/options';
import { number } from '../lib/soak/scenario';
import { processes } from '../lib/soak/workers';

const program = new Command('npm run soak --')
  .description(
    'Deploys three patterns onto an AWS emulator on this machine, puts them under load while calls fail and ' +
      'workers are killed, and fails if anything is lost or done twice. A count of 0 leaves its pattern out.',
  )
  .option('--messages <count>', 'messages to SqsDeadLetterQueue', amount, 5000)
  .option('--items <count>', 'item writes to DynamodbStreams', amount, 5000)
  .option('--requests <count>', 'requests to RestApiTracing', amount, 2000)
  .option(
    '--faults <percent>',
    `share of the calls to DynamoDB, SQS and Lambda that fail, 0 to ${MOST_FAULTS}`,
    wholeNumber(0, MOST_FAULTS),
    10,
  )
  .option(
    '--seed <number>',
    'the same number makes the same load and the same faults; random by default',
    wholeNumber(0, 2 ** 32 - 1),
  );

interface Options {
  readonly messages: number;
  readonly items: number;
  readonly requests: number;
  readonly faults: number;
  readonly seed?: number;
}

const started = performance.now();

async function main(): Promise<void> {
  await startDirectly();
  program.parse();
  const { messages, items, requests, faults, seed = randomInt(2 ** 32) } = program.opts<Options>();
  if (messages + items + requests === 0)
    throw new Error('expected messages, items or requests, got 0 of each');
  // Checked now, so that a failure does not come after minutes.
  await processes();
  say(
    `${number(messages)} messages, ${number(items)} item writes, ${number(requests)} requests, ${faults} % faults, --seed ${seed}`,
  );

  const signal = interruption();
  mkdirSync('.sandbox', { recursive: true });
  const folder = await mkdtemp('.sandbox/soak-');
  let emulator: Emulator | undefined;
  try {
    const python = await emulatorPython('.sandbox', say);
    // Some faults are answers to half of a request, whose signature would not fit.
    const permissions = false;
    emulator = await step('emulator started', () => startEmulator(python, folder, { permissions }));
    say(`           MiniStack ${emulator.version}, its log is ${emulator.logFile}`);
    const env = emulatorEnvironment(process.env, emulator.endpoint, folder);
    // Lambda's own pollers never give up when a call fails, and neither does ours.
    adoptEnvironment({ ...env, AWS_MAX_ATTEMPTS: '10' });

    // These modules load the AWS SDK, which reads its configuration at that moment: so not earlier than here.
    const { gaps } = await import('../lib/sandbox/gaps');
    const { quiet } = await import('../lib/sandbox/round');
    const { soak } = await import('../lib/soak/run');
    const { queue } = await import('../lib/soak/queue');
    const { streams } = await import('../lib/soak/streams');
    const { requests: posting } = await import('../lib/soak/requests');
    const ready = step('bootstrapped (cdk bootstrap)', () =>
      cdk(['bootstrap', `aws://${account}/${region}`, ...quiet], env, signal),
    );
    const tasks = [
      { scenario: queue, count: messages },
      { scenario: streams, count: items },
      { scenario: posting, count: requests },
    ].filter(({ count }) => count > 0);
    const setting = { env, folder, gaps, signal, ready };
    const results = await soak(tasks, faults, seed, emulator, setting);
    const failed = results.filter(({ objections }) => objections.length > 0);
    if (failed.length > 0) process.exitCode = 1;
    say(
      failed.length > 0
        ? `\nFAILED: ${failed.map(({ id }) => id).join(', ')}, after ${seconds(started)}; --seed ${seed} makes the same load again.`
        : `\nNothing was lost and nothing was done twice, after ${seconds(started)}.`,
    );
  } catch (error) {
    process.exitCode = signal.aborted ? 130 : 1;
    if (!signal.aborted) throw error;
  } finally {
    await emulator?.stop();
    // After a failure the emulator's log is worth a look.
    if (process.exitCode !== 1) rmSync(folder, { recursive: true, force: true });
  }
}

// After an interruption, pending calls would keep the process alive, so it exits.
runMain(main).then(() => process.exit());
