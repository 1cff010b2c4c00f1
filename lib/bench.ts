/** What a handler is called with to measure it, and what the services answer. */
export interface Load {
  readonly event: unknown;
  /** How many messages, records, requests or files the event has. */
  readonly items: number;
  readonly item: string;
  /** By the name that `operationOf` gives; every other operation is answered with an empty object. */
  readonly answers?: Readonly<Record<string, string>>;
}

const ten = Array.from({ length: 10 }, (_, index) => index);
const sequence = (index: number) => `${10n ** 20n + BigInt(index)}`;
const records = ten.map((index) => ({
  eventName: 'INSERT',
  dynamodb: {
    Keys: { id: { S: `product#${index}` } },
    NewImage: { id: { S: `product#${index}` }, price: { N: '1' } },
    SequenceNumber: sequence(index),
  },
}));

/** One load for each handler, by its file in lambda/ without the ending. */
export const loads: Readonly<Record<string, Load>> = {
  'api/rest-api-tracing/order-handler': {
    event: {
      httpMethod: 'POST',
      headers: { 'Idempotency-Key': 'bench' },
      body: '{"sku":"tea","quantity":2}',
      pathParameters: null,
      requestContext: { requestId: 'r', path: '/prod/orders' },
    },
    items: 1,
    item: 'request',
  },
  'messaging/sqs-dead-letter-queue/consumer': {
    event: {
      Records: ten.map((index) => ({
        messageId: `m${index}`,
        receiptHandle: `r${index}`,
        body: JSON.stringify({ id: `o${index}`, sku: 'tea', quantity: 1 }),
        attributes: { ApproximateReceiveCount: '1' },
      })),
    },
    items: 10,
    item: 'message',
  },
  'database/dynamodb-streams/auditor': { event: { Records: records }, items: 10, item: 'record' },
  'database/dynamodb-streams/recoverer': {
    event: {
      DDBStreamBatchInfo: {
        streamArn: 'arn',
        shardId: 's',
        startSequenceNumber: sequence(0),
        endSequenceNumber: sequence(9),
      },
    },
    items: 10,
    item: 'record',
    answers: {
      GetShardIterator: '{"ShardIterator":"i"}',
      GetRecords: JSON.stringify({ Records: records, NextShardIterator: 'j' }),
    },
  },
  'database/rds-scheduled-snapshot/snapshot-taker': {
    event: {
      id: 'e',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: '2026-12-01T03:00:00Z',
      resources: [],
      detail: {},
    },
    items: 1,
    item: 'run',
    answers: {
      CreateDBSnapshot:
        '<CreateDBSnapshotResponse><CreateDBSnapshotResult/></CreateDBSnapshotResponse>',
    },
  },
  'edge/cloudfront-origin-access-identity/publisher': {
    event: {
      RequestType: 'Create',
      ResponseURL: '$ENDPOINT/answer',
      StackId: 's',
      RequestId: 'r',
      LogicalResourceId: 'l',
      ResourceProperties: {
        Bucket: 'site-bucket',
        Files: ['index.html', 'error.html', 'assets/style.css'].map((Key) => ({
          Key,
          ContentType: 'text/html',
          SourceBucket: 'asset-bucket',
          SourceKey: 'a.html',
        })),
        DistributionIds: ['E1A2B3', 'E4C5D6'],
        DistributionPaths: ['/*'],
      },
    },
    items: 3,
    item: 'file',
    answers: {
      CopyObject: '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>',
      CreateInvalidation: '<Invalidation><Id>I</Id></Invalidation>',
    },
  },
};

/** Handlers that are not measured under load, and why. */
export const withoutLoad: Readonly<Record<string, string>> = {
  'api/api-keys-usage-plan/distance-meter': 'it calls no service',
  'api/lambda-authorizer/report-desk': 'it calls no service',
  'api/lambda-authorizer/verifier': 'its event holds a token that expires',
  'messaging/sqs-fifo-deduplication/bookkeeper':
    'its load is that of the consumer of the standard queue',
};

/** The operation of a request to AWS, whichever of its protocols it is in; else method and path. */
export function operationOf(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) as string;
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
  if (action) return action;
  if (headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
  if (path.includes('/invalidation')) return 'CreateInvalidation';
  return `${method} ${path.split('?')[0]}`;
}

/**
 * The source of a program that loads and makes the AWS SDK clients of a handler and does nothing with them.
 * @param sources of the handler and of the files that it imports
 * @throws if there is no client in them
 */
export function bareClients(sources: readonly string[]): string {
  const lines = new Set<string>();
  const names = new Set<string>();
  for (const source of sources) {
    for (const [, list = '', from] of source.matchAll(
      /import \{([^}]*)\} from '(@aws-sdk\/[^']+)'/g,
    )) {
      const values = list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '));
      const fresh = values.filter((name) => !names.has(name));
      for (const name of fresh) names.add(name);
      if (fresh.length > 0) lines.add(`import { ${fresh.join(', ')} } from '${from}';`);
    }
  }
  const clients = [...names].filter((name) => /^[A-Z]\w*Client$/.test(name));
  if (clients.length === 0) throw new Error('expected an import of an AWS SDK client, found none');
  const made = [...names].map((name) => (clients.includes(name) ? `new ${name}({})` : name));
  return `${[...lines].join('\n')}\nmodule.exports = [${made.join(', ')}];\n`;
}

/** The middle of the values; the higher one of two. */
export function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('expected at least one value, got none');
  return middle;
}

/** A table in Markdown: the first column to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
