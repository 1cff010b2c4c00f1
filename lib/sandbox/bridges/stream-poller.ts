import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import {
  type EventSourceMappingConfiguration,
  InvokeCommand,
  LambdaClient,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** What a batch needs to be handled as Lambda handles it; all of it is a setting of the mapping. */
export interface Batching<Item> {
  /** Invokes the function; returns the place in the batch of the first failure, or undefined. */
  readonly invoke: (batch: readonly Item[]) => Promise<number | undefined>;
  /** Is told of the items that are given up on. */
  readonly giveUp: (batch: readonly Item[]) => Promise<void>;
  readonly bisect: boolean;
  /** How often a batch is tried again; -1 is without end. */
  readonly retries: number;
  /** Ends the delivery between two attempts. */
  readonly signal?: AbortSignal;
}

/**
 * Hands over one batch as Lambda does with a stream: what lies before the first failure is done, the
 * rest is split in two (which does not count as a retry) or tried again, and given up at the end.
 */
export async function deliver<Item>(batch: readonly Item[], how: Batching<Item>): Promise<void> {
  let rest = batch;
  for (let retries = how.retries; rest.length > 0 && !how.signal?.aborted; ) {
    const failure = await how.invoke(rest);
    if (failure === undefined) return;
    rest = rest.slice(failure);
    if (how.bisect && rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      await deliver(rest.slice(0, middle), { ...how, retries });
      rest = rest.slice(middle);
    } else if (retries !== 0) {
      retries -= 1;
      // Without end, the shard waits behind the bad record; so does this, but not at full speed.
      if (retries < 0) await sleep(500, undefined, { signal: how.signal }).catch(() => undefined);
    } else {
      await how.giveUp(rest);
      return;
    }
  }
}

/**
 * Takes the DynamoDB streams over from the emulator's own poller, which takes every answer of a
 * function for a success. Everything it needs to know stands in the mappings as they were deployed.
 * @returns stops the polling
 */
export async function takeOverStreams(): Promise<() => Promise<void>> {
  const lambda = new LambdaClient({});
  const mappings: EventSourceMappingConfiguration[] = [];
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings(
    { client: lambda },
    {},
  )) {
    mappings.push(
      ...EventSourceMappings.filter(({ EventSourceArn }) => EventSourceArn?.includes(':dynamodb:')),
    );
  }
  const stopped = new AbortController();
  const polling = mappings.map(async (mapping) => {
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping.UUID, Enabled: false }));
    await poll(mapping, lambda, stopped.signal);
  });
  return async () => {
    stopped.abort();
    await Promise.all(polling);
  };
}

async function poll(
  mapping: EventSourceMappingConfiguration,
  lambda: LambdaClient,
  signal: AbortSignal,
): Promise<void> {
  const { EventSourceArn: StreamArn, FunctionArn: FunctionName } = mapping;
  const patterns = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern = '{}' }) =>
    JSON.parse(Pattern),
  );
  const streams = new DynamoDBStreamsClient({});
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const [{ ShardId } = {}] = StreamDescription?.Shards ?? [];
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );

  const how: Batching<StreamRecord> = {
    bisect: mapping.BisectBatchOnFunctionError ?? false,
    retries: mapping.MaximumRetryAttempts ?? -1,
    signal,
    invoke: async (batch) => {
      const Payload = JSON.stringify({
        Records: batch.map((record) => asEvent(record, StreamArn)),
      });
      const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
      if (answer.FunctionError) return 0;
      if (!mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures')) return undefined;
      const { batchItemFailures = [] } =
        JSON.parse(Buffer.from(answer.Payload ?? []).toString() || '{}') ?? {};
      const failed = new Set(
        batchItemFailures.map(({ itemIdentifier }: { itemIdentifier: string }) => itemIdentifier),
      );
      const first = batch.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber));
      return first === -1 ? undefined : first;
    },
    giveUp: (batch) => reportFailure(mapping, ShardId ?? '', batch),
  };

  for (let iterator = ShardIterator; iterator !== undefined && !signal.aborted; ) {
    const { Records = [], NextShardIterator } = await streams.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: mapping.BatchSize }),
    );
    const batch = Records.filter(
      (record) =>
        patterns.length === 0 ||
        patterns.some((pattern) => matches(asEvent(record, StreamArn), pattern)),
    );
    if (batch.length > 0) await deliver(batch, how);
    iterator = NextShardIterator;
    if (Records.length === 0) await sleep(200, undefined, { signal }).catch(() => undefined);
  }
}

/** Sends to the on-failure queue what Lambda sends there: where the records lie, and not the records. */
async function reportFailure(
  { DestinationConfig, EventSourceArn, FunctionArn }: EventSourceMappingConfiguration,
  shardId: string,
  batch: readonly StreamRecord[],
): Promise<void> {
  const queueArn = DestinationConfig?.OnFailure?.Destination;
  if (!queueArn) return;
  const sqs = new SQSClient({});
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: queueArn.split(':').at(-1) }),
  );
  const message = {
    requestContext: { functionArn: FunctionArn, condition: 'RetryAttemptsExhausted' },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: batch[0]?.dynamodb?.SequenceNumber,
      endSequenceNumber: batch.at(-1)?.dynamodb?.SequenceNumber,
      batchSize: batch.length,
      streamArn: EventSourceArn,
    },
  };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}

/** A record of the Streams API in the shape in which Lambda hands it to a function. */
function asEvent(
  { dynamodb, userIdentity, ...record }: StreamRecord,
  eventSourceARN: string | undefined,
): Record<string, unknown> {
  const created = dynamodb?.ApproximateCreationDateTime;
  const { Type: type, PrincipalId: principalId } = userIdentity ?? {};
  return {
    ...record,
    ...(userIdentity && { userIdentity: { type, principalId } }),
    dynamodb: withTextForBytes({
      ...dynamodb,
      ApproximateCreationDateTime: created && created.getTime() / 1000,
    }),
    eventSourceARN,
  };
}

/** Binary attributes travel as base64. */
function withTextForBytes(tree: unknown): unknown {
  if (tree instanceof Uint8Array) return Buffer.from(tree).toString('base64');
  if (Array.isArray(tree)) return tree.map(withTextForBytes);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, withTextForBytes(value)]),
  );
}

/**
 * Whether a record passes a filter pattern.
 * @throws for a comparison that is neither an equal value nor a prefix
 */
export function matches(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    return pattern.some((allowed) => {
      if (typeof allowed !== 'object' || allowed === null) return value === allowed;
      if (typeof allowed.prefix === 'string')
        return typeof value === 'string' && value.startsWith(allowed.prefix);
      throw new Error(
        `expected a value or a prefix in a filter pattern, got ${JSON.stringify(allowed)}`,
      );
    });
  }
  return Object.entries(pattern as object).every(([key, inner]) =>
    matches((value as Record<string, unknown> | undefined)?.[key], inner),
  );
}
