import { Template } from 'aws-cdk-lib/assertions';
import { withValue } from '../../../../lib/cloudformation/template';
import { exam } from '../../../../lib/patterns/governance/organization-guardrail/exam';
import { OrganizationGuardrailStack } from '../../../../lib/patterns/governance/organization-guardrail/stack';
import { decide } from '../../../../lib/permissions/decide';
import { decisions } from '../../../support/decisions';
import { build, logicalId, templateOf } from '../../../support/synth';

const stack = build(OrganizationGuardrailStack);
const template = Template.fromStack(stack).toJSON();
const ref = (type: string, id: string) => logicalId(stack, type, id);
const policy = (id: string) => template.Resources[ref('AWS::Organizations::Policy', id)];
const unit = ref('AWS::Organizations::OrganizationalUnit', 'Workloads');

test('creates nothing of an organization unless somebody names its root', () => {
  expect(template.Parameters.OrganizationRoot.Default).toBe('r-none');
  expect(template.Conditions.WithOrganization).toEqual({
    'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'OrganizationRoot' }, 'r-none'] }],
  });
  const conditions = Object.values(template.Resources as Record<string, Record<string, string>>)
    .filter(({ Type }) => Type !== 'AWS::CloudFormation::WaitConditionHandle')
    .map(({ Condition }) => Condition);
  expect(conditions).toEqual(['WithOrganization', 'WithOrganization', 'WithOrganization']);
  expect(template.Outputs.GuardrailId.Condition).toBe('WithOrganization');
});

test('attaches both policies to the new unit alone, which is below the root', () => {
  expect(template.Resources[unit].Properties.ParentId).toEqual({ Ref: 'OrganizationRoot' });
  for (const id of ['Guardrail', 'ProjectTag']) {
    expect(policy(id).Properties.TargetIds).toEqual([{ 'Fn::GetAtt': [unit, 'Id'] }]);
  }
});

test('has in its output the policy that it attaches', () => {
  const [, parts] = template.Outputs.GuardrailContent.Value['Fn::Join'];
  const text = parts.map((part: unknown) => (typeof part === 'string' ? part : 'REGION')).join('');
  const attached = JSON.stringify(policy('Guardrail').Properties.Content);
  expect(text).toBe(attached.replace('{"Ref":"AWS::Region"}', '"REGION"'));
  expect(text.length).toBeLessThan(5120);
});

const trail = 'arn:aws:cloudtrail:xx-here-1:111111111111:trail/audit';
const global = 'when aws:RequestedRegion is us-east-1';

describe('in a member account, whose administrators and root user are limited, it', () => {
  decisions(
    stack,
    `
      111111111111 may ec2:RunInstances on arn:aws:ec2:xx-here-1:111111111111:instance/*
      111111111111 must not ec2:RunInstances on arn:aws:ec2:xx-away-1:111111111111:instance/*
      111111111111 must not s3:CreateBucket on arn:aws:s3:::tea when aws:RequestedRegion is xx-away-1
      111111111111 may acm:RequestCertificate, wafv2:CreateWebACL, shield:CreateProtection on * ${global}
      111111111111 may iam:CreateRole, sts:GetCallerIdentity, organizations:DescribeOrganization on * ${global}
      111111111111 may cloudfront:CreateDistribution, route53:CreateHostedZone on * ${global}
      111111111111 may budgets:ViewBudget, ce:GetCostAndUsage, health:DescribeEvents, support:CreateCase on * ${global}
      111111111111 must not cloudtrail:StopLogging, cloudtrail:DeleteTrail, cloudtrail:UpdateTrail, cloudtrail:PutEventSelectors on ${trail}
      111111111111 may cloudtrail:GetTrailStatus, cloudtrail:StartLogging on ${trail}
      111111111111 must not organizations:LeaveOrganization on * ${global}
    `,
  );
});

test('grants nothing: a role without IAM policies may do nothing', () => {
  const withRole = withValue(template, ['Resources', 'Idle0A1B2C3D'], {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      },
    },
  });
  const { because } = decide(withRole as never, {
    principal: 'Idle',
    action: 'cloudtrail:GetTrailStatus',
    resource: trail,
  });
  expect(because).toBe('implicit deny: no identity policy allows it');
});

test('the first attempt locks everyone out of IAM, and leaves ways to switch the trail off', () => {
  const naive = exam.naive.changes.reduce((changed, { type, id, property, value }) => {
    const path = ['Resources', ref(type, id), 'Properties', ...property.split('.')];
    return withValue(changed, path, value ?? undefined);
  }, templateOf(stack));
  const ask = (action: string, resource: string, context = {}) =>
    decide(naive, { principal: '111111111111', action, resource, context }).because;
  expect(ask('iam:CreateRole', '*', { 'aws:RequestedRegion': 'us-east-1' })).toBe('explicit deny');
  expect(ask('cloudtrail:StopLogging', trail)).toMatch(/^allowed/);
});

test('matches its snapshot', () => {
  expect(template).toMatchSnapshot();
});
