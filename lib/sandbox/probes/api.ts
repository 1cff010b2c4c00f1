import { setTimeout as sleep } from 'node:timers/promises';
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  GetApiKeyCommand,
  GetUsageCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { call, callableUrl } from '../../exercise/http';
import { lambdaOf, role, withStack } from './deployed';

/** What the emulator's API Gateway does of what a template asks of it. */
export interface ApiAnswers {
  readonly validatesRequests: boolean;
  readonly passesTraceHeader: boolean;
  readonly writesAccessLog: boolean;
}

let answers: Promise<ApiAnswers> | undefined;

/** Deploys one small API and calls it; asked for several gaps, it is deployed once. */
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

/** Whether a usage plan tells of its days, also where nobody has used it. */
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

/** Whether the value of a key is told only where it is asked for. */
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
