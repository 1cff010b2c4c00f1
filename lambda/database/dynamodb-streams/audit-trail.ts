import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { type AuditEntry, toItem } from './change';

/** DynamoDB accepts at most 25 items in one BatchWriteItem. */
const BATCH = 25;

/**
 * Writes entries. An entry depends only on its record, so a second write changes nothing.
 * @throws if the table still refuses some entries after five attempts
 */
export async function write(
  dynamodb: DynamoDBClient,
  table: string,
  entries: readonly AuditEntry[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += BATCH) {
    let requests: WriteRequest[] = entries
      .slice(start, start + BATCH)
      .map((entry) => ({ PutRequest: { Item: toItem(entry) } }));
    for (let attempt = 0; requests.length > 0; attempt++) {
      if (attempt === 5)
        throw new Error(`expected ${table} to take all entries, ${requests.length} are left`);
      if (attempt > 0) await sleep(Math.random() * 50 * 2 ** attempt);
      const { UnprocessedItems } = await dynamodb.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: requests } }),
      );
      requests = UnprocessedItems?.[table] ?? [];
    }
  }
}
