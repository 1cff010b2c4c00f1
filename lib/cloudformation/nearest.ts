import { distance } from 'fastest-levenshtein';

/**
 * Names that are spelled like the given one, or have it inside, nearest first. Letter case and hyphens
 * do not count, so that a folder's name is near the id of its pattern.
 */
export function nearest(name: string, names: readonly string[], most = 5): string[] {
  const plain = (text: string) => text.toLowerCase().replaceAll('-', '');
  const wanted = plain(name);
  return names
    .map((candidate) => ({ candidate, away: distance(wanted, plain(candidate)) }))
    .filter(({ candidate, away }) => away <= 4 || plain(candidate).includes(wanted))
    .sort((a, b) => a.away - b.away)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** The end of an error message about an unknown name: the names near to it. */
export function nearestInWords(near: readonly string[]): string {
  return `the nearest ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}`;
}
