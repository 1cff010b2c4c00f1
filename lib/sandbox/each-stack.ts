import { readFile } from 'node:fs/promises';
import { cdk } from '../run/cdk';
import { inParallel } from '../run/in-parallel';

/** A stack that the emulator cannot deploy. */
export interface Refused {
  readonly stack: string;
  readonly reason: string;
}

/** Where stacks are deployed from, and how. */
export interface Batch {
  readonly stacks: readonly string[];
  /** The folder of the cloud assembly. */
  readonly app: string;
  /** More options for the CDK CLI. */
  readonly options: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** @throws if the emulator cannot be used any more, which is then the reason for everything */
  readonly check: () => Promise<void>;
}

/** So many CDK CLIs run at the same time. */
const WIDTH = 4;

/**
 * Deploys every stack by itself, because one CDK CLI with all of them stops at the first that fails.
 * @returns the outputs of each stack that was deployed, and why the others were not
 */
export async function deployEach({ stacks, app, options, env, signal, check }: Batch) {
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  const refused: Refused[] = [];
  await inParallel(stacks, WIDTH, signal, async (stack) => {
    const file = `${app}.${stack}.json`;
    const more = ['--require-approval', 'never', '--outputs-file', file, ...options];
    try {
      await cdk(['deploy', stack, '--app', app, ...more], env, signal);
      Object.assign(outputs, JSON.parse(await readFile(file, 'utf8')));
    } catch (error) {
      signal.throwIfAborted();
      await check();
      refused.push({ stack, reason: reasonIn((error as Error).message) });
    }
  });
  return { outputs, refused };
}

/**
 * Destroys every stack by itself, also those that were not deployed to the end.
 * @returns why some could not be destroyed
 */
export async function destroyEach({ stacks, app, options, env, signal, check }: Batch) {
  const refused: Refused[] = [];
  await inParallel(stacks, WIDTH, signal, async (stack) => {
    try {
      await cdk(['destroy', stack, '--app', app, '--force', ...options], env, signal);
    } catch (error) {
      signal.throwIfAborted();
      await check();
      refused.push({ stack, reason: reasonIn((error as Error).message) });
    }
  });
  return refused;
}

/**
 * Why the CDK CLI could not do its work, out of all that it printed: the first resource that failed,
 * otherwise the error that it names, otherwise its last line.
 */
export function reasonIn(printed: string): string {
  const lines = printed.split('\n').map((line) => line.trim());
  for (const line of lines) {
    const [, type, resource] = /\| \w+_FAILED +\| (\S+) +\| (.+)$/.exec(line) ?? [];
    if (type && resource && !/cancelled/i.test(resource)) return cut(`${type} ${resource}`);
  }
  const error = lines.findLast((line) => /^‣ \w+: /.test(line))?.replace(/^‣ /, '');
  const last = error ?? lines.findLast((line) => line !== '') ?? '';
  return cut(last.replace(/^NotImplemented: /, 'not built in this emulator: '));
}

/** A reason should not fill the screen. */
const cut = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
