import type { Pattern } from '../model/pattern';
import { patterns } from '../patterns';

/**
 * The patterns of the given names, in the order of the table of contents; all of them for no names.
 * @param names ids such as `SqsDeadLetterQueue`, or families such as `messaging`
 * @throws if a name is neither; the message lists what there is
 */
export function findPatterns(names: readonly string[]): readonly Pattern[] {
  const unknown = names.filter(
    (name) => !patterns.some(({ id, family }) => id === name || family === name),
  );
  if (unknown.length > 0) {
    const families = [...new Set(patterns.map(({ family }) => family))];
    throw new Error(
      `expected a pattern (${patterns.map(({ id }) => id).join(', ')}) or a family (${families.join(', ')}), got ${unknown.join(', ')}`,
    );
  }
  return patterns.filter(
    ({ id, family }) => names.length === 0 || names.includes(id) || names.includes(family),
  );
}
