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
 * How do you take monthly backups that last longer than the 35 days of automated backups?
 *
 *   MonthlySchedule ──▶ SnapshotTaker ──▶ (snapshot of Database, kept until deleted)
 *          │ not delivered    │ failed three times
 *          ▼                  ▼
 *   UndeliveredEvents     FailedRuns ──▶ FailedRunAlarm
 *
 * With `-c dbInstanceIdentifier=…` the function takes snapshots of an existing instance instead.
 * On a deployed stack, that option deletes Database after a final snapshot.
 */
export class RdsScheduledSnapshotStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const databaseId = existingInstance(this) ?? this.createDatabase().instanceIdentifier;

    // The role allows only these snapshot names, so the function and its role share the prefix.
    const snapshotPrefix = `${databaseId}-monthly-`;
    const databaseArn = this.rdsArn('db', databaseId);
    const snapshotArn = this.rdsArn('snapshot', `${snapshotPrefix}????-??`);

    // EventBridge sends an event here when it cannot deliver it to Lambda.
    const undeliveredEvents = new sqs.Queue(this, 'UndeliveredEvents', {
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    // Lambda sends an event here when the function has failed three times.
    const failedRuns = new sqs.Queue(this, 'FailedRuns', {
      retentionPeriod: Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });

    const snapshotTakerLogs = new logs.LogGroup(this, 'SnapshotTakerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const snapshotTakerRole = new iam.Role(this, 'SnapshotTakerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    snapshotTakerLogs.grantWrite(snapshotTakerRole);
    // The function runs outside the VPC: it calls the public API of RDS and never the database.
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
      // If the instance is busy for a minute or two, the next attempt finds it available.
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      // The CDK's SqsDestination would grant two more actions than Lambda needs. See the grant below.
      onFailure: { bind: () => ({ destination: failedRuns.queueArn }) },
    });
    failedRuns.grant(snapshotTakerRole, 'sqs:SendMessage');
    snapshotTakerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['rds:CreateDBSnapshot', 'rds:DescribeDBSnapshots'],
        resources: [databaseArn, snapshotArn],
      }),
    );
    // CreateDBSnapshot needs this action too, because the function tags each new snapshot.
    snapshotTakerRole.addToPolicy(
      new iam.PolicyStatement({ actions: ['rds:AddTagsToResource'], resources: [snapshotArn] }),
    );

    const monthlySchedule = new events.Rule(this, 'MonthlySchedule', {
      // The rule runs between the two windows of the database. During a backup, RDS refuses a snapshot.
      schedule: events.Schedule.expression('cron(0 3 1 * ? *)'),
      enabled: true,
    });
    monthlySchedule.addTarget(
      new targets.LambdaFunction(snapshotTaker, {
        // These values apply to the delivery only: EventBridge does not see an error of the function.
        retryAttempts: 2,
        maxEventAge: Duration.hours(1),
        deadLetterQueue: undeliveredEvents,
      }),
    );

    // These alarms notice every way in which a scheduled run can fail. No alarm can notice a missing
    // run, for example of a disabled rule, because an alarm looks back at most seven days.
    snapshotTaker
      .metricErrors({ period: Duration.minutes(5), statistic: 'sum' })
      .createAlarm(this, 'ErrorAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    undeliveredEvents
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'max' })
      .createAlarm(this, 'UndeliveredAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    failedRuns
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'max' })
      .createAlarm(this, 'FailedRunAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    new CfnOutput(this, 'DatabaseIdentifier', {
      value: databaseId,
      description: 'The instance that the function takes snapshots of',
    });
    new CfnOutput(this, 'SnapshotPrefix', {
      value: snapshotPrefix,
      description: 'The start of each snapshot name; the month follows, such as 2026-12',
    });
    new CfnOutput(this, 'MonthlyScheduleName', {
      value: monthlySchedule.ruleName,
      description: 'The rule that runs the function on the first of every month',
    });
    new CfnOutput(this, 'SnapshotTakerName', {
      value: snapshotTaker.functionName,
      description: 'Invoke this function with the event of a failed run to repeat the run',
    });
    new CfnOutput(this, 'FailedRunsUrl', {
      value: failedRuns.queueUrl,
      description:
        'Find the runs here that failed three times, each with its event as requestPayload',
    });
    new CfnOutput(this, 'UndeliveredEventsUrl', {
      value: undeliveredEvents.queueUrl,
      description: 'Find the events here that EventBridge could not deliver to Lambda',
    });
  }

  private createDatabase(): rds.DatabaseInstance {
    const network = new ec2.Vpc(this, 'Network', {
      // Even a single instance needs a DB subnet group in at least two Availability Zones.
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      // This switch would add a Lambda function whose log group outlives the stack, only to close a
      // default security group that nothing here uses.
      restrictDefaultSecurityGroup: false,
    });
    // No rule allows a connection, because this pattern needs a database but no client.
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
      // 35 days are the maximum, and too short for a monthly archive. An account on the Free Plan may not
      // keep backups that long: deploy there with `-c backupDays=1`.
      backupRetention: Duration.days(backupDays(this) ?? 35),
      // Both windows avoid 03:00 UTC, when the schedule runs.
      preferredBackupWindow: '00:30-01:30',
      preferredMaintenanceWindow: 'Sun:05:00-Sun:06:00',
      // A standby doubles the price and is not a backup, because it repeats every mistake at once.
      multiAz: false,
      allocatedStorage: 20,
      maxAllocatedStorage: 50,
      // Without this line the CDK writes gp2, although the default of RDS is gp3.
      storageType: rds.StorageType.GP3,
      storageEncrypted: true,
      // The CDK generates this password, and nothing here rotates it.
      credentials: rds.Credentials.fromGeneratedSecret('postgres'),
      iamAuthentication: true,
      copyTagsToSnapshot: true,
      // With protection, `cdk destroy` would fail. Instead, a final snapshot remains as a safety net.
      deletionProtection: false,
      deleteAutomatedBackups: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
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
 * The instance that you name with `-c dbInstanceIdentifier=…`, if any.
 * @throws if the value cannot be the name of an instance. An empty value is an error too, because
 *   otherwise the stack would create a database that you pay for.
 */
function existingInstance(stack: Stack): string | undefined {
  const value: unknown = stack.node.tryGetContext('dbInstanceIdentifier');
  if (value === undefined) return undefined;
  // RDS stores names in lowercase and IAM compares ARNs case-sensitively, so this refuses capitals.
  if (typeof value === 'string' && value.length <= 63 && /^[a-z](-?[a-z0-9])*$/.test(value)) {
    return value;
  }
  throw new Error(
    `expected -c dbInstanceIdentifier=… to be 1 to 63 lowercase letters, digits and single hyphens that begin with a letter and do not end in a hyphen, got ${JSON.stringify(value)}`,
  );
}

/**
 * The days that you set with `-c backupDays=…`, if any.
 * @throws if it is not a whole number from 1 to 35
 */
function backupDays(stack: Stack): number | undefined {
  const value: unknown = stack.node.tryGetContext('backupDays');
  if (value === undefined) return undefined;
  if (/^([1-9]|[12]\d|3[0-5])$/.test(`${value}`)) return Number(value);
  throw new Error(
    `expected -c backupDays=… to be a whole number from 1 to 35, got ${JSON.stringify(value)}`,
  );
}
