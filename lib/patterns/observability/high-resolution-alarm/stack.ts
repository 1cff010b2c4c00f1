import {
  ArnFormat,
  CfnOutput,
  Duration,
  Fn,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/**
 * The processor every ten seconds, memory, and the word ERROR in a log: which metric exists, which must you make, and when does the alarm go off?
 *
 *   (script) ──▶ Sampler ── PutMetricData ──▶ ProcessorAlarm ──┐
 *                   │ writes                                   ├─▶ AlertTopic ──▶ PagerQueue
 *                   ▼                                          │
 *              SamplerLogs ──▶ ErrorFilter ──▶ ErrorAlarm ─────┤
 *   (agent, configured by AgentConfig) ─────▶ MemoryAlarm ─────┘
 */
export class HighResolutionAlarmStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Metrics of different namespaces never mix. Nobody can delete a metric, so each deployment has its own.
    const namespace = `${this.stackName}/${Fn.select(2, Fn.split('/', this.stackId))}`;

    // CloudWatch stores this metric by the second, because the sampler says so with each value.
    const processor = new cloudwatch.Metric({
      namespace,
      metricName: 'ProcessorUtilization',
      statistic: 'Average',
      period: Duration.seconds(10),
    });
    // The sampler makes this metric without a call: it prints a line in the embedded metric format.
    const accepted = new cloudwatch.Metric({
      namespace,
      metricName: 'Accepted',
      statistic: 'Sum',
      period: Duration.minutes(1),
    });
    const processorAlarm = processor.createAlarm(this, 'ProcessorAlarm', {
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 80,
      // Two of three periods: one short peak alerts nobody, and twenty seconds of load are enough.
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      // This is the default. A server that stops reporting is neither OK nor in ALARM.
      treatMissingData: cloudwatch.TreatMissingData.MISSING,
    });

    // EC2 does not measure memory: an agent on the server does, and sends it to its own namespace.
    const memory = new cloudwatch.Metric({
      namespace: 'CWAgent',
      metricName: 'mem_used_percent',
      dimensionsMap: { Fleet: namespace },
      statistic: 'Maximum',
      period: Duration.minutes(1),
    });
    const memoryAlarm = memory.createAlarm(this, 'MemoryAlarm', {
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 90,
      evaluationPeriods: 5,
      treatMissingData: cloudwatch.TreatMissingData.MISSING,
    });
    // Every server of the fleet reads this parameter. The rollup by Fleet alone is what the alarm watches.
    const agentConfig = new ssm.StringParameter(this, 'AgentConfig', {
      stringValue: JSON.stringify({
        agent: { metrics_collection_interval: 60 },
        metrics: {
          namespace: 'CWAgent',
          aggregation_dimensions: [['Fleet']],
          metrics_collected: {
            mem: {
              measurement: ['mem_used_percent'],
              append_dimensions: { Fleet: namespace },
            },
            swap: {
              measurement: ['swap_used_percent'],
              append_dimensions: { Fleet: namespace },
            },
            disk: {
              measurement: ['used_percent'],
              resources: ['/'],
              append_dimensions: { Fleet: namespace },
            },
          },
        },
      }),
    });

    // Logs and alerts can name customers. The key policy must let in each service that encrypts with the key.
    const dataKey = new kms.Key(this, 'DataKey', {
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    dataKey.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        // The CloudWatch Logs guide asks for these actions, some of them with a wildcard.
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        // CloudFormation names the log group only after the key exists, and the name starts like this.
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': this.formatArn({
              service: 'logs',
              resource: 'log-group',
              resourceName: `${this.stackName}-SamplerLogs*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
    dataKey.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        // Each alarm refers to the topic, and the topic to the key: with the ARNs of the alarms, that would be a circle.
        conditions: {
          ArnLike: {
            'aws:SourceArn': this.formatArn({
              service: 'cloudwatch',
              resource: 'alarm',
              resourceName: `${this.stackName}-*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );

    const samplerLogs = new logs.LogGroup(this, 'SamplerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      encryptionKey: dataKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The filter counts from now on: it never looks at lines that are already in the log group.
    const errors = new logs.MetricFilter(this, 'ErrorFilter', {
      logGroup: samplerLogs,
      filterPattern: logs.FilterPattern.allTerms('ERROR'),
      metricNamespace: namespace,
      metricName: 'Errors',
      metricValue: '1',
      defaultValue: 0,
    });
    const errorCount = errors.metric({ statistic: 'Sum', period: Duration.minutes(1) });
    const errorAlarm = errorCount.createAlarm(this, 'ErrorAlarm', {
      threshold: 1,
      evaluationPeriods: 1,
      // No line in the log means no data, and no data means no error.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });

    const alertTopic = new sns.Topic(this, 'AlertTopic', { masterKey: dataKey, enforceSSL: true });
    for (const alarm of [processorAlarm, memoryAlarm, errorAlarm]) {
      alarm.addAlarmAction(new actions.SnsAction(alertTopic));
    }
    // A page needs an end, too: this alarm also says when the load is over.
    processorAlarm.addOkAction(new actions.SnsAction(alertTopic));
    alertTopic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [alertTopic.topicArn],
        conditions: {
          ArnEquals: {
            'aws:SourceArn': [processorAlarm, memoryAlarm, errorAlarm].map((one) => one.alarmArn),
          },
        },
      }),
    );
    // A mail address must confirm its subscription by hand. A queue of the same account needs no confirmation.
    const pagerQueue = new sqs.Queue(this, 'PagerQueue', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    pagerQueue.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [pagerQueue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': alertTopic.topicArn } },
      }),
    );
    new sns.Subscription(this, 'PagerSubscription', {
      topic: alertTopic,
      protocol: sns.SubscriptionProtocol.SQS,
      endpoint: pagerQueue.queueArn,
      rawMessageDelivery: true,
    });

    new cloudwatch.Dashboard(this, 'Overview', {
      widgets: [
        [
          new cloudwatch.AlarmStatusWidget({ alarms: [processorAlarm, memoryAlarm, errorAlarm] }),
          new cloudwatch.GraphWidget({ title: 'Processor, by ten seconds', left: [processor] }),
          new cloudwatch.GraphWidget({ title: 'Memory', left: [memory] }),
          new cloudwatch.GraphWidget({ title: 'Reports', left: [accepted, errorCount] }),
        ],
      ],
    });

    // No server runs here, because it costs by the hour. This template is what you would launch it from.
    const serverRole = new iam.Role(this, 'ServerRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    serverRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: [agentConfig.parameterArn],
      }),
    );
    // PutMetricData has no resource to name, so AWS accepts only '*'. The namespace is what limits it.
    serverRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': 'CWAgent' } },
      }),
    );
    const startAgent = ec2.UserData.forLinux();
    startAgent.addCommands(
      'dnf install --assumeyes amazon-cloudwatch-agent',
      `/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c ssm:${agentConfig.parameterName}`,
    );
    new ec2.LaunchTemplate(this, 'ServerTemplate', {
      // EC2's own metrics every minute instead of every five: still too slow for ten seconds.
      detailedMonitoring: true,
      requireImdsv2: true,
      role: serverRole,
      userData: startAgent,
    });

    const samplerRole = new iam.Role(this, 'SamplerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    samplerLogs.grantWrite(samplerRole);
    samplerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': namespace } },
      }),
    );
    const sampler = new lambda.Function(this, 'Sampler', {
      code: lambda.Code.fromAsset('dist/lambda/observability/high-resolution-alarm/sampler'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: samplerRole,
      logGroup: samplerLogs,
      environment: { NAMESPACE: namespace },
    });

    new CfnOutput(this, 'SamplerName', {
      value: sampler.functionName,
      description:
        'Takes {"server":"web-1","samples":[{"at":"2026-11-28T08:00:00Z","processor":93.5}]}',
    });
    new CfnOutput(this, 'Namespace', {
      value: namespace,
      description: 'The namespace of the metrics ProcessorUtilization, Accepted and Errors',
    });
    new CfnOutput(this, 'SamplerLogGroupName', {
      value: samplerLogs.logGroupName,
      description: 'The log group in which a line with the word ERROR is counted',
    });
    new CfnOutput(this, 'ProcessorAlarmName', {
      value: processorAlarm.alarmName,
      description: 'The alarm on the processor: aws cloudwatch describe-alarms --alarm-names …',
    });
    new CfnOutput(this, 'MemoryAlarmName', {
      value: memoryAlarm.alarmName,
      description: 'The alarm on the memory that the agent measures',
    });
    new CfnOutput(this, 'ErrorAlarmName', {
      value: errorAlarm.alarmName,
      description: 'The alarm on the word ERROR in the log',
    });
    new CfnOutput(this, 'PagerQueueUrl', {
      value: pagerQueue.queueUrl,
      description: 'Find the notifications of the alarms here',
    });
  }
}
