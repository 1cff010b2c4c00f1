import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Finding } from '../exercise/lab';

export { marks } from '../exercise/lab';

/** What became of one claim. */
export type Claim = Finding;

/** What the last run of a pattern has shown. */
export interface Proof {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly claims: readonly Claim[];
}

/** The last proof of each pattern, by its id. */
export type Proofs = Readonly<Record<string, Proof>>;

/** Where `npm start` keeps them. */
export const proofsFile = '.sandbox/proofs.json';

/** What earlier runs have proven; nothing before the first. */
export function notedProofs(file = proofsFile): Proofs {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // There is no such file, or a run was interrupted while it wrote it: the next run writes it again.
    return {};
  }
}

/** Notes what a run has proven, beside the patterns that were not in it. */
export function noteProofs(proofs: Proofs, file = proofsFile): void {
  const all = { ...notedProofs(file), ...proofs };
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(all, null, 1));
  renameSync(`${file}.${process.pid}`, file);
}
