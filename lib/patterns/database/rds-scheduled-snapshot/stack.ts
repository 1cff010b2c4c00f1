import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Monthly backups must outlive the 35 days of automated backups: what takes them?
 *
 *   MonthlySchedule ──▶ SnapshotTaker ──▶ (snapshot of Database, kept until deleted)
 *          │ not delivered    │ failed three times
 *          ▼                  ▼
 *   UndeliveredEvents     FailedRuns ──▶ FailedRunAlarm
 *
 * With `-c dbInstanceIdentifier=…` the snapshots are of an instance that exists already.
 * On a deployed stack that option deletes Database, after a final snapshot.
 */
export class RdsScheduledSnapshotStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const databaseId = existingInstance(this) ?? this.createDatabase().instanceIdentifier;

    // The function may take snapshots of these names only: the role and the code share the prefix.
    const snapshotPrefix = `${databaseId}-monthly-`;
    const databaseArn = this.rdsArn('db', databaseId);
    const snapshotArn = this.rdsArn('snapshot', `${snapshotPrefix}????-??`);

    // Two queues, for two services give up: EventBridge on the way to Lambda, Lambda on the function.
    const undeliveredEvents = this.createFailureQueue('UndeliveredEvents');
    const failedRuns = this.createFailureQueue('FailedRuns');

    const snapshotTakerLogs = new logs.LogGroup(this, 'SnapshotTakerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const snapshotTakerRole = new iam.Role(this, 'SnapshotTakerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    // Streams and events, but no group: a function that may create it brings it back after destroy.
    snapshotTakerLogs.grantWrite(snapshotTakerRole);
    failedRuns.grant(snapshotTakerRole, 'sqs:SendMessage');
    snapshotTakerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['rds:CreateDBSnapshot', 'rds:DescribeDBSnapshots'],
        resources: [databaseArn, snapshotArn],
      }),
    );
    // Tags given at creation need this as well; not on the database, whose tags are not its business.
    snapshotTakerRole.addToPolicy(
      new iam.PolicyStatement({ actions: ['rds:AddTagsToResource'], resources: [snapshotArn] }),
    );

    // Outside the VPC: it calls the RDS API, which is public, and never the database.
    const snapshotTaker = new lambda.Function(this, 'SnapshotTaker', {
      code: lambda.Code.fromAsset('dist/lambda/database/rds-scheduled-snapshot/snapshot-taker'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(30),
      role: snapshotTakerRole,
      logGroup: snapshotTakerLogs,
      environment: { DB_INSTANCE_IDENTIFIER: databaseId, SNAPSHOT_PREFIX: snapshotPrefix },
      // An instance that is busy for a minute or two is available again at the next attempt.
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      // Bare, for SqsDestination would allow two more actions than Lambda needs.
      onFailure: { bind: () => ({ destination: failedRuns.queueArn }) },
    });

    const monthlySchedule = new events.Rule(this, 'MonthlySchedule', {
      // Between the two windows of the database: during a backup RDS takes no snapshot.
      schedule: events.Schedule.expression('cron(0 3 1 * ? *)'),
      enabled: true,
    });
    monthlySchedule.addTarget(
      new targets.LambdaFunction(snapshotTaker, {
        // Of the hand-over to Lambda only; an error of the function is none of EventBridge's business.
        retryAttempts: 2,
        maxEventAge: Duration.hours(1),
        deadLetterQueue: undeliveredEvents,
      }),
    );

    // An alarm looks back seven days at most, so none can miss a monthly run. These three ring for
    // every way in which a run that started can fail; a rule that was disabled rings nothing.
    snapshotTaker
      .metricErrors({ period: Duration.minutes(5), statistic: 'sum' })
      .createAlarm(this, 'ErrorAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    for (const [id, queue] of [
      ['UndeliveredAlarm', undeliveredEvents],
      ['FailedRunAlarm', failedRuns],
    ] as const) {
      queue
        .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'max' })
        .createAlarm(this, id, {
          threshold: 1,
          evaluationPeriods: 1,
          treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
        });
    }

    new CfnOutput(this, 'DatabaseIdentifier', {
      value: databaseId,
      description: 'The instance of which snapshots are taken',
    });
    new CfnOutput(this, 'SnapshotPrefix', {
      value: snapshotPrefix,
      description: 'How the name of a monthly snapshot begins; the month follows, as 2026-12',
    });
    new CfnOutput(this, 'MonthlyScheduleName', {
      value: monthlySchedule.ruleName,
      description: 'The rule that runs the function on the first of every month',
    });
    new CfnOutput(this, 'SnapshotTakerName', {
      value: snapshotTaker.functionName,
      description: 'The function; invoke it with the event of a failed run to make up for it',
    });
    new CfnOutput(this, 'FailedRunsUrl', {
      value: failedRuns.queueUrl,
      description: 'Where a run lies that failed three times, with its event as requestPayload',
    });
    new CfnOutput(this, 'UndeliveredEventsUrl', {
      value: undeliveredEvents.queueUrl,
      description: 'Where an event lies that EventBridge could not hand over to Lambda',
    });
  }

  private createDatabase(): rds.DatabaseInstance {
    const network = new ec2.Vpc(this, 'Network', {
      // A DB subnet group spans at least two zones, also for a single instance.
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      // It would add a Lambda function whose log group outlives the stack, to close a default
      // security group that nothing here belongs to.
      restrictDefaultSecurityGroup: false,
    });
    // No rule lets anybody in: the pattern needs a database, not a client of it.
    const databaseFirewall = new ec2.SecurityGroup(this, 'DatabaseFirewall', {
      vpc: network,
      description: 'Who may connect to the database: nobody yet',
      allowAllOutbound: false,
    });

    return new rds.DatabaseInstance(this, 'Database', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_18 }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
      vpc: network,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [databaseFirewall],
      publiclyAccessible: false,
      // The longest there is, and still too short for a monthly archive.
      backupRetention: Duration.days(35),
      // Both clear of 03:00 UTC, when the schedule runs.
      preferredBackupWindow: '00:30-01:30',
      preferredMaintenanceWindow: 'Sun:05:00-Sun:06:00',
      // A standby doubles the price and is no backup: it repeats every mistake at once.
      multiAz: false,
      allocatedStorage: 20,
      maxAllocatedStorage: 50,
      // Left out, the CDK writes gp2; the default of RDS is gp3.
      storageType: rds.StorageType.GP3,
      storageEncrypted: true,
      // It does not rotate: that is the lesson of secret-rotation.
      credentials: rds.Credentials.fromGeneratedSecret('postgres'),
      iamAuthentication: true,
      copyTagsToSnapshot: true,
      // `cdk destroy` should work; the final snapshot is the safety net, and the one thing that stays.
      deletionProtection: false,
      deleteAutomatedBackups: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
  }

  private createFailureQueue(id: string): sqs.Queue {
    const queue = new sqs.Queue(this, id, {
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
    });
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyPlainHttp',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['sqs:*'],
        resources: [queue.queueArn],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    return queue;
  }

  private rdsArn(resource: 'db' | 'snapshot', resourceName: string): string {
    return this.formatArn({
      service: 'rds',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

/**
 * The instance that the person names with `-c dbInstanceIdentifier=…`, if any.
 * @throws if the value cannot be the name of an instance; an empty one counts as a mistake, for
 *   without it a database would be created and paid for
 */
function existingInstance(stack: Stack): string | undefined {
  const value: unknown = stack.node.tryGetContext('dbInstanceIdentifier');
  if (value === undefined) return undefined;
  // Capitals are out, for RDS stores small letters and IAM compares ARNs letter by letter.
  if (typeof value === 'string' && value.length <= 63 && /^[a-z](-?[a-z0-9])*$/.test(value)) {
    return value;
  }
  throw new Error(
    `expected -c dbInstanceIdentifier=… to be 1 to 63 small letters, digits and single hyphens that begin with a letter and do not end in a hyphen, got ${JSON.stringify(value)}`,
  );
}
