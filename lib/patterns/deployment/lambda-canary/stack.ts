import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * How do you shift ten percent of the traffic first, and roll back automatically on an alarm?
 *
 *   (client) ──▶ Live ──90% old, 10% new──▶ Cashier ──errors──▶ LiveErrors
 *                 ▲ moves the weights                              │ stops, rolls back
 *             CanaryGroup ◀────────────────────────────────────────┘
 *                 │ before           │ after
 *                 ▼                  ▼
 *           BeforeTraffic       AfterTraffic
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

    // The logical id changes with code and configuration, so every change publishes a new version.
    // CloudFormation deletes the old version only after the update succeeds, so a rollback can use it.
    const version = cashier.currentVersion;
    const live = new lambda.Alias(this, 'Live', { aliasName: 'live', version });
    // Written as text, because the alias depends on the hooks: a reference would be circular.
    const liveArn = `${cashier.functionArn}:live`;

    const liveErrors = live
      .metricErrors({ period: Duration.minutes(1), statistic: 'sum' })
      .createAlarm(this, 'LiveErrors', {
        threshold: 1,
        // Two bad minutes fit into the five minutes of the canary, and one alone stops nothing.
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
        // All versions of this one function, because the number of the next one is not known.
        resources: [`${cashier.functionArn}:*`],
      }),
    );
    // This hook invokes the new version directly, before any client does.
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
    // This hook invokes the alias, as clients do: the new version must answer every time.
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
        // AWS does not say whether CodeDeploy asks for this alarm by its name or for all, so it may see all here.
        resources: [
          this.formatArn({
            service: 'cloudwatch',
            resource: 'alarm',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
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
      // Otherwise the library would attach a managed policy that can update every alias in the account.
      role: codeDeployRole.withoutPolicyUpdates(),
    });
    // Moving the alias starts a deployment, so everything that takes part in it must exist before.
    live.node.addDependency(codeDeployRole, beforeTraffic, afterTraffic);

    new CfnOutput(this, 'CashierName', {
      value: cashier.functionName,
      description:
        'The function, which adds the VAT to {"country":"DE","items":[{"cents":1000,"quantity":1}]}',
    });
    new CfnOutput(this, 'CashierVersion', {
      value: version.version,
      description: 'The number of the version that the stack published',
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
      description: 'The log group where that hook says Succeeded or Failed, and why',
    });
    new CfnOutput(this, 'AfterTrafficName', {
      value: afterTraffic.functionName,
      description: 'The hook that inspects the alias once it has all the traffic',
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
      description: 'The alarm that stops a deployment and rolls it back',
    });
  }
}
