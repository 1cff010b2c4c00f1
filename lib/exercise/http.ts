import * as http from 'node:http';
import * as https from 'node:https';
import { noteNotBuilt } from './not-built';

/** What an exercise looks at in an answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, if it is JSON. */
  readonly json: unknown;
}

/**
 * Where the API of a stack can be called. AWS serves it under the URL of the output. An emulator on
 * this machine serves it under a path, because no DNS resolves `….execute-api.….amazonaws.com` to it.
 * @param url from an output, such as https://a1b2c3.execute-api.eu-central-1.amazonaws.com/prod/orders
 * @param endpoint what the SDK clients of the exercise talk to, if not AWS
 */
export function callableUrl(url: string, endpoint = process.env.AWS_ENDPOINT_URL): string {
  if (!endpoint || !isLoopback(new URL(endpoint).hostname)) return url;
  const { hostname, pathname, search } = new URL(url);
  const [apiId, service] = hostname.split('.');
  // The form that LocalStack has introduced and MiniStack has taken over.
  return service === 'execute-api'
    ? `${new URL(endpoint).origin}/_aws/execute-api/${apiId}${pathname}${search}`
    : url;
}

/**
 * Calls an API, and again while it answers 429: being throttled is no answer, and the SDKs of AWS
 * repeat such a call too.
 * @throws if no answer comes within 35 seconds, which is longer than any API Gateway takes by default
 */
export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
  for (let pause = 200; ; pause *= 2) {
    const answer = await callOnce(url, init);
    if (answer.status !== 429 || pause > 10_000) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * Calls an API and takes the first answer.
 * @throws if it is the answer of an emulator that has not built what the call needs
 */
export async function callOnce(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(35_000) });
  const text = await response.text();
  const { hostname, pathname } = new URL(url);
  if (response.status === 501 && isLoopback(hostname)) {
    throw noteNotBuilt(`${init.method ?? 'GET'} ${pathname}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Not every answer is JSON; the text is there.
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** Whether a host name means this machine. */
export function isLoopback(hostname: string): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(hostname) || ['localhost', '[::1]', '::1'].includes(hostname);
}

/**
 * Asks a distribution as a browser would, and follows no redirect. The domain of an emulated one is
 * in no DNS: an emulator answers for it at its own address, by the Host header.
 */
export function visit(
  domain: string,
  path: string,
  scheme: 'http' | 'https' = 'https',
  method = 'GET',
): Promise<{ status: number; headers: http.IncomingHttpHeaders; cache: string; body: string }> {
  const emulator = process.env.AWS_ENDPOINT_URL;
  const url = new URL(path, emulator ?? `${scheme}://${domain}`);
  const { request } = url.protocol === 'https:' ? https : http;
  const headers = emulator ? { host: domain, 'x-forwarded-proto': scheme } : {};
  return new Promise((resolve, reject) => {
    // The certificate of an emulator names its own address, not the domain that the header names.
    const servername = emulator ? '' : undefined;
    const options = { method, headers, servername, signal: AbortSignal.timeout(30_000) };
    const sent = request(url, options, (reply) => {
      let body = '';
      reply.setEncoding('utf8');
      reply.on('data', (text: string) => {
        body += text;
      });
      reply.on('error', reject);
      reply.on('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          cache: String(reply.headers['x-cache'] ?? ''),
          body,
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}
