/** A report as it is stored and answered. */
export interface Report {
  readonly id: string;
  /** 1 to 200 characters. */
  readonly title: string;
  /** Who wrote it: the subject of the token. */
  readonly author: string;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

/** For whom a request is handled, as the authorizer has decided. */
export interface Permit {
  readonly subject: string;
  readonly tenant: string;
  readonly decision: string;
}

/** The request is the client's mistake; its message is meant for the client. */
export class BadRequest extends Error {}

/**
 * Reads the title of a new report from the body of a request; who and whose is never in the body.
 * @throws {BadRequest} if the body is anything else
 */
export function parseTitle(body: string | null | undefined): string {
  let title: unknown;
  try {
    ({ title } = JSON.parse(body ?? '') ?? {});
  } catch {
    // No JSON has no title.
  }
  if (typeof title !== 'string' || title.trim() === '' || title.length > 200) {
    throw new BadRequest(
      'expected a report such as {"title":"March"}, with 1 to 200 characters in title',
    );
  }
  return title;
}

/**
 * Reads what the authorizer has put into the request.
 * @throws if there is nothing: then the method is open, and nobody has been asked
 */
export function permitIn(context: Readonly<Record<string, unknown>> | null | undefined): Permit {
  const { principalId, tenant, decision } = context ?? {};
  if (
    typeof principalId !== 'string' ||
    typeof tenant !== 'string' ||
    typeof decision !== 'string'
  ) {
    throw new Error('expected principalId, tenant and decision from an authorizer');
  }
  return { subject: principalId, tenant, decision };
}
