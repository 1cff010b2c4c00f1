import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
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

    // The two queues name each other, and CloudFormation refuses a circle of references. So the
    // work queue has a name, made of the stack's, and the dead-letter queue spells out its ARN.
    const workQueueName = `${this.stackName}-WorkQueue`;
    const workQueueArn = this.formatArn({
      service: 'sqs',
      resource: workQueueName,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });

    const deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      // A message keeps its age when it moves, so it must be allowed to grow older here.
      retentionPeriod: Duration.days(14),
      // Another queue's failures would ring this alarm and be redriven to the wrong consumer.
      redriveAllowPolicy: {
        redrivePermission: sqs.RedrivePermission.BY_QUEUE,
        sourceQueues: [sqs.Queue.fromQueueArn(this, 'WorkQueueByArn', workQueueArn)],
      },
    });

    const workQueue = new sqs.Queue(this, 'WorkQueue', {
      queueName: workQueueName,
      retentionPeriod: Duration.days(4),
      deliveryDelay: Duration.seconds(0),
      receiveMessageWaitTime: Duration.seconds(20),
      maxMessageSizeBytes: 1_048_576,
      // Six times the consumer's timeout: Lambda may be throttled, wait and still finish in time.
      visibilityTimeout: Duration.seconds(180),
      // With fewer than five, throttling alone could move a good message.
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
    });

    for (const queue of [workQueue, deadLetterQueue]) {
      queue.addToResourcePolicy(
        new iam.PolicyStatement({
          // The label by which `aws sqs remove-permission` would find it.
          sid: 'DenyPlainHttp',
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions: ['sqs:*'],
          resources: [queue.queueArn],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }

    // Orders and stock in one table, so that one transaction can write both.
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
    // Streams and events, but no group: a function that may create it brings it back after destroy.
    consumerLogs.grantWrite(consumerRole);
    shop.grant(consumerRole, 'dynamodb:PutItem', 'dynamodb:UpdateItem');

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
    consumer.addEventSource(
      new sources.SqsEventSource(workQueue, {
        batchSize: 10,
        // Without this, one bad message sends its nine good neighbours back as well.
        reportBatchItemFailures: true,
      }),
    );

    // Nobody reads the dead-letter queue, so its first message has to call for help.
    deadLetterQueue
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'DeadLetterAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    // At 120,000 received and undeleted messages SQS stops handing out more.
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

    new CfnOutput(this, 'WorkQueueUrl', {
      value: workQueue.queueUrl,
      description: 'Where orders are sent to, as {"id":"a1","sku":"tea","quantity":2}',
    });
    new CfnOutput(this, 'DeadLetterQueueUrl', {
      value: deadLetterQueue.queueUrl,
      description: 'Where an order lies that failed five times',
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
      description: 'Where the consumer says which message it refused, and why',
    });
  }
}
