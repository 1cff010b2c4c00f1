import { CloudFrontClient, paginateListDistributions } from '@aws-sdk/client-cloudfront';
import { GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';

interface Statement {
  readonly Effect: string;
  readonly Principal: string | { readonly CanonicalUser?: string; readonly AWS?: string };
  readonly Condition?: { readonly Bool?: Readonly<Record<string, string>> };
}

/**
 * Rewrites the policies of the buckets that distributions read, so that the emulator's CloudFront can
 * read its origins: it comes over plain http, and it knows an origin access identity by its ARN and not
 * by its canonical user.
 */
export async function rewriteBucketPolicies(): Promise<() => Promise<void>> {
  const s3 = new S3Client({});
  for (const [Bucket, identity] of await originAccessIdentities()) {
    const document = await policyOf(s3, Bucket);
    if (document === undefined) continue;
    const { Statement, ...rest } = JSON.parse(document) as { Statement: Statement[] };
    const rewritten = Statement.filter(
      ({ Condition }) => Condition?.Bool?.['aws:SecureTransport'] !== 'false',
    ).map((statement) => {
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

/** The buckets that distributions read, and for each the origin access identity that reads it, if any. */
async function originAccessIdentities(): Promise<Map<string, string | undefined>> {
  const identities = new Map<string, string | undefined>();
  for await (const { DistributionList } of paginateListDistributions(
    { client: new CloudFrontClient({}) },
    {},
  )) {
    for (const { Origins } of DistributionList?.Items ?? []) {
      for (const { DomainName, S3OriginConfig } of Origins?.Items ?? []) {
        // An origin with OAC has the property too, and it is empty.
        const identity = S3OriginConfig?.OriginAccessIdentity?.split('/').at(-1);
        const [bucket, region] = DomainName?.split('.s3.') ?? [];
        if (!bucket || !region) continue;
        identities.set(bucket, identity || identities.get(bucket));
      }
    }
  }
  return identities;
}

async function policyOf(s3: S3Client, Bucket: string): Promise<string | undefined> {
  try {
    return (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;
  } catch (error) {
    if ((error as Error).name === 'NoSuchBucketPolicy') return undefined;
    throw error;
  }
}
