import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * Every new object must be in a second bucket within 15 minutes: what do both buckets need, and what does not go along?
 *
 *   (writer) ──▶ Originals, versioned ── new objects below documents/ ──▶ Replicas, versioned
 *                    │  as ReplicationRole                  STANDARD_IA, within 15 minutes
 *                    ├── deletions, older objects, other prefixes ──▶ (stay here)
 *                    └── LateReplicationAlarm, FailedReplicationAlarm
 */
export class S3ReplicationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // In another Region, this bucket would survive the loss of a Region. Nothing else in the rule would change.
    const replicas = new s3.Bucket(this, 'Replicas', {
      versioned: true,
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const replicationRole = new iam.Role(this, 'ReplicationRole', {
      assumedBy: new iam.ServicePrincipal('s3.amazonaws.com'),
    });
    const originals = new s3.Bucket(this, 'Originals', {
      versioned: true,
      replicationRole,
      replicationRules: [
        {
          id: 'documents',
          destination: replicas,
          priority: 1,
          filter: { prefix: 'documents/' },
          // Somebody who deletes an object by mistake, or on purpose, deletes it in one bucket only.
          deleteMarkerReplication: false,
          // A copy that is hardly ever read.
          storageClass: s3.StorageClass.INFREQUENT_ACCESS,
          // Without Replication Time Control, most objects take minutes, but AWS promises no time.
          replicationTimeControl: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
          metrics: s3.ReplicationTimeValue.FIFTEEN_MINUTES,
        },
      ],
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    replicationRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
        resources: [originals.bucketArn],
      }),
    );
    replicationRole.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionTagging',
        ],
        resources: [originals.arnForObjects('documents/*')],
      }),
    );
    replicationRole.addToPolicy(
      new iam.PolicyStatement({
        // No s3:ReplicateDelete, because delete markers stay in the first bucket.
        actions: ['s3:ReplicateObject', 's3:ReplicateTags'],
        resources: [replicas.arnForObjects('documents/*')],
      }),
    );

    const metric = (metricName: string, statistic: string) =>
      new cloudwatch.Metric({
        namespace: 'AWS/S3',
        metricName,
        dimensionsMap: {
          SourceBucket: originals.bucketName,
          DestinationBucket: replicas.bucketName,
          RuleId: 'documents',
        },
        period: Duration.minutes(5),
        statistic,
      });
    metric('ReplicationLatency', 'max').createAlarm(this, 'LateReplicationAlarm', {
      threshold: Duration.minutes(15).toSeconds(),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    // S3 does not repeat a failed replication, for example after a change of the role.
    metric('OperationsFailedReplication', 'sum').createAlarm(this, 'FailedReplicationAlarm', {
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });

    new CfnOutput(this, 'OriginalsName', {
      value: originals.bucketName,
      description: 'Upload here below documents/; empty it before destroy',
    });
    new CfnOutput(this, 'ReplicasName', {
      value: replicas.bucketName,
      description: 'Find the replicas here; empty it before destroy',
    });
    new CfnOutput(this, 'ReplicationRoleArn', {
      value: replicationRole.roleArn,
      description: 'The role with which S3 replicates: aws iam simulate-principal-policy …',
    });
  }
}
