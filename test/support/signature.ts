import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request as it came, with its whole body. */
export interface Incoming {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The form in which the SDK takes a hash function. */
class Sha256 {
  private readonly hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', secret as string | NodeJS.ArrayBufferView);
  }
  update(data: Uint8Array | string): void {
    this.hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
  reset(): void {}
}

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}$/;

/** The service and the Region that a request is signed for. */
export function scopeOf({ headers }: Incoming): { service: string; region: string } | undefined {
  const [, , region, service] = form.exec(headers.authorization ?? '') ?? [];
  return service && region ? { service, region } : undefined;
}

/**
 * Checks the signature of a request as AWS does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param keysOf finds the keys of an access key id
 * @returns the name of the error with which AWS refuses the request; undefined if it is signed well
 */
export async function flaw(
  request: Incoming,
  keysOf: (accessKeyId: string) => Keys | undefined,
): Promise<string | undefined> {
  const { headers, body } = request;
  if (headers.authorization === undefined) return 'MissingAuthenticationToken';
  const [, id, region, service, signed] = form.exec(headers.authorization) ?? [];
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date']));
  if (!id || !region || !service || !signed || !date) return 'IncompleteSignature';
  const keys = keysOf(id);
  if (!keys || keys.sessionToken !== headers['x-amz-security-token']) return 'InvalidClientTokenId';
  const [, year, month, day, hour, minute, second] = date;
  const signingDate = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Math.abs(Date.now() - signingDate.getTime()) > 5 * 60_000) return 'SignatureDoesNotMatch';
  const declared = headers['x-amz-content-sha256'];
  const actual = createHash('sha256').update(body).digest('hex');
  if (/^[0-9a-f]{64}$/.test(String(declared)) && declared !== actual) {
    return 'XAmzContentSHA256Mismatch';
  }
  const names = signed.split(';');
  if (!names.includes('host')) return 'IncompleteSignature';
  const again = await sign(request, keys, { service, region, signingDate, names });
  const signatureOf = (authorization?: string) => authorization?.split('Signature=')[1];
  return signatureOf(again.authorization) === signatureOf(headers.authorization)
    ? undefined
    : 'SignatureDoesNotMatch';
}

/**
 * Signs a request.
 * @returns its headers
 */
export async function sign(
  { method, path, headers, body }: Incoming,
  keys: Keys,
  scope: { service: string; region: string; signingDate?: Date; names?: readonly string[] },
): Promise<Record<string, string>> {
  const [pathname = '', search = ''] = path.split(/\?(.*)/s);
  const parameters = new URLSearchParams(search);
  const names = scope.names ?? Object.keys(headers).filter((name) => name !== 'authorization');
  const query: Record<string, string | string[]> = {};
  for (const name of parameters.keys()) query[name] = parameters.getAll(name);
  const signer = new SignatureV4({
    credentials: keys,
    region: scope.region,
    service: scope.service,
    sha256: Sha256,
    applyChecksum: false,
    uriEscapePath: scope.service !== 's3',
  });
  const signed = await signer.sign(
    {
      method,
      protocol: 'https:',
      hostname: 'localhost',
      path: pathname,
      query,
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      body: new Uint8Array(body),
    },
    { signingDate: scope.signingDate, signableHeaders: new Set(names) },
  );
  return signed.headers;
}
