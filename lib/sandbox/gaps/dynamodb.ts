import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { withStack } from './deployed';
import type { GapsOf } from './gap';

export const dynamodb = {
  'AWS::DynamoDB::Table.OnDemandThroughput': {
    seen: '1.5.33',
    what: 'CloudFormation drops the maximum throughput of a table and keeps that of an index, but neither limits anything.',
    handling: 'left out',
    how: 'The sandbox does not prove that the table has the maximum of the template.',
    closed: keepsMaximumThroughput,
  },
  'dynamodb: throttling': {
    seen: '1.5.33',
    what: 'No request is ever throttled, whatever the provisioned capacity or the maximum is.',
    handling: 'left out',
    how: 'The sandbox proves what a write costs in each index, but not what happens to a table whose index cannot keep up.',
    closed: throttlesWrites,
  },
} satisfies GapsOf;

/** Whether a table that CloudFormation creates has the maximum throughput of its template. */
export async function keepsMaximumThroughput(): Promise<boolean> {
  return withStack('KeepsMaximumThroughput', limitedTable, async ({ Table }) => {
    const { Table: described } = await new DynamoDBClient({}).send(
      new DescribeTableCommand({ TableName: Table }),
    );
    return described?.OnDemandThroughput?.MaxWriteRequestUnits === 7;
  });
}

/** Whether a table with one write unit per second refuses more than that and the burst capacity of five minutes. */
export async function throttlesWrites(): Promise<boolean> {
  const dynamodb = new DynamoDBClient({ maxAttempts: 1 });
  const TableName = 'ThrottlesWrites';
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    }),
  );
  try {
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1 }, { TableName });
    for (let count = 0; count < 6; count++) {
      // Each of them takes a hundred write units.
      const Item = { id: { S: `${count}` }, text: { S: 'x'.repeat(100_000) } };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
    }
    return false;
  } catch (error) {
    if (/Throttling|ThroughputExceeded/.test((error as Error).name)) return true;
    throw error;
  } finally {
    await dynamodb.send(new DeleteTableCommand({ TableName }));
  }
}

const limitedTable = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        OnDemandThroughput: { MaxWriteRequestUnits: 7 },
      },
    },
  },
  Outputs: { Table: { Value: { Ref: 'Table' } } },
};
