import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a service of the query protocol answers: a status and XML. */
export interface QueryAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Starts a server on this machine between the exercises and one service of the emulator. The clients of
 * that service that are created afterwards call it.
 * @param answer is given the parameters of a call, and answers it, or leaves it to the emulator by undefined
 * @returns what ends the server
 */
export async function standBetween(
  service: 'IAM' | 'STS',
  answer: (asked: URLSearchParams) => Promise<QueryAnswer | undefined>,
): Promise<() => Promise<void>> {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (!endpoint) throw new Error('expected AWS_ENDPOINT_URL in the environment');
  const server = createServer((request, response) => {
    pass(endpoint, answer, request, response).catch((error: Error) =>
      send(response, failure(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const name = `AWS_ENDPOINT_URL_${service}`;
  process.env[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    delete process.env[name];
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
}

async function pass(
  endpoint: string,
  answer: (asked: URLSearchParams) => Promise<QueryAnswer | undefined>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const own = await answer(new URLSearchParams(body));
  if (own !== undefined) return send(response, own);
  const { host, connection, 'content-length': length, ...headers } = request.headers;
  const answered = await fetch(endpoint + request.url, {
    method: 'POST',
    headers: headers as Record<string, string>,
    body,
  });
  send(response, { status: answered.status, body: await answered.text() });
}

function send(response: ServerResponse, { status, body }: QueryAnswer): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
}

/** A text as XML has it. */
export const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** An error as the query protocol has it; the SDK calls it by its code. */
export function refusal(status: number, code: string, message: string): QueryAnswer {
  const error = `<Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message>`;
  return { status, body: `<ErrorResponse><Error>${error}</Error></ErrorResponse>` };
}

function failure({ name, message }: Error): QueryAnswer {
  return name === 'NoSuchEntityException'
    ? refusal(404, 'NoSuchEntity', message)
    : refusal(500, 'ServiceFailure', message);
}
