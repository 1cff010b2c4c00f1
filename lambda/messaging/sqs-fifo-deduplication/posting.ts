/** A change of one customer's balance, numbered by who sends it. */
export interface Posting {
  /** Whose balance: the message group, 1 to 128 characters. */
  readonly account: string;
  /** 1 for the first posting of the account, then 2, and so on without a hole. */
  readonly number: number;
  /** A whole number of cents, at most 1,000,000,000 either way, never 0; below 0 it is taken away. */
  readonly cents: number;
}

/** What the ledger says of an account before a posting. */
export interface Balance {
  readonly lastNumber: number;
  readonly cents: number;
}

/**
 * Reads a posting from a message of a FIFO queue.
 * @param account the message group id; undefined if the message came from a standard queue without one
 * @throws if there is no account or the body is anything else; the message shows the start of what came
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
 * Why the ledger refuses a posting that it has not booked yet.
 * @param balance of the account; undefined if there is no such account
 */
export function refusal({ account, number, cents }: Posting, balance: Balance | undefined): string {
  if (!balance) return `expected an open account, found none named ${excerpt(account)}`;
  const next = balance.lastNumber + 1;
  if (number !== next) return `expected posting ${next} of ${excerpt(account)}, got ${number}`;
  return `expected ${-cents} cents on ${excerpt(account)}, found ${balance.cents}`;
}

/** Splits messages by a key: the groups in the order of their first message, each in its own order. */
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
 * the upper half of a ceiling that doubles with every receive. Never no wait: the attempts of a
 * group would be used up before anybody could mend the cause.
 * @param receiveCount how often the failed message was received by now, 1 or more
 * @param random a number from 0 up to 1, as of Math.random
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
