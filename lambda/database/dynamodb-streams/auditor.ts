import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { write } from './audit-trail';
import { type AuditEntry, auditEntry, violation } from './change';
import { ofLambda } from './record';

const { AUDIT_TABLE_NAME } = process.env;
if (!AUDIT_TABLE_NAME) throw new Error('expected AUDIT_TABLE_NAME in the environment');
const table = AUDIT_TABLE_NAME;

const dynamodb = new DynamoDBClient({});

/**
 * Writes every record up to the first one that breaks the rule, and names that record. Lambda then
 * retries from there, so the audit never shows a later change of an item before an earlier one.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const entries: AuditEntry[] = [];
  let failed: string | undefined;
  for (const record of Records) {
    try {
      const entry = auditEntry(ofLambda(record));
      const wrong = violation(entry);
      if (wrong) throw new Error(`product ${entry.id}: ${wrong}`);
      entries.push(entry);
    } catch (error) {
      failed = record.dynamodb?.SequenceNumber ?? '';
      console.error('refused', failed, error);
      break;
    }
  }
  // If this throws, Lambda delivers the whole batch again, and entries that exist stay the same.
  await write(dynamodb, table, entries);
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
}
