import assert from 'node:assert/strict';
import { IAMClient, SimulateCustomPolicyCommand } from '@aws-sdk/client-iam';
import type { Exercise } from '../../../model/exercise';

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

/**
 * Deploys nothing into an organization: IAM simulates the policy instead. The simulator knows no service
 * control policy that is not attached, so it gets the policy as a permissions boundary, which limits in
 * the same way, with the statement of FullAWSAccess beside it.
 */
export const exercise: Exercise = async (lab) => {
  const iam = new IAMClient({});
  const content = JSON.parse(lab.output('GuardrailContent')) as {
    Version: string;
    Statement: { Condition?: { StringNotEquals?: Record<string, string> } }[];
  };
  const home = content.Statement[0]?.Condition?.StringNotEquals?.['aws:RequestedRegion'] ?? '';
  const limit = { ...content, Statement: [...content.Statement, everything] };

  /** What an account's administrator may do, who has AdministratorAccess; with `own`, what another policy allows. */
  const decide = async (action: string, region: string, own: object = everything) => {
    const { EvaluationResults: [result] = [] } = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [JSON.stringify({ Version: '2012-10-17', Statement: own })],
        PermissionsBoundaryPolicyInputList: [JSON.stringify(limit)],
        ActionNames: [action],
        ContextEntries: [
          {
            ContextKeyName: 'aws:RequestedRegion',
            ContextKeyType: 'string',
            ContextKeyValues: [region],
          },
        ],
      }),
    );
    const decision = result?.EvalDecision ?? 'none';
    lab.show(`${action} in ${region}: ${decision}`);
    return decision;
  };
  const away = home === 'eu-west-1' ? 'eu-north-1' : 'eu-west-1';

  await lab.prove('the policy is short enough for an organization', async () => {
    const { length } = lab.output('GuardrailContent');
    assert.ok(length <= 5120, `expected at most 5,120 characters, got ${length}`);
    return `${length} of 5,120 characters`;
  });

  await lab.prove('an administrator of a member account works in one Region, and in no other', async () => {
    assert.equal(await decide('ec2:RunInstances', home), 'allowed');
    assert.equal(await decide('ec2:RunInstances', away), 'explicitDeny');
    assert.equal(await decide('s3:CreateBucket', away), 'explicitDeny');
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('global services work from every Region', async () => {
    for (const action of [
      'iam:CreateRole',
      'cloudfront:CreateDistribution',
      'route53:CreateHostedZone',
    ])
      assert.equal(await decide(action, away), 'allowed', action);
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('no administrator stops the trail or leaves the organization', async () => {
    for (const action of ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'])
      assert.equal(await decide(`cloudtrail:${action}`, home), 'explicitDeny', action);
    assert.equal(await decide('cloudtrail:GetTrailStatus', home), 'allowed');
    assert.equal(await decide('organizations:LeaveOrganization', 'us-east-1'), 'explicitDeny');
  }, ['iam: SimulatePrincipalPolicy']);

  await lab.prove('the policy grants nothing to somebody whose IAM policies allow nothing', async () => {
    const other = { ...everything, Action: 's3:GetObject' };
    assert.equal(await decide('ec2:RunInstances', home, other), 'implicitDeny');
  }, ['iam: SimulatePrincipalPolicy']);
};
