import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const s3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const s3Api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
const dynamodb = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const dynamodbApi = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';

export const exam: Exam = {
  question: 'A vendor drops a file: how does it become rows at once, once each?',
  wrong: [
    {
      answer: 'A schedule that lists the bucket every few minutes',
      because:
        'It is late by up to its interval, pays for runs that find nothing, and has to remember for itself what it has seen.',
    },
    {
      answer: 'S3 Select in the function',
      because:
        'It filters one object with SQL and writes nothing anywhere; new customers cannot use it.',
    },
    {
      answer: 'An API that the vendor sends the file to',
      because:
        'API Gateway takes at most 10 MB and waits 29 seconds by default; the vendor would have to send again whatever failed behind it.',
    },
    {
      answer: 'BatchWriteItem for all rows',
      because:
        'It takes no condition, so an older file whose notification is late overwrites newer rows; it refuses a batch with one key twice, and returns without an error what it left undone as UnprocessedItems.',
    },
    {
      answer: "DynamoDB's own import from S3",
      because: 'It creates a table from files that are there; into an existing table it cannot.',
    },
    {
      answer: 'A FIFO queue as the destination of the notifications',
      because:
        'S3 notifies standard queues only, and the order of two writes is told by the sequencer anyway.',
    },
    {
      answer: 'Remember the files that are done in Memcached',
      because:
        'It keeps no copy: a node that is replaced has forgotten them, and all of them are new again.',
    },
  ],
  tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'DVA-C02 1.3', 'SAA-C03 2.1', 'SAA-C03 3.5'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(vendor)', to: 'Inbox', label: 'file' },
    { from: 'Inbox', to: 'Importer', label: 'ObjectCreated' },
    { from: 'Importer', to: 'Invoices', label: 'row, if newer' },
    { from: 'Importer', to: 'Register', label: 'version done' },
    { from: 'Importer', to: 'Rejects', label: 'bad rows, failed file' },
    { from: 'Rejects', to: 'RejectsAlarm', label: 'first message' },
    { from: 'EmptyInbox', to: 'Emptier', label: 'on destroy' },
    { from: 'Emptier', to: 'Inbox', label: 'deletes versions' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::S3::Bucket',
      id: 'Inbox',
      settings: [
        {
          property: 'NotificationConfiguration.LambdaConfigurations.0.Event',
          value: 's3:ObjectCreated:*',
          fact: 'S3 announces a new object at least once, usually within seconds, as Put, Post, Copy or CompleteMultipartUpload, depending on the upload; the star matches all.',
          source: `${s3}/notification-how-to-event-types-and-destinations.html`,
          seeds: ['003:586', '003:587', '004:3219'],
          experiments: [
            {
              value: 's3:ObjectCreated:Put',
              outcome: 'update',
              because:
                'A file that the vendor uploads in parts, as the AWS CLI does from 8 MB on, is never imported.',
            },
            {
              value: null,
              outcome: 'refused',
              because: 'A notification without an event would announce nothing.',
            },
          ],
        },
        {
          property: 'NotificationConfiguration.LambdaConfigurations.0.Filter.S3Key.Rules.0',
          value: { Name: 'prefix', Value: 'invoices/' },
          fact: 'A notification can filter by one prefix and one suffix of the key, without wildcards; S3 refuses overlapping filters for the same event.',
          source: `${s3}/notification-how-to-filtering.html`,
          seeds: ['003:587'],
          experiments: [
            {
              value: { Name: 'prefix', Value: '' },
              outcome: 'update',
              because:
                'A file in any folder starts an import, which then fails for want of a vendor.',
            },
          ],
        },
        {
          property: 'NotificationConfiguration.LambdaConfigurations.0.Filter.S3Key.Rules.1',
          value: { Name: 'suffix', Value: '.csv' },
          fact: 'The key in a notification is URL-encoded, with a plus sign for a space, so decode it before you read the object.',
          source: `${s3}/notification-content-structure.html`,
          seeds: ['003:587'],
          experiments: [
            {
              value: { Name: 'suffix', Value: '.CSV' },
              outcome: 'update',
              because: 'Keys are case-sensitive: the files in .csv are no longer announced.',
            },
          ],
        },
        {
          property: 'NotificationConfiguration.EventBridgeConfiguration',
          fact: 'EventBridge, once enabled, gets every event of the bucket and offers more filters, several targets, an archive and replay; a rule then invokes the function.',
          source: `${s3}/EventBridge.html`,
          seeds: ['003:587'],
          experiments: [
            {
              value: { EventBridgeEnabled: true },
              outcome: 'update',
              because: 'All events go to EventBridge as well, where no rule waits for them.',
            },
          ],
        },
        {
          property: 'VersioningConfiguration.Status',
          value: 'Enabled',
          fact: 'With versioning every write creates a version with its own id, which its notification names, so you can still read it after the next write.',
          source: `${s3}/versioning-workflows.html`,
          seeds: ['003:624', '003:625', '004:228', '004:232'],
          today: {
            notes:
              'Two writes to an object without versions at the same time may send a single notification; only versioning makes sure of one for each.',
            now: 'The guide no longer makes that exception: notifications are delivered at least once. What versioning brings is that the earlier of the two can still be read.',
            since: 'unknown',
            source: `${s3}/EventNotifications.html`,
          },
          experiments: [
            {
              value: 'Suspended',
              outcome: 'update',
              because:
                'New files have the version id null, and each replaces the one before: a notification that is late reads its successor.',
            },
          ],
        },
        {
          property: 'BucketNamespace',
          value: 'account-regional',
          fact: 'A name in the account-regional namespace (every Region except Bahrain and UAE) stays reserved for its account; a deleted global name is free for anyone.',
          source: `${s3}/gpbucketnamespaces.html`,
          seeds: [],
        },
        {
          property: 'BucketNamePrefix',
          value: 's3eventtodynamodb-inbox',
          fact: 'The name of such a bucket is <prefix>-<account id>-<Region>-an, at most 63 characters, so it is known before the bucket is there.',
          source: `${s3}/bucketnamingrules.html`,
          seeds: [],
          experiments: [
            {
              value: 'inbox',
              outcome: 'replace',
              because:
                'A bucket cannot be renamed: the old one goes with its files, and the permission names a bucket that is not there.',
            },
          ],
        },
        {
          property: 'OwnershipControls.Rules.0.ObjectOwnership',
          value: 'BucketOwnerEnforced',
          fact: 'With BucketOwnerEnforced, the default of a new bucket, ACLs are off and the bucket owner owns every object, also one that another account uploads.',
          source: `${s3}/about-object-ownership.html`,
          seeds: ['003:581', '003:583'],
          experiments: [
            {
              value: 'ObjectWriter',
              outcome: 'update',
              because:
                'A file that a vendor uploads from another account stays theirs, and the importer may not read it.',
            },
          ],
        },
        {
          property:
            'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault',
          value: { SSEAlgorithm: 'AES256' },
          fact: 'S3 encrypts every new object, with SSE-S3 unless another default is set; of SSE-KMS a reader also needs kms:Decrypt on the key.',
          source: `${s3}/default-bucket-encryption.html`,
          seeds: ['003:590', '003:591'],
          experiments: [
            {
              value: { SSEAlgorithm: 'aws:kms' },
              outcome: 'update',
              because:
                'With the key that AWS manages the importer still reads; a vendor of another account can no longer write.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.ExpirationInDays',
          value: 30,
          fact: 'In a bucket with versions an expiration puts a delete marker on top; the object becomes a noncurrent version and is still billed.',
          source: `${s3}/intro-lifecycle-rules.html`,
          seeds: ['004:228'],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration.NoncurrentDays',
          value: 30,
          fact: 'Only the expiration of noncurrent versions deletes for good what was replaced, deleted or has expired.',
          source: `${s3}/intro-lifecycle-rules.html`,
          seeds: ['004:228'],
        },
        {
          property:
            'LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload.DaysAfterInitiation',
          value: 1,
          fact: 'The parts of an upload that nobody completed are no object, raise no event and are billed until it is aborted.',
          source: `${s3}/mpu-abort-incomplete-mpu-lifecycle-config.html`,
          seeds: ['003:587'],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Inbox/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'S3 answers over plain http as well, until a Deny on aws:SecureTransport false in the bucket policy refuses it, whatever the encryption at rest.',
          source: `${s3}/security-best-practices.html`,
          seeds: ['003:588', '003:591'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Permission',
      id: 'InboxMayInvoke',
      settings: [
        {
          property: 'Principal',
          value: 's3.amazonaws.com',
          fact: 'S3 invokes a function through its resource policy, which should name bucket and account, because another account could recreate a deleted bucket.',
          source: `${reference}/aws-resource-lambda-permission.html`,
          seeds: ['003:587'],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'ImporterRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: 's3:GetObjectVersion',
          fact: 'To read a version by its id takes s3:GetObjectVersion, and not s3:GetObject.',
          source: `${s3Api}/API_GetObject.html`,
          seeds: ['003:620', '000:5', '000:6', '004:165'],
          today: {
            notes:
              'Only a new object can be read at once; after it was overwritten or deleted S3 may show the old state for a while, in reads and in lists.',
            now: 'Every PUT, DELETE and LIST is strongly consistent: what a notification names can be read, and is the latest there is.',
            since: '2020-12',
            source: `${s3}/Welcome.html`,
          },
        },
      ],
    },
    {
      type: 'AWS::Lambda::EventInvokeConfig',
      id: 'Importer',
      settings: [
        {
          property: 'MaximumRetryAttempts',
          value: 2,
          fact: 'S3 invokes asynchronously: Lambda queues the event and retries a failed function up to twice, so the function must tolerate the same event again.',
          source: `${lambda}/invocation-async-error-handling.html`,
          seeds: ['000:158', '002:572', '003:750'],
          experiments: [
            { value: 3, outcome: 'refused', because: 'Two is the highest value, and the default.' },
            {
              value: 0,
              outcome: 'update',
              because: 'One throttled write, and a person has to import the file.',
            },
          ],
        },
        {
          property: 'MaximumEventAgeInSeconds',
          value: 21_600,
          fact: 'Lambda keeps an asynchronous event for 60 to 21,600 seconds, six hours, while the function is throttled or fails.',
          source: `${lambda}/invocation-async-configuring.html`,
          seeds: ['000:158'],
          experiments: [
            { value: 21_601, outcome: 'refused', because: 'Six hours is the longest age.' },
            { value: 59, outcome: 'refused', because: 'One minute is the shortest age.' },
          ],
        },
        {
          property: 'DestinationConfig.OnSuccess',
          fact: "A destination receives a record with the event and the function's result or error; without an on-failure destination a failed event is dropped.",
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['000:158', '000:160', '003:750'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Importer',
      settings: [
        {
          property: 'DeadLetterConfig',
          fact: 'A dead-letter queue of a function gets the event alone, without the answer of the function; an on-failure destination does the same and tells more.',
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['000:158', '000:160', '002:789'],
        },
        {
          property: 'Timeout',
          value: 900,
          fact: 'A function has at most 900 seconds, except on Lambda Managed Instances; a longer file needs those, AWS Glue, Batch or a workflow in parts.',
          source: `${lambda}/gettingstarted-limits.html`,
          seeds: ['004:3225'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'Fifteen minutes is the longest timeout without Managed Instances.',
            },
            {
              value: 3,
              outcome: 'update',
              because: 'The default: a file of some thousand rows fails three times in the middle.',
            },
          ],
        },
        {
          property: 'MemorySize',
          value: 512,
          fact: 'The body of GetObject is a stream, so a file needs no more memory than the part in hand; more memory also buys more CPU.',
          source: `${lambda}/configuration-memory.html`,
          seeds: ['003:611', '004:3223'],
          today: {
            notes: 'S3 Select gets the part of an object that a program needs, by simple SQL.',
            now: 'New customers cannot use S3 Select: a program filters the stream itself, or Athena asks with SQL.',
            since: '2024-07-25',
            source:
              'https://aws.amazon.com/blogs/storage/how-to-optimize-querying-your-data-in-amazon-s3/',
          },
          experiments: [{ value: 127, outcome: 'refused', because: '128 MB is the least.' }],
        },
        {
          property: 'RecursiveLoop',
          fact: 'A function that writes to the bucket that invokes it loops forever; Lambda stops the loop after about 16 rounds unless RecursiveLoop is Allow.',
          source: `${lambda}/invocation-recursion.html`,
          seeds: ['003:587'],
          experiments: [
            {
              value: 'Allow',
              outcome: 'update',
              because: 'Nothing changes here: the importer may not write to its bucket.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::DynamoDB::Table',
      id: 'Invoices',
      settings: [
        {
          property: 'KeySchema',
          value: [
            { AttributeName: 'vendor', KeyType: 'HASH' },
            { AttributeName: 'number', KeyType: 'RANGE' },
          ],
          fact: 'A put overwrites the item with the same key unless a ConditionExpression prevents it; a key derived from the data makes repetition harmless.',
          source: `${dynamodb}/Expressions.ConditionExpressions.html`,
          seeds: ['002:470', '003:496'],
          experiments: [
            {
              value: [
                { AttributeName: 'number', KeyType: 'HASH' },
                { AttributeName: 'vendor', KeyType: 'RANGE' },
              ],
              outcome: 'replace',
              because: 'The key of a table is for good: another one means an empty table.',
            },
          ],
        },
        {
          property: 'BillingMode',
          value: 'PAY_PER_REQUEST',
          fact: 'On-demand capacity takes files when they come and is billed by the request; one partition still takes at most 1,000 write units a second.',
          source: `${dynamodb}/burst-adaptive-capacity.html`,
          seeds: [],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.5'],
        },
        {
          property: 'ImportSourceSpecification',
          fact: 'DynamoDB imports CSV, DynamoDB JSON and Ion from S3 by itself, into a new table only.',
          source: `${dynamodbApi}/API_ImportTable.html`,
          seeds: ['003:587'],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.5'],
        },
      ],
    },
    {
      type: 'AWS::DynamoDB::Table',
      id: 'Register',
      settings: [
        {
          property: 'KeySchema',
          value: [
            { AttributeName: 'file', KeyType: 'HASH' },
            { AttributeName: 'sequencer', KeyType: 'RANGE' },
          ],
          fact: 'Notifications may repeat or come out of order; for one key the later has the greater sequencer, after you pad the shorter one with zeros.',
          source: `${s3}/notification-content-structure.html`,
          seeds: ['003:495', '003:496'],
        },
        {
          property: 'TimeToLiveSpecification',
          value: { AttributeName: 'expires', Enabled: true },
          fact: 'DynamoDB deletes an item within a few days after the second since 1970 in its TTL attribute, and takes no write capacity for it.',
          source: `${dynamodb}/TTL.html`,
          seeds: ['003:496'],
          experiments: [
            {
              value: { AttributeName: 'expires', Enabled: false },
              outcome: 'update',
              because: 'Every version of every file stays in the register forever.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'Rejects',
      settings: [
        {
          property: 'FifoQueue',
          fact: 'The queue behind an asynchronous function is a standard one, as a destination and as a dead-letter queue; FIFO queues are not supported.',
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['000:160'],
          experiments: [
            {
              value: true,
              outcome: 'replace',
              because:
                'The kind of a queue is for good, and Lambda does not take the new one as its destination.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A queue keeps a message for 60 to 1,209,600 seconds, 14 days, and 4 days by default.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['000:168'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'Fourteen days is the longest retention.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'RejectsAlarm',
      settings: [
        {
          property: 'Threshold',
          value: 1,
          fact: 'A queue of failures calls nobody by itself; an alarm on ApproximateNumberOfMessagesVisible does.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html',
          seeds: ['000:160'],
        },
      ],
    },
    {
      type: 'Custom::EmptyBucket',
      id: 'EmptyInbox',
      settings: [
        {
          property: 'ServiceTimeout',
          value: '900',
          fact: 'CloudFormation deletes only a bucket without objects, versions or delete markers; it waits for a custom resource up to an hour, adjustable by ServiceTimeout.',
          source: `${reference}/aws-resource-cloudformation-customresource.html`,
          seeds: ['004:228'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'A file that comes in parts is never imported, any other file of the bucket starts an import that fails, and of a file that fails three times nothing is left.',
    changes: [
      {
        type: 'AWS::S3::Bucket',
        id: 'Inbox',
        property: 'NotificationConfiguration.LambdaConfigurations.0.Event',
        value: 's3:ObjectCreated:Put',
      },
      {
        type: 'AWS::S3::Bucket',
        id: 'Inbox',
        property: 'NotificationConfiguration.LambdaConfigurations.0.Filter',
        value: null,
      },
      {
        type: 'AWS::Lambda::EventInvokeConfig',
        id: 'Importer',
        property: 'DestinationConfig',
        value: null,
      },
    ],
  },
};
