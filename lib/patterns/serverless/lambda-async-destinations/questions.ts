import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A Lambda function that sends invoices has a dead-letter queue. Its owner wants to know when an event ends there. Which two conditions must both hold?',
    right: [
      'The function was invoked asynchronously',
      'All attempts have failed, or the event has expired',
    ],
    because:
      'Lambda queues asynchronous events, retries them, and only then sends them to the dead-letter queue or to the on-failure destination.',
    wrong: [
      {
        answer: 'The function was invoked synchronously',
        because: 'A synchronous caller gets the error itself and decides whether to retry.',
      },
      {
        answer: 'The function has processed the event with success',
        because: 'Only an on-success destination gets a record of a success.',
      },
      {
        answer: 'The first attempt has failed with a function error',
        because: 'By default, Lambda retries twice before it gives up.',
      },
    ],
    shows: [
      { id: 'Invoicer', property: 'MaximumRetryAttempts' },
      { id: 'Invoicer', property: 'DeadLetterConfig' },
    ],
    tasks: ['DVA-C02 1.2', 'SAA-C03 2.1'],
    seeds: ['000:158', '000:160', '000:164', '000:166', '002:572', '003:750'],
  },
  {
    text: 'When a video function fails for good, support engineers need the event together with the error message, the reason and the number of attempts. Today, they find only the event in a dead-letter queue. Which change gives them the rest with the least code?',
    right: ['An on-failure destination in place of the dead-letter queue'],
    because:
      'A destination gets a record with the event, the error, the condition, and the number of attempts. A dead-letter queue gets the event with three attributes.',
    wrong: [
      {
        answer: 'A redrive policy on the dead-letter queue with a count of 1',
        because: 'It concerns receives from this queue. It adds nothing to the messages.',
      },
      {
        answer: 'A try block that writes the event and the error to a table',
        because: 'It is code of your own, and it does not run when the function times out.',
      },
      {
        answer: 'A synchronous invocation, so that the caller gets the error',
        because: 'The caller would have to wait for the video and to store the error itself.',
      },
    ],
    shows: [
      { id: 'Invoicer', property: 'DeadLetterConfig' },
      { id: 'Invoicer', property: 'Qualifier' },
    ],
    tasks: ['DVA-C02 1.2', 'DVA-C02 4.1', 'DOP-C02 5.1'],
    seeds: ['000:160', '002:572', '002:789', '003:750'],
  },
  {
    text: 'A checkout function calls a second Lambda function that prints a receipt. The checkout must answer as soon as Lambda has accepted the event, and failed prints should be retried without code. How should it invoke the second function?',
    right: ['With the invocation type Event'],
    because:
      'Lambda queues the event, answers with 202, and retries a failed invocation twice by default.',
    wrong: [
      {
        answer: 'With the invocation type RequestResponse',
        because: 'It is synchronous. The checkout waits for the receipt and has to retry itself.',
      },
      {
        answer: 'With the invocation type DryRun',
        because: 'It only checks parameters and permissions. Nothing is printed.',
      },
      {
        answer: 'With a client timeout of one second',
        because:
          'The checkout would stop waiting, but a synchronous invocation is not retried by Lambda.',
      },
    ],
    shows: [{ id: 'Invoicer', property: 'MaximumRetryAttempts' }],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['003:748', '003:749', '003:750', '003:751', '002:571', '002:572'],
  },
  {
    text: 'A function that is invoked asynchronously charges credit cards. Its log shows that one event was processed twice, without any error in between. The customer must be charged only once. What should the developer do?',
    right: ['Record the event ID with a conditional write before the charge'],
    because:
      'Lambda may run an asynchronous event more than once even without an error. A conditional write makes the second run see that the work was done.',
    wrong: [
      {
        answer: 'Set the maximum number of retry attempts of the function to 0',
        because: 'It prevents retries after errors. An event can still be delivered twice.',
      },
      {
        answer: 'Set the reserved concurrency of the function to 1',
        because: 'The two runs then come one after the other, and both still charge the card.',
      },
      {
        answer: 'Keep the IDs of all events in a global variable of the code',
        because: 'Each environment has its own memory, and it disappears with the environment.',
      },
    ],
    shows: [{ id: 'Invoices', property: 'KeySchema.0.AttributeName' }],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
    seeds: ['000:158', '002:572'],
  },
  {
    text: 'A taxi service invokes a function asynchronously to offer rides to drivers. When many requests are throttled, Lambda still processes some offers hours later, and drivers get offers for rides long gone. An offer is useless after two minutes. Which setting fits?',
    right: ['A maximum event age of 120 seconds'],
    because:
      'Lambda keeps retrying a throttled event for up to six hours by default. You can set the age to 60 to 21,600 seconds.',
    wrong: [
      {
        answer: 'A maximum of 0 retry attempts',
        because:
          'It limits retries after function errors. Throttled events do not count as attempts.',
      },
      {
        answer: 'A function timeout of 120 seconds',
        because: 'It limits one run of the code, not the time that an event waits.',
      },
      {
        answer: 'A visibility timeout of 120 seconds',
        because: 'It is a setting of an SQS queue. The internal queue of Lambda has none.',
      },
    ],
    shows: [{ id: 'Invoicer', property: 'MaximumEventAgeInSeconds' }],
    tasks: ['DVA-C02 1.2', 'SOA-C03 2.2'],
    seeds: ['000:158'],
  },
  {
    text: 'A team sets an SQS FIFO queue as the on-failure destination of a function, so that failed events stay in order. Invocations fail, but the queue stays empty, and the metric DestinationDeliveryFailures grows. What is the solution?',
    right: ['A standard queue as the destination'],
    because: 'Lambda delivers records to standard queues and standard topics only.',
    wrong: [
      {
        answer: 'A message group ID in the function code',
        because: 'Lambda sends the record, not the function, and it does not send to FIFO queues.',
      },
      {
        answer: 'A queue policy that trusts Lambda',
        because:
          'Lambda delivers with the execution role of the function, and the type of the queue would still be wrong.',
      },
      {
        answer: 'A longer retention in the FIFO queue',
        because: 'No record reaches the queue, so retention does not matter.',
      },
    ],
    shows: [
      { id: 'FailedEvents', property: 'FifoQueue' },
      { id: 'UndeliveredRecordAlarm', property: 'MetricName' },
    ],
    tasks: ['DVA-C02 4.1', 'SOA-C03 1.2'],
    seeds: ['003:750', '000:160'],
  },
];
