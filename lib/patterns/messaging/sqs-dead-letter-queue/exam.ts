import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const queue = `${reference}/aws-resource-sqs-queue.html`;
const mapping = `${reference}/aws-resource-lambda-eventsourcemapping.html`;
const guide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

export const exam: Exam = {
  question: 'One bad message keeps failing: how do you stop the retries without losing it?',
  wrong: [
    {
      answer: 'Raise the visibility timeout',
      because:
        'The message is hidden for longer and fails again; it is never taken out of the way.',
    },
    {
      answer: 'Catch the error and delete the message',
      because: 'The retries stop, but the message is lost and nobody can look at it.',
    },
    {
      answer: 'A standard queue as the dead-letter queue of a FIFO queue',
      because: 'Both must be of the same kind, so SQS refuses the pair.',
    },
    {
      answer: 'Lower the retention period',
      because: 'Good messages that wait for the consumer would expire as well.',
    },
  ],
  tasks: [
    'DVA-C02 1.1',
    'DVA-C02 1.2',
    'DVA-C02 2.2',
    'DVA-C02 4.1',
    'SAA-C03 1.3',
    'SAA-C03 2.1',
    'SAA-C03 2.2',
  ],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(producer)', to: 'WorkQueue', label: 'order' },
    { from: 'WorkQueue', to: 'Consumer', label: 'batch of 10' },
    { from: 'Consumer', to: 'Shop', label: 'one transaction' },
    { from: 'Consumer', to: 'ConsumerLogs' },
    { from: 'WorkQueue', to: 'DeadLetterQueue', label: 'after 5 receives' },
    { from: 'DeadLetterQueue', to: 'DeadLetterAlarm', label: 'first message' },
    { from: 'WorkQueue', to: 'InFlightAlarm', label: '100,000 in flight' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::SQS::Queue',
      id: 'WorkQueue',
      settings: [
        {
          property: 'RedrivePolicy.maxReceiveCount',
          value: 5,
          fact: 'A message that was received more often than this without being deleted moves to the dead-letter queue.',
          source: `${guide}/sqs-dead-letter-queues.html`,
          seeds: ['003:170'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'One failure, or one throttled invocation, and even a good message is set aside.',
            },
            {
              value: 1000,
              outcome: 'update',
              because: 'It is the highest value: the bad message is paid for a thousand times.',
            },
          ],
        },
        {
          property: 'VisibilityTimeout',
          value: 180,
          fact: 'A received message stays hidden this long, 0 to 43,200 seconds with a default of 30; for Lambda it should be at least six times the function timeout.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
          seeds: ['003:168'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 10,
              outcome: 'refused',
              because:
                'It is shorter than the function timeout: the message would come back while it is being handled.',
            },
            {
              value: 43201,
              outcome: 'refused',
              because: 'Twelve hours, 43,200 seconds, is the longest.',
            },
            {
              value: 30,
              outcome: 'update',
              because:
                'It equals the function timeout, so Lambda accepts it, but nothing is left for a retry after throttling.',
            },
          ],
        },
        {
          property: 'DelaySeconds',
          value: 0,
          fact: 'A delay queue hides every new message for 0 to 900 seconds; the default is 0, and the visibility timeout only starts at the first receive.',
          source: `${guide}/sqs-delay-queues.html`,
          seeds: ['003:169'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 900,
              outcome: 'update',
              because: 'Every order now waits fifteen minutes, the longest delay there is.',
            },
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
          fact: 'Long polling waits 1 to 20 seconds for a message instead of returning empty, which costs fewer requests; 0 is short polling.',
          source: `${guide}/sqs-short-and-long-polling.html`,
          seeds: ['003:182'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because: 'Short polling: a receive may come back empty although there are messages.',
            },
            { value: 21, outcome: 'refused', because: 'Twenty seconds is the longest wait.' },
          ],
        },
        {
          property: 'MaximumMessageSize',
          value: 1_048_576,
          fact: 'A message has at most 1,048,576 bytes (1 MiB) with its attributes, and the limit can be set down to 1,024; larger bodies go to S3 with the Extended Client Library.',
          source: `${guide}/quotas-messages.html`,
          seeds: ['003:183', '003:188'],
          tasks: ['DVA-C02 1.1'],
          today: {
            notes: 'A message has at most 262,144 bytes (256 KB).',
            now: 'The limit, and the default, is 1,048,576 bytes (1 MiB).',
            source: `${guide}/quotas-messages.html`,
          },
          experiments: [
            {
              value: 262_144,
              outcome: 'update',
              because: 'The limit of the notes: a larger message is now refused when it is sent.',
            },
            {
              value: 2_097_152,
              outcome: 'refused',
              because: 'Beyond 1 MiB only the Extended Client Library helps, with the body in S3.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 345_600,
          fact: 'SQS keeps a message for 60 seconds to 14 days, four days unless set.',
          source: queue,
          seeds: ['003:170'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            { value: 59, outcome: 'refused', because: 'One minute is the shortest retention.' },
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'Fourteen days is the longest retention.',
            },
          ],
        },
        {
          property: 'FifoQueue',
          fact: 'The kind of a queue is set when it is created: to turn a standard queue into a FIFO queue, CloudFormation has to make a new one.',
          source: queue,
          seeds: ['003:167'],
          tasks: ['SAA-C03 2.1'],
          experiments: [
            {
              value: true,
              outcome: 'refused',
              because:
                'The dead-letter queue is still a standard one, and the name does not end in .fifo.',
            },
          ],
        },
        {
          property: 'ContentBasedDeduplication',
          fact: 'Deduplication within five minutes belongs to FIFO queues; on a standard queue the consumer itself must recognise a duplicate.',
          source: `${guide}/FIFO-queues-exactly-once-processing.html`,
          seeds: ['003:191'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: true,
              outcome: 'refused',
              because: 'Only a FIFO queue recognises duplicates.',
            },
          ],
        },
        {
          property: 'KmsMasterKeyId',
          fact: 'Standard and FIFO queues can be encrypted with a KMS key; then producers need kms:GenerateDataKey and consumers kms:Decrypt.',
          source: `${guide}/sqs-key-management.html`,
          seeds: ['003:184', '003:185', '003:187'],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
          experiments: [
            {
              value: 'alias/aws/sqs',
              outcome: 'update',
              because:
                'The queue is encrypted with the key that AWS manages for SQS; other AWS services then cannot send to it, for that key policy cannot be edited.',
            },
          ],
        },
        {
          property: 'SqsManagedSseEnabled',
          fact: 'A queue without any encryption setting is encrypted at rest with keys that SQS owns (SSE-SQS), at no charge.',
          source: queue,
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
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'DeadLetterQueue',
      settings: [
        {
          property: 'FifoQueue',
          fact: 'A dead-letter queue is of the same kind, standard or FIFO, as its source.',
          source: queue,
          seeds: ['003:170'],
          tasks: ['SAA-C03 2.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: true,
              outcome: 'refused',
              because: 'A FIFO queue cannot take the dead letters of a standard queue.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A message of a standard queue keeps its first time stamp when it moves, so the dead-letter queue must retain longer than its source.',
          source: `${guide}/sqs-dead-letter-queues.html`,
          seeds: ['003:170'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 345_600,
              outcome: 'update',
              because:
                'What failed for three days in the work queue is deleted after one day here.',
            },
          ],
        },
        {
          property: 'RedriveAllowPolicy.redrivePermission',
          value: 'byQueue',
          fact: 'Unless told otherwise, a queue may be the dead-letter queue of every queue of the account and Region; byQueue names up to ten sources.',
          source: queue,
          seeds: ['003:170'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 'denyAll',
              outcome: 'update',
              because:
                'No queue may use it; the redrive policy of the work queue is then refused by SQS.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'WorkQueue/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Sid',
          value: 'DenyPlainHttp',
          fact: 'The Sid of a statement is the label by which RemovePermission revokes it.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html',
          seeds: ['003:177'],
          tasks: ['SAA-C03 1.3'],
        },
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'A queue policy can deny every request that does not come over TLS.',
          source: `${guide}/sqs-security-best-practices.html`,
          seeds: ['003:177'],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'DeadLetterQueue/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Effect',
          value: 'Deny',
          fact: 'Permissions on a queue are a resource policy: an explicit Deny in it wins over every Allow of an identity.',
          source:
            'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
          seeds: ['003:177'],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::Lambda::EventSourceMapping',
      id: 'Consumer',
      settings: [
        {
          property: 'BatchSize',
          value: 10,
          fact: 'ReceiveMessage returns at most 10 messages; Lambda can gather up to 10,000 of a standard queue into one batch, and 10 of a FIFO queue.',
          source: mapping,
          seeds: ['003:193'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'Ten invocations do the work of one; no message shares the fate of another.',
            },
            { value: 10_001, outcome: 'refused', because: 'Ten thousand is the largest batch.' },
          ],
        },
        {
          property: 'FunctionResponseTypes',
          value: ['ReportBatchItemFailures'],
          fact: 'With it, only the messages that the function names return to the queue; without it, one failure returns the whole batch.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
          seeds: ['003:193'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The list of failures is ignored: the batch counts as a success and the bad message is deleted.',
            },
          ],
        },
        {
          property: 'MaximumBatchingWindowInSeconds',
          fact: 'Lambda does not wait to fill a batch unless told to, 0 to 300 seconds; a batch size above 10 needs at least 1.',
          source: mapping,
          seeds: ['003:193'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 301,
              outcome: 'refused',
              because: 'Five minutes, 300 seconds, is the longest window.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Consumer',
      settings: [
        {
          property: 'Timeout',
          value: 30,
          fact: 'A function runs for at most 900 seconds (longer on Lambda Managed Instances), 3 unless set; as the consumer of a queue it must end before the visibility timeout does.',
          source: `${reference}/aws-resource-lambda-function.html`,
          seeds: ['003:168'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'Fifteen minutes, 900 seconds, is the longest timeout.',
            },
            {
              value: 181,
              outcome: 'refused',
              because: 'The function may then outlive the visibility timeout of its queue.',
            },
          ],
        },
        {
          property: 'Runtime',
          value: 'nodejs24.x',
          fact: 'A managed runtime is deprecated when its language version ends; afterwards functions on it can be neither created nor, later, updated.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 'nodejs14.x',
              outcome: 'refused',
              because: 'The runtime is deprecated: a new function on it is refused.',
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
          fact: 'ApproximateNumberOfMessagesVisible is the number of messages that wait; in a dead-letter queue the first one matters.',
          source: `${guide}/sqs-available-cloudwatch-metrics.html`,
          seeds: ['003:178'],
          tasks: ['DVA-C02 4.1', 'SAA-C03 2.2'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'InFlightAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'ApproximateNumberOfMessagesNotVisible',
          fact: 'A message is in flight from its receive until it is deleted or its visibility timeout ends.',
          source: `${guide}/sqs-available-cloudwatch-metrics.html`,
          seeds: ['003:179'],
          tasks: ['DVA-C02 4.1'],
        },
        {
          property: 'Threshold',
          value: 100_000,
          fact: 'About 120,000 messages of one queue can be in flight, standard and FIFO alike.',
          source: `${guide}/quotas-fifo.html`,
          seeds: ['003:179', '003:180'],
          tasks: ['DVA-C02 4.1'],
          today: {
            notes: 'A FIFO queue has at most about 20,000 messages in flight.',
            now: 'The quota of a FIFO queue is 120,000 as well, and support can raise it.',
            source: `${guide}/quotas-fifo.html`,
          },
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Nobody reads the list of failures, so the bad message is deleted as if it had been handled: it is lost, and no alarm rings.',
    changes: [
      { type: 'AWS::SQS::Queue', id: 'WorkQueue', property: 'RedrivePolicy', value: null },
      { type: 'AWS::SQS::Queue', id: 'WorkQueue', property: 'VisibilityTimeout', value: 30 },
      {
        type: 'AWS::SQS::Queue',
        id: 'WorkQueue',
        property: 'ReceiveMessageWaitTimeSeconds',
        value: 0,
      },
      {
        type: 'AWS::Lambda::EventSourceMapping',
        id: 'Consumer',
        property: 'FunctionResponseTypes',
        value: null,
      },
    ],
  },
};
