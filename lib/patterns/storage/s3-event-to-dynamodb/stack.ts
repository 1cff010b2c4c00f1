import {
  ArnFormat,
  CfnOutput,
  CustomResource,
  Duration,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * A vendor uploads a file: how does each line become one row of a table, within seconds and only once?
 *
 *   (vendor) ──▶ Inbox ── ObjectCreated ──▶ Importer ── row by row, if newer ──▶ Invoices
 *                  ▲                           ├── this version is done ───────▶ Register
 *                  │ on destroy                └── bad rows, failed files ─────▶ Rejects
 *               Emptier ◀── EmptyInbox                                 RejectsAlarm ◀┘
 */
export class S3EventToDynamodbStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // The bucket needs the permission to invoke the importer, and the importer's role needs the ARN of
    // the bucket. CloudFormation refuses such a circular dependency, so this ARN is built from the name.
    const inboxPrefix = `${this.stackName.toLowerCase()}-inbox`;
    const inboxArn = this.formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: `${inboxPrefix}-${this.account}-${this.region}-an`,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });

    const inbox = new s3.Bucket(this, 'Inbox', {
      // In the account's own namespace, nobody else can take the name, even if they guess it.
      bucketNamePrefix: inboxPrefix,
      bucketNamespace: s3.BucketNamespace.ACCOUNT_REGIONAL,
      // The importer reads the version that its notification names, even if the vendor has replaced the file since.
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      // The bucket owner owns every file, even if a vendor uploads it from another account.
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [
        {
          expiration: Duration.days(30),
          // An expired file stays as a noncurrent version, which is billed until this rule deletes it.
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Each invoice is one item, no matter how many files and notifications contain it.
    const invoices = new dynamodb.Table(this, 'Invoices', {
      partitionKey: { name: 'vendor', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'number', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Lists the imported versions of files, so that a repeated notification costs only one read.
    const register = new dynamodb.Table(this, 'Register', {
      partitionKey: { name: 'file', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sequencer', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // An entry may expire, because importing a file again changes no row.
      timeToLiveAttribute: 'expires',
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const rejects = new sqs.Queue(this, 'Rejects', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    rejects
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'RejectsAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    const importerLogs = new logs.LogGroup(this, 'ImporterLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const importerRole = new iam.Role(this, 'ImporterRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    importerLogs.grantWrite(importerRole);
    importerRole.addToPolicy(
      new iam.PolicyStatement({
        // The importer reads the version that the notification names. s3:GetObject would read the latest.
        actions: ['s3:GetObjectVersion'],
        resources: [`${inboxArn}/invoices/*`],
        conditions: { StringEquals: { 'aws:ResourceAccount': this.account } },
      }),
    );
    // The importer uses PutItem: BatchWriteItem takes no condition, so a late notification would overwrite newer rows.
    invoices.grant(importerRole, 'dynamodb:PutItem');
    register.grant(importerRole, 'dynamodb:GetItem', 'dynamodb:PutItem');
    rejects.grant(importerRole, 'sqs:SendMessage');

    const importer = new lambda.Function(this, 'Importer', {
      code: lambda.Code.fromAsset('dist/lambda/storage/s3-event-to-dynamodb/importer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      // More memory means more CPU. The file is a stream, so only a few rows are in memory.
      memorySize: 512,
      timeout: Duration.minutes(15),
      role: importerRole,
      logGroup: importerLogs,
      environment: {
        INVOICES_TABLE_NAME: invoices.tableName,
        REGISTER_TABLE_NAME: register.tableName,
        REJECTS_URL: rejects.queueUrl,
      },
      // S3 does not retry once Lambda has accepted the event, so a failed event must go to the queue.
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      // SqsDestination would grant the role two more actions than Lambda needs.
      onFailure: { bind: () => ({ destination: rejects.queueArn }) },
    });

    const inboxMayInvoke = new lambda.CfnPermission(this, 'InboxMayInvoke', {
      action: 'lambda:InvokeFunction',
      functionName: importer.functionArn,
      principal: 's3.amazonaws.com',
      sourceArn: inboxArn,
      // The ARN of a bucket contains no account ID, so the permission checks the account separately.
      sourceAccount: this.account,
    });

    // addEventNotification would add a function that may set the notifications of every bucket
    // (s3:PutBucketNotification on *) and that recreates its log group after cdk destroy.
    const notifyingInbox = inbox.node.defaultChild as s3.CfnBucket;
    notifyingInbox.notificationConfiguration = {
      lambdaConfigurations: [
        {
          // The vendor's tool decides between Put, Post, Copy and CompleteMultipartUpload.
          event: 's3:ObjectCreated:*',
          function: importer.functionArn,
          filter: {
            s3Key: {
              rules: [
                { name: 'prefix', value: 'invoices/' },
                { name: 'suffix', value: '.csv' },
              ],
            },
          },
        },
      ],
    };
    notifyingInbox.addResourceDependency(inboxMayInvoke);

    const emptierLogs = new logs.LogGroup(this, 'EmptierLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const emptierRole = new iam.Role(this, 'EmptierRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    emptierLogs.grantWrite(emptierRole);
    emptierRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:ListBucketVersions'],
        resources: [inbox.bucketArn],
      }),
    );
    emptierRole.addToPolicy(
      new iam.PolicyStatement({
        // The vendor may have uploaded files under any key.
        actions: ['s3:DeleteObjectVersion'],
        resources: [inbox.arnForObjects('*')],
      }),
    );

    // The function of autoDeleteObjects would recreate its log group too.
    const emptier = new lambda.Function(this, 'Emptier', {
      code: lambda.Code.fromAsset('dist/lambda/storage/s3-event-to-dynamodb/emptier'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(10),
      role: emptierRole,
      logGroup: emptierLogs,
    });
    // CloudFormation deletes this resource before the bucket, because it can delete only an empty bucket.
    new CustomResource(this, 'EmptyInbox', {
      resourceType: 'Custom::EmptyBucket',
      serviceToken: emptier.functionArn,
      // CloudFormation waits longer than the emptier can run, but not the hour that is the default.
      serviceTimeout: Duration.minutes(15),
      properties: { Bucket: inbox.bucketName },
    });

    new CfnOutput(this, 'InboxName', {
      value: inbox.bucketName,
      description: 'Upload files here as invoices/<vendor>/<name>.csv with number,date,cents',
    });
    new CfnOutput(this, 'ImporterName', {
      value: importer.functionName,
      description: 'Invoke this function with the requestPayload of a reject to retry it',
    });
    new CfnOutput(this, 'ImporterLogGroupName', {
      value: importerLogs.logGroupName,
      description: 'The log group that shows the result of each file',
    });
    new CfnOutput(this, 'InvoicesTableName', {
      value: invoices.tableName,
      description: 'The table of invoices, by vendor and number',
    });
    new CfnOutput(this, 'RegisterTableName', {
      value: register.tableName,
      description: 'The table of imported file versions, with their numbers of rows',
    });
    new CfnOutput(this, 'RejectsUrl', {
      value: rejects.queueUrl,
      description:
        'The queue of bad rows, with line and reason, and of files that failed three times',
    });
  }
}
