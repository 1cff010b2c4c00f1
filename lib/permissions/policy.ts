import { areMet, type Condition, readConditions } from './condition';
import { type Context, isArnLike, isLike } from './pattern';

/** The policy types of https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html that are evaluated. */
export type PolicyType =
  | 'identity policy'
  | 'resource policy'
  | 'endpoint policy'
  | 'permissions boundary'
  | 'session policy'
  | 'service control policy';

/** One statement of a policy, checked. */
export interface PolicyStatement {
  readonly type: PolicyType;
  /** Of the policy: its logical id, or what the caller calls it. */
  readonly policy: string;
  /** Its Sid, or the place in its policy, from 0. */
  readonly id: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Choice;
  /** Left out where a resource policy means the resource that it belongs to. */
  readonly resources?: Choice;
  /** Left out in a policy of the principal itself. */
  readonly principals?: PrincipalChoice;
  readonly conditions: readonly Condition[];
  /** Whether its version knows policy variables. */
  readonly variables: boolean;
  /** The statement as the policy spells it. */
  readonly document: object;
}

/** One of some texts, or none of them, as in `NotAction`. */
interface Choice {
  readonly not: boolean;
  readonly of: readonly string[];
}

interface PrincipalChoice {
  readonly not: boolean;
  readonly of: readonly { readonly kind: string; readonly name: string }[];
}

/** Who makes a request. */
export type Principal =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'service' | 'canonical user' | 'federated'; readonly name: string }
  | { readonly kind: 'root' | 'user'; readonly account: string; readonly arn: string }
  | {
      readonly kind: 'session';
      readonly account: string;
      /** Of the session: `arn:aws:sts::111111111111:assumed-role/Role/session`. */
      readonly arn: string;
      /** The ARN of the role. */
      readonly role: string;
    };

export interface Request {
  readonly principal: Principal;
  readonly action: string;
  /** An ARN, or `*` for an action that knows no resource. */
  readonly resource: string;
  readonly context: Context;
}

/** A statement as it is written. */
type Raw = Readonly<Record<string, unknown>>;

const elements = /^(Sid|Effect|(Not)?(Action|Resource|Principal)|Condition)$/;

/**
 * Reads a policy.
 * @param name by which an answer tells it from others
 * @throws if AWS would refuse the policy, or read it in a way that is not known here
 */
export function readPolicy(type: PolicyType, name: string, document: unknown): PolicyStatement[] {
  const { Version, Statement } = (document ?? {}) as {
    readonly Version?: unknown;
    readonly Statement?: Raw | readonly Raw[];
  };
  if (Statement === undefined) throw new Error(`expected the statements of ${name}, got none`);
  return [Statement].flat().map((statement: Raw, index) => {
    try {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
      return readStatement(type, name, `${index}`, statement, Version === '2012-10-17');
    } catch (error) {
      const { message } = error as Error;
      throw new Error(`${name}, statement ${index}: ${message}`, { cause: error });
    }
  });
}

function readStatement(
  type: PolicyType,
  policy: string,
  index: string,
  statement: Raw,
  variables: boolean,
): PolicyStatement {
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal } =
    statement;
  const unknown = Object.keys(statement).find((key) => !elements.test(key));
  if (unknown !== undefined) throw new Error(`expected an element of a statement, got ${unknown}`);
  if (Effect !== 'Allow' && Effect !== 'Deny') {
    throw new Error(`expected the Effect Allow or Deny, got ${JSON.stringify(Effect)}`);
  }
  const actions = choice('Action', Action, NotAction);
  if (actions === undefined) throw new Error('expected an Action, got none');
  for (const one of actions.of) {
    if (!/^(\*|[\w-]+:[\w*?]+)$/.test(one)) {
      throw new Error(`expected an action such as sqs:SendMessage, got ${one}`);
    }
  }
  const resources = choice('Resource', Resource, NotResource);
  for (const one of resources?.of ?? []) {
    if (!/^(\*|arn:.*\*(:.*)?|arn:([^:]*:){4}.*)$/s.test(one)) {
      throw new Error(`expected an ARN or *, got ${one}`);
    }
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-resourceelement
    if (variables && /^([^:]*:){0,4}[^:]*\$\{/.test(one)) {
      throw new Error(`expected a policy variable behind the fifth colon, got ${one}`);
    }
  }
  const principals = choice('Principal', Principal, NotPrincipal, readPrincipals);
  const isOfResource = type === 'resource policy' || type === 'endpoint policy';
  if (isOfResource !== (principals !== undefined)) {
    throw new Error(`expected a Principal in a resource policy alone, got a statement of ${type}`);
  }
  if (resources === undefined && type !== 'resource policy') {
    throw new Error(`expected a Resource in each ${type}, got none`);
  }
  if (NotPrincipal !== undefined && Effect === 'Allow') {
    throw new Error('expected NotPrincipal with Deny, got it with Allow');
  }
  return {
    type,
    policy,
    id: Sid === undefined ? index : String(Sid),
    effect: Effect,
    actions,
    ...(resources && { resources }),
    ...(principals && { principals }),
    conditions: readConditions(statement.Condition),
    variables,
    document: statement,
  };
}

function choice<T = string>(
  element: string,
  of: unknown,
  notOf: unknown,
  read: (given: unknown) => readonly T[] = (given) => [given].flat() as T[],
): { readonly not: boolean; readonly of: readonly T[] } | undefined {
  if (of !== undefined && notOf !== undefined) {
    throw new Error(`expected ${element} or Not${element}, got both`);
  }
  const given = of ?? notOf;
  return given === undefined ? undefined : { not: of === undefined, of: read(given) };
}

/** The principals of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function readPrincipals(given: unknown): { kind: string; name: string }[] {
  if (given === '*') return [{ kind: 'AWS', name: '*' }];
  return Object.entries(given as object).flatMap(([kind, names]) => {
    if (!['AWS', 'Service', 'CanonicalUser', 'Federated'].includes(kind)) {
      throw new Error(`expected AWS, Service, CanonicalUser or Federated, got ${kind}`);
    }
    return [names].flat().map((name: unknown) => {
      const text = String(name);
      if (kind === 'AWS' && !/^(\*|\d{12}|arn:[\w-]+:(iam|sts)::\d{12}:[^*?]+)$/.test(text)) {
        throw new Error(`expected *, an account or the ARN of a principal, got ${text}`);
      }
      // Both ways to write an account delegate to it.
      return { kind, name: /^\d{12}$/.test(text) ? `arn:aws:iam::${text}:root` : text };
    });
  });
}

/**
 * How a resource policy names a principal, because it depends on this what else may limit the request:
 * by its own name or as everyone, by its role, or by its account.
 */
export type Naming = 'itself' | 'role' | 'account';

/**
 * Whether a statement applies to a request.
 * @param bounded whether the principal has a permissions boundary
 * @returns how the statement names the principal; `itself` for a policy of the principal
 */
export function applies(
  statement: PolicyStatement,
  request: Request,
  bounded = false,
): Naming | undefined {
  const { actions, resources, principals, conditions, variables } = statement;
  const { action, resource, context } = request;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html: without regard to case.
  const acts = actions.of.some((one) => isLike(one.toLowerCase(), action.toLowerCase()));
  if (acts === actions.not) return undefined;
  if (resources !== undefined) {
    const on = resources.of.map(
      (one) => one === '*' || isArnLike(one, resource, variables ? context : undefined, true),
    );
    // A variable without a value makes the statement invalid.
    if (on.includes(undefined) && !on.includes(true)) return undefined;
    if (on.includes(true) === resources.not) return undefined;
  }
  const naming =
    principals === undefined ? 'itself' : named(principals, request.principal, bounded);
  if (naming === undefined || !areMet(conditions, context, variables)) return undefined;
  return naming;
}

/** What a policy can call a principal: by itself, by its role and by its account. */
function names(principal: Principal): Partial<Record<'itself' | 'role' | 'account', string>> {
  switch (principal.kind) {
    case 'anonymous':
      return {};
    case 'service':
      return { itself: `Service ${principal.name}` };
    case 'federated':
      return { itself: `Federated ${principal.name}` };
    case 'canonical user':
      return { itself: `CanonicalUser ${principal.name}` };
    default: {
      const { account, arn, kind } = principal;
      const root = `AWS arn:aws:iam::${account}:root`;
      if (kind === 'root') return { account: root };
      return {
        itself: `AWS ${arn}`,
        account: root,
        ...(kind === 'session' && { role: `AWS ${principal.role}` }),
      };
    }
  }
}

function named(
  { not, of }: PrincipalChoice,
  principal: Principal,
  bounded: boolean,
): Naming | undefined {
  const listed = of.map(({ kind, name }) => `${kind} ${name}`);
  const own = names(principal);
  if (not) {
    // The exception holds for a principal that is listed with its role and its account, and never for
    // one with a boundary: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    const all = Object.values(own);
    const excepted = all.length > 0 && all.every((name) => listed.includes(name)) && !bounded;
    return excepted ? undefined : 'itself';
  }
  if (listed.includes('AWS *')) return 'itself';
  return (['itself', 'role', 'account'] as const).find((way) => listed.includes(own[way] ?? ''));
}
