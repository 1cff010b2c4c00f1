import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeEventBusCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  StartReplayCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';

/** A change of an order as the shop reports it. */
interface Change {
  readonly orderId: string;
  readonly version: number;
  readonly state: string;
  readonly cents?: number;
  readonly type?: string;
  readonly source?: string;
  /** The time of the change. If it is left out, EventBridge uses the current time. */
  readonly time?: Date;
}

const minutes = 60;
const hour = 3_600_000;

export const exercise: Exercise = async (lab) => {
  const dynamodb = new DynamoDBClient({});
  const eventbridge = new EventBridgeClient({});
  const lambda = new LambdaClient({});
  const logs = new CloudWatchLogsClient({});
  const scheduler = new SchedulerClient({});
  const sqs = new SQSClient({});

  const begun = new Date();
  const EventBusName = lab.output('OrderBusName');
  const TableName = lab.output('CurrentStatesTableName');
  const GroupName = lab.output('ClosingTimesName');
  const ruleName = lab.output('OrderStatesName');
  const QueueUrl = lab.output('UnhandledEventsUrl');

  const run = randomUUID().slice(0, 8);
  const orders: string[] = [];
  const order = (name: string) => {
    orders.push(`${name}-${run}`);
    return `${name}-${run}`;
  };

  const put = async (...changes: Change[]) => {
    const { Entries = [] } = await eventbridge.send(
      new PutEventsCommand({
        Entries: changes.map(({ type, source, time, ...detail }) => ({
          EventBusName,
          Source: source ?? 'shop.orders',
          DetailType: type ?? 'Order Changed',
          Detail: JSON.stringify({ cents: 1250, ...detail }),
          Time: time,
        })),
      }),
    );
    // The call succeeds even if the bus refuses some of the events.
    return Entries.map(({ ErrorCode }) => ErrorCode ?? 'accepted');
  };
  const change = async (...changes: Change[]) =>
    assert.deepEqual(
      await put(...changes),
      changes.map(() => 'accepted'),
    );
  const kept = async (orderId: string) => {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName, ConsistentRead: true, Key: { orderId: { S: orderId } } }),
    );
    return (
      Item && { version: Number(Item.version?.N), state: Item.state?.S, since: `${Item.since?.S}` }
    );
  };
  const becomes = (orderId: string, state: string, seconds?: number) =>
    lab.eventually(
      `${orderId} to be ${state}`,
      async () => ((await kept(orderId))?.state === state ? true : undefined),
      seconds,
    );
  const forget = (orderId: string) =>
    dynamodb.send(new DeleteItemCommand({ TableName, Key: { orderId: { S: orderId } } }));
  /** The lines of the function's log that name an order. */
  const lines = async (orderId: string) => {
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: lab.output('StateKeeperLogGroupName'),
        filterPattern: `"${orderId}"`,
        startTime: begun.getTime() - minutes * 1000,
      }),
    );
    return events.map(({ message = '' }) => message);
  };
  /** The inputs that the function got for an order, and whether it kept each. */
  const heard = async (orderId: string) =>
    (await lines(orderId)).flatMap((line) => {
      const [, outcome, json = ''] = /(?:^|\s)(kept|not newer) (\{.*\})/.exec(line) ?? [];
      return outcome ? [{ outcome, input: JSON.parse(json) as Change & { since: string } }] : [];
    });
  /** Receives once, and deletes the message that contains the words, if there is one. */
  const take = async (words: string) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        VisibilityTimeout: 2,
        WaitTimeSeconds: 2,
      }),
    );
    const found = Messages.find(({ Body }) => Body?.includes(words));
    if (found)
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: found.ReceiptHandle }));
    return found;
  };

  const rule = await eventbridge.send(new DescribeRuleCommand({ Name: ruleName, EventBusName }));
  const nightly = await scheduler.send(
    new GetScheduleCommand({ Name: lab.output('NightlyCloseName'), GroupName }),
  );
  /** Runs the nightly job once with the given input, in ten seconds. AWS can take a minute longer. */
  const runOnce = async (name: string, Input: string | undefined) => {
    const Name = `${name}-${run}`;
    const due = new Date(Date.now() + 10_000).toISOString().slice(0, 19);
    await scheduler.send(
      new CreateScheduleCommand({
        Name,
        GroupName,
        ScheduleExpression: `at(${due})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          ...nightly.Target,
          Arn: nightly.Target?.Arn,
          RoleArn: nightly.Target?.RoleArn,
          Input,
        },
      }),
    );
    return Name;
  };
  const isGone = async (Name: string) => {
    try {
      await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
      return undefined;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return true;
      throw error;
    }
  };

  // The input below says that it is tomorrow, when both orders have been unpaid for too long.
  const [unpaid, late] = [order('unpaid'), order('late')];
  await change(
    { orderId: unpaid, version: 1, state: 'placed' },
    { orderId: late, version: 1, state: 'placed' },
  );
  const tomorrow = new Date(begun.getTime() + 25 * hour).toISOString();
  const once = await runOnce('once', JSON.stringify({ at: tomorrow, unpaidHours: 24 }));

  const first = order('first');
  try {
    await lab.prove(
      'the rule delivers only the events on the bus that match its pattern',
      async () => {
        const others = ['draft', 'gift', 'parcel'].map(order) as [string, string, string];
        const last = order('last');
        await change(
          { orderId: first, version: 1, state: 'paid' },
          { orderId: others[0], version: 1, state: 'draft' },
          { orderId: others[1], version: 1, state: 'paid', cents: 0 },
          { orderId: others[2], version: 1, state: 'paid', type: 'Parcel Changed' },
          { orderId: last, version: 1, state: 'paid' },
        );
        await Promise.all([becomes(first, 'paid'), becomes(last, 'paid')]);
        await lab.eventually('the last in the log', async () =>
          (await lines(last)).length > 0 ? true : undefined,
        );
        for (const other of others) {
          assert.equal(await kept(other), undefined, `what is kept of ${other}`);
          assert.deepEqual(await lines(other), [], `what the function says of ${other}`);
        }
      },
    );

    await lab.prove('an event of EC2 with the same fields does not match', async () => {
      const matches = async (source: string, detail: object) => {
        const { Result } = await eventbridge.send(
          new TestEventPatternCommand({
            EventPattern: rule.EventPattern,
            Event: JSON.stringify({
              id: run,
              account: '111122223333',
              region: 'eu-central-1',
              time: begun.toISOString().replace(/\.\d+/, ''),
              resources: [],
              source,
              'detail-type': 'Order Changed',
              detail,
            }),
          }),
        );
        return Result;
      };
      assert.equal(await matches('shop.orders', { state: 'paid', cents: 1 }), true);
      assert.equal(await matches('aws.ec2', { state: 'terminated', cents: 1 }), false);
      assert.equal(await matches('shop.orders', { state: 'paid' }), false, 'without cents');
      assert.equal(await matches('shop.orders', { state: 'paid', cents: -1 }), false);
    });

    await lab.prove(
      'the function gets the five values of the template, not the event',
      async () => {
        const [{ input } = { input: undefined }] = await lab.eventually('its log', async () => {
          const found = await heard(first);
          return found.length > 0 ? found : undefined;
        });
        assert.ok(input);
        const { since, ...values } = input;
        assert.deepEqual(values, { orderId: first, version: 1, state: 'paid', cents: 1250 });
        // The time of the event, which has whole seconds.
        const age = Date.parse(since) - begun.getTime();
        assert.ok(age > -minutes * 1000 && age < 5 * minutes * 1000, `since ${since}`);
        return JSON.stringify(input);
      },
    );

    await lab.prove('a late or repeated event does not change the newest state', async () => {
      await change({ orderId: first, version: 3, state: 'shipped' });
      await becomes(first, 'shipped');
      await change(
        { orderId: first, version: 2, state: 'cancelled' },
        { orderId: first, version: 3, state: 'shipped' },
      );
      await lab.eventually('both in the log', async () => {
        const ignored = (await heard(first)).filter(({ outcome }) => outcome === 'not newer');
        return ignored.length >= 2 ? true : undefined;
      });
      assert.equal((await kept(first))?.version, 3);
    });

    await lab.prove('Lambda tries an event that makes the function fail three times, then sends it to the queue with the error', async () => {
      const orderId = order('broken');
      // This is how EventBridge invokes the function: asynchronously.
      await lambda.send(
        new InvokeCommand({
          FunctionName: lab.output('StateKeeperArn'),
          InvocationType: 'Event',
          Payload: JSON.stringify({ orderId, version: 'two' }),
        }),
      );
      const { Body = '{}' } = await lab.eventually(
        'the record of Lambda',
        () => take(orderId),
        10 * minutes,
      );
      const { requestContext, requestPayload, responsePayload } = JSON.parse(Body);
      assert.equal(requestPayload.orderId, orderId);
      assert.equal(requestContext.condition, 'RetriesExhausted');
      assert.equal(requestContext.approximateInvokeCount, 3);
      assert.match(responsePayload.errorMessage, /^expected an order such as/);
    }, ['lambda: context of invocation records']);

    await lab.prove('an event that EventBridge cannot deliver goes unchanged to the queue', async () => {
      const [target] =
        (await eventbridge.send(new ListTargetsByRuleCommand({ Rule: ruleName, EventBusName })))
          .Targets ?? [];
      // For a minute, the rule gets a second target: a function that does not exist.
      const nobody = {
        Id: 'Nobody',
        Arn: lab.output('StateKeeperArn').replace(/.{7}$/, '-nobody'),
        DeadLetterConfig: target?.DeadLetterConfig,
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      };
      await eventbridge.send(
        new PutTargetsCommand({ Rule: ruleName, EventBusName, Targets: [nobody] }),
      );
      try {
        const orderId = order('undelivered');
        const { Body = '{}', MessageAttributes } = await lab.eventually(
          'the event in the queue',
          async () => {
            // A new target takes a while to become active. Until then, it gets no events.
            await change({ orderId, version: 1, state: 'paid' });
            return take(orderId);
          },
          5 * minutes,
        );
        while (await take(orderId));
        assert.equal(JSON.parse(Body).detail.orderId, orderId);
        assert.equal(MessageAttributes?.TARGET_ARN?.StringValue, nobody.Arn);
        return MessageAttributes?.ERROR_CODE?.StringValue;
      } finally {
        await eventbridge.send(
          new RemoveTargetsCommand({ Rule: ruleName, EventBusName, Ids: ['Nobody'] }),
        );
      }
    }, ['events: dead-letter queue of a target']);

    await lab.prove('the bus refuses an event from another source', async () => {
      const strange = { orderId: order('strange'), version: 1, state: 'paid', source: 'stranger' };
      const answer = await put(strange).catch((error: Error) => [error.name]);
      assert.match(answer.join(), /AccessDenied|NotAuthorized/);
    }, ['AWS::Events::EventBusPolicy']);

    await lab.prove(
      'the schedule closes unpaid orders with events on the same bus, and a one-time schedule is deleted afterwards',
      async () => {
        await Promise.all([
          becomes(unpaid, 'expired', 5 * minutes),
          becomes(late, 'expired', 5 * minutes),
        ]);
        assert.equal((await kept(unpaid))?.version, 1.5);
        assert.equal((await kept(first))?.state, 'shipped', 'an order that is not waiting');
        await lab.eventually('the schedule to be deleted', () => isGone(once), 5 * minutes);
        return `after ${Math.round((Date.now() - begun.getTime()) / 1000)} s`;
      },
    );

    await lab.prove('a payment that arrives late wins over the expiry', async () => {
      await change({ orderId: late, version: 2, state: 'paid' });
      await becomes(late, 'paid');
      await change({ orderId: late, version: 1.5, state: 'expired', source: 'shop.clock' });
      await lab.eventually('the second expiry in the log', async () =>
        (await heard(late)).some(({ outcome }) => outcome === 'not newer') ? true : undefined,
      );
      assert.equal((await kept(late))?.state, 'paid');
      assert.equal((await kept(unpaid))?.state, 'expired');
    });

    await lab.prove('a schedule sends its target the scheduled time', async () => {
      const [old, fresh] = [order('old'), order('fresh')];
      await change(
        { orderId: old, version: 1, state: 'placed', time: new Date(Date.now() - 25 * hour) },
        { orderId: fresh, version: 1, state: 'placed' },
      );
      await Promise.all([becomes(old, 'placed'), becomes(fresh, 'placed')]);
      const told = await runOnce('told', nightly.Target?.Input);
      await becomes(old, 'expired', 5 * minutes);
      await lab.eventually('the schedule to be deleted', () => isGone(told), 5 * minutes);
      assert.equal((await kept(fresh))?.state, 'placed');
    }, ['scheduler: context attributes', 'events: Time of an entry']);

    await lab.prove('the nightly schedule uses Berlin time', async () => {
      assert.equal(nightly.ScheduleExpression, 'cron(0 3 * * ? *)');
      assert.equal(nightly.ScheduleExpressionTimezone, 'Europe/Berlin');
    }, ['AWS::Scheduler::Schedule.ScheduleExpressionTimezone']);

    await lab.prove(
      'the scheduled rule of the default bus has the same target, and is disabled',
      async () => {
        const Name = lab.output('ClassicCloseName');
        const classic = await eventbridge.send(new DescribeRuleCommand({ Name }));
        assert.equal(classic.State, 'DISABLED');
        assert.equal(classic.ScheduleExpression, 'cron(0 3 * * ? *)');
        const { Targets = [] } = await eventbridge.send(
          new ListTargetsByRuleCommand({ Rule: Name }),
        );
        assert.deepEqual(
          Targets.map(({ Arn }) => Arn),
          [nightly.Target?.Arn],
        );
      },
    );

    await lab.prove('a replay of the archive restores a lost item, whatever the order of the events', async () => {
      const { Arn: busArn } = await eventbridge.send(
        new DescribeEventBusCommand({ Name: EventBusName }),
      );
      await forget(first);
      // An event can take ten minutes to reach the archive, so this replays until the newest is there.
      for (let attempt = 1; ; attempt++) {
        const ReplayName = `replay-${run}-${attempt}`;
        await eventbridge.send(
          new StartReplayCommand({
            ReplayName,
            EventSourceArn: lab.output('OrderArchiveArn'),
            Destination: { Arn: busArn, FilterArns: [`${rule.Arn}`] },
            EventStartTime: new Date(begun.getTime() - minutes * 1000),
            EventEndTime: new Date(),
          }),
        );
        await lab.eventually(
          'the replay to end',
          async () => {
            const { State } = await eventbridge.send(new DescribeReplayCommand({ ReplayName }));
            return State === 'COMPLETED' || undefined;
          },
          15 * minutes,
        );
        if ((await kept(first))?.version === 3) return `replay ${attempt}`;
        if (Date.now() - begun.getTime() > 60 * minutes * 1000) break;
      }
      return assert.deepEqual((await kept(first))?.version, 3);
    }, ['AWS::Events::Archive']);
  } finally {
    // EventBridge Scheduler has already deleted both, unless something failed before.
    for (const name of ['once', 'told'])
      await scheduler
        .send(new DeleteScheduleCommand({ Name: `${name}-${run}`, GroupName }))
        .catch((error) => assert.ok(error instanceof ResourceNotFoundException, error));
    for (const orderId of orders) await forget(orderId);
  }
};
