import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { cursorAt, keyCondition, parseQuestion, startKey } from './question';

const { TABLE_NAME } = process.env;
if (!TABLE_NAME) throw new Error('expected TABLE_NAME in the environment');
const table = TABLE_NAME;

const dynamodb = new DynamoDBClient({});

export interface Page {
  /** The attributes in the index, or all attributes if the question is by order. */
  readonly orders: readonly Readonly<Record<string, string | number>>[];
  /** Send this to get the next page; absent on the last page. */
  readonly cursor?: string;
}

/** Answers a question to the order desk with one page of orders. */
export async function handler(event: unknown): Promise<Page> {
  const question = parseQuestion(event);
  const { expression, names, values } = keyCondition(question);
  const { Items = [], LastEvaluatedKey } = await dynamodb.send(
    new QueryCommand({
      TableName: table,
      IndexName: question.way.index,
      KeyConditionExpression: expression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ConsistentRead: question.consistent,
      Limit: question.limit,
      ExclusiveStartKey: startKey(question),
    }),
  );
  const found = question.by === 'order' ? await Promise.all(Items.map(wholeOrder)) : Items;
  return {
    orders: found.flatMap((item) => (item ? [plain(item)] : [])),
    // A page can be empty without being the last one: only a missing key ends the list.
    ...(LastEvaluatedKey && { cursor: cursorAt(question, LastEvaluatedKey) }),
  };
}

/** The whole order, or undefined if somebody deleted it after the query of the index. */
async function wholeOrder({ customer, order }: Record<string, AttributeValue>) {
  const Key = { customer: customer as AttributeValue, order: order as AttributeValue };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key }));
  return Item;
}

function plain(item: Record<string, AttributeValue>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(item).map(([name, { S, N }]) => [name, S ?? Number(N)]));
}
