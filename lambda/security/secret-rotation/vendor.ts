import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { decide, parseRequest } from './account';

const { ACCOUNTS_TABLE, MOST_KEYS } = process.env;
if (!ACCOUNTS_TABLE || !MOST_KEYS)
  throw new Error('expected ACCOUNTS_TABLE and MOST_KEYS in the environment');

const dynamodb = new DynamoDBClient({});

/** Plays the third party. It keeps hashes of the keys, so that nobody can read a key in its table. */
export async function handler(event: unknown): Promise<{ accepted: boolean }> {
  const request = parseRequest(event);
  for (let attempt = 0; attempt < 5; attempt++) {
    const { Item } = await dynamodb.send(
      new GetItemCommand({
        TableName: ACCOUNTS_TABLE,
        Key: { id: { S: 'shop' } },
        ConsistentRead: true,
      }),
    );
    const keys = Item?.keys?.L?.map(({ S = '' }) => S);
    const outcome = decide(keys, request, Number(MOST_KEYS));
    if (outcome.keys === undefined) return { accepted: outcome.accepted };
    if (await write(keys, outcome.keys)) return { accepted: outcome.accepted };
  }
  throw new Error('expected to write the keys of the account, but others wrote them five times');
}

/** Writes the keys, unless somebody else has changed them since they were read. */
async function write(
  before: readonly string[] | undefined,
  after: readonly string[],
): Promise<boolean> {
  const list = (keys: readonly string[]) => ({ L: keys.map((S) => ({ S })) });
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: ACCOUNTS_TABLE,
        Item: { id: { S: 'shop' }, keys: list(after) },
        ...(before === undefined
          ? { ConditionExpression: 'attribute_not_exists(id)' }
          : {
              ConditionExpression: '#keys = :before',
              ExpressionAttributeNames: { '#keys': 'keys' },
              ExpressionAttributeValues: { ':before': list(before) },
            }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
