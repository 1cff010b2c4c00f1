import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { captureAsyncFunc, captureAWSv3Client, type Subsegment } from 'aws-xray-sdk-core';
import { answer, header } from './http';
import {
  type Order,
  parseId,
  parseKey,
  parseOrder,
  Refusal,
  requireSameOrder,
  unknownOrder,
} from './order';

const { TABLE_NAME } = process.env;
if (!TABLE_NAME) throw new Error('expected TABLE_NAME in the environment');

const KEY_LIFETIME_SECONDS = 24 * 60 * 60;

// Every call of this client becomes a subsegment with its name, its status and its time.
const dynamodb = captureAWSv3Client(new DynamoDBClient({}));

interface Result {
  /** One word, an annotation of the trace. */
  readonly outcome: 'created' | 'replayed' | 'found';
  readonly order: Order;
  readonly answer: APIGatewayProxyResult;
}

/** Handles `POST /orders` and `GET /orders/{id}`. Even an error gets an answer that the client can act on. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return event.httpMethod === 'POST'
    ? captureAsyncFunc('PlaceOrder', (subsegment) => traced(place, event, subsegment))
    : captureAsyncFunc('FindOrder', (subsegment) => traced(find, event, subsegment));
}

/** Does the work inside a subsegment, because the segment itself belongs to Lambda and takes no annotation. */
async function traced(
  work: (event: APIGatewayProxyEvent) => Promise<Result>,
  event: APIGatewayProxyEvent,
  subsegment: Subsegment | undefined,
): Promise<APIGatewayProxyResult> {
  // An annotation is indexed: the X-Ray group of the stack finds the trace by it.
  const annotate = (outcome: string) => subsegment?.addAnnotation('order_outcome', outcome);
  let fault: Error | undefined;
  try {
    const result = await work(event);
    annotate(result.outcome);
    // X-Ray keeps metadata with the trace, but no filter finds it.
    subsegment?.addMetadata('order', result.order);
    return result.answer;
  } catch (error) {
    if (error instanceof Refusal) {
      annotate(error.outcome);
      subsegment?.addErrorFlag();
      return answer(error.statusCode, { message: error.message });
    }
    annotate('failed');
    fault = error instanceof Error ? error : new Error(String(error));
    const { requestId } = event.requestContext;
    console.error('failed', requestId, error);
    return answer(500, { message: `the order could not be handled; request ${requestId}` });
  } finally {
    subsegment?.close(fault);
  }
}

async function place(event: APIGatewayProxyEvent): Promise<Result> {
  const key = parseKey(header(event.headers, 'Idempotency-Key'));
  const wanted = parseOrder(event.body);
  const now = new Date();
  const fresh: Order = { id: randomUUID(), ...wanted, createdAt: now.toISOString() };
  const accepted = await claim(key, fresh, Math.floor(now.getTime() / 1000));
  requireSameOrder(accepted, wanted);
  await write(accepted);
  // API Gateway takes POST /orders/ for POST /orders, and passes the path on as it came.
  const path = event.requestContext.path.replace(/\/+$/, '');
  return {
    outcome: accepted === fresh ? 'created' : 'replayed',
    order: accepted,
    // The answer is the same for the first request and for every repeat.
    answer: answer(201, accepted, { Location: `${path}/${accepted.id}` }),
  };
}

/**
 * Claims the key for an order, unless another request has claimed it.
 * @param now in seconds since 1970, as DynamoDB counts for TTL
 * @returns the order that the key belongs to: this one, or the one of an earlier request
 */
async function claim(key: string, order: Order, now: number): Promise<Order> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: TABLE_NAME,
        Item: {
          id: { S: `key#${key}` },
          orderId: { S: order.id },
          ...details(order),
          expiresAt: { N: `${now + KEY_LIFETIME_SECONDS}` },
        },
        // TTL deletes an expired item only within days, so this condition treats it as deleted.
        ConditionExpression: 'attribute_not_exists(id) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': { N: `${now}` } },
        // Without this, the handler would need a second call to read the first request.
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return order;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    return orderIn(error.Item, error.Item.orderId?.S);
  }
}

/** Repeats do this too, so an order is not lost if its first request stopped after the claim. */
async function write(order: Order): Promise<void> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: TABLE_NAME,
        Item: { id: { S: `order#${order.id}` }, ...details(order) },
        ConditionExpression: 'attribute_not_exists(id)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

async function find(event: APIGatewayProxyEvent): Promise<Result> {
  const id = parseId(event.pathParameters?.id);
  const { Item } = await dynamodb.send(
    // The read is consistent, because a client who has just placed an order must find it.
    new GetItemCommand({
      TableName: TABLE_NAME,
      Key: { id: { S: `order#${id}` } },
      ConsistentRead: true,
    }),
  );
  if (!Item) throw unknownOrder(id);
  const order = orderIn(Item, id);
  return { outcome: 'found', order, answer: answer(200, order) };
}

function details({ sku, quantity, createdAt }: Order): Record<string, AttributeValue> {
  return { sku: { S: sku }, quantity: { N: `${quantity}` }, createdAt: { S: createdAt } };
}

function orderIn(item: Record<string, AttributeValue>, id: string | undefined): Order {
  const { sku, quantity, createdAt } = item;
  if (!id || !sku?.S || !quantity?.N || !createdAt?.S) {
    throw new Error(
      `expected an order in the table, found an item with ${Object.keys(item).join(', ')}`,
    );
  }
  return { id, sku: sku.S, quantity: Number(quantity.N), createdAt: createdAt.S };
}
