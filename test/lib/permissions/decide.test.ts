import type { Resource } from '../../../lib/cloudformation/template';
import { attachedPolicies } from '../../../lib/permissions/attached';
import { decide, type Question } from '../../../lib/permissions/decide';

const resource = (Type: string, Properties: Resource['Properties'] = {}): Resource => ({
  Type,
  Properties,
});
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource?: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  ...(Resource !== undefined && { Resource }),
  ...more,
});
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const trust = (Principal: unknown) => policy(allow('sts:AssumeRole', undefined, { Principal }));

/** As the CDK would name them, where a hash is behind the path. */
const Resources: Record<string, Resource> = {
  QueueAAAAAAAA: resource('AWS::SQS::Queue'),
  QueuePolicyBBBBBBBB: resource('AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: 'QueueAAAAAAAA' }],
    PolicyDocument: policy(
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: arn('QueueAAAAAAAA'),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      allow('sqs:SendMessage', arn('QueueAAAAAAAA'), {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': arn('RuleCCCCCCCC') } },
      }),
    ),
  }),
  OtherQueue: resource('AWS::SQS::Queue'),
  RuleCCCCCCCC: resource('AWS::Events::Rule'),
  WorkerRoleDDDDDDDD: resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
    Policies: [
      {
        PolicyName: 'Inline',
        PolicyDocument: policy(allow('s3:GetObject', arn('BucketFFFFFFFF'))),
      },
    ],
    ManagedPolicyArns: [{ Ref: 'Managed' }],
  }),
  Managed: resource('AWS::IAM::ManagedPolicy', {
    PolicyDocument: policy(allow('sqs:ReceiveMessage', arn('QueueAAAAAAAA'))),
  }),
  WorkerRolePolicy: resource('AWS::IAM::Policy', {
    Roles: [{ Ref: 'WorkerRoleDDDDDDDD' }],
    PolicyDocument: policy(
      allow('sqs:SendMessage', [arn('QueueAAAAAAAA'), arn('OtherQueue')]),
      allow('s3:PutObject', { 'Fn::Join': ['', [arn('BucketFFFFFFFF'), '/in/*']] }),
      allow('kms:Decrypt', arn('Key')),
    ),
  }),
  WorkerEEEEEEEE: resource('AWS::Lambda::Function', { Role: arn('WorkerRoleDDDDDDDD') }),
  BoundedRole: resource('AWS::IAM::Role', {
    Path: '/team/',
    AssumeRolePolicyDocument: trust({ AWS: { Ref: 'AWS::AccountId' } }),
    PermissionsBoundary: { Ref: 'Managed' },
    Policies: [{ PolicyName: 'All', PolicyDocument: policy(allow('sqs:*', '*')) }],
  }),
  BucketFFFFFFFF: resource('AWS::S3::Bucket'),
  Key: resource('AWS::KMS::Key'),
  ClosedKey: resource('AWS::KMS::Key', {
    KeyPolicy: policy(
      allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::111111111111:user/Ada' } }),
    ),
  }),
  Alias: resource('AWS::Lambda::Alias', { FunctionName: { Ref: 'WorkerEEEEEEEE' }, Name: 'live' }),
  OfFunction: resource('AWS::Lambda::Permission', {
    FunctionName: { Ref: 'WorkerEEEEEEEE' },
    Principal: 'events.amazonaws.com',
    Action: 'lambda:InvokeFunction',
    SourceArn: arn('RuleCCCCCCCC'),
    SourceAccount: { Ref: 'AWS::AccountId' },
  }),
  OfAlias: resource('AWS::Lambda::Permission', {
    FunctionName: { Ref: 'Alias' },
    Principal: '222222222222',
    Action: 'lambda:InvokeFunction',
  }),
};
const template = { Resources };

const because = (question: Question, more: Record<string, Resource> = {}) =>
  decide({ Resources: { ...Resources, ...more } }, question).because;
const ask = (
  principal: string,
  action: string,
  resource: string,
  context?: Question['context'],
  more: Partial<Question> = {},
) => because({ principal, action, resource, ...(context && { context }), ...more });

test('an answer names who asks, the resource, and the statement that decides', () => {
  const answer = decide(template, {
    principal: 'Worker',
    action: 'sqs:SendMessage',
    resource: 'Queue',
    context: { 'aws:SecureTransport': 'false' },
  });
  expect(answer.allowed).toBe(false);
  expect(answer.request).toMatchObject({
    principal: {
      kind: 'session',
      arn: 'arn:aws:sts::111111111111:assumed-role/WorkerRoleDDDDDDDD/WorkerEEEEEEEE',
      role: 'arn:aws:iam::111111111111:role/WorkerRoleDDDDDDDD',
    },
    resource: 'arn:aws:sqs:xx-here-1:111111111111:QueueAAAAAAAA',
  });
  expect(answer.statements).toEqual([
    expect.objectContaining({
      type: 'resource policy',
      policy: 'QueuePolicyBBBBBBBB',
      id: 'TlsOnly',
    }),
  ]);
});

test('a principal is a role, what has it, or an ARN of both', () => {
  for (const principal of [
    'Worker',
    'WorkerEEEEEEEE',
    'WorkerRole',
    'arn:aws:iam::111111111111:role/WorkerRoleDDDDDDDD',
    'arn:aws:sts::111111111111:assumed-role/WorkerRoleDDDDDDDD/anyone',
  ]) {
    expect(ask(principal, 'sqs:SendMessage', 'Queue')).toBe('allowed by the identity policy');
    expect(ask(principal, 'sqs:PurgeQueue', 'Queue')).toMatch(/^implicit deny/);
  }
});

test('a session leaves out the path of its role', () => {
  for (const principal of [
    'arn:aws:sts::111111111111:assumed-role/BoundedRole/anyone',
    'arn:aws:iam::111111111111:role/team/BoundedRole',
  ]) {
    expect(ask(principal, 'sqs:ReceiveMessage', 'Queue')).toMatch(/^allowed/);
  }
  const unknown = 'arn:aws:sts::111111111111:assumed-role/OtherRole/anyone';
  expect(ask(unknown, 'sqs:ReceiveMessage', 'Queue')).toMatch(/^implicit deny/);
});

test('inline and managed policies count as well', () => {
  expect(ask('Worker', 's3:GetObject', 'Bucket')).toMatch(/^allowed/);
  expect(ask('Worker', 'sqs:ReceiveMessage', 'Queue')).toMatch(/^allowed/);
  expect(ask('Worker', 'sqs:ReceiveMessage', 'OtherQueue')).toMatch(/^implicit deny/);
});

test('a boundary of the template limits, and so does a session policy', () => {
  expect(ask('BoundedRole', 'sqs:ReceiveMessage', 'Queue')).toMatch(/^allowed/);
  expect(ask('BoundedRole', 'sqs:SendMessage', 'Queue')).toBe(
    'implicit deny: the permissions boundary does not allow it',
  );
  const sessionPolicy = policy(allow('sqs:ReceiveMessage', '*'));
  expect(ask('Worker', 'sqs:SendMessage', 'Queue', undefined, { sessionPolicy })).toBe(
    'implicit deny: the session policy does not allow it',
  );
});

test('an answer names what the boundary allows, and what it makes worthless', () => {
  const named = (action: string) =>
    decide(template, { principal: 'BoundedRole', action, resource: 'Queue' }).statements.map(
      ({ type }) => type,
    );
  expect(named('sqs:ReceiveMessage')).toEqual(['identity policy', 'permissions boundary']);
  expect(named('sqs:SendMessage')).toEqual(['identity policy']);
});

describe('a group', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM.
  const Condition = { StringEquals: { 'aws:ResourceTag/owner': '${aws:username}' } };
  const more = {
    Readers: resource('AWS::IAM::Group', { ManagedPolicyArns: [{ Ref: 'OfReaders' }] }),
    OfReaders: resource('AWS::IAM::ManagedPolicy', {
      PolicyDocument: policy(allow('sqs:ReceiveMessage', arn('OtherQueue'), { Condition })),
    }),
  };
  const receive = (name: string, resource = 'OtherQueue') =>
    because(
      {
        principal: 'Readers',
        action: 'sqs:ReceiveMessage',
        resource,
        context: { 'aws:username': name, 'aws:ResourceTag/owner': 'ada' },
      },
      more,
    );

  test('gives its policies to each of its users', () => {
    expect(receive('ada')).toBe('allowed by the identity policy');
    expect(receive('bob')).toMatch(/^implicit deny/);
    expect(receive('ada', 'Queue')).toMatch(/^implicit deny/);
  });

  const send = { principal: 'Senders', action: 'sqs:SendMessage', resource: 'OtherQueue' };
  const sending = policy(allow('sqs:SendMessage', arn('OtherQueue')));
  test('has policies of each kind', () => {
    const inline = { Policies: [{ PolicyName: 'Inline', PolicyDocument: sending }] };
    expect(because(send, { Senders: resource('AWS::IAM::Group', inline) })).toMatch(/^allowed/);
    for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
      const attached = {
        Senders: resource('AWS::IAM::Group'),
        Attached: resource(type, { Groups: [{ Ref: 'Senders' }], PolicyDocument: sending }),
      };
      expect(because(send, attached)).toBe('allowed by the identity policy');
      const denying = policy({ ...sending.Statement[0], Effect: 'Deny' });
      const denied = resource(type, { Groups: [{ Ref: 'Senders' }], PolicyDocument: denying });
      expect(because(send, { ...attached, Denied: denied })).toBe('explicit deny');
    }
  });
});

test('the boundary of a role that does not exist yet can be a policy of the template', () => {
  const create = allow('iam:CreateRole', 'arn:aws:iam::111111111111:role/new/*', {
    Condition: { StringEquals: { 'iam:PermissionsBoundary': { Ref: 'Managed' } } },
  });
  const more = {
    OfWorker: resource('AWS::IAM::Policy', {
      Roles: [{ Ref: 'WorkerRoleDDDDDDDD' }],
      PolicyDocument: policy(create),
    }),
  };
  const question = {
    principal: 'Worker',
    action: 'iam:CreateRole',
    resource: 'arn:aws:iam::111111111111:role/new/one',
  };
  const boundary = (name: string) => ({ context: { 'iam:PermissionsBoundary': name } });
  expect(because({ ...question, ...boundary('Managed') }, more)).toMatch(/^allowed/);
  expect(because({ ...question, ...boundary('arn:aws:iam::aws:policy/Other') }, more)).toMatch(
    /^implicit deny/,
  );
  expect(because(question, more)).toMatch(/^implicit deny/);
});

test('service control policies limit the account, and no other', () => {
  const controlPolicies = [policy(allow('*', '*')), policy(allow('s3:*', '*'))];
  expect(ask('Worker', 'sqs:SendMessage', 'Queue', undefined, { controlPolicies })).toBe(
    'implicit deny: the service control policies do not allow it',
  );
  const invoke = ['222222222222', 'lambda:InvokeFunction', 'Alias', undefined] as const;
  expect(ask(...invoke, { controlPolicies })).toMatch(/^allowed/);
});

test('a service is allowed by the resource policy if its source is right', () => {
  const send = ['events.amazonaws.com', 'sqs:SendMessage', 'Queue'] as const;
  expect(ask(...send, { 'aws:SourceArn': 'Rule' })).toBe('allowed by the resource policy');
  expect(ask(...send)).toMatch(/^implicit deny/);
  expect(ask('sns.amazonaws.com', 'sqs:SendMessage', 'Queue', { 'aws:SourceArn': 'Rule' })).toMatch(
    /^implicit deny/,
  );
  const [service, action] = send;
  expect(ask(service, action, 'OtherQueue', { 'aws:SourceArn': 'Rule' })).toMatch(/^implicit/);
});

test('a permission holds for the function or for the alias that it names', () => {
  const from = { 'aws:SourceArn': 'Rule', 'aws:SourceAccount': '111111111111' };
  const events = ['events.amazonaws.com', 'lambda:InvokeFunction'] as const;
  expect(ask(...events, 'Worker', from)).toMatch(/^allowed/);
  expect(ask(...events, 'Worker:live', from)).toMatch(/^implicit deny/);
  expect(ask(...events, 'Worker', { ...from, 'aws:SourceAccount': '222222222222' })).toMatch(
    /^implicit/,
  );
  expect(ask(...events, 'Worker', { ...from, 'aws:SourceArn': 'Queue' })).toMatch(/^implicit deny/);
  const abroad = ['222222222222', 'lambda:InvokeFunction'] as const;
  expect(ask(...abroad, 'Alias')).toBe(
    'allowed by the resource policy, and the other account is taken to allow it',
  );
  expect(ask('arn:aws:iam::222222222222:user/Bob', 'lambda:InvokeFunction', 'Alias')).toMatch(
    /^allowed/,
  );
  expect(ask(...abroad, 'Worker:live')).toMatch(/^allowed/);
  expect(ask(...abroad, 'Worker')).toMatch(/^implicit deny/);
});

test('a permission may be for an organization, and for URLs of one kind', () => {
  const more = {
    OfOrganization: resource('AWS::Lambda::Permission', {
      FunctionName: arn('WorkerEEEEEEEE'),
      Principal: '*',
      Action: 'lambda:InvokeFunctionUrl',
      PrincipalOrgID: 'o-1',
      FunctionUrlAuthType: 'AWS_IAM',
    }),
  };
  const invoke = (organization: string, type: string) => ({
    principal: 'arn:aws:iam::222222222222:user/Bob',
    action: 'lambda:InvokeFunctionUrl',
    resource: 'Worker',
    context: { 'aws:PrincipalOrgID': organization, 'lambda:FunctionUrlAuthType': type },
  });
  expect(because(invoke('o-1', 'AWS_IAM'), more)).toMatch(/^allowed/);
  expect(because(invoke('o-2', 'AWS_IAM'), more)).toMatch(/^implicit deny/);
  expect(because(invoke('o-1', 'NONE'), more)).toMatch(/^implicit deny/);
});

test('what follows the name of a resource follows its ARN', () => {
  expect(ask('Worker', 's3:PutObject', 'Bucket/in/a/b.csv')).toMatch(/^allowed/);
  expect(ask('Worker', 's3:PutObject', 'Bucket/out/a')).toMatch(/^implicit deny/);
  expect(ask('Worker', 's3:PutObject', 'arn:aws:s3:::BucketFFFFFFFF/in/a')).toMatch(/^allowed/);
});

test('a key obeys identity policies if its policy lets it, which is so by default', () => {
  expect(ask('Worker', 'kms:Decrypt', 'Key')).toBe('allowed by the identity policy');
  expect(ask('Worker', 'kms:Decrypt', 'ClosedKey')).toBe(
    'implicit deny: no resource policy allows it',
  );
  const ada = 'arn:aws:iam::111111111111:user/Ada';
  expect(ask(ada, 'kms:Decrypt', 'ClosedKey')).toBe('allowed by the resource policy');
  expect(ask(ada, 'kms:Decrypt', 'Key')).toBe('implicit deny: no identity policy allows it');
});

test('a role trusts whom its trust policy names', () => {
  expect(ask('lambda.amazonaws.com', 'sts:AssumeRole', 'WorkerRole')).toMatch(/^allowed/);
  expect(ask('111111111111', 'sts:AssumeRole', 'WorkerRole')).toMatch(/^implicit deny/);
  expect(ask('111111111111', 'sts:AssumeRole', 'BoundedRole')).toMatch(/^allowed/);
  expect(ask('222222222222', 'sts:AssumeRole', 'BoundedRole')).toMatch(/^implicit deny/);
});

test('the root user has full access, strangers have none', () => {
  expect(ask('111111111111', 'sqs:SendMessage', 'Queue')).toBe(
    'allowed by default, because the root user has full access',
  );
  for (const stranger of ['anonymous', '222222222222', 'arn:aws:iam::111111111111:user/Eve'])
    expect(ask(stranger, 'sqs:SendMessage', 'Queue')).toMatch(/^implicit deny/);
});

test('the half of another account is taken to allow', () => {
  const elsewhere = 'arn:aws:sqs:xx-here-1:222222222222:queue';
  expect(ask('Worker', 'sqs:SendMessage', elsewhere)).toMatch(/^implicit deny: no identity policy/);
  const more = {
    Outward: resource('AWS::IAM::Policy', {
      Roles: [{ Ref: 'WorkerRoleDDDDDDDD' }],
      PolicyDocument: policy(allow('sqs:SendMessage', elsewhere)),
    }),
  };
  const question = { principal: 'Worker', action: 'sqs:SendMessage', resource: elsewhere };
  const taken = 'allowed by its own account, and the other account is taken to allow it';
  expect(because(question, more)).toBe(taken);
  expect(ask('111111111111', 'sqs:SendMessage', elsewhere)).toBe(taken);
});

test('policies know the principal, the action and the source of a request', () => {
  const on = (Condition: object) => ({
    OtherQueuePolicy: resource('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: 'OtherQueue' }],
      PolicyDocument: policy({ ...allow('sqs:ReceiveMessage', '*'), Principal: '*', Condition }),
    }),
  });
  const receive = { principal: 'Worker', action: 'sqs:ReceiveMessage', resource: 'OtherQueue' };
  for (const [key, value] of [
    ['aws:PrincipalArn', 'arn:aws:iam::111111111111:role/WorkerRoleDDDDDDDD'],
    ['aws:PrincipalAccount', '111111111111'],
    ['aws:PrincipalType', 'AssumedRole'],
    ['aws:PrincipalIsAWSService', 'false'],
    ['aws:ResourceAccount', '111111111111'],
    ['aws:RequestedRegion', 'xx-here-1'],
    ['aws:SecureTransport', 'true'],
  ] as const) {
    expect(because(receive, on({ StringEquals: { [key]: value } }))).toMatch(/^allowed/);
    expect(because(receive, on({ StringEquals: { [key]: 'other' } }))).toMatch(/^implicit deny/);
  }
  const ada = { ...receive, principal: 'arn:aws:iam::111111111111:user/staff/Ada' };
  expect(because(ada, on({ StringEquals: { 'aws:username': 'Ada' } }))).toMatch(/^allowed/);
  const sns = { ...receive, principal: 'sns.amazonaws.com' };
  const byName = { StringEquals: { 'aws:PrincipalServiceName': 'sns.amazonaws.com' } };
  expect(because(sns, on(byName))).toMatch(/^allowed/);

  // The Region is that of the resource, where its ARN has one.
  const abroad = 'arn:aws:sqs:xx-there-1:111111111111:Far';
  const Condition = { StringEquals: { 'aws:RequestedRegion': 'xx-there-1' } };
  const there = {
    Regional: resource('AWS::IAM::Policy', {
      Roles: [{ Ref: 'WorkerRoleDDDDDDDD' }],
      PolicyDocument: policy(allow('sqs:ReceiveMessage', abroad, { Condition })),
    }),
  };
  expect(because({ ...receive, resource: abroad }, there)).toMatch(/^allowed/);

  const dated = on({ DateLessThan: { 'aws:CurrentTime': '2030-01-01' } });
  expect(() => because(receive, dated)).toThrow(
    'expected aws:CurrentTime in the context, because a policy reads it, got none',
  );
  const now = { ...receive, context: { 'aws:CurrentTime': '2026-11-21T12:00:00Z' } };
  expect(because(now, dated)).toMatch(/^allowed/);
  expect(() => because(receive, on({ BoolIfExists: { 'aws:ViaAWSService': 'false' } }))).toThrow(
    'expected aws:ViaAWSService in the context',
  );
});

test.each([
  [['Worker', 'sqs:Send*', 'Queue'], 'expected an action such as sqs:SendMessage, got sqs:Send*'],
  [
    ['Worker', 'SendMessage', 'Queue'],
    'expected an action such as sqs:SendMessage, got SendMessage',
  ],
  [
    ['Workers', 'sqs:SendMessage', 'Queue'],
    'expected a role or what has one, a group, anonymous, a service principal, an account id or an ARN, got Workers; the nearest are Worker',
  ],
  [['Queue', 'sqs:SendMessage', 'Queue'], 'expected a role or what has one'],
  [
    ['arn:aws:iam::111111111111:group/staff', 'sqs:SendMessage', 'Queue'],
    'expected the ARN of a user, a role, a role session, a root user or an identity provider, got arn:aws:iam::111111111111:group/staff',
  ],
  [
    ['Worker', 'sqs:SendMessage', 'Queues'],
    'expected a resource of the template, an ARN or *, got Queues; the nearest are Queue',
  ],
  [
    ['Worker', 'sqs:SendMessage', 'Bucket'],
    'expected a resource of sqs for sqs:SendMessage, got arn:aws:s3:::BucketFFFFFFFF',
  ],
  [
    ['Worker', 'kms:Decrypt', 'arn:aws:kms:xx-here-1:111111111111:key/other'],
    'expected a resource of the template, because its policy decides, got arn:aws:kms:xx-here-1:111111111111:key/other',
  ],
  [
    ['Worker', 'sqs:SendMessage', 'Queue', { 'aws:SecureTransports': 'false' }],
    'expected a condition key that a policy reads, which are aws:SecureTransport, aws:SourceAccount, aws:SourceArn; got aws:SecureTransports',
  ],
  [
    ['events.amazonaws.com', 'sqs:SendMessage', 'Queue', { 'aws:SourceArn': 'Rul' }],
    'expected a resource of the template, an ARN or *, got Rul; the nearest are Rule',
  ],
] as const)('%j is no question', ([principal, action, resource, context], message) => {
  expect(() => ask(principal, action, resource, context)).toThrow(message);
});

test.each<[string, Record<string, Resource>, string]>([
  [
    'two resources of one name',
    { QueueBBBBBBBB: resource('AWS::SQS::Queue') },
    'expected one resource, got QueueAAAAAAAA and QueueBBBBBBBB',
  ],
  [
    'a policy at an unknown place',
    {
      Vault: resource('AWS::Backup::BackupVault', {
        AccessPolicy: policy(allow('backup:*', '*', { Principal: '*' })),
      }),
    },
    'expected a policy at a place that lib/permissions/attached.ts knows, got AWS::Backup::BackupVault.AccessPolicy of Vault',
  ],
  [
    'a managed policy of AWS',
    {
      WorkerRoleDDDDDDDD: resource('AWS::IAM::Role', {
        AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      }),
    },
    'expected a managed policy of the template, got arn:aws:iam::aws:policy/AdministratorAccess',
  ],
  [
    'a role of somewhere else',
    {
      WorkerEEEEEEEE: resource('AWS::Lambda::Function', {
        Role: 'arn:aws:iam::111111111111:role/x',
      }),
    },
    'expected a role of the template for Worker, got arn:aws:iam::111111111111:role/x',
  ],
  [
    'a permission with a condition that is not read',
    {
      OfUrl: resource('AWS::Lambda::Permission', {
        FunctionName: arn('WorkerEEEEEEEE'),
        Principal: '*',
        Action: 'lambda:InvokeFunction',
        InvokedViaFunctionUrl: true,
      }),
    },
    'expected properties of OfUrl that are read here, got InvokedViaFunctionUrl',
  ],
  [
    'a policy of a bus without a statement',
    {
      OfBus: resource('AWS::Events::EventBusPolicy', {
        StatementId: 'OfBus',
        Action: 'events:PutEvents',
        Principal: '222222222222',
      }),
    },
    'expected the Statement of OfBus, because its older properties are not read',
  ],
])('%s cannot be decided on', (_, more, message) => {
  expect(() =>
    because({ principal: 'Worker', action: 'sqs:SendMessage', resource: 'Queue' }, more),
  ).toThrow(message);
});

test('a bus takes a bare statement as its policy', () => {
  const bus = {
    Bus: resource('AWS::Events::EventBus', { Name: 'orders' }),
    BusPolicy: resource('AWS::Events::EventBusPolicy', {
      EventBusName: { Ref: 'Bus' },
      Statement: allow('events:PutEvents', arn('Bus'), { Principal: { AWS: '222222222222' } }),
    }),
  };
  expect(attachedPolicies({ Resources: bus })).toHaveLength(1);
  const put = { principal: '222222222222', action: 'events:PutEvents', resource: 'Bus' };
  expect(because(put, bus)).toMatch(/^allowed/);
  expect(because({ ...put, principal: '333333333333' }, bus)).toMatch(/^implicit deny/);
});
