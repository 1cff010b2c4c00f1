import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The Python versions that every pinned package has a wheel for, as minor versions of 3. */
const supported = { least: 10, most: 14 };

/** Runs a Python without the settings of the person, which could install packages elsewhere or import others. */
function run(python: string, args: readonly string[]) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(PIP_|PYTHON|VIRTUAL_ENV)/i.test(name),
  );
  return execute(python, args, {
    env: { ...Object.fromEntries(kept), PIP_CONFIG_FILE: devNull, PYTHONNOUSERSITE: '1' },
  });
}

/** A Python program that the project runs, in a virtual environment of its own. */
export interface PythonProgram {
  /** Its name as a package, as the requirements pin it. */
  readonly name: string;
  /** Its name as a module, which must be importable after the installation. */
  readonly module: string;
  /** The file of all packages that it needs, each by its hash. */
  readonly requirements: string;
  /** What to tell a person who cannot install it. */
  readonly otherwise: string;
}

const emulator: PythonProgram = {
  name: 'ministack',
  module: 'ministack',
  requirements: 'lib/sandbox/requirements.txt',
  otherwise: `Without it, start an emulator yourself and name its address, on this machine only.
With AWS Emulator (https://docs.aws.amazon.com/emulator/latest/userguide/getting-started.html), which needs neither Python nor keys of yours:
  aws-emulator
  AWS_ENDPOINT_URL=https://127.0.0.1:9297 npm start
With MiniStack in Docker:
  docker run --rm -p 127.0.0.1:4566:4566 ministackorg/ministack
  AWS_ENDPOINT_URL=http://127.0.0.1:4566 npm start`,
};

/** The names under which a Python may be installed, newest first where a name says its version. */
const names = [
  'python3',
  'python',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
];

/** The version of a program that its requirements pin, by default that of the emulator. */
export function pinnedVersion({ name, requirements } = emulator): string {
  const pin = new RegExp(`^${name}==(\\S+)`, 'm');
  const [, version = 'unknown'] = pin.exec(readFileSync(requirements, 'utf8')) ?? [];
  return version;
}

/** The Python of a virtual environment with the emulator in it; see `pythonWith`. */
export function emulatorPython(folder: string, say: (text: string) => void): Promise<string> {
  return pythonWith(emulator, folder, say);
}

/**
 * The Python of a virtual environment with a program in it, made on the first call. Its name has
 * the hash of the requirements in it, so another version gets an environment of its own.
 * @param folder where virtual environments are kept
 * @param say receives a line when something takes a while
 * @throws if there is no usable Python, or if the packages cannot be installed; the message says what
 *   is missing and what else one can do
 */
export async function pythonWith(
  program: PythonProgram,
  folder: string,
  say: (text: string) => void,
): Promise<string> {
  const { name, requirements, otherwise } = program;
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const home = resolve(folder, `python-${hash}`);
  const python = process.platform === 'win32' ? `${home}/Scripts/python.exe` : `${home}/bin/python`;
  const isReady = async () => existsSync(`${home}/complete`) && (await runs(python));
  if (await isReady()) return python;

  const base = await findPython(program);
  say(`installing ${name} ${pinnedVersion(program)} into ${relative('', home)} (once)`);
  // It gets its place when it is complete, so that two first runs at the same time do not disturb each other.
  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(`${home}-`);
  const draftPython = python.replace(home, draft);
  try {
    await run(base, ['-m', 'venv', draft]);
    // Wheels only, each by its hash: nothing is built here, and nothing unknown is installed.
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    await run(draftPython, [
      ...pip,
      '--require-hashes',
      '--only-binary',
      ':all:',
      '-r',
      requirements,
    ]);
    await run(draftPython, ['-c', `import ${program.module}`]);
  } catch (error) {
    const { stderr = '', stdout = '', message } = error as Error & Printed;
    await rm(draft, { recursive: true, force: true });
    // The hint about ensurepip comes on standard output.
    const printed = [stderr, stdout].find((text) => text.trim() !== '') ?? message;
    const reason = /ensurepip is not available/.test(stderr + stdout)
      ? `${base} has no venv module (on Debian and Ubuntu: apt install python3-venv)`
      : `${name} could not be installed with ${base}: ${lastLines(printed)}`;
    throw new Error(`${reason}\n${otherwise}`);
  }
  await writeFile(`${draft}/complete`, '');
  try {
    await rename(draft, home);
  } catch {
    // There is one already: another run was faster, or an old one is incomplete or no longer starts.
    const stale = (await isReady()) ? draft : home;
    await rm(stale, { recursive: true, force: true });
    if (stale === home) await rename(draft, home);
  }
  return python;
}

interface Printed {
  readonly stderr?: string;
  readonly stdout?: string;
}

/** Whether a Python still starts. The one that a virtual environment links to may be gone, or its folder moved. */
async function runs(python: string): Promise<boolean> {
  try {
    await run(python, ['-c', '']);
    return true;
  } catch {
    return false;
  }
}

async function findPython({ name: program, otherwise }: PythonProgram): Promise<string> {
  const seen: string[] = [];
  for (const name of names) {
    try {
      const { stdout } = await run(name, [
        '-c',
        'import sys; print("%d.%d" % sys.version_info[:2])',
      ]);
      const [major = 0, minor = 0] = stdout.trim().split('.').map(Number);
      if (major === 3 && minor >= supported.least && minor <= supported.most) return name;
      seen.push(`${name} is ${stdout.trim()}`);
    } catch {
      // Not installed under this name.
    }
  }
  throw new Error(
    `expected Python 3.${supported.least} to 3.${supported.most} on the PATH for ${program}, found ${seen.join(', ') || 'none'}\n${otherwise}`,
  );
}

const lastLines = (text: string) => text.trim().split('\n').slice(-4).join('\n');
