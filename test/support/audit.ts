import { checked, retirements } from '../../lib/check/rot';
import type { Template } from '../../lib/cloudformation/template';
import { type Statement, statements } from '../../lib/cloudformation/template';

/** What a stack may leave behind, and why; everything else goes with `cdk destroy`. */
export const kept: Readonly<Record<string, string>> = {
  'RdsScheduledSnapshot/Database':
    'CloudFormation takes a final snapshot of a database instance: that is the exam setting',
};

/** Actions for which AWS knows no narrower resource than `*`. */
const withoutResource: Readonly<Record<string, string>> = {
  'cloudwatch:PutMetricData': 'a metric has no ARN, and the key cloudwatch:namespace limits it',
  'xray:PutTraceSegments': 'X-Ray has no resource type for segments',
  'xray:PutTelemetryRecords': 'X-Ray has no resource type for telemetry',
  'xray:GetSamplingRules': 'X-Ray takes no ARN of a rule here',
  'xray:GetSamplingTargets': 'X-Ray takes no ARN of a rule here',
  'dynamodb:ListStreams': 'the list has no ARN of its own',
  'logs:CreateLogDelivery': 'a delivery that a service sets up has no ARN',
  'logs:GetLogDelivery': 'a delivery that a service sets up has no ARN',
  'logs:UpdateLogDelivery': 'a delivery that a service sets up has no ARN',
  'logs:DeleteLogDelivery': 'a delivery that a service sets up has no ARN',
  'logs:ListLogDeliveries': 'a delivery that a service sets up has no ARN',
  'logs:PutResourcePolicy': 'the policies for logs belong to the account and Region',
  'logs:DescribeResourcePolicies': 'the policies for logs belong to the account and Region',
  'logs:DescribeLogGroups': 'Step Functions asks for all groups',
  'sts:DecodeAuthorizationMessage': 'an encoded message has no ARN',
};

/** What may name all resources of one kind in this account and Region. */
const ofOneKind: Readonly<Record<string, string>> = {
  // AWS does not say whether CodeDeploy asks for one alarm or for all.
  'cloudwatch:DescribeAlarms':
    'arn:<AWS.Partition>:cloudwatch:<AWS.Region>:<AWS.AccountId>:alarm:*',
};

/** Versions that stay when an update publishes the next one; the function takes them with it. */
const keptVersions = ['RestApiTracing/OrderHandler/CurrentVersion'];

/** A runtime, engine or resource type that AWS has retired or will not sell to a new account. */
const retiredTypes =
  /^AWS::(OpsWorks|CodeStar|Cloud9|QLDB|DataPipeline|KinesisAnalytics|SimpleDB|WorkDocs|Lookout\w*|FinSpace|RoboMaker|IoT1Click|IoTAnalytics|EvidentlyApp|Evidently|AppMesh|Pinpoint|NimbleStudio|ElasticTranscoder|MediaStore|S3ObjectLambda|CodeCatalyst|Timestream::InfluxDBInstance|DAX|Forecast|HoneyCode)\b/;
/** The runtimes with a date in the table of `npm run rot`, where that date is still ahead. */
const liveRuntimes = retirements
  .filter(({ thing, from }) => thing.startsWith('Lambda ') && from > checked)
  .map(({ thing }) => thing.slice('Lambda '.length));

/** A table of numbers in a template, by name, first and second key. */
type Mappings = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>
>;

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: as deep and as various as CloudFormation itself.
  readonly Properties: Record<string, any>;
}
type Resources = readonly (readonly [string, Resource])[];
type Paths = Readonly<Record<string, string>>;

/**
 * Every way in which a template breaks a rule that holds for all stacks, one line each.
 * @param paths the construct path of each logical id, such as `RdsScheduledSnapshot/Database`
 */
export function violations(template: Template, paths: Paths = {}): string[] {
  const { Mappings: mappings = {} } = template as { readonly Mappings?: Mappings };
  const resources = Object.entries(template.Resources).map(
    ([id, resource]) => [id, { Properties: {}, ...resource }] as const,
  );
  return [
    ...leftBehind(resources, paths),
    ...logging(resources, mappings),
    ...statements(template).flatMap(permission),
    ...wiring(resources),
    ...delegation(resources),
    ...plainHttp(resources),
    ...unencrypted(resources),
    ...exposed(resources),
    ...retired(resources),
  ];
}

/** A number, or the largest that a lookup in a mapping can find. */
function longest(value: unknown, mappings: Mappings): number {
  const [name, , key] = Object(value)['Fn::FindInMap'] ?? [];
  const found = Object.values(mappings[name] ?? {}).map((row) => row[key] ?? Number.NaN);
  return found.length > 0 ? Math.max(...found) : Number(value ?? Number.NaN);
}

function leftBehind(resources: Resources, paths: Paths): string[] {
  return resources.flatMap(([id, { Type, DeletionPolicy, UpdateReplacePolicy, Properties }]) => {
    const snapshotByDefault =
      /^AWS::RDS::DB(Instance|Cluster)$/.test(Type) && !Properties.DBClusterIdentifier;
    const policies = {
      DeletionPolicy: DeletionPolicy ?? (snapshotByDefault ? 'Snapshot' : 'Delete'),
      UpdateReplacePolicy: UpdateReplacePolicy ?? 'Delete',
    };
    const path = (paths[id] ?? id).replace(/\/Resource$/, '');
    const allowed = keptVersions.includes(path)
      ? ['Retain']
      : kept[path]
        ? ['Delete', 'Snapshot']
        : ['Delete'];
    return Object.entries(policies)
      .filter(([, policy]) => !allowed.includes(policy))
      .map(([name, policy]) => `${path}: expected ${name} ${allowed.join(' or ')}, got ${policy}`);
  });
}

function logging(resources: Resources, mappings: Mappings): string[] {
  const groups = new Map(resources.filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup'));
  const found: string[] = [];
  for (const [id, { Type, Properties }] of resources) {
    if (Type === 'AWS::Lambda::Function' && !groups.has(Properties.LoggingConfig?.LogGroup?.Ref))
      found.push(`${id}: expected a log group of this stack`);
    if (Type === 'AWS::StepFunctions::StateMachine') {
      const { Level = 'OFF', Destinations: [to] = [] } = Properties.LoggingConfiguration ?? {};
      const arn = to?.CloudWatchLogsLogGroup?.LogGroupArn;
      if (Level === 'OFF' || ![...groups.keys()].some((group) => refersTo(arn, group)))
        found.push(`${id}: expected a log of its events in a group of this stack`);
    }
    const days = longest(Properties.RetentionInDays, mappings);
    if (Type === 'AWS::Logs::LogGroup' && !(days <= 30))
      found.push(`${id}: expected RetentionInDays of at most 30, got ${days}`);
    // Those of the stack itself are policies like any other, and looked at as such.
    const managed = [Properties.ManagedPolicyArns ?? []].flat();
    if (managed.some((arn) => !resources.some(([other]) => refersTo(arn, other))))
      found.push(`${id}: expected no managed policy, because it allows more than the role needs`);
  }
  if (JSON.stringify(resources).includes('logs:CreateLogGroup'))
    found.push('expected no logs:CreateLogGroup: the group would come back after destroy');
  return found;
}

/** Keys of a condition that leave one account, organization or network of everybody. */
const whoOrWhere =
  /"aws:(SourceAccount|SourceOrgID|SourceVpce?|SourceIp|PrincipalOrgID|PrincipalAccount|PrincipalArn)"/i;
const forWhom = /"(aws:(SourceAccount|SourceArn|SourceOrgID)|kms:EncryptionContext:aws:logs:arn)"/i;

function permission(statement: Statement): string[] {
  const { path, Effect, Action, Resource: on, Principal, Condition } = statement;
  if (Effect !== 'Allow') return [];
  const place = path.slice(1).join('.');
  const found: string[] = [];
  const expect = (what: string) => found.push(`${place}: expected ${what}`);
  const trust = path.includes('AssumeRolePolicyDocument');
  const key = path.includes('KeyPolicy');
  const actions = [Action ?? []].flat();

  if (actions.length === 0 || 'NotResource' in statement || 'NotPrincipal' in statement)
    expect('Action, Resource and Principal, and none of their opposites');
  for (const action of actions) {
    if (trust && !/^sts:(AssumeRole|TagSession$|SetSourceIdentity$)/.test(action))
      expect(`sts:AssumeRole, got ${action}`);
    // The key policy that names the account's own administrators is the only way to a usable key.
    if (key && action === 'kms:*' && path.at(-1) === '0') continue;
    if (!/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/.test(action)) expect(`an exact action, got ${action}`);
    // Without it, whatever was ever encrypted under the key is within reach.
    if (
      /^kms:(Encrypt|Decrypt|ReEncrypt|GenerateDataKey)/.test(action) &&
      !key &&
      !/"kms:(EncryptionContext:[^"]+|ViaService)"/.test(JSON.stringify(Condition ?? ''))
    )
      expect(`a condition on the encryption context or the service for ${action}`);
    // Otherwise a role can get more permissions than the one who creates or passes it.
    if (
      /^iam:(CreateRole|(Attach|Put)RolePolicy|PutRolePermissionsBoundary)$/.test(action) &&
      !Object.hasOwn(Object(Condition).StringEquals ?? {}, 'iam:PermissionsBoundary')
    )
      expect(`a condition on iam:PermissionsBoundary for ${action}`);
    if (
      action === 'iam:PassRole' &&
      !Object.hasOwn(Object(Condition).StringEquals ?? {}, 'iam:PassedToService')
    )
      expect('a condition on iam:PassedToService for iam:PassRole');
    if (
      action === 'cloudwatch:PutMetricData' &&
      !/"cloudwatch:namespace"/.test(JSON.stringify(Condition ?? ''))
    )
      expect('a condition on cloudwatch:namespace');
    for (const arn of [on ?? []].flat().map(spell)) {
      // Of every resource of a service, or of one kind: `arn:…:*`, `arn:…:table/*`.
      const whole = arn === '*' || /^(arn:[^:]*|\*):[^:]*:[^:]*:[^:]*:([\w-]+[:/])?\*/.test(arn);
      const known = arn === '*' ? withoutResource[action] !== undefined : ofOneKind[action] === arn;
      if (whole && !key && !(known && !Principal))
        expect(`an exact resource of ${action}, got ${arn}`);
      // The name of a bucket says nothing of its owner: a stranger may have it.
      if (
        /^arn:[^:]*:s3:::/.test(arn) &&
        !JSON.stringify(Condition ?? '').includes('ResourceAccount')
      )
        expect(`a condition on aws:ResourceAccount, for ${arn} is not of this stack`);
    }
  }

  const condition = JSON.stringify(Condition ?? {});
  const principals = Object.entries(
    typeof Principal === 'object' && Principal !== null ? Principal : { AWS: Principal ?? [] },
  ).flatMap(([kind, names]) => [names].flat().map((name) => ({ kind, name })));
  if (principals.some(({ name }) => name === '*') && (trust || !whoOrWhere.test(condition)))
    expect('a principal, or a condition that says who or from where, got everybody');
  if (principals.length > 1 && Condition === undefined)
    expect(`one principal or a condition, got ${principals.length} principals`);
  // These services serve every account, so the trust has to name the account they may act for.
  const deputies = principals.some(({ name }) => /^(ssm|states)\.amazonaws\.com$/.test(name));
  if (trust && deputies && !forWhom.test(condition))
    expect('a condition on aws:SourceAccount for Step Functions or Systems Manager');
  // Otherwise the service would act for a resource of any account (the confused deputy).
  const service = principals.some(
    ({ kind, name }) =>
      kind === 'Service' &&
      (!trust || /^(scheduler|rolesanywhere|vpc-flow-logs)\.amazonaws\.com$/.test(name)),
  );
  // A token that was meant for somebody else must not do.
  if (principals.some(({ kind }) => kind === 'Federated') && !/:aud"/i.test(condition))
    expect('a condition on the audience of the identity provider');
  if (service && !forWhom.test(condition)) expect('a condition on aws:SourceArn for the service');
  return found;
}

/** A function has a role to itself, and it is this stack that says what function and role belong to. */
function wiring(resources: Resources): string[] {
  const found: string[] = [];
  const logicalIds = resources.map(([id]) => id);
  const isOurs = (value: unknown) => logicalIds.some((id) => refersTo(value, id));
  const users = new Map<string, string>();
  for (const [id, { Type, Properties }] of resources) {
    const ours: [string, unknown][] = [];
    if (Type === 'AWS::Lambda::Function') {
      const [role = '', Role] = resources.find(([other]) => refersTo(Properties.Role, other)) ?? [];
      const trusted = (Role?.Properties.AssumeRolePolicyDocument?.Statement ?? []).some(
        ({ Effect, Principal }: Statement) =>
          Effect === 'Allow' && JSON.stringify(Principal) === '{"Service":"lambda.amazonaws.com"}',
      );
      if (!trusted) found.push(`${id}: expected a role of this stack that Lambda may assume`);
      else if (users.has(role))
        found.push(`${id}: expected a role that ${users.get(role)} has not`);
      users.set(role, id);
      const variables: Record<string, unknown> = Properties.Environment?.Variables ?? {};
      ours.push(...Object.entries(variables).filter(([name]) => /_(URL|NAME|ARN)$/.test(name)));
    }
    if (Type === 'AWS::Lambda::EventSourceMapping') {
      const { EventSourceArn, FunctionName } = Properties;
      ours.push(...Object.entries({ EventSourceArn, FunctionName }));
    }
    if (Type === 'AWS::IAM::Policy') {
      ours.push(
        ...[Properties.Roles ?? []].flat().map((role): [string, unknown] => ['Roles', role]),
      );
    }
    for (const [name, value] of ours) {
      if (!isOurs(value))
        found.push(`${id}: expected ${name} to be of this stack, got ${spell(value)}`);
    }
  }
  return found;
}

/** Whether a value has a reference to a resource in it. */
function refersTo(value: unknown, id: string): boolean {
  const text = JSON.stringify(value ?? '');
  return text.includes(`{"Ref":"${id}"}`) || text.includes(`{"Fn::GetAtt":["${id}",`);
}

/** A principal that may create roles must not lift their boundary, and a member of a group assumes a role by name. */
function delegation(resources: Resources): string[] {
  const lifting = [
    'iam:CreatePolicyVersion',
    'iam:DeleteRolePermissionsBoundary',
    'iam:SetDefaultPolicyVersion',
  ];
  const statementsOf = ({ Properties }: Resource): readonly Statement[] =>
    [Properties.PolicyDocument?.Statement ?? []].flat();
  const actionsOf = (statements: readonly Statement[], effect: string) =>
    statements
      .filter(({ Effect }) => Effect === effect)
      .flatMap(({ Action }) => [Action ?? []].flat());
  const found: string[] = [];
  for (const [id, resource] of resources) {
    const denied = actionsOf(statementsOf(resource), 'Deny');
    if (actionsOf(statementsOf(resource), 'Allow').includes('iam:CreateRole')) {
      for (const action of lifting.filter((one) => !denied.includes(one)))
        found.push(`${id}: expected that it denies ${action}`);
    }
    // The partner has many customers, and must not act for one in the name of another.
    if (resource.Type === 'AWS::IAM::Role') {
      const assumed = resources.some(
        ([, other]) =>
          other.Properties.Roles &&
          statementsOf(other).some(
            ({ Action, Resource: on }) =>
              [Action].flat().includes('sts:AssumeRole') && refersTo(on, id),
          ),
      );
      const trust = JSON.stringify(resource.Properties.AssumeRolePolicyDocument);
      if (assumed && !trust.includes('"sts:ExternalId"'))
        found.push(`${id}: expected a condition on sts:ExternalId`);
    }
    if (resource.Type !== 'AWS::IAM::Group') continue;
    const { ManagedPolicyArns = [] } = resource.Properties;
    for (const [other, policy] of resources.filter(([one]) => refersTo(ManagedPolicyArns, one))) {
      for (const { Action, Condition } of statementsOf(policy)) {
        const named = JSON.stringify(Condition ?? '').includes('"sts:RoleSessionName"');
        if ([Action].flat().includes('sts:AssumeRole') && !named)
          found.push(`${other}: expected a condition on sts:RoleSessionName for a group`);
      }
    }
  }
  return found;
}

/** TLS only, where a policy or a property can demand it; the other services have no plain address. */
function plainHttp(resources: Resources): string[] {
  const found: string[] = [];
  for (const [id, { Type, Properties }] of resources) {
    const { policy, arns } =
      {
        'AWS::SQS::Queue': { policy: 'AWS::SQS::QueuePolicy', arns: [`<${id}.Arn>`] },
        'AWS::SNS::Topic': { policy: 'AWS::SNS::TopicPolicy', arns: [`<${id}>`] },
        'AWS::S3::Bucket': {
          policy: 'AWS::S3::BucketPolicy',
          arns: [`<${id}.Arn>`, `<${id}.Arn>/*`],
        },
      }[Type] ?? {};
    if (arns) {
      const denied = resources
        .filter(([, one]) => one.Type === policy)
        .filter(([, one]) =>
          [one.Properties.Queues ?? one.Properties.Topics ?? one.Properties.Bucket]
            .flat()
            .some((of) => of?.Ref === id),
        )
        .flatMap(([, one]) => one.Properties.PolicyDocument.Statement as Statement[])
        .filter(
          ({ Effect, Action, Principal, Condition }) =>
            Effect === 'Deny' &&
            // A topic policy knows no `sns:*`; to publish is what carries the data.
            /^((sqs|s3):\*|sns:Publish)$/.test(String(Action)) &&
            /^("\*"|\{"AWS":"\*"\})$/.test(JSON.stringify(Principal)) &&
            JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        )
        .flatMap(({ Resource: of }) => [of].flat().map(spell));
      if (!arns.every((arn) => denied.includes(arn)))
        found.push(`${id}: expected a policy that denies whatever does not come over TLS`);
    }
    if (Type === 'AWS::CloudFront::Distribution') {
      const { DefaultCacheBehavior, CacheBehaviors = [] } = Properties.DistributionConfig;
      for (const { ViewerProtocolPolicy } of [DefaultCacheBehavior, ...CacheBehaviors]) {
        if (!['redirect-to-https', 'https-only'].includes(ViewerProtocolPolicy))
          found.push(`${id}: expected HTTPS for viewers, got ${ViewerProtocolPolicy}`);
      }
    }
  }
  return found;
}

/** At rest. DynamoDB, CloudWatch Logs and Secrets Manager encrypt always, and SQS unless told not to. */
function unencrypted(resources: Resources): string[] {
  return resources
    .filter(([, { Type, Properties }]) => {
      switch (Type) {
        case 'AWS::S3::Bucket':
          return Properties.BucketEncryption === undefined;
        case 'AWS::SQS::Queue':
          return Properties.SqsManagedSseEnabled === false && !Properties.KmsMasterKeyId;
        case 'AWS::RDS::DBCluster':
          return Properties.StorageEncrypted !== true;
        case 'AWS::RDS::DBInstance':
          return Properties.StorageEncrypted !== true && !Properties.DBClusterIdentifier;
        default:
          return false;
      }
    })
    .map(([id]) => `${id}: expected encryption at rest`);
}

function exposed(resources: Resources): string[] {
  const found: string[] = [];
  for (const [id, { Type, Properties }] of resources) {
    const expect = (what: string) => found.push(`${id}: expected ${what}`);
    const { SourceArn, SourceAccount, Principal } = Properties;
    switch (Type) {
      case 'AWS::S3::Bucket': {
        const block = Object.values(Properties.PublicAccessBlockConfiguration ?? {});
        if (block.length < 4 || block.includes(false)) expect('all four blocks of public access');
        break;
      }
      case 'AWS::RDS::DBInstance':
        if (Properties.PubliclyAccessible !== false) expect('PubliclyAccessible to be false');
        break;
      case 'AWS::KMS::Key':
        // KMS rotates by itself what it made itself, if it is symmetric.
        if (
          ['SYMMETRIC_DEFAULT', undefined].includes(Properties.KeySpec) &&
          Properties.Origin !== 'EXTERNAL' &&
          Properties.EnableKeyRotation !== true
        )
          expect('EnableKeyRotation to be true');
        break;
      case 'AWS::EC2::SecurityGroup':
      case 'AWS::EC2::SecurityGroupIngress':
        for (const rule of [Properties.SecurityGroupIngress ?? Properties].flat()) {
          const { CidrIp, CidrIpv6, IpProtocol, FromPort, ToPort } = rule;
          // A web server is there for everybody, over TLS alone.
          const https = IpProtocol === 'tcp' && FromPort === 443 && ToPort === 443;
          if ((CidrIp === '0.0.0.0/0' || CidrIpv6 === '::/0') && !https)
            expect('no way in for everybody but HTTPS');
        }
        break;
      case 'AWS::Lambda::Permission':
        if (Principal === '*' || !(SourceArn ?? SourceAccount))
          expect('a permission for one source');
        // The ARN of a bucket names no account: deleted, its name may become somebody else's.
        if (Principal === 's3.amazonaws.com' && !(SourceArn && SourceAccount))
          expect('a permission for one bucket of one account');
        break;
      case 'AWS::Events::EventBusPolicy':
        if (!Properties.Statement)
          expect('a statement, because the other properties are deprecated');
        else if (Properties.Statement.Effect === 'Deny' && !Properties.Statement.Condition)
          expect('a condition, because without one nobody may put an event');
        break;
      case 'AWS::ApiGateway::Stage':
        for (const { DataTraceEnabled } of Properties.MethodSettings ?? []) {
          if (DataTraceEnabled) expect('no data trace, which writes whole requests to the log');
        }
        break;
    }
    for (const [, key, value] of JSON.stringify(Properties).matchAll(
      /"(\w*Password|SecretString)":"([^"]*)"/g,
    )) {
      if (!value?.startsWith('{{resolve:')) expect(`${key} from Secrets Manager, got a literal`);
    }
  }
  return found;
}

function retired(resources: Resources): string[] {
  return resources.flatMap(
    ([
      id,
      {
        Type,
        Properties: { Runtime, PackageType },
      },
    ]) => [
      ...(retiredTypes.test(Type) ? [`${id}: expected no ${Type}, which AWS has retired`] : []),
      // An image brings its own runtime.
      ...(Type === 'AWS::Lambda::Function' &&
      !(PackageType === 'Image' ? Runtime === undefined : liveRuntimes.includes(Runtime))
        ? [`${id}: expected ${liveRuntimes.join(' or ')}, got ${Runtime}`]
        : []),
    ],
  );
}

/** An ARN as one text: `<Site.Arn>/*`, `arn:<AWS.Partition>:s3:::…`. */
function spell(tree: unknown): string {
  if (typeof tree !== 'object' || tree === null) return String(tree);
  const [[key, value] = ['', '']] = Object.entries(tree);
  const dots = (text: string) => text.replaceAll('::', '.');
  if (key === 'Ref') return `<${dots(value)}>`;
  if (key === 'Fn::GetAtt') return `<${value.join('.')}>`;
  if (key === 'Fn::Join') return value[1].map(spell).join(value[0]);
  if (key === 'Fn::Sub')
    return String(value).replace(/\$\{([^}]+)\}/g, (_, name) => `<${dots(name)}>`);
  return JSON.stringify(tree);
}
