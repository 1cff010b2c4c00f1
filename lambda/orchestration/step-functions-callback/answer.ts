import { createHash, timingSafeEqual } from 'node:crypto';

/** `hold` sends a heartbeat, because the decision comes later. */
export type Decision = 'approve' | 'reject' | 'hold';

export interface Answer {
  readonly key: string;
  readonly decision: Decision;
  /** At most 500 characters, passed on to the workflow. */
  readonly comment: string;
}

/** An error whose message the client may read. */
export class BadRequest extends Error {}

/**
 * Reads the body of an answer.
 * @throws BadRequest if it is anything else; the message never repeats the body, because the body contains a key
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
  // Half a surrogate pair would reach the workflow as another character.
  if (typeof comment !== 'string' || comment.length > 500 || /\p{Surrogate}/u.test(comment))
    throw new BadRequest('expected a comment of at most 500 characters');
  return { key, decision, comment };
}

/** Whether a text can be the id of a request: 16 random bytes in base64url. */
export function isRequestId(text: string | undefined): text is string {
  return /^[\w-]{22}$/.test(text ?? '');
}

/** The stored form of a key. Nobody who reads it can answer with it. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Whether a key belongs to a hash, compared in constant time. */
export function opens(key: string, hash: string): boolean {
  const [given, wanted] = [Buffer.from(hashOf(key)), Buffer.from(hash)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
