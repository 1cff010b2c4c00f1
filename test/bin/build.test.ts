import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '../support/folder';

// Other tests use the processor too, and a process needs its time to start.
jest.setTimeout(60_000);

const script = resolve('bin/build.mjs');
const handler = 'lambda/family/slug/role';
let project: string;

const put = (file: string, text: string) => {
  mkdirSync(join(project, file, '..'), { recursive: true });
  writeFileSync(join(project, file), text);
};
const build = () => {
  const { status, stderr } = spawnSync(process.execPath, [script], {
    cwd: project,
    encoding: 'utf8',
  });
  return { status, stderr };
};
const made = (file: string) => readFileSync(join(project, 'dist', file), 'utf8');

/** A project that is built before each test, because a build that repeats is what most of them are about. */
beforeEach(() => {
  project = temporaryFolder();
  put('bin/tool.ts', `import { answer } from '../lib/answer';\nconsole.log(answer);\n`);
  put('lib/answer.ts', 'export const answer = 41;\n');
  put(`${handler}.ts`, 'export async function handler() { return 41; }\n');
  expect(build()).toEqual({ status: 0, stderr: '' });
});

test('a first build makes every handler and every command', () => {
  expect(made(`${handler}/index.js`)).toContain('41');
  expect(made('bin/tool.js')).toContain('41');
});

test('a build of the same sources leaves everything as it is', () => {
  const stamp = () => statSync(join(project, 'dist/.handlers.json')).mtimeMs;
  const before = stamp();
  expect(build()).toEqual({ status: 0, stderr: '' });
  expect(stamp()).toBe(before);
});

/** Whether this machine has file modes and symbolic links for everybody; says so if not. */
function isPosix(): boolean {
  if (process.platform !== 'win32') return true;
  console.log('not tested on Windows, which has no file modes');
  return false;
}

test('everybody can read a handler, also after a build under umask 027', () => {
  if (!isPosix()) return;
  const modes = () =>
    ['', '/index.js'].map((path) => statSync(join(project, 'dist', handler + path)).mode & 0o777);
  const strictly = () =>
    spawnSync('sh', ['-c', 'umask 027; exec "$0" "$1"', process.execPath, script], {
      cwd: project,
    }).status;
  rmSync(join(project, 'dist'), { recursive: true });
  expect(strictly()).toBe(0);
  expect(modes()).toEqual([0o755, 0o644]);
  chmodSync(join(project, 'dist', handler, 'index.js'), 0o600);
  expect(strictly()).toBe(0);
  expect(modes()).toEqual([0o755, 0o644]);
});

test('a build by a symbolic link builds', () => {
  if (!isPosix()) return;
  const link = join(project, 'link');
  symlinkSync(dirname(script), link);
  rmSync(join(project, 'dist'), { recursive: true });
  spawnSync(process.execPath, [join(link, 'build.mjs')], { cwd: project });
  expect(made(`${handler}/index.js`)).toContain('41');
});

test('an edit is built, also in a file that is only imported', () => {
  put('lib/answer.ts', 'export const answer = 42;\n');
  put(`${handler}.ts`, 'export async function handler() { return 43; }\n');
  expect(build().status).toBe(0);
  expect(made('bin/tool.js')).toContain('42');
  expect(made(`${handler}/index.js`)).toContain('43');
});

test('what somebody deleted is made again', () => {
  rmSync(join(project, 'dist/bin/tool.js'));
  expect(build().status).toBe(0);
  expect(existsSync(join(project, 'dist/bin/tool.js'))).toBe(true);
});

test('a build that fails is not taken for done', () => {
  put(`${handler}.ts`, 'export async function handler() { return 44; \n');
  expect(build().status).toBe(1);
  expect(build().stderr).toContain('role.ts');
  expect(build().stderr).not.toMatch(/^ +at /m);
  put(`${handler}.ts`, 'export async function handler() { return 44; }\n');
  expect(build().status).toBe(0);
  expect(made(`${handler}/index.js`)).toContain('44');
});

test('what npm installed is a reason to build anew', () => {
  const before = made('.handlers.json');
  put('node_modules/.package-lock.json', '{}');
  expect(build().status).toBe(0);
  expect(made('.handlers.json')).not.toBe(before);
});

test('a folder that cannot be written is named in one sentence', () => {
  rmSync(join(project, 'dist'), { recursive: true });
  // A file in its place, because to the administrator every folder is writable.
  put('dist', '');
  const { status, stderr } = build();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^expected to be able to write dist\/.+, got E[A-Z]+: .+\n$/);
});

test.each([
  ['esbuild', /esbuild/],
  [`@esbuild/${process.platform}-${process.arch}`, /esbuild/],
])('without the package %s, it says what to install', (missing, named) => {
  // A copy of the script finds only the packages beside it.
  const other = temporaryFolder();
  mkdirSync(join(other, 'bin'));
  copyFileSync(script, join(other, 'bin/build.mjs'));
  for (const name of ['esbuild', `@esbuild/${process.platform}-${process.arch}`]) {
    const copy = join(other, 'node_modules', name);
    if (name !== missing) cpSync(resolve('node_modules', name), copy, { recursive: true });
  }
  rmSync(join(project, 'dist'), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(other, 'bin/build.mjs')], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^expected all packages of package-lock\.json, .+; run npm ci, .+\n$/);
  expect(stderr).toMatch(named);
});
