import type { Finding } from '../../../lib/exercise/lab';
import type { GapId } from '../../../lib/model/gap-ids';
import type { Gap } from '../../../lib/sandbox/gaps';
import { report, sideBySide } from '../../../lib/sandbox/report';
import { aPattern } from '../../support/pattern';

const gap = (id: GapId, handling: Gap['handling'], how: string): Gap => ({
  id,
  seen: '1.0.0',
  what: 'It differs.',
  handling,
  how,
  closed: async () => false,
});
const finding = (verdict: Finding['verdict'], claim: string, detail = ''): Finding => ({
  claim,
  verdict,
  detail,
  milliseconds: 1,
});

const gaps = [
  gap('AWS::Events::Archive', 'left out', 'It is taken out.'),
  gap('cloudfront: caching', 'left out', 'It is not proven.'),
  gap('kms: RotateKeyOnDemand', 'left out', 'It is not proven.'),
  { ...gap('kms: integrity of ciphertexts', 'corrected', 'It is checked.'), correction: 'kms' },
];
const findings = [
  finding('proven', 'it works'),
  finding('corrected', 'it works here too', 'corrected: kms: integrity of ciphertexts'),
  finding('not proven', 'it would work', 'gap: cloudfront: caching'),
];
const leftOut = [{ stack: 'One', logicalId: 'Thing', type: 'AWS::Events::Archive' }];
const patterns = [aPattern({ remains: [] })];

describe('the report of a run', () => {
  test('tells how a gap was filled, what was not deployed, and how many claims had to stay open', () => {
    const { lines, succeeded } = report(
      { findings, leftOut, leftOver: [] },
      patterns,
      gaps,
      new Map(),
    );
    expect(lines.slice(0, 4)).toEqual([
      'Where this emulator differs from AWS (docs/emulator-gaps.md):',
      '  corrected: kms: integrity of ciphertexts: It is checked.',
      '  not deployed here: One Thing (AWS::Events::Archive)',
      '  1 more stands above, beside the claims that cannot be proven for it.',
    ]);
    expect(lines).toContain('Nothing is left behind.');
    expect(lines.at(-1)).toBe('1 claims proven, 1 with a correction, 1 not proven here, 0 failed');
    expect(succeeded).toBe(true);
  });

  test('names the stacks that an emulator cannot deploy, and what it has not built', () => {
    const refused = [{ stack: 'Two', reason: 'no such type' }];
    const round = { findings, leftOut: [], leftOver: [], refused, notBuilt: ['SQS One'] };
    const { lines, succeeded } = report(round, patterns, [], new Map());
    expect(lines.slice(0, 2)).toEqual([
      'left out, with all its claims: Two: no such type',
      'not built in this emulator: SQS One',
    ]);
    expect(succeeded).toBe(true);
  });

  test('is no success if no stack could be deployed', () => {
    const refused = [{ stack: 'Two', reason: 'no such type' }];
    const round = { findings: [], leftOut: [], leftOver: [], refused };
    const { lines, succeeded } = report(round, patterns, [], new Map());
    expect(lines.at(-1)).toBe('No stack could be deployed, so nothing is proven.');
    expect(succeeded).toBe(false);
  });

  test('does not say that nothing is left behind where that could not be listed', () => {
    const round = { findings, leftOut: [], leftOver: [], unlisted: ['SQS ListQueues'] };
    expect(report(round, patterns, [], new Map()).lines).toContain(
      'Nothing is left behind, as far as it can be listed without SQS ListQueues.',
    );
  });

  test('says nothing of gaps where none are assumed', () => {
    const { lines } = report({ findings, leftOut: [], leftOver: [] }, patterns, [], new Map());
    expect(lines.join('\n')).not.toContain('differs');
  });

  test.each([
    [
      'a claim that failed',
      { findings: [finding('failed', 'it breaks', 'why')] },
      {},
      /^FAILED {2}it breaks: why$/m,
    ],
    ['what stays behind', { leftOver: ['queue one'] }, {}, /^LEFT BEHIND {2}queue one$/m],
    [
      'a snapshot that nobody meant to keep',
      { leftOver: ['database snapshot x'] },
      {},
      /^LEFT BEHIND/m,
    ],
    [
      'a gap that is closed',
      {},
      { 'AWS::Events::Archive': true },
      /^STALE .* AWS::Events::Archive:/m,
    ],
    [
      'a correction without an effect',
      {},
      { 'kms: integrity of ciphertexts': false },
      /^BROKEN .* kms: integrity of ciphertexts .*corrections\/kms\.py$/m,
    ],
    ['a run without a claim', { findings: [] }, {}, /^0 claims proven/m],
  ])('does not succeed with %s', (_, more, answers, line) => {
    const round = { findings, leftOut, leftOver: [], ...more };
    const { lines, succeeded } = report(
      round,
      patterns,
      gaps,
      new Map(Object.entries(answers) as [GapId, boolean][]),
    );
    expect(lines.join('\n')).toMatch(line);
    expect(succeeded).toBe(false);
  });

  test('succeeds with the snapshot that a pattern exists to keep', () => {
    const keeping = [aPattern({ remains: ['The snapshots.'] })];
    const round = { findings, leftOut, leftOver: ['database snapshot x'] };
    const { lines, succeeded } = report(round, keeping, gaps, new Map());
    expect(lines).toContain('kept on purpose: database snapshot x');
    expect(succeeded).toBe(true);
  });
});

test('side by side, a claim that the changed stack did not get to has failed there', () => {
  const changed = [finding('failed', 'it works'), finding('not proven', 'it would work')];
  expect(sideBySide(findings, changed)).toEqual([
    '  as is  changed  claim',
    '  holds  fails    it works',
    '  holds  fails    it works here too',
    '  -      -        it would work',
  ]);
});
