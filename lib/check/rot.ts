import type { Template } from '../cloudformation/template';

/** How many days ahead an end of support counts. */
export const DAYS_AHEAD = 90;

const day = 24 * 60 * 60 * 1000;

/** Something whose support ends, or that its maker calls legacy. */
export interface Retirement {
  /** The name of the thing, as `uses` spells it: `Lambda nodejs24.x`. */
  readonly thing: string;
  /** The day from which it is retired, as YYYY-MM-DD. */
  readonly from: string;
  /** What begins on that day, in a few words. */
  readonly what: string;
  readonly source: string;
}

const lambdaRuntimes = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html';
const postgres = 'https://www.postgresql.org/support/versioning/';
const node = 'https://github.com/nodejs/release#release-schedule';

/** The day on which the table was last compared with its sources; it is good for half a year. */
export const checked = '2026-11-21';

/**
 * The dates of PostgreSQL are those of its community; RDS supports a major version at least as long.
 */
export const retirements: readonly Retirement[] = [
  ...(
    [
      ['nodejs20.x', '2026-04-30'],
      ['nodejs22.x', '2027-04-30'],
      ['nodejs24.x', '2028-04-30'],
      ['python3.13', '2029-06-30'],
      ['provided.al2023', '2029-06-30'],
    ] as const
  ).map(([runtime, from]) => ({
    thing: `Lambda ${runtime}`,
    from,
    what: 'the runtime is deprecated',
    source: lambdaRuntimes,
  })),
  ...(
    [
      ['16', '2028-11-09'],
      ['17', '2029-11-08'],
      ['18', '2030-11-14'],
    ] as const
  ).map(([version, from]) => ({
    thing: `RDS postgres ${version}`,
    from,
    what: 'the version gets no more releases',
    source: postgres,
  })),
  ...(
    [
      ['20', '2026-04-30'],
      ['22', '2027-04-30'],
      ['24', '2028-04-30'],
    ] as const
  ).map(([version, from]) => ({
    thing: `Node.js ${version}`,
    from,
    what: 'the version gets no more releases',
    source: node,
  })),
  {
    thing: 'npm aws-xray-sdk-core',
    from: '2026-02-25',
    what: 'maintenance mode, security fixes only',
    source: 'https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-daemon-timeline.html',
  },
  {
    thing: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
    from: '2022-08-25',
    what: 'legacy; AWS recommends origin access control instead',
    source:
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  },
  {
    thing: 'AWS::Events::Rule with a schedule',
    from: '2022-11-10',
    what: 'legacy; AWS recommends EventBridge Scheduler instead',
    source:
      'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html',
  },
];

/** Something retired that the project uses all the same, on purpose and for a limited time. */
export interface Acceptance {
  readonly thing: string;
  readonly reason: string;
  readonly wayOut: string;
  /** The last day of the acceptance, as YYYY-MM-DD; after it somebody has to decide again. */
  readonly until: string;
}

export const accepted: readonly Acceptance[] = [
  {
    thing: 'npm aws-xray-sdk-core',
    reason: 'The exams still ask for annotations and subsegments in its words.',
    wayOut: 'AWS Distro for OpenTelemetry, once an exam guide names it.',
    until: '2027-02-24',
  },
  {
    thing: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
    reason: 'The pattern shows it beside origin access control, which the exams ask about.',
    wayOut: 'Delete IdentityDistribution and its identity; the other distribution stays.',
    until: '2027-11-28',
  },
  {
    thing: 'AWS::Events::Rule with a schedule',
    reason: 'The exams ask for the rule, it still works, and AWS has not announced an end.',
    wayOut: 'AWS::Scheduler::Schedule, which takes the same cron expression and a time zone.',
    until: '2027-11-28',
  },
  {
    thing: 'Node.js 20',
    reason: 'Many machines still have it, and it runs only the commands, never the functions.',
    wayOut: '"engines": ">=22" in package.json, and 20 out of the CI matrix.',
    until: '2027-04-30',
  },
];

/** A thing that is used, and where. */
export interface Use {
  readonly thing: string;
  readonly where: string;
}

/**
 * The runtimes, engines and legacy resources of a template.
 * @param stack name, which the places begin with
 */
export function usesOfTemplate(stack: string, { Resources }: Pick<Template, 'Resources'>): Use[] {
  const uses: Use[] = [];
  for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
    const where = `${stack}/${id}`;
    const { Runtime, Engine, EngineVersion, ScheduleExpression } = Properties;
    if (Type === 'AWS::Lambda::Function' && Runtime !== undefined) {
      uses.push({ thing: `Lambda ${Runtime}`, where });
    }
    if (/^AWS::RDS::DB(Instance|Cluster)$/.test(Type) && Engine !== undefined) {
      // Without a version RDS takes its default, which is always a supported one.
      if (EngineVersion === undefined) continue;
      const [major] = String(EngineVersion).split('.');
      uses.push({ thing: `RDS ${Engine} ${major}`, where });
    }
    if (Type === 'AWS::Events::Rule' && ScheduleExpression !== undefined) {
      uses.push({ thing: `${Type} with a schedule`, where });
    }
    if (retirements.some(({ thing }) => thing === Type)) uses.push({ thing: Type, where });
  }
  return uses;
}

/** The part of package.json that counts here. */
export interface RotPackage {
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * The direct dependencies, and the oldest Node.js that is admitted.
 * @throws if `engines` says it in another form than `>=20`
 */
export function usesOfPackage({ engines, dependencies, devDependencies }: RotPackage): Use[] {
  const [, oldest] = /^>=(\d+)$/.exec(engines?.node ?? '') ?? [];
  if (oldest === undefined) {
    throw new Error(`expected engines.node in package.json such as >=22, got ${engines?.node}`);
  }
  return [
    { thing: `Node.js ${oldest}`, where: 'package.json, engines' },
    ...Object.keys({ ...dependencies, ...devDependencies }).map((name) => ({
      thing: `npm ${name}`,
      where: 'package.json',
    })),
  ];
}

/** Something that is wrong, or soon will be, and is not accepted. */
export interface RotFinding {
  readonly message: string;
  readonly source: string;
}

/** A retired thing that is used and accepted. */
export interface Accepted extends Acceptance {
  readonly message: string;
  readonly source: string;
}

/**
 * Compares what is used with the table.
 * @param today as YYYY-MM-DD
 * @returns as findings each thing that is retired on that day or within 90 days after it, each runtime
 *   or engine that the table does not know, each acceptance that is over or that nothing needs any more,
 *   and the table itself once nobody has checked it for half a year
 * @throws if the day is not a date
 */
export function age(
  uses: readonly Use[],
  today: string,
  table: readonly Retirement[] = retirements,
  list: readonly Acceptance[] = accepted,
): { readonly findings: readonly RotFinding[]; readonly accepted: readonly Accepted[] } {
  const now = Date.parse(today);
  if (!/^\d{4}-\d\d-\d\d$/.test(today) || Number.isNaN(now)) {
    throw new Error(`expected a date such as 2026-11-21, got ${today}`);
  }
  const places = new Map<string, string[]>();
  for (const { thing, where } of uses) places.set(thing, [...(places.get(thing) ?? []), where]);

  const findings: RotFinding[] = [];
  const old = Math.round((now - Date.parse(checked)) / day);
  if (old > 180) {
    findings.push({
      message: `${today}: the table was last checked on ${checked}, ${old} days ago: compare it with its sources`,
      source: 'lib/check/rot.ts',
    });
  }
  const known: Accepted[] = [];
  for (const [thing, where] of places) {
    const retirement = table.find((line) => line.thing === thing);
    const used = `used by ${where.join(', ')}`;
    if (retirement === undefined) {
      if (!/^(Lambda|RDS|Node\.js) /.test(thing)) continue;
      findings.push({
        message: `${today}: expected a line for ${thing} in lib/check/rot.ts, found none; ${used}`,
        source: thing.startsWith('RDS') ? postgres : thing.startsWith('N') ? node : lambdaRuntimes,
      });
      continue;
    }
    const days = Math.round((Date.parse(retirement.from) - now) / day);
    if (days > DAYS_AHEAD) continue;
    const when = days > 0 ? `in ${days} days` : days === 0 ? 'today' : `${-days} days ago`;
    const message = `${today}: ${thing}: ${retirement.what} from ${retirement.from}, ${when}; ${used}`;
    const acceptance = list.find((one) => one.thing === thing);
    if (acceptance && acceptance.until >= today) {
      known.push({ ...acceptance, message, source: retirement.source });
    } else {
      const over = acceptance ? `; it was accepted until ${acceptance.until}` : '';
      findings.push({ message: `${message}${over}`, source: retirement.source });
    }
  }
  for (const { thing } of list) {
    if (known.some((one) => one.thing === thing)) continue;
    if (findings.some(({ message }) => message.includes(`: ${thing}: `))) continue;
    findings.push({
      message: `${today}: ${thing} is accepted, but no longer used or not yet retired: take it off the list`,
      source: 'lib/check/rot.ts',
    });
  }
  return { findings, accepted: known };
}

/**
 * The warnings among what synth prints: deprecated APIs of the CDK, its annotations, its rules.
 * @param printed by `cdk synth -q`, both streams
 */
export function warnings(printed: string): string[] {
  return printed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /deprecat|\[?\bwarn(ing)?\b|will be removed/i.test(line));
}

/**
 * The highest cloud assembly schema that a CDK CLI reads.
 * @param bundle text of lib/index.js of the package aws-cdk, which has the schema's version.json inside
 * @throws if the bundle has none
 */
export function schemaOfCli(bundle: string): number {
  const [, revision] =
    /cloud-assembly-schema\/schema\/version\.json"\([\s\S]{0,600}?revision: ?(\d+)/.exec(bundle) ??
    [];
  if (revision === undefined) {
    throw new Error(
      'expected cloud-assembly-schema/schema/version.json with a revision in the bundle of aws-cdk, found none',
    );
  }
  return Number(revision);
}

/**
 * Whether the CLI reads what the library writes; it reads every older schema.
 * @param written `version` of an assembly, such as 55.0.0
 * @param read highest revision that the CLI knows
 * @returns what is wrong, or undefined
 */
export function misfit(written: string, read: number): string | undefined {
  const revision = Number(written.split('.')[0]);
  if (!(revision > 0)) throw new Error(`expected a version such as 55.0.0, got ${written}`);
  return revision > read
    ? `aws-cdk-lib writes cloud assembly schema ${revision}, aws-cdk reads up to ${read}: update aws-cdk`
    : undefined;
}

/** Packages that their authors have deprecated, as npm wrote it into package-lock.json at install. */
export function deprecatedInLock(lock: {
  readonly packages?: Readonly<Record<string, { readonly deprecated?: string }>>;
}): Map<string, string> {
  return new Map(
    Object.entries(lock.packages ?? {}).flatMap(([path, { deprecated }]) =>
      deprecated ? [[path.replace(/^.*node_modules\//, ''), deprecated]] : [],
    ),
  );
}
