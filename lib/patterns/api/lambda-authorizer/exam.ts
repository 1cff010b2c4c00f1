import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const authorizer = `${reference}/aws-resource-apigateway-authorizer.html`;
const method = `${reference}/aws-resource-apigateway-method.html`;
const gateway = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const guide = `${gateway}/apigateway-use-lambda-authorizer.html`;
const configure = `${gateway}/configure-api-gateway-lambda-authorization.html`;
const output = `${gateway}/api-gateway-lambda-authorizer-output.html`;
const responses = `${gateway}/supported-gateway-response-types.html`;

export const exam: Exam = {
  question:
    'Callers bring the bearer token of a third party: who checks it before the API does any work?',
  wrong: [
    {
      answer: 'A Cognito user pool authorizer',
      because:
        'It takes the tokens of its own user pools alone; the third party would have to be federated into one first.',
    },
    {
      answer: 'IAM authorization with Signature Version 4',
      because: 'The caller needs AWS credentials to sign with, and a bearer token is none.',
    },
    {
      answer: 'An API key for each caller',
      because:
        'It tells a usage plan whom to count; it has no signature and no end, and AWS advises against it as authentication.',
    },
    {
      answer: 'A resource policy of the API',
      because: 'It knows accounts, addresses and VPC endpoints, and does not look into a token.',
    },
    {
      answer: 'A check at the start of every backend function',
      because:
        'It would have to be in each of them, and every refused request starts and pays for a backend.',
    },
  ],
  tasks: ['DVA-C02 1.1', 'DVA-C02 2.1', 'DVA-C02 2.3', 'DVA-C02 4.1', 'SAA-C03 1.2', 'SOA-C03 1.1'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(client)', to: 'ReportsApi', label: 'bearer token' },
    { from: 'ReportsApi', to: 'BearerAuthorizer', label: 'header alone' },
    { from: 'ReportsApi', to: 'TenantAuthorizer', label: 'whole request' },
    { from: 'BearerAuthorizer', to: 'Verifier', label: 'every 300 s' },
    { from: 'TenantAuthorizer', to: 'Verifier', label: 'every time' },
    { from: '(issuer)', to: 'KeySets', label: 'public keys' },
    { from: 'Verifier', to: 'KeySets', label: 'reads' },
    { from: 'ReportsApi', to: 'ReportDesk', label: 'request and context' },
    { from: 'ReportDesk', to: 'Reports' },
    { from: 'ReportsApi', to: 'ServerErrorAlarm', label: 'Verifier fails' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::ApiGateway::Authorizer',
      id: 'BearerAuthorizer',
      settings: [
        {
          property: 'Type',
          value: 'TOKEN',
          fact: 'A TOKEN authorizer passes its function one header with a bearer token, such as a JWT or OAuth token, and the ARN of the method.',
          source: `${gateway}/api-gateway-lambda-authorizer-input.html`,
          seeds: ['002:349', '002:351', '003:647', '000:115', '001:140'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: 'REQUEST',
              outcome: 'update',
              because:
                'The function gets the whole request, and the validation expression has no effect any more: nonsense reaches it.',
            },
            {
              value: 'JWT',
              outcome: 'refused',
              because: 'The JWT authorizer is one of HTTP APIs; a REST API does not know the type.',
            },
          ],
        },
        {
          property: 'IdentitySource',
          value: 'method.request.header.Authorization',
          fact: 'The identity source of a TOKEN authorizer is one request header; if the request lacks it, API Gateway answers 401 without calling the function.',
          source: authorizer,
          seeds: ['002:351', '000:113'],
          tasks: ['DVA-C02 2.1', 'DVA-C02 2.3'],
          experiments: [
            {
              value: 'method.request.header.X-Token',
              outcome: 'update',
              because: 'Every caller who sends Authorization is answered 401.',
            },
            {
              value: null,
              outcome: 'fails',
              because: 'A TOKEN authorizer needs the name of its header.',
              source: authorizer,
            },
          ],
        },
        {
          property: 'IdentityValidationExpression',
          value: '^Bearer [\\w-]+\\.[\\w-]+\\.[\\w-]+$',
          fact: 'A TOKEN authorizer can have a regular expression; a token that does not match it is answered 401 without a call of the function.',
          source: authorizer,
          seeds: ['002:351'],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Every nonsense in the header starts the function, which has to refuse it.',
            },
          ],
        },
        {
          property: 'AuthorizerResultTtlInSeconds',
          value: 300,
          fact: 'API Gateway caches the policy for a token for 0 to 3,600 seconds (default 300) and applies it to every method with that authorizer.',
          source: configure,
          seeds: ['002:347', '003:712'],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'The function is called for every request: each one is slower, and a token ends when it says so.',
            },
            {
              value: 3600,
              outcome: 'update',
              because:
                'Fewer calls of the function, and a token that has expired goes on for up to an hour.',
            },
            { value: 3601, outcome: 'refused', because: 'An hour is the most.' },
            {
              value: null,
              outcome: 'update',
              because: 'Nothing changes at run time: 300 seconds is the default.',
            },
          ],
        },
        {
          property: 'AuthorizerCredentials',
          fact: "API Gateway invokes an authorizer's function with the role named here, or, without one, through the function's resource policy with the authorizer's ARN as SourceArn.",
          source: authorizer,
          seeds: ['003:744', '003:745', '003:746'],
          tasks: ['DVA-C02 2.1'],
        },
        {
          property: 'ProviderARNs',
          fact: 'The ARNs of user pools belong to an authorizer of the type COGNITO_USER_POOLS, which verifies their tokens without any function.',
          source: authorizer,
          seeds: ['003:648', '003:713', '000:113', '001:136'],
          tasks: ['DVA-C02 2.1'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Authorizer',
      id: 'TenantAuthorizer',
      settings: [
        {
          property: 'Type',
          value: 'REQUEST',
          fact: 'A REQUEST authorizer hands its function the headers, the query string, the path parameters, the stage variables and the context of the request.',
          source: `${gateway}/api-gateway-lambda-authorizer-input.html`,
          seeds: ['002:352', '003:647'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          today: {
            notes: 'A Lambda authorizer controls access by bearer tokens.',
            now: 'A REQUEST authorizer can decide by any part of the request; AWS recommends it over TOKEN, and it is the only kind for WebSocket and HTTP APIs.',
            source: guide,
          },
          experiments: [
            {
              value: 'TOKEN',
              outcome: 'update',
              because:
                'The function learns nothing of the tenant in the path but by taking the method ARN apart.',
            },
          ],
        },
        {
          property: 'IdentitySource',
          value: 'method.request.header.Authorization',
          fact: 'The identity sources of a REQUEST authorizer (headers, query strings, stage or context variables) form its cache key; a request must have all of them.',
          source: authorizer,
          seeds: ['002:352'],
          tasks: ['DVA-C02 2.1', 'DVA-C02 2.3'],
          experiments: [
            {
              value: 'method.request.header.Authorization,method.request.querystring.tenant',
              outcome: 'update',
              because:
                'With a cache, a request without ?tenant= would be answered 401 before the function is asked.',
            },
            {
              value: null,
              outcome: 'update',
              because: 'Without a cache it is optional: the function is asked about every request.',
            },
          ],
        },
        {
          property: 'AuthorizerResultTtlInSeconds',
          value: 0,
          fact: 'With a TTL of 0 the function decides about every request; only then may its policy cover just the method that was called.',
          source: configure,
          seeds: ['002:352'],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: 300,
              outcome: 'update',
              because:
                'The policy of the first path is kept for the token: its second tenant is answered 403 although it is in the list.',
            },
          ],
        },
        {
          property: 'IdentityValidationExpression',
          fact: 'The validation expression does not apply to a REQUEST authorizer: its function has to check the form of the token too.',
          source: authorizer,
          seeds: ['002:352'],
          tasks: ['DVA-C02 2.1'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'ReportsApi/Default/reports/GET',
      settings: [
        {
          property: 'AuthorizationType',
          value: 'CUSTOM',
          fact: 'A method with a Lambda authorizer has the authorization type CUSTOM and the id of the authorizer; an authorizer that no method names guards nothing.',
          source: method,
          seeds: ['003:642', '003:647', '003:711', '003:712', '000:115', '000:117'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 2.1'],
          today: {
            notes: 'For a third party’s OAuth tokens a Lambda authorizer is the answer.',
            now: 'For a REST API it is. An HTTP API has a JWT authorizer that checks signature (RSA), issuer, audience, times and scopes of an OpenID Connect or OAuth 2.0 token without a function.',
            since: '2020-03',
            source: `${gateway}/http-api-jwt-authorizer.html`,
          },
          experiments: [
            {
              value: 'NONE',
              outcome: 'update',
              because:
                'The API is open; only that ReportDesk insists on an authorizer keeps it from answering anything but 500.',
            },
            {
              value: 'AWS_IAM',
              outcome: 'update',
              because:
                'A caller has to sign with AWS credentials, and nobody looks at a bearer token.',
            },
          ],
        },
        {
          property: 'AuthorizationScopes',
          fact: 'Only a Cognito user pool authorizer checks the scopes of a method against the access token; a Lambda authorizer must check the scopes itself.',
          source: method,
          seeds: ['000:113'],
          tasks: ['DVA-C02 2.1'],
        },
        {
          property: 'ApiKeyRequired',
          fact: 'An API key can be asked for beside an authorizer, to count a caller under a usage plan; it takes the place of none.',
          source: `${gateway}/api-gateway-api-usage-plans.html`,
          seeds: ['003:678', '003:680'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'A good token gets 403, because it comes without the key of a usage plan.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'ReportsApi/Default/tenants/{tenant}/reports/GET',
      settings: [
        {
          property: 'AuthorizationType',
          value: 'CUSTOM',
          fact: 'Each method of an API chooses its own authorization, so one API can have methods with different authorizers and open ones.',
          source: method,
          seeds: ['003:642', '003:647'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 2.1'],
          experiments: [
            {
              value: 'COGNITO_USER_POOLS',
              outcome: 'refused',
              because: 'The authorizer that the method names is of another type.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::RestApi',
      id: 'ReportsApi',
      settings: [
        {
          property: 'ApiKeySourceType',
          fact: 'With AUTHORIZER the key for the usage plan comes from the authorizer, as usageIdentifierKey beside the policy; with HEADER, the default, from X-API-Key.',
          source: output,
          seeds: ['003:678'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'AUTHORIZER',
              outcome: 'update',
              because:
                'The callers need no key: the function would have to name one for each of them.',
            },
          ],
        },
        {
          property: 'Policy',
          fact: 'A resource policy is evaluated before a Lambda authorizer: the function is not called for whom it denies explicitly.',
          source: `${gateway}/apigateway-authorization-flow.html`,
          seeds: ['003:643', '003:662', '003:663'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::GatewayResponse',
      id: 'ReportsApi/Unauthorized',
      settings: [
        {
          property: 'ResponseType',
          value: 'UNAUTHORIZED',
          fact: 'UNAUTHORIZED (401) answers a missing token or a thrown “Unauthorized”, ACCESS_DENIED (403) a denying policy, and AUTHORIZER_FAILURE (500) any other error.',
          source: responses,
          seeds: ['003:700', '002:376'],
          today: {
            notes: 'A refusal by an authorizer is a 403.',
            now: 'A policy that denies is a 403; a missing or refused token is a 401, and an authorizer that fails, times out or answers no policy is a 500.',
            source: responses,
          },
          experiments: [
            {
              value: 'ACCESS_DENIED',
              outcome: 'replace',
              because:
                'The text moves to the other refusal: a good token without the right is told to be no token.',
            },
          ],
          tasks: ['DVA-C02 2.1', 'DVA-C02 4.1'],
        },
        {
          property: 'StatusCode',
          value: '401',
          fact: 'The status code of what API Gateway answers itself can be changed for each response type.',
          source: `${reference}/aws-resource-apigateway-gatewayresponse.html`,
          seeds: ['003:700'],
          experiments: [
            {
              value: '403',
              outcome: 'update',
              because:
                'A client can no longer tell an expired token, to be renewed, from a lack of rights.',
            },
          ],
          tasks: ['DVA-C02 4.1'],
        },
        {
          property: 'ResponseParameters',
          value: { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" },
          fact: 'A gateway response can have headers, of a fixed value in quotes or taken from the request.',
          source: `${gateway}/api-gateway-gatewayResponse-definition.html`,
          seeds: ['003:700'],
          tasks: ['DVA-C02 4.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'A client is not told which kind of authentication would help.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Verifier',
      settings: [
        {
          property: 'Timeout',
          value: 5,
          fact: "A function stops after its timeout, by default 3 and at most 900 seconds (more on Lambda Managed Instances); an authorizer's caller then gets 500.",
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
          seeds: ['003:704'],
          experiments: [
            { value: 901, outcome: 'refused', because: 'Fifteen minutes is the most.' },
            {
              value: 60,
              outcome: 'update',
              because:
                'A table that hangs keeps every caller waiting for longer than API Gateway does.',
            },
          ],
          tasks: ['DVA-C02 1.1'],
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
          fact: "A failing authorizer counts in the API's 5XXError and a refused caller in 4XXError; the function's Errors metric counts both if it refuses by throwing.",
          source: `${gateway}/api-gateway-metrics-and-dimensions.html`,
          seeds: ['003:673', '003:700', '003:702'],
          experiments: [
            {
              value: '4XXError',
              outcome: 'update',
              because: 'Anyone with an old token sends the alarm into ALARM.',
            },
          ],
          tasks: ['SOA-C03 1.1', 'DVA-C02 4.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Every answer is kept for an hour: a right that was taken back goes on, and the second tenant of a token is refused by the policy of the first. Who lacks a token is told 403, as if none would help.',
    changes: [
      {
        type: 'AWS::ApiGateway::Authorizer',
        id: 'BearerAuthorizer',
        property: 'AuthorizerResultTtlInSeconds',
        value: 3600,
      },
      {
        type: 'AWS::ApiGateway::Authorizer',
        id: 'BearerAuthorizer',
        property: 'IdentityValidationExpression',
        value: null,
      },
      {
        type: 'AWS::ApiGateway::Authorizer',
        id: 'TenantAuthorizer',
        property: 'AuthorizerResultTtlInSeconds',
        value: 3600,
      },
      {
        type: 'AWS::ApiGateway::GatewayResponse',
        id: 'ReportsApi/Unauthorized',
        property: 'StatusCode',
        value: '403',
      },
    ],
  },
};
