import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Fault } from '../../../lib/soak/faults';
import { type FaultProxy, half, operationOf, startProxy } from '../../../lib/soak/proxy';

let emulator: Server;
let endpoint: string;
let proxy: FaultProxy;
/** What reached the emulator behind the proxy. */
let arrived: { target: string; body: Record<string, unknown> }[];
let faults: (Fault | undefined)[];
let alive: boolean;

beforeEach(async () => {
  arrived = [];
  faults = [];
  alive = true;
  emulator = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    arrived.push({ target: String(request.headers['x-amz-target']), body: JSON.parse(body) });
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end('{"Item":{"id":{"S":"behind the proxy"}}}');
  }).listen(0, '127.0.0.1');
  await once(emulator, 'listening');
  endpoint = `http://127.0.0.1:${(emulator.address() as { port: number }).port}`;
  proxy = await startProxy(endpoint, {
    choose: () => faults.shift(),
    killWorker: async () => alive,
  });
});

afterEach(async () => {
  await proxy.close();
  emulator.closeAllConnections();
  emulator.close();
});

const faultsOf = (operation: string) => [...(proxy.tally.get(operation)?.faults ?? [])];
const client = (maxAttempts = 1) => new DynamoDBClient({ endpoint: proxy.url, maxAttempts });
const get = new GetItemCommand({ TableName: 'T', Key: { id: { S: 'a' } } });
const put = new PutItemCommand({ TableName: 'T', Item: { id: { S: 'a' } } });

test('passes calls and answers on unchanged, and counts them by operation', async () => {
  expect((await client().send(get)).Item).toEqual({ id: { S: 'behind the proxy' } });
  expect(arrived).toEqual([
    {
      target: 'DynamoDB_20120810.GetItem',
      body: { TableName: 'T', Key: { id: { S: 'a' } } },
    },
  ]);
  expect([...proxy.tally]).toEqual([['DynamoDB.GetItem', { calls: 1, faults: new Map() }]]);
});

test.each([
  ['ProvisionedThroughputExceededException', 400],
  ['ThrottlingException', 400],
  ['InternalServerError', 500],
] as const)(
  'answers %s so that the SDK knows it, without making the call',
  async (fault, status) => {
    faults = [fault];
    await expect(client().send(put)).rejects.toMatchObject({
      name: fault,
      $metadata: { httpStatusCode: status },
    });
    expect(arrived).toEqual([]);
    expect(faultsOf('DynamoDB.PutItem')).toEqual([[fault, 1]]);
  },
);

test('the SDK gets over each error by itself, as it would on AWS', async () => {
  faults = ['ThrottlingException', 'InternalServerError', 'connection reset', 'answer lost'];
  await client(5).send(put);
  expect(arrived).toHaveLength(2);
});

test('resets a connection before the call is made', async () => {
  faults = ['connection reset'];
  await expect(client().send(put)).rejects.toThrow('ECONNRESET');
  expect(arrived).toEqual([]);
});

test('loses the answer of a call that is made', async () => {
  faults = ['answer lost'];
  await expect(client().send(put)).rejects.toThrow('ECONNRESET');
  expect(arrived).toHaveLength(1);
});

test('leaves a call without an answer until the client gives up', async () => {
  faults = ['no answer'];
  const abortSignal = AbortSignal.timeout(300);
  await expect(client().send(put, { abortSignal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(arrived).toEqual([]);
  expect(faultsOf('DynamoDB.PutItem')).toEqual([['no answer', 1]]);
});

test('writes the first half of a batch and returns the rest as unprocessed', async () => {
  faults = ['unprocessed items'];
  const requests = ['a', 'b', 'c'].map((id) => ({ PutRequest: { Item: { id: { S: id } } } }));
  const { UnprocessedItems } = await client().send(
    new BatchWriteItemCommand({ RequestItems: { T: requests } }),
  );
  expect(arrived[0]?.body).toEqual({ RequestItems: { T: requests.slice(0, 1) } });
  expect(UnprocessedItems).toEqual({ T: requests.slice(1) });
});

test('returns a batch of one as unprocessed without a call, because a batch may not be empty', () => {
  expect(half({ RequestItems: { T: [1] } })).toEqual({ write: undefined, rest: { T: [1] } });
});

test('passes the call on when it kills a worker, and counts no kill where there was none', async () => {
  faults = ['worker killed', 'worker killed'];
  await client().send(put);
  alive = false;
  await client().send(put);
  expect(arrived).toHaveLength(2);
  expect(faultsOf('DynamoDB.PutItem')).toEqual([['worker killed', 1]]);
});

test('reaches the calls of SQS by the URL of the queue', async () => {
  faults = ['ThrottlingException'];
  const sqs = new SQSClient({ endpoint: proxy.url, maxAttempts: 1 });
  const QueueUrl = `${proxy.url}/000000000000/Q`;
  await expect(
    sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: 'r', VisibilityTimeout: 1 }),
    ),
  ).rejects.toMatchObject({ name: 'ThrottlingException' });
  expect(faultsOf('AmazonSQS.ChangeMessageVisibility')).toEqual([['ThrottlingException', 1]]);
});

test('knows an invocation of a function by its path', () => {
  const url = '/2015-03-31/functions/Stack-Auditor/invocations';
  expect(operationOf({ headers: {}, url })).toBe('Lambda.Invoke');
  expect(operationOf({ headers: {}, url: '/2015-03-31/functions/' })).toBe('other');
});

test('answers 502 and counts no fault when nothing is behind it', async () => {
  emulator.closeAllConnections();
  emulator.close();
  await once(emulator, 'close');
  const response = await fetch(proxy.url);
  expect(response.status).toBe(502);
  expect(await response.text()).toMatch(/^expected http:\/\/127\.0\.0\.1:\d+ to answer, got /);
  expect(faultsOf('other')).toEqual([]);
});

test('refuses to stand before anything but this machine', async () => {
  const will = { choose: () => undefined, killWorker: async () => false };
  await expect(startProxy('https://dynamodb.us-east-1.amazonaws.com', will)).rejects.toThrow(
    /address of this machine/,
  );
});
