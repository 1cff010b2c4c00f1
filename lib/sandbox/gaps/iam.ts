import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { recognizes, role, withStack } from './deployed';
import type { GapsOf } from './gap';

export const iam = {
  'AWS::IAM::Group': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an IAM API to create a group.',
    handling: 'corrected',
    correction: 'types',
    how: 'The group is created by CreateGroup.',
    closed: () => recognizes('AWS::IAM::Group'),
  },
  'AWS::AccessAnalyzer::Analyzer': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no API of IAM Access Analyzer.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::AccessAnalyzer::Analyzer'),
  },
  'AWS::IAM::Role.PermissionsBoundary': {
    seen: '1.5.33',
    what: 'CloudFormation creates the role without its permissions boundary.',
    handling: 'corrected',
    correction: 'properties',
    how: 'The boundary is set by PutRolePermissionsBoundary.',
    closed: () =>
      withStack('Boundary', boundedRole, async ({ Name }) => {
        const { Role } = await new IAMClient({}).send(new GetRoleCommand({ RoleName: Name }));
        return Role?.PermissionsBoundary !== undefined;
      }),
  },
  'iam: SimulatePrincipalPolicy': {
    seen: '1.5.33',
    what: 'SimulatePrincipalPolicy ignores context entries, permissions boundaries, and all resources but the first, and finds no role that has a path.',
    handling: 'corrected',
    correction: 'policy_simulator',
    how: 'IAM simulates each action on each resource, with context and boundary.',
    closed: async () => (await roleAnswers()).simulatesContext,
  },
  'AWS::Organizations::OrganizationalUnit': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API of Organizations.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::Organizations::OrganizationalUnit'),
  },
  'AWS::Organizations::Policy': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API of Organizations.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::Organizations::Policy'),
  },
  'AWS::RolesAnywhere::TrustAnchor': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no API of IAM Roles Anywhere.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::RolesAnywhere::TrustAnchor'),
  },
  'AWS::RolesAnywhere::Profile': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no API of IAM Roles Anywhere.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::RolesAnywhere::Profile'),
  },
} satisfies GapsOf;

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const boundedRole = {
  Resources: {
    Cap: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        PolicyDocument: document({ Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' }),
      },
    },
    Role: { ...role, Properties: { ...role.Properties, PermissionsBoundary: { Ref: 'Cap' } } },
  },
  Outputs: { Name: { Value: { Ref: 'Role' } } },
};

/** What the emulator makes of a role with hardly any permissions. */
export interface RoleAnswers {
  readonly simulatesContext: boolean;
  readonly asksPermissions: boolean;
  readonly asksTrust: boolean;
}

let ofARole: Promise<RoleAnswers> | undefined;

/** Simulates and uses a role; several gaps share one run. */
export function roleAnswers(): Promise<RoleAnswers> {
  ofARole ??= tryRole();
  return ofARole;
}

async function tryRole(): Promise<RoleAnswers> {
  const iam = new IAMClient({});
  const RoleName = 'probe-of-callers';
  const PolicyName = 'probe';
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } };
  const { Role: { Arn = '' } = {} } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(document(trust)) }),
  );
  try {
    const allow = {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName,
        PolicyDocument: JSON.stringify(document(allow)),
      }),
    );
    const { EvaluationResults: [result] = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: Arn,
        ActionNames: ['iam:PassRole'],
        ResourceArns: [Arn],
        ContextEntries: [
          {
            ContextKeyName: 'iam:PassedToService',
            ContextKeyType: 'string',
            ContextKeyValues: ['lambda.amazonaws.com'],
          },
        ],
      }),
    );
    return {
      simulatesContext: result?.EvalDecision === 'allowed',
      asksPermissions: await isDenied(Arn),
      asksTrust: await isStranger(iam, RoleName, Arn),
    };
  } finally {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  }
}

/** Whether STS refuses the credentials of a role that trusts Lambda alone. */
async function isStranger(iam: IAMClient, RoleName: string, RoleArn: string): Promise<boolean> {
  const PolicyDocument = JSON.stringify(role.Properties.AssumeRolePolicyDocument);
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  try {
    await new STSClient({}).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'probe' }));
    return false;
  } catch (error) {
    if ((error as Error).name === 'AccessDenied') return true;
    throw error;
  }
}

/** Whether a session of a role that allows nothing of the kind is refused a list of roles. */
async function isDenied(RoleArn: string): Promise<boolean> {
  const { Credentials } = await new STSClient({}).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'probe' }),
  );
  const session = new IAMClient({
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    },
  });
  try {
    await session.send(new ListRolesCommand({}));
    return false;
  } catch (error) {
    if ((error as Error).name === 'AccessDenied') return true;
    throw error;
  }
}
