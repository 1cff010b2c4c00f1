import {
  DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { backoffSeconds, type Order, parseOrder } from './order';

const { QUEUE_URL, TABLE_NAME } = process.env;
if (!QUEUE_URL || !TABLE_NAME)
  throw new Error('expected QUEUE_URL and TABLE_NAME in the environment');

const dynamodb = new DynamoDBClient({});
const sqs = new SQSClient({});

/** Names the messages that failed, so that SQS retries those and no others. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await Promise.all(event.Records.map(failure));
  return {
    batchItemFailures: failed
      .filter((id) => id !== undefined)
      .map((id) => ({ itemIdentifier: id })),
  };
}

/** The id of the message if it could not be handled, which is then hidden for a while. */
async function failure(record: SQSRecord): Promise<string | undefined> {
  try {
    await accept(parseOrder(record.body));
    return undefined;
  } catch (error) {
    console.error('refused', record.messageId, error);
    await hide(record);
    return record.messageId;
  }
}

/** Takes the pieces from stock and writes the order, both or neither. */
async function accept({ id, sku, quantity }: Order): Promise<void> {
  try {
    await dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName: TABLE_NAME,
              Item: { id: { S: `order#${id}` }, sku: { S: sku }, quantity: { N: `${quantity}` } },
              ConditionExpression: 'attribute_not_exists(id)',
            },
          },
          {
            Update: {
              TableName: TABLE_NAME,
              Key: { id: { S: `stock#${sku}` } },
              UpdateExpression: 'SET pieces = pieces - :quantity',
              ConditionExpression: 'pieces >= :quantity',
              ExpressionAttributeValues: { ':quantity': { N: `${quantity}` } },
            },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [order, stock] = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    // A standard queue delivers at least once: an order that is written already is a success.
    if (order === 'ConditionalCheckFailed') return;
    if (stock === 'ConditionalCheckFailed') {
      throw new Error(`expected ${quantity} pieces of ${sku} in stock, found fewer`);
    }
    throw error;
  }
}

/** Without this, every attempt would wait for the visibility timeout of the queue. */
async function hide({ messageId, receiptHandle, attributes }: SQSRecord): Promise<void> {
  const VisibilityTimeout = backoffSeconds(
    Number(attributes.ApproximateReceiveCount),
    Math.random(),
  );
  try {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: QUEUE_URL,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout,
      }),
    );
  } catch (error) {
    // The message is retried all the same, only later: at the end of its visibility timeout.
    console.error('could not shorten the wait of', messageId, error);
  }
}
