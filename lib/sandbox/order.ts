import { readFileSync, writeFileSync } from 'node:fs';

/** How many seconds the exercise of each pattern took the last time, by id. */
export type Durations = Readonly<Record<string, number>>;

/** The durations that earlier runs noted; none before the first. */
export function notedDurations(file: string): Durations {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // There is no such file, or a run was interrupted while it wrote it: only the order depends on it.
    return {};
  }
}

/** Notes the durations of a run, beside those of patterns that were not in it. */
export function noteDurations(file: string, durations: Durations): void {
  writeFileSync(file, JSON.stringify({ ...notedDurations(file), ...durations }, null, 2));
}

/**
 * The patterns in the order in which they start: the longest first, so that no long one runs alone at
 * the end. One that has never run starts first, because nobody knows how long it takes.
 */
export function longestFirst<P extends { readonly id: string }>(
  patterns: readonly P[],
  durations: Durations,
): P[] {
  const of = ({ id }: P) => durations[id] ?? Number.MAX_VALUE;
  return [...patterns].sort((a, b) => of(b) - of(a));
}
