import { arnOf, here, resolve } from '../cloudformation/resolve';
import { statements, type Template } from '../cloudformation/template';
import { type PolicyStatement, type PolicyType, readPolicy } from './policy';

/** A policy of a template, and what it belongs to. */
export interface AttachedPolicy {
  readonly type: PolicyType;
  /** The logical id of the resource that has it. */
  readonly id: string;
  /** What it belongs to, as it says so: a logical id if it is that resource's own, otherwise an ARN, a name or a URL. */
  readonly to: readonly string[];
  readonly statements: readonly PolicyStatement[];
}

interface Place {
  readonly type: PolicyType;
  /** The property that has the policy. */
  readonly document: string;
  /** The properties that say to which resources it belongs; left out where it is the resource's own. */
  readonly to?: readonly string[];
}

/** Whom an identity policy can be attached to. */
const holders = ['Roles', 'Groups', 'Users'];

/** Where each resource type keeps its policies. A new type with policies needs a line here. */
const places: Readonly<Record<string, readonly Place[]>> = {
  'AWS::ApiGateway::RestApi': [{ type: 'resource policy', document: 'Policy' }],
  'AWS::EC2::VPCEndpoint': [{ type: 'endpoint policy', document: 'PolicyDocument' }],
  'AWS::Events::EventBusPolicy': [
    { type: 'resource policy', document: 'Statement', to: ['EventBusName'] },
  ],
  'AWS::IAM::Group': [{ type: 'identity policy', document: 'Policies' }],
  'AWS::IAM::ManagedPolicy': [{ type: 'identity policy', document: 'PolicyDocument', to: holders }],
  'AWS::IAM::Policy': [{ type: 'identity policy', document: 'PolicyDocument', to: holders }],
  'AWS::IAM::Role': [
    { type: 'resource policy', document: 'AssumeRolePolicyDocument' },
    { type: 'identity policy', document: 'Policies' },
  ],
  'AWS::KMS::Key': [{ type: 'resource policy', document: 'KeyPolicy' }],
  // Of its types, only this one has statements.
  'AWS::Organizations::Policy': [
    { type: 'service control policy', document: 'Content', to: ['TargetIds'] },
  ],
  'AWS::S3::BucketPolicy': [
    { type: 'resource policy', document: 'PolicyDocument', to: ['Bucket'] },
  ],
  'AWS::SNS::TopicPolicy': [
    { type: 'resource policy', document: 'PolicyDocument', to: ['Topics'] },
  ],
  'AWS::SQS::QueuePolicy': [
    { type: 'resource policy', document: 'PolicyDocument', to: ['Queues'] },
  ],
};

/**
 * Every policy of a template, with its intrinsic functions resolved.
 * @throws if there is a policy where none is looked for, because a decision without it would be wrong
 */
export function attachedPolicies(template: Template): AttachedPolicy[] {
  for (const { path } of statements(template)) {
    const [, id = '', , property = ''] = path;
    const type = template.Resources[id]?.Type ?? '';
    if (!places[type]?.some(({ document }) => document === property)) {
      throw new Error(
        `expected a policy at a place that lib/permissions/attached.ts knows, got ${type}.${property} of ${id}`,
      );
    }
  }
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const value = (name: string) => resolve(template, Properties[name]);
    if (Type === 'AWS::Lambda::Permission') {
      const unread = Object.keys(Properties).find((name) => !readOfPermission.has(name));
      if (unread !== undefined)
        throw new Error(`expected properties of ${id} that are read here, got ${unread}`);
      return [permission(id, value)];
    }
    if (Type === 'AWS::Events::EventBusPolicy' && Properties.Statement === undefined) {
      throw new Error(`expected the Statement of ${id}, because its older properties are not read`);
    }
    if (Type === 'AWS::Organizations::Policy' && value('Type') !== 'SERVICE_CONTROL_POLICY')
      return [];
    return (places[Type] ?? []).flatMap(({ type, document, to }): AttachedPolicy[] => {
      const owners = to === undefined ? [id] : to.flatMap((name) => value(name) ?? []).map(String);
      const given = value(document) ?? (Type === 'AWS::KMS::Key' ? defaultKeyPolicy : undefined);
      return documents(
        Type === 'AWS::ApiGateway::RestApi' ? wholeArns(template, id, given) : given,
      ).map((policy) => ({
        type,
        id,
        to: owners,
        statements: readPolicy(type, id, policy),
      }));
    });
  });
}

/** The policy of an API begins its ARNs with execute-api:/, because the API has no id yet: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html */
function wholeArns(template: Template, id: string, policy: unknown): unknown {
  if (policy === undefined) return undefined;
  return JSON.parse(
    JSON.stringify(policy).replaceAll('"execute-api:/', `"${arnOf(template, id)}/`),
  );
}

/** Of a key that is created without one: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultKeyPolicy = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: here.account },
    Action: 'kms:*',
    Resource: '*',
  },
};

/** The policies that a property has: inline policies are a list, and an event bus takes a bare statement. */
function documents(given: unknown): unknown[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given.map(({ PolicyDocument }) => PolicyDocument);
  const bare = 'Effect' in (given as object);
  return [bare ? { Version: '2012-10-17', Statement: given } : given];
}

/** A property that is not among them would become a condition, so without it too much would be allowed. */
const readOfPermission = new Set([
  'Action',
  'FunctionName',
  'FunctionUrlAuthType',
  'Principal',
  'PrincipalOrgID',
  'SourceAccount',
  'SourceArn',
]);

/**
 * The statement that Lambda makes of a permission:
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
function permission(id: string, value: (name: string) => unknown): AttachedPolicy {
  const principal = String(value('Principal'));
  const equal = Object.entries({
    'aws:SourceAccount': value('SourceAccount'),
    'aws:PrincipalOrgID': value('PrincipalOrgID'),
    'lambda:FunctionUrlAuthType': value('FunctionUrlAuthType'),
  }).filter(([, given]) => given !== undefined);
  const source = value('SourceArn');
  // By its name or ARN, or by the ARN of a version or an alias, and then for that one alone.
  const name = String(value('FunctionName'));
  const arn = name.startsWith('arn:')
    ? name
    : `arn:${here.partition}:lambda:${here.region}:${here.account}:function:${name}`;
  const statement = {
    Effect: 'Allow',
    Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Action: value('Action'),
    Resource: arn,
    Condition: {
      ...(equal.length > 0 && { StringEquals: Object.fromEntries(equal) }),
      ...(source !== undefined && { ArnLike: { 'aws:SourceArn': source } }),
    },
  };
  return {
    type: 'resource policy',
    id,
    to: [arn],
    statements: readPolicy('resource policy', id, { Version: '2012-10-17', Statement: statement }),
  };
}
