import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const config = `${reference}/aws-resource-lambda-eventinvokeconfig.html`;
const guide = 'https://docs.aws.amazon.com/lambda/latest/dg';
const errors = `${guide}/invocation-async-error-handling.html`;
const records = `${guide}/invocation-async-retain-records.html`;
const metrics = `${guide}/monitoring-metrics-types.html`;
const put = 'https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html';
const sqsGuide = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

export const exam: Exam = {
  question: 'An asynchronous invocation fails for good: where does the event go?',
  wrong: [
    {
      answer: 'Back to the caller, as an error',
      because:
        'The caller was answered 202 when the event was queued, before the function ran; only a synchronous invocation returns the error.',
    },
    {
      answer: 'To the destination of a function that is called synchronously',
      because:
        'Destinations and the dead-letter queue of a function are for asynchronous invocations; a synchronous caller gets the error and decides about a retry itself.',
    },
    {
      answer: 'To the on-success destination, where a consumer sorts results from errors',
      because:
        'Only successful invocations have a record there; a failed one would leave no trace.',
    },
    {
      answer: 'To a FIFO queue, so that the failed events stay in order',
      because:
        'Of queues and topics Lambda delivers to standard ones only: the record is lost and counted as a failed delivery.',
    },
    {
      answer: 'Nowhere, with enough retries: MaximumRetryAttempts of 5',
      because: 'Two retries are the most, and an event that can never succeed needs none of them.',
    },
    {
      answer: 'To the dead-letter queue that a redrive policy names',
      because:
        'A redrive policy counts the receives of a queue; here Lambda keeps the queue, and no policy of yours reaches it.',
    },
  ],
  tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'DVA-C02 4.1', 'SAA-C03 2.1', 'SOA-C03 2.2', 'DOP-C02 5.1'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(shop)', to: 'Invoicer', label: 'event, answered 202' },
    { from: 'Invoicer', to: 'Prices' },
    { from: 'Invoicer', to: 'Archivist', label: 'on success: record' },
    { from: 'Archivist', to: 'Invoices', label: 'once per order' },
    { from: 'Invoicer', to: 'FailedEvents', label: 'on failure: record' },
    { from: 'Archivist', to: 'FailedEvents', label: 'on failure: record' },
    { from: 'FailedEvents', to: 'FailedEventsAlarm', label: 'first record' },
    { from: 'Invoicer', to: 'UndeliveredRecordAlarm', label: 'record lost' },
    { from: '(shop)', to: 'LegacyInvoicer', label: 'event' },
    { from: 'LegacyInvoicer', to: 'DeadLetters', label: 'event alone' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::Lambda::EventInvokeConfig',
      id: 'Invoicer',
      settings: [
        {
          property: 'MaximumRetryAttempts',
          value: 2,
          fact: 'After a function error or a timeout, Lambda by default retries an asynchronous event twice: one minute later, and two minutes after that.',
          source: errors,
          seeds: ['000:158', '000:160', '002:572', '003:750'],
          experiments: [
            {
              value: 3,
              outcome: 'refused',
              because: 'Two retries, three attempts in all, are the most.',
            },
            {
              value: -1,
              outcome: 'refused',
              because: 'No retry at all is 0; as many as it takes is not on offer.',
            },
            {
              value: 0,
              outcome: 'update',
              because: 'One throttled read of the prices, and a good order is given up at once.',
            },
            {
              value: null,
              outcome: 'update',
              because: 'Nothing changes at run time: 2 is the default.',
            },
          ],
        },
        {
          property: 'MaximumEventAgeInSeconds',
          value: 3600,
          fact: 'Throttling (429) or a Lambda error (5xx) uses no retry: Lambda tries for up to 6 hours by default, every 1 to 300 seconds.',
          source: errors,
          seeds: ['000:158'],
          experiments: [
            {
              value: 21_601,
              outcome: 'refused',
              because: 'Six hours, 21,600 seconds, are the most.',
            },
            { value: 59, outcome: 'refused', because: 'A minute is the least.' },
            {
              value: 60,
              outcome: 'update',
              because:
                'The first retry would come a minute after the error, when the event is as old as it may get.',
            },
            {
              value: 21_600,
              outcome: 'update',
              because: 'A throttled order may be invoiced six hours late.',
            },
          ],
        },
        {
          property: 'Qualifier',
          value: '$LATEST',
          fact: 'Retries, age and destinations are set for one version, one alias or $LATEST of a function, each with a configuration of its own.',
          source: config,
          seeds: ['000:160'],
          experiments: [
            {
              value: 'live',
              outcome: 'fails',
              because: 'The function has no alias of that name.',
              source: config,
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Invoicer',
      settings: [
        {
          property: 'DeadLetterConfig',
          fact: 'An on-failure destination (SQS, SNS, Lambda, EventBridge, S3) gets event, error, reason and number of attempts; a dead-letter queue (SQS, SNS) gets the event.',
          source: records,
          seeds: ['000:160', '002:572', '003:750', '002:789'],
          today: {
            notes:
              'An event that fails multiple times goes to the dead-letter queue of the function.',
            now: 'An on-failure destination can take its place or stand beside it: its record holds the response too, and it may be more kinds of targets.',
            since: '2019-11',
            source: 'https://aws.amazon.com/blogs/compute/introducing-aws-lambda-destinations/',
          },
        },
        {
          property: 'ReservedConcurrentExecutions',
          fact: "Reserved concurrency guarantees and caps a function's share; at 0 nothing runs, and asynchronous events go to the destination or dead-letter queue without retries.",
          source: records,
          seeds: ['002:553', '002:557', '003:725', '003:726'],
          today: {
            notes: 'Of the 1,000 concurrent executions of an account, 900 can be reserved.',
            now: 'A new account starts with a lower quota, which AWS raises by use: a template that reserves concurrency may not deploy there.',
            source: `${guide}/gettingstarted-limits.html`,
          },
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because: 'The stop button: every event lies in FailedEvents at once, none is tried.',
            },
            {
              value: 5,
              outcome: 'update',
              because:
                'What comes above five at a time waits, no longer than an hour; where the quota is low the deployment fails.',
            },
          ],
        },
        {
          property: 'Timeout',
          value: 10,
          fact: 'A timeout is a function error: an asynchronous event that runs into it is tried again.',
          source: errors,
          seeds: ['000:158'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'Fifteen minutes, 900 seconds, are the most.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::EventInvokeConfig',
      id: 'Archivist',
      settings: [
        {
          property: 'MaximumRetryAttempts',
          value: 2,
          fact: 'A function can be a destination; it gets the record as its event, and an EventBridge bus gets it as the detail.',
          source: records,
          seeds: ['000:160'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because: 'One throttled write, and an invoice that was made lies among the failures.',
            },
          ],
        },
        {
          property: 'MaximumEventAgeInSeconds',
          fact: 'An asynchronous event is kept for up to six hours unless a shorter time is set, a minute at least.',
          source: put,
          seeds: ['000:158'],
          experiments: [
            {
              value: 21_601,
              outcome: 'refused',
              because: 'Six hours, 21,600 seconds, are the most.',
            },
          ],
        },
        {
          property: 'DestinationConfig.OnSuccess',
          fact: 'Success and failure have a destination each, and neither is a must; S3 takes the records of failures only.',
          source: config,
          seeds: ['000:166'],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'FailedEvents',
      settings: [
        {
          property: 'FifoQueue',
          fact: 'Destination and dead-letter queue must be a standard queue or topic: to a FIFO queue Lambda delivers nothing and counts a DestinationDeliveryFailure.',
          source: records,
          seeds: ['003:750'],
          experiments: [
            {
              value: true,
              outcome: 'replace',
              because: 'The new queue takes no record: what fails for good is lost.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'The record waits in the queue for 60 seconds to 14 days, 4 days by default, and is then gone for good.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['000:168'],
          experiments: [
            { value: 1_209_601, outcome: 'refused', because: 'Fourteen days are the most.' },
            {
              value: 345_600,
              outcome: 'update',
              because: 'A failure before a long weekend is gone when somebody looks.',
            },
          ],
        },
        {
          property: 'RedrivePolicy',
          fact: 'StartMessageMoveTask redrives only from dead-letter queues of other SQS queues; a consumer has to read a queue that Lambda fills.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html',
          seeds: ['000:160', '000:164'],
        },
        {
          property: 'MaximumMessageSize',
          fact: "An asynchronous event may have 1 MB (formerly 256 KB); a record of event and response that exceeds its destination's limit is not delivered.",
          source:
            'https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb/',
          seeds: ['003:188'],
          experiments: [
            {
              value: 1024,
              outcome: 'update',
              because: 'Of an order with many lines the record does not fit: it is lost.',
            },
            {
              value: 1_048_577,
              outcome: 'refused',
              because: 'One byte beyond 1 MiB, the most that a message may have.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::QueuePolicy',
      id: 'FailedEvents/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'A Deny on aws:SecureTransport false in the queue policy makes TLS a must for every request.',
          source: `${sqsGuide}/sqs-security-best-practices.html`,
          seeds: ['003:177'],
          tasks: ['DVA-C02 1.1'],
        },
        {
          property: 'PolicyDocument.Statement.1',
          fact: "Lambda delivers with the function's execution role, which needs the destination's action, such as sqs:SendMessage; within one account the queue policy need not allow it.",
          source: records,
          seeds: ['002:789', '003:744'],
          tasks: ['DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'DeadLetters',
      settings: [
        {
          property: 'FifoQueue',
          fact: "A function's dead-letter queue receives the event unchanged, with the attributes RequestID, ErrorCode (the HTTP status) and ErrorMessage (its first 1 KB).",
          source: records,
          seeds: ['002:572', '002:789'],
          experiments: [
            {
              value: true,
              outcome: 'replace',
              because: 'Lambda takes a standard queue or topic for dead letters, and no other.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A dead-letter queue belongs to the whole function, and versions use that of $LATEST; an on-failure destination belongs to a function, version or alias.',
          source: records,
          seeds: ['002:789', '000:160'],
          experiments: [
            {
              value: 60,
              outcome: 'update',
              because: 'A minute after the last attempt the event is gone after all.',
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
          property: 'KeySchema.0.AttributeName',
          value: 'id',
          fact: 'Also without an error Lambda may run an asynchronous event more than once, so the function itself has to make a repeated one harmless.',
          source: errors,
          seeds: ['000:158'],
          experiments: [
            {
              value: 'requestId',
              outcome: 'refused',
              because: 'The key is no attribute that the table declares.',
            },
          ],
          tasks: ['DVA-C02 1.1', 'DVA-C02 1.2'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'UndeliveredRecordAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'DestinationDeliveryFailures',
          fact: 'DestinationDeliveryFailures counts records that Lambda could not deliver because of a missing permission, an unsupported target or a record that is too large.',
          source: metrics,
          seeds: ['000:160'],
          experiments: [
            {
              value: 'Errors',
              outcome: 'update',
              because:
                'It counts every failed attempt, also of events that succeed at the next one.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'UndeliveredDeadLetterAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'DeadLetterErrors',
          fact: 'DeadLetterErrors counts the events that Lambda could not send to the dead-letter queue of a function.',
          source: metrics,
          seeds: ['000:160'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'DroppedEventsAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'AsyncEventsDropped',
          fact: 'AsyncEventsDropped counts events given up after retries, age or a reserved concurrency of 0; Lambda first sends them to a destination or dead-letter queue.',
          source: metrics,
          seeds: ['000:158'],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'WaitingEventsAlarm',
      settings: [
        {
          property: 'Threshold',
          value: 900_000,
          fact: 'AsyncEventAge is the time in milliseconds from the queuing of an event to the invocation of the function; it grows with retries and throttling.',
          source: metrics,
          seeds: ['000:158', '002:565'],
          experiments: [
            {
              value: 60_000,
              outcome: 'update',
              because:
                'It goes into ALARM at every first retry, which comes a minute after the error.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'FailedEventsAlarm',
      settings: [
        {
          property: 'Threshold',
          value: 1,
          fact: 'A queue of failures calls nobody by itself; an alarm on ApproximateNumberOfMessagesVisible does.',
          source: `${sqsGuide}/dead-letter-queues-alarms-cloudwatch.html`,
          seeds: ['000:160'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'An event that fails is tried once and gone: no record, no result, no dead letter, and the caller was told 202.',
    changes: [
      {
        type: 'AWS::Lambda::EventInvokeConfig',
        id: 'Invoicer',
        property: 'DestinationConfig',
        value: null,
      },
      {
        type: 'AWS::Lambda::EventInvokeConfig',
        id: 'Invoicer',
        property: 'MaximumRetryAttempts',
        value: 0,
      },
      {
        type: 'AWS::Lambda::Function',
        id: 'LegacyInvoicer',
        property: 'DeadLetterConfig',
        value: null,
      },
    ],
  },
};
