import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  type PutItemCommandOutput,
  UpdateItemCommand,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { parseTask, type Task, throttledBy, toItem, unitsOf } from './order';

const { TABLE_NAME } = process.env;
if (!TABLE_NAME) throw new Error('expected TABLE_NAME in the environment');
const table = TABLE_NAME;

const dynamodb = new DynamoDBClient({});

export interface Taken {
  /** When the order was placed; only of one that was placed now. */
  readonly placedAt?: string;
  /** The write units that it took, of the table and of every index. */
  readonly units: Readonly<Record<string, number>>;
}

/** Places an order or ships one, and says what that cost in each index. */
export async function handler(event: unknown): Promise<Taken> {
  const task = parseTask(event);
  const placedAt = new Date().toISOString();
  try {
    const { ConsumedCapacity } = await write(task, placedAt);
    return { ...('place' in task && { placedAt }), units: unitsOf(ConsumedCapacity) };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      throw new Error(
        'place' in task
          ? 'expected a new order, got one that is there'
          : 'expected an open order, found none',
      );
    }
    const by = throttledBy(error);
    if (by === undefined) throw error;
    // The SDK has tried three times by now. To write less, or to raise the maximum, is for others.
    console.error('throttled', by);
    throw new Error(`expected the write to be taken, got ${by}`, { cause: error });
  }
}

function write(
  task: Task,
  placedAt: string,
): Promise<PutItemCommandOutput | UpdateItemCommandOutput> {
  if ('place' in task) {
    return dynamodb.send(
      new PutItemCommand({
        TableName: table,
        Item: toItem(task.place, placedAt),
        // A second attempt must not open an order again that was shipped meanwhile.
        ConditionExpression: 'attribute_not_exists(customer)',
        ReturnConsumedCapacity: 'INDEXES',
      }),
    );
  }
  const { customer, order } = task.ship;
  return dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { customer: { S: customer }, order: { S: order } },
      // Without its key the order leaves the index of the open ones.
      UpdateExpression: 'SET #state = :shipped REMOVE openAt',
      ConditionExpression: 'attribute_exists(openAt)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':shipped': { S: 'shipped' } },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
}
