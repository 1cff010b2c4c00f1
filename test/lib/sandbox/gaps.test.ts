import { readdirSync, readFileSync } from 'node:fs';
import { type GapId, gapIds } from '../../../lib/model/gap-ids';
import { folderOf } from '../../../lib/model/pattern';
import { patterns } from '../../../lib/patterns';
import { gaps } from '../../../lib/sandbox/gaps';
import { gapsNamedBy } from '../../../lib/sandbox/gaps/named';
import { synthesized } from '../../support/synth';

/** The gaps that a claim of the pattern needs, and those that are a type or a property of its template. */
const needs = patterns.map((pattern) => {
  const exercise = readFileSync(`lib/patterns/${folderOf(pattern)}/exercise.ts`, 'utf8');
  const { Resources } = synthesized(pattern).template;
  const inTemplate = (id: GapId) =>
    Object.values(Resources).some(({ Type, Properties = {} }) =>
      [Type, ...Object.keys(Properties).map((name) => `${Type}.${name}`)].includes(id),
    );
  return {
    pattern,
    byClaim: gapIds.filter((id) => exercise.includes(`'${id}'`)),
    byStack: gapIds.filter(inTemplate),
  };
});

test('every gap is needed by a claim of an exercise or by a stack', () => {
  const needed = new Set(needs.flatMap(({ byClaim, byStack }) => [...byClaim, ...byStack]));
  expect(gapIds.filter((id) => !needed.has(id))).toEqual([]);
});

test.each(needs)(
  '$pattern.id names every gap that is probed for it',
  ({ pattern, byClaim, byStack }) => {
    // A property that no claim rests on changes nothing that the run reports.
    const types = byStack.filter((id) => !id.includes('.'));
    expect(gapsNamedBy(pattern)).toEqual(expect.arrayContaining([...byClaim, ...types]));
  },
);

const corrections = readdirSync('lib/sandbox/corrections').filter((name) => name.endsWith('.py'));
const helpers = ['__init__', 'replace', 'api', 'service_calls'];
test('each correction closes a gap, and each corrected gap has a correction', () => {
  const files = corrections.map((name) => name.replace('.py', ''));
  const named = gaps.flatMap(({ handling, correction = 'none' }) =>
    handling === 'corrected' ? [correction] : [],
  );
  expect([...new Set([...named, ...helpers])].sort()).toEqual(files.sort());
});

test.each(corrections.filter((name) => !helpers.includes(name.replace('.py', ''))))(
  '%s says what AWS does, where that is written, and what the emulator does',
  (name) => {
    const [, words = ''] =
      /^"""(.*?)"""/s.exec(readFileSync(`lib/sandbox/corrections/${name}`, 'utf8')) ?? [];
    expect(words).toMatch(/^.+\n\nAWS: .+\nhttps:\/\/.+\nMiniStack \d+\.\d+\.\d+: /s);
  },
);

test('no gap is listed twice', () => {
  expect(gaps.map(({ id }) => id)).toEqual([...new Set(gapIds)]);
});
