import type { APIGatewayProxyEventHeaders, APIGatewayProxyResult } from 'aws-lambda';

/** The value of a header, whether its name comes in upper or lower case. HTTP/2 sends lower case. */
export function header(headers: APIGatewayProxyEventHeaders | null, name: string) {
  const wanted = name.toLowerCase();
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/**
 * An answer in the shape that a proxy integration demands; with any other, API Gateway answers 502.
 * Only the function can add CORS headers to it.
 */
export function answer(
  statusCode: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
