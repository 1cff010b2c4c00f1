import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const subscription = `${reference}/aws-resource-sns-subscription.html`;
const guide = 'https://docs.aws.amazon.com/sns/latest/dg';
const sqsGuide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

export const exam: Exam = {
  question: 'You publish each event once: how does it reach only the queues that want it?',
  answer:
    'Publish to one SNS topic, subscribe one SQS queue for each consumer, and give each subscription a filter policy.',
  wrong: [
    {
      answer: 'One queue that all consumers read',
      because:
        'A queue delivers a message to only one consumer, which may not be the one that wants it.',
    },
    {
      answer: 'The publisher sends each event to every queue that wants it',
      because:
        'The publisher would have to know every consumer. If the second send fails, the first one has already happened.',
    },
    {
      answer: 'Every queue gets every event, and its consumer discards what it does not want',
      because: 'You pay to receive and delete each unwanted event.',
    },
    {
      answer: 'A topic for each kind of event',
      because:
        'The publisher must choose the topic, and each new rule, such as a minimum total of an order, needs another topic.',
    },
    {
      answer: 'An IAM role that lets the topic send to the queues',
      because:
        'SNS assumes no role: it sends to SQS as a service principal, and only the queue policy can allow that.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.1', 'DVA-C02 2.2', 'SAA-C03 1.3', 'SAA-C03 2.1', 'SAA-C03 2.2'],
  cost: 'free',
  remains: [],
  flow: [
    { from: 'OrderEvents', to: 'WarehouseSubscription', label: 'placed, up to 30 kg' },
    { from: 'OrderEvents', to: 'BillingSubscription', label: 'orders, refunds' },
    { from: 'OrderEvents', to: 'FraudSubscription', label: 'expensive, by body' },
    { from: 'WarehouseSubscription', to: 'WarehouseQueue', label: 'raw' },
    { from: 'BillingSubscription', to: 'BillingQueue', label: 'raw' },
    { from: 'FraudSubscription', to: 'FraudQueue', label: 'raw' },
    { from: 'WarehouseSubscription', to: 'WarehouseUndeliveredQueue', label: 'undelivered' },
    { from: 'BillingSubscription', to: 'BillingUndeliveredQueue', label: 'undelivered' },
    { from: 'FraudSubscription', to: 'FraudUndeliveredQueue', label: 'undelivered' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::SNS::Subscription',
      id: 'WarehouseSubscription',
      settings: [
        {
          property: 'Protocol',
          value: 'sqs',
          fact: 'A topic pushes each message to its subscribers: SQS, Lambda, Firehose, HTTP(S), email, SMS and mobile push.',
          source: `${guide}/sns-event-destinations.html`,
          seeds: ['004:2730', '004:2736'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'lambda',
              outcome: 'fails',
              because:
                'With the protocol lambda, the endpoint must be a function, but this endpoint is a queue.',
              source: 'https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html',
            },
          ],
        },
        {
          property: 'FilterPolicy.kind',
          value: ['order.placed'],
          fact: 'Without a filter policy, a subscription gets every message; with one, the message must match a value of every name, case-sensitively.',
          source: `${guide}/message-filtering.html`,
          seeds: ['004:2765', '004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: ['order.placed', 'order.changed'],
              outcome: 'update',
              because:
                'Both kinds now match. A change of a filter policy can take up to 15 minutes to take effect.',
            },
            {
              value: null,
              outcome: 'update',
              because:
                'Events of every kind, such as refunds, now reach the warehouse if they have a weight of 1 to 30,000 g.',
            },
          ],
        },
        {
          property: 'FilterPolicy.grams',
          value: [{ numeric: ['>=', 1, '<=', 30_000] }],
          fact: 'A numeric condition compares numbers from -1,000,000,000 to 1,000,000,000, with five digits after the decimal point.',
          source: `${guide}/subscription-filter-policy-constraints.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: [{ numeric: ['>', 0] }],
              outcome: 'update',
              because: 'Orders over 30,000 g now reach the warehouse as well.',
            },
          ],
        },
        {
          property: 'FilterPolicyScope',
          fact: 'By default, a filter policy applies to the message attributes; with the scope MessageBody, it applies to the body.',
          source: `${guide}/sns-message-filtering-scope.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'MessageBody',
              outcome: 'update',
              because:
                'The bodies have no kind at their top level, so no event reaches the warehouse.',
            },
          ],
        },
        {
          property: 'RawMessageDelivery',
          value: true,
          fact: 'With raw delivery, a queue gets the message as published, with up to 10 attributes; otherwise it gets the message in a JSON envelope.',
          source: `${guide}/SNSMessageAttributes.html`,
          seeds: ['004:2736'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The consumer gets a JSON envelope and finds its message as text in the field Message.',
            },
          ],
        },
        {
          property: 'DeliveryPolicy',
          fact: 'You can change the delivery retries of SNS only for HTTP and HTTPS endpoints, to at most 3,600 seconds in total.',
          source: `${guide}/sns-message-delivery-retries.html`,
          seeds: [],
          tasks: ['SAA-C03 2.2'],
        },
        {
          property: 'Region',
          fact: 'A queue can subscribe to a topic in another Region; in CloudFormation, the subscription then also needs the Region of the topic.',
          source: subscription,
          seeds: [],
          tasks: ['SAA-C03 2.2'],
        },
      ],
    },
    {
      type: 'AWS::SNS::Subscription',
      id: 'BillingSubscription',
      settings: [
        {
          property: 'FilterPolicy.kind',
          value: ['refund', { prefix: 'order.' }],
          fact: 'A string condition can be an exact value, prefix, suffix, IP range, anything-but or equals-ignore-case.',
          source: `${guide}/string-value-matching.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: ['refund', { prefix: 'order.p' }],
              outcome: 'update',
              because: 'Placed and paid orders still arrive, but canceled ones do not.',
            },
          ],
        },
        {
          property: 'FilterPolicy.country',
          value: [{ 'anything-but': ['XX'] }],
          fact: 'An anything-but condition matches every other value, but not a message without the attribute.',
          source: `${guide}/string-value-matching.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: [{ 'anything-but': ['XX'] }, { exists: false }],
              outcome: 'update',
              because:
                'A message without a country now matches as well, because one condition is enough.',
            },
          ],
        },
        {
          property: 'FilterPolicy.rehearsal',
          value: [{ exists: false }],
          fact: 'An exists condition tests whether an attribute is present; with exists: false, the message still needs at least one other attribute.',
          source: `${guide}/attribute-key-matching.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: [{ exists: true }],
              outcome: 'update',
              because: 'Billing now gets only rehearsals.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SNS::Subscription',
      id: 'FraudSubscription',
      settings: [
        {
          property: 'FilterPolicyScope',
          value: 'MessageBody',
          fact: 'With the scope MessageBody, a filter policy reads the payload, which must be JSON, including its nested objects.',
          source: `${guide}/message-filtering.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'MessageAttributes',
              outcome: 'fails',
              because: 'Attributes are not nested, so SNS refuses a nested filter policy for them.',
              source: `${guide}/subscription-filter-policy-constraints.html`,
            },
          ],
        },
        {
          property: 'FilterPolicy.order.cents',
          value: [{ numeric: ['>=', 100_000] }],
          fact: 'A filter policy has at most five names and 150 combinations of values; in a body, the nesting depth of a name multiplies the combinations.',
          source: `${guide}/subscription-filter-policy-constraints.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: [{ numeric: ['>=', 1_000_000] }],
              outcome: 'update',
              because: 'Only orders of 1,000,000 cents or more are now checked for fraud.',
            },
          ],
        },
        {
          property: 'FilterPolicy.order.email',
          value: [{ suffix: '@mail.example' }],
          fact: 'SNS joins different names in a filter policy with AND, or with OR inside $or; it joins the values of one name with OR.',
          source: `${guide}/and-or-logic.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Every order of 100,000 cents or more is now checked for fraud, whatever its email address.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'WarehouseQueue/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Principal.Service',
          value: 'sns.amazonaws.com',
          fact: 'A queue policy must allow sns.amazonaws.com to call sqs:SendMessage; the condition aws:SourceArn limits that to one topic.',
          source: `${guide}/subscribe-sqs-queue-to-sns-topic.html`,
          seeds: [],
          tasks: ['SAA-C03 1.3', 'SAA-C03 2.1'],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'WarehouseQueue',
      settings: [
        {
          property: 'SqsManagedSseEnabled',
          value: true,
          fact: 'With SSE-SQS, the default encryption of a queue, senders such as SNS need no permission for a key.',
          source: `${sqsGuide}/sqs-server-side-encryption.html`,
          seeds: [],
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
          fact: 'SNS can send to a KMS-encrypted queue only if the policy of a customer managed key allows SNS kms:GenerateDataKey and kms:Decrypt.',
          source: `${guide}/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html`,
          seeds: [],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'WarehouseUndeliveredQueue',
      settings: [
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'SNS retries for 23 days if a queue is unavailable, but never if the queue refuses; without a dead-letter queue, the message is then lost.',
          source: `${guide}/sns-message-delivery-retries.html`,
          seeds: ['004:2753'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'The longest retention is 14 days.',
            },
          ],
        },
        {
          property: 'FifoQueue',
          fact: 'A subscription and its dead-letter queue must be in the same account and Region; a standard topic needs a standard queue.',
          source: `${guide}/sns-dead-letter-queues.html`,
          seeds: ['004:2753'],
          tasks: ['SAA-C03 2.2'],
        },
      ],
    },
    {
      type: 'AWS::SNS::Topic',
      id: 'OrderEvents',
      settings: [
        {
          property: 'KmsMasterKeyId',
          value: 'alias/aws/sns',
          fact: 'Server-side encryption of a topic needs a KMS key; AWS services such as S3 can publish only if the key is customer managed.',
          source: `${guide}/sns-key-management.html`,
          seeds: ['004:2757'],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'SNS no longer encrypts the messages of this topic with a KMS key before it stores them.',
            },
          ],
        },
        {
          property: 'MaximumMessageSize',
          value: 262_144,
          fact: 'The largest message is 262,144 bytes by default; with a higher limit, up to 1,048,576, only SQS, Lambda and Firehose can subscribe.',
          source: `${guide}/large-message-payloads.html`,
          seeds: ['004:2751'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          today: {
            notes: 'A message has at most 256 KB.',
            now: '256 KiB is the default. You can set a topic to accept up to 1,048,576 bytes (1 MiB).',
            since: 'unknown',
            source: `${guide}/large-message-payloads.html`,
          },
          experiments: [
            {
              value: 1_048_576,
              outcome: 'update',
              because:
                'SNS accepts messages of 1 MiB, and email or HTTPS endpoints can no longer subscribe.',
            },
          ],
        },
        {
          property: 'FifoTopic',
          fact: 'A FIFO topic delivers each message group in order to FIFO queues; standard queues can also subscribe, but without that order.',
          source: `${guide}/fifo-topic-code-examples.html`,
          seeds: ['004:2755'],
          tasks: ['SAA-C03 2.1'],
          today: {
            notes: 'Only SQS FIFO queues can subscribe to a FIFO topic.',
            now: 'Standard SQS queues can also subscribe to a FIFO topic.',
            since: '2023-09',
            source: `${guide}/fifo-topic-code-examples.html`,
          },
          experiments: [
            {
              value: true,
              also: [{ property: 'TopicName', value: 'OrderEvents.fifo' }],
              outcome: 'replace',
              because:
                'You cannot change the type of a topic. CloudFormation creates a new one and replaces its subscriptions.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SNS::TopicPolicy',
      id: 'OrderEvents/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'A topic policy can deny publishing without TLS, and can allow another account to publish.',
          source: `${guide}/sns-security-best-practices.html`,
          seeds: ['004:2759'],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'UndeliveredAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'NumberOfNotificationsRedrivenToDlq',
          fact: 'SNS has separate metrics for messages that it delivered, filtered out, failed to deliver, or moved to a dead-letter queue.',
          source: `${guide}/sns-monitoring-using-cloudwatch.html`,
          seeds: [],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 'NumberOfNotificationsFilteredOut',
              outcome: 'update',
              because:
                'The alarm is in ALARM most of the time, because filtering out messages is normal here.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Every queue gets every event, the warehouse must unpack each event from a JSON envelope, and an event that SNS cannot deliver to the warehouse is lost.',
    changes: [
      {
        type: 'AWS::SNS::Subscription',
        id: 'WarehouseSubscription',
        property: 'FilterPolicy',
        value: null,
      },
      {
        type: 'AWS::SNS::Subscription',
        id: 'BillingSubscription',
        property: 'FilterPolicy',
        value: null,
      },
      {
        type: 'AWS::SNS::Subscription',
        id: 'FraudSubscription',
        property: 'FilterPolicy',
        value: null,
      },
      {
        type: 'AWS::SNS::Subscription',
        id: 'WarehouseSubscription',
        property: 'RawMessageDelivery',
        value: null,
      },
      {
        type: 'AWS::SNS::Subscription',
        id: 'WarehouseSubscription',
        property: 'RedrivePolicy',
        value: null,
      },
    ],
  },
};
