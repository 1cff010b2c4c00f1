import { verdictOf } from '../../../lib/sandbox/probe';

const corrected = {
  id: 'kms: integrity of ciphertexts',
  handling: 'corrected',
  correction: 'kms_checks',
} as const;
const open = { id: 'cloudfront: caching', handling: 'left out' } as const;

test.each([
  [corrected, 'open', 'closed', 'corrected kms: integrity of ciphertexts: by kms_checks.py', false],
  // Alone, MiniStack may refuse what the probe does first.
  [corrected, 'AccessDenied: no', 'closed', /^corrected /, false],
  [corrected, 'open', 'open', /^BROKEN .*kms_checks\.py/, true],
  [corrected, 'open', 'TypeError: no', /^BROKEN .*TypeError: no$/, true],
  [corrected, 'closed', 'closed', /^STALE /, true],
  [open, 'open', 'open', /^open /, false],
  [open, 'closed', 'closed', /^STALE /, true],
  [open, 'open', 'closed', /^UNCLEAR /, true],
  [open, 'open', undefined, /^UNCLEAR .*not asked$/, true],
])('%j, alone %s, corrected %s', (gap, plain, answer, line, fails) => {
  const verdict = verdictOf(gap, plain, answer);
  if (typeof line === 'string') expect(verdict.line).toBe(line);
  else expect(verdict.line).toMatch(line);
  expect(verdict.fails).toBe(fails);
});
