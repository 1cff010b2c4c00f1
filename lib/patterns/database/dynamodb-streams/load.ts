import type { Loads } from '../../../model/load';

const ten = Array.from({ length: 10 }, (_, index) => index);
const sequence = (index: number) => `${10n ** 20n + BigInt(index)}`;
const records = ten.map((index) => ({
  eventName: 'INSERT',
  dynamodb: {
    Keys: { id: { S: `product#${index}` } },
    NewImage: { id: { S: `product#${index}` }, price: { N: '1' } },
    SequenceNumber: sequence(index),
  },
}));

export const loads: Loads = {
  auditor: { event: { Records: records }, items: 10, item: 'record' },
  recoverer: {
    event: {
      DDBStreamBatchInfo: {
        streamArn: 'arn',
        shardId: 's',
        startSequenceNumber: sequence(0),
        endSequenceNumber: sequence(9),
      },
    },
    items: 10,
    item: 'record',
    env: { STREAM_ARN: 'arn' },
    answers: {
      GetShardIterator: '{"ShardIterator":"i"}',
      GetRecords: JSON.stringify({ Records: records, NextShardIterator: 'j' }),
    },
  },
};
