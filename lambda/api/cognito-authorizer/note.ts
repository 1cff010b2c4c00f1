/** A note as it is stored and answered. */
export interface Note {
  readonly id: string;
  /** 1 to 1,000 characters. */
  readonly text: string;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

/** A mistake of the client, with a message that the client may read. */
export class BadRequest extends Error {}

/**
 * Reads the text of a new note from the body. Whose note it is never comes from the body.
 * @throws {BadRequest} if the body is anything else
 */
export function parseText(body: string | null | undefined): string {
  let text: unknown;
  try {
    ({ text } = JSON.parse(body ?? '') ?? {});
  } catch {
    // A body that is not JSON has no text.
  }
  if (typeof text !== 'string' || text.trim() === '' || text.length > 1000) {
    throw new BadRequest(
      'expected a note such as {"text":"Buy tea"}, with 1 to 1,000 characters in text',
    );
  }
  return text;
}

/**
 * Reads the id of a note from the path.
 * @throws {BadRequest} if it is not a UUID in lower case, as this function gives to notes
 */
export function parseId(id: string | undefined): string {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id ?? '')) {
    throw new BadRequest('expected the id of a note, such as GET returns it');
  }
  return id as string;
}

/**
 * The member whom the authorizer has verified, by the claim `sub`. A user keeps it for life, but can
 * change the e-mail address.
 * @throws if there is none, because then the method has no authorizer
 */
export function memberIn(authorizer: unknown): string {
  const { claims } = (authorizer ?? {}) as { claims?: { sub?: unknown } };
  const sub = claims?.sub;
  if (typeof sub !== 'string' || sub === '') {
    throw new Error('expected the claim sub from the authorizer, got none');
  }
  return sub;
}
