import { type Progress, readProgress, writeProgress } from '../lib/study/bank';

/** A mock exam that was taken. */
export interface Taken {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly exam: string;
  readonly right: number;
  readonly asked: number;
}

/** How each experiment was predicted, by pattern and change. */
export type Predictions = Readonly<Record<string, 'right' | 'wrong'>>;

/** What this browser remembers of a learner. */
export interface Memory {
  readonly progress: Progress;
  readonly predictions: Predictions;
  readonly exams: readonly Taken[];
}

const name = 'aws-exam-patterns';

export const today = () => new Date().toISOString().slice(0, 10);

/** A browser may keep nothing; then the memory lasts as long as the page. */
let fallback = '';

function load(): string {
  try {
    return localStorage.getItem(name) ?? fallback;
  } catch {
    return fallback;
  }
}

/** What is remembered; nothing if there is nothing yet, or if it cannot be understood. */
export function remembered(): Memory {
  try {
    return understood(load());
  } catch {
    return { progress: {}, predictions: {}, exams: [] };
  }
}

/**
 * Reads an exported memory, or the file of `npm run quiz`, which has the questions alone.
 * @throws if it is neither, with a message that completes "expected progress, got"
 */
export function understood(text: string): Memory {
  const progress = readProgress(text);
  const { predictions = {}, exams = [] } = JSON.parse(text) as Partial<Memory>;
  return { progress, predictions, exams };
}

/** Remembers what has changed, and tells the page. */
export function remember(change: Partial<Memory>): void {
  const text = exported({ ...remembered(), ...change });
  fallback = text;
  try {
    localStorage.setItem(name, text);
  } catch {
    // Private windows and full disks: the page goes on without it.
  }
  dispatchEvent(new Event('remembered'));
}

/** A memory as text: the file of `npm run quiz`, and beside it what only the site has. */
export function exported({ progress, predictions, exams }: Memory): string {
  return JSON.stringify({ ...JSON.parse(writeProgress(progress)), predictions, exams }, null, 1);
}

export function forget(): void {
  fallback = '';
  try {
    localStorage.removeItem(name);
  } catch {
    // There was nothing to forget.
  }
  dispatchEvent(new Event('remembered'));
}
