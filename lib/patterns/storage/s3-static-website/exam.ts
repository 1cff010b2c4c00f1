import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';
const api = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const cors = `${guide}/cors.html`;
const presigned = `${guide}/using-presigned-url.html`;
const endpoints = `${guide}/WebsiteEndpoints.html`;
const acceleration = `${guide}/transfer-acceleration.html`;
const performance = `${guide}/optimizing-performance.html`;

export const exam: Exam = {
  question:
    'A page on S3 lets browsers far away upload big private files straight to a bucket: what do each bucket and each URL need?',
  answer:
    'The private bucket needs CORS for the origin of the page, and each file a presigned URL of a role that may write it. Transfer Acceleration and multipart uploads make it fast. The website endpoint speaks HTTP only, so HTTPS needs CloudFront.',
  wrong: [
    {
      answer: 'A bucket that everyone may write to',
      because:
        'Anyone could fill and overwrite it, at your cost. A presigned URL allows one object for a short time.',
    },
    {
      answer: 'An upload through a Lambda function',
      because: 'An event has at most 6 MB, and you pay for the time of the transfer.',
    },
    {
      answer: 'A bucket policy for each user',
      because: 'The users of a page are no IAM principals, and a policy has at most 20 KB.',
    },
    {
      answer: 'A certificate on the website endpoint',
      because: 'The endpoint does not support HTTPS. CloudFront in front of the bucket does.',
    },
    {
      answer: 'CORS alone, so that only the page can write',
      because: 'CORS binds browsers, not other programs, and it gives nobody a permission.',
    },
    {
      answer: 'Access logs, delivered to the bucket itself',
      because: 'Each delivery is a write that is logged again, so the logs grow without an end.',
    },
  ],
  questions,
  tasks: ['DVA-C02 2.1', 'DVA-C02 1.3', 'SAA-C03 1.1', 'SAA-C03 3.1', 'SOA-C03 5.2'],
  cost: 'free',
  remains: [
    'The buckets, if they still have objects: cdk destroy then fails. Delete them with aws s3 rm s3://<PagesName> --recursive, and the same for UploadsName.',
  ],
  flow: [
    { from: '(browser)', to: 'Pages', label: 'HTTP' },
    { from: '(browser)', to: 'Signer', label: 'file name' },
    { from: 'Signer', to: 'Uploads', label: 'signs for' },
    { from: '(browser)', to: 'Uploads', label: 'PUT' },
    { from: 'Uploads', to: 'Pages', label: 'CORS: its origin' },
    { from: 'Uploads/Policy', to: 'Uploads', label: 'denies old URLs' },
    { from: 'Signer', to: 'SignerLogs' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::S3::Bucket',
      id: 'Pages',
      settings: [
        {
          property: 'WebsiteConfiguration.IndexDocument',
          value: 'index.html',
          fact: 'A website endpoint returns the index document of each folder and the error document, over HTTP only: HTTPS needs CloudFront in front.',
          source: endpoints,
          seeds: ['003:600', '003:602', '003:603', '003:608', '003:609', '003:610'],
          experiments: [
            {
              value: null,
              outcome: 'fails',
              because:
                'A website configuration needs an index document, unless it redirects everything.',
              source: `${api}/API_WebsiteConfiguration.html`,
            },
          ],
        },
        {
          property: 'WebsiteConfiguration.ErrorDocument',
          value: 'error.html',
          fact: 'The error document answers requests for keys that do not exist; names of keys are case-sensitive.',
          source: `${guide}/CustomErrorDocSupport.html`,
          seeds: ['003:602'],
        },
        {
          property: 'PublicAccessBlockConfiguration.BlockPublicPolicy',
          value: true,
          fact: 'A website endpoint serves only what everyone may read, so Block Public Access must be off and a policy must allow s3:GetObject.',
          source: `${guide}/WebsiteAccessPermissionsReqd.html`,
          seeds: ['003:604', '003:605', '003:606', '004:3917'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'S3 would accept a public policy. RestrictPublicBuckets still keeps anonymous readers out.',
            },
          ],
        },
        {
          property: 'BucketName',
          fact: 'For an alias record to the website endpoint, the bucket must have the name of the domain, such as www.example.com.',
          source: `${guide}/website-hosting-custom-domain-walkthrough.html`,
          seeds: ['003:601', '003:607'],
          experiments: [
            {
              value: 'www.example-of-the-exam-patterns.com',
              outcome: 'replace',
              because:
                'A bucket cannot be renamed. CloudFormation creates another one, without the pages.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::S3::Bucket',
      id: 'Uploads',
      settings: [
        {
          property: 'CorsConfiguration.CorsRules.0.AllowedMethods',
          value: ['PUT', 'GET'],
          fact: 'A browser sends a preflight request first; S3 answers with the first CORS rule that matches origin, method and headers.',
          source: cors,
          seeds: ['003:550', '003:551', '003:552', '003:553', '003:554'],
          today: {
            notes: 'The CORS configuration of a bucket is an XML document.',
            now: 'Only the REST API takes XML. The console takes JSON, and CloudFormation has properties.',
            since: 'unknown',
            source: `${guide}/ManageCorsUsing.html`,
          },
          experiments: [
            {
              value: ['GET'],
              outcome: 'update',
              because:
                'The browser refuses the upload after the preflight. Other programs can still upload.',
            },
            {
              value: ['PUT', 'GET', 'OPTIONS'],
              outcome: 'fails',
              because:
                'The methods are GET, PUT, POST, DELETE and HEAD. S3 answers OPTIONS by itself.',
              source: `${reference}/aws-properties-s3-bucket-corsrule.html`,
            },
          ],
        },
        {
          property: 'CorsConfiguration.CorsRules.0.AllowedHeaders',
          value: ['content-type'],
          fact: 'Each header that the preflight announces must be among the allowed headers of the rule.',
          source: cors,
          seeds: ['003:553'],
          experiments: [
            {
              value: ['*'],
              outcome: 'update',
              because: 'Pages of the origin may send any header, such as another encryption type.',
            },
          ],
        },
        {
          property: 'CorsConfiguration.CorsRules.0.ExposedHeaders',
          value: ['ETag'],
          fact: 'A page sees only exposed headers; to complete a multipart upload it needs the ETag of each part.',
          source: `${guide}/ManageCorsUsing.html`,
          seeds: ['003:595', '003:599'],
        },
        {
          property: 'AccelerateConfiguration.AccelerationStatus',
          value: 'Enabled',
          fact: 'Transfer Acceleration sends data over the nearest edge location of CloudFront; the bucket name must have no dots.',
          source: acceleration,
          seeds: ['003:593', '003:594', '002:169'],
          experiments: [
            {
              value: 'Suspended',
              outcome: 'update',
              because:
                'Requests to the accelerated endpoint fail. The normal endpoint works as before.',
            },
            {
              value: 'Disabled',
              outcome: 'fails',
              because: 'The values are Enabled and Suspended.',
              source: `${reference}/aws-properties-s3-bucket-accelerateconfiguration.html`,
            },
          ],
        },
        {
          property: 'LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload',
          value: { DaysAfterInitiation: 1 },
          fact: 'Upload objects above 100 MB in parts; above 5 GB you must. A failed part is sent again, without the others.',
          source: `${guide}/mpuoverview.html`,
          seeds: [
            '003:595',
            '003:596',
            '003:597',
            '003:598',
            '003:599',
            '004:487',
            '004:489',
            '004:491',
          ],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'Parts of uploads that browsers have left stay in the bucket and on the bill.',
            },
          ],
        },
        {
          property: 'MetricsConfigurations',
          fact: 'A prefix takes at least 3,500 writes and 5,500 reads a second, prefixes add up, and ranges of one object can be read in parallel.',
          source: performance,
          seeds: ['004:451', '004:457', '004:460', '004:462', '004:496', '004:498', '004:500'],
        },
        {
          property: 'VersioningConfiguration',
          fact: 'An object can have up to 50 TB (48.8 TiB), and one PUT up to 5 GB.',
          source: `${guide}/qfacts.html`,
          seeds: ['004:159', '004:489'],
          today: {
            notes: 'Files can have 0 bytes to 5 TB.',
            now: 'The maximum size of an object is 50 TB (48.8 TiB), in up to 10,000 parts.',
            since: 'unknown',
            source: `${guide}/qfacts.html`,
          },
        },
        {
          property: 'LoggingConfiguration',
          fact: 'Server access logs must go to another bucket: without DestinationBucketName they go to the bucket itself, and each delivery makes new logs.',
          source: `${guide}/ServerLogs.html`,
          seeds: ['003:549', '003:614'],
          experiments: [
            {
              value: { LogFilePrefix: 'logs/' },
              outcome: 'update',
              because: 'The bucket logs to itself, and the logs of the logs never end.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Uploads/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Condition.NumericGreaterThan',
          value: { 's3:signatureAge': '3600000' },
          fact: 'A presigned URL is valid for up to 7 days, and not longer than its credentials; s3:signatureAge limits it, in milliseconds.',
          source: presigned,
          seeds: ['003:546', '003:547', '003:548', '004:3919', '004:3922', '004:3924'],
          experiments: [
            {
              value: { 's3:signatureAge': '3600' },
              outcome: 'update',
              because: 'URLs are refused after 3.6 seconds, because the age is in milliseconds.',
            },
            {
              value: { 's3:signatureAge': '691200000' },
              outcome: 'update',
              because: 'Eight days limit nothing: S3 itself refuses a URL after seven.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Policy',
      id: 'SignerRole',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: ['s3:GetObject', 's3:PutObject'],
          fact: 'Anyone with credentials can sign a URL; it works only if the signer may do what the URL says, at the time of its use.',
          source: presigned,
          seeds: ['003:548', '004:3919', '004:3922', '004:3926'],
          experiments: [
            {
              value: 's3:GetObject',
              outcome: 'update',
              because:
                'The function still signs URLs for uploads, but S3 answers them with AccessDenied.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Signer',
      settings: [
        {
          property: 'Timeout',
          value: 10,
          fact: 'Signing needs credentials, bucket, key, method and expiration, and no call to S3: the file never passes through the function.',
          source: presigned,
          seeds: ['003:548', '004:3922'],
          tasks: ['DVA-C02 2.1'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Pages of every origin may use a leaked URL, and nobody limits its age. Uploads from far away cross the internet all the way to the Region.',
    changes: [
      {
        type: 'AWS::S3::Bucket',
        id: 'Uploads',
        property: 'CorsConfiguration.CorsRules.0.AllowedOrigins',
        value: ['*'],
      },
      {
        type: 'AWS::S3::Bucket',
        id: 'Uploads',
        property: 'AccelerateConfiguration',
        value: null,
      },
      {
        type: 'AWS::S3::BucketPolicy',
        id: 'Uploads/Policy',
        property: 'PolicyDocument.Statement.1.Condition.NumericGreaterThan',
        value: { 's3:signatureAge': '691200000' },
      },
    ],
  },
};
