import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dax from 'aws-cdk-lib/aws-dax';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as opensearch from 'aws-cdk-lib/aws-opensearchservice';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { checkChange } from '../../../lib/cloudformation/schema';
import type { Template } from '../../../lib/cloudformation/template';
import { costSentence, dollarsFrom, idleCost } from '../../../lib/cost/idle-cost';
import { byUse, neverBilled, prices, type Standing, unpriced } from '../../../lib/cost/prices';
import { patterns } from '../../../lib/patterns';
import { build } from '../../support/synth';

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

const code = { zipFile: 'exports.handler = async () => {}' };

describe.each(patterns)('$id', ({ Stack: PatternStack, exam }) => {
  const cost = idleCost(Assertions.fromStack(build(PatternStack)).toJSON() as Template);

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
      'a database that the internet can reach',
      17.63,
      (stack) => database(stack, { publiclyAccessible: true }),
    ],
    [
      'Aurora Serverless that keeps half a unit awake',
      43.8,
      (stack) => {
        const cluster = new rds.CfnDBCluster(stack, 'Cluster', {
          engine: 'aurora-postgresql',
          serverlessV2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 2 },
        });
        new rds.CfnDBInstance(stack, 'Writer', {
          engine: 'aurora-postgresql',
          dbInstanceClass: 'db.serverless',
          dbClusterIdentifier: cluster.ref,
        });
      },
    ],
    [
      'a secret with a replica',
      0.8,
      (stack) =>
        new secretsmanager.CfnSecret(stack, 'Secret', {
          replicaRegions: [{ region: 'eu-west-1' }],
        }),
    ],
    ['a key', 1, (stack) => new kms.CfnKey(stack, 'Key')],
    ['a parameter of the standard tier', 0, (stack) => parameter(stack, 'Standard')],
    ['a parameter of the advanced tier', 0.05, (stack) => parameter(stack, 'Advanced')],
    [
      'a NAT gateway with its address',
      36.5,
      (stack) => {
        const address = new ec2.CfnEIP(stack, 'Address');
        new ec2.CfnNatGateway(stack, 'Nat', {
          subnetId: 'subnet-1',
          allocationId: address.attrAllocationId,
        });
      },
    ],
    [
      'an interface endpoint in two zones',
      14.6,
      (stack) =>
        new ec2.CfnVPCEndpoint(stack, 'Endpoint', {
          vpcId: 'vpc-1',
          vpcEndpointType: 'Interface',
          serviceName: 'com.amazonaws.us-east-1.sqs',
          subnetIds: ['subnet-1', 'subnet-2'],
        }),
    ],
    [
      'a gateway endpoint',
      0,
      (stack) =>
        new ec2.CfnVPCEndpoint(stack, 'Endpoint', {
          vpcId: 'vpc-1',
          serviceName: 'com.amazonaws.us-east-1.s3',
        }),
    ],
    [
      'a load balancer on the internet, in two zones',
      23.725,
      (stack) => new elb.CfnLoadBalancer(stack, 'Balancer', { subnets: ['subnet-1', 'subnet-2'] }),
    ],
    [
      'an internal network load balancer',
      16.425,
      (stack) =>
        new elb.CfnLoadBalancer(stack, 'Balancer', {
          type: 'network',
          scheme: 'internal',
          subnets: ['subnet-1', 'subnet-2'],
        }),
    ],
    [
      'an instance in a public subnet, with the disk of its image',
      10.422,
      (stack) => {
        const subnet = new ec2.CfnSubnet(stack, 'Subnet', {
          vpcId: 'vpc-1',
          mapPublicIpOnLaunch: true,
        });
        new ec2.CfnInstance(stack, 'Server', { instanceType: 't4g.micro', subnetId: subnet.ref });
      },
    ],
    [
      'an instance with a disk of thirty GB',
      8.532,
      (stack) =>
        new ec2.CfnInstance(stack, 'Server', {
          instanceType: 't4g.micro',
          blockDeviceMappings: [
            { deviceName: '/dev/xvda', ebs: { volumeSize: 30, volumeType: 'gp3' } },
          ],
        }),
    ],
    [
      'a volume',
      8,
      (stack) =>
        new ec2.CfnVolume(stack, 'Disk', {
          availabilityZone: 'us-east-1a',
          size: 100,
          volumeType: 'gp3',
        }),
    ],
    [
      'two tasks of Fargate with an address each',
      25.32005,
      (stack) => {
        const task = new ecs.CfnTaskDefinition(stack, 'Task', {
          cpu: '256',
          memory: '512',
          runtimePlatform: { cpuArchitecture: 'X86_64' },
        });
        new ecs.CfnService(stack, 'Service', {
          launchType: 'FARGATE',
          desiredCount: 2,
          taskDefinition: task.ref,
          networkConfiguration: {
            awsvpcConfiguration: { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' },
          },
        });
      },
    ],
    [
      'a stream of two shards that retains a week and has an enhanced consumer',
      73,
      (stack) => {
        const stream = new kinesis.CfnStream(stack, 'Stream', {
          shardCount: 2,
          retentionPeriodHours: 168,
        });
        new kinesis.CfnStreamConsumer(stack, 'Consumer', {
          consumerName: 'one',
          streamArn: stream.attrArn,
        });
      },
    ],
    [
      'a stream on demand',
      29.2,
      (stack) =>
        new kinesis.CfnStream(stack, 'Stream', { streamModeDetails: { streamMode: 'ON_DEMAND' } }),
    ],
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
      'a cache with a replica',
      18.688,
      (stack) =>
        new elasticache.CfnReplicationGroup(stack, 'Cache', {
          replicationGroupDescription: 'sessions',
          engine: 'valkey',
          cacheNodeType: 'cache.t4g.micro',
          numNodeGroups: 1,
          replicasPerNodeGroup: 1,
        }),
    ],
    [
      'a cache of one node',
      11.68,
      (stack) =>
        new elasticache.CfnCacheCluster(stack, 'Cache', {
          engine: 'memcached',
          cacheNodeType: 'cache.t4g.micro',
          numCacheNodes: 1,
        }),
    ],
    [
      'a serverless cache',
      6.132,
      (stack) =>
        new elasticache.CfnServerlessCache(stack, 'Cache', {
          engine: 'valkey',
          serverlessCacheName: 'sessions',
        }),
    ],
    [
      'DynamoDB Accelerator with three nodes',
      87.6,
      (stack) =>
        new dax.CfnCluster(stack, 'Cache', {
          iamRoleArn: 'arn',
          nodeType: 'dax.t3.small',
          replicationFactor: 3,
        }),
    ],
    [
      'a search domain with one node',
      27.5,
      (stack) =>
        new opensearch.CfnDomain(stack, 'Search', {
          clusterConfig: { instanceType: 't3.small.search', instanceCount: 1 },
          ebsOptions: { ebsEnabled: true, volumeSize: 10, volumeType: 'gp3' },
        }),
    ],
    ['a hosted zone', 0.5, (stack) => new route53.CfnHostedZone(stack, 'Zone', { name: 'a.test' })],
    ['a web ACL with a rule', 6, (stack) => acl(stack, 'AWSManagedRulesCommonRuleSet')],
    ['a fourth dashboard', 3, (stack) => dashboards(stack, 4)],
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
    [
      'a composite alarm',
      0.5,
      (stack) => new cloudwatch.CfnCompositeAlarm(stack, 'Any', { alarmRule: 'TRUE' }),
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

  test('the class is free at nothing, cents below the threshold and dollars from there on', () => {
    // 0.05 USD a month each: as fine a step as there is.
    const parameterOf = { Type: 'AWS::SSM::Parameter', Properties: { Tier: 'Advanced' } };
    const worth = (usdPerDay: number): Template => ({
      Resources: Object.fromEntries(
        Array.from({ length: Math.ceil((usdPerDay * 730) / 24 / 0.05) }, (_, number) => [
          `Parameter${number}`,
          parameterOf,
        ]),
      ),
    });
    expect(idleCost(worth(0)).class).toBe('free');
    expect(idleCost(worth(0.001)).class).toBe('cents');
    expect(idleCost(worth(dollarsFrom - 0.01)).class).toBe('cents');
    expect(idleCost(worth(dollarsFrom)).class).toBe('dollars');
    expect(idleCost(template((stack) => database(stack))).class).toBe('dollars');
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
  const good = Assertions.fromStack(build(pattern.Stack)).toJSON() as Template;

  test('a type in none of the lists is an error that names it', () => {
    const more = { Broker: { Type: 'AWS::AmazonMQ::Broker' } };
    expect(() => idleCost(good)).not.toThrow();
    expect(() => idleCost({ Resources: { ...good.Resources, ...more } })).toThrow(
      'expected AWS::AmazonMQ::Broker (Broker) in prices, byUse or neverBilled of lib/prices.ts',
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
      'Rules.0.Statement.ManagedRuleGroupStatement.Name',
      (stack) => acl(stack, 'AWSManagedRulesBotControlRuleSet'),
    ],
    [
      'AllocatedStorage of Database',
      (stack) => database(stack, { allocatedStorage: { Ref: 'Size' } as unknown as string }),
    ],
    [
      'StreamARN of Consumer',
      (stack) =>
        new kinesis.CfnStreamConsumer(stack, 'Consumer', { consumerName: 'one', streamArn: 'arn' }),
    ],
  ])('%s is refused where its price is not known', (where, fill) => {
    expect(() => idleCost(template(fill))).toThrow(`expected ${where}`);
  });
});

describe('in one sentence', () => {
  test.each<[string, (stack: Stack) => void]>([
    [
      'nothing while idle',
      (stack) => new ssm.CfnParameter(stack, 'P', { type: 'String', value: 'v' }),
    ],
    ['nothing while idle; use is billed', (stack) => new sqs.CfnQueue(stack, 'Queue')],
    [
      'nothing while idle, with 2 of the 10 alarm metrics that an account has free; use is billed',
      (stack) => {
        alarms(stack, 2);
        new sqs.CfnQueue(stack, 'Queue');
      },
    ],
    [
      'about 0.03 USD a day, 1.00 USD a month: KMS key 1.00; use comes on top',
      (stack) => new kms.CfnKey(stack, 'Key'),
    ],
    [
      'less than 0.01 USD a day, 0.05 USD a month: advanced parameter 0.05',
      (stack) => parameter(stack, 'Advanced'),
    ],
    [
      'about 0.49 USD a day, 14.78 USD a month: db.t4g.micro Single-AZ 11.68, 20 GB of SSD storage Single-AZ 2.30, 2 × secret 0.80; 1 of the 10 alarm metrics that an account has free; use comes on top',
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
  const standing: [string, Standing][] = Object.entries(prices);
  const all = [...standing.map(([type]) => type), ...Object.keys(byUse), ...neverBilled];

  test('name every type once', () => {
    expect(all.filter((type, index) => all.indexOf(type) !== index)).toEqual([]);
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

function dashboards(stack: Stack, count: number): void {
  for (let number = 0; number < count; number++) {
    new cloudwatch.CfnDashboard(stack, `Board${number}`, { dashboardBody: '{}' });
  }
}

function parameter(stack: Stack, tier: string): void {
  new ssm.CfnParameter(stack, 'Parameter', { type: 'String', value: 'v', tier });
}

function acl(stack: Stack, managedRules: string): void {
  const visibilityConfig = {
    cloudWatchMetricsEnabled: true,
    metricName: 'all',
    sampledRequestsEnabled: false,
  };
  new wafv2.CfnWebACL(stack, 'Acl', {
    defaultAction: { allow: {} },
    scope: 'REGIONAL',
    visibilityConfig,
    rules: [
      {
        name: 'managed',
        priority: 0,
        statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: managedRules } },
        overrideAction: { none: {} },
        visibilityConfig,
      },
    ],
  });
}
