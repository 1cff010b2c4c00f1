import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { notedProofs, noteProofs, type Proof } from '../../../lib/sandbox/proofs';
import { temporaryFolder } from '../../support/folder';

const proof = (day: string): Proof => ({
  day,
  claims: [{ claim: 'it works', verdict: 'proven', detail: '', milliseconds: 1 }],
});

test('a run replaces the proofs of its own patterns and keeps the others', () => {
  const file = join(temporaryFolder(), 'proofs.json');
  expect(notedProofs(file)).toEqual({});
  noteProofs({ One: proof('2026-11-20'), Other: proof('2026-11-20') }, file);
  noteProofs({ One: proof('2026-11-28') }, file);
  expect(notedProofs(file)).toEqual({ One: proof('2026-11-28'), Other: proof('2026-11-20') });
});

test('a file that is not whole counts as none', () => {
  const file = join(temporaryFolder(), 'proofs.json');
  writeFileSync(file, '{"One":');
  expect(notedProofs(file)).toEqual({});
});
