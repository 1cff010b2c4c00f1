import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * You publish each event once: how does it reach only the queues that want it?
 *
 *                 ┌ order.placed, 1 to 30,000 g ─▶ WarehouseQueue
 *   OrderEvents ──┼ order.*, refund ─────────────▶ BillingQueue
 *                 └ 100,000 cents or more in body ▶ FraudQueue
 *   events that SNS cannot deliver: WarehouseUndeliveredQueue, BillingUndeliveredQueue,
 *   FraudUndeliveredQueue ──▶ UndeliveredAlarm
 */
export class SnsFanOutFilterStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const orderEvents = new sns.Topic(this, 'OrderEvents', { enforceSSL: true });

    // Every name in a filter must match. For each name, one matching value is enough.
    const filters = {
      Warehouse: {
        filterPolicy: {
          kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order.placed'] }),
          grams: sns.SubscriptionFilter.numericFilter({ between: { start: 1, stop: 30_000 } }),
        },
      },
      Billing: {
        filterPolicy: {
          kind: sns.SubscriptionFilter.stringFilter({
            allowlist: ['refund'],
            matchPrefixes: ['order.'],
          }),
          country: sns.SubscriptionFilter.stringFilter({ denylist: ['XX'] }),
          rehearsal: sns.SubscriptionFilter.notExistsFilter(),
        },
      },
      // Only the body contains the total and the email address, in its "order" object.
      Fraud: {
        filterPolicyWithMessageBody: {
          order: sns.FilterOrPolicy.policy({
            cents: sns.FilterOrPolicy.filter(
              sns.SubscriptionFilter.numericFilter({ greaterThanOrEqualTo: 100_000 }),
            ),
            email: sns.FilterOrPolicy.filter(
              sns.SubscriptionFilter.stringFilter({ matchSuffixes: ['@mail.example'] }),
            ),
          }),
        },
      },
    };

    for (const [name, filter] of Object.entries(filters)) {
      const queue = new sqs.Queue(this, `${name}Queue`, {
        // With the AWS managed key of SQS, SNS could not send, because you cannot edit its key policy.
        encryption: sqs.QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
      });
      // An undelivered message does not name its subscription, so each subscription has its own queue.
      const undeliveredQueue = new sqs.Queue(this, `${name}UndeliveredQueue`, {
        encryption: sqs.QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        retentionPeriod: Duration.days(14),
      });

      const { policyDependable } = queue.addToResourcePolicy(
        new iam.PolicyStatement({
          sid: 'AllowOrderEvents',
          principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
          // Otherwise any topic of any account could send to the queue through SNS.
          conditions: { ArnEquals: { 'aws:SourceArn': orderEvents.topicArn } },
        }),
      );
      const subscription = new sns.Subscription(this, `${name}Subscription`, {
        topic: orderEvents,
        protocol: sns.SubscriptionProtocol.SQS,
        endpoint: queue.queueArn,
        // The consumer gets the message as published, instead of a JSON envelope around it.
        rawMessageDelivery: true,
        deadLetterQueue: undeliveredQueue,
        ...filter,
      });
      // SNS does not retry a delivery that the queue refuses, so the queue policy must exist first.
      if (policyDependable) subscription.node.addDependency(policyDependable);

      new CfnOutput(this, `${name}QueueUrl`, {
        value: queue.queueUrl,
        description: `Find the events here that match the filter of ${name}`,
      });
      new CfnOutput(this, `${name}UndeliveredQueueUrl`, {
        value: undeliveredQueue.queueUrl,
        description: `Find the events here that SNS could not deliver to ${name}`,
      });
    }

    const cfnTopic = orderEvents.node.defaultChild as sns.CfnTopic;
    // This AWS managed key is free. Your code can publish with it, but AWS services such as S3 cannot.
    cfnTopic.kmsMasterKeyId = 'alias/aws/sns';
    // This is the default. With a higher limit, only SQS, Lambda and Firehose can subscribe.
    cfnTopic.maximumMessageSize = 262_144;

    orderEvents
      .metric('NumberOfNotificationsRedrivenToDlq', {
        period: Duration.minutes(1),
        statistic: 'sum',
      })
      .createAlarm(this, 'UndeliveredAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    new CfnOutput(this, 'TopicArn', {
      value: orderEvents.topicArn,
      description: 'Publish events here, with the message attributes kind, grams and country',
    });
  }
}
