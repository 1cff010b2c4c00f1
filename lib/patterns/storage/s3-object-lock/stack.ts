import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * Nobody may delete or overwrite some records until a date, or until somebody lifts a hold: which lock does that, and does it also stop two writers?
 *
 *   ClerkRole ──── PutObject, only if the key is new ─▶ Evidence, locked for a day
 *   ClerkRole ──── DeleteObjectVersion ───────────────▶ refused by the lock
 *   OfficerRole ── DeleteObjectVersion with bypass ───▶ allowed in governance mode, to nobody else
 *   CounselRole ── PutObjectLegalHold ────────────────▶ a lock without a date, which no bypass opens
 *   (anyone) ───── compliance mode ───────────────────▶ denied by the policy of Evidence
 */
export class S3ObjectLockStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const evidence = new s3.Bucket(this, 'Evidence', {
      versioned: true,
      objectLockEnabled: true,
      // Real records need COMPLIANCE and seven years. Then not even the root user, or AWS, could empty this bucket.
      objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)),
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const officerRole = new iam.Role(this, 'OfficerRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    const deny = (sid: string, actions: string[], conditions: Record<string, unknown>) =>
      evidence.addToResourcePolicy(
        new iam.PolicyStatement({
          sid,
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions,
          resources: [evidence.arnForObjects('*')],
          conditions,
        }),
      );
    // A lock keeps old versions, but the next writer still becomes the current one. With If-None-Match, S3 refuses the second writer.
    deny('DenyBlindWrites', ['s3:PutObject'], {
      Null: { 's3:if-none-match': 'true' },
      // The parts of a multipart upload create no object, and cannot have the header.
      Bool: { 's3:ObjectCreationOperation': 'true' },
    });
    // A learner could not undo the next two, so nobody may do them here.
    deny('DenyComplianceMode', ['s3:PutObject', 's3:PutObjectRetention'], {
      StringEquals: { 's3:object-lock-mode': 'COMPLIANCE' },
    });
    deny('DenyLongRetention', ['s3:PutObject', 's3:PutObjectRetention'], {
      NumericGreaterThan: { 's3:object-lock-remaining-retention-days': '1' },
    });
    // Every administrator has this permission too, so only a Deny leaves it to one role.
    deny('DenyBypassToOthers', ['s3:BypassGovernanceRetention'], {
      StringNotEquals: { 'aws:PrincipalArn': officerRole.roleArn },
    });

    officerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          's3:BypassGovernanceRetention',
          's3:DeleteObjectVersion',
          's3:PutObjectRetention',
          's3:GetObjectRetention',
        ],
        resources: [evidence.arnForObjects('*')],
      }),
    );
    const counselRole = new iam.Role(this, 'CounselRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    counselRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObjectLegalHold', 's3:GetObjectLegalHold'],
        resources: [evidence.arnForObjects('*')],
      }),
    );
    const clerkRole = new iam.Role(this, 'ClerkRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    clerkRole.addToPolicy(
      new iam.PolicyStatement({
        // The clerk may delete versions: it is the lock that refuses it, for as long as it lasts.
        actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
        resources: [evidence.arnForObjects('*')],
      }),
    );

    new CfnOutput(this, 'EvidenceName', {
      value: evidence.bucketName,
      description: 'Upload here with --if-none-match "*", and try to delete a version',
    });
    new CfnOutput(this, 'ClerkRoleArn', {
      value: clerkRole.roleArn,
      description: 'The role that uploads: aws sts assume-role --role-arn …',
    });
    new CfnOutput(this, 'CounselRoleArn', {
      value: counselRole.roleArn,
      description: 'The role that places and lifts legal holds: aws sts assume-role --role-arn …',
    });
    new CfnOutput(this, 'OfficerRoleArn', {
      value: officerRole.roleArn,
      description: 'The role that may delete locked versions, which it needs before cdk destroy',
    });
  }
}
