import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { forget, openNotebook, progressFile } from '../../../lib/study/progress';

const today = '2026-11-28';
const folder = mkdtempSync(join(tmpdir(), 'progress-'));
const file = join(folder, 'own', 'quiz.json');
const warnings: string[] = [];
const open = () => openNotebook(file, today, (message) => warnings.push(message));

beforeEach(() => {
  warnings.length = 0;
});
afterEach(() => rmSync(dirname(file), { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['linux', {}, '/home/ada/.local/state/aws-exam-patterns/quiz.json'],
  ['linux', { XDG_STATE_HOME: '/state' }, '/state/aws-exam-patterns/quiz.json'],
  ['linux', { XDG_STATE_HOME: 'here' }, '/home/ada/.local/state/aws-exam-patterns/quiz.json'],
  ['darwin', {}, '/home/ada/Library/Application Support/aws-exam-patterns/quiz.json'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/aws-exam-patterns/quiz.json'],
  ['win32', {}, '/home/ada/AppData/Local/aws-exam-patterns/quiz.json'],
] as const)('on %s with %j the file is %s', (platform, env, expected) => {
  expect(progressFile(platform, env, '/home/ada').replaceAll('\\', '/')).toBe(expected);
});

test('every answer is written down at once, beside those of another quiz', () => {
  const [one, other] = [open(), open()];
  one.note('a', true);
  other.note('b', false);
  expect(open().progress).toEqual({
    a: { box: 2, due: '2026-11-29' },
    b: { box: 1, due: today },
  });
  expect(readdirSync(dirname(file))).toEqual(['quiz.json']);
  expect(warnings).toEqual([]);
  forget(file);
  forget(file);
  expect(open().progress).toEqual({});
});

test('a damaged file is set aside, never overwritten, and each under a name of its own', () => {
  mkdirSync(dirname(file), { recursive: true });
  for (const text of ['first', 'second']) {
    writeFileSync(file, text);
    const notebook = open();
    expect(notebook.progress).toEqual({});
    notebook.note('a', true);
  }
  expect(readFileSync(`${file}.damaged-1`, 'utf8')).toBe('first');
  expect(readFileSync(`${file}.damaged-2`, 'utf8')).toBe('second');
  expect(open().progress).toHaveProperty('a');
  expect(warnings).toHaveLength(2);
  expect(warnings[1]).toBe(
    `expected the answers of earlier quizzes in ${file}, got text that is not JSON; the file is now ${file}.damaged-2, and this quiz starts anew`,
  );
});

test('a file that is damaged while a quiz runs is set aside too', () => {
  const notebook = open();
  notebook.note('a', true);
  writeFileSync(file, '{');
  notebook.note('b', true);
  expect(Object.keys(open().progress)).toEqual(['b']);
  expect(readFileSync(`${file}.damaged-1`, 'utf8')).toBe('{');
});

test('a folder in the place of the file is left alone, and said once', () => {
  mkdirSync(file, { recursive: true });
  const notebook = open();
  notebook.note('a', true);
  notebook.note('b', true);
  expect(warnings).toEqual([
    expect.stringMatching(/^cannot read .+quiz\.json \(EISDIR\); this quiz remembers no answers$/),
  ]);
});

test('a place that cannot be written to is said once, and stops no quiz', () => {
  // A folder where the draft would be stops every user, an administrator too.
  mkdirSync(`${file}.${process.pid}`, { recursive: true });
  const notebook = open();
  notebook.note('a', true);
  notebook.note('b', true);
  expect(warnings).toEqual([
    expect.stringMatching(/^cannot write .+ \(EISDIR\); this quiz remembers no answers$/),
  ]);
  expect(existsSync(file)).toBe(false);
});
