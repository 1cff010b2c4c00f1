import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const authorizer = `${reference}/aws-resource-apigateway-authorizer.html`;
const method = `${reference}/aws-resource-apigateway-method.html`;
const gateway = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const configure = `${gateway}/configure-api-gateway-lambda-authorization.html`;
const output = `${gateway}/api-gateway-lambda-authorizer-output.html`;
const responses = `${gateway}/supported-gateway-response-types.html`;

export const exam: Exam = {
  question:
    'Callers send the bearer token of a third party: who checks it before the API does any work?',
  wrong: [
    {
      answer: 'A Cognito user pool authorizer',
      because:
        'It accepts only tokens of its own user pools. You would first have to federate the third party into a user pool.',
    },
    {
      answer: 'IAM authorization with Signature Version 4',
      because:
        'The caller needs AWS credentials to sign each request. A bearer token is no such credential.',
    },
    {
      answer: 'An API key for each caller',
      because:
        'An API key tells a usage plan whom to count. It has no signature and never expires, and AWS advises against it for authentication.',
    },
    {
      answer: 'A resource policy of the API',
      because: 'It checks accounts, IP addresses and VPC endpoints, but not tokens.',
    },
    {
      answer: 'A check at the start of every backend function',
      because:
        'Every function would need the check, and you pay for a backend invocation for every refused request.',
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
                'The function gets the whole request. The validation expression no longer applies, so malformed tokens reach the function.',
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
          source: authorizer,
          seeds: ['002:351', '000:113'],
          tasks: ['DVA-C02 2.1', 'DVA-C02 2.3'],
          experiments: [
            {
              value: 'method.request.header.X-Token',
              outcome: 'update',
              because: 'A caller who sends the Authorization header gets 401.',
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
          fact: 'A TOKEN authorizer can have a regular expression; API Gateway answers 401 to a token that does not match, without invoking the function.',
          source: authorizer,
          seeds: ['002:351'],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Every malformed token invokes the function, which must refuse it.',
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
                'Every request invokes the function. Requests are slower, and a token ends exactly at its expiry.',
            },
            {
              value: 3600,
              outcome: 'update',
              because:
                'The function runs less often, but an expired token stays valid for up to an hour.',
            },
            { value: 3601, outcome: 'refused', because: 'The maximum is 3,600 seconds.' },
            {
              value: null,
              outcome: 'update',
              because: 'Nothing changes at run time, because 300 seconds is the default.',
            },
          ],
        },
        {
          property: 'AuthorizerCredentials',
          fact: "API Gateway invokes an authorizer's function with this role, or without one through the function's resource policy, with the authorizer's ARN as SourceArn.",
          source: authorizer,
          seeds: ['003:744', '003:745', '003:746'],
          tasks: ['DVA-C02 2.1'],
        },
        {
          property: 'ProviderARNs',
          fact: 'An authorizer of type COGNITO_USER_POOLS lists the ARNs of its user pools and verifies their tokens without a function.',
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
          fact: 'A REQUEST authorizer passes its function the headers, query string, path parameters, stage variables and context of the request.',
          source: `${gateway}/api-gateway-lambda-authorizer-input.html`,
          seeds: ['002:352', '003:647'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: 'TOKEN',
              outcome: 'update',
              because:
                'The function no longer gets the path parameters. It would have to parse the tenant from the method ARN.',
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
                'With a cache, API Gateway would answer a request without ?tenant= with 401, before it invokes the function.',
            },
            {
              value: null,
              outcome: 'update',
              because:
                'Without a cache, the identity source is optional. Every request invokes the function.',
            },
          ],
        },
        {
          property: 'AuthorizerResultTtlInSeconds',
          value: 0,
          fact: 'With a TTL of 0, the function decides every request; only then may its policy cover just the called method.',
          source: configure,
          seeds: ['002:352'],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: 300,
              outcome: 'update',
              because:
                'API Gateway reuses the policy of the first path for the token. The second tenant of the token gets 403 although the token lists it.',
            },
          ],
        },
        {
          property: 'IdentityValidationExpression',
          fact: 'The validation expression does not apply to a REQUEST authorizer, so its function must also check the form of the token.',
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
          fact: 'A method with a Lambda authorizer has the authorization type CUSTOM and an authorizer ID; an authorizer protects only the methods that name it.',
          source: method,
          seeds: ['003:642', '003:647', '003:711', '003:712', '000:115', '000:117'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 2.1'],
          today: {
            notes: 'A Lambda authorizer is the answer for OAuth tokens of a third party.',
            now: 'This is still true for REST APIs. An HTTP API has a JWT authorizer, which checks OpenID Connect and OAuth 2.0 tokens with RSA signatures without a function.',
            since: '2020-03',
            source: `${gateway}/http-api-jwt-authorizer.html`,
          },
          experiments: [
            {
              value: 'NONE',
              outcome: 'update',
              because:
                'Everyone may call the method. ReportDesk then answers 500, because it requires the context of an authorizer.',
            },
            {
              value: 'AWS_IAM',
              outcome: 'update',
              because:
                'A caller must sign with AWS credentials, and nothing checks the bearer token.',
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
          fact: 'A method can require an API key beside an authorizer, to count callers in a usage plan; a key does not replace the authorizer.',
          source: `${gateway}/api-gateway-api-usage-plans.html`,
          seeds: ['003:678', '003:680'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'A caller with a valid token gets 403, because the API key is missing.',
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
          fact: 'With AUTHORIZER, the API key comes from the authorizer as usageIdentifierKey; with HEADER, the default, it comes from the header X-API-Key.',
          source: output,
          seeds: ['003:678'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'AUTHORIZER',
              outcome: 'update',
              because:
                'Callers need no key. The function would have to return one for each caller.',
            },
          ],
        },
        {
          property: 'Policy',
          fact: 'API Gateway evaluates the resource policy before a Lambda authorizer; an explicit deny ends the request without invoking the function.',
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
            now: 'A denying policy gives 403, and a missing or refused token 401. An authorizer that fails, times out or returns no policy gives 500.',
            source: responses,
          },
          experiments: [
            {
              value: 'ACCESS_DENIED',
              outcome: 'replace',
              because:
                'The message moves to the other response. A caller with a valid token but without the right is told that the token is invalid.',
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
          fact: 'A gateway response can have headers, with a fixed value in single quotes or a value from the request.',
          source: `${gateway}/api-gateway-gatewayResponse-definition.html`,
          seeds: ['003:700'],
          tasks: ['DVA-C02 4.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'The response no longer tells a client which authentication the API expects.',
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
            { value: 901, outcome: 'refused', because: 'The maximum is 900 seconds.' },
            {
              value: 60,
              outcome: 'update',
              because:
                'If the table hangs, the function runs longer than API Gateway waits for it.',
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
              because: 'Every caller with an expired token triggers the alarm.',
            },
          ],
          tasks: ['SOA-C03 1.1', 'DVA-C02 4.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'API Gateway caches every policy for an hour. A revoked right stays valid, and the policy of the first tenant refuses the second one. A caller without a token gets 403, as if no token would help.',
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
