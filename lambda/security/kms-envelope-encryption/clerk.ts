import { randomBytes } from 'node:crypto';
import {
  DecryptCommand,
  GenerateDataKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  contextOf,
  KEY_BYTES,
  lock,
  NONCE_BYTES,
  type Opening,
  parseErrand,
  type Sealing,
  unlock,
} from './envelope';

const { KEY_ARN } = process.env;
if (!KEY_ARN) throw new Error('expected KEY_ARN in the environment');

const kms = new KMSClient({});

/** Seals a document or opens an envelope. The role of the function decides which of the two it may do. */
export async function handler(
  event: unknown,
): Promise<{ readonly envelope: string } | { readonly data: string }> {
  const errand = parseErrand(event);
  if ('data' in errand) return { envelope: (await seal(errand)).toString('base64') };
  const data = await open(errand);
  // KMS and the tag each check the envelope. Both failures throw here, so a forger cannot see which check failed.
  if (!data) {
    throw new Error(
      `expected the envelope of ${errand.document} as it was sealed, got a changed one or that of another document`,
    );
  }
  return { data: data.toString('base64') };
}

async function seal({ document, data }: Sealing): Promise<Buffer> {
  const { Plaintext: plaintext, CiphertextBlob: encrypted } = await kms.send(
    new GenerateDataKeyCommand({
      KeyId: KEY_ARN,
      KeySpec: 'AES_256',
      EncryptionContext: contextOf(document),
    }),
  );
  try {
    if (plaintext?.length !== KEY_BYTES || !encrypted?.length) {
      throw new Error(
        `expected a data key of ${KEY_BYTES} bytes and its encrypted copy, got ${plaintext?.length} and ${encrypted?.length} bytes`,
      );
    }
    return lock(document, data, { plaintext, encrypted }, randomBytes(NONCE_BYTES));
  } finally {
    // This erases the key now, before garbage collection. The copies inside the SDK and OpenSSL are out of reach.
    plaintext?.fill(0);
  }
}

/** @returns undefined if somebody changed the envelope, or if it belongs to another document */
async function open({ document, envelope }: Opening): Promise<Buffer | undefined> {
  let key: Uint8Array | undefined;
  try {
    ({ Plaintext: key } = await kms.send(
      new DecryptCommand({
        // Without a key ID, KMS would also accept a data key that a forger encrypted under another key.
        KeyId: KEY_ARN,
        CiphertextBlob: envelope.encryptedKey,
        EncryptionContext: contextOf(document),
      }),
    ));
  } catch (error) {
    const isForged =
      error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;
    if (!isForged) throw error;
    console.error('refused by KMS', document, error.name);
    return undefined;
  }
  try {
    if (!key) throw new Error('expected a data key from KMS, got none');
    const data = unlock(document, envelope, key);
    if (!data) console.error('refused by the tag', document);
    return data;
  } finally {
    key?.fill(0);
  }
}
