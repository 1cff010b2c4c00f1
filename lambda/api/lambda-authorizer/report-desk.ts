import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  APIGatewayAuthorizerResultContext,
  APIGatewayProxyEventBase,
  APIGatewayProxyResult,
} from 'aws-lambda';
import { BadRequest, type Permit, parseTitle, permitIn, type Report } from './report';

const { REPORTS_TABLE } = process.env;
if (!REPORTS_TABLE) throw new Error('expected REPORTS_TABLE in the environment');

const MOST_REPORTS = 50;

const dynamodb = new DynamoDBClient({});

type Event = APIGatewayProxyEventBase<APIGatewayAuthorizerResultContext | null | undefined>;

/** Works for the caller that the authorizer names. It reads neither the token nor the path. */
export async function handler(event: Event): Promise<APIGatewayProxyResult> {
  const { requestId, authorizer } = event.requestContext;
  try {
    const permit = permitIn(authorizer);
    console.log(event.httpMethod, requestId, 'by decision', permit.decision);
    return event.httpMethod === 'POST'
      ? answer(201, await write(permit, parseTitle(event.body)), permit)
      : answer(200, { tenant: permit.tenant, reports: await list(permit) }, permit);
  } catch (error) {
    if (error instanceof BadRequest) return answer(400, { message: error.message });
    console.error('failed', requestId, error);
    return answer(500, { message: `the request could not be handled; request ${requestId}` });
  }
}

async function write({ subject, tenant }: Permit, title: string): Promise<Report> {
  const report = {
    id: randomUUID(),
    title,
    author: subject,
    createdAt: new Date().toISOString(),
  };
  await dynamodb.send(
    new PutItemCommand({
      TableName: REPORTS_TABLE,
      Item: {
        tenant: { S: tenant },
        id: { S: report.id },
        title: { S: title },
        author: { S: subject },
        createdAt: { S: report.createdAt },
      },
    }),
  );
  return report;
}

async function list({ tenant }: Permit): Promise<Report[]> {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: REPORTS_TABLE,
      KeyConditionExpression: 'tenant = :tenant',
      ExpressionAttributeValues: { ':tenant': { S: tenant } },
      // A caller finds a report in the list right after writing it.
      ConsistentRead: true,
      Limit: MOST_REPORTS,
    }),
  );
  return Items.map(reportIn);
}

function reportIn({ id, title, author, createdAt }: Record<string, AttributeValue>): Report {
  return {
    id: id?.S ?? '',
    title: title?.S ?? '',
    author: author?.S ?? '',
    createdAt: createdAt?.S ?? '',
  };
}

function answer(statusCode: number, body: object, permit?: Permit): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      // A shared cache must not serve the reports of one caller to another.
      'Cache-Control': 'no-store',
      ...(permit && { 'X-Decision': permit.decision }),
    },
    body: JSON.stringify(body),
  };
}
