import { excerpt, type OrderState, timeOf } from './order';

/**
 * The input of a schedule: close the orders that were placed more than `unpaidHours` before `at` and
 * are still unpaid.
 */
export interface Closing {
  /** The scheduled time, in milliseconds since 1970. */
  readonly at: number;
  /** How long an order may stay unpaid, 1 to 8,784 hours. A leap year has 8,784. */
  readonly unpaidHours: number;
}

/**
 * Reads the input of a schedule.
 * @throws if the input is not a closing; the error shows the start of the input
 */
export function parseClosing(input: unknown): Closing {
  const { at, unpaidHours } = (input ?? {}) as Record<string, unknown>;
  const time = timeOf(at);
  const hours = Number.isInteger(unpaidHours) ? (unpaidHours as number) : 0;
  if (time === undefined || hours < 1 || hours > 8784) {
    throw new Error(
      `expected a closing such as {"at":"2026-11-21T03:00:00Z","unpaidHours":24}, got ${excerpt(input)}`,
    );
  }
  return { at: time, unpaidHours: hours };
}

/** Orders placed before this time are too old. It has the format of `OrderState.since`. */
export function deadline({ at, unpaidHours }: Closing): string {
  return new Date(at - unpaidHours * 3_600_000).toISOString();
}

/**
 * The event that closes an order. Its version lies between the one in the table and the next one of
 * the shop. So a later change by the shop wins, whichever event arrives first.
 */
export function expiryOf({
  orderId,
  version,
  cents,
}: Pick<OrderState, 'orderId' | 'version' | 'cents'>): Omit<OrderState, 'since'> {
  return { orderId, version: Math.floor(version) + 0.5, state: 'expired', cents };
}

/** Splits a list into pieces of at most a size. */
export function pieces<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
