import { arnOf, here, resolve } from '../cloudformation/resolve';
import type { Template } from '../cloudformation/template';
import { type AttachedPolicy, attachedPolicies } from './attached';
import { type Decision, evaluate } from './evaluate';
import { isOf, principalOf, resourceOf } from './names';
import { type PolicyStatement, type Principal, type Request, readPolicy } from './policy';

/** A request as you would say it. */
export interface Question {
  /**
   * A role, or what has a role, such as a function; a group, which is a user in it; an origin access identity; `anonymous`; a service
   * principal; an account id, which is its root user; or the ARN of a role, a role session, a user
   * or an identity provider, which is a user that it has signed in.
   */
  readonly principal: string;
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** A resource, with what follows its ARN, such as `Site/index.html` or `Cashier:live`; an ARN; or `*`. */
  readonly resource: string;
  /**
   * Condition keys and their values; where a key is about an ARN, a value may be a resource. A request is
   * over TLS unless `aws:SecureTransport` says otherwise.
   */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** A policy that was passed when the role was assumed. */
  readonly sessionPolicy?: object;
  /** What limits the account: one policy for each level of the organization, from the root down. */
  readonly controlPolicies?: readonly object[];
}

/** The decision, and what was asked, with all names resolved. */
export interface Answer extends Decision {
  readonly request: Request;
}

/**
 * Decides what AWS would answer to a request, by the policies of a template.
 *
 * Resources are called by their construct ids or logical ids. The template is deployed `here`. What it cannot
 * know, the half of another account, is taken to allow everything.
 * @throws if the template lacks what the question names, or if a policy cannot be read
 */
export function decide(template: Template, question: Question): Answer {
  const { action } = question;
  if (!/^[a-z\d-]+:[A-Za-z\d]+$/.test(action)) {
    throw new Error(`expected an action such as sqs:SendMessage, got ${action}`);
  }
  const policies = attachedPolicies(template);
  const { principal, role } = principalOf(template, question.principal);
  const { arn, id } = resourceOf(template, question.resource);
  const service = action.replace(/:.*/, '');
  if (arn !== '*' && arn.split(':')[2] !== (service === 'sts' ? 'iam' : service)) {
    throw new Error(`expected a resource of ${service} for ${action}, got ${arn}`);
  }
  const session =
    question.sessionPolicy &&
    readPolicy('session policy', 'the session policy', question.sessionPolicy);
  const control = (question.controlPolicies ?? []).map((one, level) =>
    readPolicy('service control policy', `the service control policy of level ${level}`, one),
  );
  // The account is taken to be where the template attaches them, beside what Organizations attaches by default.
  const attached = policies
    .filter(({ type }) => type === 'service control policy')
    .flatMap((policy) => policy.statements);
  if (attached.length > 0) control.push([...fullAccess, ...attached]);
  const statements = policies.flatMap((policy) => policy.statements);
  const context = contextOf(template, question, principal, arn);
  checkContext(question, context, [...statements, ...(session ?? []), ...control.flat()]);
  const endpoints = policies.filter(
    ({ type, id: endpoint }) =>
      type === 'endpoint policy' && context.get(throughEndpoint)?.includes(endpoint),
  );

  const owner = context.get('aws:ResourceAccount'.toLowerCase())?.[0] ?? here.account;
  const ours = owner === here.account;
  const closed = service === 'sts' ? 'iam' : 'kms';
  if (ours && id === undefined && arn.split(':')[2] === closed) {
    throw new Error(`expected a resource of the template, because its policy decides, got ${arn}`);
  }
  const ourPrincipal = 'account' in principal && principal.account === here.account;
  const belongs = ({ to }: AttachedPolicy) =>
    to.some((one) => isOf(arn, one) || (id && [id, resolve(template, { Ref: id })].includes(one)));
  const request = { principal, action, resource: arn, context };
  const decision = evaluate(request, {
    identity: ourPrincipal ? identityPolicies(template, policies, role) : undefined,
    boundary: role === undefined ? undefined : boundaryOf(template, policies, role),
    session,
    control: ourPrincipal ? control : [],
    resource: ours
      ? policies
          .filter((policy) => policy.type === 'resource policy' && belongs(policy))
          .flatMap((policy) => policy.statements)
      : undefined,
    endpoint: endpoints.length > 0 ? endpoints.flatMap((policy) => policy.statements) : undefined,
    owner,
  });
  return { ...decision, request };
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html */
const fullAccess = readPolicy('service control policy', 'FullAWSAccess', {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
});

/** The identity policies of a role or group; a principal that is none of the template has none. */
function identityPolicies(
  template: Template,
  policies: readonly AttachedPolicy[],
  role: string | undefined,
): PolicyStatement[] {
  if (role === undefined) return [];
  const { ManagedPolicyArns = [] } = template.Resources[role]?.Properties ?? {};
  const managed = (resolve(template, ManagedPolicyArns) as string[]).map((arn) =>
    managedPolicy(template, policies, arn),
  );
  const own = [role, resolve(template, { Ref: role })];
  return policies
    .filter(({ type, to }) => type === 'identity policy' && to.some((one) => own.includes(one)))
    .concat(managed)
    .flatMap(({ statements }) => statements);
}

function boundaryOf(
  template: Template,
  policies: readonly AttachedPolicy[],
  role: string,
): PolicyStatement[] | undefined {
  const arn = resolve(template, template.Resources[role]?.Properties?.PermissionsBoundary);
  if (arn === undefined) return undefined;
  const { statements } = managedPolicy(template, policies, String(arn));
  return statements.map((statement) => ({ ...statement, type: 'permissions boundary' }));
}

function managedPolicy(
  template: Template,
  policies: readonly AttachedPolicy[],
  arn: string,
): AttachedPolicy {
  const found = policies.find(
    ({ id }) =>
      template.Resources[id]?.Type === 'AWS::IAM::ManagedPolicy' && arnOf(template, id) === arn,
  );
  if (found === undefined) throw new Error(`expected a managed policy of the template, got ${arn}`);
  return found;
}

/** The condition key whose value is the VPC endpoint of a request. */
const throughEndpoint = 'aws:sourcevpce';

/** The values that AWS itself puts into a request, as far as they follow from it, and the given ones. */
function contextOf(
  template: Template,
  question: Question,
  principal: Principal,
  arn: string,
): Map<string, string[]> {
  const [, , , region = '', account = ''] = arn.split(':');
  const types = { root: 'Account', user: 'User', session: 'AssumedRole' } as const;
  const values = {
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region || here.region,
    'aws:ResourceAccount': account || here.account,
    'aws:PrincipalIsAWSService': `${principal.kind === 'service'}`,
    ...(principal.kind === 'anonymous' && { 'aws:PrincipalType': 'Anonymous' }),
    ...(principal.kind === 'service' && { 'aws:PrincipalServiceName': principal.name }),
    ...('account' in principal && {
      'aws:PrincipalAccount': principal.account,
      'aws:PrincipalArn': principal.kind === 'session' ? principal.role : principal.arn,
      'aws:PrincipalType': types[principal.kind],
    }),
    ...(principal.kind === 'user' && { 'aws:username': principal.arn.replace(/^.*\//, '') }),
    ...question.context,
  };
  return new Map(
    Object.entries(values).map(([key, value]) => {
      const texts = [value].flat() as string[];
      const named = (text: string) =>
        /^arn:|^\*/.test(text) ? text : resourceOf(template, text).arn;
      const isArn = /arn$|^iam:PermissionsBoundary$/i.test(key);
      return [key.toLowerCase(), isArn ? texts.map(named) : texts];
    }),
  );
}

/**
 * A key that no policy reads is a mistake in the question, and one that AWS always sends is missing in it:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function checkContext(
  question: Question,
  context: ReadonlyMap<string, unknown>,
  statements: readonly PolicyStatement[],
): void {
  const read = statements.flatMap(({ conditions, document }) => [
    ...conditions.map(({ key }) => key),
    ...[...JSON.stringify(document).matchAll(/\$\{([a-z][^},]*)/gi)].map(([, key = '']) => key),
  ]);
  const known = read.map((key) => key.toLowerCase());
  for (const key of Object.keys(question.context ?? {})) {
    const through =
      key.toLowerCase() === throughEndpoint &&
      statements.some(({ type }) => type === 'endpoint policy');
    if (!known.includes(key.toLowerCase()) && key !== 'aws:ResourceAccount' && !through) {
      const keys = [...new Set(read)].sort().join(', ') || 'none';
      throw new Error(
        `expected a condition key that a policy reads, which are ${keys}; got ${key}`,
      );
    }
  }
  for (const key of ['aws:CurrentTime', 'aws:EpochTime', 'aws:UserAgent', 'aws:ViaAWSService']) {
    if (known.includes(key.toLowerCase()) && !context.has(key.toLowerCase())) {
      throw new Error(`expected ${key} in the context, because a policy reads it, got none`);
    }
  }
}
