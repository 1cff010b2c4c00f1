import { S3Client } from '@aws-sdk/client-s3';
import { Template } from 'aws-cdk-lib/assertions';
import { callIn, closed, isClosed } from '../../../../lambda/governance/cloudtrail-and-config/call';
import { callOf } from '../../../../lib/patterns/governance/cloudtrail-and-config/samples';
import { CloudtrailAndConfigStack } from '../../../../lib/patterns/governance/cloudtrail-and-config/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(CloudtrailAndConfigStack);
  const template = Template.fromStack(stack).toJSON();
  const ref = (type: string, id: string) => logicalId(stack, type, id);
  const resource = (type: string, id: string) => template.Resources[ref(type, id)];
  const archive = { Ref: ref('AWS::S3::Bucket', 'Archive') };
  const papers = { Ref: ref('AWS::S3::Bucket', 'Papers') };

  test('records nothing unless somebody asks for it', () => {
    expect(template.Parameters.Recording.Default).toBe('off');
    expect(template.Conditions.WhileRecording).toEqual({
      'Fn::Equals': [{ Ref: 'Recording' }, 'on'],
    });
    const conditions = Object.values(
      template.Resources as Record<string, { Type: string; Condition?: string }>,
    )
      .filter(({ Type }) => /^AWS::(CloudTrail|Config)::/.test(Type))
      .map(({ Condition }) => Condition);
    expect(conditions).toEqual(Array(5).fill('WhileRecording'));
  });

  test('writes the trail and the history to the archive, once its policy allows that', () => {
    const audit = resource('AWS::CloudTrail::Trail', 'Audit');
    expect(audit.Properties.S3BucketName).toEqual(archive);
    expect(audit.DependsOn).toEqual([ref('AWS::S3::BucketPolicy', 'Archive/Policy')]);
    const channel = resource('AWS::Config::DeliveryChannel', 'Channel');
    expect(channel.Properties.S3BucketName).toEqual(archive);
  });

  test('has the rule after the recorder and the channel, and the remediation of this rule', () => {
    const rule = resource('AWS::Config::ConfigRule', 'PublicReadRule');
    expect(rule.DependsOn).toEqual(
      expect.arrayContaining([
        ref('AWS::Config::ConfigurationRecorder', 'Recorder'),
        ref('AWS::Config::DeliveryChannel', 'Channel'),
      ]),
    );
    expect(rule.Properties.Scope.ComplianceResourceId).toEqual(papers);
    const { ConfigRuleName, Parameters } = resource(
      'AWS::Config::RemediationConfiguration',
      'Remediation',
    ).Properties;
    expect(ConfigRuleName).toEqual({ Ref: ref('AWS::Config::ConfigRule', 'PublicReadRule') });
    expect(Parameters.AutomationAssumeRole.StaticValue.Values).toEqual([
      { 'Fn::GetAtt': [ref('AWS::IAM::Role', 'RemediationRole'), 'Arn'] },
    ]);
  });

  test('calls the closer for calls to the papers, and the topic for what does not comply', () => {
    const opened = resource('AWS::Events::Rule', 'OpenedRule').Properties;
    expect(opened.EventPattern.detail.requestParameters.bucketName).toEqual([papers]);
    const closer = ref('AWS::Lambda::Function', 'Closer');
    expect(opened.Targets[0].Arn).toEqual({ 'Fn::GetAtt': [closer, 'Arn'] });
    expect(template.Resources[closer].Properties.Environment.Variables).toEqual({
      BUCKET_NAME: papers,
    });
    const { Targets } = resource('AWS::Events::Rule', 'ComplianceRule').Properties;
    expect(Targets[0].Arn).toEqual({ Ref: ref('AWS::SNS::Topic', 'Alerts') });
  });

  const trail = 'arn:aws:cloudtrail:xx-here-1:111111111111:trail/CloudtrailAndConfig-audit';
  const other = 'arn:aws:cloudtrail:xx-here-1:222222222222:trail/CloudtrailAndConfig-audit';

  decisions(
    stack,
    `
      cloudtrail.amazonaws.com may s3:GetBucketAcl on Archive when aws:SourceArn is ${trail}
      cloudtrail.amazonaws.com may not s3:GetBucketAcl on Archive when aws:SourceArn is ${other}
      cloudtrail.amazonaws.com may s3:PutObject on Archive/AWSLogs/111111111111/CloudTrail/a.json.gz when aws:SourceArn is ${trail}
      cloudtrail.amazonaws.com may not s3:PutObject on Archive/AWSLogs/111111111111/CloudTrail/a.json.gz when aws:SourceArn is ${other}
      cloudtrail.amazonaws.com may not s3:PutObject on Archive/AWSLogs/222222222222/a.json.gz when aws:SourceArn is ${trail}
      config.amazonaws.com may s3:GetBucketAcl on Archive when aws:SourceAccount is 111111111111
      config.amazonaws.com may not s3:GetBucketAcl on Archive when aws:SourceAccount is 222222222222
      config.amazonaws.com may s3:PutObject on Archive/AWSLogs/111111111111/Config/a.json.gz when aws:SourceAccount is 111111111111
      config.amazonaws.com may not s3:PutObject on Archive/AWSLogs/111111111111/Config/a.json.gz when aws:SourceAccount is 222222222222
      anonymous may not s3:PutObject on Archive/AWSLogs/111111111111/Config/a.json.gz when aws:SourceAccount is 111111111111
      anonymous may not s3:GetBucketAcl on Archive when aws:SourceAccount is 111111111111
      cloudtrail.amazonaws.com, config.amazonaws.com may not s3:GetObject, s3:DeleteObject on Archive/AWSLogs/111111111111/a.json.gz
      anonymous, 222222222222 may not s3:GetObject, s3:PutObject on Archive/AWSLogs/111111111111/a.json.gz, Papers/a.txt
      111111111111 must not s3:GetObject on Archive/a.json.gz, Papers/a.txt when aws:SecureTransport is false
      111111111111 must not s3:ListBucket on Archive, Papers when aws:SecureTransport is false
      ssm.amazonaws.com may sts:AssumeRole on RemediationRole when aws:SourceAccount is 111111111111
      ssm.amazonaws.com may not sts:AssumeRole on RemediationRole when aws:SourceAccount is 222222222222
      config.amazonaws.com, 222222222222 may not sts:AssumeRole on RemediationRole, CloserRole
      RemediationRole, Closer may s3:GetBucketPublicAccessBlock, s3:PutBucketPublicAccessBlock on Papers
      RemediationRole, Closer may not s3:PutBucketPublicAccessBlock on Archive
      RemediationRole, Closer may not s3:PutBucketPolicy, s3:PutBucketAcl, s3:DeleteBucket on Papers
      lambda.amazonaws.com may sts:AssumeRole on CloserRole
      events.amazonaws.com may lambda:InvokeFunction on Closer when aws:SourceArn is OpenedRule
      events.amazonaws.com may not lambda:InvokeFunction on Closer when aws:SourceArn is ComplianceRule
      anonymous, 222222222222 may not lambda:InvokeFunction on Closer
      Closer may logs:CreateLogStream, logs:PutLogEvents on CloserLogs
      events.amazonaws.com may sns:Publish on Alerts when aws:SourceArn is ComplianceRule
      events.amazonaws.com may not sns:Publish on Alerts when aws:SourceArn is OpenedRule
      config.amazonaws.com, 222222222222 may not sns:Publish on Alerts
      anonymous must not sns:Publish on Alerts when aws:SecureTransport is false
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template)).toMatchSnapshot();
  });
});

describe('the closer', () => {
  let s3: jest.SpyInstance;
  let handler: typeof import('../../../../lambda/governance/cloudtrail-and-config/closer').handler;
  const puts = () =>
    s3.mock.calls
      .map(([command]) => command)
      .filter(({ constructor: { name } }) => name === 'PutPublicAccessBlockCommand')
      .map(({ input }) => input);

  beforeAll(async () => {
    process.env.BUCKET_NAME = 'papers';
    ({ handler } = await import('../../../../lambda/governance/cloudtrail-and-config/closer'));
  });
  beforeEach(() => {
    s3 = jest.spyOn(S3Client.prototype, 'send').mockResolvedValue({} as never);
    jest.spyOn(console, 'log').mockImplementation();
  });

  test('puts all four settings back, and says who had taken them away', async () => {
    s3.mockRejectedValueOnce(
      Object.assign(new Error('none'), { name: 'NoSuchPublicAccessBlockConfiguration' }),
    );
    expect(await handler(callOf('papers'))).toEqual({ closed: true });
    expect(puts()).toEqual([{ Bucket: 'papers', PublicAccessBlockConfiguration: closed }]);
    expect(console.log).toHaveBeenCalledWith(
      'closed',
      'papers',
      'after',
      'DeleteBucketPublicAccessBlock',
      'by',
      'arn:aws:iam::111122223333:user/ada',
    );
  });

  test('leaves a closed bucket alone, because its own call is an event, too', async () => {
    s3.mockResolvedValueOnce({ PublicAccessBlockConfiguration: closed } as never);
    expect(await handler(callOf('papers'))).toEqual({ closed: false });
    expect(puts()).toEqual([]);
  });

  test('fails if it cannot see the settings, and for another bucket', async () => {
    s3.mockRejectedValueOnce(new Error('AccessDenied'));
    await expect(handler(callOf('papers'))).rejects.toThrow('AccessDenied');
    await expect(handler(callOf('other'))).rejects.toThrow('expected a call to the bucket papers');
    expect(puts()).toEqual([]);
  });
});

test.each(Object.keys(closed))('a bucket without %s is not closed', (name) => {
  expect(isClosed(closed)).toBe(true);
  expect(isClosed({ ...closed, [name]: false })).toBe(false);
  expect(isClosed({ ...closed, [name]: undefined })).toBe(false);
  expect(isClosed({})).toBe(false);
  expect(isClosed(undefined)).toBe(false);
});

test.each([
  undefined,
  null,
  {},
  [],
  { detail: null },
  { detail: { eventName: 1 } },
  { detail: { requestParameters: { bucketName: 'papers' } } },
])('no call is in %j', (event) => {
  expect(() => callIn(event, 'papers')).toThrow('expected a call to the bucket papers');
});

test('a call without a caller is by somebody', () => {
  const event = callOf('papers');
  expect(callIn({ ...event, detail: { ...event.detail, userIdentity: null } }, 'papers')).toEqual({
    name: 'DeleteBucketPublicAccessBlock',
    by: 'somebody',
  });
});
