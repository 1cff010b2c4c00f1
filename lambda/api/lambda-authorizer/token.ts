import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify, type LocalJWKSet } from 'jose';

/** The claims of a verified token about its caller. */
export interface Caller {
  readonly subject: string;
  /** The tenant whose reports the caller works with, if any. */
  readonly tenant: string | undefined;
  readonly scopes: readonly string[];
  /** Other tenants whose reports the caller may read. */
  readonly audits: readonly string[];
}

/** The required issuer and audience of a token. */
export interface Expected {
  readonly issuer: string;
  readonly audience: string;
}

/** The token is refused. The reason goes to the log only, not to the caller. */
export class Refusal extends Error {
  readonly reason: string;

  constructor(reason: string) {
    // Only this message makes API Gateway answer 401. Any other error becomes a 500.
    super('Unauthorized');
    this.name = 'Refusal';
    this.reason = reason;
  }
}

/**
 * Reads the public keys of an issuer.
 * A set may have public keys of other types, which RFC 7517 says to ignore.
 * @throws if the text is no JSON Web Key Set, if it has no public key of type EC, or if it has a private
 *   or secret key, with which any reader could sign
 */
export function parseKeySet(text: string | undefined): LocalJWKSet {
  const keySet = JSON.parse(text ?? 'null') as JSONWebKeySet | null;
  if (!Array.isArray(keySet?.keys)) throw new Error('expected a JSON Web Key Set');
  // Every private key has a member d, and every symmetric one a member k.
  if (keySet.keys.some((key) => key?.d !== undefined || key?.k !== undefined))
    throw new Error('expected only public keys in the key set, found a private or secret one');
  const keys = keySet.keys.filter((key) => key?.kty === 'EC');
  if (keys.length === 0) throw new Error('expected a public key of type EC in the key set');
  return createLocalJWKSet({ keys });
}

/**
 * Reads the token from the value of an Authorization header.
 * @throws {Refusal} if it has another form
 */
export function parseBearer(header: string | undefined): string {
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header ?? '') ?? [];
  if (token === undefined) throw new Refusal('no bearer token');
  return token;
}

/**
 * Checks signature, issuer, audience and expiry of a token.
 * @throws {Refusal} if one of them is wrong
 */
export async function verify(
  token: string,
  keys: LocalJWKSet,
  { issuer, audience }: Expected,
  now: Date,
): Promise<Caller> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      // The token must not choose the algorithm: `none`, and HS256 with the public key, are old attacks.
      algorithms: ['ES256'],
      // A token without an expiry would be valid forever.
      requiredClaims: ['exp', 'sub'],
      currentDate: now,
    });
    return callerOf(payload);
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new Refusal(error.code);
    throw error;
  }
}

/** Whether a text is a valid tenant name. It becomes part of an ARN, where a star matches everything. */
export function isTenant(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9-]{1,40}$/.test(value);
}

function callerOf(claims: Readonly<Record<string, unknown>>): Caller {
  const { sub, tenant, scope, audits } = claims;
  if (typeof sub !== 'string' || sub === '') throw new Refusal('no subject');
  return {
    subject: sub,
    tenant: isTenant(tenant) ? tenant : undefined,
    scopes: typeof scope === 'string' ? scope.split(' ').filter((word) => word !== '') : [],
    audits: Array.isArray(audits) ? audits.filter(isTenant) : [],
  };
}
