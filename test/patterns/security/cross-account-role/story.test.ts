import { Template } from 'aws-cdk-lib/assertions';
import { here } from '../../../../lib/cloudformation/resolve';
import { CrossAccountRoleStack } from '../../../../lib/patterns/security/cross-account-role/stack';
import { decide } from '../../../../lib/permissions/decide';
import { decisions } from '../../../support/decisions';
import { build, logicalId, templateOf, withoutAssetHashes } from '../../../support/synth';

const externalId = 'reports-of-customer-17';

describe('the stack', () => {
  const stack = build(CrossAccountRoleStack);
  const template = Template.fromStack(stack);
  const id = (type: string, name: string) => logicalId(stack, type, name);
  const resource = (type: string, name: string) => template.toJSON().Resources[id(type, name)];

  test('gives the instances of the partner their role by an instance profile', () => {
    expect(resource('AWS::IAM::InstanceProfile', 'AnalystProfile').Properties.Roles).toEqual([
      { Ref: id('AWS::IAM::Role', 'AnalystRole') },
    ]);
  });

  test('lets servers get the credentials of their role, and no other', () => {
    const { Enabled, RoleArns } = resource(
      'AWS::RolesAnywhere::Profile',
      'ServerProfile',
    ).Properties;
    expect(Enabled).toBe(true);
    expect(RoleArns).toEqual([{ 'Fn::GetAtt': [id('AWS::IAM::Role', 'ServerRole'), 'Arn'] }]);
    const { Source } = resource('AWS::RolesAnywhere::TrustAnchor', 'TrustAnchor').Properties;
    expect(Source.SourceData).toEqual({ X509CertificateData: { Ref: 'CertificateAuthority' } });
  });

  test('creates nothing for a directory or an authority that nobody has named', () => {
    const { Parameters, Conditions } = template.toJSON();
    const conditions = {
      EmployeeRole: ['AWS::IAM::Role', 'Directory'],
      ServerRole: ['AWS::IAM::Role', 'CertificateAuthority'],
      TrustAnchor: ['AWS::RolesAnywhere::TrustAnchor', 'CertificateAuthority'],
      ServerProfile: ['AWS::RolesAnywhere::Profile', 'CertificateAuthority'],
    } as const;
    for (const [name, [type, parameter]] of Object.entries(conditions)) {
      expect(Conditions[resource(type, name).Condition]).toEqual({
        'Fn::Not': [{ 'Fn::Equals': [{ Ref: parameter }, 'none'] }],
      });
      expect(Parameters[parameter].Default).toBe('none');
    }
  });

  test('has no user and no access key', () => {
    template.resourceCountIs('AWS::IAM::User', 0);
    template.resourceCountIs('AWS::IAM::AccessKey', 0);
  });

  const directory = `arn:${here.partition}:iam::${here.account}:saml-provider/none`;
  const other = `arn:${here.partition}:iam::${here.account}:saml-provider/other`;
  const audience = 'SAML:aud is https://signin.aws.amazon.com/saml';
  const server =
    'aws:SourceArn is TrustAnchor and aws:PrincipalTag/x509Subject/CN is report-server';

  decisions(
    stack,
    `
      AnalystRole may sts:AssumeRole on ReportsRole when sts:ExternalId is ${externalId}
      AnalystRole may not sts:AssumeRole on ReportsRole when sts:ExternalId is reports-of-customer-18
      AnalystRole may not sts:AssumeRole on ReportsRole
      AnalystRole may not sts:AssumeRole on EmployeeRole, ServerRole when sts:ExternalId is ${externalId}
      anonymous, 222222222222, arn:aws:iam::222222222222:role/Analyst, ec2.amazonaws.com may not sts:AssumeRole on ReportsRole when sts:ExternalId is ${externalId}
      arn:aws:iam::111111111111:user/stranger may not sts:AssumeRole on ReportsRole when sts:ExternalId is ${externalId}
      AnalystRole may not sts:AssumeRole on arn:aws:iam::222222222222:role/ReportsRole when sts:ExternalId is ${externalId}
      AnalystRole may sts:DecodeAuthorizationMessage on *
      AnalystRole may not s3:ListBucket on Reports
      AnalystRole may not s3:GetObject on Reports/2026.csv
      ec2.amazonaws.com may sts:AssumeRole on AnalystRole
      lambda.amazonaws.com, 222222222222, ReportsRole may not sts:AssumeRole on AnalystRole

      ${directory} may sts:AssumeRoleWithSAML on EmployeeRole when ${audience}
      ${directory} may not sts:AssumeRoleWithSAML on EmployeeRole when SAML:aud is https://example.com/saml
      ${directory} may not sts:AssumeRoleWithSAML on EmployeeRole
      ${other} may not sts:AssumeRoleWithSAML on EmployeeRole when ${audience}
      ${directory} may not sts:AssumeRole on EmployeeRole when ${audience}
      ${directory} may not sts:AssumeRoleWithSAML on ReportsRole, ServerRole when ${audience}

      rolesanywhere.amazonaws.com may sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity on ServerRole when ${server}
      rolesanywhere.amazonaws.com may not sts:AssumeRole on ServerRole when aws:SourceArn is TrustAnchor and aws:PrincipalTag/x509Subject/CN is mail-server
      rolesanywhere.amazonaws.com may not sts:AssumeRole on ServerRole when aws:SourceArn is TrustAnchor
      rolesanywhere.amazonaws.com may not sts:AssumeRole on ServerRole when aws:PrincipalTag/x509Subject/CN is report-server
      rolesanywhere.amazonaws.com may not sts:AssumeRole on ReportsRole, EmployeeRole when ${server}

      ReportsRole, EmployeeRole, ServerRole may s3:ListBucket on Reports
      ReportsRole, EmployeeRole, ServerRole may s3:GetObject on Reports/2026.csv
      ReportsRole, EmployeeRole, ServerRole may not s3:PutObject, s3:DeleteObject on Reports/2026.csv
      ReportsRole, EmployeeRole, ServerRole may not s3:GetObject on arn:aws:s3:::other/2026.csv when aws:ResourceAccount is 111111111111
      ReportsRole must not s3:GetObject on Reports/2026.csv when aws:SecureTransport is false
      ServerRole must not s3:ListBucket on Reports when aws:SecureTransport is false
      anonymous, 222222222222 may not s3:GetObject on Reports/2026.csv
    `,
  );

  test('outputs the bucket and the two roles that meet', () => {
    const arn = (name: string) => ({ 'Fn::GetAtt': [id('AWS::IAM::Role', name), 'Arn'] });
    expect(template.toJSON().Outputs).toMatchObject({
      ReportsName: { Value: { Ref: id('AWS::S3::Bucket', 'Reports') } },
      ReportsRoleArn: { Value: arn('ReportsRole') },
      AnalystRoleArn: { Value: arn('AnalystRole') },
    });
  });

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('with a partner in another account', () => {
  const template = templateOf(
    build(CrossAccountRoleStack, { context: { partnerAccount: '222222222222' } }),
  );
  const assume = (principal: string, id?: string) =>
    decide(template, {
      principal,
      action: 'sts:AssumeRole',
      resource: 'ReportsRole',
      context: { ...(id !== undefined && { 'sts:ExternalId': id }) },
    }).allowed;

  test.each([
    ['a role of the partner with the external ID', '222222222222', externalId, true],
    ['a role of the partner with that of another customer', '222222222222', 'reports-of-18', false],
    ['a role of the partner without one', '222222222222', undefined, false],
    ['a role of a third account with it', '333333333333', externalId, false],
  ])('%s: %s', (_, account, id, allowed) => {
    expect(assume(`arn:aws:iam::${account}:role/Analyst`, id)).toBe(allowed);
  });

  test.each(['', 'abc', '*', '22222222222', '2222222222222', 22222222222])(
    'refuses %j as an account',
    (partnerAccount) => {
      expect(() => build(CrossAccountRoleStack, { context: { partnerAccount } })).toThrow(
        `expected a partnerAccount of 12 digits, got "${partnerAccount}"`,
      );
    },
  );

  test('a role of the own account with the external ID is refused', () => {
    expect(assume('AnalystRole', externalId)).toBe(false);
  });
});
