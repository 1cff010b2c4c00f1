import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SnsFanOutFilterStack } from '../../../../lib/patterns/messaging/sns-fan-out-filter/stack';
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
  const statements = (id: string) =>
    resource('AWS::SQS::QueuePolicy', `${id}/Policy`).Properties.PolicyDocument.Statement;

  describe.each(['Warehouse', 'Billing', 'Fraud'])('has a subscription %s that', (name) => {
    test('goes from the topic to its own queue', () => {
      expect(subscription(name).Properties).toMatchObject({
        TopicArn: topic,
        Protocol: 'sqs',
        Endpoint: arn(`${name}Queue`),
        RawMessageDelivery: true,
      });
    });

    test('filters', () => {
      expect(Object.keys(subscription(name).Properties.FilterPolicy)).not.toEqual([]);
    });

    test('is made after the policy that lets the topic in', () => {
      expect([subscription(name).DependsOn].flat()).toContain(
        logicalId(stack, 'AWS::SQS::QueuePolicy', `${name}Queue/Policy`),
      );
    });

    test('keeps what cannot be delivered in a queue that no other subscription uses', () => {
      expect(subscription(name).Properties.RedrivePolicy).toEqual({
        deadLetterTargetArn: arn(`${name}UndeliveredQueue`),
      });
    });

    test.each(['Queue', 'UndeliveredQueue'])(
      'may send to the %s, as this topic alone and over TLS only',
      (kind) => {
        expect(statements(`${name}${kind}`)).toEqual([
          expect.objectContaining({
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'sqs:*',
            Resource: arn(`${name}${kind}`),
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          expect.objectContaining({
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arn(`${name}${kind}`),
            Condition: { ArnEquals: { 'aws:SourceArn': topic } },
          }),
        ]);
      },
    );

    test('has an undelivered queue that keeps messages longer than its queue', () => {
      // A queue that says nothing keeps a message for four days.
      const days = (id: string) =>
        (resource('AWS::SQS::Queue', id).Properties.MessageRetentionPeriod ?? 345_600) / 86_400;
      expect(days(`${name}UndeliveredQueue`)).toBeGreaterThan(days(`${name}Queue`));
    });
  });

  test('reads the body for one queue, and the attributes for the others', () => {
    const scopes = ['Warehouse', 'Billing', 'Fraud'].map(
      (name) => subscription(name).Properties.FilterPolicyScope,
    );
    expect(scopes).toEqual([undefined, undefined, 'MessageBody']);
  });

  test('has no filter of more than five names', () => {
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

  test('refuses to publish without TLS', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [topic],
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: topic,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      },
    });
  });

  test('rings when the topic could not deliver', () => {
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

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the library refuses', () => {
  const subscribe = (props: Partial<sns.SubscriptionProps>) => {
    const stack = new Stack(new App(), 'Refused');
    return new sns.Subscription(stack, 'Subscription', {
      topic: new sns.Topic(stack, 'Topic'),
      protocol: sns.SubscriptionProtocol.SQS,
      endpoint: 'queue',
      ...props,
    });
  };
  const oneOf = (count: number) =>
    sns.SubscriptionFilter.stringFilter({
      allowlist: Array.from({ length: count }, (_, index) => `${index}`),
    });
  const names = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`name${index}`, oneOf(1)]));

  test('a filter of six names, but not of five', () => {
    expect(() => subscribe({ filterPolicy: names(5) })).not.toThrow();
    expect(() => subscribe({ filterPolicy: names(6) })).toThrow('maximum of 5');
  });

  test('a filter of more than 150 combinations of values, but not of 150', () => {
    expect(() => subscribe({ filterPolicy: { a: oneOf(10), b: oneOf(15) } })).not.toThrow();
    expect(() => subscribe({ filterPolicy: { a: oneOf(10), b: oneOf(16) } })).toThrow('150');
  });

  test('raw delivery by e-mail', () => {
    expect(() =>
      subscribe({ protocol: sns.SubscriptionProtocol.EMAIL, rawMessageDelivery: true }),
    ).toThrow('Raw message delivery');
  });

  test('retries of its own for a queue', () => {
    expect(() => subscribe({ deliveryPolicy: { healthyRetryPolicy: {} } })).toThrow('HTTP');
  });
});
