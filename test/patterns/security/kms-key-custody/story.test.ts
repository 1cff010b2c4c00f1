import { Template } from 'aws-cdk-lib/assertions';
import { KmsKeyCustodyStack } from '../../../../lib/patterns/security/kms-key-custody/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId } from '../../../support/synth';

const stack = build(KmsKeyCustodyStack);
const template = Template.fromStack(stack).toJSON();
const keyOf = (id: string) => template.Resources[logicalId(stack, 'AWS::KMS::Key', id)];

test('has the same key policy on both keys', () => {
  const [custody, imported] = ['CustodyKey', 'ImportedKey'].map(
    (id) => keyOf(id).Properties.KeyPolicy,
  );
  expect(imported).toEqual(custody);
});

test('points the alias to the key whose material KMS has', () => {
  const alias = template.Resources[logicalId(stack, 'AWS::KMS::Alias', 'CustodyAlias')];
  expect(alias.Properties.TargetKeyId).toEqual({
    'Fn::GetAtt': [logicalId(stack, 'AWS::KMS::Key', 'CustodyKey'), 'Arn'],
  });
});

test('deletes both keys with the stack', () => {
  expect([
    keyOf('CustodyKey').DeletionPolicy ?? 'Delete',
    keyOf('ImportedKey').DeletionPolicy ?? 'Delete',
  ]).toEqual(['Delete', 'Delete']);
});

test('creates a cluster only in subnets that somebody names', () => {
  expect(template.Parameters.HsmSubnets.Default).toBe('none');
  const cluster = template.Resources[logicalId(stack, 'AWS::CloudHSM::Cluster', 'HsmCluster')];
  expect(cluster.Condition).toBe('WithCluster');
  expect(cluster.Properties.SubnetIds).toEqual({ Ref: 'HsmSubnets' });
  expect(template.Conditions.WithCluster).toEqual({
    'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Select': [0, { Ref: 'HsmSubnets' }] }, 'none'] }],
  });
});

const management =
  'kms:CancelKeyDeletion, kms:DeleteImportedKeyMaterial, kms:DescribeKey, kms:DisableKey, kms:EnableKey, ' +
  'kms:EnableKeyRotation, kms:GetKeyPolicy, kms:GetKeyRotationStatus, kms:GetParametersForImport, ' +
  'kms:ImportKeyMaterial, kms:ListResourceTags, kms:PutKeyPolicy, kms:ScheduleKeyDeletion, kms:TagResource, ' +
  'kms:UntagResource, kms:UpdateAlias, kms:CreateAlias, kms:DeleteAlias';

decisions(
  stack,
  `
    111111111111 may sts:AssumeRole on KeyAdminRole, KeyUserRole
    222222222222, lambda.amazonaws.com, anonymous may not sts:AssumeRole on KeyAdminRole, KeyUserRole
    KeyAdminRole may ${management} on CustodyKey, ImportedKey
    KeyAdminRole may not kms:Encrypt, kms:Decrypt, kms:GenerateDataKey, kms:ReEncryptFrom, kms:CreateGrant on CustodyKey, ImportedKey
    KeyUserRole may kms:Encrypt, kms:Decrypt, kms:GenerateDataKey on CustodyKey, ImportedKey
    KeyUserRole may not ${management} on CustodyKey, ImportedKey
    KeyUserRole may kms:CreateGrant on CustodyKey, ImportedKey when kms:GrantIsForAWSResource is true
    KeyUserRole may not kms:CreateGrant on CustodyKey, ImportedKey
    KeyUserRole may not kms:CreateGrant on CustodyKey, ImportedKey when kms:GrantIsForAWSResource is false
    111111111111 may kms:PutKeyPolicy, kms:ScheduleKeyDeletion on CustodyKey, ImportedKey
    111111111111 may not kms:Encrypt, kms:Decrypt, kms:GenerateDataKey, kms:CreateGrant on CustodyKey, ImportedKey
    222222222222, anonymous, s3.amazonaws.com may not kms:Decrypt, kms:PutKeyPolicy on CustodyKey, ImportedKey
  `,
);

test('matches its snapshot', () => {
  expect(template).toMatchSnapshot();
});
