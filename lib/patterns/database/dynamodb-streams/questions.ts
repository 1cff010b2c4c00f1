import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'An online pharmacy must keep a record of who changed a price in its DynamoDB table: the old price, the new price, and the time. Several applications write to the table, and none of them may be changed. Which solution needs the least effort?',
    right: ['A stream with the view NEW_AND_OLD_IMAGES that a Lambda function reads'],
    because:
      'The stream has the changes of all applications. With this view type, each record contains the item before and after the change.',
    wrong: [
      {
        answer: 'A stream with the view type NEW_IMAGE that a Lambda function reads',
        because: 'The records have the item after the change only, so the old price is missing.',
      },
      {
        answer: 'A Lambda function that scans the table each minute and compares it',
        because: 'Scans cost read capacity for all items and miss changes between two scans.',
      },
      {
        answer: 'A CloudTrail trail with all of the management events of the DynamoDB table',
        because: 'Management events are calls such as CreateTable. They have no item data.',
      },
    ],
    shows: [{ id: 'Products', property: 'StreamSpecification.StreamViewType' }],
    tasks: ['DVA-C02 1.3', 'SAA-C03 2.1'],
    seeds: ['003:509', '003:510', '003:512', '004:1591', '004:1599'],
  },
  {
    text: 'A game stores millions of sessions in DynamoDB. A session is worthless after a day, and a nightly job that scans and deletes old sessions uses up much of the write capacity. How can the developers delete old sessions at the lowest cost?',
    right: ['Enable time to live on an attribute with the expiry in epoch seconds'],
    because:
      'DynamoDB deletes expired items within a few days, without a charge and without consuming write capacity.',
    wrong: [
      {
        answer: 'Enable a stream, and delete each session a day after its record',
        because:
          'A stream keeps records for 24 hours only, and each delete would still consume write capacity.',
      },
      {
        answer: 'Query a global secondary index on the expiry date, and delete in batches',
        because:
          'It replaces the scan by a query, but the deletes and the index still cost capacity.',
      },
      {
        answer: 'Switch the table to on-demand mode while the nightly job is running',
        because: 'Each delete of the job is then paid for as a write request.',
      },
    ],
    shows: [{ id: 'Products', property: 'TimeToLiveSpecification' }],
    tasks: ['SAA-C03 4.3', 'DVA-C02 1.3'],
    seeds: ['003:505', '003:506', '003:507', '003:508'],
  },
  {
    text: 'A scientist needs a copy of a 2 TB DynamoDB table as files in a bucket of her own, to work with it outside AWS. The table serves users day and night, and its capacity must not be touched. What is the simplest way today?',
    right: ['Export the table to S3 from its point-in-time recovery data'],
    because:
      'ExportTableToPointInTime writes a full or incremental copy to a bucket of yours, without using read capacity. It needs point-in-time recovery.',
    wrong: [
      {
        answer: 'Take an on-demand backup, and download it from its bucket',
        because: 'DynamoDB keeps backups in buckets of its own, which you cannot read.',
      },
      {
        answer: 'Run a parallel scan that writes all of the items to S3',
        because: 'A scan of 2 TB uses the read capacity that the users need.',
      },
      {
        answer: 'Read all changes of the table from its stream since its start',
        because: 'A stream has only the changes of the last 24 hours, not the whole table.',
      },
    ],
    shows: [{ id: 'Products', property: 'PointInTimeRecoverySpecification' }],
    tasks: ['SAA-C03 3.5', 'DVA-C02 1.3', 'SAA-C03 2.2'],
    seeds: ['003:499', '003:500', '003:501', '003:502', '003:503'],
  },
  {
    text: 'At 14:05, a faulty script deleted thousands of items of a production table in DynamoDB. The company must be able to restore the state of any second of the last weeks after such an event. What should have been enabled?',
    right: ['Point-in-time recovery, which restores to a new table'],
    because: 'It restores the table to any second of the last 1 to 35 days. It is off by default.',
    wrong: [
      {
        answer: 'A weekly on-demand backup, which restores to a new table',
        because: 'A backup has the state of its own moment, which may be days before the accident.',
      },
      {
        answer: 'A global table, which copies the items to a second Region',
        because: 'It also copies the deletes, within about a second.',
      },
      {
        answer: 'Deletion protection, which refuses to delete the items',
        because: 'It protects the table from being deleted, not the items in it.',
      },
    ],
    shows: [{ id: 'Products', property: 'PointInTimeRecoverySpecification' }],
    tasks: ['SAA-C03 2.2', 'SOA-C03 2.3'],
    seeds: ['004:1574', '004:1576', '004:1578', '004:1582', '004:1584', '003:503'],
  },
  {
    text: 'A developer connects a Lambda function to the stream of a DynamoDB table. Creating the event source mapping fails, because the execution role cannot read the stream. The role already has dynamodb:ListStreams. Which actions are missing on the ARN of the stream?',
    right: ['The actions DescribeStream, GetRecords, and GetShardIterator'],
    because:
      'Lambda polls the stream with the role of the function. It lists streams, describes one, gets a position in a shard, and reads records from there.',
    wrong: [
      {
        answer: 'The actions DescribeTable, GetItem, and BatchGetItem',
        because: 'They read a table. A stream has an ARN and actions of its own.',
      },
      {
        answer: 'The actions InvokeFunction, GetFunction, and CreateEventSourceMapping',
        because:
          'They are actions of Lambda for the person who deploys or invokes, not for the role that polls.',
      },
      {
        answer: 'The actions SubscribeToShard and RegisterStreamConsumer',
        because: 'They belong to Kinesis Data Streams with enhanced fan-out.',
      },
    ],
    shows: [
      { id: 'AuditorRole', property: 'PolicyDocument.Statement.4.Action' },
      { id: 'AuditorRole', property: 'PolicyDocument.Statement.3' },
    ],
    tasks: ['DVA-C02 2.1', 'DVA-C02 1.2'],
    seeds: ['002:324', '002:326', '002:327', '002:328', '002:329'],
  },
  {
    text: 'A function reads the stream of a DynamoDB table. Since one record with strange data arrived, the same batch fails again and again, and all later changes of its shard wait. The other records must be processed soon, and the bad one must not be forgotten. Which two settings of the event source mapping help?',
    right: ['A limit of retries with an on-failure destination', 'Splitting a failed batch in two'],
    because:
      'Splitting isolates the bad record. After the last retry, Lambda sends its position to the destination and goes on with the next records.',
    wrong: [
      {
        answer: 'A starting position of LATEST for the mapping',
        because:
          'It skips everything that has not been read, and it cannot be changed for an existing mapping.',
      },
      {
        answer: 'A dead-letter queue in the settings of the function',
        because:
          'It is for asynchronous invocations. Lambda reads a stream and invokes the function synchronously.',
      },
      {
        answer: 'A batching window of 300 seconds for each batch',
        because: 'It only waits for fuller batches. The bad batch still fails.',
      },
    ],
    shows: [
      { id: 'Auditor', property: 'MaximumRetryAttempts' },
      { id: 'Auditor', property: 'BisectBatchOnFunctionError' },
    ],
    tasks: ['DVA-C02 1.2', 'DVA-C02 4.1', 'SAA-C03 2.2'],
    seeds: ['003:511', '004:1595'],
  },
  {
    text: 'An energy company wants to replay all changes of a DynamoDB table for up to a week, and five independent applications should read them. DynamoDB Streams is in use today, with one Lambda function. Which change meets the requirements?',
    right: ['Send the changes to a Kinesis data stream with a retention of 7 days'],
    because:
      'DynamoDB can write its changes to a Kinesis data stream, which keeps records for up to 365 days and serves many consumers.',
    wrong: [
      {
        answer: 'Raise the maximum record age of the event source mapping to 7 days',
        because: 'DynamoDB Streams keeps a record for 24 hours, whatever a mapping says.',
      },
      {
        answer: 'Enable a second DynamoDB stream on the table for the other readers',
        because:
          'A table has one stream, and AWS advises at most two readers for each of its shards.',
      },
      {
        answer: 'Send failed batches to a standard queue with a retention of 7 days',
        because: 'The queue gets the positions of failed records only, not all changes.',
      },
    ],
    shows: [
      { id: 'Auditor', property: 'MaximumRecordAgeInSeconds' },
      { id: 'IteratorAgeAlarm', property: 'Threshold' },
    ],
    tasks: ['SAA-C03 3.5', 'DVA-C02 1.3'],
    seeds: ['003:511', '004:1587', '004:1599'],
  },
  {
    text: 'Analysts scan a DynamoDB table of orders every hour, with filters that change all the time. During the scans, customers are throttled. The analysts need data that is at most some seconds old and accept a second copy. What should the architect propose?',
    right: ['A second table that a function fills from the stream, and scans of that table only'],
    because:
      'The stream carries each change to the second table, and the scans use the capacity of that table alone.',
    wrong: [
      {
        answer: 'A larger page size, so that each scan of the table of orders needs fewer requests',
        because: 'Larger pages read more at once and throttle customers even more.',
      },
      {
        answer: 'A parallel scan with many workers, so that each scan is finished much sooner',
        because: 'It uses the same capacity in less time, so customers are throttled more.',
      },
      {
        answer: 'A local secondary index of the table, so that scans read the index instead',
        because: 'A local secondary index uses the capacity of its table.',
      },
    ],
    shows: [
      { id: 'AuditTrail', property: 'KeySchema' },
      { id: 'Products', property: 'StreamSpecification.StreamViewType' },
    ],
    tasks: ['SAA-C03 3.3', 'DVA-C02 4.3', 'DVA-C02 1.3'],
    seeds: ['003:514', '003:516', '003:518', '003:519', '003:520'],
  },
  {
    text: 'A function processes each batch of a DynamoDB stream in two seconds, but the metric IteratorAge grows during the day. The changes of one item must stay in order, the order between items does not matter, and the function cannot become faster. Which setting should the developer change?',
    right: ['The parallelization factor'],
    because:
      'Lambda can process up to ten batches of each shard at once. Changes of one item still stay in order.',
    wrong: [
      {
        answer: 'The reserved concurrency',
        because:
          'Lambda runs one batch for each shard by default, so more concurrency is not used.',
      },
      {
        answer: 'The batching window',
        because: 'It lets Lambda wait longer before each invocation.',
      },
      {
        answer: 'The tumbling window',
        because: 'It passes state between invocations. It does not add any.',
      },
    ],
    shows: [
      { id: 'Auditor', property: 'ParallelizationFactor' },
      { id: 'IteratorAgeAlarm', property: 'MetricName' },
    ],
    tasks: ['DVA-C02 4.3', 'DVA-C02 1.2', 'SAA-C03 3.5'],
    seeds: ['002:567', '003:511'],
  },
];
