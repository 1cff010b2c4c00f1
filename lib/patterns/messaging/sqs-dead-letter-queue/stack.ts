import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * One bad message keeps failing: how do you stop the retries without losing it?
 *
 *   (producer) ──▶ WorkQueue ──▶ Consumer ──▶ Shop
 *                      │ after five failed receives
 *                      ▼
 *               DeadLetterQueue ──▶ DeadLetterAlarm
 */
export class SqsDeadLetterQueueStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      // A message keeps its age when it moves here, so this queue must retain it for longer.
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });

    const workQueue = new sqs.Queue(this, 'WorkQueue', {
      // With fewer than five receives, throttling alone could move a good message.
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
      // Six times the consumer's timeout leaves Lambda time to retry after throttling.
      visibilityTimeout: Duration.seconds(180),
      retentionPeriod: Duration.days(4),
      deliveryDelay: Duration.seconds(0),
      receiveMessageWaitTime: Duration.seconds(20),
      maxMessageSizeBytes: 1_048_576,
      enforceSSL: true,
    });

    // No program reads the dead-letter queue, so its first message must alert a person.
    deadLetterQueue
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'DeadLetterAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    // At 120,000 messages in flight, SQS stops returning messages from the queue.
    workQueue
      .metricApproximateNumberOfMessagesNotVisible({
        period: Duration.minutes(1),
        statistic: 'max',
      })
      .createAlarm(this, 'InFlightAlarm', {
        threshold: 100_000,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    // One table holds orders and stock. The consumer writes both in one transaction.
    const shop = new dynamodb.Table(this, 'Shop', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const consumerLogs = new logs.LogGroup(this, 'ConsumerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const consumerRole = new iam.Role(this, 'ConsumerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    // No logs:CreateLogGroup: the function would recreate its log group after `cdk destroy`.
    consumerLogs.grantWrite(consumerRole);
    const consumer = new lambda.Function(this, 'Consumer', {
      code: lambda.Code.fromAsset('dist/lambda/messaging/sqs-dead-letter-queue/consumer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(30),
      role: consumerRole,
      logGroup: consumerLogs,
      environment: { QUEUE_URL: workQueue.queueUrl, TABLE_NAME: shop.tableName },
    });
    shop.grant(consumerRole, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    consumer.addEventSource(
      new sources.SqsEventSource(workQueue, {
        batchSize: 10,
        // The consumer names the failed messages, so that only those return to the queue.
        reportBatchItemFailures: true,
      }),
    );

    new CfnOutput(this, 'WorkQueueUrl', {
      value: workQueue.queueUrl,
      description: 'Send orders here, such as {"id":"a1","sku":"tea","quantity":2}',
    });
    new CfnOutput(this, 'DeadLetterQueueUrl', {
      value: deadLetterQueue.queueUrl,
      description: 'Find the orders here that failed five times',
    });
    new CfnOutput(this, 'DeadLetterQueueArn', {
      value: deadLetterQueue.queueArn,
      description: 'The source of a redrive: aws sqs start-message-move-task --source-arn …',
    });
    new CfnOutput(this, 'ShopTableName', {
      value: shop.tableName,
      description: 'The table of accepted orders (order#id) and stock (stock#sku)',
    });
    new CfnOutput(this, 'ConsumerLogGroupName', {
      value: consumerLogs.logGroupName,
      description: 'The log group that shows each message that the consumer refused, and why',
    });
  }
}
