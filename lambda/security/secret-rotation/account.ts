import { createHash, timingSafeEqual } from 'node:crypto';

/** What a client asks of the vendor: to book with a key, and perhaps to accept a new key from now on. */
export interface Request {
  readonly key: string;
  readonly newKey?: string;
}

/** What the vendor does. Without `keys`, the account stays as it is. */
export interface Outcome {
  readonly accepted: boolean;
  /** The hashes of the keys that the account has from now on, oldest first. */
  readonly keys?: readonly string[];
}

/**
 * Reads a request.
 * @throws if it has no key; the message does not quote it
 */
export function parseRequest(event: unknown): Request {
  const { key, newKey } = (event ?? {}) as Record<string, unknown>;
  const isKey = (value: unknown) =>
    typeof value === 'string' && value.length >= 20 && value.length <= 200;
  if (!isKey(key) || (newKey !== undefined && !isKey(newKey))) {
    throw new Error('expected a key of 20 to 200 characters, and newKey alike or absent');
  }
  return { key: key as string, ...(newKey !== undefined && { newKey: newKey as string }) };
}

export const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/**
 * Decides a request. The first key that calls opens the account. An account that accepts two keys gives
 * its clients time to change from one to the other.
 * @param keys the hashes of the keys of the account, oldest first; undefined if there is no account yet
 * @param most how many keys an account has
 */
export function decide(
  keys: readonly string[] | undefined,
  { key, newKey }: Request,
  most: number,
): Outcome {
  const own = hashOf(key);
  const known = keys ?? [own];
  if (!known.some((one) => isSame(one, own))) return { accepted: false };
  const added = newKey === undefined ? undefined : hashOf(newKey);
  if (added === undefined || known.includes(added)) {
    return { accepted: true, ...(keys === undefined && { keys: known }) };
  }
  // The key that asks stays, and the one before it goes.
  return { accepted: true, keys: [own, added].slice(-most) };
}

const isSame = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
