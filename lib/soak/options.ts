import { InvalidArgumentError } from 'commander';

/**
 * Reads a whole number from the command line.
 * @throws if it is anything else, or out of the range
 */
export const wholeNumber = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}, got ${text}`);
};

/** How many to send: none, or enough that one in a hundred means something, and not without end. */
export function amount(text: string): number {
  if (text === '0') return 0;
  try {
    return wholeNumber(100, 20_000)(text);
  } catch {
    throw new InvalidArgumentError(`expected 0, or a whole number from 100 to 20000, got ${text}`);
  }
}
