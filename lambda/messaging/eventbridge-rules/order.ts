/** The state of an order, as the rule delivers it. */
export interface OrderState {
  /** 1 to 64 letters, digits, hyphens and underscores. */
  readonly orderId: string;
  /** Counts the changes of the order from 1. The shop uses whole numbers, and the clock uses halves. */
  readonly version: number;
  readonly state: State;
  /** A whole number, 1 to 1,000,000,000. */
  readonly cents: number;
  /** The time of the change: UTC with milliseconds, so that strings sort like times. */
  readonly since: string;
}

const states = ['placed', 'paid', 'shipped', 'cancelled', 'expired'] as const;
export type State = (typeof states)[number];

/**
 * Reads the input that the input transformer of the rule makes from an event.
 * @throws if the input is not an order; the error shows the start of the input
 */
export function parseOrderState(input: unknown): OrderState {
  const { orderId, version, state, cents, since } = (input ?? {}) as Record<string, unknown>;
  const time = timeOf(since);
  if (
    typeof orderId !== 'string' ||
    !/^[\w-]{1,64}$/.test(orderId) ||
    !isVersion(version) ||
    !isState(state) ||
    !Number.isInteger(cents) ||
    (cents as number) < 1 ||
    (cents as number) > 1_000_000_000 ||
    time === undefined
  ) {
    throw new Error(
      `expected an order such as {"orderId":"o1","version":1,"state":"placed","cents":1250,"since":"2026-11-21T12:00:00Z"}, got ${excerpt(input)}`,
    );
  }
  return { orderId, version, state, cents: cents as number, since: new Date(time).toISOString() };
}

/** Converts a time in EventBridge's format to milliseconds since 1970; undefined for any other value. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 24) return undefined;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value)) return undefined;
  const time = Date.parse(value);
  // JavaScript parses February 30 as March 2.
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value.slice(0, 19));
  return exists ? time : undefined;
}

/** The start of a value, as JSON if possible. */
export function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function isVersion(value: unknown): value is number {
  return (
    typeof value === 'number' && value >= 1 && value <= 1_000_000_000 && Number.isInteger(value * 2)
  );
}

function isState(value: unknown): value is State {
  return states.some((state) => state === value);
}
