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
 * Ordered per customer, each message once in five minutes: which queue, which ids?
 *
 *   (teller) ──▶ PostingQueue ──▶ Bookkeeper ──▶ Ledger
 *   group id: the      │ after five failed receives
 *   account            ▼
 *               DeadLetterQueue ──▶ DeadLetterAlarm
 */
export class SqsFifoDeduplicationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // A name of its own, as the two queues name each other, and CloudFormation refuses a circle.
    const postingQueueName = `${this.stackName}-PostingQueue.fifo`;
    const postingQueueArn = this.formatArn({
      service: 'sqs',
      resource: postingQueueName,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });

    const deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      // Of the same kind as its source; so the failed postings of a customer also stay in order.
      fifo: true,
      retentionPeriod: Duration.days(14),
      redriveAllowPolicy: {
        redrivePermission: sqs.RedrivePermission.BY_QUEUE,
        sourceQueues: [sqs.Queue.fromQueueArn(this, 'PostingQueueByArn', postingQueueArn)],
      },
      enforceSSL: true,
    });

    const postingQueue = new sqs.Queue(this, 'PostingQueue', {
      queueName: postingQueueName,
      fifo: true,
      // The body is the id: a teller who hears no answer sends the same posting again.
      contentBasedDeduplication: true,
      // Two customers may say the same words; in the scope of the queue the second would be dropped.
      deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
      // High throughput: 300 calls a second are no longer the limit of all customers together.
      fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      receiveMessageWaitTime: Duration.seconds(20),
      maxMessageSizeBytes: 1_048_576,
      // Six times the bookkeeper's timeout: Lambda may be throttled, wait and still finish in time.
      visibilityTimeout: Duration.seconds(180),
      // A customer is blocked until then; without it, until the message expires after days.
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
      enforceSSL: true,
    });

    // Entries by account and number; number 0 is the balance and the last number.
    const ledger = new dynamodb.Table(this, 'Ledger', {
      partitionKey: { name: 'account', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'number', type: dynamodb.AttributeType.NUMBER },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const bookkeeperLogs = new logs.LogGroup(this, 'BookkeeperLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const bookkeeperRole = new iam.Role(this, 'BookkeeperRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    // Streams and events, but no group: a function that may create it brings it back after destroy.
    bookkeeperLogs.grantWrite(bookkeeperRole);
    ledger.grant(bookkeeperRole, 'dynamodb:PutItem', 'dynamodb:UpdateItem');

    const bookkeeper = new lambda.Function(this, 'Bookkeeper', {
      code: lambda.Code.fromAsset('dist/lambda/messaging/sqs-fifo-deduplication/bookkeeper'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(30),
      role: bookkeeperRole,
      logGroup: bookkeeperLogs,
      environment: { QUEUE_URL: postingQueue.queueUrl, TABLE_NAME: ledger.tableName },
    });
    bookkeeper.addEventSource(
      new sources.SqsEventSource(postingQueue, {
        // One batch has several customers in it, each in order; ten is the most of a FIFO queue.
        batchSize: 10,
        // The customers who did not fail are done; the failed one comes again, from there on.
        reportBatchItemFailures: true,
      }),
    );

    deadLetterQueue
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'DeadLetterAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    // A customer who is blocked shows here alone: the others' messages come and go.
    postingQueue
      .metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'BlockedCustomerAlarm', {
        threshold: 900,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    new CfnOutput(this, 'PostingQueueUrl', {
      value: postingQueue.queueUrl,
      description:
        'Where postings are sent to, as {"number":1,"cents":-250} with the account as group',
    });
    new CfnOutput(this, 'DeadLetterQueueUrl', {
      value: deadLetterQueue.queueUrl,
      description: 'Where the postings lie, in order, that failed five times',
    });
    new CfnOutput(this, 'LedgerTableName', {
      value: ledger.tableName,
      description: 'The table of entries by account and number; number 0 is the balance',
    });
    new CfnOutput(this, 'BookkeeperLogGroupName', {
      value: bookkeeperLogs.logGroupName,
      description: 'Where the bookkeeper says what became of each message',
    });
  }
}
