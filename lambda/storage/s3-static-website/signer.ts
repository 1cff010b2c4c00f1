import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { parseTicket } from './ticket';

const { UPLOADS_NAME } = process.env;
if (!UPLOADS_NAME) throw new Error('expected UPLOADS_NAME in the environment');

// Otherwise the URL would carry the checksum of an empty body, and S3 would refuse every other one.
const s3 = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });

/** A URL that carries the permission of this function for one object, one method and a short time. */
export interface SignedUrl {
  readonly method: 'PUT' | 'GET';
  readonly url: string;
  readonly key: string;
}

export async function handler(event: unknown): Promise<SignedUrl> {
  const { action, key, type, seconds } = parseTicket(event);
  const object = { Bucket: UPLOADS_NAME, Key: key };
  if (action === 'download') {
    const url = await getSignedUrl(s3, new GetObjectCommand(object), { expiresIn: seconds });
    return { method: 'GET', url, key };
  }
  const url = await getSignedUrl(s3, new PutObjectCommand({ ...object, ContentType: type }), {
    expiresIn: seconds,
    // A signed header must arrive as it was signed, so the browser cannot upload another type.
    signableHeaders: new Set(['content-type']),
  });
  return { method: 'PUT', url, key };
}
