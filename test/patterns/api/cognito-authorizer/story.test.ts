import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { Template } from 'aws-cdk-lib/assertions';
import { memberIn, parseId, parseText } from '../../../../lambda/api/cognito-authorizer/note';
import { codeOf } from '../../../../lib/patterns/api/cognito-authorizer/authenticator';
import { CognitoAuthorizerStack } from '../../../../lib/patterns/api/cognito-authorizer/stack';
import { decisions } from '../../../support/decisions';
import { routes } from '../../../support/routes';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const methods = ['notes/GET', 'notes/POST', 'notes/{id}/DELETE'];

describe('the stack', () => {
  const stack = build(CognitoAuthorizerStack);
  const template = Template.fromStack(stack);
  const { Resources } = template.toJSON();
  const ref = (type: string, id: string) => logicalId(stack, type, id);
  const properties = (type: string, id: string) => Resources[ref(type, id)].Properties;
  const pool = ref('AWS::Cognito::UserPool', 'Members');

  test('serves these methods and no others, each with the authorizer', () => {
    expect(routes(template)).toEqual({
      routes: ['DELETE /notes/{id}', 'GET /notes', 'POST /notes'],
      strangers: [],
    });
    for (const path of methods) {
      expect(properties('AWS::ApiGateway::Method', `NotesApi/Default/${path}`)).toMatchObject({
        AuthorizationType: 'COGNITO_USER_POOLS',
        AuthorizerId: { Ref: ref('AWS::ApiGateway::Authorizer', 'MemberAuthorizer') },
      });
    }
  });

  test('accepts tokens of its own user pool only, in the API and in the identity pool', () => {
    const { ProviderARNs } = properties('AWS::ApiGateway::Authorizer', 'MemberAuthorizer');
    expect(ProviderARNs).toEqual([{ 'Fn::GetAtt': [pool, 'Arn'] }]);
    const { CognitoIdentityProviders } = properties('AWS::Cognito::IdentityPool', 'FileAccess');
    expect(CognitoIdentityProviders).toEqual([
      {
        ClientId: { Ref: ref('AWS::Cognito::UserPoolClient', 'Members/WebApp') },
        ProviderName: { 'Fn::GetAtt': [pool, 'ProviderName'] },
        ServerSideTokenCheck: true,
      },
    ]);
  });

  test('gives signed-in users the role, and guests none', () => {
    const { IdentityPoolId, Roles } = properties(
      'AWS::Cognito::IdentityPoolRoleAttachment',
      'MemberRoles',
    );
    expect(IdentityPoolId).toEqual({ Ref: ref('AWS::Cognito::IdentityPool', 'FileAccess') });
    expect(Roles).toEqual({
      authenticated: { 'Fn::GetAtt': [ref('AWS::IAM::Role', 'MemberRole'), 'Arn'] },
    });
  });

  test('requires a second factor, which needs no phone number', () => {
    const { MfaConfiguration, EnabledMfas, SmsConfiguration } = properties(
      'AWS::Cognito::UserPool',
      'Members',
    );
    expect({ MfaConfiguration, EnabledMfas, SmsConfiguration }).toEqual({
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      SmsConfiguration: undefined,
    });
  });

  test('lets an app sign in without OAuth 2.0, and keeps every token short', () => {
    expect(properties('AWS::Cognito::UserPoolClient', 'Members/WebApp')).toMatchObject({
      UserPoolId: { Ref: pool },
      AllowedOAuthFlowsUserPoolClient: false,
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 1440,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    });
  });

  test('integrates every method with the note desk, which knows its table', () => {
    const desk = ref('AWS::Lambda::Function', 'NoteDesk');
    for (const path of methods) {
      const { Integration } = properties('AWS::ApiGateway::Method', `NotesApi/Default/${path}`);
      expect(Integration.Uri['Fn::Join'][1]).toContainEqual({ 'Fn::GetAtt': [desk, 'Arn'] });
    }
    expect(Resources[desk].Properties.Environment.Variables).toEqual({
      NOTES_TABLE: { Ref: ref('AWS::DynamoDB::GlobalTable', 'Notes') },
    });
  });

  const aud = 'cognito-identity.amazonaws.com:aud is FileAccess';
  const identityPool = ref('AWS::Cognito::IdentityPool', 'FileAccess');
  const ofPool = aud.replace('FileAccess', identityPool);

  decisions(
    stack,
    `
      cognito-identity.amazonaws.com may sts:AssumeRoleWithWebIdentity on MemberRole when ${ofPool} and cognito-identity.amazonaws.com:amr is authenticated
      cognito-identity.amazonaws.com may not sts:AssumeRoleWithWebIdentity on MemberRole when ${ofPool} and cognito-identity.amazonaws.com:amr is unauthenticated
      cognito-identity.amazonaws.com may not sts:AssumeRoleWithWebIdentity on MemberRole when ${aud.replace('FileAccess', 'another-pool')} and cognito-identity.amazonaws.com:amr is authenticated
      cognito-identity.amazonaws.com may not sts:AssumeRoleWithWebIdentity on MemberRole
      anonymous, 222222222222, lambda.amazonaws.com may not sts:AssumeRole on MemberRole
      MemberRole may s3:GetObject, s3:PutObject, s3:DeleteObject on Files/ann/tea.txt when cognito-identity.amazonaws.com:sub is ann
      MemberRole may not s3:GetObject, s3:PutObject, s3:DeleteObject on Files/ann/tea.txt when cognito-identity.amazonaws.com:sub is bob
      MemberRole may not s3:GetObject on Files/ann/tea.txt, Files/tea.txt
      MemberRole may not s3:ListBucket on Files when cognito-identity.amazonaws.com:sub is ann
      MemberRole may not s3:PutObjectAcl on Files/ann/tea.txt when cognito-identity.amazonaws.com:sub is ann
      MemberRole may not dynamodb:Query on Notes
      MemberRole must not s3:GetObject on Files/ann/tea.txt when aws:SecureTransport is false
      anonymous, 222222222222 may not s3:GetObject on Files/ann/tea.txt
      111111111111 must not s3:ListBucket on Files when aws:SecureTransport is false
      lambda.amazonaws.com may sts:AssumeRole on DeskRole
      apigateway.amazonaws.com, 222222222222 may not sts:AssumeRole on DeskRole
      NoteDesk may dynamodb:PutItem, dynamodb:Query, dynamodb:DeleteItem on Notes
      NoteDesk may not dynamodb:Scan, dynamodb:GetItem, dynamodb:UpdateItem on Notes
      NoteDesk may not s3:GetObject on Files/ann/tea.txt
      NoteDesk may logs:CreateLogStream, logs:PutLogEvents on DeskLogs
      NoteDesk may not logs:CreateLogGroup on DeskLogs
      apigateway.amazonaws.com may lambda:InvokeFunction on NoteDesk when aws:SourceArn is NotesApi/prod/GET/notes or NotesApi/prod/POST/notes or NotesApi/prod/DELETE/notes/7
      apigateway.amazonaws.com may not lambda:InvokeFunction on NoteDesk when aws:SourceArn is NotesApi/prod/PUT/notes or NotesApi/test-invoke-stage/GET/notes
      apigateway.amazonaws.com may not lambda:InvokeFunction on NoteDesk when aws:SourceArn is arn:aws:execute-api:xx-here-1:222222222222:NotesApi/prod/GET/notes
      anonymous, 222222222222, events.amazonaws.com may not lambda:InvokeFunction on NoteDesk
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the note desk', () => {
  const id = '0b0e4d1c-6f0e-4b5e-9d1a-2f5f2f3c4d5e';
  let dynamodb: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/api/cognito-authorizer/note-desk').handler;

  const authorizer: object = { claims: { sub: 'ann' } };
  const ask = (httpMethod: string, parts: object = {}, by: object | null = authorizer) =>
    handler({
      httpMethod,
      requestContext: { requestId: 'r1', authorizer: by },
      ...parts,
    } as never);

  beforeAll(async () => {
    process.env.NOTES_TABLE = 'notes';
    ({ handler } = await import('../../../../lambda/api/cognito-authorizer/note-desk'));
  });

  beforeEach(() => {
    dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'error').mockImplementation();
  });

  test('writes a note for the member of the token, whatever the body says', async () => {
    const body = JSON.stringify({ text: 'Buy tea', member: 'bob', id: 'mine' });
    const { statusCode, body: answered } = await ask('POST', { body });
    expect(statusCode).toBe(201);
    const [[command]] = dynamodb.mock.calls;
    expect(command).toBeInstanceOf(PutItemCommand);
    expect(command.input.Item).toMatchObject({ memberId: { S: 'ann' }, text: { S: 'Buy tea' } });
    expect(JSON.parse(answered)).toEqual({
      id: command.input.Item.id.S,
      text: 'Buy tea',
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(parseId(command.input.Item.id.S)).toBe(command.input.Item.id.S);
  });

  test('lists the notes of the member only, and tells shared caches to keep nothing', async () => {
    const Items = [{ memberId: { S: 'ann' }, id: { S: id }, text: { S: 'Buy tea' } }];
    dynamodb.mockResolvedValue({ Items } as never);
    const { statusCode, headers, body } = await ask('GET');
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(JSON.parse(body)).toEqual({ notes: [{ id, text: 'Buy tea', createdAt: '' }] });
    const [[command]] = dynamodb.mock.calls;
    expect(command).toBeInstanceOf(QueryCommand);
    expect(command.input).toMatchObject({
      KeyConditionExpression: 'memberId = :member',
      ExpressionAttributeValues: { ':member': { S: 'ann' } },
      ConsistentRead: true,
    });
  });

  test('deletes a note of the member only', async () => {
    const { statusCode, body } = await ask('DELETE', { pathParameters: { id } });
    expect([statusCode, body]).toEqual([204, '']);
    const [[command]] = dynamodb.mock.calls;
    expect(command).toBeInstanceOf(DeleteItemCommand);
    expect(command.input.Key).toEqual({ memberId: { S: 'ann' }, id: { S: id } });
  });

  test.each([
    ['POST', { body: null }],
    ['POST', { body: '{"text":""}' }],
    ['DELETE', { pathParameters: { id: '../bob' } }],
    ['DELETE', { pathParameters: null }],
  ])('answers a bad %s %j with 400 and asks no table', async (method, parts) => {
    const { statusCode, body } = await ask(method, parts);
    expect(statusCode).toBe(400);
    expect(JSON.parse(body).message).toMatch(/^expected /);
    expect(dynamodb).not.toHaveBeenCalled();
  });

  test.each([
    [null],
    [{}],
    [{ claims: null }],
    [{ claims: {} }],
    [{ claims: { sub: '' } }],
    [{ claims: { sub: ['ann'] } }],
  ])(
    'answers 500 to a request with the authorizer %j, because the method then has none',
    async (by) => {
      const { statusCode, body } = await ask('GET', {}, by);
      expect(statusCode).toBe(500);
      expect(JSON.parse(body).message).not.toContain('claim');
      expect(dynamodb).not.toHaveBeenCalled();
    },
  );

  test('keeps the reason of a failure to itself', async () => {
    dynamodb.mockRejectedValue(new Error('no such table notes-1234'));
    const { statusCode, body } = await ask('GET');
    expect(statusCode).toBe(500);
    expect(body).not.toContain('notes-1234');
    expect(console.error).toHaveBeenCalledWith('failed', 'r1', expect.any(Error));
  });
});

describe('a note', () => {
  test('is a text in any script', () => {
    expect(parseText('{"text":"お茶 🍵","note":"ignored"}')).toBe('お茶 🍵');
    expect(parseText(JSON.stringify({ text: 'x'.repeat(1000) }))).toHaveLength(1000);
  });

  test.each([
    undefined,
    null,
    '',
    'x',
    'null',
    '[]',
    '{}',
    '{"text":1}',
    '{"text":"  "}',
    '{"__proto__":{"text":"x"}}',
    JSON.stringify({ text: 'x'.repeat(1001) }),
  ])('is not %j', (body) => {
    expect(() => parseText(body)).toThrow(/^expected a note such as/);
  });

  test.each([undefined, '', '__proto__', 'x'.repeat(36), '0B0E4D1C-6F0E-4B5E-9D1A-2F5F2F3C4D5E'])(
    'has not the id %j',
    (id) => {
      expect(() => parseId(id)).toThrow(/^expected the id of a note/);
    },
  );

  test('belongs to the subject of the token', () => {
    expect(memberIn({ claims: { sub: 'ann', email: 'ann@example.com' } })).toBe('ann');
    expect(() => memberIn(undefined)).toThrow('expected the claim sub');
  });
});

describe('a code of an authenticator app', () => {
  // The key and the times of https://www.rfc-editor.org/rfc/rfc6238#appendix-B, whose codes have eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %d seconds is %s', (seconds, code) => {
    expect(codeOf(secret, seconds * 1000)).toBe(code);
  });

  test.each(['', 'gezd', 'GEZ1', 'GEZD GNBV'])('needs a secret in Base32, not %j', (text) => {
    expect(() => codeOf(text)).toThrow(/^expected a secret in Base32, got \d+ other characters$/);
  });
});
