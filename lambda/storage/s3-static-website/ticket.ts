import { createHash } from 'node:crypto';

/** What a browser asks for: to upload or to download one file. */
export interface Ticket {
  readonly action: 'upload' | 'download';
  /** The object key, in one of 16 prefixes. */
  readonly key: string;
  /** The media type of an upload. */
  readonly type?: string;
  /** For how long the URL is valid. */
  readonly seconds: number;
}

/** One PUT takes at most 5 GiB; a larger file needs a multipart upload. */
export const MOST_BYTES = 5 * 1024 ** 3;
/** The bucket policy refuses older signatures. */
export const MOST_SECONDS = 3600;

/**
 * Reads a request such as {"action":"upload","file":"trip/1.mp4","type":"video/mp4","bytes":1000}.
 * @throws if it is another one; the error shows its start
 */
export function parseTicket(event: unknown): Ticket {
  const { action, file, type, bytes, seconds = 300 } = (event ?? {}) as Record<string, unknown>;
  if (!isFile(file)) throw unexpected('a file such as trip/1.mp4', event);
  if (!isWhole(seconds, MOST_SECONDS)) throw unexpected(`1 to ${MOST_SECONDS} seconds`, event);
  const key = keyOf(file);
  if (action === 'download') return { action, key, seconds };
  if (action !== 'upload') throw unexpected('the action upload or download', event);
  if (typeof type !== 'string' || !/^[a-z]+\/[a-z\d][a-z\d.+-]{0,80}$/.test(type))
    throw unexpected('a media type such as video/mp4', event);
  if (!isWhole(bytes, MOST_BYTES)) throw unexpected(`1 to ${MOST_BYTES} bytes`, event);
  return { action, key, type, seconds };
}

/** A prefix takes 3,500 writes and 5,500 reads a second, so the files spread over 16 of them. */
export function keyOf(file: string): string {
  const shard = createHash('sha256').update(file).digest('hex').charAt(0);
  return `inbox/${shard}/${file}`;
}

/** Names between slashes that begin with a letter, a digit or a hyphen: no browser turns such a path into another. */
function isFile(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= 200 &&
    /^[A-Za-z\d-][\w.-]*(\/[A-Za-z\d-][\w.-]*)*$/.test(value)
  );
}

function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}

function unexpected(what: string, event: unknown): Error {
  const text = JSON.stringify(event) ?? 'nothing';
  return new Error(`expected ${what}, got ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`);
}
