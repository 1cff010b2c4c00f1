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

/** Seals a document or opens an envelope; which of the two it may do, the role of the function says. */
export async function handler(
  event: unknown,
): Promise<{ readonly envelope: string } | { readonly data: string }> {
  const errand = parseErrand(event);
  if ('data' in errand) return { envelope: (await seal(errand)).toString('base64') };
  const data = await open(errand);
  // Thrown in one place: neither words nor stack tell a forger how far the envelope has come.
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
    // The copies that the SDK and OpenSSL made are out of reach; this one need not wait for the collector.
    plaintext?.fill(0);
  }
}

/** @returns undefined if the envelope is not as it was sealed, or that of another document */
async function open({ document, envelope }: Opening): Promise<Buffer | undefined> {
  let key: Uint8Array | undefined;
  try {
    ({ Plaintext: key } = await kms.send(
      new DecryptCommand({
        // KMS would find the key by itself, and also one that a forger has put there.
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
