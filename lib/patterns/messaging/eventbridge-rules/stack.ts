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
 * How do you react to a change of state or at a time of day, and where do undelivered events go?
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

    // An event comes here if EventBridge cannot deliver it, or if it makes a function fail three times.
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
    // This Deny overrides every Allow, in an identity-based policy or in another statement of the policy
    // of the bus.
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
      // The CDK's SqsDestination would grant two more actions than Lambda needs. See the grant below.
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

    // The role trusts a whole group of schedules, so this stack has its own group.
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
      // The CDK's LambdaInvoke would also allow every version of the function, so this spells out the target.
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

    // CloudFormation sees only the name of the group here, so it would not wait for the group.
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
      description: 'The bus that accepts events from shop.orders and shop.clock',
    });
    new CfnOutput(this, 'OrderArchiveArn', {
      value: orderArchive.archiveArn,
      description: 'Replay the events of the last seven days from this archive',
    });
    new CfnOutput(this, 'OrderStatesName', {
      value: orderStates.ruleName,
      description: 'The rule on the order bus that delivers changes of state',
    });
    new CfnOutput(this, 'NightlyCloseName', {
      value: nightlyClose.scheduleName,
      description: 'The schedule that closes unpaid orders every night',
    });
    new CfnOutput(this, 'ClosingTimesName', {
      value: closingTimes.scheduleGroupName,
      description: 'The group whose schedules may assume the role',
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
      description:
        'The log group that shows which states the function kept, and which were not newer',
    });
    new CfnOutput(this, 'CurrentStatesTableName', {
      value: currentStates.tableName,
      description: 'The table of orders, each with its newest state',
    });
    new CfnOutput(this, 'UnhandledEventsUrl', {
      value: unhandledEvents.queueUrl,
      description:
        'Find the events here that EventBridge could not deliver, or that made a function fail',
    });
  }
}
