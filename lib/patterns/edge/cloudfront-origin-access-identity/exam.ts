import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';
const s3guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const restrict = `${guide}/private-content-restricting-access-to-s3.html`;
const announcement =
  'https://aws.amazon.com/blogs/networking-and-content-delivery/amazon-cloudfront-introduces-origin-access-control-oac/';
const viewerCertificate = `${reference}/aws-properties-cloudfront-distribution-viewercertificate.html`;
const errorResponse = `${reference}/aws-properties-cloudfront-distribution-customerrorresponse.html`;
const accessControl = `${reference}/aws-properties-cloudfront-originaccesscontrol-originaccesscontrolconfig.html`;
const cachePolicy = `${reference}/aws-properties-cloudfront-cachepolicy-cachepolicyconfig.html`;
const securityHeaders = `${reference}/aws-properties-cloudfront-responseheaderspolicy-securityheadersconfig.html`;

export const exam: Exam = {
  question: 'How do you serve a private bucket to the world, and only through CloudFront?',
  answer:
    'Put CloudFront in front of the bucket with an origin access identity, or with origin access control today. The bucket policy allows only CloudFront to read.',
  wrong: [
    {
      answer: 'Make the bucket a public website and put CloudFront in front of it',
      because:
        'Anyone can bypass CloudFront, and neither OAI nor OAC works with a website endpoint, which does not support HTTPS.',
    },
    {
      answer: 'Allow the IP addresses of CloudFront in the bucket policy',
      because:
        'All CloudFront customers share these addresses, so any distribution of any account could read the bucket.',
    },
    {
      answer: 'Hand out presigned URLs of S3',
      because: 'They bypass CloudFront and its caches, and each one expires.',
    },
    {
      answer: 'Give the identity access to each object by an ACL',
      because: 'ACLs are disabled with BucketOwnerEnforced, the default of every new bucket.',
    },
    {
      answer: 'Serve the files from a bigger EC2 instance',
      because:
        'A server is more expensive and farther from most viewers than S3 with CloudFront caches.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.1', 'DVA-C02 4.3', 'SAA-C03 1.2', 'SAA-C03 1.3', 'SAA-C03 3.4', 'SOA-C03 5.2'],
  cost: 'free',
  remains: [],
  deploy: {
    before: [
      {
        text: 'AWS must have verified the account before it may create a distribution. For a new account, ask AWS Support.',
        source: 'https://github.com/aws-samples/aws-cdk-examples/issues/279',
      },
      {
        text: 'Choose a Region that is on by default, or an opt-in Region from before December 2022. In a later one, IdentityDistribution cannot read the bucket, because only OAC supports it.',
        source:
          'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
      },
    ],
    fails: [
      {
        symptom: 'Your account must be verified before you can add new CloudFront resources',
        remedy: 'Send this message to AWS Support, and deploy again when they have answered.',
        source: 'https://github.com/aws-samples/aws-cdk-examples/issues/279',
      },
    ],
  },
  flow: [
    { from: '(viewer)', to: 'IdentityDistribution', label: 'HTTPS' },
    { from: '(viewer)', to: 'ControlDistribution', label: 'HTTPS' },
    { from: 'IdentityDistribution', to: 'Identity', label: 'reads as' },
    { from: 'Identity', to: 'Site', label: 'canonical user' },
    { from: 'ControlDistribution', to: 'AccessControl', label: 'signs by SigV4' },
    { from: 'ControlDistribution', to: 'Site', label: 'service, one distribution' },
    { from: 'Publisher', to: 'Site', label: 'pages' },
    { from: 'Publisher', to: 'IdentityDistribution', label: 'invalidates' },
    { from: 'Publisher', to: 'ControlDistribution' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
      id: 'Identity',
      settings: [
        {
          property: 'CloudFrontOriginAccessIdentityConfig.Comment',
          value: 'Reads the pages of the site',
          fact: 'An origin access identity (OAI) is a special CloudFront user with a canonical user ID, which a bucket policy can name as its principal.',
          source: restrict,
          seeds: ['000:191', '002:517'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          today: {
            notes: 'OAI is the security feature that restricts a bucket to CloudFront.',
            now: 'OAI is legacy. AWS recommends origin access control (OAC), which also supports SSE-KMS, PUT and DELETE requests, and every Region.',
            since: '2022-08',
            source: announcement,
          },
          experiments: [
            {
              value: null,
              outcome: 'refused',
              because: 'The comment is required. It is the only property of an identity.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudFront::Distribution',
      id: 'IdentityDistribution',
      settings: [
        {
          property: 'DistributionConfig.Origins.0.OriginAccessControlId',
          fact: 'An S3 origin can use an origin access identity or an origin access control, but not both.',
          source:
            'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html',
          seeds: [],
          tasks: ['SAA-C03 1.2'],
        },
        {
          property: 'DistributionConfig.Origins.0.CustomOriginConfig',
          fact: 'OAI and OAC work with the REST endpoint of a bucket only. A website endpoint is a custom origin, which supports neither.',
          source: restrict,
          seeds: ['003:609', '003:874'],
          tasks: ['SOA-C03 5.2', 'SAA-C03 1.2'],
          experiments: [
            {
              value: { OriginProtocolPolicy: 'http-only' },
              outcome: 'refused',
              because: 'An origin is either an S3 origin or a custom origin, not both.',
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
          value: 'redirect-to-https',
          fact: 'CloudFront serves plain HTTP requests (allow-all), redirects them with status 301 (redirect-to-https), or rejects them with 403 (https-only).',
          source: `${reference}/aws-properties-cloudfront-distribution-defaultcachebehavior.html`,
          seeds: ['002:519', '003:609', '003:873'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: 'https-only',
              outcome: 'update',
              because: 'A viewer who enters an http:// address gets 403 instead of a redirect.',
            },
            {
              value: 'allow-all',
              outcome: 'update',
              because:
                'CloudFront then requests the object from S3 over plain HTTP as well, and the bucket policy denies it. Each cache miss is an error.',
            },
            {
              value: null,
              outcome: 'refused',
              because: 'The property is required. CloudFormation has no default for it.',
            },
          ],
        },
        {
          property: 'DistributionConfig.ViewerCertificate',
          fact: 'With the default certificate of *.cloudfront.net, the minimum protocol is always TLSv1. A higher minimum needs an alias and an ACM certificate in us-east-1.',
          source: viewerCertificate,
          seeds: ['003:610', '003:870', '003:871', '003:872'],
          tasks: ['SAA-C03 1.3', 'SOA-C03 5.2'],
          experiments: [
            {
              value: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1.2_2021' },
              outcome: 'update',
              because:
                'CloudFront still sets TLSv1, because the distribution uses the default certificate.',
            },
            {
              value: {
                AcmCertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/example',
                MinimumProtocolVersion: 'TLSv1.2_2021',
                SslSupportMethod: 'sni-only',
              },
              outcome: 'fails',
              because: 'CloudFront accepts ACM certificates from us-east-1 only.',
              source: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html',
            },
            {
              value: {
                AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/example',
              },
              outcome: 'refused',
              because:
                'A certificate needs SslSupportMethod: sni-only, or vip, which has a monthly price.',
            },
          ],
        },
        {
          property: 'DistributionConfig.Aliases',
          fact: 'Your own domain name for a distribution needs a certificate that covers it and a DNS record, such as a Route 53 alias record.',
          source: viewerCertificate,
          seeds: ['003:607', '003:610', '003:770'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: ['www.example.com'],
              outcome: 'fails',
              because: 'The distribution has no certificate that covers the name.',
              source: `${guide}/CNAMEs.html`,
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultCacheBehavior.AllowedMethods',
          value: ['GET', 'HEAD'],
          fact: 'A cache behavior allows GET and HEAD; or GET, HEAD, and OPTIONS; or all seven HTTP methods.',
          source: `${reference}/aws-properties-cloudfront-distribution-defaultcachebehavior.html`,
          seeds: ['003:856'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
              outcome: 'update',
              because:
                'CloudFront now forwards a PUT to the bucket, but the bucket policy allows s3:GetObject only.',
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultCacheBehavior.TrustedSigners',
          fact: 'OAI and OAC restrict access to the origin. Signed URLs and signed cookies, verified with trusted key groups, restrict access to CloudFront itself.',
          source: `${guide}/private-content-trusted-signers.html`,
          seeds: ['003:806', '003:807', '003:808', '003:811'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: ['self'],
              outcome: 'update',
              because:
                'The page is no longer public: every viewer needs a signed URL or a signed cookie.',
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultRootObject',
          value: 'index.html',
          fact: 'CloudFront returns the default root object for the root URL of the distribution only, not for folders below it.',
          source: `${guide}/DefaultRootObject.html`,
          seeds: [],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'CloudFront has no object to return for the root URL, so viewers see the error page.',
            },
            {
              value: '/index.html',
              outcome: 'update',
              because:
                'The value is an object key. It may contain a path, but it must not begin with a slash.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CustomErrorResponses.0.ErrorCode',
          value: 403,
          fact: 'For each 4xx or 5xx status of the origin, CloudFront can return a custom error page and another status code.',
          source: errorResponse,
          seeds: [],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: 404,
              outcome: 'update',
              because: 'This bucket never returns 404, so viewers see the XML of its 403 response.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CustomErrorResponses.0.ResponseCode',
          value: 404,
          fact: 'CloudFront can return the custom error page with a different status code than the one from the origin.',
          source: errorResponse,
          seeds: [],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: 200,
              outcome: 'update',
              because:
                'This suits a single-page application, but a search engine treats the error page as content.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CustomErrorResponses.0.ResponsePagePath',
          value: '/error.html',
          fact: 'CloudFront fetches the error page through the cache behavior that matches its path. AWS recommends storing error pages in S3.',
          source: errorResponse,
          seeds: [],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: null,
              outcome: 'refused',
              because: 'ResponseCode and ResponsePagePath must be set together.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CustomErrorResponses.0.ErrorCachingMinTTL',
          value: 10,
          fact: 'By default, CloudFront caches an error response for 10 seconds.',
          source: `${guide}/custom-error-pages-expiration.html`,
          seeds: [],
          tasks: ['DVA-C02 4.3', 'SOA-C03 5.2'],
          experiments: [
            {
              value: 86_400,
              outcome: 'update',
              because:
                'If you upload a missing page now, CloudFront can return the cached error for up to a day.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CacheBehaviors.0.PathPattern',
          value: 'assets/*',
          fact: 'CloudFront uses the first cache behavior in the list whose path pattern matches. The default behavior, with the pattern *, comes last.',
          source: `${reference}/aws-properties-cloudfront-distribution-cachebehavior.html`,
          seeds: ['003:821', '003:838', '003:839', '003:840', '003:841'],
          tasks: ['SAA-C03 3.4', 'SOA-C03 5.2'],
          experiments: [
            {
              value: '*',
              outcome: 'update',
              because:
                'This behavior matches every request before the default behavior, so ?lang is no longer in the cache key.',
            },
            {
              value: null,
              outcome: 'refused',
              because: 'Every cache behavior other than the default one needs a path pattern.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CacheBehaviors.0.CachePolicyId',
          value: '658327ea-f89d-4fab-a63d-7e88639e58f6',
          fact: 'The cache key of the managed policy CachingOptimized has no query strings, cookies, or headers except the normalized Accept-Encoding.',
          source: `${guide}/using-managed-cache-policies.html`,
          seeds: ['003:832'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
              outcome: 'update',
              because:
                'This is the managed policy CachingDisabled. Every request for a style sheet goes to S3.',
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultCacheBehavior.ForwardedValues',
          fact: 'ForwardedValues is deprecated. A cache policy defines what is in the cache key and is sent to the origin.',
          source: `${reference}/aws-properties-cloudfront-distribution-defaultcachebehavior.html`,
          seeds: ['003:830', '003:831'],
          tasks: ['DVA-C02 4.3'],
          experiments: [
            {
              value: { QueryString: true },
              outcome: 'fails',
              because:
                'The cache behavior has a cache policy. CloudFront accepts either a cache policy or ForwardedValues.',
              source: `${reference}/aws-properties-cloudfront-distribution-defaultcachebehavior.html`,
            },
          ],
        },
        {
          property: 'DistributionConfig.OriginGroups',
          fact: 'An origin group fails over from a primary to a secondary origin for GET, HEAD, and OPTIONS requests. It does not route by path.',
          source: `${guide}/high_availability_origin_failover.html`,
          seeds: ['003:826', '003:851', '003:856'],
          tasks: ['SAA-C03 3.4'],
        },
      ],
    },
    {
      type: 'AWS::CloudFront::Distribution',
      id: 'ControlDistribution',
      settings: [
        {
          property: 'DistributionConfig.Origins.0.S3OriginConfig.OriginAccessIdentity',
          value: '',
          fact: 'With origin access control, S3OriginConfig still needs the OriginAccessIdentity element, with an empty value.',
          source: `${reference}/aws-properties-cloudfront-distribution-s3originconfig.html`,
          seeds: [],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 'origin-access-identity/cloudfront/E127EXAMPLE51Z',
              outcome: 'fails',
              because:
                'An origin cannot have both an OAI and an OAC: CloudFront returns IllegalOriginAccessConfiguration.',
              source:
                'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html',
            },
          ],
        },
        {
          property: 'DistributionConfig.CacheBehaviors.0.ViewerProtocolPolicy',
          value: 'redirect-to-https',
          fact: 'Each cache behavior has its own viewer protocol policy. It does not inherit the policy of the default behavior.',
          source: `${reference}/aws-properties-cloudfront-distribution-cachebehavior.html`,
          seeds: ['003:836', '003:837', '003:873'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: 'allow-all',
              outcome: 'update',
              because:
                'Only the style sheets can be requested over plain HTTP, which is easy to miss when you test the page.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudFront::OriginAccessControl',
      id: 'AccessControl',
      settings: [
        {
          property: 'OriginAccessControlConfig.SigningProtocol',
          value: 'sigv4',
          fact: 'Origin access control signs requests to the origin with Signature Version 4, which SSE-KMS and the newer Regions require.',
          source: announcement,
          seeds: [],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: 'sigv2',
              outcome: 'refused',
              because: 'sigv4 is the only valid value.',
            },
          ],
        },
        {
          property: 'OriginAccessControlConfig.SigningBehavior',
          value: 'always',
          fact: 'CloudFront signs origin requests always, never, or only if the viewer request has no Authorization header (no-override).',
          source: accessControl,
          seeds: [],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 'never',
              outcome: 'update',
              because:
                'This turns off access control for every origin that uses it, and S3 returns 403 for the unsigned requests.',
            },
            {
              value: 'no-override',
              outcome: 'update',
              because:
                'CloudFront forwards the Authorization header of a viewer, instead of signing, only if the cache policy includes that header.',
            },
            {
              value: 'sometimes',
              outcome: 'refused',
              because: 'For an S3 origin, the value is always, never, or no-override.',
            },
          ],
        },
        {
          property: 'OriginAccessControlConfig.OriginAccessControlOriginType',
          value: 's3',
          fact: 'Origin access control also protects Lambda function URLs and MediaPackage v2 origins. OAI supports S3 origins only.',
          source: accessControl,
          seeds: [],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 'ec2',
              outcome: 'refused',
              because:
                'OAC does not support EC2 origins. A VPC origin keeps a server private instead.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Site/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: 's3:GetObject',
          fact: 'Without the s3:ListBucket permission, S3 returns 403 instead of 404 for an object that does not exist.',
          source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
          seeds: [],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: ['s3:GetObject', 's3:PutObject'],
              outcome: 'update',
              because:
                'Nothing changes while the cache behaviors allow GET and HEAD only, because CloudFront rejects a PUT.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition',
          fact: 'A policy statement for an OAI names no distribution. Any distribution that uses the identity can read the bucket.',
          source: restrict,
          seeds: [],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
        },
        {
          property: 'PolicyDocument.Statement.2.Principal',
          value: { Service: 'cloudfront.amazonaws.com' },
          fact: 'With OAC, the principal is the CloudFront service, and the condition AWS:SourceArn limits access to one distribution.',
          source: restrict,
          seeds: [],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: '*',
              outcome: 'update',
              because:
                'S3 does not treat the statement as public, because AWS:SourceArn is fixed. The statement no longer shows that it is for CloudFront.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.2.Action',
          value: 's3:GetObject',
          fact: 'OAC also signs PUT and DELETE requests, so a bucket policy can allow s3:PutObject for a distribution.',
          source: restrict,
          seeds: [],
          tasks: ['SAA-C03 1.2'],
        },
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'CloudFront connects to S3 with the protocol of the viewer, so a bucket that denies plain HTTP needs viewers that use HTTPS.',
          source: `${guide}/using-https-cloudfront-to-s3-origin.html`,
          seeds: ['003:873', '003:874'],
          tasks: ['SAA-C03 1.3'],
        },
      ],
    },
    {
      type: 'AWS::S3::Bucket',
      id: 'Site',
      settings: [
        {
          property: 'PublicAccessBlockConfiguration',
          value: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          fact: 'Block Public Access overrides ACLs and policies that make a bucket public. A policy that allows only CloudFront is not public.',
          source: `${reference}/aws-properties-s3-bucket-publicaccessblockconfiguration.html`,
          seeds: ['003:546', '003:604', '003:605', '003:606'],
          tasks: ['SAA-C03 1.2', 'SAA-C03 1.3'],
          today: {
            notes:
              'To host a website, you turn off Block Public Access and add a bucket policy that allows everyone to read.',
            now: 'The bucket stays private behind CloudFront with OAC. Only a website endpoint needs Block Public Access to be off.',
            since: 'unknown',
            source: restrict,
          },
          experiments: [
            {
              value: {
                BlockPublicAcls: false,
                BlockPublicPolicy: false,
                IgnorePublicAcls: false,
                RestrictPublicBuckets: false,
              },
              outcome: 'update',
              because:
                'The bucket is still private, but one wrong policy is now enough to make it public.',
            },
          ],
        },
        {
          property: 'OwnershipControls.Rules.0.ObjectOwnership',
          value: 'BucketOwnerEnforced',
          fact: 'BucketOwnerEnforced disables ACLs, and the bucket owner owns every object.',
          source: `${s3guide}/about-object-ownership.html`,
          seeds: ['003:558', '003:560', '003:561', '003:568'],
          tasks: ['SAA-C03 1.3'],
          today: {
            notes:
              'Objects that another account uploads belong to that account, unless one of two settings is changed.',
            now: 'There are three settings. The default of a new bucket is BucketOwnerEnforced, which disables ACLs.',
            since: '2023-04',
            source:
              'https://aws.amazon.com/about-aws/whats-new/2022/12/amazon-s3-automatically-enable-block-public-access-disable-access-control-lists-buckets-april-2023/',
          },
          experiments: [
            {
              value: 'ObjectWriter',
              outcome: 'update',
              because:
                'If another account uploads an object, that account owns it, and the bucket policy cannot let CloudFront read it.',
            },
            {
              value: 'BucketOwnerPreferred',
              outcome: 'update',
              because:
                'ACLs are enabled. The bucket owner owns an object from another account only if the upload grants bucket-owner-full-control.',
            },
          ],
        },
        {
          property: 'AccessControl',
          fact: 'S3 rejects a public canned ACL on a bucket with BucketOwnerEnforced. Only policies grant access.',
          source: `${s3guide}/about-object-ownership.html`,
          seeds: ['003:568', '003:582'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: 'PublicRead',
              outcome: 'fails',
              because: 'S3 rejects the ACL, because BucketOwnerEnforced disables ACLs.',
              source: `${s3guide}/object-ownership-error-responses.html`,
            },
          ],
        },
        {
          property:
            'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
          value: 'AES256',
          fact: 'S3 encrypts every new object with SSE-S3 at no charge, unless the request or the bucket default specifies another encryption type.',
          source: `${s3guide}/UsingServerSideEncryption.html`,
          seeds: ['003:544', '003:545'],
          tasks: ['SAA-C03 1.3'],
          today: {
            notes:
              'To encrypt objects at rest, you set the x-amz-server-side-encryption header and deny uploads without it in a bucket policy.',
            now: 'S3 encrypts every new object with SSE-S3 by default. Such a policy only rejects uploads that S3 would encrypt anyway.',
            since: '2023-01-05',
            source: `${s3guide}/UsingServerSideEncryption.html`,
          },
          experiments: [
            {
              value: 'aws:kms',
              outcome: 'update',
              because:
                'S3 encrypts new pages with the AWS managed key aws/s3. You cannot allow CloudFront in its key policy, so neither distribution can read them.',
            },
          ],
        },
        {
          property: 'BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes',
          fact: 'S3 rejects SSE-C uploads with 403 in new buckets, and in existing buckets of accounts without SSE-C objects, unless the bucket unblocks SSE-C.',
          source: `${s3guide}/blocking-unblocking-s3-c-encryption-gpb.html`,
          seeds: ['003:589'],
          tasks: ['SAA-C03 1.3'],
          today: {
            notes: 'S3 rejects requests that use SSE-C over HTTP.',
            now: 'New buckets also block SSE-C over HTTPS. The value NONE in this property unblocks it.',
            since: '2026-04',
            source: `${s3guide}/blocking-unblocking-s3-c-encryption-gpb.html`,
          },
          experiments: [
            {
              value: { EncryptionType: ['NONE'] },
              outcome: 'update',
              because:
                'Someone could upload a page with an SSE-C key. CloudFront does not have that key and could not serve the page.',
            },
          ],
        },
        {
          property: 'VersioningConfiguration',
          fact: 'You can delete a bucket only when it is empty. With versioning, that includes all old versions and delete markers.',
          source: `${s3guide}/delete-bucket.html`,
          seeds: [],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: { Status: 'Enabled' },
              outcome: 'update',
              because:
                'S3 keeps the old version of every page, so you must empty the bucket by hand before you can delete the stack.',
            },
          ],
        },
        {
          property: 'WebsiteConfiguration',
          fact: 'A website endpoint serves public objects only, without HTTPS. CloudFront treats it as a custom origin, which supports neither OAI nor OAC.',
          source: `${s3guide}/WebsiteEndpoints.html`,
          seeds: ['003:600', '003:603', '003:609'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: { IndexDocument: 'index.html', ErrorDocument: 'error.html' },
              outcome: 'update',
              because:
                'The endpoint exists but returns 403, because no object is public. CloudFront still uses the REST endpoint.',
            },
          ],
        },
        {
          property: 'BucketName',
          fact: 'Bucket names are unique across all accounts in the global namespace, and you cannot rename a bucket.',
          source: `${s3guide}/delete-bucket.html`,
          seeds: ['003:601'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: 'www.example.com',
              outcome: 'replace',
              because:
                'You cannot rename a bucket. CloudFormation creates a new one and then fails to delete the old one, because it still contains the pages.',
            },
            {
              value: 'My_Site',
              outcome: 'refused',
              because:
                'A bucket name may contain only lowercase letters, digits, dots, and hyphens.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudFront::CachePolicy',
      id: 'LanguageCache',
      settings: [
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStringBehavior',
          value: 'whitelist',
          fact: 'A cache policy sets which query strings are in the cache key: none, whitelist, allExcept, or all.',
          source: `${reference}/aws-properties-cloudfront-cachepolicy-querystringsconfig.html`,
          seeds: ['003:827', '003:830', '003:832', '003:833'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 'all',
              also: [
                {
                  property:
                    'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStrings',
                  value: null,
                },
              ],
              outcome: 'update',
              because:
                'Every tracking parameter in a link causes another cached copy and another cache miss.',
            },
            {
              value: 'allExcept',
              outcome: 'update',
              because:
                'The list now works the other way: every query string except ?lang is in the cache key.',
            },
            {
              value: 'some',
              outcome: 'refused',
              because: 'The value must be none, whitelist, allExcept, or all.',
            },
          ],
        },
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStrings',
          value: ['lang'],
          fact: 'CloudFront also sends all cache key values to the origin. An origin request policy sends more values without adding them to the key.',
          source: `${reference}/aws-properties-cloudfront-cachepolicy-parametersincachekeyandforwardedtoorigin.html`,
          seeds: ['003:828', '003:832'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: ['lang', 'currency'],
              outcome: 'update',
              because:
                'CloudFront now caches a separate copy for each pair of language and currency.',
            },
          ],
        },
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.HeaderBehavior',
          value: 'none',
          fact: 'A cache policy adds either no headers to the cache key or only the headers that it lists, such as Accept-Language.',
          source: `${reference}/aws-properties-cloudfront-cachepolicy-headersconfig.html`,
          seeds: ['003:834'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 'all',
              outcome: 'refused',
              because:
                'The value must be none or whitelist. With all headers in the key, requests would rarely share a copy.',
            },
          ],
        },
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.CookiesConfig.CookieBehavior',
          value: 'none',
          fact: 'A cache policy sets which cookies are in the cache key: none, whitelist, allExcept, or all.',
          source: `${reference}/aws-properties-cloudfront-cachepolicy-cookiesconfig.html`,
          seeds: ['003:835', '003:845'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 'all',
              outcome: 'update',
              because:
                'Each session cookie value causes a separate cached copy, so viewers with session cookies no longer share copies.',
            },
          ],
        },
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingGzip',
          value: true,
          fact: 'CloudFront compresses objects only if the cache behavior sets Compress and its cache policy enables gzip or Brotli.',
          source: `${guide}/ServingCompressedFiles.html`,
          seeds: ['003:832'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Viewers that support gzip but not Brotli get uncompressed files.',
            },
          ],
        },
        {
          property: 'CachePolicyConfig.DefaultTTL',
          value: 86_400,
          fact: 'CloudFront caches an object without Cache-Control and Expires headers for the default TTL, which is 86,400 seconds (one day) unless you change it.',
          source: cachePolicy,
          seeds: ['003:847', '003:850'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'CloudFront checks with S3 at every request whether its copy is still current.',
            },
            { value: -1, outcome: 'refused', because: 'A TTL must be 0 seconds or more.' },
          ],
        },
        {
          property: 'CachePolicyConfig.MinTTL',
          value: 0,
          fact: 'A minimum TTL above 0 overrides no-cache, no-store, and private in the Cache-Control header from the origin.',
          source: cachePolicy,
          seeds: ['003:850'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 60,
              outcome: 'update',
              because:
                'CloudFront now caches even an object with Cache-Control: no-store for one minute.',
            },
            { value: null, outcome: 'refused', because: 'The property is required.' },
          ],
        },
      ],
    },
    {
      type: 'Custom::Publication',
      id: 'Publication',
      settings: [
        {
          property: 'DistributionPaths',
          value: ['/*'],
          fact: 'An invalidation removes files from caches before their TTL ends. The first 1,000 paths per month are free, and a wildcard path counts as one.',
          source: `${guide}/PayingForInvalidation.html`,
          seeds: ['003:847', '003:848', '003:849', '003:850'],
          tasks: ['DVA-C02 4.3', 'SOA-C03 5.2'],
        },
        {
          property: 'ServiceTimeout',
          value: '300',
          fact: 'CloudFormation waits up to one hour for the response of a custom resource. ServiceTimeout sets another limit, from 1 to 3,600 seconds.',
          source: `${reference}/aws-resource-cloudformation-customresource.html`,
          seeds: [],
          tasks: ['SOA-C03 5.2'],
        },
      ],
    },
    {
      type: 'AWS::CloudFront::ResponseHeadersPolicy',
      id: 'SecurityHeaders',
      settings: [
        {
          property:
            'ResponseHeadersPolicyConfig.SecurityHeadersConfig.StrictTransportSecurity.AccessControlMaxAgeSec',
          value: 31_536_000,
          fact: 'A CloudFront response headers policy adds headers that S3 does not send, such as Strict-Transport-Security.',
          source: securityHeaders,
          seeds: ['003:873'],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'Browsers forget that the site requires HTTPS and may try plain HTTP first again.',
            },
          ],
        },
        {
          property: 'ResponseHeadersPolicyConfig.SecurityHeadersConfig.FrameOptions.FrameOption',
          value: 'DENY',
          fact: 'X-Frame-Options tells a browser whether it may display the page in a frame. The values are DENY and SAMEORIGIN.',
          source: `${reference}/aws-properties-cloudfront-responseheaderspolicy-frameoptions.html`,
          seeds: [],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 'SAMEORIGIN',
              outcome: 'update',
              because: 'Pages of the same distribution may display this page in a frame.',
            },
            {
              value: 'ALLOW',
              outcome: 'refused',
              because: 'The value must be DENY or SAMEORIGIN.',
            },
          ],
        },
        {
          property: 'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentTypeOptions.Override',
          value: true,
          fact: 'With Override, the header from the policy replaces a header of the same name from the origin.',
          source: `${reference}/aws-properties-cloudfront-responseheaderspolicy-contenttypeoptions.html`,
          seeds: [],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'Nothing changes here, because S3 does not send this header. With another origin, its header would take precedence.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Anyone can read the bucket without CloudFront, CloudFront accepts plain HTTP, and all languages share one cached copy.',
    changes: [
      {
        type: 'AWS::S3::Bucket',
        id: 'Site',
        property: 'PublicAccessBlockConfiguration',
        value: {
          BlockPublicAcls: false,
          BlockPublicPolicy: false,
          IgnorePublicAcls: false,
          RestrictPublicBuckets: false,
        },
      },
      {
        type: 'AWS::S3::BucketPolicy',
        id: 'Site/Policy',
        property: 'PolicyDocument.Statement.1.Principal',
        value: '*',
      },
      {
        type: 'AWS::CloudFront::Distribution',
        id: 'IdentityDistribution',
        property: 'DistributionConfig.Origins.0.S3OriginConfig.OriginAccessIdentity',
        value: '',
      },
      {
        type: 'AWS::CloudFront::Distribution',
        id: 'IdentityDistribution',
        property: 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
        value: 'allow-all',
      },
      {
        type: 'AWS::CloudFront::CachePolicy',
        id: 'LanguageCache',
        property: 'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig',
        value: { QueryStringBehavior: 'none' },
      },
    ],
  },
};
