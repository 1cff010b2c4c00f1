import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { excerpt, orderText } from './invoice';
import { parseRecord } from './record';

const { INVOICES_TABLE_NAME } = process.env;
if (!INVOICES_TABLE_NAME) throw new Error('expected INVOICES_TABLE_NAME in the environment');

const dynamodb = new DynamoDBClient({});

/**
 * Saves the invoice in the record of a successful invocation. Lambda may run an event twice and
 * deliver a record twice, so the first invoice of an order is kept.
 * @throws if a different order with the same id was saved before
 */
export async function handler(event: unknown): Promise<void> {
  const { invoice, requestId } = parseRecord(event);
  const { id, lines, netCents, vatCents, totalCents } = invoice;
  const ordered = orderText(invoice);
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: INVOICES_TABLE_NAME,
        Item: {
          id: { S: id },
          ordered: { S: ordered },
          lines: { S: JSON.stringify(lines) },
          netCents: { N: `${netCents}` },
          vatCents: { N: `${vatCents}` },
          totalCents: { N: `${totalCents}` },
          requestId: { S: requestId },
        },
        ConditionExpression: 'attribute_not_exists(id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    console.log('filed', id);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = error.Item?.ordered?.S;
    if (found !== ordered)
      throw new Error(
        `expected ${excerpt(found)} as order ${excerpt(id)} again, got ${excerpt(ordered)}`,
      );
    console.log('already filed', id);
  }
}
