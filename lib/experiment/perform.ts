import { diffTemplate, ResourceImpact, type TemplateDiff } from '@aws-cdk/cloudformation-diff';
import type { Experiment } from '../model/exam';
import type { Pattern } from '../model/pattern';
import { listedExperiment } from './listed';
import type { Outcome } from './outcome';
import { synthesize } from './synthesize';
import type { Wish } from './wish';

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
  const outcome = outcomeOf(diff, listedExperiment(pattern.exam, wishes));
  return { diff, paths: after.paths, outcome };
}

/**
 * The worst that a difference does to any resource.
 * @param listed the experiment of the exam list that makes it, because only the list knows what synth
 *   accepts and AWS refuses
 */
export function outcomeOf(diff: TemplateDiff, listed?: Experiment): Outcome {
  if (listed?.outcome === 'fails') return 'fails';
  const impacts: ResourceImpact[] = [];
  diff.resources.forEachDifference((_, difference) => impacts.push(difference.changeImpact));
  if (impacts.includes(ResourceImpact.WILL_REPLACE)) return 'replace';
  return diff.isEmpty ? 'none' : 'update';
}
