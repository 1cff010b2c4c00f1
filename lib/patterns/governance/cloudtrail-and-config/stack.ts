import {
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Duration,
  Fn,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as config from 'aws-cdk-lib/aws-config';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/**
 * Which service tells who called which API, which one tells how a resource was set, and what closes a bucket that somebody has opened?
 *
 *   Audit ──▶ Archive ◀── Channel (history of settings)
 *   (CloudTrail) ──▶ OpenedRule ──▶ Closer ──▶ Papers
 *   PublicReadRule ──▶ ComplianceRule ──▶ Alerts
 *          └── Remediation ──▶ Papers
 */
export class CloudtrailAndConfigStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // An account pays for every trail after the first, and has one recorder and one channel in a Region.
    // If yours has none, deploy with `--parameters Recording=on`. Never do so if somebody else records.
    const recording = new CfnParameter(this, 'Recording', {
      allowedValues: ['on', 'off'],
      default: 'off',
      description: 'Whether to create the trail, and the recorder and the rule of AWS Config',
    });

    // The bucket that must never be public.
    const papers = new s3.Bucket(this, 'Papers', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // CloudTrail itself keeps management events for 90 days, at no charge. A trail keeps them for as long as you like.
    const archive = new s3.Bucket(this, 'Archive', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(365) }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const trailName = `${this.stackName}-audit`;
    const trailArn = this.formatArn({
      service: 'cloudtrail',
      resource: 'trail',
      resourceName: trailName,
    });
    // The conditions keep the trails and recorders of other accounts out of this bucket.
    const writers = {
      'cloudtrail.amazonaws.com': { StringEquals: { 'aws:SourceArn': trailArn } },
      'config.amazonaws.com': { StringEquals: { 'aws:SourceAccount': this.account } },
    };
    for (const [service, conditions] of Object.entries(writers)) {
      const principals = [new iam.ServicePrincipal(service)];
      archive.addToResourcePolicy(
        new iam.PolicyStatement({
          principals,
          actions: ['s3:GetBucketAcl'],
          resources: [archive.bucketArn],
          conditions,
        }),
      );
      archive.addToResourcePolicy(
        new iam.PolicyStatement({
          principals,
          actions: ['s3:PutObject'],
          resources: [archive.arnForObjects(`AWSLogs/${this.account}/*`)],
          conditions,
        }),
      );
    }
    const audit = new cloudtrail.CfnTrail(this, 'Audit', {
      trailName,
      s3BucketName: archive.bucketName,
      isLogging: true,
      // Somebody who wants to hide works in the Region that nobody watches.
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      // CloudTrail signs a digest of the log files every hour, so that a change or a gap can be proved.
      enableLogFileValidation: true,
      // Every read and write of objects would be a data event, which costs money.
      eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }],
    });
    if (archive.policy !== undefined) audit.node.addDependency(archive.policy);

    const recorder = new config.CfnConfigurationRecorder(this, 'Recorder', {
      roleArn: this.formatArn({
        service: 'iam',
        region: '',
        resource: 'role',
        resourceName: 'aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
      }),
      recordingGroup: { allSupported: false, resourceTypes: ['AWS::S3::Bucket'] },
    });
    const channel = new config.CfnDeliveryChannel(this, 'Channel', {
      s3BucketName: archive.bucketName,
      configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
    });
    const publicReadRule = new config.CfnConfigRule(this, 'PublicReadRule', {
      source: { owner: 'AWS', sourceIdentifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED' },
      scope: {
        complianceResourceTypes: ['AWS::S3::Bucket'],
        complianceResourceId: papers.bucketName,
      },
    });
    publicReadRule.node.addDependency(recorder, channel);
    const remediationRole = new iam.Role(this, 'RemediationRole', {
      assumedBy: new iam.ServicePrincipal('ssm.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    remediationRole.addToPolicy(
      new iam.PolicyStatement({
        sid: 'Close',
        actions: ['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
        resources: [papers.bucketArn],
      }),
    );
    const remediation = new config.CfnRemediationConfiguration(this, 'Remediation', {
      configRuleName: publicReadRule.ref,
      targetType: 'SSM_DOCUMENT',
      targetId: 'AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock',
      automatic: true,
      maximumAutomaticAttempts: 3,
      retryAttemptSeconds: 60,
      parameters: {
        AutomationAssumeRole: { StaticValue: { Values: [remediationRole.roleArn] } },
        BucketName: { ResourceValue: { Value: 'RESOURCE_ID' } },
      },
    });
    const whileRecording = new CfnCondition(this, 'WhileRecording', {
      expression: Fn.conditionEquals(recording, 'on'),
    });
    for (const one of [audit, recorder, channel, publicReadRule, remediation]) {
      one.cfnOptions.condition = whileRecording;
    }

    const alerts = new sns.Topic(this, 'Alerts', { enforceSSL: true });
    const complianceRule = new events.Rule(this, 'ComplianceRule', {
      eventPattern: {
        source: ['aws.config'],
        detailType: ['Config Rules Compliance Change'],
        detail: { newEvaluationResult: { complianceType: ['NON_COMPLIANT'] } },
      },
      // The CDK's SnsTopic would let every rule of every account publish. The policy below names this rule.
      targets: [{ bind: () => ({ arn: alerts.topicArn }) }],
    });
    alerts.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [alerts.topicArn],
        conditions: { ArnEquals: { 'aws:SourceArn': complianceRule.ruleArn } },
      }),
    );

    const closerLogs = new logs.LogGroup(this, 'CloserLogs', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const closerRole = new iam.Role(this, 'CloserRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    closerLogs.grantWrite(closerRole);
    const closer = new lambda.Function(this, 'Closer', {
      code: lambda.Code.fromAsset('dist/lambda/governance/cloudtrail-and-config/closer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: closerRole,
      logGroup: closerLogs,
      environment: { BUCKET_NAME: papers.bucketName },
    });
    closerRole.addToPolicy(
      new iam.PolicyStatement({
        sid: 'Close',
        actions: ['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
        resources: [papers.bucketArn],
      }),
    );
    // Events of API calls need a trail. Config notices the same minutes later, by the setting instead of the call.
    const openedRule = new events.Rule(this, 'OpenedRule', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock'],
          requestParameters: { bucketName: [papers.bucketName] },
        },
      },
      targets: [new targets.LambdaFunction(closer, { retryAttempts: 2 })],
    });

    new CfnOutput(this, 'PapersName', {
      value: papers.bucketName,
      description: 'The bucket that must never be public',
    });
    new CfnOutput(this, 'ArchiveName', {
      value: archive.bucketName,
      description: 'The bucket of the trail and of the history of settings',
    });
    new CfnOutput(this, 'CloserName', {
      value: closer.functionName,
      description: 'The function that closes the bucket again',
    });
    new CfnOutput(this, 'OpenedRuleName', {
      value: openedRule.ruleName,
      description: 'The rule for calls that change who can open the bucket',
    });
    new CfnOutput(this, 'ComplianceRuleName', {
      value: complianceRule.ruleName,
      description: 'The rule for resources that no longer comply',
    });
    new CfnOutput(this, 'AlertsArn', {
      value: alerts.topicArn,
      description: 'The topic to which you subscribe an e-mail address',
    });
  }
}
