import { createHash, timingSafeEqual } from 'node:crypto';

/** `hold` is a sign of life: the decision is still to come. */
export type Decision = 'approve' | 'reject' | 'hold';

export interface Answer {
  readonly key: string;
  readonly decision: Decision;
  /** At most 500 characters; it goes into the workflow. */
  readonly comment: string;
}

/** What a client may read of what was wrong with its request. */
export class BadRequest extends Error {}

/**
 * Reads the body of an answer.
 * @throws BadRequest if it is anything else; the message does not repeat it, because it holds a key
 */
export function parseAnswer(body: string | null): Answer {
  let value: unknown;
  try {
    value = JSON.parse(body ?? '');
  } catch {
    throw new BadRequest('expected an answer as JSON');
  }
  const { key, decision, comment = '' } = (value ?? {}) as Partial<Record<keyof Answer, unknown>>;
  if (typeof key !== 'string' || key.length === 0 || key.length > 100)
    throw new BadRequest('expected the key of the request, of 1 to 100 characters');
  if (decision !== 'approve' && decision !== 'reject' && decision !== 'hold')
    throw new BadRequest('expected approve, reject or hold as decision');
  if (typeof comment !== 'string' || comment.length > 500)
    throw new BadRequest('expected a comment of at most 500 characters');
  return { key, decision, comment };
}

/** Whether a text has the form of the id of a request: 16 random bytes in base64url. */
export function isRequestId(text: string | undefined): text is string {
  return /^[\w-]{22}$/.test(text ?? '');
}

/** The stored form of a key: a reader of the table cannot answer with it. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Whether a key is the one of a hash; how long it takes does not tell how much of it was right. */
export function opens(key: string, hash: string): boolean {
  const [given, wanted] = [Buffer.from(hashOf(key)), Buffer.from(hash)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
