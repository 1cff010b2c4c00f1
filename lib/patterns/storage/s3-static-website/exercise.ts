import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketAccelerateConfigurationCommand,
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { visit } from '../../../exercise/http';
import type { Exercise } from '../../../model/exercise';

const MEBIBYTE = 1024 * 1024;

interface Answer {
  readonly method?: string;
  readonly url?: string;
  readonly key?: string;
  readonly errorMessage?: string;
}

export const exercise: Exercise = async (lab) => {
  const s3 = new S3Client({});
  const lambda = new LambdaClient({});
  const Bucket = lab.output('UploadsName');
  const Pages = lab.output('PagesName');
  const origin = lab.output('PagesUrl');
  const run = randomUUID().slice(0, 8);

  const sign = async (ticket: object): Promise<Answer> => {
    const { Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: lab.output('SignerName'),
        Payload: JSON.stringify({ type: 'video/mp4', bytes: MEBIBYTE, ...ticket }),
      }),
    );
    return JSON.parse(Buffer.from(Payload ?? []).toString());
  };
  const put = (url: string, body: string, type = 'video/mp4') =>
    fetch(url, { method: 'PUT', body, headers: { 'content-type': type } });
  const upload = async (file: string, body: string) => {
    const { url = '', key = '', errorMessage } = await sign({ action: 'upload', file });
    assert.equal(errorMessage, undefined);
    const { status } = await put(url, body);
    assert.equal(status, 200);
    return key;
  };
  const preflight = async (from: string, method: string, header = 'content-type') => {
    const { url = '' } = await sign({ action: 'upload', file: `${run}/preflight` });
    const { status } = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        Origin: from,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': header,
      },
    });
    return status;
  };

  try {
    await lab.prove(
      'a browser without credentials uploads and downloads with signed URLs',
      async () => {
        await upload(`${run}/one.mp4`, 'a film');
        const { url = '' } = await sign({ action: 'download', file: `${run}/one.mp4` });
        const answer = await fetch(url);
        assert.equal(await answer.text(), 'a film');
        assert.equal(answer.headers.get('content-type'), 'video/mp4');
      },
    );

    await lab.prove('a signed URL opens neither another object nor another method', async () => {
      const { url = '', key = '' } = await sign({ action: 'upload', file: `${run}/two.mp4` });
      assert.equal((await put(url.replace('two.mp4', 'three.mp4'), 'x')).status, 403);
      assert.equal((await fetch(url)).status, 403);
      const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: key }));
      assert.equal(KeyCount, 0);
    });

    await lab.prove(
      'a signed URL takes no other media type than the one it was signed for',
      async () => {
        const { url = '' } = await sign({ action: 'upload', file: `${run}/four.mp4` });
        assert.equal((await put(url, '<script>', 'text/html')).status, 403);
      },
    );

    await lab.prove('a signed URL ends after its seconds', async () => {
      const { url = '' } = await sign({ action: 'upload', file: `${run}/five.mp4`, seconds: 1 });
      await sleep(2500);
      assert.equal((await put(url, 'late')).status, 403);
    });

    await lab.prove(
      'the signer refuses other folders, a week, and more than 5 GiB in one PUT',
      async () => {
        for (const ticket of [
          { action: 'upload', file: '../secrets.txt' },
          { action: 'upload', file: `${run}/six.mp4`, seconds: 604_800 },
          { action: 'upload', file: `${run}/six.mp4`, bytes: 5 * 1024 ** 3 + 1 },
          { action: 'delete', file: `${run}/six.mp4` },
        ])
          assert.match((await sign(ticket)).errorMessage ?? 'no error', /^expected /);
      },
    );

    await lab.prove(
      'the deployed policy denies signatures that are older than an hour',
      async () => {
        const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
        const { Statement } = JSON.parse(Policy) as {
          readonly Statement: readonly { Sid?: string; Effect: string; Condition?: object }[];
        };
        const { Effect, Condition } =
          Statement.find(({ Sid }) => Sid === 'DenyOldSignatures') ??
          assert.fail('no such statement');
        assert.equal(Effect, 'Deny');
        assert.deepEqual(Condition, { NumericGreaterThan: { 's3:signatureAge': '3600000' } });
      },
    );

    await lab.prove(
      'the bucket has one CORS rule: it names the origin of the page alone',
      async () => {
        const { CORSRules = [] } = await s3.send(new GetBucketCorsCommand({ Bucket }));
        assert.deepEqual(
          CORSRules.map(({ AllowedOrigins, AllowedMethods }) => ({
            AllowedOrigins,
            AllowedMethods,
          })),
          [{ AllowedOrigins: [origin], AllowedMethods: ['PUT', 'GET'] }],
        );
      },
    );

    await lab.prove('S3 refuses the preflight of another origin, method or header', async () => {
      assert.equal(await preflight(origin, 'PUT'), 200);
      assert.equal(await preflight('https://other.example', 'PUT'), 403);
      assert.equal(await preflight(origin, 'DELETE'), 403);
      assert.equal(await preflight(origin, 'PUT', 'x-amz-acl'), 403);
    });

    await lab.prove(
      'an upload in parts becomes one object, of which ranges can be read in parallel',
      async () => {
        const object = { Bucket, Key: `inbox/parts/${run}` };
        const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
        const Parts = await Promise.all(
          [Buffer.alloc(5 * MEBIBYTE, 'a'), Buffer.alloc(3 * MEBIBYTE, 'b')].map(
            async (Body, index) => {
              const part = { ...object, UploadId, PartNumber: index + 1, Body };
              const { ETag } = await s3.send(new UploadPartCommand(part));
              return { PartNumber: index + 1, ETag };
            },
          ),
        );
        await s3.send(
          new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }),
        );
        const ranges = await Promise.all(
          [0, 5 * MEBIBYTE].map(async (start) => {
            const Range = `bytes=${start}-${start + 3}`;
            const { Body } = await s3.send(new GetObjectCommand({ ...object, Range }));
            return Body?.transformToString();
          }),
        );
        assert.deepEqual(ranges, ['aaaa', 'bbbb']);
        return '8 MiB in two parts';
      },
    );

    await lab.prove('the bucket has Transfer Acceleration', async () => {
      const { Status } = await s3.send(new GetBucketAccelerateConfigurationCommand({ Bucket }));
      assert.equal(Status, 'Enabled');
    }, ['AWS::S3::Bucket.AccelerateConfiguration']);

    await lab.prove(
      'the bucket of the pages is a website with an index and an error document',
      async () => {
        const { IndexDocument, ErrorDocument } = await s3.send(
          new GetBucketWebsiteCommand({ Bucket: Pages }),
        );
        assert.deepEqual([IndexDocument?.Suffix, ErrorDocument?.Key], ['index.html', 'error.html']);
      },
    );

    await lab.prove(
      'without -c publicWebsite=true, the website endpoint answers nobody',
      async () => {
        await s3.send(
          new PutObjectCommand({
            Bucket: Pages,
            Key: 'index.html',
            Body: run,
            ContentType: 'text/html',
          }),
        );
        const { status } = await visit(new URL(origin).hostname, '/', 'http');
        assert.equal(status, 403);
      },
    );
  } finally {
    for (const [bucket, Prefix] of [
      [Bucket, 'inbox/'],
      [Pages, 'index.html'],
    ] as const) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
      for (const { Key } of Contents) {
        if (bucket === Pages || Key?.includes(run))
          await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      }
    }
  }
};
