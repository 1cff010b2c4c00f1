import type { Exam } from '../../../model/exam';
import { questions } from './questions';

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
  answer:
    'An on-failure destination gets the event together with the error. Before that, Lambda retries the asynchronous invocation twice.',
  wrong: [
    {
      answer: 'Back to the caller, as an error',
      because:
        'Lambda answers the caller with 202 when it queues the event, before the function runs. Only a synchronous invocation returns the error.',
    },
    {
      answer: 'To the destination of a function that you invoke synchronously',
      because:
        'Destinations and dead-letter queues of functions work for asynchronous invocations only. A synchronous caller gets the error and retries it itself.',
    },
    {
      answer: 'To the on-success destination, where a consumer sorts results from errors',
      because:
        'The on-success destination gets records of successful invocations only, so a failed event would leave no trace.',
    },
    {
      answer: 'To a FIFO queue, so that the failed events stay in order',
      because:
        'Lambda delivers to standard queues and topics only. The record is lost and counted as a failed delivery.',
    },
    {
      answer: 'Nowhere: set MaximumRetryAttempts to 5',
      because: 'The maximum is two retries, and no retry helps an event that can never succeed.',
    },
    {
      answer: 'To a dead-letter queue, by a redrive policy',
      because:
        'A redrive policy counts how often a message of your SQS queue is received. Asynchronous events wait in an internal queue of Lambda, where you cannot set one.',
    },
  ],
  questions,
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
          fact: 'After a function error, Lambda retries an asynchronous event twice by default: one minute after the first attempt and two minutes after the second.',
          source: errors,
          seeds: ['000:158', '002:572', '003:750'],
          experiments: [
            {
              value: 3,
              outcome: 'refused',
              because: 'The maximum is two retries, which makes three attempts in all.',
            },
            {
              value: -1,
              outcome: 'refused',
              because:
                'The minimum is 0, which means no retry; there is no value for unlimited retries.',
            },
            {
              value: 0,
              outcome: 'update',
              because: 'One throttled read of the prices is enough to give up a valid order.',
            },
            {
              value: null,
              outcome: 'update',
              because: 'Nothing changes at run time, because 2 is the default.',
            },
          ],
        },
        {
          property: 'MaximumEventAgeInSeconds',
          value: 3600,
          fact: 'After throttling (429) or a Lambda error (5xx), Lambda keeps retrying an event for up to 6 hours by default, without counting these as retries.',
          source: errors,
          seeds: ['000:158'],
          experiments: [
            {
              value: 21_601,
              outcome: 'refused',
              because: 'The maximum is six hours, or 21,600 seconds.',
            },
            { value: 59, outcome: 'refused', because: 'The minimum is 60 seconds.' },
            {
              value: 60,
              outcome: 'update',
              because:
                'The first retry is due one minute after the error, when the event has already reached its maximum age.',
            },
            {
              value: 21_600,
              outcome: 'update',
              because: 'A throttled order may get its invoice six hours late.',
            },
          ],
        },
        {
          property: 'Qualifier',
          value: '$LATEST',
          fact: 'You configure retries, maximum event age, and destinations for a version, an alias, or $LATEST; each has a configuration of its own.',
          source: config,
          seeds: ['000:160'],
          experiments: [
            {
              value: 'live',
              outcome: 'fails',
              because:
                'The function has no alias of that name, so Lambda cannot find the resource.',
              source: put,
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
          fact: 'A record for an on-failure destination holds event, error, reason, and number of attempts; a dead-letter queue gets the event with three attributes.',
          source: records,
          seeds: ['000:160', '002:572', '003:750', '002:789'],
          today: {
            notes: 'A dead-letter queue acts the same as an on-failure destination.',
            now: 'A dead-letter queue gets the event with three attributes. A destination gets a full record, and can also be a function, an event bus, or a bucket.',
            source: records,
          },
        },
        {
          property: 'ReservedConcurrentExecutions',
          fact: 'Reserved concurrency both guarantees and limits the concurrency of a function; at 0, asynchronous events go to the destination or dead-letter queue without an attempt.',
          source: records,
          seeds: ['002:553', '002:557', '002:559', '003:726'],
          today: {
            notes: 'With a limit of 1,000 concurrent executions, an account can reserve 900.',
            now: 'That holds for a limit of 1,000. New accounts start with a lower quota, which AWS raises with usage, so reserving concurrency can fail there.',
            since: 'unknown',
            source: `${guide}/gettingstarted-limits.html`,
          },
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'This stops the function: every event goes to FailedEvents at once, without an attempt.',
            },
            {
              value: 5,
              outcome: 'update',
              because:
                'When five orders run at once, further events wait for up to an hour. The deployment fails where the account quota is too low.',
            },
          ],
        },
        {
          property: 'Timeout',
          value: 10,
          fact: 'A timeout is a function error, so Lambda retries an asynchronous event that runs into it.',
          source: errors,
          seeds: ['000:158'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The maximum timeout of this function is 900 seconds, or 15 minutes.',
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
          fact: 'A function that is a destination gets the record as its event; an EventBridge event bus gets it as the detail of an event.',
          source: records,
          seeds: ['000:160'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'One throttled write is enough to put an order that was invoiced correctly among the failures.',
            },
          ],
        },
        {
          property: 'MaximumEventAgeInSeconds',
          fact: 'The maximum age of an asynchronous event is 60 seconds to 6 hours, and 6 hours by default.',
          source: put,
          seeds: ['000:158'],
          experiments: [
            {
              value: 21_601,
              outcome: 'refused',
              because: 'The maximum is six hours, or 21,600 seconds.',
            },
          ],
        },
        {
          property: 'DestinationConfig.OnSuccess',
          fact: 'On-success and on-failure destinations are separate and optional; an S3 bucket can be an on-failure destination only.',
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
          fact: 'The queue or topic of a destination or dead-letter queue must be standard, because Lambda does not deliver to FIFO queues and topics.',
          source: records,
          seeds: ['003:750'],
          experiments: [
            {
              value: true,
              outcome: 'replace',
              because:
                'Lambda cannot deliver records to the new queue, so events that fail are lost.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'SQS keeps a message for 60 seconds to 14 days, 4 days by default, and then deletes it.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['000:168'],
          experiments: [
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'The maximum is 14 days, or 1,209,600 seconds.',
            },
            {
              value: 345_600,
              outcome: 'update',
              because: 'A record from before a long weekend may be gone before anyone looks.',
            },
          ],
        },
        {
          property: 'RedrivePolicy',
          fact: 'StartMessageMoveTask works only for dead-letter queues of other SQS queues, so it cannot redrive messages that Lambda has sent.',
          source:
            'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html',
          seeds: ['000:160', '000:164'],
        },
        {
          property: 'MaximumMessageSize',
          fact: 'The payload of an asynchronous invocation is at most 1 MB; a record that is too large for its destination is not delivered.',
          source:
            'https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb/',
          seeds: ['003:188'],
          experiments: [
            {
              value: 1024,
              outcome: 'update',
              because: 'The record of an order with many lines does not fit, so it is lost.',
            },
            {
              value: 1_048_577,
              outcome: 'refused',
              because: 'The maximum size of a message is 1 MiB, or 1,048,576 bytes.',
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
          fact: 'A Deny on aws:SecureTransport false in the queue policy refuses every request without TLS.',
          source: `${sqsGuide}/sqs-security-best-practices.html`,
          seeds: [],
          tasks: ['DVA-C02 1.1'],
        },
        {
          property: 'PolicyDocument.Statement.1',
          fact: 'Lambda delivers records with the execution role of the function, which needs a permission such as sqs:SendMessage, sns:Publish, or lambda:InvokeFunction.',
          source: records,
          seeds: [],
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
          fact: 'A message in the dead-letter queue of a function is the original event, with the attributes RequestID, ErrorCode, and ErrorMessage.',
          source: records,
          seeds: ['002:572', '002:789'],
          experiments: [
            {
              value: true,
              outcome: 'replace',
              because: 'The dead-letter queue of a function must be a standard queue or topic.',
            },
          ],
        },
        {
          property: 'MessageRetentionPeriod',
          value: 1_209_600,
          fact: 'A dead-letter queue is part of the function configuration, which a version keeps; an on-failure destination belongs to a function, version, or alias.',
          source: records,
          seeds: ['002:789', '000:160'],
          experiments: [
            {
              value: 60,
              outcome: 'update',
              because:
                'The event is deleted one minute after it arrives, usually before anyone sees it.',
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
          fact: 'Lambda can run an asynchronous event more than once even without an error, so make your function idempotent.',
          source: errors,
          seeds: ['000:158'],
          experiments: [
            {
              value: 'requestId',
              outcome: 'refused',
              because: 'A table must declare its key attributes, and requestId is not among them.',
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
          fact: 'DestinationDeliveryFailures counts records that Lambda could not deliver, because of missing permissions, an unsupported target, or a size limit.',
          source: metrics,
          seeds: ['000:160'],
          experiments: [
            {
              value: 'Errors',
              outcome: 'update',
              because:
                'Errors counts every failed attempt, including those of events that succeed at a later attempt.',
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
          fact: 'DeadLetterErrors counts events that Lambda could not send to the dead-letter queue of a function.',
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
          fact: 'AsyncEventsDropped counts events that Lambda gave up without running the function successfully, whether or not it sent them to a destination.',
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
          fact: 'AsyncEventAge is the time in milliseconds between queuing an event and invoking the function; retries and throttling increase it.',
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
          fact: 'To learn of messages in a queue of failures, set a CloudWatch alarm on ApproximateNumberOfMessagesVisible.',
          source: `${sqsGuide}/dead-letter-queues-alarms-cloudwatch.html`,
          seeds: ['000:160'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'A failed event is tried once and then discarded, without a record or a dead letter, although the caller was answered 202.',
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
