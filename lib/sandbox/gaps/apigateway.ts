import { setTimeout as sleep } from 'node:timers/promises';
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  DeleteApiKeyCommand,
  DeleteRestApiCommand,
  DeleteUsagePlanCommand,
  GetApiKeyCommand,
  GetRestApiCommand,
  GetUsageCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { call, callableUrl } from '../../exercise/http';
import { lambdaOf, role, withStack } from './deployed';
import type { GapsOf } from './gap';

export const apiGateway = {
  'AWS::ApiGateway::Method.RequestValidatorId': {
    seen: '1.5.33',
    what: 'CloudFormation creates no validator and drops the property. A validator that is created and set through the API works.',
    handling: 'corrected',
    correction: 'api_validators',
    how: 'The method validates by the validator of the template.',
    closed: async () => (await apiAnswers()).validatesRequests,
  },
  'AWS::ApiGateway::Stage.AccessLogSetting': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property. The API stores it, but writes no access log.',
    handling: 'corrected',
    correction: 'api_requests',
    how: 'The stage writes a line for each request.',
    closed: async () => (await apiAnswers()).writesAccessLog,
  },
  'AWS::ApiGateway::RestApi.EndpointConfiguration': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property, so every API is public.',
    handling: 'left out',
    how: 'The sandbox does not prove that an API is private. Who may call it is decided by lib/permissions, in the test of the pattern.',
    closed: keepsEndpointType,
  },
  'apigateway: X-Ray tracing': {
    seen: '1.5.33',
    what:
      'The X-Amzn-Trace-Id header of a request does not reach the function, and neither the stage nor Lambda creates ' +
      'a segment. A trace contains only the subsegments of the function, under its own trace id.',
    handling: 'corrected',
    correction: 'api_requests',
    how: 'The stage sends a segment and passes its trace on to the function.',
    closed: async () => (await apiAnswers()).passesTraceHeader,
  },
  'apigateway: models of other content types': {
    seen: '1.5.33',
    what: 'A body whose content type has no model is checked against the model of application/json, and answered 400.',
    handling: 'corrected',
    correction: 'api_validators',
    how: 'A body is checked against the model of its own content type only.',
    closed: validatesByContentType,
  },
  'apigateway: GetUsage': {
    seen: '1.5.33',
    what: 'GetUsage is answered with the usage plan itself, so there is no usage in it.',
    handling: 'corrected',
    correction: 'api_keys',
    how: 'GetUsage reports what API Gateway has counted for each key and day.',
    closed: tellsUsage,
  },
  'apigateway: GetApiKey without a value': {
    seen: '1.5.33',
    what: 'GetApiKey returns the value of a key even if includeValue is not set.',
    handling: 'corrected',
    correction: 'api_keys',
    how: 'GetApiKey returns the value only if it is asked for.',
    closed: hidesKeys,
  },
} satisfies GapsOf;

/** Which features of a template the emulator's API Gateway supports. */
export interface ApiAnswers {
  readonly validatesRequests: boolean;
  readonly passesTraceHeader: boolean;
  readonly writesAccessLog: boolean;
}

let answers: Promise<ApiAnswers> | undefined;

/** Deploys one small API and calls it; several gaps share one deployment. */
export function apiAnswers(): Promise<ApiAnswers> {
  answers ??= withStack('AnswersOfAnApi', tracedApi, async ({ Url = '', Logs }) => {
    const url = callableUrl(Url);
    const root = '1-5759e988-bd862e3fe1be46a994272793';
    const trace = { 'X-Amzn-Trace-Id': `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1` };
    const invalid = await call(url, { headers: trace });
    const valid = await call(url, { headers: { ...trace, Wanted: 'yes' } });
    await sleep(1000);
    const { events = [] } = await new CloudWatchLogsClient({}).send(
      new FilterLogEventsCommand({ logGroupName: Logs }),
    );
    return {
      validatesRequests: invalid.status === 400,
      passesTraceHeader: valid.text.includes(root),
      writesAccessLog: events.length > 0,
    };
  });
  return answers;
}

/** Whether a usage plan reports its usage per day, even if nobody has used it. */
export async function tellsUsage(): Promise<boolean> {
  const apigateway = new APIGatewayClient({});
  const { id: usagePlanId } = await apigateway.send(new CreateUsagePlanCommand({ name: 'probe' }));
  try {
    const today = new Date().toISOString().slice(0, 10);
    const usage = await apigateway.send(
      new GetUsageCommand({ usagePlanId, startDate: today, endDate: today }),
    );
    return usage.startDate === today;
  } finally {
    await apigateway.send(new DeleteUsagePlanCommand({ usagePlanId }));
  }
}

/** Whether the value of a key is returned only on request. */
export async function hidesKeys(): Promise<boolean> {
  const apigateway = new APIGatewayClient({});
  const { id: apiKey } = await apigateway.send(new CreateApiKeyCommand({ name: 'probe' }));
  try {
    const { value } = await apigateway.send(new GetApiKeyCommand({ apiKey }));
    return value === undefined;
  } finally {
    await apigateway.send(new DeleteApiKeyCommand({ apiKey }));
  }
}

const RestApiId = { Ref: 'Api' };

const tracedApi = {
  Resources: {
    Role: role,
    Function: lambdaOf(
      'exports.handler = async () => ({ statusCode: 200, body: process.env._X_AMZN_TRACE_ID ?? "" })',
    ),
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'AnswersOfAnApi' } },
    Validator: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId, ValidateRequestParameters: true },
    },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId,
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        RequestValidatorId: { Ref: 'Validator' },
        RequestParameters: { 'method.request.header.Wanted': true },
        Integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: {
            'Fn::Sub':
              // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
              'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
          },
        },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Function' },
        Principal: 'apigateway.amazonaws.com',
      },
    },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: 'Method',
      Properties: { RestApiId },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId,
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'probe',
        TracingEnabled: true,
        AccessLogSetting: {
          DestinationArn: { 'Fn::GetAtt': ['Logs', 'Arn'] },
          Format: '$context.requestId',
        },
      },
    },
  },
  Outputs: {
    Logs: { Value: { Ref: 'Logs' } },
    Url: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
      Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/probe/' },
    },
  },
};

/** Whether a body is checked only against the model of its own content type. */
export async function validatesByContentType(): Promise<boolean> {
  const apigateway = new APIGatewayClient({});
  const { id: restApiId, rootResourceId: resourceId } = await apigateway.send(
    new CreateRestApiCommand({ name: 'ValidatesByContentType' }),
  );
  try {
    const schema = JSON.stringify({ type: 'object', required: ['wanted'] });
    const contentType = 'application/json';
    await apigateway.send(
      new CreateModelCommand({ restApiId, name: 'Wanted', contentType, schema }),
    );
    const { id: requestValidatorId } = await apigateway.send(
      new CreateRequestValidatorCommand({ restApiId, name: 'body', validateRequestBody: true }),
    );
    const method = { restApiId, resourceId, httpMethod: 'POST' };
    await apigateway.send(
      new PutMethodCommand({
        ...method,
        authorizationType: 'NONE',
        requestValidatorId,
        requestModels: { [contentType]: 'Wanted' },
      }),
    );
    await apigateway.send(
      new PutIntegrationCommand({
        ...method,
        type: 'MOCK',
        requestTemplates: { [contentType]: '{"statusCode":200}' },
      }),
    );
    const ok = { ...method, statusCode: '200' };
    await apigateway.send(new PutMethodResponseCommand(ok));
    await apigateway.send(new PutIntegrationResponseCommand(ok));
    await apigateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'probe' }));
    const region = await apigateway.config.region();
    const url = callableUrl(`https://${restApiId}.execute-api.${region}.amazonaws.com/probe/`);
    const send = (type: string) =>
      call(url, { method: 'POST', headers: { 'Content-Type': type }, body: '{"statusCode":200}' });
    const [json, text] = [await send(contentType), await send('text/plain')];
    if (json.status !== 400)
      throw new Error(
        `expected a body without the wanted key to be answered 400, got ${json.status}`,
      );
    return text.status !== 400;
  } finally {
    await apigateway.send(new DeleteRestApiCommand({ restApiId }));
  }
}

/** Whether an API that CloudFormation creates has the endpoint type of its template. */
export async function keepsEndpointType(): Promise<boolean> {
  const Properties = { Name: 'Regional', EndpointConfiguration: { Types: ['REGIONAL'] } };
  const template = {
    Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties } },
    Outputs: { Id: { Value: { Ref: 'Api' } } },
  };
  return withStack('KeepsEndpointType', template, async ({ Id }) => {
    const { endpointConfiguration } = await new APIGatewayClient({}).send(
      new GetRestApiCommand({ restApiId: Id }),
    );
    return endpointConfiguration?.types?.[0] === 'REGIONAL';
  });
}
