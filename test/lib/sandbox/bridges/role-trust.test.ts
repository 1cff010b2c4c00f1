import { refusalOf, type TrustedRole } from '../../../../lib/sandbox/bridges/role-trust';

const arn = 'arn:aws:iam::000000000000:role/team/Worker';
const root = { AWS: 'arn:aws:iam::000000000000:root' };
const role = (Principal: unknown, Condition = {}): TrustedRole => ({
  arn,
  trust: {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition },
  },
  maxSessionDuration: 3600,
});
const asked = (parameters: Record<string, string> = {}) =>
  new URLSearchParams({ RoleArn: arn, RoleSessionName: 'ada', ...parameters });

test('refuses nothing where the trust policy names the account', () => {
  expect(refusalOf(asked(), role(root))).toBeUndefined();
  expect(refusalOf(asked({ DurationSeconds: '3600' }), role(root))).toBeUndefined();
});

test.each([
  ['a service', role({ Service: 'lambda.amazonaws.com' })],
  ['another account', role({ AWS: 'arn:aws:iam::222222222222:root' })],
])('refuses a role that trusts %s alone', (_, stranger) => {
  expect(refusalOf(asked(), stranger)).toMatchObject({
    status: 403,
    body: expect.stringContaining('<Code>AccessDenied</Code>'),
  });
});

test('compares the external ID and the session name', () => {
  const trusted = role(root, {
    StringEquals: { 'sts:ExternalId': 'one', 'sts:RoleSessionName': 'ada' },
  });
  expect(refusalOf(asked({ ExternalId: 'one' }), trusted)).toBeUndefined();
  expect(refusalOf(asked({ ExternalId: 'two' }), trusted)?.status).toBe(403);
  expect(refusalOf(asked(), trusted)?.status).toBe(403);
  expect(refusalOf(asked({ ExternalId: 'one', RoleSessionName: 'bob' }), trusted)?.status).toBe(
    403,
  );
});

test('refuses a session that is longer than the role allows', () => {
  expect(refusalOf(asked({ DurationSeconds: '3601' }), role(root))).toMatchObject({
    status: 400,
    body: expect.stringContaining('<Code>ValidationError</Code>'),
  });
});
