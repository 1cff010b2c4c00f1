import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import {
  parseOrder,
  parseRates,
  receipt,
} from '../../../../lambda/deployment/lambda-canary/receipt';
import { knownOrders, objection } from '../../../../lambda/deployment/lambda-canary/trial';
import { change } from '../../../../lib/experiment/change';
import { LambdaCanaryStack } from '../../../../lib/patterns/deployment/lambda-canary/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(LambdaCanaryStack);
  const template = Template.fromStack(stack).toJSON();
  const idOf = (type: string, id: string) => logicalId(stack, `AWS::${type}`, id);
  const resource = (type: string, id: string) => template.Resources[idOf(type, id)];
  const properties = (type: string, id: string) => resource(type, id).Properties;
  const ref = (type: string, id: string) => ({ Ref: idOf(type, id) });
  const arn = (type: string, id: string) => ({ 'Fn::GetAtt': [idOf(type, id), 'Arn'] });
  const cashierArn = arn('Lambda::Function', 'Cashier');
  const liveArn = { 'Fn::Join': ['', [cashierArn, ':live']] };
  const newVersion = {
    'Fn::GetAtt': [idOf('Lambda::Version', 'Cashier/CurrentVersion'), 'Version'],
  };
  const canaryGroup = properties('CodeDeploy::DeploymentGroup', 'CanaryGroup');

  test('points the alias to a published version, never to $LATEST', () => {
    const { FunctionName, FunctionVersion } = properties('Lambda::Alias', 'Live');
    expect(FunctionName).toEqual(ref('Lambda::Function', 'Cashier'));
    expect(FunctionVersion).toEqual(newVersion);
    expect(properties('Lambda::Version', 'Cashier/CurrentVersion')).toEqual({
      FunctionName: ref('Lambda::Function', 'Cashier'),
    });
  });

  test('deploys every new version of the alias with CodeDeploy, with a hook before and after', () => {
    expect(resource('Lambda::Alias', 'Live').UpdatePolicy).toEqual({
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: ref('CodeDeploy::Application', 'Application'),
        DeploymentGroupName: ref('CodeDeploy::DeploymentGroup', 'CanaryGroup'),
        BeforeAllowTrafficHook: ref('Lambda::Function', 'BeforeTraffic'),
        AfterAllowTrafficHook: ref('Lambda::Function', 'AfterTraffic'),
      },
    });
  });

  test('moves the alias last, after the hooks and permissions exist', () => {
    expect(resource('Lambda::Alias', 'Live').DependsOn).toEqual(
      expect.arrayContaining([
        idOf('Lambda::Function', 'BeforeTraffic'),
        idOf('Lambda::Function', 'AfterTraffic'),
        idOf('IAM::Policy', 'CodeDeployRole'),
      ]),
    );
  });

  test.each([
    ['environment', 'Environment.Variables.VAT_PERCENT', 'AT=21'],
    ['memory', 'MemorySize', 512],
    ['code', 'Code.S3Key', 'other.zip'],
  ])('releases a change of the %s as a new version', (_, property, value) => {
    const changed = build(LambdaCanaryStack);
    change(changed, { type: 'AWS::Lambda::Function', id: 'Cashier', property, value });
    const after = Template.fromStack(changed).toJSON();
    const [old, fresh] = [stack, changed].map((one) =>
      logicalId(one, 'AWS::Lambda::Version', 'Cashier/CurrentVersion'),
    ) as [string, string];
    expect(fresh).not.toBe(old);
    expect(after.Resources[old]).toBeUndefined();
    expect(
      after.Resources[idOf('Lambda::Alias', 'Live')].Properties.FunctionVersion['Fn::GetAtt'],
    ).toEqual([fresh, 'Version']);
  });

  test('publishes no version when nothing changes', () => {
    expect(
      logicalId(build(LambdaCanaryStack), 'AWS::Lambda::Version', 'Cashier/CurrentVersion'),
    ).toBe(idOf('Lambda::Version', 'Cashier/CurrentVersion'));
  });

  test('uses a deployment configuration for Lambda, not for instances', () => {
    expect(canaryGroup.ApplicationName).toEqual(ref('CodeDeploy::Application', 'Application'));
    expect(canaryGroup.ServiceRoleArn).toEqual(arn('IAM::Role', 'CodeDeployRole'));
    expect(canaryGroup.DeploymentConfigName).toMatch(/^CodeDeployDefault\.Lambda/);
    expect(canaryGroup.DeploymentConfigName).not.toMatch(/HalfAtATime|OneAtATime/);
    for (const name of ['Ec2TagFilters', 'Ec2TagSet', 'AutoScalingGroups', 'LoadBalancerInfo'])
      expect(canaryGroup[name]).toBeUndefined();
  });

  test('rolls back when its own alarm, which watches the alias, goes into ALARM', () => {
    expect(canaryGroup.AlarmConfiguration.Alarms).toEqual([
      { Name: ref('CloudWatch::Alarm', 'LiveErrors') },
    ]);
    expect(properties('CloudWatch::Alarm', 'LiveErrors')).toMatchObject({
      Namespace: 'AWS/Lambda',
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Dimensions: [
        { Name: 'FunctionName', Value: ref('Lambda::Function', 'Cashier') },
        {
          Name: 'Resource',
          Value: {
            'Fn::Join': [
              '',
              [ref('Lambda::Function', 'Cashier'), `:${properties('Lambda::Alias', 'Live').Name}`],
            ],
          },
        },
      ],
    });
  });

  test('can go into ALARM before the rest of the traffic is shifted', () => {
    const [, minutes] = /(\d+)Minutes$/.exec(canaryGroup.DeploymentConfigName) ?? [];
    const { Period, EvaluationPeriods, DatapointsToAlarm } = properties(
      'CloudWatch::Alarm',
      'LiveErrors',
    );
    expect(Period * EvaluationPeriods).toBeLessThan(60 * Number(minutes));
    expect(DatapointsToAlarm).toBeLessThanOrEqual(EvaluationPeriods);
  });

  test('inspects the new version before the traffic and the alias after it', () => {
    expect(properties('Lambda::Function', 'BeforeTraffic').Environment.Variables).toEqual({
      SUBJECT_ARN: ref('Lambda::Version', 'Cashier/CurrentVersion'),
      NEW_VERSION: newVersion,
    });
    expect(properties('Lambda::Function', 'AfterTraffic').Environment.Variables).toEqual({
      SUBJECT_ARN: liveArn,
      NEW_VERSION: newVersion,
    });
  });

  test.each([
    ['Cashier', 'CashierRole', 'CashierLogs'],
    ['BeforeTraffic', 'BeforeTrafficRole', 'BeforeTrafficLogs'],
    ['AfterTraffic', 'AfterTrafficRole', 'AfterTrafficLogs'],
  ])('gives %s its own role and its own log group', (id, role, log) => {
    const { Role, LoggingConfig } = properties('Lambda::Function', id);
    expect(Role).toEqual(arn('IAM::Role', role));
    expect(LoggingConfig.LogGroup).toEqual(ref('Logs::LogGroup', log));
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on CashierRole, BeforeTrafficRole, AfterTrafficRole
      codedeploy.amazonaws.com may sts:AssumeRole on CodeDeployRole
      lambda.amazonaws.com, 222222222222 may not sts:AssumeRole on CodeDeployRole
      codedeploy.amazonaws.com, 222222222222 may not sts:AssumeRole on CashierRole, BeforeTrafficRole, AfterTrafficRole
      BeforeTraffic may lambda:InvokeFunction on Cashier:1, Cashier:2
      BeforeTraffic may not lambda:InvokeFunction on Cashier, AfterTraffic
      AfterTraffic may lambda:InvokeFunction on Live
      AfterTraffic may not lambda:InvokeFunction on Cashier, Cashier:2, BeforeTraffic
      BeforeTraffic, AfterTraffic may codedeploy:PutLifecycleEventHookExecutionStatus on CanaryGroup
      BeforeTraffic, AfterTraffic may not codedeploy:CreateDeployment, codedeploy:StopDeployment on CanaryGroup
      BeforeTraffic, AfterTraffic may not lambda:UpdateAlias on Live
      CodeDeployRole may lambda:GetAlias, lambda:GetProvisionedConcurrencyConfig, lambda:UpdateAlias on Cashier, Live
      CodeDeployRole may lambda:InvokeFunction on BeforeTraffic, AfterTraffic
      CodeDeployRole may cloudwatch:DescribeAlarms on LiveErrors
      CodeDeployRole may not cloudwatch:DescribeAlarms on arn:aws:cloudwatch:xx-here-1:222222222222:alarm:Other
      CodeDeployRole may not lambda:InvokeFunction on Cashier, Live
      CodeDeployRole may not lambda:UpdateFunctionCode, lambda:DeleteFunction on Cashier, BeforeTraffic
      Cashier may not lambda:InvokeFunction on Cashier, Live, BeforeTraffic
      anonymous, 222222222222, codedeploy.amazonaws.com may not lambda:InvokeFunction on Live, BeforeTraffic, AfterTraffic
      Cashier may logs:CreateLogStream, logs:PutLogEvents on CashierLogs
      BeforeTraffic may logs:CreateLogStream, logs:PutLogEvents on BeforeTrafficLogs
      AfterTraffic may logs:CreateLogStream, logs:PutLogEvents on AfterTrafficLogs
    `,
  );

  test('matches its snapshot', () => {
    // The logical id of the version ends in a hash of the code, which changes like that of an asset.
    const text = JSON.stringify(withoutAssetHashes(template));
    const stable = text.replace(/(?<=CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '-VERSION-HASH');
    expect(stable).not.toMatch(/[0-9a-f]{32}/);
    expect(JSON.parse(stable)).toMatchSnapshot();
  });
});

describe('the cashier', () => {
  const load = () => import('../../../../lambda/deployment/lambda-canary/cashier');

  test('adds the VAT of the country', async () => {
    process.env.VAT_PERCENT = 'AT=20,DE=19,FR=20';
    await jest.isolateModulesAsync(async () => {
      const { handler } = await load();
      expect(await handler({ country: 'DE', items: [{ cents: 1000, quantity: 2 }] })).toEqual({
        netCents: 2000,
        vatCents: 380,
        totalCents: 2380,
      });
      await expect(handler({ country: 'IT', items: [{ cents: 1, quantity: 1 }] })).rejects.toThrow(
        'expected a country with a rate (AT, DE, FR), got IT',
      );
      await expect(handler('poison')).rejects.toThrow(/^expected an order such as/);
    });
  });

  test.each([['wrong', 'AT=20;DE=19', 'expected rates such as']])(
    'does not start with rates that are %s',
    async (_, value, words) => {
      if (value === undefined) delete process.env.VAT_PERCENT;
      else process.env.VAT_PERCENT = value;
      await jest.isolateModulesAsync(async () => {
        await expect(load()).rejects.toThrow(words);
      });
    },
  );
});

jest.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    mockPauses.push(ms);
  },
}));
const mockPauses: number[] = [];

describe('the inspector', () => {
  const pauses = mockPauses;
  const event = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'h-1' };
  let invoke: jest.SpyInstance;
  let put: jest.SpyInstance;
  let log: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/deployment/lambda-canary/inspector').handler;

  /** A version of the cashier: its real code with some rates, and the version number that Lambda would report. */
  const answerWith = (rates: string, ExecutedVersion = '7') =>
    invoke.mockImplementation(async ({ input }) => {
      const encode = (value: object) => new TextEncoder().encode(JSON.stringify(value));
      try {
        const order = parseOrder(JSON.parse(input.Payload));
        return { ExecutedVersion, Payload: encode(receipt(order, parseRates(rates))) };
      } catch (error) {
        const Payload = encode({ errorMessage: (error as Error).message });
        return { ExecutedVersion, FunctionError: 'Unhandled', Payload };
      }
    });
  const said = () => put.mock.calls.map(([{ input }]) => input);
  const objections = () => log.mock.calls[0].slice(3).join('\n');

  beforeAll(async () => {
    Object.assign(process.env, { SUBJECT_ARN: 'arn:cashier:7', NEW_VERSION: '7' });
    ({ handler } = await import('../../../../lambda/deployment/lambda-canary/inspector'));
  });

  beforeEach(() => {
    invoke = jest.spyOn(LambdaClient.prototype, 'send');
    pauses.length = 0;
    put = jest.spyOn(CodeDeployClient.prototype, 'send').mockResolvedValue({} as never);
    log = jest.spyOn(console, 'log').mockImplementation();
  });

  test('accepts a good version after asking it every known order', async () => {
    answerWith('AT=20,DE=19,FR=20');
    await handler(event);
    expect(invoke.mock.calls.map(([{ input }]) => input)).toEqual(
      knownOrders.map(({ order }) => ({
        FunctionName: 'arn:cashier:7',
        Payload: JSON.stringify(order),
      })),
    );
    expect(said()).toEqual([
      { deploymentId: 'd-1', lifecycleEventHookExecutionId: 'h-1', status: 'Succeeded' },
    ]);
    expect(log).toHaveBeenCalledWith('Succeeded', 'h-1', 'arn:cashier:7');
  });

  test.each([
    ['charges too much', 'AT=20,DE=91', '7', /^expected 1190 cents for .*, got .*1910/],
    ['does not start', 'AT=20;DE=19', '7', /^expected 1190 cents for .*, got .*expected rates/],
    ['has forgotten a country', 'DE=19', '7', /^expected 3596 cents for .*, got .*got AT/],
    ['is not the new one', 'AT=20,DE=19', '6', /^expected version 7 to answer, got 6$/m],
  ])('rejects a version that %s', async (_, rates, version, words) => {
    answerWith(rates, version);
    await handler(event);
    expect(said()).toEqual([
      { deploymentId: 'd-1', lifecycleEventHookExecutionId: 'h-1', status: 'Failed' },
    ]);
    expect(log.mock.calls[0].slice(0, 3)).toEqual(['Failed', 'h-1', 'arn:cashier:7']);
    expect(objections()).toMatch(words);
  });

  test('asks again while a call still meets the old version', async () => {
    answerWith('AT=20,DE=19', '6');
    const old = invoke.getMockImplementation();
    answerWith('AT=20,DE=19');
    const current = invoke.getMockImplementation();
    let calls = 0;
    invoke.mockImplementation((command) =>
      ++calls % 3 === 0 ? current?.(command) : old?.(command),
    );
    await handler(event);
    expect(said()).toMatchObject([{ status: 'Succeeded' }]);
    expect(invoke.mock.calls.length).toBeGreaterThan(knownOrders.length);
    expect(pauses.every((ms) => ms === 2000)).toBe(true);
  });

  test('ends before its timeout when the old version stays', async () => {
    answerWith('AT=20,DE=19', '6');
    await handler(event);
    expect(said()).toMatchObject([{ status: 'Failed' }]);
    // Each order is asked by itself, and all at the same time.
    const perOrder = pauses.reduce((sum, ms) => sum + ms, 0) / knownOrders.length;
    expect(perOrder).toBeLessThan(30_000);
  });

  test('cannot find an error that no known order shows, which the alarm has to find', async () => {
    answerWith('AT=20,DE=19');
    await handler(event);
    expect(said()).toMatchObject([{ status: 'Succeeded' }]);
  });

  test('reports Failed when it cannot invoke the version', async () => {
    invoke.mockRejectedValue(new Error('AccessDenied'));
    await handler(event);
    expect(said()).toMatchObject([{ status: 'Failed' }]);
    expect(objections()).toContain('expected an answer, got Error: AccessDenied');
  });

  test('fails when CodeDeploy refuses its report', async () => {
    answerWith('AT=20,DE=19');
    put.mockRejectedValue(new Error('DeploymentDoesNotExistException'));
    await expect(handler(event)).rejects.toThrow('DeploymentDoesNotExistException');
  });

  test.each([
    ['nothing', null],
    ['an empty object', {}],
    ['no execution', { DeploymentId: 'd-1' }],
    ['no deployment', { LifecycleEventHookExecutionId: 'h-1' }],
    ['empty ids', { DeploymentId: '', LifecycleEventHookExecutionId: '' }],
  ])('invokes nothing for an event with %s', async (_, wrong) => {
    await expect(handler(wrong)).rejects.toThrow(
      /^expected DeploymentId and LifecycleEventHookExecutionId, got/,
    );
    expect(invoke).not.toHaveBeenCalled();
    expect(put).not.toHaveBeenCalled();
  });
});

describe('an objection', () => {
  const known = { order: { country: 'DE', items: [{ cents: 1, quantity: 1 }] }, totalCents: 1 };
  const answer = (payload: string, error?: string) =>
    objection(known, { version: '2', error, payload }, '2');

  test('is not made to the right total', () => {
    expect(answer('{"totalCents":1}')).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'poison'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['another total', '{"totalCents":2}'],
    ['the total as text', '{"totalCents":"1"}'],
    ['a prototype key', '{"__proto__":{"totalCents":1}}'],
    ['unicode', '"🧾"'],
  ])('is made to %s', (_, payload) => {
    expect(answer(payload)).toMatch(/^expected 1 cents for \{"country":"DE".*, got "/);
  });

  test('is made to an error, whatever is in it', () => {
    expect(answer('{"totalCents":1}', 'Unhandled')).toMatch(/^expected 1 cents/);
  });

  test('is made to an answer of no version', () => {
    expect(objection(known, { version: undefined, error: undefined, payload: '' }, '2')).toBe(
      'expected version 2 to answer, got undefined',
    );
  });

  test('quotes only the start of an answer', () => {
    expect(answer('x'.repeat(1_000_000))).toMatch(/^.{1,330}$/);
  });
});

describe('a known order', () => {
  test('has the listed total with the rates of the stack, so that the first release passes', () => {
    const stack = build(LambdaCanaryStack);
    const id = logicalId(stack, 'AWS::Lambda::Function', 'Cashier');
    const { Environment } = Template.fromStack(stack).toJSON().Resources[id].Properties;
    const rates = parseRates(Environment.Variables.VAT_PERCENT);
    for (const { order, totalCents } of knownOrders)
      expect(receipt(parseOrder(order), rates).totalCents).toBe(totalCents);
  });
});

describe('rates', () => {
  test('are whole percents by country', () => {
    expect([...parseRates('AT=20,DE=0,FR=100')]).toEqual([
      ['AT', 20],
      ['DE', 0],
      ['FR', 100],
    ]);
  });

  test.each([
    ['nothing', ''],
    ['a comma', ','],
    ['a trailing comma', 'AT=20,'],
    ['a semicolon', 'AT=20;DE=19'],
    ['a space', 'AT=20, DE=19'],
    ['a small letter', 'at=20'],
    ['three letters', 'AUT=20'],
    ['no percent', 'AT='],
    ['a fraction', 'AT=20.5'],
    ['a negative percent', 'AT=-1'],
    ['more than all', 'AT=101'],
    ['a huge percent', 'AT=1e9'],
    ['a country twice', 'AT=20,AT=21'],
    ['a prototype key', '__proto__=1'],
    ['unicode', 'ÄÖ=20'],
  ])('are not %s', (_, text) => {
    expect(() => parseRates(text)).toThrow(/^expected rates such as AT=20,DE=19, .*, got "/);
  });

  test('are quoted in an error only as far as 200 characters', () => {
    expect(() => parseRates('x'.repeat(1_000_000))).toThrow(/^.{1,300}$/);
  });
});

describe('an order', () => {
  const item = { cents: 1, quantity: 1 };

  test('is a country and items, and nothing else of what came', () => {
    expect(parseOrder({ country: 'DE', items: [item], note: 'ignored' })).toEqual({
      country: 'DE',
      items: [item],
    });
  });

  test('has up to a hundred items of any price in bounds', () => {
    const items = Array(100).fill({ cents: 10_000_000, quantity: 1000 });
    expect(parseOrder({ country: 'DE', items }).items).toHaveLength(100);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'poison'],
    ['a number', 42],
    ['a list', []],
    ['an empty object', {}],
    ['no items', { country: 'DE' }],
    ['an empty list of items', { country: 'DE', items: [] }],
    ['101 items', { country: 'DE', items: Array(101).fill(item) }],
    ['items that are no list', { country: 'DE', items: { length: 1, 0: item } }],
    ['no country', { items: [item] }],
    ['a country in small letters', { country: 'de', items: [item] }],
    ['a country of three letters', { country: 'DEU', items: [item] }],
    ['a country with a line break', { country: 'DE\n', items: [item] }],
    ['unicode', { country: '🇩🇪', items: [item] }],
    ['an item of null', { country: 'DE', items: [null] }],
    ['no price', { country: 'DE', items: [{ quantity: 1 }] }],
    ['no quantity', { country: 'DE', items: [{ cents: 1 }] }],
    ['nothing to pay', { country: 'DE', items: [{ cents: 0, quantity: 1 }] }],
    ['none of it', { country: 'DE', items: [{ cents: 1, quantity: 0 }] }],
    ['half a cent', { country: 'DE', items: [{ cents: 0.5, quantity: 1 }] }],
    ['a price as text', { country: 'DE', items: [{ cents: '1', quantity: 1 }] }],
    ['a price beyond ten million', { country: 'DE', items: [{ cents: 10_000_001, quantity: 1 }] }],
    ['more than a thousand', { country: 'DE', items: [{ cents: 1, quantity: 1001 }] }],
    ['a huge number', { country: 'DE', items: [{ cents: 1e308, quantity: 1 }] }],
    ['prototype keys alone', JSON.parse('{"__proto__":{"country":"DE","items":[]}}')],
  ])('is not %s', (_, value) => {
    expect(() => parseOrder(value)).toThrow(/^expected an order such as \{.*\}, got "/);
  });

  test('is quoted in an error only as far as 200 characters', () => {
    expect(() => parseOrder('x'.repeat(1_000_000))).toThrow(/^.{1,340}$/);
  });
});

describe('a receipt', () => {
  const total = (cents: number, quantity: number, rate: string) =>
    receipt({ country: 'DE', items: [{ cents, quantity }] }, parseRates(rate));

  test.each([
    [50, 'DE=19', 10],
    [47, 'DE=19', 9],
    [100, 'DE=0', 0],
    [100, 'DE=100', 100],
  ])('rounds the VAT of %d cents at %s to %d', (cents, rate, vatCents) => {
    expect(total(cents, 1, rate)).toEqual({
      netCents: cents,
      vatCents,
      totalCents: cents + vatCents,
    });
  });
});
