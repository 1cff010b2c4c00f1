import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  CloudFrontClient,
  CreateInvalidationCommand,
  type DistributionConfig,
  GetCachePolicyConfigCommand,
  GetDistributionConfigCommand,
  GetInvalidationCommand,
  GetOriginAccessControlConfigCommand,
  GetResponseHeadersPolicyConfigCommand,
  ListInvalidationsCommand,
} from '@aws-sdk/client-cloudfront';
import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { visit } from '../../../exercise/http';
import { s3OverPlainHttp } from '../../../exercise/plain-http';
import type { Exercise } from '../../../model/exercise';

const cloudfront = new CloudFrontClient({});
const s3 = new S3Client({});
/** Sends unsigned requests, so S3 treats them as anonymous. */
const stranger = new S3Client({ signer: { sign: async (request) => request } });
/** Has the credentials of the bucket owner, but uses plain HTTP. */
const careless = s3OverPlainHttp();

export const exercise: Exercise = async (lab) => {
  const Bucket = lab.output('SiteBucketName');
  const identity = {
    way: 'the identity',
    id: lab.output('IdentityDistributionId'),
    domain: lab.output('IdentityDistributionDomain'),
    needs: ['s3: CanonicalUser principal', 's3: aws:SecureTransport'],
  } as const;
  const control = {
    way: 'the access control',
    id: lab.output('ControlDistributionId'),
    domain: lab.output('ControlDistributionDomain'),
    needs: ['s3: aws:SecureTransport'],
  } as const;

  await lab.prove('the two distributions differ only in how they authenticate to S3', async () => {
    const [byIdentity, byControl] = await Promise.all([config(identity.id), config(control.id)]);
    assert.deepEqual(behavior(byIdentity), behavior(byControl));
    const [first, second] = [origin(byIdentity), origin(byControl)];
    assert.equal(first.DomainName, second.DomainName);
    assert.match(
      first.S3OriginConfig?.OriginAccessIdentity ?? '',
      /^origin-access-identity\/cloudfront\/\w+$/,
    );
    assert.ok(!first.OriginAccessControlId);
    assert.ok(!second.S3OriginConfig?.OriginAccessIdentity);
    const { OriginAccessControlConfig } = await cloudfront.send(
      new GetOriginAccessControlConfigCommand({ Id: second.OriginAccessControlId }),
    );
    assert.equal(OriginAccessControlConfig?.SigningProtocol, 'sigv4');
    assert.equal(OriginAccessControlConfig.SigningBehavior, 'always');
    return `${first.S3OriginConfig?.OriginAccessIdentity} and ${second.OriginAccessControlId}`;
  });

  await lab.prove(
    '?lang is the only part of a request in the cache key, besides its path',
    async () => {
      const { DefaultCacheBehavior, CacheBehaviors } = await config(control.id);
      assert.ok(!DefaultCacheBehavior?.ForwardedValues);
      const page = await cacheKey(DefaultCacheBehavior?.CachePolicyId);
      assert.deepEqual(page.QueryStringsConfig?.QueryStrings?.Items, ['lang']);
      assert.equal(page.QueryStringsConfig?.QueryStringBehavior, 'whitelist');
      assert.equal(page.HeadersConfig?.HeaderBehavior, 'none');
      assert.equal(page.CookiesConfig?.CookieBehavior, 'none');
      const [assets] = CacheBehaviors?.Items ?? [];
      assert.equal(assets?.PathPattern, 'assets/*');
      const style = await cacheKey(assets.CachePolicyId);
      assert.equal(style.QueryStringsConfig?.QueryStringBehavior, 'none');
    },
  );

  await lab.prove('the bucket blocks every kind of public access', async () => {
    const { PublicAccessBlockConfiguration } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket }),
    );
    assert.deepEqual(PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
  });

  await lab.prove('the bucket has ACLs disabled and encrypts with SSE-S3', async () => {
    const [ownership, encryption] = await Promise.all([
      s3.send(new GetBucketOwnershipControlsCommand({ Bucket })),
      s3.send(new GetBucketEncryptionCommand({ Bucket })),
    ]);
    assert.deepEqual(
      ownership.OwnershipControls?.Rules?.map(({ ObjectOwnership }) => ObjectOwnership),
      ['BucketOwnerEnforced'],
    );
    assert.deepEqual(
      encryption.ServerSideEncryptionConfiguration?.Rules?.map(
        (rule) => rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
      ),
      ['AES256'],
    );
  }, ['AWS::S3::Bucket.OwnershipControls', 'AWS::S3::Bucket.BucketEncryption']);

  await lab.prove(
    'the bucket policy lets one identity and one distribution read objects, and nothing else',
    async () => {
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      const statements: Statement[] = JSON.parse(Policy ?? '{}').Statement;
      const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
      assert.equal(allowed.length, 2);
      for (const { Action, Resource } of allowed) {
        assert.deepEqual([Action].flat(), ['s3:GetObject']);
        assert.match(String(Resource), new RegExp(`:s3:::${Bucket}/\\*$`));
      }
      const service = allowed.find(({ Principal }) => Principal.Service);
      assert.deepEqual(service?.Principal, { Service: 'cloudfront.amazonaws.com' });
      const sourceArn = service.Condition?.StringEquals?.['AWS:SourceArn'];
      assert.match(String(sourceArn), new RegExp(`:distribution/${control.id}$`));
      // S3 returns the canonical user of an identity as an IAM ARN.
      const canonical = allowed.find((statement) => statement !== service)?.Principal;
      assert.match(
        canonical?.CanonicalUser ?? canonical?.AWS ?? '',
        /^[0-9a-f]{64,}$|:user\/CloudFront Origin Access Identity \w+$/,
      );
      assert.ok(!allowed.find((statement) => statement !== service)?.Condition);
      return `${JSON.stringify(canonical)}, and the service for ${sourceArn}`;
    },
  );

  await lab.prove('S3 reports that the bucket policy is not public', async () => {
    const { PolicyStatus } = await s3.send(new GetBucketPolicyStatusCommand({ Bucket }));
    assert.equal(PolicyStatus?.IsPublic, false);
  }, ['s3: GetBucketPolicyStatus']);

  await lab.prove(
    'S3 returns 403 to an anonymous request that bypasses CloudFront, and to the owner over plain HTTP',
    async () => {
      for (const client of [stranger, careless]) {
        await assert.rejects(
          client.send(new GetObjectCommand({ Bucket, Key: 'index.html' })),
          ({ $metadata }: { $metadata?: { httpStatusCode?: number } }) =>
            $metadata?.httpStatusCode === 403,
        );
      }
    },
  );

  for (const { way, domain, needs } of [identity, control]) {
    await lab.prove(
      `viewers get the page and its style sheet through ${way}, with every security header`,
      async () => {
        const page = await visit(domain, '/');
        assert.equal(page.status, 200);
        assert.match(page.body, /<title>A private bucket, served by CloudFront<\/title>/);
        assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
        assert.deepEqual(await visit(domain, '/index.html').then(({ body }) => body), page.body);
        const [, link] = /href="(\/assets\/[^"]+)"/.exec(page.body) ?? [];
        const style = await visit(domain, String(link));
        assert.equal(style.status, 200);
        assert.equal(style.headers['content-type'], 'text/css; charset=utf-8');
        for (const { headers } of [page, style]) assertSecure(headers);
        return `${page.body.length} characters from ${domain}`;
      },
      needs,
    );
    await lab.prove(
      `a missing page returns 404 and the error page through ${way}`,
      async () => {
        const missing = await visit(domain, `/${randomUUID()}`);
        assert.equal(missing.status, 404);
        assert.match(missing.body, /<title>There is no such page<\/title>/);
        assertSecure(missing.headers);
      },
      needs,
    );
  }

  await lab.prove(
    'both distributions redirect plain HTTP to HTTPS and keep the query string',
    async () => {
      for (const { domain } of [identity, control]) {
        const { status, headers } = await visit(domain, '/?lang=fr', 'http');
        assert.equal(status, 301);
        assert.equal(headers.location, `https://${domain}/?lang=fr`);
      }
    },
  );

  await lab.prove(
    'CloudFront rejects a DELETE, and the page still exists',
    async () => {
      // CloudFront may replace its own 403 with the 404 of the error page.
      const { status } = await visit(control.domain, '/index.html', 'https', 'DELETE');
      assert.ok(status === 403 || status === 404, `expected 403 or 404, got ${status}`);
      assert.equal((await visit(control.domain, '/index.html')).status, 200);
    },
    control.needs,
  );

  await lab.prove('the publication invalidated every page in both caches', async () => {
    for (const { id } of [identity, control]) {
      const { InvalidationList } = await cloudfront.send(
        new ListInvalidationsCommand({ DistributionId: id }),
      );
      const oldest = InvalidationList?.Items?.at(-1);
      const { Invalidation } = await cloudfront.send(
        new GetInvalidationCommand({ DistributionId: id, Id: oldest?.Id }),
      );
      assert.deepEqual(Invalidation?.InvalidationBatch?.Paths?.Items, ['/*']);
    }
  });

  await lab.prove('each ?lang has its own cached copy, other parameters do not, and a style sheet has one copy in total', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    assert.match((await visit(control.domain, `/?lang=${one}`)).cache, /^Miss/);
    // An edge location has many servers. It can take a few requests until one with a copy responds.
    const hit = (path: string) =>
      lab.eventually(`a hit of ${path}`, async () => {
        const { cache } = await visit(control.domain, path);
        return /^(RefreshHit|Hit)/.test(cache) || undefined;
      });
    await hit(`/?lang=${one}&color=${other}`);
    assert.match((await visit(control.domain, `/?lang=${other}`)).cache, /^Miss/);
    await hit(`/assets/style.css?lang=${other}`);
  }, ['cloudfront: caching', ...control.needs]);

  await lab.prove('CloudFront serves the old file until you invalidate its path', async () => {
    const Key = `${randomUUID()}.txt`;
    const put = (Body: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/plain' }));
    const seen = async () => (await visit(control.domain, `/${Key}`)).body;
    try {
      await put('old');
      assert.equal(await seen(), 'old');
      await lab.eventually(
        'a hit of the old file',
        async () => (await visit(control.domain, `/${Key}`)).cache.startsWith('Hit') || undefined,
      );
      await put('new');
      assert.equal(await seen(), 'old');
      await cloudfront.send(
        new CreateInvalidationCommand({
          DistributionId: control.id,
          InvalidationBatch: {
            CallerReference: Key,
            Paths: { Quantity: 1, Items: [`/${Key}`] },
          },
        }),
      );
      await lab.eventually('the new file', async () => (await seen()) === 'new' || undefined, 300);
    } finally {
      // CloudFormation can delete the bucket only when it is empty.
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    }
  }, ['cloudfront: caching', ...control.needs]);

  await lab.prove(
    'the security headers come from the response headers policy of the stack',
    async () => {
      const { DefaultCacheBehavior } = await config(identity.id);
      const { ResponseHeadersPolicyConfig } = await cloudfront.send(
        new GetResponseHeadersPolicyConfigCommand({
          Id: DefaultCacheBehavior?.ResponseHeadersPolicyId,
        }),
      );
      assert.match(ResponseHeadersPolicyConfig?.Name ?? '', new RegExp(`^${lab.stackName}-`));
      return ResponseHeadersPolicyConfig?.Name;
    },
  );
};

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Principal: Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

async function config(Id: string): Promise<DistributionConfig> {
  const { DistributionConfig } = await cloudfront.send(new GetDistributionConfigCommand({ Id }));
  assert.ok(DistributionConfig);
  return DistributionConfig;
}

function origin({ Origins }: DistributionConfig) {
  const [only, ...more] = Origins?.Items ?? [];
  assert.ok(only && more.length === 0, 'expected one origin');
  return only;
}

/** The configuration of a distribution, without the names that differ. */
function behavior(distribution: DistributionConfig): object {
  const { Id } = origin(distribution);
  const { CallerReference, Origins, ...rest } = distribution;
  return JSON.parse(JSON.stringify(rest).replaceAll(`"${Id}"`, '"the origin"'));
}

async function cacheKey(Id: string | undefined) {
  const { CachePolicyConfig } = await cloudfront.send(new GetCachePolicyConfigCommand({ Id }));
  assert.ok(CachePolicyConfig?.ParametersInCacheKeyAndForwardedToOrigin);
  return CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin;
}

function assertSecure(headers: IncomingHttpHeaders): void {
  assert.equal(headers['strict-transport-security'], 'max-age=31536000; includeSubDomains');
  assert.equal(headers['content-security-policy'], "default-src 'self'; frame-ancestors 'none'");
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.equal(headers['referrer-policy'], 'same-origin');
}
