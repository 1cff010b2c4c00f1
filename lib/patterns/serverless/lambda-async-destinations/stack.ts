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

    const prices = new dynamodb.Table(this, 'Prices', {
      partitionKey: { name: 'sku', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // One invoice per order, however often its event or the record of it comes.
    const invoices = new dynamodb.Table(this, 'Invoices', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Standard queues: Lambda delivers to no FIFO queue. Records of both functions lie in the first.
    const failedEvents = new sqs.Queue(this, 'FailedEvents', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    const deadLetters = new sqs.Queue(this, 'DeadLetters', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
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
      // Its rights are above, all of them: destinations would grant more than Lambda needs.
      role: archivistRole.withoutPolicyUpdates(),
      logGroup: archivistLogs,
      environment: { INVOICES_TABLE_NAME: invoices.tableName },
    });
    // A destination is called asynchronously itself, so it needs one of its own.
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
    // Lambda delivers with the rights of the function, and checks them when the destination is set.
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
      // After an error: one minute later, and two minutes after that.
      retryAttempts: 2,
      // Throttled, an event waits as long as this; an older one is for a person to look at.
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

    // The same code, with the older way to keep failures: a dead-letter queue.
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
    // These two: Lambda gave an event up and could not deliver it, so it is lost.
    invoicer
      .metric('DestinationDeliveryFailures', eachMinute)
      .createAlarm(this, 'UndeliveredRecordAlarm', atTheFirst);
    legacyInvoicer
      .metric('DeadLetterErrors', eachMinute)
      .createAlarm(this, 'UndeliveredDeadLetterAlarm', atTheFirst);
    // Every event that Lambda gave up, delivered or not: it also notices a forgotten destination.
    invoicer
      .metric('AsyncEventsDropped', eachMinute)
      .createAlarm(this, 'DroppedEventsAlarm', atTheFirst);
    // Too old for three attempts in a row: events wait because the function is throttled.
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
      description: 'Where each attempt says what became of it',
    });
    new CfnOutput(this, 'LegacyInvoicerName', {
      value: legacyInvoicer.functionName,
      description: 'The same function with a dead-letter queue in place of destinations',
    });
    new CfnOutput(this, 'LegacyInvoicerLogGroupName', {
      value: legacyInvoicerLogs.logGroupName,
      description: 'Where each attempt of the legacy function says what became of it',
    });
    new CfnOutput(this, 'ArchivistName', {
      value: archivist.functionName,
      description: 'Invoke it with a record to see what a second delivery does',
    });
    new CfnOutput(this, 'FailedEventsUrl', {
      value: failedEvents.queueUrl,
      description: 'Where the records of events lie that failed for good, with their errors',
    });
    new CfnOutput(this, 'DeadLettersUrl', {
      value: deadLetters.queueUrl,
      description: 'Where the events of the legacy function lie that failed for good',
    });
    new CfnOutput(this, 'PricesTableName', {
      value: prices.tableName,
      description: 'The table of prices, as {"sku":"tea","cents":350}; without one an order fails',
    });
    new CfnOutput(this, 'InvoicesTableName', {
      value: invoices.tableName,
      description: 'The table of invoices, one per order',
    });
  }
}
