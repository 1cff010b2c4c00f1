import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const eventbridge = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const scheduler = 'https://docs.aws.amazon.com/scheduler/latest/UserGuide';
const blog = 'https://aws.amazon.com/blogs/compute';

export const exam: Exam = {
  question:
    'How do you react to a change of state or at a time of day, and where do undelivered events go?',
  answer:
    'Match state changes with an event pattern in an EventBridge rule, and times with EventBridge Scheduler. Give each target a dead-letter queue for undelivered events.',
  wrong: [
    {
      answer: 'A function that polls the state every minute',
      because:
        'You pay even when nothing changes. The function reacts late, and it misses a state that lasts less than a minute.',
    },
    {
      answer: 'A CloudWatch alarm',
      because:
        'An alarm watches one metric over time, and no metric says which order changed to which state.',
    },
    {
      answer: 'An SNS topic with a filter policy',
      because:
        'A topic filters only messages that you publish to it. AWS services send their changes of state to the default event bus, and a topic has no schedule.',
    },
    {
      answer: 'Cron on an EC2 instance',
      because: 'It works, but you pay for, patch and monitor a server for one call a night.',
    },
    {
      answer: 'A scheduled rule for 03:00 local time',
      because:
        'Scheduled rules use only UTC, so the local time changes with daylight saving time. EventBridge Scheduler supports time zones.',
    },
    {
      answer: 'Only a dead-letter queue of the function',
      because:
        'It gets only events that made the function fail. An event that EventBridge cannot deliver goes to the dead-letter queue of the target.',
    },
  ],
  questions,
  tasks: [
    'DVA-C02 1.1',
    'DVA-C02 1.2',
    'SAA-C03 2.1',
    'SAA-C03 2.2',
    'SOA-C03 1.2',
    'SOA-C03 3.2',
    'DOP-C02 5.1',
  ],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(shop)', to: 'OrderBus', label: 'change of state' },
    { from: 'OrderBus', to: 'OrderStates', label: 'every event' },
    { from: 'OrderBus', to: 'OrderArchive', label: 'kept 7 days' },
    { from: 'OrderStates', to: 'UnhandledEvents', label: 'not delivered' },
    { from: 'StateKeeper', to: 'CurrentStates', label: 'if newer' },
    { from: 'CurrentStates', to: 'Closer', label: 'unpaid orders' },
    { from: 'NightlyClose', to: 'Closer', label: '03:00 in Berlin' },
    { from: 'ClassicClose', to: 'Closer', label: '03:00 UTC, disabled' },
    { from: 'OrderStates', to: 'StateKeeper', label: 'match, transformed' },
    { from: 'StateKeeper', to: 'UnhandledEvents', label: 'third error' },
    { from: 'Closer', to: 'OrderBus', label: 'Order Expired' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::Events::EventBus',
      id: 'OrderBus',
      settings: [
        {
          property: 'Name',
          value: 'EventbridgeRules-Orders',
          fact: 'Events of AWS services go to the default event bus of the account; applications can put events on a custom bus.',
          source: `${eventbridge}/create-eventbridge-rule.html`,
          seeds: ['004:3346', '004:3342'],
          today: {
            notes:
              'Besides the default bus, you can create custom buses, whose rules route events to targets.',
            now: 'AWS calls this a Custom Event Bus - Classic. The newer Custom Event Bus has subscribers instead of rules, and retains events itself. AWS recommends it for new applications.',
            since: 'unknown',
            source: `${eventbridge}/eb-event-bus.html`,
          },
          experiments: [
            {
              value: 'Orders',
              outcome: 'replace',
              because:
                'You cannot rename a bus. CloudFormation creates a new one, and the rule, policy and archive move to it.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Events::Rule',
      id: 'OrderStates',
      settings: [
        {
          property: 'EventPattern.source',
          value: ['shop.orders', 'shop.clock'],
          fact: 'An event matches if it has every field of the pattern, each with one of the listed values; other fields do not matter.',
          source: `${eventbridge}/eb-create-pattern.html`,
          seeds: ['004:3352', '004:3355', '000:153'],
          experiments: [
            {
              value: ['aws.ec2'],
              outcome: 'update',
              because:
                'EC2 sends its state changes to the default bus, so the rule on this bus never matches them.',
            },
            {
              value: 'shop.orders',
              outcome: 'refused',
              because:
                'A pattern needs a list of values for each field, even if there is only one value.',
            },
          ],
        },
        {
          property: 'EventPattern.detail-type',
          value: [{ prefix: 'Order ' }],
          fact: 'Besides exact values, a pattern can use prefix, suffix, anything-but, numeric, exists, cidr, wildcard and equals-ignore-case.',
          source: `${eventbridge}/eb-create-pattern-operators.html`,
          seeds: ['004:3352'],
          experiments: [
            {
              value: [{ 'starts-with': 'Order ' }],
              outcome: 'refused',
              because: 'The operator starts-with does not exist. Use prefix instead.',
            },
          ],
        },
        {
          property: 'EventPattern.detail.state',
          value: [{ 'anything-but': ['draft'] }],
          fact: 'A pattern can match fields inside detail; anything-but matches every value except those listed, but not a missing field.',
          source: `${eventbridge}/eb-create-pattern-operators.html`,
          seeds: ['004:3355', '000:154'],
          experiments: [
            {
              value: ['paid', 'shipped'],
              outcome: 'update',
              because: 'The rule ignores every new state of an order until you add it here.',
            },
            {
              value: 'paid',
              outcome: 'refused',
              because:
                'A pattern needs a list of values for each field, even if there is only one value.',
            },
          ],
        },
        {
          property: 'EventPattern.detail.cents',
          value: [{ numeric: ['>', 0] }],
          fact: 'A numeric comparison uses =, <, <=, > or >=, or two of them for a range.',
          source: `${eventbridge}/eb-create-pattern-operators.html`,
          seeds: [],
          experiments: [
            {
              value: [{ numeric: ['>', '0'] }],
              outcome: 'refused',
              because: 'A numeric comparison needs a number, not a string.',
            },
            {
              value: [{ numeric: ['>', 0, '<=', 100_000] }],
              outcome: 'update',
              because:
                'Orders of more than 100,000 cents match no rule, and EventBridge reports no error.',
            },
          ],
        },
        {
          property: 'ScheduleExpression',
          fact: 'A rule reacts to events that match its pattern, runs on a schedule, or does both; a scheduled rule must be on the default bus.',
          source: `${eventbridge}/eb-create-rule-schedule.html`,
          seeds: ['004:3344', '004:3358'],
        },
        {
          property: 'Targets.0.InputTransformer.InputTemplate',
          value:
            '{"orderId":<detail-orderId>,"version":<detail-version>,"state":<detail-state>,"cents":<detail-cents>,"since":<time>}',
          fact: 'An input transformer takes up to 100 values from an event by JSON path, and fills them into a template, which the target receives.',
          source: `${eventbridge}/eb-transform-target-input.html`,
          seeds: [],
          experiments: [
            {
              value: '{"orderId":<detail-orderId>}',
              outcome: 'update',
              because:
                'The function rejects an order without a state, so every event ends in the queue UnhandledEvents.',
            },
          ],
        },
        {
          property: 'Targets.0.RetryPolicy.MaximumRetryAttempts',
          value: 8,
          fact: 'If EventBridge cannot deliver an event, it retries by default up to 185 times, with exponential back-off and jitter.',
          source: `${eventbridge}/eb-rule-retry-policy.html`,
          seeds: [],
          experiments: [
            {
              value: 186,
              outcome: 'refused',
              because: 'The highest value, and the default, is 185.',
            },
            {
              value: 0,
              outcome: 'update',
              because: 'If Lambda throttles once, the event goes to the dead-letter queue.',
            },
          ],
        },
        {
          property: 'Targets.0.RetryPolicy.MaximumEventAgeInSeconds',
          value: 3600,
          fact: 'By default, EventBridge retries an event for 24 hours; without a dead-letter queue on the target, the event is then lost.',
          source: `${eventbridge}/eb-rule-retry-policy.html`,
          seeds: [],
          experiments: [
            { value: 59, outcome: 'refused', because: 'The shortest age is one minute.' },
            {
              value: 86_401,
              outcome: 'refused',
              because: 'The longest age is one day, 86,400 seconds.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'UnhandledEvents',
      settings: [
        {
          property: 'FifoQueue',
          fact: 'The dead-letter queue of a rule target or a schedule must be a standard queue, not a FIFO queue.',
          source: `${scheduler}/configuring-schedule-dlq.html`,
          seeds: [],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A queue retains a message for 4 days by default, and for at most 14 days, 1,209,600 seconds.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['004:2658'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'The longest retention is 14 days.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'UnhandledEvents/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Principal.Service',
          value: 'events.amazonaws.com',
          fact: 'For the dead-letter queue of a rule, the queue policy must allow events.amazonaws.com; a schedule uses its own role instead.',
          source: `${eventbridge}/eb-rule-dlq.html`,
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Permission',
      id: 'OrderStates',
      settings: [
        {
          property: 'Principal',
          value: 'events.amazonaws.com',
          fact: 'The resource-based policy of a function must allow a rule to invoke it, unless the target of the rule has a role.',
          source: `${eventbridge}/eb-use-resource-based.html`,
          seeds: ['003:1124'],
        },
      ],
    },
    {
      type: 'AWS::Events::EventBusPolicy',
      id: 'OrderBus/cdk-DenyStrangeSources',
      settings: [
        {
          property: 'Statement.Condition.ForAnyValue:StringNotEquals',
          value: { 'events:source': ['shop.orders', 'shop.clock'] },
          fact: 'The policy of a bus can allow or deny PutEvents by account and, with the condition key events:source, by source.',
          source: `${eventbridge}/eb-event-bus-example-policy-cross-account-custom-bus-source.html`,
          seeds: ['004:3346'],
          experiments: [
            {
              value: { 'events:source': ['shop.orders'] },
              outcome: 'update',
              because:
                'The bus refuses events of the source shop.clock, so unpaid orders stay open.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::EventInvokeConfig',
      id: 'StateKeeper',
      settings: [
        {
          property: 'MaximumRetryAttempts',
          value: 2,
          fact: 'EventBridge invokes a function asynchronously, so Lambda, and not EventBridge, retries when the function fails, at most twice.',
          source: `${blog}/introducing-new-asynchronous-invocation-metrics-for-aws-lambda/`,
          seeds: ['002:572', '003:750'],
          experiments: [
            { value: 3, outcome: 'refused', because: 'The highest value, and the default, is 2.' },
            {
              value: 0,
              outcome: 'update',
              because:
                'After one throttled write, the order keeps its old state until someone handles the event.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::DynamoDB::Table',
      id: 'CurrentStates',
      settings: [
        {
          property: 'KeySchema.0.AttributeName',
          value: 'orderId',
          fact: 'A replay does not keep the exact order of events, so a target must compare versions or times in the events themselves.',
          source:
            'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html',
          seeds: [],
          tasks: ['DVA-C02 1.1', 'DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::Events::Archive',
      id: 'OrderArchive',
      settings: [
        {
          property: 'RetentionDays',
          value: 7,
          fact: 'An archive keeps events of one bus for a number of days or, by default, indefinitely; you can replay them to that bus.',
          source: `${eventbridge}/eb-archive.html`,
          seeds: [],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The archive keeps every event forever, and you pay for all of them. The value 0 means the same.',
            },
            {
              value: -1,
              outcome: 'refused',
              because: 'The value must be a number of days, or 0 to keep events forever.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Scheduler::Schedule',
      id: 'NightlyClose',
      settings: [
        {
          property: 'ScheduleExpression',
          value: 'cron(0 3 * * ? *)',
          fact: 'EventBridge Scheduler runs a schedule repeatedly with rate(…) or cron(…), or once with at(…), within 60 seconds of the given time.',
          source: `${scheduler}/schedule-types.html`,
          seeds: ['004:3358', '004:3360', '004:3362', '002:56'],
          today: {
            notes:
              'For a recurring job, create a scheduled rule of CloudWatch Events or EventBridge.',
            now: 'Scheduled rules are a legacy feature. AWS recommends EventBridge Scheduler, which has time zones, one-time schedules, flexible windows and more targets.',
            since: '2022-11',
            source: `${eventbridge}/eb-create-rule-schedule.html`,
          },
          experiments: [
            {
              value: 'at(2027-01-01T03:00:00)',
              outcome: 'update',
              because: 'The schedule runs once, on New Year’s Day, and is not deleted after that.',
            },
            { value: null, outcome: 'refused', because: 'A schedule needs an expression.' },
          ],
        },
        {
          property: 'ScheduleExpressionTimezone',
          value: 'Europe/Berlin',
          fact: 'EventBridge Scheduler uses the time zone of the schedule, including its daylight saving time, or UTC by default.',
          source: `${scheduler}/schedule-types.html`,
          seeds: ['004:3362'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The schedule runs at 03:00 UTC, which is 04:00 in Berlin in winter and 05:00 in summer.',
            },
            {
              value: '',
              outcome: 'refused',
              because: 'A time zone needs a name, such as Etc/UTC.',
            },
          ],
        },
        {
          property: 'FlexibleTimeWindow.Mode',
          value: 'FLEXIBLE',
          fact: 'With FLEXIBLE, a schedule starts at any time within a window; with OFF, it starts on time.',
          source: `${scheduler}/managing-schedule-flexible-time-windows.html`,
          seeds: [],
        },
        {
          property: 'FlexibleTimeWindow.MaximumWindowInMinutes',
          value: 15,
          fact: 'A flexible time window lasts 1 to 1,440 minutes.',
          source: `${reference}/aws-properties-scheduler-schedule-flexibletimewindow.html`,
          seeds: [],
          experiments: [
            {
              value: 1441,
              outcome: 'refused',
              because: 'The longest window is one day, 1,440 minutes.',
            },
            {
              value: 0,
              outcome: 'refused',
              because: 'The shortest window is one minute. To start on time, set the mode to OFF.',
            },
          ],
        },
        {
          property: 'Target.Input',
          value: '{"at":"<aws.scheduler.scheduled-time>","unpaidHours":24}',
          fact: 'In a constant input, EventBridge Scheduler can fill in the scheduled time, the schedule ARN, the execution id and the attempt number.',
          source: `${scheduler}/managing-schedule-context-attributes.html`,
          seeds: [],
          experiments: [
            {
              value: '{"unpaidHours":24}',
              outcome: 'update',
              because: 'The function no longer gets the scheduled time, and fails.',
            },
          ],
        },
        {
          property: 'Target.RetryPolicy.MaximumRetryAttempts',
          value: 8,
          fact: 'EventBridge Scheduler retries a failed invocation with exponential back-off, at most 185 times and for at most 24 hours.',
          source: `${reference}/aws-properties-scheduler-schedule-retrypolicy.html`,
          seeds: [],
          experiments: [{ value: 186, outcome: 'refused', because: 'The highest value is 185.' }],
        },
      ],
    },
    {
      type: 'AWS::Events::Rule',
      id: 'ClassicClose',
      settings: [
        {
          property: 'ScheduleExpression',
          value: 'cron(0 3 * * ? *)',
          fact: 'A scheduled rule takes a rate or a cron expression of six fields in UTC; day-of-month or day-of-week must be a question mark.',
          source: `${eventbridge}/eb-scheduled-rule-pattern.html`,
          seeds: ['004:3360', '004:3362', '002:56', '003:1010'],
          today: {
            notes: 'A cron-based schedule looks like cron(0 12* *?*).',
            now: 'Spaces separate the six fields: cron(0 12 * * ? *) runs every day at noon.',
            source: `${eventbridge}/eb-scheduled-rule-pattern.html`,
          },
          experiments: [
            {
              value: 'cron(0 3 * * * *)',
              outcome: 'refused',
              because:
                'Both day-of-month and day-of-week have a value, but one of them must be a question mark.',
            },
            {
              value: 'rate(30 seconds)',
              outcome: 'refused',
              because: 'The shortest rate is one minute.',
            },
            {
              value: 'rate(1 hours)',
              outcome: 'refused',
              because: 'A rate of 1 needs the singular: rate(1 hour).',
            },
            {
              value: 'at(2027-01-01T03:00:00)',
              outcome: 'refused',
              because: 'Only EventBridge Scheduler supports one-time schedules.',
            },
          ],
        },
        {
          property: 'EventBusName',
          fact: 'A rule without a bus is on the default bus, the only bus that supports scheduled rules.',
          source: `${eventbridge}/eb-create-rule-schedule.html`,
          seeds: ['004:3346'],
        },
        {
          property: 'State',
          value: 'DISABLED',
          fact: 'A DISABLED rule keeps its schedule or pattern and its targets, but does nothing.',
          source: `${reference}/aws-resource-events-rule.html`,
          seeds: [],
          experiments: [
            {
              value: 'ENABLED',
              outcome: 'update',
              because: 'The job now runs twice a night, and the second run finds nothing to close.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'UnhandledAlarm',
      settings: [
        {
          property: 'Threshold',
          value: 1,
          fact: 'A dead-letter queue notifies nobody; create an alarm on its ApproximateNumberOfMessagesVisible metric.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html',
          seeds: ['004:2357'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Each draft makes the function fail three times. Failed and undelivered events are lost, the archive grows forever, and the nightly job runs one or two hours late.',
    changes: [
      {
        type: 'AWS::Events::Rule',
        id: 'OrderStates',
        property: 'EventPattern.detail',
        value: null,
      },
      {
        type: 'AWS::Events::Rule',
        id: 'OrderStates',
        property: 'Targets.0.DeadLetterConfig',
        value: null,
      },
      {
        type: 'AWS::Events::Rule',
        id: 'OrderStates',
        property: 'Targets.0.RetryPolicy',
        value: null,
      },
      {
        type: 'AWS::Lambda::EventInvokeConfig',
        id: 'StateKeeper',
        property: 'DestinationConfig',
        value: null,
      },
      { type: 'AWS::Events::Archive', id: 'OrderArchive', property: 'RetentionDays', value: null },
      {
        type: 'AWS::Scheduler::Schedule',
        id: 'NightlyClose',
        property: 'ScheduleExpressionTimezone',
        value: null,
      },
    ],
  },
};
