import { Readable } from 'node:stream';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Template } from 'aws-cdk-lib/assertions';
import type { CloudFormationCustomResourceEvent, S3Event } from 'aws-lambda';
import { decodeKey, parseDelivery } from '../../../../lambda/storage/s3-event-to-dynamodb/delivery';
import { fitsIntoXml } from '../../../../lambda/storage/s3-event-to-dynamodb/emptying';
import {
  batchesOf,
  linesOf,
  type Rejected,
  type Row,
} from '../../../../lambda/storage/s3-event-to-dynamodb/invoice';
import { S3EventToDynamodbStack } from '../../../../lib/patterns/storage/s3-event-to-dynamodb/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const header = 'number,date,cents';
const may = 'invoices/acme/may.csv';
/** The sequencer of the records below, padded as the tables store it. */
const sequencer = '0055AED6DCD90281E5'.padEnd(64, '0');

describe('the stack', () => {
  const stack = build(S3EventToDynamodbStack);
  const template = Template.fromStack(stack);
  const { Resources } = template.toJSON();
  const id = (type: string, construct: string) => logicalId(stack, type, construct);
  const properties = (type: string, construct: string) => Resources[id(type, construct)].Properties;
  const arn = (type: string, construct: string) => ({ 'Fn::GetAtt': [id(type, construct), 'Arn'] });
  const ref = (type: string, construct: string) => ({ Ref: id(type, construct) });

  const inbox = properties('AWS::S3::Bucket', 'Inbox');
  const importer = properties('AWS::Lambda::Function', 'Importer');
  const emptier = properties('AWS::Lambda::Function', 'Emptier');
  const retries = properties('AWS::Lambda::EventInvokeConfig', 'Importer');
  const [{ Function: notified, Filter }] = inbox.NotificationConfiguration.LambdaConfigurations;
  /** The folder of which the importer is notified. */
  const folder = Filter.S3Key.Rules[0].Value;

  test('notifies the importer of each new file, and nobody else', () => {
    expect(notified).toEqual(arn('AWS::Lambda::Function', 'Importer'));
    expect(Object.keys(inbox.NotificationConfiguration)).toEqual(['LambdaConfigurations']);
    expect(inbox.NotificationConfiguration.LambdaConfigurations).toHaveLength(1);
  });

  test('creates the permission of the bucket first, because S3 checks it', () => {
    expect(Resources[id('AWS::S3::Bucket', 'Inbox')].DependsOn).toEqual([
      id('AWS::Lambda::Permission', 'InboxMayInvoke'),
    ]);
  });

  test('has a bucket name of at most 63 characters even in the Region with the longest name', () => {
    const suffix = '-123456789012-ap-northeast-1-an';
    expect(`${inbox.BucketNamePrefix}${suffix}`.length).toBeLessThanOrEqual(63);
    expect(inbox.BucketNamePrefix).toMatch(/^[a-z0-9][a-z0-9-]*[a-z0-9]$/);
  });

  test('notifies the importer only of keys that it can parse', () => {
    const [prefix, suffix] = Filter.S3Key.Rules;
    const key = `${prefix.Value}acme/may${suffix.Value}`;
    expect(parseDelivery(recordOf({ key })).file).toBe(key);
  });

  test('keeps an event long enough for all attempts', () => {
    const waits = 60 + 120;
    const attempts = retries.MaximumRetryAttempts + 1;
    expect(retries.MaximumEventAgeInSeconds).toBeGreaterThan(attempts * importer.Timeout + waits);
  });

  test('sends failed events to the queue that the alarm watches', () => {
    const rejects = id('AWS::SQS::Queue', 'Rejects');
    expect(retries.DestinationConfig).toEqual({
      OnFailure: { Destination: arn('AWS::SQS::Queue', 'Rejects') },
    });
    expect(retries.FunctionName).toEqual(ref('AWS::Lambda::Function', 'Importer'));
    expect(retries.Qualifier).toBe('$LATEST');
    expect(properties('AWS::CloudWatch::Alarm', 'RejectsAlarm')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [rejects, 'QueueName'] } }],
    });
  });

  test('gives the importer the names of its tables and the URL of its queue', () => {
    expect(importer.Environment.Variables).toEqual({
      INVOICES_TABLE_NAME: ref('AWS::DynamoDB::Table', 'Invoices'),
      REGISTER_TABLE_NAME: ref('AWS::DynamoDB::Table', 'Register'),
      REJECTS_URL: ref('AWS::SQS::Queue', 'Rejects'),
    });
  });

  test('gives each function its own log group', () => {
    for (const [name, one] of Object.entries({ Importer: importer, Emptier: emptier }))
      expect(one.LoggingConfig.LogGroup).toEqual(ref('AWS::Logs::LogGroup', `${name}Logs`));
  });

  test('empties the inbox before CloudFormation deletes it', () => {
    const emptying = properties('Custom::EmptyBucket', 'EmptyInbox');
    expect(emptying.ServiceToken).toEqual(arn('AWS::Lambda::Function', 'Emptier'));
    // It refers to the bucket, so it is created after the bucket and deleted before it.
    expect(emptying.Bucket).toEqual(ref('AWS::S3::Bucket', 'Inbox'));
    // Otherwise CloudFormation would give up before the emptier can report a failure.
    expect(Number(emptying.ServiceTimeout)).toBeGreaterThan(emptier.Timeout);
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on ImporterRole, EmptierRole
      s3.amazonaws.com, 222222222222 may not sts:AssumeRole on ImporterRole, EmptierRole
      s3.amazonaws.com may lambda:InvokeFunction on Importer when aws:SourceArn is Inbox and aws:SourceAccount is 111111111111
      s3.amazonaws.com may not lambda:InvokeFunction on Importer when aws:SourceArn is Inbox and aws:SourceAccount is 222222222222
      s3.amazonaws.com may not lambda:InvokeFunction on Importer when aws:SourceArn is arn:aws:s3:::other and aws:SourceAccount is 111111111111
      s3.amazonaws.com may not lambda:InvokeFunction on Emptier when aws:SourceArn is Inbox and aws:SourceAccount is 111111111111
      anonymous, 222222222222, events.amazonaws.com may not lambda:InvokeFunction on Importer, Emptier
      Importer may s3:GetObjectVersion on Inbox/${folder}may.csv
      Importer may not s3:GetObjectVersion on Inbox/other/may.csv
      Importer may not s3:GetObjectVersion on Inbox/${folder}may.csv when aws:ResourceAccount is 222222222222
      Importer may not s3:GetObject, s3:PutObject, s3:DeleteObjectVersion on Inbox/${folder}may.csv
      Importer may dynamodb:PutItem on Invoices
      Importer may not dynamodb:GetItem, dynamodb:DeleteItem on Invoices
      Importer may dynamodb:GetItem, dynamodb:PutItem on Register
      Importer may not dynamodb:UpdateItem, dynamodb:Scan on Register
      Importer may sqs:SendMessage on Rejects
      Importer may not sqs:ReceiveMessage on Rejects
      Emptier may s3:ListBucketVersions on Inbox
      Emptier may s3:DeleteObjectVersion on Inbox/${folder}may.csv
      Emptier may not s3:GetObjectVersion, s3:PutObject on Inbox/${folder}may.csv
      Emptier may not s3:DeleteBucket, s3:PutBucketPolicy on Inbox
      anonymous, 222222222222 may not s3:GetObject, s3:PutObject on Inbox/${folder}may.csv
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on Rejects
      Importer, 111111111111 must not s3:GetObjectVersion on Inbox/${folder}may.csv when aws:SecureTransport is false
      Emptier, 111111111111 must not s3:ListBucketVersions on Inbox when aws:SecureTransport is false
      Importer, 111111111111 must not sqs:SendMessage on Rejects when aws:SecureTransport is false
      Importer may logs:CreateLogStream, logs:PutLogEvents on ImporterLogs
      Emptier may logs:CreateLogStream, logs:PutLogEvents on EmptierLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

/** A record of an S3 event, with only the fields that the importer reads. */
function recordOf({
  key = may,
  versionId = 'v1',
  sequencer = '0055AED6DCD90281E5',
}: Partial<Record<'key' | 'versionId' | 'sequencer', string>> = {}) {
  return {
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: 'inbox' }, object: { key, versionId, sequencer } },
  };
}
const eventOf = (...records: Parameters<typeof recordOf>[0][]) =>
  ({ Records: records.map((record) => recordOf(record)) }) as unknown as S3Event;

describe('the importer', () => {
  let files: Record<string, string | Readable>;
  let reads: jest.SpyInstance;
  let dynamodb: jest.SpyInstance;
  let queue: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/storage/s3-event-to-dynamodb/importer').handler;

  const puts = (table: string) =>
    dynamodb.mock.calls
      .map(([{ input }]) => input)
      .filter((input) => input.TableName === table && input.Item);
  /** The answer of a connection that ends after this text. */
  const breakAfter = (text: string) => {
    files[may] = Readable.from(
      (async function* () {
        yield text;
        throw new Error('ECONNRESET');
      })(),
    );
  };
  const numbers = () => puts('invoices').map(({ Item }) => Item.number.S);
  const message = () => JSON.parse(queue.mock.calls[0][0].input.MessageBody);
  /** The answer of DynamoDB to a put whose condition fails. */
  const held = (stored: object) =>
    new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
      Item: {
        date: { S: '2026-05-01' },
        cents: { N: '5' },
        file: { S: may },
        sequencer: { S: sequencer },
        line: { N: '2' },
        ...stored,
      },
    });

  beforeAll(async () => {
    process.env.INVOICES_TABLE_NAME = 'invoices';
    process.env.REGISTER_TABLE_NAME = 'register';
    process.env.REJECTS_URL = 'https://rejects';
    ({ handler } = await import('../../../../lambda/storage/s3-event-to-dynamodb/importer'));
  });

  beforeEach(() => {
    files = {};
    reads = jest.spyOn(S3Client.prototype, 'send').mockImplementation((async ({
      input: { Key = '' },
    }: GetObjectCommand) => {
      const file = files[Key];
      return { Body: typeof file === 'string' ? Readable.from([Buffer.from(file)]) : file };
    }) as never);
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    queue = jest.spyOn(SQSClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'log').mockImplementation();
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('reads the version of the notification, by its decoded key', async () => {
    files['invoices/müller/Jänner + Nachtrag.csv'] = header;
    await handler(eventOf({ key: 'invoices/m%C3%BCller/J%C3%A4nner+%2B+Nachtrag.csv' }));
    expect(reads.mock.calls.map(([{ input }]) => input)).toEqual([
      { Bucket: 'inbox', Key: 'invoices/müller/Jänner + Nachtrag.csv', VersionId: 'v1' },
    ]);
  });

  test('writes a row unless a newer version of its file, or another file, wrote it before', async () => {
    files[may] = `${header}\nR-1,2026-05-01,-250\n`;
    await handler(eventOf({}));
    expect(puts('invoices')).toEqual([
      {
        TableName: 'invoices',
        Item: {
          vendor: { S: 'acme' },
          number: { S: 'R-1' },
          date: { S: '2026-05-01' },
          cents: { N: '-250' },
          file: { S: may },
          line: { N: '2' },
          sequencer: { S: sequencer },
        },
        ConditionExpression:
          'attribute_not_exists(vendor) OR (#file = :file AND sequencer < :sequencer)',
        ExpressionAttributeNames: { '#file': 'file' },
        ExpressionAttributeValues: { ':file': { S: may }, ':sequencer': { S: sequencer } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ]);
  });

  test('registers a version after it has written all rows', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_000_000_500);
    files[may] = `${header}\nR-1,2026-05-01,5\nR-2,2026-05-01,5\nbad`;
    await handler(eventOf({}));
    expect(dynamodb.mock.calls.at(-1)[0].input).toEqual({
      TableName: 'register',
      Item: {
        file: { S: may },
        sequencer: { S: sequencer },
        versionId: { S: 'v1' },
        written: { N: '2' },
        unchanged: { N: '0' },
        superseded: { N: '0' },
        rejected: { N: '1' },
        expires: { N: `${1_000_000 + 90 * 24 * 60 * 60}` },
      },
    });
    expect(numbers()).toEqual(['R-1', 'R-2']);
  });

  test('does not read a registered version again', async () => {
    dynamodb.mockImplementation(async (command) =>
      command instanceof GetItemCommand ? { Item: {} } : {},
    );
    await handler(eventOf({}));
    expect(dynamodb.mock.calls.map(([{ input }]) => input)).toEqual([
      {
        TableName: 'register',
        Key: { file: { S: may }, sequencer: { S: sequencer } },
        ConsistentRead: true,
      },
    ]);
    expect(reads).not.toHaveBeenCalled();
  });

  test.each<[string, string, object]>([
    ['from an earlier attempt', 'unchanged', {}],
    ['from another line', 'unchanged', { line: { N: '3' } }],
    ['from another file', 'unchanged', { file: { S: 'other' }, sequencer: { S: 'F' } }],
    ['from a newer version', 'superseded', { sequencer: { S: 'F' } }],
    ['corrected by a newer version', 'superseded', { sequencer: { S: 'F' }, cents: { N: '9' } }],
    ['with another amount', 'rejected', { cents: { N: '9' } }],
    ['with another date', 'rejected', { date: { S: '2026-05-02' } }],
  ])('finds a row in the table %s, and counts it as %s', async (_, outcome, stored) => {
    files[may] = `${header}\nR-1,2026-05-01,5\n`;
    dynamodb.mockImplementation(async ({ input }) => {
      if (input.TableName === 'invoices') throw held(stored);
      return {};
    });
    await handler(eventOf({}));
    expect(puts('register')[0].Item).toMatchObject({ written: { N: '0' }, [outcome]: { N: '1' } });
    expect(queue).toHaveBeenCalledTimes(outcome === 'rejected' ? 1 : 0);
  });

  test('rejects a row that contradicts the table, and a line that is no invoice', async () => {
    files[may] = `${header}\nR-1,2026-05-01,6\nR-2,tomorrow,5\n`;
    dynamodb.mockImplementation(async ({ input }) => {
      if (input.TableName === 'invoices') throw held({ file: { S: 'invoices/acme/april.csv' } });
      return {};
    });
    await handler(eventOf({}));
    expect(queue.mock.calls[0][0].input.QueueUrl).toBe('https://rejects');
    expect(message()).toEqual({
      file: may,
      versionId: 'v1',
      rejected: 2,
      rows: [
        {
          line: 2,
          reason:
            'expected 2026-05-01 and 5 cents, as in line 2 of "invoices/acme/april.csv", for invoice "R-1", got 2026-05-01 and 6 cents',
        },
        { line: 3, reason: 'expected a date such as 2026-12-31, got "tomorrow"' },
      ],
    });
    expect(queue).toHaveBeenCalledTimes(1);
  });

  test('lists at most a hundred bad rows, but counts all of them', async () => {
    files[may] = `${header}\n${'bad\n'.repeat(1000)}`;
    await handler(eventOf({}));
    expect(message().rejected).toBe(1000);
    expect(message().rows.map(({ line }: Rejected) => line)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 2),
    );
  });

  test('writes 25 rows at the same time, but two rows of one invoice in order', async () => {
    let running = 0;
    let most = 0;
    dynamodb.mockImplementation(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return {};
    });
    const rows = Array.from({ length: 60 }, (_, index) => `R-${index},2026-05-01,1`);
    files[may] = [header, ...rows, 'R-59,2026-05-01,2'].join('\n');
    await handler(eventOf({}));
    expect(most).toBe(25);
    expect(numbers()).toHaveLength(61);
    const twice = puts('invoices').filter(({ Item }) => Item.number.S === 'R-59');
    expect(twice.map(({ Item }) => Item.cents.N)).toEqual(['1', '2']);
  });

  test('does not load the whole file into memory before it writes', async () => {
    let made = 0;
    const endless = Readable.from(
      (function* () {
        yield `${header}\n`;
        for (;;) yield `R-${made++},2026-05-01,1\n`;
      })(),
    );
    files[may] = endless;
    dynamodb.mockImplementation(async ({ input }) => {
      if (input.Item?.number?.S === 'R-500') throw new Error('throttled');
      return {};
    });
    await expect(handler(eventOf({}))).rejects.toThrow('throttled');
    expect(made).toBeLessThan(5000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(endless.destroyed).toBe(true);
  });

  test.each([
    ['the table throttles', () => dynamodb.mockRejectedValue(new Error('throttled')), 'throttled'],
    ['the version is gone', () => reads.mockRejectedValue(new Error('gone')), 'gone'],
    ['the queue refuses', () => queue.mockRejectedValue(new Error('denied')), 'denied'],
    ['the connection breaks', () => breakAfter(`${header}\nR-1,2026-05-01,5\n`), 'ECONNRESET'],
  ])('fails, so that Lambda retries, when %s', async (_, happen, words) => {
    files[may] = `${header}\nR-1,2026-05-01,5\nbad\n`;
    happen();
    await expect(handler(eventOf({}))).rejects.toThrow(words);
    expect(puts('register')).toEqual([]);
  });
});

describe('the emptier', () => {
  let bucket: jest.SpyInstance;
  let reply: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/storage/s3-event-to-dynamodb/emptier').handler;

  const asked = (RequestType: string, ResourceProperties: object = { Bucket: 'inbox' }) =>
    ({
      RequestType,
      ResponseURL: 'https://answer',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'EmptyInbox',
      PhysicalResourceId: 'inbox',
      ResourceProperties,
    }) as unknown as CloudFormationCustomResourceEvent;
  const answered = () => JSON.parse(reply.mock.calls[0][1].body);
  const deletes = () =>
    bucket.mock.calls.map(([{ input }]) => input).filter((input) => input.Delete);

  beforeAll(async () => {
    ({ handler } = await import('../../../../lambda/storage/s3-event-to-dynamodb/emptier'));
  });

  beforeEach(() => {
    bucket = jest.spyOn(S3Client.prototype, 'send').mockResolvedValue({} as never);
    reply = jest.spyOn(global, 'fetch').mockResolvedValue({ ok: true } as never);
    jest.spyOn(console, 'log').mockImplementation();
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('deletes every version and delete marker, page by page', async () => {
    const version = (Key: string, VersionId: string) => ({ Key, VersionId });
    const Versions = [version('a', '2'), version('a', '1')];
    const DeleteMarkers = [version('b', '3')];
    const more = [version('c', 'null')];
    const pages = [{ Versions, DeleteMarkers }, { Versions: more }, {}];
    bucket.mockImplementation(async (command) =>
      command instanceof ListObjectVersionsCommand ? pages.shift() : {},
    );
    await handler(asked('Delete'));
    expect(deletes()).toEqual([
      { Bucket: 'inbox', Delete: { Objects: [...Versions, ...DeleteMarkers], Quiet: true } },
      { Bucket: 'inbox', Delete: { Objects: more, Quiet: true } },
    ]);
    expect(pages).toEqual([]);
    expect(answered()).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'inbox',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'EmptyInbox',
    });
    expect(reply.mock.calls[0]).toMatchObject([
      'https://answer',
      { method: 'PUT', headers: { 'content-type': '' } },
    ]);
  });

  test('asks for encoded keys, and deletes one by one those that XML cannot carry', async () => {
    const page = {
      EncodingType: 'url',
      Versions: [
        { Key: 'a+b%2B%E2%98%95', VersionId: '1' },
        { Key: 'a%10', VersionId: '2' },
      ],
    };
    const pages = [page, {}];
    bucket.mockImplementation(async (command) =>
      command instanceof ListObjectVersionsCommand ? pages.shift() : {},
    );
    await handler(asked('Delete'));
    const inputs = bucket.mock.calls.map(([{ input }]) => input);
    expect(inputs[0]).toEqual({ Bucket: 'inbox', EncodingType: 'url' });
    expect(inputs.slice(1, -1)).toEqual([
      { Bucket: 'inbox', Key: 'a\u0010', VersionId: '2' },
      {
        Bucket: 'inbox',
        Delete: { Objects: [{ Key: 'a b+☕', VersionId: '1' }], Quiet: true },
      },
    ]);
    expect(answered().Status).toBe('SUCCESS');
  });

  test('takes a key as it is from an S3 that does not encode it', async () => {
    const pages = [
      { Versions: [{ Key: 'a+b%20c', VersionId: '1' }] },
      { Versions: [{ Key: '100%', VersionId: '2' }] },
      {},
    ];
    bucket.mockImplementation(async (command) =>
      command instanceof ListObjectVersionsCommand ? pages.shift() : {},
    );
    await handler(asked('Delete'));
    expect(deletes().map((input) => input.Delete.Objects)).toEqual([
      [{ Key: 'a+b%20c', VersionId: '1' }],
      [{ Key: '100%', VersionId: '2' }],
    ]);
    expect(answered().Status).toBe('SUCCESS');
  });

  test('goes on when a file has more versions than a page', async () => {
    const pages = ['1', '2', '3'].map((VersionId) => ({ Versions: [{ Key: 'a', VersionId }] }));
    bucket.mockImplementation(async (command) =>
      command instanceof ListObjectVersionsCommand ? (pages.shift() ?? {}) : {},
    );
    await handler(asked('Delete'));
    expect(deletes()).toHaveLength(3);
    expect(answered().Status).toBe('SUCCESS');
  });

  test.each(['\u0000', '\u001f', '\ufffe', '\uffff', '\ud800'])(
    'knows that XML cannot carry %j',
    (Key) => {
      expect(fitsIntoXml({ Key, VersionId: '1' })).toBe(false);
    },
  );

  test.each(['\t\n\r', ' ', '\ufffd', '☕', '𝄞'])('knows that XML can carry %j', (Key) => {
    expect(fitsIntoXml({ Key, VersionId: '1' })).toBe(true);
  });

  test('fails instead of looping forever when a deleted version is still there', async () => {
    bucket.mockImplementation(async (command) =>
      command instanceof ListObjectVersionsCommand
        ? { Versions: [{ Key: 'a', VersionId: '1' }] }
        : {},
    );
    await handler(asked('Delete'));
    expect(answered()).toMatchObject({ Status: 'FAILED' });
    expect(answered().Reason).toContain('expected version 1 of a to be gone after its deletion');
  });

  test.each(['Create', 'Update'])(
    'deletes nothing on %s, and returns the name of the bucket as its id',
    async (type) => {
      await handler(asked(type, { Bucket: 'another' }));
      expect(bucket).not.toHaveBeenCalled();
      expect(answered()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'another' });
    },
  );

  test('answers a deletion with the id that it is about, which an earlier failure may have given', async () => {
    await handler({ ...asked('Delete'), PhysicalResourceId: 'nothing' } as never);
    expect(answered()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'nothing' });
  });

  test('treats a deleted bucket as empty', async () => {
    bucket.mockRejectedValue(Object.assign(new Error(), { name: 'NoSuchBucket' }));
    await handler(asked('Delete'));
    expect(answered().Status).toBe('SUCCESS');
  });

  test.each<[string, () => void, string]>([
    ['it may not list', () => bucket.mockRejectedValue(new Error('AccessDenied')), 'AccessDenied'],
    ['an error is long', () => bucket.mockRejectedValue(new Error('x'.repeat(10_000))), 'xxx'],
    [
      'a version stays',
      () =>
        bucket.mockImplementation(async (command) =>
          command instanceof ListObjectVersionsCommand
            ? { Versions: [{ Key: 'a', VersionId: '1' }] }
            : { Errors: [{ Key: 'a', Code: 'AccessDenied' }] },
        ),
      'expected a to be deleted, got AccessDenied',
    ],
  ])('answers FAILED when %s', async (_, happen, words) => {
    happen();
    await handler(asked('Delete'));
    expect(answered()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'inbox' });
    expect(answered().Reason).toContain(words);
    expect(answered().Reason.length).toBeLessThanOrEqual(500);
    expect(JSON.stringify((console.error as jest.Mock).mock.calls)).not.toContain('https://answer');
  });

  test.each([[{}], [{ Bucket: '' }], [{ Bucket: 5 }]])(
    'fails on Create without the name of a bucket, but not on Delete: %j',
    async (properties) => {
      await handler(asked('Create', properties));
      expect(answered()).toMatchObject({
        Status: 'FAILED',
        PhysicalResourceId: 'nothing',
        Reason: 'Error: expected the name of a bucket as Bucket',
      });
      reply.mockClear();
      await handler(asked('Delete', properties));
      expect(answered().Status).toBe('SUCCESS');
      expect(bucket).not.toHaveBeenCalled();
    },
  );

  test('fails when CloudFormation refuses its answer, so that Lambda retries', async () => {
    reply.mockResolvedValue({ ok: false, status: 403 });
    await expect(handler(asked('Create'))).rejects.toThrow('got status 403');
  });
});

describe('a delivery', () => {
  test('is a version of a file of a vendor', () => {
    expect(
      parseDelivery(recordOf({ key: 'invoices/acme/2026/may+1.csv', sequencer: '0a1b' })),
    ).toEqual({
      bucket: 'inbox',
      file: 'invoices/acme/2026/may 1.csv',
      vendor: 'acme',
      versionId: 'v1',
      sequencer: '0A1B'.padEnd(64, '0'),
    });
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty record', {}],
    ['a removal', { ...recordOf(), eventName: 'ObjectRemoved:Delete' }],
    ['a number for an event', { ...recordOf(), eventName: 5 }],
    ['a record without an object', { ...recordOf(), s3: { bucket: { name: 'b' } } }],
    ['a file without a version', recordOf({ versionId: '' })],
    ['a file without a key', recordOf({ key: '' })],
    ['a bucket without a name', { ...recordOf(), s3: { ...recordOf().s3, bucket: { name: [] } } }],
  ])('is not %s', (_, record) => {
    expect(() => parseDelivery(record)).toThrow(/^expected an ObjectCreated record .{1,260}$/s);
  });

  test.each([
    'acme/may.csv',
    'invoices/may.csv',
    'invoices//may.csv',
    'invoices/acme/may.txt',
    'other/invoices/acme/may.csv',
  ])('is not about the key %s', (key) => {
    expect(() => parseDelivery(recordOf({ key }))).toThrow(
      /^expected invoices\/<vendor>\/<name>\.csv, got "/,
    );
  });

  test.each([undefined, '', 'xyz', '1'.repeat(65), ' 1'])('has no sequencer %j', (sequencer) => {
    const record = recordOf();
    const { object, bucket } = record.s3;
    expect(() =>
      parseDelivery({ ...record, s3: { bucket, object: { ...object, sequencer } } }),
    ).toThrow(/^expected a sequencer in hexadecimal digits, got /);
  });

  test('has a key in the encoding of a URL', () => {
    expect(() => decodeKey('100%')).toThrow('expected a key in the encoding of a URL, got "100%"');
  });
});

describe('a file', () => {
  const read = async (...chunks: (string | Buffer)[]) => {
    const found: (Row | Rejected)[] = [];
    for await (const line of linesOf(Readable.from(chunks.map((chunk) => Buffer.from(chunk)))))
      found.push(line);
    return found;
  };
  const row = (line: number, number: string, date: string, cents: number): Row => ({
    line,
    invoice: { number, date, cents },
  });
  test('has one row for each line, with quotes, spaces, empty lines and any line ending', async () => {
    expect(
      await read(
        '\ufeff"number",date,cents\r\n',
        ' R-1 , 2026-05-01 , 5 \r\n\r\n',
        '"R ""2"", a\nb",2026-05-02,-7\r\n',
        'R-3,2024-02-29,0',
      ),
    ).toEqual([
      row(2, 'R-1', '2026-05-01', 5),
      { line: 5, reason: expect.stringContaining('expected a number of 1 to 64 characters') },
      row(6, 'R-3', '2024-02-29', 0),
    ]);
  });

  test.each([
    ['\n', '\r\n'],
    ['\r\n', '\n'],
    ['\r', '\n'],
  ])('may end its header with %j and its rows with %j', async (first, rest) => {
    const rows = Array.from({ length: 2000 }, (_, index) => `R-${index},2026-05-01,1`);
    const found = await read(`${header}${first}${rows.join(rest)}`);
    expect(found).toEqual(rows.map((_, index) => row(index + 2, `R-${index}`, '2026-05-01', 1)));
  });

  test('has its columns in any order, the longest number and the largest amount', async () => {
    const number = '☕'.repeat(64);
    expect(
      await read(`note,cents,number,date\n"hello, you",-9999999999,${number},2026-05-01`),
    ).toEqual([row(2, number, '2026-05-01', -9_999_999_999)]);
  });

  test('may arrive in pieces, cut even inside a character', async () => {
    const bytes = Buffer.from(`${header}\nÜ-☕,2026-05-01,1\n`);
    for (let at = 1; at < bytes.length; at++) {
      expect(await read(bytes.subarray(0, at), bytes.subarray(at))).toEqual([
        row(2, 'Ü-☕', '2026-05-01', 1),
      ]);
    }
  });

  test.each([
    ['it is empty', ''],
    ['it has other columns', 'nummer;datum;betrag\n1;2;3'],
    ['a column is missing', 'number,date\nR-1,2026-05-01'],
    ['a column is there twice', `${header},cents\n`],
  ])('is refused as a whole when %s', async (_, text) => {
    await expect(read(text)).rejects.toThrow(
      /^expected (a first line such as number,date,cents|each column once), got "/,
    );
  });

  test.each([
    ['a quote inside of a field', `${header}\nR-1,2026-05-01,1\nR-2,20"26,1\nR-3,2026-05-01,1`],
    ['a quote that is never closed', `${header}\n"R-1,2026-05-01,1\nR-2,2026-05-01,1\n`],
    ['a quote that would fill the memory', `${header}\n"${'x'.repeat(50_000)}`],
  ])('is not read any further after %s', async (name, text) => {
    await expect(read(text)).rejects.toThrow(name.endsWith('memory') ? 'Max Record Size' : 'Quote');
  });

  test.each([
    ['R-1,2026-05-01', 'expected 3 fields, got 2'],
    ['R-1,2026-05-01,1,', 'expected 3 fields, got 4'],
    [',2026-05-01,1', 'expected a number of 1 to 64 characters in UTF-8, got ""'],
    [`${'☕'.repeat(65)},2026-05-01,1`, /^expected a number of 1 to 64 characters/],
    ['a\0b,2026-05-01,1', 'expected a number of 1 to 64 characters in UTF-8, got "a\\u0000b"'],
    // What the decoder leaves of another encoding.
    ['\ufffd-1,2026-05-01,1', /in UTF-8/],
    [`R-1,${'x'.repeat(5000)},1`, /^.{1,160}$/],
    ['R-1,01.05.2026,1', 'expected a date such as 2026-12-31, got "01.05.2026"'],
    ['R-1,2026-02-29,1', 'expected a date such as 2026-12-31, got "2026-02-29"'],
    ['R-1,2026-13-01,1', 'expected a date such as 2026-12-31, got "2026-13-01"'],
    ['R-1,2026-05-01T00:00,1', 'expected a date such as 2026-12-31, got "2026-05-01T00:00"'],
    ['R-1,2026-05-01,1.50', 'expected whole cents such as -250, got "1.50"'],
    ['R-1,2026-05-01,', 'expected whole cents such as -250, got ""'],
    ['R-1,2026-05-01,007', 'expected whole cents such as -250, got "007"'],
    ['R-1,2026-05-01,-0', 'expected whole cents such as -250, got "-0"'],
    ['R-1,2026-05-01,12345678901', 'expected whole cents such as -250, got "12345678901"'],
  ])('rejects the line %j', async (line, words) => {
    const [found] = await read(`${header}\n${line}`);
    const reason = typeof words === 'string' ? words : expect.stringMatching(words);
    expect(found).toEqual({ line: 2, reason });
  });
});

describe('the batches of a file', () => {
  const of = async (size: number, ...lines: (Row | Rejected)[]) => {
    const found: (readonly (Row | Rejected)[])[] = [];
    for await (const batch of batchesOf(Readable.from(lines), size)) found.push(batch);
    return found.map((batch) => batch.map(({ line }) => line));
  };
  const row = (line: number, number: string): Row => ({
    line,
    invoice: { number, date: '2026-05-01', cents: 1 },
  });

  test('end after the given number of lines, or before an invoice repeats', async () => {
    const bad: Rejected = { line: 2, reason: 'bad' };
    const lines = [row(1, 'a'), bad, row(3, 'b'), row(4, 'c'), row(5, 'a'), row(6, 'a')];
    expect(await of(3, ...lines)).toEqual([[1, 2, 3], [4, 5], [6]]);
    expect(await of(3)).toEqual([]);
  });
});
