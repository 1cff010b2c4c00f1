import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';

/** One uploaded version of a file. */
interface Dropped {
  readonly Key: string;
  readonly VersionId: string;
}

export const exercise: Exercise = async (lab) => {
  const s3 = new S3Client({});
  const dynamodb = new DynamoDBClient({});
  const functions = new LambdaClient({});
  const sqs = new SQSClient({});
  const logs = new CloudWatchLogsClient({});
  const Bucket = lab.output('InboxName');
  const invoices = lab.output('InvoicesTableName');
  const register = lab.output('RegisterTableName');
  const rejects = lab.output('RejectsUrl');
  const startTime = Date.now() - 60_000;

  const run = randomUUID().slice(0, 8);
  const acme = `acme-${run}`;
  const mueller = `müller-${run}`;
  const header = 'number,date,cents';
  const dropped: Dropped[] = [];

  const drop = async (Key: string, ...lines: string[]): Promise<Dropped> => {
    const { VersionId } = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: `${lines.join('\n')}\n` }),
    );
    assert.ok(VersionId, 'a version id');
    const version = { Key, VersionId };
    dropped.push(version);
    return version;
  };
  const registered = async (Key: string) => {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: register,
        ConsistentRead: true,
        KeyConditionExpression: '#file = :file',
        ExpressionAttributeNames: { '#file': 'file' },
        ExpressionAttributeValues: { ':file': { S: Key } },
      }),
    );
    return Items;
  };
  const imported = ({ Key, VersionId }: Dropped, seconds?: number) =>
    lab.eventually(
      `the import of ${Key}`,
      async () => (await registered(Key)).find(({ versionId }) => versionId?.S === VersionId),
      seconds,
    );
  const items = async (vendor: string) => {
    const found: Record<string, AttributeValue>[] = [];
    for await (const { Items = [] } of paginateQuery(
      { client: dynamodb },
      {
        TableName: invoices,
        ConsistentRead: true,
        KeyConditionExpression: 'vendor = :vendor',
        ExpressionAttributeValues: { ':vendor': { S: vendor } },
      },
    )) {
      found.push(...Items);
    }
    return found;
  };
  /** Number, date and cents of every invoice of a vendor, ordered by number. */
  const rows = async (vendor: string) =>
    (await items(vendor)).map(({ number, date, cents }) => `${number?.S},${date?.S},${cents?.N}`);
  const forget = async ({ file, sequencer }: Record<string, AttributeValue>) => {
    assert.ok(file && sequencer, 'the key of an entry in the register');
    await dynamodb.send(new DeleteItemCommand({ TableName: register, Key: { file, sequencer } }));
  };
  /** Invokes the importer with a notification as S3 sends it, and waits for the result. */
  const notify = async ({ Key, VersionId }: Dropped, sequencer: string | undefined) => {
    const { FunctionError, Payload } = await functions.send(
      new InvokeCommand({
        FunctionName: lab.output('ImporterName'),
        Payload: JSON.stringify({
          Records: [
            {
              eventSource: 'aws:s3',
              eventName: 'ObjectCreated:Put',
              s3: {
                bucket: { name: Bucket },
                object: {
                  key: encodeURIComponent(Key).replaceAll('%2F', '/').replaceAll('%20', '+'),
                  versionId: VersionId,
                  sequencer,
                },
              },
            },
          ],
        }),
      }),
    );
    assert.equal(FunctionError, undefined, Payload && Buffer.from(Payload).toString());
  };
  const rejected: string[] = [];
  /** Receives and deletes the messages of this run about a file. */
  const rejectsOf = async (name: string) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: rejects, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      if (!Body.includes(run)) continue;
      rejected.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: rejects, ReceiptHandle }));
    }
    return rejected.filter((body) => body.includes(name)).map((body) => JSON.parse(body));
  };
  const logged = async (words: RegExp) => {
    const found: string[] = [];
    for await (const { events = [] } of paginateFilterLogEvents(
      { client: logs },
      {
        logGroupName: lab.output('ImporterLogGroupName'),
        startTime,
      },
    )) {
      const ofThisRun = events.flatMap(({ message }) => (message?.includes(run) ? message : []));
      found.push(...ofThisRun.filter((message) => words.test(message)));
    }
    return found;
  };

  // This file fails three times, with minutes between the attempts. Meanwhile the exercise proves the other claims.
  const broken = await drop(`invoices/${acme}/broken-${run}.csv`, 'nummer;datum;betrag', '1;2;3');

  const january = `invoices/${mueller}/Jänner 2026 + Nachtrag (1).csv`;
  let first: Dropped | undefined;
  await lab.prove('a file becomes rows within seconds, even with an unusual name', async () => {
    const started = Date.now();
    first = await drop(
      january,
      header,
      'R-1,2026-01-07,1990',
      '"R-2, Teil 1",2026-01-08,-250',
      'Ü 3,2026-01-09,7',
    );
    await imported(first);
    assert.deepEqual(await rows(mueller), [
      'R-1,2026-01-07,1990',
      'R-2, Teil 1,2026-01-08,-250',
      'Ü 3,2026-01-09,7',
    ]);
    return `3 rows after ${((Date.now() - started) / 1000).toFixed(1)} s`;
  });

  await lab.prove('a multipart upload is imported too', async () => {
    const Key = `invoices/${acme}/parts.csv`;
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { ETag } = await s3.send(
      new UploadPartCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        Body: `${header}\nP-1,2026-02-01,100\n`,
      }),
    );
    const { VersionId = '' } = await s3.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] },
      }),
    );
    dropped.push({ Key, VersionId });
    await imported({ Key, VersionId });
    assert.deepEqual(await rows(acme), ['P-1,2026-02-01,100']);
  });

  await lab.prove('a repeated notification changes nothing', async () => {
    assert.ok(first, 'the first file');
    const before = await items(mueller);
    const entry = await imported(first);
    await notify(first, entry.sequencer?.S);
    assert.deepEqual(await registered(january), [entry], 'the register, after it was asked');
    // Without its entry, the file looks as if its import had failed just before the end, so every row is written again.
    await forget(entry);
    await notify(first, entry.sequencer?.S);
    assert.deepEqual(await items(mueller), before);
    const [again] = await registered(january);
    assert.deepEqual([again?.written?.N, again?.unchanged?.N], ['0', '3']);
  });

  await lab.prove(
    'a corrected file replaces its rows, and a late notification does not bring the old ones back',
    async () => {
      assert.ok(first, 'the first file');
      const second = await drop(january, header, 'R-1,2026-01-07,2090', 'R-4,2026-01-10,1');
      await imported(second);
      const corrected = [
        'R-1,2026-01-07,2090',
        'R-2, Teil 1,2026-01-08,-250',
        'R-4,2026-01-10,1',
        'Ü 3,2026-01-09,7',
      ];
      assert.deepEqual(await rows(mueller), corrected);
      // The notification of the first version comes after the correction.
      const entry = await imported(first);
      await forget(entry);
      await notify(first, entry.sequencer?.S);
      assert.deepEqual(await rows(mueller), corrected);
      const late = await imported(first);
      assert.deepEqual([late.superseded?.N, late.written?.N], ['1', '0']);
    },
  );

  await lab.prove(
    'two simultaneous uploads are both imported, and the later one wins',
    async () => {
      const Key = `invoices/${acme}/twice.csv`;
      const earlier = await drop(Key, header, 'T-1,2026-06-01,1');
      const later = await drop(Key, header, 'T-1,2026-06-01,2');
      await Promise.all([imported(earlier), imported(later)]);
      assert.deepEqual(
        (await rows(acme)).filter((row) => row.startsWith('T-')),
        ['T-1,2026-06-01,2'],
      );
    },
  );

  await lab.prove(
    'an invoice that comes again in a second file stays one unchanged row',
    async () => {
      const before = await items(mueller);
      const copy = await drop(
        `invoices/${mueller}/copy.csv`,
        header,
        'Ü 3,2026-01-09,7',
        'R-4,2026-01-10,999',
      );
      const entry = await imported(copy);
      assert.deepEqual(await items(mueller), before);
      assert.deepEqual([entry.unchanged?.N, entry.rejected?.N], ['1', '1']);
      const [told] = await lab.eventually('word of the contradiction', async () => {
        const found = await rejectsOf('copy.csv');
        return found.length > 0 ? found : undefined;
      });
      assert.deepEqual(
        told.rows.map(({ line }: { line: number }) => line),
        [3],
      );
      return told.rows[0].reason;
    },
  );

  await lab.prove(
    'bad rows go to the queue with line and reason, and good rows are imported',
    async () => {
      const Key = `invoices/${acme}/mixed.csv`;
      const mixed = await drop(
        Key,
        'cents,number,date,note',
        '100,M-1,2026-03-01,good',
        'ten,M-2,2026-03-02,no amount',
        '100,M-3,2026-02-30,no day',
        '100,M-4',
        '200,M-5,2026-03-05,"good, with a comma"',
      );
      await imported(mixed);
      assert.deepEqual(
        (await rows(acme)).filter((row) => row.startsWith('M-')),
        ['M-1,2026-03-01,100', 'M-5,2026-03-05,200'],
      );
      const [told] = await lab.eventually('word of the bad rows', async () => {
        const found = await rejectsOf('mixed.csv');
        return found.length > 0 ? found : undefined;
      });
      assert.deepEqual(told, {
        file: Key,
        versionId: mixed.VersionId,
        rejected: 3,
        rows: [
          { line: 3, reason: 'expected whole cents such as -250, got "ten"' },
          { line: 4, reason: 'expected a date such as 2026-12-31, got "2026-02-30"' },
          { line: 5, reason: 'expected 4 fields, got 2' },
        ],
      });
    },
  );

  await lab.prove('a file in another folder or of another type starts no import', async () => {
    const line = 'X-1,2026-04-01,1';
    await drop(`archive/${acme}/other.csv`, header, line);
    await drop(`invoices/${acme}/other.txt`, header, line);
    // Notifications come in any order. This one only shows that the earlier ones had time to arrive.
    await imported(await drop(`invoices/${acme}/marker.csv`, header, 'Y-1,2026-04-01,1'));
    await lab.eventually('the log of the file after', async () =>
      (await logged(/imported invoices.*marker\.csv/)).length > 0 ? true : undefined,
    );
    // The log has neither an import nor an error of these files.
    assert.deepEqual(await logged(/other/), []);
    assert.ok(!(await rows(acme)).includes(line));
    const { LambdaFunctionConfigurations = [] } = await s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    assert.equal(LambdaFunctionConfigurations.length, 1, 'notifications of the bucket');
  });

  await lab.prove('all rows of a file with a thousand rows are in the table', async () => {
    const lines = Array.from(
      { length: 1000 },
      (_, index) => `B-${String(index).padStart(4, '0')},2026-05-01,${index + 1}`,
    );
    const started = Date.now();
    await imported(await drop(`invoices/big-${run}/all.csv`, header, ...lines), 120);
    assert.deepEqual(await rows(`big-${run}`), lines);
    return `after ${((Date.now() - started) / 1000).toFixed(1)} s`;
  });

  await lab.prove('a file that fails three times goes to the queue, with its event and error', async () => {
    const [record] = await lab.eventually(
      'the file among the rejects',
      async () => {
        const found = await rejectsOf('broken');
        return found.length > 0 ? found : undefined;
      },
      420,
    );
    assert.equal(record.requestContext.condition, 'RetriesExhausted');
    assert.equal(record.requestPayload.Records[0].s3.object.versionId, broken.VersionId);
    assert.match(JSON.stringify(record.responsePayload), /expected a first line such as/);
    const attempts = await lab.eventually('three attempts in the log', async () => {
      const found = await logged(/importing .*broken/);
      return found.length >= 3 ? found.length : undefined;
    });
    assert.equal(attempts, 3);
    assert.deepEqual(await registered(broken.Key), []);
    return `after ${attempts} attempts`;
  }, ['lambda: context of invocation records']);

  await lab.prove('the name of the bucket is in the namespace of this account and Region', async () => {
    const region = await s3.config.region();
    assert.match(Bucket, new RegExp(`^[a-z0-9-]+-inbox-\\d{12}-${region}-an$`));
  }, ['AWS::S3::Bucket.BucketNamePrefix']);

  for (const version of dropped) await s3.send(new DeleteObjectCommand({ Bucket, ...version }));
  for (const Key of new Set(dropped.map((version) => version.Key))) {
    for (const entry of await registered(Key)) await forget(entry);
  }
  for (const vendor of [acme, mueller, `big-${run}`]) {
    for (const { number } of await items(vendor)) {
      assert.ok(number, 'the number of an invoice');
      await dynamodb.send(
        new DeleteItemCommand({ TableName: invoices, Key: { vendor: { S: vendor }, number } }),
      );
    }
  }
};
