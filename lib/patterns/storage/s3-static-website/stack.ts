import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * A page on S3 lets browsers far away upload big private files straight to a bucket: what do each bucket and each URL need?
 *
 *   (browser) ── index.html, error.html ──▶ Pages, a website (public only with -c publicWebsite=true)
 *   (browser) ── trip/1.mp4 ──────────────▶ Signer ── a PutObject URL for five minutes
 *   (browser) ── PUT, from the page ──────▶ Uploads, private, with CORS and acceleration
 *   (browser) ── an old or changed URL ───▶ denied by the signature or by the policy of Uploads
 */
export class S3StaticWebsiteStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // A website endpoint answers anonymous readers over HTTP only. So it needs what every other bucket here refuses.
    const isPublic = `${this.node.tryGetContext('publicWebsite')}` === 'true';
    const pages = new s3.Bucket(this, 'Pages', {
      websiteIndexDocument: 'index.html',
      websiteErrorDocument: 'error.html',
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: isPublic
        ? s3.BlockPublicAccess.BLOCK_ACLS_ONLY
        : s3.BlockPublicAccess.BLOCK_ALL,
      publicReadAccess: isPublic,
      enforceSSL: !isPublic,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const uploads = new s3.Bucket(this, 'Uploads', {
      cors: [
        {
          // The origin of the page and no other: CORS tells browsers which pages may use the answer.
          allowedOrigins: [pages.bucketWebsiteUrl],
          allowedMethods: [s3.HttpMethods.PUT, s3.HttpMethods.GET],
          allowedHeaders: ['content-type'],
          // A page that uploads in parts must read the ETag of each part.
          exposedHeaders: ['ETag'],
          maxAge: 3600,
        },
      ],
      // A browser far away sends to the nearest edge location. The name of the bucket must have no dots.
      transferAcceleration: true,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    uploads.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'DenyOldSignatures',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [uploads.arnForObjects('*')],
        // In milliseconds: an hour, even if somebody signs a URL for a week.
        conditions: { NumericGreaterThan: { 's3:signatureAge': '3600000' } },
      }),
    );

    const signerLogs = new logs.LogGroup(this, 'SignerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const signerRole = new iam.Role(this, 'SignerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    signerLogs.grantWrite(signerRole);
    // A signed URL allows what its signer may do, when it is used.
    signerRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObject', 's3:GetObject'],
        resources: [uploads.arnForObjects('inbox/*')],
      }),
    );
    const signer = new lambda.Function(this, 'Signer', {
      code: lambda.Code.fromAsset('dist/lambda/storage/s3-static-website/signer'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: signerRole,
      logGroup: signerLogs,
      environment: { UPLOADS_NAME: uploads.bucketName },
    });

    new CfnOutput(this, 'PagesName', {
      value: pages.bucketName,
      description: 'Upload index.html and error.html here; empty it before destroy',
    });
    new CfnOutput(this, 'PagesUrl', {
      value: pages.bucketWebsiteUrl,
      description: 'The website endpoint, which answers everybody only with -c publicWebsite=true',
    });
    new CfnOutput(this, 'UploadsName', {
      value: uploads.bucketName,
      description: 'The files of the browsers, below inbox/; empty it before destroy',
    });
    new CfnOutput(this, 'SignerName', {
      value: signer.functionName,
      description:
        'Takes {"action":"upload","file":"trip/1.mp4","type":"video/mp4","bytes":1000} and answers a URL',
    });
  }
}
