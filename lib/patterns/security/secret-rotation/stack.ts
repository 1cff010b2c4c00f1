import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/**
 * Which store replaces a password by itself, which one only keeps settings, and how does neither appear in a template?
 *
 *   Rotation ──▶ Rotator ── new version ──▶ VendorKey
 *                   │ new key                  │ current key
 *                   ▼                          ▼
 *                 Vendor ◀── booking ────── Shipper ◀── Carrier
 */
export class SecretRotationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // With a key of your own, its policy decides as well who can read the secret.
    const secretKey = new kms.Key(this, 'SecretKey', {
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Secrets Manager generates the first key, so no template, no person, and no log ever has it.
    const vendorKey = new secretsmanager.CfnSecret(this, 'VendorKey', {
      description: 'The key with which the shop books parcels',
      kmsKeyId: secretKey.keyArn,
      generateSecretString: {
        secretStringTemplate: '{"account":"shop"}',
        generateStringKey: 'key',
        passwordLength: 40,
        excludePunctuation: true,
      },
    });

    // Settings cost nothing here, and Parameter Store does not rotate them. The path tells the stages apart.
    const settings = `/${this.stackName}/prod`;
    new ssm.StringParameter(this, 'Carrier', {
      parameterName: `${settings}/carrier`,
      stringValue: 'fast-parcels',
    });
    new ssm.StringParameter(this, 'MostWeight', {
      parameterName: `${settings}/most-weight`,
      stringValue: '30',
    });
    new ssm.StringParameter(this, 'TestCarrier', {
      parameterName: `/${this.stackName}/dev/carrier`,
      stringValue: 'no-parcels',
    });

    const accounts = new dynamodb.TableV2(this, 'Accounts', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const handlers = {
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(30),
    };

    // This function plays the third party, which is not part of your account.
    const vendorLogs = new logs.LogGroup(this, 'VendorLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const vendorRole = new iam.Role(this, 'VendorRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    vendorLogs.grantWrite(vendorRole);
    const vendor = new lambda.Function(this, 'Vendor', {
      ...handlers,
      code: lambda.Code.fromAsset('dist/lambda/security/secret-rotation/vendor'),
      role: vendorRole,
      logGroup: vendorLogs,
      environment: {
        ACCOUNTS_TABLE: accounts.tableName,
        // With one key only, clients fail from the moment that the vendor has the new key until they have it, too.
        MOST_KEYS: '2',
      },
    });
    accounts.grant(vendorRole, 'dynamodb:GetItem', 'dynamodb:PutItem');

    const rotatorLogs = new logs.LogGroup(this, 'RotatorLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const rotatorRole = new iam.Role(this, 'RotatorRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    rotatorLogs.grantWrite(rotatorRole);
    const rotator = new lambda.Function(this, 'Rotator', {
      ...handlers,
      code: lambda.Code.fromAsset('dist/lambda/security/secret-rotation/rotator'),
      role: rotatorRole,
      logGroup: rotatorLogs,
      environment: { VENDOR_NAME: vendor.functionName },
    });
    rotatorRole.addToPolicy(
      new iam.PolicyStatement({
        sid: 'Rotate',
        actions: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
          'secretsmanager:UpdateSecretVersionStage',
        ],
        resources: [vendorKey.ref],
      }),
    );
    rotator.addPermission('BySecretsManager', {
      principal: new iam.ServicePrincipal('secretsmanager.amazonaws.com'),
      // Otherwise, a secret of another account could call this function.
      sourceAccount: this.account,
    });
    const rotation = new secretsmanager.CfnRotationSchedule(this, 'Rotation', {
      secretId: vendorKey.ref,
      rotationLambdaArn: rotator.functionArn,
      rotationRules: { automaticallyAfterDays: 30, duration: '2h' },
      // The default is true: each change of the schedule would rotate at once.
      rotateImmediatelyOnUpdate: false,
    });
    // Secrets Manager tries the function while CloudFormation creates the schedule.
    rotation.node.addDependency(rotator, rotatorRole, vendorRole);

    const shipperLogs = new logs.LogGroup(this, 'ShipperLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const shipperRole = new iam.Role(this, 'ShipperRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    shipperLogs.grantWrite(shipperRole);
    const shipper = new lambda.Function(this, 'Shipper', {
      ...handlers,
      code: lambda.Code.fromAsset('dist/lambda/security/secret-rotation/shipper'),
      role: shipperRole,
      logGroup: shipperLogs,
      // The environment says where the key is, and never what it is.
      environment: {
        SECRET_ARN: vendorKey.ref,
        SETTINGS_PATH: settings,
        VENDOR_NAME: vendor.functionName,
      },
    });
    shipperRole.addToPolicy(
      new iam.PolicyStatement({
        sid: 'ReadKey',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [vendorKey.ref],
      }),
    );
    shipperRole.addToPolicy(
      new iam.PolicyStatement({
        sid: 'ReadSettings',
        actions: ['ssm:GetParametersByPath'],
        resources: [
          this.formatArn({
            service: 'ssm',
            resource: 'parameter',
            resourceName: settings.slice(1),
          }),
        ],
      }),
    );
    for (const role of [rotatorRole, shipperRole]) {
      role.addToPolicy(
        new iam.PolicyStatement({
          sid: 'AskVendor',
          actions: ['lambda:InvokeFunction'],
          resources: [vendor.functionArn],
        }),
      );
      // Only through Secrets Manager, and not to decrypt anything else.
      role.addToPolicy(
        new iam.PolicyStatement({
          sid: 'UseKey',
          actions: role === rotatorRole ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
          resources: [secretKey.keyArn],
          conditions: {
            StringEquals: { 'kms:ViaService': `secretsmanager.${this.region}.amazonaws.com` },
          },
        }),
      );
    }

    new CfnOutput(this, 'SecretArn', {
      value: vendorKey.ref,
      description: 'The secret with the key of the vendor',
    });
    new CfnOutput(this, 'RotatorArn', {
      value: rotator.functionArn,
      description: 'The function that Secrets Manager calls for each step of a rotation',
    });
    new CfnOutput(this, 'ShipperName', {
      value: shipper.functionName,
      description: 'The function that books a parcel: {"kilograms":2}',
    });
    new CfnOutput(this, 'VendorName', {
      value: vendor.functionName,
      description: 'The function that plays the vendor: {"key":"…"}',
    });
  }
}
