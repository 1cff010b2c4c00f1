import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const s3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const s3Api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
const dynamodb = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const dynamodbApi = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';

export const exam: Exam = {
  question:
    'A vendor uploads a file: how does each line become one row of a table, within seconds and only once?',
  answer:
    'S3 notifies a Lambda function of each new object. The function writes the rows with conditional puts, so a repeated or late notification changes nothing.',
  wrong: [
    {
      answer: 'A schedule that lists the bucket every few minutes',
      because:
        'It notices a file up to one interval late, you pay for runs that find nothing, and it must remember which files it has seen.',
    },
    {
      answer: 'S3 Select in the function',
      because:
        'It only filters one object with SQL and writes no row. New customers cannot use it.',
    },
    {
      answer: 'An API that takes the file from the vendor',
      because:
        'API Gateway takes at most 10 MB and waits 29 seconds by default. After a failure, the vendor would have to send the file again.',
    },
    {
      answer: 'BatchWriteItem for all rows',
      because:
        'It takes no condition, so an older file whose notification is late overwrites newer rows. It also refuses a batch with the same key twice, and returns unwritten rows as UnprocessedItems without an error.',
    },
    {
      answer: "DynamoDB's own import from S3",
      because:
        'It imports only into a new table, and only the files that are already in the bucket.',
    },
    {
      answer: 'A FIFO queue as the destination of the notifications',
      because:
        'S3 notifies only standard queues. You do not need FIFO order either, because the sequencer tells the order of two writes to the same key.',
    },
    {
      answer: 'Remember the imported files in Memcached',
      because:
        'Memcached keeps no copy. After AWS replaces a node, every file that the node remembered looks new again.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'DVA-C02 1.3', 'SAA-C03 2.1', 'SAA-C03 3.5'],
  cost: 'free',
  remains: [],
  deploy: {
    before: [
      {
        text: 'Choose another Region than Middle East (Bahrain) or Middle East (UAE): they have no account-regional bucket names.',
        source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html',
      },
    ],
  },
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
          fact: 'S3 sends each notification at least once, usually within seconds. s3:ObjectCreated:* matches four events: Put, Post, Copy and CompleteMultipartUpload.',
          source: `${s3}/notification-how-to-event-types-and-destinations.html`,
          seeds: ['003:586', '003:587', '004:3219'],
          experiments: [
            {
              value: 's3:ObjectCreated:Put',
              outcome: 'update',
              because:
                'The importer misses every multipart upload, which the AWS CLI uses from 8 MB on.',
            },
            {
              value: null,
              outcome: 'refused',
              because: 'A notification must name an event.',
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
                'A file in any folder starts an import, which fails because its key names no vendor.',
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
              because: 'Keys are case-sensitive, so files that end in .csv cause no notification.',
            },
          ],
        },
        {
          property: 'NotificationConfiguration.EventBridgeConfiguration',
          fact: 'A bucket can send all its events to EventBridge, which offers more filters, several targets, an archive and replay.',
          source: `${s3}/EventBridge.html`,
          seeds: ['003:587'],
          experiments: [
            {
              value: { EventBridgeEnabled: true },
              outcome: 'update',
              because: 'S3 also sends all events to EventBridge, where no rule matches them.',
            },
          ],
        },
        {
          property: 'VersioningConfiguration.Status',
          value: 'Enabled',
          fact: 'With versioning, every write creates a version. The notification names its version ID, so you can still read that version after the next write.',
          source: `${s3}/versioning-workflows.html`,
          seeds: ['003:624', '003:625', '004:228', '004:232'],
          today: {
            notes:
              'Two simultaneous writes to an object without versions may send a single notification; only versioning ensures one for each.',
            now: 'The guide no longer makes this exception: S3 delivers notifications at least once. Versioning lets you still read the earlier of the two objects.',
            since: 'unknown',
            source: `${s3}/EventNotifications.html`,
          },
          experiments: [
            {
              value: 'Suspended',
              outcome: 'update',
              because:
                'New files get the version ID null, and each replaces the one before. A late notification then reads the newer file.',
            },
          ],
        },
        {
          property: 'BucketNamespace',
          value: 'account-regional',
          fact: "A name in the account-regional namespace (not in Bahrain or UAE) stays reserved for its account; anyone may take a deleted bucket's global name.",
          source: `${s3}/gpbucketnamespaces.html`,
          seeds: [],
        },
        {
          property: 'BucketNamePrefix',
          value: 's3eventtodynamodb-inbox',
          fact: 'A bucket in the account-regional namespace is named <prefix>-<account ID>-<Region>-an, at most 63 characters, so you know its name before it exists.',
          source: `${s3}/bucketnamingrules.html`,
          seeds: [],
          experiments: [
            {
              value: 'inbox',
              outcome: 'replace',
              because:
                'You cannot rename a bucket. CloudFormation deletes the old one with its files, and the permission still names the old one.',
            },
          ],
        },
        {
          property: 'OwnershipControls.Rules.0.ObjectOwnership',
          value: 'BucketOwnerEnforced',
          fact: 'With BucketOwnerEnforced, the default, ACLs are off and the bucket owner owns every object, even one that another account uploads.',
          source: `${s3}/about-object-ownership.html`,
          seeds: ['003:581', '003:583'],
          experiments: [
            {
              value: 'ObjectWriter',
              outcome: 'update',
              because:
                'A file that a vendor uploads from another account still belongs to the vendor, and the importer may not read it.',
            },
          ],
        },
        {
          property:
            'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault',
          value: { SSEAlgorithm: 'AES256' },
          fact: 'S3 encrypts every new object, with SSE-S3 by default; with SSE-KMS, a reader also needs kms:Decrypt on the key.',
          source: `${s3}/default-bucket-encryption.html`,
          seeds: ['003:590', '003:591'],
          experiments: [
            {
              value: { SSEAlgorithm: 'aws:kms' },
              outcome: 'update',
              because:
                'With the AWS managed key, the importer can still read. A vendor from another account can no longer upload.',
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.ExpirationInDays',
          value: 30,
          fact: 'With versioning, expiration only adds a delete marker; the object becomes a noncurrent version and is still billed.',
          source: `${s3}/intro-lifecycle-rules.html`,
          seeds: ['004:228'],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration.NoncurrentDays',
          value: 30,
          fact: 'In a versioned bucket, a lifecycle rule permanently deletes replaced, deleted or expired objects only when it expires noncurrent versions.',
          source: `${s3}/intro-lifecycle-rules.html`,
          seeds: ['004:228'],
        },
        {
          property:
            'LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload.DaysAfterInitiation',
          value: 1,
          fact: 'The parts of an incomplete multipart upload send no event and are billed until somebody or a lifecycle rule aborts the upload.',
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
          fact: 'S3 also answers plain HTTP unless the bucket policy denies requests with aws:SecureTransport false; encryption at rest changes nothing about that.',
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
          fact: 'S3 may invoke a function only if its resource policy allows it; name bucket and account, because another account could recreate a deleted bucket.',
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
          fact: 'Reading an object by its version ID requires s3:GetObjectVersion instead of s3:GetObject.',
          source: `${s3Api}/API_GetObject.html`,
          seeds: ['003:620', '000:5', '000:6', '004:165'],
          today: {
            notes:
              'Only a new object can be read at once; after an overwrite or a delete, S3 may return the old state for a while, in reads and in lists.',
            now: 'S3 is strongly consistent: a read or a list after a PUT or DELETE always shows the new state.',
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
          fact: 'S3 invokes asynchronously: Lambda queues the event and retries a failed function up to twice, so the function must tolerate repeated events.',
          source: `${lambda}/invocation-async-error-handling.html`,
          seeds: ['000:158', '002:572', '003:750'],
          experiments: [
            {
              value: 3,
              outcome: 'refused',
              because: 'The maximum is 2, which is also the default.',
            },
            {
              value: 0,
              outcome: 'update',
              because: 'After one throttled write, a person has to import the file again.',
            },
          ],
        },
        {
          property: 'MaximumEventAgeInSeconds',
          value: 21_600,
          fact: 'Lambda keeps an asynchronous event for 60 to 21,600 seconds while the function is throttled or fails; the default is six hours.',
          source: `${lambda}/invocation-async-configuring.html`,
          seeds: ['000:158'],
          experiments: [
            { value: 21_601, outcome: 'refused', because: 'Six hours is the longest age.' },
            { value: 59, outcome: 'refused', because: 'One minute is the shortest age.' },
          ],
        },
        {
          property: 'DestinationConfig.OnSuccess',
          fact: "A destination gets the event with the function's result or error; without a destination or dead-letter queue, Lambda discards a failed event.",
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
          fact: 'A dead-letter queue of a function gets only the event; an on-failure destination also gets the error and the details of the invocation.',
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['000:158', '000:160', '002:789'],
        },
        {
          property: 'Timeout',
          value: 900,
          fact: 'A function runs for at most 900 seconds, except on Lambda Managed Instances; a longer job needs AWS Glue, Batch or a workflow.',
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
          seeds: ['004:3225'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The maximum is 900 seconds without Lambda Managed Instances.',
            },
            {
              value: 3,
              outcome: 'update',
              because:
                'With the default of three seconds, a file of a few thousand rows times out at all three attempts.',
            },
          ],
        },
        {
          property: 'MemorySize',
          value: 512,
          fact: 'The body of GetObject is a stream, so a large file needs little memory; more memory also means more CPU.',
          source: `${lambda}/configuration-memory.html`,
          seeds: ['003:611', '004:3223'],
          today: {
            notes: 'S3 Select returns the part of an object that a program needs, by simple SQL.',
            now: 'New customers cannot use S3 Select. A program filters the stream itself, or you query with Athena.',
            since: '2024-07-25',
            source:
              'https://aws.amazon.com/blogs/storage/how-to-optimize-querying-your-data-in-amazon-s3/',
          },
          experiments: [{ value: 127, outcome: 'refused', because: 'The minimum is 128 MB.' }],
        },
        {
          property: 'RecursiveLoop',
          fact: 'A function that writes to the bucket that invokes it makes a loop; Lambda stops it after about 16 rounds unless RecursiveLoop is Allow.',
          source: `${lambda}/invocation-recursion.html`,
          seeds: ['003:587'],
          experiments: [
            {
              value: 'Allow',
              outcome: 'update',
              because: 'Nothing changes here, because the importer may not write to its bucket.',
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
          fact: 'A put overwrites the item with the same key unless a ConditionExpression prevents it; a key taken from the data makes repetition harmless.',
          source: `${dynamodb}/Expressions.ConditionExpressions.html`,
          seeds: ['002:470', '003:496'],
          experiments: [
            {
              value: [
                { AttributeName: 'number', KeyType: 'HASH' },
                { AttributeName: 'vendor', KeyType: 'RANGE' },
              ],
              outcome: 'replace',
              because: 'You cannot change the key of a table. The new table is empty.',
            },
          ],
        },
        {
          property: 'BillingMode',
          value: 'PAY_PER_REQUEST',
          fact: 'On-demand capacity is billed per request and needs no forecast; one partition still takes at most 1,000 write units a second.',
          source: `${dynamodb}/burst-adaptive-capacity.html`,
          seeds: [],
          tasks: ['DVA-C02 1.3', 'SAA-C03 3.5'],
        },
        {
          property: 'ImportSourceSpecification',
          fact: 'DynamoDB can import CSV, DynamoDB JSON and Ion from S3, but only into a new table.',
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
          fact: 'Notifications may repeat or come out of order. For one key, the later write has the greater sequencer; right-pad the shorter with zeros first.',
          source: `${s3}/notification-content-structure.html`,
          seeds: ['003:495', '003:496'],
        },
        {
          property: 'TimeToLiveSpecification',
          value: { AttributeName: 'expires', Enabled: true },
          fact: 'DynamoDB deletes an item within a few days after the Unix time in its TTL attribute, without using write capacity.',
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
          fact: 'The destination or dead-letter queue of an asynchronous invocation must be a standard queue, not a FIFO queue.',
          source: `${lambda}/invocation-async-retain-records.html`,
          seeds: ['000:160'],
          experiments: [
            {
              value: true,
              outcome: 'replace',
              because:
                'You cannot change the type of a queue. Lambda cannot deliver to the FIFO queue and counts DestinationDeliveryFailures.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A queue keeps a message for 60 to 1,209,600 seconds (14 days); the default is 4 days.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['000:168'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'The maximum is 14 days.',
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
          fact: 'SQS alerts nobody when a message arrives in a queue for failures; an alarm on ApproximateNumberOfMessagesVisible does.',
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
          fact: 'CloudFormation deletes only an empty bucket, without versions or delete markers; it waits up to ServiceTimeout seconds for a custom resource, by default an hour.',
          source: `${reference}/aws-resource-cloudformation-customresource.html`,
          seeds: ['004:228'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The importer misses multipart uploads, every other file in the bucket starts an import that fails, and a file that fails three times is lost.',
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
