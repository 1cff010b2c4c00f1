import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { Template } from 'aws-cdk-lib/assertions';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { auditEntry, toItem, violation } from '../../../../lambda/database/dynamodb-streams/change';
import {
  parseFailedBatch,
  placeOf,
} from '../../../../lambda/database/dynamodb-streams/failed-batch';
import {
  ofLambda,
  ofShard,
  type StreamRecord,
} from '../../../../lambda/database/dynamodb-streams/record';
import { DynamodbStreamsStack } from '../../../../lib/patterns/database/dynamodb-streams/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

// The code waits between attempts, and the tests skip these waits.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

describe('the stack', () => {
  const stack = build(DynamodbStreamsStack);
  const template = Template.fromStack(stack);
  const id = (type: string, name: string) => logicalId(stack, type, name);
  const properties = (type: string, name: string) =>
    template.toJSON().Resources[id(type, name)].Properties;
  const mapping = properties('AWS::Lambda::EventSourceMapping', 'Auditor');
  const arn = (type: string, name: string) => ({ 'Fn::GetAtt': [id(type, name), 'Arn'] });
  const stream = { 'Fn::GetAtt': [id('AWS::DynamoDB::Table', 'Products'), 'StreamArn'] };

  test('sends the stream of the products to the auditor, and failed batches to the queue', () => {
    expect(mapping.EventSourceArn).toEqual(stream);
    expect(mapping.FunctionName).toEqual({ Ref: id('AWS::Lambda::Function', 'Auditor') });
    expect(mapping.DestinationConfig.OnFailure.Destination).toEqual(
      arn('AWS::SQS::Queue', 'FailedBatches'),
    );
  });

  test('discards a record early enough to recover it within the 24 hours of the stream', () => {
    expect(mapping.MaximumRecordAgeInSeconds).toBeLessThanOrEqual(86_400 / 2);
  });

  test('keeps the position of a failed record longer than the stream keeps the record', () => {
    const queue = properties('AWS::SQS::Queue', 'FailedBatches');
    expect(queue.MessageRetentionPeriod).toBeGreaterThan(86_400);
  });

  test('goes into ALARM long before the first record expires', () => {
    const { Threshold } = properties('AWS::CloudWatch::Alarm', 'IteratorAgeAlarm');
    expect(Threshold).toBeLessThan(86_400_000);
  });

  test('watches its own function and its own queue', () => {
    const { Dimensions: ofAge } = properties('AWS::CloudWatch::Alarm', 'IteratorAgeAlarm');
    expect(ofAge).toEqual([
      { Name: 'FunctionName', Value: { Ref: id('AWS::Lambda::Function', 'Auditor') } },
    ]);
    const { Dimensions: ofFailures } = properties('AWS::CloudWatch::Alarm', 'FailedBatchesAlarm');
    expect(ofFailures).toEqual([
      {
        Name: 'QueueName',
        Value: { 'Fn::GetAtt': [id('AWS::SQS::Queue', 'FailedBatches'), 'QueueName'] },
      },
    ]);
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on AuditorRole, RecovererRole
      events.amazonaws.com, 222222222222 may not sts:AssumeRole on AuditorRole, RecovererRole
      Auditor may dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator on Products/stream/latest
      Auditor may dynamodb:ListStreams on *
      Auditor may dynamodb:BatchWriteItem on AuditTrail
      Auditor may sqs:SendMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl on FailedBatches
      Auditor may not dynamodb:GetItem, dynamodb:PutItem, dynamodb:BatchWriteItem on Products
      Auditor may not dynamodb:GetItem, dynamodb:DeleteItem on AuditTrail
      Auditor may not sqs:ReceiveMessage on FailedBatches
      Recoverer may dynamodb:GetRecords, dynamodb:GetShardIterator on Products/stream/latest
      Recoverer may dynamodb:BatchWriteItem on AuditTrail
      Recoverer may not dynamodb:DescribeStream on Products/stream/latest
      Recoverer may not dynamodb:GetItem, dynamodb:BatchWriteItem on Products
      Recoverer may not sqs:ReceiveMessage, sqs:SendMessage on FailedBatches
      anonymous, 222222222222 may not dynamodb:GetRecords on Products/stream/latest
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on FailedBatches
      Auditor, 111111111111 must not sqs:SendMessage on FailedBatches when aws:SecureTransport is false
      Auditor may logs:CreateLogStream, logs:PutLogEvents on AuditorLogs
      Recoverer may logs:CreateLogStream, logs:PutLogEvents on RecovererLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

/** A record of the product `tea` with a price; the number is its position in the stream. */
function record(sequence: number, price: unknown = { N: '1' }): StreamRecord {
  const Keys = { id: { S: 'product#tea' } };
  return {
    eventName: 'INSERT',
    dynamodb: { Keys, NewImage: { ...Keys, price } as never, SequenceNumber: `${sequence}` },
  };
}

const event = (...Records: object[]) => ({ Records }) as DynamoDBStreamEvent;
const written = (send: jest.SpyInstance): string[] =>
  send.mock.calls.flatMap(([{ input }]) =>
    input.RequestItems.audit.map((request: { PutRequest: { Item: { sequence: { S: string } } } }) =>
      Number(request.PutRequest.Item.sequence.S),
    ),
  );

describe('the auditor', () => {
  let send: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/database/dynamodb-streams/auditor').handler;

  beforeAll(async () => {
    process.env.AUDIT_TABLE_NAME = 'audit';
    ({ handler } = await import('../../../../lambda/database/dynamodb-streams/auditor'));
  });
  beforeEach(() => {
    send = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('writes a batch in calls of 25 entries', async () => {
    const records = Array.from({ length: 60 }, (_, index) => record(index + 1));
    expect(await handler(event(...records))).toEqual({ batchItemFailures: [] });
    expect(send).toHaveBeenCalledTimes(3);
    expect(written(send)).toEqual(records.map((_, index) => index + 1));
  });

  test('writes the records before a bad record, and names the bad record', async () => {
    const answer = await handler(event(record(1), record(2), record(3, { N: '-1' }), record(4)));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
    expect(written(send)).toEqual([1, 2]);
  });

  test('writes the same item for a record that arrives twice', async () => {
    await handler(event(record(1)));
    await handler(event(record(1)));
    expect(send.mock.calls[1][0].input).toEqual(send.mock.calls[0][0].input);
  });

  test('retries entries that the table had no capacity for', async () => {
    send.mockImplementationOnce(async ({ input: { RequestItems } }) => ({
      UnprocessedItems: { audit: RequestItems.audit.slice(1) },
    }));
    await handler(event(record(1), record(2), record(3)));
    expect(written(send)).toEqual([1, 2, 3, 2, 3]);
  });

  test('fails the whole batch if the table accepts nothing', async () => {
    send.mockImplementation(async ({ input: { RequestItems } }) => ({
      UnprocessedItems: RequestItems,
    }));
    await expect(handler(event(record(1)))).rejects.toThrow('1 are left');
  });

  test('names a record that it cannot read', async () => {
    const unreadable = { eventName: 'INSERT', dynamodb: { SequenceNumber: '7' } };
    expect(await handler(event(unreadable))).toEqual({
      batchItemFailures: [{ itemIdentifier: '7' }],
    });
    expect(send).not.toHaveBeenCalled();
  });

  test('writes a deletion by time to live as expired', async () => {
    const userIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
    await handler(event({ ...record(1), eventName: 'REMOVE', userIdentity }));
    const [{ PutRequest }] = send.mock.calls[0][0].input.RequestItems.audit;
    expect(PutRequest.Item.kind).toEqual({ S: 'expired' });
  });

  test('writes binary values as bytes, because the SDK encodes them once more', async () => {
    await handler(event(record(1, { BS: ['AP8Q'] }), record(2)));
    expect(send).not.toHaveBeenCalled();
    const Keys = { id: { S: 'product#tea' } };
    const NewImage = { ...Keys, photos: { BS: ['AP8Q'] } };
    await handler(
      event({ eventName: 'INSERT', dynamodb: { Keys, NewImage, SequenceNumber: '3' } }),
    );
    const [{ PutRequest }] = send.mock.calls[0][0].input.RequestItems.audit;
    expect(PutRequest.Item.after.M.photos).toEqual({ BS: [Buffer.from([0, 255, 16])] });
  });

  test('fails the whole batch if one entry is too large, so that Lambda splits it', async () => {
    send.mockRejectedValue(new Error('Item size has exceeded the maximum allowed size'));
    await expect(handler(event(record(1), record(2)))).rejects.toThrow('Item size');
  });
});

describe('the recoverer', () => {
  const message = (first = '2', last = '3', streamArn = 'arn:stream') => ({
    DDBStreamBatchInfo: {
      streamArn,
      shardId: 'shard',
      startSequenceNumber: first,
      endSequenceNumber: last,
    },
  });
  let audit: jest.SpyInstance;
  let streams: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/database/dynamodb-streams/recoverer').handler;

  beforeAll(async () => {
    Object.assign(process.env, { AUDIT_TABLE_NAME: 'audit', STREAM_ARN: 'arn:stream' });
    ({ handler } = await import('../../../../lambda/database/dynamodb-streams/recoverer'));
  });
  /** A shard that returns one page after another. */
  const pages = (...answers: object[][]) => {
    audit = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    streams = jest.spyOn(DynamoDBStreamsClient.prototype, 'send').mockResolvedValueOnce({
      ShardIterator: 'i',
    } as never);
    for (const Records of answers) {
      streams.mockResolvedValueOnce({ Records, NextShardIterator: 'i' } as never);
    }
  };

  test('reads from the first sequence number up to the last, and no further', async () => {
    pages([record(2), record(3), record(4)]);
    expect(await handler(message())).toEqual({ recovered: 2, quarantined: 0 });
    expect(streams.mock.calls[0][0].input).toEqual({
      StreamArn: 'arn:stream',
      ShardId: 'shard',
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: '2',
    });
    expect(written(audit)).toEqual([2, 3]);
  });

  test('continues after empty pages, which a shard may return', async () => {
    pages([], [record(2)], [], [record(3)]);
    expect(await handler(message())).toEqual({ recovered: 2, quarantined: 0 });
  });

  test('says that the last record expired, and keeps the records before it', async () => {
    pages([record(2)], [record(9)]);
    await expect(handler(message())).rejects.toThrow('expected record 3 in shard');
    expect(written(audit)).toEqual([2]);
  });

  test('says that the shard ended before the last record', async () => {
    pages([record(2)]);
    streams.mockResolvedValueOnce({ Records: [] } as never);
    await expect(handler(message())).rejects.toThrow('expected record 3 in shard');
  });

  test('does not wait forever at the end of an open shard', async () => {
    pages([record(2)]);
    streams.mockResolvedValue({ Records: [], NextShardIterator: 'i' } as never);
    await expect(handler(message())).rejects.toThrow('expected record 3 in shard');
    expect(streams.mock.calls.length).toBeLessThan(50);
  });

  test('keeps the key and the reason of an entry that the table refuses', async () => {
    pages([record(3)]);
    const refusal = Object.assign(new Error('Item size has exceeded the maximum'), {
      name: 'ValidationException',
    });
    audit.mockRejectedValueOnce(refusal);
    expect(await handler(message('3'))).toEqual({ recovered: 1, quarantined: 1 });
    const [{ PutRequest }] = audit.mock.calls[1][0].input.RequestItems.audit;
    expect(PutRequest.Item).toEqual({
      id: { S: 'product#tea' },
      sequence: { S: '3'.padStart(40, '0') },
      kind: { S: 'created' },
      quarantined: { S: 'Item size has exceeded the maximum' },
    });
  });

  test('fails if the table does not exist', async () => {
    pages([record(3)]);
    audit.mockRejectedValue(new Error('table not found'));
    await expect(handler(message('3'))).rejects.toThrow('table not found');
    expect(audit).toHaveBeenCalledTimes(1);
  });

  test('writes a deletion by time to live as expired', async () => {
    pages([{ ...record(3), eventName: 'REMOVE', userIdentity: {} }]);
    await handler(message('3'));
    const [{ PutRequest }] = audit.mock.calls[0][0].input.RequestItems.audit;
    expect(PutRequest.Item.kind).toEqual({ S: 'expired' });
  });

  test('puts a record that breaks the rule into quarantine, with the reason', async () => {
    pages([record(2, { N: '-5' }), record(3)]);
    expect(await handler(message())).toEqual({ recovered: 2, quarantined: 1 });
    const [bad] = audit.mock.calls[0][0].input.RequestItems.audit;
    expect(bad.PutRequest.Item.quarantined).toEqual({ S: 'expected a price of 0 or more, got -5' });
  });

  test('skips records that the filter of the mapping discarded', async () => {
    const draft = record(2);
    Object.assign(draft.dynamodb?.Keys ?? {}, { id: { S: 'draft#tea' } });
    pages([draft, record(3)]);
    expect(await handler(message())).toEqual({ recovered: 1, quarantined: 0 });
  });

  test('refuses to read another stream', async () => {
    pages();
    await expect(handler(message('1', '2', 'arn:other'))).rejects.toThrow('got one of arn:other');
    expect(streams).not.toHaveBeenCalled();
  });
});

describe('a stream record', () => {
  const bytes = Buffer.from([0, 255, 16]);
  const text = bytes.toString('base64');

  test('from Lambda has binary values as bytes, at any depth', () => {
    const image = (binary: string) => ({
      plain: { B: binary },
      set: { BS: [binary] },
      list: { L: [{ M: { deep: { B: binary } } }] },
      empty: { B: '' },
      number: { N: '1' },
    });
    const { dynamodb } = ofLambda({ dynamodb: { NewImage: image(text) } });
    expect(dynamodb?.NewImage).toEqual({
      plain: { B: bytes },
      set: { BS: [bytes] },
      list: { L: [{ M: { deep: { B: bytes } } }] },
      empty: { B: Buffer.alloc(0) },
      number: { N: '1' },
    });
  });

  test('is the same from Lambda and from the shard, even when time to live deleted the item', () => {
    const removed = { eventName: 'REMOVE' } as const;
    const identity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
    const fromLambda = ofLambda({
      ...removed,
      userIdentity: identity,
      dynamodb: { Keys: { id: { S: 'a' } }, OldImage: { b: { B: text } }, SequenceNumber: '1' },
    });
    const dynamodb = { Keys: { id: { S: 'a' } }, OldImage: { b: { B: bytes } } };
    for (const userIdentity of [{ Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }, {}]) {
      const fromShard = ofShard({
        ...removed,
        userIdentity,
        dynamodb: { ...dynamodb, SequenceNumber: '1' },
      });
      expect(auditEntry(fromShard)).toEqual(auditEntry(fromLambda));
      expect(auditEntry(fromShard).kind).toBe('expired');
    }
  });

  test('from the shard is a deletion by a person if it has no identity', () => {
    const Keys = { id: { S: 'a' } };
    const deleted = ofShard({ eventName: 'REMOVE', dynamodb: { Keys, SequenceNumber: '1' } });
    expect(auditEntry(deleted).kind).toBe('deleted');
  });
});

describe('an audit entry', () => {
  test.each([
    ['INSERT', undefined, 'created'],
    ['MODIFY', undefined, 'changed'],
    ['REMOVE', undefined, 'deleted'],
    ['REMOVE', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }, 'expired'],
    ['REMOVE', { type: 'Service', principalId: 'somebody.amazonaws.com' }, 'deleted'],
  ])('of %s by %j is of the kind %s', (eventName, userIdentity, kind) => {
    expect(
      auditEntry({ ...record(1), eventName, ...(userIdentity && { userIdentity }) }).kind,
    ).toBe(kind);
  });

  test('sorts by its sequence number, beyond the precision of a JavaScript number', () => {
    const sequences = ['99', '100', '9007199254740993', '9007199254740992', '1'.repeat(40)];
    const sorted = sequences
      .map((SequenceNumber) =>
        auditEntry({ ...record(1), dynamodb: { ...record(1).dynamodb, SequenceNumber } }),
      )
      .map(({ sequence }) => sequence)
      .sort();
    expect(sorted.map((sequence) => BigInt(sequence))).toEqual(
      sequences.map(BigInt).sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  test('keeps attributes of any name and script unchanged', () => {
    const after = { __proto__x: { S: 'x' }, constructor: { S: 'y' }, ключ: { S: '値' } } as never;
    const item = toItem({ id: 'a', sequence: '1', kind: 'created', after });
    expect(item.after).toEqual({ M: after });
  });

  test.each([
    ['no key', { eventName: 'INSERT', dynamodb: { SequenceNumber: '1' } }],
    [
      'a key of another type',
      { eventName: 'INSERT', dynamodb: { Keys: { id: { N: '1' } }, SequenceNumber: '1' } },
    ],
    ['no sequence number', { eventName: 'INSERT', dynamodb: { Keys: { id: { S: 'a' } } } }],
    [
      'letters in it',
      { eventName: 'INSERT', dynamodb: { Keys: { id: { S: 'a' } }, SequenceNumber: '1e3' } },
    ],
    [
      '41 digits',
      {
        eventName: 'INSERT',
        dynamodb: { Keys: { id: { S: 'a' } }, SequenceNumber: '1'.repeat(41) },
      },
    ],
    ['another event', { ...record(1), eventName: 'UPSERT' }],
    ['no event', { dynamodb: record(1).dynamodb }],
    ['nothing at all', {}],
  ])('is refused for %s', (_, broken) => {
    expect(() => auditEntry(broken as StreamRecord)).toThrow(/^expected /);
  });
});

describe('the rule of the audit', () => {
  const wrong = (price?: unknown) => violation(auditEntry(record(1, price)));

  test.each([{ N: '0' }, { N: '3.50' }, { N: '1e125' }, undefined])(
    'allows a price of %j',
    (price) => {
      expect(wrong(price)).toBeUndefined();
    },
  );

  test.each([{ N: '-0.01' }, { S: '3' }, { NULL: true }, { M: {} }])(
    'refuses a price of %j',
    (price) => {
      expect(wrong(price)).toMatch(/^expected /);
    },
  );
});

describe('a failed batch', () => {
  const info = { streamArn: 'arn', shardId: 's', startSequenceNumber: '5', endSequenceNumber: '7' };

  test('is a stream, a shard and two sequence numbers', () => {
    expect(parseFailedBatch({ DDBStreamBatchInfo: info })).toEqual({
      streamArn: 'arn',
      shardId: 's',
      first: '5',
      last: '7',
    });
  });

  test('ends with its last sequence number, compared as a number', () => {
    const batch = parseFailedBatch({ DDBStreamBatchInfo: { ...info, endSequenceNumber: '10' } });
    expect(['9', '10', '0010', '11'].map((sequence) => placeOf(sequence, batch))).toEqual([
      'before',
      'last',
      'last',
      'after',
    ]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'batch'],
    ['an empty object', {}],
    ['prototype keys', JSON.parse('{"__proto__":{"DDBStreamBatchInfo":{}}}')],
    ['no shard', { DDBStreamBatchInfo: { ...info, shardId: '' } }],
    ['a number for a sequence', { DDBStreamBatchInfo: { ...info, startSequenceNumber: 5 } }],
    [
      'a sequence of 41 digits',
      { DDBStreamBatchInfo: { ...info, endSequenceNumber: '9'.repeat(41) } },
    ],
    ['an end before its start', { DDBStreamBatchInfo: { ...info, endSequenceNumber: '4' } }],
  ])('is not %s', (_, message) => {
    expect(() => parseFailedBatch(message)).toThrow(/^expected /);
  });
});
