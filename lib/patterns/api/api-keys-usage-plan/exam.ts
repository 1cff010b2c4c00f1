import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const method = `${reference}/aws-resource-apigateway-method.html`;
const restApi = `${reference}/aws-resource-apigateway-restapi.html`;
const apiKey = `${reference}/aws-resource-apigateway-apikey.html`;
const quota = `${reference}/aws-properties-apigateway-usageplan-quotasettings.html`;
const gateway = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const plans = `${gateway}/api-gateway-api-usage-plans.html`;
const throttling = `${gateway}/api-gateway-request-throttling.html`;
const responses = `${gateway}/supported-gateway-response-types.html`;

export const exam: Exam = {
  question:
    'One customer floods the API: how do you tell the customers apart, throttle and cap each of them?',
  answer:
    'Give each customer an API key in a usage plan. The plan throttles its keys with a rate and a burst, and caps them with a quota.',
  wrong: [
    {
      answer: 'API keys, one for each customer, and nothing else',
      because: 'A key that is in no usage plan has no limits, and API Gateway answers it with 403.',
    },
    {
      answer: 'Throttle the stage',
      because:
        'The limits of a stage hold for all callers together. One customer uses them up, and all the others get 429.',
    },
    {
      answer: 'Reserve concurrency for the backend function',
      because: 'It limits all callers together, and only after their requests have passed the API.',
    },
    {
      answer: 'Cache the answers of the stage',
      because:
        'A repeated request costs less, but a cache does not tell customers apart, and it neither throttles nor caps them.',
    },
    {
      answer: 'An HTTP API, which is cheaper',
      because:
        'An HTTP API throttles stages and routes, but it has neither API keys nor usage plans.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.1', 'DVA-C02 2.1', 'DVA-C02 4.1', 'SAA-C03 1.2', 'SAA-C03 2.1', 'DOP-C02 3.2'],
  cost: 'free',
  remains: [],
  flow: [
    { from: '(client)', to: 'DistanceApi', label: 'X-API-Key' },
    { from: 'FreeCustomer', to: 'FreeSubscription' },
    { from: 'FreeSubscription', to: 'FreePlan' },
    { from: 'FreePlan', to: 'DistanceApi', label: '5 a second, 50 a day' },
    { from: 'GoldCustomer', to: 'GoldSubscription' },
    { from: 'GoldSubscription', to: 'GoldPlan' },
    { from: 'GoldPlan', to: 'DistanceApi', label: '20 a second' },
    { from: 'DistanceApi', to: 'DistanceMeter', label: 'what passed' },
    { from: 'DistanceMeter', to: 'MeterLogs', label: 'id of the key' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::ApiGateway::Method',
      id: 'DistanceApi/Default/distance/GET',
      settings: [
        {
          property: 'ApiKeyRequired',
          value: true,
          fact: "Each method decides whether it requires an API key; a key that is missing, unknown, disabled or outside the stage's usage plans gets 403.",
          source: responses,
          seeds: ['003:678', '003:679', '003:700'],
          tasks: ['DVA-C02 1.1', 'DVA-C02 2.1'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'API Gateway serves everyone, with or without a key, up to the limits of the stage.',
            },
          ],
        },
        {
          property: 'AuthorizationType',
          value: 'NONE',
          fact: 'An API key is no authentication: it never expires and opens every API of its usage plan. Add IAM, a user pool or an authorizer.',
          source: plans,
          seeds: ['003:642', '003:678', '003:700'],
          experiments: [
            {
              value: 'AWS_IAM',
              outcome: 'update',
              because:
                'A caller needs both a key and the signature of an identity with the permission execute-api:Invoke.',
            },
          ],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'DistanceApi/Default/health/GET',
      settings: [
        {
          property: 'ApiKeyRequired',
          fact: 'By default a method requires no key, and its requests count against no usage plan.',
          source: method,
          seeds: ['003:678'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                'A monitor would need a key, and its requests would use up the quota of that key.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::RestApi',
      id: 'DistanceApi',
      settings: [
        {
          property: 'ApiKeySourceType',
          value: 'HEADER',
          fact: 'API Gateway takes the key from the header X-API-Key (HEADER, the default), or from what a Lambda authorizer returns as usageIdentifierKey (AUTHORIZER).',
          source: restApi,
          seeds: ['003:678'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'AUTHORIZER',
              outcome: 'update',
              because: 'There is no authorizer that returns a key, so every request gets 403.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::UsagePlan',
      id: 'FreePlan',
      settings: [
        {
          property: 'Throttle.RateLimit',
          value: 5,
          fact: "The rate limit of a usage plan is each key's steady rate per second; above it, API Gateway answers 429 without calling the backend.",
          source: throttling,
          seeds: ['003:701', '003:638', '004:2805', '004:2811'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1', 'DOP-C02 3.2'],
          today: {
            notes: 'After a 429, use throttling or increase limits via usage plan.',
            now: 'A plan can give a customer less than the stage or the account allows, never more. The account allows 10,000 requests a second (2,500 in some newer Regions), and you can request more in Service Quotas.',
            source: `${gateway}/limits.html`,
          },
          experiments: [
            {
              value: 0.5,
              outcome: 'update',
              because:
                'A key may make one request every two seconds, because the rate may be a fraction.',
            },
            {
              value: 100_000,
              outcome: 'update',
              because: 'The stage still allows only 50 requests a second.',
            },
          ],
        },
        {
          property: 'Throttle.BurstLimit',
          value: 10,
          fact: 'The burst limit is the size of the token bucket: how many requests a key may send at once before the rate limit refills it.',
          source: throttling,
          seeds: ['003:701', '004:2809'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1', 'DOP-C02 3.2'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because: 'The bucket holds no token, so API Gateway serves no request of the plan.',
            },
          ],
        },
        {
          property: 'Quota.Limit',
          value: 50,
          fact: 'The quota is how many requests a key may make in the period; further requests get 429 until the period ends.',
          source: responses,
          seeds: ['003:638', '004:2796'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          today: {
            notes:
              'Set up usage plans and API keys to throttle requests based on defined limits and quotas.',
            now: 'API Gateway applies throttles and quotas on a best-effort basis, so a client can exceed them. AWS recommends AWS Budgets to watch costs and AWS WAF to block requests.',
            saidBy:
              'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
            source: plans,
          },
          experiments: [
            {
              value: 1_000_000,
              outcome: 'update',
              because: 'Only the throttle is left, and it allows 432,000 requests a day.',
            },
          ],
        },
        {
          property: 'Quota.Period',
          value: 'DAY',
          fact: 'The period of a quota is a DAY, a WEEK or a MONTH.',
          source: quota,
          seeds: ['003:638'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 'MONTH',
              outcome: 'update',
              because: 'Fifty requests a month are fewer than two a day.',
            },
            {
              value: 'HOUR',
              outcome: 'fails',
              because: 'API Gateway refuses it, because no quota period is shorter than a day.',
              source: quota,
            },
          ],
        },
        {
          property: 'Quota.Offset',
          fact: 'An offset reduces the quota of the first period only, because a customer may join in the middle of it.',
          source: quota,
          seeds: ['003:638'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: 10,
              outcome: 'update',
              because: 'The quota of the first day is forty requests.',
            },
            { value: -1, outcome: 'refused', because: 'An offset cannot raise the quota.' },
          ],
        },
        {
          property: 'ApiStages.0.Throttle',
          value: {},
          fact: 'A plan can throttle single methods of a stage more strictly than the rest, by path and method such as /distance/GET.',
          source: `${reference}/aws-properties-apigateway-usageplan-apistage.html`,
          seeds: ['003:701', '004:2805'],
          tasks: ['DVA-C02 1.1', 'SAA-C03 2.1'],
          experiments: [
            {
              value: { '/distance/GET': { RateLimit: 1, BurstLimit: 1 } },
              outcome: 'update',
              because: 'This method serves each key of the plan at most once a second.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::UsagePlan',
      id: 'GoldPlan',
      settings: [
        {
          property: 'Throttle.RateLimit',
          value: 20,
          fact: 'A stage can be in several usage plans, and so can a key, but only one plan of a key may contain the same stage.',
          source: plans,
          seeds: ['003:678', '003:701'],
          tasks: ['SAA-C03 2.1', 'DOP-C02 3.2'],
          experiments: [
            {
              value: 200,
              outcome: 'update',
              because: 'The plan promises one customer four times as much as the stage allows.',
            },
          ],
        },
        {
          property: 'Quota',
          value: { Limit: 10_000, Period: 'DAY' },
          fact: 'A usage plan needs neither a throttle nor a quota; without them, only the limits of the stage and the account apply.',
          source: `${reference}/aws-resource-apigateway-usageplan.html`,
          seeds: ['003:638'],
          tasks: ['SAA-C03 2.1'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'API Gateway throttles the gold customer, but no longer caps the requests of a day.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::UsagePlanKey',
      id: 'FreeSubscription',
      settings: [
        {
          property: 'KeyType',
          value: 'API_KEY',
          fact: 'You add a key to a plan with CreateUsagePlanKey, or in a template with AWS::ApiGateway::UsagePlanKey; its only key type is API_KEY.',
          source: `${reference}/aws-resource-apigateway-usageplankey.html`,
          seeds: ['003:678', '003:679', '003:680'],
          tasks: ['DVA-C02 1.1'],
          experiments: [
            {
              value: 'TOKEN',
              outcome: 'fails',
              because: 'API Gateway refuses it, because a plan accepts only API keys.',
              source: `${reference}/aws-resource-apigateway-usageplankey.html`,
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::ApiKey',
      id: 'FreeCustomer',
      settings: [
        {
          property: 'Enabled',
          value: true,
          fact: 'You can disable a key without deleting it; its requests then get 403.',
          source: responses,
          seeds: ['003:679'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'This customer gets 403, and API Gateway still serves the others.',
            },
          ],
        },
        {
          property: 'Value',
          fact: 'API Gateway generates the value of a key unless you give one; a value cannot be changed, only replaced together with its key.',
          source: apiKey,
          seeds: ['003:680'],
          tasks: ['DVA-C02 2.1'],
          experiments: [
            {
              value: 'a-key-that-is-no-secret-any-more',
              outcome: 'replace',
              because: 'Anyone who may read the template or its history can read the key.',
            },
          ],
        },
        {
          property: 'StageKeys',
          fact: 'Binding a key directly to stages is deprecated: usage plans have replaced it.',
          source: apiKey,
          seeds: ['003:678'],
          tasks: ['DVA-C02 1.1'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Stage',
      id: 'DistanceApi/DeploymentStage.prod',
      settings: [
        {
          property: 'MethodSettings.0.ThrottlingRateLimit',
          value: 50,
          fact: "A request must stay within the limits of its key, its method in the plan, the stage's method and the account; otherwise it gets 429.",
          source: throttling,
          seeds: ['003:701', '004:2805', '004:2809'],
          tasks: ['SAA-C03 2.1', 'DOP-C02 3.2'],
          experiments: [
            {
              value: 1,
              outcome: 'update',
              because: 'All customers share one request a second, whatever their plans promise.',
            },
            {
              value: null,
              outcome: 'update',
              because: 'Only the limit of the account remains, and all its APIs share it.',
            },
          ],
        },
        {
          property: 'MethodSettings.0.ThrottlingBurstLimit',
          value: 100,
          fact: 'The limits of a stage hold for all callers together, with and without a key.',
          source: throttling,
          seeds: ['003:701', '004:2809'],
          tasks: ['SAA-C03 2.1', 'DOP-C02 3.2'],
          experiments: [
            {
              value: 10,
              outcome: 'update',
              because:
                'One free customer can use up this burst, and the gold customer then gets 429.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::GatewayResponse',
      id: 'DistanceApi/InvalidKey',
      settings: [
        {
          property: 'ResponseType',
          value: 'INVALID_API_KEY',
          fact: 'INVALID_API_KEY is a 403 and says Forbidden, whether the key is missing, wrong or without a plan.',
          source: responses,
          seeds: ['003:679', '003:700'],
          experiments: [
            {
              value: 'MISSING_AUTHENTICATION_TOKEN',
              outcome: 'replace',
              because:
                'That type is a 403 too, but for a path that does not exist or a request without a signature.',
            },
          ],
          tasks: ['DVA-C02 4.1'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::GatewayResponse',
      id: 'DistanceApi/Throttled',
      settings: [
        {
          property: 'ResponseType',
          value: 'THROTTLED',
          fact: 'THROTTLED (Too Many Requests) and QUOTA_EXCEEDED (Limit Exceeded) are both 429: a client retries the first with growing pauses, the second in the next period.',
          source: responses,
          seeds: ['003:701', '004:2811', '002:374'],
          experiments: [
            {
              value: 'DEFAULT_4XX',
              outcome: 'replace',
              because:
                'Every 4XX answer would have a Retry-After header, even where waiting does not help.',
            },
          ],
          tasks: ['DVA-C02 4.1'],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::GatewayResponse',
      id: 'DistanceApi/QuotaExceeded',
      settings: [
        {
          property: 'StatusCode',
          value: '429',
          fact: 'You can change the status code of a gateway response; QUOTA_EXCEEDED is 429 by default, as THROTTLED is.',
          source:
            'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html',
          seeds: ['004:2811', '003:701'],
          experiments: [
            {
              value: '402',
              outcome: 'update',
              because:
                'The answer is Payment Required, so a client can tell an exhausted quota from throttling.',
            },
          ],
          tasks: ['DVA-C02 4.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'API Gateway serves everyone without a key, so you cannot tell customers apart. One customer can flood the API for all others, at your expense.',
    changes: [
      {
        type: 'AWS::ApiGateway::Method',
        id: 'DistanceApi/Default/distance/GET',
        property: 'ApiKeyRequired',
        value: false,
      },
      { type: 'AWS::ApiGateway::UsagePlan', id: 'FreePlan', property: 'Throttle', value: null },
      { type: 'AWS::ApiGateway::UsagePlan', id: 'FreePlan', property: 'Quota', value: null },
      {
        type: 'AWS::ApiGateway::Stage',
        id: 'DistanceApi/DeploymentStage.prod',
        property: 'MethodSettings',
        value: null,
      },
    ],
  },
};
