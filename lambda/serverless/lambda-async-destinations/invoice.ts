/** What a customer ordered. */
export interface Order {
  /** 1 to 64 characters. */
  readonly id: string;
  /** 1 to 100 lines, the most that one BatchGetItem reads, each for a different article. */
  readonly lines: readonly OrderLine[];
}

export interface OrderLine {
  /** 1 to 64 characters. */
  readonly sku: string;
  /** A whole number of 1 to 1,000. */
  readonly quantity: number;
}

export interface Invoice {
  /** The id of the order. */
  readonly id: string;
  readonly lines: readonly InvoiceLine[];
  readonly netCents: number;
  readonly vatCents: number;
  readonly totalCents: number;
}

export interface InvoiceLine extends OrderLine {
  /** The price of one piece: a whole number of 0 to 100,000,000. */
  readonly cents: number;
}

const VAT_PERCENT = 19;

/**
 * Reads an order from the event of an invocation.
 * @throws if the event is not an order; the message quotes its beginning
 */
export function parseOrder(event: unknown): Order {
  const { id, lines } = fields(event);
  if (!isName(id) || !Array.isArray(lines) || lines.length < 1 || lines.length > 100)
    throw noOrder(event);
  const order = {
    id,
    lines: lines.map((line): OrderLine => {
      const { sku, quantity } = fields(line);
      if (!isName(sku) || !isWhole(quantity, 1, 1000)) throw noOrder(event);
      return { sku, quantity };
    }),
  };
  if (new Set(order.lines.map(({ sku }) => sku)).size < order.lines.length) throw noOrder(event);
  return order;
}

/**
 * Makes the invoice of an order: always the same for the same order and prices.
 * @param prices in cents, by article
 * @throws if a price is missing or invalid
 */
export function invoiceOf({ id, lines }: Order, prices: ReadonlyMap<string, unknown>): Invoice {
  const priced = lines.map(({ sku, quantity }): InvoiceLine => {
    const cents = prices.get(sku);
    if (!isWhole(cents, 0, 100_000_000)) {
      throw new Error(
        `expected whole cents as price of ${excerpt(sku)} for order ${excerpt(id)}, got ${excerpt(cents)}`,
      );
    }
    return { sku, quantity, cents };
  });
  // The sum is at most 10^13 cents; even a hundred times that is an exact number.
  const netCents = priced.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
  const vatCents = Math.round((netCents * VAT_PERCENT) / 100);
  return { id, lines: priced, netCents, vatCents, totalCents: netCents + vatCents };
}

/**
 * Reads an invoice and checks its sums.
 * @throws if the value is not an invoice, or its sums do not match its lines
 */
export function parseInvoice(value: unknown): Invoice {
  const { netCents, vatCents, totalCents } = fields(value);
  const order = parseOrder(value);
  const lines = fields(value).lines as readonly Partial<InvoiceLine>[];
  const prices = new Map(lines.map(({ cents }, index) => [order.lines[index]?.sku ?? '', cents]));
  const invoice = invoiceOf(order, prices);
  if (
    netCents !== invoice.netCents ||
    vatCents !== invoice.vatCents ||
    totalCents !== invoice.totalCents
  ) {
    throw new Error(
      `expected ${invoice.netCents}, ${invoice.vatCents} and ${invoice.totalCents} cents on invoice ${excerpt(invoice.id)}, got ${excerpt([netCents, vatCents, totalCents])}`,
    );
  }
  return invoice;
}

/** The ordered articles and quantities as one text, which does not depend on the prices. */
export function orderText({ lines }: Order): string {
  return JSON.stringify(lines.map(({ sku, quantity }) => [sku, quantity]));
}

/** The first 200 characters of a value as JSON, for error messages. */
export function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function noOrder(event: unknown): Error {
  return new Error(
    `expected an order such as {"id":"o-1","lines":[{"sku":"tea","quantity":2}]}, got ${excerpt(event)}`,
  );
}

/** The properties of an object; none for any other value. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** DynamoDB would return an unpaired surrogate as another character. */
function isName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= 64 &&
    Buffer.from(value).toString() === value
  );
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
