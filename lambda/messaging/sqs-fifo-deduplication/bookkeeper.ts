import {
  type AttributeValue,
  DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { backoffSeconds, groupsOf, type Posting, parsePosting, refusal } from './posting';

const { QUEUE_URL, TABLE_NAME } = process.env;
if (!QUEUE_URL || !TABLE_NAME)
  throw new Error('expected QUEUE_URL and TABLE_NAME in the environment');

const dynamodb = new DynamoDBClient({});
const sqs = new SQSClient({});

/** Reports the first failed message of each customer and all later messages of this customer. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const groups = groupsOf(event.Records, ({ attributes }) => attributes.MessageGroupId ?? '');
  const failed = await Promise.all(groups.map(unbooked));
  return {
    batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })),
  };
}

/** Books the messages of one group in order, and returns those from the first failure on. */
async function unbooked(records: readonly SQSRecord[]): Promise<readonly SQSRecord[]> {
  for (const [index, record] of records.entries()) {
    const { messageId, attributes, body } = record;
    try {
      const posting = parsePosting(attributes.MessageGroupId, body);
      const isNew = await book(posting, Number(attributes.ApproximateReceiveCount));
      console.log(isNew ? 'booked' : 'already booked', messageId);
    } catch (error) {
      console.error('refused', messageId, error);
      const failed = records.slice(index);
      // A later message that was booked now would overtake the failed one.
      for (const follower of failed.slice(1)) console.error('held back', follower.messageId);
      await hide(record, failed);
      return failed;
    }
  }
  return [];
}

/**
 * Writes the entry and the new balance in one transaction.
 * @returns false if the same posting is already booked
 */
async function book(posting: Posting, receives: number): Promise<boolean> {
  const { account, number, cents } = posting;
  try {
    await dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName: TABLE_NAME,
              Item: {
                account: { S: account },
                number: { N: `${number}` },
                cents: { N: `${cents}` },
                receives: { N: `${receives}` },
              },
              ConditionExpression: 'attribute_not_exists(account)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
          {
            Update: {
              TableName: TABLE_NAME,
              Key: { account: { S: account }, number: { N: '0' } },
              UpdateExpression: 'SET lastNumber = :number, cents = cents + :cents',
              // After a posting has moved to the dead-letter queue, SQS delivers the next one. This rejects it.
              ConditionExpression: 'lastNumber = :previous AND cents >= :needed',
              ExpressionAttributeValues: {
                ':number': { N: `${number}` },
                ':previous': { N: `${number - 1}` },
                ':cents': { N: `${cents}` },
                ':needed': { N: `${Math.max(0, -cents)}` },
              },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [entry, balance] = error.CancellationReasons ?? [];
    // A message can arrive twice, for example if the function crashed before Lambda deleted it.
    if (entry?.Code === 'ConditionalCheckFailed') {
      const booked = numberOf(entry.Item?.cents);
      if (booked === cents) return false;
      throw new Error(`expected ${booked} cents as posting ${number} again, got ${cents}`);
    }
    if (balance?.Code !== 'ConditionalCheckFailed') throw error;
    const { lastNumber, cents: found } = balance.Item ?? {};
    throw new Error(
      refusal(
        posting,
        balance.Item && { lastNumber: numberOf(lastNumber), cents: numberOf(found) },
      ),
    );
  }
}

/** Hides all failed messages for the same time, because a group waits for its last hidden message. */
async function hide({ attributes }: SQSRecord, failed: readonly SQSRecord[]): Promise<void> {
  const VisibilityTimeout = backoffSeconds(
    Number(attributes.ApproximateReceiveCount),
    Math.random(),
  );
  try {
    const { Failed = [] } = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: QUEUE_URL,
        Entries: failed.map(({ receiptHandle }, index) => ({
          Id: `${index}`,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout,
        })),
      }),
    );
    for (const { Id, Message } of Failed)
      console.error('could not shorten the wait of', failed[Number(Id)]?.messageId, Message);
  } catch (error) {
    // SQS still retries the group, but only after the visibility timeout ends.
    console.error('could not shorten the wait of', failed[0]?.messageId, error);
  }
}

function numberOf(value: AttributeValue | undefined): number {
  return Number(value?.N);
}
