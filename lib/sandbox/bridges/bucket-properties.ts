import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateDescribeStacks,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  type LifecycleRule,
  type ObjectLockConfiguration,
  PutBucketAccelerateConfigurationCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketReplicationCommand,
  PutObjectLockConfigurationCommand,
  type ReplicationRule,
  S3Client,
  type ServerSideEncryptionRule,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { isIntrinsic, type Template } from '../../cloudformation/template';

/** Puts one property of a bucket, with its references resolved, by the API of S3. */
type Put = (s3: S3Client, Bucket: string, value: never) => Promise<unknown>;

const puts = {
  BucketEncryption: (s3, Bucket, value: { ServerSideEncryptionConfiguration: EncryptionRule[] }) =>
    s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: value.ServerSideEncryptionConfiguration.map(
            ({ ServerSideEncryptionByDefault, ...rule }) => ({
              ...rule,
              ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
            }),
          ),
        },
      }),
    ),
  LifecycleConfiguration: (s3, Bucket, value: Lifecycle) =>
    s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        TransitionDefaultMinimumObjectSize: value.TransitionDefaultMinimumObjectSize,
        LifecycleConfiguration: { Rules: value.Rules.map(lifecycleRule) },
      }),
    ),
  ObjectLockConfiguration: (s3, Bucket, ObjectLockConfiguration: ObjectLockConfiguration) =>
    s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration })),
  AccelerateConfiguration: (s3, Bucket, value: { AccelerationStatus: 'Enabled' | 'Suspended' }) =>
    s3.send(
      new PutBucketAccelerateConfigurationCommand({
        Bucket,
        AccelerateConfiguration: { Status: value.AccelerationStatus },
      }),
    ),
  ReplicationConfiguration: (s3, Bucket, { Role, Rules }: Replication) =>
    s3.send(
      new PutBucketReplicationCommand({
        Bucket,
        ReplicationConfiguration: {
          Role,
          Rules: Rules.map(({ Id, ...rule }) => ({ ...rule, ID: Id })),
        },
      }),
    ),
} satisfies Readonly<Record<string, Put>>;

/** The parts of a replication configuration that the stacks use: only the name of the id differs. */
interface Replication {
  readonly Role: string;
  readonly Rules: readonly (Omit<ReplicationRule, 'ID'> & { readonly Id?: string })[];
}

export interface Lifecycle {
  readonly Rules: readonly TemplateRule[];
  readonly TransitionDefaultMinimumObjectSize?: TransitionDefaultMinimumObjectSize;
}

/** The parts of a lifecycle rule that the stacks use, as CloudFormation spells them. */
interface TemplateRule {
  readonly Id?: string;
  readonly Status: 'Enabled' | 'Disabled';
  readonly Prefix?: string;
  readonly Transitions?: readonly TemplateTransition[];
  readonly ExpirationInDays?: number;
  readonly ExpiredObjectDeleteMarker?: boolean;
  readonly NoncurrentVersionTransitions?: readonly TemplateTransition[];
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

interface TemplateTransition {
  readonly StorageClass: NonNullable<LifecycleRule['Transitions']>[number]['StorageClass'];
  readonly TransitionInDays: number;
}

/** A lifecycle rule of a template as the API of S3 spells it. */
export function lifecycleRule(rule: TemplateRule): LifecycleRule {
  const { Id, Status, Prefix = '', Transitions, NoncurrentVersionTransitions, ...rest } = rule;
  const { ExpirationInDays: Days, ExpiredObjectDeleteMarker, ...same } = rest;
  return {
    ...(Id !== undefined && { ID: Id }),
    Status,
    Filter: { Prefix },
    ...(Transitions && {
      Transitions: Transitions.map(({ StorageClass, TransitionInDays }) => ({
        StorageClass,
        Days: TransitionInDays,
      })),
    }),
    ...((Days ?? ExpiredObjectDeleteMarker) !== undefined && {
      Expiration: {
        ...(Days !== undefined && { Days }),
        ...(ExpiredObjectDeleteMarker !== undefined && { ExpiredObjectDeleteMarker }),
      },
    }),
    ...(NoncurrentVersionTransitions && {
      NoncurrentVersionTransitions: NoncurrentVersionTransitions.map(
        ({ StorageClass, TransitionInDays }) => ({
          StorageClass,
          NoncurrentDays: TransitionInDays,
        }),
      ),
    }),
    ...same,
  };
}

type EncryptionRule = Omit<ServerSideEncryptionRule, 'ApplyServerSideEncryptionByDefault'> & {
  readonly ServerSideEncryptionByDefault?: ServerSideEncryptionRule['ApplyServerSideEncryptionByDefault'];
};

/**
 * Gives every bucket of every stack a property that CloudFormation drops.
 * @returns the bridge of the gap of this property
 */
export function putBucketProperty(name: keyof typeof puts): () => Promise<() => Promise<void>> {
  return async () => {
    const cloudformation = new CloudFormationClient({});
    const s3 = new S3Client({});
    const put: Put = puts[name];
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudformation }, {})) {
      for (const { StackName } of Stacks) {
        const { TemplateBody } = await cloudformation.send(new GetTemplateCommand({ StackName }));
        const template = templateIn(TemplateBody);
        const buckets = bucketsWith(template, name);
        if (buckets.length === 0) continue;
        const ids = new Map<string, string>();
        const pages = paginateListStackResources({ client: cloudformation }, { StackName });
        for await (const { StackResourceSummaries = [] } of pages) {
          for (const { LogicalResourceId, PhysicalResourceId } of StackResourceSummaries)
            ids.set(`${LogicalResourceId}`, `${PhysicalResourceId}`);
        }
        const arns = await arnsOf(template, ids);
        for (const { bucket, value } of buckets)
          await put(s3, ids.get(bucket) ?? bucket, resolved(value, ids, arns) as never);
      }
    }
    return async () => undefined;
  };
}

/** The buckets of a template that have a property, by their logical ids. */
export function bucketsWith({ Resources }: Template, name: string) {
  return Object.entries(Resources).flatMap(([bucket, { Type, Properties = {} }]) =>
    Type === 'AWS::S3::Bucket' && Properties[name] !== undefined
      ? [{ bucket, value: Properties[name] }]
      : [],
  );
}

/**
 * A value with its references resolved.
 * @throws if it has an intrinsic function other than a Ref, an ARN, or a join of them
 */
export function resolved(
  value: unknown,
  ids: ReadonlyMap<string, string>,
  arns: ReadonlyMap<string, string>,
): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, ids, arns));
  if (typeof value !== 'object' || value === null) return value;
  if (isIntrinsic(value)) {
    const [[name = '', of] = []] = Object.entries(value);
    const [id = '', attribute] = [of].flat() as string[];
    const known =
      (name === 'Ref' && ids.get(id)) ||
      (name === 'Fn::GetAtt' && attribute === 'Arn' && arns.get(id)) ||
      (name === 'Fn::Join' && (resolved(of[1], ids, arns) as string[]).join(of[0])) ||
      undefined;
    if (known === undefined)
      throw new Error(`expected a Ref, an ARN or a join of them, got ${JSON.stringify(value)}`);
    return known;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, resolved(one, ids, arns)]),
  );
}

/** The ARNs of the keys, roles and buckets of a template. */
async function arnsOf({ Resources }: Template, ids: ReadonlyMap<string, string>) {
  const kms = new KMSClient({});
  // Not by way of the policy simulator, which may start at the same time.
  const iam = new IAMClient({ endpoint: process.env.AWS_ENDPOINT_URL });
  const arns = new Map<string, string>();
  for (const [id, { Type }] of Object.entries(Resources)) {
    const name = ids.get(id);
    if (name === undefined) continue;
    if (Type === 'AWS::S3::Bucket') arns.set(id, `arn:aws:s3:::${name}`);
    if (Type === 'AWS::IAM::Role') {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
      arns.set(id, `${Role?.Arn}`);
    }
    if (Type === 'AWS::KMS::Key') {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: name }));
      arns.set(id, `${KeyMetadata?.Arn}`);
    }
  }
  return arns;
}

/** The stack of the bootstrap is in YAML, and nothing needs its buckets. */
function templateIn(body = ''): Template {
  return body.trimStart().startsWith('{') ? JSON.parse(body) : { Resources: {} };
}
