import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { between, type Random } from '../run/random';

const run = promisify(execFile);

/**
 * The processes of this machine, a line each: id, id of the parent, command line.
 * @throws if there is no `ps`, as on Windows
 */
export async function processes(): Promise<string> {
  try {
    const list = ['-A', '-ww', '-o', 'pid=,ppid=,args='];
    return (await run('ps', list, { maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    throw new Error(
      `expected ps, by which the workers are found that are to be killed (on Windows: use WSL), got ${(error as Error).message}`,
    );
  }
}

/**
 * The processes in which the emulator runs the handlers of a stack.
 * @param list as of {@link processes}
 * @param emulator its process id: nothing but its own children is ever named here
 * @param stack the name of the stack, with which the names of its functions begin
 */
export function workersIn(list: string, emulator: number, stack: string): number[] {
  return list.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    const worker = command.includes(`ministack-lambda-${stack}-`) && command.includes('_worker.js');
    return Number(parent) === emulator && worker ? [Number(pid)] : [];
  });
}

/** Kills one of them, whatever it is doing; false if there is none. */
export async function killWorker(
  emulator: number,
  stack: string,
  random: Random,
): Promise<boolean> {
  const workers = workersIn(await processes(), emulator, stack);
  const pid = workers[between(0, workers.length - 1, random)];
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended since it was listed.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** What the log of the emulator says of the functions of a stack, in words. */
export function failures(log: string, stack: string): string {
  const count = (pattern: string) => [...log.matchAll(new RegExp(pattern, 'g'))].length;
  const [started, late, batches] = [
    count(`worker spawned for ${stack}-`),
    count(`Lambda ${stack}-\\S+ timed out after`),
    count(`ESM: Lambda ${stack}-\\S+ failed processing`),
  ];
  return `${started} workers started, ${late} invocations timed out, ${batches} whole batches failed in a poller of the emulator`;
}
