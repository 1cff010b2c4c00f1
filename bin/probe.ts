import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { emulatorEnvironment } from '../lib/run/isolation';
import { adoptEnvironment, runMain, say } from '../lib/run/main';
import { emulatorPython } from '../lib/run/python';
import { type Corrections, startEmulator } from '../lib/sandbox/emulator';
import { type Answer, verdictOf } from '../lib/sandbox/probe';

const program = new Command('npm run probe --')
  .description(
    'Asks MiniStack where it differs from AWS. Every gap has a probe, which runs twice: with MiniStack as it is, ' +
      'and with the corrections of this project. Fails if a correction has no effect, or if MiniStack has closed a gap.',
  )
  // For the processes that this command starts.
  .addOption(new Option('--corrections <all|none>').hideHelp());

type Answers = Readonly<Record<string, Answer>>;

async function main(): Promise<void> {
  const { corrections } = program.parse().opts<{ corrections?: Corrections }>();
  if (corrections) {
    console.log(JSON.stringify(await probe(corrections)));
    return;
  }
  await emulatorPython('.sandbox', say);
  const [plain, corrected] = await Promise.all([answers('none'), answers('all')]);
  const { gaps } = await import('../lib/sandbox/gaps');
  let failures = 0;
  for (const gap of gaps) {
    const { line, fails } = verdictOf(gap, plain[gap.id], corrected[gap.id]);
    say(line);
    if (fails) failures += 1;
  }
  say(`\n${gaps.length} gaps probed, ${failures} not as expected`);
  if (failures > 0) process.exitCode = 1;
}

/** The SDK clients of the probes read the address of the emulator once, so each emulator gets a process of its own. */
async function answers(corrections: Corrections): Promise<Answers> {
  const child = spawn(process.execPath, [__filename, '--corrections', corrections], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = await text(child.stdout);
  if (!printed) throw new Error(`expected answers of the probes, but their process printed none`);
  return JSON.parse(printed);
}

async function probe(corrections: Corrections): Promise<Answers> {
  mkdirSync('.sandbox', { recursive: true });
  const folder = await mkdtemp('.sandbox/run-');
  const python = await emulatorPython('.sandbox', () => undefined);
  const emulator = await startEmulator(python, folder, { corrections });
  try {
    const env = emulatorEnvironment(process.env, emulator.endpoint, folder);
    adoptEnvironment({ ...env, AWS_XRAY_DAEMON_ADDRESS: emulator.daemonAddress });
    // These modules load the AWS SDK, which reads the environment at that moment.
    const { administrator } = await import('../lib/sandbox/administrator');
    Object.assign(process.env, await administrator());
    const { gaps } = await import('../lib/sandbox/gaps');
    const entries = gaps.map(
      async ({ id, closed }): Promise<[string, Answer]> => [
        id,
        await closed().then(
          (answer) => (answer ? 'closed' : 'open'),
          ({ name, message }: Error) => `${name}: ${message}`,
        ),
      ],
    );
    return Object.fromEntries(await Promise.all(entries));
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

runMain(main).then(() => process.exit());
