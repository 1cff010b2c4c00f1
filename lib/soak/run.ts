import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPatterns } from '../run/find-patterns';
import { say } from '../run/main';
import { seeded } from '../run/random';
import type { Emulator } from '../sandbox/emulator';
import { deploy, type Setting } from '../sandbox/round';
import { pick, sharesFor } from './faults';
import { startProxy, type Tally } from './proxy';
import { type Account, deadline, number, objections, type Scenario } from './scenario';
import { failures, killWorker } from './workers';

/** A scenario, and how many messages, item writes or requests it sends. */
export interface Task {
  readonly scenario: Scenario;
  readonly count: number;
}

/** What became of a scenario. */
export interface Result {
  readonly id: string;
  /** Missing if it broke off. */
  readonly account?: Account;
  /** Everything that is wrong; empty if it holds. */
  readonly objections: readonly string[];
  readonly seconds: number;
  /** What the calls of the handlers, and of the poller of the streams, met with. */
  readonly tally: Tally;
}

/**
 * Deploys the stacks of all tasks, runs the tasks one after the other, and destroys the stacks.
 * @param faults the share of the calls that fail, in percent
 */
export async function soak(
  tasks: readonly Task[],
  faults: number,
  seed: number,
  emulator: Emulator,
  setting: Omit<Setting, 'patterns' | 'set' | 'pause'>,
): Promise<readonly Result[]> {
  let running: string | undefined;
  const fields = await Promise.all(
    tasks.map(async ({ scenario, count }, index) => {
      // Of the calls, only the order in which they come is chance; the load is the same for a seed.
      const [load, fate] = [seeded(seed + 2 * index), seeded(seed + 2 * index + 1)];
      const proxy = await startProxy(emulator.endpoint, {
        choose: (operation) =>
          running === scenario.id ? pick(sharesFor(operation, faults), fate()) : undefined,
        killWorker: () => killWorker(emulator.pid, scenario.id, fate),
      });
      return { scenario, count, random: load, proxy };
    }),
  );
  try {
    const changes = fields.flatMap(({ scenario, proxy }) => scenario.changes(proxy.url));
    for (const change of changes) say(`           set for the run: ${change}`);
    for (const { scenario, proxy } of fields)
      Object.assign(process.env, scenario.environment?.(proxy.url));
    const patterns = findPatterns(tasks.map(({ scenario }) => scenario.id));
    const { outputs, destroy } = await deploy({ ...setting, patterns, set: changes.join(';') });

    const results: Result[] = [];
    for (const { scenario, count, random, proxy } of fields) {
      const { id } = scenario;
      const started = performance.now();
      running = id;
      let result: Pick<Result, 'account' | 'objections'>;
      try {
        const account = await within(deadline(count), setting, (signal, progress) =>
          scenario.run({ outputs: outputs[id] ?? {}, count, random, signal, progress }),
        );
        const failed = failures(readFileSync(emulator.logFile, 'utf8'), id);
        result = {
          account: { ...account, notes: [...account.notes, failed] },
          objections: objections(account),
        };
      } catch (error) {
        setting.signal.throwIfAborted();
        result = { objections: [`${(error as Error).name}: ${(error as Error).message}`] };
      }
      running = undefined;
      const seconds = (performance.now() - started) / 1000;
      const done = { id, seconds, ...result, tally: proxy.tally };
      results.push(done);
      for (const line of lines(done)) say(line);
    }
    await destroy();
    return results;
  } finally {
    await Promise.all(fields.map(({ proxy }) => proxy.close()));
  }
}

/**
 * Runs a scenario, tells every half minute how far it is, and ends the waiting at the deadline.
 * @throws if it does not end in time; the message says how far it was
 */
export async function within<T>(
  seconds: number,
  { signal: interrupted }: Pick<Setting, 'signal'>,
  work: (signal: AbortSignal, progress: (state: string) => void) => Promise<T>,
): Promise<T> {
  let state = 'nothing done';
  const late = AbortSignal.timeout(seconds * 1000);
  const signal = AbortSignal.any([interrupted, late]);
  const over = new AbortController();
  const telling = (async () => {
    for (let half = 1; !over.signal.aborted; half++) {
      await sleep(30_000, undefined, { signal: over.signal }).catch(() => undefined);
      if (!over.signal.aborted) say(`${`${half * 30} s`.padStart(9)}  ${state}`);
    }
  })();
  const broken = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new Error(`expected an end within ${seconds} s, got so far: ${state}`)),
    );
  });
  try {
    return await Promise.race([
      work(signal, (now) => {
        state = now;
      }),
      broken,
    ]);
  } finally {
    over.abort();
    await telling;
  }
}

/** What a result says to a person. */
export function lines({ id, account, objections, seconds, tally }: Result): string[] {
  const injected = [...tally]
    .filter(([, { faults }]) => faults.size > 0)
    .map(([operation, { calls, faults }]) => {
      const kinds = [...faults].sort().map(([kind, count]) => `${kind} ${number(count)}`);
      return `into ${number(calls)} ${operation}: ${kinds.join(', ')}`;
    });
  const rows: [string, string][] = account
    ? [
        ['sent', account.sent],
        ['handled', `${number(account.handled)} of ${number(account.expected)}`],
        ['lost', number(account.lost)],
        ['doubled', number(account.doubled)],
        ['set aside', `${number(account.setAside)} of ${number(account.poison)} ${account.where}`],
        ...account.notes.map((note): [string, string] => ['noted', note]),
      ]
    : [];
  return [
    '',
    `${id} ${objections.length === 0 ? 'holds' : 'FAILED'}, after ${seconds.toFixed(1)} s`,
    ...rows.map(([name, text]) => `  ${name.padEnd(10)}${text}`),
    ...(injected.length > 0 ? injected : ['nothing']).map((text) => `  injected  ${text}`),
    ...objections.map((text) => `  FAILED    ${text}`),
  ];
}
