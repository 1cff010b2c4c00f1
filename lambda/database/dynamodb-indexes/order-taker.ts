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
  /** The time of a new order; absent if the task was to ship an order. */
  readonly placedAt?: string;
  /** The write units that the task consumed in the table and in each index. */
  readonly units: Readonly<Record<string, number>>;
}

/** Places or ships an order, and returns the write units in the table and in each index. */
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
          ? 'expected a new order, got one that exists'
          : 'expected an open order, found none',
      );
    }
    const by = throttledBy(error);
    if (by === undefined) throw error;
    // The SDK has already made three attempts, so a person must reduce the writes or raise the maximum.
    console.error('throttled', by);
    throw new Error(`expected DynamoDB to accept the write, got ${by}`, { cause: error });
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
        // A second attempt must not reopen an order that was shipped in the meantime.
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
      // Without the attribute openAt, the order leaves the index of open orders.
      UpdateExpression: 'SET #state = :shipped REMOVE openAt',
      ConditionExpression: 'attribute_exists(openAt)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':shipped': { S: 'shipped' } },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
}
