import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const authorizer = `${reference}/aws-resource-apigateway-authorizer.html`;
const method = `${reference}/aws-resource-apigateway-method.html`;
const gateway = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const configure = `${gateway}/configure-api-gateway-lambda-authorization.html`;
const output = `${gateway}/api-gateway-lambda-authorizer-output.html`;
const responses = `${gateway}/supported-gateway-response-types.html`;

export const exam: Exam = {
  question:
    'Callers bring the bearer token of a third party: who checks it before the API does any work?',
  answer:
    'A Lambda authorizer verifies the token and returns a policy. API Gateway caches the policy and invokes the backend only if it allows the request.',
  wrong: [
    {
      answer: 'A Cognito user pool authorizer',
      because:
        'It accepts only the tokens of its own user pools. You would first have to federate the third party into one.',
    },
    {
      answer: 'IAM authorization with Signature Version 4',
      because:
        'The caller needs AWS credentials to sign the request, and a bearer token is not a credential of AWS.',
    },
    {
      answer: 'An API key for each caller',
      because:
        'It identifies a caller to a usage plan, but it has no signature and no expiry. AWS advises against API keys as authentication.',
    },
    {
      answer: 'A resource policy of the API',
      because:
        'It can check accounts, IP addresses and VPC endpoints, but not the contents of a token.',
    },
    {
      answer: 'A check at the start of every backend function',
      because:
        'You would need the check in every function, and each refused request would still invoke a backend and cost money.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.1', 'DVA-C02 2.1', 'DVA-C02 2.3', 'DVA-C02 4.1', 'SAA-C03 1.2', 'SOA-C03 1.1'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(client)', to: 'ReportsApi', label: 'bearer token' },
    { from: 'ReportsApi', to: 'BearerAuthorizer', label: 'one header' },
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
          seeds: ['002:347', '002:349', '002:351', '003:647', '000:115', '001:140'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: 'REQUEST',
              also: [{ property: 'IdentityValidationExpression', value: null }],
              outcome: 'update',
              because:
                'The function gets the whole request, but without a validation expression even a malformed token invokes it.',
            },
            {
              value: 'JWT',
              outcome: 'refused',
              because: 'Only HTTP APIs have JWT authorizers.',
            },
          ],
        },
        {
          property: 'IdentitySource',
          value: 'method.request.header.Authorization',
          fact: 'The identity source of a TOKEN authorizer is one request header; if the request lacks it, API Gateway answers 401 without calling the function.',
          source: 'https://repost.aws/knowledge-center/api-gateway-401-error-lambda-authorizer',
          seeds: ['002:351', '000:113'],
          tasks: ['DVA-C02 2.1', 'DVA-C02 2.3'],
          experiments: [
            {
              value: 'method.request.header.X-Token',
              outcome: 'update',
              because: 'Callers who send their token in Authorization get 401.',
            },
            {
              value: null,
              outcome: 'fails',
              because: 'A TOKEN authorizer requires an identity source, the header with the token.',
              source: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html',
            },
          ],
        },
        {
          property: 'IdentityValidationExpression',
          value: '^Bearer [\\w-]+\\.[\\w-]+\\.[\\w-]+$',
          fact: 'A TOKEN authorizer can have a regular expression: API Gateway answers 401 to a token that does not match, without calling the function.',
          source: authorizer,
          seeds: [],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Any text in the header invokes the function, which then has to refuse it.',
            },
          ],
        },
        {
          property: 'AuthorizerResultTtlInSeconds',
          value: 300,
          fact: 'API Gateway caches the policy for a token for 0 to 3,600 seconds (default 300) and applies it to every method with that authorizer.',
          source: configure,
          seeds: [],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'API Gateway invokes the function for every request, so each request is slower, but no token works after it has expired.',
            },
            {
              value: 3600,
              outcome: 'update',
              because:
                'API Gateway invokes the function less often, but accepts an expired token for up to an hour.',
            },
            {
              value: 3601,
              outcome: 'refused',
              because: 'The longest TTL is one hour, 3,600 seconds.',
            },
            {
              value: null,
              outcome: 'update',
              because: 'Nothing changes at run time, because 300 seconds is the default.',
            },
          ],
        },
        {
          property: 'AuthorizerCredentials',
          fact: "API Gateway invokes an authorizer's function with the role in AuthorizerCredentials; without a role, the function's resource policy must allow the authorizer.",
          source: authorizer,
          seeds: ['003:744', '003:745', '003:746'],
          tasks: ['DVA-C02 2.1'],
        },
        {
          property: 'ProviderARNs',
          fact: 'Only a COGNITO_USER_POOLS authorizer has ProviderARNs, the ARNs of user pools; it verifies the tokens of these pools without a function.',
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
          fact: 'A REQUEST authorizer passes its function the headers, query strings, path parameters, stage variables and context of the request.',
          source: `${gateway}/api-gateway-lambda-authorizer-input.html`,
          seeds: ['002:352', '003:647'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: 'TOKEN',
              outcome: 'update',
              because:
                'The function no longer gets the path parameters, so it would have to read the tenant from the method ARN.',
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
                'With a cache, a request without ?tenant= would get 401, and API Gateway would not invoke the function.',
            },
            {
              value: null,
              outcome: 'update',
              because:
                'Without a cache the identity source is optional: API Gateway invokes the function for every request.',
            },
          ],
        },
        {
          property: 'AuthorizerResultTtlInSeconds',
          value: 0,
          fact: 'With a TTL of 0, API Gateway caches no policy, so the policy only has to cover the method that was called.',
          source: configure,
          seeds: [],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: 300,
              outcome: 'update',
              because:
                'API Gateway caches the policy of the first path for the token. A second tenant gets 403 although the token lists it.',
            },
          ],
        },
        {
          property: 'IdentityValidationExpression',
          fact: 'The validation expression does not apply to a REQUEST authorizer, so its function must also check the format of the token.',
          source: authorizer,
          seeds: [],
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
          fact: 'A method uses a Lambda authorizer through the authorization type CUSTOM and the authorizer id; an authorizer that no method names protects nothing.',
          source: method,
          seeds: ['003:642', '003:647', '003:711', '003:712', '000:115', '000:117'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 2.1'],
          today: {
            notes:
              'To control access to a function behind API Gateway by third-party authentication, use a Lambda authorizer.',
            now: 'This is still true of a REST API. An HTTP API can use a JWT authorizer, which needs no function. It checks the RSA signature, issuer, audience, times and scopes of a token.',
            since: '2020-03',
            source: `${gateway}/http-api-jwt-authorizer.html`,
          },
          experiments: [
            {
              value: 'NONE',
              also: [{ property: 'AuthorizerId', value: null }],
              outcome: 'update',
              because:
                'The method is open to everyone. It answers 500 only because ReportDesk requires the context of an authorizer.',
            },
            {
              value: 'AWS_IAM',
              also: [{ property: 'AuthorizerId', value: null }],
              outcome: 'update',
              because:
                'A caller must sign the request with AWS credentials, and nothing checks a bearer token.',
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
          fact: 'In addition to an authorizer, a method can require an API key to count callers under a usage plan; the key never replaces the authorizer.',
          source: `${gateway}/api-gateway-api-usage-plans.html`,
          seeds: ['003:678', '003:680'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                'A request with a valid token gets 403, because it has no API key of a usage plan.',
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
          fact: 'Each method has its own authorization type, so one API can have open methods and methods with different authorizers.',
          source: method,
          seeds: ['003:642', '003:647'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 2.1'],
          experiments: [
            {
              value: 'COGNITO_USER_POOLS',
              outcome: 'refused',
              because: 'The method names an authorizer of another type.',
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
          fact: 'With AUTHORIZER, the authorizer returns the API key as usageIdentifierKey; with HEADER, the default, the client sends it in X-API-Key.',
          source: output,
          seeds: ['003:678'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'AUTHORIZER',
              outcome: 'update',
              because:
                'The client sends no key. For a method that requires one, the function would have to return the key of each caller.',
            },
          ],
        },
        {
          property: 'Policy',
          fact: 'API Gateway evaluates a resource policy before a Lambda authorizer, and does not call the function if the policy explicitly denies the caller.',
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
          fact: 'A missing token or a thrown “Unauthorized” leads to UNAUTHORIZED (401), a denying policy to ACCESS_DENIED (403), any other error to AUTHORIZER_FAILURE (500).',
          source: responses,
          seeds: ['003:700', '002:376'],
          today: {
            notes:
              'Access denied is a 403: a bad API key, a Cognito user who is not authorized, or an IAM policy that denies.',
            now: 'A policy that denies leads to 403, but a missing or refused token to 401. If the authorizer fails, times out or returns no policy, the caller gets 500.',
            source: responses,
          },
          experiments: [
            {
              value: 'ACCESS_DENIED',
              outcome: 'replace',
              because:
                'The message moves to the 403, so a caller whose valid token lacks the right is told to send a valid token.',
            },
          ],
          tasks: ['DVA-C02 2.1', 'DVA-C02 4.1'],
        },
        {
          property: 'StatusCode',
          value: '401',
          fact: 'You can change the status code of each type of response that API Gateway itself generates.',
          source: `${reference}/aws-resource-apigateway-gatewayresponse.html`,
          seeds: ['003:700'],
          experiments: [
            {
              value: '403',
              outcome: 'update',
              because:
                'A client can no longer tell an expired token, which it should renew, from a missing right.',
            },
          ],
          tasks: ['DVA-C02 4.1'],
        },
        {
          property: 'ResponseParameters',
          value: { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" },
          fact: 'You can add headers to a gateway response: a fixed value in single quotes, or a value from the request.',
          source: `${gateway}/api-gateway-gatewayResponse-definition.html`,
          seeds: [],
          tasks: ['DVA-C02 4.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The response no longer tells the client which kind of authentication the API expects.',
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
          fact: 'Lambda stops a function after its timeout, by default 3 and at most 900 seconds, or more on Lambda Managed Instances.',
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
          seeds: ['002:370'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The longest timeout is 15 minutes, 900 seconds.',
            },
            {
              value: 60,
              outcome: 'update',
              because:
                'If the table does not respond, the function still runs, and costs money, after API Gateway has answered 500.',
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
          fact: "A failing authorizer counts in the API's 5XXError and a refused caller in 4XXError; the function's Errors metric counts both if it throws.",
          source: `${gateway}/api-gateway-metrics-and-dimensions.html`,
          seeds: ['003:673', '003:700', '003:702'],
          experiments: [
            {
              value: '4XXError',
              outcome: 'update',
              because: 'Any caller with an expired token makes the alarm go into ALARM.',
            },
          ],
          tasks: ['SOA-C03 1.1', 'DVA-C02 4.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'API Gateway caches every policy for an hour. An expired token keeps working, and the second tenant of a token gets 403. A caller without a token also gets 403, as if no token would help.',
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
