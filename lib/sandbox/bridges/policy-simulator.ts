import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { evaluate } from '../../permissions/evaluate';
import { type PolicyStatement, type Request, readPolicy } from '../../permissions/policy';
import { escaped, standBetween } from './between';

/** A role and its policies, as IAM has them. */
export interface RolePolicies {
  readonly arn: string;
  readonly identity: readonly PolicyStatement[];
  readonly boundary?: readonly PolicyStatement[];
}

/** What the simulator says of one action on one resource. */
export interface SimulationResult {
  readonly action: string;
  readonly resource: string;
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Left out for a role without a boundary. */
  readonly allowedByBoundary?: boolean;
}

/** Answers SimulatePrincipalPolicy for roles as AWS does, with the policies that the emulator stores. */
export function simulatePolicies(): Promise<() => Promise<void>> {
  const iam = new IAMClient({ endpoint: process.env.AWS_ENDPOINT_URL });
  return standBetween('IAM', async (asked) => {
    const action = asked.get('Action') ?? '';
    const source = asked.get('PolicySourceArn') ?? '';
    if (action === 'SimulateCustomPolicy')
      return { status: 200, body: results(action, simulate(asked, givenPolicies(asked))) };
    if (action !== 'SimulatePrincipalPolicy' || !source.includes(':role/')) return undefined;
    return { status: 200, body: results(action, simulate(asked, await policiesOf(iam, source))) };
  });
}

/**
 * Simulates each action on each resource.
 * @param asked the parameters of SimulatePrincipalPolicy, as the query protocol has them
 */
export function simulate(asked: URLSearchParams, role: RolePolicies): SimulationResult[] {
  const list = (name: string) => listIn(asked, name);
  const context = new Map<string, string[]>();
  for (let entry = 1; asked.has(`ContextEntries.member.${entry}.ContextKeyName`); entry++) {
    const prefix = `ContextEntries.member.${entry}`;
    const key = asked.get(`${prefix}.ContextKeyName`) ?? '';
    context.set(key.toLowerCase(), list(`${prefix}.ContextKeyValues`));
  }
  const [, partition, , , account = '', name = ''] = role.arn.split(':');
  const session = `arn:${partition}:sts::${account}:assumed-role/${name.replace(/^.*\//, '')}/simulated`;
  const resources = list('ResourceArns');
  // The simulator does not read the policies of resources: it is as if each left it to the account.
  const delegation = readPolicy('resource policy', 'delegation', {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: '*', Resource: '*' },
  });
  return list('ActionNames').flatMap((action) =>
    (resources.length > 0 ? resources : ['*']).map((resource): SimulationResult => {
      const request: Request = {
        principal: { kind: 'session', account, arn: session, role: role.arn },
        action,
        resource,
        context,
      };
      const alone = { resource: delegation, owner: account };
      const { identity, boundary } = role;
      const { allowed, because } = evaluate(request, { ...alone, identity, boundary });
      const denial = because === 'explicit deny' ? 'explicitDeny' : 'implicitDeny';
      return {
        action,
        resource,
        decision: allowed ? 'allowed' : denial,
        ...(boundary && {
          allowedByBoundary: evaluate(request, { ...alone, identity: boundary }).allowed,
        }),
      };
    }),
  );
}

/** The values of a list, as the query protocol has them. */
function listIn(asked: URLSearchParams, name: string): string[] {
  return [...asked]
    .filter(([key]) => new RegExp(`^${name}\\.member\\.\\d+$`).test(key))
    .map(([, value]) => value);
}

/** The policies of a call of SimulateCustomPolicy, as those of a role that does not exist. */
export function givenPolicies(asked: URLSearchParams): RolePolicies {
  const read = (name: string) =>
    listIn(asked, name).flatMap((text) => readPolicy('identity policy', name, JSON.parse(text)));
  const boundary = read('PermissionsBoundaryPolicyInputList');
  return {
    arn: 'arn:aws:iam::000000000000:role/custom',
    identity: read('PolicyInputList'),
    ...(boundary.length > 0 && { boundary }),
  };
}

/** Reads the policies of a role, which IAM returns URL-encoded. */
async function policiesOf(iam: IAMClient, arn: string): Promise<RolePolicies> {
  const RoleName = arn.replace(/^.*\//, '');
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const read = (name: string, document = '') =>
    readPolicy('identity policy', name, JSON.parse(decodeURIComponent(document)));
  const managed = async (PolicyArn: string) => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    return read(PolicyArn, PolicyVersion?.Document);
  };

  const identity: PolicyStatement[] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies(
    { client: iam },
    { RoleName },
  )) {
    for (const PolicyName of PolicyNames) {
      const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      identity.push(...read(PolicyName, inline.PolicyDocument));
    }
  }
  const attached = paginateListAttachedRolePolicies({ client: iam }, { RoleName });
  for await (const { AttachedPolicies = [] } of attached) {
    for (const { PolicyArn = '' } of AttachedPolicies) identity.push(...(await managed(PolicyArn)));
  }
  const boundary = Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  return { arn, identity, ...(boundary && { boundary: await managed(boundary) }) };
}

function results(action: string, all: readonly SimulationResult[]): string {
  const members = all.map(
    ({ action, resource, decision, allowedByBoundary }) =>
      `<member><EvalActionName>${escaped(action)}</EvalActionName><EvalResourceName>${escaped(resource)}</EvalResourceName>` +
      `<EvalDecision>${decision}</EvalDecision>` +
      (allowedByBoundary === undefined
        ? ''
        : `<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>${allowedByBoundary}</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>`) +
      '</member>',
  );
  return (
    `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>` +
    `<IsTruncated>false</IsTruncated><EvaluationResults>${members.join('')}</EvaluationResults>` +
    `</${action}Result></${action}Response>`
  );
}
