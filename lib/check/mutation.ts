import {
  at,
  type Statement,
  statements,
  type Template,
  withValue,
} from '../cloudformation/template';
import type { Json } from '../model/exam';

/** One wrong turn in a template, which some test has to notice. */
export interface Mutant {
  /** The change in words: `WorkQueue94013F35.Properties.DelaySeconds becomes 1`. */
  readonly what: string;
  /** The keys from the top of the template down to what is changed. */
  readonly path: readonly string[];
  /** The other value; left out where the old one is removed. */
  readonly value?: Json | undefined;
}

/** A copy of a template with one wrong turn in it; the template itself stays as it is. */
export function mutate<T extends object>(template: T, { path, value }: Mutant): T {
  return withValue(template, path, value);
}

/** What makes a resource of a type less safe; without a value the property is removed. */
interface Weakening {
  readonly type: string;
  readonly property: string;
  readonly value?: Json;
}
const weakenings: readonly Weakening[] = [
  { type: 'AWS::Lambda::Function', property: 'LoggingConfig' },
  { type: 'AWS::Lambda::Function', property: 'Runtime', value: 'nodejs16.x' },
  { type: 'AWS::Lambda::Permission', property: 'SourceArn' },
  { type: 'AWS::Lambda::Permission', property: 'SourceAccount' },
  { type: 'AWS::Lambda::Permission', property: 'Principal', value: '*' },
  { type: 'AWS::Logs::LogGroup', property: 'RetentionInDays' },
  { type: 'AWS::Logs::LogGroup', property: 'RetentionInDays', value: 3653 },
  {
    type: 'AWS::IAM::Role',
    property: 'ManagedPolicyArns',
    value: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  },
  { type: 'AWS::S3::Bucket', property: 'BucketEncryption' },
  { type: 'AWS::S3::Bucket', property: 'PublicAccessBlockConfiguration' },
  ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map(
    (flag) => ({
      type: 'AWS::S3::Bucket',
      property: `PublicAccessBlockConfiguration.${flag}`,
      value: false,
    }),
  ),
  { type: 'AWS::SQS::Queue', property: 'SqsManagedSseEnabled', value: false },
  { type: 'AWS::KMS::Key', property: 'EnableKeyRotation' },
  { type: 'AWS::KMS::Key', property: 'EnableKeyRotation', value: false },
  { type: 'AWS::RDS::DBInstance', property: 'StorageEncrypted' },
  { type: 'AWS::RDS::DBInstance', property: 'StorageEncrypted', value: false },
  { type: 'AWS::RDS::DBInstance', property: 'PubliclyAccessible' },
  { type: 'AWS::RDS::DBInstance', property: 'PubliclyAccessible', value: true },
  { type: 'AWS::RDS::DBInstance', property: 'MasterUserPassword', value: 'hunter2' },
  { type: 'AWS::SecretsManager::Secret', property: 'SecretString', value: 'hunter2' },
  {
    type: 'AWS::EC2::SecurityGroup',
    property: 'SecurityGroupIngress',
    value: [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }],
  },
  {
    type: 'AWS::EC2::SecurityGroup',
    property: 'SecurityGroupIngress',
    value: [{ CidrIpv6: '::/0', IpProtocol: '-1' }],
  },
  ...['DefaultCacheBehavior', 'CacheBehaviors.0'].map((behavior) => ({
    type: 'AWS::CloudFront::Distribution',
    property: `DistributionConfig.${behavior}.ViewerProtocolPolicy`,
    value: 'allow-all',
  })),
  {
    type: 'AWS::ApiGateway::Stage',
    property: 'MethodSettings.0.DataTraceEnabled',
    value: true,
  },
  { type: 'AWS::StepFunctions::StateMachine', property: 'LoggingConfiguration' },
  {
    type: 'AWS::StepFunctions::StateMachine',
    property: 'LoggingConfiguration.Level',
    value: 'OFF',
  },
  { type: 'AWS::StepFunctions::StateMachine', property: 'LoggingConfiguration.Destinations' },
];

/** Every way of making a template less safe that we thought of: each must break a rule of all stacks. */
export function securityMutants(template: Template): Mutant[] {
  const resources = Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => [
    ...['DeletionPolicy', 'UpdateReplacePolicy'].map((policy) => {
      const keys = ['Resources', id, policy];
      return mutant(keys, at(template, keys) === 'Retain' ? 'Delete' : 'Retain');
    }),
    ...(/::(Queue|Bucket|Topic)Policy$/.test(Type) ? [mutant(['Resources', id])] : []),
    ...weakenings
      .filter(({ type }) => type === Type)
      .filter(({ property, value }) => {
        const keys = property.split('.');
        const old = at(Properties, keys);
        // Only what is there can be removed, and a list item that is not there is no behavior.
        return value === undefined ? old !== undefined : at(Properties, keys.slice(0, -1));
      })
      .map(({ property, value }) =>
        mutant(['Resources', id, 'Properties', ...property.split('.')], value),
      ),
  ]);
  return [...resources, ...statements(template).flatMap(statementMutants)];
}

function statementMutants({ path, Effect, Action, Resource, Principal, Condition }: Statement) {
  const without = Condition === undefined ? [] : [mutant([...path, 'Condition'])];
  if (Effect === 'Deny') {
    return [...without, mutant(path), mutant([...path, 'Effect'], 'Allow')];
  }
  const [first = ''] = [Action ?? []].flat();
  const service = first.replace(/:.*/, '');
  const found = [
    ...without,
    ...['*', `${service}:*`, `${first.slice(0, -1)}*`]
      // The statement by which a key policy leaves the key to IAM has it so.
      .filter((action) => action !== Action)
      .map((action) => mutant([...path, 'Action'], action)),
  ];
  if (Principal !== undefined) {
    found.push(
      mutant([...path, 'Principal'], '*'),
      mutant([...path, 'Principal'], { AWS: '*' }),
      mutant([...path, 'NotPrincipal'], { AWS: 'mutant' }),
    );
  }
  // In a key policy, `*` is the key.
  if (Resource === undefined || path.includes('KeyPolicy')) return found;
  // An action that knows no resource but `*` takes one with it that knows them.
  if (Resource === '*') found.push(mutant([...path, 'Action'], [first, `${service}:Mutant`]));
  else {
    found.push(
      mutant([...path, 'Resource'], '*'),
      mutant([...path, 'Resource'], `arn:aws:${service}:*:*:*`),
    );
  }
  return found;
}

/**
 * Every reference between two resources, and every permission, broken once: each must fail the story
 * of the pattern. Tags and the address of a function's code are left alone.
 */
export function wiringMutants(template: Template): Mutant[] {
  const found: Mutant[] = [];
  const walk = (tree: unknown, path: readonly string[]) => {
    if (typeof tree !== 'object' || tree === null) return;
    const [key = ''] = Object.keys(tree);
    if (/^(Ref|Fn::\w+)$/.test(key)) found.push(mutant(path, 'mutant'));
    else {
      for (const [name, part] of Object.entries(tree)) {
        if (name !== 'Tags' && name !== 'Code') walk(part, [...path, name]);
      }
    }
  };
  for (const [id, { Properties }] of Object.entries(template.Resources)) {
    walk(Properties, ['Resources', id, 'Properties']);
  }
  for (const { path, Effect, Action } of statements(template)) {
    const actions = [Action ?? []].flat();
    found.push(
      mutant([...path, 'Effect'], Effect === 'Allow' ? 'Deny' : 'Allow'),
      mutant([...path, 'Action'], [...actions, 'sts:Mutant']),
      mutant([...path, 'Action'], ['sts:Mutant', ...actions.slice(1)]),
    );
  }
  return found;
}

function mutant(path: readonly string[], value?: Json): Mutant {
  const did = value === undefined ? 'is removed' : `becomes ${JSON.stringify(value)}`;
  const what = `${path.slice(1).join('.')} ${did}`;
  return value === undefined ? { what, path } : { what, path, value };
}
