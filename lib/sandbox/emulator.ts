import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeOptions, region, rootSecret } from '../run/isolation';

/** Whether MiniStack runs with the corrections in lib/sandbox/corrections, or as it is. */
export type Corrections = 'all' | 'none';

export interface EmulatorOptions {
  readonly corrections?: Corrections;
  /** Whether every request is authenticated and authorized; so it is unless this is false. */
  readonly permissions?: boolean;
}

export interface Emulator {
  /** The address that AWS_ENDPOINT_URL takes. */
  readonly endpoint: string;
  /** Where the X-Ray SDK in the functions sends its segments, as host:port; nobody listens unless an exercise does. */
  readonly daemonAddress: string;
  readonly version: string;
  readonly logFile: string;
  /** Of its process, whose children run the handlers. */
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts MiniStack on free ports of this machine and waits until it answers.
 * @param python of the virtual environment
 * @param folder for its log and all that it writes
 * @throws if it does not answer within 60 seconds, or ends before; the message has the end of its log
 */
export async function startEmulator(
  python: string,
  folder: string,
  { corrections = 'all', permissions = true }: EmulatorOptions = {},
): Promise<Emulator> {
  mkdirSync(folder, { recursive: true });
  const [port, daemonPort] = [await freeTcpPort(), await freeUdpPort()];
  const endpoint = `http://127.0.0.1:${port}`;
  const daemonAddress = `127.0.0.1:${daemonPort}`;
  const logFile = resolve(folder, 'emulator.log');
  const log = openSync(logFile, 'w');
  const child = spawn(python, [resolve('lib/sandbox/emulator.py')], {
    cwd: folder,
    // Of the person's environment it gets the PATH alone: there `node` is found, which runs the handlers.
    env: {
      PATH: process.env.PATH,
      SYSTEMROOT: process.env.SYSTEMROOT,
      HOME: resolve(folder),
      TMPDIR: resolve(folder),
      // No compiled files beside the corrections.
      PYTHONDONTWRITEBYTECODE: '1',
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: `${port}`,
      MINISTACK_REGION: region,
      LAMBDA_EXECUTOR: 'local',
      AUTH: `${permissions}`,
      // Of the root user of the account.
      AWS_SECRET_ACCESS_KEY: rootSecret,
      CORRECTIONS: corrections,
      // The workers that run the handlers inherit it.
      NODE_OPTIONS: nodeOptions,
      AWS_XRAY_DAEMON_ADDRESS: daemonAddress,
    },
    stdio: ['pipe', log, log],
  });
  child.on('error', (error) =>
    console.error(`the emulator could not be started: ${error.message}`),
  );
  const stop = () => end(child);
  const deadline = Date.now() + 60_000;
  for (;;) {
    const version = await health(endpoint);
    const { pid } = child;
    if (version !== undefined && pid !== undefined)
      return { endpoint, daemonAddress, version, logFile, pid, stop };
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      const tail = readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n');
      throw new Error(
        `expected the emulator to answer on ${endpoint}, but it did not; its log ends:\n${tail}`,
      );
    }
    await sleep(100);
  }
}

/** The version of the MiniStack at an address; 'unknown' for another emulator, undefined if nothing answers. */
export async function health(endpoint: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${endpoint}/_ministack/health`, {
      signal: AbortSignal.timeout(2000),
    });
    if (!response.ok) return 'unknown';
    const { version } = (await response.json()) as { version?: string };
    return version ?? 'unknown';
  } catch (error) {
    return error instanceof SyntaxError ? 'unknown' : undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.stdin?.end();
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}

async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
