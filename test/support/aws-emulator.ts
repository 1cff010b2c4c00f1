import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer as createPlainServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as open,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { dummyKeys } from '../../lib/run/isolation';
import { flaw, type Incoming, type Keys, scopeOf, sign } from './signature';

/** A stand-in for AWS Emulator. */
export interface StandIn {
  readonly endpoint: string;
  /** `~/.aws/emulator/<port>`, as the real one writes it. */
  readonly folder: string;
  readonly keys: Keys;
  /** The name of the error of every request that it refused, with method and path. */
  readonly refused: readonly string[];
  /** The operations that were called, such as `sqs SendMessage` or `lambda GET /2015-03-31/functions`. */
  readonly called: ReadonlySet<string>;
  /** Ends it, and removes its files, as the real one does. */
  stop(): Promise<void>;
}

interface Options {
  /** The person's home folder, which gets the keys and the certificate. */
  readonly home: string;
  /** The address of the emulator that does the work; without one, it answers GetCallerIdentity alone. */
  readonly upstream?: string;
  /** What it answers with 501: matched against operations such as `sqs StartMessageMoveTask`. */
  readonly notBuilt?: RegExp;
  /** As `aws-emulator --auth off`: no keys, and no check of signatures. */
  readonly auth?: boolean;
  readonly port?: number;
  readonly account?: string;
}

/** The host in the queue URLs of AWS Emulator is that of AWS. */
const QUEUE_HOST = 'https://sqs.us-east-1.amazonaws.com';

/**
 * Starts what can be known of AWS Emulator without it, from its User Guide: HTTPS with a certificate of its
 * own, keys that it makes at each start, the folder that has both, SigV4 that is checked, 501 for what is
 * not built. What it does with a request is the work of another emulator, if there is one.
 * https://docs.aws.amazon.com/emulator/latest/userguide/cli-reference.html
 */
export async function startStandIn({
  home,
  upstream,
  notBuilt,
  auth = true,
  port = 0,
  account = '000000000000',
}: Options): Promise<StandIn> {
  const keys = newKeys();
  /** Its own keys, and those of roles and users that it has given out. */
  const known = new Map<string, Keys>([[keys.accessKeyId, keys]]);
  const refused: string[] = [];
  const called = new Set<string>();

  const work = join(home, `stand-in-${randomBytes(4).toString('hex')}`);
  mkdirSync(work, { recursive: true });
  const { key, cert } = selfSigned(work);
  const sockets = new Set<Duplex>();
  const server = createServer({ key, cert }, (request, response) => {
    handle(request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error.stack));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const actual = (server.address() as AddressInfo).port;
  const endpoint = `https://127.0.0.1:${actual}`;

  const folder = join(home, '.aws', 'emulator', `${actual}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'ca.pem'), cert);
  writeFileSync(join(folder, 'config'), '[default]\nregion = us-east-1\n');
  if (auth) {
    writeFileSync(
      join(folder, 'emulator_credentials'),
      `[default]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`,
      { mode: 0o600 },
    );
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const { method = 'GET', url = '/', headers } = message;
    const request: Incoming = { method, path: url, headers, body: Buffer.concat(chunks) };
    // Stages of an API and distributions are open to everyone; the latter are told by the Host header.
    const isOpen = /^\/_aws\/execute-api\//.test(url) || headers.host !== `127.0.0.1:${actual}`;
    if (!isOpen && auth) {
      const name = await flaw(request, (id) => known.get(id));
      if (name !== undefined) {
        refused.push(`${name} ${method} ${url}`);
        answer(
          response,
          request,
          403,
          name,
          'the request is not signed with keys of this emulator',
        );
        return;
      }
    }
    const scope = scopeOf(request);
    const operation = operationOf(request, scope?.service);
    called.add(operation);
    if (notBuilt?.test(operation)) {
      answer(response, request, 501, 'NotImplemented', `${operation} is not implemented`);
      return;
    }
    if (upstream === undefined) {
      if (operation === 'sts GetCallerIdentity') identify(response, account);
      else answer(response, request, 501, 'NotImplemented', `${operation} is not implemented`);
      return;
    }
    await forward(request, scope, upstream, response);
  }

  async function forward(
    request: Incoming,
    scope: { service: string; region: string } | undefined,
    origin: string,
    response: ServerResponse,
  ): Promise<void> {
    const own = `${origin}/`;
    const inward = replaced(request.body, `${QUEUE_HOST}/`, own);
    const { authorization = '', ...others } = request.headers;
    const host = new URL(origin).host;
    const sent: Incoming = {
      ...request,
      body: inward,
      headers: {
        ...others,
        // An API may have an authorizer of its own.
        ...(!scope && authorization && { authorization }),
        'content-length': `${inward.length}`,
        ...(request.headers.host === `127.0.0.1:${actual}` && { host }),
      },
    };
    // Its own keys are none that the other knows.
    const id = /Credential=([^/]+)/.exec(authorization)?.[1];
    const signer = id === keys.accessKeyId || id === undefined ? undefined : known.get(id);
    const signed = scope ? await sign(sent, signer ?? dummyKeys, scope) : {};
    const reply = await ask(origin, { ...sent, headers: { ...sent.headers, ...signed } });
    remember(reply.body.toString());
    const outward = replaced(reply.body, own, `${QUEUE_HOST}/`);
    const { 'transfer-encoding': _, connection: __, ...kept } = reply.headers;
    const length = request.method === 'HEAD' ? {} : { 'content-length': `${outward.length}` };
    response.writeHead(reply.status, { ...kept, ...length } as OutgoingHttpHeaders);
    response.end(outward);
  }

  /** Keys that STS or IAM give out sign later requests. */
  function remember(text: string): void {
    const value = (name: string) =>
      new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1] ??
      new RegExp(`"${name}":\\s*"([^"]+)"`, 'i').exec(text)?.[1];
    const [accessKeyId, secretAccessKey] = [value('AccessKeyId'), value('SecretAccessKey')];
    const sessionToken = value('SessionToken');
    if (!accessKeyId || !secretAccessKey) return;
    known.set(accessKeyId, {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken && { sessionToken }),
    });
  }

  return {
    endpoint,
    folder,
    keys,
    refused,
    called,
    async stop() {
      rmSync(folder, { recursive: true, force: true });
      rmSync(work, { recursive: true, force: true });
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A server that speaks plain http, and answers everything in the same way. */
export async function startPlain(status: number, body: string) {
  const server = createPlainServer((_, response) => {
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const newKeys = (): Keys => ({
  accessKeyId: `EMULATOR${randomBytes(6).toString('hex').toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString('base64'),
});

/** A certificate for 127.0.0.1 that vouches for itself, by the openssl that Linux and macOS have. */
export function selfSigned(folder: string): { key: string; cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=stand-in'],
      ...['-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { stdio: 'pipe' },
  );
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

/** What a request asks for, by the protocol of its service; those of REST are told by method and path. */
function operationOf({ method, path, headers, body }: Incoming, service = 'unsigned'): string {
  const target = /\.(\w+)$/.exec(String(headers['x-amz-target'] ?? ''))?.[1];
  const cbor = /^\/service\/[^/]+\/operation\/(\w+)/.exec(path)?.[1];
  const query = new URLSearchParams(isForm(headers) ? body.toString() : '').get('Action');
  return `${service} ${target ?? cbor ?? query ?? `${method} ${path}`}`;
}

const isForm = (headers: IncomingHttpHeaders) =>
  String(headers['content-type']).startsWith('application/x-www-form-urlencoded');

/** Answers with an error in the form that the service uses. */
function answer(
  response: ServerResponse,
  { headers }: Incoming,
  status: number,
  name: string,
  message: string,
): void {
  const type = String(headers['content-type']);
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') {
    const text = (words: string) => {
      const bytes = Buffer.from(words);
      return Buffer.concat([Buffer.from([0x79, bytes.length >> 8, bytes.length & 0xff]), bytes]);
    };
    response.writeHead(status, {
      'content-type': 'application/cbor',
      'smithy-protocol': 'rpc-v2-cbor',
    });
    response.end(
      Buffer.concat([Buffer.from([0xa2]), ...['__type', name, 'message', message].map(text)]),
    );
  } else if (type.includes('json') || headers['x-amz-target'] !== undefined) {
    response.writeHead(status, { 'content-type': type, 'x-amzn-errortype': name });
    response.end(JSON.stringify({ __type: name, message }));
  } else {
    const error = `<Error><Code>${name}</Code><Message>${message}</Message></Error>`;
    response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-errortype': name });
    response.end(
      isForm(headers) ? `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>` : error,
    );
  }
}

function identify(response: ServerResponse, account: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:root</Arn><UserId>${account}</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
}

/** The bytes with one text in the place of another. */
function replaced(bytes: Buffer, from: string, to: string): Buffer {
  return bytes.includes(from)
    ? Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
    : bytes;
}

/** Sends a request on, and waits for the whole answer. */
function ask(
  origin: string,
  { method, path, headers, body }: Incoming,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const sent = open({ hostname, port, path, method, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk) => chunks.push(chunk));
      reply.on('error', reject);
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 500,
          headers: reply.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
