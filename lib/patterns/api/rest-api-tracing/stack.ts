import { CfnOutput, Duration, Names, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
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

    // Two kinds of items share a table: orders, which stay, and idempotency keys, which last a day.
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
      // Well below the integration timeout: otherwise the client gets its 504 while the function works on.
      timeout: Duration.seconds(10),
      // Lets the role send segments; the function's own calls appear only by the SDK in its code.
      tracing: lambda.Tracing.ACTIVE,
      role: handlerRole,
      logGroup: handlerLogs,
      environment: {
        TABLE_NAME: orders.tableName,
        // A call outside a segment is a line in the log, not a failed order.
        AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      },
    });

    // The API calls a published version: a deployment can go back to the last one in seconds.
    const live = new lambda.Alias(this, 'Live', {
      aliasName: 'live',
      version: orderHandler.currentVersion,
    });

    // A CloudWatch log of any REST API needs the role of AWS::ApiGateway::Account, one per account
    // and Region: no stack here owns it. Where nobody has set it, deploy with `-c accessLog=false`.
    const accessLogs =
      `${this.node.tryGetContext('accessLog')}` === 'false'
        ? undefined
        : new logs.LogGroup(this, 'AccessLogs', {
            retention: logs.RetentionDays.ONE_WEEK,
            removalPolicy: RemovalPolicy.DESTROY,
          });

    const api = new apigateway.RestApi(this, 'OrdersApi', {
      // The metrics go by this name: APIs of one name would share their alarms.
      restApiName: this.stackName,
      // X-Ray traces REST APIs only, so this is not an HTTP API.
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        tracingEnabled: true,
        // Open to everybody who knows the address, so this is what an abuse can cost at most.
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
        // The cost: no log of the steps inside API Gateway, or of why it refused a request.
        loggingLevel: apigateway.MethodLoggingLevel.OFF,
        // It would write whole requests and answers to the log.
        dataTraceEnabled: false,
        ...(accessLogs && {
          accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
          // No address and no user: what is needed to find the trace, and to see who was slow.
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
    // It has no description; the output OrdersUrl below says more.
    api.node.tryRemoveChild('Endpoint');

    const integration = new apigateway.LambdaIntegration(live, {
      timeout: Duration.seconds(29),
      // It would add a second permission only for the console's test button.
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
        // A body of another content type is not validated, so the function checks it again.
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

    // A browser asks before it posts; a MOCK answers without a function.
    const cors = {
      allowOrigins: apigateway.Cors.ALL_ORIGINS,
      allowHeaders: ['Content-Type', 'Idempotency-Key'],
      maxAge: Duration.hours(1),
    };
    ordersResource.addCorsPreflight({ ...cors, allowMethods: ['POST'] });
    orderResource.addCorsPreflight({ ...cors, allowMethods: ['GET'] });

    // What API Gateway answers by itself has no CORS header: a browser would hide the reason.
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
      // The default is "Invalid request body", which helps nobody.
      templates: {
        'application/json': JSON.stringify({
          message:
            'expected an order such as {"sku":"tea","quantity":2}, with 1 to 64 letters, digits and . _ - in sku and a whole number from 1 to 1000000 in quantity',
        }),
      },
    });

    // X-Ray allows 32 characters; a long stack name is cut and made unique again.
    const traceName = Names.uniqueResourceName(this, { maxLength: 32 });

    new xray.CfnSamplingRule(this, 'SamplingRule', {
      samplingRule: {
        ruleName: traceName,
        version: 1,
        priority: 100,
        reservoirSize: 1,
        fixedRate: 0.05,
        // Only this stage: a rule with wildcards would decide for every service of the account.
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

    // An average hides the slow one in a hundred; three minutes of five leave out a cold start.
    api.deploymentStage
      .metricLatency({ period: Duration.minutes(1), statistic: 'p99' })
      .createAlarm(this, 'LatencyAlarm', {
        threshold: 3000,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    new CfnOutput(this, 'OrdersUrl', {
      value: api.urlForPath('/orders'),
      description:
        'Where orders are posted to, as {"sku":"tea","quantity":2} with an Idempotency-Key',
    });
    new CfnOutput(this, 'OrdersTableName', {
      value: orders.tableName,
      description: 'The table of orders (order#id) and of the keys of the last day (key#key)',
    });
    new CfnOutput(this, 'TraceGroupName', {
      value: traceName,
      description: 'The X-Ray group of the orders that were posted again',
    });
    new CfnOutput(this, 'AccessLogGroupName', {
      value: accessLogs?.logGroupName ?? 'none',
      description: 'The log group with a line of JSON for every request',
    });
  }
}
