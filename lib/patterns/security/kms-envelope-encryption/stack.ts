import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * One megabyte must be encrypted and KMS takes 4 KB: how?
 *
 *   (writer) ──▶ Sealer ── GenerateDataKey ──▶ WrappingKey
 *                  │ envelope: encrypted data key, nonce, ciphertext, tag
 *                  ▼
 *   (reader) ──▶ Opener ── Decrypt of the data key ──▶ WrappingKey
 */
export class KmsEnvelopeEncryptionStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // It encrypts keys of 32 bytes and never a document; its policy lets IAM decide who may use it.
    const wrappingKey = new kms.Key(this, 'WrappingKey', {
      keySpec: kms.KeySpec.SYMMETRIC_DEFAULT,
      // New key material under the same ARN; what the old material has encrypted still opens.
      enableKeyRotation: true,
      rotationPeriod: Duration.days(180),
      // The least there is: for so long a mistake can be undone, and then no envelope opens again.
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // Key and name are bound together by KMS: a role may use the key for a named document only.
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
    // Not grantEncrypt, which also allows kms:Encrypt and kms:ReEncrypt*, whatever the context.
    sealerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['kms:GenerateDataKey'],
        resources: [wrappingKey.keyArn],
        conditions: forDocuments,
      }),
    );

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

    // One code for both: what keeps the sealer from opening is its role, and can be tried.
    const clerk = {
      code: lambda.Code.fromAsset('dist/lambda/security/kms-envelope-encryption/clerk'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      // Four megabytes are in memory some five times, as text, as bytes, plain and encrypted.
      memorySize: 512,
      timeout: Duration.seconds(30),
      environment: { KEY_ARN: wrappingKey.keyArn },
    };
    const sealer = new lambda.Function(this, 'Sealer', {
      ...clerk,
      role: sealerRole,
      logGroup: sealerLogs,
    });
    const opener = new lambda.Function(this, 'Opener', {
      ...clerk,
      role: openerRole,
      logGroup: openerLogs,
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
