import type { Gap } from './gaps';

/** What a probe has found: `closed`, `open`, or the error with which it broke off. */
export type Answer = string;

/**
 * What the probes of a gap mean, as one line, and whether something must be done about it.
 * @param plain the answer of the emulator as it is; a probe may break off there, because it needs other corrections
 * @param corrected the answer of the emulator with the corrections of this project
 */
export function verdictOf(
  { id, handling, correction }: Pick<Gap, 'id' | 'handling' | 'correction'>,
  plain: Answer = 'not asked',
  corrected: Answer = 'not asked',
): { readonly line: string; readonly fails: boolean } {
  const say = (mark: string, words: string) => ({
    line: `${mark.padEnd(9)} ${id}: ${words}`,
    fails: mark === mark.toUpperCase(),
  });
  if (plain === 'closed') {
    return say('STALE', 'MiniStack has closed the gap, so take its entry out of lib/sandbox/gaps');
  }
  if (handling !== 'corrected') {
    return corrected === 'open'
      ? say('open', handling)
      : say('UNCLEAR', `expected the probe to find it open, got ${corrected}`);
  }
  return corrected === 'closed'
    ? say('corrected', `by ${correction}.py`)
    : say('BROKEN', `expected ${correction}.py to close it, but the probe says ${corrected}`);
}
