import { nearest, nearestInWords } from '../cloudformation/nearest';
import type { Pattern } from '../model/pattern';
import { patterns } from '../patterns';

/**
 * The patterns of the given names, in the order of the table of contents; all of them for no names.
 * @param names ids such as `SqsDeadLetterQueue`, or families such as `messaging`
 * @throws if a name is neither; the message lists up to three names that are near to it
 */
export function findPatterns(names: readonly string[]): readonly Pattern[] {
  const families = [...new Set(patterns.map(({ family }) => family))];
  const known = [...patterns.map(({ id }) => id), ...families];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = unknown === '' ? [] : nearest(unknown, known, 3);
    const told = near.length > 0 ? nearestInWords(near) : `the families are ${families.join(', ')}`;
    throw new Error(
      `expected the id of a pattern or a family, got ${unknown || 'no name'}; ${told}`,
    );
  }
  return patterns.filter(
    ({ id, family }) => names.length === 0 || names.includes(id) || names.includes(family),
  );
}
