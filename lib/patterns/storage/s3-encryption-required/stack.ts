import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * How do you make sure that every object is encrypted with SSE-S3, travels over HTTPS only, and stays private?
 *
 *   UploaderRole ── no header, or AES256 ───▶ Records, encrypted with AES256
 *   UploaderRole ── aws:kms, aws:kms:dsse ──▶ denied by the policy of Records
 *   UploaderRole ── its own key (SSE-C) ────▶ blocked by the encryption settings of Records
 *   (anyone) ────── plain HTTP ─────────────▶ denied by the policy of Records
 *   (anyone) ────── public policy or ACL ───▶ refused by Block Public Access
 */
export class S3EncryptionRequiredStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const records = new s3.Bucket(this, 'Records', {
      // This is the default, and the policy below relies on it.
      encryption: s3.BucketEncryption.S3_MANAGED,
      // SSE-C does not use the header that the policy below checks.
      blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      // Without ACLs, no upload can open a single object to somebody else.
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // CloudFormation deletes an empty bucket only. The exercise deletes what it uploads.
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // enforceSSL would add the same statement. The policy is the lesson here, so the stack spells it out.
    records.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyPlainHttp',
        effect: iam.Effect.DENY,
        // A Deny for everyone includes the administrators of this account, and AWS services.
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:*'],
        // s3:ListBucket is an action on the bucket, and s3:GetObject is one on its objects.
        resources: [records.bucketArn, records.arnForObjects('*')],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    records.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyOtherEncryption',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [records.arnForObjects('*')],
        conditions: {
          StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' },
          // StringNotEquals also matches an upload without the header. S3 encrypts that upload with
          // AES256 by default, so the statement applies only if the header is there.
          Null: { 's3:x-amz-server-side-encryption': 'false' },
        },
      }),
    );
    records.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyReencryption',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        // This action encrypts an object with a KMS key after its upload, without s3:PutObject.
        actions: ['s3:UpdateObjectEncryption'],
        resources: [records.arnForObjects('*')],
      }),
    );

    // The role may upload any object. Only the bucket policy limits how the object is encrypted.
    const uploaderRole = new iam.Role(this, 'UploaderRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    uploaderRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
        resources: [records.arnForObjects('*')],
      }),
    );

    new CfnOutput(this, 'RecordsName', {
      value: records.bucketName,
      description: 'Upload here with and without --server-side-encryption; empty it before destroy',
    });
    new CfnOutput(this, 'UploaderRoleArn', {
      value: uploaderRole.roleArn,
      description: 'The role that may upload: aws sts assume-role --role-arn …',
    });
  }
}
