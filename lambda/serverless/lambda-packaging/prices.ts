import { parse } from 'csv-parse/sync';

/** What a price list adds up to. */
export interface Totals {
  readonly items: number;
  readonly cents: number;
}

/** A list that cannot be read; the message says what was expected and what came. */
export class BadList extends Error {}

/**
 * Adds up a price list, which is CSV with the columns name and cents.
 * @throws BadList if it is no such list; the message shows the first part that is wrong
 */
export function totals(list: unknown): Totals {
  if (typeof list !== 'string' || list.length > 100_000) {
    throw new BadList(
      `expected a price list of at most 100,000 characters, got ${typeof list === 'string' ? list.length : excerpt(list)}`,
    );
  }
  const [header, ...rows] = read(list);
  if (header?.join() !== 'name,cents') {
    throw new BadList(`expected the columns name,cents, got ${excerpt(header)}`);
  }
  let cents = 0;
  for (const [name, price = ''] of rows) {
    if (!name || !/^\d{1,9}$/.test(price)) {
      throw new BadList(`expected a name and whole cents, got ${excerpt([name, price])}`);
    }
    cents += Number(price);
  }
  return { items: rows.length, cents };
}

function read(list: string): string[][] {
  try {
    return parse(list, { bom: true, skip_empty_lines: true });
  } catch (error) {
    throw new BadList(`expected CSV, got ${excerpt(list)}: ${(error as Error).message}`);
  }
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
