import {
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Duration,
  Fn,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as cloudhsm from 'aws-cdk-lib/aws-cloudhsm';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * Who can hold the material of an encryption key, and how do you keep those who manage a key from using it?
 *
 *   KeyAdminRole ── manages ──▶ CustodyKey, ImportedKey
 *   KeyUserRole ─── uses ─────▶ CustodyKey, ImportedKey
 *   (your devices) ── material ──▶ ImportedKey        HsmCluster (no material leaves it)
 */
export class KmsKeyCustodyStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Anyone in the account to whom IAM gives permission can assume these roles.
    const keyAdminRole = new iam.Role(this, 'KeyAdminRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    const keyUserRole = new iam.Role(this, 'KeyUserRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });

    const management = [
      'kms:CancelKeyDeletion',
      'kms:DeleteImportedKeyMaterial',
      'kms:DescribeKey',
      'kms:DisableKey',
      'kms:EnableKey',
      'kms:EnableKeyRotation',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:GetParametersForImport',
      'kms:ImportKeyMaterial',
      'kms:ListResourceTags',
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:UpdateAlias',
      'kms:CreateAlias',
      'kms:DeleteAlias',
    ];
    const custody = new iam.PolicyDocument({
      statements: [
        // The account manages the key by IAM policies. The default key policy has kms:* here, which includes all use.
        new iam.PolicyStatement({
          sid: 'Manage',
          principals: [new iam.AccountRootPrincipal()],
          actions: management,
          resources: ['*'],
        }),
        // Use comes from this policy alone: an IAM policy that allows kms:Decrypt has no effect.
        new iam.PolicyStatement({
          sid: 'Use',
          principals: [keyUserRole],
          actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
        }),
        // A service such as EBS uses the key by a grant, for as long as the volume is attached.
        new iam.PolicyStatement({
          sid: 'Lend',
          principals: [keyUserRole],
          actions: ['kms:CreateGrant'],
          resources: ['*'],
          conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        }),
      ],
    });

    // KMS generates the material inside its HSMs, and nobody ever sees it.
    const custodyKey = new kms.Key(this, 'CustodyKey', {
      policy: custody,
      keySpec: kms.KeySpec.SYMMETRIC_DEFAULT,
      multiRegion: false,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new kms.Alias(this, 'CustodyAlias', {
      aliasName: `alias/${this.stackName}-custody`,
      targetKey: custodyKey,
    });
    // You generate the material and import it. You can delete it at once, and you must keep a copy: KMS returns none.
    const importedKey = new kms.CfnKey(this, 'ImportedKey', {
      keyPolicy: custody,
      origin: 'EXTERNAL',
      pendingWindowInDays: 7,
    });

    keyAdminRole.addToPolicy(
      new iam.PolicyStatement({
        sid: 'ManageKeys',
        actions: management,
        resources: [custodyKey.keyArn, importedKey.attrArn],
      }),
    );

    // Devices of your own, which AWS cannot look into. Deploy with `--parameters HsmSubnets=subnet-…,subnet-…`.
    // The cluster is empty: you add HSMs, which cost money by the hour, by API.
    const hsmSubnets = new CfnParameter(this, 'HsmSubnets', {
      type: 'CommaDelimitedList',
      default: 'none',
      description: 'Two subnets in two Availability Zones for a CloudHSM cluster',
    });
    new cloudhsm.CfnCluster(this, 'HsmCluster', {
      hsmType: 'hsm2m.medium',
      mode: 'FIPS',
      subnetIds: hsmSubnets.valueAsList,
      backupRetentionPolicy: { type: 'DAYS', value: '90' },
    }).cfnOptions.condition = new CfnCondition(this, 'WithCluster', {
      expression: Fn.conditionNot(Fn.conditionEquals(Fn.select(0, hsmSubnets.valueAsList), 'none')),
    });

    new CfnOutput(this, 'CustodyKeyArn', {
      value: custodyKey.keyArn,
      description: 'The key whose material KMS generated',
    });
    new CfnOutput(this, 'ImportedKeyArn', {
      value: importedKey.attrArn,
      description: 'The key that waits for your material: aws kms get-parameters-for-import …',
    });
    new CfnOutput(this, 'KeyAdminRoleArn', {
      value: keyAdminRole.roleArn,
      description: 'The role that manages both keys, and can use neither',
    });
    new CfnOutput(this, 'KeyUserRoleArn', {
      value: keyUserRole.roleArn,
      description: 'The role that uses both keys, and can manage neither',
    });
  }
}
