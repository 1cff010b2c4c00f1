import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * One event, several queues, each wants only its own kind: how?
 *
 *                    ┌ placed, 1 to 30,000 g ─▶ WarehouseQueue
 *   OrderEvents ─────┼ order.*, refund ───────▶ BillingQueue
 *                    └ 1,000 and more (body) ─▶ FraudQueue
 *   what a queue does not take ───────────────▶ its UndeliveredQueue
 */
export class SnsFanOutFilterStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const orderEvents = new sns.Topic(this, 'OrderEvents', { enforceSSL: true });
    const cfnTopic = orderEvents.node.defaultChild as sns.CfnTopic;
    // The key that AWS manages for SNS costs nothing; no AWS service could publish with it, the shop can.
    cfnTopic.kmsMasterKeyId = 'alias/aws/sns';
    // Above 256 KiB only queues, functions and Firehose may subscribe, so it is not simply raised.
    cfnTopic.maximumMessageSize = 262_144;

    // All conditions of a filter hold at once; of the values of one name, any one will do.
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
      // The sum and the address are in the body alone, below "order".
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
        // With the key that AWS manages for SQS, SNS could not send: nobody can edit that key's policy.
        encryption: sqs.QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
      });
      // A message does not say whose it was, so each subscription has an undelivered queue to itself.
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
          // Otherwise any topic of any account could use SNS to write into the queue.
          conditions: { ArnEquals: { 'aws:SourceArn': orderEvents.topicArn } },
        }),
      );
      const subscription = new sns.Subscription(this, `${name}Subscription`, {
        topic: orderEvents,
        protocol: sns.SubscriptionProtocol.SQS,
        endpoint: queue.queueArn,
        // The consumer gets what was published, with its attributes, instead of an envelope around it.
        rawMessageDelivery: true,
        deadLetterQueue: undeliveredQueue,
        ...filter,
      });
      // SNS does not try again what is denied: the first messages would be lost.
      if (policyDependable) subscription.node.addDependency(policyDependable);

      new CfnOutput(this, `${name}QueueUrl`, {
        value: queue.queueUrl,
        description: `Where the events lie that the filter ${name} lets through`,
      });
      new CfnOutput(this, `${name}UndeliveredQueueUrl`, {
        value: undeliveredQueue.queueUrl,
        description: `Where the events lie that could not be delivered to ${name}`,
      });
    }

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
      description: 'Where events are published, with the attributes kind, grams and country',
    });
  }
}
