import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Invoice, invoiceOf, type Order, parseOrder } from './invoice';

const { PRICES_TABLE_NAME } = process.env;
if (!PRICES_TABLE_NAME) throw new Error('expected PRICES_TABLE_NAME in the environment');
const table = PRICES_TABLE_NAME;

const dynamodb = new DynamoDBClient({});

/**
 * Makes the invoice of an order. The value that it returns becomes the responsePayload of the record for the
 * on-success destination; the last error that it throws becomes that of the record for the on-failure destination.
 */
export async function handler(event: unknown): Promise<Invoice> {
  try {
    const order = parseOrder(event);
    const invoice = invoiceOf(order, await pricesOf(order));
    console.log('invoiced', order.id);
    return invoice;
  } catch (error) {
    console.error('refused', error);
    // Returning an error would count as a success: Lambda retries only when the function throws.
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
          // Otherwise a retry could miss a price that was added after the first attempt failed.
          ConsistentRead: true,
        },
      },
    }),
  );
  const left = UnprocessedKeys?.[table]?.Keys?.length ?? 0;
  // DynamoDB lacks capacity now and may have more at the next attempt, a minute later.
  if (left > 0) throw new Error(`expected ${lines.length} prices, ${left} of them left unread`);
  return new Map(
    (Responses?.[table] ?? []).map(({ sku, cents }) => [sku?.S ?? '', Number(cents?.N)]),
  );
}
