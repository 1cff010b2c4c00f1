import { randomUUID } from 'node:crypto';
import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  APIGatewayProxyCognitoAuthorizer,
  APIGatewayProxyEventBase,
  APIGatewayProxyResult,
} from 'aws-lambda';
import { BadRequest, memberIn, type Note, parseId, parseText } from './note';

const { NOTES_TABLE } = process.env;
if (!NOTES_TABLE) throw new Error('expected NOTES_TABLE in the environment');

const MOST_NOTES = 50;

const dynamodb = new DynamoDBClient({});

type Event = APIGatewayProxyEventBase<APIGatewayProxyCognitoAuthorizer | null | undefined>;

/** Works for the member whom API Gateway has verified, and touches no notes but theirs. */
export async function handler(event: Event): Promise<APIGatewayProxyResult> {
  const { requestId, authorizer } = event.requestContext;
  try {
    const member = memberIn(authorizer);
    switch (event.httpMethod) {
      case 'POST':
        return answer(201, await write(member, parseText(event.body)));
      case 'DELETE':
        await remove(member, parseId(event.pathParameters?.id));
        return answer(204);
      default:
        return answer(200, { notes: await list(member) });
    }
  } catch (error) {
    if (error instanceof BadRequest) return answer(400, { message: error.message });
    console.error('failed', requestId, error);
    return answer(500, { message: `the request could not be handled; request ${requestId}` });
  }
}

async function write(member: string, text: string): Promise<Note> {
  const note = { id: randomUUID(), text, createdAt: new Date().toISOString() };
  await dynamodb.send(
    new PutItemCommand({
      TableName: NOTES_TABLE,
      Item: {
        memberId: { S: member },
        id: { S: note.id },
        text: { S: text },
        createdAt: { S: note.createdAt },
      },
    }),
  );
  return note;
}

async function list(member: string): Promise<Note[]> {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: NOTES_TABLE,
      KeyConditionExpression: 'memberId = :member',
      ExpressionAttributeValues: { ':member': { S: member } },
      // A member finds a note in the list right after writing it.
      ConsistentRead: true,
      Limit: MOST_NOTES,
    }),
  );
  return Items.map(({ id, text, createdAt }) => ({
    id: id?.S ?? '',
    text: text?.S ?? '',
    createdAt: createdAt?.S ?? '',
  }));
}

/** Succeeds also if the member has no such note, so that nobody learns which notes others have. */
async function remove(member: string, id: string): Promise<void> {
  await dynamodb.send(
    new DeleteItemCommand({
      TableName: NOTES_TABLE,
      Key: { memberId: { S: member }, id: { S: id } },
    }),
  );
}

function answer(statusCode: number, body?: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      // A shared cache must not serve the notes of one member to another.
      'Cache-Control': 'no-store',
    },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}
