import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { Template } from 'aws-cdk-lib/assertions';
import { decide, hashOf, parseRequest } from '../../../../lambda/security/secret-rotation/account';
import { keyIn, parseEvent } from '../../../../lambda/security/secret-rotation/rotation';
import { settingsIn, weightIn } from '../../../../lambda/security/secret-rotation/settings';
import { SecretRotationStack } from '../../../../lib/patterns/security/secret-rotation/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const [one, two, three] = ['one', 'two', 'three'].map((name) => `${name}-`.padEnd(20, 'x')) as [
  string,
  string,
  string,
];

describe('the stack', () => {
  const stack = build(SecretRotationStack);
  const template = Template.fromStack(stack);
  const { Resources } = template.toJSON();
  const ref = (type: string, id: string) => logicalId(stack, type, id);
  const properties = (type: string, id: string) => Resources[ref(type, id)].Properties;
  const secret = { Ref: ref('AWS::SecretsManager::Secret', 'VendorKey') };
  const functionOf = (id: string) => ref('AWS::Lambda::Function', id);

  test('rotates the secret with the rotator, and has its permissions before the schedule', () => {
    const schedule = Resources[ref('AWS::SecretsManager::RotationSchedule', 'Rotation')];
    expect(schedule.Properties).toMatchObject({
      SecretId: secret,
      RotationLambdaARN: { 'Fn::GetAtt': [functionOf('Rotator'), 'Arn'] },
    });
    expect(schedule.DependsOn).toEqual(
      expect.arrayContaining([
        ref('AWS::Lambda::Permission', 'Rotator/BySecretsManager'),
        ref('AWS::IAM::Policy', 'RotatorRole/DefaultPolicy'),
        ref('AWS::IAM::Policy', 'VendorRole/DefaultPolicy'),
      ]),
    );
  });

  test('encrypts the secret with its own key', () => {
    const { KmsKeyId } = properties('AWS::SecretsManager::Secret', 'VendorKey');
    expect(KmsKeyId).toEqual({ 'Fn::GetAtt': [ref('AWS::KMS::Key', 'SecretKey'), 'Arn'] });
  });

  test('tells the functions where the key is, and none of them what it is', () => {
    const vendor = { Ref: functionOf('Vendor') };
    const variables = (id: string) =>
      properties('AWS::Lambda::Function', id).Environment.Variables as object;
    expect(variables('Rotator')).toEqual({ VENDOR_NAME: vendor });
    expect(variables('Shipper')).toEqual({
      SECRET_ARN: secret,
      SETTINGS_PATH: '/SecretRotation/prod',
      VENDOR_NAME: vendor,
    });
    expect(variables('Vendor')).toEqual({
      ACCOUNTS_TABLE: { Ref: ref('AWS::DynamoDB::GlobalTable', 'Accounts') },
      MOST_KEYS: '2',
    });
  });

  test('has the settings that the shipper reads, on the path that it reads', () => {
    const ofPath = Object.values(template.findResources('AWS::SSM::Parameter'))
      .map(({ Properties: { Name, Value } }) => ({ Name, Value }))
      .filter(({ Name }) => /^\/SecretRotation\/prod\/[^/]+$/.test(Name));
    expect(settingsIn(ofPath)).toEqual({ carrier: 'fast-parcels', mostWeight: 30 });
  });

  const viaSecretsManager = 'kms:ViaService is secretsmanager.xx-here-1.amazonaws.com';
  const path = 'arn:aws:ssm:xx-here-1:111111111111:parameter/SecretRotation';

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on VendorRole, RotatorRole, ShipperRole
      secretsmanager.amazonaws.com, 222222222222 may not sts:AssumeRole on VendorRole, RotatorRole, ShipperRole
      secretsmanager.amazonaws.com may lambda:InvokeFunction on Rotator when aws:SourceAccount is 111111111111
      secretsmanager.amazonaws.com may not lambda:InvokeFunction on Rotator when aws:SourceAccount is 222222222222
      secretsmanager.amazonaws.com may not lambda:InvokeFunction on Shipper, Vendor when aws:SourceAccount is 111111111111
      anonymous, 222222222222, events.amazonaws.com may not lambda:InvokeFunction on Rotator, Shipper, Vendor
      Rotator may secretsmanager:DescribeSecret, secretsmanager:GetSecretValue, secretsmanager:PutSecretValue, secretsmanager:UpdateSecretVersionStage on VendorKey
      Rotator may not secretsmanager:DeleteSecret, secretsmanager:RotateSecret, secretsmanager:PutResourcePolicy on VendorKey
      Rotator may not secretsmanager:GetSecretValue on arn:aws:secretsmanager:xx-here-1:111111111111:secret:Other-a1b2c3
      Shipper may secretsmanager:GetSecretValue on VendorKey
      Shipper may not secretsmanager:PutSecretValue, secretsmanager:DescribeSecret, secretsmanager:UpdateSecretVersionStage on VendorKey
      Shipper may not secretsmanager:GetSecretValue on arn:aws:secretsmanager:xx-here-1:111111111111:secret:Other-a1b2c3
      Vendor may not secretsmanager:GetSecretValue on VendorKey
      Shipper may ssm:GetParametersByPath on ${path}/prod
      Shipper may not ssm:GetParametersByPath on ${path}/dev, ${path}/prod-2, ${path}
      Shipper may not ssm:PutParameter, ssm:GetParameter on ${path}/prod/carrier
      Rotator may kms:Decrypt, kms:GenerateDataKey on SecretKey when ${viaSecretsManager}
      Shipper may kms:Decrypt on SecretKey when ${viaSecretsManager}
      Shipper may not kms:GenerateDataKey on SecretKey when ${viaSecretsManager}
      Rotator, Shipper may not kms:Decrypt on SecretKey
      Rotator may not kms:GenerateDataKey on SecretKey when kms:ViaService is s3.xx-here-1.amazonaws.com
      Vendor may not kms:Decrypt on SecretKey when ${viaSecretsManager}
      111111111111 may kms:PutKeyPolicy on SecretKey
      222222222222, anonymous may not kms:Decrypt on SecretKey
      Rotator, Shipper may lambda:InvokeFunction on Vendor
      Rotator may not lambda:InvokeFunction on Shipper
      Shipper may not lambda:InvokeFunction on Rotator
      Vendor may dynamodb:GetItem, dynamodb:PutItem on Accounts
      Vendor may not dynamodb:Scan, dynamodb:DeleteItem on Accounts
      Rotator, Shipper may not dynamodb:GetItem on Accounts
      Vendor may logs:CreateLogStream, logs:PutLogEvents on VendorLogs
      Rotator may logs:CreateLogStream, logs:PutLogEvents on RotatorLogs
      Shipper may logs:CreateLogStream, logs:PutLogEvents on ShipperLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

/** What the vendor answers to a call of its function. */
const answerOf = (accepted: unknown, FunctionError?: string) => ({
  FunctionError,
  Payload: new TextEncoder().encode(JSON.stringify({ accepted })),
});

describe('the rotator', () => {
  const SecretId = 'arn:aws:secretsmanager:xx-here-1:111111111111:secret:VendorKey-a1b2c3';
  const version = '0b0e4d1c-6f0e-4b5e-9d1a-2f5f2f3c4d5e';
  const event = (Step: string) => ({ Step, SecretId, ClientRequestToken: version });
  const values: Record<string, string | undefined> = {};
  let labels: Record<string, string[]>;
  let secrets: jest.SpyInstance;
  let lambda: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/security/secret-rotation/rotator').handler;

  beforeAll(async () => {
    process.env.VENDOR_NAME = 'vendor';
    ({ handler } = await import('../../../../lambda/security/secret-rotation/rotator'));
  });

  beforeEach(() => {
    labels = { old: ['AWSCURRENT'], [version]: ['AWSPENDING'] };
    Object.assign(values, {
      old: JSON.stringify({ account: 'shop', key: one }),
      [version]: JSON.stringify({ account: 'shop', key: two }),
    });
    secrets = jest
      .spyOn(SecretsManagerClient.prototype, 'send')
      .mockImplementation(async (command: unknown) => {
        if (command instanceof DescribeSecretCommand) return { VersionIdsToStages: labels };
        if (!(command instanceof GetSecretValueCommand)) return {};
        const SecretString = values[command.input.VersionId ?? ''];
        if (SecretString !== undefined) return { SecretString };
        throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
      });
    lambda = jest.spyOn(LambdaClient.prototype, 'send');
    lambda.mockResolvedValue(answerOf(true));
    jest.spyOn(console, 'log').mockImplementation();
  });
  const written = () =>
    secrets.mock.calls
      .map(([command]) => command)
      .filter((one) => !/^(Describe|Get)/.test(one.constructor.name))
      .map(({ input }) => input);
  const asked = () => lambda.mock.calls.map(([{ input }]) => JSON.parse(input.Payload));

  test('creates a key that nobody can guess, under the token of the rotation, and keeps the rest', async () => {
    values[version] = undefined;
    await handler(event('createSecret'));
    expect(written()).toEqual([
      {
        SecretId,
        ClientRequestToken: version,
        SecretString: expect.stringMatching(/^\{"account":"shop","key":"[\w-]{40}"\}$/),
        VersionStages: ['AWSPENDING'],
      },
    ]);
    expect(lambda).not.toHaveBeenCalled();
  });

  test('leaves the key of a copy of itself that was faster', async () => {
    values[version] = undefined;
    const usual = secrets.getMockImplementation() as (command: unknown) => Promise<unknown>;
    secrets.mockImplementation(async (command: unknown) => {
      if (!(command instanceof PutSecretValueCommand)) return usual(command);
      throw new ResourceExistsException({ message: 'it exists', $metadata: {} });
    });
    await expect(handler(event('createSecret'))).resolves.toBeUndefined();
  });

  test('registers the new key with the current one, and tests the new one alone', async () => {
    await handler(event('setSecret'));
    await handler(event('testSecret'));
    expect(asked()).toEqual([{ key: one, newKey: two }, { key: one }, { key: two }]);
    expect(written()).toEqual([]);
  });

  test('tests again before it moves the label, and then takes AWSPENDING off', async () => {
    await handler(event('finishSecret'));
    expect(asked()).toEqual([{ key: one }, { key: two }]);
    expect(written()).toEqual([
      {
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: version,
        RemoveFromVersionId: 'old',
      },
      { SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: version },
    ]);
  });

  test.each(['setSecret', 'testSecret', 'finishSecret'])(
    'moves no label if the vendor refuses at %s',
    async (name) => {
      lambda.mockResolvedValue(answerOf(false));
      await expect(handler(event(name))).rejects.toThrow(/^expected the vendor to /);
      lambda.mockResolvedValue(answerOf(true, 'Unhandled'));
      await expect(handler(event(name))).rejects.toThrow(/^expected the vendor to answer/);
      expect(written()).toEqual([]);
    },
  );

  test.each(['createSecret', 'setSecret', 'testSecret'])(
    'does nothing at %s of a rotation that has succeeded',
    async (name) => {
      labels = { old: ['AWSPREVIOUS'], [version]: ['AWSCURRENT', 'AWSPENDING'] };
      await handler(event(name));
      expect([written(), asked()]).toEqual([[], []]);
    },
  );

  test('only takes the label off at the end of a rotation that has succeeded', async () => {
    labels = { old: ['AWSPREVIOUS'], [version]: ['AWSCURRENT', 'AWSPENDING'] };
    await handler(event('finishSecret'));
    expect(written()).toEqual([
      { SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: version },
    ]);
    labels = { old: ['AWSPREVIOUS'], [version]: ['AWSCURRENT'] };
    await handler(event('finishSecret'));
    expect(written()).toHaveLength(1);
  });

  test.each(['setSecret', 'testSecret', 'finishSecret'])(
    'refuses %s of a rotation that is over',
    async (name) => {
      labels = { old: ['AWSCURRENT'], [version]: ['AWSPREVIOUS'] };
      await expect(handler(event(name))).rejects.toThrow('to be AWSPENDING, got AWSPREVIOUS');
      labels = { old: ['AWSCURRENT'] };
      await expect(handler(event(name))).rejects.toThrow('to be AWSPENDING, got none');
      expect(asked()).toEqual([]);
    },
  );

  test('refuses to begin while another rotation is under way, and without a current version', async () => {
    labels = { old: ['AWSCURRENT'], other: ['AWSPENDING'] };
    await expect(handler(event('createSecret'))).rejects.toThrow('got version other');
    labels = {};
    await expect(handler(event('createSecret'))).rejects.toThrow('expected a version AWSCURRENT');
    expect(written()).toEqual([]);
  });

  test('begins if the current version still has the label of its own rotation', async () => {
    labels = { old: ['AWSCURRENT', 'AWSPENDING'] };
    values[version] = undefined;
    await handler(event('createSecret'));
    expect(written()).toHaveLength(1);
  });

  test('passes on an error of Secrets Manager that means something else', async () => {
    secrets.mockRejectedValue(new Error('AccessDeniedException'));
    await expect(handler(event('createSecret'))).rejects.toThrow('AccessDeniedException');
  });

  test('treats labels that a copy of itself has moved as its own success, and others as a failure', async () => {
    const usual = secrets.getMockImplementation() as (command: unknown) => Promise<unknown>;
    const moved = (after: Record<string, string[]>) =>
      secrets.mockImplementation(async (command: unknown) => {
        if (!(command instanceof UpdateSecretVersionStageCommand)) return usual(command);
        labels = after;
        throw new Error('the label is elsewhere');
      });
    moved({ old: ['AWSPREVIOUS'], [version]: ['AWSCURRENT'] });
    await expect(handler(event('finishSecret'))).resolves.toBeUndefined();
    labels = { old: ['AWSCURRENT'], [version]: ['AWSPENDING'] };
    moved({ old: ['AWSPREVIOUS'], [version]: ['AWSCURRENT', 'AWSPENDING'] });
    await expect(handler(event('finishSecret'))).rejects.toThrow('the label is elsewhere');
    labels = { old: ['AWSCURRENT'], [version]: ['AWSPENDING'] };
    moved({ old: ['AWSCURRENT'], [version]: ['AWSPENDING'] });
    await expect(handler(event('finishSecret'))).rejects.toThrow('the label is elsewhere');
  });
});

describe('an event of a rotation', () => {
  const token = 'x'.repeat(32);

  test.each([
    undefined,
    null,
    {},
    { Step: 'createSecret', SecretId: 's' },
    { Step: 'createSecret', SecretId: 's', ClientRequestToken: 'short' },
    { Step: 'createSecret', ClientRequestToken: token },
    { Step: 'dropSecret', SecretId: 's', ClientRequestToken: token },
    { Step: ['createSecret'], SecretId: 's', ClientRequestToken: token },
  ])('is not %j', (event) => {
    expect(() => parseEvent(event)).toThrow('expected Step, SecretId and ClientRequestToken');
  });
});

describe('the value of the secret', () => {
  test.each([undefined, '', 'secret-text', 'null', '{}', '{"key":""}', '{"key":1}'])(
    'is not %j, and the message does not say what it is',
    (value) => {
      expect(() => keyIn(value)).toThrow(
        /^expected a secret such as \{"account":"shop","key":"…"\}$/,
      );
    },
  );
});

describe('the vendor', () => {
  const [h1, h2, h3] = [hashOf(one), hashOf(two), hashOf(three)];

  test('opens an account with the first key that calls', () => {
    expect(decide(undefined, { key: one }, 2)).toEqual({ accepted: true, keys: [h1] });
    expect(decide([h1], { key: one }, 2)).toEqual({ accepted: true });
    expect(decide([h1], { key: two }, 2)).toEqual({ accepted: false });
  });

  test('adds a new key beside the one that asks, and drops the oldest', () => {
    expect(decide([h1], { key: one, newKey: two }, 2)).toEqual({ accepted: true, keys: [h1, h2] });
    expect(decide([h1, h2], { key: two, newKey: three }, 2).keys).toEqual([h2, h3]);
  });

  test('changes nothing when it is asked again', () => {
    expect(decide([h1, h2], { key: one, newKey: two }, 2)).toEqual({ accepted: true });
  });

  test('lets nobody register a key without an accepted one', () => {
    expect(decide([h1, h2], { key: three, newKey: three }, 2)).toEqual({ accepted: false });
  });

  test.each([
    undefined,
    null,
    {},
    { key: 'short' },
    { key: 'x'.repeat(201) },
    { key: 1 },
    { key: one, newKey: '' },
  ])('refuses the request %j', (request) => {
    expect(() => parseRequest(request)).toThrow(/^expected a key of 20 to 200 characters/);
  });

  describe('its function', () => {
    let dynamodb: jest.SpyInstance;
    let handler: typeof import('../../../../lambda/security/secret-rotation/vendor').handler;
    const item = (...keys: string[]) => ({ Item: { keys: { L: keys.map((S) => ({ S })) } } });
    const changed = new ConditionalCheckFailedException({ message: 'changed', $metadata: {} });

    beforeAll(async () => {
      Object.assign(process.env, { ACCOUNTS_TABLE: 'accounts', MOST_KEYS: '2' });
      ({ handler } = await import('../../../../lambda/security/secret-rotation/vendor'));
    });
    beforeEach(() => {
      dynamodb = jest.spyOn(DynamoDBClient.prototype, 'send');
    });

    test('writes only hashes, and only if nobody has changed the account since it read it', async () => {
      dynamodb.mockResolvedValueOnce(item(h1)).mockResolvedValueOnce({});
      expect(await handler({ key: one, newKey: two })).toEqual({ accepted: true });
      const [, [{ input }]] = dynamodb.mock.calls;
      expect(input.ConditionExpression).toBe('#keys = :before');
      expect(input.ExpressionAttributeValues[':before']).toEqual({ L: [{ S: h1 }] });
      expect(input.Item.keys).toEqual({ L: [{ S: h1 }, { S: h2 }] });
      expect(JSON.stringify(dynamodb.mock.calls)).not.toContain(one);
    });

    test('decides again if somebody else was faster, and gives up after five times', async () => {
      dynamodb
        .mockResolvedValueOnce({})
        .mockRejectedValueOnce(changed)
        .mockResolvedValueOnce(item(h2));
      expect(await handler({ key: one })).toEqual({ accepted: false });
      dynamodb.mockImplementation(
        async ({ constructor: { name } }: { constructor: { name: string } }) => {
          if (name === 'GetItemCommand') return {};
          throw changed;
        },
      );
      await expect(handler({ key: one })).rejects.toThrow('others wrote them five times');
    });

    test('passes on an error of the table', async () => {
      dynamodb.mockResolvedValueOnce({}).mockRejectedValueOnce(new Error('throttled'));
      await expect(handler({ key: one })).rejects.toThrow('throttled');
    });
  });
});

describe('the shipper', () => {
  const parameters = (carrier = 'fast', weight = '30') => ({
    Parameters: [
      { Name: '/x/prod/carrier', Value: carrier },
      { Name: '/x/prod/most-weight', Value: weight },
    ],
  });
  let secrets: jest.SpyInstance;
  let lambda: jest.SpyInstance;
  let ssm: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/security/secret-rotation/shipper').handler;

  beforeEach(async () => {
    jest.resetModules();
    Object.assign(process.env, { SECRET_ARN: 'arn', SETTINGS_PATH: '/x/prod', VENDOR_NAME: 'v' });
    ({ handler } = await import('../../../../lambda/security/secret-rotation/shipper'));
    const modules = {
      secrets: await import('@aws-sdk/client-secrets-manager'),
      lambda: await import('@aws-sdk/client-lambda'),
      ssm: await import('@aws-sdk/client-ssm'),
    };
    secrets = jest.spyOn(
      modules.secrets.SecretsManagerClient.prototype,
      'send',
    ) as jest.SpyInstance;
    secrets.mockResolvedValue({ SecretString: JSON.stringify({ key: one }) });
    lambda = jest.spyOn(modules.lambda.LambdaClient.prototype, 'send') as jest.SpyInstance;
    lambda.mockResolvedValue(answerOf(true));
    ssm = jest.spyOn(modules.ssm.SSMClient.prototype, 'send') as jest.SpyInstance;
    ssm.mockResolvedValue(parameters());
  });

  test('books with the key of the secret and the carrier of the settings', async () => {
    expect(await handler({ kilograms: 2 })).toEqual({ booked: true, carrier: 'fast' });
    expect(ssm.mock.calls[0][0].input).toEqual({ Path: '/x/prod' });
    expect(JSON.parse(lambda.mock.calls[0][0].input.Payload)).toEqual({ key: one });
  });

  test('keeps the key for a minute', async () => {
    await handler({ kilograms: 2 });
    await handler({ kilograms: 2 });
    expect(secrets).toHaveBeenCalledTimes(1);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_001);
    await handler({ kilograms: 2 });
    expect(secrets).toHaveBeenCalledTimes(2);
  });

  test('reads the secret again, once, if the vendor refuses the key', async () => {
    await handler({ kilograms: 2 });
    secrets.mockResolvedValue({ SecretString: JSON.stringify({ key: two }) });
    lambda.mockResolvedValueOnce(answerOf(false)).mockResolvedValueOnce(answerOf(true));
    expect(await handler({ kilograms: 2 })).toMatchObject({ booked: true });
    expect(JSON.parse(lambda.mock.lastCall?.[0].input.Payload)).toEqual({ key: two });
    lambda.mockResolvedValue(answerOf(false));
    expect(await handler({ kilograms: 2 })).toMatchObject({ booked: false });
    expect(secrets).toHaveBeenCalledTimes(3);
  });

  test('refuses a parcel that is too heavy before it reads the secret', async () => {
    await expect(handler({ kilograms: 31 })).rejects.toThrow(
      'expected at most 30 kilograms for fast',
    );
    expect(secrets).not.toHaveBeenCalled();
  });

  test.each([undefined, null, {}, { kilograms: 0 }, { kilograms: '2' }, { kilograms: Number.NaN }])(
    'refuses the parcel %j',
    (event) => {
      expect(() => weightIn(event)).toThrow('expected a parcel such as {"kilograms":2}');
    },
  );

  test.each([
    [[]],
    [[{ Name: '/x/prod/carrier', Value: 'fast' }]],
    [parameters('').Parameters],
    [parameters('fast', 'many').Parameters],
    [parameters('fast', '0').Parameters],
  ])('refuses the settings %j', (given) => {
    expect(() => settingsIn(given)).toThrow(
      'expected the parameters carrier, a name, and most-weight',
    );
  });
});
