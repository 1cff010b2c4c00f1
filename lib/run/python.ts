import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A Python program that the project runs, in a virtual environment of its own. */
export interface PythonProgram {
  /** Its name as a package, as the requirements pin it. */
  readonly name: string;
  /** The file of all packages that it needs, each by its hash. */
  readonly requirements: string;
  /** What to tell a person who cannot install it. */
  readonly otherwise: string;
}

const emulator: PythonProgram = {
  name: 'ministack',
  requirements: 'lib/sandbox/requirements.txt',
  otherwise: `Without it, start an emulator yourself and name its address, on this machine only:
  docker run --rm -p 127.0.0.1:4566:4566 ministackorg/ministack   (or LocalStack, or the AWS Emulator)
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
  if (existsSync(`${home}/complete`)) return python;

  const base = await findPython(program);
  say(`installing ${name} ${pinnedVersion(program)} into ${relative('', home)} (once)`);
  await rm(home, { recursive: true, force: true });
  try {
    await run(base, ['-m', 'venv', home]);
    // Wheels only, each by its hash: nothing is built here, and nothing unknown is installed.
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    await run(python, [...pip, '--require-hashes', '--only-binary', ':all:', '-r', requirements]);
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    await rm(home, { recursive: true, force: true });
    const reason = /ensurepip/.test(stderr + message)
      ? `${base} has no venv module (on Debian and Ubuntu: apt install python3-venv)`
      : `${name} could not be installed with ${base}: ${lastLines(stderr || message)}`;
    throw new Error(`${reason}\n${otherwise}`);
  }
  await writeFile(`${home}/complete.tmp`, '');
  await rename(`${home}/complete.tmp`, `${home}/complete`);
  return python;
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
      if (major === 3 && minor >= 10) return name;
      seen.push(`${name} is ${stdout.trim()}`);
    } catch {
      // Not installed under this name.
    }
  }
  throw new Error(
    `expected Python 3.10 or newer on the PATH for ${program}, found ${seen.join(', ') || 'none'}\n${otherwise}`,
  );
}

const lastLines = (text: string) => text.trim().split('\n').slice(-4).join('\n');
