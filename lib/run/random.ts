import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers from 0 up to 1. */
export type Random = () => number;

/**
 * The same numbers for the same seed.
 * @param seed a whole number, 0 to 4,294,967,295
 */
export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** A whole number from the first to the last, both included. */
export const between = (first: number, last: number, random: Random): number =>
  first + Math.floor(random() * (last - first + 1));

/** A copy in another order. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = between(0, last, random);
    [copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
  }
  return copy;
}

/** One in a hundred, and at least one. */
export const onePercent = (count: number): number => Math.max(1, Math.round(count / 100));
