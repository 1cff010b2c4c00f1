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

/** Returns the ids of the failed messages, so that SQS retries only those. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await Promise.all(event.Records.map(failure));
  return {
    batchItemFailures: failed
      .filter((id) => id !== undefined)
      .map((id) => ({ itemIdentifier: id })),
  };
}

/** Handles one message. If that fails, hides the message for a while and returns its id. */
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

/** Takes the pieces from stock and writes the order in one transaction. */
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
    // A standard queue delivers at least once, so an order that is already written is a success.
    if (order === 'ConditionalCheckFailed') return;
    if (stock === 'ConditionalCheckFailed') {
      throw new Error(`expected ${quantity} pieces of ${sku} in stock, got fewer`);
    }
    throw error;
  }
}

/** Without this, the next attempt would wait for the full visibility timeout of the queue. */
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
    // SQS still retries the message, but only after its visibility timeout ends.
    console.error('could not shorten the wait of', messageId, error);
  }
}
