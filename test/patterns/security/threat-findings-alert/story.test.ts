import { IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { Template } from 'aws-cdk-lib/assertions';
import { leakedKeyIn } from '../../../../lambda/security/threat-findings-alert/finding';
import {
  intrusion,
  leakedKey,
} from '../../../../lib/patterns/security/threat-findings-alert/samples';
import { ThreatFindingsAlertStack } from '../../../../lib/patterns/security/threat-findings-alert/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const rules = ['IntrusionRule', 'PersonalDataRule', 'VulnerabilityRule', 'HealthRule', 'DrillRule'];

describe('the stack', () => {
  const stack = build(ThreatFindingsAlertStack);
  const template = Template.fromStack(stack).toJSON();
  const ref = (type: string, id: string) => logicalId(stack, type, id);
  const ruleOf = (id: string) => template.Resources[ref('AWS::Events::Rule', id)].Properties;
  const undelivered = { 'Fn::GetAtt': [ref('AWS::SQS::Queue', 'Undelivered'), 'Arn'] };
  const topic = { Ref: ref('AWS::SNS::Topic', 'Alerts') };

  test('turns on nothing that an account has once, unless somebody asks for it', () => {
    expect(template.Parameters.Detectors.Default).toBe('off');
    expect(template.Conditions.WithDetectors).toEqual({
      'Fn::Equals': [{ Ref: 'Detectors' }, 'on'],
    });
    const once = /^AWS::(GuardDuty|Macie|SecurityHub|Detective|InspectorV2)::/;
    const conditions = Object.values(
      template.Resources as Record<string, { Type: string; Condition?: string }>,
    )
      .filter(({ Type }) => once.test(Type))
      .map(({ Condition }) => Condition);
    expect(conditions).toEqual(Array(5).fill('WithDetectors'));
  });

  test('has no resource of Inspector Classic, whose support has ended', () => {
    expect(JSON.stringify(template)).not.toContain('AWS::Inspector::');
  });

  test('sends every kind of alert to the one topic, and from there to the inbox', () => {
    for (const id of rules) {
      expect(ruleOf(id).State).toBe('ENABLED');
      expect(ruleOf(id).Targets).toEqual([
        expect.objectContaining({ Arn: topic, DeadLetterConfig: { Arn: undelivered } }),
      ]);
    }
    const [subscription] = Object.values(
      Template.fromStack(stack).findResources('AWS::SNS::Subscription'),
    );
    expect(subscription?.Properties).toMatchObject({
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': [ref('AWS::SQS::Queue', 'Inbox'), 'Arn'] },
    });
  });

  test('responds only to high findings about the keys of IAM users', () => {
    expect(ruleOf('LeakedKeyRule')).toMatchObject({
      EventPattern: {
        source: ['aws.guardduty'],
        detail: {
          severity: [{ numeric: ['>=', 7] }],
          resource: { resourceType: ['AccessKey'], accessKeyDetails: { userType: ['IAMUser'] } },
        },
      },
      Targets: [
        expect.objectContaining({
          Arn: { 'Fn::GetAtt': [ref('AWS::Lambda::Function', 'Responder'), 'Arn'] },
          RetryPolicy: { MaximumRetryAttempts: 2 },
          DeadLetterConfig: { Arn: undelivered },
        }),
      ],
    });
  });

  const user = 'arn:aws:iam::111111111111:user';
  decisions(
    stack,
    `
      events.amazonaws.com may sns:Publish on Alerts when aws:SourceArn is IntrusionRule or PersonalDataRule or VulnerabilityRule or HealthRule or DrillRule
      events.amazonaws.com may not sns:Publish on Alerts when aws:SourceArn is LeakedKeyRule or arn:aws:events:xx-here-1:222222222222:rule/Other
      events.amazonaws.com may sqs:SendMessage on Undelivered when aws:SourceArn is IntrusionRule or LeakedKeyRule
      events.amazonaws.com may not sqs:SendMessage on Undelivered when aws:SourceArn is arn:aws:events:xx-here-1:222222222222:rule/Other
      sns.amazonaws.com may sqs:SendMessage on Undelivered when aws:SourceArn is Alerts
      sns.amazonaws.com may not sqs:SendMessage on Undelivered when aws:SourceArn is arn:aws:sns:xx-here-1:222222222222:Other
      Responder may sqs:SendMessage on Undelivered
      Responder may not sqs:ReceiveMessage on Undelivered, Inbox
      111111111111 must not sqs:ReceiveMessage on Undelivered when aws:SecureTransport is false
      sns.amazonaws.com, guardduty.amazonaws.com, 222222222222, anonymous may not sns:Publish on Alerts
      anonymous must not sns:Publish on Alerts when aws:SecureTransport is false
      sns.amazonaws.com may sqs:SendMessage on Inbox when aws:SourceArn is Alerts
      sns.amazonaws.com may not sqs:SendMessage on Inbox when aws:SourceArn is arn:aws:sns:xx-here-1:222222222222:Other
      anonymous, 222222222222, events.amazonaws.com may not sqs:SendMessage, sqs:ReceiveMessage on Inbox
      111111111111 must not sqs:ReceiveMessage on Inbox when aws:SecureTransport is false
      lambda.amazonaws.com may sts:AssumeRole on ResponderRole
      events.amazonaws.com, 222222222222 may not sts:AssumeRole on ResponderRole
      events.amazonaws.com may lambda:InvokeFunction on Responder when aws:SourceArn is LeakedKeyRule
      events.amazonaws.com may not lambda:InvokeFunction on Responder when aws:SourceArn is DrillRule or IntrusionRule
      anonymous, 222222222222 may not lambda:InvokeFunction on Responder
      Responder may iam:UpdateAccessKey on ${user}/ThreatFindingsAlert/leaky
      Responder may not iam:UpdateAccessKey on ${user}/leaky, ${user}/admins/ada
      Responder may not iam:DeleteAccessKey, iam:CreateAccessKey, iam:DeleteUser on ${user}/ThreatFindingsAlert/leaky
      Responder may logs:CreateLogStream, logs:PutLogEvents on ResponderLogs
      Responder may not logs:CreateLogGroup on ResponderLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template)).toMatchSnapshot();
  });
});

const KEY = 'AKIAIOSFODNN7EXAMPLE';

describe('the responder', () => {
  let iam: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/security/threat-findings-alert/responder').handler;

  beforeAll(async () => {
    ({ handler } = await import('../../../../lambda/security/threat-findings-alert/responder'));
  });
  beforeEach(() => {
    iam = jest.spyOn(IAMClient.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'log').mockImplementation();
  });

  test('deactivates the key of the finding, and deletes nothing', async () => {
    expect(await handler(leakedKey('leaky', KEY))).toEqual({ deactivated: true });
    expect(iam.mock.calls.map(([{ input }]) => input)).toEqual([
      { UserName: 'leaky', AccessKeyId: KEY, Status: 'Inactive' },
    ]);
  });

  test('has nothing to do for other findings', async () => {
    expect(await handler(intrusion(9))).toEqual({ deactivated: false });
    expect(iam).not.toHaveBeenCalled();
  });

  test('accepts that somebody has deleted the key, and fails at every other error', async () => {
    iam.mockRejectedValueOnce(new NoSuchEntityException({ message: 'none', $metadata: {} }));
    expect(await handler(leakedKey('leaky', KEY))).toEqual({ deactivated: false });
    iam.mockRejectedValueOnce(new Error('AccessDenied'));
    await expect(handler(leakedKey('leaky', KEY))).rejects.toThrow('AccessDenied');
  });
});

describe('a finding', () => {
  test('has a leaked key from a severity of 7', () => {
    expect(leakedKeyIn(leakedKey('leaky', KEY, 7))).toMatchObject({
      userName: 'leaky',
      accessKeyId: KEY,
    });
    expect(leakedKeyIn(leakedKey('leaky', KEY, 6.9))).toBeUndefined();
  });

  test.each([
    ['the temporary key of a role', leakedKey('leaky', 'ASIAIOSFODNN7EXAMPLE')],
    ['no user name', leakedKey('', KEY)],
    ['a user name with a slash', leakedKey('admins/ada', KEY)],
    ['no resource', intrusion(8, { resource: null })],
    ['a list of details', intrusion(8, { resource: { accessKeyDetails: [KEY] } })],
    [
      'an assumed role',
      intrusion(8, {
        resource: {
          accessKeyDetails: { accessKeyId: KEY, userName: 'x', userType: 'AssumedRole' },
        },
      }),
    ],
  ])('has none with %s', (_, event) => {
    expect(leakedKeyIn(event)).toBeUndefined();
  });

  test.each([
    undefined,
    null,
    {},
    [],
    'finding',
    { source: 'aws.guardduty' },
    intrusion('8'),
    { ...intrusion(8), source: 'shop' },
  ])('is not %j', (event) => {
    expect(() => leakedKeyIn(event)).toThrow(
      'expected a GuardDuty finding with id, type and severity',
    );
  });
});
