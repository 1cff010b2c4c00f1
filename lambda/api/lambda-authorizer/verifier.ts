import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayAuthorizerEvent, APIGatewayAuthorizerResult } from 'aws-lambda';
import { remember } from './memory';
import { policyOfRequest, policyOfToken } from './policy';
import { parseBearer, parseKeySet, Refusal, verify } from './token';

const { KEY_SETS_TABLE, ISSUER, AUDIENCE } = process.env;
if (!KEY_SETS_TABLE) throw new Error('expected KEY_SETS_TABLE in the environment');
if (!ISSUER) throw new Error('expected ISSUER in the environment');
if (!AUDIENCE) throw new Error('expected AUDIENCE in the environment');
const expected = { issuer: ISSUER, audience: AUDIENCE };

// Up to this long, the function still trusts a revoked key and may not know a new one yet.
const KEY_SET_LIFETIME_MILLISECONDS = 60_000;

const dynamodb = new DynamoDBClient({});

const keys = remember(
  async () => {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: KEY_SETS_TABLE, Key: { issuer: { S: ISSUER } } }),
    );
    if (!Item) throw new Error(`expected the key set of ${ISSUER} in ${KEY_SETS_TABLE}`);
    return parseKeySet(Item.keySet?.S);
  },
  KEY_SET_LIFETIME_MILLISECONDS,
  Date.now,
);

/** Serves both authorizers. A TOKEN event has one header, a REQUEST event has the whole request. */
export async function handler(
  event: APIGatewayAuthorizerEvent,
): Promise<APIGatewayAuthorizerResult> {
  const decision = randomUUID();
  try {
    const token = parseBearer(
      event.type === 'TOKEN' ? event.authorizationToken : authorizationIn(event.headers),
    );
    const caller = await verify(token, await keys(), expected, new Date());
    const policy =
      event.type === 'TOKEN'
        ? policyOfToken(caller, event.methodArn, decision)
        : policyOfRequest(caller, event.methodArn, event.pathParameters?.tenant, decision);
    console.log('decided', decision, policy.policyDocument.Statement[0]?.Effect, caller.subject);
    return policy;
  } catch (error) {
    // The log never contains the token, because its readers could use it.
    if (error instanceof Refusal) console.warn('refused', decision, error.reason);
    throw error;
  }
}

/** API Gateway passes on header names as the client spelled them. */
function authorizationIn(headers: Readonly<Record<string, string | undefined>> | null) {
  return Object.entries(headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'authorization',
  )?.[1];
}
