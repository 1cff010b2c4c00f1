import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * Objects are rarely read after a month and must stay for seven years: which storage classes, and which rules move and delete them?
 *
 *   Archive   records/     rarely read, kept:    STANDARD_IA 30 d, GLACIER 90 d, DEEP_ARCHIVE 180 d, deleted 7 y
 *             scans/       rarely read, at once: GLACIER_IR 30 d
 *             thumbnails/  can be re-created:    ONEZONE_IA 30 d, deleted 1 y
 *             projects/    nobody knows:         INTELLIGENT_TIERING at once
 *             (all)        old versions:         STANDARD_IA 30 d, deleted 1 y
 *   InventoryReports ◀── weekly inventory of Archive
 */
export class S3LifecycleTiersStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const inventoryReports = new s3.Bucket(this, 'InventoryReports', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [{ id: 'reports', expiration: Duration.days(60) }],
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const archive = new s3.Bucket(this, 'Archive', {
      versioned: true,
      // Each transition is billed per object, so tiny objects cost more to move than they save.
      transitionDefaultMinimumObjectSize:
        s3.TransitionDefaultMinimumObjectSize.ALL_STORAGE_CLASSES_128_K,
      lifecycleRules: [
        {
          id: 'records',
          prefix: 'records/',
          // S3 bills STANDARD_IA for 30 days at least, GLACIER for 90, and DEEP_ARCHIVE for 180: each step stays that long.
          transitions: [
            {
              storageClass: s3.StorageClass.INFREQUENT_ACCESS,
              transitionAfter: Duration.days(30),
            },
            { storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(90) },
            { storageClass: s3.StorageClass.DEEP_ARCHIVE, transitionAfter: Duration.days(180) },
          ],
          // Seven years have at most two leap days.
          expiration: Duration.days(2557),
        },
        {
          id: 'scans',
          prefix: 'scans/',
          // Of the archive classes, only this one returns an object within milliseconds.
          transitions: [
            {
              storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
              transitionAfter: Duration.days(30),
            },
          ],
        },
        {
          id: 'thumbnails',
          prefix: 'thumbnails/',
          // One Availability Zone is enough for what a program can make again.
          transitions: [
            {
              storageClass: s3.StorageClass.ONE_ZONE_INFREQUENT_ACCESS,
              transitionAfter: Duration.days(30),
            },
          ],
          expiration: Duration.days(365),
        },
        {
          id: 'projects',
          prefix: 'projects/',
          transitions: [
            {
              storageClass: s3.StorageClass.INTELLIGENT_TIERING,
              transitionAfter: Duration.days(0),
            },
          ],
        },
        {
          id: 'leftovers',
          // The expirations above delete no version of a versioned bucket: they add a delete marker.
          noncurrentVersionTransitions: [
            {
              storageClass: s3.StorageClass.INFREQUENT_ACCESS,
              transitionAfter: Duration.days(30),
            },
          ],
          noncurrentVersionExpiration: Duration.days(365),
          // The delete marker goes when no version is left behind it.
          expiredObjectDeleteMarker: true,
          // Nobody sees the parts of an upload that was never completed, but they are billed.
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      intelligentTieringConfigurations: [
        {
          name: 'projects',
          prefix: 'projects/',
          // Without these two tiers, every object stays readable within milliseconds.
          archiveAccessTierTime: Duration.days(90),
          deepArchiveAccessTierTime: Duration.days(180),
        },
      ],
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const watchedArchive = archive.node.defaultChild as s3.CfnBucket;
    // S3 Analytics watches how old the records are that are still read.
    watchedArchive.analyticsConfigurations = [
      { id: 'records', prefix: 'records/', storageClassAnalysis: {} },
    ];
    // With the property inventories, the bucket policy below would lack the condition on the account.
    watchedArchive.inventoryConfigurations = [
      {
        id: 'weekly',
        enabled: true,
        destination: {
          bucketArn: inventoryReports.bucketArn,
          bucketAccountId: this.account,
          format: 'CSV',
          prefix: 'inventory',
        },
        scheduleFrequency: 'Weekly',
        includedObjectVersions: 'All',
        optionalFields: ['Size', 'StorageClass', 'EncryptionStatus', 'ReplicationStatus'],
      },
    ];
    inventoryReports.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'InventoryOfArchive',
        principals: [new iam.ServicePrincipal('s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [inventoryReports.arnForObjects('inventory/*')],
        conditions: {
          ArnLike: { 'aws:SourceArn': archive.bucketArn },
          // The ARN of a bucket has no account, and after a deletion somebody else may take the name.
          StringEquals: { 'aws:SourceAccount': this.account },
        },
      }),
    );

    new CfnOutput(this, 'ArchiveName', {
      value: archive.bucketName,
      description: 'Upload here below records/, scans/, thumbnails/ or projects/',
    });
    new CfnOutput(this, 'ReportsName', {
      value: inventoryReports.bucketName,
      description: 'Find the weekly inventory here, below inventory/; empty it before destroy',
    });
  }
}
