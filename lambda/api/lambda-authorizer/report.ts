/** A report as it is stored and answered. */
export interface Report {
  readonly id: string;
  /** 1 to 200 characters. */
  readonly title: string;
  /** The subject of the token that wrote it. */
  readonly author: string;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
}

/** The caller of a request, as the authorizer decided. */
export interface Permit {
  readonly subject: string;
  readonly tenant: string;
  readonly decision: string;
}

/** A mistake of the client, with a message that the client may read. */
export class BadRequest extends Error {}

/**
 * Reads the title of a new report from the body. Author and tenant never come from the body.
 * @throws {BadRequest} if the body is anything else
 */
export function parseTitle(body: string | null | undefined): string {
  let title: unknown;
  try {
    ({ title } = JSON.parse(body ?? '') ?? {});
  } catch {
    // A body that is not JSON has no title.
  }
  if (typeof title !== 'string' || title.trim() === '' || title.length > 200) {
    throw new BadRequest(
      'expected a report such as {"title":"March"}, with 1 to 200 characters in title',
    );
  }
  return title;
}

/**
 * Reads the context that the authorizer added to the request.
 * @throws if there is none, because then the method has no authorizer
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
