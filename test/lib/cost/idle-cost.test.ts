import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import * as accessanalyzer from 'aws-cdk-lib/aws-accessanalyzer';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { checkChange } from '../../../lib/cloudformation/schema';
import type { Template } from '../../../lib/cloudformation/template';
import { costSentence, idleCost, optInFrom } from '../../../lib/cost/idle-cost';
import { byUse, neverBilled, prices, type Standing, unpriced } from '../../../lib/cost/prices';
import { patterns } from '../../../lib/patterns';
import { synthesized } from '../../support/synth';

/** The template of a stack that the given constructs are in; typed ones, so that no property is misspelled. */
function template(fill: (stack: Stack) => void): Template {
  const stack = new Stack(new App(), 'Priced');
  fill(stack);
  return Assertions.fromStack(stack).toJSON() as Template;
}

const database = (stack: Stack, more: Partial<rds.CfnDBInstanceProps> = {}) =>
  new rds.CfnDBInstance(stack, 'Database', {
    engine: 'postgres',
    dbInstanceClass: 'db.t4g.micro',
    allocatedStorage: '20',
    storageType: 'gp3',
    ...more,
  });

const alarm = (stack: Stack, id = 'Alarm', more: Partial<cloudwatch.CfnAlarmProps> = {}) =>
  new cloudwatch.CfnAlarm(stack, id, {
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 1,
    ...more,
  });

const metric = (id: string, period = 300): cloudwatch.CfnAlarm.MetricDataQueryProperty => ({
  id,
  returnData: false,
  metricStat: { metric: { namespace: 'N', metricName: id }, period, stat: 'Sum' },
});

const table = (stack: Stack, units: number) =>
  new dynamodb.CfnTable(stack, 'Table', {
    keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
    provisionedThroughput: { readCapacityUnits: units, writeCapacityUnits: units },
  });

const analyzer = (stack: Stack, type: string) => {
  new accessanalyzer.CfnAnalyzer(stack, 'Analyzer', { type });
  for (const id of ['One', 'Two', 'Three'])
    new iam.CfnRole(stack, id, { assumeRolePolicyDocument: {} });
};

const code = { zipFile: 'exports.handler = async () => {}' };

describe.each(patterns)('$id', (pattern) => {
  const { exam } = pattern;
  const cost = idleCost(synthesized(pattern).template);

  test('is in the cost class that its exam list claims', () => {
    expect({ class: cost.class, lines: cost.lines }).toEqual({
      class: exam.cost,
      lines: cost.lines,
    });
  });

  test('has nothing that is billed by the hour if it is free', () => {
    if (exam.cost !== 'free') return expect(cost.usdPerMonth).toBeGreaterThan(0);
    expect(cost.lines.filter(({ unit }) => !unit.endsWith('month'))).toEqual([]);
  });
});

describe('what a stack costs while nobody uses it', () => {
  test.each<[string, number, (stack: Stack) => void]>([
    ['a database with twenty GB', 13.98, (stack) => database(stack)],
    ['a database with a standby', 27.96, (stack) => database(stack, { multiAz: true })],
    [
      'a secret with a replica',
      0.8,
      (stack) =>
        new secretsmanager.CfnSecret(stack, 'Secret', {
          replicaRegions: [{ region: 'eu-west-1' }],
        }),
    ],
    ['a key', 1, (stack) => new kms.CfnKey(stack, 'Key')],
    ['an analyzer of three unused roles', 0.6, (stack) => analyzer(stack, 'ACCOUNT_UNUSED_ACCESS')],
    ['an analyzer of external access', 0, (stack) => analyzer(stack, 'ACCOUNT')],
    [
      'the cache of a stage',
      14.6,
      (stack) =>
        new apigateway.CfnStage(stack, 'Stage', {
          restApiId: 'api',
          cacheClusterEnabled: true,
          cacheClusterSize: '0.5',
        }),
    ],
    ['a stage', 0, (stack) => new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api' })],
    [
      'two copies of a function that are kept warm',
      4.3800876,
      (stack) => {
        const func = new lambda.CfnFunction(stack, 'Function', {
          role: 'arn',
          code,
          architectures: ['arm64'],
          memorySize: 256,
        });
        new lambda.CfnAlias(stack, 'Live', {
          functionName: func.ref,
          functionVersion: '1',
          name: 'live',
          provisionedConcurrencyConfig: { provisionedConcurrentExecutions: 2 },
        });
      },
    ],
    [
      'five dashboards, three of which are free',
      6,
      (stack) => {
        for (const id of ['One', 'Two', 'Three', 'Four', 'Five']) {
          new cloudwatch.CfnDashboard(stack, id, { dashboardBody: '{"widgets":[]}' });
        }
      },
    ],
    [
      'a table that is provisioned beyond the free share, with its index',
      // 40 units of each kind, 25 of them free: 15 × (0.00013 + 0.00065) × 730.
      8.541,
      (stack) => {
        table(stack, 20);
        new dynamodb.CfnTable(stack, 'Indexed', {
          keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
          provisionedThroughput: { readCapacityUnits: 10, writeCapacityUnits: 10 },
          globalSecondaryIndexes: [
            {
              indexName: 'by-date',
              keySchema: [{ attributeName: 'date', keyType: 'HASH' }],
              projection: { projectionType: 'ALL' },
              provisionedThroughput: { readCapacityUnits: 10, writeCapacityUnits: 10 },
            },
          ],
        });
      },
    ],
    [
      'a table on demand',
      0,
      (stack) =>
        new dynamodb.CfnTable(stack, 'Table', {
          keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
          billingMode: 'PAY_PER_REQUEST',
        }),
    ],
    ['ten alarms', 0, (stack) => alarms(stack, 10)],
    ['eleven alarms', 0.1, (stack) => alarms(stack, 11)],
    ['an alarm every ten seconds', 0.3, (stack) => alarm(stack, 'Alarm', { period: 10 })],
    [
      'an alarm every ten seconds by an expression over two metrics',
      0.6,
      (stack) =>
        alarm(stack, 'Alarm', {
          metrics: [metric('a', 10), metric('b', 10), { id: 'e', expression: 'a / b' }],
        }),
    ],
    [
      'six alarms by an expression over two metrics each',
      0.2,
      (stack) => {
        for (let number = 0; number < 6; number++) {
          alarm(stack, `Alarm${number}`, {
            metrics: [metric('a'), metric('b'), { id: 'e', expression: 'a / b' }],
          });
        }
      },
    ],
    [
      'an alarm by a band, to which the free share does not apply',
      0.3,
      (stack) =>
        alarm(stack, 'Alarm', {
          metrics: [metric('a'), { id: 'band', expression: 'ANOMALY_DETECTION_BAND(a, 2)' }],
        }),
    ],
    [
      'an alarm by a query, to which the free share does not apply',
      0.1,
      (stack) =>
        alarm(stack, 'Alarm', {
          metrics: [{ id: 'q', expression: 'SELECT MAX(Errors) FROM "AWS/Lambda"' }],
        }),
    ],
    ['a queue', 0, (stack) => new sqs.CfnQueue(stack, 'Queue')],
  ])('%s: %d USD a month', (_, usdPerMonth, fill) => {
    expect(idleCost(template(fill)).usdPerMonth).toBeCloseTo(usdPerMonth, 6);
  });

  test('a month has 730 hours, and a day 24 of them', () => {
    const { usdPerDay, lines } = idleCost(template((stack) => database(stack)));
    expect(usdPerDay).toBeCloseTo(0.016 * 24 + (20 * 0.115 * 24) / 730, 9);
    expect(lines).toEqual([
      {
        logicalId: 'Database',
        type: 'AWS::RDS::DBInstance',
        what: 'db.t4g.micro Single-AZ',
        unit: 'hour',
        usdPerMonth: 11.68,
      },
      {
        logicalId: 'Database',
        type: 'AWS::RDS::DBInstance',
        what: '20 GB of SSD storage Single-AZ',
        unit: 'GB-month',
        usdPerMonth: expect.closeTo(2.3, 9),
      },
    ]);
  });

  test('the class is free at nothing, cents below the threshold and opt-in from there on', () => {
    // 0.10 USD a month for each alarm beyond the ten free ones.
    const worth = (usdPerDay: number) =>
      template((stack) => alarms(stack, 10 + Math.ceil((usdPerDay * 730) / 24 / 0.1)));
    expect(idleCost(worth(0)).class).toBe('free');
    expect(idleCost(worth(0.001)).class).toBe('cents');
    expect(idleCost(worth(optInFrom - 0.01)).class).toBe('cents');
    expect(idleCost(worth(optInFrom)).class).toBe('opt-in');
    expect(idleCost(template((stack) => database(stack))).class).toBe('opt-in');
  });

  test('capacity within the free share is still told as billed by the hour', () => {
    const { class: costClass, lines } = idleCost(template((stack) => table(stack, 5)));
    expect(costClass).toBe('free');
    expect(lines.map(({ unit, usdPerMonth }) => [unit, usdPerMonth])).toEqual([
      ['hour', 0],
      ['hour', 0],
    ]);
  });

  test('stacks share what is free once per account', () => {
    const six = template((stack) => alarms(stack, 6));
    expect(idleCost(six)).toMatchObject({
      usdPerMonth: 0,
      freeShares: [{ item: 'alarm metric', used: 6, of: 10 }],
    });
    expect(idleCost(six, six).usdPerMonth).toBeCloseTo(0.2, 9);
  });

  test('what use adds is told once per service', () => {
    const { grows } = idleCost(
      template((stack) => {
        new sqs.CfnQueue(stack, 'One');
        new sqs.CfnQueue(stack, 'Two');
        new kms.CfnKey(stack, 'Key');
      }),
    );
    expect(grows).toEqual([expect.stringMatching(/^KMS: /), expect.stringMatching(/^SQS: /)]);
  });
});

describe('a price cannot be forgotten', () => {
  const [pattern] = patterns;
  if (!pattern) throw new Error('expected a pattern');
  const good = synthesized(pattern).template;

  test('a type in none of the lists is an error that names it', () => {
    const more = { Broker: { Type: 'AWS::AmazonMQ::Broker' } };
    expect(() => idleCost(good)).not.toThrow();
    expect(() => idleCost({ Resources: { ...good.Resources, ...more } })).toThrow(
      'expected AWS::AmazonMQ::Broker (Broker) in prices, byUse or neverBilled of lib/cost/prices.ts',
    );
  });

  test('a custom resource is free: it is the function behind it that counts', () => {
    expect(idleCost({ Resources: { Notify: { Type: 'Custom::S3BucketNotifications' } } })).toEqual(
      idleCost({ Resources: {} }),
    );
  });

  test('a class of machine without a price is an error that lists those with one', () => {
    expect(() =>
      idleCost(template((stack) => database(stack, { dbInstanceClass: 'db.r8g.large' }))),
    ).toThrow(/a price of 'db.r8g.large Single-AZ' for Database .*db.t4g.micro Single-AZ/);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['Engine of Database', (stack) => database(stack, { engine: 'mysql' })],
    ['Iops of Database', (stack) => database(stack, { iops: 12000 })],
    [
      'SnapStart.ApplyOn of Function',
      (stack) =>
        new lambda.CfnFunction(stack, 'Function', {
          role: 'arn',
          code,
          snapStart: { applyOn: 'PublishedVersions' },
        }),
    ],
    [
      'AllocatedStorage of Database',
      (stack) => database(stack, { allocatedStorage: { Ref: 'Size' } as unknown as string }),
    ],
    ['PubliclyAccessible of Database', (stack) => database(stack, { publiclyAccessible: true })],
  ])('%s is refused where its price is not known', (where, fill) => {
    expect(() => idleCost(template(fill))).toThrow(`expected ${where}`);
  });
});

describe('in one sentence', () => {
  test.each<[string, (stack: Stack) => void]>([
    [
      'nothing while idle',
      (stack) => new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: {} }),
    ],
    ['nothing while idle; you pay for use', (stack) => new sqs.CfnQueue(stack, 'Queue')],
    [
      'nothing while idle, because it uses only 2 of the 10 alarm metrics that are free per account; you pay for use',
      (stack) => {
        alarms(stack, 2);
        new sqs.CfnQueue(stack, 'Queue');
      },
    ],
    [
      'about 0.03 USD a day, 1.00 USD a month: KMS key 1.00; you also pay for use',
      (stack) => new kms.CfnKey(stack, 'Key'),
    ],
    [
      'less than 0.01 USD a day, 0.10 USD a month: alarm metric of a query or a band 0.10',
      (stack) =>
        alarm(stack, 'Alarm', {
          metrics: [{ id: 'q', expression: 'SELECT MAX(Errors) FROM "AWS/Lambda"' }],
        }),
    ],
    [
      'about 0.49 USD a day, 14.78 USD a month: db.t4g.micro Single-AZ 11.68, 20 GB of SSD storage Single-AZ 2.30, 2 × secret 0.80; 1 of the 10 alarm metrics that are free per account; you also pay for use',
      (stack) => {
        new secretsmanager.CfnSecret(stack, 'One');
        database(stack);
        new secretsmanager.CfnSecret(stack, 'Two');
        alarm(stack);
      },
    ],
  ])('%s', (sentence, fill) => {
    expect(costSentence(template(fill))).toBe(sentence);
  });
});

describe('the lists of prices', () => {
  const present = new Set(
    patterns.flatMap((pattern) =>
      Object.values(synthesized(pattern).template.Resources).map(({ Type }) => Type),
    ),
  );
  const standing: [string, Standing][] = Object.entries(prices);
  const all = [...standing.map(([type]) => type), ...Object.keys(byUse), ...neverBilled];

  test('name every type once', () => {
    expect(all.filter((type, index) => all.indexOf(type) !== index)).toEqual([]);
  });

  test('name only types that a stack has: a price comes with the stack that needs it', () => {
    expect(all.filter((type) => !present.has(type))).toEqual([]);
    expect(Object.keys(unpriced).filter((type) => !present.has(type))).toEqual([]);
  });

  test('name only types that CloudFormation knows', () => {
    const known = new Set(
      loadAwsServiceSpecSync()
        .all('resource')
        .map(({ cloudFormationType }) => cloudFormationType),
    );
    const own = ['AWS::CDK::Metadata'];
    expect(all.filter((type) => !known.has(type) && !own.includes(type))).toEqual([]);
  });

  test('refuse only properties that CloudFormation knows', () => {
    for (const [type, paths] of Object.entries(unpriced)) {
      expect(all).toContain(type);
      for (const path of Object.keys(paths)) checkChange(type, path, null);
    }
  });

  test('say for every price how much, where that is read and when it was', () => {
    for (const [type, { items }] of standing) {
      expect({ type, items: Object.keys(items).length }).not.toEqual({ type, items: 0 });
      for (const { usd } of Object.values(items)) expect(usd).toBeGreaterThan(0);
    }
    for (const { source, checked } of [
      ...standing.map(([, entry]) => entry),
      ...Object.values(byUse),
    ]) {
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+\/pricing\/[a-z-]*\/?$/);
      expect(checked).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    }
  });
});

function alarms(stack: Stack, count: number): void {
  for (let number = 0; number < count; number++) alarm(stack, `Alarm${number}`, { period: 60 });
}
