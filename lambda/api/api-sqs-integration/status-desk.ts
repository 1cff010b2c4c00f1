import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { isJobId, jobIn } from './job';

const { TABLE_NAME } = process.env;
if (!TABLE_NAME) throw new Error('expected TABLE_NAME in the environment');

const dynamodb = new DynamoDBClient({});

/** Returns the state of a job. A job that still waits in the queue is not in the table yet, like an unknown one. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { requestId } = event.requestContext;
  const id = event.pathParameters?.id;
  if (!isJobId(id))
    return answer(400, { message: 'expected the id of a job, as POST returned it' });
  try {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: TABLE_NAME, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    if (!Item) return answer(404, { message: 'no such job, or no worker has started it yet' });
    return answer(200, jobIn(Item));
  } catch (error) {
    console.error('failed', requestId, error);
    return answer(500, { message: `the request could not be handled; request ${requestId}` });
  }
}

function answer(statusCode: number, body: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      // The state may change, so nobody should cache it.
      'Cache-Control': 'no-store',
    },
    body: JSON.stringify(body),
  };
}
