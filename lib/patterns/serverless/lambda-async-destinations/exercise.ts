import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  type InvocationType,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';

/** The part of a record that this exercise checks. */
interface InvocationRecord {
  readonly requestContext: {
    readonly requestId?: string;
    readonly functionArn?: string;
    readonly condition?: string;
    readonly approximateInvokeCount?: number;
  };
  readonly requestPayload: unknown;
  readonly responseContext?: { readonly functionError?: string };
  readonly responsePayload?: { readonly errorMessage?: string };
}

/** The two retries wait one and two minutes, and delivery may take a while. */
const FOR_GOOD = 420;

export const exercise: Exercise = async (lab) => {
  const lambda = new LambdaClient({});
  const sqs = new SQSClient({});
  const dynamodb = new DynamoDBClient({});
  const logs = new CloudWatchLogsClient({});
  const invoicer = lab.output('InvoicerName');
  const legacyInvoicer = lab.output('LegacyInvoicerName');
  const archivist = lab.output('ArchivistName');
  const failedEvents = lab.output('FailedEventsUrl');
  const deadLetters = lab.output('DeadLettersUrl');
  const prices = { TableName: lab.output('PricesTableName') };
  const invoices = { TableName: lab.output('InvoicesTableName') };
  const startTime = Date.now() - 60_000;

  const run = randomUUID().slice(0, 8);
  const ids = new Set<string>();
  const skus = new Set<string>();
  /** An order of this run, for one article whose price may not exist yet. */
  const order = (name: string, article: string) => {
    const [id, sku] = [`${name}-${run}`, `${article}-${run}`];
    ids.add(id);
    skus.add(sku);
    return { id, lines: [{ sku, quantity: 2 }] };
  };
  const setPrice = (article: string, cents: number) =>
    dynamodb.send(
      new PutItemCommand({
        ...prices,
        Item: { sku: { S: `${article}-${run}` }, cents: { N: `${cents}` } },
      }),
    );
  const invoke = async (FunctionName: string, invocationType: InvocationType, payload: unknown) => {
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName,
        InvocationType: invocationType,
        Payload: JSON.stringify(payload),
      }),
    );
    const text = Buffer.from(answer.Payload ?? []).toString();
    return { status: answer.StatusCode, error: answer.FunctionError, text };
  };
  /** Invokes asynchronously and checks that the caller learns only that the event was accepted. */
  const send = async (name: string, payload: unknown) => {
    assert.deepEqual(await invoke(name, 'Event', payload), {
      status: 202,
      error: undefined,
      text: '',
    });
  };

  /** What an invoicer logged about an order that contains a text: 'refused' or 'invoiced', once per attempt. */
  const said = async (words: string, text: string, logGroup = 'InvoicerLogGroupName') => {
    const wanted = new RegExp(`(^|\\s)${words} .*${text}`, 'm');
    const found: { readonly message: string; readonly timestamp: number }[] = [];
    for await (const { events = [] } of paginateFilterLogEvents(
      { client: logs },
      { logGroupName: lab.output(logGroup), filterPattern: `"${text}"`, startTime },
    )) {
      for (const { message = '', timestamp = 0 } of events)
        if (wanted.test(message)) found.push({ message, timestamp });
    }
    return found.sort((a, b) => a.timestamp - b.timestamp);
  };
  const times = (count: number, words: string, text: string, logGroup?: string, seconds?: number) =>
    lab.eventually(
      `'${words} … ${text}' to be logged ${count} times`,
      async () => {
        const found = await said(words, text, logGroup);
        return found.length >= count ? found : undefined;
      },
      seconds,
    );
  const exactly = async (count: number, words: string, text: string, logGroup?: string) => {
    assert.equal((await times(count, words, text, logGroup)).length, count, `${words} … ${text}`);
  };

  /** Receives the messages of this run from a queue and deletes them. */
  const take = async (QueueUrl: string): Promise<Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 1,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    const ours = Messages.filter(({ Body = '' }) => Body.includes(run));
    for (const { ReceiptHandle } of ours)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return ours;
  };
  const records: InvocationRecord[] = [];
  const collect = async () => {
    for (const { Body = '{}' } of await take(failedEvents)) records.push(JSON.parse(Body));
  };
  const recordsOf = (text: string) =>
    records.filter(({ requestPayload }) => JSON.stringify(requestPayload).includes(text));
  const recordOf = (text: string) =>
    lab.eventually(
      `the record of ${text}`,
      async () => {
        await collect();
        return recordsOf(text)[0];
      },
      FOR_GOOD,
    );
  const filed = async (id: string) => {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ ...invoices, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item;
  };

  const unknown = order('unknown', 'coffee');
  const nonsense = { note: `nonsense-${run}` };
  const fixed = order('fixed', 'cocoa');
  const legacy = order('legacy', 'coffee');
  await lab.prove(
    'an asynchronous caller is answered 202, without a result or an error',
    async () => {
      // On AWS, their three attempts take three minutes; the other claims are proven meanwhile.
      await send(invoicer, unknown);
      await send(invoicer, nonsense);
      await send(invoicer, fixed);
      await send(legacyInvoicer, legacy);
    },
  );

  await lab.prove('an event succeeds at a retry when its cause is fixed in time', async () => {
    await times(1, 'refused', fixed.id);
    await setPrice('cocoa', 150);
    await times(1, 'invoiced', fixed.id, undefined, FOR_GOOD);
    const refused = (await said('refused', fixed.id)).length;
    return `invoiced at attempt ${refused + 1}`;
  }, ['lambda: context of invocation records']);

  const caller = order('caller', 'coffee');
  await lab.prove('a synchronous caller gets the error in the answer', async () => {
    const { status, error, text } = await invoke(invoicer, 'RequestResponse', caller);
    assert.deepEqual([status, error], [200, 'Unhandled']);
    assert.match(JSON.parse(text).errorMessage, /^expected whole cents as price of "coffee-/);
  });

  await lab.prove(
    'an event that keeps failing is tried three times, even if it can never succeed, and kept with its error',
    async () => {
      for (const [event, text, message] of [
        [unknown, unknown.id, /^expected whole cents as price of "coffee-/],
        [nonsense, nonsense.note, /^expected an order such as /],
      ] as const) {
        const record = await recordOf(text);
        assert.deepEqual(record.requestPayload, event);
        assert.equal(record.responseContext?.functionError, 'Unhandled');
        assert.match(record.responsePayload?.errorMessage ?? '', message);
        await exactly(3, 'refused', text);
      }
      const at = (await said('refused', unknown.id)).map(({ timestamp }) => timestamp);
      const waits = at.slice(1).map((time, index) => (time - (at[index] as number)) / 1000);
      return `attempts ${waits.map((wait) => `${wait.toFixed(0)} s`).join(' and ')} apart`;
    },
  );

  await lab.prove('the record says why and after how many attempts the event failed, and all attempts share one request id', async () => {
    const { requestId, functionArn, condition, approximateInvokeCount } = (
      await recordOf(unknown.id)
    ).requestContext;
    assert.deepEqual([condition, approximateInvokeCount], ['RetriesExhausted', 3]);
    assert.ok(functionArn?.endsWith(`:${invoicer}:$LATEST`), functionArn);
    assert.ok(requestId, 'the id of the request');
    for (const { message } of await said('refused', unknown.id))
      assert.ok(message.includes(requestId), `expected ${requestId} in ${message}`);
    return `${condition} after ${approximateInvokeCount} attempts`;
  }, ['lambda: context of invocation records', 'lambda: log lines of Node.js']);

  await lab.prove(
    'a synchronous call is tried once, and FailedEvents gets no record of it or of a success',
    async () => {
      await collect();
      assert.deepEqual([...recordsOf(caller.id), ...recordsOf(fixed.id)], []);
      await exactly(1, 'refused', caller.id);
    },
  );

  await lab.prove(
    'an event can be run again from its record after its cause is fixed',
    async () => {
      const { requestPayload } = await recordOf(unknown.id);
      await setPrice('coffee', 275);
      await send(invoicer, requestPayload);
      await exactly(1, 'invoiced', unknown.id);
      await exactly(3, 'refused', unknown.id);
    },
  );

  await lab.prove(
    'a function without any setting also tries an event three times',
    () =>
      times(3, 'refused', legacy.id, 'LegacyInvoicerLogGroupName', FOR_GOOD).then(
        () => 'two retries are the default',
      ),
    ['lambda: context of invocation records'],
  );

  await lab.prove('the dead-letter queue of that function gets the original event, with the error in an attribute', async () => {
    const { Body, MessageAttributes = {} } = await lab.eventually(
      `the dead letter of ${legacy.id}`,
      async () => (await take(deadLetters)).find(({ Body = '' }) => Body.includes(legacy.id)),
      FOR_GOOD,
    );
    assert.deepEqual(JSON.parse(Body ?? ''), legacy);
    assert.match(
      MessageAttributes.ErrorMessage?.StringValue ?? '',
      /expected whole cents as price of "coffee-/,
    );
    assert.ok(MessageAttributes.RequestID?.StringValue, 'the attribute RequestID');
    return `ErrorCode ${MessageAttributes.ErrorCode?.StringValue}`;
  }, ['AWS::Lambda::Function.DeadLetterConfig', 'lambda: context of invocation records']);

  await lab.prove('the result of an asynchronous call goes to the next function, that of a synchronous call does not', async () => {
    const direct = order('direct', 'cocoa');
    const { error, text } = await invoke(invoicer, 'RequestResponse', direct);
    assert.equal(error, undefined, text);
    const twice = order('twice', 'cocoa');
    await send(invoicer, twice);
    await send(invoicer, twice);
    for (const { id } of [twice, fixed, unknown]) {
      const found = await lab.eventually(`the invoice of ${id}`, () => filed(id), 120);
      assert.equal(found.totalCents?.N, id === unknown.id ? '655' : '357');
    }
    assert.equal(await filed(direct.id), undefined, 'the invoice of the synchronous call');
  }, ['lambda: on-success destinations']);

  await lab.prove(
    'a record that is delivered twice is filed once, and a different order cannot take its place',
    async () => {
      const { id, lines } = order('record', 'cocoa');
      const record = (quantity: number, requestId: string) => ({
        requestContext: { requestId, condition: 'Success', approximateInvokeCount: 1 },
        responsePayload: {
          id,
          lines: lines.map(({ sku }) => ({ sku, quantity, cents: 100 })),
          netCents: quantity * 100,
          vatCents: quantity * 19,
          totalCents: quantity * 119,
        },
      });
      for (const requestId of ['first', 'first', 'second']) {
        const { error, text } = await invoke(archivist, 'RequestResponse', record(2, requestId));
        assert.equal(error, undefined, text);
      }
      const other = await invoke(archivist, 'RequestResponse', record(3, 'third'));
      assert.equal(other.error, 'Unhandled');
      const found = await filed(id);
      assert.deepEqual([found?.totalCents?.N, found?.requestId?.S], ['238', 'first']);
    },
  );

  await lab.prove('with a reserved concurrency of zero, an event goes to the destination without an attempt', async () => {
    const FunctionName = invoicer;
    const { ReservedConcurrentExecutions: before } = await lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName }),
    );
    const reserve = (ReservedConcurrentExecutions: number) =>
      lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }),
      );
    const stopped = order('stopped', 'cocoa');
    try {
      await reserve(0);
      await send(invoicer, stopped);
      const { requestPayload, requestContext } = await recordOf(stopped.id);
      assert.deepEqual(requestPayload, stopped);
      for (const words of ['invoiced', 'refused'])
        assert.deepEqual(await said(words, stopped.id), []);
      return `condition ${requestContext.condition}`;
    } finally {
      if (before === undefined)
        await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
      else await reserve(before);
    }
  }, ['lambda: throttled asynchronous events']);

  for (const id of ids)
    await dynamodb.send(new DeleteItemCommand({ ...invoices, Key: { id: { S: id } } }));
  for (const sku of skus)
    await dynamodb.send(new DeleteItemCommand({ ...prices, Key: { sku: { S: sku } } }));
};
