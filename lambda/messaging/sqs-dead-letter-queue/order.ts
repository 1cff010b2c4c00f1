/** One order, as a message carries it. */
export interface Order {
  /** 1 to 64 characters. Messages with the same id are the same order. */
  readonly id: string;
  /** The article, 1 to 64 characters. */
  readonly sku: string;
  /** A whole number of pieces, 1 to 1,000,000. */
  readonly quantity: number;
}

/**
 * Reads an order from the body of a message.
 * @throws if the body is not an order; the error shows the start of the body
 */
export function parseOrder(body: string): Order {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Error(`expected an order as JSON, got ${excerpt(body)}`);
  }
  const { id, sku, quantity } = (value ?? {}) as Partial<Record<keyof Order, unknown>>;
  if (!isName(id) || !isName(sku) || !isQuantity(quantity)) {
    throw new Error(
      `expected an order such as {"id":"a1","sku":"tea","quantity":2}, got ${excerpt(body)}`,
    );
  }
  return { id, sku, quantity };
}

/**
 * How long a failed message stays hidden before the next attempt: a random whole number of seconds
 * up to a ceiling that doubles with every receive (full jitter). Because of the random number,
 * messages that fail together do not return together.
 * @param receiveCount how often the message has been received, 1 or more
 * @param random from 0 up to but not including 1, such as Math.random()
 * @returns 0 to 900 seconds
 */
export function backoffSeconds(receiveCount: number, random: number): number {
  const ceiling = Math.min(900, 2 ** Math.max(0, receiveCount - 1));
  return Math.floor(random * (ceiling + 1));
}

function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= 64 &&
    // Half a surrogate pair has no UTF-8 encoding, so two ids could become one key in DynamoDB.
    !/\p{Surrogate}/u.test(value)
  );
}

function isQuantity(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1_000_000;
}

function excerpt(body: string): string {
  return JSON.stringify(body.length > 200 ? `${body.slice(0, 200)}…` : body);
}
