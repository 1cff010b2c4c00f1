import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Callers bring the bearer token of a third party: who checks it before the API does any work?
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

    // One item for each issuer holds its public keys. Anyone who writes to this table decides whom the
    // API trusts, so the function may only read.
    const keySets = new dynamodb.TableV2(this, 'KeySets', {
      partitionKey: { name: 'issuer', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const issuer = 'https://login.example.com/';
    const audience = 'https://reports.example.com';
    const verifierLogs = new logs.LogGroup(this, 'VerifierLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const verifierRole = new iam.Role(this, 'VerifierRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    verifierLogs.grantWrite(verifierRole);
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
    keySets.grant(verifierRole, 'dynamodb:GetItem');

    // The policy depends on the token alone, so API Gateway may reuse it for the next request.
    const bearerAuthorizer = new apigateway.TokenAuthorizer(this, 'BearerAuthorizer', {
      handler: verifier,
      identitySource: apigateway.IdentitySource.header('Authorization'),
      // API Gateway answers 401 to anything else and does not invoke the function.
      validationRegex: '^Bearer [\\w-]+\\.[\\w-]+\\.[\\w-]+$',
      // A cached policy can outlive its token by up to this time. A longer time is cheaper, a shorter one is safer.
      resultsCacheTtl: Duration.minutes(5),
    });
    // Here the policy also depends on the path, which the cache key does not contain. Also, without a
    // cache, no token works after it has expired.
    const tenantAuthorizer = new apigateway.RequestAuthorizer(this, 'TenantAuthorizer', {
      handler: verifier,
      identitySources: [apigateway.IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.seconds(0),
    });

    const api = new apigateway.RestApi(this, 'ReportsApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        // Each made-up token invokes the function, so this limit also bounds the cost.
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
      },
    });
    // This output has no description. The output ReportsUrl below replaces it.
    api.node.tryRemoveChild('Endpoint');

    const reports = new dynamodb.TableV2(this, 'Reports', {
      partitionKey: { name: 'tenant', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const deskLogs = new logs.LogGroup(this, 'DeskLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deskRole = new iam.Role(this, 'DeskRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    deskLogs.grantWrite(deskRole);
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
    reports.grant(deskRole, 'dynamodb:PutItem', 'dynamodb:Query');

    const integration = new apigateway.LambdaIntegration(reportDesk, {
      // A test invocation from the console would need a second permission.
      allowTestInvoke: false,
    });
    const authorizationType = apigateway.AuthorizationType.CUSTOM;
    const ownReports = api.root.addResource('reports');
    ownReports.addMethod('GET', integration, { authorizer: bearerAuthorizer, authorizationType });
    ownReports.addMethod('POST', integration, { authorizer: bearerAuthorizer, authorizationType });
    api.root
      .addResource('tenants')
      .addResource('{tenant}')
      .addResource('reports')
      .addMethod('GET', integration, { authorizer: tenantAuthorizer, authorizationType });

    // 401 tells the client to get a new token. 403 remains for a valid token without the right.
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

    // Use the metric of the API, because the Errors metric of Verifier also counts each token that it refuses.
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
        'The reports of the tenant in the token: GET needs the scope reports:read, POST reports:write',
    });
    new CfnOutput(this, 'TenantsUrl', {
      value: api.urlForPath('/tenants'),
      description: 'Append /<tenant>/reports; the claim audits of the token must list the tenant',
    });
    new CfnOutput(this, 'Issuer', {
      value: issuer,
      description: 'The claim iss of a token, and the key of the item with its public keys',
    });
    new CfnOutput(this, 'Audience', {
      value: audience,
      description: 'The claim aud of a token, which says that the token is for this API',
    });
    new CfnOutput(this, 'KeySetsTableName', {
      value: keySets.tableName,
      description:
        'The table to which the issuer publishes its public keys, as text in the attribute keySet',
    });
    new CfnOutput(this, 'ReportsTableName', {
      value: reports.tableName,
      description: 'The table of reports, with the keys tenant and id',
    });
  }
}
