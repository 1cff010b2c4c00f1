import type { Exam } from '../../../model/exam';

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
  wrong: [
    {
      answer: 'Make the bucket a public website and put CloudFront in front of it',
      because:
        'Everybody can go around CloudFront, and neither OAI nor OAC works with a website endpoint, which speaks no HTTPS.',
    },
    {
      answer: 'Allow the IP addresses of CloudFront in the bucket policy',
      because: 'Every customer of CloudFront comes from them, with any distribution.',
    },
    {
      answer: 'Hand out presigned URLs of S3',
      because: 'They go past CloudFront and its caches, and each one expires.',
    },
    {
      answer: 'Give the identity access to each object by an ACL',
      because: 'With the bucket owner enforced, as in every new bucket, ACLs are disabled.',
    },
    {
      answer: 'Serve the files from a bigger EC2 instance',
      because: 'Static files belong in S3 and in caches near the viewers, not on a server.',
    },
  ],
  tasks: ['DVA-C02 2.1', 'DVA-C02 4.3', 'SAA-C03 1.2', 'SAA-C03 1.3', 'SAA-C03 3.4', 'SOA-C03 5.2'],
  cost: 'free',
  remains: [],
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
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
      id: 'Identity',
      settings: [
        {
          property: 'CloudFrontOriginAccessIdentityConfig.Comment',
          value: 'Reads the pages of the site',
          fact: 'An origin access identity (OAI) is a CloudFront user that S3 knows by a canonical user id, so a bucket policy can name it.',
          source: restrict,
          seeds: ['000:191', '002:517', '003:820'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          today: {
            notes: 'OAI is the security feature that restricts a bucket to CloudFront.',
            now: 'OAI is the legacy way; AWS recommends origin access control (OAC), which also works with SSE-KMS, PUT and DELETE, and every Region.',
            since: '2022-08',
            source: announcement,
          },
          experiments: [
            {
              value: null,
              outcome: 'refused',
              because: 'The comment is the only property that an identity has, and it is required.',
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
          fact: 'An origin has an identity or an access control, never both.',
          source:
            'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html',
          seeds: ['003:820'],
          tasks: ['SAA-C03 1.2'],
        },
        {
          property: 'DistributionConfig.Origins.0.CustomOriginConfig',
          fact: 'OAI and OAC need the REST endpoint of the bucket; its website endpoint is a custom origin, which has neither.',
          source: restrict,
          seeds: ['003:609', '003:874'],
          tasks: ['SOA-C03 5.2', 'SAA-C03 1.2'],
          experiments: [
            {
              value: { OriginProtocolPolicy: 'http-only' },
              outcome: 'refused',
              because: 'An origin is either an S3 origin or a custom one.',
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
          value: 'redirect-to-https',
          fact: 'Viewers on plain HTTP are served (allow-all), redirected with 301 (redirect-to-https) or refused with 403 (https-only).',
          source: `${reference}/aws-properties-cloudfront-distribution-defaultcachebehavior.html`,
          seeds: ['002:519', '003:609', '003:873'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: 'https-only',
              outcome: 'update',
              because: 'Who types the address without https:// gets 403 instead of the page.',
            },
            {
              value: 'allow-all',
              outcome: 'update',
              because:
                'CloudFront asks S3 over plain HTTP too, and the bucket denies that: a miss ends as an error.',
            },
            {
              value: null,
              outcome: 'refused',
              because: 'It has no default in CloudFormation: it is required.',
            },
          ],
        },
        {
          property: 'DistributionConfig.ViewerCertificate',
          fact: 'With the *.cloudfront.net certificate the minimum protocol is always TLSv1; a higher one needs an alias and a certificate from ACM in us-east-1.',
          source: viewerCertificate,
          seeds: ['003:610', '003:870', '003:871', '003:872'],
          tasks: ['SAA-C03 1.3', 'SOA-C03 5.2'],
          experiments: [
            {
              value: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1.2_2021' },
              outcome: 'update',
              because: 'CloudFront sets TLSv1 anyway, because the certificate is its own.',
            },
            {
              value: {
                AcmCertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/example',
                MinimumProtocolVersion: 'TLSv1.2_2021',
                SslSupportMethod: 'sni-only',
              },
              outcome: 'fails',
              because:
                'CloudFront refuses the deployment, because it takes certificates from us-east-1 only.',
              source: viewerCertificate,
            },
            {
              value: {
                AcmCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/example',
              },
              outcome: 'refused',
              because:
                'A certificate needs SslSupportMethod beside it: sni-only, or vip at a price per month.',
            },
          ],
        },
        {
          property: 'DistributionConfig.Aliases',
          fact: 'Your own domain name for a distribution needs a certificate that covers it and a DNS record, such as an alias record in Route 53.',
          source: viewerCertificate,
          seeds: ['003:607', '003:610', '003:770'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: ['www.example.com'],
              outcome: 'fails',
              because: 'CloudFront refuses the deployment, because no certificate covers the name.',
              source: viewerCertificate,
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultCacheBehavior.AllowedMethods',
          value: ['GET', 'HEAD'],
          fact: 'A behavior forwards GET and HEAD unless it lists more: GET, HEAD and OPTIONS, or all seven.',
          source: `${reference}/aws-properties-cloudfront-distribution-defaultcachebehavior.html`,
          seeds: ['003:856'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
              outcome: 'update',
              because:
                'A PUT now reaches the bucket, whose policy allows s3:GetObject and no more.',
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultCacheBehavior.TrustedSigners',
          fact: 'OAI and OAC decide who may ask the origin; who may ask CloudFront is decided by signed URLs and cookies, of trusted key groups.',
          source: `${guide}/private-content-trusted-signers.html`,
          seeds: ['003:806', '003:807', '003:808', '003:811'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          today: {
            notes: 'The root user makes at most two key pairs, which sign the URLs.',
            now: 'Key groups are recommended: they are made without the root user, by API or CloudFormation; account key pairs are the legacy way.',
            since: 'unknown',
            source: `${guide}/private-content-trusted-signers.html`,
          },
          experiments: [
            {
              value: ['self'],
              outcome: 'update',
              because: 'The page is no longer public: every viewer needs a signed URL or cookie.',
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultRootObject',
          value: 'index.html',
          fact: 'The default root object answers for the root URL of the distribution only, not for folders below it.',
          source: `${guide}/DefaultRootObject.html`,
          seeds: ['003:602'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'The root URL asks S3 for nothing it may have: the error page answers.',
            },
            {
              value: '/index.html',
              outcome: 'update',
              because: 'It is the name of an object, not a path: it may not begin with a slash.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CustomErrorResponses.0.ErrorCode',
          value: 403,
          fact: 'CloudFront can replace an error of 4xx or 5xx by a page and a status of its own, status by status.',
          source: errorResponse,
          seeds: ['003:602'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: 404,
              outcome: 'update',
              because: 'This bucket never answers 404: viewers see the XML of its 403.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CustomErrorResponses.0.ResponseCode',
          value: 404,
          fact: 'The status that the viewer gets with the error page can be another than that of the origin.',
          source: errorResponse,
          seeds: ['003:602'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: 200,
              outcome: 'update',
              because:
                'A single-page application wants that; a search engine takes the error page for content.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CustomErrorResponses.0.ResponsePagePath',
          value: '/error.html',
          fact: 'The error page is fetched through the cache behavior that its path matches, and is best kept in S3.',
          source: errorResponse,
          seeds: ['003:602'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: null,
              outcome: 'refused',
              because: 'A status without a page is no answer: both are given, or neither.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CustomErrorResponses.0.ErrorCachingMinTTL',
          value: 10,
          fact: 'CloudFront caches an error for 10 seconds unless told otherwise.',
          source: `${guide}/custom-error-pages-expiration.html`,
          seeds: ['003:602'],
          tasks: ['DVA-C02 4.3', 'SOA-C03 5.2'],
          experiments: [
            {
              value: 86_400,
              outcome: 'update',
              because: 'A page that is uploaded now is reported missing until tomorrow.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CacheBehaviors.0.PathPattern',
          value: 'assets/*',
          fact: 'Behaviors are tried in the order of the list; the default one, whose pattern is always *, comes last.',
          source: `${reference}/aws-properties-cloudfront-distribution-cachebehavior.html`,
          seeds: ['003:821', '003:838', '003:839', '003:840', '003:841'],
          tasks: ['SAA-C03 3.4', 'SOA-C03 5.2'],
          experiments: [
            {
              value: '*',
              outcome: 'update',
              because:
                'It takes every request before the default behavior does: ?lang is out of the key.',
            },
            {
              value: null,
              outcome: 'refused',
              because: 'Only the default behavior has no pattern to give.',
            },
          ],
        },
        {
          property: 'DistributionConfig.CacheBehaviors.0.CachePolicyId',
          value: '658327ea-f89d-4fab-a63d-7e88639e58f6',
          fact: 'The managed policy CachingOptimized has no query string, header or cookie in its key, but for a normalized Accept-Encoding.',
          source: `${guide}/using-managed-cache-policies.html`,
          seeds: ['003:832'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
              outcome: 'update',
              because: 'CachingDisabled: every request for a style sheet goes to S3.',
            },
          ],
        },
        {
          property: 'DistributionConfig.DefaultCacheBehavior.ForwardedValues',
          fact: 'ForwardedValues is deprecated: what is in the cache key and goes to the origin is said by a cache policy.',
          source: `${reference}/aws-properties-cloudfront-distribution-defaultcachebehavior.html`,
          seeds: ['003:830', '003:831'],
          tasks: ['DVA-C02 4.3'],
          experiments: [
            {
              value: { QueryString: true },
              outcome: 'fails',
              because:
                'CloudFront refuses the deployment, because the behavior has a cache policy.',
              source: `${reference}/aws-properties-cloudfront-distribution-defaultcachebehavior.html`,
            },
          ],
        },
        {
          property: 'DistributionConfig.OriginGroups',
          fact: 'An origin group fails over from a primary to a secondary origin for GET, HEAD and OPTIONS; it routes nothing by path.',
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
          fact: 'With origin access control the element of the identity stays, and is empty.',
          source: `${reference}/aws-properties-cloudfront-distribution-s3originconfig.html`,
          seeds: ['003:820'],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 'origin-access-identity/cloudfront/E127EXAMPLE51Z',
              outcome: 'fails',
              because: 'CloudFront answers the deployment with IllegalOriginAccessConfiguration.',
              source: `${reference}/aws-properties-cloudfront-distribution-s3originconfig.html`,
            },
          ],
        },
        {
          property: 'DistributionConfig.CacheBehaviors.0.ViewerProtocolPolicy',
          value: 'redirect-to-https',
          fact: 'Each cache behavior has a viewer protocol policy of its own: the one of the default behavior is not inherited.',
          source: `${reference}/aws-properties-cloudfront-distribution-cachebehavior.html`,
          seeds: ['003:836', '003:837', '003:873'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: 'allow-all',
              outcome: 'update',
              because:
                'The style sheets alone can be asked for over plain HTTP, which nobody notices from the page.',
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
          fact: 'Origin access control signs every request to the origin with Signature Version 4, which SSE-KMS and the newer Regions demand.',
          source: announcement,
          seeds: ['003:820'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: 'sigv2',
              outcome: 'refused',
              because: 'There is no older protocol to choose: that was the weakness of OAI.',
            },
          ],
        },
        {
          property: 'OriginAccessControlConfig.SigningBehavior',
          value: 'always',
          fact: 'CloudFront signs always, never, or only where the viewer sent no Authorization header of its own (no-override).',
          source: accessControl,
          seeds: ['003:820'],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 'never',
              outcome: 'update',
              because:
                'Access control is off for every origin that uses it, and S3 answers 403 to the unsigned request.',
            },
            {
              value: 'no-override',
              outcome: 'update',
              because:
                'A viewer who sends an Authorization header would need it in the cache policy, to be passed on unsigned.',
            },
            {
              value: 'sometimes',
              outcome: 'refused',
              because: 'It is always, never or no-override; always-amz-auth is for other origins.',
            },
          ],
        },
        {
          property: 'OriginAccessControlConfig.OriginAccessControlOriginType',
          value: 's3',
          fact: 'Origin access control also protects Lambda function URLs and MediaPackage v2; OAI knows S3 only.',
          source: accessControl,
          seeds: ['003:820'],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 'ec2',
              outcome: 'refused',
              because:
                'A server cannot check the signature; a VPC origin keeps it private instead.',
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
          fact: 'Without s3:ListBucket, S3 answers 403 instead of 404 for an object that does not exist.',
          source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html',
          seeds: ['003:820'],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: ['s3:GetObject', 's3:PutObject'],
              outcome: 'update',
              because:
                'Nothing changes while the behaviors allow GET and HEAD only: the edge refuses a PUT.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Condition',
          fact: 'Anyone who may attach an identity to a distribution can serve the bucket, because its statement names no distribution.',
          source: restrict,
          seeds: ['003:820'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
        },
        {
          property: 'PolicyDocument.Statement.2.Principal',
          value: { Service: 'cloudfront.amazonaws.com' },
          fact: 'With OAC the principal is the service CloudFront, and the condition AWS:SourceArn narrows it to one distribution.',
          source: restrict,
          seeds: ['003:820'],
          tasks: ['DVA-C02 2.1', 'SAA-C03 1.2'],
          experiments: [
            {
              value: '*',
              outcome: 'update',
              because:
                'A fixed AWS:SourceArn keeps the statement from being public in the eyes of S3, but it now says less than it means.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.2.Action',
          value: 's3:GetObject',
          fact: 'OAC also signs PUT and DELETE, so s3:PutObject could be allowed to a distribution here.',
          source: restrict,
          seeds: ['003:820'],
          tasks: ['SAA-C03 1.2'],
        },
        {
          property: 'PolicyDocument.Statement.0.Condition.Bool',
          value: { 'aws:SecureTransport': 'false' },
          fact: 'CloudFront asks S3 by the protocol of the viewer, so a bucket that denies plain HTTP needs viewers on HTTPS.',
          source: `${guide}/using-https-cloudfront-to-s3-origin.html`,
          seeds: ['003:588', '003:873', '003:874'],
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
          fact: 'Block Public Access overrides ACLs and policies that would make a bucket public; a policy for CloudFront alone is not public.',
          source: `${reference}/aws-properties-s3-bucket-publicaccessblockconfiguration.html`,
          seeds: ['003:546', '003:604', '003:605', '003:606'],
          tasks: ['SAA-C03 1.2', 'SAA-C03 1.3'],
          today: {
            notes:
              'A website is hosted by turning Block Public Access off and adding a policy for everybody.',
            now: 'The bucket stays private behind CloudFront with OAC; turning the block off is only for the website endpoint.',
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
                'The bucket is still private, but now one wrong policy is enough to open it to everybody.',
            },
          ],
        },
        {
          property: 'OwnershipControls.Rules.0.ObjectOwnership',
          value: 'BucketOwnerEnforced',
          fact: 'With the bucket owner enforced, ACLs are disabled and the owner of the bucket owns every object; OAC asks for it.',
          source: `${s3guide}/about-object-ownership.html`,
          seeds: ['003:558', '003:560', '003:561', '003:568'],
          tasks: ['SAA-C03 1.3'],
          today: {
            notes:
              'Objects that another account uploads belong to that account, unless one of two settings is changed.',
            now: 'There are three settings; the default of a new bucket is bucket owner enforced, without ACLs.',
            since: '2023-04',
            source:
              'https://aws.amazon.com/about-aws/whats-new/2022/12/amazon-s3-automatically-enable-block-public-access-disable-access-control-lists-buckets-april-2023/',
          },
          experiments: [
            {
              value: 'ObjectWriter',
              outcome: 'update',
              because:
                'An object that another account uploads stays its own, and the bucket policy cannot let CloudFront read it.',
            },
            {
              value: 'BucketOwnerPreferred',
              outcome: 'update',
              because:
                'ACLs count again; the bucket owns what others upload only if they grant bucket-owner-full-control.',
            },
          ],
        },
        {
          property: 'AccessControl',
          fact: 'A canned ACL on a bucket whose owner is enforced is refused by S3: policies are the only way in.',
          source: `${s3guide}/about-object-ownership.html`,
          seeds: ['003:568', '003:582'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: 'PublicRead',
              outcome: 'fails',
              because: 'S3 refuses the deployment, because ACLs are disabled and blocked.',
              source: `${s3guide}/about-object-ownership.html`,
            },
          ],
        },
        {
          property:
            'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
          value: 'AES256',
          fact: 'S3 encrypts every new object with SSE-S3 at no charge, unless a request or the bucket asks for another encryption.',
          source: `${s3guide}/UsingServerSideEncryption.html`,
          seeds: ['003:544', '003:545'],
          tasks: ['SAA-C03 1.3'],
          today: {
            notes:
              'Encryption at rest takes the header x-amz-server-side-encryption and a policy that denies uploads without it.',
            now: 'Every new object is encrypted with SSE-S3 anyway; such a policy only refuses uploads that would have been encrypted.',
            since: '2023-01-05',
            source: `${s3guide}/UsingServerSideEncryption.html`,
          },
          experiments: [
            {
              value: 'aws:kms',
              outcome: 'update',
              because:
                'New pages are encrypted with the key aws/s3, whose policy cannot be edited to name CloudFront: neither distribution can read them.',
            },
          ],
        },
        {
          property: 'BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes',
          fact: 'Uploads with a key of the customer (SSE-C) are refused with 403, unless the bucket unblocks them.',
          source: `${s3guide}/blocking-unblocking-s3-c-encryption-gpb.html`,
          seeds: ['003:588'],
          tasks: ['SAA-C03 1.3'],
          today: {
            notes: 'SSE-C is open to every upload that comes over HTTPS.',
            now: 'New buckets block SSE-C; NONE in this property allows it again.',
            since: '2026-04',
            source: `${s3guide}/blocking-unblocking-s3-c-encryption-gpb.html`,
          },
          experiments: [
            {
              value: { EncryptionType: ['NONE'] },
              outcome: 'update',
              because:
                'Pages could be uploaded with a key that CloudFront has not: it could not serve them.',
            },
          ],
        },
        {
          property: 'VersioningConfiguration',
          fact: 'A bucket can only be deleted when it is empty, and with versioning that includes every old version and delete marker.',
          source: `${s3guide}/delete-bucket.html`,
          seeds: ['003:571'],
          tasks: ['SAA-C03 1.3'],
          experiments: [
            {
              value: { Status: 'Enabled' },
              outcome: 'update',
              because:
                'Each publication keeps its predecessors, and the stack can no longer be deleted without emptying the bucket by hand.',
            },
          ],
        },
        {
          property: 'WebsiteConfiguration',
          fact: 'A website endpoint serves public objects only and speaks no HTTPS; CloudFront uses it as a custom origin, without OAI or OAC.',
          source: `${s3guide}/WebsiteEndpoints.html`,
          seeds: ['003:600', '003:603', '003:609'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: { IndexDocument: 'index.html', ErrorDocument: 'error.html' },
              outcome: 'update',
              because:
                'The endpoint exists and answers 403: nothing in this bucket is public, and CloudFront does not ask there.',
            },
          ],
        },
        {
          property: 'BucketName',
          fact: 'Bucket names are unique in a namespace that all accounts share, and CloudFormation has to make a new bucket to give it another name.',
          source: `${s3guide}/delete-bucket.html`,
          seeds: ['003:601'],
          tasks: ['SOA-C03 5.2'],
          experiments: [
            {
              value: 'www.example.com',
              outcome: 'replace',
              because:
                'A name is for life: CloudFormation makes a new bucket and then fails to delete the old one, which holds the pages.',
            },
            {
              value: 'My_Site',
              outcome: 'refused',
              because: 'A bucket name has lower-case letters, digits, dots and hyphens.',
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
          fact: 'Query strings are in the cache key only if a cache policy says so: none, whitelist, allExcept or all.',
          source: `${reference}/aws-properties-cloudfront-cachepolicy-querystringsconfig.html`,
          seeds: ['003:827', '003:830', '003:832', '003:833'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 'all',
              outcome: 'update',
              because: 'Every tracking parameter of a link makes one more copy, and one more miss.',
            },
            {
              value: 'allExcept',
              outcome: 'update',
              because: 'The list turns round: now everything but ?lang is in the key.',
            },
            {
              value: 'some',
              outcome: 'refused',
              because: 'It is none, whitelist, allExcept or all.',
            },
          ],
        },
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig.QueryStrings',
          value: ['lang'],
          fact: 'What is in the cache key is also sent to the origin; an origin request policy sends more without putting it in the key.',
          source: `${reference}/aws-properties-cloudfront-cachepolicy-parametersincachekeyandforwardedtoorigin.html`,
          seeds: ['003:828', '003:832'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: ['lang', 'currency'],
              outcome: 'update',
              because: 'Each pair of language and currency is now a copy of its own.',
            },
          ],
        },
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.HeaderBehavior',
          value: 'none',
          fact: 'A cache policy puts no headers in the key or those that it lists, such as Accept-Language.',
          source: `${reference}/aws-properties-cloudfront-cachepolicy-headersconfig.html`,
          seeds: ['003:834'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 'all',
              outcome: 'refused',
              because: 'No two requests would share a copy; it is none or whitelist.',
            },
          ],
        },
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.CookiesConfig.CookieBehavior',
          value: 'none',
          fact: 'Cookies can be in the cache key: none, a whitelist, all but some, or all.',
          source: `${reference}/aws-properties-cloudfront-cachepolicy-cookiesconfig.html`,
          seeds: ['003:835', '003:845'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 'all',
              outcome: 'update',
              because: 'Every viewer with a session cookie gets a cache of one.',
            },
          ],
        },
        {
          property:
            'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.EnableAcceptEncodingGzip',
          value: true,
          fact: 'CloudFront compresses for viewers only if the behavior says Compress and the cache policy enables gzip or Brotli.',
          source: `${guide}/ServingCompressedFiles.html`,
          seeds: ['003:832'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'Viewers that know gzip but not Brotli get the files uncompressed.',
            },
          ],
        },
        {
          property: 'CachePolicyConfig.DefaultTTL',
          value: 86_400,
          fact: 'An object that comes without Cache-Control and Expires is cached for the default TTL: 86,400 seconds, one day, unless set.',
          source: cachePolicy,
          seeds: ['003:847', '003:850'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because: 'CloudFront asks S3 at every request whether its copy is still good.',
            },
            { value: -1, outcome: 'refused', because: 'A time to live is zero seconds or more.' },
          ],
        },
        {
          property: 'CachePolicyConfig.MinTTL',
          value: 0,
          fact: 'A minimum TTL above 0 wins over no-cache, no-store and private in the Cache-Control header of the origin.',
          source: cachePolicy,
          seeds: ['003:850'],
          tasks: ['DVA-C02 4.3', 'SAA-C03 3.4'],
          experiments: [
            {
              value: 60,
              outcome: 'update',
              because: 'Even an object that the origin marks no-store is now kept for a minute.',
            },
            { value: null, outcome: 'refused', because: 'It is required.' },
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
          fact: 'An invalidation removes files before their TTL ends; 1,000 paths a month are free, and a path with a wildcard counts as one.',
          source: `${guide}/PayingForInvalidation.html`,
          seeds: ['003:847', '003:848', '003:849', '003:850'],
          tasks: ['DVA-C02 4.3', 'SOA-C03 5.2'],
        },
        {
          property: 'ServiceTimeout',
          value: '300',
          fact: 'CloudFormation waits for the answer of a custom resource for an hour, or 1 to 3,600 seconds if told so.',
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
          fact: 'A response headers policy adds headers that S3 cannot send, such as Strict-Transport-Security.',
          source: securityHeaders,
          seeds: ['003:873'],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because: 'Browsers forget that the site wants HTTPS, and try plain HTTP first again.',
            },
          ],
        },
        {
          property: 'ResponseHeadersPolicyConfig.SecurityHeadersConfig.FrameOptions.FrameOption',
          value: 'DENY',
          fact: 'X-Frame-Options tells a browser whether a page may be shown in a frame: DENY, or SAMEORIGIN.',
          source: `${reference}/aws-properties-cloudfront-responseheaderspolicy-frameoptions.html`,
          seeds: [],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: 'SAMEORIGIN',
              outcome: 'update',
              because: 'The page may be framed by pages of the same distribution.',
            },
            { value: 'ALLOW', outcome: 'refused', because: 'It is DENY or SAMEORIGIN.' },
          ],
        },
        {
          property: 'ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentTypeOptions.Override',
          value: true,
          fact: 'With override, the header of the policy replaces one of the same name that the origin sent.',
          source: `${reference}/aws-properties-cloudfront-responseheaderspolicy-contenttypeoptions.html`,
          seeds: [],
          tasks: ['SAA-C03 1.2'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'Nothing changes with S3, which sends no such header; another origin would win.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Everybody reads the bucket around CloudFront, over plain HTTP if they like, and all languages share one copy.',
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
