import type { Experiment } from '../model/exam';

/** The worst that happens to any resource; `none` if the template stays the same. */
export type Outcome = Experiment['outcome'] | 'none';

/** What a change does, as the end of a sentence. */
export const outcomeInWords: Readonly<Record<Outcome, string>> = {
  update: 'updated in place',
  replace: 'replaced: a new one is created and the old one is deleted',
  refused: 'refused at synth, before anything is deployed',
  fails: 'accepted by synth, but refused by AWS at deployment',
  none: 'not changed',
};
