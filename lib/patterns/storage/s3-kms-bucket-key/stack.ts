import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * IAM allows s3:PutObject and the upload is denied all the same: which KMS permission is missing, and how do you allow one key only?
 *
 *   WriterRole ── PutObject ──▶ Ledgers ── GenerateDataKey (and Decrypt, if in parts) ──▶ LedgerKey
 *   ReaderRole ── GetObject ──▶ Ledgers ── Decrypt ─────────────────────────────────────▶ LedgerKey
 *   (writer) ──── another key, another encryption type ──▶ denied by the policy of Ledgers
 *   (anyone) ──── a call to KMS without S3 ──────────────▶ denied by the policy of LedgerKey
 */
export class S3KmsBucketKeyStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // You cannot edit the policy of the AWS managed key aws/s3, so no other account could ever use it.
    const ledgerKey = new kms.Key(this, 'LedgerKey', {
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const ledgers = new s3.Bucket(this, 'Ledgers', {
      encryption: s3.BucketEncryption.KMS,
      // CDK writes the ARN of the key. KMS would look up an alias in the account of the uploader.
      encryptionKey: ledgerKey,
      // S3 derives the data keys from one key per bucket and session, instead of calling KMS for each object.
      bucketKeyEnabled: true,
      blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const encryption = 's3:x-amz-server-side-encryption';
    ledgers.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyOtherEncryption',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [ledgers.arnForObjects('*')],
        // Without the header, S3 uses the default of the bucket, which is this key.
        conditions: {
          StringNotEquals: { [encryption]: 'aws:kms' },
          Null: { [encryption]: 'false' },
        },
      }),
    );
    ledgers.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyOtherKey',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [ledgers.arnForObjects('*')],
        // StringNotEquals also matches if no key is named: for aws:kms alone, S3 uses aws/s3.
        conditions: {
          StringEquals: { [encryption]: 'aws:kms' },
          StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': ledgerKey.keyArn },
        },
      }),
    );
    ledgers.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyReencryption',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        // This action encrypts an existing object with another key, without s3:PutObject.
        actions: ['s3:UpdateObjectEncryption'],
        resources: [ledgers.arnForObjects('*')],
      }),
    );

    const s3Here = `s3.${this.region}.amazonaws.com`;
    ledgerKey.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'OnlyThroughS3',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
        // In a key policy, the asterisk means this key.
        resources: ['*'],
        // A call that does not come from S3 has no such key, and StringNotEquals matches it too.
        conditions: { StringNotEquals: { 'kms:ViaService': s3Here } },
      }),
    );

    const throughLedgers = {
      StringEquals: {
        'kms:ViaService': s3Here,
        // With a bucket key, S3 sends the ARN of the bucket as the encryption context, not that of the object.
        'kms:EncryptionContext:aws:s3:arn': ledgers.bucketArn,
      },
    };
    const writerRole = new iam.Role(this, 'WriterRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    writerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
        resources: [ledgers.arnForObjects('*')],
      }),
    );
    writerRole.addToPolicy(
      new iam.PolicyStatement({
        // S3 decrypts the parts of a multipart upload before it completes the object.
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: [ledgerKey.keyArn],
        conditions: throughLedgers,
      }),
    );
    const readerRole = new iam.Role(this, 'ReaderRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    readerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [ledgers.arnForObjects('*')],
      }),
    );
    readerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [ledgerKey.keyArn],
        conditions: throughLedgers,
      }),
    );

    new CfnOutput(this, 'LedgersName', {
      value: ledgers.bucketName,
      description: 'Upload here with and without --sse-kms-key-id; empty it before destroy',
    });
    new CfnOutput(this, 'LedgerKeyArn', {
      value: ledgerKey.keyArn,
      description: 'The one key of the bucket: aws s3api put-object --ssekms-key-id …',
    });
    new CfnOutput(this, 'WriterRoleArn', {
      value: writerRole.roleArn,
      description: 'The role that may upload: aws sts assume-role --role-arn …',
    });
    new CfnOutput(this, 'ReaderRoleArn', {
      value: readerRole.roleArn,
      description: 'The role that may download: aws sts assume-role --role-arn …',
    });
  }
}
