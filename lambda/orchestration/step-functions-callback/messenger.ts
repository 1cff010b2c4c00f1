import { randomBytes } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { hashOf } from './answer';
import { parseQuestion } from './question';

const { TABLE_NAME, QUEUE_URL, KEEP_SECONDS } = process.env;
if (!TABLE_NAME || !QUEUE_URL || !(Number(KEEP_SECONDS) > 0))
  throw new Error('expected TABLE_NAME, QUEUE_URL and KEEP_SECONDS in the environment');

const dynamodb = new DynamoDBClient({});
const sqs = new SQSClient({});

/**
 * Stores the task token and asks the approver. Step Functions ignores the return value, because the
 * workflow waits for the token. Only an error that is thrown here fails the task at once.
 */
export async function handler(event: unknown): Promise<void> {
  const { token, execution, refund } = parseQuestion(event);
  const id = randomBytes(16).toString('base64url');
  const key = randomBytes(32).toString('base64url');
  const now = Date.now();
  // The request comes before the message, because an approver may answer at once.
  await dynamodb.send(
    new PutItemCommand({
      TableName: TABLE_NAME,
      Item: {
        id: { S: id },
        keyHash: { S: hashOf(key) },
        taskToken: { S: token },
        execution: { S: execution },
        order: { S: refund.order },
        cents: { N: `${refund.cents}` },
        expiresAt: { N: `${Math.floor(now / 1000) + Number(KEEP_SECONDS)}` },
      },
    }),
  );
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: QUEUE_URL,
      MessageBody: JSON.stringify({ id, key, refund }),
    }),
  );
  console.log('asked', id, 'for', execution);
}
