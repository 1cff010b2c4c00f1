import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A bank sends account postings to an SQS FIFO queue. The postings of one account must be processed in order, but different accounts should be processed in parallel. After a timeout, the sender repeats a posting within a minute, and it must not be booked twice. Which two values should the sender give each message?',
    right: [
      'The account number as the message group ID',
      'The posting number as the message deduplication ID',
    ],
    because:
      'SQS keeps order within a message group. Within five minutes, it accepts a second message with the same deduplication ID but does not deliver it.',
    wrong: [
      {
        answer: 'The posting number as the message group ID',
        because:
          'Each posting would be a group of its own, so the postings of an account would have no order.',
      },
      {
        answer: 'A new random value as the message deduplication ID',
        because: 'A repeated posting would get another value, so SQS would deliver it again.',
      },
      {
        answer: 'The time of sending as the receive request attempt ID',
        because:
          'This ID belongs to a receive, not to a message. It lets a consumer repeat a receive.',
      },
    ],
    shows: [
      { id: 'PostingQueue', property: 'FifoQueue' },
      { id: 'PostingQueue', property: 'DeduplicationScope' },
    ],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['003:189', '003:190', '003:191', '003:192', '004:2652', '002:787'],
  },
  {
    text: 'An application has used a standard queue for a year. A new rule says that its messages must be processed exactly in the order in which they were sent. A developer looks for the setting that makes the queue a FIFO queue. What is the right way?',
    right: ['Create a FIFO queue, and move senders and consumers to it'],
    because:
      'The type of a queue cannot be changed. CloudFormation, too, creates a new queue when FifoQueue changes.',
    wrong: [
      {
        answer: 'Change the setting FifoQueue to true while the queue has no messages',
        because: 'SQS does not accept the change, with or without messages.',
      },
      {
        answer: 'Rename the queue, so that its name ends in .fifo',
        because:
          'A queue cannot be renamed. The suffix is required of a FIFO queue, but it does not make one.',
      },
      {
        answer: 'Send all messages of the queue with one message group ID',
        because: 'On a standard queue, a message group ID gives no order.',
      },
    ],
    shows: [
      { id: 'PostingQueue', property: 'FifoQueue' },
      { id: 'PostingQueue', property: 'QueueName' },
    ],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['003:167', '004:2652'],
  },
  {
    text: 'An auction house sends the bids of all auctions to a FIFO queue with one message group ID. A Lambda function processes them. When one auction becomes popular, bids of all other auctions wait as well. Order matters within an auction only. What should change?',
    right: ['Use the number of the auction as the message group ID'],
    because:
      'Lambda processes one batch of a message group at a time, and several groups at once. With a group for each auction, no auction waits for another.',
    wrong: [
      {
        answer: 'Use the number of the auction as the deduplication ID',
        because: 'SQS would drop all bids of an auction but the first one in five minutes.',
      },
      {
        answer: 'Raise the reserved concurrency of the function to 1,000',
        because:
          'With one message group, only one invocation runs at a time, whatever the concurrency.',
      },
      {
        answer: 'Raise the batch size of the event source mapping to 100',
        because:
          'A batch from a FIFO queue has at most 10 messages, and the groups would still be one.',
      },
    ],
    shows: [{ id: 'Bookkeeper', property: 'ScalingConfig.MaximumConcurrency' }],
    tasks: ['DVA-C02 4.3', 'SAA-C03 3.2', 'DVA-C02 1.2'],
    seeds: ['003:190'],
  },
  {
    text: 'A trading platform needs 6,000 messages per second through one FIFO queue, in thousands of message groups. Already now, SQS throttles some calls, although the messages are sent in batches of ten. Which settings of the queue allow it?',
    right: ['The throughput limit per message group, with deduplication per message group'],
    because:
      'High-throughput mode needs FifoThroughputLimit perMessageGroupId and DeduplicationScope messageGroup. Without it, a queue allows 300 calls of each action per second, or 3,000 messages in batches of ten.',
    wrong: [
      {
        answer: 'The throughput limit per queue, with deduplication by the content of the body',
        because:
          'It is the limit that the platform has reached. Deduplication by content does not raise it.',
      },
      {
        answer: 'A provisioned throughput of 6,000 writes, with automatic scaling enabled',
        because: 'A queue has no provisioned throughput. That is a setting of DynamoDB tables.',
      },
      {
        answer: 'A receive wait time of 20 seconds, with a visibility timeout of 12 hours',
        because:
          'Long polling saves receives, and the timeout would only block groups. Neither raises the quota for sending.',
      },
    ],
    shows: [
      { id: 'PostingQueue', property: 'FifoThroughputLimit' },
      { id: 'PostingQueue', property: 'DeduplicationScope' },
    ],
    tasks: ['SAA-C03 2.1', 'SAA-C03 3.5', 'DVA-C02 1.1'],
    seeds: ['004:2656', '003:191'],
  },
  {
    text: 'A point-of-sale system sends sales to a FIFO queue, with the receipt number as deduplication ID. After a power failure, a shop sends its last hour again, and some sales are booked twice. The developers have to make sure that this cannot happen. What should they do?',
    right: [
      'Let the consumer record each receipt number with a conditional write, and skip known ones',
    ],
    because:
      'SQS remembers a deduplication ID for five minutes only. An idempotent consumer is right at any time, and an event source mapping may deliver a message again anyway.',
    wrong: [
      {
        answer:
          'Raise the deduplication interval of the queue from five minutes to the length of a day',
        because: 'The interval is fixed at five minutes.',
      },
      {
        answer: 'Turn on deduplication by content, so that equal bodies are recognized at any time',
        because:
          'It only computes the deduplication ID from the body. The interval stays five minutes.',
      },
      {
        answer:
          'Raise the retention period of the queue, so that it still knows the older messages',
        because: 'Retention says how long unread messages stay. It does not change deduplication.',
      },
    ],
    shows: [
      { id: 'Ledger', property: 'KeySchema.1.AttributeName' },
      { id: 'PostingQueue', property: 'ContentBasedDeduplication' },
    ],
    tasks: ['DVA-C02 1.2', 'SAA-C03 2.2'],
    seeds: ['003:191', '004:2656'],
  },
  {
    text: 'A Lambda function reads batches of ten messages from a FIFO queue and reports partial batch failures. In one batch, the fourth message of a customer fails, and the fifth message of the same customer would succeed. How should the function go on, to keep the order of this customer?',
    right: ['Stop with this customer, and report the fourth and the fifth message as failed'],
    because:
      'Messages that are not reported are deleted. If the fifth message were processed now, it would overtake the fourth one, which comes again.',
    wrong: [
      {
        answer: 'Process the fifth message, and report the fourth message as the only failed one',
        because: 'The fourth message is processed later, so the order of the customer is broken.',
      },
      {
        answer: 'Send the fourth message to the queue again, and report no message as failed',
        because: 'The copy comes after the fifth message, and SQS may drop it as a duplicate.',
      },
      {
        answer: 'Throw an error, because a FIFO queue does not support partial batch failures',
        because:
          'It supports them. An error returns the whole batch, so messages that were done are processed again.',
      },
    ],
    shows: [{ id: 'Bookkeeper', property: 'FunctionResponseTypes' }],
    tasks: ['DVA-C02 1.2', 'DVA-C02 4.1'],
    seeds: ['003:190', '003:193'],
  },
  {
    text: 'A developer adds a dead-letter queue to orders.fifo. The new queue is a standard queue with a retention of 14 days in the same account and Region. SQS refuses the redrive policy. What is wrong?',
    right: ['The dead-letter queue must be a FIFO queue too'],
    because: 'A dead-letter queue must have the same type as its source queue.',
    wrong: [
      {
        answer: 'The dead-letter queue must be in another Region',
        because: 'It must be in the same Region and account as its source queue.',
      },
      {
        answer: 'The retention must be shorter than in orders.fifo',
        because: 'A longer retention is allowed and recommended, so that there is time to look.',
      },
      {
        answer: 'The redrive policy must name a message group ID',
        because: 'A redrive policy names a queue and a receive count. It has no message group.',
      },
    ],
    shows: [{ id: 'DeadLetterQueue', property: 'FifoQueue' }],
    tasks: ['DVA-C02 4.1', 'SAA-C03 2.2'],
    seeds: ['003:170', '004:2702'],
  },
];
