import { CloudFrontClient, paginateListDistributions } from '@aws-sdk/client-cloudfront';
import {
  GetBucketPolicyCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';

interface Statement {
  readonly Effect: string;
  readonly Principal: string | { readonly CanonicalUser?: string; readonly AWS?: string };
  readonly Condition?: { readonly Bool?: Readonly<Record<string, string>> };
}

/**
 * Rewrites the bucket policies so that the emulator's CloudFront can read its origins: it comes over
 * plain http, and it knows an origin access identity by its ARN and not by its canonical user.
 */
export async function rewriteBucketPolicies(): Promise<() => Promise<void>> {
  const s3 = new S3Client({});
  const identities = await originAccessIdentities();
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  for (const { Name: Bucket } of Buckets) {
    const document = await policyOf(s3, Bucket);
    if (document === undefined) continue;
    const { Statement, ...rest } = JSON.parse(document) as { Statement: Statement[] };
    const rewritten = Statement.filter(
      ({ Condition }) => Condition?.Bool?.['aws:SecureTransport'] !== 'false',
    ).map((statement) => {
      const identity = identities.get(Bucket);
      const byUser = typeof statement.Principal === 'object' && statement.Principal.CanonicalUser;
      if (!byUser || !identity) return statement;
      const AWS = `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ${identity}`;
      return { ...statement, Principal: { AWS } };
    });
    if (rewritten.length === 0) continue;
    const Policy = JSON.stringify({ ...rest, Statement: rewritten });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  }
  return async () => undefined;
}

/** The origin access identity by which a distribution reads a bucket, by the name of the bucket. */
async function originAccessIdentities(): Promise<Map<string | undefined, string | undefined>> {
  const identities = new Map<string | undefined, string | undefined>();
  for await (const { DistributionList } of paginateListDistributions(
    { client: new CloudFrontClient({}) },
    {},
  )) {
    for (const { Origins } of DistributionList?.Items ?? []) {
      for (const { DomainName, S3OriginConfig } of Origins?.Items ?? []) {
        // An origin with OAC has the property too, and it is empty.
        const identity = S3OriginConfig?.OriginAccessIdentity?.split('/').at(-1);
        if (identity) identities.set(DomainName?.split('.s3.')[0], identity);
      }
    }
  }
  return identities;
}

async function policyOf(s3: S3Client, Bucket: string | undefined): Promise<string | undefined> {
  try {
    return (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;
  } catch (error) {
    if ((error as Error).name === 'NoSuchBucketPolicy') return undefined;
    throw error;
  }
}
