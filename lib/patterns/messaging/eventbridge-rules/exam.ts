import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const eventbridge = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const scheduler = 'https://docs.aws.amazon.com/scheduler/latest/UserGuide';
const blog = 'https://aws.amazon.com/blogs/compute';

export const exam: Exam = {
  question:
    'Something changes its state, or the clock says so: which rule reacts, and what becomes of an event that no target takes?',
  wrong: [
    {
      answer: 'A function that asks every minute whether the state has changed',
      because:
        'It costs and is late where nothing happens, and misses what changes twice between two questions; an event comes once for every change.',
    },
    {
      answer: 'A CloudWatch alarm',
      because: 'It watches one metric over time; which order has become what is in no metric.',
    },
    {
      answer: 'An SNS topic with a filter policy',
      because:
        'It filters what is published to it; the state changes of AWS services go to the default event bus, and a topic has no schedule.',
    },
    {
      answer: 'Cron on an EC2 instance',
      because: 'It would work, with a server to pay, patch and watch for one call a night.',
    },
    {
      answer: 'A scheduled rule for three in the morning, local time',
      because:
        'Scheduled rules count in UTC, so it is an hour off for half of the year; a schedule of EventBridge Scheduler has a time zone.',
    },
    {
      answer: 'The dead-letter queue of the function alone',
      because:
        'It gets what the function failed at; an event that EventBridge could not hand over never reached Lambda, and is kept by the queue of the target only.',
    },
  ],
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
    { from: 'CurrentStates', to: 'Closer', label: 'unpaid since' },
    { from: 'NightlyClose', to: 'Closer', label: '03:00 in Berlin' },
    { from: 'ClassicClose', to: 'Closer', label: '03:00 UTC, off' },
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
          fact: 'What an AWS service reports always goes to the default event bus of the account; a custom bus takes what applications put there.',
          source: `${eventbridge}/create-eventbridge-rule.html`,
          seeds: ['004:3346', '004:3342'],
          today: {
            notes:
              'Besides the default bus one creates custom buses, which route events to targets by rules.',
            now: 'AWS calls such a bus Custom Event Bus - Classic. The newer Custom Event Bus has subscribers instead of rules and keeps events itself instead of in an archive; both can be used, and AWS advises new applications to begin with the new one.',
            source: `${eventbridge}/eb-event-bus.html`,
          },
          experiments: [
            {
              value: 'Orders',
              outcome: 'replace',
              because: 'A bus cannot be renamed: rule, policy and archive move to the new one.',
            },
          ],
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
          fact: 'The resource policy of a bus says which other accounts may put events on it and, by events:source, of which sources; a call can bring several, so the condition says ForAllValues or ForAnyValue.',
          source: `${eventbridge}/eb-event-bus-example-policy-cross-account-custom-bus-source.html`,
          seeds: ['004:3346'],
          experiments: [
            {
              value: { 'events:source': ['shop.orders'] },
              outcome: 'update',
              because: 'The bus refuses what the clock has closed: unpaid orders stay open.',
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
          fact: 'An event matches if it has every field of the pattern, with one of the values in the list of each; fields that the pattern does not name do not matter.',
          source: `${eventbridge}/eb-create-pattern.html`,
          seeds: ['004:3350', '004:3354', '000:153'],
          experiments: [
            {
              value: ['aws.ec2'],
              outcome: 'update',
              because:
                'The states of EC2 instances are reported to the default bus alone: on this one the rule never matches.',
            },
            {
              value: 'shop.orders',
              outcome: 'refused',
              because: 'The values of a field are a list, also where there is one.',
            },
          ],
        },
        {
          property: 'EventPattern.detail-type',
          value: [{ prefix: 'Order ' }],
          fact: 'A pattern compares by more than equality: prefix, suffix, anything-but, numeric, exists, cidr, wildcard and equals-ignore-case.',
          source: `${eventbridge}/eb-create-pattern-operators.html`,
          seeds: ['004:3350', '003:1126'],
          experiments: [
            {
              value: [{ 'starts-with': 'Order ' }],
              outcome: 'refused',
              because: 'There is no such comparison; it is called prefix.',
            },
          ],
        },
        {
          property: 'EventPattern.detail.state',
          value: [{ 'anything-but': ['draft'] }],
          fact: 'A pattern reaches into the detail of an event: this one matches any value but those named, and nothing if the field is missing.',
          source: `${eventbridge}/eb-create-pattern-operators.html`,
          seeds: ['004:3354', '000:154'],
          experiments: [
            {
              value: ['paid', 'shipped'],
              outcome: 'update',
              because: 'New states of an order are nobody’s concern until somebody adds them here.',
            },
            {
              value: 'paid',
              outcome: 'refused',
              because: 'The values of a field are a list, also where there is one.',
            },
          ],
        },
        {
          property: 'EventPattern.detail.cents',
          value: [{ numeric: ['>', 0] }],
          fact: 'A numeric comparison takes a number and one or two of =, <, <=, > and >=.',
          source: `${eventbridge}/eb-create-pattern-operators.html`,
          seeds: ['004:3350'],
          experiments: [
            {
              value: [{ numeric: ['>', '0'] }],
              outcome: 'refused',
              because: 'What is compared with is a number, not a text.',
            },
            {
              value: [{ numeric: ['>', 0, '<=', 100_000] }],
              outcome: 'update',
              because: 'Larger orders match no rule, and no error says so.',
            },
          ],
        },
        {
          property: 'ScheduleExpression',
          fact: 'A rule waits for events that match its pattern or runs on a schedule; one with a schedule has to be on the default bus.',
          source: `${eventbridge}/eb-create-rule-schedule.html`,
          seeds: ['004:3344', '004:3357'],
        },
        {
          property: 'Targets.0.InputTransformer.InputTemplate',
          value:
            '{"orderId":<detail-orderId>,"version":<detail-version>,"state":<detail-state>,"cents":<detail-cents>,"since":<time>}',
          fact: 'An input transformer names up to 100 values by their JSON path and puts them into a template, which the target gets instead of the event.',
          source: `${eventbridge}/eb-transform-target-input.html`,
          seeds: ['004:3346'],
          experiments: [
            {
              value: '{"orderId":<detail-orderId>}',
              outcome: 'update',
              because:
                'The function refuses an order without a state: every event ends in the queue.',
            },
          ],
        },
        {
          property: 'Targets.0.RetryPolicy.MaximumRetryAttempts',
          value: 8,
          fact: 'When EventBridge cannot hand an event to a target, it tries again up to 185 times unless told otherwise, with back-off and jitter.',
          source: `${eventbridge}/eb-rule-retry-policy.html`,
          seeds: ['004:3346'],
          experiments: [
            {
              value: 186,
              outcome: 'refused',
              because: '185 is the highest value, and the default.',
            },
            {
              value: 0,
              outcome: 'update',
              because: 'The first throttling of the Lambda API sends the event to the queue.',
            },
          ],
        },
        {
          property: 'Targets.0.RetryPolicy.MaximumEventAgeInSeconds',
          value: 3600,
          fact: 'EventBridge gives an undelivered event up after 24 hours unless told otherwise; without a dead-letter queue of the target it is then lost.',
          source: `${eventbridge}/eb-rule-retry-policy.html`,
          seeds: ['004:3346'],
          experiments: [
            { value: 59, outcome: 'refused', because: 'One minute is the shortest age.' },
            {
              value: 86_401,
              outcome: 'refused',
              because: 'A day, 86,400 seconds, is the longest.',
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
          fact: 'The dead-letter queue of a rule’s target or of a schedule is a standard queue; a FIFO queue is not supported.',
          source: `${scheduler}/configuring-schedule-dlq.html`,
          seeds: ['004:3346'],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A queue keeps a message for 4 days unless told otherwise, and for 14 days, 1,209,600 seconds, at most.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['003:188'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'Fourteen days is the longest; what is needed longer is in the archive.',
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
          fact: 'A rule writes to its dead-letter queue by the policy of the queue, in which aws:SourceArn names the rule; a schedule does it with its own role.',
          source: `${eventbridge}/eb-rule-dlq.html`,
          seeds: ['004:3344'],
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
          fact: 'A rule invokes a function by the resource policy of the function, in which SourceArn should name the rule, or by a role if its target has one.',
          source: `${eventbridge}/eb-use-resource-based.html`,
          seeds: ['003:1124'],
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
          fact: 'EventBridge invokes a function asynchronously: once Lambda has the event it counts as delivered, and an error of the function is retried by Lambda, twice at most.',
          source: `${blog}/introducing-new-asynchronous-invocation-metrics-for-aws-lambda/`,
          seeds: ['002:572', '003:750'],
          experiments: [
            { value: 3, outcome: 'refused', because: 'Two is the highest value, and the default.' },
            {
              value: 0,
              outcome: 'update',
              because:
                'One throttled write, and the order keeps its old state until somebody looks.',
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
          fact: 'Events are replayed in about the order of their times, not exactly in it, so a target that keeps a state has to tell by the event itself which one is newer.',
          source:
            'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html',
          seeds: ['004:3342'],
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
          fact: 'An archive keeps the events of one bus, all or those that match a pattern, for a number of days or, by default, indefinitely, and can be replayed to that bus.',
          source: `${eventbridge}/eb-archive.html`,
          seeds: ['004:3346'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Every event is kept, and paid for, without an end; so says 0 as well.',
            },
            { value: -1, outcome: 'refused', because: 'It is a number of days, or 0 for ever.' },
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
          fact: 'A schedule of EventBridge Scheduler recurs by rate(…) or cron(…) or runs once by at(…), and without a flexible window it invokes its target within the minute.',
          source: `${scheduler}/schedule-types.html`,
          seeds: ['004:3357', '004:3359', '004:3361', '002:56'],
          today: {
            notes:
              'A job that recurs is a rule of CloudWatch Events, or EventBridge, with a schedule.',
            now: 'Scheduled rules are a legacy feature. EventBridge Scheduler is recommended, with time zones, one-time schedules, flexible windows and more API operations as targets.',
            source: `${eventbridge}/eb-create-rule-schedule.html`,
          },
          experiments: [
            {
              value: 'at(2027-01-01T03:00:00)',
              outcome: 'update',
              because: 'It runs once, on New Year’s night, and stays as a schedule that is done.',
            },
            { value: null, outcome: 'refused', because: 'A schedule without a time is none.' },
          ],
        },
        {
          property: 'ScheduleExpressionTimezone',
          value: 'Europe/Berlin',
          fact: 'EventBridge Scheduler evaluates an expression in the time zone of the schedule, with its daylight saving time, and in UTC if there is none.',
          source: `${scheduler}/schedule-types.html`,
          seeds: ['004:3361'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Three o’clock in UTC is four in Berlin, and five in summer.',
            },
            { value: '', outcome: 'refused', because: 'A time zone has a name, such as Etc/UTC.' },
          ],
        },
        {
          property: 'FlexibleTimeWindow.Mode',
          value: 'FLEXIBLE',
          fact: 'Every schedule says whether it may start later than its time, FLEXIBLE within a window or OFF; the window spreads the load of jobs that are all due on the hour.',
          source: `${scheduler}/managing-schedule-flexible-time-windows.html`,
          seeds: ['002:56'],
        },
        {
          property: 'FlexibleTimeWindow.MaximumWindowInMinutes',
          value: 15,
          fact: 'A flexible time window has 1 to 1,440 minutes.',
          source: `${reference}/aws-properties-scheduler-schedule-flexibletimewindow.html`,
          seeds: ['002:56'],
          experiments: [
            { value: 1441, outcome: 'refused', because: 'A day, 1,440 minutes, is the longest.' },
            {
              value: 0,
              outcome: 'refused',
              because: 'One minute is the shortest; without it is OFF.',
            },
          ],
        },
        {
          property: 'Target.Input',
          value: '{"at":"<aws.scheduler.scheduled-time>","unpaidHours":24}',
          fact: 'EventBridge Scheduler sends a constant input, in which it fills in the time that the schedule was due, its ARN, an id of the invocation and the number of the attempt.',
          source: `${scheduler}/managing-schedule-context-attributes.html`,
          seeds: ['002:56'],
          experiments: [
            {
              value: '{"unpaidHours":24}',
              outcome: 'update',
              because:
                'The function no longer learns for which night it runs, and refuses to guess.',
            },
          ],
        },
        {
          property: 'Target.RetryPolicy.MaximumRetryAttempts',
          value: 8,
          fact: 'EventBridge Scheduler retries a failed invocation with back-off, 185 times and for 24 hours at most.',
          source: `${reference}/aws-properties-scheduler-schedule-retrypolicy.html`,
          seeds: ['002:56'],
          experiments: [{ value: 186, outcome: 'refused', because: '185 is the highest value.' }],
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
          fact: 'A scheduled rule has a rate or a cron expression of six fields, in UTC and to the minute, in which day-of-month or day-of-week is a question mark.',
          source: `${eventbridge}/eb-scheduled-rule-pattern.html`,
          seeds: ['004:3359', '004:3361', '002:56', '003:1010'],
          today: {
            notes: 'cron(0 12* *?*) runs at noon every day.',
            now: 'The fields are separated by spaces: cron(0 12 * * ? *).',
            source: `${eventbridge}/eb-scheduled-rule-pattern.html`,
          },
          experiments: [
            {
              value: 'cron(0 3 * * * *)',
              outcome: 'refused',
              because: 'Day-of-month and day-of-week are both given: one of them must be ?.',
            },
            {
              value: 'rate(30 seconds)',
              outcome: 'refused',
              because:
                'A minute is the shortest; below it a function has to wait or a queue to delay.',
            },
            {
              value: 'rate(1 hours)',
              outcome: 'refused',
              because: 'A rate of one takes the singular: rate(1 hour).',
            },
            {
              value: 'at(2027-01-01T03:00:00)',
              outcome: 'refused',
              because: 'One-time schedules are of EventBridge Scheduler only.',
            },
          ],
        },
        {
          property: 'EventBusName',
          fact: 'A rule without a bus is on the default bus, the only one that takes schedules.',
          source: `${eventbridge}/eb-create-rule-schedule.html`,
          seeds: ['004:3346', '004:3357'],
        },
        {
          property: 'State',
          value: 'DISABLED',
          fact: 'A rule that is DISABLED keeps its schedule or pattern and its targets, and does nothing.',
          source: `${reference}/aws-resource-events-rule.html`,
          seeds: ['004:3344'],
          experiments: [
            {
              value: 'ENABLED',
              outcome: 'update',
              because: 'The job runs twice a night, and the second run finds nothing to close.',
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
          fact: 'A dead-letter queue calls nobody by itself; an alarm on ApproximateNumberOfMessagesVisible does.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html',
          seeds: ['004:2357'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Drafts reach the function, which fails at each three times; what it fails at, or what cannot be handed over, is lost; the archive grows for ever, and the night begins an hour or two late.',
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
