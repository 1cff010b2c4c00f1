import { pipeline, type Readable } from 'node:stream';
import { type Info, parse } from 'csv-parse';
import type { Delivery } from './delivery';

export interface Invoice {
  /** The vendor's own number, 1 to 64 characters. */
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** A whole number of at most ten digits; below 0 it is a credit note. */
  readonly cents: number;
}

/** A line of a file that is an invoice. */
export interface Row {
  readonly line: number;
  readonly invoice: Invoice;
}

/** A line that the table does not contain, and the reason. */
export interface Rejected {
  readonly line: number;
  readonly reason: string;
}

/** An invoice in the table, with the file that it came from. */
export interface Stored extends Invoice {
  readonly file: string;
  readonly sequencer: string;
  readonly line: number;
}

const columns = ['number', 'date', 'cents'] as const;

/**
 * Reads a CSV file line by line, only as fast as the consumer asks for more.
 * @param file in UTF-8, its first line naming the columns number, date and cents in any order;
 *   others are ignored
 * @throws if there is no such first line, if a quote makes it unclear where a line ends, or if a line
 *   has more than 10,000 bytes; nothing after that is read. An error of the stream itself is thrown too
 */
export async function* linesOf(file: Readable): AsyncGenerator<Row | Rejected> {
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    // Without this list, all lines would have to end in the same way as the first.
    record_delimiter: ['\r\n', '\n', '\r'],
    // A line with too few or too many fields must not stop the import. readLine rejects it below.
    relax_column_count: true,
    // Without a limit, a quote that is never closed would load the rest of the file into memory.
    max_record_size: 10_000,
  });
  // An error of the file ends the parser and vice versa. The loop below throws it.
  pipeline(file, parser, () => undefined);
  let header: readonly string[] | undefined;
  for await (const { record, info } of parser as AsyncIterable<Parsed>) {
    if (header) yield readLine(info.lines, record, header);
    else header = headerOf(record);
  }
  if (!header) headerOf([]);
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

function headerOf(record: readonly string[]): readonly string[] {
  if (columns.some((column) => record.indexOf(column) !== record.lastIndexOf(column)))
    throw new Error(`expected each column once, got ${excerpt(record.join())}`);
  if (!columns.every((column) => record.includes(column)))
    throw new Error(
      `expected a first line such as ${columns.join()}, got ${excerpt(record.join())}`,
    );
  return record;
}

function readLine(
  line: number,
  record: readonly string[],
  header: readonly string[],
): Row | Rejected {
  if (record.length !== header.length)
    return { line, reason: `expected ${header.length} fields, got ${record.length}` };
  const [number = '', date = '', cents = ''] = columns.map((name) => record[header.indexOf(name)]);
  const expected = (what: string, got: string) => ({
    line,
    reason: `expected ${what}, got ${excerpt(got)}`,
  });
  // U+FFFD stands for bytes that are not UTF-8, so the vendor used another encoding.
  if (!/^[^\p{Cc}\ufffd]{1,64}$/u.test(number))
    return expected('a number of 1 to 64 characters in UTF-8', number);
  if (!isDate(date)) return expected('a date such as 2026-12-31', date);
  if (!/^(0|-?[1-9]\d{0,9})$/.test(cents)) return expected('whole cents such as -250', cents);
  return { line, invoice: { number, date, cents: Number(cents) } };
}

function isDate(text: string): boolean {
  // JavaScript turns the 30th of February into the 2nd of March, so compare the result with the text.
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(text).toJSON()?.startsWith(text) === true;
}

/**
 * Cuts lines into batches whose rows may be written at the same time. No batch has the same invoice
 * twice, so the first of two contradicting rows always wins.
 */
export async function* batchesOf(
  lines: AsyncIterable<Row | Rejected>,
  size: number,
): AsyncGenerator<readonly (Row | Rejected)[]> {
  let batch: (Row | Rejected)[] = [];
  let numbers = new Set<string>();
  for await (const line of lines) {
    const number = 'invoice' in line ? line.invoice.number : undefined;
    if (batch.length === size || (number !== undefined && numbers.has(number))) {
      yield batch;
      batch = [];
      numbers = new Set();
    }
    batch.push(line);
    if (number !== undefined) numbers.add(number);
  }
  if (batch.length > 0) yield batch;
}

/**
 * Says why the table did not accept a row: the row is there already, a newer version of its file is
 * there, or the table has different data under its number.
 */
export function judge(
  { line, invoice }: Row,
  { file, sequencer }: Delivery,
  stored: Stored,
): 'unchanged' | 'superseded' | Rejected {
  if (stored.file === file && stored.sequencer > sequencer) return 'superseded';
  if (stored.date === invoice.date && stored.cents === invoice.cents) return 'unchanged';
  const there = `${stored.date} and ${stored.cents} cents, as in line ${stored.line} of ${excerpt(stored.file)}`;
  return {
    line,
    reason: `expected ${there}, for invoice ${excerpt(invoice.number)}, got ${invoice.date} and ${invoice.cents} cents`,
  };
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
