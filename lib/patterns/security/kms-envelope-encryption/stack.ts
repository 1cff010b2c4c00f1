import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * KMS encrypts at most 4 KB: how do you encrypt one megabyte?
 *
 *   (writer) ──▶ Sealer ── GenerateDataKey ──▶ WrappingKey
 *                  │ envelope: encrypted data key, nonce, ciphertext, tag
 *                  ▼
 *   (reader) ──▶ Opener ── Decrypt of the data key ──▶ WrappingKey
 */
export class KmsEnvelopeEncryptionStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // This key encrypts data keys of 32 bytes, never a document. Its key policy lets IAM policies decide who uses it.
    const wrappingKey = new kms.Key(this, 'WrappingKey', {
      keySpec: kms.KeySpec.SYMMETRIC_DEFAULT,
      // Rotation creates new key material under the same ARN. KMS keeps the old material, so old envelopes still open.
      enableKeyRotation: true,
      rotationPeriod: Duration.days(180),
      // KMS waits seven days, the shortest period, in which you can cancel. After the deletion, no envelope opens again.
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Both roles may use the key only if the encryption context has the purpose archive and names a document.
    const forDocuments = {
      StringEquals: { 'kms:EncryptionContext:purpose': 'archive' },
      Null: { 'kms:EncryptionContext:document': 'false' },
    };

    const sealerLogs = new logs.LogGroup(this, 'SealerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const sealerRole = new iam.Role(this, 'SealerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    sealerLogs.grantWrite(sealerRole);
    // grantEncrypt would also allow kms:Encrypt and kms:ReEncrypt*, in any encryption context.
    sealerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['kms:GenerateDataKey'],
        resources: [wrappingKey.keyArn],
        conditions: forDocuments,
      }),
    );
    // Both functions run the same code. Only their roles prevent the sealer from opening and the opener from sealing.
    const sealer = new lambda.Function(this, 'Sealer', {
      code: lambda.Code.fromAsset('dist/lambda/security/kms-envelope-encryption/clerk'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      // Memory holds about five copies of a document of up to 4 MB: as text and as bytes, plain and encrypted.
      memorySize: 512,
      timeout: Duration.seconds(30),
      role: sealerRole,
      logGroup: sealerLogs,
      environment: { KEY_ARN: wrappingKey.keyArn },
    });

    const openerLogs = new logs.LogGroup(this, 'OpenerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const openerRole = new iam.Role(this, 'OpenerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    openerLogs.grantWrite(openerRole);
    openerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [wrappingKey.keyArn],
        conditions: forDocuments,
      }),
    );
    const opener = new lambda.Function(this, 'Opener', {
      code: lambda.Code.fromAsset('dist/lambda/security/kms-envelope-encryption/clerk'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(30),
      role: openerRole,
      logGroup: openerLogs,
      environment: { KEY_ARN: wrappingKey.keyArn },
    });

    new CfnOutput(this, 'WrappingKeyArn', {
      value: wrappingKey.keyArn,
      description: 'The key that encrypts data keys: aws kms describe-key --key-id …',
    });
    new CfnOutput(this, 'SealerName', {
      value: sealer.functionName,
      description:
        'Takes {"document":"a/b.pdf","data":"<base64>"} and answers {"envelope":"<base64>"}',
    });
    new CfnOutput(this, 'OpenerName', {
      value: opener.functionName,
      description:
        'Takes {"document":"a/b.pdf","envelope":"<base64>"} and answers {"data":"<base64>"}',
    });
  }
}
