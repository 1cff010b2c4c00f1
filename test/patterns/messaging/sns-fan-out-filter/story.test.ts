import { Template } from 'aws-cdk-lib/assertions';
import { SnsFanOutFilterStack } from '../../../../lib/patterns/messaging/sns-fan-out-filter/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(SnsFanOutFilterStack);
  const template = Template.fromStack(stack);
  const queue = (id: string) => logicalId(stack, 'AWS::SQS::Queue', id);
  const arn = (id: string) => ({ 'Fn::GetAtt': [queue(id), 'Arn'] });
  const topic = { Ref: logicalId(stack, 'AWS::SNS::Topic', 'OrderEvents') };
  const resource = (type: string, id: string) =>
    template.toJSON().Resources[logicalId(stack, type, id)];
  const subscription = (name: string) => resource('AWS::SNS::Subscription', `${name}Subscription`);

  describe.each(['Warehouse', 'Billing', 'Fraud'])('has a subscription %s that', (name) => {
    test('connects the topic to its own queue', () => {
      expect(subscription(name).Properties).toMatchObject({
        TopicArn: topic,
        Protocol: 'sqs',
        Endpoint: arn(`${name}Queue`),
        RawMessageDelivery: true,
      });
    });

    test('has a filter', () => {
      expect(Object.keys(subscription(name).Properties.FilterPolicy)).not.toEqual([]);
    });

    test('is created after the queue policy that allows the topic', () => {
      expect([subscription(name).DependsOn].flat()).toContain(
        logicalId(stack, 'AWS::SQS::QueuePolicy', `${name}Queue/Policy`),
      );
    });

    test('moves undelivered events to a queue that no other subscription uses', () => {
      expect(subscription(name).Properties.RedrivePolicy).toEqual({
        deadLetterTargetArn: arn(`${name}UndeliveredQueue`),
      });
    });

    test('retains messages longer in its undelivered queue than in its queue', () => {
      // By default, a queue retains a message for four days.
      const days = (id: string) =>
        (resource('AWS::SQS::Queue', id).Properties.MessageRetentionPeriod ?? 345_600) / 86_400;
      expect(days(`${name}UndeliveredQueue`)).toBeGreaterThan(days(`${name}Queue`));
    });
  });

  test('filters by body for one queue, and by attributes for the others', () => {
    const scopes = ['Warehouse', 'Billing', 'Fraud'].map(
      (name) => subscription(name).Properties.FilterPolicyScope,
    );
    expect(scopes).toEqual([undefined, undefined, 'MessageBody']);
  });

  test('has at most five names in each filter', () => {
    const count = (tree: object): number =>
      Object.values(tree).reduce(
        (sum, value) => sum + (Array.isArray(value) ? 1 : count(value)),
        0,
      );
    const counts = ['Warehouse', 'Billing', 'Fraud'].map((name) =>
      count(subscription(name).Properties.FilterPolicy),
    );
    expect(counts).toEqual([2, 3, 2]);
    for (const names of counts) expect(names).toBeLessThanOrEqual(5);
  });

  test('has an alarm for events that the topic could not deliver', () => {
    const { Dimensions, Threshold } = resource(
      'AWS::CloudWatch::Alarm',
      'UndeliveredAlarm',
    ).Properties;
    expect(Dimensions).toEqual([
      {
        Name: 'TopicName',
        Value: { 'Fn::GetAtt': [logicalId(stack, 'AWS::SNS::Topic', 'OrderEvents'), 'TopicName'] },
      },
    ]);
    expect(Threshold).toBe(1);
  });

  decisions(
    stack,
    `
      sns.amazonaws.com may sqs:SendMessage on WarehouseQueue, BillingQueue, FraudQueue when aws:SourceArn is OrderEvents
      sns.amazonaws.com may sqs:SendMessage on WarehouseUndeliveredQueue, BillingUndeliveredQueue, FraudUndeliveredQueue when aws:SourceArn is OrderEvents
      sns.amazonaws.com may not sqs:ReceiveMessage on WarehouseQueue, BillingQueue, FraudQueue when aws:SourceArn is OrderEvents
      sns.amazonaws.com may not sqs:SendMessage on WarehouseQueue, BillingQueue, FraudQueue when aws:SourceArn is arn:aws:sns:xx-here-1:222222222222:OrderEvents
      sns.amazonaws.com may not sqs:SendMessage on WarehouseUndeliveredQueue, BillingUndeliveredQueue, FraudUndeliveredQueue when aws:SourceArn is arn:aws:sns:xx-here-1:222222222222:OrderEvents
      events.amazonaws.com may not sqs:SendMessage on WarehouseQueue, FraudUndeliveredQueue when aws:SourceArn is OrderEvents
      anonymous, 222222222222 may not sns:Publish, sns:Subscribe on OrderEvents
      anonymous, 222222222222 may not sqs:SendMessage, sqs:ReceiveMessage on WarehouseQueue, WarehouseUndeliveredQueue
      111111111111 may sns:Publish on OrderEvents
      111111111111, anonymous must not sns:Publish on OrderEvents when aws:SecureTransport is false
      111111111111 must not sqs:ReceiveMessage on WarehouseQueue, BillingQueue, FraudQueue when aws:SecureTransport is false
      111111111111 must not sqs:ReceiveMessage on WarehouseUndeliveredQueue, BillingUndeliveredQueue, FraudUndeliveredQueue when aws:SecureTransport is false
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});
