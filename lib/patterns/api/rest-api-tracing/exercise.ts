import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetTracesCommand,
  GetGroupCommand,
  GetTraceSummariesCommand,
  XRayClient,
} from '@aws-sdk/client-xray';
import { type Answer, call, callableUrl, callOnce } from '../../../exercise/http';
import type { Exercise } from '../../../model/exercise';
import {
  flatten,
  localDaemon,
  parseSegment,
  receiveTraces,
  type Segment,
  waterfall,
} from './traces';

interface Order {
  readonly id: string;
  readonly sku: string;
  readonly quantity: number;
}

export const exercise: Exercise = async (lab) => {
  const dynamodb = new DynamoDBClient({});
  const logs = new CloudWatchLogsClient({});
  const xray = new XRayClient({});
  const url = callableUrl(lab.output('OrdersUrl'));
  const table = lab.output('OrdersTableName');

  // The SDK in the function sends its segments to the daemon. On this machine, this exercise takes
  // the place of the daemon. On AWS, Lambda runs the daemon, and the exercise asks X-Ray.
  const daemon = localDaemon();
  const received = daemon && (await receiveTraces(daemon));

  const run = randomUUID().slice(0, 8);
  const sku = `tea-${run}`;
  const started = Date.now();

  const post = (key: string | undefined, body: string, traceId = newTraceId()) =>
    call(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        // Without this header the sampling rule would leave out most requests.
        'X-Amzn-Trace-Id': `Root=${traceId};Sampled=1`,
        ...(key !== undefined && { 'Idempotency-Key': key }),
      },
      body,
    });
  const get = (id: string) => call(`${url}/${id}`);
  const order = (quantity: number) => JSON.stringify({ sku, quantity });

  /** The items of this run: orders, and the keys that they came with. */
  const items = async (prefix: 'order#' | 'key#') => {
    const found: Record<string, AttributeValue>[] = [];
    const pages = paginateScan(
      { client: dynamodb },
      {
        TableName: table,
        ConsistentRead: true,
        FilterExpression: 'begins_with(id, :prefix) AND sku = :sku',
        ExpressionAttributeValues: { ':prefix': { S: prefix }, ':sku': { S: sku } },
      },
    );
    for await (const { Items = [] } of pages) found.push(...Items);
    return found;
  };

  /** All segments of the trace in which an order was handled with this outcome. */
  const traceOf = (id: string, outcome: string, traceId: string) =>
    lab.eventually(
      `the trace of ${outcome} order ${id}`,
      async () => {
        const segments = received ? received.segments : await storedTrace(xray, traceId);
        const handled = flatten(segments).find(
          ({ metadata, annotations }) =>
            (metadata?.default?.order as Order | undefined)?.id === id &&
            annotations?.order_outcome === outcome,
        );
        if (!handled) return undefined;
        // An emulator gives the trace an id of its own, so take the id from the segment.
        return received
          ? segments.filter(({ trace_id }) => trace_id === handled.trace_id)
          : segments;
      },
      120,
    );

  try {
    const key = `exercise-${run}`;
    const firstTrace = newTraceId();
    const repeatTrace = newTraceId();
    let first: Answer | undefined;

    await lab.prove(
      'an order posted twice with one key exists once, and both answers agree',
      async () => {
        first = await post(key, order(2), firstTrace);
        const repeat = await post(key, order(2), repeatTrace);
        assert.equal(first.status, 201, first.text);
        assert.deepEqual([repeat.status, repeat.text], [first.status, first.text]);
        assert.equal((await items('order#')).length, 1, 'orders in the table');
        return `twice 201 ${first.text}`;
      },
    );
    const placed = first?.json as Order;

    await lab.prove('five posts at once with one key make one order', async () => {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => post(`${key}-5`, order(5))),
      );
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1, 'different answers');
      assert.equal((await items('order#')).filter(({ quantity }) => quantity?.N === '5').length, 1);
    });

    await lab.prove('the API refuses the same key with another order, and says why', async () => {
      const before = (await items('order#')).length;
      const { status, json, text } = await post(key, order(3));
      assert.equal(status, 422, text);
      assert.match(message(json), /^expected the order that first came with this Idempotency-Key/);
      assert.equal((await items('order#')).length, before, 'orders in the table');
      return `422 ${message(json)}`;
    });

    await lab.prove(
      'a key that has expired is free, although DynamoDB has not deleted it yet',
      async () => {
        await post(`${key}-old`, order(7));
        await dynamodb.send(
          new UpdateItemCommand({
            TableName: table,
            Key: { id: { S: `key#${key}-old` } },
            UpdateExpression: 'SET expiresAt = :past',
            ExpressionAttributeValues: { ':past': { N: `${Math.floor(Date.now() / 1000) - 1}` } },
          }),
        );
        const { status, json } = await post(`${key}-old`, order(8));
        assert.deepEqual([status, (json as Order).quantity], [201, 8]);
      },
    );

    await lab.prove('an order can be found by its id, and an unknown id gets 404', async () => {
      const found = await get(placed.id);
      assert.deepEqual([found.status, found.json], [200, placed]);
      for (const id of [
        randomUUID(),
        'none',
        '__proto__',
        'x'.repeat(3000),
        encodeURIComponent('ид-🍵'),
      ]) {
        const { status, json, text } = await get(id);
        assert.equal(status, 404, text);
        assert.match(message(json), /^expected the id of an order/);
      }
    });

    await lab.prove(
      'bad input answers 400, says what was expected and shows no stack trace',
      async () => {
        const bodies = [
          '',
          'order',
          '{"sku":"tea"',
          'null',
          '[]',
          '{}',
          order(0),
          order(1.5),
          order(1e300),
          JSON.stringify({ sku: '', quantity: 1 }),
          JSON.stringify({ sku: 'x'.repeat(65), quantity: 1 }),
          JSON.stringify({ sku: 1, quantity: '1' }),
          '{"__proto__":{"sku":"tea","quantity":1}}',
        ];
        for (const body of bodies) {
          const { status, json, text } = await post(`${key}-bad`, body);
          assert.equal(status, 400, `${body}: ${text}`);
          assert.match(message(json), /^expected an order such as/);
          assert.doesNotMatch(text, /\bat .+:\d+:\d+|node:internal|\/var\/task/);
        }
        for (const noKey of [undefined, 'x'.repeat(65), 'two words']) {
          const { status, json, text } = await post(noKey, order(1));
          assert.equal(status, 400, text);
          assert.match(message(json), /Idempotency-Key/);
        }
        assert.equal((await items('key#')).filter(({ id }) => id?.S?.endsWith('-bad')).length, 0);
        return `${bodies.length} bodies, 3 keys`;
      },
    );

    await lab.prove('API Gateway refuses a body that does not fit the model before the function runs', async () => {
      const { status, headers, json, text } = await post(`${key}-bad`, '{"sku":"tea"}');
      assert.equal(status, 400, text);
      assert.equal(headers.get('x-amzn-errortype'), 'BadRequestException');
      // The message of the function would include what it got.
      assert.doesNotMatch(message(json), /, got /);
    }, ['AWS::ApiGateway::Method.RequestValidatorId']);

    await lab.prove('a page of another origin may post and may read every answer', async () => {
      const origin = { Origin: 'https://shop.example' };
      const preflight = await call(url, {
        method: 'OPTIONS',
        headers: {
          ...origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type,idempotency-key',
        },
      });
      assert.equal(preflight.status, 204, preflight.text);
      assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /\bPOST\b/);
      assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Idempotency-Key/i);
      const answers = [
        preflight,
        await post(key, order(2)),
        await post(key, order(3)),
        await post(`${key}-bad`, '{}'),
        await get('none'),
        await call(url, { method: 'DELETE', headers: origin }),
      ];
      assert.deepEqual(
        answers.map(({ status, headers }) => [status, headers.get('access-control-allow-origin')]),
        [204, 201, 422, 400, 404, 403].map((status) => [status, '*']),
      );
    });

    await lab.prove(
      'the trace of a request shows each call of the function and its time',
      async () => {
        const segments = await traceOf(placed.id, 'created', firstTrace);
        lab.show(waterfall(segments));
        const calls = flatten(segments).filter(({ name }) => name === 'DynamoDB');
        assert.deepEqual(
          calls.map(({ aws }) => aws?.operation),
          ['PutItem', 'PutItem'],
        );
        for (const { start_time, end_time = 0 } of calls) assert.ok(end_time > start_time);
      },
    );

    await lab.prove(
      'the trace of a repeat has an annotation and shows the call that found the key',
      async () => {
        const segments = await traceOf(placed.id, 'replayed', repeatTrace);
        lab.show(waterfall(segments));
        // The failed put is not an error of the order: the handler recognizes a repeat by it.
        assert.ok(flatten(segments).some(({ http }) => http?.response?.status === 400));
      },
    );

    await lab.prove('the trace begins at the stage of the API and has the id that the client sent', async () => {
      const segments = await traceOf(placed.id, 'created', firstTrace);
      const stage = segments.find(({ origin }) => origin === 'AWS::ApiGateway::Stage');
      assert.equal(stage?.trace_id, firstTrace);
      assert.equal(stage?.parent_id, undefined);
    }, ['apigateway: X-Ray tracing']);

    await lab.prove('the X-Ray group finds the repeated order by the annotation', async () => {
      const { Group } = await xray.send(
        new GetGroupCommand({ GroupName: lab.output('TraceGroupName') }),
      );
      await lab.eventually(
        'the repeat in the group',
        async () => {
          const { TraceSummaries = [] } = await xray.send(
            new GetTraceSummariesCommand({
              StartTime: new Date(started - 60_000),
              EndTime: new Date(),
              FilterExpression: Group?.FilterExpression,
            }),
          );
          return TraceSummaries.find(({ Id }) => Id === repeatTrace);
        },
        120,
      );
    }, ['AWS::XRay::Group', 'apigateway: X-Ray tracing']);

    const accessLog = lab.output('AccessLogGroupName');
    if (accessLog === 'none')
      lab.show('no access log: the stack was deployed with accessLog=false');
    else {
      await lab.prove('the access log has a line of JSON for the request, with the id of its trace', async () => {
        const line = await lab.eventually(
          'the access log',
          async () => {
            const { events = [] } = await logs.send(
              new FilterLogEventsCommand({
                logGroupName: accessLog,
                filterPattern: `{ $.traceId = "*${firstTrace}*" }`,
                startTime: started - 60_000,
              }),
            );
            return events[0]?.message;
          },
          180,
        );
        const { method, resource, status } = JSON.parse(line);
        assert.deepEqual([method, resource, status], ['POST', '/orders', '201']);
        return line;
      }, ['AWS::ApiGateway::Stage.AccessLogSetting']);
    }

    await lab.prove(
      'API Gateway throttles requests beyond the burst before they cost an invocation',
      async () => {
        const refused = await lab.eventually('an answer 429', async () => {
          const answers = await Promise.all(
            Array.from({ length: 60 }, () => callOnce(`${url}/none`)),
          );
          return answers.find(({ status }) => status === 429);
        });
        assert.equal(refused.headers.get('access-control-allow-origin'), '*');
        return `429 ${refused.text}`;
      },
    );
  } finally {
    await received?.close();
    for (const { id } of [...(await items('order#')), ...(await items('key#'))]) {
      if (id) await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: { id } }));
    }
  }
};

/** A trace id as X-Ray writes them: version, seconds since 1970, and 96 random bits. */
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000);
  return `1-${seconds.toString(16).padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
}

async function storedTrace(xray: XRayClient, id: string): Promise<Segment[]> {
  const { Traces = [] } = await xray.send(new BatchGetTracesCommand({ TraceIds: [id] }));
  return Traces.flatMap(({ Segments = [] }) => Segments)
    .map(({ Document = '' }) => parseSegment(Document))
    .filter((segment) => segment !== undefined);
}

function message(json: unknown): string {
  return String((json as { message?: unknown } | undefined)?.message);
}
