import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { credentialsOf } from '../../../exercise/callers';
import type { Exercise, Lab } from '../../../model/exercise';

const trustOfLambda = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  },
});
const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
});

export const exercise: Exercise = async (lab) => {
  const iam = new IAMClient({});
  const developer = lab.output('DeveloperRoleArn');
  const boundary = lab.output('FunctionBoundaryArn');
  const functionRole = lab.output('FunctionRoleArn');
  const table = lab.output('OrdersTableArn');
  const path = lab.output('FunctionPath');
  const RoleName = `tea-${randomUUID().slice(0, 8)}`;
  const newRole = developer.replace(/:role\/.*/, `:role${path}${RoleName}`);
  const elsewhere = developer.replace(/:role\/.*/, `:role/${RoleName}`);
  const administrator = `arn:${developer.split(':')[1]}:iam::aws:policy/AdministratorAccess`;
  const decide = simulator(
    lab,
    iam,
    new Map([
      [developer, 'DeveloperRole'],
      [boundary, 'FunctionBoundary'],
      [functionRole, 'FunctionRole'],
      [table, 'Orders'],
      [newRole, 'a new role'],
      [elsewhere, 'a role outside the path'],
      [administrator, 'AdministratorAccess'],
    ]),
  );
  const withBoundary = (arn: string) => ({ 'iam:PermissionsBoundary': arn });

  await lab.prove('a developer may create a role with the boundary, and none without it', async () => {
    const create = (resource: string, context = {}) =>
      decide(developer, 'iam:CreateRole', resource, context);
    assert.equal((await create(newRole, withBoundary(boundary))).decision, 'allowed');
    assert.equal((await create(newRole)).decision, 'implicitDeny', 'without a boundary');
    const other = await create(newRole, withBoundary(administrator));
    assert.equal(other.decision, 'implicitDeny', 'with another boundary');
    const outside = await create(elsewhere, withBoundary(boundary));
    assert.equal(outside.decision, 'implicitDeny', 'outside the path');
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('a developer must not take the boundary off a role or change it', async () => {
    const removed = await decide(developer, 'iam:DeleteRolePermissionsBoundary', functionRole);
    assert.equal(removed.decision, 'explicitDeny');
    const changed = await decide(developer, 'iam:CreatePolicyVersion', boundary);
    assert.equal(changed.decision, 'explicitDeny');
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('a role can do what both its policy and its boundary allow, and nothing else', async () => {
    const both = await decide(functionRole, 'dynamodb:PutItem', table);
    assert.deepEqual(both, { decision: 'allowed', allowedByBoundary: true });
    const policyAlone = await decide(functionRole, 'dynamodb:DeleteTable', table);
    assert.deepEqual(policyAlone, { decision: 'implicitDeny', allowedByBoundary: false });
    const boundaryAlone = await decide(functionRole, 'dynamodb:UpdateItem', table);
    assert.deepEqual(boundaryAlone, { decision: 'implicitDeny', allowedByBoundary: true });
  }, ['AWS::IAM::Role.PermissionsBoundary', 'iam: SimulatePrincipalPolicy']);

  // From here on, the calls are those of a developer.
  const asDeveloper = new IAMClient({ credentials: await credentialsOf(developer) });
  const role = { RoleName, Path: path, AssumeRolePolicyDocument: trustOfLambda };

  await lab.prove('a developer creates a role with the boundary, and gives it a policy', async () => {
    await asDeveloper.send(new CreateRoleCommand({ ...role, PermissionsBoundary: boundary }));
    await asDeveloper.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'everything',
        PolicyDocument: everything,
      }),
    );
    const { Role } = await asDeveloper.send(new GetRoleCommand({ RoleName }));
    assert.equal(Role?.PermissionsBoundary?.PermissionsBoundaryArn, boundary);
    assert.equal(Role?.Arn, newRole);
  }, ['iam: paths and boundaries of requests']);

  await lab.prove('a policy that allows everything gives the new role no more than the boundary', async () => {
    const read = await lab.eventually('the policy of the new role', async () => {
      try {
        const answer = await decide(newRole, 'dynamodb:GetItem', table);
        return answer.decision === 'allowed' ? answer : undefined;
      } catch (error) {
        // IAM is eventually consistent, so for a moment the simulator may not know the role.
        if ((error as Error).name === 'NoSuchEntityException') return undefined;
        throw error;
      }
    });
    assert.equal(read.allowedByBoundary, true);
    for (const action of ['iam:CreateUser', 'iam:DeleteRolePermissionsBoundary']) {
      const { decision } = await decide(newRole, action, '*');
      assert.equal(decision, 'implicitDeny', action);
    }
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('IAM refuses a developer a role without the boundary', async () => {
    const name = `${RoleName}-unbounded`;
    try {
      await asDeveloper.send(new CreateRoleCommand({ ...role, RoleName: name }));
    } catch (error) {
      assert.equal((error as Error).name, 'AccessDenied');
      return;
    }
    await iam.send(new DeleteRoleCommand({ RoleName: name }));
    assert.fail('expected AccessDenied, got a role without a boundary');
  }, ['iam: paths and boundaries of requests']);

  await lab.prove('a developer deletes the role that a developer has created', async () => {
    await asDeveloper.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'everything' }));
    await asDeveloper.send(new DeleteRoleCommand({ RoleName }));
  }, ['iam: paths and boundaries of requests']);

  await lab.prove('a member of the group becomes a developer, but only under their own name', async () => {
    const become = (name: string) =>
      decide(lab.output('DevelopersArn'), 'sts:AssumeRole', developer, {
        'aws:username': 'ada',
        'sts:RoleSessionName': name,
      });
    assert.equal((await become('ada')).decision, 'allowed');
    assert.equal((await become('bob')).decision, 'implicitDeny');
  }, ['AWS::IAM::Group', 'iam: SimulatePrincipalPolicy', 'iam: policy variables']);
};

/**
 * Asks IAM what its policies would decide about a call, without making it, and shows the decision.
 * @param names what the reader calls an ARN
 */
function simulator(lab: Lab, iam: IAMClient, names: ReadonlyMap<string, string>) {
  const shown = new Set<string>();
  const named = (arn: string) => names.get(arn) ?? arn;
  return async (source: string, action: string, resource: string, context = {}) => {
    const keys = Object.entries<string>(context);
    const { EvaluationResults: [result] = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: source,
        ActionNames: [action],
        ResourceArns: [resource],
        ContextEntries: keys.map(([key, value]) => ({
          ContextKeyName: key,
          ContextKeyType: 'string',
          ContextKeyValues: [value],
        })),
      }),
    );
    const decision = result?.EvalDecision;
    const allowedByBoundary =
      result?.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary;
    const when = keys.map(([key, value]) => `${key} is ${named(value)}`).join(' and ');
    const line =
      `${named(source)} ${verdict(decision)} ${action} on ${named(resource)}` +
      `${when && ` when ${when}`}: ${reason(decision, allowedByBoundary)}`;
    if (!shown.has(line)) lab.show(line);
    shown.add(line);
    return { decision, allowedByBoundary };
  };
}

const verdict = (decision?: string) =>
  ({ allowed: 'may', explicitDeny: 'must not' })[`${decision}`] ?? 'may not';

/** Which policy decides. */
function reason(decision?: string, allowedByBoundary?: boolean): string {
  if (decision === 'explicitDeny') return 'a statement denies it';
  if (allowedByBoundary === false) return 'the boundary does not allow it';
  if (decision !== 'allowed') return 'no policy of its own allows it';
  return allowedByBoundary ? 'its policy and its boundary allow it' : 'its policy allows it';
}
