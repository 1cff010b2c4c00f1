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
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as detective from 'aws-cdk-lib/aws-detective';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as inspector from 'aws-cdk-lib/aws-inspectorv2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as macie from 'aws-cdk-lib/aws-macie';
import * as securityhub from 'aws-cdk-lib/aws-securityhub';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Which service finds an intrusion, personal data, a vulnerability, or a bad setting, and how does one message reach a person?
 *
 *   Intrusions ──▶ IntrusionRule ────┬──▶ Alerts ──▶ Inbox
 *   PersonalData ──▶ PersonalDataRule ┤
 *   (Inspector) ──▶ VulnerabilityRule ┤
 *   (AWS Health) ──▶ HealthRule ──────┘
 *   LeakedKeyRule ──▶ Responder (deactivates the access key)
 */
export class ThreatFindingsAlertStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // An account has one of each in a Region, and pays by what it analyzes. If yours has none, deploy with
    // `--parameters Detectors=on`. Never turn them on here if somebody else has: the deployment fails.
    const detectors = new CfnParameter(this, 'Detectors', {
      allowedValues: ['on', 'off'],
      default: 'off',
      description: 'Whether to turn on GuardDuty, Macie, Security Hub CSPM, and Detective',
    });
    const intrusions = new guardduty.CfnDetector(this, 'Intrusions', {
      enable: true,
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
      features: [{ name: 'S3_DATA_EVENTS', status: 'ENABLED' }],
    });
    const personalData = new macie.CfnSession(this, 'PersonalData', {
      status: 'ENABLED',
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
    });
    const badSettings = new securityhub.CfnHub(this, 'BadSettings', {
      // Each standard has checks that cost money. Enable those that you need.
      enableDefaultStandards: false,
    });
    const causes = new detective.CfnGraph(this, 'Causes', {});
    // Inspector has no type that turns it on: aws inspector2 enable. Its findings below are not worth an alert.
    const minorVulnerabilities = new inspector.CfnFilter(this, 'MinorVulnerabilities', {
      name: `${this.stackName}-minor`,
      filterAction: 'SUPPRESS',
      filterCriteria: { severity: [{ comparison: 'EQUALS', value: 'LOW' }] },
    });
    const withDetectors = new CfnCondition(this, 'WithDetectors', {
      expression: Fn.conditionEquals(detectors, 'on'),
    });
    for (const one of [intrusions, personalData, badSettings, causes, minorVulnerabilities]) {
      one.cfnOptions.condition = withDetectors;
    }

    const alerts = new sns.Topic(this, 'Alerts', { enforceSSL: true });
    // Subscribe an e-mail address or a pager as well. A program can read this queue.
    const inbox = new sqs.Queue(this, 'Inbox', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    // An alert that nobody can deliver must not be lost, because nobody misses a message that they do not expect.
    const undelivered = new sqs.Queue(this, 'Undelivered', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    undelivered
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'UndeliveredAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    alerts.addSubscription(
      new subscriptions.SqsSubscription(inbox, {
        rawMessageDelivery: true,
        deadLetterQueue: undelivered,
      }),
    );

    const patterns = {
      // A severity of GuardDuty is a number: 7.0 to 8.9 is high, and from 9.0 critical.
      IntrusionRule: {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Finding'],
        detail: { severity: [{ numeric: ['>=', 7] }] },
      },
      PersonalDataRule: {
        source: ['aws.macie'],
        detailType: ['Macie Finding'],
        detail: { type: [{ prefix: 'SensitiveData:S3Object/' }] },
      },
      VulnerabilityRule: {
        source: ['aws.inspector2'],
        detailType: ['Inspector2 Finding'],
        detail: { severity: ['CRITICAL', 'HIGH'], status: ['ACTIVE'] },
      },
      HealthRule: {
        source: ['aws.health'],
        detailType: ['AWS Health Event'],
        detail: { eventTypeCategory: ['issue', 'scheduledChange'] },
      },
      // Only AWS can send events of the sources above. A drill of your own proves the way to the person.
      DrillRule: { source: ['security.drill'] },
    };
    // The CDK's SnsTopic would let every rule of every account publish. These policies name the rules.
    const toAlerts: events.IRuleTarget = {
      bind: () => ({
        arn: alerts.topicArn,
        deadLetterConfig: { arn: undelivered.queueArn },
      }),
    };
    const rules = Object.entries(patterns).map(
      ([name, eventPattern]) => new events.Rule(this, name, { eventPattern, targets: [toAlerts] }),
    );
    const byRules = {
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      conditions: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => rule.ruleArn) } },
    };
    alerts.addToResourcePolicy(
      new iam.PolicyStatement({
        ...byRules,
        actions: ['sns:Publish'],
        resources: [alerts.topicArn],
      }),
    );
    undelivered.addToResourcePolicy(
      new iam.PolicyStatement({
        ...byRules,
        actions: ['sqs:SendMessage'],
        resources: [undelivered.queueArn],
      }),
    );

    const responderLogs = new logs.LogGroup(this, 'ResponderLogs', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const responderRole = new iam.Role(this, 'ResponderRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    responderLogs.grantWrite(responderRole);
    const responder = new lambda.Function(this, 'Responder', {
      code: lambda.Code.fromAsset('dist/lambda/security/threat-findings-alert/responder'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: responderRole,
      logGroup: responderLogs,
      deadLetterQueue: undelivered,
    });
    responderRole.addToPolicy(
      new iam.PolicyStatement({
        sid: 'DeactivateKeys',
        actions: ['iam:UpdateAccessKey'],
        // Of the users of this path alone. Otherwise, a false finding could lock out an administrator.
        resources: [
          this.formatArn({
            service: 'iam',
            region: '',
            resource: 'user',
            resourceName: `${this.stackName}/*`,
          }),
        ],
      }),
    );
    new events.Rule(this, 'LeakedKeyRule', {
      eventPattern: {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Finding'],
        detail: {
          severity: [{ numeric: ['>=', 7] }],
          resource: { resourceType: ['AccessKey'], accessKeyDetails: { userType: ['IAMUser'] } },
        },
      },
      targets: [
        new targets.LambdaFunction(responder, { retryAttempts: 2, deadLetterQueue: undelivered }),
      ],
    });

    for (const rule of rules) {
      new CfnOutput(this, `${rule.node.id}Name`, {
        value: rule.ruleName,
        description: `The rule ${rule.node.id}, whose pattern says what is worth an alert`,
      });
    }
    new CfnOutput(this, 'InboxUrl', {
      value: inbox.queueUrl,
      description: 'The queue in which every alert arrives',
    });
    new CfnOutput(this, 'ResponderName', {
      value: responder.functionName,
      description: 'The function that deactivates the access key of a finding',
    });
    new CfnOutput(this, 'UserPath', {
      value: `/${this.stackName}/`,
      description: 'The path of the users whose access keys the function can deactivate',
    });
  }
}
