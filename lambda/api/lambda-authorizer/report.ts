/** A report as it is stored and answered. */
export interface Report {
  /** The time of its creation and a UUID, so that the newest report has the greatest id. */
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
  if (
    typeof title !== 'string' ||
    title.trim() === '' ||
    title.length > 200 ||
    // Half a surrogate pair would come back as another character.
    /\p{Surrogate}/u.test(title)
  ) {
    throw new BadRequest(
      'expected a report such as {"title":"March"}, with 1 to 200 characters in title',
    );
  }
  return title;
}

/** The id of a new report. */
export function idOf(createdAt: string, uuid: string): string {
  return `${createdAt}_${uuid}`;
}

/**
 * Reads where a page of reports begins: after the report with this id, which is older than all before.
 * The tenant is not in it, so nobody can make up a place in the list of another one.
 * @throws {BadRequest} if no report can have the id
 */
export function parseBefore(before: string | undefined): string | undefined {
  if (before === undefined) return undefined;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[0-9a-f-]{36}$/.test(before))
    throw new BadRequest('expected before to be the next of an earlier answer');
  return before;
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
