import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const queue = `${reference}/aws-resource-sqs-queue.html`;
const attributes =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html';
const guide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';

export const exam: Exam = {
  question:
    "How do you deliver each customer's messages in order, and drop a message sent twice within five minutes?",
  answer:
    'Use a FIFO queue: a message group ID for each customer keeps the order, and a deduplication ID drops a second copy within five minutes.',
  wrong: [
    {
      answer: 'A standard queue with a message group id',
      because:
        'On a standard queue, the group id only keeps one group from delaying the others. It gives you neither order nor deduplication.',
    },
    {
      answer: 'A FIFO queue with one message group id for all customers',
      because:
        'All messages then wait in a single sequence: one failing message blocks every customer, and only one invocation runs at a time.',
    },
    {
      answer: 'A FIFO queue with a new message group id for every message',
      because: 'SQS keeps order only within a group, so there is no order at all.',
    },
    {
      answer: 'A random message deduplication id for every attempt to send',
      because: 'A message that is sent again then has a different id, so SQS delivers it as well.',
    },
    {
      answer: 'The receive request attempt id',
      because:
        'This id lets a consumer repeat a receive whose response was lost. It does not detect a message that was sent twice.',
    },
    {
      answer: 'Change the standard queue into a FIFO queue',
      because: 'You cannot change the type of a queue after you create it. You need a new queue.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'DVA-C02 4.1', 'SAA-C03 1.3', 'SAA-C03 2.1', 'SAA-C03 2.2'],
  cost: 'free',
  remains: [],
  deploy: {
    fails: [
      {
        symptom: 'QueueDeletedRecently, when you deploy right after `cdk destroy`',
        remedy:
          'PostingQueue has a name of its own, and SQS gives a name again only 60 seconds after its queue was deleted. Wait a minute, and deploy again.',
        source:
          'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html',
      },
    ],
  },
  flow: [
    { from: '(teller)', to: 'PostingQueue', label: 'posting, group: account' },
    { from: 'PostingQueue', to: 'Bookkeeper', label: 'batch of 10' },
    { from: 'Bookkeeper', to: 'Ledger', label: 'next number only' },
    { from: 'Bookkeeper', to: 'BookkeeperLogs' },
    { from: 'PostingQueue', to: 'DeadLetterQueue', label: 'after 5 receives' },
    { from: 'DeadLetterQueue', to: 'DeadLetterAlarm', label: 'first message' },
    { from: 'PostingQueue', to: 'BlockedCustomerAlarm', label: 'older than 15 min' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::SQS::Queue',
      id: 'PostingQueue',
      settings: [
        {
          property: 'FifoQueue',
          value: true,
          fact: 'A FIFO queue keeps the order within a message group; it delivers a message only once, even if it is sent again within five minutes.',
          source: queue,
          seeds: ['003:167', '003:190', '004:2652'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'refused',
              because:
                'The dead-letter queue is a FIFO queue, so its source must be one too. Deduplication and a .fifo name also need FIFO.',
            },
          ],
        },
        {
          property: 'QueueName',
          value: 'SqsFifoDeduplication-PostingQueue.fifo',
          fact: 'The name of a FIFO queue must end in .fifo; the suffix counts toward the limit of 80 characters.',
          source: `${guide}/quotas-queues.html`,
          seeds: [],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'Postings.fifo',
              outcome: 'replace',
              because:
                'You cannot rename a queue: CloudFormation creates a new one, and deletes the old one with its messages.',
            },
          ],
        },
        {
          property: 'ContentBasedDeduplication',
          value: true,
          fact: 'If a message has no deduplication id, SQS uses the SHA-256 hash of its body as the id; message attributes do not count.',
          source: `${guide}/using-messagededuplicationid-property.html`,
          seeds: ['002:787', '003:191'],
          tasks: ['DVA-C02 1.1'],
          today: {
            notes: 'Send messages with a deduplication id at least five minutes apart.',
            now: 'Only messages with the same id need that: within five minutes, SQS accepts the second one but does not deliver it. Other messages can follow at once.',
            source: `${guide}/using-messagededuplicationid-property.html`,
          },
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'SendMessage now fails for a message without an explicit deduplication id.',
            },
          ],
        },
        {
          property: 'DeduplicationScope',
          value: 'messageGroup',
          fact: 'SQS looks for duplicates in the whole queue (the default) or only in the message group, even after the first message was deleted.',
          source: `${guide}/high-throughput-fifo.html`,
          seeds: ['003:191'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'queue',
              outcome: 'fails',
              because: 'SQS allows the limit perMessageGroupId only with the scope messageGroup.',
              source: attributes,
            },
            {
              value: 'queue',
              also: [{ property: 'FifoThroughputLimit', value: 'perQueue' }],
              outcome: 'update',
              because:
                'If two customers send the same body, SQS drops the second message. High-throughput mode is off.',
            },
          ],
        },
        {
          property: 'FifoThroughputLimit',
          value: 'perMessageGroupId',
          fact: 'High-throughput mode allows thousands of calls per second, depending on the Region; it needs the limit perMessageGroupId and the scope messageGroup.',
          source: `${guide}/high-throughput-fifo.html`,
          seeds: ['004:2656'],
          tasks: ['SAA-C03 2.1'],
          today: {
            notes: 'A FIFO queue is limited to 300 transactions per second.',
            now: 'The limit is 300 calls per second of each action, or 3,000 messages in batches of ten. High-throughput mode has far higher quotas.',
            since: 'unknown',
            source: `${guide}/quotas-messages.html`,
          },
          experiments: [
            {
              value: 'perQueue',
              outcome: 'update',
              because:
                'High-throughput mode is off: all customers share 300 calls per second of each API action.',
            },
          ],
        },
        {
          property: 'RedrivePolicy.maxReceiveCount',
          value: 5,
          fact: 'A failing message blocks its message group until it is deleted, expires or moves to a dead-letter queue; the move breaks the order.',
          source: `${guide}/sqs-dead-letter-queues.html`,
          seeds: ['004:2690'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'One throttled write is enough to move a good posting to the dead-letter queue.',
            },
          ],
        },
        {
          property: 'VisibilityTimeout',
          value: 180,
          fact: 'While a message is in flight, its group waits: a long timeout blocks the group, and one that is too short causes duplicates.',
          source: `${guide}/FIFO-queues-understanding-logic.html`,
          seeds: ['003:168', '004:2667'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 10,
              outcome: 'refused',
              because:
                'The visibility timeout would be shorter than the function timeout, so the message could return while the function still works on it.',
            },
            {
              value: 43_200,
              outcome: 'update',
              because:
                'A bookkeeper that crashes blocks its customers for twelve hours, the longest visibility timeout.',
            },
          ],
        },
        {
          property: 'DelaySeconds',
          fact: 'A FIFO queue can delay all its messages for 0 to 900 seconds, but you cannot delay a single message.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html',
          seeds: ['003:169'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The longest delay is fifteen minutes, 900 seconds.',
            },
          ],
        },
        {
          property: 'ReceiveMessageWaitTimeSeconds',
          value: 20,
          fact: 'Long polling waits 1 to 20 seconds for a message, on FIFO queues as on standard queues.',
          source: `${guide}/sqs-short-and-long-polling.html`,
          seeds: ['003:182'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            { value: 21, outcome: 'refused', because: 'The longest wait is 20 seconds.' },
          ],
        },
        {
          property: 'MaximumMessageSize',
          value: 1_048_576,
          fact: 'On FIFO and standard queues, a message, including its attributes, can have at most 1,048,576 bytes (1 MiB).',
          source: `${guide}/quotas-messages.html`,
          seeds: ['003:188'],
          tasks: ['DVA-C02 1.1'],
          today: {
            notes: 'No message is larger than 262,144 bytes (256 KB).',
            now: 'The limit, and the default, is 1,048,576 bytes (1 MiB) for both kinds of queue.',
            since: '2025-08',
            source: `${guide}/quotas-messages.html`,
          },
          experiments: [
            {
              value: 1_048_577,
              outcome: 'refused',
              because: 'The largest message size is 1 MiB, 1,048,576 bytes.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'DeadLetterQueue',
      settings: [
        {
          property: 'FifoQueue',
          value: true,
          fact: 'The dead-letter queue of a FIFO queue must also be a FIFO queue.',
          source: `${guide}/sqs-dead-letter-queues.html`,
          seeds: ['003:170', '004:2702'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'refused',
              because: 'A standard queue cannot be the dead-letter queue of a FIFO queue.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'When a FIFO message moves to the dead-letter queue, its retention starts again; a standard message keeps its old enqueue timestamp.',
          source: `${guide}/setting-up-dead-letter-queue-retention.html`,
          seeds: ['004:2658'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 345_600,
              outcome: 'update',
              because: 'You have four days to fix the cause, counted from the move.',
            },
          ],
        },
        {
          property: 'RedriveAllowPolicy.redrivePermission',
          value: 'byQueue',
          fact: 'A dead-letter queue can serve every queue of the account and Region (allowAll, the default), up to ten named queues (byQueue) or none (denyAll).',
          source: queue,
          seeds: [],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 'denyAll',
              outcome: 'fails',
              because: 'SQS accepts a list of source queues only with byQueue.',
              source: attributes,
            },
            {
              value: 'allowAll',
              also: [{ property: 'RedriveAllowPolicy.sourceQueueArns', value: null }],
              outcome: 'update',
              because:
                'Any queue of the account and Region can now move its failed messages to this queue, and they also set off DeadLetterAlarm.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'PostingQueue/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'A queue policy that denies requests with aws:SecureTransport false makes TLS mandatory.',
          source: `${guide}/sqs-security-best-practices.html`,
          seeds: [],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::EventSourceMapping',
      id: 'Bookkeeper',
      settings: [
        {
          property: 'BatchSize',
          value: 10,
          fact: 'A Lambda batch has up to 10 messages from a FIFO queue, possibly of several groups, or up to 10,000 from a standard queue.',
          source: `${lambda}/services-sqs-parameters.html`,
          seeds: ['003:193'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'The order stays the same, and no batch can fail partially, but Lambda needs up to ten times as many invocations.',
            },
          ],
        },
        {
          property: 'FunctionResponseTypes',
          value: ['ReportBatchItemFailures'],
          fact: 'With a FIFO queue, the function must stop at the first failed message of a group, and report that message and all later ones.',
          source: `${lambda}/services-sqs-errorhandling.html`,
          seeds: [],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Lambda ignores the report and counts the batch as a success. The failed posting and the postings behind it are deleted.',
            },
          ],
        },
        {
          property: 'MaximumBatchingWindowInSeconds',
          fact: 'FIFO queues do not support a batching window.',
          source: `${lambda}/services-sqs-parameters.html`,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 301,
              outcome: 'refused',
              because:
                'The longest window is 300 seconds, and only standard queues support one at all.',
            },
          ],
        },
        {
          property: 'ScalingConfig.MaximumConcurrency',
          fact: 'For a FIFO queue, Lambda runs at most one invocation per active message group; a maximum concurrency of 2 to 1,000 can lower that number.',
          source: `${lambda}/services-sqs-scaling.html`,
          seeds: ['003:190'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 2,
              outcome: 'update',
              because: 'Lambda handles only two batches at a time, however many customers wait.',
            },
            { value: 1, outcome: 'refused', because: 'The lowest maximum concurrency is 2.' },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Bookkeeper',
      settings: [
        {
          property: 'Timeout',
          value: 30,
          fact: 'The function timeout applies to the whole batch; set the visibility timeout of the queue to at least six times as long.',
          source: `${lambda}/services-sqs-configure.html`,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 181,
              outcome: 'refused',
              because:
                'The function could run for longer than SQS hides the message, so a second invocation could get the same message.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::DynamoDB::Table',
      id: 'Ledger',
      settings: [
        {
          property: 'KeySchema.1.AttributeName',
          value: 'number',
          fact: 'An event source mapping delivers each message at least once, also from a FIFO queue, so the function must be idempotent.',
          source: `${lambda}/with-sqs.html`,
          seeds: ['003:191', '004:2656'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'BlockedCustomerAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'ApproximateAgeOfOldestMessage',
          fact: 'On a FIFO queue, ApproximateAgeOfOldestMessage includes a failing message; on a standard queue, it ignores messages received more than three times.',
          source: `${guide}/sqs-available-cloudwatch-metrics.html`,
          seeds: [],
          tasks: ['DVA-C02 4.1'],
          experiments: [
            {
              value: 'ApproximateNumberOfGroupsWithInflightMessages',
              outcome: 'update',
              because:
                'This metric counts the groups that have messages in flight. A blocked customer does not stand out in it.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'DeadLetterAlarm',
      settings: [
        {
          property: 'Threshold',
          value: 1,
          fact: 'A dead-letter queue notifies nobody; create an alarm on its ApproximateNumberOfMessagesVisible metric.',
          source: `${guide}/dead-letter-queues-alarms-cloudwatch.html`,
          seeds: ['004:2707'],
          tasks: ['DVA-C02 4.1', 'SAA-C03 2.2'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Lambda deletes a failed posting and the postings behind it, and SQS drops a posting if another customer has just sent the same body.',
    changes: [
      { type: 'AWS::SQS::Queue', id: 'PostingQueue', property: 'RedrivePolicy', value: null },
      { type: 'AWS::SQS::Queue', id: 'PostingQueue', property: 'DeduplicationScope', value: null },
      { type: 'AWS::SQS::Queue', id: 'PostingQueue', property: 'FifoThroughputLimit', value: null },
      {
        type: 'AWS::Lambda::EventSourceMapping',
        id: 'Bookkeeper',
        property: 'FunctionResponseTypes',
        value: null,
      },
    ],
  },
};
