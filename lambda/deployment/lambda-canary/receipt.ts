/** What a client buys, and in which country. */
export interface Order {
  /** Two capital letters. */
  readonly country: string;
  /** 1 to 100 items. */
  readonly items: readonly Item[];
}

export interface Item {
  /** The net price of one piece: a whole number of cents, 1 to 10,000,000. */
  readonly cents: number;
  /** 1 to 1,000 pieces. */
  readonly quantity: number;
}

/** The cost of an order, in cents. */
export interface Receipt {
  readonly netCents: number;
  readonly vatCents: number;
  readonly totalCents: number;
}

/** Whole percents of VAT by country. */
export type Rates = ReadonlyMap<string, number>;

/**
 * Reads rates such as `AT=20,DE=19`.
 * @throws if the text is not a list of rates, or names a country twice; the message quotes its beginning
 */
export function parseRates(text: string): Rates {
  const rates = new Map<string, number>();
  for (const part of text.split(',')) {
    const [, country, percent] = /^([A-Z]{2})=(\d{1,3})$/.exec(part) ?? [];
    if (!country || !isWhole(Number(percent), 0, 100) || rates.has(country))
      throw new Error(
        `expected rates such as AT=20,DE=19, each country once, got ${excerpt(text)}`,
      );
    rates.set(country, Number(percent));
  }
  return rates;
}

/**
 * Reads an order from the event of a client.
 * @throws if the value is not an order; the message quotes its beginning
 */
export function parseOrder(value: unknown): Order {
  const { country, items } = (value ?? {}) as Partial<Record<keyof Order, unknown>>;
  const good =
    typeof country === 'string' &&
    /^[A-Z]{2}$/.test(country) &&
    Array.isArray(items) &&
    isWhole(items.length, 1, 100) &&
    items.every(isItem);
  if (!good) {
    throw new Error(
      `expected an order such as {"country":"DE","items":[{"cents":1000,"quantity":1}]}, got ${excerpt(JSON.stringify(value) ?? 'nothing')}`,
    );
  }
  return { country, items };
}

/**
 * Adds up the order in whole cents. Half a cent of VAT is rounded up.
 * @throws if there is no rate for the country
 */
export function receipt({ country, items }: Order, rates: Rates): Receipt {
  const percent = rates.get(country);
  if (percent === undefined) {
    const known = [...rates.keys()].join(', ');
    throw new Error(`expected a country with a rate (${known}), got ${country}`);
  }
  const netCents = items.reduce((sum, { cents, quantity }) => sum + cents * quantity, 0);
  const vatCents = Math.floor((netCents * percent + 50) / 100);
  return { netCents, vatCents, totalCents: netCents + vatCents };
}

function isItem(value: unknown): value is Item {
  const { cents, quantity } = (value ?? {}) as Partial<Record<keyof Item, unknown>>;
  return isWhole(cents, 1, 10_000_000) && isWhole(quantity, 1, 1000);
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
