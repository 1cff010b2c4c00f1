import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const subscription = `${reference}/aws-resource-sns-subscription.html`;
const guide = 'https://docs.aws.amazon.com/sns/latest/dg';
const sqsGuide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

export const exam: Exam = {
  question: 'One event, several queues, each wants only its own kind: how?',
  wrong: [
    {
      answer: 'One queue that all consumers read',
      because:
        'A message of a queue goes to one consumer: the others never see it, whether it was theirs or not.',
    },
    {
      answer: 'The shop sends each event to the queues that want it',
      because:
        'It has to know every consumer, and when the second send fails the first is already done.',
    },
    {
      answer: 'Every queue gets every event, and its consumer discards what it does not want',
      because: 'Each unwanted event is delivered, received and deleted, and all of it is paid for.',
    },
    {
      answer: 'A topic for each kind of event',
      because:
        'The shop must choose the topic, and a consumer with a rule of its own, such as a sum, needs one more.',
    },
    {
      answer: 'An IAM role that lets the topic send to the queues',
      because:
        'SNS sends to SQS as a service principal that takes no role: only the policy of the queue can let it in.',
    },
  ],
  tasks: ['DVA-C02 1.1', 'DVA-C02 2.2', 'SAA-C03 1.3', 'SAA-C03 2.1', 'SAA-C03 2.2'],
  cost: 'free',
  remains: [],
  flow: [
    { from: 'OrderEvents', to: 'WarehouseSubscription', label: 'placed, up to 30 kg' },
    { from: 'OrderEvents', to: 'BillingSubscription', label: 'orders, refunds' },
    { from: 'OrderEvents', to: 'FraudSubscription', label: 'dear, by the body' },
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
      type: 'AWS::SNS::Topic',
      id: 'OrderEvents',
      settings: [
        {
          property: 'KmsMasterKeyId',
          value: 'alias/aws/sns',
          fact: 'A topic is encrypted at rest only with a KMS key; the policy of the key that AWS manages cannot be edited, so for CloudWatch alarms, S3 events and other AWS services to publish it takes a key of your own.',
          source: `${guide}/sns-key-management.html`,
          seeds: ['004:2757'],
          tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Messages are encrypted on their way, but no longer at rest.',
            },
          ],
        },
        {
          property: 'MaximumMessageSize',
          value: 262_144,
          fact: 'A topic takes messages of up to 262,144 bytes with their attributes unless set to 1,024 to 1,048,576; above the default only SQS, Lambda and Firehose can subscribe, 100 of them.',
          source: `${guide}/large-message-payloads.html`,
          seeds: ['004:2751'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          today: {
            notes: 'A message has at most 256 KB.',
            now: 'That is the default; a topic can be set to take messages of up to 1,048,576 bytes (1 MiB).',
            source: `${guide}/large-message-payloads.html`,
          },
          experiments: [
            {
              value: 1_048_576,
              outcome: 'update',
              because:
                'Messages of 1 MiB are accepted, and e-mail or HTTPS can no longer subscribe.',
            },
          ],
        },
        {
          property: 'FifoTopic',
          fact: 'A FIFO topic keeps the order of a message group for its FIFO queues; it can deliver to standard queues too, which do not keep it.',
          source: `${guide}/fifo-topic-code-examples.html`,
          seeds: ['004:2755'],
          tasks: ['SAA-C03 2.1'],
          today: {
            notes: 'Only SQS FIFO queues can subscribe to a FIFO topic.',
            now: 'Standard SQS queues can subscribe to it as well.',
            source: `${guide}/fifo-topic-code-examples.html`,
          },
          experiments: [
            {
              value: true,
              outcome: 'replace',
              because:
                'The kind of a topic is fixed: a new one is made, to which all subscribe anew.',
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
          fact: 'A topic has a resource policy, which can deny publishing without TLS and can let another account publish.',
          source: `${guide}/sns-security-best-practices.html`,
          seeds: ['004:2757', '004:2759'],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::SNS::Subscription',
      id: 'WarehouseSubscription',
      settings: [
        {
          property: 'Protocol',
          value: 'sqs',
          fact: 'A topic pushes each message to its subscribers: SQS, Lambda, Firehose, HTTP and HTTPS, e-mail, SMS and mobile push.',
          source: `${guide}/sns-event-destinations.html`,
          seeds: ['004:2730', '004:2736'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'lambda',
              outcome: 'replace',
              because: 'A subscription has one protocol and one endpoint for life.',
            },
          ],
        },
        {
          property: 'FilterPolicy.kind',
          value: ['order.placed'],
          fact: 'Without a filter policy a subscription gets every message; with one, every name in it has to match, and of the values of a name any one, case-sensitive.',
          source: `${guide}/message-filtering.html`,
          seeds: ['004:2765', '004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: ['order.placed', 'order.changed'],
              outcome: 'update',
              because:
                'Either kind is let through; it takes up to 15 minutes until a new filter holds.',
            },
            {
              value: null,
              outcome: 'update',
              because: 'Refunds and cancellations reach the warehouse, if they have a weight.',
            },
          ],
        },
        {
          property: 'FilterPolicy.grams',
          value: [{ numeric: ['>=', 1, '<=', 30_000] }],
          fact: 'A numeric condition compares an attribute of the type Number, from -1,000,000,000 to 1,000,000,000 with five digits after the point.',
          source: `${guide}/subscription-filter-policy-constraints.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: [{ numeric: ['>', 0] }],
              outcome: 'update',
              because: 'Whatever weighs anything is sent to the warehouse, pianos too.',
            },
          ],
        },
        {
          property: 'FilterPolicyScope',
          fact: 'A filter policy looks at the message attributes unless its scope says MessageBody.',
          source: `${guide}/sns-message-filtering-scope.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'MessageBody',
              outcome: 'update',
              because:
                'The bodies have no kind at their top, so nothing reaches the warehouse any more.',
            },
          ],
        },
        {
          property: 'RawMessageDelivery',
          value: true,
          fact: 'With raw delivery a queue gets the message as it was published and its attributes as message attributes, at most 10 of them; otherwise a JSON envelope with both inside.',
          source: `${guide}/SNSMessageAttributes.html`,
          seeds: ['004:2736'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'The consumer finds its message as text in the Message of an envelope.',
            },
          ],
        },
        {
          property: 'DeliveryPolicy',
          fact: 'Only for HTTP and HTTPS the retries of SNS can be set, in 3,600 seconds at most.',
          source: `${guide}/sns-message-delivery-retries.html`,
          seeds: ['004:2753'],
          tasks: ['SAA-C03 2.2'],
        },
        {
          property: 'Region',
          fact: 'A queue can subscribe to a topic of another Region; CloudFormation then needs to know which.',
          source: subscription,
          seeds: ['004:2736'],
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
          fact: 'A string condition is a value, a prefix, a suffix, an IP range, or equality that ignores case.',
          source: `${guide}/string-value-matching.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: ['refund', { prefix: 'order.p' }],
              outcome: 'update',
              because: 'Placed and paid orders still come, cancelled ones do not.',
            },
          ],
        },
        {
          property: 'FilterPolicy.country',
          value: [{ 'anything-but': ['XX'] }],
          fact: 'An anything-but condition lets every other value through, but not a message that lacks the attribute.',
          source: `${guide}/string-value-matching.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: [{ 'anything-but': ['XX'] }, { exists: false }],
              outcome: 'update',
              because: 'A message without a country now comes as well: either condition is enough.',
            },
          ],
        },
        {
          property: 'FilterPolicy.rehearsal',
          value: [{ exists: false }],
          fact: 'An exists condition asks whether an attribute is there, whatever its value; false needs a message with some other attribute.',
          source: `${guide}/attribute-key-matching.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: [{ exists: true }],
              outcome: 'update',
              because: 'Now nothing but rehearsals is billed.',
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
          fact: 'With the scope MessageBody a filter reads the payload, which has to be a JSON object, and can follow it into nested objects.',
          source: `${guide}/message-filtering.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'MessageAttributes',
              outcome: 'update',
              because:
                'CloudFormation tries it, and SNS refuses: attributes have no depth, so their filter has none.',
            },
          ],
        },
        {
          property: 'FilterPolicy.order.cents',
          value: [{ numeric: ['>=', 100_000] }],
          fact: 'A filter policy has at most five names and 150 combinations, the product of how many values each name has and, in a body, how deep it lies.',
          source: `${guide}/subscription-filter-policy-constraints.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: [{ numeric: ['>=', 1_000_000] }],
              outcome: 'update',
              because: 'Only orders of ten times the sum are looked into.',
            },
          ],
        },
        {
          property: 'FilterPolicy.order.email',
          value: [{ suffix: '@mail.example' }],
          fact: 'Several names in a filter policy are joined by and; for or there are the values of one name, or the operator $or over several.',
          source: `${guide}/and-or-logic.html`,
          seeds: ['004:2767'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Every dear order is looked into, whatever its address.',
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
          fact: 'For a topic to send to a queue the policy of the queue has to allow SNS, the service, sqs:SendMessage, best with the topic as aws:SourceArn.',
          source: `${guide}/subscribe-sqs-queue-to-sns-topic.html`,
          seeds: ['004:2759'],
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
          fact: 'Keys that SQS owns (SSE-SQS, the default of a queue) ask no permission of whoever sends, SNS included.',
          source: `${sqsGuide}/sqs-server-side-encryption.html`,
          seeds: ['004:2757'],
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
          fact: 'To send to a queue with a KMS key SNS needs kms:GenerateDataKey and kms:Decrypt in the policy of that key, which therefore has to be a key of your own.',
          source: `${guide}/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html`,
          seeds: ['004:2757'],
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
          fact: 'What a queue refuses, by its policy for example, SNS does not try again; when SQS itself is down it tries 100,015 times in 23 days; then the message goes to the dead-letter queue of the subscription, or is lost.',
          source: `${guide}/sns-message-delivery-retries.html`,
          seeds: ['004:2753'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'Fourteen days is the longest that a queue keeps a message.',
            },
          ],
        },
        {
          property: 'FifoQueue',
          fact: 'The dead-letter queue of a subscription is in the account and Region of the subscription, and for a standard topic it is a standard queue.',
          source: `${guide}/sns-dead-letter-queues.html`,
          seeds: ['004:2753'],
          tasks: ['SAA-C03 2.2'],
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
          fact: 'SNS counts what it delivered, filtered out, could not deliver and moved to a dead-letter queue.',
          source: `${guide}/sns-monitoring-using-cloudwatch.html`,
          seeds: ['004:2753'],
          tasks: ['SAA-C03 2.2'],
          experiments: [
            {
              value: 'NumberOfNotificationsFilteredOut',
              outcome: 'update',
              because:
                'It rings all the time: to be filtered out is what most messages are meant for.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Every queue gets every event, the warehouse finds its own in an envelope, and what a queue does not take is lost.',
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
