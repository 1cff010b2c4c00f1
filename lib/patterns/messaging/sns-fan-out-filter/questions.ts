import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A retailer publishes every order event to one SNS topic. Five teams each have an SQS queue behind it, and each team wants only some kinds of events. Today, all queues get everything, and the consumers delete most of it. Which change lowers the cost with the least effort?',
    right: ['A filter policy on the subscription of each queue'],
    because:
      'SNS evaluates the policy before it delivers, so a queue gets only messages that match, and nobody pays to receive and delete the others.',
    wrong: [
      {
        answer: 'A topic of its own for each team and kind of event',
        because:
          'The publisher would have to know the wishes of the teams and publish some events several times.',
      },
      {
        answer: 'A longer receive wait time on each of the queues',
        because:
          'Long polling saves empty receives, but unwanted messages still arrive and are paid for.',
      },
      {
        answer: 'A Lambda function that copies each event to the right queues',
        because: 'It works, but it is code to run and pay for that SNS makes unnecessary.',
      },
    ],
    shows: [
      { id: 'WarehouseSubscription', property: 'FilterPolicy.kind' },
      { id: 'BillingSubscription', property: 'FilterPolicy.kind' },
    ],
    tasks: ['SAA-C03 4.2', 'DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['004:2736', '004:2765', '004:2767'],
  },
  {
    text: 'An SNS topic delivers to a queue of another team. On Friday, that team deleted the queue by mistake, and the events of the weekend were lost. The publisher wants to keep events that SNS cannot deliver to a subscriber. Where does it configure this?',
    right: ['In a redrive policy of the subscription, with a dead-letter queue'],
    because:
      'SNS moves a message that it could not deliver to the dead-letter queue of the subscription. The queue must be in the account and Region of the subscription.',
    wrong: [
      {
        answer: 'In a redrive policy of the queue that receives the events',
        because: 'It applies to messages that have arrived in the queue. These never did.',
      },
      {
        answer: 'In a delivery policy of the topic, with an unlimited number of retries',
        because:
          'A delivery policy changes retries to HTTP endpoints only. SNS does not retry when the queue is gone.',
      },
      {
        answer: 'In the retention period of the topic, with up to 14 days',
        because: 'A standard topic has no retention period. It does not store messages for later.',
      },
    ],
    shows: [
      { id: 'WarehouseUndeliveredQueue', property: 'MessageRetentionPeriod' },
      { id: 'WarehouseUndeliveredQueue', property: 'FifoQueue' },
    ],
    tasks: ['SAA-C03 2.2', 'DVA-C02 1.1'],
    seeds: ['004:2753'],
  },
  {
    text: 'A group of companies has a central SNS topic, encrypted with a customer managed KMS key. An application in another account of the group must publish to it, with temporary credentials of its own role. Its IAM policy already allows the calls. Which two further policies must allow the role to publish?',
    right: [
      'The resource policy of the topic must allow sns:Publish',
      'The key policy of the KMS key must allow kms:GenerateDataKey*',
    ],
    because:
      'Across accounts, both sides must allow a call: the role in its own account, and the resource policies of the topic and of the key. Publishing to an encrypted topic also needs kms:Decrypt.',
    wrong: [
      {
        answer: 'The queue policies of all subscribers must allow sqs:SendMessage',
        because: 'SNS sends to the queues, not the publisher. The queues trust the topic.',
      },
      {
        answer: 'The trust policy of an SNS role must allow sts:AssumeRole',
        because: 'A topic has no role that a publisher would have to assume.',
      },
      {
        answer: 'The filter policy of a subscription must allow the account ID',
        because: 'A filter policy chooses messages for a subscriber. It gives no permission.',
      },
    ],
    shows: [
      { id: 'OrderEvents/Policy', property: 'PolicyDocument.Statement.0.Condition.Bool' },
      { id: 'OrderEvents', property: 'KmsMasterKeyId' },
    ],
    tasks: ['SAA-C03 1.3', 'DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['004:2757', '004:2759'],
  },
  {
    text: 'A stock exchange publishes price changes to several consumers. Each consumer must get the changes of one share in the order of publishing, and without duplicates. Which combination fits?',
    right: ['An SNS FIFO topic with an SQS FIFO queue for each consumer'],
    because:
      'A FIFO topic delivers the messages of a group in order, and FIFO queues keep this order and drop duplicates.',
    wrong: [
      {
        answer: 'An SNS FIFO topic with a standard queue for each consumer',
        because:
          'Standard queues can subscribe, but they may deliver out of order and more than once.',
      },
      {
        answer: 'A standard SNS topic with an SQS FIFO queue for each consumer',
        because: 'A FIFO queue cannot subscribe to a standard topic.',
      },
      {
        answer: 'One SQS FIFO queue that all of the consumers read together',
        because: 'A queue delivers each message to one consumer only, so the others would miss it.',
      },
    ],
    shows: [{ id: 'OrderEvents', property: 'FifoTopic' }],
    tasks: ['SAA-C03 2.1', 'DVA-C02 1.1'],
    seeds: ['004:2755'],
  },
  {
    text: 'A developer subscribes an SQS queue to an SNS topic of the same account with an API call. The subscription is confirmed, but no message ever arrives in the queue. SNS reports failed deliveries with the reason access denied. What is missing?',
    right: ['A queue policy that lets sns.amazonaws.com send messages of this topic'],
    because:
      'SNS sends to SQS as a service principal, so the queue policy must allow sqs:SendMessage, best with the ARN of the topic in aws:SourceArn.',
    wrong: [
      {
        answer: 'A topic policy that lets sqs.amazonaws.com subscribe to this topic',
        because:
          'The subscription exists already. SQS does not call SNS, because SNS pushes the messages.',
      },
      {
        answer: 'An IAM role that SNS can assume, with permission for sqs:SendMessage on the queue',
        because: 'SNS assumes no role for a queue. Only the queue policy can allow it.',
      },
      {
        answer: 'A VPC endpoint that connects the topic with the network of the queue',
        because: 'Neither the topic nor the queue is in a VPC, so there is no network to connect.',
      },
    ],
    shows: [
      { id: 'WarehouseQueue/Policy', property: 'PolicyDocument.Statement.1.Principal.Service' },
    ],
    tasks: ['DVA-C02 2.1', 'DVA-C02 4.1', 'SAA-C03 1.1'],
    seeds: ['004:2736', '004:2759'],
  },
  {
    text: 'A fraud team wants only orders above 5,000 euros from an SNS topic. The publisher, whose code cannot be changed, sends the amount inside a JSON body and sets no message attributes. What does the subscription need?',
    right: ['A filter policy with the scope MessageBody and a numeric condition'],
    because:
      'A filter policy reads message attributes by default. With the scope MessageBody, it reads the JSON payload, also inside nested objects.',
    wrong: [
      {
        answer: 'A filter policy with the scope MessageAttributes and a numeric condition',
        because: 'The messages have no attributes, so none of them would match.',
      },
      {
        answer: 'Raw message delivery, and a filter policy in the queue of the fraud team',
        because: 'Raw delivery changes the format of a message. A queue has no filter policy.',
      },
      {
        answer: 'A topic policy that has a condition on the amount for the action sns:Receive',
        because: 'A topic policy decides on callers and knows no fields of messages.',
      },
    ],
    shows: [
      { id: 'FraudSubscription', property: 'FilterPolicyScope' },
      { id: 'FraudSubscription', property: 'FilterPolicy.order.cents' },
    ],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['004:2767'],
  },
  {
    text: 'S3 should publish an event to an SNS topic for each new object. The topic is encrypted with the AWS managed key alias/aws/sns, and its policy allows S3 to publish. No event arrives. What has to change?',
    right: ['Encrypt the topic with a customer managed key whose policy allows S3'],
    because:
      'S3 needs kms:GenerateDataKey* and kms:Decrypt on the key. The policy of an AWS managed key cannot be changed, so the topic needs a customer managed key.',
    wrong: [
      {
        answer: 'Add S3 to the key policy of the AWS managed key alias/aws/sns',
        because: 'Nobody but AWS can change the key policy of an AWS managed key.',
      },
      {
        answer: 'Encrypt the bucket with the same AWS managed key as the topic',
        because:
          'The encryption of the objects does not matter for the event, and SNS keys are for SNS.',
      },
      {
        answer: 'Give the role that uploads the objects permission for sns:Publish',
        because: 'S3 itself publishes the event, not the principal that uploads.',
      },
    ],
    shows: [{ id: 'OrderEvents', property: 'KmsMasterKeyId' }],
    tasks: ['DVA-C02 2.2', 'SAA-C03 1.3'],
    seeds: ['004:2757', '004:2759'],
  },
];
