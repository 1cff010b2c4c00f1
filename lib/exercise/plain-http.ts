import { S3Client } from '@aws-sdk/client-s3';

/**
 * A client that sends its requests over plain HTTP. An emulator on this machine has no TLS: it takes a
 * request as sent over TLS unless this header says otherwise, and AWS ignores the header.
 */
export function s3OverPlainHttp(): S3Client {
  const client = new S3Client({ tls: false });
  client.middlewareStack.add(
    (next) => async (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-forwarded-proto'] = 'http';
      return next(args);
    },
    { step: 'build' },
  );
  return client;
}
