/** A change of one customer's balance, numbered by its sender. */
export interface Posting {
  /** The account, which is the message group id: 1 to 128 characters. */
  readonly account: string;
  /** 1 for the first posting of the account, then 2, and so on without a gap. */
  readonly number: number;
  /** A whole number from -1,000,000,000 to 1,000,000,000, not 0. A negative amount is a withdrawal. */
  readonly cents: number;
}

/** The state of an account in the ledger before a posting. */
export interface Balance {
  readonly lastNumber: number;
  readonly cents: number;
}

/**
 * Reads a posting from a message of a FIFO queue.
 * @param account the message group id; undefined if the message has none, as from a standard queue
 * @throws if there is no account or the body is not a posting; the error shows the start of the value
 */
export function parsePosting(account: string | undefined, body: string): Posting {
  if (!account || account.length > 128) {
    throw new Error(`expected an account as message group id, got ${excerpt(account ?? '')}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Error(`expected a posting as JSON, got ${excerpt(body)}`);
  }
  const { number, cents } = (value ?? {}) as Partial<Record<keyof Posting, unknown>>;
  if (!isWhole(number, 1) || !isWhole(cents, -1_000_000_000) || cents === 0) {
    throw new Error(`expected a posting such as {"number":1,"cents":-250}, got ${excerpt(body)}`);
  }
  return { account, number, cents };
}

/**
 * Why the ledger refuses a posting that is not booked yet.
 * @param balance of the account; undefined if the account does not exist
 */
export function refusal({ account, number, cents }: Posting, balance: Balance | undefined): string {
  if (!balance) return `expected an open account, found none named ${excerpt(account)}`;
  const next = balance.lastNumber + 1;
  if (number !== next) return `expected posting ${next} of ${excerpt(account)}, got ${number}`;
  return `expected ${-cents} cents on ${excerpt(account)}, found ${balance.cents}`;
}

/** Groups messages by a key. Groups keep the order of their first messages, and messages keep theirs. */
export function groupsOf<Message>(
  messages: readonly Message[],
  keyOf: (message: Message) => string,
): (readonly Message[])[] {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const key = keyOf(message);
    const group = groups.get(key);
    if (group) group.push(message);
    else groups.set(key, [message]);
  }
  return [...groups.values()];
}

/**
 * How long a failed group stays hidden before its next attempt: a random whole number of seconds in
 * the upper half of a ceiling that doubles with every receive. It is never 0, because
 * otherwise a group could use up its attempts before anyone could fix the cause.
 * @param receiveCount how often the failed message has been received, 1 or more
 * @param random from 0 up to but not including 1, such as Math.random()
 * @returns 1 to 900 seconds
 */
export function backoffSeconds(receiveCount: number, random: number): number {
  const ceiling = Math.min(900, 2 ** Math.max(0, receiveCount - 1));
  return Math.ceil((ceiling / 2) * (1 + random));
}

function isWhole(value: unknown, least: number): value is number {
  return (
    Number.isInteger(value) && (value as number) >= least && (value as number) <= 1_000_000_000
  );
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
