import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const queue = `${reference}/aws-resource-sqs-queue.html`;
const guide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';

export const exam: Exam = {
  question: 'Ordered per customer, each message once in five minutes: which queue, which ids?',
  wrong: [
    {
      answer: 'A standard queue with a message group id',
      because:
        'There the group id makes a fair queue, in which no tenant delays the others; order and deduplication it does not bring.',
    },
    {
      answer: 'A FIFO queue with one message group id for all customers',
      because:
        'All messages are then in one line: a failing one holds up every customer, and one invocation works at a time.',
    },
    {
      answer: 'A FIFO queue with a new message group id for every message',
      because: 'Order is kept within a group only, so there is none.',
    },
    {
      answer: 'A random message deduplication id for every attempt to send',
      because: 'A repeated send then has another id than the first and is delivered as well.',
    },
    {
      answer: 'The receive request attempt id',
      because:
        'It lets a consumer repeat a receive whose answer was lost; it says nothing about what was sent twice.',
    },
    {
      answer: 'Change the standard queue into a FIFO queue',
      because: 'The kind of a queue is fixed when it is created: a new queue is needed.',
    },
  ],
  tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'DVA-C02 4.1', 'SAA-C03 1.3', 'SAA-C03 2.1', 'SAA-C03 2.2'],
  cost: 'free',
  remains: [],
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
          fact: 'A FIFO queue keeps the order of the messages of one message group and delivers what was sent twice within five minutes once; its kind cannot be changed later.',
          source: queue,
          seeds: ['003:167', '003:190', '004:2652'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'refused',
              because:
                'The dead-letter queue is a FIFO queue, and so must be its source; deduplication and a name in .fifo go with FIFO alone.',
            },
          ],
        },
        {
          property: 'QueueName',
          value: 'SqsFifoDeduplication-PostingQueue.fifo',
          fact: 'The name of a FIFO queue ends in .fifo, which counts towards the 80 characters that a name may have.',
          source: `${guide}/quotas-queues.html`,
          seeds: ['003:167'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'Postings.fifo',
              outcome: 'replace',
              because: 'A queue cannot be renamed: the old one goes, with the messages in it.',
            },
          ],
        },
        {
          property: 'ContentBasedDeduplication',
          value: true,
          fact: 'The SHA-256 hash of the body, without the message attributes, is the deduplication id of a message that is sent without one; an id that is given wins.',
          source: `${guide}/using-messagededuplicationid-property.html`,
          seeds: ['002:787', '003:191'],
          tasks: ['DVA-C02 1.1'],
          today: {
            notes: 'Messages with a deduplication id have to be sent at least five minutes apart.',
            now: 'Five minutes matter only to the same id: within them a second message is accepted and not delivered. Messages with other ids follow as fast as they like.',
            source: `${guide}/using-messagededuplicationid-property.html`,
          },
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'A message without a deduplication id of its own is now refused by SendMessage.',
            },
          ],
        },
        {
          property: 'DeduplicationScope',
          value: 'messageGroup',
          fact: 'Duplicates are looked for in the message group or, by default, in the whole queue; either way for five minutes, even after the first was received and deleted.',
          source: `${guide}/high-throughput-fifo.html`,
          seeds: ['003:191'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'queue',
              outcome: 'update',
              because:
                'The second of two customers who say the same words is dropped; and the throughput is the normal one, whatever the limit says.',
            },
          ],
        },
        {
          property: 'FifoThroughputLimit',
          value: 'perMessageGroupId',
          fact: 'With it and the scope messageGroup a FIFO queue is in high-throughput mode, whose quota is thousands of calls a second and depends on the Region; it needs many message groups.',
          source: `${guide}/high-throughput-fifo.html`,
          seeds: ['004:2656'],
          tasks: ['SAA-C03 2.1'],
          today: {
            notes: 'A FIFO queue takes at most 300 transactions a second.',
            now: 'Those are 300 calls of each action, so 3,000 messages in batches of ten; high-throughput mode has far higher quotas.',
            source: `${guide}/quotas-messages.html`,
          },
          experiments: [
            {
              value: 'perQueue',
              outcome: 'update',
              because:
                'The mode is off: 300 calls a second of each action, for all customers together.',
            },
          ],
        },
        {
          property: 'RedrivePolicy.maxReceiveCount',
          value: 5,
          fact: 'SQS never moves a failing FIFO message back: it blocks its message group until it is deleted, expires or goes to a dead-letter queue, which breaks the order for what follows.',
          source: `${guide}/sqs-dead-letter-queues.html`,
          seeds: ['003:170', '004:2702'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'One throttled write, and a good posting is set aside with those behind it.',
            },
          ],
        },
        {
          property: 'VisibilityTimeout',
          value: 180,
          fact: 'While a message of a group is in flight no other of that group is delivered, so a timeout that is too long blocks a customer, and one that is too short brings duplicates.',
          source: `${guide}/FIFO-queues-understanding-logic.html`,
          seeds: ['003:168'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 10,
              outcome: 'refused',
              because:
                'It is shorter than the function timeout: the message would come back while it is being handled.',
            },
            {
              value: 43_200,
              outcome: 'update',
              because:
                'A bookkeeper that dies blocks its customers for twelve hours, the longest that a message can be hidden.',
            },
          ],
        },
        {
          property: 'DelaySeconds',
          fact: 'A delay of 0 to 900 seconds can be set for a FIFO queue, but not for one message of it.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html',
          seeds: ['003:169'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'Fifteen minutes, 900 seconds, is the longest delay.',
            },
          ],
        },
        {
          property: 'ReceiveMessageWaitTimeSeconds',
          value: 20,
          fact: 'Long polling waits 1 to 20 seconds for a message, on a FIFO queue as on a standard one.',
          source: `${guide}/sqs-short-and-long-polling.html`,
          seeds: ['003:182'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            { value: 21, outcome: 'refused', because: 'Twenty seconds is the longest wait.' },
          ],
        },
        {
          property: 'MaximumMessageSize',
          value: 1_048_576,
          fact: 'A FIFO message has at most 1,048,576 bytes (1 MiB) with its attributes, as a standard one has.',
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
              because: 'One byte beyond 1 MiB: the body has to go to S3.',
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
          fact: 'The dead-letter queue of a FIFO queue is a FIFO queue too, so the messages of a group lie in it in their order.',
          source: `${guide}/sqs-dead-letter-queues.html`,
          seeds: ['003:170', '004:2702'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'refused',
              because: 'A standard queue cannot take the dead letters of a FIFO queue.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A FIFO message gets a new time stamp when it moves to the dead-letter queue and is kept there for the whole retention period; a standard message keeps its old one.',
          source: `${guide}/setting-up-dead-letter-queue-retention.html`,
          seeds: ['004:2658'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 345_600,
              outcome: 'update',
              because: 'Whoever is to mend the cause has four days, counted from the move.',
            },
          ],
        },
        {
          property: 'RedriveAllowPolicy.redrivePermission',
          value: 'byQueue',
          fact: 'Which queues may use a dead-letter queue can be limited to ten by name (byQueue), to none (denyAll) or, by default, not at all (allowAll).',
          source: queue,
          seeds: ['003:170'],
          tasks: ['SAA-C03 2.2'],
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
          fact: 'A Deny on aws:SecureTransport false in the queue policy makes TLS a must for every request.',
          source: `${guide}/sqs-security-best-practices.html`,
          seeds: ['003:177'],
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
          fact: 'Lambda takes at most 10 messages of a FIFO queue into a batch, of several groups and each in order; of a standard queue up to 10,000.',
          source: `${lambda}/services-sqs-parameters.html`,
          seeds: ['003:193'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'Nothing is left to report partially: order and groups are kept, at ten times the invocations.',
            },
          ],
        },
        {
          property: 'FunctionResponseTypes',
          value: ['ReportBatchItemFailures'],
          fact: 'From a FIFO queue a function reports the first message that failed and every later one of its group, handled or not, or else these are deleted or overtake it.',
          source: `${lambda}/services-sqs-errorhandling.html`,
          seeds: ['003:193'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The report is ignored: the batch counts as a success, so the failed posting and its followers are deleted.',
            },
          ],
        },
        {
          property: 'MaximumBatchingWindowInSeconds',
          fact: 'A batching window is not supported for FIFO queues.',
          source: `${lambda}/services-sqs-parameters.html`,
          seeds: ['003:193'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 301,
              outcome: 'refused',
              because:
                'Of a standard queue 300 seconds is the longest, of a FIFO queue there is none.',
            },
          ],
        },
        {
          property: 'ScalingConfig.MaximumConcurrency',
          fact: 'As many invocations run at once for a FIFO queue as message groups are active, or fewer with a maximum concurrency of 2 to 1,000.',
          source: `${lambda}/services-sqs-scaling.html`,
          seeds: ['003:190'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 2,
              outcome: 'update',
              because: 'Two batches at a time, however many customers wait.',
            },
            { value: 1, outcome: 'refused', because: 'Two is the least.' },
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
          fact: 'A function has its timeout, at most 900 seconds (longer on Lambda Managed Instances), for a whole batch; the visibility timeout of the queue should be at least six times as long.',
          source: `${lambda}/services-sqs-configure.html`,
          seeds: ['003:168'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 181,
              outcome: 'refused',
              because: 'The function may then outlive the visibility timeout of its queue.',
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
          fact: 'An event source mapping hands each message to the function at least once, of a FIFO queue too, so the function itself has to make a repeated one harmless.',
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
          fact: 'A FIFO message that keeps failing stays in front and ages; of a standard queue the metric leaves out what was received three times or more.',
          source: `${guide}/sqs-available-cloudwatch-metrics.html`,
          seeds: ['003:190'],
          tasks: ['DVA-C02 4.1'],
          experiments: [
            {
              value: 'ApproximateNumberOfGroupsWithInflightMessages',
              outcome: 'update',
              because:
                'That is how many customers are being served, a metric of FIFO queues alone; a blocked one does not stand out in it.',
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
          fact: 'A dead-letter queue calls nobody by itself; an alarm on ApproximateNumberOfMessagesVisible does.',
          source: `${guide}/dead-letter-queues-alarms-cloudwatch.html`,
          seeds: ['003:170'],
          tasks: ['DVA-C02 4.1', 'SAA-C03 2.2'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      "A failed posting is deleted together with its followers, and a customer's posting is dropped because another's has the same words.",
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
