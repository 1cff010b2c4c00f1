import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

/** A third party that signs tokens for exercises and tests, without the library that verifies them. */
export interface Issuer {
  /** The public key as a JSON Web Key Set. */
  readonly keySet: string;
  /** A signed token (JWT, ES256) with these claims. You can change the header, but not the key that signs. */
  token(claims: object, header?: object): string;
}

/** Makes a key pair; the private key never leaves this process. */
export function newIssuer(kid: string = randomUUID()): Issuer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
  return {
    keySet: JSON.stringify({ keys: [key] }),
    token: (claims, header = {}) =>
      compact({ alg: 'ES256', typ: 'JWT', kid, ...header }, claims, (data) =>
        sign('sha256', Buffer.from(data), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
      ),
  };
}

/** Puts a token together from header, claims and the signature of both. */
export function compact(
  header: object,
  claims: object,
  signer: (data: string) => Buffer = () => Buffer.alloc(0),
): string {
  const [head, body] = [header, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const data = `${head}.${body}`;
  return `${data}.${signer(data).toString('base64url')}`;
}
