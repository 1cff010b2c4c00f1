import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { Command } from 'commander';
import { context } from '../cdk.json';
import type { Pattern } from '../lib/model/pattern';
import { cdk } from '../lib/run/cdk';
import { startDirectly } from '../lib/run/direct.cjs';
import { findPatterns } from '../lib/run/find-patterns';
import { account, emulatorEnvironment, loopbackEndpoint, region } from '../lib/run/isolation';
import { adoptEnvironment, interruption, runMain, say, seconds, step } from '../lib/run/main';
import { emulatorPython } from '../lib/run/python';
import { trust } from '../lib/run/trust';
import { accessTo, type FoundAccess } from '../lib/sandbox/access';
import { type Emulator, startEmulator } from '../lib/sandbox/emulator';
import type { Watched } from '../lib/sandbox/given';

const program = new Command('npm start --')
  .description(
    'Deploys the patterns with the CDK CLI onto an AWS emulator on this machine, proves that they ' +
      'do what they claim, and destroys them. It needs no AWS account, no Docker, and no token.\n\n' +
      'If AWS_ENDPOINT_URL is an address of this machine, the emulator that answers there is used. ' +
      'For one with an https address, keys and certificate are those in ~/.aws/emulator/<port>/, ' +
      'where AWS Emulator writes them. Without that folder, set AWS_CA_BUNDLE, AWS_ACCESS_KEY_ID and ' +
      'AWS_SECRET_ACCESS_KEY.',
  )
  .argument(
    '[pattern...]',
    'ids such as SqsDeadLetterQueue, or families such as messaging; all if none is named',
  )
  .option(
    '--keep',
    'keep the stacks and the emulator running until Ctrl-C, and say how to reach them',
  )
  .option(
    '--set <changes>',
    'then run again with changed settings, such as naive or WorkQueue.VisibilityTimeout=30, and compare',
  );

const started = performance.now();

interface Options {
  readonly keep?: boolean;
  readonly set?: string;
}

async function main(): Promise<void> {
  await startDirectly();
  program.parse();
  const patterns = findPatterns(program.args);
  const given = process.env.AWS_ENDPOINT_URL;
  const endpointGiven = given ? loopbackEndpoint(given) : undefined;
  const access = endpointGiven === undefined ? undefined : accessTo(endpointGiven);
  const { set } = program.opts<Options>();
  // A typo should not cost a first round.
  if (set !== undefined) await checkSet(set, patterns);

  const interrupted = interruption();

  mkdirSync('.sandbox', { recursive: true });
  const folder = await mkdtemp('.sandbox/run-');
  let emulator: Emulator | undefined;
  let watched: Watched | undefined;
  try {
    if (endpointGiven === undefined) {
      const python = await emulatorPython('.sandbox', say);
      emulator = await step('emulator started', () => startEmulator(python, folder));
      say(
        `           MiniStack ${emulator.version} at ${emulator.endpoint}; its log is ${emulator.logFile}`,
      );
    }
    const endpoint = emulator?.endpoint ?? (endpointGiven as string);
    const env = emulatorEnvironment(process.env, endpoint, folder, access);
    if (emulator) env.AWS_XRAY_DAEMON_ADDRESS = emulator.daemonAddress;
    // The SDK clients of the exercises are in this process.
    adoptEnvironment(env);
    if (emulator) {
      const { administrator } = await import('../lib/sandbox/administrator');
      Object.assign(env, await administrator());
      adoptEnvironment(env);
    }
    if (access) watched = await useGiven(endpoint, access);
    const signal = watched ? AbortSignal.any([interrupted, watched.gone]) : interrupted;

    const ok = await run(patterns, env, folder, watched?.check, signal);
    if (!ok) process.exitCode = 1;
  } catch (error) {
    if (!interrupted.aborted) {
      process.exitCode = 1;
      throw watched?.gone.reason ?? error;
    }
    // With --keep, Ctrl-C is the regular end; otherwise it interrupts the run.
    process.exitCode = program.opts<Options>().keep ? 0 : 130;
  } finally {
    watched?.stop();
    await emulator?.stop();
    // After a failure the emulator's log is worth a look, if it is there.
    if (process.exitCode !== 1 || access) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Prepares this process for the emulator that the person has named.
 * @throws if it cannot be used
 */
async function useGiven(endpoint: string, access: FoundAccess): Promise<Watched> {
  if (access.pem) trust(access.pem);
  // These modules load the AWS SDK, as in `run`.
  const { ask, watch } = await import('../lib/sandbox/given');
  const { adaptClients } = await import('../lib/sandbox/clients');
  await ask(endpoint, access);
  adaptClients();
  return watch(endpoint, access);
}

/** @throws if the changes fit none of the patterns */
async function checkSet(set: string, patterns: readonly Pattern[]): Promise<void> {
  const { App } = await import('aws-cdk-lib');
  const { applySet } = await import('../lib/experiment/apply-set');
  const app = new App({ context });
  const stacks = patterns.map((pattern) => ({
    pattern,
    stack: new pattern.Stack(app, pattern.id),
  }));
  await applySet(set, stacks);
}

async function run(
  patterns: readonly Pattern[],
  env: NodeJS.ProcessEnv,
  folder: string,
  check: Watched['check'] | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  // These modules load the AWS SDK, which reads its configuration at that moment: so not earlier than here.
  const { gaps: known } = await import('../lib/sandbox/gaps');
  const { gapsNamedBy } = await import('../lib/sandbox/gaps/named');
  const { quiet, runRound } = await import('../lib/sandbox/round');
  const { report, sideBySide } = await import('../lib/sandbox/report');
  const { keep = false, set } = program.opts<Options>();
  const gaps = check ? [] : known;

  const environment = `aws://${account}/${region}`;
  // Without an app, because the CLI would synthesize it although bootstrapping does not need it.
  const bootstrapped = step('bootstrapped (cdk bootstrap)', () =>
    cdk(['bootstrap', environment, '--app', '', ...quiet], env, signal),
  );
  const named = new Set(patterns.flatMap(gapsNamedBy));
  const probed = gaps.filter(({ id }) => named.has(id));
  const answers = Promise.all(probed.map(async (gap) => [gap.id, await gap.closed()] as const));
  const ready = Promise.all([bootstrapped, answers]);
  // It is awaited after synth. Without this line, a failure before that would end the process.
  ready.catch(() => undefined);
  const setting = { patterns, env, folder, gaps, ...(check && { check }), signal, ready };
  const pause = keep ? () => untilInterrupted(env, check !== undefined, signal) : undefined;
  const good = await runRound({ ...setting, ...(set === undefined && pause && { pause }) });
  const { lines, succeeded } = report(good, patterns, gaps, new Map(await answers));
  for (const line of ['', ...lines]) say(line);
  if (set !== undefined) {
    say(`\nThe same again, with ${set}:\n`);
    const changed = await runRound({ ...setting, set, ...(pause && { pause }) });
    for (const line of ['', ...sideBySide(good.findings, changed.findings)]) say(line);
    if (set === 'naive') for (const { id, exam } of patterns) say(`\n${id}: ${exam.naive.lesson}`);
  }
  say(
    `\n${succeeded ? 'Everything that can be proven here is proven' : 'Something failed; see above'}, after ${seconds(started)}.`,
  );
  return succeeded;
}

async function untilInterrupted(
  env: NodeJS.ProcessEnv,
  given: boolean,
  signal: AbortSignal,
): Promise<void> {
  const stays = given
    ? 'Everything is deployed, and stays in your emulator after Ctrl-C.'
    : 'Everything is deployed and stays until Ctrl-C.';
  say(`${stays} To look around, set this in another terminal:\n`);
  for (const name of Object.keys(env).filter((one) => /^(AWS_(?!SDK)|NODE_EXTRA)/.test(one))) {
    say(`  export ${name}=${env[name]}`);
  }
  const alive = setInterval(() => undefined, 60_000);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  clearInterval(alive);
  signal.throwIfAborted();
}

// After an interruption, exercises still poll and would keep the process alive, so it exits.
runMain(main).then(() => process.exit());
