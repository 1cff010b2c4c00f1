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
 * How do you deliver each customer's messages in order, and drop a message sent twice within five minutes?
 *
 *   (teller) ──▶ PostingQueue ──▶ Bookkeeper ──▶ Ledger
 *   group id:          │ after five failed receives
 *   the account        ▼
 *               DeadLetterQueue ──▶ DeadLetterAlarm
 */
export class SqsFifoDeduplicationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // A posting is a deposit or a withdrawal. The two queues name each other, but CloudFormation
    // refuses circular references. So the posting queue has a fixed name, which gives its ARN.
    const postingQueueName = `${this.stackName}-PostingQueue.fifo`;
    const postingQueueArn = this.formatArn({
      service: 'sqs',
      resource: postingQueueName,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });

    const deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', {
      // This is a FIFO queue like its source, so the failed postings of a customer stay in order.
      fifo: true,
      retentionPeriod: Duration.days(14),
      // Failed messages of other queues would set off DeadLetterAlarm too, so only one queue may use this one.
      redriveAllowPolicy: {
        redrivePermission: sqs.RedrivePermission.BY_QUEUE,
        sourceQueues: [sqs.Queue.fromQueueArn(this, 'PostingQueueByArn', postingQueueArn)],
      },
      enforceSSL: true,
    });

    const postingQueue = new sqs.Queue(this, 'PostingQueue', {
      queueName: postingQueueName,
      fifo: true,
      // The body gives the deduplication id: a teller who gets no answer can safely send the posting again.
      contentBasedDeduplication: true,
      // Two customers can send equal bodies. With the scope queue, SQS would drop the second one.
      deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
      // High-throughput mode: all customers together are no longer limited to 300 calls per second.
      fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      receiveMessageWaitTime: Duration.seconds(20),
      maxMessageSizeBytes: 1_048_576,
      visibilityTimeout: Duration.seconds(180),
      // A failing message blocks its customer for five receives. Without this, it would block for days.
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: 5 },
      enforceSSL: true,
    });

    deadLetterQueue
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'DeadLetterAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    // Only this metric shows a blocked customer, because the messages of the others still flow.
    postingQueue
      .metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'BlockedCustomerAlarm', {
        threshold: 900,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    // One item for each posting of an account. Item 0 has the balance and the number of the last posting.
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
    bookkeeperLogs.grantWrite(bookkeeperRole);
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
    ledger.grant(bookkeeperRole, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    bookkeeper.addEventSource(
      new sources.SqsEventSource(postingQueue, {
        // A batch has at most ten messages. They can come from several customers, each in order.
        batchSize: 10,
        // After a failure, only that posting and the later ones of the same customer return to the queue.
        reportBatchItemFailures: true,
      }),
    );

    new CfnOutput(this, 'PostingQueueUrl', {
      value: postingQueue.queueUrl,
      description:
        'Send postings here, such as {"number":1,"cents":-250}, with the account as message group id',
    });
    new CfnOutput(this, 'DeadLetterQueueUrl', {
      value: deadLetterQueue.queueUrl,
      description: 'Find the failed postings here, in order',
    });
    new CfnOutput(this, 'LedgerTableName', {
      value: ledger.tableName,
      description: 'The table of postings by account and number; number 0 is the balance',
    });
    new CfnOutput(this, 'BookkeeperLogGroupName', {
      value: bookkeeperLogs.logGroupName,
      description: 'The log group that shows what the bookkeeper did with each message',
    });
  }
}
