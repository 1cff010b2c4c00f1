import {
  DeleteObjectCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketEncryptionCommand,
  GetBucketIntelligentTieringConfigurationCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketReplicationCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { visit } from '../../exercise/http';
import { role, withStack } from './deployed';
import type { GapsOf } from './gap';

export const s3 = {
  's3: aws:SecureTransport': {
    seen: '1.5.33',
    what: 'CloudFront reads from its origin as if over plain HTTP, so a policy that requires TLS denies its requests.',
    handling: 'corrected',
    correction: 'secure_transport',
    how: 'A request counts as sent over TLS unless its header X-Forwarded-Proto says HTTP.',
    closed: async () => (await edgeAnswers()).seesTls,
  },
  's3: CanonicalUser principal': {
    seen: '1.5.33',
    what: 'A bucket policy statement that allows a canonical user, such as an origin access identity, has no effect.',
    handling: 'corrected',
    correction: 'canonical_user',
    how: 'The statement counts as if it named the identity by its ARN.',
    closed: async () => (await edgeAnswers()).knowsCanonicalUsers,
  },
  's3: GetBucketPolicyStatus': {
    seen: '1.5.33',
    what: 'S3 answers with a list of objects, so the answer has no IsPublic.',
    handling: 'corrected',
    correction: 's3_policy_status',
    how: 'S3 answers with what the emulator itself takes for public.',
    closed: async () => (await edgeAnswers()).tellsPolicyStatus,
  },
  's3: BlockedEncryptionTypes': {
    seen: '1.5.33',
    what: 'S3 ignores BlockedEncryptionTypes, and accepts an object with a key of the client (SSE-C).',
    handling: 'corrected',
    correction: 's3_encryption',
    how: 'S3 refuses SSE-C where the bucket blocks it.',
    closed: async () => (await encryptionAnswers()).blocksTypes,
  },
  's3: encryption by default': {
    seen: '1.5.33',
    what: 'S3 reports no encryption for an object that was uploaded without an encryption header.',
    handling: 'corrected',
    correction: 's3_encryption',
    how: 'S3 reports AES256 for such an object; it still stores it as it is.',
    closed: async () => (await encryptionAnswers()).encryptsByDefault,
  },
  's3: bucket keys of objects': {
    seen: '1.5.33',
    what: 'S3 never says that an object uses the bucket key, even if the bucket or the request turns it on.',
    handling: 'left out',
    how: 'The sandbox proves the setting of the bucket, but not that a new object uses the bucket key.',
    closed: async () => (await encryptionAnswers()).usesBucketKeys,
  },
  'AWS::S3::Bucket.OwnershipControls': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property; every bucket is BucketOwnerEnforced.',
    handling: 'corrected',
    correction: 'properties',
    how: 'The property is set by PutBucketOwnershipControls.',
    closed: async () => (await edgeAnswers()).setsOwnership,
  },
  'AWS::S3::Bucket.BucketEncryption': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property; every bucket is encrypted with AES256.',
    handling: 'corrected',
    correction: 'properties',
    how: 'The property is set by PutBucketEncryption.',
    closed: async () => (await edgeAnswers()).setsEncryption,
  },
  'AWS::S3::Bucket.BucketNamePrefix': {
    seen: '1.5.33',
    what: 'CloudFormation drops this property and BucketNamespace, so the bucket gets a random name in the global namespace.',
    handling: 'corrected',
    correction: 'bucket_names',
    how: 'The bucket gets the name that AWS would give it.',
    closed: namesInNamespace,
  },
  'AWS::S3::Bucket.LifecycleConfiguration': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property, so the bucket has no lifecycle rules.',
    handling: 'corrected',
    correction: 'properties',
    how: 'The property is set by PutBucketLifecycleConfiguration.',
    closed: async () => (await lifecycleAnswers()).deploysRules,
  },
  'AWS::S3::Bucket.ObjectLockConfiguration': {
    seen: '1.5.33',
    what: 'CloudFormation drops this property and ObjectLockEnabled, so the bucket has no lock.',
    handling: 'corrected',
    correction: 'properties',
    how: 'The property is set by PutObjectLockConfiguration.',
    closed: locksBuckets,
  },
  'AWS::S3::Bucket.ReplicationConfiguration': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property, so the bucket has no replication rules.',
    handling: 'corrected',
    correction: 'properties',
    how: 'The property is set by PutBucketReplication.',
    closed: async () => (await replicationAnswers()).deploysRules,
  },
  's3: version IDs of replicas': {
    seen: '1.5.33',
    what: 'S3 gives each replica a version ID of its own.',
    handling: 'left out',
    how: 'The sandbox does not prove that a replica has the version ID of its original.',
    closed: async () => (await replicationAnswers()).keepsVersionIds,
  },
  'AWS::S3::Bucket.AccelerateConfiguration': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property, so the bucket has no Transfer Acceleration.',
    handling: 'corrected',
    correction: 'properties',
    how: 'The property is set by PutBucketAccelerateConfiguration.',
    closed: async () => (await browserAnswers()).accelerates,
  },
  's3: limits of lifecycle rules': {
    seen: '1.5.33',
    what: 'S3 accepts a rule that moves objects to STANDARD_IA before 30 days, or that deletes them before it moves them.',
    handling: 'left out',
    how: 'The sandbox does not prove that S3 refuses such a rule.',
    closed: async () => (await lifecycleAnswers()).limitsRules,
  },
  's3: expiration of an object': {
    seen: '1.5.33',
    what: 'S3 moves and deletes nothing because of a lifecycle rule, and HeadObject does not say when a rule deletes an object.',
    handling: 'left out',
    how: 'The sandbox proves the rules by a model of what the S3 User Guide says, but not that S3 calculates the same days.',
    closed: async () => (await lifecycleAnswers()).tellsExpiration,
  },
  's3: retrieval tiers': {
    seen: '1.5.33',
    what: 'S3 restores every archived object after a few seconds, with any tier, even an expedited one from DEEP_ARCHIVE.',
    handling: 'left out',
    how: 'The sandbox proves that an archived object must be restored, but not which tier its class has.',
    closed: async () => (await lifecycleAnswers()).checksTiers,
  },
  's3: inventory, analytics and archive tiers': {
    seen: '1.5.33',
    what: 'S3 has no API for inventories, storage class analysis and the archive tiers of INTELLIGENT_TIERING.',
    handling: 'left out',
    how: 'The sandbox does not prove that the bucket has these settings.',
    closed: async () => (await lifecycleAnswers()).hasTiers,
  },
} satisfies GapsOf;

/** Which features of a template the emulator's S3 and CloudFront support. */
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

/** Deploys two distributions of two buckets and visits them; several gaps share one deployment. */
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

/** How the emulator's S3 encrypts. */
export interface EncryptionAnswers {
  readonly encryptsByDefault: boolean;
  readonly blocksTypes: boolean;
  readonly usesBucketKeys: boolean;
}

let ofEncryption: Promise<EncryptionAnswers> | undefined;

/** Uploads to a new bucket without a header, with a bucket key, and with a key of the client after the bucket blocks SSE-C. */
export function encryptionAnswers(): Promise<EncryptionAnswers> {
  ofEncryption ??= withStack('AnswersOfEncryption', plainBucket, async ({ Bucket = '' }) => {
    const s3 = new S3Client({});
    const page = { Bucket, Key: 'page' };
    const plain = await s3.send(new PutObjectCommand({ ...page, Body: 'page' }));
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }],
        },
      }),
    );
    const ownKey = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) };
    const blocksTypes = await s3
      .send(new PutObjectCommand({ ...page, ...ownKey, Body: 'page' }))
      .then(
        () => false,
        (error: Error) => {
          if (error.name === 'AccessDenied') return true;
          throw error;
        },
      );
    const bucketKey = await s3.send(
      new PutObjectCommand({
        ...page,
        Body: 'page',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'alias/aws/s3',
        BucketKeyEnabled: true,
      }),
    );
    await s3.send(new DeleteObjectCommand(page));
    return {
      encryptsByDefault: plain.ServerSideEncryption === 'AES256',
      blocksTypes,
      usesBucketKeys: bucketKey.BucketKeyEnabled === true,
    };
  });
  return ofEncryption;
}

const plainBucket = {
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
  Outputs: { Bucket: { Value: { Ref: 'Bucket' } } },
};

/** Whether a bucket with a prefix is named after its account and Region. */
export async function namesInNamespace(): Promise<boolean> {
  return withStack('NamesInNamespace', prefixedBucket, async ({ Bucket = '' }) =>
    /^probe-\d{12}-[a-z0-9-]+-an$/.test(Bucket),
  );
}

const prefixedBucket = {
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketNamePrefix: 'probe', BucketNamespace: 'account-regional' },
    },
  },
  Outputs: { Bucket: { Value: { Ref: 'Bucket' } } },
};

/** What the emulator's S3 makes of lifecycle rules and storage classes. */
export interface LifecycleAnswers {
  readonly deploysRules: boolean;
  readonly limitsRules: boolean;
  readonly tellsExpiration: boolean;
  readonly checksTiers: boolean;
  readonly hasTiers: boolean;
}

let ofLifecycles: Promise<LifecycleAnswers> | undefined;

/** Deploys a bucket with a lifecycle rule, changes it, and uploads to it; several gaps share one deployment. */
export function lifecycleAnswers(): Promise<LifecycleAnswers> {
  ofLifecycles ??= withStack('AnswersOfLifecycles', expiringBucket, async ({ Bucket = '' }) => {
    const s3 = new S3Client({});
    const page = { Bucket, Key: 'page' };
    const refused = (call: Promise<unknown>) =>
      call.then(
        () => false,
        () => true,
      );
    const undeployed = await refused(
      s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    );
    const put = (more: Partial<LifecycleRule>) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [{ ID: 'probe', Status: 'Enabled', Filter: { Prefix: '' }, ...more }],
          },
        }),
      );
    const limitsRules = await refused(
      put({ Transitions: [{ Days: 1, StorageClass: 'STANDARD_IA' }] }),
    );
    await put({ Expiration: { Days: 1 } });
    await s3.send(new PutObjectCommand({ ...page, Body: 'page', StorageClass: 'DEEP_ARCHIVE' }));
    const { Expiration } = await s3.send(new HeadObjectCommand(page));
    const checksTiers = await refused(
      s3.send(
        new RestoreObjectCommand({
          ...page,
          RestoreRequest: { Days: 1, GlacierJobParameters: { Tier: 'Expedited' } },
        }),
      ),
    );
    const tiering = { Bucket, Id: 'probe' };
    const noTiers = await refused(
      (async () => {
        await s3.send(
          new PutBucketIntelligentTieringConfigurationCommand({
            ...tiering,
            IntelligentTieringConfiguration: {
              Id: 'probe',
              Status: 'Enabled',
              Tierings: [{ AccessTier: 'ARCHIVE_ACCESS', Days: 90 }],
            },
          }),
        );
        const { IntelligentTieringConfiguration: found } = await s3.send(
          new GetBucketIntelligentTieringConfigurationCommand(tiering),
        );
        if (found?.Tierings?.[0]?.Days !== 90) throw new Error('expected the tier');
      })(),
    );
    await s3.send(new DeleteObjectCommand(page));
    return {
      deploysRules: !undeployed,
      limitsRules,
      tellsExpiration: Expiration !== undefined,
      checksTiers,
      hasTiers: !noTiers,
    };
  });
  return ofLifecycles;
}

const expiringBucket = {
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 1 }] },
      },
    },
  },
  Outputs: { Bucket: { Value: { Ref: 'Bucket' } } },
};

/** Whether a bucket has the lock of its template. */
export function locksBuckets(): Promise<boolean> {
  return withStack('LocksBuckets', lockedBucket, ({ Bucket = '' }) =>
    new S3Client({}).send(new GetObjectLockConfigurationCommand({ Bucket })).then(
      () => true,
      (error: Error) => {
        if (error.name === 'ObjectLockConfigurationNotFoundError') return false;
        throw error;
      },
    ),
  );
}

const lockedBucket = {
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
        },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    },
  },
  Outputs: { Bucket: { Value: { Ref: 'Bucket' } } },
};

let ofReplication: Promise<{ deploysRules: boolean; keepsVersionIds: boolean }> | undefined;

/** Deploys two buckets with a rule, adds the rule if it is missing, and uploads; two gaps share one deployment. */
export function replicationAnswers() {
  ofReplication ??= withStack('AnswersOfReplication', twoBuckets, async (outputs) => {
    const { Source: Bucket = '', Copies = '', Role } = outputs;
    const s3 = new S3Client({});
    const page = { Bucket, Key: 'page' };
    const deploysRules = await s3.send(new GetBucketReplicationCommand({ Bucket })).then(
      () => true,
      (error: Error) => {
        if (error.name === 'ReplicationConfigurationNotFoundError') return false;
        throw error;
      },
    );
    await s3.send(
      new PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: {
          Role,
          Rules: [
            {
              Status: 'Enabled',
              Priority: 1,
              Filter: { Prefix: '' },
              DeleteMarkerReplication: { Status: 'Disabled' },
              Destination: { Bucket: `arn:aws:s3:::${Copies}` },
            },
          ],
        },
      }),
    );
    const { VersionId } = await s3.send(new PutObjectCommand({ ...page, Body: 'page' }));
    const replica = await s3.send(new HeadObjectCommand({ ...page, Bucket: Copies }));
    await s3.send(new DeleteObjectCommand({ ...page, VersionId }));
    await s3.send(
      new DeleteObjectCommand({ ...page, Bucket: Copies, VersionId: replica.VersionId }),
    );
    return { deploysRules, keepsVersionIds: replica.VersionId === VersionId };
  });
  return ofReplication;
}

const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
const twoBuckets = {
  Resources: {
    Role: role,
    Copies: { Type: 'AWS::S3::Bucket', Properties: versioned },
    Source: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        ...versioned,
        ReplicationConfiguration: {
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Rules: [
            {
              Status: 'Enabled',
              Prefix: '',
              Destination: { Bucket: { 'Fn::GetAtt': ['Copies', 'Arn'] } },
            },
          ],
        },
      },
    },
  },
  Outputs: {
    Source: { Value: { Ref: 'Source' } },
    Copies: { Value: { Ref: 'Copies' } },
    Role: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } },
  },
};

let ofBrowsers: Promise<{ accelerates: boolean; refusesOrigins: boolean }> | undefined;

/** Deploys a bucket for one origin, and asks as the page of another one; two gaps share one deployment. */
export function browserAnswers() {
  ofBrowsers ??= withStack('AnswersOfBrowsers', bucketForOneOrigin, async ({ Bucket = '' }) => {
    const { Status } = await new S3Client({}).send(
      new GetBucketAccelerateConfigurationCommand({ Bucket }),
    );
    const { status } = await fetch(`${process.env.AWS_ENDPOINT_URL}/${Bucket}/page`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://other.example', 'Access-Control-Request-Method': 'PUT' },
    });
    return { accelerates: Status === 'Enabled', refusesOrigins: status === 403 };
  });
  return ofBrowsers;
}

const bucketForOneOrigin = {
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        AccelerateConfiguration: { AccelerationStatus: 'Enabled' },
        CorsConfiguration: {
          CorsRules: [{ AllowedOrigins: ['https://one.example'], AllowedMethods: ['PUT'] }],
        },
      },
    },
  },
  Outputs: { Bucket: { Value: { Ref: 'Bucket' } } },
};
