import { applies, type Naming, type PolicyStatement, type Request } from './policy';

/** The policies that apply to a request, by their type. */
export interface Policies {
  /** Of the principal; undefined for one of another account, which is taken to allow everything. */
  readonly identity: readonly PolicyStatement[] | undefined;
  /** Of the resource; undefined for one of another account, which is taken to allow everything. */
  readonly resource: readonly PolicyStatement[] | undefined;
  /** The permissions boundary of the principal; undefined without one. */
  readonly boundary?: readonly PolicyStatement[] | undefined;
  /** Of the role session; undefined without one. */
  readonly session?: readonly PolicyStatement[] | undefined;
  /** The service control policies of the principal's account: one list for each level of the organization. */
  readonly control?: readonly (readonly PolicyStatement[])[];
  /** Of the VPC endpoint that the request comes through; undefined without one, or if it allows everything. */
  readonly endpoint?: readonly PolicyStatement[] | undefined;
  /** The account of the resource. */
  readonly owner: string;
}

/** What AWS would answer to a request, and why. */
export interface Decision {
  readonly allowed: boolean;
  /** In words, such as `implicit deny: no identity policy allows it`. */
  readonly because: string;
  /**
   * The statements that decided: those that deny, or all those that allow. For an implicit deny there are
   * none, except what allows it in vain: an identity policy or a boundary without the other.
   */
  readonly statements: readonly PolicyStatement[];
}

/**
 * The evaluation logic of AWS, step by step:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 *
 * Not modelled: resource control policies, the exceptions for the management account and service-linked
 * roles, ACLs and public access blocks of S3, KMS grants, sessions of
 * GetFederationToken, web identities and SAML, and the order in which API Gateway asks its authorizers and
 * its resource policy.
 */
export function evaluate(request: Request, policies: Policies): Decision {
  const decision = evaluateBehindEndpoint(request, policies);
  const { endpoint } = policies;
  if (endpoint === undefined || !decision.allowed) return decision;
  // An endpoint policy grants nothing by itself, and what it does not allow does not get through:
  // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
  const letting = endpoint.filter(
    (one) => one.effect === 'Allow' && applies(one, request) !== undefined,
  );
  return letting.length > 0
    ? { ...decision, statements: [...decision.statements, ...letting] }
    : deny('the policy of the VPC endpoint does not allow it');
}

function evaluateBehindEndpoint(request: Request, policies: Policies): Decision {
  const { principal, resource } = request;
  const { identity, boundary, session, control = [], owner } = policies;
  const bounded = boundary !== undefined;
  const matching = (statements: readonly PolicyStatement[] | undefined, effect: string) =>
    (statements ?? []).filter(
      (one) => one.effect === effect && applies(one, request, bounded) !== undefined,
    );

  // 1. A Deny in any policy ends it.
  const all = [identity, policies.resource, boundary, session, policies.endpoint, ...control];
  const denying = all.flatMap((statements) => matching(statements, 'Deny'));
  if (denying.length > 0) return { allowed: false, because: 'explicit deny', statements: denying };

  const granted = matching(policies.resource, 'Allow');
  const grantedTo = (...namings: readonly Naming[]) =>
    granted.filter((one) => namings.includes(applies(one, request) as Naming));

  // Nobody but the resource's own policy can allow a service or somebody unknown, and no service control
  // policy limits them: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
  if (!('account' in principal)) {
    if (granted.length > 0) return allow('the resource policy', granted);
    return deny('no resource policy allows it');
  }

  // 2. Service control policies: each level has to allow it.
  if (control.some((level) => matching(level, 'Allow').length === 0))
    return deny('the service control policies do not allow it');

  // The principal's own half: identity policies grant, and a boundary and a session policy limit.
  const root = principal.kind === 'root';
  const own = matching(identity, 'Allow');
  const limits = Object.entries({ 'permissions boundary': boundary, 'session policy': session });
  const [limit] = limits
    .filter(([, limiting]) => limiting !== undefined && matching(limiting, 'Allow').length === 0)
    .map(([type]) => `the ${type} does not allow it`);
  const refusal =
    root || identity === undefined || own.length > 0 ? limit : 'no identity policy allows it';

  // Across accounts both halves have to allow it:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
  if (principal.account !== owner) {
    if (refusal !== undefined) return deny(refusal);
    if (policies.resource === undefined) return allow(`its own account, and ${taken}`, own);
    if (granted.length > 0 && identity === undefined)
      return allow(`the resource policy, and ${taken}`, granted);
    if (granted.length > 0) return allow('the policies of both accounts', [...granted, ...own]);
    return deny('no resource policy allows it, and the principal is of another account');
  }

  // 3. A resource policy that names the user, the session or everyone is not limited by an implicit deny
  // elsewhere, but a boundary does limit whom a role trusts:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
  const trust = /^sts:/i.test(request.action) && /^arn:[^:]*:iam:/.test(resource);
  const direct = grantedTo('itself');
  if (direct.length > 0 && !(trust && limit)) return allow('the resource policy', direct);
  // One that names the role is limited.
  const toRole = grantedTo('role');
  if (toRole.length > 0 && limit === undefined) return allow('the resource policy', toRole);

  // 4. One that names the account leaves it to the identity policies. For a role and for a KMS key these
  // count only with such a statement: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
  const closed = trust || /^arn:[^:]*:kms:/.test(resource);
  if (closed && granted.length === 0) {
    return deny(
      own.length > 0
        ? 'an identity policy allows it, but the resource policy leaves nothing to identity policies'
        : 'no resource policy allows it',
    );
  }
  if (refusal !== undefined) return deny(refusal, [...own, ...matching(boundary, 'Allow')]);
  if (root && !closed) return allow('default, because the root user has full access', []);
  return allow(root ? 'the resource policy' : 'the identity policy', [
    ...own,
    ...matching(boundary, 'Allow'),
    ...matching(session, 'Allow'),
    ...grantedTo('account'),
  ]);
}

const taken = 'the other account is taken to allow it';

const allow = (by: string, statements: readonly PolicyStatement[]): Decision => ({
  allowed: true,
  because: `allowed by ${by}`,
  statements,
});

const deny = (reason: string, statements: readonly PolicyStatement[] = []): Decision => ({
  allowed: false,
  because: `implicit deny: ${reason}`,
  statements,
});
