import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pythonWith } from '../../../lib/run/python';
import { temporaryFolder } from '../../support/folder';

// The fake Python is a shell script, so these tests need a POSIX system.
describe('a Python program', () => {
  const path = process.env.PATH;
  let folder: string;
  let requirements: string;
  const say = jest.fn();

  /**
   * A fake Python: it tells a version, makes an environment with a copy of itself, and installs as told.
   * @param pip what `pip install` does
   */
  const fake = (pip: string, version = '3.12') => {
    const bin = temporaryFolder();
    const script = join(bin, 'python3');
    writeFileSync(
      script,
      `#!/bin/sh
case "$*" in
  *version_info*) echo ${version} ;;
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip install"*) env >> "${folder}/env.txt"; ${pip} ;;
esac
`,
    );
    chmodSync(script, 0o755);
    process.env.PATH = [bin, '/usr/bin', '/bin'].join(delimiter);
    return script;
  };
  const ask = () =>
    pythonWith(
      { name: 'tool', module: 'tool', requirements, otherwise: 'Or do without.' },
      join(folder, 'envs'),
      say,
    );

  beforeEach(() => {
    say.mockClear();
    folder = temporaryFolder();
    requirements = join(folder, 'requirements.txt');
    writeFileSync(requirements, 'tool==1.2.3 --hash=sha256:00\n');
  });

  afterEach(() => {
    process.env.PATH = path;
    for (const name of ['PIP_USER', 'PIP_TARGET', 'PYTHONPATH']) delete process.env[name];
  });

  test('is installed once, and found again', async () => {
    fake('exit 0');
    const python = await ask();
    expect(existsSync(python)).toBe(true);
    expect(await ask()).toBe(python);
    expect(say).toHaveBeenCalledTimes(1);
    expect(readdirSync(join(folder, 'envs'))).toHaveLength(1);
  });

  test('is installed without the settings of the person', async () => {
    Object.assign(process.env, { PIP_USER: '1', PIP_TARGET: '/elsewhere', PYTHONPATH: '/old' });
    fake(`! grep -E '^(PIP_USER|PIP_TARGET|PYTHONPATH)=' "$(dirname "$0")/../../../env.txt"`);
    await ask();
  });

  test('is installed again after its Python has gone', async () => {
    fake('exit 0');
    const python = await ask();
    writeFileSync(python, '#!/nowhere/python\n');
    expect(await ask()).toBe(python);
    expect(say).toHaveBeenCalledTimes(2);
    // And now it is usable.
    expect(await ask()).toBe(python);
    expect(say).toHaveBeenCalledTimes(2);
    expect(readdirSync(join(folder, 'envs'))).toHaveLength(1);
  });

  test('is installed again if its environment was never complete', async () => {
    fake('exit 0');
    const python = await ask();
    rmSync(join(python, '../../complete'));
    expect(await ask()).toBe(python);
    expect(say).toHaveBeenCalledTimes(2);
    expect(await ask()).toBe(python);
    expect(say).toHaveBeenCalledTimes(2);
  });

  test('is installed by two first runs at the same time', async () => {
    fake('sleep 0.2');
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one).toBe(other);
    expect(existsSync(one)).toBe(true);
    expect(readdirSync(join(folder, 'envs'))).toHaveLength(1);
  });

  test.each([
    [
      'echo no space left >&2; exit 1',
      /^tool could not be installed with python3: no space left\nOr do without\.$/,
    ],
    ['echo broken; exit 1', /^tool could not be installed with python3: broken\nOr do without\.$/],
    [
      'echo ensurepip is not available; exit 1',
      /^python3 has no venv module \(on Debian and Ubuntu: apt install python3-venv\)\nOr do without\.$/,
    ],
  ])('that fails with %j says why, and leaves nothing', async (pip, message) => {
    fake(pip);
    await expect(ask()).rejects.toThrow(message);
    expect(readdirSync(join(folder, 'envs'))).toEqual([]);
  });

  test.each(['3.9', '3.15', '2.7'])('does not take Python %s', async (version) => {
    fake('exit 0', version);
    // Other names of Python, such as python3.12, may be on the PATH of this machine.
    mkdirSync(join(folder, 'none'));
    process.env.PATH = (process.env.PATH ?? '').split(delimiter)[0];
    await expect(ask()).rejects.toThrow(
      /^expected Python 3\.10 to 3\.14 on the PATH for tool, found (python3 is \S+|none)\nOr do without\.$/,
    );
  });
});
