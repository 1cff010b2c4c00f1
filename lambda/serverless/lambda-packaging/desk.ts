import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { BadList, totals } from './prices';

/** Adds up the price list in the body of a request. */
export async function handler(
  event: Pick<APIGatewayProxyEvent, 'body'>,
): Promise<APIGatewayProxyResult> {
  try {
    return { statusCode: 200, body: JSON.stringify(totals(event.body)) };
  } catch (error) {
    if (!(error instanceof BadList)) throw error;
    return { statusCode: 400, body: JSON.stringify({ message: error.message }) };
  }
}
