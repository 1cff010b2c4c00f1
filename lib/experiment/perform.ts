import { diffTemplate, ResourceImpact, type TemplateDiff } from '@aws-cdk/cloudformation-diff';
import type { Experiment } from '../model/exam';
import type { Pattern } from '../model/pattern';
import { listedExperiment } from './listed';
import { synthesize } from './synthesize';
import type { Wish } from './wish';

/** The worst that happens to any resource; `none` if the template stays the same. */
export type Outcome = Experiment['outcome'] | 'none';

/** Each outcome as the end of the sentence "The resource is …". */
export const outcomeInWords: Readonly<Record<Outcome, string>> = {
  update: 'updated in place',
  replace: 'replaced: a new one is created and the old one is deleted',
  refused: 'refused at synth, before anything is deployed',
  fails: 'accepted by synth, but refused by AWS at deployment',
  none: 'not changed',
};

/** What became of a changed stack. */
export interface Performed {
  readonly diff?: TemplateDiff;
  readonly paths?: Record<string, string>;
  /** The report of the rules that refuse the stack. */
  readonly refused?: string;
  readonly outcome: Outcome;
}

/** Synthesizes a pattern as it is and with changes, and compares the two. */
export async function perform(
  pattern: Pattern,
  wishes: readonly Wish[],
  context: Record<string, unknown>,
): Promise<Performed> {
  const before = await synthesize(pattern, [], context, false);
  const after = await synthesize(pattern, wishes, context, true);
  if ('refused' in after) return { refused: after.refused, outcome: 'refused' };
  if ('refused' in before)
    throw new Error(`expected ${pattern.id} to synthesize as it is: ${before.refused}`);
  const diff = diffTemplate(before.template, after.template);
  // Synth cannot see what AWS alone refuses: the exam list knows it, with its source.
  const fails = listedExperiment(pattern.exam, wishes)?.outcome === 'fails';
  return { diff, paths: after.paths, outcome: fails ? 'fails' : outcomeOf(diff) };
}

function outcomeOf(diff: TemplateDiff): Outcome {
  const impacts: ResourceImpact[] = [];
  diff.resources.forEachDifference((_, difference) => impacts.push(difference.changeImpact));
  if (impacts.includes(ResourceImpact.WILL_REPLACE)) return 'replace';
  return diff.isEmpty ? 'none' : 'update';
}
