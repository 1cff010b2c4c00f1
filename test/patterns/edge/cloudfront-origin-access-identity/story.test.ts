import { readdirSync, readFileSync } from 'node:fs';
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { type CopyObjectCommand, type DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Template } from 'aws-cdk-lib/assertions';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import {
  copySource,
  parsePublication,
  reasonOf,
  staleKeys,
  written,
} from '../../../../lambda/edge/cloudfront-origin-access-identity/publication';
import { handler } from '../../../../lambda/edge/cloudfront-origin-access-identity/publisher';
import { resolve } from '../../../../lib/cloudformation/resolve';
import { CloudfrontOriginAccessIdentityStack } from '../../../../lib/patterns/edge/cloudfront-origin-access-identity/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, templateOf, withoutAssetHashes } from '../../../support/synth';

const folder = 'lib/patterns/edge/cloudfront-origin-access-identity/site';

describe('the stack', () => {
  const stack = build(CloudfrontOriginAccessIdentityStack);
  const template = Template.fromStack(stack).toJSON();
  const idOf = (type: string, part: string) => logicalId(stack, type, part);
  const propertiesOf = (type: string, part: string) =>
    template.Resources[idOf(type, part)].Properties;

  const bucket = idOf('AWS::S3::Bucket', 'Site');
  const distribution = (part: string) => idOf('AWS::CloudFront::Distribution', part);
  const configOf = (part: string) =>
    propertiesOf('AWS::CloudFront::Distribution', part).DistributionConfig;
  const identity = idOf('AWS::CloudFront::CloudFrontOriginAccessIdentity', 'Identity');
  const publication = propertiesOf('Custom::Publication', 'Publication');
  const sources = publication.Files.map(
    ({ SourceBucket, SourceKey }: { SourceBucket: unknown; SourceKey: string }) =>
      `arn:aws:s3:::${resolve(templateOf(stack), SourceBucket)}/${SourceKey}`,
  ).join(', ');
  const keys: string[] = publication.Files.map(({ Key }: { Key: string }) => Key);

  test('gives the only identity to one distribution and the only access control to the other', () => {
    const count = (type: string) =>
      Object.values<{ Type: string }>(template.Resources).filter(({ Type }) => Type === type)
        .length;
    expect(count('AWS::CloudFront::CloudFrontOriginAccessIdentity')).toBe(1);
    expect(count('AWS::CloudFront::OriginAccessControl')).toBe(1);
    const regionalDomain = { 'Fn::GetAtt': [bucket, 'RegionalDomainName'] };
    expect(configOf('IdentityDistribution').Origins).toEqual([
      {
        Id: expect.any(String),
        DomainName: regionalDomain,
        S3OriginConfig: {
          OriginAccessIdentity: {
            'Fn::Join': ['', ['origin-access-identity/cloudfront/', { Ref: identity }]],
          },
        },
      },
    ]);
    expect(configOf('ControlDistribution').Origins).toEqual([
      {
        Id: expect.any(String),
        DomainName: regionalDomain,
        S3OriginConfig: { OriginAccessIdentity: '' },
        OriginAccessControlId: {
          'Fn::GetAtt': [idOf('AWS::CloudFront::OriginAccessControl', 'AccessControl'), 'Id'],
        },
      },
    ]);
  });

  test('forwards no plain HTTP request, because the bucket denies it', () => {
    for (const part of ['IdentityDistribution', 'ControlDistribution']) {
      for (const { ViewerProtocolPolicy } of behaviors(configOf(part))) {
        expect(['redirect-to-https', 'https-only']).toContain(ViewerProtocolPolicy);
      }
    }
  });

  test('has two distributions that differ only in the access to their origin', () => {
    const alike = (part: string) => {
      const { Origins, ...rest } = configOf(part);
      return JSON.parse(JSON.stringify(rest).replaceAll(Origins[0].Id, 'origin'));
    };
    expect(alike('IdentityDistribution')).toEqual(alike('ControlDistribution'));
  });

  test('has an origin for every behavior and a behavior for every origin', () => {
    for (const part of ['IdentityDistribution', 'ControlDistribution']) {
      const config = configOf(part);
      const origins: string[] = config.Origins.map(({ Id }: { Id: string }) => Id);
      const targets = new Set(behaviors(config).map(({ TargetOriginId }) => TargetOriginId));
      expect([...targets]).toEqual(origins);
      expect(behaviors(config).length).toBeGreaterThanOrEqual(origins.length);
    }
  });

  test('adds security headers to every behavior, and has ?lang in the cache key of pages only', () => {
    const headers = { Ref: idOf('AWS::CloudFront::ResponseHeadersPolicy', 'SecurityHeaders') };
    const config = configOf('ControlDistribution');
    for (const { ResponseHeadersPolicyId } of behaviors(config)) {
      expect(ResponseHeadersPolicyId).toEqual(headers);
    }
    expect(config.DefaultCacheBehavior.CachePolicyId).toEqual({
      Ref: idOf('AWS::CloudFront::CachePolicy', 'LanguageCache'),
    });
    expect(config.CacheBehaviors[0].CachePolicyId).toEqual(expect.any(String));
  });

  test('publishes every file of the site, and every link leads to one of them', () => {
    const onDisk = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(folder.length + 1));
    expect([...keys].sort()).toEqual(onDisk.sort());
    const { DefaultRootObject, CustomErrorResponses } = configOf('IdentityDistribution');
    expect(keys).toContain(DefaultRootObject);
    expect(keys.map((key) => `/${key}`)).toContain(CustomErrorResponses[0].ResponsePagePath);
    for (const page of keys.filter((key) => key.endsWith('.html'))) {
      for (const link of linksOf(page)) {
        const { pathname } = new URL(link, 'https://example.com');
        const key = pathname === '/' ? DefaultRootObject : pathname.slice(1);
        expect([...keys, 'no-such-page']).toContain(key);
      }
    }
  });

  test('gives every file its content type', () => {
    const types = { css: 'text/css; charset=utf-8', html: 'text/html; charset=utf-8' };
    for (const { Key, ContentType } of publication.Files) {
      expect(ContentType).toBe(types[Key.split('.').at(-1) as keyof typeof types]);
    }
  });

  test('publishes the assets of a page before the page', () => {
    for (const page of keys.filter((key) => key.endsWith('.html'))) {
      for (const link of linksOf(page).filter((href) => href.startsWith('/assets/'))) {
        expect(keys.indexOf(link.slice(1))).toBeLessThan(keys.indexOf(page));
      }
    }
  });

  test('invalidates both distributions', () => {
    expect(publication.DistributionIds).toEqual([
      { Ref: distribution('IdentityDistribution') },
      { Ref: distribution('ControlDistribution') },
    ]);
  });

  test('deletes the pages before their bucket, the publisher, and its permissions', () => {
    const publisher = idOf('AWS::Lambda::Function', 'Publisher');
    expect(publication.ServiceToken).toEqual({ 'Fn::GetAtt': [publisher, 'Arn'] });
    expect(publication.Bucket).toEqual({ Ref: bucket });
    expect(template.Resources[publisher].DependsOn).toContain(
      idOf('AWS::IAM::Policy', 'PublisherRole'),
    );
  });

  test('gives the publisher time for a second attempt before CloudFormation times out', () => {
    const { Timeout } = propertiesOf('AWS::Lambda::Function', 'Publisher');
    // Lambda waits one minute before it retries an asynchronous event.
    expect(Number(publication.ServiceTimeout)).toBeGreaterThanOrEqual(2 * Timeout + 60);
  });

  test('has names with stack and Region in them, at most 64 characters long', () => {
    const name = { 'Fn::Join': ['', [`${stack.stackName}-`, { Ref: 'AWS::Region' }]] };
    expect(
      propertiesOf('AWS::CloudFront::CachePolicy', 'LanguageCache').CachePolicyConfig.Name,
    ).toEqual(name);
    expect(
      propertiesOf('AWS::CloudFront::ResponseHeadersPolicy', 'SecurityHeaders')
        .ResponseHeadersPolicyConfig.Name,
    ).toEqual(name);
    expect(
      propertiesOf('AWS::CloudFront::OriginAccessControl', 'AccessControl')
        .OriginAccessControlConfig.Name,
    ).toEqual(name);
    expect(`${stack.stackName}-ap-southeast-2`.length).toBeLessThanOrEqual(64);
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on PublisherRole
      cloudfront.amazonaws.com, 222222222222 may not sts:AssumeRole on PublisherRole
      Identity may s3:GetObject on Site/index.html
      Identity may not s3:ListBucket on Site
      Identity may not s3:PutObject, s3:DeleteObject on Site/index.html
      cloudfront.amazonaws.com may s3:GetObject on Site/index.html when aws:SourceArn is ControlDistribution
      cloudfront.amazonaws.com may not s3:GetObject on Site/index.html when aws:SourceArn is IdentityDistribution
      cloudfront.amazonaws.com may not s3:GetObject on Site/index.html when aws:SourceArn is arn:aws:cloudfront::222222222222:distribution/E1
      cloudfront.amazonaws.com may not s3:PutObject on Site/index.html when aws:SourceArn is ControlDistribution
      anonymous, 222222222222, cloudfront.amazonaws.com may not s3:GetObject on Site/index.html
      anonymous, Identity, 111111111111 must not s3:GetObject on Site/index.html when aws:SecureTransport is false
      111111111111 must not s3:ListBucket on Site when aws:SecureTransport is false
      Publisher may s3:PutObject, s3:DeleteObject on Site/index.html
      Publisher may not s3:GetObject on Site/index.html
      Publisher may not s3:ListBucket, s3:PutBucketPolicy on Site
      Publisher may s3:GetObject on ${sources} when aws:ResourceAccount is 111111111111
      Publisher may not s3:GetObject on ${sources} when aws:ResourceAccount is 222222222222
      Publisher may not s3:PutObject on ${sources} when aws:ResourceAccount is 111111111111
      Publisher may cloudfront:CreateInvalidation on IdentityDistribution, ControlDistribution
      Publisher may not cloudfront:UpdateDistribution on IdentityDistribution, ControlDistribution
      Publisher may logs:CreateLogStream, logs:PutLogEvents on PublisherLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template)).toMatchSnapshot();
  });
});

const file = {
  Key: 'index.html',
  ContentType: 'text/html; charset=utf-8',
  SourceBucket: 'assets',
  SourceKey: 'a1.html',
};
const properties = {
  ServiceToken: 'arn',
  Bucket: 'site',
  Files: [{ ...file, Key: 'assets/a b.css', SourceKey: 'folder/b 2.css' }, file],
  DistributionIds: ['E1', 'E2'],
  DistributionPaths: ['/*'],
};

jest.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

describe('the publisher', () => {
  const answered = { status: 200 };
  let sent: (CopyObjectCommand | DeleteObjectCommand | CreateInvalidationCommand)[];
  let answers: [string, RequestInit][];
  let fail: (command: object) => void;

  beforeEach(() => {
    sent = [];
    answers = [];
    answered.status = 200;
    fail = () => {};
    const send = async (command: CopyObjectCommand) => {
      fail(command);
      sent.push(command);
      return {};
    };
    jest.spyOn(S3Client.prototype, 'send').mockImplementation(send as never);
    jest.spyOn(CloudFrontClient.prototype, 'send').mockImplementation(send as never);
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      answers.push([String(url), init as RequestInit]);
      return new Response(null, { status: answered.status });
    });
    jest.spyOn(console, 'error').mockImplementation();
  });

  const event = (RequestType: string, more: object = {}) =>
    ({
      RequestType,
      ResponseURL: 'https://example.com/answer?Signature=secret',
      StackId: 'stack',
      RequestId: 'r1',
      LogicalResourceId: 'Publication',
      ResourceType: 'Custom::Publication',
      ResourceProperties: properties,
      ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'site' }),
      ...more,
    }) as unknown as CloudFormationCustomResourceEvent;
  const done = () =>
    sent.map((command): [string, Record<string, unknown>] => [
      command.constructor.name,
      { ...command.input },
    ]);
  const answer = () => {
    expect(answers).toHaveLength(1);
    return JSON.parse(String(answers[0]?.[1].body));
  };

  const denied = () => Object.assign(new Error('not authorized'), { name: 'AccessDenied' });

  test('copies a file again while its new permission is not there yet', async () => {
    let refusals = 3;
    fail = () => {
      if (refusals-- > 0) throw denied();
    };
    await handler(event('Create'));
    expect(answer()).toMatchObject({ Status: 'SUCCESS' });
    expect(done().map(([, { Key }]) => Key)).toEqual([
      'assets/a b.css',
      'index.html',
      undefined,
      undefined,
    ]);
  });

  test('gives up if the permission does not come', async () => {
    fail = () => {
      throw denied();
    };
    await handler(event('Create'));
    expect(answer()).toMatchObject({ Status: 'FAILED', Reason: 'AccessDenied: not authorized' });
  });

  test('copies the files in order, invalidates both distributions, and reports success', async () => {
    await handler(event('Create'));
    const invalidation = { Paths: { Quantity: 1, Items: ['/*'] } };
    expect(done()).toEqual([
      [
        'CopyObjectCommand',
        {
          Bucket: 'site',
          Key: 'assets/a b.css',
          CopySource: 'assets/folder/b%202.css',
          ContentType: file.ContentType,
          MetadataDirective: 'REPLACE',
        },
      ],
      ['CopyObjectCommand', expect.objectContaining({ Key: 'index.html' })],
      [
        'CreateInvalidationCommand',
        {
          DistributionId: 'E1',
          InvalidationBatch: { CallerReference: 'r1-E1', ...invalidation },
        },
      ],
      [
        'CreateInvalidationCommand',
        {
          DistributionId: 'E2',
          InvalidationBatch: { CallerReference: 'r1-E2', ...invalidation },
        },
      ],
    ]);
    expect(answer()).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'site',
      StackId: 'stack',
      RequestId: 'r1',
      LogicalResourceId: 'Publication',
    });
  });

  test('sends its response with PUT and an empty content type, as the URL is signed', async () => {
    await handler(event('Create'));
    const [[url, { method, headers }]] = answers as [[string, RequestInit]];
    expect(url).toBe('https://example.com/answer?Signature=secret');
    expect(method).toBe('PUT');
    expect(headers).toEqual({ 'content-type': '' });
  });

  test('deletes files that an update no longer lists, after it copies the new files', async () => {
    const OldResourceProperties = {
      ...properties,
      Files: [...properties.Files, { ...file, Key: 'old.html' }],
    };
    await handler(event('Update', { OldResourceProperties }));
    expect(done().map(([name, { Key }]) => [name, Key])).toEqual([
      ['CopyObjectCommand', 'assets/a b.css'],
      ['CopyObjectCommand', 'index.html'],
      ['DeleteObjectCommand', 'old.html'],
      ['CreateInvalidationCommand', undefined],
      ['CreateInvalidationCommand', undefined],
    ]);
    expect(answer().Status).toBe('SUCCESS');
  });

  test('rolls back an update even if the failed properties are invalid', async () => {
    await handler(event('Update', { OldResourceProperties: { Bucket: 'site', Files: 'none' } }));
    expect(answer().Status).toBe('SUCCESS');
    expect(done()).toHaveLength(4);
  });

  test('ignores a key that is not valid UTF-8 when it deletes files', async () => {
    const Files = [file, { ...file, Key: '\ud83c' }];
    await handler(event('Delete', { ResourceProperties: { ...properties, Files } }));
    expect(done().map(([, { Key }]) => Key)).toEqual(['index.html']);
  });

  test('leaves no files in the new bucket if a move fails', async () => {
    fail = (command) => {
      if (command instanceof CreateInvalidationCommand) throw new Error('too many in progress');
    };
    await handler(event('Update', { PhysicalResourceId: 'old', OldResourceProperties: {} }));
    expect(answer()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'old' });
    expect(done().map(([name, { Key }]) => [name, Key])).toEqual([
      ['CopyObjectCommand', 'assets/a b.css'],
      ['CopyObjectCommand', 'index.html'],
      ['DeleteObjectCommand', 'assets/a b.css'],
      ['DeleteObjectCommand', 'index.html'],
    ]);
  });

  test('deletes only its own files with the stack', async () => {
    await handler(event('Delete'));
    expect(done()).toEqual([
      ['DeleteObjectCommand', { Bucket: 'site', Key: 'assets/a b.css' }],
      ['DeleteObjectCommand', { Bucket: 'site', Key: 'index.html' }],
    ]);
    expect(answer()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'site' });
  });

  test('deletes nothing if the create failed because of its properties', async () => {
    const failed = { ResourceProperties: { Bucket: 7 }, PhysicalResourceId: 'nothing' };
    await handler(event('Delete', failed));
    expect(sent).toEqual([]);
    expect(answer()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'nothing' });
  });

  test('succeeds if the bucket no longer exists', async () => {
    fail = () => {
      throw Object.assign(new Error('gone'), { name: 'NoSuchBucket' });
    };
    await handler(event('Delete'));
    expect(answer().Status).toBe('SUCCESS');
  });

  test('responds FAILED with the reason, and keeps the signed URL out of the log', async () => {
    fail = (command) => {
      if (command instanceof CreateInvalidationCommand) throw new Error('too many in progress');
    };
    await handler(event('Create'));
    expect(answer()).toMatchObject({
      Status: 'FAILED',
      Reason: 'Error: too many in progress',
      PhysicalResourceId: 'site',
    });
    expect(JSON.stringify(jest.mocked(console.error).mock.calls)).not.toContain('secret');
    expect(console.error).toHaveBeenCalled();
  });

  test('keeps its physical id when an update or a delete fails, so that it does not look replaced', async () => {
    fail = () => {
      throw new Error('denied');
    };
    for (const type of ['Update', 'Delete']) {
      answers = [];
      await handler(event(type, { PhysicalResourceId: 'earlier' }));
      expect(answer()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'earlier' });
    }
  });

  test('writes nothing if the properties are invalid', async () => {
    await handler(event('Create', { ResourceProperties: { ...properties, Bucket: '' } }));
    expect(sent).toEqual([]);
    expect(answer()).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'nothing' });
  });

  test('fails if CloudFormation rejects its response, so that Lambda retries', async () => {
    answered.status = 403;
    await expect(handler(event('Create'))).rejects.toThrow('status 403');
  });
});

describe('a publication', () => {
  test('is read from complete properties', () => {
    expect(parsePublication(properties)).toEqual({
      bucket: 'site',
      files: [
        expect.objectContaining({ key: 'assets/a b.css' }),
        {
          key: 'index.html',
          contentType: 'text/html; charset=utf-8',
          sourceBucket: 'assets',
          sourceKey: 'a1.html',
        },
      ],
      distributionIds: ['E1', 'E2'],
      distributionPaths: ['/*'],
    });
  });

  test.each([
    ['nothing', undefined, 'Bucket'],
    ['a string', 'site', 'Bucket'],
    ['a bucket of another type', { ...properties, Bucket: 1e21 }, 'got 1e+21'],
    ['an empty bucket name', { ...properties, Bucket: '' }, 'Bucket'],
    ['a bucket name of 64 characters', { ...properties, Bucket: 'b'.repeat(64) }, 'Bucket'],
    ['a bucket name with a slash', { ...properties, Bucket: 'site/../other' }, 'Bucket'],
    ['no files', { ...properties, Files: [] }, 'Files'],
    ['a file that is a string', { ...properties, Files: ['index.html'] }, 'got "index.html"'],
    ['an empty key', { ...properties, Files: [{ ...file, Key: '' }] }, 'a file such as'],
    ['a key with a slash in front', { ...properties, Files: [{ ...file, Key: '/a' }] }, 'a file'],
    ['half a surrogate pair', { ...properties, Files: [{ ...file, Key: '\ud83c' }] }, 'a file'],
    [
      'a key of 1,025 bytes',
      { ...properties, Files: [{ ...file, Key: 'é'.repeat(513) }] },
      'a file',
    ],
    [
      'a type with a line break',
      { ...properties, Files: [{ ...file, ContentType: 'text/html\r\nx' }] },
      'a file',
    ],
    ['an id with a slash', { ...properties, DistributionIds: ['../E1'] }, 'DistributionIds'],
    ['ids that are no list', { ...properties, DistributionIds: { length: 1 } }, 'DistributionIds'],
    ['no paths', { ...properties, DistributionPaths: [] }, 'DistributionPaths'],
    ['a path without a slash', { ...properties, DistributionPaths: ['*'] }, 'DistributionPaths'],
    [
      'a wildcard in the middle',
      { ...properties, DistributionPaths: ['/*/a'] },
      'DistributionPaths',
    ],
    [
      'a path of 4,001 characters',
      { ...properties, DistributionPaths: [`/${'a'.repeat(4000)}`] },
      'DistributionPaths',
    ],
  ])('is rejected with %s', (_, given, expected) => {
    expect(() => parsePublication(given)).toThrow(expected);
    expect(() => parsePublication(given)).toThrow(/^expected .{1,500}$/);
  });

  test('accepts keys in any script, and keys with the names of object members', () => {
    const names = ['日本語.html', 'a/ü/🙂.css', '__proto__', 'constructor', 'é'.repeat(512)];
    const { files } = parsePublication({
      ...properties,
      Files: names.map((Key) => ({ ...file, Key })),
    });
    expect(files.map(({ key }) => key)).toEqual(names);
    expect(
      staleKeys({ Bucket: 'site', Files: [{ Key: '__proto__' }] }, parsePublication(properties)),
    ).toEqual(['__proto__']);
  });

  test('ignores inherited members of an object', () => {
    expect(() => parsePublication(JSON.parse('{"__proto__":{"Bucket":"site"}}'))).toThrow('Bucket');
  });

  test('lists what any earlier properties may have written, and never throws', () => {
    expect(written(properties)).toEqual({ bucket: 'site', keys: ['assets/a b.css', 'index.html'] });
    expect(written({ Bucket: 'site', Files: [file, file, null, { Key: 7 }] })).toEqual({
      bucket: 'site',
      keys: ['index.html'],
    });
    fc.assert(
      fc.property(fc.jsonValue(), (any) => {
        expect(written(any).keys).toEqual([]);
        expect(written({ Bucket: 'site', Files: any }).bucket).toBe('site');
      }),
    );
  });

  test('leaves the files of another bucket alone', () => {
    const earlier = { ...properties, Bucket: 'other', Files: [{ ...file, Key: 'old.html' }] };
    expect(staleKeys(earlier, parsePublication(properties))).toEqual([]);
  });

  test('encodes the source of a copy so that S3 decodes the same key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (sourceKey) => {
        const source = copySource({ key: 'a', contentType: 'b/c', sourceBucket: 'x', sourceKey });
        expect(source).toMatch(/^x\/[\w.!~*'()%/-]+$/);
        expect(decodeURIComponent(source.slice(2))).toBe(sourceKey);
      }),
    );
  });

  test('gives a reason that fits into a response, whatever error occurs', () => {
    expect(reasonOf(new TypeError('x'))).toBe('TypeError: x');
    expect(reasonOf('x')).toBe('x');
    expect(reasonOf(undefined)).toBe('undefined');
    const longest = JSON.stringify({ Reason: reasonOf(new Error('🙂'.repeat(5000))) });
    expect(Buffer.byteLength(longest)).toBeLessThan(3000);
  });
});

interface Behavior {
  readonly TargetOriginId: string;
  readonly ViewerProtocolPolicy: string;
  readonly ResponseHeadersPolicyId: object;
}

function behaviors(config: { DefaultCacheBehavior: Behavior; CacheBehaviors: Behavior[] }) {
  return [config.DefaultCacheBehavior, ...config.CacheBehaviors];
}

function linksOf(page: string): string[] {
  const html = readFileSync(`${folder}/${page}`, 'utf8');
  return [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => String(href));
}
