/** What a client asks for. */
export interface NewOrder {
  /** The article: 1 to 64 letters, digits, dots, hyphens and underscores. */
  readonly sku: string;
  /** A whole number of pieces, 1 to 1,000,000. */
  readonly quantity: number;
}

/** What the shop has accepted. */
export interface Order extends NewOrder {
  /** A UUID that the shop gives. */
  readonly id: string;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

/** A mistake of the client, with a message that the client may read. */
export class Refusal extends Error {
  readonly statusCode: number;
  /** One word for the trace. */
  readonly outcome: string;

  constructor(statusCode: 400 | 404 | 422, outcome: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.statusCode = statusCode;
    this.outcome = outcome;
  }
}

/**
 * Reads an order from the body of a request.
 * @throws {Refusal} if the body is anything else; the message says what was expected and shows the start of what came
 */
export function parseOrder(body: string | null | undefined): NewOrder {
  const { sku, quantity } = objectIn(body);
  if (!isSku(sku) || !isQuantity(quantity)) {
    throw new Refusal(
      400,
      'refused',
      `expected an order such as {"sku":"tea","quantity":2}, with 1 to 64 letters, digits and . _ - in sku and a whole number from 1 to 1000000 in quantity, got ${excerpt(body)}`,
    );
  }
  return { sku, quantity };
}

/**
 * Reads the header by which a repeated order is recognized.
 * @throws {Refusal} if there is none, or one that cannot be a key
 */
export function parseKey(header: string | undefined): string {
  if (header === undefined || !/^[!-~]{1,64}$/.test(header)) {
    throw new Refusal(
      400,
      'refused',
      `expected a header Idempotency-Key of 1 to 64 visible ASCII characters, new for every order, got ${excerpt(header)}`,
    );
  }
  return header;
}

/**
 * Reads the id of an order from the path.
 * @throws {Refusal} if no order can have it
 */
export function parseId(id: string | undefined): string {
  if (id === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    throw unknownOrder(id);
  }
  return id;
}

/** The answer to a client that asks for an order that the shop does not have. */
export function unknownOrder(id: string | undefined): Refusal {
  return new Refusal(404, 'unknown', `expected the id of an order, got ${excerpt(id)}`);
}

/**
 * @param accepted the order with which the key came first
 * @throws {Refusal} if the key now comes with another order
 */
export function requireSameOrder(accepted: NewOrder, wanted: NewOrder): void {
  if (accepted.sku !== wanted.sku || accepted.quantity !== wanted.quantity) {
    // The message does not show the first order, because a guessed key must not reveal somebody else's order.
    throw new Refusal(
      422,
      'conflict',
      'expected the order that first came with this Idempotency-Key, got another one; a new order needs a new key',
    );
  }
}

function objectIn(body: string | null | undefined): Partial<Record<keyof NewOrder, unknown>> {
  try {
    return JSON.parse(body ?? '') ?? {};
  } catch {
    return {};
  }
}

function isSku(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(value);
}

function isQuantity(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1_000_000;
}

function excerpt(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return 'nothing';
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
