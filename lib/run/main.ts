import { guard } from './isolation';

/** Runs a command; an error becomes a message for a person and the exit code 1. */
export async function runMain(
  main: () => Promise<void>,
  words: (error: Error) => string = ({ message }) => message,
): Promise<void> {
  try {
    await main();
  } catch (error) {
    showStatus('');
    console.error(words(error as Error));
    process.exitCode = 1;
  }
}

/** Is aborted by Ctrl-C and by a request to end. */
export function interruption(): AbortSignal {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  return interrupted.signal;
}

/** Makes an environment that of this process as well: from here on it knows nothing else. */
export function adoptEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  // From here on, this process reaches no other machine either.
  require(guard);
}

export const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs one step and prints a line for it, with the time that it took. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  const result = await work();
  say(`${seconds(since).padStart(9)}  ${title}`);
  return result;
}

const eraseLine = '\r\u001b[2K';
let status = '';

/** Prints lines that stay, above the status. */
export function say(text: string): void {
  const shown = status;
  showStatus('');
  console.log(text);
  showStatus(shown);
}

/** Replaces the last line of a terminal by what goes on now; without a terminal it shows nothing. */
export function showStatus(text: string): void {
  const { isTTY, columns = 80 } = process.stdout;
  if (!isTTY) return;
  if (status) process.stdout.write(eraseLine);
  status = text.slice(0, columns - 1);
  process.stdout.write(status);
}
