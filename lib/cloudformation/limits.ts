import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';

interface Limit {
  readonly rule: string;
  readonly type: string;
  readonly property: string;
  /** What is wrong with a value, or undefined. */
  readonly objection: (value: unknown, properties: Properties) => string | undefined;
  readonly source: string;
}

type Properties = Readonly<Record<string, unknown>>;

const within = (least: number, most: number, unit: string) => (value: unknown) =>
  typeof value === 'number' && (value < least || value > most)
    ? `expected ${least} to ${most} ${unit}, got ${value}`
    : undefined;

/** The netmask of a block of IPv4 addresses has so many bits; the objection to another one. */
const netmask = (block: unknown) => {
  const bits = Number(/\/(\d+)$/.exec(String(block))?.[1] ?? Number.NaN);
  return bits < 16 || bits > 28 ? `expected a block of /16 to /28, got ${block}` : undefined;
};

/** Limits that an exam asks about and that the validation rules of the library do not check. */
const limits: readonly Limit[] = [
  {
    rule: 'IntegrationTimeout',
    type: 'AWS::ApiGateway::Method',
    property: 'Integration.TimeoutInMillis',
    // A Regional or private API can have more after a quota increase, which no template can request.
    objection: within(50, 29_000, 'milliseconds'),
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  },
  {
    rule: 'EphemeralStorage',
    type: 'AWS::Lambda::Function',
    property: 'EphemeralStorage.Size',
    objection: within(512, 10_240, 'MB'),
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html',
  },
  {
    rule: 'EnvironmentSize',
    type: 'AWS::Lambda::Function',
    property: 'Environment.Variables',
    objection: (variables) => {
      const bytes = Buffer.byteLength(JSON.stringify(variables));
      return bytes > 4096 ? `expected at most 4096 bytes of variables, got ${bytes}` : undefined;
    },
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  },
  {
    rule: 'StreamViewType',
    type: 'AWS::DynamoDB::Table',
    property: 'StreamSpecification.StreamViewType',
    objection: (value) => {
      const types = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];
      return types.includes(String(value))
        ? undefined
        : `expected ${types.join(', ')}, got ${value}`;
    },
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-streamspecification.html',
  },
  {
    rule: 'DeduplicationNeedsFifo',
    type: 'AWS::SQS::Queue',
    property: 'ContentBasedDeduplication',
    objection: (value, { FifoQueue }) =>
      value === true && FifoQueue !== true
        ? 'expected a FIFO queue, got a standard one'
        : undefined,
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html',
  },
  {
    rule: 'AlarmPeriod',
    type: 'AWS::CloudWatch::Alarm',
    property: 'Period',
    objection: (value) =>
      typeof value === 'number' && ![10, 20, 30].includes(value) && (value < 60 || value % 60 !== 0)
        ? `expected 10, 20, 30 or a multiple of 60 seconds, got ${value}`
        : undefined,
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html',
  },
  {
    rule: 'FlowLogInterval',
    type: 'AWS::EC2::FlowLog',
    property: 'MaxAggregationInterval',
    objection: (value) =>
      value === 60 || value === 600 ? undefined : `expected 60 or 600 seconds, got ${value}`,
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html',
  },
  {
    rule: 'GeoproximityBias',
    type: 'AWS::Route53::RecordSetGroup',
    property: 'RecordSets',
    objection: (sets) =>
      (sets as { GeoProximityLocation?: { Bias?: unknown } }[])
        .map(({ GeoProximityLocation: { Bias } = {} }) => within(-99, 99, 'as a bias')(Bias))
        .find((objection) => objection !== undefined),
    source:
      'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geoproximity.html',
  },
  {
    rule: 'VpcBlock',
    type: 'AWS::EC2::VPC',
    property: 'CidrBlock',
    objection: netmask,
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  },
  {
    rule: 'SubnetBlock',
    type: 'AWS::EC2::Subnet',
    property: 'CidrBlock',
    objection: netmask,
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
  },
  {
    // AWS accepts it. Then nobody can delete an object, not even AWS, and the account pays until the end of the period.
    rule: 'ComplianceTrap',
    type: 'AWS::S3::Bucket',
    property: 'ObjectLockConfiguration.Rule.DefaultRetention',
    objection: (value) => {
      const { Mode, Days, Years } = value as { Mode?: string; Days?: number; Years?: number };
      return Mode !== 'GOVERNANCE' && (Years !== undefined || Days !== 1)
        ? `expected GOVERNANCE, or COMPLIANCE for one day, got ${JSON.stringify(value)}`
        : undefined;
    },
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
  },
  {
    rule: 'ExpressCallback',
    type: 'AWS::StepFunctions::StateMachine',
    property: 'StateMachineType',
    objection: (value, { Definition }) =>
      value === 'EXPRESS' && JSON.stringify(Definition ?? {}).includes('.waitForTaskToken')
        ? 'expected STANDARD for a task that waits for a token, got EXPRESS'
        : undefined,
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html',
  },
];

/** Refuses at synth what AWS would refuse at deployment and the library lets pass. */
export class ExamLimits implements IPolicyValidationPlugin {
  readonly name = 'Exam limits';
  readonly ruleIds = limits.map(({ rule }) => rule);

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = templatePaths.flatMap((templatePath): PolicyViolation[] => {
      const { Resources = {} } = JSON.parse(readFileSync(templatePath, 'utf8')) as {
        Resources?: Record<string, { Type: string; Properties?: Properties }>;
      };
      return Object.entries(Resources).flatMap(([resourceLogicalId, { Type, Properties = {} }]) =>
        objections(Type, Properties).map(({ rule, property, objection, source }) => ({
          ruleName: rule,
          description: `${property}: ${objection}`,
          fix: source,
          severity: 'error',
          violatingResources: [
            { resourceLogicalId, templatePath, locations: [`Properties.${property}`] },
          ],
        })),
      );
    });
    return { success: violations.length === 0, violations };
  }
}

function objections(type: string, properties: Properties) {
  return limits
    .filter((limit) => limit.type === type)
    .flatMap(({ rule, property, objection: check, source }) => {
      const value = property
        .split('.')
        .reduce<unknown>((node, key) => (node as Properties | undefined)?.[key], properties);
      const objection = value === undefined ? undefined : check(value, properties);
      return objection === undefined ? [] : [{ rule, property, objection, source }];
    });
}
