import { boundaries } from '../../../../lib/sandbox/bridges/role-boundaries';

const role = (PermissionsBoundary?: unknown) => ({
  Type: 'AWS::IAM::Role',
  Properties: { Path: '/', ...(PermissionsBoundary !== undefined && { PermissionsBoundary }) },
});

test('finds the roles with a boundary, and the policy by its logical id or ARN', () => {
  const Resources = {
    Free: role(),
    Bare: { Type: 'AWS::IAM::Role' },
    Capped: role({ Ref: 'Cap' }),
    ReadOnly: role('arn:aws:iam::aws:policy/ReadOnlyAccess'),
    User: { ...role({ Ref: 'Cap' }), Type: 'AWS::IAM::User' },
  };
  expect(boundaries({ Resources })).toEqual([
    { role: 'Capped', policy: 'Cap' },
    { role: 'ReadOnly', policy: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  ]);
});

test('refuses a boundary that it cannot resolve', () => {
  const Resources = { Capped: role({ 'Fn::ImportValue': 'Cap' }) };
  expect(() => boundaries({ Resources })).toThrow(
    'expected an ARN or a Ref as the boundary of Capped, got another function',
  );
});
