import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A map provider creates an API key for a new partner and sends it to them. The methods of the REST API require a key. Every request of the partner, with the right key in the header X-API-Key, gets 403. Which step was forgotten?',
    right: ['To add the key to a usage plan with the stage, by CreateUsagePlanKey'],
    because:
      'A key alone opens nothing. A usage plan says which stages and methods its keys can call.',
    wrong: [
      {
        answer: 'To let the role of the partner call the methods, by execute-api:Invoke',
        because: 'This permission counts for methods with IAM authorization, not for API keys.',
      },
      {
        answer: 'To deploy the API again, so that its stage learns about the key',
        because: 'Keys and usage plans take effect without a deployment of the API.',
      },
      {
        answer: 'To raise the quota of the account, so that one more key is valid',
        because: 'Beyond a quota, you could not create the key at all.',
      },
    ],
    shows: [
      { id: 'FreeSubscription', property: 'KeyType' },
      { id: 'DistanceApi/Default/distance/GET', property: 'ApiKeyRequired' },
    ],
    tasks: ['DVA-C02 4.1', 'DVA-C02 1.1'],
    seeds: ['003:678', '003:679', '003:680', '003:700'],
  },
  {
    text: 'A start-up sells exchange rates. Free customers may send 1,000 requests a day, and paying customers 50 requests a second without a daily limit. Both use the same stage of a REST API, and the company must not write code for this. What should it set up?',
    right: ['Two usage plans for the stage, one with a quota and one with a throttle'],
    because:
      'Each plan has its own quota and throttle, which apply to each of its keys. A customer moves to the other plan by moving the key.',
    wrong: [
      {
        answer: 'Two stages of the API, one with a quota and one with a throttle',
        because: 'A stage has a throttle for all its callers together. It has no quota.',
      },
      {
        answer: 'One usage plan for the stage, with a quota in each of the API keys',
        because: 'Quota and throttle belong to the plan. A key has neither.',
      },
      {
        answer: 'One AWS WAF rule for the stage that limits the rate of each address of a customer',
        because: 'It counts by address within minutes. It knows neither customers nor days.',
      },
    ],
    shows: [
      { id: 'FreePlan', property: 'Quota.Limit' },
      { id: 'FreePlan', property: 'Quota.Period' },
      { id: 'GoldPlan', property: 'Quota' },
    ],
    tasks: ['SAA-C03 2.1', 'DVA-C02 1.1'],
    seeds: ['003:638', '003:678', '004:2796'],
  },
  {
    text: 'A function behind a REST API can bear 200 requests per second. Some methods need no API key, and a scraper now calls them 2,000 times per second. The company wants API Gateway to protect the function from all callers together. Which setting does that?',
    right: ['A rate and a burst in the method settings of the stage'],
    because:
      'The throttle of a stage holds for all callers, with and without a key. API Gateway answers 429 to the rest without calling the function.',
    wrong: [
      {
        answer: 'A rate and a burst in a usage plan of the stage',
        because: 'A plan limits each of its keys. Requests without a key count against no plan.',
      },
      {
        answer: 'A maximum age for all the events that wait for the function',
        because:
          'It concerns asynchronous invocations. API Gateway invokes the function synchronously.',
      },
      {
        answer: 'A cache in the stage with a long time to live',
        because:
          'A cache answers repeated requests only. A scraper asks for something new each time.',
      },
    ],
    shows: [
      { id: 'DistanceApi/DeploymentStage.prod', property: 'MethodSettings.0.ThrottlingRateLimit' },
      { id: 'DistanceApi/Default/health/GET', property: 'ApiKeyRequired' },
    ],
    tasks: ['SAA-C03 1.2', 'DVA-C02 1.1', 'SAA-C03 2.1'],
    seeds: ['003:701', '004:2805', '004:2809'],
  },
  {
    text: 'A client of a public API gets the status 429 for some of its requests during a sale. The usage plan of the client allows 20 requests per second. The client may become slower, but it must not lose a request. What should its developer do?',
    right: ['Retry these requests after pauses that grow and vary by chance'],
    because:
      'A 429 means too many requests at the moment. Exponential backoff with jitter spreads the retries, and the SDKs that API Gateway generates do it by themselves.',
    wrong: [
      {
        answer: 'Retry these requests at once, and repeat it until each of them succeeds',
        because: 'Each retry counts too, so the client stays above its rate and gets more 429.',
      },
      {
        answer: 'Raise the timeout of the client to more than 29 seconds',
        because: 'API Gateway refuses the request at once. Nothing is waited for.',
      },
      {
        answer: 'Send these requests with a newly generated X-API-Key',
        because: 'The client cannot create a key. An unknown key gets 403.',
      },
    ],
    shows: [
      { id: 'DistanceApi/Throttled', property: 'ResponseType' },
      { id: 'FreePlan', property: 'Throttle.RateLimit' },
    ],
    tasks: ['DVA-C02 1.1', 'DVA-C02 4.1'],
    seeds: ['003:701', '004:2811', '002:374'],
  },
  {
    text: 'An auditor complains that a REST API with medical data protects its methods by API keys alone. The company still wants to limit each customer by its key. Which change satisfies the auditor?',
    right: ['Add an authorizer to the methods, and keep the keys'],
    because:
      'An API key identifies a customer for a usage plan, but it is no authentication. IAM, a user pool or a Lambda authorizer says who calls, and both can apply to a method.',
    wrong: [
      {
        answer: 'Generate longer API keys, and rotate them monthly',
        because:
          'A key still has no signature and no user. AWS advises against it as authentication.',
      },
      {
        answer: 'Move the keys from the header into a query string',
        because:
          'API Gateway reads keys from a header or an authorizer, and a query string would end up in logs.',
      },
      {
        answer: 'Bind the keys to the stage, without a usage plan',
        because: 'This old way is deprecated, loses the limits, and authenticates nobody either.',
      },
    ],
    shows: [
      { id: 'DistanceApi/Default/distance/GET', property: 'AuthorizationType' },
      { id: 'DistanceApi/Default/distance/GET', property: 'ApiKeyRequired' },
    ],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
    seeds: ['003:642', '003:647', '003:678', '003:700'],
  },
  {
    text: 'The API key of one partner was published in a code repository by mistake. The provider has to stop its use at once, must not affect other partners, and wants to keep the record of how the key was used. Which action is best?',
    right: ['Disable the key'],
    because:
      'A disabled key gets 403 at once. The key, its plan, and its usage data stay, and a new key can replace it in the plan.',
    wrong: [
      {
        answer: 'Delete its usage plan',
        because: 'All other partners in the plan lose their access as well.',
      },
      {
        answer: 'Change the value of the key',
        because: 'The value of a key cannot be changed. You can only create another key.',
      },
      {
        answer: 'Set its burst limit to 1',
        because: 'The limit belongs to the plan of all partners, and the key still opens the API.',
      },
    ],
    shows: [
      { id: 'FreeCustomer', property: 'Enabled' },
      { id: 'FreeCustomer', property: 'Value' },
    ],
    tasks: ['DVA-C02 2.3', 'SAA-C03 1.2'],
    seeds: ['003:678', '003:679', '003:680'],
  },
];
