import {
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { callIn, closed, isClosed } from './call';

const { BUCKET_NAME } = process.env;
if (!BUCKET_NAME) throw new Error('expected BUCKET_NAME in the environment');

const Bucket = BUCKET_NAME;
const s3 = new S3Client({});

/**
 * Closes the bucket if somebody has opened it. Its own call is an event, too: the function then finds the
 * bucket closed and does nothing, because otherwise it would call itself forever.
 */
export async function handler(event: unknown): Promise<{ closed: boolean }> {
  const { name, by } = callIn(event, Bucket);
  if (isClosed(await settings())) return { closed: false };
  await s3.send(
    new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }),
  );
  console.log('closed', Bucket, 'after', name, 'by', by);
  return { closed: true };
}

async function settings(): Promise<PublicAccessBlockConfiguration | undefined> {
  try {
    const found = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    return found.PublicAccessBlockConfiguration;
  } catch (error) {
    // A bucket that has none of the settings.
    if ((error as Error).name === 'NoSuchPublicAccessBlockConfiguration') return undefined;
    throw error;
  }
}
