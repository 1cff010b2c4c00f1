import {
  CfnOutput,
  CustomResource,
  Duration,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';

/**
 * How do you serve a private bucket to the world, and only through CloudFront?
 *
 *   (viewer) ──▶ IdentityDistribution ── as Identity ──────────────▶ Site   OAI, legacy
 *   (viewer) ──▶ ControlDistribution ─── signed by AccessControl ──▶ Site   OAC, its successor
 *                        ▲                                             ▲
 *                        └─ invalidation ────── Publisher ───── pages ─┘
 */
export class CloudfrontOriginAccessIdentityStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const site = new s3.Bucket(this, 'Site', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      // No ACLs: the bucket policy alone decides who may read.
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Not SSE-KMS: an OAI cannot read such objects. OAC can, if the key policy allows it.
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // Not versioned: git keeps the pages, and old versions would remain after the publisher deletes them.
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // CloudFront is global, so the same stack in another Region needs different names.
    const name = `${this.stackName}-${this.region}`;

    const languageCache = new cloudfront.CachePolicy(this, 'LanguageCache', {
      cachePolicyName: name,
      // CloudFront also sends ?lang to the origin. S3 ignores it, but a server could return another page.
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.allowList('lang'),
      headerBehavior: cloudfront.CacheHeaderBehavior.none(),
      cookieBehavior: cloudfront.CacheCookieBehavior.none(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
      // The pages have no Cache-Control header. Without an invalidation, an old page stays cached for a day.
      defaultTtl: Duration.days(1),
    });

    const securityHeaders = new cloudfront.ResponseHeadersPolicy(this, 'SecurityHeaders', {
      responseHeadersPolicyName: name,
      securityHeadersBehavior: {
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'self'; frame-ancestors 'none'",
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.SAME_ORIGIN,
          override: true,
        },
      },
    });

    // The two distributions differ only in how they authenticate to S3.
    const distribute = (part: string, origin: cloudfront.IOrigin) =>
      new cloudfront.Distribution(this, part, {
        defaultBehavior: {
          origin,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          cachePolicy: languageCache,
          responseHeadersPolicy: securityHeaders,
        },
        additionalBehaviors: {
          // Style sheets are the same in every language, so one cached copy serves every ?lang.
          'assets/*': {
            origin,
            allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
            viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
            responseHeadersPolicy: securityHeaders,
          },
        },
        defaultRootObject: 'index.html',
        errorResponses: [
          // Without s3:ListBucket, S3 returns 403 for an object that does not exist.
          {
            httpStatus: 403,
            responseHttpStatus: 404,
            responsePagePath: '/error.html',
            ttl: Duration.seconds(10),
          },
        ],
        // With the certificate of *.cloudfront.net, the minimum protocol is always TLSv1. For TLS 1.2, set
        // domainNames, a certificate from us-east-1, and minimumProtocolVersion TLS_V1_2_2021.
      });

    // By default, the CDK creates another identity for each origin.
    const identity = new cloudfront.OriginAccessIdentity(this, 'Identity', {
      comment: 'Reads the pages of the site',
    });
    const identityDistribution = distribute(
      'IdentityDistribution',
      origins.S3BucketOrigin.withOriginAccessIdentity(site, { originAccessIdentity: identity }),
    );

    // OAC signs with SigV4, so it supports SSE-KMS, PUT requests, and every Region. The bucket policy
    // names one distribution instead of an identity that several distributions can use.
    const accessControl = new cloudfront.S3OriginAccessControl(this, 'AccessControl', {
      originAccessControlName: name,
      signing: cloudfront.Signing.SIGV4_ALWAYS,
    });
    const controlDistribution = distribute(
      'ControlDistribution',
      origins.S3BucketOrigin.withOriginAccessControl(site, { originAccessControl: accessControl }),
    );

    const publisherLogs = new logs.LogGroup(this, 'PublisherLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const publisherRole = new iam.Role(this, 'PublisherRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    publisherLogs.grantWrite(publisherRole);
    publisherRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObject', 's3:DeleteObject'],
        // All pages: an update also deletes pages that are no longer in the list below.
        resources: [site.arnForObjects('*')],
      }),
    );
    identityDistribution.grantCreateInvalidation(publisherRole);
    controlDistribution.grantCreateInvalidation(publisherRole);

    // Not s3deploy.BucketDeployment: it invalidates one distribution only, and its role may read and
    // write far more than these files and invalidate every distribution of the account.
    const publisher = new lambda.Function(this, 'Publisher', {
      code: lambda.Code.fromAsset('dist/lambda/edge/cloudfront-origin-access-identity/publisher'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(60),
      role: publisherRole,
      logGroup: publisherLogs,
    });

    const files = [
      { part: 'Style', key: 'assets/style.css', type: 'text/css; charset=utf-8' },
      { part: 'ErrorPage', key: 'error.html', type: 'text/html; charset=utf-8' },
      { part: 'HomePage', key: 'index.html', type: 'text/html; charset=utf-8' },
    ].map(({ part, key, type }) => {
      const file = new assets.Asset(this, part, {
        path: `lib/patterns/edge/cloudfront-origin-access-identity/site/${key}`,
      });
      publisherRole.addToPolicy(
        new iam.PolicyStatement({
          actions: ['s3:GetObject'],
          resources: [file.bucket.arnForObjects(file.s3ObjectKey)],
          // Anyone can guess the name of the CDK bucket, so read it only if this account owns it.
          conditions: { StringEquals: { 'aws:ResourceAccount': this.account } },
        }),
      );
      return {
        Key: key,
        ContentType: type,
        SourceBucket: file.s3BucketName,
        SourceKey: file.s3ObjectKey,
      };
    });

    // CloudFormation deletes this before the resources it refers to, so the bucket is empty in time.
    new CustomResource(this, 'Publication', {
      resourceType: 'Custom::Publication',
      serviceToken: publisher.functionArn,
      // Without this, a publisher that does not respond blocks the stack for an hour.
      serviceTimeout: Duration.minutes(5),
      properties: {
        Bucket: site.bucketName,
        Files: files,
        DistributionIds: [identityDistribution.distributionId, controlDistribution.distributionId],
        DistributionPaths: ['/*'],
      },
    });

    new CfnOutput(this, 'SiteBucketName', {
      value: site.bucketName,
      description: 'The private bucket: aws s3api get-bucket-policy --bucket …',
    });
    new CfnOutput(this, 'IdentityDistributionId', {
      value: identityDistribution.distributionId,
      description: 'The distribution that reads as an origin access identity (OAI)',
    });
    new CfnOutput(this, 'IdentityDistributionDomain', {
      value: identityDistribution.distributionDomainName,
      description: 'The domain that reads the page with OAI: open https://…',
    });
    new CfnOutput(this, 'ControlDistributionId', {
      value: controlDistribution.distributionId,
      description: 'The distribution that signs with origin access control (OAC)',
    });
    new CfnOutput(this, 'ControlDistributionDomain', {
      value: controlDistribution.distributionDomainName,
      description: 'The domain that reads the page with OAC: open https://…',
    });
  }
}
