import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Finding, type GapHandling, runExercise } from '../exercise/lab';
import { notBuilt } from '../exercise/not-built';
import type { Pattern } from '../model/pattern';
import { cdk } from '../run/cdk';
import { inParallel } from '../run/in-parallel';
import { say, seconds, showStatus, step } from '../run/main';
import { copyAssembly, type LeftOut } from './assembly';
import { deployEach, destroyEach, type Refused } from './each-stack';
import { type Gap, missingTypes } from './gaps';
import { inventory } from './leftovers';
import { longestFirst, noteDurations, notedDurations } from './order';
import { noteProofs, type Proofs } from './proofs';
import { unexplained } from './unread';

/** Where and with what the patterns are deployed. */
export interface Setting {
  readonly patterns: readonly Pattern[];
  readonly env: NodeJS.ProcessEnv;
  /** For the cloud assemblies. */
  readonly folder: string;
  /** Of the emulator; none are assumed of one that the person named. */
  readonly gaps: readonly Gap[];
  /**
   * For an emulator that the person has named, of which a stack is left out that it cannot deploy.
   * @throws if it cannot be used any more
   */
  readonly check?: () => Promise<void>;
  /** Changes as in `cdk deploy -c set=…`. */
  readonly set?: string;
  readonly signal: AbortSignal;
  /** What must be done before the first deploy, and may go on during synth. */
  readonly ready: Promise<unknown>;
  /** Is waited for when all exercises have run, before the stacks are destroyed. */
  readonly pause?: () => Promise<void>;
}

export interface Round {
  readonly findings: readonly Finding[];
  readonly leftOut: readonly LeftOut[];
  /** The stacks that an emulator that the person has named could not deploy. */
  readonly refused?: readonly Refused[];
  /** The operations that it answered with 501. */
  readonly notBuilt?: readonly string[];
  /** What was not there before the deploy and is there after the destroy. */
  readonly leftOver: readonly string[];
  /** The operations that would list more of it, but are not built in the emulator. */
  readonly unlisted?: readonly string[];
  /** The properties of the stacks that the emulator ignores without an explanation. */
  readonly unread?: readonly string[];
}

/** The options that keep the CLI quiet about everything but its work. */
export const quiet = ['--no-color', '--ci'];

/** With changed settings, claims are meant to fail: their proofs wait no longer than this many seconds. */
const PATIENCE_WITH_CHANGES = 20;

/** How many stacks, and how many exercises, are at work at the same time: more wait so long for the processor that functions time out. */
const WIDTH = 8;

/** Stacks that are deployed. */
export interface Deployed {
  /** Of each stack, by its id. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly leftOut: readonly LeftOut[];
  readonly refused: readonly Refused[];
  /** Destroys the stacks. */
  readonly destroy: () => Promise<void>;
}

/** Synthesizes and deploys. */
export async function deploy(setting: Omit<Setting, 'pause'>): Promise<Deployed> {
  const { patterns, env, folder, gaps, set, signal } = setting;
  const stacks = patterns.map(({ id }) => id);
  const context = [
    '-c',
    'costly=true',
    '-c',
    `only=${stacks}`,
    ...(set === undefined ? [] : ['-c', `set=${set}`]),
  ];
  const name = set === undefined ? 'cdk' : 'set';
  // It is awaited after synth: if both fail, the error of synth is the one to tell.
  setting.ready.catch(() => undefined);
  await step(
    `${stacks.length} ${stacks.length === 1 ? 'stack' : 'stacks'} synthesized (cdk synth)`,
    () =>
      cdk(
        ['synth', ...stacks, ...context, '--quiet', '--output', `${folder}/${name}.out`, ...quiet],
        env,
        signal,
      ),
  );
  await setting.ready;

  const types = gaps.length > 0 ? missingTypes : new Set<string>();
  const leftOut = copyAssembly(`${folder}/${name}.out`, `${folder}/${name}.copy`, types).filter(
    ({ stack }) => stacks.includes(stack),
  );
  const { check } = setting;
  if (check) {
    const batch = { stacks, app: `${folder}/${name}.copy`, options: quiet, env, signal, check };
    const done = await step('deployed (cdk deploy)', () => deployEach(batch));
    for (const { stack, reason } of done.refused) say(`           left out: ${stack}: ${reason}`);
    const destroy = async () => {
      const stuck = await step('destroyed (cdk destroy)', () => destroyEach(batch));
      for (const { stack, reason } of stuck) say(`           not destroyed: ${stack}: ${reason}`);
    };
    return { ...done, leftOut, destroy };
  }
  const app = ['--app', `${folder}/${name}.copy`];
  const outputsFile = `${folder}/outputs.json`;
  const options = [
    '--require-approval',
    'never',
    '--concurrency',
    `${WIDTH}`,
    '--outputs-file',
    outputsFile,
  ];
  await step('deployed (cdk deploy)', () =>
    cdk(['deploy', ...stacks, ...app, ...options, ...quiet], env, signal),
  );
  const outputs: Deployed['outputs'] = JSON.parse(await readFile(outputsFile, 'utf8'));
  const destroy = async () => {
    await step('destroyed (cdk destroy)', () =>
      cdk(
        ['destroy', ...stacks, ...app, '--force', '--concurrency', `${WIDTH}`, ...quiet],
        env,
        signal,
      ),
    );
  };
  return { outputs, leftOut, refused: [], destroy };
}

/** Synthesizes, deploys, exercises and destroys. */
export async function runRound(setting: Setting): Promise<Round> {
  const { gaps } = setting;
  const before = setting.ready.then(() => inventory());
  const { outputs, leftOut, refused, destroy } = await deploy({ ...setting, ready: before });

  const handling: GapHandling = new Map(gaps.map((gap) => [gap.id, gap.handling]));
  const patterns = setting.patterns.filter(({ id }) => !refused.some(({ stack }) => stack === id));
  const findings = await exerciseAll({ ...setting, patterns }, outputs, handling);
  say('');
  await setting.pause?.();

  await destroy();
  const known = await before;
  const unlisted = new Set<string>();
  const leftOver = [...(await inventory(unlisted))].filter((thing) => !known.has(thing));
  const log = `${setting.folder}/emulator.log`;
  const stacks = patterns.map(({ id }) => id);
  return {
    findings,
    leftOut,
    refused,
    notBuilt: notBuilt(),
    leftOver,
    unlisted: [...unlisted],
    // Another emulator has no such log.
    unread: existsSync(log) ? unexplained(await readFile(log, 'utf8'), stacks, gaps) : [],
  };
}

/**
 * Runs the exercises, several at a time, and prints what each has shown as one block when it is done.
 * They share this process and the UDP port of the X-Ray daemon: an exercise that finds the port taken
 * fails and says so.
 * @returns the findings in the order of the patterns
 */
async function exerciseAll(
  { patterns, folder, set, signal }: Setting,
  outputs: Deployed['outputs'],
  gaps: GapHandling,
): Promise<Finding[]> {
  const patience = set === undefined ? Number.POSITIVE_INFINITY : PATIENCE_WITH_CHANGES;
  const durationsFile = join(dirname(folder), 'durations.json');
  const started = performance.now();
  const durations: Record<string, number> = {};
  const found = new Map<string, Finding[]>();
  const running = new Set<string>();
  const tell = () =>
    showStatus(
      `${seconds(started).padStart(9)}  ${found.size} of ${patterns.length} done, running: ${[...running].join(', ')}`,
    );
  const ticking = setInterval(tell, 1000);
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    const order = longestFirst(patterns, notedDurations(durationsFile));
    const all = inParallel(order, WIDTH, signal, async ({ id, exam, exercise }) => {
      running.add(id);
      tell();
      const since = performance.now();
      const lines = [`\n${id}: ${exam.question}`];
      const print = (line: string) => lines.push(line);
      const loaded = await exercise();
      found.set(
        id,
        await runExercise(loaded.exercise, id, outputs[id] ?? {}, print, gaps, patience),
      );
      durations[id] = Math.round((performance.now() - since) / 100) / 10;
      running.delete(id);
      say(lines.join('\n'));
    });
    await Promise.race([all, interrupted]);
  } finally {
    clearInterval(ticking);
    showStatus('');
  }
  if (set === undefined) {
    noteDurations(durationsFile, durations);
    const day = new Date().toISOString().slice(0, 10);
    const proofs: Proofs = Object.fromEntries(
      [...found].map(([id, claims]) => [id, { day, claims }]),
    );
    noteProofs(proofs, join(dirname(folder), 'proofs.json'));
  }
  return patterns.flatMap(({ id }) => found.get(id) ?? []);
}
