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
 * How do you react to every change of an item, in order, without polling the table?
 *
 *   (writer) ──▶ Products ──stream──▶ Auditor ──▶ AuditTrail
 *                                        │ after three retries
 *                                        ▼
 *                                  FailedBatches
 *                                        │ by hand
 *                Products ──stream──▶ Recoverer ──▶ AuditTrail
 */
export class DynamodbStreamsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const products = new dynamodb.Table(this, 'Products', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // An audit needs both images, because it must show the old value and the new value.
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const auditTrail = new dynamodb.Table(this, 'AuditTrail', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      // A record that arrives twice has the same sequence number, so it overwrites its own item.
      sortKey: { name: 'sequence', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const failedBatches = new sqs.Queue(this, 'FailedBatches', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });

    const auditorLogs = new logs.LogGroup(this, 'AuditorLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const auditorRole = new iam.Role(this, 'AuditorRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    auditorLogs.grantWrite(auditorRole);
    const auditor = new lambda.Function(this, 'Auditor', {
      code: lambda.Code.fromAsset('dist/lambda/database/dynamodb-streams/auditor'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(30),
      role: auditorRole,
      logGroup: auditorLogs,
      environment: { AUDIT_TABLE_NAME: auditTrail.tableName },
    });
    auditTrail.grant(auditorRole, 'dynamodb:BatchWriteItem');
    auditor.addEventSource(
      new sources.DynamoEventSource(products, {
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        // With more than one batch of a shard at a time, only the changes of one item stay in order.
        parallelizationFactor: 1,
        // The audit ignores drafts: a record that matches no filter does not invoke the function.
        filters: [
          lambda.FilterCriteria.filter({
            dynamodb: { Keys: { id: { S: [{ prefix: 'product#' }] } } },
          }),
        ],
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        // Without a limit, a record that always fails blocks its shard until it expires.
        retryAttempts: 3,
        // The stream keeps records for 24 hours, so half a day remains to recover a discarded record.
        maxRecordAge: Duration.hours(12),
        onFailure: new sources.SqsDlq(failedBatches),
      }),
    );

    // A person invokes Recoverer with a message of FailedBatches. It reads the records from the stream
    // again and writes them to the audit, where it marks bad records as quarantined.
    const recovererLogs = new logs.LogGroup(this, 'RecovererLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const recovererRole = new iam.Role(this, 'RecovererRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    recovererLogs.grantWrite(recovererRole);
    const recoverer = new lambda.Function(this, 'Recoverer', {
      code: lambda.Code.fromAsset('dist/lambda/database/dynamodb-streams/recoverer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(1),
      role: recovererRole,
      logGroup: recovererLogs,
      environment: {
        AUDIT_TABLE_NAME: auditTrail.tableName,
        STREAM_ARN: products.tableStreamArn ?? '',
      },
    });
    auditTrail.grant(recovererRole, 'dynamodb:BatchWriteItem');
    products.grantStream(recovererRole, 'dynamodb:GetShardIterator', 'dynamodb:GetRecords');

    // This metric, the age of the last record of a batch, shows how far the audit is behind.
    auditor
      .metric('IteratorAge', { period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'IteratorAgeAlarm', {
        threshold: Duration.hours(1).toMilliseconds(),
        evaluationPeriods: 5,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    failedBatches
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'FailedBatchesAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    new CfnOutput(this, 'ProductsTableName', {
      value: products.tableName,
      description: 'Change items in this table, such as {"id":"product#tea","price":3}',
    });
    new CfnOutput(this, 'AuditTableName', {
      value: auditTrail.tableName,
      description: 'The table with the history of every item, in the order of its changes',
    });
    new CfnOutput(this, 'FailedBatchesUrl', {
      value: failedBatches.queueUrl,
      description: 'Find the sequence numbers of discarded records here',
    });
    new CfnOutput(this, 'AuditorName', {
      value: auditor.functionName,
      description:
        'Invoke this function with the same batch twice to see that the second one changes nothing',
    });
    new CfnOutput(this, 'RecovererName', {
      value: recoverer.functionName,
      description:
        'Invoke this function with the body of a message from FailedBatches to recover its records',
    });
  }
}
