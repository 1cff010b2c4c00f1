import { type AttributeValue, DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { deadline, expiryOf, parseClosing, pieces } from './closing';

const { TABLE_NAME, BUS_NAME } = process.env;
if (!TABLE_NAME || !BUS_NAME)
  throw new Error('expected TABLE_NAME and BUS_NAME in the environment');

const dynamodb = new DynamoDBClient({});
const eventbridge = new EventBridgeClient({});

/**
 * Puts an event on the bus for each order that has been unpaid for too long. It only reads the
 * table: the rule delivers these events to the state keeper, like all others. A repeated run changes
 * nothing.
 * @param input of the schedule
 */
export async function handler(input: unknown): Promise<{ readonly closed: number }> {
  const closing = parseClosing(input);
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: TABLE_NAME,
      IndexName: 'ByState',
      KeyConditionExpression: '#state = :placed AND since < :deadline',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':placed': { S: 'placed' },
        ':deadline': { S: deadline(closing) },
      },
    },
  );
  let closed = 0;
  const refusals: string[] = [];
  for await (const { Items = [] } of pages) {
    for (const batch of pieces(Items, 10)) {
      const failed = await announce(batch);
      closed += batch.length - failed.length;
      refusals.push(...failed);
    }
  }
  console.log('closed', closed);
  // Lambda retries the function, and the next run finds the orders that are left.
  if (refusals.length > 0)
    throw new Error(
      `expected ${closed + refusals.length} events on the bus, got ${closed}: ${refusals[0]}`,
    );
  return { closed };
}

/** Puts at most ten events and returns the errors of those that the bus refused. The call succeeds even then. */
async function announce(items: readonly Record<string, AttributeValue>[]): Promise<string[]> {
  const { Entries = [] } = await eventbridge.send(
    new PutEventsCommand({
      Entries: items.map(({ orderId, version, cents }) => ({
        EventBusName: BUS_NAME,
        Source: 'shop.clock',
        DetailType: 'Order Expired',
        Detail: JSON.stringify(
          expiryOf({
            orderId: `${orderId?.S}`,
            version: Number(version?.N),
            cents: Number(cents?.N),
          }),
        ),
      })),
    }),
  );
  return Entries.flatMap(({ ErrorCode, ErrorMessage }) =>
    ErrorCode ? `${ErrorCode} ${ErrorMessage ?? ''}`.trim() : [],
  );
}
