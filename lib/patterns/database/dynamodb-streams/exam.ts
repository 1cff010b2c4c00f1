import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const table = `${reference}/aws-resource-dynamodb-table.html`;
const mapping = `${reference}/aws-resource-lambda-eventsourcemapping.html`;
const developer = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const errors =
  'https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html';

export const exam: Exam = {
  question: 'How do you react to every change of an item, in order, without polling the table?',
  answer:
    'Enable a DynamoDB stream and let Lambda poll it. Each shard delivers its changes in order, and a failed batch can be split and sent to a destination.',
  wrong: [
    {
      answer: 'Scan the table on a schedule',
      because:
        'A scan reads every item, and you pay for all of them. It shows only the current state, not the changes.',
    },
    {
      answer: 'Let the writer publish each change to a topic as well',
      because: 'These are two separate writes: one can succeed while the other one fails.',
    },
    {
      answer: 'A stream with KEYS_ONLY',
      because:
        'Such a stream tells you which item changed but not how, and the item may change again before you read it.',
    },
    {
      answer: 'Point-in-time recovery',
      because:
        'It restores a whole table to an earlier time, but it does not react when an item changes.',
    },
  ],
  questions,
  tasks: [
    'DVA-C02 1.2',
    'DVA-C02 1.3',
    'DVA-C02 2.2',
    'DVA-C02 4.1',
    'SAA-C03 1.3',
    'SAA-C03 2.1',
    'SAA-C03 3.3',
  ],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(writer)', to: 'Products', label: 'put, update, delete' },
    { from: 'Products', to: 'Auditor', label: 'stream, in order' },
    { from: 'Auditor', to: 'AuditTrail', label: 'old and new image' },
    { from: 'Auditor', to: 'FailedBatches', label: 'after 3 retries' },
    { from: 'FailedBatches', to: 'FailedBatchesAlarm', label: 'first message' },
    { from: '(operator)', to: 'Recoverer', label: 'message body' },
    { from: 'Products', to: 'Recoverer', label: 'by sequence number' },
    { from: 'Recoverer', to: 'AuditTrail', label: 'quarantined' },
    { from: 'Auditor', to: 'IteratorAgeAlarm', label: 'an hour behind' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::DynamoDB::Table',
      id: 'Products',
      settings: [
        {
          property: 'StreamSpecification.StreamViewType',
          value: 'NEW_AND_OLD_IMAGES',
          fact: 'A stream record always has the keys; the view type can add the item after the change, before the change, or both.',
          source: table,
          seeds: ['002:806', '003:510', '003:512', '004:1591', '004:1599'],
          tasks: ['DVA-C02 1.3'],
          today: {
            notes: 'Unlike Kinesis, DynamoDB does not provide real-time processing.',
            now: 'A change appears in the stream in near-real time, and Lambda then invokes your function with it.',
            source: `${developer}/Streams.html`,
          },
          experiments: [
            {
              value: 'KEYS_ONLY',
              outcome: 'update',
              because:
                'The audit would know that an item changed but not how. CloudFormation replaces the stream with a new one, which has another ARN.',
            },
            {
              value: 'NEW_IMAGE',
              outcome: 'update',
              because:
                'The record of a deletion then contains no image, so the audit does not show what was deleted.',
            },
            {
              value: 'OLD_IMAGE',
              outcome: 'update',
              because:
                'The record of a creation then contains no image, so the audit does not show what was created.',
            },
            {
              value: 'BOTH',
              outcome: 'refused',
              because: 'This is not one of the four view types.',
            },
          ],
        },
        {
          property: 'TimeToLiveSpecification',
          value: { AttributeName: 'expiresAt', Enabled: true },
          fact: 'DynamoDB deletes an item within a few days after the epoch time in its time-to-live attribute, without consuming write capacity.',
          source: `${developer}/TTL.html`,
          seeds: ['003:505', '003:506', '003:507', '003:508'],
          tasks: ['DVA-C02 1.3'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Expired items stay in the table until you delete them, and you pay for these deletions.',
            },
          ],
        },
        {
          property: 'BillingMode',
          value: 'PAY_PER_REQUEST',
          fact: 'An on-demand table needs no provisioned capacity and costs only its storage while idle; AWS recommends this mode for most workloads.',
          source: `${developer}/capacity-mode.html`,
          seeds: ['003:531'],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.3'],
          today: {
            notes:
              'Capacity is provisioned, and every global secondary index needs capacity of its own.',
            now: 'That is true only in provisioned mode. On-demand is the default and recommended mode, and its indexes need no capacity setting.',
            since: 'unknown',
            source: `${developer}/capacity-mode.html`,
          },
          experiments: [
            {
              value: 'PROVISIONED',
              outcome: 'refused',
              because:
                'Provisioned mode also needs ProvisionedThroughput, with read and write capacity units.',
            },
          ],
        },
        {
          property: 'KeySchema',
          value: [{ AttributeName: 'id', KeyType: 'HASH' }],
          fact: 'You choose the primary key when you create a table, and another key needs another table.',
          source: table,
          seeds: [],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.3'],
          experiments: [
            {
              value: [{ AttributeName: 'sku', KeyType: 'HASH' }],
              outcome: 'refused',
              because:
                'AttributeDefinitions must define every key attribute, and only key attributes.',
            },
          ],
        },
        {
          property: 'PointInTimeRecoverySpecification',
          fact: 'Point-in-time recovery restores a table to any second of the last 1 to 35 days; exports to S3 need it, and streams do not.',
          source: `${developer}/PointInTimeRecovery_Howitworks.html`,
          seeds: ['003:500', '003:501', '003:502', '004:1574', '004:1578'],
          tasks: ['DVA-C02 1.3'],
          today: {
            notes: 'You copy a table to S3 with Data Pipeline, EMR or Glue.',
            now: 'ExportTableToPointInTime writes a full or incremental copy to your bucket without a cluster. It needs point-in-time recovery.',
            since: '2020-11',
            source: `${developer}/S3DataExport.HowItWorks.html`,
          },
          experiments: [
            {
              value: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
              outcome: 'update',
              because:
                'You can then export the table, and restore it to any second of the last 35 days.',
            },
            {
              value: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 36 },
              outcome: 'refused',
              because: 'The longest recovery period is 35 days.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::DynamoDB::Table',
      id: 'AuditTrail',
      settings: [
        {
          property: 'KeySchema',
          value: [
            { AttributeName: 'id', KeyType: 'HASH' },
            { AttributeName: 'sequence', KeyType: 'RANGE' },
          ],
          fact: 'DynamoDB stores and returns the items of one partition key value in the order of their sort key.',
          source: `${developer}/HowItWorks.CoreComponents.html`,
          seeds: [],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.3'],
          experiments: [
            {
              value: [
                { AttributeName: 'sequence', KeyType: 'HASH' },
                { AttributeName: 'id', KeyType: 'RANGE' },
              ],
              outcome: 'replace',
              because:
                'The key of a table cannot change, so a new, empty table replaces it and the items of the old table are lost.',
            },
          ],
        },
        {
          property: 'StreamSpecification',
          fact: 'A table has no stream by default; a function that writes to the table whose stream it reads can invoke itself endlessly.',
          source: `${developer}/Streams.html`,
          seeds: ['003:509'],
          tasks: ['DVA-C02 1.3'],
          experiments: [
            {
              value: { StreamViewType: 'NEW_IMAGE' },
              outcome: 'update',
              because:
                'The audit trail gets its own stream, which costs nothing as long as nobody reads it.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::EventSourceMapping',
      id: 'Auditor',
      settings: [
        {
          property: 'StartingPosition',
          value: 'TRIM_HORIZON',
          fact: 'TRIM_HORIZON starts at the oldest record of the stream and LATEST at the next new record; a different position needs a new mapping.',
          source: mapping,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 'LATEST',
              outcome: 'replace',
              because:
                'The new mapping starts at the end of the stream, so it can miss changes that happen while it is created.',
            },
            {
              value: 'AT_TIMESTAMP',
              also: [{ property: 'StartingPositionTimestamp', value: 1_796_094_000 }],
              outcome: 'fails',
              because:
                'Lambda refuses the mapping, because only Kinesis, Kafka and DocumentDB sources support a start at a timestamp.',
              source:
                'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html',
            },
          ],
        },
        {
          property: 'BatchSize',
          value: 100,
          fact: 'A batch has at most 10,000 stream records and 6 MB; the default is 100 records.',
          source: mapping,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'Lambda invokes the function once for each change: the order stays the same, but there are up to a hundred times as many invocations.',
            },
            {
              value: 10_001,
              outcome: 'refused',
              because: 'The largest batch size is 10,000 records.',
            },
          ],
        },
        {
          property: 'ParallelizationFactor',
          value: 1,
          fact: 'Lambda processes 1 to 10 batches of a shard at once; above 1, only the changes of one item stay in order.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
          seeds: ['002:567'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
          today: {
            notes:
              'The number of shards is the unit of concurrency: 100 shards allow at most 100 invocations at once.',
            now: 'Up to ten batches of one shard run at once, so the concurrency is the number of shards times ParallelizationFactor.',
            since: '2019-11',
            source:
              'https://aws.amazon.com/blogs/compute/new-aws-lambda-scaling-controls-for-kinesis-and-dynamodb-event-sources/',
          },
          experiments: [
            {
              value: 10,
              outcome: 'update',
              because:
                'Ten batches run at once, so the audit can see changes of different items out of order.',
            },
            { value: 11, outcome: 'refused', because: 'The highest factor is ten.' },
          ],
        },
        {
          property: 'MaximumRetryAttempts',
          value: 3,
          fact: 'By default, Lambda retries a failing batch until its records expire, while the shard waits; you can limit the retries to 0 to 10,000.',
          source: mapping,
          seeds: ['003:511'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: -1,
              outcome: 'update',
              because:
                'This is the default: one bad record stops its shard for up to a day, and the records behind it can expire unread.',
            },
            {
              value: 10_001,
              outcome: 'refused',
              because: 'The highest number is 10,000, and -1 means no limit.',
            },
          ],
        },
        {
          property: 'BisectBatchOnFunctionError',
          value: true,
          fact: 'Lambda can split a failed batch in two and retry until the bad record is alone; a split does not count as a retry.',
          source: mapping,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'If the function throws, for example because an entry is too large, the whole batch fails because of one record.',
            },
          ],
        },
        {
          property: 'FunctionResponseTypes',
          value: ['ReportBatchItemFailures'],
          fact: 'The function can name the first failed record, and Lambda then retries from that record and treats earlier records as successful.',
          source: errors,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Lambda ignores the answer of the function, so the batch counts as a success and the bad record is lost.',
            },
          ],
        },
        {
          property: 'MaximumRecordAgeInSeconds',
          value: 43_200,
          fact: 'A stream keeps a record for 24 hours; a mapping can discard a record at an age of 60 to 604,800 seconds.',
          source: `${developer}/Streams.html`,
          seeds: ['003:511'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 86_400,
              outcome: 'update',
              because:
                'A record lives for 24 hours: when Lambda discards it at that age, nobody can read it from the stream again.',
            },
            {
              value: 604_801,
              outcome: 'refused',
              because: 'The highest age is one week, 604,800 seconds.',
            },
          ],
        },
        {
          property: 'FilterCriteria.Filters.0.Pattern',
          value: '{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"product#"}]}}}}',
          fact: 'Lambda discards a record that matches none of up to five filters, without invoking the function and without a charge.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html',
          seeds: ['003:508'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value:
                '{"userIdentity":{"type":["Service"],"principalId":["dynamodb.amazonaws.com"]}}',
              outcome: 'update',
              because:
                'Only deletions by time to live reach the function, because only their records name the DynamoDB service as the user.',
            },
          ],
        },
        {
          property: 'TumblingWindowInSeconds',
          fact: 'A tumbling window of up to 900 seconds passes state from one invocation to the next; without it, each invocation is independent.',
          source: mapping,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The longest window is 15 minutes, 900 seconds.',
            },
          ],
        },
        {
          property: 'MaximumBatchingWindowInSeconds',
          fact: 'By default, Lambda invokes the function as soon as the stream has records; it can wait up to 300 seconds for a fuller batch.',
          source: mapping,
          seeds: ['004:1595'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 30,
              outcome: 'update',
              because:
                'The batches become fewer and fuller, and the audit is up to half a minute behind.',
            },
            {
              value: 301,
              outcome: 'refused',
              because: 'The longest window is five minutes, 300 seconds.',
            },
          ],
        },
        {
          property: 'Enabled',
          fact: 'A disabled mapping keeps its position in the stream, but the unread records continue to age.',
          source: mapping,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The audit pauses, and after 24 hours the first unread records expire.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'AuditorRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.4.Action',
          value: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          fact: 'Lambda reads a stream with the role of the function, so the role needs these three actions on the stream, and ListStreams.',
          source:
            'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html',
          seeds: ['002:324', '002:326', '002:328'],
          tasks: ['DVA-C02 1.2'],
        },
        {
          property: 'PolicyDocument.Statement.3',
          value: { Effect: 'Allow', Action: 'dynamodb:ListStreams', Resource: '*' },
          fact: 'ListStreams lists all streams of the account in a Region, so a policy can allow it only on *.',
          source:
            'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html',
          seeds: ['002:329'],
          tasks: ['DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'FailedBatches',
      settings: [
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'The on-failure message contains only the position of records: SQS can keep it for 14 days, but the stream keeps the records for one day.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
          seeds: ['003:511'],
          tasks: ['SAA-C03 2.1'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'The longest retention period is 14 days.',
            },
          ],
        },
        {
          property: 'FifoQueue',
          fact: 'The on-failure destination of a stream can be a standard queue or topic, a bucket or a Kafka topic, but not a FIFO queue.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
          seeds: [],
          tasks: ['SAA-C03 2.1'],
        },
        {
          property: 'SqsManagedSseEnabled',
          fact: 'By default, SQS encrypts a queue at rest with keys that SQS owns (SSE-SQS), at no charge.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['003:185'],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'SQS no longer encrypts the messages at rest.',
            },
          ],
        },
        {
          property: 'KmsMasterKeyId',
          fact: "A sender to a queue with a customer managed key needs kms:GenerateDataKey and kms:Decrypt; for an on-failure destination the sender is the function's role.",
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
          seeds: ['003:184', '003:186'],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
          experiments: [
            {
              value: 'alias/aws/sqs',
              outcome: 'update',
              because:
                'AWS manages this key. You cannot edit its policy, which allows everyone in the account who can use the queue.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'FailedBatches',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'A queue policy can deny every request without TLS.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
          seeds: [],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Auditor',
      settings: [
        {
          property: 'VpcConfig',
          fact: 'Inside a VPC, a function can reach DynamoDB tables through a free gateway endpoint, but DynamoDB Streams only through an interface endpoint.',
          source: `${developer}/privatelink-streams.html`,
          seeds: ['003:788'],
          tasks: ['DVA-C02 1.2'],
          today: {
            notes: 'A VPC endpoint for DynamoDB gives a VPC private access to DynamoDB.',
            now: 'Tables have gateway and interface endpoints, but DynamoDB Streams has its own interface endpoint and no gateway endpoint.',
            since: 'unknown',
            source: `${developer}/privatelink-streams.html`,
          },
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'IteratorAgeAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'IteratorAge',
          fact: "IteratorAge is the age in milliseconds of a batch's last record when the function receives it; it grows while a shard is blocked.",
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
          seeds: [],
          tasks: ['DVA-C02 4.1'],
        },
        {
          property: 'Threshold',
          value: 3_600_000,
          fact: 'A stream loses unread records at an age of 24 hours, so an alarm must go into ALARM long before.',
          source: `${developer}/Streams.html`,
          seeds: ['003:511'],
          tasks: ['DVA-C02 4.1'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'FailedBatchesAlarm',
      settings: [
        {
          property: 'Threshold',
          value: 1,
          fact: 'When Lambda discards records, it continues with the next ones, so only the on-failure destination shows that records are missing.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
          seeds: [],
          tasks: ['DVA-C02 4.1', 'SAA-C03 2.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'One bad record stops the audit of its shard for a day, and then the record expires without a trace.',
    changes: [
      {
        type: 'AWS::Lambda::EventSourceMapping',
        id: 'Auditor',
        property: 'MaximumRetryAttempts',
        value: -1,
      },
      {
        type: 'AWS::Lambda::EventSourceMapping',
        id: 'Auditor',
        property: 'BisectBatchOnFunctionError',
        value: false,
      },
      {
        type: 'AWS::Lambda::EventSourceMapping',
        id: 'Auditor',
        property: 'MaximumRecordAgeInSeconds',
        value: -1,
      },
      {
        type: 'AWS::Lambda::EventSourceMapping',
        id: 'Auditor',
        property: 'DestinationConfig',
        value: null,
      },
    ],
  },
};
