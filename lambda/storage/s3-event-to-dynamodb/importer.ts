import type { Readable } from 'node:stream';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { S3Event } from 'aws-lambda';
import { type Delivery, parseDelivery } from './delivery';
import { batchesOf, judge, linesOf, type Rejected, type Row } from './invoice';

const { INVOICES_TABLE_NAME, REGISTER_TABLE_NAME, REJECTS_URL } = process.env;
if (!INVOICES_TABLE_NAME || !REGISTER_TABLE_NAME || !REJECTS_URL) {
  throw new Error(
    'expected INVOICES_TABLE_NAME, REGISTER_TABLE_NAME and REJECTS_URL in the environment',
  );
}

const s3 = new S3Client({});
const sqs = new SQSClient({});
// Each vendor is one partition, which takes 1,000 writes a second, so a large file needs more retries.
const dynamodb = new DynamoDBClient({ maxAttempts: 10 });

/** The number of rows written at the same time. */
const BATCH = 25;
/** The message lists at most this many bad rows, because every line of a file can be bad. */
const NAMED = 100;
const DAYS_IN_REGISTER = 90;

/** Writes the rows of each new file. A repeated or outdated notification changes nothing. */
export async function handler({ Records }: S3Event): Promise<void> {
  for (const record of Records) await importFile(parseDelivery(record));
}

async function importFile(delivery: Delivery): Promise<void> {
  const { bucket, file, versionId } = delivery;
  console.log('importing', file, versionId);
  if (await isRegistered(delivery)) {
    console.log('imported before', file, versionId);
    return;
  }
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: file, VersionId: versionId }),
  );
  const counts = { written: 0, unchanged: 0, superseded: 0, rejected: 0 };
  const named: Rejected[] = [];
  for await (const batch of batchesOf(linesOf(Body as Readable), BATCH)) {
    for (const outcome of await Promise.all(batch.map((line) => write(line, delivery)))) {
      if (typeof outcome === 'string') {
        counts[outcome] += 1;
      } else {
        counts.rejected += 1;
        if (named.length < NAMED) named.push(outcome);
      }
    }
  }
  if (named.length > 0) await reject(delivery, counts.rejected, named);
  // This comes last. If the import fails before it, the next attempt starts again from the first row.
  await enter(delivery, counts);
  console.log('imported', file, versionId, JSON.stringify(counts));
}

async function isRegistered({ file, sequencer }: Delivery): Promise<boolean> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: REGISTER_TABLE_NAME,
      Key: { file: { S: file }, sequencer: { S: sequencer } },
      ConsistentRead: true,
    }),
  );
  return Item !== undefined;
}

async function write(
  line: Row | Rejected,
  delivery: Delivery,
): Promise<'written' | 'unchanged' | 'superseded' | Rejected> {
  if (!('invoice' in line)) return line;
  const { number, date, cents } = line.invoice;
  const { vendor, file, sequencer } = delivery;
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: INVOICES_TABLE_NAME,
        Item: {
          vendor: { S: vendor },
          number: { S: number },
          date: { S: date },
          cents: { N: `${cents}` },
          file: { S: file },
          line: { N: `${line.line}` },
          sequencer: { S: sequencer },
        },
        // A row is written if it is new, or if a later version of its own file corrects it.
        ConditionExpression:
          'attribute_not_exists(vendor) OR (#file = :file AND sequencer < :sequencer)',
        ExpressionAttributeNames: { '#file': 'file' },
        ExpressionAttributeValues: { ':file': { S: file }, ':sequencer': { S: sequencer } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'written';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return judge(line, delivery, {
      number,
      date: textOf(error.Item?.date),
      cents: Number(error.Item?.cents?.N),
      file: textOf(error.Item?.file),
      sequencer: textOf(error.Item?.sequencer),
      line: Number(error.Item?.line?.N),
    });
  }
}

async function reject(
  { file, versionId }: Delivery,
  rejected: number,
  rows: readonly Rejected[],
): Promise<void> {
  console.error('rejected', rejected, 'rows of', file, versionId);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: REJECTS_URL,
      MessageBody: JSON.stringify({ file, versionId, rejected, rows }),
    }),
  );
}

async function enter(
  { file, sequencer, versionId }: Delivery,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const expires = Math.floor(Date.now() / 1000) + DAYS_IN_REGISTER * 24 * 60 * 60;
  const numbers = Object.entries({ ...counts, expires }).map(
    ([name, value]): [string, AttributeValue] => [name, { N: `${value}` }],
  );
  await dynamodb.send(
    new PutItemCommand({
      TableName: REGISTER_TABLE_NAME,
      Item: {
        file: { S: file },
        sequencer: { S: sequencer },
        versionId: { S: versionId },
        ...Object.fromEntries(numbers),
      },
    }),
  );
}

function textOf(value: AttributeValue | undefined): string {
  return value?.S ?? '';
}
