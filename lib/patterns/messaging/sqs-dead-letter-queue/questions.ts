import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A hotel group processes bookings from a standard SQS queue. A few bookings with damaged data fail again and again, and they fill the log until they expire after four days. The team wants to set them aside after some attempts, repair the code, and then process them. Which solution needs the least effort?',
    right: [
      'A dead-letter queue with a redrive policy, and a redrive to the source queue afterwards',
    ],
    because:
      'SQS moves a message to the dead-letter queue when its receive count exceeds maxReceiveCount. A redrive moves the messages back once the code is repaired.',
    wrong: [
      {
        answer:
          'A longer visibility timeout for the queue, so that there is time to repair the code first',
        because: 'The bad messages only come back later. They still fail, and they still expire.',
      },
      {
        answer:
          'A filter policy on the queue that discards bookings with damaged data on their arrival',
        because: 'A queue has no filter policy. Discarded bookings would be lost as well.',
      },
      {
        answer: 'A catch clause in the consumer that deletes the message and writes it to the log',
        because: 'The booking then exists in a log only, and someone has to send it again by hand.',
      },
    ],
    shows: [
      { id: 'WorkQueue', property: 'RedrivePolicy.maxReceiveCount' },
      { id: 'DeadLetterQueue', property: 'MessageRetentionPeriod' },
    ],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.2'],
    seeds: ['003:170', '004:2690', '004:2696', '004:2698'],
  },
  {
    text: 'Workers on EC2 instances take videos from a standard queue and need up to ten minutes for each. The queue has default settings. Some videos are converted two or three times, although every worker deletes its message at the end. What should the developer change?',
    right: ['The visibility timeout, to more than ten minutes'],
    because:
      'A received message is hidden for 30 seconds by default. After that, another worker receives it, although the first one is still working.',
    wrong: [
      {
        answer: 'The delivery delay, to more than ten minutes',
        because:
          'A delay hides a message before its first receive. It does not protect a message that is being processed.',
      },
      {
        answer: 'The receive wait time, to twenty seconds',
        because:
          'Long polling saves empty receives. It does not change how long a message stays hidden.',
      },
      {
        answer: 'The message retention period, to less than ten minutes',
        because: 'SQS would delete videos that nobody has converted yet.',
      },
    ],
    shows: [{ id: 'WorkQueue', property: 'VisibilityTimeout' }],
    tasks: ['DVA-C02 4.1', 'SAA-C03 2.1'],
    seeds: ['003:168', '004:2667', '004:2669', '004:2671'],
  },
  {
    text: 'After a sign-up, a service sends a message to a standard queue, and a consumer writes a welcome mail. The marketing team wants every mail to go out at least ten minutes after the sign-up. Which change is the simplest?',
    right: ['A delivery delay of 600 seconds on the queue'],
    because:
      'A delay queue hides each new message for up to 900 seconds before a consumer can receive it.',
    wrong: [
      {
        answer: 'A visibility timeout of 600 seconds on the queue',
        because:
          'It starts when a consumer receives the message, so the first receive still comes at once.',
      },
      {
        answer: 'A receive wait time of 600 seconds in the consumer',
        because:
          'The wait time is at most 20 seconds, and a receive returns as soon as there is a message.',
      },
      {
        answer: 'A sleep of 600 seconds at the start of the consumer',
        because: 'It keeps consumers busy with waiting, and you pay for them.',
      },
    ],
    shows: [{ id: 'WorkQueue', property: 'DelaySeconds' }],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['003:169'],
  },
  {
    text: 'Twelve workers poll an SQS queue in a loop without a pause. At night, hardly any message arrives, but the bill still lists millions of requests. The team wants to pay less without a longer delay for messages. What should it do?',
    right: ['Set the receive wait time of the queue to 20 seconds'],
    because:
      'With long polling, a receive waits up to 20 seconds and returns as soon as a message arrives, so there are far fewer empty receives.',
    wrong: [
      {
        answer: 'Set the batch size of each receive to one message',
        because: 'Smaller batches mean more requests for the same messages.',
      },
      {
        answer: 'Let each worker sleep for 60 seconds between receives',
        because: 'It saves requests, but a message may now wait for a minute.',
      },
      {
        answer: 'Set the visibility timeout of the queue to 12 hours',
        because:
          'It only says when a received message can be received again. The empty receives stay.',
      },
    ],
    shows: [{ id: 'WorkQueue', property: 'ReceiveMessageWaitTimeSeconds' }],
    tasks: ['SAA-C03 4.2', 'DVA-C02 4.3', 'DVA-C02 1.1'],
    seeds: ['003:181', '003:182', '004:2677', '004:2681', '004:2683', '004:2685'],
  },
  {
    text: 'A hospital encrypts a queue with a customer managed KMS key. Its producer may call sqs:SendMessage, and its consumer may receive and delete, but both now get errors that name AWS KMS. Which permissions on the key are missing?',
    right: ['The producer needs kms:GenerateDataKey and kms:Decrypt, and the consumer kms:Decrypt'],
    because:
      'SQS uses the permissions of its callers. A send creates a data key and verifies it, and a receive decrypts it.',
    wrong: [
      {
        answer: 'The producer needs kms:Encrypt and kms:ReEncryptTo, and the consumer kms:Decrypt',
        because:
          'SQS encrypts messages with data keys, so a producer needs kms:GenerateDataKey and kms:Decrypt instead.',
      },
      {
        answer: 'The producer needs kms:CreateGrant on the key, and the consumer kms:RetireGrant',
        because:
          'SQS needs no grant for a message. It calls KMS with the permissions of the caller.',
      },
      {
        answer:
          'The service principal of SQS needs kms:GenerateDataKey, and its callers need nothing',
        because:
          'SQS calls KMS on behalf of the principals that send and receive, so they need the permissions.',
      },
    ],
    shows: [{ id: 'WorkQueue', property: 'KmsMasterKeyId' }],
    tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
    seeds: ['003:184', '003:185', '003:186', '003:187'],
  },
  {
    text: 'An insurer sends claims with attached photos through SQS. Most messages are small, but some have up to 90 MB and are refused. The applications are written in Java, and their owners want to change as little as possible. What should they use?',
    right: ['The Amazon SQS Extended Client Library with an S3 bucket'],
    because:
      'The library stores large bodies in S3, up to 2 GB, and sends a reference to them. A message itself can have at most 1 MiB.',
    wrong: [
      {
        answer: 'A maximum message size of 100 MB in the settings of the queue',
        because: 'The setting can be at most 1,048,576 bytes.',
      },
      {
        answer: 'A FIFO queue with one message group for the parts of a photo',
        because:
          'Each message has the same limit. The application would have to cut and join ninety parts.',
      },
      {
        answer: 'Amazon Data Firehose with SQS as the destination of its stream',
        because: 'Firehose delivers to S3 and analytics services, not to SQS.',
      },
    ],
    shows: [{ id: 'WorkQueue', property: 'MaximumMessageSize' }],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['003:183', '003:188'],
  },
  {
    text: 'The only consumer of a queue with default settings was broken from one Monday to the next one. When it ran again, the messages of the first days were gone, and no queue had received them. How can the team prevent this loss at the lowest cost?',
    right: ['Raise the retention period of the queue to 14 days'],
    because:
      'SQS deletes a message after its retention period, 4 days by default. It can be 60 seconds to 14 days, at no extra charge.',
    wrong: [
      {
        answer: 'Add a dead-letter queue with a maximum receive count of 1',
        because:
          'A message moves there only after it was received. Nobody received these messages, so they expire.',
      },
      {
        answer: 'Raise the visibility timeout of the queue to 12 hours',
        because: 'It counts from a receive. It does not change when a message expires.',
      },
      {
        answer: 'Replace the queue by an SNS topic with the same policy',
        because: 'A topic does not store messages until a consumer is ready.',
      },
    ],
    shows: [
      { id: 'WorkQueue', property: 'MessageRetentionPeriod' },
      { id: 'DeadLetterQueue', property: 'MessageRetentionPeriod' },
    ],
    tasks: ['SAA-C03 2.2', 'DVA-C02 4.1'],
    seeds: ['000:168', '004:2658'],
  },
  {
    text: 'A batch job receives messages from a standard queue much faster than it deletes them. Since this morning, SQS refuses further receives with the error OverLimit, although the queue still holds messages. Operators want an alarm before this happens again. Which metric should it watch?',
    right: ['ApproximateNumberOfMessagesNotVisible'],
    because:
      'It counts the messages in flight: received, but not yet deleted and not yet visible again. A queue can have about 120,000 of them.',
    wrong: [
      {
        answer: 'ApproximateNumberOfMessagesVisible',
        because:
          'It counts the messages that can be received. The limit is on those that were received already.',
      },
      {
        answer: 'ApproximateNumberOfMessagesDelayed',
        because: 'It counts messages that wait for the end of a delivery delay.',
      },
      {
        answer: 'NumberOfEmptyReceives',
        because: 'It counts receives without a message. It says nothing about messages in flight.',
      },
    ],
    shows: [
      { id: 'InFlightAlarm', property: 'MetricName' },
      { id: 'InFlightAlarm', property: 'Threshold' },
    ],
    tasks: ['DVA-C02 4.2', 'SOA-C03 1.1', 'SAA-C03 2.1'],
    seeds: ['003:178', '003:179', '000:149'],
  },
  {
    text: 'Two years ago, a team let the account of a supplier send to its queue, by AddPermission with the label supplier. The contract has ended, and only this access must be taken away. Which action is right?',
    right: ['Call RemovePermission with the label supplier'],
    because:
      'The label is the Sid of the statement in the queue policy. RemovePermission deletes this statement and keeps the others.',
    wrong: [
      {
        answer: 'Call PurgeQueue with the account of the supplier',
        because: 'PurgeQueue deletes all messages of the queue. It changes no permission.',
      },
      {
        answer: 'Call UntagQueue with the tag key supplier',
        because: 'A label of a permission is no tag of the queue.',
      },
      {
        answer: 'Delete the queue, and create it again without the policy',
        because: 'All messages and all other permissions would be lost.',
      },
    ],
    shows: [{ id: 'WorkQueue/Policy', property: 'PolicyDocument.Statement.0.Sid' }],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['003:175', '003:176', '003:177'],
  },
];
