import { type Decision, evaluate } from '../../../lib/permissions/evaluate';
import { type PolicyType, type Principal, readPolicy } from '../../../lib/permissions/policy';

// Each example is one of AWS's documentation, on the page that is named above it.

type Document = Readonly<Record<string, unknown>>;

interface Asked {
  readonly principal?: Principal;
  readonly action: string;
  readonly resource?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly identity?: readonly Document[] | undefined;
  readonly resourcePolicy?: readonly Document[];
  readonly boundary?: Document;
  readonly session?: Document;
  readonly control?: readonly Document[];
  readonly owner?: string;
}

const account = '123456789012';
const user = (name: string, of = account): Principal => ({
  kind: 'user',
  account: of,
  arn: `arn:aws:iam::${of}:user/${name}`,
});
const role: Principal = {
  kind: 'session',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/example-role/example-session`,
  role: `arn:aws:iam::${account}:role/example-role`,
};

/** Evaluates a request of a user who has nothing but what is given. */
function ask(asked: Asked): Decision {
  const { action, resource = '*', principal = user('example-user'), context = {} } = asked;
  const read = (type: PolicyType, statement: Document) =>
    readPolicy(type, type, { Version: '2012-10-17', Statement: statement });
  const { boundary, session, control = [], identity = [], resourcePolicy = [] } = asked;
  return evaluate(
    {
      principal,
      action,
      resource,
      context: new Map(
        Object.entries(context).map(([key, value]) => [
          key.toLowerCase(),
          [value].flat() as string[],
        ]),
      ),
    },
    {
      identity:
        'identity' in asked && asked.identity === undefined
          ? undefined
          : identity.flatMap((one) => read('identity policy', one)),
      resource: resourcePolicy.flatMap((one) => read('resource policy', one)),
      boundary: boundary && read('permissions boundary', boundary),
      session: session && read('session policy', session),
      control: control.map((one) => read('service control policy', one)),
      owner: asked.owner ?? account,
    },
  );
}

const allowed = (asked: Asked) => ask(asked).allowed;
const why = (asked: Asked) => ask(asked).because;
const allow = (Action: unknown, Resource: unknown = '*', more: Document = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown = '*', more: Document = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
const to = (AWS: string) => ({ Principal: { AWS } });

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
describe('Carlos, whose bucket has his name, and who may not touch logs', () => {
  const bucket = ['arn:aws:s3:::carlos-salazar/*', 'arn:aws:s3:::carlos-salazar'];
  const identity = [
    {
      Sid: 'AllowS3ListRead',
      ...allow(['s3:GetBucketLocation', 's3:ListAllMyBuckets'], 'arn:aws:s3:::*'),
    },
    { Sid: 'AllowS3Self', ...allow('s3:*', bucket) },
    { Sid: 'DenyS3Logs', ...deny('s3:*', 'arn:aws:s3:::*log*') },
  ];
  const carlos = {
    principal: user('carlos-salazar'),
    action: 's3:PutObject',
    identity,
    resourcePolicy: [allow('s3:*', bucket, to('arn:aws:iam::123456789012:user/carlos-salazar'))],
  };

  test('is denied a file in the logs, and the answer names the statement', () => {
    const decision = ask({ ...carlos, resource: 'arn:aws:s3:::carlos-salazar-logs/file' });
    expect(decision).toMatchObject({ allowed: false, because: 'explicit deny' });
    expect(decision.statements.map(({ id }) => id)).toEqual(['DenyS3Logs']);
  });

  test('is allowed a file in his bucket, which one of the two policies is enough for', () => {
    const file = { ...carlos, resource: 'arn:aws:s3:::carlos-salazar/file' };
    expect(why(file)).toBe('allowed by the resource policy');
    expect(why({ ...file, resourcePolicy: [] })).toBe('allowed by the identity policy');
    expect(why({ ...file, identity: [] })).toBe('allowed by the resource policy');
    expect(why({ ...file, identity: [], resourcePolicy: [] })).toBe(
      'implicit deny: no identity policy allows it',
    );
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-cross-account.html
describe('Carlos in account 111111111111, and the bucket Production in 222222222222', () => {
  const carlos = {
    principal: user('carlos-salazar', '111111111111'),
    owner: '222222222222',
    action: 's3:PutObject',
    identity: [
      allow('s3:ListAllMyBuckets'),
      allow('s3:*Object*', 'arn:aws:s3:::Production/*'),
      { Sid: 'DenyS3Logs', ...deny('s3:*', ['arn:aws:s3:::*log*', 'arn:aws:s3:::*log*/*']) },
    ],
  };
  const resourcePolicy = [
    allow(
      ['s3:GetObject*', 's3:PutObject*', 's3:ReplicateObject', 's3:RestoreObject'],
      'arn:aws:s3:::Production/*',
      to('arn:aws:iam::111111111111:user/carlos-salazar'),
    ),
  ];

  test('is denied a file in Production-logs by his own account', () => {
    expect(why({ ...carlos, resource: 'arn:aws:s3:::Production-logs/file' })).toBe('explicit deny');
  });

  test('is allowed a file in Production, because both accounts allow it', () => {
    const file = { ...carlos, resource: 'arn:aws:s3:::Production/file', resourcePolicy };
    expect(why(file)).toBe('allowed by the policies of both accounts');
    expect(allowed({ ...file, resourcePolicy: [] })).toBe(false);
    expect(allowed({ ...file, identity: [] })).toBe(false);
    expect(allowed({ ...file, action: 's3:DeleteObject' })).toBe(false);
  });

  test('may be named by his account, which leaves it to that account whom to allow', () => {
    const file = {
      ...carlos,
      resource: 'arn:aws:s3:::Production/file',
      resourcePolicy: [allow('s3:*', '*', to('111111111111'))],
    };
    expect(allowed(file)).toBe(true);
    expect(allowed({ ...file, identity: [] })).toBe(false);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
test('an action is allowed, implicitly denied or explicitly denied', () => {
  const identity = [
    { Sid: 'AllowGetList', ...allow(['iam:Get*', 'iam:List*']) },
    { Sid: 'DenyReports', ...deny('iam:*Report') },
  ];
  expect(why({ identity, action: 'iam:GetUser' })).toMatch(/^allowed/);
  expect(why({ identity, action: 'iam:CreatePolicy' })).toMatch(/^implicit deny/);
  expect(why({ identity, action: 'iam:GetOrganizationsAccessReport' })).toBe('explicit deny');
  expect(why({ identity: [...identity, allow('*')], action: 'iam:GenerateCredentialReport' })).toBe(
    'explicit deny',
  );
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
describe('a resource policy within an account, and implicit denies elsewhere', () => {
  const nothing = allow('iam:GetUser');
  const file = { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' };
  const named = (arn: string) => [allow('s3:GetObject', 'arn:aws:s3:::bucket/*', to(arn))];
  const limits = { boundary: nothing, session: nothing } as const;

  test('names a user, who is not limited by an implicit deny in the boundary', () => {
    const resourcePolicy = named('arn:aws:iam::123456789012:user/example-user');
    expect(allowed({ ...file, resourcePolicy, boundary: nothing })).toBe(true);
    expect(allowed({ ...file, resourcePolicy, boundary: deny('s3:*') })).toBe(false);
  });

  test('names a role, which is limited by its boundary and its session policy', () => {
    const resourcePolicy = named('arn:aws:iam::123456789012:role/example-role');
    const request = { ...file, principal: role, resourcePolicy };
    expect(allowed(request)).toBe(true);
    expect(allowed({ ...request, boundary: nothing })).toBe(false);
    expect(allowed({ ...request, session: nothing })).toBe(false);
    const all = { boundary: allow('s3:*'), session: allow('s3:GetObject') };
    expect(allowed({ ...request, ...all })).toBe(true);
    const everyone = named('*').concat(resourcePolicy);
    expect(allowed({ ...request, resourcePolicy: everyone, ...limits })).toBe(true);
  });

  test('names a session of a role, which is not limited', () => {
    const arn = 'arn:aws:sts::123456789012:assumed-role/example-role/example-session';
    const request = { ...file, principal: role, resourcePolicy: named(arn) };
    expect(allowed({ ...request, ...limits })).toBe(true);
    const other = { ...role, arn: arn.replace('example-session', 'other') } as Principal;
    expect(allowed({ ...request, principal: other })).toBe(false);
  });

  test('names the account, which leaves it to the identity policies', () => {
    const resourcePolicy = named('arn:aws:iam::123456789012:root');
    expect(allowed({ ...file, resourcePolicy })).toBe(false);
    expect(allowed({ ...file, resourcePolicy, identity: [allow('s3:*')] })).toBe(true);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
  test('names everyone: principals of the account need nothing else, those of others their own policies', () => {
    const resourcePolicy = named('*');
    expect(allowed({ ...file, resourcePolicy, principal: { kind: 'anonymous' } })).toBe(true);
    expect(allowed({ ...file, resourcePolicy, principal: role, ...limits })).toBe(true);
    const abroad = { ...file, resourcePolicy, principal: user('Bob', '444455556666') };
    expect(allowed(abroad)).toBe(false);
    expect(allowed({ ...abroad, identity: [allow('s3:*')] })).toBe(true);
    expect(allowed({ ...abroad, identity: undefined })).toBe(true);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
test('a boundary limits what identity policies grant, and grants nothing itself', () => {
  const boundary = allow(['s3:*', 'cloudwatch:*', 'ec2:*']);
  const shirley = { principal: user('ShirleyRodriguez'), boundary };
  expect(why({ ...shirley, action: 'iam:CreateUser', identity: [allow('iam:CreateUser')] })).toBe(
    'implicit deny: the permissions boundary does not allow it',
  );
  expect(allowed({ ...shirley, action: 's3:GetObject' })).toBe(false);
  expect(allowed({ ...shirley, action: 's3:GetObject', identity: [allow('s3:Get*')] })).toBe(true);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
test('a session has what its role, the boundary and the session policy all allow', () => {
  const request = {
    principal: role,
    action: 's3:GetObject',
    identity: [allow('s3:*')],
    boundary: allow('s3:Get*'),
    session: allow('s3:GetObject'),
  };
  expect(allowed(request)).toBe(true);
  expect(why({ ...request, session: allow('s3:PutObject') })).toBe(
    'implicit deny: the session policy does not allow it',
  );
  expect(allowed({ ...request, boundary: allow('ec2:*') })).toBe(false);
  expect(allowed({ ...request, identity: [] })).toBe(false);
});

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
test('each level of an organization has to allow what an account does, its root user included', () => {
  const full = allow('*');
  const request = { action: 'ec2:RunInstances', identity: [allow('*')] };
  expect(allowed({ ...request, control: [full, full, full] })).toBe(true);
  expect(why({ ...request, control: [full, allow('s3:*'), full] })).toBe(
    'implicit deny: the service control policies do not allow it',
  );
  const root: Principal = { kind: 'root', account, arn: 'arn:aws:iam::123456789012:root' };
  expect(allowed({ ...request, principal: root, identity: [], control: [full] })).toBe(true);
  expect(why({ ...request, principal: root, control: [full, deny('ec2:*')] })).toBe(
    'explicit deny',
  );
  expect(allowed({ ...request, principal: root, control: [allow('s3:*')] })).toBe(false);
  expect(allowed({ ...request, identity: [], control: [full] })).toBe(false);
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
describe('a KMS key', () => {
  const key = { action: 'kms:Decrypt', resource: 'arn:aws:kms:us-west-2:123456789012:key/1' };
  const identity = [allow('kms:Decrypt')];
  const enable = { Sid: 'Enable IAM policies', ...allow('kms:*', '*', to(account)) };

  test('obeys identity policies only if its policy names the account', () => {
    expect(allowed({ ...key, identity, resourcePolicy: [enable] })).toBe(true);
    expect(allowed({ ...key, resourcePolicy: [enable] })).toBe(false);
    const other = allow('kms:*', '*', to('arn:aws:iam::123456789012:user/KeyAdmin'));
    expect(why({ ...key, identity, resourcePolicy: [other] })).toBe(
      'implicit deny: an identity policy allows it, but the resource policy leaves nothing to identity policies',
    );
  });

  test('obeys an identity policy that denies in any case', () => {
    const resourcePolicy = [allow('kms:*', '*', to('arn:aws:iam::123456789012:user/example-user'))];
    expect(allowed({ ...key, resourcePolicy })).toBe(true);
    expect(allowed({ ...key, resourcePolicy, identity: [deny('kms:*')] })).toBe(false);
  });

  test('is closed to the root user as well, unless its policy names the account', () => {
    const principal: Principal = { kind: 'root', account, arn: 'arn:aws:iam::123456789012:root' };
    expect(why({ ...key, principal, resourcePolicy: [enable] })).toBe(
      'allowed by the resource policy',
    );
    expect(why({ ...key, principal })).toBe('implicit deny: no resource policy allows it');
  });

  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
  test('is used by another account if the key policy and the policies there allow it', () => {
    const abroad = { ...key, principal: user('Bob', '444455556666'), identity };
    const resourcePolicy = [
      enable,
      allow('kms:Decrypt', '*', to('arn:aws:iam::444455556666:root')),
    ];
    expect(allowed({ ...abroad, resourcePolicy })).toBe(true);
    expect(allowed({ ...abroad, resourcePolicy: [enable] })).toBe(false);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
describe('a role trusts', () => {
  const assume = { action: 'sts:AssumeRole', resource: 'arn:aws:iam::123456789012:role/deploy' };
  const trust = (more: Document) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...more });
  const identity = [allow('sts:AssumeRole')];

  test('nobody whom its own policy does not name, whatever identity policies say', () => {
    const service = trust({ Principal: { Service: 'lambda.amazonaws.com' } });
    expect(allowed({ ...assume, identity, resourcePolicy: [service] })).toBe(false);
    const lambda: Principal = { kind: 'service', name: 'lambda.amazonaws.com' };
    expect(allowed({ ...assume, principal: lambda, resourcePolicy: [service] })).toBe(true);
    const events: Principal = { kind: 'service', name: 'events.amazonaws.com' };
    expect(allowed({ ...assume, principal: events, resourcePolicy: [service] })).toBe(false);
  });

  test('an account, whose identity policies decide then', () => {
    expect(allowed({ ...assume, identity, resourcePolicy: [trust(to(account))] })).toBe(true);
    expect(allowed({ ...assume, resourcePolicy: [trust(to(account))] })).toBe(false);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html
  test('a user by name, who still needs a boundary that allows it', () => {
    const resourcePolicy = [trust(to('arn:aws:iam::123456789012:user/example-user'))];
    expect(allowed({ ...assume, resourcePolicy })).toBe(true);
    expect(allowed({ ...assume, resourcePolicy, boundary: allow('s3:*') })).toBe(false);
    expect(allowed({ ...assume, resourcePolicy, boundary: allow('sts:*') })).toBe(true);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
  test('a third party with its external id, and a service that acts for the right resource', () => {
    const example = trust({
      ...to('444455556666'),
      Condition: { StringEquals: { 'sts:ExternalId': '12345' } },
    });
    const corp = { ...assume, principal: user('Corp', '444455556666'), identity };
    const withId = (id: string) => ({ ...corp, context: { 'sts:ExternalId': id } });
    expect(allowed({ ...withId('12345'), resourcePolicy: [example] })).toBe(true);
    expect(allowed({ ...withId('54321'), resourcePolicy: [example] })).toBe(false);
    expect(allowed({ ...corp, resourcePolicy: [example] })).toBe(false);

    const incidents = trust({
      Principal: { Service: 'ssm-incidents.amazonaws.com' },
      Condition: {
        ArnLike: {
          'aws:SourceArn': 'arn:aws:ssm-incidents:*:111122223333:incident-record/my-plan/*',
        },
      },
    });
    const forPlan = (plan: string) => ({
      ...assume,
      principal: { kind: 'service', name: 'ssm-incidents.amazonaws.com' } as const,
      resourcePolicy: [incidents],
      context: {
        'aws:SourceArn': `arn:aws:ssm-incidents:us-east-1:111122223333:incident-record/${plan}/7`,
      },
    });
    expect(allowed(forPlan('my-plan'))).toBe(true);
    expect(allowed(forPlan('your-plan'))).toBe(false);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
describe('NotAction and NotResource', () => {
  test('allow all but deleting a bucket, on the resources that are named', () => {
    const identity = [
      { Effect: 'Allow', NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' },
    ];
    const on = { identity, resource: 'arn:aws:s3:::bucket' };
    expect(allowed({ ...on, action: 's3:PutBucketPolicy' })).toBe(true);
    expect(allowed({ ...on, action: 's3:DeleteBucket' })).toBe(false);
    expect(allowed({ identity, action: 's3:ListAllMyBuckets' })).toBe(false);
  });

  test('allow every service but IAM', () => {
    const identity = [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }];
    expect(allowed({ identity, action: 'ec2:RunInstances' })).toBe(true);
    expect(allowed({ identity, action: 'iam:CreateUser' })).toBe(false);
  });

  test('deny all but IAM without MFA', () => {
    const identity = [
      allow('*'),
      {
        Sid: 'DenyAllUsersNotUsingMFA',
        Effect: 'Deny',
        NotAction: 'iam:*',
        Resource: '*',
        Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      },
    ];
    const mfa = (value: string) => ({ identity, context: { 'aws:MultiFactorAuthPresent': value } });
    expect(allowed({ ...mfa('true'), action: 'ec2:RunInstances' })).toBe(true);
    expect(allowed({ ...mfa('false'), action: 'ec2:RunInstances' })).toBe(false);
    expect(allowed({ ...mfa('false'), action: 'iam:ChangePassword' })).toBe(true);
    expect(allowed({ identity, action: 'ec2:RunInstances' })).toBe(false);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
  test('deny all of S3 but one folder', () => {
    const identity = [
      allow('*'),
      {
        Effect: 'Deny',
        Action: 's3:*',
        NotResource: ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'],
      },
    ];
    const get = (key: string) => ({
      identity,
      action: 's3:GetObject',
      resource: `arn:aws:s3:::${key}`,
    });
    expect(allowed(get('HRBucket/Payroll/may'))).toBe(true);
    expect(allowed(get('HRBucket/Plans'))).toBe(false);
    expect(allowed({ identity, action: 'ec2:RunInstances' })).toBe(true);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
describe('NotPrincipal with Deny', () => {
  const root = 'arn:aws:iam::444455556666:root';
  const file = {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/key',
    identity: [allow('s3:*')],
  };
  const all = allow('s3:*', '*', { Principal: '*' });
  const but = (...AWS: string[]) => ({
    Effect: 'Deny',
    Action: 's3:*',
    Resource: '*',
    NotPrincipal: { AWS },
  });

  test('spares a user who is named with the account', () => {
    const bob = 'arn:aws:iam::444455556666:user/Bob';
    const request = { ...file, principal: user('Bob', '444455556666') };
    expect(allowed({ ...request, resourcePolicy: [all, but(bob, root)] })).toBe(true);
    expect(allowed({ ...request, resourcePolicy: [all, but(bob)] })).toBe(false);
    const eve = { ...request, principal: user('Eve', '444455556666') };
    expect(allowed({ ...eve, resourcePolicy: [all, but(bob, root)] })).toBe(false);
    const nobody = { ...file, principal: { kind: 'anonymous' } as const };
    expect(allowed({ ...nobody, resourcePolicy: [all, but(bob, root)] })).toBe(false);
  });

  test('spares a session that is named with its role and its account', () => {
    const principal: Principal = {
      kind: 'session',
      account: '444455556666',
      arn: 'arn:aws:sts::444455556666:assumed-role/cross-account-read-only-role/cross-account-audit-app',
      role: 'arn:aws:iam::444455556666:role/cross-account-read-only-role',
    };
    const request = { ...file, principal };
    const names = [principal.arn, principal.role, root];
    expect(allowed({ ...request, resourcePolicy: [all, but(...names)] })).toBe(true);
    for (const missing of names) {
      const fewer = names.filter((name) => name !== missing);
      expect(allowed({ ...request, resourcePolicy: [all, but(...fewer)] })).toBe(false);
    }
  });

  test('spares nobody who has a boundary', () => {
    const bob = 'arn:aws:iam::444455556666:user/Bob';
    const principal = user('Bob', '444455556666');
    const resourcePolicy = [all, but(bob, root)];
    expect(allowed({ ...file, principal, resourcePolicy, boundary: allow('*') })).toBe(false);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
  test('is better said with aws:PrincipalArn', () => {
    const arn = 'arn:aws:iam::444455556666:user/user-name';
    const resourcePolicy = [
      all,
      deny('s3:*', '*', {
        Principal: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': arn } },
      }),
    ];
    const as = (name: string) => ({
      ...file,
      principal: user(name, '444455556666'),
      context: { 'aws:PrincipalArn': `arn:aws:iam::444455556666:user/${name}` },
      resourcePolicy,
    });
    expect(allowed(as('user-name'))).toBe(true);
    expect(allowed(as('other-name'))).toBe(false);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
test.each([
  ['arn:aws:sqs:us-east-2:123456789012:queue1', 'arn:aws:sqs:us-east-2:123456789012:queue1', true],
  [
    'arn:aws:sqs:us-east-2:123456789012:queue1',
    'arn:aws:sqs:us-east-2:123456789012:queue11',
    false,
  ],
  [
    'arn:aws:iam::123456789012:user/accounting/*',
    'arn:aws:iam::123456789012:user/accounting/Bob',
    true,
  ],
  ['arn:aws:iam::123456789012:user/accounting/*', 'arn:aws:iam::123456789012:user/Bob', false],
  ['arn:aws:s3:::my_corporate_bucket/*', 'arn:aws:s3:::my_corporate_bucket/a/b', true],
  ['arn:aws:s3:::my_corporate_bucket/*', 'arn:aws:s3:::my_corporate_bucket', false],
  ['arn:aws:s3:::bucket/??.txt', 'arn:aws:s3:::bucket/ab.txt', true],
  ['arn:aws:s3:::bucket/??.txt', 'arn:aws:s3:::bucket/abc.txt', false],
  ['arn:aws:s3:::Bucket', 'arn:aws:s3:::bucket', false],
  ['arn:aws:s3:::a.b', 'arn:aws:s3:::axb', false],
  [
    'arn:aws:lambda:*:*:function:pay:*',
    'arn:aws:lambda:us-east-1:123456789012:function:pay:live',
    true,
  ],
  [
    'arn:aws:lambda:*:*:function:pay:*',
    'arn:aws:lambda:us-east-1:123456789012:function:pay',
    false,
  ],
  // An asterisk at the end of a segment goes on beyond the colon, and another does not.
  ['arn:aws:sqs:us-*:queue', 'arn:aws:sqs:us-east-1:123456789012:queue', true],
  ['arn:aws:sqs:*', 'arn:aws:sqs:us-east-1:123456789012:queue', true],
  ['arn:aws:sqs:*-1:123456789012:queue', 'arn:aws:sqs:us:east-1:123456789012:queue', false],
  ['arn:aws:sqs:us?east-1:123456789012:queue', 'arn:aws:sqs:us:east-1:123456789012:queue', false],
])('the resource %s and %s', (pattern, resource, expected) => {
  const service = resource.split(':')[2];
  expect(allowed({ action: `${service}:Act`, resource, identity: [allow('*', pattern)] })).toBe(
    expected,
  );
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-resourceelement
describe('a policy variable in a resource', () => {
  const home = `arn:aws:s3:::bucket/\${aws:username}/*`;
  const get = { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/David/a' };
  const context = { 'aws:username': 'David' };

  test('has the value of the request', () => {
    expect(allowed({ ...get, context, identity: [allow('s3:*', home)] })).toBe(true);
    expect(
      allowed({ ...get, context: { 'aws:username': 'Ada' }, identity: [allow('s3:*', home)] }),
    ).toBe(false);
  });

  test('makes the statement invalid without a value, but not the other resources', () => {
    expect(allowed({ ...get, identity: [allow('s3:*', home)] })).toBe(false);
    expect(allowed({ ...get, identity: [allow('s3:*', [home, get.resource])] })).toBe(true);
    const but = { Effect: 'Deny', Action: 's3:*', NotResource: home };
    expect(allowed({ ...get, identity: [allow('s3:*'), but] })).toBe(true);
  });

  test('is a text like any other in a policy of an older version', () => {
    const [old, now] = ['2008-10-17', '2012-10-17'].map((Version) =>
      readPolicy('identity policy', 'Policy', { Version, Statement: allow('s3:*', home) }),
    );
    const request = {
      ...get,
      principal: user('David'),
      context: new Map([['aws:username', ['David']]]),
    };
    const policies = { resource: [], owner: account };
    expect(evaluate(request, { ...policies, identity: now }).allowed).toBe(true);
    expect(evaluate(request, { ...policies, identity: old }).allowed).toBe(false);
    const literal = { ...request, resource: `arn:aws:s3:::bucket/\${aws:username}/a` };
    expect(evaluate(literal, { ...policies, identity: old }).allowed).toBe(true);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
test.each([
  ['iam:*AccessKey*', 'iam:CreateAccessKey', true],
  ['iam:*AccessKey*', 'iam:CreateUser', false],
  ['IAM:listAccessKEYS', 'iam:ListAccessKeys', true],
  ['s3:*', 's3:GetObject', true],
  ['s3:*', 's3express:CreateSession', false],
  ['s3:?etObject', 's3:GetObject', true],
  ['*', 'ec2:RunInstances', true],
])('the action %s and %s', (pattern, action, expected) => {
  expect(allowed({ action, identity: [allow(pattern)] })).toBe(expected);
});

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
test('an origin access identity is a canonical user', () => {
  const resourcePolicy = [allow('s3:GetObject', '*', { Principal: { CanonicalUser: '79a5' } })];
  const get = (name: string) => ({
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/key',
    principal: { kind: 'canonical user', name } as const,
    resourcePolicy,
  });
  expect(allowed(get('79a5'))).toBe(true);
  expect(allowed(get('0000'))).toBe(false);
});

test('a service has what the resource policy allows it, and no service control policy limits it', () => {
  const resourcePolicy = [
    allow('sqs:SendMessage', '*', { Principal: { Service: 'sns.amazonaws.com' } }),
  ];
  const send = {
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:us-east-1:123456789012:queue',
    principal: { kind: 'service', name: 'sns.amazonaws.com' } as const,
    control: [allow('s3:*')],
  };
  expect(allowed({ ...send, resourcePolicy })).toBe(true);
  expect(allowed(send)).toBe(false);
});

test('a policy is read, or refused with the policy, the statement and the reason', () => {
  const read = (type: PolicyType, statement: Document) => () =>
    readPolicy(type, 'Policy', { Version: '2012-10-17', Statement: [allow('s3:*'), statement] });
  const identity = (statement: Document) => read('identity policy', statement);
  expect(identity(allow('s3:Get*'))).not.toThrow();
  for (const [statement, reason] of [
    [{ ...allow('s3:*'), Effects: 'Deny' }, 'expected an element of a statement, got Effects'],
    [{ ...allow('s3:*'), Effect: 'allow' }, 'expected the Effect Allow or Deny, got "allow"'],
    [{ Effect: 'Allow', Resource: '*' }, 'expected an Action, got none'],
    [{ ...allow('s3:*'), NotAction: 's3:*' }, 'expected Action or NotAction, got both'],
    [allow('mutant'), 'expected an action such as sqs:SendMessage, got mutant'],
    [allow('s3:*', 'mutant'), 'expected an ARN or *, got mutant'],
    [allow('s3:*', 'arn:aws:s3:bucket'), 'expected an ARN or *, got arn:aws:s3:bucket'],
    [{ Effect: 'Allow', Action: 's3:*' }, 'expected a Resource in each identity policy, got none'],
    [
      allow('sqs:*', `arn:aws:sqs:\${aws:region}:1:q`),
      `expected a policy variable behind the fifth colon, got arn:aws:sqs:\${aws:region}:1:q`,
    ],
    [
      allow('s3:*', '*', to('*')),
      'expected a Principal in a resource policy alone, got a statement of identity policy',
    ],
    [
      allow('s3:*', '*', { Condition: { StringEqual: { 'aws:username': 'Bob' } } }),
      'expected a condition operator such as StringEquals, got StringEqual',
    ],
    [
      allow('s3:*', '*', { Condition: { NullIfExists: { 'aws:username': 'true' } } }),
      'expected a condition operator such as StringEquals, got NullIfExists',
    ],
    [
      allow('s3:*', '*', { Condition: { StringEquals: { 'aws:username': { Ref: 'Name' } } } }),
      'expected a text for StringEquals aws:username, got {"Ref":"Name"}',
    ],
  ] as const) {
    expect(identity(statement)).toThrow(`Policy, statement 1: ${reason}`);
  }
  for (const [statement, reason] of [
    [allow('s3:*', '*', to('arn:aws:iam::1:user/*')), 'expected *, an account or the ARN'],
    [allow('s3:*', '*', { Principal: { Aws: '*' } }), 'expected AWS, Service, CanonicalUser or'],
    [allow('s3:*', '*', { NotPrincipal: { AWS: account } }), 'expected NotPrincipal with Deny'],
  ] as const) {
    const document = { Version: '2012-10-17', Statement: statement };
    expect(() => readPolicy('resource policy', 'Policy', document)).toThrow(reason);
  }
  expect(() => readPolicy('identity policy', 'Policy', {})).toThrow(
    'expected the statements of Policy, got none',
  );
});
