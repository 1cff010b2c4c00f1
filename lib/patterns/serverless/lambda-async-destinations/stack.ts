import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * An asynchronous invocation fails for good: where does the event go?
 *
 *   (shop) ──▶ Invoicer ──on success: record──▶ Archivist ──▶ Invoices
 *                 │ on failure: record              │
 *                 └────────▶ FailedEvents ◀─────────┘
 *   (shop) ──▶ LegacyInvoicer ──event alone──▶ DeadLetters
 */
export class LambdaAsyncDestinationsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // These are standard queues because Lambda cannot deliver to FIFO queues.
    const failedEvents = new sqs.Queue(this, 'FailedEvents', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    const deadLetters = new sqs.Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });

    const prices = new dynamodb.Table(this, 'Prices', {
      partitionKey: { name: 'sku', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The key allows one invoice per order, even if Lambda runs an event or delivers a record twice.
    const invoices = new dynamodb.Table(this, 'Invoices', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const archivistLogs = new logs.LogGroup(this, 'ArchivistLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const archivistRole = new iam.Role(this, 'ArchivistRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    archivistLogs.grantWrite(archivistRole);
    invoices.grant(archivistRole, 'dynamodb:PutItem');
    failedEvents.grant(archivistRole, 'sqs:SendMessage');

    const archivist = new lambda.Function(this, 'Archivist', {
      code: lambda.Code.fromAsset('dist/lambda/serverless/lambda-async-destinations/archivist'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      // The role above has all permissions; the library would grant more than Lambda needs to deliver.
      role: archivistRole.withoutPolicyUpdates(),
      logGroup: archivistLogs,
      environment: { INVOICES_TABLE_NAME: invoices.tableName },
    });
    // Lambda invokes this destination asynchronously too, so it needs an on-failure destination of its own.
    archivist.configureAsyncInvoke({
      retryAttempts: 2,
      onFailure: new destinations.SqsDestination(failedEvents),
    });

    const invoicerLogs = new logs.LogGroup(this, 'InvoicerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const invoicerRole = new iam.Role(this, 'InvoicerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    invoicerLogs.grantWrite(invoicerRole);
    prices.grant(invoicerRole, 'dynamodb:BatchGetItem');
    // Lambda delivers records with this role, and checks its permissions when you set a destination.
    failedEvents.grant(invoicerRole, 'sqs:SendMessage');
    invoicerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [archivist.functionArn],
      }),
    );

    const invoicer = new lambda.Function(this, 'Invoicer', {
      code: lambda.Code.fromAsset('dist/lambda/serverless/lambda-async-destinations/invoicer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: invoicerRole.withoutPolicyUpdates(),
      logGroup: invoicerLogs,
      environment: { PRICES_TABLE_NAME: prices.tableName },
    });
    invoicer.configureAsyncInvoke({
      // Lambda retries one minute after the first error, and two minutes after the second.
      retryAttempts: 2,
      // A throttled event waits for an hour at most; then it goes to FailedEvents.
      maxEventAge: Duration.hours(1),
      onSuccess: new destinations.LambdaDestination(archivist),
      onFailure: new destinations.SqsDestination(failedEvents),
    });

    const legacyInvoicerLogs = new logs.LogGroup(this, 'LegacyInvoicerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const legacyInvoicerRole = new iam.Role(this, 'LegacyInvoicerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    legacyInvoicerLogs.grantWrite(legacyInvoicerRole);
    prices.grant(legacyInvoicerRole, 'dynamodb:BatchGetItem');

    // The same code with a dead-letter queue, the only choice before Lambda had destinations.
    const legacyInvoicer = new lambda.Function(this, 'LegacyInvoicer', {
      code: lambda.Code.fromAsset('dist/lambda/serverless/lambda-async-destinations/invoicer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: legacyInvoicerRole,
      logGroup: legacyInvoicerLogs,
      environment: { PRICES_TABLE_NAME: prices.tableName },
      deadLetterQueue: deadLetters,
    });

    const atTheFirst = {
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    };
    const eachMinute = { period: Duration.minutes(1), statistic: 'sum' };
    const waiting = { period: Duration.minutes(1), statistic: 'max' };
    failedEvents
      .metricApproximateNumberOfMessagesVisible(waiting)
      .createAlarm(this, 'FailedEventsAlarm', atTheFirst);
    deadLetters
      .metricApproximateNumberOfMessagesVisible(waiting)
      .createAlarm(this, 'DeadLettersAlarm', atTheFirst);
    // These two alarms mean that an event is lost: Lambda gave it up and could not deliver it.
    invoicer
      .metric('DestinationDeliveryFailures', eachMinute)
      .createAlarm(this, 'UndeliveredRecordAlarm', atTheFirst);
    legacyInvoicer
      .metric('DeadLetterErrors', eachMinute)
      .createAlarm(this, 'UndeliveredDeadLetterAlarm', atTheFirst);
    // This alarm notices every event that Lambda gave up, even if nobody configured a destination.
    invoicer
      .metric('AsyncEventsDropped', eachMinute)
      .createAlarm(this, 'DroppedEventsAlarm', atTheFirst);
    // Three attempts take less than 15 minutes, so an older event waits because the function is throttled.
    invoicer.metric('AsyncEventAge', waiting).createAlarm(this, 'WaitingEventsAlarm', {
      ...atTheFirst,
      threshold: Duration.minutes(15).toMilliseconds(),
    });

    new CfnOutput(this, 'InvoicerName', {
      value: invoicer.functionName,
      description:
        'Invoke it asynchronously with {"id":"o-1","lines":[{"sku":"tea","quantity":2}]}',
    });
    new CfnOutput(this, 'InvoicerLogGroupName', {
      value: invoicerLogs.logGroupName,
      description: 'The log group where each attempt says how it ended',
    });
    new CfnOutput(this, 'LegacyInvoicerName', {
      value: legacyInvoicer.functionName,
      description: 'The same function with a dead-letter queue in place of destinations',
    });
    new CfnOutput(this, 'LegacyInvoicerLogGroupName', {
      value: legacyInvoicerLogs.logGroupName,
      description: 'The log group where each attempt of the legacy function says how it ended',
    });
    new CfnOutput(this, 'ArchivistName', {
      value: archivist.functionName,
      description: 'Invoke it with the same record twice to see that it files one invoice',
    });
    new CfnOutput(this, 'FailedEventsUrl', {
      value: failedEvents.queueUrl,
      description: 'The queue with the records of failed events and their errors',
    });
    new CfnOutput(this, 'DeadLettersUrl', {
      value: deadLetters.queueUrl,
      description: 'The queue with the failed events of the legacy function',
    });
    new CfnOutput(this, 'PricesTableName', {
      value: prices.tableName,
      description:
        'The table of prices, with items like {"sku":"tea","cents":350}; an order fails without its price',
    });
    new CfnOutput(this, 'InvoicesTableName', {
      value: invoices.tableName,
      description: 'The table of invoices, one per order',
    });
  }
}
