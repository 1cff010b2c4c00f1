import { readdirSync, readFileSync } from 'node:fs';
import { objections } from '../../../lib/check/prose';
import { settingsOf } from '../../../lib/model/exam';
import { patterns } from '../../../lib/patterns';

test.each([
  ['It waits, for there is no message.', ', for there'],
  ['One call each, for a batch may not be empty.', ', for a'],
  ['Whoever calls it pays.', 'Whoever'],
  ['The alarm rings at once.', 'rings'],
  ['After the cause is mended, redrive.', 'mended'],
  ['The value is held against the schema.', 'held against'],
  ['Name it, else it is replaced.', ', else'],
  ['/**\n * Kept for\n * ever.\n */', 'for ever'],
  ['// The typical way, as\n// one writes it.', 'as one writes'],
])('%j is objected to', (text, found) => {
  expect(objections(text).map((objection) => objection.found)).toContain(found);
});

test.each([
  'It waits for the queue.',
  'A ring buffer holds the last value; compare it against the first.',
  'Recommended for a queue, for example.',
  'if (a) b();\nelse c();',
])('%j is not', (text) => {
  expect(objections(text)).toEqual([]);
});

test('an objection tells its line', () => {
  expect(objections('One.\n\nTwo, for it is.\n')).toEqual([
    { line: 3, found: ', for it', instead: 'because' },
  ]);
});

test('no text of the project is objected to', () => {
  const files = ['bin', 'lib', 'lambda', 'site', 'test', 'docs']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .concat('README.md', 'CONTRIBUTING.md', 'CHANGELOG.md')
    .filter((file) => /\.(ts|mjs|md)$/.test(file) && !/check\/prose|node_modules/.test(file));
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    objections(readFileSync(file, 'utf8')).map(
      ({ line, found, instead }) => `${file}:${line}: expected '${instead}', got '${found}'`,
    ),
  );
  expect(found).toEqual([]);
});

test.each(patterns)('$id has facts of at most 25 words', ({ exam }) => {
  const long = settingsOf(exam)
    .map(({ fact }) => fact)
    .filter((fact) => fact.split(/\s+/).length > 25);
  expect(long).toEqual([]);
});
