import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type Finding, type GapHandling, runExercise } from '../lib/lab';
import { findPatterns, type Pattern } from '../lib/patterns';
import { copyAssembly, type LeftOut } from '../lib/sandbox/assembly';
import { cdk } from '../lib/sandbox/cdk';
import { type Emulator, health, startEmulator } from '../lib/sandbox/emulator';
import type { Gap } from '../lib/sandbox/gaps';
import { account, emulatorEnvironment, loopbackEndpoint, region } from '../lib/sandbox/isolation';
import { emulatorPython } from '../lib/sandbox/python';

const program = new Command('npm start --')
  .description(
    'Deploys the patterns with the CDK CLI onto an AWS emulator on this machine, proves that they\n' +
      'do what they claim, and destroys them. No AWS account, no Docker, no token.\n\n' +
      'With AWS_ENDPOINT_URL set to an address of this machine, the emulator that answers there is used.',
  )
  .argument(
    '[pattern...]',
    'ids such as SqsDeadLetterQueue, or families such as messaging; all if none is named',
  )
  .option(
    '--keep',
    'leave the stacks and the emulator running until Ctrl-C, and say how to reach them',
  );

const started = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const say = (text: string) => console.log(text);

/** Runs one step and prints a line for it, with the time that it took. */
async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  const result = await work();
  say(`${seconds(since).padStart(9)}  ${title}`);
  return result;
}

async function main(): Promise<void> {
  program.parse();
  const chosen = findPatterns(program.args);
  const { keep = false } = program.opts<{ keep?: boolean }>();
  const given = process.env.AWS_ENDPOINT_URL;
  const endpointGiven = given === undefined || given === '' ? undefined : loopbackEndpoint(given);

  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());

  mkdirSync('.sandbox', { recursive: true });
  const folder = await mkdtemp('.sandbox/run-');
  let emulator: Emulator | undefined;
  try {
    const inherited = { ...process.env };
    const python = endpointGiven ? undefined : await emulatorPython('.sandbox', say);
    if (python) {
      emulator = await step('emulator started', () => startEmulator(python, folder));
      say(
        `           MiniStack ${emulator.version} on ${emulator.endpoint}, its log in ${emulator.logFile}`,
      );
    } else if ((await health(endpointGiven as string)) === undefined) {
      throw new Error(`expected an emulator at ${given}, but nothing answers there`);
    }
    const endpoint = emulator?.endpoint ?? (endpointGiven as string);
    const env = emulatorEnvironment(inherited, endpoint, folder);
    if (emulator) env.AWS_XRAY_DAEMON_ADDRESS = emulator.daemonAddress;
    // The SDK clients of the exercises are in this process: from here on it knows nothing else.
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);

    const ok = await run(chosen, env, folder, emulator !== undefined, keep, interrupted.signal);
    if (!ok) process.exitCode = 1;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = 130;
  } finally {
    await emulator?.stop();
    // A failed run is worth a look at the emulator's log.
    if (!process.exitCode) rmSync(folder, { recursive: true, force: true });
  }
}

async function run(
  chosen: readonly Pattern[],
  env: NodeJS.ProcessEnv,
  folder: string,
  ours: boolean,
  keep: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  // They bring the AWS SDK, which reads its configuration when it is loaded: not before this point.
  const { gaps, missingTypes } = await import('../lib/sandbox/gaps');
  const { inventory } = await import('../lib/sandbox/leftovers');
  const stacks = chosen.map(({ id }) => id);
  const common = ['--no-color', '--ci'];

  const bootstrap = step('account bootstrapped (cdk bootstrap)', () =>
    cdk(['bootstrap', `aws://${account}/${region}`, '--app', '', ...common], env, signal),
  );
  const synth = step(
    `${stacks.length} of ${findPatterns([]).length} stacks synthesized (cdk synth)`,
    () =>
      cdk(['synth', ...stacks, '--quiet', '--output', `${folder}/cdk.out`, ...common], env, signal),
  );
  const [stale] = await Promise.all([ours ? closedGaps(gaps) : [], bootstrap, synth]);
  const before = await inventory();

  const handling: GapHandling = new Map(ours ? gaps.map((gap) => [gap.id, gap.handling]) : []);
  const leftOut = copyAssembly(
    `${folder}/cdk.out`,
    `${folder}/assembly`,
    ours ? missingTypes : new Set(),
  );
  const app = ['--app', `${folder}/assembly`];
  const outputsFile = `${folder}/outputs.json`;
  await step('stacks deployed (cdk deploy)', () =>
    cdk(
      [
        'deploy',
        ...stacks,
        ...app,
        '--require-approval',
        'never',
        '--concurrency',
        '4',
        '--outputs-file',
        outputsFile,
        ...common,
      ],
      env,
      signal,
    ),
  );
  const outputs = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<
    string,
    Record<string, string>
  >;

  const bridges = ours ? gaps.flatMap(({ bridge }) => bridge ?? []) : [];
  const endBridges = await Promise.all(bridges.map((bridge) => bridge()));

  const findings: Finding[] = [];
  for (const pattern of chosen) {
    if (signal.aborted) break;
    say(`\n${pattern.id}: ${pattern.exam.question}`);
    const { exercise } = await pattern.exercise();
    findings.push(
      ...(await runExercise(exercise, pattern.id, outputs[pattern.id] ?? {}, say, handling)),
    );
  }
  say('');

  if (keep && !signal.aborted) {
    say('Everything is deployed and stays until Ctrl-C. To look around in another terminal:\n');
    for (const name of Object.keys(env).filter((name) => /^AWS_(?!SDK)/.test(name))) {
      say(`  export ${name}=${env[name]}`);
    }
    const alive = setInterval(() => undefined, 60_000);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    clearInterval(alive);
    return findings.every(({ verdict }) => verdict !== 'failed');
  }

  await Promise.all(endBridges.map((end) => end()));
  await step('stacks destroyed (cdk destroy)', () =>
    cdk(['destroy', ...stacks, ...app, '--force', ...common], env, signal),
  );
  const leftOver = [...(await inventory())].filter((thing) => !before.has(thing));
  const remains = chosen.flatMap(({ exam }) => exam.remains);
  return report({ findings, leftOut, stale, leftOver, remains, gaps: ours ? gaps : [] });
}

interface Report {
  readonly findings: readonly Finding[];
  readonly leftOut: readonly LeftOut[];
  readonly stale: readonly Gap[];
  readonly leftOver: readonly string[];
  readonly remains: readonly string[];
  readonly gaps: readonly Gap[];
}

/** Prints what held and what did not, and says whether the run succeeded. */
function report({ findings, leftOut, stale, leftOver, remains, gaps }: Report): boolean {
  const count = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length;
  say('');
  const relevant = gaps.filter(
    ({ id }) =>
      leftOut.some(({ type }) => type === id) || findings.some(({ detail }) => detail.includes(id)),
  );
  if (gaps.length > 0) {
    say('Where this emulator differs from AWS (docs/emulator-gaps.md):');
    for (const { id, handling, how } of relevant) say(`  ${handling.padEnd(8)}  ${id}: ${how}`);
    for (const { stack, logicalId, type } of leftOut)
      say(`  not deployed here: ${stack} ${logicalId} (${type})`);
    say(`  The handlers ran on your Node ${process.version}, and permissions were not checked.`);
    say('');
  }
  for (const { id } of stale)
    say(`STALE  the emulator has closed the gap ${id}: take its entry out of lib/sandbox/gaps.ts`);
  const kept = leftOver.filter(
    (thing) => remains.length > 0 && thing.startsWith('database snapshot'),
  );
  const forgotten = leftOver.filter((thing) => !kept.includes(thing));
  for (const thing of kept) say(`kept on purpose: ${thing}`);
  for (const thing of forgotten) say(`LEFT BEHIND  ${thing}`);
  if (leftOver.length === 0) say('Nothing is left behind.');
  for (const { claim, detail } of findings.filter(({ verdict }) => verdict === 'failed')) {
    say(`FAILED  ${claim}: ${detail}`);
  }
  say(
    `${count('proven')} claims proven, ${count('bridged')} with a bridge, ${count('not proven')} not proven here, ` +
      `${count('failed')} failed, in ${seconds(started)}`,
  );
  return (
    count('failed') === 0 && stale.length === 0 && forgotten.length === 0 && findings.length > 0
  );
}

async function closedGaps(gaps: readonly Gap[]): Promise<Gap[]> {
  const closed = await Promise.all(gaps.map((gap) => gap.closed()));
  return gaps.filter((_, index) => closed[index]);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
