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
import {
  BadRequest,
  idOf,
  type Permit,
  parseBefore,
  parseTitle,
  permitIn,
  type Report,
} from './report';

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
      : answer(200, await list(permit, event.queryStringParameters?.before), permit);
  } catch (error) {
    if (error instanceof BadRequest) return answer(400, { message: error.message });
    console.error('failed', requestId, error);
    return answer(500, { message: `the request could not be handled; request ${requestId}` });
  }
}

async function write({ subject, tenant }: Permit, title: string): Promise<Report> {
  const createdAt = new Date().toISOString();
  const report = { id: idOf(createdAt, randomUUID()), title, author: subject, createdAt };
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

interface Page {
  readonly tenant: string;
  /** The newest first. */
  readonly reports: readonly Report[];
  /** Send this as `before` to get the next page; absent on the last page. */
  readonly next?: string;
}

async function list({ tenant }: Permit, from: string | undefined): Promise<Page> {
  const before = parseBefore(from);
  const { Items = [], LastEvaluatedKey } = await dynamodb.send(
    new QueryCommand({
      TableName: REPORTS_TABLE,
      KeyConditionExpression: before ? 'tenant = :tenant AND id < :before' : 'tenant = :tenant',
      ExpressionAttributeValues: {
        ':tenant': { S: tenant },
        ...(before && { ':before': { S: before } }),
      },
      // A caller finds a report in the list right after writing it: a consistent read, the newest first.
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: MOST_REPORTS,
    }),
  );
  const next = LastEvaluatedKey?.id?.S;
  return { tenant, reports: Items.map(reportIn), ...(next !== undefined && { next }) };
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
