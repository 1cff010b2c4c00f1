import { Template } from 'aws-cdk-lib/assertions';
import type { Template as PlainTemplate } from '../../../../lib/cloudformation/template';
import { S3EncryptionRequiredStack } from '../../../../lib/patterns/storage/s3-encryption-required/stack';
import { decide } from '../../../../lib/permissions/decide';
import { decisions } from '../../../support/decisions';
import { build, logicalId, templateOf } from '../../../support/synth';

const header = 's3:x-amz-server-side-encryption';

describe('the stack', () => {
  const stack = build(S3EncryptionRequiredStack);
  const template = Template.fromStack(stack).toJSON();
  const records = logicalId(stack, 'AWS::S3::Bucket', 'Records');
  const policy = logicalId(stack, 'AWS::S3::BucketPolicy', 'Records/Policy');
  const statements = template.Resources[policy].Properties.PolicyDocument.Statement;

  test('has one bucket with one policy, which only denies', () => {
    expect(template.Resources[policy].Properties.Bucket).toEqual({ Ref: records });
    expect(
      statements.map(({ Sid, Effect, Principal }: Record<string, unknown>) => [
        Sid,
        Effect,
        Principal,
      ]),
    ).toEqual([
      ['DenyPlainHttp', 'Deny', { AWS: '*' }],
      ['DenyOtherEncryption', 'Deny', { AWS: '*' }],
      ['DenyReencryption', 'Deny', { AWS: '*' }],
    ]);
  });

  test('has no KMS key, because SSE-S3 uses keys of S3', () => {
    expect(JSON.stringify(template)).not.toMatch(/KMS::Key|kms:|KMSMasterKeyID/);
  });

  test('deletes the bucket with the stack', () => {
    expect(template.Resources[records]).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
  });

  decisions(
    stack,
    `
      111111111111 may sts:AssumeRole on UploaderRole
      anonymous, 222222222222, lambda.amazonaws.com may not sts:AssumeRole on UploaderRole
      UploaderRole may s3:PutObject, s3:GetObject, s3:DeleteObject on Records/a
      UploaderRole, 111111111111 may s3:PutObject on Records/a when ${header} is AES256
      UploaderRole, 111111111111 must not s3:PutObject on Records/a when ${header} is aws:kms or aws:kms:dsse or aes256
      anonymous, 222222222222, logging.s3.amazonaws.com must not s3:PutObject on Records/a when ${header} is aws:kms
      anonymous, 222222222222, logging.s3.amazonaws.com may not s3:PutObject on Records/a when ${header} is AES256
      anonymous, 222222222222, logging.s3.amazonaws.com may not s3:PutObject, s3:GetObject on Records/a
      UploaderRole, 111111111111, anonymous, logging.s3.amazonaws.com must not s3:GetObject, s3:PutObject, s3:DeleteObject on Records/a when aws:SecureTransport is false
      UploaderRole, 111111111111, anonymous must not s3:ListBucket, s3:GetBucketLocation on Records when aws:SecureTransport is false
      UploaderRole must not s3:PutObject on Records/a when ${header} is AES256 and aws:SecureTransport is false
      UploaderRole, 111111111111, 222222222222 must not s3:UpdateObjectEncryption on Records/a
      UploaderRole may not s3:ListBucket, s3:PutBucketPolicy, s3:PutEncryptionConfiguration, s3:PutBucketPublicAccessBlock on Records
      UploaderRole may not s3:PutObjectAcl on Records/a
    `,
  );

  test.each([
    ['plain HTTP', 's3:GetObject', { 'aws:SecureTransport': 'false' }, 'DenyPlainHttp'],
    ['another encryption type', 's3:PutObject', { [header]: 'aws:kms' }, 'DenyOtherEncryption'],
    ['a later change of the type', 's3:UpdateObjectEncryption', {}, 'DenyReencryption'],
  ])('denies %s by the statement with that name', (_, action, context, sid) => {
    const { statements } = decide(templateOf(stack), {
      principal: 'UploaderRole',
      action,
      resource: 'Records/a',
      context,
    });
    expect(statements.map(({ id }) => id)).toEqual([sid]);
  });

  describe('with another condition', () => {
    /** What the uploader may do, by the header that it sends, with another condition against encryption types. */
    const allowed = (condition: object) => {
      const changed = structuredClone(template) as PlainTemplate;
      const document = changed.Resources[policy]?.Properties?.PolicyDocument as {
        Statement: { Condition?: object }[];
      };
      Object.assign(document.Statement[1] ?? {}, { Condition: condition });
      return Object.fromEntries(
        ['none', 'AES256', 'aws:kms', 'aws:kms:dsse'].map((value) => {
          const question = {
            principal: 'UploaderRole',
            action: 's3:PutObject',
            resource: 'Records/a',
            ...(value !== 'none' && { context: { [header]: value } }),
          };
          return [value, decide(changed, question).allowed];
        }),
      );
    };
    const other = { StringNotEquals: { [header]: 'AES256' } };

    test.each([
      ['StringNotEquals alone', other],
      ['StringNotEqualsIfExists', { StringNotEqualsIfExists: { [header]: 'AES256' } }],
    ])('%s also denies an upload without the header', (_, condition) => {
      expect(allowed(condition)).toEqual({
        none: false,
        AES256: true,
        'aws:kms': false,
        'aws:kms:dsse': false,
      });
    });

    test('the old Null test denies an upload without the header, and no other type', () => {
      expect(allowed({ Null: { [header]: 'true' } })).toEqual({
        none: false,
        AES256: true,
        'aws:kms': true,
        'aws:kms:dsse': true,
      });
    });

    test('both tests in one statement deny what has the header and is not AES256', () => {
      expect(allowed({ ...other, Null: { [header]: 'false' } })).toEqual({
        none: true,
        AES256: true,
        'aws:kms': false,
        'aws:kms:dsse': false,
      });
    });
  });

  test('matches its snapshot', () => {
    expect(template).toMatchSnapshot();
  });
});
