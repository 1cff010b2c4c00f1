import {
  Annotations,
  CfnOutput,
  Duration,
  Names,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as xray from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';

/**
 * One request through API Gateway, Lambda and DynamoDB was slow: how do you see which part took the time?
 *
 *   (client) ──▶ OrdersApi ──▶ Live ──▶ OrderHandler ──▶ Orders
 *                    ▲                       │ annotation
 *               SamplingRule                 ▼
 *                                      RepeatedOrders
 */
export class RestApiTracingStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // The logs of a REST API need the role in AWS::ApiGateway::Account, which an account has once per Region.
    // No stack here owns that role. In an account without it, deploy with `-c accessLog=false`.
    const accessLogs =
      `${this.node.tryGetContext('accessLog')}` === 'false'
        ? undefined
        : new logs.LogGroup(this, 'AccessLogs', {
            retention: logs.RetentionDays.ONE_WEEK,
            removalPolicy: RemovalPolicy.DESTROY,
          });
    if (accessLogs) {
      Annotations.of(this).addInfo(
        'The access log needs the role of API Gateway for CloudWatch Logs. If `aws apigateway get-account` shows no cloudwatchRoleArn, add -c accessLog=false, or the deployment fails.',
      );
    }

    const api = new apigateway.RestApi(this, 'OrdersApi', {
      // Metrics have this name as their dimension, so APIs with the same name would share their alarms.
      restApiName: this.stackName,
      // X-Ray traces REST APIs only, so this is not an HTTP API.
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        tracingEnabled: true,
        // Anyone who knows the URL can call the API, and these limits cap what abuse can cost.
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
        // An execution log would outlive the stack. Without it, no log shows the steps inside API Gateway.
        loggingLevel: apigateway.MethodLoggingLevel.OFF,
        // Data tracing would write whole requests and answers to the log.
        dataTraceEnabled: false,
        ...(accessLogs && {
          accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
          // These fields lead to the trace and show which part was slow. They contain no address and no user.
          accessLogFormat: apigateway.AccessLogFormat.custom(
            JSON.stringify({
              requestId: '$context.requestId',
              traceId: '$context.xrayTraceId',
              time: '$context.requestTime',
              method: '$context.httpMethod',
              resource: '$context.resourcePath',
              status: '$context.status',
              milliseconds: '$context.responseLatency',
              integrationMilliseconds: '$context.integration.latency',
              errorType: '$context.error.responseType',
            }),
          ),
        }),
      },
    });
    // The output OrdersUrl below replaces this one, which has no description.
    api.node.tryRemoveChild('Endpoint');

    // X-Ray allows 32 characters, so this shortens a long stack name and keeps it unique.
    const traceName = Names.uniqueResourceName(this, { maxLength: 32 });

    new xray.CfnSamplingRule(this, 'SamplingRule', {
      samplingRule: {
        ruleName: traceName,
        version: 1,
        priority: 100,
        reservoirSize: 1,
        fixedRate: 0.05,
        // Name only this stage, because a rule with a wildcard here would decide for every service in the account.
        resourceArn: api.deploymentStage.stageArn,
        serviceType: 'AWS::ApiGateway::Stage',
        serviceName: '*',
        host: '*',
        httpMethod: '*',
        urlPath: '*',
      },
    });

    new xray.CfnGroup(this, 'RepeatedOrders', {
      groupName: traceName,
      filterExpression: 'annotation[order_outcome] = "replayed"',
    });

    api.deploymentStage
      .metricServerError({ period: Duration.minutes(1), statistic: 'sum' })
      .createAlarm(this, 'ServerErrorAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    // An average hides the slowest one percent. Three of five minutes must be slow, so one cold start is no alarm.
    api.deploymentStage
      .metricLatency({ period: Duration.minutes(1), statistic: 'p99' })
      .createAlarm(this, 'LatencyAlarm', {
        threshold: 3000,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    // The table has orders, which stay, and idempotency keys, which last a day.
    const orders = new dynamodb.TableV2(this, 'Orders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const handlerLogs = new logs.LogGroup(this, 'HandlerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const handlerRole = new iam.Role(this, 'HandlerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    handlerLogs.grantWrite(handlerRole);
    orders.grant(handlerRole, 'dynamodb:GetItem', 'dynamodb:PutItem');

    const orderHandler = new lambda.Function(this, 'OrderHandler', {
      code: lambda.Code.fromAsset('dist/lambda/api/rest-api-tracing/order-handler'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      // Well below the integration timeout, so that the client never gets 504 while the function still works.
      timeout: Duration.seconds(10),
      // The trace shows the calls of the function only because its code uses the X-Ray SDK.
      tracing: lambda.Tracing.ACTIVE,
      role: handlerRole,
      logGroup: handlerLogs,
      environment: {
        TABLE_NAME: orders.tableName,
        // A call outside a segment logs an error, and the order does not fail.
        AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      },
      // CloudFormation would delete the old version after each update. The function takes its versions with it.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });

    // The alias points to a published version, so you can go back to the previous version in seconds.
    const live = new lambda.Alias(this, 'Live', {
      aliasName: 'live',
      version: orderHandler.currentVersion,
    });

    const integration = new apigateway.LambdaIntegration(live, {
      timeout: Duration.seconds(29),
      // A test invocation from the console would need a second permission.
      allowTestInvoke: false,
    });
    const ordersResource = api.root.addResource('orders');
    const orderResource = ordersResource.addResource('{id}');

    ordersResource.addMethod('POST', integration, {
      requestValidator: api.addRequestValidator('Validator', {
        validateRequestParameters: true,
        validateRequestBody: true,
      }),
      requestParameters: { 'method.request.header.Idempotency-Key': true },
      requestModels: {
        // API Gateway does not validate a body of another content type, so the function checks it again.
        'application/json': api.addModel('NewOrder', {
          schema: {
            schema: apigateway.JsonSchemaVersion.DRAFT4,
            type: apigateway.JsonSchemaType.OBJECT,
            required: ['sku', 'quantity'],
            properties: {
              sku: { type: apigateway.JsonSchemaType.STRING, pattern: '^[A-Za-z0-9._-]{1,64}$' },
              quantity: {
                type: apigateway.JsonSchemaType.INTEGER,
                minimum: 1,
                maximum: 1_000_000,
              },
            },
          },
        }),
      },
    });
    orderResource.addMethod('GET', integration);

    // A browser sends OPTIONS before it posts, and a MOCK integration answers without a function.
    const cors = {
      allowOrigins: apigateway.Cors.ALL_ORIGINS,
      allowHeaders: ['Content-Type', 'Idempotency-Key'],
      maxAge: Duration.hours(1),
    };
    ordersResource.addCorsPreflight({ ...cors, allowMethods: ['POST'] });
    orderResource.addCorsPreflight({ ...cors, allowMethods: ['GET'] });

    // API Gateway's own answers have no CORS header, so a browser would hide the reason from the page.
    const corsHeaders = { 'Access-Control-Allow-Origin': "'*'" };
    api.addGatewayResponse('ClientError', {
      type: apigateway.ResponseType.DEFAULT_4XX,
      responseHeaders: corsHeaders,
    });
    api.addGatewayResponse('ServerError', {
      type: apigateway.ResponseType.DEFAULT_5XX,
      responseHeaders: corsHeaders,
    });
    api.addGatewayResponse('BadBody', {
      type: apigateway.ResponseType.BAD_REQUEST_BODY,
      statusCode: '400',
      responseHeaders: corsHeaders,
      // The default message is only "Invalid request body".
      templates: {
        'application/json': JSON.stringify({
          message:
            'expected an order such as {"sku":"tea","quantity":2}, with 1 to 64 letters, digits and . _ - in sku and a whole number from 1 to 1000000 in quantity',
        }),
      },
    });

    new CfnOutput(this, 'OrdersUrl', {
      value: api.urlForPath('/orders'),
      description:
        'Post orders such as {"sku":"tea","quantity":2} here, with an Idempotency-Key header',
    });
    new CfnOutput(this, 'OrdersTableName', {
      value: orders.tableName,
      description:
        'The table of orders (order#id) and of the idempotency keys of the last day (key#key)',
    });
    new CfnOutput(this, 'TraceGroupName', {
      value: traceName,
      description: 'The X-Ray group of orders that a client posted again',
    });
    new CfnOutput(this, 'AccessLogGroupName', {
      value: accessLogs?.logGroupName ?? 'none',
      description: 'The log group with one line of JSON for each request',
    });
  }
}
