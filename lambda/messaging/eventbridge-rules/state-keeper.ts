import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { parseOrderState } from './order';

const { TABLE_NAME } = process.env;
if (!TABLE_NAME) throw new Error('expected TABLE_NAME in the environment');

const dynamodb = new DynamoDBClient({});

/**
 * Keeps the newest state of an order. Events can arrive late, twice, or again from the archive.
 * @param input from the input transformer of the rule
 * @returns whether the state was newer than the one in the table
 */
export async function handler(input: unknown): Promise<{ readonly kept: boolean }> {
  const order = parseOrderState(input);
  const { orderId, version, state, cents, since } = order;
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: TABLE_NAME,
        Item: {
          orderId: { S: orderId },
          version: { N: `${version}` },
          state: { S: state },
          cents: { N: `${cents}` },
          since: { S: since },
        },
        ConditionExpression: 'attribute_not_exists(version) OR version < :version',
        ExpressionAttributeValues: { ':version': { N: `${version}` } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    console.log('not newer', JSON.stringify(order));
    return { kept: false };
  }
  console.log('kept', JSON.stringify(order));
  return { kept: true };
}
