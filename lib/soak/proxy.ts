import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as open,
  type ServerResponse,
} from 'node:http';
import { loopbackEndpoint } from '../run/isolation';
import type { Fault } from './faults';

/** Stands between the AWS SDK and an emulator, and makes some of the calls fail as AWS would. */
export interface FaultProxy {
  /** What AWS_ENDPOINT_URL_… takes. */
  readonly url: string;
  /** What came, by operation. */
  readonly tally: Tally;
  close(): Promise<void>;
}

/** How many calls came of each operation, and how many of them met which fault. */
export type Tally = ReadonlyMap<
  string,
  { readonly calls: number; readonly faults: ReadonlyMap<Fault, number> }
>;

/** How the proxy decides. */
export interface Will {
  /** Is asked once for every call, with the operation, such as `DynamoDB.PutItem`. */
  readonly choose: (operation: string) => Fault | undefined;
  /** Kills a process that runs handlers; false if there is none. */
  readonly killWorker: () => Promise<boolean>;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html, read on 2026-11-21 */
const errors: Readonly<Partial<Record<Fault, { status: number; type: string; message: string }>>> =
  {
    ProvisionedThroughputExceededException: {
      status: 400,
      type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      message:
        'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    },
    ThrottlingException: {
      status: 400,
      type: 'com.amazon.coral.availability#ThrottlingException',
      message: 'Rate of requests exceeds the allowed throughput.',
    },
    InternalServerError: {
      status: 500,
      type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
      message: 'Internal server error',
    },
  };

/**
 * Starts a proxy on a free port of this machine.
 * @param target of the calls: an http address of this machine
 * @throws if the target is another
 */
export async function startProxy(target: string, will: Will): Promise<FaultProxy> {
  const origin = new URL(loopbackEndpoint(target));
  const tally = new Map<string, { calls: number; faults: Map<Fault, number> }>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const operation = operationOf(request);
    const seen = tally.get(operation) ?? { calls: 0, faults: new Map<Fault, number>() };
    tally.set(operation, seen);
    seen.calls += 1;
    const fault = will.choose(operation);
    const error = fault && errors[fault];
    if (error) {
      const { status, type, message } = error;
      const text = JSON.stringify({ __type: type, message });
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
    } else if (fault === 'connection reset') {
      request.socket.resetAndDestroy();
    } else if (fault === 'no answer') {
      // Held open until the client gives up or is killed.
    } else if (fault === 'unprocessed items') {
      await writeHalf(request, response, body);
    } else if (fault === 'worker killed' && !(await will.killWorker())) {
      return reply(response, await forward(origin, request, body));
    } else {
      const answer = await forward(origin, request, body);
      if (fault === 'answer lost') request.socket.resetAndDestroy();
      else reply(response, answer);
    }
    if (fault) seen.faults.set(fault, (seen.faults.get(fault) ?? 0) + 1);
  }

  async function writeHalf(request: IncomingMessage, response: ServerResponse, body: Buffer) {
    const { write, rest } = half(JSON.parse(body.toString()));
    const answer =
      write &&
      (await forward(origin, request, Buffer.from(JSON.stringify({ RequestItems: write }))));
    if (answer && answer.status !== 200) return reply(response, answer);
    const text = JSON.stringify({ UnprocessedItems: rest });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(text);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      // A client that is gone hears nothing; any other learns that this was no fault of the plan.
      if (!response.headersSent) response.writeHead(502);
      response.end(`expected ${origin.origin} to answer, got ${error.message}`);
    });
  });
  // Longer than the SDK keeps an idle connection: a close of ours would be a fault that nobody counts.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    tally,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What is called: by the header of the JSON protocols, and for Lambda by the path. */
export function operationOf({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>) {
  const [service = '', name] = String(headers['x-amz-target'] ?? '').split('.');
  if (name !== undefined) return `${service.replace(/_\d+$/, '')}.${name}`;
  return /\/functions\/[^/]+\/invocations/.test(url) ? 'Lambda.Invoke' : 'other';
}

type Requests = Readonly<Record<string, readonly unknown[]>>;

/**
 * Divides a BatchWriteItem: what is written, and what DynamoDB would return as unprocessed.
 * @returns `write` is undefined if that is nothing: a batch may not be empty
 */
export function half({ RequestItems }: { readonly RequestItems: Requests }): {
  write: Requests | undefined;
  rest: Requests;
} {
  const part = (take: (all: readonly unknown[]) => readonly unknown[]): Requests =>
    Object.fromEntries(
      Object.entries(RequestItems)
        .map(([table, all]) => [table, take(all)] as const)
        .filter(([, some]) => some.length > 0),
    );
  const write = part((all) => all.slice(0, Math.floor(all.length / 2)));
  const rest = part((all) => all.slice(Math.floor(all.length / 2)));
  return { write: Object.keys(write).length > 0 ? write : undefined, rest };
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Makes the call, over a connection of its own: one that the emulator has closed would look like a fault. */
function forward(origin: URL, { url, method, headers }: IncomingMessage, body: Buffer) {
  const { connection: _, 'transfer-encoding': __, ...kept } = headers;
  return new Promise<Reply>((resolve, reject) => {
    const call = open(
      new URL(url ?? '/', origin),
      {
        method,
        agent: false,
        headers: { ...kept, host: origin.host, 'content-length': body.length },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 502,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

function reply(response: ServerResponse, { status, headers, body }: Reply): void {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
}
