import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import { remember } from '../../../../lambda/api/lambda-authorizer/memory';
import { policyOfRequest, policyOfToken } from '../../../../lambda/api/lambda-authorizer/policy';
import { BadRequest, parseTitle, permitIn } from '../../../../lambda/api/lambda-authorizer/report';
import {
  type Caller,
  isTenant,
  parseBearer,
  parseKeySet,
  Refusal,
  verify,
} from '../../../../lambda/api/lambda-authorizer/token';
import { compact, newIssuer } from '../../../../lib/patterns/api/lambda-authorizer/issuer';
import { LambdaAuthorizerStack } from '../../../../lib/patterns/api/lambda-authorizer/stack';
import { decisions } from '../../../support/decisions';
import { routes } from '../../../support/routes';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const now = new Date('2026-11-21T12:00:00Z');
const seconds = now.getTime() / 1000;
const expected = { issuer: 'https://login.example.com/', audience: 'https://reports.example.com' };
const issuer = newIssuer('k1');
const claims = (parts: object = {}) => ({
  iss: expected.issuer,
  aud: expected.audience,
  sub: 'ann',
  exp: seconds + 60,
  tenant: 'acme',
  scope: 'reports:read reports:write',
  audits: ['acme', 'beta'],
  ...parts,
});
const stageArn = 'arn:aws:execute-api:eu-central-1:000000000000:a1b2c3/prod';

describe('the stack', () => {
  const stack = build(LambdaAuthorizerStack);
  const template = Template.fromStack(stack);
  const { Resources, Outputs } = template.toJSON();
  const ref = (type: string, id: string) => logicalId(stack, type, id);
  const properties = (type: string, id: string) => Resources[ref(type, id)].Properties;
  const authorizer = (id: string) => ref('AWS::ApiGateway::Authorizer', id);
  const verifier = ref('AWS::Lambda::Function', 'Verifier');
  const methods: [string, { AuthorizerId: object; AuthorizationType: string }][] = [
    'reports/GET',
    'reports/POST',
    'tenants/{tenant}/reports/GET',
  ].map((path) => [path, properties('AWS::ApiGateway::Method', `ReportsApi/Default/${path}`)]);

  test('serves these methods and no others, each at its own path', () => {
    expect(routes(template)).toEqual({
      routes: ['GET /reports', 'GET /tenants/{tenant}/reports', 'POST /reports'],
      strangers: [],
    });
  });

  test('protects every method, and passes the whole request to the authorizer of a tenant in the path', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', methods.length);
    for (const [path, { AuthorizationType, AuthorizerId }] of methods) {
      expect([path, AuthorizationType]).toEqual([path, 'CUSTOM']);
      const id = path.includes('{') ? 'TenantAuthorizer' : 'BearerAuthorizer';
      expect(AuthorizerId).toEqual({ Ref: authorizer(id) });
    }
  });

  test('calls the verifier from both authorizers', () => {
    for (const id of ['BearerAuthorizer', 'TenantAuthorizer']) {
      const { AuthorizerUri } = properties('AWS::ApiGateway::Authorizer', id);
      expect(AuthorizerUri['Fn::Join'][1]).toContainEqual({ 'Fn::GetAtt': [verifier, 'Arn'] });
    }
  });

  test('accepts with its validation expression exactly the headers that the verifier can parse', () => {
    const { IdentityValidationExpression } = properties(
      'AWS::ApiGateway::Authorizer',
      'BearerAuthorizer',
    );
    const reads = (header: string) => {
      try {
        return !!parseBearer(header);
      } catch {
        return false;
      }
    };
    for (const header of [
      `Bearer ${issuer.token(claims())}`,
      'Bearer a.b.c',
      'Bearer a.b.',
      'Bearer a.b',
      'Bearer a.b.c.d',
      'bearer a.b.c',
      'Basic YTpi',
      'Bearer  a.b.c',
      'Bearer a.b.c ',
      'Bearer ä.b.c',
      '',
    ]) {
      expect([header, new RegExp(IdentityValidationExpression).test(header)]).toEqual([
        header,
        reads(header),
      ]);
    }
  });

  test('maps the scopes of a token to exactly the methods that use its authorizer', () => {
    const { policyDocument } = policyOfToken(caller(), `${stageArn}/GET/reports`, 'd1');
    const [statement] = policyDocument.Statement as unknown as { Resource: string[] }[];
    const opened = statement?.Resource.map((arn) => arn.replace(`${stageArn}/`, ''));
    const guarded = methods
      .filter(([path]) => !path.includes('{'))
      .map(([path]) => path.split('/').reverse().join('/'));
    expect(opened?.sort()).toEqual(guarded.sort());
  });

  test('has the same issuer and audience in the outputs as in the environment of the verifier', () => {
    const { ISSUER, AUDIENCE } = properties('AWS::Lambda::Function', 'Verifier').Environment
      .Variables;
    expect([Outputs.Issuer.Value, Outputs.Audience.Value]).toEqual([ISSUER, AUDIENCE]);
  });

  test('has no key in its template', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/"kty"|BEGIN|"d":/);
  });

  test('integrates every method with the report desk', () => {
    const desk = { 'Fn::GetAtt': [ref('AWS::Lambda::Function', 'ReportDesk'), 'Arn'] };
    for (const [path] of methods) {
      const { Integration } = properties('AWS::ApiGateway::Method', `ReportsApi/Default/${path}`);
      expect(Integration.Uri['Fn::Join'][1]).toContainEqual(desk);
    }
  });

  test('passes each function the name of its table in the same Region', () => {
    const table = (id: string) => ref('AWS::DynamoDB::GlobalTable', id);
    const variables = (id: string) =>
      properties('AWS::Lambda::Function', id).Environment.Variables as Record<string, unknown>;
    expect(variables('Verifier').KEY_SETS_TABLE).toEqual({ Ref: table('KeySets') });
    expect(variables('ReportDesk').REPORTS_TABLE).toEqual({ Ref: table('Reports') });
    for (const id of ['KeySets', 'Reports']) {
      const { Replicas } = properties('AWS::DynamoDB::GlobalTable', id);
      expect(Replicas).toEqual([expect.objectContaining({ Region: { Ref: 'AWS::Region' } })]);
    }
  });

  test('stops the verifier long before API Gateway stops waiting', () => {
    const { Timeout } = properties('AWS::Lambda::Function', 'Verifier');
    expect(Timeout).toBeLessThan(29 / 2);
  });

  test('has an alarm for the server errors of its own API', () => {
    const { Dimensions } = properties('AWS::CloudWatch::Alarm', 'ServerErrorAlarm');
    expect(Dimensions).toEqual([
      { Name: 'ApiName', Value: properties('AWS::ApiGateway::RestApi', 'ReportsApi').Name },
      { Name: 'Stage', Value: { Ref: ref('AWS::ApiGateway::Stage', 'ReportsApi') } },
    ]);
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on VerifierRole, DeskRole
      apigateway.amazonaws.com, 222222222222 may not sts:AssumeRole on VerifierRole, DeskRole
      apigateway.amazonaws.com may lambda:InvokeFunction on Verifier when aws:SourceArn is ReportsApi/authorizers/${authorizer('BearerAuthorizer')} or ReportsApi/authorizers/${authorizer('TenantAuthorizer')}
      apigateway.amazonaws.com may not lambda:InvokeFunction on Verifier when aws:SourceArn is ReportsApi/prod/GET/reports
      apigateway.amazonaws.com may lambda:InvokeFunction on ReportDesk when aws:SourceArn is ReportsApi/prod/GET/reports or ReportsApi/prod/POST/reports or ReportsApi/prod/GET/tenants/acme/reports
      apigateway.amazonaws.com may not lambda:InvokeFunction on ReportDesk when aws:SourceArn is ReportsApi/prod/DELETE/reports or ReportsApi/test-invoke-stage/GET/reports
      apigateway.amazonaws.com may not lambda:InvokeFunction on ReportDesk when aws:SourceArn is arn:aws:execute-api:xx-here-1:222222222222:ReportsApi/prod/GET/reports
      anonymous, 222222222222, events.amazonaws.com may not lambda:InvokeFunction on Verifier, ReportDesk
      Verifier may dynamodb:GetItem on KeySets
      Verifier may not dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem on KeySets
      Verifier may not dynamodb:Query, dynamodb:PutItem on Reports
      ReportDesk may dynamodb:PutItem, dynamodb:Query on Reports
      ReportDesk may not dynamodb:Scan, dynamodb:DeleteItem on Reports
      ReportDesk may not dynamodb:GetItem on KeySets
      Verifier may logs:CreateLogStream, logs:PutLogEvents on VerifierLogs
      ReportDesk may logs:CreateLogStream, logs:PutLogEvents on DeskLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

function caller(parts: Partial<Caller> = {}): Caller {
  return {
    subject: 'ann',
    tenant: 'acme',
    scopes: ['reports:read', 'reports:write'],
    audits: ['acme', 'beta'],
    ...parts,
  };
}

describe('the authorizer', () => {
  let dynamodb: jest.Mock;
  let log: jest.SpyInstance;
  const environment = {
    KEY_SETS_TABLE: 'key-sets',
    ISSUER: expected.issuer,
    AUDIENCE: expected.audience,
  };
  const methodArn = `${stageArn}/GET/reports`;
  const request = (headers: object | null, tenant = 'beta') => ({
    type: 'REQUEST',
    methodArn: `${stageArn}/GET/tenants/${tenant}/reports`,
    headers,
    pathParameters: { tenant },
  });

  beforeEach(() => {
    Object.assign(process.env, environment);
    dynamodb = jest.fn().mockResolvedValue({ Item: { keySet: { S: issuer.keySet } } });
    log = jest.spyOn(console, 'log').mockImplementation();
    jest.spyOn(console, 'warn').mockImplementation();
    // Only the date is fake, because the cryptography needs real timers.
    jest.useFakeTimers({
      now,
      doNotFake: [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    for (const name of Object.keys(environment)) delete process.env[name];
  });

  /** Starts a function that has no keys in its memory yet. */
  const start = async () => {
    let started: typeof import('../../../../lambda/api/lambda-authorizer/verifier') | undefined;
    await jest.isolateModulesAsync(async () => {
      const sdk = await import('@aws-sdk/client-dynamodb');
      jest.spyOn(sdk.DynamoDBClient.prototype, 'send').mockImplementation(dynamodb);
      started = await import('../../../../lambda/api/lambda-authorizer/verifier');
    });
    return (event: object) => {
      if (!started) throw new Error('expected a handler');
      return started.handler(event as never);
    };
  };
  const asked = (token: string) => ({
    type: 'TOKEN',
    methodArn,
    authorizationToken: `Bearer ${token}`,
  });

  test('returns for a TOKEN the caller, a policy with every method that the token allows, and the context', async () => {
    const verifier = await start();
    expect(await verifier(asked(issuer.token(claims())))).toEqual({
      principalId: 'ann',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: [`${stageArn}/GET/reports`, `${stageArn}/POST/reports`],
          },
        ],
      },
      context: { tenant: 'acme', decision: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    const [command] = dynamodb.mock.calls[0];
    expect(command.input).toEqual({
      TableName: 'key-sets',
      Key: { issuer: { S: expected.issuer } },
    });
  });

  test('returns for a REQUEST a policy for its path, whatever the case of the header name', async () => {
    const verifier = await start();
    const Authorization = `Bearer ${issuer.token(claims())}`;
    for (const headers of [{ Authorization }, { authorization: Authorization }]) {
      const { policyDocument, context } = await verifier(request(headers));
      expect(policyDocument.Statement).toEqual([
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: [`${stageArn}/GET/tenants/beta/reports`],
        },
      ]);
      expect(context?.tenant).toBe('beta');
    }
  });

  test('throws “Unauthorized”, which becomes a 401, and logs the reason without the token', async () => {
    const verifier = await start();
    const bad = newIssuer('k1').token(claims());
    await expect(verifier(asked(bad))).rejects.toThrow(/^Unauthorized$/);
    await expect(verifier(request(null))).rejects.toThrow(/^Unauthorized$/);
    await expect(verifier(request({}))).rejects.toThrow(/^Unauthorized$/);
    const logged = JSON.stringify((console.warn as jest.Mock).mock.calls);
    expect(logged).toContain('ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
    expect(logged).toContain('no bearer token');
    expect(logged).not.toContain(bad.split('.')[2]);
    expect(log).not.toHaveBeenCalled();
  });

  test('reads the keys once a minute, and then trusts only the new ones', async () => {
    const verifier = await start();
    const old = issuer.token(claims({ exp: seconds + 3600 }));
    await verifier(asked(old));
    await verifier(asked(old));
    expect(dynamodb).toHaveBeenCalledTimes(1);
    const next = newIssuer('k2');
    dynamodb.mockResolvedValue({ Item: { keySet: { S: next.keySet } } });
    jest.setSystemTime(now.getTime() + 59_999);
    await expect(verifier(asked(old))).resolves.toBeDefined();
    jest.setSystemTime(now.getTime() + 60_000);
    await expect(verifier(asked(old))).rejects.toThrow('Unauthorized');
    await expect(
      verifier(asked(next.token(claims({ exp: seconds + 3600 })))),
    ).resolves.toBeDefined();
    expect(dynamodb).toHaveBeenCalledTimes(2);
  });

  test('fails with another error than “Unauthorized” if the keys are missing or invalid', async () => {
    const verifier = await start();
    const token = issuer.token(claims());
    for (const answer of [{}, { Item: {} }, { Item: { keySet: { S: 'keys' } } }]) {
      dynamodb.mockResolvedValueOnce(answer);
      await expect(verifier(asked(token))).rejects.toThrow(/^(?!Unauthorized$)/);
    }
    dynamodb.mockRejectedValueOnce(new Error('table on fire'));
    await expect(verifier(asked(token))).rejects.toThrow('table on fire');
    // The function does not keep a failure.
    await expect(verifier(asked(token))).resolves.toBeDefined();
  });
});

describe('a token', () => {
  const keys = parseKeySet(issuer.keySet);
  const check = (token: string) => verify(token, keys, expected, now);

  test('that is valid names the caller', async () => {
    expect(await check(issuer.token(claims()))).toEqual(caller());
  });

  test('can name several audiences', async () => {
    const aud = ['https://other.example.com', expected.audience];
    expect(await check(issuer.token(claims({ aud })))).toEqual(caller());
  });

  const [head = '', , signature = ''] = issuer.token(claims()).split('.');
  const changed = compact({}, claims({ sub: 'root' })).split('.')[1];
  test.each([
    ['is signed with another key', newIssuer('k1').token(claims())],
    ['names an unknown key', newIssuer('k9').token(claims())],
    ['has other claims than the signed ones', `${head}.${changed}.${signature}`],
    ['has no signature', compact({ alg: 'none' }, claims())],
    ['declares that it needs no signature', issuer.token(claims(), { alg: 'none' })],
    [
      'is signed with the public key as a secret',
      compact({ alg: 'HS256', kid: 'k1' }, claims(), (data) =>
        createHmac('sha256', issuer.keySet).update(data).digest(),
      ),
    ],
    ['requires an unknown extension', issuer.token(claims(), { crit: ['x'], x: 1 })],
    ['has expired', issuer.token(claims({ exp: seconds }))],
    ['never expires', issuer.token(claims({ exp: undefined }))],
    ['has a string as its expiry', issuer.token(claims({ exp: '2099' }))],
    ['is not valid yet', issuer.token(claims({ nbf: seconds + 1 }))],
    ['names another issuer', issuer.token(claims({ iss: 'https://login.example.com' }))],
    ['names no issuer', issuer.token(claims({ iss: undefined }))],
    ['is for another audience', issuer.token(claims({ aud: 'https://reports.example.org' }))],
    ['names no audience', issuer.token(claims({ aud: undefined }))],
    ['has no subject', issuer.token(claims({ sub: undefined }))],
    ['has an empty subject', issuer.token(claims({ sub: '' }))],
    ['has a subject that is a number', issuer.token(claims({ sub: 1 }))],
    ['has a list instead of claims', issuer.token([])],
    ['is no JSON Web Token', 'a.b.c'],
    ['is empty', ''],
    ['is very long', `a.${'b'.repeat(1_000_000)}.c`],
  ])('that %s is refused', async (_, token) => {
    await expect(check(token)).rejects.toThrow(Refusal);
    await expect(check(token)).rejects.toThrow(/^Unauthorized$/);
  });

  test('of another algorithm is refused, even with a key that the issuer publishes', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k384' };
    const token = compact({ alg: 'ES384', kid: 'k384' }, claims(), (data) =>
      sign('sha384', Buffer.from(data), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    );
    const published = parseKeySet(JSON.stringify({ keys: [key] }));
    await expect(verify(token, published, expected, now)).rejects.toMatchObject({
      reason: 'ERR_JOSE_ALG_NOT_ALLOWED',
    });
  });

  test.each([
    ['no tenant', { tenant: undefined }, { tenant: undefined }],
    ['a star for a tenant', { tenant: '*' }, { tenant: undefined }],
    ['a number for a scope', { scope: 1 }, { scopes: [] }],
    ['spaces for a scope', { scope: '  ' }, { scopes: [] }],
    ['a text for audits', { audits: 'acme' }, { audits: [] }],
    [
      'invalid names in audits',
      { audits: ['*', '', 'Acme', null, {}, 'ä', 'x'.repeat(41), 'beta'] },
      { audits: ['beta'] },
    ],
  ])('gets no right from %s', async (_, parts, right) => {
    expect(await check(issuer.token(claims(parts)))).toEqual(caller(right as Partial<Caller>));
  });

  test.each([
    undefined,
    '',
    'a.b.c',
    'Bearer ',
    'Bearer a.b',
    'Basic a.b.c',
    'Bearer a.b.c\n',
    'Bearer ток.е.н',
  ])('is not in the header %j', (header) => expect(() => parseBearer(header)).toThrow(Refusal));
});

describe('a key set', () => {
  const [key] = JSON.parse(issuer.keySet).keys;

  test.each([
    ['nothing', undefined],
    ['no JSON', 'keys'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no key', '{"keys":[]}'],
    ['a text for keys', '{"keys":"k"}'],
    ['a null for a key', '{"keys":[null]}'],
    ['a private key', JSON.stringify({ keys: [{ ...key, d: key.x }] })],
    ['a secret', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}'],
    [
      'a secret beside a public key',
      JSON.stringify({ keys: [key, { kty: 'oct', k: 'c2VjcmV0' }] }),
    ],
    ['prototype keys alone', '{"__proto__":{"keys":[{"kty":"EC"}]}}'],
  ])('is not %s, and the caller gets no 401 for it', (_, text) => {
    expect(() => parseKeySet(text)).toThrow();
    expect(() => parseKeySet(text)).not.toThrow(Refusal);
  });

  test('may have public keys of other types, which are ignored', async () => {
    const others = [
      { kty: 'RSA', kid: 'r', n: 'AQ', e: 'AQ' },
      { kty: 'OKP', crv: 'Ed25519', kid: 'o', x: 'AQ' },
      { kty: 'AKP', alg: 'ML-DSA-44', kid: 'p', pub: 'AQ' },
    ];
    const keys = parseKeySet(JSON.stringify({ keys: [...others, key] }));
    expect(await verify(issuer.token(claims()), keys, expected, now)).toEqual(caller());
    expect(() => parseKeySet(JSON.stringify({ keys: others }))).toThrow(
      'expected a public key of type EC in the key set',
    );
  });
});

describe('a policy', () => {
  const post = `${stageArn}/POST/reports`;
  const statement = ({ policyDocument }: ReturnType<typeof policyOfToken>) =>
    policyDocument.Statement[0] as unknown as { Effect: string; Resource: string[] };

  test('for a token is the same for every method, because API Gateway caches it for the others', () => {
    for (const method of ['GET/reports', 'POST/reports', 'DELETE/anything/else']) {
      expect(policyOfToken(caller(), `${stageArn}/${method}`, 'd1')).toEqual(
        policyOfToken(caller(), post, 'd1'),
      );
    }
  });

  test('for a token allows what its scopes say', () => {
    const reader = caller({ scopes: ['reports:read', 'reports:read', 'admin', '__proto__'] });
    expect(statement(policyOfToken(reader, post, 'd1'))).toMatchObject({
      Effect: 'Allow',
      Resource: [`${stageArn}/GET/reports`],
    });
  });

  test.each([{ scopes: [] }, { scopes: ['constructor'] }, { tenant: undefined }])(
    'denies everything to a token with %j',
    (parts) => {
      const denied = policyOfToken(caller(parts), post, 'd1');
      expect(statement(denied)).toMatchObject({ Effect: 'Deny', Resource: [`${stageArn}/*`] });
      expect(denied.context).toEqual({ decision: 'd1' });
    },
  );

  test('for a request allows its own path', () => {
    const arn = `${stageArn}/GET/tenants/beta/reports`;
    expect(statement(policyOfRequest(caller(), arn, 'beta', 'd1'))).toMatchObject({
      Effect: 'Allow',
      Resource: [arn],
    });
  });

  test.each(['gamma', '*', 'be?a', '__proto__', '', undefined])(
    'for a request denies the tenant %j',
    (tenant) => {
      const arn = `${stageArn}/GET/tenants/${tenant}/reports`;
      expect(statement(policyOfRequest(caller(), arn, tenant, 'd1')).Effect).toBe('Deny');
    },
  );

  test('for a request denies a caller without the scope reports:read', () => {
    const arn = `${stageArn}/GET/tenants/beta/reports`;
    const writer = caller({ scopes: ['reports:write'] });
    expect(statement(policyOfRequest(writer, arn, 'beta', 'd1')).Effect).toBe('Deny');
  });

  test('has a context of strings, because API Gateway accepts no objects or lists', () => {
    for (const value of Object.values(policyOfToken(caller(), post, 'd1').context ?? {}))
      expect(typeof value).toBe('string');
  });

  test.each([
    '',
    'arn',
    `${stageArn}`,
    'arn:aws:s3:::bucket/prod/GET/',
    `x${stageArn}/GET/reports`,
  ])('requires the ARN of a method, not %j', (arn) =>
    expect(() => policyOfToken(caller(), arn, 'd1')).toThrow('expected the ARN of a method'),
  );

  test('names the partition and the stage of the method', () => {
    const china = 'arn:aws-cn:execute-api:cn-north-1:000000000000:a1b2c3/test-invoke-stage';
    expect(statement(policyOfToken(caller(), `${china}/GET/reports`, 'd1')).Resource[0]).toBe(
      `${china}/GET/reports`,
    );
  });
});

describe('a tenant', () => {
  test.each(['acme', 'a', '0', 'x'.repeat(40)])('can have the name %s', (name) =>
    expect(isTenant(name)).toBe(true),
  );
  test.each(['', '*', 'a b', 'a/b', 'ä', 'A', 'a\n', 'x'.repeat(41), 1, null, ['a']])(
    'cannot have the name %j',
    (name) => expect(isTenant(name)).toBe(false),
  );
});

describe('a memory', () => {
  test('shares one load among simultaneous requests, and forgets a failure', async () => {
    let loads = 0;
    let time = 0;
    const memory = remember(
      async () => {
        loads += 1;
        if (loads === 1) throw new Error('first');
        return loads;
      },
      10,
      () => time,
    );
    const both = [memory(), memory()];
    for (const one of both) await expect(one).rejects.toThrow('first');
    expect(loads).toBe(1);
    expect(await memory()).toBe(2);
    time = 9;
    expect(await memory()).toBe(2);
    time = 10;
    expect(await memory()).toBe(3);
  });
});

describe('the backend', () => {
  let dynamodb: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/api/lambda-authorizer/report-desk').handler;
  const permit = { principalId: 'ann', tenant: 'acme', decision: 'd1' };
  const call = (
    httpMethod: string,
    body: string | null = null,
    authorizer: unknown = permit,
    queryStringParameters: Record<string, string> | null = null,
  ) =>
    handler({
      httpMethod,
      body,
      queryStringParameters,
      headers: { Authorization: 'Bearer a.b.c' },
      pathParameters: { tenant: 'other' },
      requestContext: { requestId: 'r1', authorizer },
    } as never);

  beforeAll(async () => {
    process.env.REPORTS_TABLE = 'reports';
    ({ handler } = await import('../../../../lambda/api/lambda-authorizer/report-desk'));
  });
  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'log').mockImplementation();
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('writes a report with the tenant and the author that the authorizer names', async () => {
    const body = '{"title":"March","author":"root","tenant":"other"}';
    const { statusCode, body: answered, headers } = await call('POST', body);
    const report = JSON.parse(answered);
    expect([statusCode, report.author, report.title]).toEqual([201, 'ann', 'March']);
    expect(headers?.['X-Decision']).toBe('d1');
    const [command] = dynamodb.mock.calls[0];
    expect(command).toBeInstanceOf(PutItemCommand);
    expect(command.input).toMatchObject({
      TableName: 'reports',
      Item: { tenant: { S: 'acme' }, id: { S: report.id }, author: { S: 'ann' } },
    });
  });

  test('lists the reports of that tenant, whatever the path says', async () => {
    const report = { id: 'i', title: 'March', author: 'ann', createdAt: '2026-11-21T12:00:00Z' };
    const Item = Object.fromEntries(Object.entries(report).map(([key, S]) => [key, { S }]));
    dynamodb.mockResolvedValueOnce({ Items: [Item] } as never);
    const { statusCode, body } = await call('GET');
    expect([statusCode, JSON.parse(body)]).toEqual([200, { tenant: 'acme', reports: [report] }]);
    const [command] = dynamodb.mock.calls[0];
    expect(command).toBeInstanceOf(QueryCommand);
    expect(command.input.ExpressionAttributeValues).toEqual({ ':tenant': { S: 'acme' } });
  });

  test('lists every report on some page, and the newest on the first', async () => {
    const table: Record<string, AttributeValue>[] = [];
    dynamodb.mockImplementation(async (command: PutItemCommand | QueryCommand) => {
      if (command instanceof PutItemCommand) {
        table.push(command.input.Item ?? {});
        return {};
      }
      const { KeyConditionExpression, ExpressionAttributeValues, ScanIndexForward, Limit } =
        command.input;
      const { ':tenant': tenant, ':before': before } = ExpressionAttributeValues ?? {};
      expect(KeyConditionExpression).toBe(`tenant = :tenant${before ? ' AND id < :before' : ''}`);
      const found = table
        .filter((item) => item.tenant?.S === tenant?.S)
        .filter(({ id }) => !before?.S || String(id?.S) < before.S)
        .sort((one, other) => (String(one.id?.S) < String(other.id?.S) ? -1 : 1));
      if (ScanIndexForward === false) found.reverse();
      const Items = found.slice(0, Limit);
      const last = Items.at(-1);
      const more = Items.length < found.length && last;
      return { Items, ...(more && { LastEvaluatedKey: { tenant: last.tenant, id: last.id } }) };
    });
    jest.useFakeTimers({ now });
    try {
      const stranger = { ...permit, tenant: 'beta' };
      for (let n = 0; n < 120; n++) {
        // Several reports can have the same millisecond.
        jest.setSystemTime(now.getTime() + Math.floor(n / 3));
        const { body } = await call('POST', JSON.stringify({ title: `report ${n}` }));
        await call('POST', '{"title":"of a stranger"}', stranger);
        if (n % 3 === 0) {
          const { reports } = JSON.parse((await call('GET')).body);
          expect(reports[0]).toEqual(JSON.parse(body));
        }
      }
      const pages = [];
      for (let before: string | undefined, more = true; more; ) {
        const { body } = await call('GET', null, permit, before ? { before } : null);
        const { reports, next } = JSON.parse(body);
        pages.push(reports.map(({ title }: { title: string }) => title));
        before = next;
        more = next !== undefined;
      }
      expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
      expect(new Set(pages.flat())).toEqual(
        new Set(Array.from({ length: 120 }, (_, n) => `report ${n}`)),
      );
    } finally {
      jest.useRealTimers();
    }
  });

  test.each(['', 'x', '*', '{}', '2026', '2026-11-21T12:00:00.000Z_', '9'.repeat(2000)])(
    'reads no page that begins at %j',
    async (before) => {
      expect((await call('GET', null, permit, { before })).statusCode).toBe(400);
      expect(dynamodb).not.toHaveBeenCalled();
    },
  );

  test.each([null, {}, { principalId: 'ann' }, { ...permit, tenant: 1 }])(
    'does nothing without the complete context of an authorizer: %j',
    async (authorizer) => {
      for (const method of ['GET', 'POST'])
        expect((await call(method, '{"title":"x"}', authorizer)).statusCode).toBe(500);
      expect(dynamodb).not.toHaveBeenCalled();
    },
  );

  test('tells the client the request id of a failure, and no internals', async () => {
    dynamodb.mockRejectedValueOnce(new Error('table reports is on fire'));
    const { statusCode, body } = await call('GET');
    expect([statusCode, JSON.parse(body)]).toEqual([
      500,
      { message: 'the request could not be handled; request r1' },
    ]);
  });

  test.each([
    null,
    undefined,
    '',
    'March',
    '{"title"',
    'null',
    '42',
    '[]',
    '{}',
    '{"title":""}',
    '{"title":"  "}',
    '{"title":1e308}',
    '{"__proto__":{"title":"x"}}',
    JSON.stringify({ title: 'x'.repeat(201) }),
    JSON.stringify({ title: 'half \ud83c' }),
  ])('accepts no report from %j', async (body) => {
    expect(() => parseTitle(body)).toThrow(BadRequest);
    expect((await call('POST', body ?? null)).statusCode).toBe(400);
    expect(dynamodb).not.toHaveBeenCalled();
  });

  test('accepts a title in any script', () => {
    expect(parseTitle('{"title":"Март 🍵"}')).toBe('Март 🍵');
    expect(permitIn(permit)).toEqual({ subject: 'ann', tenant: 'acme', decision: 'd1' });
  });
});
