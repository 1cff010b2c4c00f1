import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Ten percent of the traffic first, and back automatically on an alarm: how?
 *
 *   (client) ──▶ Live ──▶ Cashier: old version 90 %, new version 10 %, five minutes later 100 %
 *                  │ a new version                │ errors
 *                  ▼                              ▼
 *   BeforeTraffic ──▶ CanaryGroup ◀────────── LiveErrors: stop, all traffic back
 *   AfterTraffic  ──▶ Succeeded, or Failed: all traffic back
 */
export class LambdaCanaryStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const cashierLogs = new logs.LogGroup(this, 'CashierLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const cashierRole = new iam.Role(this, 'CashierRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    // Streams and events, but no group: a function that may create it brings it back after destroy.
    cashierLogs.grantWrite(cashierRole);

    const cashier = new lambda.Function(this, 'Cashier', {
      code: lambda.Code.fromAsset('dist/lambda/deployment/lambda-canary/cashier'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: cashierRole,
      logGroup: cashierLogs,
      environment: { VAT_PERCENT: 'AT=20,DE=19,FR=20' },
    });

    // Its logical id changes with code and configuration, so that each of them is a new version.
    // The old one goes only when the update has succeeded: until then there is a way back.
    const version = cashier.currentVersion;
    const live = new lambda.Alias(this, 'Live', { aliasName: 'live', version });
    // Spelled out, because the alias waits for the inspection: a reference would make a circle.
    const liveArn = `${cashier.functionArn}:live`;

    const liveErrors = live
      .metricErrors({ period: Duration.minutes(1), statistic: 'sum' })
      .createAlarm(this, 'LiveErrors', {
        threshold: 1,
        // Within the five minutes of the canary; one bad minute alone stops nothing.
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    const beforeTrafficLogs = new logs.LogGroup(this, 'BeforeTrafficLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const beforeTrafficRole = new iam.Role(this, 'BeforeTrafficRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    beforeTrafficLogs.grantWrite(beforeTrafficRole);
    beforeTrafficRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        // Of this one function, whatever version comes next.
        resources: [`${cashier.functionArn}:*`],
      }),
    );
    // Asks the new version itself, past the alias: no client has met it yet.
    const beforeTraffic = new lambda.Function(this, 'BeforeTraffic', {
      code: lambda.Code.fromAsset('dist/lambda/deployment/lambda-canary/inspector'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(60),
      role: beforeTrafficRole,
      logGroup: beforeTrafficLogs,
      environment: { SUBJECT_ARN: version.functionArn, NEW_VERSION: version.version },
    });

    const afterTrafficLogs = new logs.LogGroup(this, 'AfterTrafficLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const afterTrafficRole = new iam.Role(this, 'AfterTrafficRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    afterTrafficLogs.grantWrite(afterTrafficRole);
    afterTrafficRole.addToPolicy(
      new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [liveArn] }),
    );
    // Asks the alias, as clients do: the new version has to answer every time.
    const afterTraffic = new lambda.Function(this, 'AfterTraffic', {
      code: lambda.Code.fromAsset('dist/lambda/deployment/lambda-canary/inspector'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(60),
      role: afterTrafficRole,
      logGroup: afterTrafficLogs,
      environment: { SUBJECT_ARN: liveArn, NEW_VERSION: version.version },
    });

    const codeDeployRole = new iam.Role(this, 'CodeDeployRole', {
      assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com'),
    });
    codeDeployRole.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          'lambda:GetAlias',
          'lambda:GetProvisionedConcurrencyConfig',
          'lambda:UpdateAlias',
        ],
        resources: [cashier.functionArn, liveArn],
      }),
    );
    codeDeployRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [beforeTraffic.functionArn, afterTraffic.functionArn],
      }),
    );
    codeDeployRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['cloudwatch:DescribeAlarms'],
        resources: [liveErrors.alarmArn],
      }),
    );

    const application = new codedeploy.LambdaApplication(this, 'Application');
    const canaryGroup = new codedeploy.LambdaDeploymentGroup(this, 'CanaryGroup', {
      application,
      alias: live,
      deploymentConfig: codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      preHook: beforeTraffic,
      postHook: afterTraffic,
      alarms: [liveErrors],
      autoRollback: { failedDeployment: true, deploymentInAlarm: true },
      // As it is: the library would attach a managed policy that may move every alias of the account.
      role: codeDeployRole.withoutPolicyUpdates(),
    });
    // A new version of the alias is a deployment: all that takes part in it has to be there before.
    live.node.addDependency(codeDeployRole, beforeTraffic, afterTraffic);

    new CfnOutput(this, 'CashierName', {
      value: cashier.functionName,
      description:
        'The function: adds the VAT to {"country":"DE","items":[{"cents":1000,"quantity":1}]}',
    });
    new CfnOutput(this, 'CashierVersion', {
      value: version.version,
      description: 'The number of the version that the stack has published',
    });
    new CfnOutput(this, 'AliasName', {
      value: 'live',
      description: 'The alias that clients call and whose traffic is shifted',
    });
    new CfnOutput(this, 'BeforeTrafficName', {
      value: beforeTraffic.functionName,
      description: 'The hook that inspects a new version before it gets traffic',
    });
    new CfnOutput(this, 'BeforeTrafficLogGroupName', {
      value: beforeTrafficLogs.logGroupName,
      description: 'Where that hook says Succeeded or Failed, and why',
    });
    new CfnOutput(this, 'AfterTrafficName', {
      value: afterTraffic.functionName,
      description: 'The hook that inspects the alias after it has all the traffic',
    });
    new CfnOutput(this, 'ApplicationName', {
      value: application.applicationName,
      description: 'The CodeDeploy application',
    });
    new CfnOutput(this, 'DeploymentGroupName', {
      value: canaryGroup.deploymentGroupName,
      description: 'The deployment group that shifts the traffic of the alias',
    });
    new CfnOutput(this, 'LiveErrorsAlarmName', {
      value: liveErrors.alarmName,
      description: 'The alarm that stops a deployment and brings the traffic back',
    });
  }
}
