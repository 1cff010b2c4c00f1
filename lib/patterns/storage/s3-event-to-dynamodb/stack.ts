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
 * A vendor drops a file: how does it become rows at once, once each?
 *
 *   (vendor) ──▶ Inbox ── ObjectCreated ──▶ Importer ── row by row, if newer ──▶ Invoices
 *                  ▲                           ├── this version is done ───────▶ Register
 *                  │ on destroy                └── bad rows, failed files ─────▶ Rejects
 *               Emptier ◀── EmptyInbox                                 RejectsAlarm ◀┘
 */
export class S3EventToDynamodbStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // S3 asks at the bucket's creation whether it may invoke the importer, and the importer may read
    // the bucket: CloudFormation refuses the circle, so the name is spelled out, and the ARN with it.
    const inboxPrefix = `${this.stackName.toLowerCase()}-inbox`;
    const inboxArn = this.formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: `${inboxPrefix}-${this.account}-${this.region}-an`,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });

    // An invoice is one item, whichever file brought it and however often.
    const invoices = new dynamodb.Table(this, 'Invoices', {
      partitionKey: { name: 'vendor', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'number', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Which version of which file is done: a notification that comes again costs one read.
    const register = new dynamodb.Table(this, 'Register', {
      partitionKey: { name: 'file', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sequencer', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // Safe to forget: read once more, the file changes no row.
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
        // The version that the notification names, and no other; s3:GetObject would read the latest.
        actions: ['s3:GetObjectVersion'],
        resources: [`${inboxArn}/invoices/*`],
        conditions: { StringEquals: { 'aws:ResourceAccount': this.account } },
      }),
    );
    // Not BatchWriteItem: it takes no condition, so an older file that comes late would win.
    invoices.grant(importerRole, 'dynamodb:PutItem');
    register.grant(importerRole, 'dynamodb:GetItem', 'dynamodb:PutItem');
    rejects.grant(importerRole, 'sqs:SendMessage');

    const importer = new lambda.Function(this, 'Importer', {
      code: lambda.Code.fromAsset('dist/lambda/storage/s3-event-to-dynamodb/importer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      // More memory buys CPU. The file itself is a stream, with only a few rows in memory.
      memorySize: 512,
      timeout: Duration.minutes(15),
      role: importerRole,
      logGroup: importerLogs,
      environment: {
        INVOICES_TABLE_NAME: invoices.tableName,
        REGISTER_TABLE_NAME: register.tableName,
        REJECTS_URL: rejects.queueUrl,
      },
      // S3 has handed over and forgotten: what fails for good is kept here or nowhere.
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      // Bare, for SqsDestination would allow two more actions than Lambda needs.
      onFailure: { bind: () => ({ destination: rejects.queueArn }) },
    });

    const inboxMayInvoke = new lambda.CfnPermission(this, 'InboxMayInvoke', {
      action: 'lambda:InvokeFunction',
      functionName: importer.functionArn,
      principal: 's3.amazonaws.com',
      sourceArn: inboxArn,
      // The ARN of a bucket names no account.
      sourceAccount: this.account,
    });

    const inbox = new s3.Bucket(this, 'Inbox', {
      // In the account's own namespace: a name that can be guessed, and that nobody else can take.
      bucketNamePrefix: inboxPrefix,
      bucketNamespace: s3.BucketNamespace.ACCOUNT_REGIONAL,
      // Each notification finds the very file that it speaks of, also after it was replaced.
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      // A vendor uploads from another account: the file is ours all the same, to read and to delete.
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [
        {
          expiration: Duration.days(30),
          // An expired file is a version still, which is stored and billed until it is deleted.
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Not addEventNotification: its Python function may set the notifications of every bucket
    // (s3:PutBucketNotification on *) and brings its log group back after cdk destroy.
    const notifyingInbox = inbox.node.defaultChild as s3.CfnBucket;
    notifyingInbox.notificationConfiguration = {
      lambdaConfigurations: [
        {
          // Put, Post, Copy and CompleteMultipartUpload: the vendor's tool decides which.
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
        // Any file: what the vendor has dropped, wherever it is.
        actions: ['s3:DeleteObjectVersion'],
        resources: [inbox.arnForObjects('*')],
      }),
    );

    // Not autoDeleteObjects, whose function too may create its log group, by a managed policy.
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
    // Deleted before the bucket that it names, and CloudFormation cannot delete one with files in it.
    new CustomResource(this, 'EmptyInbox', {
      resourceType: 'Custom::EmptyBucket',
      serviceToken: emptier.functionArn,
      // Longer than the emptier may work, and less than the hour that CloudFormation would wait.
      serviceTimeout: Duration.minutes(15),
      properties: { Bucket: inbox.bucketName },
    });

    new CfnOutput(this, 'InboxName', {
      value: inbox.bucketName,
      description: 'Where files are dropped, as invoices/<vendor>/<name>.csv: number,date,cents',
    });
    new CfnOutput(this, 'ImporterName', {
      value: importer.functionName,
      description: 'The function; invoke it with the requestPayload of a reject to try once more',
    });
    new CfnOutput(this, 'ImporterLogGroupName', {
      value: importerLogs.logGroupName,
      description: 'Where the importer says what became of each file',
    });
    new CfnOutput(this, 'InvoicesTableName', {
      value: invoices.tableName,
      description: 'The rows, by vendor and number of the invoice',
    });
    new CfnOutput(this, 'RegisterTableName', {
      value: register.tableName,
      description: 'The versions of files that were imported, with how many rows',
    });
    new CfnOutput(this, 'RejectsUrl', {
      value: rejects.queueUrl,
      description: 'Where bad rows lie, with line and reason, and files that failed three times',
    });
  }
}
