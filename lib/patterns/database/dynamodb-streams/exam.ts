import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const table = `${reference}/aws-resource-dynamodb-table.html`;
const mapping = `${reference}/aws-resource-lambda-eventsourcemapping.html`;
const developer = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const errors =
  'https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html';

export const exam: Exam = {
  question: 'How do you react to every change of an item, in order, without polling the table?',
  wrong: [
    {
      answer: 'Scan the table on a schedule',
      because: 'A scan reads every item, is paid for by size, and shows what is, never what was.',
    },
    {
      answer: 'Let the writer publish each change to a topic as well',
      because:
        'Two writes can part: the item is saved and the message lost, or the other way round.',
    },
    {
      answer: 'A stream with KEYS_ONLY',
      because:
        'It says which item changed and not how; the item read afterwards may have changed again.',
    },
    {
      answer: 'Point-in-time recovery',
      because: 'It restores a whole table of the past; it calls nobody when an item changes.',
    },
  ],
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
          fact: 'A stream record holds the keys alone, the item after the change, the item before it, or both images.',
          source: table,
          seeds: ['002:806', '003:509', '003:512', '004:1591', '004:1599'],
          tasks: ['DVA-C02 1.3'],
          today: {
            notes: 'DynamoDB has no real-time processing, unlike Kinesis.',
            now: 'A change is in the stream of its table in near-real time, and Lambda is invoked with it.',
            source: `${developer}/Streams.html`,
          },
          experiments: [
            {
              value: 'KEYS_ONLY',
              outcome: 'update',
              because:
                'The audit would know that an item changed, and not what. CloudFormation disables the stream and enables a new one: its ARN changes.',
            },
            {
              value: 'NEW_IMAGE',
              outcome: 'update',
              because: 'A deleted item leaves nothing to audit.',
            },
            {
              value: 'OLD_IMAGE',
              outcome: 'update',
              because: 'A created item leaves nothing to audit.',
            },
            {
              value: 'BOTH',
              outcome: 'refused',
              because: 'There are four view types, and this is none of them.',
            },
          ],
        },
        {
          property: 'TimeToLiveSpecification',
          value: { AttributeName: 'expiresAt', Enabled: true },
          fact: 'DynamoDB deletes an item some time after the epoch second in its time-to-live attribute, usually within days, at no cost for the write.',
          source: `${developer}/TTL.html`,
          seeds: ['003:505', '003:506', '003:507', '003:508'],
          tasks: ['DVA-C02 1.3'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Expired items stay until somebody pays for deleting them.',
            },
          ],
        },
        {
          property: 'BillingMode',
          value: 'PAY_PER_REQUEST',
          fact: 'On-demand tables have no capacity to provision and cost nothing while idle but their storage; it is the recommended mode for most workloads.',
          source: `${developer}/capacity-mode.html`,
          seeds: ['003:531'],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.3'],
          today: {
            notes:
              'Capacity is provisioned, and every global secondary index needs capacity of its own.',
            now: 'That holds in provisioned mode only; on-demand is the default and recommended mode, and its indexes need no capacity setting.',
            since: 'unknown',
            source: `${developer}/capacity-mode.html`,
          },
          experiments: [
            {
              value: 'PROVISIONED',
              outcome: 'refused',
              because:
                'Provisioned mode needs ProvisionedThroughput, with read and write capacity units.',
            },
          ],
        },
        {
          property: 'KeySchema',
          value: [{ AttributeName: 'id', KeyType: 'HASH' }],
          fact: 'The primary key of a table is chosen when it is created; another one means another table.',
          source: table,
          seeds: ['003:530'],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.3'],
          experiments: [
            {
              value: [{ AttributeName: 'sku', KeyType: 'HASH' }],
              outcome: 'refused',
              because: 'Every key attribute must be defined, and every defined attribute used.',
            },
          ],
        },
        {
          property: 'PointInTimeRecoverySpecification',
          fact: 'Point-in-time recovery restores a table to any second of the last 1 to 35 days; exports to S3 need it, and streams do not.',
          source: `${developer}/PointInTimeRecovery_Howitworks.html`,
          seeds: ['003:499', '003:503', '004:1574', '004:1578'],
          tasks: ['DVA-C02 1.3'],
          today: {
            notes: 'A table is copied to S3 with Data Pipeline, EMR or Glue.',
            now: 'ExportTableToPointInTime writes a full or incremental copy to a bucket of yours, without a cluster; it needs point-in-time recovery.',
            since: '2020-11',
            source: `${developer}/S3DataExport.HowItWorks.html`,
          },
          experiments: [
            {
              value: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
              outcome: 'update',
              because: 'The table could be restored to any second of 35 days, and exported.',
            },
            {
              value: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 36 },
              outcome: 'refused',
              because: 'Thirty-five days is the longest period.',
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
          fact: 'Items of one partition key are stored and queried in the order of their sort key.',
          source: `${developer}/HowItWorks.CoreComponents.html`,
          seeds: ['003:495', '003:525'],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.3'],
          experiments: [
            {
              value: [
                { AttributeName: 'sequence', KeyType: 'HASH' },
                { AttributeName: 'id', KeyType: 'RANGE' },
              ],
              outcome: 'replace',
              because:
                'The key of a table cannot change: a new, empty table takes its place, and the items of the old one are gone.',
            },
          ],
        },
        {
          property: 'StreamSpecification',
          fact: 'A table has no stream unless one is enabled; a function that writes to the table whose stream it reads would call itself.',
          source: `${developer}/Streams.html`,
          seeds: ['003:509'],
          tasks: ['DVA-C02 1.3'],
          experiments: [
            {
              value: { StreamViewType: 'NEW_IMAGE' },
              outcome: 'update',
              because:
                'The audit trail gets a stream of its own, which nobody reads and which costs nothing until read.',
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
          fact: 'TRIM_HORIZON starts with the oldest record of the stream, LATEST with the next one; a change of it needs a new mapping.',
          source: mapping,
          seeds: ['003:510'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 'LATEST',
              outcome: 'replace',
              because:
                'A new mapping starts at the end: what was written while it was made may be missed.',
            },
            {
              value: 'AT_TIMESTAMP',
              outcome: 'replace',
              because:
                'Only Kinesis and Kafka can start at a time; synth has no objection, Lambda answers the deployment with an error.',
            },
          ],
        },
        {
          property: 'BatchSize',
          value: 100,
          fact: 'Lambda hands over up to 10,000 records of a stream in one batch, 100 unless set, and at most 6 MB.',
          source: mapping,
          seeds: ['003:510'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'One invocation for every change: order is kept, and it costs a hundred times the invocations.',
            },
            {
              value: 10_001,
              outcome: 'refused',
              because: 'Ten thousand records is the largest batch.',
            },
          ],
        },
        {
          property: 'ParallelizationFactor',
          value: 1,
          fact: 'Lambda handles 1 to 10 batches of a shard at once; above 1 the order is kept only among changes of the same item.',
          source: mapping,
          seeds: ['002:567', '003:510'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
          today: {
            notes:
              'The shards are the unit of concurrency: a hundred of them, a hundred invocations.',
            now: 'Up to ten batches of one shard run at once: concurrency is shards times ParallelizationFactor.',
            since: '2019-11',
            source:
              'https://aws.amazon.com/blogs/compute/new-aws-lambda-scaling-controls-for-kinesis-and-dynamodb-event-sources/',
          },
          experiments: [
            {
              value: 10,
              outcome: 'update',
              because:
                'Ten batches at once: changes of different items may be audited out of order.',
            },
            { value: 11, outcome: 'refused', because: 'Ten is the largest factor.' },
          ],
        },
        {
          property: 'MaximumRetryAttempts',
          value: 3,
          fact: 'Unless limited to 0 to 10,000 attempts, a failing record is retried until it expires, and its shard waits behind it.',
          source: mapping,
          seeds: ['003:511'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: -1,
              outcome: 'update',
              because:
                'The default: one bad record stops its shard for up to a day, and the records behind it may expire unread.',
            },
            {
              value: 10_001,
              outcome: 'refused',
              because: 'Ten thousand is the largest number; without a limit it is -1.',
            },
          ],
        },
        {
          property: 'BisectBatchOnFunctionError',
          value: true,
          fact: 'A failed batch is split in two and retried, until the bad record is alone; the split does not count as a retry.',
          source: mapping,
          seeds: ['003:511'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'If the function throws, as it does when an entry is too large, a hundred records share the fate of one.',
            },
          ],
        },
        {
          property: 'FunctionResponseTypes',
          value: ['ReportBatchItemFailures'],
          fact: 'The function names the first record that failed, and Lambda retries from there; the records before it count as done.',
          source: errors,
          seeds: ['003:511'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The answer is ignored: the batch counts as a success and the bad record is never seen again.',
            },
          ],
        },
        {
          property: 'MaximumRecordAgeInSeconds',
          value: 43_200,
          fact: 'A stream keeps a record for 24 hours; a mapping can give up earlier, at 60 to 604,800 seconds of age.',
          source: `${developer}/Streams.html`,
          seeds: ['003:511'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 86_400,
              outcome: 'update',
              because:
                'The whole life of a record: when Lambda gives up, nobody can fetch it back any more.',
            },
            {
              value: 604_801,
              outcome: 'refused',
              because: 'A week, 604,800 seconds, is the greatest age.',
            },
          ],
        },
        {
          property: 'FilterCriteria.Filters.0.Pattern',
          value: '{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"product#"}]}}}}',
          fact: 'A record that matches none of up to five filters is dropped before the function is invoked, and not paid for.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html',
          seeds: ['003:508'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value:
                '{"userIdentity":{"type":["Service"],"principalId":["dynamodb.amazonaws.com"]}}',
              outcome: 'update',
              because:
                'Only deletes by time to live come through: the service makes them in its own name.',
            },
          ],
        },
        {
          property: 'TumblingWindowInSeconds',
          fact: 'Without a tumbling window, 0 to 900 seconds, an invocation knows nothing of the batches before it.',
          source: mapping,
          seeds: ['003:510'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'Fifteen minutes, 900 seconds, is the longest window.',
            },
          ],
        },
        {
          property: 'MaximumBatchingWindowInSeconds',
          fact: 'Lambda invokes the function as soon as the stream has records, and waits for a fuller batch only if told to, up to 300 seconds.',
          source: mapping,
          seeds: ['003:510', '004:1595'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 30,
              outcome: 'update',
              because: 'Fewer and fuller batches, and an audit that is up to half a minute behind.',
            },
            {
              value: 301,
              outcome: 'refused',
              because: 'Five minutes, 300 seconds, is the longest window.',
            },
          ],
        },
        {
          property: 'Enabled',
          fact: 'A disabled mapping keeps its place in the stream, while the records behind it grow older.',
          source: mapping,
          seeds: ['003:511'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The audit pauses; after 24 hours the first records are gone.',
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
          fact: 'Lambda reads a stream with the role of the function, which therefore needs these three actions on the stream, and ListStreams.',
          source:
            'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html',
          seeds: ['002:324', '002:326', '002:328'],
          tasks: ['DVA-C02 1.2'],
        },
        {
          property: 'PolicyDocument.Statement.3',
          value: { Effect: 'Allow', Action: 'dynamodb:ListStreams', Resource: '*' },
          fact: 'ListStreams lists the streams of the whole account and Region, so a policy can allow it on * only.',
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
          fact: 'The message of an on-failure destination holds only where the records lie; SQS keeps it up to 14 days, the stream its records for one.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
          seeds: ['003:511'],
          tasks: ['SAA-C03 2.1'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'Fourteen days is the longest retention.',
            },
          ],
        },
        {
          property: 'FifoQueue',
          fact: 'The on-failure destination of a stream is a standard queue or topic, a bucket or a Kafka topic, and no FIFO queue.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
          seeds: ['003:750'],
          tasks: ['SAA-C03 2.1'],
        },
        {
          property: 'SqsManagedSseEnabled',
          fact: 'A queue without any encryption setting is encrypted at rest with keys that SQS owns (SSE-SQS), at no charge.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['003:185'],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Messages are no longer encrypted at rest.',
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
                'The policy of this key, which AWS manages, lets everybody of the account through who may use the queue, and nobody can edit it.',
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
          fact: 'A queue policy can deny every request that does not come over TLS.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
          seeds: ['003:177'],
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
          fact: 'A function outside a VPC reaches DynamoDB over its public endpoint; inside, tables have a free gateway endpoint, and Streams only an interface endpoint.',
          source: `${developer}/privatelink-streams.html`,
          seeds: ['003:787'],
          tasks: ['DVA-C02 1.2'],
          today: {
            notes: 'A gateway endpoint is the way from a VPC to DynamoDB.',
            now: 'For tables it still is, beside interface endpoints; DynamoDB Streams can be reached through an interface endpoint alone.',
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
          fact: "IteratorAge is the age in milliseconds of a batch's last record when the function receives it; it grows while a shard is held up.",
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
          seeds: ['003:511'],
          tasks: ['DVA-C02 4.1'],
        },
        {
          property: 'Threshold',
          value: 3_600_000,
          fact: 'Records are lost once the age reaches the 24 hours of the stream; an alarm must ring long before.',
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
          fact: 'Lambda goes on behind the records that it has given up on: the queue is the only place where they are missed.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
          seeds: ['003:511'],
          tasks: ['DVA-C02 4.1', 'SAA-C03 2.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'One bad record stops the audit of its shard for a day, and then it is gone without a trace.',
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
