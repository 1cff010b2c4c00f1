import { CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/**
 * How do you get an alarm on twenty seconds of processor load, on memory, and on the word ERROR in a log?
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

    // Nobody can delete a metric, so each deployment has its own namespace, with the unique part of its stack id.
    const namespace = `${this.stackName}/${Fn.select(2, Fn.split('/', this.stackId))}`;

    // The sampler sends each value with StorageResolution 1. EC2's own metrics are too slow for this alarm.
    const processor = new cloudwatch.Metric({
      namespace,
      metricName: 'ProcessorUtilization',
      statistic: 'Average',
      period: Duration.seconds(10),
    });
    const processorAlarm = processor.createAlarm(this, 'ProcessorAlarm', {
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 80,
      // Two of three periods must breach: a peak of ten seconds alerts nobody, and twenty seconds do.
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      // This is the default: if the server stops reporting, the alarm goes into INSUFFICIENT_DATA.
      treatMissingData: cloudwatch.TreatMissingData.MISSING,
    });

    // EC2 does not measure memory. The CloudWatch agent on a server does.
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
    // No server runs here, because it costs by the hour. Yours start their agent with this parameter.
    new ssm.StringParameter(this, 'AgentConfig', {
      stringValue: JSON.stringify({
        agent: { metrics_collection_interval: 60 },
        metrics: {
          namespace: 'CWAgent',
          // The agent adds the host as a dimension. The alarm watches this rollup of all hosts.
          aggregation_dimensions: [['Fleet']],
          metrics_collected: {
            mem: { measurement: ['mem_used_percent'], append_dimensions: { Fleet: namespace } },
          },
        },
      }),
    });

    // Logs and alerts can name customers. The key policy must let each service use the key.
    const dataKey = new kms.Key(this, 'DataKey', {
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    dataKey.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        // The CloudWatch Logs guide lists these actions, some of them with a wildcard.
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
        // The log group gets its name after the key exists, so the policy knows only how the name begins.
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${this.partition}:logs:${this.region}:${this.account}:log-group:${this.stackName}-SamplerLogs*`,
          },
        },
      }),
    );
    dataKey.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        // The alarms refer to the topic, and the topic to the key. The ARNs of the alarms would close a circle.
        conditions: {
          ArnLike: {
            'aws:SourceArn': `arn:${this.partition}:cloudwatch:${this.region}:${this.account}:alarm:${this.stackName}-*`,
          },
        },
      }),
    );

    const samplerLogs = new logs.LogGroup(this, 'SamplerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      encryptionKey: dataKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
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
      // A log without new lines sends no data, and that is not an error.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });

    const alertTopic = new sns.Topic(this, 'AlertTopic', { masterKey: dataKey, enforceSSL: true });
    const alarms = [processorAlarm, memoryAlarm, errorAlarm];
    for (const alarm of alarms) alarm.addAlarmAction(new actions.SnsAction(alertTopic));
    // This alarm also tells when the load is over.
    processorAlarm.addOkAction(new actions.SnsAction(alertTopic));
    alertTopic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [alertTopic.topicArn],
        conditions: { ArnEquals: { 'aws:SourceArn': alarms.map(({ alarmArn }) => alarmArn) } },
      }),
    );
    // A queue instead of an email address, which somebody would have to confirm.
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
      widgets: [[new cloudwatch.AlarmStatusWidget({ alarms })]],
    });

    const samplerRole = new iam.Role(this, 'SamplerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    samplerLogs.grantWrite(samplerRole);
    samplerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        // A metric has no ARN, so AWS accepts only the asterisk. The condition limits the namespace.
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
