import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Invoice, invoiceOf, type Order, parseOrder } from './invoice';

const { PRICES_TABLE_NAME } = process.env;
if (!PRICES_TABLE_NAME) throw new Error('expected PRICES_TABLE_NAME in the environment');
const table = PRICES_TABLE_NAME;

const dynamodb = new DynamoDBClient({});

/**
 * Makes the invoice of an order. What it returns is the responsePayload of the record that goes to
 * the on-success destination; what it throws is that of the on-failure destination, after the last attempt.
 */
export async function handler(event: unknown): Promise<Invoice> {
  try {
    const order = parseOrder(event);
    const invoice = invoiceOf(order, await pricesOf(order));
    console.log('invoiced', order.id);
    return invoice;
  } catch (error) {
    console.error('refused', error);
    // To return an error would be a success: only what is thrown is tried again.
    throw error;
  }
}

async function pricesOf({ lines }: Order): Promise<Map<string, number>> {
  const { Responses, UnprocessedKeys } = await dynamodb.send(
    new BatchGetItemCommand({
      RequestItems: {
        [table]: {
          Keys: lines.map(({ sku }) => ({ sku: { S: sku } })),
          ProjectionExpression: 'sku, cents',
          // Otherwise an attempt could miss the price that was added after the one before had failed.
          ConsistentRead: true,
        },
      },
    }),
  );
  const left = UnprocessedKeys?.[table]?.Keys?.length ?? 0;
  // DynamoDB is short of capacity; a minute later, at the next attempt, it may have some.
  if (left > 0) throw new Error(`expected ${lines.length} prices, ${left} of them left unread`);
  return new Map(
    (Responses?.[table] ?? []).map(({ sku, cents }) => [sku?.S ?? '', Number(cents?.N)]),
  );
}
