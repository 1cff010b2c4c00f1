import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  type MessageAttributeValue,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';

type QueueName = 'Warehouse' | 'Billing' | 'Fraud';
const queueNames: readonly QueueName[] = ['Warehouse', 'Billing', 'Fraud'];

interface Case {
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly body: string;
  /** The queues whose filters the event matches. */
  readonly reaches: readonly QueueName[];
}

const order = (cents: number, email = 'a@shop.example') =>
  JSON.stringify({ order: { cents, email } });
const small = order(900);
const expensive = order(250_000, 'a@mail.example');
const placed = { kind: 'order.placed', grams: 500, country: 'DE' };
const counted = { ...placed, kind: 'stock.counted' };

const cases = {
  'an expensive order': {
    attributes: placed,
    body: expensive,
    reaches: ['Warehouse', 'Billing', 'Fraud'],
  },
  'a small order': { attributes: placed, body: small, reaches: ['Warehouse', 'Billing'] },
  'a canceled order': {
    attributes: { ...placed, kind: 'order.canceled' },
    body: small,
    reaches: ['Billing'],
  },
  'a refund': { attributes: { ...placed, kind: 'refund' }, body: small, reaches: ['Billing'] },
  'a stock count': { attributes: counted, body: small, reaches: [] },
  '30,000 g': {
    attributes: { ...placed, grams: 30_000 },
    body: small,
    reaches: ['Warehouse', 'Billing'],
  },
  '30,001 g': { attributes: { ...placed, grams: 30_001 }, body: small, reaches: ['Billing'] },
  '0 g': { attributes: { ...placed, grams: 0 }, body: small, reaches: ['Billing'] },
  'reorder.placed': {
    attributes: { ...placed, kind: 'reorder.placed' },
    body: small,
    reaches: [],
  },
  'Order.placed': { attributes: { ...placed, kind: 'Order.placed' }, body: small, reaches: [] },
  'country XX': {
    attributes: { ...placed, country: 'XX' },
    body: small,
    reaches: ['Warehouse'],
  },
  'no country': {
    attributes: { kind: 'order.placed', grams: 500 },
    body: small,
    reaches: ['Warehouse'],
  },
  'a rehearsal': {
    attributes: { ...placed, rehearsal: 'no' },
    body: small,
    reaches: ['Warehouse'],
  },
  'a body of exactly 100,000 cents': {
    attributes: counted,
    body: order(100_000, 'a@mail.example'),
    reaches: ['Fraud'],
  },
  'a body of 99,999 cents': {
    attributes: counted,
    body: order(99_999, 'a@mail.example'),
    reaches: [],
  },
  'an expensive body with another email address': {
    attributes: counted,
    body: order(250_000),
    reaches: [],
  },
  'a body with the total at its top level': {
    attributes: counted,
    body: JSON.stringify({ cents: 250_000, email: 'a@mail.example' }),
    reaches: [],
  },
  'a body that is not JSON': {
    attributes: placed,
    body: 'not JSON',
    reaches: ['Warehouse', 'Billing'],
  },
} as const satisfies Record<string, Case>;
type CaseName = keyof typeof cases;

export const exercise: Exercise = async (lab) => {
  const sns = new SNSClient({});
  const sqs = new SQSClient({});
  const TopicArn = lab.output('TopicArn');
  const run = randomUUID().slice(0, 8);
  const urls = Object.fromEntries(
    queueNames.map((name) => [name, lab.output(`${name}QueueUrl`)]),
  ) as Record<QueueName, string>;

  const publish = (id: string, { attributes, body }: Case, to = TopicArn) => {
    const MessageAttributes: Record<string, MessageAttributeValue> = {
      id: { DataType: 'String', StringValue: id },
    };
    for (const [name, value] of Object.entries(attributes)) {
      const DataType = typeof value === 'number' ? 'Number' : 'String';
      MessageAttributes[name] = { DataType, StringValue: `${value}` };
    }
    return sns.send(new PublishCommand({ TopicArn: to, Message: body, MessageAttributes }));
  };
  /** Receives the messages of this run from a queue, and deletes them. */
  const take = async (QueueUrl: string, WaitTimeSeconds = 1) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    const ours = Messages.filter((message) => textOf(message).includes(run));
    for (const { ReceiptHandle } of ours)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return ours;
  };

  const names = Object.keys(cases) as CaseName[];
  const ids = new Map(names.map((name, index) => [name, `${run}-${index + 10}`]));
  const arrived = new Map<CaseName, Map<QueueName, Message>>(
    names.map((name) => [name, new Map()]),
  );
  const collect = async () => {
    await Promise.all(
      queueNames.map(async (queue) => {
        for (const message of await take(urls[queue])) {
          const name = names.find((one) => textOf(message).includes(ids.get(one) as string));
          if (name) arrived.get(name)?.set(queue, message);
        }
      }),
    );
  };
  const deliveries = () => [...arrived.values()].reduce((sum, queues) => sum + queues.size, 0);
  const wanted = names.reduce((sum, name) => sum + cases[name].reaches.length, 0);
  const prove = (claim: string, ...some: CaseName[]) =>
    lab.prove(claim, async () => {
      const reached = some.map((name) => [
        name,
        queueNames.filter((queue) => arrived.get(name)?.has(queue)),
      ]);
      assert.deepEqual(
        reached,
        some.map((name) => [name, [...cases[name].reaches]]),
      );
    });

  await lab.prove(
    'each event is published once, and its copies reach the queues that want it',
    async () => {
      await Promise.all(names.map((name) => publish(ids.get(name) as string, cases[name])));
      await lab.eventually(`${wanted} deliveries`, async () => {
        await collect();
        return deliveries() >= wanted || undefined;
      });
      // An unwanted delivery can arrive late, so this waits and then collects once more.
      await sleep(2000);
      await collect();
      assert.equal(deliveries(), wanted, 'deliveries');
      return `${names.length} events, ${wanted} deliveries instead of ${names.length * queueNames.length}`;
    },
  );

  await prove(
    'an event reaches all queues whose filters it matches, and no other queue',
    'an expensive order',
    'a small order',
    'a canceled order',
    'a refund',
  );
  await prove('an event that matches no filter reaches no queue', 'a stock count');
  await prove('numeric: the range includes both of its ends', '30,000 g', '30,001 g', '0 g');
  await prove(
    'prefix: matches the start of the value, and is case-sensitive',
    'reorder.placed',
    'Order.placed',
    'a canceled order',
  );
  await prove(
    'anything-but: matches every other value, but not a missing attribute',
    'country XX',
    'no country',
    'a small order',
  );
  await prove('exists: only the attribute counts, not its value', 'a rehearsal', 'a small order');
  await prove(
    'a filter on the body reads nested numbers and strings, but only in JSON',
    'an expensive order',
    'a body of exactly 100,000 cents',
    'a body of 99,999 cents',
    'an expensive body with another email address',
    'a body with the total at its top level',
    'a body that is not JSON',
  );

  await lab.prove('a queue gets the event as published, without an envelope', async () => {
    for (const queue of queueNames) {
      const message = arrived.get('an expensive order')?.get(queue);
      assert.equal(message?.Body, expensive);
      assert.equal(message?.MessageAttributes?.kind?.StringValue, 'order.placed');
      assert.equal(message?.MessageAttributes?.grams?.DataType, 'Number');
    }
  });

  await lab.prove('the topic is encrypted with a KMS key', async () => {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    assert.equal(Attributes?.KmsMasterKeyId, 'alias/aws/sns');
  }, ['AWS::SNS::Topic.KmsMasterKeyId']);

  await lab.prove('another topic cannot send to the queue', async () => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: urls.Warehouse, AttributeNames: ['QueueArn'] }),
    );
    const { TopicArn: stranger } = await sns.send(
      new CreateTopicCommand({ Name: `${lab.stackName}-Stranger-${run}` }),
    );
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({
        TopicArn: stranger,
        Protocol: 'sqs',
        Endpoint: Attributes?.QueueArn,
        Attributes: { RawMessageDelivery: 'true' },
        ReturnSubscriptionArn: true,
      }),
    );
    try {
      const [strange, known] = [`${run}-strange`, `${run}-known`];
      await publish(strange, cases['a small order'], stranger);
      await sleep(1000);
      await publish(known, cases['a small order']);
      const seen: string[] = [];
      await lab.eventually('the event of the right topic', async () => {
        for (const message of await take(urls.Warehouse, 5)) seen.push(textOf(message));
        return seen.some((text) => text.includes(known)) || undefined;
      });
      for (const message of await take(urls.Warehouse, 5)) seen.push(textOf(message));
      assert.equal(
        seen.filter((text) => text.includes(strange)).length,
        0,
        'messages of the other topic',
      );
    } finally {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      await sns.send(new DeleteTopicCommand({ TopicArn: stranger }));
    }
  });

  await lab.prove('SNS moves an event that a queue refuses to the undelivered queue of its subscription', async () => {
    const QueueUrl = urls.Warehouse;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }),
    );
    // Without its policy, the queue refuses every delivery of SNS, and SNS does not retry this error.
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
    try {
      await lab.eventually(
        'an undelivered event',
        async () => {
          // A change of the queue policy can take a minute to take effect.
          await publish(`${run}-undelivered`, cases['a small order']);
          const found = await take(lab.output('WarehouseUndeliveredQueueUrl'), 5);
          return found.length > 0 || undefined;
        },
        120,
      );
    } finally {
      await sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl,
          Attributes: { Policy: Attributes?.Policy ?? '' },
        }),
      );
    }
  }, ['sns: dead-letter queue of a subscription']);

  await Promise.all(Object.values(urls).map((QueueUrl) => take(QueueUrl)));
};

const textOf = ({ Body, MessageAttributes }: Message) => JSON.stringify([Body, MessageAttributes]);
