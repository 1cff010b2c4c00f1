import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const queue = `${reference}/aws-resource-sqs-queue.html`;
const mapping = `${reference}/aws-resource-lambda-eventsourcemapping.html`;
const guide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

export const exam: Exam = {
  question: 'One bad message keeps failing: how do you stop the retries without losing it?',
  answer:
    'Give the queue a dead-letter queue with a maximum receive count. SQS moves the message there after that many receives, and an alarm tells a person.',
  wrong: [
    {
      answer: 'Raise the visibility timeout',
      because:
        'The next attempt only comes later, and fails too. The message stays in the queue until it expires.',
    },
    {
      answer: 'Catch the error and delete the message',
      because: 'The retries stop, but the message is lost, and nobody can inspect it.',
    },
    {
      answer: 'A standard queue as the dead-letter queue of a FIFO queue',
      because: 'Both queues must have the same type, so SQS refuses the pair.',
    },
    {
      answer: 'Lower the retention period',
      because: 'Good messages that wait for the consumer would expire as well.',
    },
  ],
  questions,
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
          fact: 'SQS moves a message to the dead-letter queue when its receive count exceeds maxReceiveCount, which can be 1 to 1,000.',
          source: `${guide}/sqs-dead-letter-queues.html`,
          seeds: ['004:2690', '004:2696'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'One failure or one throttled invocation is enough to move a good message to the dead-letter queue.',
            },
            {
              value: 1000,
              outcome: 'update',
              because:
                '1,000 is the highest value: you pay for a thousand receives of the bad message.',
            },
          ],
        },
        {
          property: 'VisibilityTimeout',
          value: 180,
          fact: 'SQS hides a received message for 0 to 43,200 seconds, by default 30; for Lambda, set at least six times the function timeout.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
          seeds: ['003:168', '004:2667', '004:2669'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 10,
              outcome: 'refused',
              because:
                'The visibility timeout would be shorter than the function timeout, so the message could return while the function still works on it.',
            },
            {
              value: 43201,
              outcome: 'refused',
              because: 'The longest visibility timeout is twelve hours, 43,200 seconds.',
            },
            {
              value: 30,
              outcome: 'update',
              because:
                'Lambda accepts a visibility timeout that equals the function timeout, but that leaves no time to retry after throttling.',
            },
          ],
        },
        {
          property: 'DelaySeconds',
          value: 0,
          fact: 'A delay queue hides each new message for up to 900 seconds; the visibility timeout starts only when a consumer receives the message.',
          source: `${guide}/sqs-delay-queues.html`,
          seeds: ['003:169'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 900,
              outcome: 'update',
              because: 'Every order now waits fifteen minutes, the longest possible delay.',
            },
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
          fact: 'Long polling waits 1 to 20 seconds for a message, which saves the cost of empty receives; 0 means short polling.',
          source: `${guide}/sqs-short-and-long-polling.html`,
          seeds: ['003:182', '004:2677', '004:2679', '004:2681', '004:2683', '004:2685'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          today: {
            notes: 'Long polling does not return a response until a message arrives.',
            now: 'Long polling returns as soon as a message arrives. If none arrives before the wait time ends, the response is empty.',
            source: `${guide}/sqs-short-and-long-polling.html`,
          },
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'This is short polling: a receive may return nothing although the queue has messages.',
            },
            { value: 21, outcome: 'refused', because: 'The longest wait is 20 seconds.' },
          ],
        },
        {
          property: 'MaximumMessageSize',
          value: 1_048_576,
          fact: 'A message, including its attributes, can have at most 1,048,576 bytes (1 MiB); the Extended Client Library stores larger bodies in S3.',
          source: `${guide}/quotas-messages.html`,
          seeds: ['003:183', '003:188'],
          tasks: ['DVA-C02 1.1'],
          today: {
            notes: 'A message has at most 262,144 bytes (256 KB).',
            now: 'The limit, and the default, is 1,048,576 bytes (1 MiB).',
            since: '2025-08',
            source: `${guide}/quotas-messages.html`,
          },
          experiments: [
            {
              value: 262_144,
              outcome: 'update',
              because: 'SendMessage now fails for a message larger than 256 KiB.',
            },
            {
              value: 2_097_152,
              outcome: 'refused',
              because: 'The largest message size is 1 MiB, 1,048,576 bytes.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 345_600,
          fact: 'SQS retains a message for 60 seconds to 14 days; the default is four days.',
          source: queue,
          seeds: ['004:2658'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
          experiments: [
            { value: 59, outcome: 'refused', because: 'The shortest retention is one minute.' },
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'The longest retention is 14 days.',
            },
          ],
        },
        {
          property: 'FifoQueue',
          fact: 'You cannot change the type of a queue: to turn a standard queue into a FIFO queue, CloudFormation creates a new one.',
          source: queue,
          seeds: ['003:167'],
          tasks: ['SAA-C03 2.1'],
          experiments: [
            {
              value: true,
              outcome: 'refused',
              because:
                'The dead-letter queue is still a standard queue, so the types do not match.',
            },
          ],
        },
        {
          property: 'ContentBasedDeduplication',
          fact: 'Only a FIFO queue removes duplicates, if they are sent within five minutes; the consumer of a standard queue must recognize them itself.',
          source: `${guide}/FIFO-queues-exactly-once-processing.html`,
          seeds: ['003:191'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: true,
              outcome: 'refused',
              because: 'SQS accepts content-based deduplication only for a FIFO queue.',
            },
          ],
        },
        {
          property: 'KmsMasterKeyId',
          fact: 'To use a queue encrypted with a KMS key, producers need kms:GenerateDataKey and kms:Decrypt, and consumers need kms:Decrypt.',
          source: `${guide}/sqs-key-management.html`,
          seeds: ['003:185', '003:187'],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
          experiments: [
            {
              value: 'alias/aws/sqs',
              outcome: 'update',
              because:
                'AWS manages this key, and you cannot edit its policy, so other AWS services cannot send to the queue.',
            },
          ],
        },
        {
          property: 'SqsManagedSseEnabled',
          fact: 'By default, SQS encrypts a queue at rest with keys that SQS owns (SSE-SQS), at no charge.',
          source: queue,
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
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'DeadLetterQueue',
      settings: [
        {
          property: 'FifoQueue',
          fact: 'A dead-letter queue must have the same type, standard or FIFO, as its source queue.',
          source: queue,
          seeds: ['003:170', '004:2702'],
          tasks: ['SAA-C03 2.1', 'SAA-C03 2.2'],
          experiments: [
            {
              value: true,
              outcome: 'refused',
              because: 'A FIFO queue cannot be the dead-letter queue of a standard queue.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A message of a standard queue keeps its enqueue timestamp when it moves to the dead-letter queue, which therefore needs a longer retention.',
          source: `${guide}/sqs-dead-letter-queues.html`,
          seeds: ['004:2658'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 345_600,
              outcome: 'update',
              because:
                'A message that spent three days in the work queue is deleted after one day in the dead-letter queue.',
            },
          ],
        },
        {
          property: 'RedriveAllowPolicy',
          fact: 'By default, any queue of the same account and Region can use a queue as its dead-letter queue; a RedriveAllowPolicy can limit that.',
          source: queue,
          seeds: [],
          tasks: ['SAA-C03 2.2'],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'WorkQueue/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Sid',
          fact: 'To remove a statement from a queue policy, call RemovePermission with the Sid of the statement as the Label.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html',
          seeds: ['003:177'],
          tasks: ['SAA-C03 1.3'],
        },
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'A queue policy can deny every request that does not use TLS.',
          source: `${guide}/sqs-security-best-practices.html`,
          seeds: [],
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
          fact: 'A queue policy is a resource-based policy: an explicit Deny in it overrides every Allow of an identity-based policy.',
          source:
            'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
          seeds: [],
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
          fact: 'ReceiveMessage returns at most 10 messages; a Lambda batch can have up to 10,000 from a standard queue, or 10 from a FIFO queue.',
          source: mapping,
          seeds: ['003:193'],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'Each message gets its own invocation: ten invocations do the work of one.',
            },
            {
              value: 10_001,
              outcome: 'refused',
              because: 'The largest batch has 10,000 messages.',
            },
          ],
        },
        {
          property: 'FunctionResponseTypes',
          value: ['ReportBatchItemFailures'],
          fact: 'With ReportBatchItemFailures, only messages that the function reports as failed return to the queue; otherwise one failure returns the whole batch.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
          seeds: [],
          tasks: ['DVA-C02 1.2', 'SAA-C03 2.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Lambda ignores the list of failed messages: the batch counts as a success, and the bad message is deleted.',
            },
          ],
        },
        {
          property: 'MaximumBatchingWindowInSeconds',
          fact: 'Lambda can wait 0 to 300 seconds to fill a batch, by default 0; a batch size above 10 needs at least 1 second.',
          source: mapping,
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 301,
              outcome: 'refused',
              because: 'The longest batching window is five minutes, 300 seconds.',
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
          fact: 'A function times out after 3 seconds by default and 900 at most; only Lambda Managed Instances allow more.',
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The longest timeout is fifteen minutes, 900 seconds.',
            },
            {
              value: 181,
              outcome: 'refused',
              because:
                'The function could run for longer than SQS hides the message, so a second invocation could get the same message.',
            },
          ],
        },
        {
          property: 'Runtime',
          value: 'nodejs24.x',
          fact: 'When a runtime is deprecated, Lambda first blocks creating functions that use it, and later also updating them.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
          seeds: [],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 'nodejs14.x',
              outcome: 'refused',
              because: 'The runtime is deprecated: Lambda does not create functions that use it.',
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
          fact: 'ApproximateNumberOfMessagesVisible counts the messages that are available to receive; on a dead-letter queue, set the alarm threshold to 1.',
          source: `${guide}/sqs-available-cloudwatch-metrics.html`,
          seeds: ['004:2707'],
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
          fact: 'A message is in flight from the moment a consumer receives it until it is deleted or its visibility timeout ends.',
          source: `${guide}/sqs-available-cloudwatch-metrics.html`,
          seeds: ['003:179'],
          tasks: ['DVA-C02 4.1'],
        },
        {
          property: 'Threshold',
          value: 100_000,
          fact: 'A queue, standard or FIFO, can have about 120,000 messages in flight.',
          source: `${guide}/quotas-fifo.html`,
          seeds: ['003:179', '003:180'],
          tasks: ['DVA-C02 4.1'],
          today: {
            notes: 'A FIFO queue has at most about 20,000 messages in flight.',
            now: 'The quota of a FIFO queue is 120,000 as well, and you can ask AWS Support to raise it.',
            since: '2024-11',
            source: `${guide}/quotas-fifo.html`,
          },
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Lambda ignores the list of failed messages and deletes the bad message like the good ones. The message is lost, and no alarm goes off.',
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
