import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const method = `${reference}/aws-properties-apigateway-method-integration.html`;
const methodSetting = `${reference}/aws-properties-apigateway-stage-methodsetting.html`;
const stage = `${reference}/aws-resource-apigateway-stage.html`;
const gateway = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
const xray = 'https://docs.aws.amazon.com/xray/latest/devguide';

export const exam: Exam = {
  question:
    'One request through API Gateway, Lambda and DynamoDB was slow: how do you see which part took the time?',
  answer:
    'Enable active tracing on the stage of the API and on the function, and instrument the function. X-Ray then shows one trace with the time of each part.',
  wrong: [
    {
      answer: 'Read the CloudTrail events of the API',
      because:
        'CloudTrail records calls to AWS, such as who changed the API. It records neither the requests of clients nor where their time went.',
    },
    {
      answer: 'Record the order as metadata of a subsegment and filter by it',
      because:
        'X-Ray stores metadata but does not index it. Filter expressions and groups find only annotations.',
    },
    {
      answer: 'Put the X-Ray SDK into the function and change nothing else',
      because:
        'Lambda decides whether to trace a request. Without active tracing on the stage and the function, it traces only what an upstream service has sampled.',
    },
    {
      answer: 'Trace every request, with a fixed rate of 100 percent',
      because:
        'It costs the most and tells you little more. One request a second and five percent of the rest show a pattern.',
    },
    {
      answer: 'Use an HTTP API, which is faster and cheaper',
      because: 'X-Ray traces REST APIs only, so the trace would begin at the function.',
    },
  ],
  questions,
  tasks: [
    'DVA-C02 1.1',
    'DVA-C02 1.2',
    'DVA-C02 3.4',
    'DVA-C02 4.1',
    'DVA-C02 4.2',
    'SAA-C03 2.1',
    'SOA-C03 1.1',
  ],
  cost: 'free',
  remains: [
    'The role AWSServiceRoleForAPIGateway, which API Gateway creates in an account with the first traced stage. To delete it, run `aws iam delete-service-linked-role --role-name AWSServiceRoleForAPIGateway`.',
  ],
  deploy: {
    before: [
      {
        text: 'The access log needs a role that API Gateway has once per account and Region. Does `aws apigateway get-account` show a `cloudwatchRoleArn`? If not, add `-c accessLog=false` to every command, or set the role in the console.',
        source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
      },
    ],
    fails: [
      {
        symptom: 'CloudWatch Logs role ARN must be set in account settings to enable logging',
        remedy: 'That role is missing. Deploy with `-c accessLog=false`.',
        source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
      },
    ],
  },
  flow: [
    { from: '(client)', to: 'OrdersApi', label: 'POST /orders' },
    { from: 'SamplingRule', to: 'OrdersApi', label: 'which to trace' },
    { from: 'OrdersApi', to: 'Live', label: 'proxy event' },
    { from: 'Live', to: 'OrderHandler', label: 'published version' },
    { from: 'OrderHandler', to: 'Orders', label: 'conditional put' },
    { from: 'OrderHandler', to: '(X-Ray)', label: 'subsegments' },
    { from: '(X-Ray)', to: 'RepeatedOrders', label: 'by annotation' },
    { from: 'OrdersApi', to: 'AccessLogs', label: 'line of JSON' },
    { from: 'OrdersApi', to: 'LatencyAlarm', label: 'p99' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::ApiGateway::Stage',
      id: 'OrdersApi/DeploymentStage.prod',
      settings: [
        {
          property: 'TracingEnabled',
          value: true,
          fact: "With active tracing the stage samples by X-Ray's sampling rules and sends a segment; without it, it only forwards an upstream service's decision.",
          source: `${gateway}/apigateway-enabling-xray.html`,
          seeds: ['003:657', '003:1018', '000:11', '001:17'],
          tasks: ['DVA-C02 4.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'The trace begins at the function, without the time that API Gateway takes. The sampling rule no longer decides anything.',
            },
          ],
        },
        {
          property: 'StageName',
          value: 'prod',
          fact: 'A stage is a named reference to a deployment; its name is the first part of the path, and it carries throttling, logs and tracing.',
          source: stage,
          seeds: ['003:634', '003:635', '002:382'],
          tasks: ['DVA-C02 3.4'],
          experiments: [
            {
              value: 'dev',
              outcome: 'replace',
              because:
                'The URL changes with the name. CloudFormation creates a new stage and deletes the old one.',
            },
          ],
        },
        {
          property: 'Variables',
          fact: 'Stage variables are key-value pairs whose values may have letters, digits and -._~:/?#&=,; with them, each stage can call a different alias.',
          source: stage,
          seeds: ['003:635'],
          tasks: ['DVA-C02 3.4'],
          experiments: [
            {
              value: { lambdaAlias: 'live' },
              outcome: 'update',
              because:
                'The handler sees the variable in stageVariables. To choose the alias with it, you have to use it in the URI of the integration.',
            },
          ],
        },
        {
          property: 'MethodSettings.0.ThrottlingRateLimit',
          value: 10,
          fact: 'Above this steady rate, in requests per second, API Gateway answers 429 Too Many Requests without calling the integration.',
          source: `${gateway}/api-gateway-request-throttling.html`,
          seeds: ['003:701', '004:2809', '004:2811'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Only the quota of the account remains: 10,000 requests a second for all its APIs together.',
            },
            {
              value: 0,
              also: [{ property: 'MethodSettings.0.ThrottlingBurstLimit', value: 0 }],
              outcome: 'update',
              because: 'Every request gets 429. You close an API this way without deleting it.',
            },
          ],
        },
        {
          property: 'MethodSettings.0.ThrottlingBurstLimit',
          value: 20,
          fact: 'The burst limit is how many requests may come at once: the size of the bucket that the rate limit refills.',
          source: `${gateway}/api-gateway-request-throttling.html`,
          seeds: ['003:701', '004:2809'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'Of two requests at the same moment, the second gets 429.',
            },
          ],
        },
        {
          property: 'MethodSettings.0.DataTraceEnabled',
          value: false,
          fact: 'Data trace logging writes whole requests and responses to CloudWatch Logs; AWS advises against it in production, because they can hold sensitive data.',
          source: methodSetting,
          seeds: ['003:670'],
          tasks: ['DVA-C02 4.2'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                'API Gateway writes nothing yet, because execution logging is off. With both on, every order would be in the log.',
            },
          ],
        },
        {
          property: 'MethodSettings.0.LoggingLevel',
          value: 'OFF',
          fact: 'Execution logging (ERROR or INFO) needs an IAM role that API Gateway may assume, set once per account and Region in AWS::ApiGateway::Account.',
          source: `${gateway}/set-up-logging.html`,
          seeds: ['003:670', '003:671', '003:672'],
          tasks: ['DVA-C02 4.1', 'DVA-C02 4.2'],
          experiments: [
            {
              value: 'INFO',
              outcome: 'update',
              because:
                'The access log already needs that role, so the update succeeds. API Gateway creates a log group that `cdk destroy` leaves behind.',
            },
          ],
        },
        {
          property: 'MethodSettings.0.MetricsEnabled',
          fact: 'API Gateway sends metrics per API and stage by default; detailed metrics, one set for each method, must be enabled and cost extra.',
          source: `${gateway}/api-gateway-metrics-and-dimensions.html`,
          seeds: ['003:673'],
          tasks: ['DVA-C02 4.2', 'SOA-C03 1.1'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                'POST and GET get latency metrics of their own, at the price of custom metrics.',
            },
          ],
        },
        {
          property: 'AccessLogSetting.Format',
          value:
            '{"requestId":"$context.requestId","traceId":"$context.xrayTraceId","time":"$context.requestTime","method":"$context.httpMethod","resource":"$context.resourcePath","status":"$context.status","milliseconds":"$context.responseLatency","integrationMilliseconds":"$context.integration.latency","errorType":"$context.error.responseType"}',
          fact: 'An access log has one line for each request, in a format of $context variables that you choose and that must include the request id.',
          source: `${reference}/aws-properties-apigateway-stage-accesslogsetting.html`,
          seeds: ['003:670'],
          tasks: ['DVA-C02 4.1', 'DVA-C02 4.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'CloudFormation accepts it, but API Gateway writes no access log without a format.',
            },
          ],
        },
        {
          property: 'CacheClusterEnabled',
          fact: "A stage's cache answers GET requests for 300 seconds by default and 3,600 at most, without calling the integration; it is billed by the hour.",
          source: `${gateway}/api-gateway-caching.html`,
          seeds: ['003:637', '003:665', '003:666', '003:667', '000:170'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                'API Gateway creates a cache cluster, which takes a few minutes. It caches nothing until you set CachingEnabled for a method.',
            },
          ],
        },
        {
          property: 'CanarySetting',
          fact: 'A canary sends a percentage of the requests of a stage to another deployment of the API.',
          source: `${reference}/aws-properties-apigateway-stage-canarysetting.html`,
          seeds: ['003:634'],
          tasks: ['DVA-C02 3.4'],
          experiments: [
            {
              value: { PercentTraffic: 10, UseStageCache: false },
              outcome: 'update',
              because:
                'One request in ten goes to the canary, which has logs and metrics of its own.',
            },
            {
              value: { PercentTraffic: 101 },
              outcome: 'refused',
              because: 'The maximum is 100 percent.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::RestApi',
      id: 'OrdersApi',
      settings: [
        {
          property: 'EndpointConfiguration.Types',
          value: ['REGIONAL'],
          fact: "A REST API is edge-optimized (behind AWS's own CloudFront distribution), Regional or private; only the last two may have an integration timeout above 29 seconds.",
          source: `${gateway}/api-gateway-api-endpoint-types.html`,
          seeds: ['003:705'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: ['EDGE'],
              outcome: 'update',
              because: 'Distant clients connect to the nearest edge location.',
            },
            {
              value: ['PRIVATE'],
              outcome: 'update',
              because:
                'No one can call it until a resource policy allows a VPC endpoint. Until then API Gateway refuses new deployments.',
            },
          ],
        },
        {
          property: 'Policy',
          fact: 'An API has no security group; a resource policy allows or denies callers by account, address range or VPC endpoint.',
          source: `${gateway}/apigateway-resource-policies.html`,
          seeds: ['003:643', '003:662', '003:663'],
          tasks: ['DVA-C02 1.1'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'OrdersApi/Default/orders/POST',
      settings: [
        {
          property: 'Integration.Type',
          value: 'AWS_PROXY',
          fact: 'A Lambda proxy integration passes the whole request to the function, which must return statusCode, headers and body; mapping templates need a non-proxy integration.',
          source: method,
          seeds: ['003:685', '003:687', '003:703', '002:390', '002:392', '002:403'],
          tasks: ['DVA-C02 1.1'],
          today: {
            notes: 'API Gateway answers 500 when the function throws.',
            now: 'A proxy integration answers 502 when the function throws or returns another shape. It answers 500 when Lambda itself refuses the invocation.',
            source: `${lambda}/services-apigateway-errors.html`,
          },
          experiments: [
            {
              value: 'AWS',
              outcome: 'update',
              because:
                'The function gets only the body. There is no integration response, so every call ends in a 500.',
            },
          ],
        },
        {
          property: 'Integration.IntegrationHttpMethod',
          value: 'POST',
          fact: 'API Gateway calls the Invoke API of Lambda, which is a POST, whatever the method of the client.',
          source: method,
          seeds: ['003:687'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'GET',
              outcome: 'update',
              because: 'Every request fails, because Lambda has no GET method for Invoke.',
            },
          ],
        },
        {
          property: 'Integration.TimeoutInMillis',
          value: 29_000,
          fact: 'API Gateway waits for an integration for 50 to 29,000 milliseconds, by default 29,000, and then answers 504.',
          source: method,
          seeds: ['003:705', '002:366', '002:368'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 4.1'],
          today: {
            notes: 'The integration timeout is 29 seconds at most, for all integrations.',
            now: 'You can raise this quota for Regional and private REST APIs, but AWS may then lower the throttling quota of the account. Edge-optimized APIs keep 29 seconds.',
            since: '2024-06-04',
            source:
              'https://aws.amazon.com/about-aws/whats-new/2024/06/amazon-api-gateway-integration-timeout-limit-29-seconds/',
          },
          experiments: [
            {
              value: 29_001,
              outcome: 'refused',
              because:
                'AWS accepts it only for a Regional or private API in an account with a raised quota.',
            },
            { value: 49, outcome: 'refused', because: 'The minimum is 50 milliseconds.' },
            {
              value: 5000,
              outcome: 'update',
              because:
                'The function may take longer. A client gets 504 while the function still writes the order.',
            },
          ],
        },
        {
          property: 'Integration.Credentials',
          fact: "API Gateway may call a function if the function's resource policy allows it, or with the role in Credentials, which it assumes.",
          source: method,
          seeds: ['003:744', '003:745', '003:746'],
          tasks: ['DVA-C02 1.1'],
        },
        {
          property: 'AuthorizationType',
          value: 'NONE',
          fact: 'A method is open (NONE) or asks for a signature (AWS_IAM), a Cognito user pool (COGNITO_USER_POOLS) or a Lambda authorizer (CUSTOM).',
          source: `${reference}/aws-resource-apigateway-method.html`,
          seeds: [
            '003:642',
            '003:644',
            '003:647',
            '003:648',
            '003:689',
            '003:712',
            '000:113',
            '000:115',
          ],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'AWS_IAM',
              outcome: 'update',
              because:
                'Callers sign requests with AWS credentials that allow execute-api:Invoke. Callers of another account also need a resource policy of the API.',
            },
          ],
        },
        {
          property: 'ApiKeyRequired',
          fact: 'An API key identifies a client of a usage plan with throttle and quota, but authenticates nobody; a key without a plan gets 403.',
          source: `${gateway}/api-gateway-api-usage-plans.html`,
          seeds: ['003:678', '003:679', '003:680', '003:700'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'Every order gets 403, because there is neither a key nor a usage plan.',
            },
          ],
        },
        {
          property: 'RequestParameters',
          value: { 'method.request.header.Idempotency-Key': true },
          fact: 'A request validator checks that required headers, query strings and path parameters are present and not blank; it does not check their format.',
          source: `${gateway}/api-gateway-method-request-validation.html`,
          seeds: ['003:699'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'API Gateway invokes the function, which answers with the same 400 at your cost.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::RequestValidator',
      id: 'OrdersApi/Validator',
      settings: [
        {
          property: 'ValidateRequestBody',
          value: true,
          fact: 'API Gateway validates a body against the model (a JSON schema) of its content type; it does not validate a content type without a model.',
          source: `${gateway}/api-gateway-method-request-validation.html`,
          seeds: ['003:699'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            { value: false, outcome: 'update', because: 'Malformed orders reach the function.' },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Model',
      id: 'OrdersApi/NewOrder',
      settings: [
        {
          property: 'Schema.required',
          value: ['sku', 'quantity'],
          fact: 'A model of a REST API is a JSON schema of draft 4.',
          source: `${gateway}/models-mappings-models.html`,
          seeds: ['003:699'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: ['sku'],
              outcome: 'update',
              because:
                'An order without a quantity passes API Gateway, and the function refuses it.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'OrdersApi/Default/orders/OPTIONS',
      settings: [
        {
          property: 'Integration.Type',
          value: 'MOCK',
          fact: 'A MOCK integration lets API Gateway answer without a backend or its cost, for tests or for the OPTIONS request of a browser.',
          source: `${gateway}/how-to-mock-integration.html`,
          seeds: ['003:660', '003:661'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'AWS_PROXY',
              outcome: 'fails',
              because:
                'API Gateway refuses it, because every integration except MOCK needs an IntegrationHttpMethod.',
              source: method,
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::GatewayResponse',
      id: 'OrdersApi/ServerError',
      settings: [
        {
          property: 'ResponseType',
          value: 'DEFAULT_5XX',
          fact: 'Each response that API Gateway creates itself, such as 502 or 504, has a type; types that you do not customize follow DEFAULT_4XX or DEFAULT_5XX.',
          source: `${gateway}/supported-gateway-response-types.html`,
          seeds: ['003:703', '003:704', '003:705', '002:365', '002:366'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 4.1'],
          experiments: [
            {
              value: 'INTEGRATION_TIMEOUT',
              outcome: 'replace',
              because: 'Only the 504 then has a CORS header. A browser hides a 502 from the page.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::GatewayResponse',
      id: 'OrdersApi/ClientError',
      settings: [
        {
          property: 'ResponseParameters',
          value: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
          fact: 'Responses of API Gateway itself, such as 403 and 429, lack the CORS headers of the integrations; you set them in the gateway responses.',
          source: `${gateway}/api-gateway-gatewayResponse-definition.html`,
          seeds: ['003:661', '003:700', '003:701'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 4.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'A web page that is throttled sees a network error instead of 429.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Permission',
      id: 'OrdersApi/Default/orders/POST',
      settings: [
        {
          property: 'Principal',
          value: 'apigateway.amazonaws.com',
          fact: 'The resource policy of a function names the service that may invoke it; SourceArn limits this to one API, stage, method and path.',
          source: `${reference}/aws-resource-lambda-permission.html`,
          seeds: ['003:745', '003:731'],
          tasks: ['DVA-C02 1.2'],
          today: {
            notes: 'A function can be called over HTTPS only through API Gateway.',
            now: 'A function URL is an HTTPS address of its own, open or with IAM authorization. A function can also be the target of a load balancer.',
            since: '2022-04',
            source: `${lambda}/urls-configuration.html`,
          },
          experiments: [
            {
              value: 'events.amazonaws.com',
              outcome: 'replace',
              because: 'API Gateway may no longer invoke the function and answers 500.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'OrderHandler',
      settings: [
        {
          property: 'TracingConfig.Mode',
          value: 'Active',
          fact: 'Active follows the decision in the tracing header and samples if there is none; PassThrough traces only what an upstream service has sampled.',
          source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.Tracing.html',
          seeds: ['003:1013', '003:1014', '002:943'],
          tasks: ['DVA-C02 1.2', 'DVA-C02 4.2'],
          today: {
            notes: 'An application is traced with the X-Ray SDK and the X-Ray daemon.',
            now: 'The SDK and the daemon are in maintenance and get only security fixes. AWS recommends OpenTelemetry, in Lambda with the ADOT layer. The X-Ray service and active tracing stay.',
            since: '2026-02-25',
            source: `${xray}/xray-sdk-daemon-timeline.html`,
          },
          experiments: [
            {
              value: 'PassThrough',
              outcome: 'update',
              because:
                'Lambda still traces what the stage samples, but not what invokes the function directly.',
            },
          ],
        },
        {
          property: 'Environment.Variables.AWS_XRAY_CONTEXT_MISSING',
          value: 'LOG_ERROR',
          fact: 'AWS_XRAY_CONTEXT_MISSING tells the X-Ray SDK what to do without a segment: LOG_ERROR (which Lambda sets), IGNORE_ERROR or RUNTIME_ERROR.',
          source: `${lambda}/configuration-envvars.html`,
          seeds: ['003:1023', '003:1027', '002:1009'],
          tasks: ['DVA-C02 4.2'],
          experiments: [
            {
              value: 'RUNTIME_ERROR',
              outcome: 'update',
              because:
                'A call outside a segment throws, and the order fails only because there is no trace.',
            },
          ],
        },
        {
          property: 'Environment.Variables._X_AMZN_TRACE_ID',
          fact: 'Lambda puts the tracing header of each invocation into the reserved variable _X_AMZN_TRACE_ID; you cannot set it.',
          source: `${lambda}/configuration-envvars.html`,
          seeds: ['003:1026'],
          tasks: ['DVA-C02 4.2'],
        },
        {
          property: 'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER',
          fact: 'A wrapper script in a layer starts before the runtime: with the ADOT layer and /opt/otel-instrument, OpenTelemetry traces the SDK calls without a code change.',
          source:
            'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.AdotInstrumentationConfig.html',
          seeds: ['003:1017', '003:1018', '002:983'],
          tasks: ['DVA-C02 4.2'],
          today: {
            notes: 'Unlike CloudTrail, X-Ray does not record calls made to the AWS resources.',
            now: 'X-Ray records the AWS SDK calls of an instrumented application, as subsegments with the namespace aws.',
            source: `${xray}/xray-api-segmentdocuments.html`,
          },
          experiments: [
            {
              value: '/opt/otel-instrument',
              outcome: 'update',
              because:
                'Without the layer the file is missing and the function fails. With both, the code no longer needs the X-Ray SDK.',
            },
          ],
        },
        {
          property: 'Timeout',
          value: 10,
          fact: "A function's timeout is 3 seconds by default, at most 900 (longer on Lambda Managed Instances); for an API, keep it below the integration timeout.",
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
          seeds: ['003:705', '003:752', '002:370'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 60,
              outcome: 'update',
              because:
                'After 29 seconds the client gets 504 and may repeat a request that is still running.',
            },
            {
              value: 901,
              outcome: 'refused',
              because: 'The maximum is 900 seconds.',
            },
          ],
        },
        {
          property: 'MemorySize',
          value: 256,
          fact: 'A function has 128 MB of memory by default and 10,240 MB at most (more on Lambda Managed Instances), and CPU in proportion.',
          source: `${lambda}/configuration-memory.html`,
          seeds: ['003:715', '003:742'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 1769,
              outcome: 'update',
              because:
                'The function has one whole vCPU. A cold start is shorter, and a millisecond costs more.',
            },
            { value: 127, outcome: 'refused', because: 'The minimum is 128 MB.' },
          ],
        },
        {
          property: 'EphemeralStorage',
          fact: 'The folder /tmp of a function has 512 MB by default, and keeps its files for the next invocation in the same environment.',
          source: `${lambda}/configuration-ephemeral-storage.html`,
          seeds: ['003:734'],
          tasks: ['DVA-C02 1.2'],
          today: {
            notes: 'The folder /tmp has 512 MB.',
            now: 'That is the default; it can be 512 to 10,240 MB.',
            since: '2022-03',
            source: `${reference}/aws-properties-lambda-function-ephemeralstorage.html`,
          },
          experiments: [
            {
              value: { Size: 1024 },
              outcome: 'update',
              because: 'You pay for what exceeds 512 MB.',
            },
            { value: { Size: 256 }, outcome: 'refused', because: 'The minimum is 512 MB.' },
          ],
        },
        {
          property: 'ReservedConcurrentExecutions',
          fact: 'Reserved concurrency guarantees a function that many concurrent executions and is also its limit, for all versions and aliases together.',
          source: `${lambda}/configuration-concurrency.html`,
          seeds: ['003:724', '003:725', '003:726'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 5,
              outcome: 'update',
              because:
                'A sixth order at the same moment gets 500. A new account may have too little concurrency to reserve any.',
            },
            {
              value: 0,
              outcome: 'update',
              because:
                'Lambda no longer invokes the function. You can use this as an emergency stop.',
            },
          ],
        },
        {
          property: 'PackageType',
          fact: 'A function is deployed as a ZIP archive of at most 250 MB unpacked, or as a container image of at most 10 GB.',
          source: `${lambda}/gettingstarted-limits.html`,
          seeds: ['003:747'],
          tasks: ['DVA-C02 1.2'],
          today: {
            notes: 'A deployment package is a ZIP archive.',
            now: 'It is a ZIP archive or a container image.',
            since: '2020-12',
            source: `${lambda}/lambda-images.html`,
          },
          experiments: [
            {
              value: 'Image',
              outcome: 'refused',
              because:
                'An image contains its own runtime, handler and layers, so the function may not name any.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Alias',
      id: 'Live',
      settings: [
        {
          property: 'Name',
          value: 'live',
          fact: 'An alias points to a published version and has its own ARN, so callers keep the ARN while the version changes; a version never changes.',
          source: `${lambda}/configuration-aliases.html`,
          seeds: ['003:730', '003:764'],
          tasks: ['DVA-C02 1.2', 'DVA-C02 3.4'],
          experiments: [
            {
              value: 'blue',
              outcome: 'replace',
              because: 'The ARN changes with the name, and so do all permissions and integrations.',
            },
          ],
        },
        {
          property: 'RoutingConfig',
          fact: 'An alias can send a share of its invocations to a second published version; CodeDeploy moves that share and takes it back on an alarm.',
          source: `${lambda}/configuring-alias-routing.html`,
          seeds: ['003:761', '003:762', '003:763', '003:764'],
          tasks: ['DVA-C02 3.4'],
          experiments: [
            {
              value: {
                AdditionalVersionWeights: [{ FunctionVersion: '$LATEST', FunctionWeight: 0.1 }],
              },
              outcome: 'fails',
              because:
                'Both versions of a weighted alias must be published, and $LATEST is not a published version.',
              source: `${lambda}/configuring-alias-routing.html`,
            },
          ],
        },
        {
          property: 'ProvisionedConcurrencyConfig',
          fact: 'Provisioned concurrency keeps environments of a published version or an alias initialized, never of $LATEST; you pay for it even while nobody calls.',
          source: `${lambda}/provisioned-concurrency.html`,
          seeds: ['003:717', '003:729', '003:730'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: { ProvisionedConcurrentExecutions: 1 },
              outcome: 'update',
              because:
                'The first request after a quiet hour no longer has a cold start in its trace.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'HandlerRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service',
          value: 'lambda.amazonaws.com',
          fact: 'The trust policy of an execution role must allow lambda.amazonaws.com to assume it; otherwise you cannot create the function.',
          source: `${lambda}/lambda-intro-execution-role.html`,
          seeds: ['003:756'],
          tasks: ['DVA-C02 1.2'],
          experiments: [
            {
              value: 'apigateway.amazonaws.com',
              outcome: 'update',
              because:
                'IAM accepts the policy, but Lambda can no longer assume the role, so invocations fail.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::DynamoDB::GlobalTable',
      id: 'Orders',
      settings: [
        {
          property: 'TimeToLiveSpecification',
          value: { AttributeName: 'expiresAt', Enabled: true },
          fact: 'TTL deletes an item within days after the time in its attribute (seconds since 1970), at no charge; until then reads still see it.',
          source:
            'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html',
          seeds: [],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'You keep, and pay for, every Idempotency-Key forever.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Logs::LogGroup',
      id: 'AccessLogs',
      settings: [
        {
          property: 'RetentionInDays',
          value: 7,
          fact: 'A log group keeps its events forever unless it has a retention of 1 to 3,653 days in fixed steps.',
          source: `${reference}/aws-resource-logs-loggroup.html`,
          seeds: ['003:736'],
          tasks: ['DVA-C02 4.2', 'SOA-C03 1.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'You store, and pay for, every line forever.',
            },
            {
              value: 8,
              outcome: 'fails',
              because: 'CloudWatch Logs refuses it, because its steps go from 7 days to 14.',
              source: `${reference}/aws-resource-logs-loggroup.html`,
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::XRay::SamplingRule',
      id: 'SamplingRule',
      settings: [
        {
          property: 'SamplingRule.ReservoirSize',
          value: 1,
          fact: 'The reservoir is how many matching requests a second are traced before the rate applies; the default rule of X-Ray has 1.',
          source: `${xray}/xray-console-sampling.html`,
          seeds: ['003:1013', '003:1014', '003:1015'],
          tasks: ['DVA-C02 4.2'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'A quiet API would have one trace for twenty requests on average, and often none.',
            },
          ],
        },
        {
          property: 'SamplingRule.FixedRate',
          value: 0.05,
          fact: 'The rate is the share of the remaining requests that is traced, 0 to 1; the default rule of X-Ray has 0.05.',
          source: `${xray}/xray-console-sampling.html`,
          seeds: ['003:1014', '003:1016'],
          tasks: ['DVA-C02 4.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because:
                'You pay to trace every request. That suits a rare route, but not a busy one.',
            },
            {
              value: 5,
              outcome: 'refused',
              because: 'The rate is a share and not a percentage, so 1 is the maximum.',
            },
          ],
        },
        {
          property: 'SamplingRule.Priority',
          value: 100,
          fact: 'X-Ray tries the rules in ascending order of priority, 1 to 9999, and the first one that matches decides; the default rule comes last.',
          source: `${gateway}/apigateway-configuring-xray-sampling-rules.html`,
          seeds: ['003:1013'],
          tasks: ['DVA-C02 4.2'],
          experiments: [
            {
              value: 10_000,
              outcome: 'refused',
              because: 'The maximum is 9999.',
            },
          ],
        },
        {
          property: 'SamplingRule.ServiceType',
          value: 'AWS::ApiGateway::Stage',
          fact: 'A sampling rule can match an API by type (AWS::ApiGateway::Stage), by stage ARN or name (api-name/stage-name), and by host, method and path, with wildcards.',
          source: `${gateway}/apigateway-configuring-xray-sampling-rules.html`,
          seeds: ['003:1013'],
          tasks: ['DVA-C02 4.2'],
          experiments: [
            {
              value: 'AWS::Lambda::Function',
              outcome: 'update',
              because:
                'The rule matches nothing, because the first service that a request reaches decides, and that is the stage.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::XRay::Group',
      id: 'RepeatedOrders',
      settings: [
        {
          property: 'FilterExpression',
          value: 'annotation[order_outcome] = "replayed"',
          fact: 'X-Ray indexes annotations (strings, numbers and booleans, up to 50 per trace) for filter expressions and groups; metadata can be anything but is not indexed.',
          source: `${xray}/xray-api-segmentdocuments.html`,
          seeds: ['003:1037', '003:1038', '003:1039', '003:1041', '002:960', '002:962', '002:964'],
          tasks: ['DVA-C02 4.1', 'DVA-C02 4.2'],
          today: {
            notes:
              'BatchGetTraces does not support filter expressions, and it does not return the annotations.',
            now: 'BatchGetTraces has no filter, but it returns whole segment documents, and these include the annotations.',
            source: `${xray}/xray-api-segmentdocuments.html`,
          },
          experiments: [
            {
              value: 'annotation[order_outcome] = "failed"',
              outcome: 'update',
              because: 'From now on the group has the traces of the orders that got 500.',
            },
          ],
        },
        {
          property: 'InsightsConfiguration',
          fact: 'Insights look for anomalies in the faults of a group and can notify by EventBridge; they are off unless enabled.',
          source: `${reference}/aws-properties-xray-group-insightsconfiguration.html`,
          seeds: [],
          tasks: ['DVA-C02 4.1', 'DVA-C02 4.2'],
          experiments: [
            {
              value: { InsightsEnabled: true, NotificationsEnabled: true },
              outcome: 'update',
              because:
                'X-Ray sends an event when the faults of the group rise, and charges for each trace.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'ServerErrorAlarm',
      settings: [
        {
          property: 'MetricName',
          value: '5XXError',
          fact: "API Gateway counts client errors in 4XXError, and server errors, its own or the integration's, in 5XXError; Sum counts them, Average is their rate.",
          source: `${gateway}/api-gateway-metrics-and-dimensions.html`,
          seeds: ['003:673', '003:702', '003:703', '003:704', '003:705'],
          tasks: ['DVA-C02 4.1', 'SOA-C03 1.1'],
          experiments: [
            {
              value: '4XXError',
              outcome: 'update',
              because: 'Anyone who posts nonsense sends the alarm into ALARM.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'LatencyAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'Latency',
          fact: 'Latency is the time from the request of the client to the answer; IntegrationLatency is the part of it that the backend took.',
          source: `${gateway}/api-gateway-metrics-and-dimensions.html`,
          seeds: ['003:674', '003:675'],
          tasks: ['DVA-C02 4.1', 'SOA-C03 1.1'],
          experiments: [
            {
              value: 'IntegrationLatency',
              outcome: 'update',
              because:
                'The alarm watches only the function, without the time that API Gateway adds.',
            },
            {
              value: 'CacheMissCount',
              outcome: 'update',
              because:
                'This metric counts what a cache could not answer. Without a cache it has no data.',
            },
          ],
        },
        {
          property: 'ExtendedStatistic',
          value: 'p99',
          fact: 'A percentile of a metric is an extended statistic, p0.0 to p100; an alarm has ExtendedStatistic instead of Statistic.',
          source: `${reference}/aws-resource-cloudwatch-alarm.html`,
          seeds: ['003:675'],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 'p50',
              outcome: 'update',
              because: 'This is the median, which rises only when half of the requests are slow.',
            },
          ],
        },
        {
          property: 'DatapointsToAlarm',
          value: 3,
          fact: 'An alarm goes into ALARM when M of the last N periods breach; N is EvaluationPeriods, and M is DatapointsToAlarm, by default N.',
          source: `${reference}/aws-resource-cloudwatch-alarm.html`,
          seeds: ['003:1059', '003:1060', '003:1061', '003:1062'],
          tasks: ['SOA-C03 1.1'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'One cold start in a quiet minute sends the alarm into ALARM.',
            },
            {
              value: 6,
              outcome: 'fails',
              because: 'CloudWatch refuses it, because six of five periods can never breach.',
              source: `${reference}/aws-resource-cloudwatch-alarm.html`,
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'API Gateway traces nothing and has no limit against abuse. A slow function keeps working after its client got 504.',
    changes: [
      {
        type: 'AWS::ApiGateway::Stage',
        id: 'OrdersApi/DeploymentStage.prod',
        property: 'TracingEnabled',
        value: false,
      },
      {
        type: 'AWS::ApiGateway::Stage',
        id: 'OrdersApi/DeploymentStage.prod',
        property: 'MethodSettings',
        value: null,
      },
      { type: 'AWS::Lambda::Function', id: 'OrderHandler', property: 'TracingConfig', value: null },
      { type: 'AWS::Lambda::Function', id: 'OrderHandler', property: 'Timeout', value: 60 },
      {
        type: 'AWS::XRay::SamplingRule',
        id: 'SamplingRule',
        property: 'SamplingRule.ResourceARN',
        value: '*',
      },
      {
        type: 'AWS::CloudWatch::Alarm',
        id: 'LatencyAlarm',
        property: 'ExtendedStatistic',
        value: 'p50',
      },
    ],
  },
};
