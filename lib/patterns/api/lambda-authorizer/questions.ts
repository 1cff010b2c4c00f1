import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'Users of a logistics company log in at an identity provider outside AWS. Its tokens are opaque strings, which only an endpoint of the provider can check. The REST API of the company must refuse bad tokens before a backend runs. Which kind of authorization fits?',
    right: ['A Lambda authorizer that calls the endpoint of the provider'],
    because:
      'The function can check a token in any way, and API Gateway invokes the backend only if the policy that it returns allows the request.',
    wrong: [
      {
        answer: 'A JWT authorizer that knows the issuer and the audience',
        because:
          'It exists for HTTP APIs only, and an opaque token is no JWT that it could verify.',
      },
      {
        answer: 'A Cognito authorizer with the identity provider as its user pool',
        because: 'It accepts the tokens that a user pool issued, not those of another provider.',
      },
      {
        answer: 'IAM authorization with one IAM user for each customer',
        because:
          'Customers would have to sign requests with AWS keys, and their tokens would be of no use.',
      },
    ],
    shows: [
      { id: 'BearerAuthorizer', property: 'Type' },
      { id: 'ReportsApi/Default/reports/GET', property: 'AuthorizationType' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
    seeds: ['000:115', '003:647', '003:711', '003:712', '003:713'],
  },
  {
    text: 'A publisher shares one REST API among its magazines. Whether a caller may read depends on a header, on the magazine in the query string, and on a stage variable. A developer writes a Lambda authorizer. Which settings does it need?',
    right: ['The type REQUEST, with the three values as identity sources'],
    because:
      'A REQUEST authorizer gets headers, query strings, stage variables and context. Its identity sources also form the key of its cache.',
    wrong: [
      {
        answer: 'The type TOKEN, with the three values as identity sources',
        because: 'A TOKEN authorizer has one identity source, which is a request header.',
      },
      {
        answer: 'The type REQUEST, with a validation expression for each value',
        because:
          'A validation expression applies to a TOKEN authorizer only, and it checks one token.',
      },
      {
        answer: 'The type TOKEN, with one token that the API builds of the three',
        because:
          'API Gateway passes on the token of the caller. It does not build one of other parts of the request.',
      },
    ],
    shows: [
      { id: 'TenantAuthorizer', property: 'Type' },
      { id: 'TenantAuthorizer', property: 'IdentitySource' },
    ],
    tasks: ['DVA-C02 2.1', 'DVA-C02 1.1'],
    seeds: ['002:349', '002:351', '002:352'],
  },
  {
    text: 'A REST API uses a Lambda authorizer with default settings. When an administrator locks an account, its user can still call the API for some minutes with the same token. The security team wants a lock to take effect with the next call. Which change is needed?',
    right: ['Set the result TTL of the authorizer to 0'],
    because:
      'API Gateway caches the returned policy for 300 seconds by default. With a TTL of 0, the authorizer decides on each request.',
    wrong: [
      {
        answer: 'Send Cache-Control: max-age=0 with each call',
        because:
          'The header invalidates cached responses of a stage, and the caller would have to send it. Policies are another cache.',
      },
      {
        answer: 'Set the cache TTL of the stage to 0 seconds',
        because:
          'It turns off the cache for responses. The cache for policies has its own setting at the authorizer.',
      },
      {
        answer: 'Shorten the timeout of the authorizer function',
        because:
          'The timeout limits one run of the function. While a policy is cached, the function does not run.',
      },
    ],
    shows: [
      { id: 'TenantAuthorizer', property: 'AuthorizerResultTtlInSeconds' },
      { id: 'BearerAuthorizer', property: 'AuthorizerResultTtlInSeconds' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
    seeds: ['002:347', '003:664'],
  },
  {
    text: 'Two methods of a REST API share a TOKEN authorizer that caches its results for 300 seconds. A client calls the first method with success. A moment later, it calls the second one with the same token and gets 403, although the user may call both. What is the cause?',
    right: ['The cached policy allows the ARN of the first method only'],
    because:
      'API Gateway applies the cached policy to every method with that authorizer. The function must return a policy that covers all methods that the token may call.',
    wrong: [
      {
        answer: 'The second method needs an authorizer of its own',
        because: 'Several methods can share an authorizer.',
      },
      {
        answer: 'The token is valid for one request within the cache time',
        because:
          'A cache does not use up tokens. The same token would also fail with the first method.',
      },
      {
        answer: 'The function has no permission to run twice with one token',
        because:
          'The function did not run for the second call at all, and a failed invocation would lead to 500.',
      },
    ],
    shows: [{ id: 'BearerAuthorizer', property: 'AuthorizerResultTtlInSeconds' }],
    tasks: ['DVA-C02 4.1', 'DVA-C02 2.1'],
    seeds: ['002:347', '003:700'],
  },
  {
    text: 'After a release, every call to a REST API with a Lambda authorizer ends with the status 500, and the backend is never invoked. Before, bad tokens led to 401, and forbidden resources to 403. What has most likely happened?',
    right: ['The authorizer fails or returns something that is no valid policy'],
    because:
      'API Gateway answers 500 (AUTHORIZER_FAILURE or AUTHORIZER_CONFIGURATION_ERROR) when the function throws, times out, or returns an invalid result.',
    wrong: [
      {
        answer: 'The clients no longer send the header that contains the bearer token',
        because: 'A request without the identity source gets 401, without a call to the function.',
      },
      {
        answer: 'The authorizer returns a policy that denies all its callers',
        because: 'A policy that denies leads to 403.',
      },
      {
        answer: 'The tokens do not match the validation expression any more',
        because: 'API Gateway answers 401 to a token that does not match.',
      },
    ],
    shows: [{ id: 'ReportsApi/Unauthorized', property: 'ResponseType' }],
    tasks: ['DVA-C02 4.1', 'SOA-C03 1.2'],
    seeds: ['002:376', '003:700', '003:702'],
  },
  {
    text: 'A developer writes the function of a Lambda authorizer for a REST API. The function has verified the token of the caller and knows who it is. What does it have to return?',
    right: ['A principal ID and an IAM policy for execute-api:Invoke'],
    because:
      'API Gateway evaluates the returned policy for the called method, and it passes the principal ID and an optional context to the backend.',
    wrong: [
      {
        answer: 'Temporary credentials of a role that can invoke the API',
        because: 'The caller does not sign the request, so credentials would have no use.',
      },
      {
        answer: 'An HTTP response with the status code 200, 401, or 403',
        because:
          'That is the shape of a proxy integration. API Gateway chooses the status by the policy.',
      },
      {
        answer: 'An ID token that a Cognito user pool has issued to it',
        because:
          'API Gateway takes a policy from the function. A Cognito authorizer verifies tokens without a function.',
      },
    ],
    shows: [{ id: 'BearerAuthorizer', property: 'Type' }],
    tasks: ['DVA-C02 2.1'],
    seeds: ['002:347', '002:351'],
  },
  {
    text: 'A REST API gets 300 requests per second from a few hundred devices. Each device sends the same bearer token for an hour, and a TOKEN authorizer with a result TTL of 0 checks it. The invocations of the authorizer are now the largest item of the bill. Permissions may take five minutes to change. What lowers the cost most?',
    right: ['A result TTL of 300 seconds for the authorizer'],
    because:
      'API Gateway then caches the policy for each token, so the function runs about once in five minutes for a device.',
    wrong: [
      {
        answer: 'A memory of 128 MB for the authorizer function',
        because: 'Each invocation may become cheaper or slower, but there are as many as before.',
      },
      {
        answer: 'A cache with a TTL of 300 seconds for the stage',
        because:
          'It saves calls of the backend and is paid by the hour. The authorizer still runs for each request.',
      },
      {
        answer: 'A usage plan with an API key for each of the devices',
        because: 'Keys do not replace the check of the token, so the authorizer runs as often.',
      },
    ],
    shows: [{ id: 'BearerAuthorizer', property: 'AuthorizerResultTtlInSeconds' }],
    tasks: ['SAA-C03 4.2', 'DVA-C02 4.3'],
    seeds: ['002:347', '002:351'],
  },
];
