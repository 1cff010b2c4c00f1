import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { BadRequest, distance, parsePlace } from './distance';

/** `GET /distance?from=52.52,13.405&to=48.137,11.575`, called only for requests that a usage plan has let through. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { requestId, identity } = event.requestContext;
  // Never log the whole event, because its headers contain the key itself.
  console.log('asked', requestId, 'by key', identity.apiKeyId ?? 'unknown');
  try {
    const { from, to } = event.queryStringParameters ?? {};
    return answer(200, { kilometers: distance(parsePlace('from', from), parsePlace('to', to)) });
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    return answer(400, { message: error.message });
  }
}

function answer(statusCode: number, body: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}
