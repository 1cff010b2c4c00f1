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
 * Something changes its state, or the clock says so: which rule reacts, and what becomes of an event that no target takes?
 *
 *   (shop) ──▶ OrderBus ──▶ OrderStates ──▶ StateKeeper ──▶ CurrentStates
 *               │    ▲           │ not delivered   │ failed        │
 *   OrderArchive◀┘    │           └▶ UnhandledEvents◀┘              │ unpaid since
 *                     └──── Order Expired ──── Closer ◀─────────────┘
 *     NightlyClose, by the clock of Berlin ──────▲──── ClassicClose, the older way, off
 */
export class EventbridgeRulesStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Two failures end here: EventBridge cannot hand an event over, or the function fails at it.
    const unhandledEvents = new sqs.Queue(this, 'UnhandledEvents', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });

    // An order has one item, its newest state; the index finds those that wait in a state for long.
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

    const orderBus = new events.EventBus(this, 'OrderBus', {
      eventBusName: `${this.stackName}-Orders`,
    });
    // Whoever may put events in this account, and whatever a later statement allows another one.
    orderBus.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyStrangeSources',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['events:PutEvents'],
        resources: [orderBus.eventBusArn],
        // Any, for one call may bring ten events.
        conditions: {
          'ForAnyValue:StringNotEquals': { 'events:source': ['shop.orders', 'shop.clock'] },
        },
      }),
    );
    const orderArchive = new events.Archive(this, 'OrderArchive', {
      sourceEventBus: orderBus,
      eventPattern: { source: ['shop.orders', 'shop.clock'] },
      retention: Duration.days(7),
    });

    const stateKeeperLogs = this.createLogs('StateKeeperLogs');
    const stateKeeperRole = this.createRole('StateKeeperRole', stateKeeperLogs);
    stateKeeperRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [currentStates.tableArn],
      }),
    );
    unhandledEvents.grant(stateKeeperRole, 'sqs:SendMessage');
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
      // Bare, for SqsDestination would allow two more actions than Lambda needs.
      onFailure: { bind: () => ({ destination: unhandledEvents.queueArn }) },
    });

    const orderStates = new events.Rule(this, 'OrderStates', {
      eventBus: orderBus,
      // Every line must hold; of the values in one line any.
      eventPattern: {
        source: ['shop.orders', 'shop.clock'],
        detailType: events.Match.prefix('Order '),
        detail: {
          state: events.Match.anythingBut('draft'),
          cents: events.Match.greaterThan(0),
        },
      },
    });
    orderStates.addTarget(
      new targets.LambdaFunction(stateKeeper, {
        // The function knows five values and nothing of envelopes.
        event: events.RuleTargetInput.fromObject({
          orderId: events.EventField.fromPath('$.detail.orderId'),
          version: events.EventField.fromPath('$.detail.version'),
          state: events.EventField.fromPath('$.detail.state'),
          cents: events.EventField.fromPath('$.detail.cents'),
          since: events.EventField.time,
        }),
        // Of the hand-over to Lambda only; an error of the function is none of EventBridge's business.
        retryAttempts: 8,
        maxEventAge: Duration.hours(1),
        deadLetterQueue: unhandledEvents,
      }),
    );

    const closerLogs = this.createLogs('CloserLogs');
    const closerRole = this.createRole('CloserRole', closerLogs);
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

    // A group of its own: the role trusts all schedules of one group, and there may be more to come.
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
      // Three o'clock is there once in every night, also when the clocks are changed.
      schedule: scheduler.ScheduleExpression.expression(
        'cron(0 3 * * ? *)',
        TimeZone.EUROPE_BERLIN,
      ),
      timeWindow: scheduler.TimeWindow.flexible(Duration.minutes(15)),
      scheduleGroup: closingTimes,
      // Bare, for LambdaInvoke would allow every version of the function as well.
      target: {
        bind: () => ({
          arn: closer.functionArn,
          role: closingRole,
          // The time of the schedule, not of the run: a late run closes the same orders.
          input: scheduler.ScheduleTargetInput.fromObject({
            at: scheduler.ContextAttribute.scheduledTime,
            unpaidHours: 24,
          }),
          retryPolicy: { maximumRetryAttempts: 8, maximumEventAgeInSeconds: 3600 },
          deadLetterConfig: { arn: unhandledEvents.queueArn },
        }),
      },
    });

    // The library writes the name of the group, which orders nothing.
    nightlyClose.node.addDependency(closingTimes);

    // The twin on the default bus, to compare: it knows UTC alone. Switched on, it would find
    // nothing left to do.
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

    unhandledEvents
      .metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'max' })
      .createAlarm(this, 'UnhandledAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    new CfnOutput(this, 'OrderBusName', {
      value: orderBus.eventBusName,
      description: 'The bus that takes events of shop.orders and shop.clock',
    });
    new CfnOutput(this, 'OrderArchiveArn', {
      value: orderArchive.archiveArn,
      description: 'Where the events of seven days can be replayed from',
    });
    new CfnOutput(this, 'OrderStatesName', {
      value: orderStates.ruleName,
      description: 'The rule on that bus that hands changes of state over',
    });
    new CfnOutput(this, 'NightlyCloseName', {
      value: nightlyClose.scheduleName,
      description: 'The schedule that closes unpaid orders every night',
    });
    new CfnOutput(this, 'ClosingTimesName', {
      value: closingTimes.scheduleGroupName,
      description: 'The group of schedules that its role trusts',
    });
    new CfnOutput(this, 'ClassicCloseName', {
      value: classicClose.ruleName,
      description: 'The same as a scheduled rule of the default bus, switched off',
    });
    new CfnOutput(this, 'StateKeeperArn', {
      value: stateKeeper.functionArn,
      description: 'The function that writes the state of an order',
    });
    new CfnOutput(this, 'StateKeeperLogGroupName', {
      value: stateKeeperLogs.logGroupName,
      description: 'Where it says what it kept and what was older',
    });
    new CfnOutput(this, 'CurrentStatesTableName', {
      value: currentStates.tableName,
      description: 'The table of orders, each with its newest state',
    });
    new CfnOutput(this, 'UnhandledEventsUrl', {
      value: unhandledEvents.queueUrl,
      description: 'Where an event lies that no target took, or that a function failed at',
    });
  }

  private createLogs(id: string): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private createRole(id: string, logGroup: logs.LogGroup): iam.Role {
    const role = new iam.Role(this, id, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    // Streams and events, but no group: a function that may create it brings it back after destroy.
    logGroup.grantWrite(role);
    return role;
  }
}
