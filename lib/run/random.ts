/** Numbers from 0 up to 1. */
export type Random = () => number;

/**
 * The same numbers for the same seed (mulberry32).
 * @param seed a whole number, 0 to 4,294,967,295
 */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
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
