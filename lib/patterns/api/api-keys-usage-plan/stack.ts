import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * One customer floods the API: how do you tell the customers apart, throttle and cap each of them?
 *
 *   FreeCustomer ── FreeSubscription ── FreePlan ──┐
 *                                                  ├──▶ DistanceApi ──▶ DistanceMeter
 *   GoldCustomer ── GoldSubscription ── GoldPlan ──┘
 *       (key)                        (throttle, quota)
 */
export class ApiKeysUsagePlanStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // This is a REST API, because an HTTP API has neither keys nor usage plans.
    const api = new apigateway.RestApi(this, 'DistanceApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      apiKeySourceType: apigateway.ApiKeySourceType.HEADER,
      deployOptions: {
        stageName: 'prod',
        // These limits hold for all callers together, so they protect the backend.
        throttlingRateLimit: 50,
        throttlingBurstLimit: 100,
      },
    });
    // The output DistanceUrl below replaces this one, which has no description.
    api.node.tryRemoveChild('Endpoint');

    const apiStages = [{ api, stage: api.deploymentStage }];
    const freePlan = new apigateway.UsagePlan(this, 'FreePlan', {
      description: 'Lets a customer try the API',
      apiStages,
      // The limits apply to each key: the keys of a plan do not share them.
      throttle: { rateLimit: 5, burstLimit: 10 },
      quota: { limit: 50, period: apigateway.Period.DAY },
    });
    const goldPlan = new apigateway.UsagePlan(this, 'GoldPlan', {
      description: 'For customers who pay',
      apiStages,
      throttle: { rateLimit: 20, burstLimit: 40 },
      quota: { limit: 10_000, period: apigateway.Period.DAY },
    });

    // API Gateway generates the values, because anyone who may read the template could read a value given here.
    const freeCustomer = new apigateway.ApiKey(this, 'FreeCustomer', {
      description: 'A customer of the free plan',
      enabled: true,
    });
    const goldCustomer = new apigateway.ApiKey(this, 'GoldCustomer', {
      description: 'A customer of the gold plan',
      enabled: true,
    });

    // A key outside every plan gets 403, as if API Gateway did not know it.
    new apigateway.CfnUsagePlanKey(this, 'FreeSubscription', {
      keyId: freeCustomer.keyId,
      keyType: 'API_KEY',
      usagePlanId: freePlan.usagePlanId,
    });
    new apigateway.CfnUsagePlanKey(this, 'GoldSubscription', {
      keyId: goldCustomer.keyId,
      keyType: 'API_KEY',
      usagePlanId: goldPlan.usagePlanId,
    });

    const meterLogs = new logs.LogGroup(this, 'MeterLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const meterRole = new iam.Role(this, 'MeterRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    meterLogs.grantWrite(meterRole);
    const distanceMeter = new lambda.Function(this, 'DistanceMeter', {
      code: lambda.Code.fromAsset('dist/lambda/api/api-keys-usage-plan/distance-meter'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(5),
      role: meterRole,
      logGroup: meterLogs,
    });

    // A key identifies a customer but protects nothing: a private method also needs an authorizer.
    api.root.addResource('distance').addMethod(
      'GET',
      new apigateway.LambdaIntegration(distanceMeter, {
        // A test invocation from the console would need a second permission.
        allowTestInvoke: false,
      }),
      { apiKeyRequired: true },
    );

    // A monitor is not a customer, so it needs no key, and its requests count against no plan.
    api.root.addResource('health').addMethod(
      'GET',
      new apigateway.MockIntegration({
        requestTemplates: { 'application/json': '{"statusCode":200}' },
        integrationResponses: [
          { statusCode: '200', responseTemplates: { 'application/json': '{"healthy":true}' } },
        ],
      }),
      { methodResponses: [{ statusCode: '200' }] },
    );

    api.addGatewayResponse('InvalidKey', {
      type: apigateway.ResponseType.INVALID_API_KEY,
      statusCode: '403',
      templates: {
        'application/json': JSON.stringify({
          message: 'expected the key of a customer with a plan in the header X-API-Key',
        }),
      },
    });
    // Both are 429, but throttling ends in a second and a used-up quota with the day, so their messages differ.
    api.addGatewayResponse('Throttled', {
      type: apigateway.ResponseType.THROTTLED,
      statusCode: '429',
      responseHeaders: { 'Retry-After': "'1'" },
      templates: {
        'application/json': JSON.stringify({ message: 'too many requests at once' }),
      },
    });
    api.addGatewayResponse('QuotaExceeded', {
      type: apigateway.ResponseType.QUOTA_EXCEEDED,
      statusCode: '429',
      templates: {
        'application/json': JSON.stringify({ message: 'the requests of this day are used up' }),
      },
    });

    new CfnOutput(this, 'DistanceUrl', {
      value: api.urlForPath('/distance'),
      description: 'Add ?from=52.52,13.405&to=48.137,11.575 and the header X-API-Key',
    });
    new CfnOutput(this, 'HealthUrl', {
      value: api.urlForPath('/health'),
      description: 'Answers without a key',
    });
    new CfnOutput(this, 'FreePlanId', {
      value: freePlan.usagePlanId,
      description:
        'The plan with a small quota. Add a key with aws apigateway create-usage-plan-key',
    });
    new CfnOutput(this, 'FreeCustomerKeyId', {
      value: freeCustomer.keyId,
      description:
        'The id of a key. Read the key itself with aws apigateway get-api-key --include-value',
    });
    new CfnOutput(this, 'GoldCustomerKeyId', {
      value: goldCustomer.keyId,
      description: 'The id of the key of a customer with the gold plan',
    });
  }
}
