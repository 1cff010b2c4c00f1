import { readPolicy } from '../../../../lib/permissions/policy';
import { givenPolicies, simulate } from '../../../../lib/sandbox/bridges/policy-simulator';

const arn = 'arn:aws:iam::000000000000:role/team/Worker';
const allow = (Action: string | string[], more = {}) =>
  readPolicy('identity policy', 'policy', {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action, Resource: '*', ...more },
  });
const deny = (Action: string) => allow(Action, { Effect: 'Deny' });
const asked = (parameters: Record<string, string>) => new URLSearchParams(parameters);

test('decides each action on each resource', () => {
  const parameters = asked({
    'ActionNames.member.1': 's3:GetObject',
    'ActionNames.member.2': 's3:PutObject',
    'ResourceArns.member.1': 'arn:aws:s3:::one/a',
    'ResourceArns.member.2': 'arn:aws:s3:::two/a',
  });
  const identity = allow('s3:GetObject', { Resource: 'arn:aws:s3:::one/*' });
  expect(simulate(parameters, { arn, identity })).toEqual([
    { action: 's3:GetObject', resource: 'arn:aws:s3:::one/a', decision: 'allowed' },
    { action: 's3:GetObject', resource: 'arn:aws:s3:::two/a', decision: 'implicitDeny' },
    { action: 's3:PutObject', resource: 'arn:aws:s3:::one/a', decision: 'implicitDeny' },
    { action: 's3:PutObject', resource: 'arn:aws:s3:::two/a', decision: 'implicitDeny' },
  ]);
});

test.each([
  ['both allow it', allow('iam:*'), allow('iam:GetUser'), 'allowed', true],
  ['the policy alone allows it', allow('iam:*'), allow('s3:*'), 'implicitDeny', false],
  ['the boundary alone allows it', allow('s3:*'), allow('iam:*'), 'implicitDeny', true],
  ['the boundary denies it', allow('iam:*'), deny('iam:*'), 'explicitDeny', false],
])('says what the boundary does where %s', (_, identity, boundary, decision, allowedByBoundary) => {
  const parameters = asked({ 'ActionNames.member.1': 'iam:GetUser' });
  expect(simulate(parameters, { arn, identity, boundary })).toEqual([
    { action: 'iam:GetUser', resource: '*', decision, allowedByBoundary },
  ]);
});

test('reads the context of the request, with all values of a key', () => {
  const identity = allow('iam:PassRole', {
    Condition: {
      StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] },
    },
  });
  const decided = (service: string, tag: string) =>
    simulate(
      asked({
        'ActionNames.member.1': 'iam:PassRole',
        'ContextEntries.member.1.ContextKeyName': 'iam:passedToService',
        'ContextEntries.member.1.ContextKeyValues.member.1': service,
        'ContextEntries.member.2.ContextKeyName': 'aws:TagKeys',
        'ContextEntries.member.2.ContextKeyValues.member.1': 'a',
        'ContextEntries.member.2.ContextKeyValues.member.2': tag,
      }),
      { arn, identity },
    ).map(({ decision }) => decision);
  expect(decided('lambda.amazonaws.com', 'b')).toEqual(['allowed']);
  expect(decided('ec2.amazonaws.com', 'b')).toEqual(['implicitDeny']);
  expect(decided('lambda.amazonaws.com', 'c')).toEqual(['implicitDeny']);
});

test('does not read the policies of resources, which roles and keys have always', () => {
  const actions = ['sts:AssumeRole', 'kms:Decrypt'];
  const resources = [
    'arn:aws:iam::000000000000:role/Other',
    'arn:aws:kms:us-east-1:000000000000:key/1',
  ];
  for (const [index, action] of actions.entries()) {
    const parameters = asked({
      'ActionNames.member.1': action,
      'ResourceArns.member.1': `${resources[index]}`,
    });
    const decided = (identity: string) => simulate(parameters, { arn, identity: allow(identity) });
    expect(decided(action)).toMatchObject([{ decision: 'allowed' }]);
    expect(decided('s3:GetObject')).toMatchObject([{ decision: 'implicitDeny' }]);
  }
});

test('reads the policies of a custom simulation from the call', () => {
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const parameters = asked({
    'ActionNames.member.1': 'cloudtrail:StopLogging',
    'ActionNames.member.2': 'cloudtrail:StartLogging',
    'PolicyInputList.member.1': policy(everything),
    'PermissionsBoundaryPolicyInputList.member.1': policy(everything, {
      ...everything,
      Effect: 'Deny',
      Action: 'cloudtrail:StopLogging',
    }),
  });
  const decided = simulate(parameters, givenPolicies(parameters)).map(({ decision }) => decision);
  expect(decided).toEqual(['explicitDeny', 'allowed']);
  parameters.delete('PermissionsBoundaryPolicyInputList.member.1');
  expect(givenPolicies(parameters).boundary).toBeUndefined();
});
