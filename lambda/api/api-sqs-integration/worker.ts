import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { BadTask, parseTask, shortestTour } from './tour';

const { TABLE_NAME } = process.env;
if (!TABLE_NAME) throw new Error('expected TABLE_NAME in the environment');

const KEPT_SECONDS = 86_400;

const dynamodb = new DynamoDBClient({});

/** Works on each job. If a write fails, the job fails, and SQS delivers it again. */
export async function handler(event: SQSEvent): Promise<void> {
  for (const record of event.Records) await work(record);
}

async function work({ messageId, body }: SQSRecord): Promise<void> {
  if (!(await begin(messageId))) {
    console.log('already finished', messageId);
    return;
  }
  const outcome = outcomeOf(body);
  await finish(messageId, outcome);
  console.log(outcome.state?.S, messageId);
}

/** The attributes of a finished job. */
function outcomeOf(body: string): Record<string, AttributeValue> {
  const started = Date.now();
  try {
    const { name, stops } = parseTask(body);
    const { order, metres } = shortestTour(stops);
    return {
      state: { S: 'DONE' },
      ...(name !== undefined && { name: { S: name } }),
      order: { L: order.map((stop) => ({ N: `${stop}` })) },
      metres: { N: `${metres}` },
      milliseconds: { N: `${Date.now() - started}` },
    };
  } catch (error) {
    if (!(error instanceof BadTask)) throw error;
    // This job would fail every time, and its client reads the table, not the dead-letter queue.
    return { state: { S: 'FAILED' }, reason: { S: error.message } };
  }
}

/**
 * Marks a job as running.
 * @returns false if the job is finished already, because a standard queue delivers at least once
 */
async function begin(id: string): Promise<boolean> {
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: TABLE_NAME,
        Key: { id: { S: id } },
        UpdateExpression: 'SET #state = :running, expiresAt = :expiresAt ADD attempts :one',
        // A RUNNING job may belong to a worker that died, so it starts again.
        ConditionExpression: 'attribute_not_exists(id) OR #state = :running',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':running': { S: 'RUNNING' },
          ':expiresAt': { N: `${Math.floor(Date.now() / 1000) + KEPT_SECONDS}` },
          ':one': { N: '1' },
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function finish(id: string, outcome: Readonly<Record<string, AttributeValue>>) {
  const names = Object.keys(outcome);
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: TABLE_NAME,
      Key: { id: { S: id } },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        names.map((name) => [`:${name}`, outcome[name] as AttributeValue]),
      ),
    }),
  );
}
