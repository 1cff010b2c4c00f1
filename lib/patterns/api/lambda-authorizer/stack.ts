import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Callers send the bearer token of a third party: who checks it before the API does any work?
 *
 *   (client) ──▶ ReportsApi ──────────────▶ ReportDesk ──▶ Reports
 *                 │      │
 *      BearerAuthorizer  TenantAuthorizer
 *          (TOKEN)  └──┬──┘  (REQUEST)
 *                   Verifier ──▶ KeySets ◀── (issuer)
 */
export class LambdaAuthorizerStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Public keys, one item for each issuer. They are not secret, but a writer to this table decides
    // whom the API trusts, so the function may only read.
    const keySets = new dynamodb.TableV2(this, 'KeySets', {
      partitionKey: { name: 'issuer', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const reports = new dynamodb.TableV2(this, 'Reports', {
      partitionKey: { name: 'tenant', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const verifierLogs = new logs.LogGroup(this, 'VerifierLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const verifierRole = new iam.Role(this, 'VerifierRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    verifierLogs.grantWrite(verifierRole);
    keySets.grant(verifierRole, 'dynamodb:GetItem');

    const issuer = 'https://login.example.com/';
    const audience = 'https://reports.example.com';
    const verifier = new lambda.Function(this, 'Verifier', {
      code: lambda.Code.fromAsset('dist/lambda/api/lambda-authorizer/verifier'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      // Every caller waits for this function before the request itself begins.
      timeout: Duration.seconds(5),
      role: verifierRole,
      logGroup: verifierLogs,
      environment: { KEY_SETS_TABLE: keySets.tableName, ISSUER: issuer, AUDIENCE: audience },
    });

    const deskLogs = new logs.LogGroup(this, 'DeskLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deskRole = new iam.Role(this, 'DeskRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    deskLogs.grantWrite(deskRole);
    reports.grant(deskRole, 'dynamodb:PutItem', 'dynamodb:Query');

    const reportDesk = new lambda.Function(this, 'ReportDesk', {
      code: lambda.Code.fromAsset('dist/lambda/api/lambda-authorizer/report-desk'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: deskRole,
      logGroup: deskLogs,
      environment: { REPORTS_TABLE: reports.tableName },
    });

    const api = new apigateway.RestApi(this, 'ReportsApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        // Every made-up token invokes the function, so this limit bounds the cost.
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
      },
    });
    // This output has no description; ReportsUrl below replaces it.
    api.node.tryRemoveChild('Endpoint');

    // The policy depends only on the token, so API Gateway may cache it for the next call with this token.
    const bearerAuthorizer = new apigateway.TokenAuthorizer(this, 'BearerAuthorizer', {
      handler: verifier,
      identitySource: apigateway.IdentitySource.header('Authorization'),
      // API Gateway answers any other header with 401, without invoking the function.
      validationRegex: '^Bearer [\\w-]+\\.[\\w-]+\\.[\\w-]+$',
      // An expired token stays valid for up to this time: longer is cheaper, shorter is safer.
      resultsCacheTtl: Duration.minutes(5),
    });
    // Here the path decides too, and the path is not part of the cache key. Without a cache, a revoked
    // right also ends with the next request.
    const tenantAuthorizer = new apigateway.RequestAuthorizer(this, 'TenantAuthorizer', {
      handler: verifier,
      identitySources: [apigateway.IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.seconds(0),
    });

    const integration = new apigateway.LambdaIntegration(reportDesk, {
      // The test button of the console would need a second permission.
      allowTestInvoke: false,
    });
    const custom = apigateway.AuthorizationType.CUSTOM;
    const own = { authorizer: bearerAuthorizer, authorizationType: custom };
    const reportsResource = api.root.addResource('reports');
    reportsResource.addMethod('GET', integration, own);
    reportsResource.addMethod('POST', integration, own);
    api.root
      .addResource('tenants')
      .addResource('{tenant}')
      .addResource('reports')
      .addMethod('GET', integration, { authorizer: tenantAuthorizer, authorizationType: custom });

    // 401 tells the caller to send another token. 403 means that a valid token does not grant this request.
    api.addGatewayResponse('Unauthorized', {
      type: apigateway.ResponseType.UNAUTHORIZED,
      statusCode: '401',
      responseHeaders: { 'WWW-Authenticate': "'Bearer'" },
      templates: {
        'application/json': JSON.stringify({
          message: 'expected a valid token, as Authorization: Bearer <token>',
        }),
      },
    });

    // The alarm watches the API. The error metric of Verifier also counts every token that it refuses.
    api.deploymentStage
      .metricServerError({ period: Duration.minutes(1), statistic: 'sum' })
      .createAlarm(this, 'ServerErrorAlarm', {
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });

    new CfnOutput(this, 'ReportsUrl', {
      value: api.urlForPath('/reports'),
      description:
        'Reports of the tenant in the token: GET needs the scope reports:read, POST reports:write',
    });
    new CfnOutput(this, 'TenantsUrl', {
      value: api.urlForPath('/tenants'),
      description: 'GET /<tenant>/reports here, with a token that lists the tenant in audits',
    });
    new CfnOutput(this, 'Issuer', {
      value: issuer,
      description: 'The iss of a token; the item of this name in KeySets has its public keys',
    });
    new CfnOutput(this, 'Audience', {
      value: audience,
      description: 'The aud of a token, which says that it is for this API',
    });
    new CfnOutput(this, 'KeySetsTableName', {
      value: keySets.tableName,
      description: 'The table of public keys, as a JSON string in the attribute keySet',
    });
    new CfnOutput(this, 'ReportsTableName', {
      value: reports.tableName,
      description: 'The table of reports, by tenant and id',
    });
  }
}
