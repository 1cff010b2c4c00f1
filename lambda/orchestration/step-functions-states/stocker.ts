import {
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Move, NamedError, parseMove } from './order';

const { TABLE_NAME } = process.env;
if (!TABLE_NAME) throw new Error('expected TABLE_NAME in the environment');

const dynamodb = new DynamoDBClient({});

/** Takes a line from stock or gives it back. The same token takes and gives back once. */
export async function handler(event: unknown): Promise<{ sku: string }> {
  const move = parseMove(event);
  if (move.action === 'reserve') await reserve(move);
  else await release(move);
  return { sku: move.line.sku };
}

const stockKey = ({ line }: Move) => ({ id: { S: `stock#${line.sku}` } });
const reservationKey = ({ token }: Move) => ({ id: { S: `reservation#${token}` } });

async function reserve(move: Move): Promise<void> {
  const quantity = { N: `${move.line.quantity}` };
  const [reservation, stock] = await attempt([
    {
      Put: {
        TableName: TABLE_NAME,
        Item: { ...reservationKey(move), quantity },
        ConditionExpression: 'attribute_not_exists(id)',
      },
    },
    {
      Update: {
        TableName: TABLE_NAME,
        Key: stockKey(move),
        UpdateExpression: 'SET pieces = pieces - :quantity',
        ConditionExpression:
          'pieces >= :quantity AND (attribute_not_exists(busy) OR busy <= :nothing)',
        ExpressionAttributeValues: { ':quantity': quantity, ':nothing': { N: '0' } },
      },
    },
  ]);
  // An earlier attempt has reserved it, and its answer got lost.
  if (reservation === 'ConditionalCheckFailed') return;
  if (stock === 'ConditionalCheckFailed') throw await reasonFor(move);
}

async function release(move: Move): Promise<void> {
  // If the token has reserved nothing, the condition fails, and there is nothing to give back.
  await attempt([
    {
      Delete: {
        TableName: TABLE_NAME,
        Key: reservationKey(move),
        ConditionExpression: 'attribute_exists(id)',
      },
    },
    {
      Update: {
        TableName: TABLE_NAME,
        Key: stockKey(move),
        UpdateExpression: 'SET pieces = pieces + :quantity',
        ExpressionAttributeValues: { ':quantity': { N: `${move.line.quantity}` } },
      },
    },
  ]);
}

/** The reasons why a transaction was canceled because of its conditions; none if it was not. */
async function attempt(
  TransactItems: ConstructorParameters<typeof TransactWriteItemsCommand>[0]['TransactItems'],
): Promise<(string | undefined)[]> {
  try {
    await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
    return [];
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (codes.includes('TransactionConflict')) {
      throw new NamedError('WarehouseBusy', 'another order is moving the same article');
    }
    if (!codes.includes('ConditionalCheckFailed')) throw error;
    return codes;
  }
}

/** A warehouse that is busy refuses so many attempts as it says. Everything else is out of stock. */
async function reasonFor({ line, ...move }: Move): Promise<NamedError> {
  const Key = stockKey({ line, ...move });
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: TABLE_NAME, Key, ConsistentRead: true }),
  );
  if (Number(Item?.busy?.N ?? 0) <= 0) {
    return new NamedError('OutOfStock', `expected ${line.quantity} pieces of ${line.sku}`);
  }
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: TABLE_NAME,
      Key,
      UpdateExpression: 'SET busy = busy - :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
  return new NamedError('WarehouseBusy', `the warehouse is busy with ${line.sku}`);
}
