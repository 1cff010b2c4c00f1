import { Template } from 'aws-cdk-lib/assertions';
import {
  keyOf,
  MOST_BYTES,
  MOST_SECONDS,
  parseTicket,
} from '../../../../lambda/storage/s3-static-website/ticket';
import { S3StaticWebsiteStack } from '../../../../lib/patterns/storage/s3-static-website/stack';
import { decide } from '../../../../lib/permissions/decide';
import { decisions } from '../../../support/decisions';
import { build, logicalId, templateOf, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(S3StaticWebsiteStack);
  const template = Template.fromStack(stack).toJSON();
  const properties = (type: string, id: string) =>
    template.Resources[logicalId(stack, type, id)].Properties;

  test('lets pages of the website use the bucket, and pages of no other origin', () => {
    const { CorsRules } = properties('AWS::S3::Bucket', 'Uploads').CorsConfiguration;
    const pages = logicalId(stack, 'AWS::S3::Bucket', 'Pages');
    expect(CorsRules.map((rule: { AllowedOrigins: unknown }) => rule.AllowedOrigins)).toEqual([
      [{ 'Fn::GetAtt': [pages, 'WebsiteURL'] }],
    ]);
  });

  test('denies in the policy what the signer would not sign: older than an hour', () => {
    const { Statement } = properties('AWS::S3::BucketPolicy', 'Uploads/Policy').PolicyDocument;
    expect(Number(Statement[1].Condition.NumericGreaterThan['s3:signatureAge'])).toBe(
      MOST_SECONDS * 1000,
    );
  });

  test('gives the signer its log group and the name of the bucket', () => {
    const { LoggingConfig, Environment } = properties('AWS::Lambda::Function', 'Signer');
    expect(LoggingConfig.LogGroup.Ref).toBe(logicalId(stack, 'AWS::Logs::LogGroup', 'SignerLogs'));
    expect(Environment.Variables).toEqual({
      UPLOADS_NAME: { Ref: logicalId(stack, 'AWS::S3::Bucket', 'Uploads') },
    });
  });

  decisions(
    stack,
    `
      lambda.amazonaws.com may sts:AssumeRole on SignerRole
      anonymous, 111111111111, 222222222222 may not sts:AssumeRole on SignerRole
      Signer may s3:PutObject, s3:GetObject on Uploads/inbox/0/a
      Signer may s3:PutObject, s3:GetObject on Uploads/inbox/0/a when s3:signatureAge is 3600000
      Signer, 111111111111 must not s3:PutObject, s3:GetObject on Uploads/inbox/0/a when s3:signatureAge is 3600001
      Signer may not s3:PutObject, s3:GetObject on Uploads/a, Pages/index.html
      Signer may not s3:DeleteObject, s3:PutObjectAcl on Uploads/inbox/0/a
      Signer may not s3:ListBucket, s3:PutBucketPolicy, s3:PutBucketCORS on Uploads
      Signer may logs:CreateLogStream, logs:PutLogEvents on SignerLogs
      Signer may not logs:CreateLogGroup on SignerLogs
      anonymous, 222222222222 may not s3:GetObject, s3:PutObject on Uploads/inbox/0/a, Pages/index.html
      Signer, 111111111111, anonymous must not s3:GetObject, s3:PutObject on Uploads/inbox/0/a when aws:SecureTransport is false
      anonymous must not s3:GetObject on Pages/index.html when aws:SecureTransport is false
      111111111111 must not s3:ListBucket on Uploads, Pages when aws:SecureTransport is false
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template)).toMatchSnapshot();
  });
});

describe('with -c publicWebsite=true', () => {
  const stack = build(S3StaticWebsiteStack, { context: { publicWebsite: 'true' } });
  const ask = (principal: string, action: string, resource: string, http = false) =>
    decide(templateOf(stack), {
      principal,
      action,
      resource,
      ...(http && { context: { 'aws:SecureTransport': 'false' } }),
    }).allowed;

  test('everyone may read pages, even over HTTP, and do nothing else', () => {
    expect(ask('anonymous', 's3:GetObject', 'Pages/index.html')).toBe(true);
    for (const action of ['s3:PutObject', 's3:DeleteObject'])
      expect(ask('anonymous', action, 'Pages/index.html')).toBe(false);
    expect(ask('anonymous', 's3:ListBucket', 'Pages')).toBe(false);
  });

  test('the uploads stay as private as before', () => {
    const uploads = (one: typeof stack) =>
      templateOf(one).Resources[logicalId(one, 'AWS::S3::Bucket', 'Uploads')];
    expect(uploads(stack)).toEqual(uploads(build(S3StaticWebsiteStack)));
    expect(ask('anonymous', 's3:GetObject', 'Uploads/inbox/0/a')).toBe(false);
    expect(ask('Signer', 's3:GetObject', 'Uploads/inbox/0/a', true)).toBe(false);
  });

  test.each(['false', 'yes', '1', true])('and %p as the value', (publicWebsite) => {
    const { Properties } =
      templateOf(build(S3StaticWebsiteStack, { context: { publicWebsite: `${publicWebsite}` } }))
        .Resources[logicalId(stack, 'AWS::S3::Bucket', 'Pages')] ?? {};
    const block = Properties?.PublicAccessBlockConfiguration as
      | { readonly BlockPublicPolicy?: boolean }
      | undefined;
    expect(block?.BlockPublicPolicy === true).toBe(publicWebsite !== true);
  });
});

describe('a ticket', () => {
  const upload = { action: 'upload', file: 'trip/1.mp4', type: 'video/mp4', bytes: 1000 };

  test('is an upload with a media type, or a download, for five minutes', () => {
    const key = keyOf('trip/1.mp4');
    expect(parseTicket(upload)).toEqual({ action: 'upload', key, type: 'video/mp4', seconds: 300 });
    expect(parseTicket({ action: 'download', file: 'trip/1.mp4', seconds: 60 })).toEqual({
      action: 'download',
      key,
      seconds: 60,
    });
  });

  test('can be for as long and as much as S3 takes, and not for more', () => {
    const most = { ...upload, seconds: MOST_SECONDS, bytes: MOST_BYTES };
    expect(parseTicket(most).seconds).toBe(3600);
    expect(() => parseTicket({ ...most, seconds: 3601 })).toThrow(
      'expected 1 to 3600 seconds, got',
    );
    expect(() => parseTicket({ ...most, bytes: MOST_BYTES + 1 })).toThrow(
      'expected 1 to 5368709120 bytes, got',
    );
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'upload'],
    ['a list', []],
    ['no action', { ...upload, action: undefined }],
    ['another action', { ...upload, action: 'delete' }],
    ['no file', { ...upload, file: undefined }],
    ['a list of files', { ...upload, file: ['a'] }],
    ['an empty file', { ...upload, file: '' }],
    ['a path upwards', { ...upload, file: '../a' }],
    ['a path upwards inside', { ...upload, file: 'a/../../b' }],
    ['an absolute path', { ...upload, file: '/a' }],
    ['two slashes', { ...upload, file: 'a//b' }],
    ['a slash at the end', { ...upload, file: 'a/' }],
    ['a question mark', { ...upload, file: 'a?x=1' }],
    ['a percent sign', { ...upload, file: '%2e%2e/a' }],
    ['a line feed at its end', { ...upload, file: 'a\n' }],
    ['a name of 201 characters', { ...upload, file: 'x'.repeat(201) }],
    ['no media type', { ...upload, type: undefined }],
    ['a media type with a parameter', { ...upload, type: 'text/html; charset=x' }],
    ['a media type with a line feed', { ...upload, type: 'video/mp4\n' }],
    ['no bytes', { ...upload, bytes: 0 }],
    ['a fraction of bytes', { ...upload, bytes: 1.5 }],
    ['bytes as text', { ...upload, bytes: '1000' }],
    ['no seconds', { ...upload, seconds: 0 }],
    ['seconds that are no number', { ...upload, seconds: Number.NaN }],
  ])('is not %s', (_, event) => {
    expect(() => parseTicket(event)).toThrow(/^expected .*, got /);
  });

  test('is quoted in an error up to 200 characters', () => {
    expect(() => parseTicket({ ...upload, file: '?'.repeat(100_000) })).toThrow(/^.{1,300}$/);
  });

  test('has a key in one of 16 prefixes, which about as many files share', () => {
    const prefixes = new Map<string, number>();
    for (let file = 0; file < 1600; file++) {
      const [, shard = ''] = keyOf(`film-${file}.mp4`).split('/');
      prefixes.set(shard, (prefixes.get(shard) ?? 0) + 1);
    }
    expect([...prefixes.keys()].sort().join('')).toBe('0123456789abcdef');
    expect(Math.min(...prefixes.values())).toBeGreaterThan(50);
  });
});

describe('the signer', () => {
  let handler: typeof import('../../../../lambda/storage/s3-static-website/signer').handler;

  beforeAll(async () => {
    Object.assign(process.env, {
      UPLOADS_NAME: 'uploads',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    ({ handler } = await import('../../../../lambda/storage/s3-static-website/signer'));
  });

  test('signs a PUT with its media type, for so many seconds, and without a checksum of nothing', async () => {
    const upload = { action: 'upload', file: 'a.mp4', type: 'video/mp4', bytes: 1, seconds: 60 };
    const { method, url, key } = await handler(upload);
    const { pathname, searchParams } = new URL(url);
    expect(method).toBe('PUT');
    expect(pathname.endsWith(`/${key}`)).toBe(true);
    expect(searchParams.get('X-Amz-Expires')).toBe('60');
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-type;host');
    expect([...searchParams.keys()].filter((name) => /checksum/.test(name))).toEqual([]);
  });

  test('signs a GET of the same object', async () => {
    const { method, url, key } = await handler({ action: 'download', file: 'a.mp4' });
    expect([method, key]).toEqual(['GET', keyOf('a.mp4')]);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
  });

  test('signs nothing for a bad ticket', async () => {
    await expect(handler({ action: 'upload', file: '../a' })).rejects.toThrow(/^expected a file/);
  });
});
