import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyStatusCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { visit } from '../../exercise/http';
import { withStack } from './deployed';

/** What the emulator's S3 and CloudFront do of what a template asks of them. */
export interface EdgeAnswers {
  readonly seesTls: boolean;
  readonly knowsCanonicalUsers: boolean;
  readonly enforcesPolicies: boolean;
  readonly tellsPolicyStatus: boolean;
  readonly caches: boolean;
  readonly setsOwnership: boolean;
  readonly setsEncryption: boolean;
}

let ofTheEdge: Promise<EdgeAnswers> | undefined;

/** Deploys two distributions of two buckets and visits them; asked for several gaps, they are deployed once. */
export function edgeAnswers(): Promise<EdgeAnswers> {
  ofTheEdge ??= withStack('AnswersOfTheEdge', twoDistributions, async (outputs) => {
    const { ByIdentity = '', ByControl = '', IdentityBucket, ControlBucket } = outputs;
    const s3 = new S3Client({});
    const page = { Key: 'page', Body: 'page' };
    const buckets = [IdentityBucket, ControlBucket];
    for (const Bucket of buckets) await s3.send(new PutObjectCommand({ Bucket, ...page }));
    const identity = await visit(ByIdentity, '/page');
    const control = await visit(ByControl, '/page');
    const again = await visit(ByControl, '/page');
    const anonymous = await fetch(`${process.env.AWS_ENDPOINT_URL}/${ControlBucket}/page`);
    const status = await s3.send(new GetBucketPolicyStatusCommand({ Bucket: ControlBucket }));
    const ownership = await s3.send(
      new GetBucketOwnershipControlsCommand({ Bucket: ControlBucket }),
    );
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket: ControlBucket }));
    for (const Bucket of buckets) await s3.send(new DeleteObjectCommand({ Bucket, Key: page.Key }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    return {
      seesTls: control.status === 200,
      knowsCanonicalUsers: identity.status === 200,
      enforcesPolicies: anonymous.status === 403,
      tellsPolicyStatus: status.PolicyStatus?.IsPublic !== undefined,
      caches: /hit/i.test(again.cache),
      setsOwnership: ownership.OwnershipControls?.Rules?.[0]?.ObjectOwnership === 'ObjectWriter',
      setsEncryption: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm === 'aws:kms',
    };
  });
  return ofTheEdge;
}

const origin = (bucket: string, access: object) => ({
  Enabled: true,
  Origins: [
    {
      Id: 'bucket',
      DomainName: { 'Fn::GetAtt': [bucket, 'RegionalDomainName'] },
      ...access,
    },
  ],
  DefaultCacheBehavior: {
    TargetOriginId: 'bucket',
    ViewerProtocolPolicy: 'redirect-to-https',
    // The managed policy CachingOptimized: its id is the same everywhere.
    CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  },
});

const read = (bucket: string, allowed: object, ...more: object[]) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: bucket },
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: everything(bucket), ...allowed },
        ...more,
      ],
    },
  },
});

const everything = (bucket: string) => ({
  'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/*']],
});

const Domain = (distribution: string) => ({
  Value: { 'Fn::GetAtt': [distribution, 'DomainName'] },
});

const twoDistributions = {
  Resources: {
    IdentityBucket: { Type: 'AWS::S3::Bucket' },
    Identity: {
      Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
      Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: 'probe' } },
    },
    IdentityPolicy: read('IdentityBucket', {
      Principal: { CanonicalUser: { 'Fn::GetAtt': ['Identity', 'S3CanonicalUserId'] } },
    }),
    ByIdentity: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: origin('IdentityBucket', {
          S3OriginConfig: {
            OriginAccessIdentity: {
              'Fn::Join': ['', ['origin-access-identity/cloudfront/', { Ref: 'Identity' }]],
            },
          },
        }),
      },
    },
    ControlBucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
          ],
        },
      },
    },
    Control: {
      Type: 'AWS::CloudFront::OriginAccessControl',
      Properties: {
        OriginAccessControlConfig: {
          Name: 'probe',
          OriginAccessControlOriginType: 's3',
          SigningBehavior: 'always',
          SigningProtocol: 'sigv4',
        },
      },
    },
    ControlPolicy: read(
      'ControlBucket',
      { Principal: { Service: 'cloudfront.amazonaws.com' } },
      {
        Effect: 'Deny',
        Action: 's3:*',
        Principal: '*',
        Resource: everything('ControlBucket'),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ),
    ByControl: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: origin('ControlBucket', {
          OriginAccessControlId: { 'Fn::GetAtt': ['Control', 'Id'] },
          S3OriginConfig: { OriginAccessIdentity: '' },
        }),
      },
    },
  },
  Outputs: {
    ByIdentity: Domain('ByIdentity'),
    ByControl: Domain('ByControl'),
    IdentityBucket: { Value: { Ref: 'IdentityBucket' } },
    ControlBucket: { Value: { Ref: 'ControlBucket' } },
  },
};
