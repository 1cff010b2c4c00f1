import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { emulatorEnvironment } from '../lib/run/isolation';
import { adoptEnvironment, runMain, say } from '../lib/run/main';
import { emulatorPython } from '../lib/run/python';
import { startEmulator } from '../lib/sandbox/emulator';

const program = new Command('npm run probe --')
  .description(
    'Asks the emulator whether it still differs from AWS: each gap has a probe, which runs with and without the corrections of the project.',
  )
  .argument('[corrections]', 'internal', undefined);

/** Whether each gap is closed, by its id; a probe that breaks off has an error instead. */
type Answers = Readonly<Record<string, boolean | string>>;

async function main(): Promise<void> {
  program.parse();
  const [only] = program.args;
  if (only === 'all' || only === 'none') {
    console.log(JSON.stringify(await probe(only)));
    return;
  }
  await emulatorPython('.sandbox', say);
  const [plain, corrected] = await Promise.all([answers('none'), answers('all')]);
  for (const id of Object.keys(plain)) say(`${id} | ${plain[id]} | ${corrected[id]}`);
}

/** The SDK clients of the probes belong to one process, so each emulator has a process of its own. */
async function answers(corrections: 'all' | 'none'): Promise<Answers> {
  const child = spawn(process.execPath, [...process.execArgv, __filename, corrections], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(child.stdout));
}

async function probe(corrections: 'all' | 'none'): Promise<Answers> {
  mkdirSync('.sandbox', { recursive: true });
  const folder = await mkdtemp('.sandbox/run-');
  const emulator = await startEmulator(
    await emulatorPython('.sandbox', () => undefined),
    folder,
    corrections,
  );
  try {
    const env = emulatorEnvironment(process.env, emulator.endpoint, folder);
    env.AWS_XRAY_DAEMON_ADDRESS = emulator.daemonAddress;
    adoptEnvironment(env);
    const { administrator } = await import('../lib/sandbox/person');
    Object.assign(process.env, await administrator());
    const { gaps } = await import('../lib/sandbox/gaps');
    const entries = await Promise.all(
      gaps.map(async ({ id, closed }) => [
        id,
        await closed().catch(({ name, message }: Error) => `${name}: ${message}`),
      ]),
    );
    return Object.fromEntries(entries);
  } finally {
    await emulator.stop();
    if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
  }
}

runMain(main).then(() => process.exit());
