import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A portal for used cars needs a small preview image within seconds after a seller uploads a photo to S3. Uploads come at any hour, sometimes none for a day. Which solution costs the least?',
    right: ['An S3 event notification that invokes a Lambda function'],
    because:
      'S3 notifies the function of each new object, usually within seconds, and nothing runs or costs while there are no uploads.',
    wrong: [
      {
        answer: 'An EC2 instance that lists the bucket each minute',
        because: 'It runs all day, and a preview may come a minute late.',
      },
      {
        answer: 'An AWS Batch job that starts at the end of each hour',
        because:
          'Previews come up to an hour late, and an hour without uploads still starts a job.',
      },
      {
        answer: 'An S3 Lifecycle rule that copies each of the photos',
        because: 'A lifecycle rule moves or expires objects after days. It runs no code.',
      },
    ],
    shows: [{ id: 'Inbox', property: 'NotificationConfiguration.LambdaConfigurations.0.Event' }],
    tasks: ['SAA-C03 4.2', 'DVA-C02 1.2', 'SAA-C03 2.1'],
    seeds: ['003:586', '003:587', '004:3219', '004:3240'],
  },
  {
    text: 'A REST service of Lambda functions gets a unique ID with each request. When DynamoDB throttles, clients retry, and some bookings are then made twice. The IDs must be checked by all instances of the function and must survive the loss of a server. What should the developer do?',
    right: ['Store each ID in a DynamoDB table with a conditional put before the booking'],
    because:
      'The condition fails when the ID is already there, so exactly one attempt goes on. The table is shared and durable.',
    wrong: [
      {
        answer: 'Store each ID in ElastiCache for Memcached with a time to live of one day',
        because: 'Memcached keeps no copy. When a node is replaced, its IDs are forgotten.',
      },
      {
        answer: 'Store each ID in a global variable of the function, outside of its handler',
        because: 'Each environment has memory of its own, so others do not see the ID.',
      },
      {
        answer: 'Store each ID in the log, and search it with CloudWatch Logs Insights first',
        because:
          'A query takes seconds and does not see the newest lines, so two attempts can still pass.',
      },
    ],
    shows: [
      { id: 'Register', property: 'KeySchema' },
      { id: 'Invoices', property: 'KeySchema' },
    ],
    tasks: ['DVA-C02 1.3', 'DVA-C02 1.1'],
    seeds: ['003:495', '003:496', '003:497', '002:470'],
  },
  {
    text: 'Two systems write the same key of a bucket within the same second. An import function, which S3 notifies, reads the key and misses the content of the first write. Each write must be imported. What is the simplest remedy?',
    right: ['Enable versioning, and read the version that the notification names'],
    because:
      'With versioning, each write makes a version of its own, which stays readable after the next write. The notification has its version ID.',
    wrong: [
      {
        answer: 'Enable strong consistency for the bucket, and then read the key again',
        because:
          'S3 is always strongly consistent. A read returns the newest write, so the first one is still missed.',
      },
      {
        answer: 'Enable Transfer Acceleration, so that both writes arrive much sooner',
        because:
          'It shortens the way over the network. The second write still replaces the first one.',
      },
      {
        answer: 'Enable Object Lock without versioning, so that no write is replaced',
        because: 'Object Lock works in buckets with versioning only.',
      },
    ],
    shows: [
      { id: 'Inbox', property: 'VersioningConfiguration.Status' },
      { id: 'ImporterRole', property: 'PolicyDocument.Statement.1.Action' },
    ],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['003:623', '003:624', '003:625', '004:228', '004:232'],
  },
  {
    text: 'A process deletes an object in S3 and, a moment later, lists the keys of its prefix. Another process overwrites an object and reads it at once. Which behavior can the developers rely on?',
    right: ['The list no longer has the deleted key, and the read returns the new data'],
    because:
      'S3 is strongly consistent for puts, deletes, reads and lists, at no charge and without a setting.',
    wrong: [
      {
        answer: 'The list may still have the deleted key, but the read returns the new data',
        because: 'Lists are strongly consistent as well.',
      },
      {
        answer: 'The list no longer has the deleted key, but the read may return the old data',
        because:
          'It was true for overwrites until December 2020. Today, reads return the newest data.',
      },
      {
        answer: 'The list may have the deleted key, and the read may return the old data',
        because: 'S3 had this eventual consistency until December 2020.',
      },
    ],
    shows: [{ id: 'ImporterRole', property: 'PolicyDocument.Statement.1.Action' }],
    tasks: ['SAA-C03 3.1', 'DVA-C02 1.3'],
    seeds: ['000:5', '000:6', '000:7', '003:620', '003:621'],
  },
  {
    text: 'A Lambda function converts measurement files that arrive in S3. The conversion of the largest files now needs about 25 minutes at the maximum memory, and it cannot be split. The team wants to keep the event-driven start and to run no servers. What should it change?',
    right: ['Let the event start an AWS Batch job or an ECS task on Fargate'],
    because:
      'A Lambda function runs for 15 minutes at most. Batch and Fargate run containers for as long as needed, without servers to manage.',
    wrong: [
      {
        answer: 'Raise the timeout of the function to 30 minutes in its settings',
        because: 'The maximum of a function is 900 seconds.',
      },
      {
        answer: 'Invoke the function asynchronously, so that no timeout applies',
        because: 'S3 invokes it asynchronously already. The timeout applies to every invocation.',
      },
      {
        answer: 'Let the function invoke itself again shortly before its timeout',
        because: 'The conversion cannot be split, so the next run would start from the beginning.',
      },
    ],
    shows: [
      { id: 'Importer', property: 'Timeout' },
      { id: 'Importer', property: 'MemorySize' },
    ],
    tasks: ['SAA-C03 3.2', 'DVA-C02 1.2'],
    seeds: ['004:3223', '004:3225'],
  },
  {
    text: 'S3 invokes a function for each new object of a bucket. The function writes a compressed copy to the same bucket, and within minutes the number of invocations explodes. Which change stops this for good and keeps one bucket?',
    right: ['Write the copies below another prefix, and notify for the first prefix only'],
    because:
      'A notification can filter by prefix and suffix, so the copies of the function no longer invoke it.',
    wrong: [
      {
        answer: 'Set the reserved concurrency of the function to 1 for the time of the peak',
        because: 'The loop runs more slowly, but it still runs.',
      },
      {
        answer: 'Set the number of retry attempts of the function to 0 in its configuration',
        because: 'These are new events of successful writes, not retries.',
      },
      {
        answer: 'Notify by s3:ObjectCreated:Copy, because compressed copies send other events',
        because:
          'The name refers to the CopyObject API. Uploads of customers would no longer be noticed.',
      },
    ],
    shows: [
      {
        id: 'Inbox',
        property: 'NotificationConfiguration.LambdaConfigurations.0.Filter.S3Key.Rules.0',
      },
      { id: 'Importer', property: 'RecursiveLoop' },
    ],
    tasks: ['DVA-C02 4.1', 'DVA-C02 1.2'],
    seeds: ['003:587', '004:3219'],
  },
  {
    text: 'A developer sets a notification of a bucket by hand, with the ARN of a function as its destination. S3 refuses it: the destination cannot be validated. The execution role of the function may read the bucket. What is missing?',
    right: ['A resource-based policy of the function that lets S3 invoke it'],
    because:
      'S3 invokes as a service principal. The function must allow s3.amazonaws.com, best limited to the bucket and its account.',
    wrong: [
      {
        answer: 'A statement in the bucket policy that lets the function be invoked',
        because:
          'A bucket policy covers actions on the bucket. Invoking is an action on the function.',
      },
      {
        answer: 'A role for S3 with lambda:InvokeFunction in the notification',
        because: 'A notification configuration has no role.',
      },
      {
        answer: 'A permission lambda:InvokeFunction in its execution role',
        because: 'The execution role says what the code may do, not who may invoke the function.',
      },
    ],
    shows: [{ id: 'InboxMayInvoke', property: 'Principal' }],
    tasks: ['DVA-C02 2.1', 'DVA-C02 1.2'],
    seeds: ['003:587', '003:745'],
  },
  {
    text: 'A bucket with versioning has a lifecycle rule that expires all objects after 30 days. Nobody needs the data after that, but the bill for the storage still grows each month. Which addition to the lifecycle configuration lowers the cost?',
    right: ['The expiration of noncurrent versions after a number of days'],
    because:
      'In a versioned bucket, an expiration only adds a delete marker, and the object stays as a noncurrent version that is billed.',
    wrong: [
      {
        answer: 'The expiration of current versions after one day instead of 30 days',
        because:
          'Objects would become noncurrent sooner. Their versions would still be kept and billed.',
      },
      {
        answer: 'The transition of current versions to S3 Glacier Deep Archive after a day',
        because:
          'It makes the data cheaper for some weeks, but the versions are still kept forever.',
      },
      {
        answer: 'The suspension of versioning on the first day of each month',
        because:
          'A lifecycle rule cannot do it, and existing versions stay when versioning is suspended.',
      },
    ],
    shows: [
      {
        id: 'Inbox',
        property: 'LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration.NoncurrentDays',
      },
      { id: 'Inbox', property: 'LifecycleConfiguration.Rules.0.ExpirationInDays' },
    ],
    tasks: ['SAA-C03 4.1'],
    seeds: ['004:228', '004:234', '004:334', '004:338', '004:340'],
  },
];
