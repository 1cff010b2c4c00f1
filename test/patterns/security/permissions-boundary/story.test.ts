import { Template } from 'aws-cdk-lib/assertions';
import { here } from '../../../../lib/cloudformation/resolve';
import type { Template as PlainTemplate } from '../../../../lib/cloudformation/template';
import { PermissionsBoundaryStack } from '../../../../lib/patterns/security/permissions-boundary/stack';
import { decide } from '../../../../lib/permissions/decide';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(PermissionsBoundaryStack);
  const template = Template.fromStack(stack);
  const properties = (type: string, id: string) =>
    template.toJSON().Resources[logicalId(stack, type, id)].Properties;
  const boundary = { Ref: logicalId(stack, 'AWS::IAM::ManagedPolicy', 'FunctionBoundary') };

  test('caps the role of the function with the boundary, which is attached to nothing', () => {
    expect(properties('AWS::IAM::Role', 'FunctionRole').PermissionsBoundary).toEqual(boundary);
    const { Roles, Users, Groups } = properties('AWS::IAM::ManagedPolicy', 'FunctionBoundary');
    expect([Roles, Users, Groups]).toEqual([undefined, undefined, undefined]);
  });

  test('keeps the role of the developers outside the path that they manage', () => {
    const { Path = '/' } = properties('AWS::IAM::Role', 'DeveloperRole');
    expect(Path).not.toBe(properties('AWS::IAM::Role', 'FunctionRole').Path);
  });

  test('gives its rights to a group and to roles, and none to a user', () => {
    expect(properties('AWS::IAM::Group', 'Developers').ManagedPolicyArns).toEqual([
      { Ref: logicalId(stack, 'AWS::IAM::ManagedPolicy', 'MembershipPolicy') },
    ]);
    template.resourceCountIs('AWS::IAM::User', 0);
    expect(JSON.stringify(template.toJSON())).not.toContain('"Users"');
  });

  test('creates the analyzer only if somebody asks for it', () => {
    const { Parameters, Conditions, Resources } = template.toJSON();
    const { Condition } =
      Resources[logicalId(stack, 'AWS::AccessAnalyzer::Analyzer', 'UnusedAccessAnalyzer')];
    expect(Conditions[Condition]).toEqual({ 'Fn::Equals': [{ Ref: 'UnusedAccess' }, 'on'] });
    expect(Parameters.UnusedAccess.Default).toBe('off');
  });

  test('outputs what an administrator and a developer need', () => {
    const { Outputs } = template.toJSON();
    const arn = (type: string, id: string) => ({
      'Fn::GetAtt': [logicalId(stack, type, id), 'Arn'],
    });
    expect(
      Object.fromEntries(
        Object.entries<{ Value: unknown }>(Outputs).map(([name, { Value }]) => [name, Value]),
      ),
    ).toEqual({
      DevelopersArn: arn('AWS::IAM::Group', 'Developers'),
      DeveloperRoleArn: arn('AWS::IAM::Role', 'DeveloperRole'),
      FunctionBoundaryArn: boundary,
      FunctionPath: '/PermissionsBoundary/',
      FunctionRoleArn: arn('AWS::IAM::Role', 'FunctionRole'),
      OrdersTableArn: arn('AWS::DynamoDB::Table', 'Orders'),
    });
  });

  const iam = `arn:${here.partition}:iam::${here.account}`;
  const newRole = `${iam}:role/PermissionsBoundary/new`;
  const elsewhere = `${iam}:role/new`;
  const other = `arn:${here.partition}:iam::aws:policy/AdministratorAccess`;
  const functions = `arn:${here.partition}:lambda:${here.region}:${here.account}:function`;

  // Who becomes a developer.
  decisions(
    stack,
    `
      Developers may sts:AssumeRole on DeveloperRole when aws:username is ada and sts:RoleSessionName is ada
      Developers may not sts:AssumeRole on DeveloperRole when aws:username is ada and sts:RoleSessionName is bob
      Developers may not sts:AssumeRole on DeveloperRole when aws:username is ada
      Developers may not sts:AssumeRole on FunctionRole when aws:username is ada and sts:RoleSessionName is ada
      Developers may not iam:CreateRole on ${newRole} when iam:PermissionsBoundary is FunctionBoundary
      arn:aws:iam::111111111111:user/stranger, FunctionRole, anonymous, 222222222222, lambda.amazonaws.com may not sts:AssumeRole on DeveloperRole
      lambda.amazonaws.com may sts:AssumeRole on FunctionRole
      DeveloperRole, ec2.amazonaws.com, 222222222222 may not sts:AssumeRole on FunctionRole

      DeveloperRole may iam:CreateRole, iam:PutRolePolicy, iam:AttachRolePolicy on ${newRole}, FunctionRole when iam:PermissionsBoundary is FunctionBoundary
      DeveloperRole may iam:DeleteRolePolicy, iam:DetachRolePolicy, iam:PutRolePermissionsBoundary on ${newRole}, FunctionRole when iam:PermissionsBoundary is FunctionBoundary
      DeveloperRole may not iam:CreateRole, iam:PutRolePolicy, iam:AttachRolePolicy, iam:PutRolePermissionsBoundary on ${newRole}, FunctionRole
      DeveloperRole may not iam:CreateRole, iam:PutRolePolicy, iam:AttachRolePolicy, iam:PutRolePermissionsBoundary on ${newRole} when iam:PermissionsBoundary is ${other} or DeveloperPolicy
      DeveloperRole may not iam:CreateRole, iam:PutRolePolicy, iam:AttachRolePolicy on ${elsewhere}, DeveloperRole when iam:PermissionsBoundary is FunctionBoundary
      DeveloperRole must not iam:DeleteRolePermissionsBoundary on ${newRole}, FunctionRole
      DeveloperRole must not iam:CreatePolicyVersion, iam:SetDefaultPolicyVersion, iam:DeletePolicyVersion, iam:DeletePolicy on FunctionBoundary
      DeveloperRole may not iam:CreatePolicyVersion, iam:SetDefaultPolicyVersion on DeveloperPolicy
      DeveloperRole may not iam:UpdateAssumeRolePolicy, iam:DeleteRolePermissionsBoundary on DeveloperRole
      DeveloperRole may not iam:CreateUser, iam:AttachUserPolicy on ${iam}:user/ada
      DeveloperRole may iam:GetRole, iam:DeleteRole on ${newRole}, FunctionRole
      DeveloperRole may not iam:DeleteRole on DeveloperRole, ${elsewhere}
      DeveloperRole may iam:PassRole on ${newRole}, FunctionRole when iam:PassedToService is lambda.amazonaws.com
      DeveloperRole may not iam:PassRole on ${newRole} when iam:PassedToService is ec2.amazonaws.com
      DeveloperRole may not iam:PassRole on ${elsewhere}, DeveloperRole when iam:PassedToService is lambda.amazonaws.com
      DeveloperRole may lambda:CreateFunction, lambda:InvokeFunction, lambda:DeleteFunction on ${functions}:PermissionsBoundary-tea
      DeveloperRole may not lambda:CreateFunction, lambda:InvokeFunction on ${functions}:other
      DeveloperRole may not dynamodb:GetItem, dynamodb:PutItem on Orders

      FunctionRole may dynamodb:GetItem, dynamodb:PutItem on Orders
      FunctionRole may not dynamodb:DeleteTable on Orders
      FunctionRole may not dynamodb:UpdateItem on Orders
      FunctionRole may logs:CreateLogStream, logs:PutLogEvents on FunctionLogs
      FunctionRole may not iam:CreateRole on ${newRole} when iam:PermissionsBoundary is FunctionBoundary
      anonymous, 222222222222, lambda.amazonaws.com may not dynamodb:GetItem on Orders
    `,
  );

  test('caps even a role whose policy allows everything', () => {
    const changed = structuredClone(template.toJSON()) as PlainTemplate;
    const role = changed.Resources[logicalId(stack, 'AWS::IAM::Role', 'FunctionRole')];
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
    Object.assign(role?.Properties ?? {}, {
      Policies: [{ PolicyName: 'Everything', PolicyDocument: { Statement: [everything] } }],
    });
    const allowed = (action: string, resource: string) =>
      decide(changed, { principal: 'FunctionRole', action, resource }).allowed;
    expect(allowed('dynamodb:UpdateItem', 'Orders')).toBe(true);
    expect(allowed('logs:PutLogEvents', 'FunctionLogs')).toBe(true);
    const otherLogs = `arn:${here.partition}:logs:${here.region}:${here.account}:log-group:other`;
    expect(allowed('logs:PutLogEvents', otherLogs)).toBe(false);
    expect(allowed('dynamodb:DeleteTable', 'Orders')).toBe(false);
    expect(allowed('iam:CreateUser', `${iam}:user/ada`)).toBe(false);
    expect(allowed('sts:AssumeRole', 'DeveloperRole')).toBe(false);
  });

  test('deletes the logs of a function after a week', () => {
    expect(properties('AWS::Logs::LogGroup', 'FunctionLogs').RetentionInDays).toBe(7);
  });

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});
