/** One article of an order. */
export interface Line {
  /** 1 to 64 lowercase letters, digits and hyphens. */
  readonly sku: string;
  /** A whole number of pieces, 1 to 1,000. */
  readonly quantity: number;
  /** The price of one piece in whole cents, 0 to 10,000,000. */
  readonly cents: number;
}

/** What the workflow asks of the stocker: to take a line from stock, or to give it back. */
export interface Move {
  readonly action: 'reserve' | 'release';
  readonly line: Line;
  /** The same for every attempt at the same line, so that a retry takes nothing twice. */
  readonly token: string;
}

/**
 * An error by whose name the workflow decides what to do: Step Functions compares the name of an
 * error with ErrorEquals.
 */
export class NamedError extends Error {
  constructor(name: 'BadOrder' | 'CardDeclined' | 'OutOfStock' | 'WarehouseBusy', message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * What an order costs in cents.
 * @throws BadOrder if the event is no order, CardDeclined if the card is one that the bank declines
 */
export function priceOf(event: unknown): number {
  const { lines, card } = fieldsOf(event);
  if (!Array.isArray(lines) || lines.length < 1 || lines.length > 100) {
    throw new NamedError('BadOrder', `expected 1 to 100 lines, got ${excerpt(lines)}`);
  }
  const cents = lines.map(parseLine).reduce((sum, line) => sum + line.quantity * line.cents, 0);
  if (card === 'declined') throw new NamedError('CardDeclined', `the bank declines ${cents} cents`);
  return cents;
}

/** @throws BadOrder if the event is no move; the message shows what is wrong with it */
export function parseMove(event: unknown): Move {
  const { action, line, token } = fieldsOf(event);
  if (action !== 'reserve' && action !== 'release') {
    throw new NamedError('BadOrder', `expected reserve or release, got ${excerpt(action)}`);
  }
  if (typeof token !== 'string' || token.length < 1 || token.length > 128) {
    throw new NamedError('BadOrder', `expected a token, got ${excerpt(token)}`);
  }
  return { action, line: parseLine(line), token };
}

function parseLine(value: unknown): Line {
  const { sku, quantity, cents } = fieldsOf(value);
  if (typeof sku !== 'string' || !/^[a-z0-9-]{1,64}$/.test(sku)) {
    throw new NamedError('BadOrder', `expected a sku such as "tea", got ${excerpt(sku)}`);
  }
  if (!isWhole(quantity, 1, 1000)) {
    throw new NamedError('BadOrder', `expected 1 to 1,000 pieces, got ${excerpt(quantity)}`);
  }
  if (!isWhole(cents, 0, 10_000_000)) {
    throw new NamedError('BadOrder', `expected whole cents, got ${excerpt(cents)}`);
  }
  return { sku, quantity, cents };
}

function fieldsOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
