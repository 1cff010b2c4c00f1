import type { Resource, Template } from '../cloudformation/template';
import type { Exam } from '../model/exam';
import { byUse, hoursPerMonth, neverBilled, type Price, prices, unpriced } from './prices';

/** One thing that is billed while nobody uses it. */
export interface CostLine {
  readonly logicalId: string;
  readonly type: string;
  /** How much of what, such as `20 GB of SSD storage Single-AZ`. */
  readonly what: string;
  /** What its price is for, such as `hour` or `GB-month`. */
  readonly unit: string;
  /** 0 where the share that every account has for nothing covers it. */
  readonly usdPerMonth: number;
}

/** A share that is free without an end, once per account: another stack may have used it up. */
export interface FreeShare {
  readonly item: string;
  readonly used: number;
  readonly of: number;
}

export interface IdleCost {
  readonly lines: readonly CostLine[];
  readonly usdPerDay: number;
  /** Of 730 hours. */
  readonly usdPerMonth: number;
  readonly class: Exam['cost'];
  readonly freeShares: readonly FreeShare[];
  /** What use adds, in words, one sentence per service. */
  readonly grows: readonly string[];
}

/**
 * From how many USD a day a stack is in class `opt-in`; below, it is in `cents`, and in `free` only
 * at exactly 0. The smallest database (0.46 USD a day) is above it: what costs about ten dollars when
 * it is forgotten for a month is deployed on request only.
 */
export const optInFrom = 0.3;

/**
 * What stacks cost while nobody uses them, by the prices of `prices.ts`. Every resource counts, also
 * under a condition. Several templates share what is free once per account.
 * @throws if a type, a class of machine or a billed property is in none of the lists of prices.ts,
 *   or a number that the price depends on is no literal
 */
export function idleCost(...templates: readonly Template[]): IdleCost {
  const lines: CostLine[] = [];
  const grows = new Set<string>();
  const shares = new Map<string, FreeShare>();

  for (const template of templates) {
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      const type = resource.Type;
      const here = new Found(template, logicalId, resource);
      refuseUnpriced(here);
      const standing = isStanding(type) ? prices[type] : undefined;
      const growth = standing && 'grows' in standing ? standing.grows : byUse[type]?.grows;
      if (growth !== undefined) grows.add(growth);
      if (!standing && !byUse[type] && !neverBilled.has(type) && !type.startsWith('Custom::')) {
        throw new Error(
          `expected ${type} (${logicalId}) in prices, byUse or neverBilled of lib/cost/prices.ts: whether it costs anything while idle is not known yet`,
        );
      }
      if (!isStanding(type)) continue;
      for (const { item, quantity } of meters[type](here)) {
        if (quantity === 0) continue;
        const price = priceOf(type, item, here);
        const share = shares.get(item);
        const free = Math.min(quantity, (price.free ?? 0) - (share?.used ?? 0));
        if (price.free !== undefined) {
          shares.set(item, { item, used: (share?.used ?? 0) + free, of: price.free });
        }
        lines.push({
          logicalId,
          type,
          what: amount(quantity, item),
          unit: price.unit,
          usdPerMonth: (quantity - free) * price.usd * timesPerMonth(price),
        });
      }
    }
  }

  const usdPerMonth = lines.reduce((sum, line) => sum + line.usdPerMonth, 0);
  const usdPerDay = (usdPerMonth * 24) / hoursPerMonth;
  return {
    lines,
    usdPerDay,
    usdPerMonth,
    class: usdPerMonth === 0 ? 'free' : usdPerDay < optInFrom ? 'cents' : 'opt-in',
    freeShares: [...shares.values()],
    grows: [...grows].sort(),
  };
}

/**
 * The idle cost in one line, without a full stop: `nothing while idle; you pay for use`, or
 * `about 0.03 USD a day, 1.00 USD a month: KMS key 1.00; you also pay for use`.
 */
export function costSentence(...templates: readonly Template[]): string {
  const cost = idleCost(...templates);
  const free = cost.freeShares
    .map(({ item, used, of }) => `${used} of the ${of} ${plural(item)} that are free per account`)
    .join(' and ');
  if (cost.class === 'free') {
    const use = cost.grows.length > 0 ? '; you pay for use' : '';
    return `nothing while idle${free && `, because it uses only ${free}`}${use}`;
  }
  const sums = new Map<string, { count: number; usd: number }>();
  for (const { what, usdPerMonth } of cost.lines) {
    const { count, usd } = sums.get(what) ?? { count: 0, usd: 0 };
    sums.set(what, { count: count + 1, usd: usd + usdPerMonth });
  }
  const parts = [...sums]
    .filter(([, { usd }]) => usd > 0)
    .sort(([, a], [, b]) => b.usd - a.usd)
    .map(([what, { count, usd }]) => `${count > 1 ? `${count} × ` : ''}${what} ${money(usd)}`);
  const day = cost.usdPerDay < 0.005 ? 'less than 0.01' : `about ${money(cost.usdPerDay)}`;
  const use = cost.grows.length > 0 ? '; you also pay for use' : '';
  return `${day} USD a day, ${money(cost.usdPerMonth)} USD a month: ${parts.join(', ')}${free && `; ${free}`}${use}`;
}

type StandingType = keyof typeof prices;

const isStanding = (type: string): type is StandingType => Object.hasOwn(prices, type);

/** So much of an item. */
interface Measure {
  readonly item: string;
  readonly quantity: number;
}

/** A resource with the template around it; every method throws an error that says where it looked. */
class Found {
  constructor(
    private readonly template: Template,
    readonly logicalId: string,
    readonly resource: Resource,
  ) {}

  /** The value at a path with dots, undefined where there is none. */
  at(path: string): unknown {
    return path
      .split('.')
      .reduce<unknown>(
        (node, name) => (isRecord(node) ? node[name] : undefined),
        this.resource.Properties,
      );
  }

  number(path: string, otherwise?: number): number {
    const value = this.at(path) ?? otherwise;
    // CloudFormation takes numbers in quotes as well.
    const number = typeof value === 'string' && value.trim() ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    throw this.unexpected(path, 'a number', value);
  }

  text(path: string, otherwise?: string): string {
    const value = this.at(path) ?? otherwise;
    if (typeof value === 'string') return value;
    throw this.unexpected(path, 'a string', value);
  }

  /** A list of objects or strings; an absent one is empty. */
  list(path: string): readonly unknown[] {
    const value = this.at(path) ?? [];
    if (Array.isArray(value)) return value;
    throw this.unexpected(path, 'a list', value);
  }

  true(path: string): boolean {
    const value = this.at(path);
    return value === true || value === 'true';
  }

  /** How many resources of a type the same template has. */
  count(type: string): number {
    return Object.values(this.template.Resources).filter(({ Type }) => Type === type).length;
  }

  /** The resource of the same template that a property refers to. */
  target(path: string): Found {
    const value = this.at(path);
    const reference = isRecord(value) ? (value.Ref ?? value['Fn::GetAtt']) : undefined;
    const id = Array.isArray(reference) ? reference[0] : reference;
    const resource = typeof id === 'string' ? this.template.Resources?.[id] : undefined;
    if (typeof id === 'string' && resource) return new Found(this.template, id, resource);
    throw this.unexpected(path, 'a reference to a resource of the template', value);
  }

  unexpected(path: string, wanted: string, value: unknown): Error {
    const { Type } = this.resource;
    return new Error(
      `expected ${path} of ${this.logicalId} (${Type}) to be ${wanted} for its price, got ${JSON.stringify(value)}`,
    );
  }
}

/** How much of each item there is while nobody uses it. */
const meters: Record<StandingType, (found: Found) => readonly Measure[]> = {
  'AWS::AccessAnalyzer::Analyzer': (analyzer) =>
    // The other types of analyzers are free, or have a price that nobody here needs.
    analyzer.text('Type') === 'ACCOUNT_UNUSED_ACCESS'
      ? [
          {
            item: 'role under an unused access analyzer',
            quantity: analyzer.count('AWS::IAM::Role'),
          },
        ]
      : [],
  'AWS::ApiGateway::Stage': (stage) =>
    stage.true('CacheClusterEnabled')
      ? [one(`cache of ${stage.text('CacheClusterSize', '0.5')} GB`)]
      : [],
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::Dashboard': () => [one('dashboard')],
  'AWS::DynamoDB::Table': tableCapacity,
  'AWS::EC2::EIP': () => [one('public IPv4 address')],
  'AWS::EC2::NatGateway': () => [one('NAT gateway')],
  'AWS::EC2::VPCEndpoint': (endpoint) => {
    if (endpoint.at('VpcEndpointType') !== 'Interface') return [];
    const zones = endpoint.at('SubnetIds');
    const quantity = Array.isArray(zones) ? zones.length : 1;
    return [{ item: 'interface endpoint in one zone', quantity }];
  },
  'AWS::KMS::Key': () => [one('KMS key')],
  'AWS::Lambda::Alias': provisionedConcurrency,
  'AWS::Lambda::Version': provisionedConcurrency,
  'AWS::RDS::DBInstance': databaseInstance,
  'AWS::Route53::HealthCheck': (check) => {
    const type = check.at('HealthCheckConfig.Type');
    if (type !== 'CLOUDWATCH_METRIC') {
      throw new Error(`expected a health check of an alarm (${check.logicalId}), got ${type}`);
    }
    return [one('health check of an alarm')];
  },
  'AWS::Route53::HostedZone': () => [one('hosted zone')],
  'AWS::SecretsManager::Secret': (secret) => [
    { item: 'secret', quantity: 1 + secret.list('ReplicaRegions').length },
  ],
};

const one = (item: string): Measure => ({ item, quantity: 1 });

/** An alarm is billed by the metrics that it looks at; an expression over them is free. */
function alarm(found: Found): readonly Measure[] {
  const queries = [...found.list('Metrics').keys()].map((index) => `Metrics.${index}`);
  const expressions = queries.map((query) => String(found.at(`${query}.Expression`) ?? ''));
  const listed = queries.filter((query) => found.at(`${query}.MetricStat`) !== undefined).length;
  const metrics = queries.length === 0 ? 1 : listed;
  const isQuick = ['Period', ...queries.map((query) => `${query}.MetricStat.Period`)].some(
    (path) => found.number(path, 60) < 60,
  );
  if (expressions.some((expression) => expression.includes('ANOMALY_DETECTION_BAND'))) {
    // Three for each: the metric itself and the two edges of the band.
    const quantity = 3 * metrics;
    return [
      { item: `alarm metric of ${isQuick ? 'high resolution' : 'a query or a band'}`, quantity },
    ];
  }
  return [
    { item: `alarm metric${isQuick ? ' of high resolution' : ''}`, quantity: metrics },
    {
      // A query is billed by the metrics that it finds: one at the least.
      item: 'alarm metric of a query or a band',
      quantity: expressions.filter((expression) => /^\s*SELECT\b/i.test(expression)).length,
    },
  ];
}

function tableCapacity(table: Found): readonly Measure[] {
  if (table.text('BillingMode', 'PROVISIONED') !== 'PROVISIONED') return [];
  const indexes = [...table.list('GlobalSecondaryIndexes').keys()];
  const owners = ['', ...indexes.map((index) => `GlobalSecondaryIndexes.${index}.`)];
  const units = (kind: 'Read' | 'Write') =>
    owners.reduce(
      (sum, owner) => sum + table.number(`${owner}ProvisionedThroughput.${kind}CapacityUnits`),
      0,
    );
  return [
    { item: 'read capacity unit', quantity: units('Read') },
    { item: 'write capacity unit', quantity: units('Write') },
  ];
}

function provisionedConcurrency(published: Found): readonly Measure[] {
  const path = 'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions';
  const copies = published.number(path, 0);
  if (copies === 0) return [];
  const lambda = published.target('FunctionName');
  return [
    {
      item: `GB of provisioned concurrency, ${String(lambda.at('Architectures.0') ?? 'x86_64')}`,
      quantity: (copies * lambda.number('MemorySize', 128)) / 1024,
    },
  ];
}

function databaseInstance(database: Found): readonly Measure[] {
  const zones = database.true('MultiAZ') ? 'Multi-AZ' : 'Single-AZ';
  return [
    one(`${database.text('DBInstanceClass')} ${zones}`),
    { item: `GB of SSD storage ${zones}`, quantity: database.number('AllocatedStorage') },
  ];
}

function refuseUnpriced(found: Found): void {
  for (const [path, fine] of Object.entries(unpriced[found.resource.Type] ?? {})) {
    const value = found.at(path);
    if (value === undefined || value === false) continue;
    if ((typeof value === 'string' || typeof value === 'number') && fine.includes(value)) continue;
    throw found.unexpected(path, ['absent', ...fine].join(' or '), value);
  }
}

function priceOf(type: StandingType, item: string, found: Found): Price {
  const items: Readonly<Record<string, Price>> = prices[type].items;
  const price = items[item];
  if (price) return price;
  throw new Error(
    `expected a price of '${item}' for ${found.logicalId} in lib/cost/prices.ts, which knows for ${type}: ${Object.keys(items).join(', ')}`,
  );
}

function timesPerMonth({ unit }: Price): number {
  if (unit.endsWith('month')) return 1;
  return unit.endsWith('hour') ? hoursPerMonth : hoursPerMonth * 3600;
}

function amount(quantity: number, item: string): string {
  if (/^(GB|vCPU) /.test(item)) return `${Number(quantity.toFixed(3))} ${item}`;
  return quantity === 1 ? item : `${Number(quantity.toFixed(3))} × ${item}`;
}

const plural = (item: string) => `${item}s`;
const money = (usd: number) => usd.toFixed(2);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
