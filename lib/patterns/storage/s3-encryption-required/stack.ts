import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * Which bucket settings and policy keep every object on SSE-S3, off plain HTTP, and private?
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
      // S3 does the same by default. The policy below relies on it, so the template says it.
      encryption: s3.BucketEncryption.S3_MANAGED,
      // SSE-C does not use the header that the policy below checks.
      blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      // Without ACLs, no upload can open a single object to somebody else.
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // CloudFormation deletes an empty bucket only. The exercise deletes what it uploads.
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Not enforceSSL, which adds the same statement without a name: here the policy is the lesson.
    records.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyPlainHttp',
        effect: iam.Effect.DENY,
        // Everyone, including the administrators of this account and AWS services.
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:*'],
        // The bucket for actions such as s3:ListBucket, and its objects for s3:GetObject.
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
          // StringNotEquals also matches a missing header. That upload gets the bucket's default,
          // which is AES256, so the statement applies only if the header is there.
          Null: { 's3:x-amz-server-side-encryption': 'false' },
        },
      }),
    );
    records.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyReencryption',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        // This action moves an object to a KMS key after its upload, without s3:PutObject.
        actions: ['s3:UpdateObjectEncryption'],
        resources: [records.arnForObjects('*')],
      }),
    );

    // May upload any object. Only the bucket policy decides how the object is encrypted.
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
