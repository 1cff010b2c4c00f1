import { Template } from 'aws-cdk-lib/assertions';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import {
  BadRequest,
  distance,
  parsePlace,
} from '../../../../lambda/api/api-keys-usage-plan/distance';
import { handler } from '../../../../lambda/api/api-keys-usage-plan/distance-meter';
import { ApiKeysUsagePlanStack } from '../../../../lib/patterns/api/api-keys-usage-plan/stack';
import { decisions } from '../../../support/decisions';
import { routes } from '../../../support/routes';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(ApiKeysUsagePlanStack);
  const template = Template.fromStack(stack);
  const { Resources, Outputs } = template.toJSON();
  const ref = (type: string, id: string) => logicalId(stack, type, id);
  const properties = (type: string, id: string) => Resources[ref(type, id)].Properties;
  const plan = (id: string) => properties('AWS::ApiGateway::UsagePlan', id);
  const [settings] = properties('AWS::ApiGateway::Stage', 'DistanceApi').MethodSettings;

  test('serves these methods and no others, each at its own path', () => {
    expect(routes(template)).toEqual({ routes: ['GET /distance', 'GET /health'], strangers: [] });
  });

  test('has every key in a usage plan, and the check finds a key without one', () => {
    expect(withoutPlan(Resources)).toEqual([]);
    const { [ref('AWS::ApiGateway::UsagePlanKey', 'FreeSubscription')]: _, ...rest } = Resources;
    expect(withoutPlan(rest)).toEqual([ref('AWS::ApiGateway::ApiKey', 'FreeCustomer')]);
  });

  test.each(['Free', 'Gold'])('ties the %s customer to the plan of that name', (name) => {
    expect(properties('AWS::ApiGateway::UsagePlanKey', `${name}Subscription`)).toEqual({
      KeyId: { Ref: ref('AWS::ApiGateway::ApiKey', `${name}Customer`) },
      KeyType: 'API_KEY',
      UsagePlanId: { Ref: ref('AWS::ApiGateway::UsagePlan', `${name}Plan`) },
    });
  });

  test.each(['FreePlan', 'GoldPlan'])('has the %s for its own stage, and no other', (id) => {
    expect(plan(id).ApiStages).toEqual([
      {
        ApiId: { Ref: ref('AWS::ApiGateway::RestApi', 'DistanceApi') },
        Stage: { Ref: ref('AWS::ApiGateway::Stage', 'DistanceApi') },
        Throttle: {},
      },
    ]);
  });

  test('promises the customers together no more than the stage allows', () => {
    const [free, gold] = [plan('FreePlan').Throttle, plan('GoldPlan').Throttle];
    expect(free.RateLimit + gold.RateLimit).toBeLessThanOrEqual(settings.ThrottlingRateLimit);
    expect(free.BurstLimit + gold.BurstLimit).toBeLessThanOrEqual(settings.ThrottlingBurstLimit);
    expect(free.RateLimit).toBeLessThan(gold.RateLimit);
    expect(plan('FreePlan').Quota.Limit).toBeLessThan(plan('GoldPlan').Quota.Limit);
  });

  test('throttles every method of the stage, not a list of methods', () => {
    expect([settings.ResourcePath, settings.HttpMethod]).toEqual(['/*', '*']);
  });

  test('requires a key on every method that calls the backend', () => {
    const methods = Object.values(template.findResources('AWS::ApiGateway::Method'));
    expect(
      methods.map(({ Properties }) => [
        Properties.Integration.Type,
        Properties.ApiKeyRequired ?? false,
      ]),
    ).toEqual([
      ['AWS_PROXY', true],
      ['MOCK', false],
    ]);
  });

  test('has no key in the template or in its outputs', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::ApiGateway::ApiKey')))
      expect(Properties).toEqual({ Description: expect.any(String), Enabled: true });
    const keys = ['FreeCustomer', 'GoldCustomer'].map((id) => ref('AWS::ApiGateway::ApiKey', id));
    expect([Outputs.FreeCustomerKeyId.Value, Outputs.GoldCustomerKeyId.Value]).toEqual(
      keys.map((Ref) => ({ Ref })),
    );
  });

  test('lets a client tell the two kinds of 429 apart', () => {
    const [throttled, exceeded] = ['Throttled', 'QuotaExceeded'].map((id) =>
      properties('AWS::ApiGateway::GatewayResponse', `DistanceApi/${id}`),
    );
    expect([throttled.StatusCode, exceeded.StatusCode]).toEqual(['429', '429']);
    expect(throttled.ResponseTemplates).not.toEqual(exceeded.ResponseTemplates);
    expect(throttled.ResponseParameters).toEqual({ 'gatewayresponse.header.Retry-After': "'1'" });
    expect(exceeded.ResponseParameters).toBeUndefined();
  });

  test('calls the function from its one method', () => {
    const { Integration } = properties(
      'AWS::ApiGateway::Method',
      'DistanceApi/Default/distance/GET',
    );
    const meter = ref('AWS::Lambda::Function', 'DistanceMeter');
    expect(Integration.Uri['Fn::Join'][1]).toContainEqual({ 'Fn::GetAtt': [meter, 'Arn'] });
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on MeterRole
      apigateway.amazonaws.com, 222222222222 may not sts:AssumeRole on MeterRole
      apigateway.amazonaws.com may lambda:InvokeFunction on DistanceMeter when aws:SourceArn is DistanceApi/prod/GET/distance
      apigateway.amazonaws.com may not lambda:InvokeFunction on DistanceMeter when aws:SourceArn is DistanceApi/prod/POST/distance or DistanceApi/test-invoke-stage/GET/distance
      apigateway.amazonaws.com may not lambda:InvokeFunction on DistanceMeter when aws:SourceArn is arn:aws:execute-api:xx-here-1:222222222222:DistanceApi/prod/GET/distance
      anonymous, 222222222222, events.amazonaws.com may not lambda:InvokeFunction on DistanceMeter
      DistanceMeter may logs:CreateLogStream, logs:PutLogEvents on MeterLogs
      DistanceMeter may not logs:CreateLogGroup, logs:GetLogEvents on MeterLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

/** The keys that no resource puts into a plan. */
function withoutPlan(
  resources: Record<string, { Type: string; Properties: { KeyId?: { Ref?: string } } }>,
): string[] {
  const planned = Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::ApiGateway::UsagePlanKey')
    .map(({ Properties }) => Properties.KeyId?.Ref);
  return Object.entries(resources)
    .filter(([id, { Type }]) => Type === 'AWS::ApiGateway::ApiKey' && !planned.includes(id))
    .map(([id]) => id);
}

describe('the handler', () => {
  let log: jest.SpyInstance;
  const ask = (query: Record<string, string> | null, apiKeyId: string | null = 'k1') =>
    handler({
      headers: { 'X-API-Key': 'the-secret-key' },
      queryStringParameters: query,
      requestContext: { requestId: 'r1', identity: { apiKeyId, apiKey: 'the-secret-key' } },
    } as unknown as APIGatewayProxyEvent);

  beforeEach(() => {
    log = jest.spyOn(console, 'log').mockImplementation();
  });

  test('measures the distance between two places', async () => {
    const { statusCode, body } = await ask({ from: '52.52,13.405', to: '48.137,11.575' });
    expect([statusCode, JSON.parse(body)]).toEqual([200, { kilometers: 504.34 }]);
  });

  test.each([null, {}, { from: '0,0' }, { from: '0,0', to: 'Berlin' }, { __proto__: 'x' }])(
    'answers 400 to %j, and says what was expected',
    async (query) => {
      const { statusCode, body } = await ask(query as Record<string, string> | null);
      expect(statusCode).toBe(400);
      expect(JSON.parse(body).message).toMatch(/^expected (from|to) as latitude and longitude/);
    },
  );

  test('logs the id of the key, and never the key', async () => {
    await ask({ from: '0,0', to: '0,0' });
    await ask(null, null);
    expect(log.mock.calls).toEqual([
      ['asked', 'r1', 'by key', 'k1'],
      ['asked', 'r1', 'by key', 'unknown'],
    ]);
  });
});

describe('a place', () => {
  test.each([
    ['0,0', 0, 0],
    ['-90,180', -90, 180],
    ['90,-180', 90, -180],
    ['52.52,13.405', 52.52, 13.405],
    ['1.123456789,2.123456789', 1.123456789, 2.123456789],
  ])('is %s', (text, latitude, longitude) => {
    expect(parsePlace('from', text)).toEqual({ latitude, longitude });
  });

  test.each([
    undefined,
    null,
    '',
    ' ',
    ',',
    'Berlin',
    '52.52',
    '52.52,',
    '52.52,13.405,0',
    '52.52, 13.405',
    '52.52,13.405\n',
    '90.000000001,0',
    '0,180.1',
    '999,0',
    '1e1,0',
    '0x1,0',
    'NaN,0',
    'Infinity,0',
    '+1,0',
    '.5,0',
    '5.,0',
    '٥,0',
    '🍵,0',
    '__proto__,constructor',
    '1'.repeat(1_000_000),
  ])('is not %j', (text) => {
    expect(() => parsePlace('to', text)).toThrow(BadRequest);
    expect(() => parsePlace('to', text)).toThrow(/^expected to as latitude .{1,130}$/);
  });
});

describe('a distance', () => {
  const place = (latitude: number, longitude: number) => ({ latitude, longitude });

  test('is at most half the circumference of the earth', () => {
    expect(distance(place(90, 0), place(-90, 0))).toBe(20015.11);
    expect(distance(place(0, -90), place(0, 90))).toBe(20015.11);
    // For these places, rounding makes the square of half the chord a little more than 1, but its root 1 again.
    expect(distance(place(62.1522, 3.0068), place(-62.1522, -176.9932))).toBe(20015.11);
  });

  test('is zero from a place to itself, and the same in both directions', () => {
    expect(distance(place(52.52, 13.405), place(52.52, 13.405))).toBe(0);
    expect(distance(place(10, 20), place(-30, 140))).toBe(distance(place(-30, 140), place(10, 20)));
  });

  test('takes the short way across the date line and at the poles', () => {
    expect(distance(place(0, 179.5), place(0, -179.5))).toBe(111.2);
    expect(distance(place(90, 0), place(90, 180))).toBe(0);
  });
});
