import { Template } from 'aws-cdk-lib/assertions';
import { here } from '../../../../lib/cloudformation/resolve';
import type { Template as PlainTemplate } from '../../../../lib/cloudformation/template';
import { S3KmsBucketKeyStack } from '../../../../lib/patterns/storage/s3-kms-bucket-key/stack';
import { decide } from '../../../../lib/permissions/decide';
import { decisions } from '../../../support/decisions';
import { build, logicalId } from '../../../support/synth';

const header = 's3:x-amz-server-side-encryption';
const keyHeader = `${header}-aws-kms-key-id`;

describe('the stack', () => {
  const stack = build(S3KmsBucketKeyStack);
  const template = Template.fromStack(stack).toJSON();
  const ledgers = logicalId(stack, 'AWS::S3::Bucket', 'Ledgers');
  const key = logicalId(stack, 'AWS::KMS::Key', 'LedgerKey');
  const policy = logicalId(stack, 'AWS::S3::BucketPolicy', 'Ledgers/Policy');
  const [encryption] =
    template.Resources[ledgers].Properties.BucketEncryption.ServerSideEncryptionConfiguration;

  test('encrypts with its own key by default, by the ARN and not by an alias', () => {
    expect(encryption.ServerSideEncryptionByDefault).toEqual({
      SSEAlgorithm: 'aws:kms',
      KMSMasterKeyID: { 'Fn::GetAtt': [key, 'Arn'] },
    });
  });

  test('names in both roles the encryption context that S3 sends with a bucket key', () => {
    expect(encryption.BucketKeyEnabled).toBe(true);
    for (const role of ['WriterRole', 'ReaderRole']) {
      const id = logicalId(stack, 'AWS::IAM::Policy', role);
      const { Condition } = template.Resources[id].Properties.PolicyDocument.Statement[1];
      expect(Condition.StringEquals['kms:EncryptionContext:aws:s3:arn']).toEqual({
        'Fn::GetAtt': [ledgers, 'Arn'],
      });
    }
  });

  test('denies in the policy of the bucket every upload under another key than that of the bucket', () => {
    const { Statement } = template.Resources[policy].Properties.PolicyDocument;
    expect(Statement[2].Condition.StringNotEquals).toEqual({
      [keyHeader]: encryption.ServerSideEncryptionByDefault.KMSMasterKeyID,
    });
  });

  test('deletes bucket and key with the stack', () => {
    for (const id of [ledgers, key]) {
      expect(template.Resources[id]).toMatchObject({
        DeletionPolicy: 'Delete',
        UpdateReplacePolicy: 'Delete',
      });
    }
  });

  const keyArn = `arn:aws:kms:${here.region}:${here.account}:key/${key}`;
  const viaS3 = `kms:ViaService is s3.${here.region}.amazonaws.com`;
  const forLedgers = `${viaS3} and kms:EncryptionContext:aws:s3:arn is Ledgers`;
  decisions(
    stack,
    `
      111111111111 may sts:AssumeRole on WriterRole, ReaderRole
      anonymous, 222222222222, lambda.amazonaws.com may not sts:AssumeRole on WriterRole, ReaderRole
      WriterRole may s3:PutObject, s3:AbortMultipartUpload on Ledgers/a
      WriterRole, 111111111111 may s3:PutObject on Ledgers/a when ${header} is aws:kms and ${keyHeader} is ${keyArn}
      WriterRole, 111111111111 must not s3:PutObject on Ledgers/a when ${header} is AES256 or aws:kms:dsse
      WriterRole, 111111111111 must not s3:PutObject on Ledgers/a when ${header} is aws:kms
      WriterRole, 111111111111 must not s3:PutObject on Ledgers/a when ${header} is aws:kms and ${keyHeader} is alias/aws/s3 or arn:aws:kms:xx-here-1:222222222222:key/LedgerKey
      WriterRole, 111111111111 must not s3:UpdateObjectEncryption on Ledgers/a
      WriterRole may not s3:GetObject, s3:DeleteObject, s3:PutObjectAcl on Ledgers/a
      WriterRole may not s3:ListBucket, s3:PutBucketPolicy, s3:PutEncryptionConfiguration on Ledgers
      WriterRole may kms:GenerateDataKey, kms:Decrypt on LedgerKey when ${forLedgers}
      WriterRole may not kms:GenerateDataKey, kms:Decrypt on LedgerKey when ${viaS3}
      WriterRole may not kms:GenerateDataKey, kms:Decrypt on LedgerKey when ${viaS3} and kms:EncryptionContext:aws:s3:arn is Ledgers/a or arn:aws:s3:::another-bucket
      WriterRole may not kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo, kms:CreateGrant, kms:DisableKey on LedgerKey when ${forLedgers}
      ReaderRole may s3:GetObject on Ledgers/a
      ReaderRole may not s3:PutObject, s3:DeleteObject on Ledgers/a
      ReaderRole may kms:Decrypt on LedgerKey when ${forLedgers}
      ReaderRole may not kms:GenerateDataKey, kms:Encrypt, kms:CreateGrant on LedgerKey when ${forLedgers}
      ReaderRole may not kms:Decrypt on LedgerKey when ${viaS3}
      111111111111, WriterRole, ReaderRole must not kms:Decrypt, kms:GenerateDataKey, kms:GenerateDataKeyPair, kms:Encrypt, kms:ReEncryptFrom, kms:ReEncryptTo on LedgerKey
      111111111111, WriterRole, ReaderRole must not kms:Decrypt, kms:GenerateDataKey on LedgerKey when kms:ViaService is ec2.${here.region}.amazonaws.com and kms:EncryptionContext:aws:s3:arn is Ledgers
      WriterRole must not kms:Decrypt, kms:GenerateDataKey on LedgerKey when kms:EncryptionContext:aws:s3:arn is Ledgers
      111111111111 may kms:PutKeyPolicy, kms:ScheduleKeyDeletion, kms:DisableKey on LedgerKey
      111111111111 may kms:Decrypt on LedgerKey when ${viaS3}
      anonymous, 222222222222, s3.amazonaws.com may not kms:Decrypt, kms:GenerateDataKey on LedgerKey when ${forLedgers}
      anonymous, 222222222222, s3.amazonaws.com may not s3:PutObject, s3:GetObject on Ledgers/a
      WriterRole, ReaderRole, 111111111111, anonymous must not s3:GetObject, s3:PutObject on Ledgers/a when aws:SecureTransport is false
      WriterRole, 111111111111 must not s3:ListBucket on Ledgers when aws:SecureTransport is false
    `,
  );

  test.each([
    ['AES256', { [header]: 'AES256' }, 'DenyOtherEncryption'],
    ['aws:kms without a key', { [header]: 'aws:kms' }, 'DenyOtherKey'],
    ['another key', { [header]: 'aws:kms', [keyHeader]: 'another' }, 'DenyOtherKey'],
  ])('denies %s by the statement with that name', (_, context, sid) => {
    const { statements } = decide(template as PlainTemplate, {
      principal: 'WriterRole',
      action: 's3:PutObject',
      resource: 'Ledgers/a',
      context,
    });
    expect(statements.map(({ id }) => id)).toEqual([sid]);
  });

  test('lets an upload pass if S3 tells the policy the default key, and if it does not', () => {
    const contexts: Record<string, string>[] = [
      {},
      { [keyHeader]: keyArn },
      { [header]: 'aws:kms', [keyHeader]: keyArn },
    ];
    for (const context of contexts) {
      const question = {
        principal: 'WriterRole',
        action: 's3:PutObject',
        resource: 'Ledgers/a',
        context,
      };
      expect(decide(template as PlainTemplate, question).allowed).toBe(true);
    }
  });

  test('matches its snapshot', () => {
    expect(template).toMatchSnapshot();
  });
});
