import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, TimeZone } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * A state changes or a time comes: which rule reacts, and where does an event go that no target accepts?
 *
 *   (shop) ──▶ OrderBus ──▶ OrderStates ──▶ StateKeeper ──▶ CurrentStates
 *               │    ▲           │ not delivered   │ failed        │
 *   OrderArchive◀┘    │           └▶ UnhandledEvents◀┘              │ unpaid orders
 *                     └──── expired orders ─── Closer ◀─────────────┘
 *     NightlyClose, in Berlin time ──────────────▲──── ClassicClose, legacy and disabled
 */
export class EventbridgeRulesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const orderBus = new events.EventBus(this, 'OrderBus', {
      eventBusName: `${this.stackName}-Orders`,
    });
    const orderStates = new events.Rule(this, 'OrderStates', {
      eventBus: orderBus,
      // Every field must match. For each field, one of its values is enough.
      eventPattern: {
        source: ['shop.orders', 'shop.clock'],
        detailType: events.Match.prefix('Order '),
        detail: {
          state: events.Match.anythingBut('draft'),
          cents: events.Match.greaterThan(0),
        },
      },
    });

    // Events end here if EventBridge cannot deliver them, or if a function fails at them.
    const unhandledEvents = new sqs.Queue(this, 'UnhandledEvents', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    unhandledEvents
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'UnhandledAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    const orderArchive = new events.Archive(this, 'OrderArchive', {
      sourceEventBus: orderBus,
      eventPattern: { source: ['shop.orders', 'shop.clock'] },
      retention: Duration.days(7),
    });
    // This Deny overrides every Allow, of this account or of a later statement for another one.
    orderBus.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyStrangeSources',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['events:PutEvents'],
        resources: [orderBus.eventBusArn],
        // ForAnyValue, because one call can put ten events with different sources.
        conditions: {
          'ForAnyValue:StringNotEquals': { 'events:source': ['shop.orders', 'shop.clock'] },
        },
      }),
    );

    // Each order has one item with its newest state. The index finds orders that wait too long.
    const currentStates = new dynamodb.Table(this, 'CurrentStates', {
      partitionKey: { name: 'orderId', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    currentStates.addGlobalSecondaryIndex({
      indexName: 'ByState',
      partitionKey: { name: 'state', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'since', type: dynamodb.AttributeType.STRING },
    });

    const stateKeeperLogs = new logs.LogGroup(this, 'StateKeeperLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stateKeeperRole = new iam.Role(this, 'StateKeeperRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    stateKeeperLogs.grantWrite(stateKeeperRole);
    const stateKeeper = new lambda.Function(this, 'StateKeeper', {
      code: lambda.Code.fromAsset('dist/lambda/messaging/eventbridge-rules/state-keeper'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: stateKeeperRole,
      logGroup: stateKeeperLogs,
      environment: { TABLE_NAME: currentStates.tableName },
      retryAttempts: 2,
      // SqsDestination would grant two more actions than Lambda needs, so this grants none itself.
      onFailure: { bind: () => ({ destination: unhandledEvents.queueArn }) },
    });
    stateKeeperRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [currentStates.tableArn],
      }),
    );
    unhandledEvents.grant(stateKeeperRole, 'sqs:SendMessage');
    orderStates.addTarget(
      new targets.LambdaFunction(stateKeeper, {
        // The function gets these five values instead of the whole event.
        event: events.RuleTargetInput.fromObject({
          orderId: events.EventField.fromPath('$.detail.orderId'),
          version: events.EventField.fromPath('$.detail.version'),
          state: events.EventField.fromPath('$.detail.state'),
          cents: events.EventField.fromPath('$.detail.cents'),
          since: events.EventField.time,
        }),
        // These retries cover only the delivery to Lambda. Lambda itself retries errors of the function.
        retryAttempts: 8,
        maxEventAge: Duration.hours(1),
        deadLetterQueue: unhandledEvents,
      }),
    );

    const closerLogs = new logs.LogGroup(this, 'CloserLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const closerRole = new iam.Role(this, 'CloserRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    closerLogs.grantWrite(closerRole);
    const closer = new lambda.Function(this, 'Closer', {
      code: lambda.Code.fromAsset('dist/lambda/messaging/eventbridge-rules/closer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(1),
      role: closerRole,
      logGroup: closerLogs,
      environment: { TABLE_NAME: currentStates.tableName, BUS_NAME: orderBus.eventBusName },
      retryAttempts: 2,
      onFailure: { bind: () => ({ destination: unhandledEvents.queueArn }) },
    });
    closerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [`${currentStates.tableArn}/index/ByState`],
      }),
    );
    closerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['events:PutEvents'],
        resources: [orderBus.eventBusArn],
      }),
    );
    unhandledEvents.grant(closerRole, 'sqs:SendMessage');

    // The role trusts every schedule of one group, so these schedules have their own group.
    const closingTimes = new scheduler.ScheduleGroup(this, 'ClosingTimes', {
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const closingRole = new iam.Role(this, 'ClosingRole', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': this.account,
            'aws:SourceArn': closingTimes.scheduleGroupArn,
          },
        },
      }),
    });
    closingRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [closer.functionArn],
      }),
    );
    unhandledEvents.grant(closingRole, 'sqs:SendMessage');
    const nightlyClose = new scheduler.Schedule(this, 'NightlyClose', {
      // 03:00 exists exactly once every night, even when daylight saving time begins or ends.
      schedule: scheduler.ScheduleExpression.expression(
        'cron(0 3 * * ? *)',
        TimeZone.EUROPE_BERLIN,
      ),
      timeWindow: scheduler.TimeWindow.flexible(Duration.minutes(15)),
      scheduleGroup: closingTimes,
      // LambdaInvoke would also allow every version of the function, so this names the target itself.
      target: {
        bind: () => ({
          arn: closer.functionArn,
          role: closingRole,
          // The scheduled time, not the time of the run: a late run closes the same orders.
          input: scheduler.ScheduleTargetInput.fromObject({
            at: scheduler.ContextAttribute.scheduledTime,
            unpaidHours: 24,
          }),
          retryPolicy: { maximumRetryAttempts: 8, maximumEventAgeInSeconds: 3600 },
          deadLetterConfig: { arn: unhandledEvents.queueArn },
        }),
      },
    });

    // The template has only the name of the group, which creates no dependency on it.
    nightlyClose.node.addDependency(closingTimes);

    // For comparison: the same job as a scheduled rule of the default bus, which knows only UTC.
    const classicClose = new events.Rule(this, 'ClassicClose', {
      schedule: events.Schedule.expression('cron(0 3 * * ? *)'),
      enabled: false,
    });
    classicClose.addTarget(
      new targets.LambdaFunction(closer, {
        event: events.RuleTargetInput.fromObject({ at: events.EventField.time, unpaidHours: 24 }),
        retryAttempts: 8,
        maxEventAge: Duration.hours(1),
        deadLetterQueue: unhandledEvents,
      }),
    );

    new CfnOutput(this, 'OrderBusName', {
      value: orderBus.eventBusName,
      description: 'The bus that takes events of shop.orders and shop.clock',
    });
    new CfnOutput(this, 'OrderArchiveArn', {
      value: orderArchive.archiveArn,
      description: 'The archive to replay events of the last seven days from',
    });
    new CfnOutput(this, 'OrderStatesName', {
      value: orderStates.ruleName,
      description: 'The rule on this bus that delivers changes of state',
    });
    new CfnOutput(this, 'NightlyCloseName', {
      value: nightlyClose.scheduleName,
      description: 'The schedule that closes unpaid orders every night',
    });
    new CfnOutput(this, 'ClosingTimesName', {
      value: closingTimes.scheduleGroupName,
      description: 'The group of schedules that may assume the role',
    });
    new CfnOutput(this, 'ClassicCloseName', {
      value: classicClose.ruleName,
      description: 'The same job as a scheduled rule of the default bus, disabled',
    });
    new CfnOutput(this, 'StateKeeperArn', {
      value: stateKeeper.functionArn,
      description: 'The function that writes the state of an order',
    });
    new CfnOutput(this, 'StateKeeperLogGroupName', {
      value: stateKeeperLogs.logGroupName,
      description: 'The log of which states the function kept and which were older',
    });
    new CfnOutput(this, 'CurrentStatesTableName', {
      value: currentStates.tableName,
      description: 'The table of orders, each with its newest state',
    });
    new CfnOutput(this, 'UnhandledEventsUrl', {
      value: unhandledEvents.queueUrl,
      description: 'Find the events here that no target accepted, or that a function failed at',
    });
  }
}
