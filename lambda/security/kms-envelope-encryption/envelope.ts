import { createCipheriv, createDecipheriv } from 'node:crypto';

export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The largest document. As base64 in JSON, it fits into the 6 MB payload of a synchronous invocation. */
export const MOST_DATA_BYTES = 4 * 1024 * 1024;
/** The longest ciphertext that KMS decrypts. */
const MOST_KEY_BYTES = 6144;

/** An envelope begins with four letters, version 1 and algorithm 1, which is AES-256-GCM. */
const MAGIC = Buffer.from('KENV\x01\x01', 'latin1');
const HEADER_BYTES = MAGIC.length + 2;

/** A document to encrypt. */
export interface Sealing {
  readonly document: string;
  readonly data: Buffer;
}

/** An envelope to open, and the document that the reader expects in it. */
export interface Opening {
  readonly document: string;
  readonly envelope: Envelope;
}

/** A data key as KMS returns it. */
export interface DataKey {
  readonly plaintext: Uint8Array;
  readonly encrypted: Uint8Array;
}

/** The parts of an envelope, in order. */
export interface Envelope {
  /** Six fixed bytes, and the length of the encrypted key as two bytes, big-endian. */
  readonly header: Buffer;
  readonly encryptedKey: Buffer;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** The encryption context that KMS binds to a data key. It is no secret: CloudTrail logs it. Decrypt must send the same pairs. */
export function contextOf(document: string): Record<string, string> {
  return { purpose: 'archive', document };
}

/**
 * Reads a request to the clerk.
 * @throws if it asks neither to seal nor to open; the message never shows the data
 */
export function parseErrand(event: unknown): Sealing | Opening {
  const { document, data, envelope } = (event ?? {}) as Partial<
    Record<'document' | 'data' | 'envelope', unknown>
  >;
  if (typeof document !== 'string' || !/^[\w./-]{1,128}$/.test(document)) {
    throw new Error(
      `expected a document of 1 to 128 letters, digits, dots, slashes, hyphens and underscores, got ${excerpt(document)}`,
    );
  }
  if (typeof data === 'string' && envelope === undefined) {
    return { document, data: bytesOf('data', data, MOST_DATA_BYTES) };
  }
  if (typeof envelope === 'string' && data === undefined) {
    const most = HEADER_BYTES + MOST_KEY_BYTES + NONCE_BYTES + MOST_DATA_BYTES + TAG_BYTES;
    return { document, envelope: parseEnvelope(bytesOf('envelope', envelope, most)) };
  }
  throw new Error(
    `expected data to seal or an envelope to open, as text, got data ${typeof data} and envelope ${typeof envelope}`,
  );
}

/**
 * Encrypts a document and puts it into an envelope together with the encrypted data key.
 * @param nonce 12 bytes that were never used with this key
 */
export function lock(document: string, data: Buffer, key: DataKey, nonce: Buffer): Buffer {
  const { length } = key.encrypted;
  const header = Buffer.concat([MAGIC, Buffer.from([length >> 8, length & 0xff])]);
  const cipher = createCipheriv('aes-256-gcm', key.plaintext, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(document, header, key.encrypted));
  const ciphertext = [cipher.update(data), cipher.final()];
  return Buffer.concat([header, key.encrypted, nonce, ...ciphertext, cipher.getAuthTag()]);
}

/**
 * Decrypts a document.
 * @param key the data key of the envelope, in plaintext
 * @returns undefined if any part was changed or the document is another; the caller cannot tell which
 */
export function unlock(document: string, envelope: Envelope, key: Uint8Array): Buffer | undefined {
  if (key.length !== KEY_BYTES) return undefined;
  const { header, encryptedKey, nonce, ciphertext, tag } = envelope;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(document, header, encryptedKey));
  decipher.setAuthTag(tag);
  const data = decipher.update(ciphertext);
  try {
    decipher.final();
    return data;
  } catch {
    // `final` refused the tag, so nobody may see this plaintext.
    data.fill(0);
    return undefined;
  }
}

/**
 * Takes an envelope apart, without any key.
 * @throws if it cannot be an envelope; only `unlock` can tell whether somebody changed it
 */
export function parseEnvelope(bytes: Buffer): Envelope {
  const header = bytes.subarray(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Error(
      `expected an envelope, which begins with ${MAGIC.toString('hex')}, got ${header.toString('hex') || 'nothing'}`,
    );
  }
  const keyBytes = header.readUInt16BE(MAGIC.length);
  if (keyBytes < 1 || keyBytes > MOST_KEY_BYTES) {
    throw new Error(`expected an encrypted key of 1 to ${MOST_KEY_BYTES} bytes, got ${keyBytes}`);
  }
  const nonceAt = HEADER_BYTES + keyBytes;
  const ciphertextAt = nonceAt + NONCE_BYTES;
  if (bytes.length < ciphertextAt + TAG_BYTES) {
    throw new Error(
      `expected an envelope of at least ${ciphertextAt + TAG_BYTES} bytes, got ${bytes.length}`,
    );
  }
  return {
    header,
    encryptedKey: bytes.subarray(HEADER_BYTES, nonceAt),
    nonce: bytes.subarray(nonceAt, ciphertextAt),
    ciphertext: bytes.subarray(ciphertextAt, -TAG_BYTES),
    tag: bytes.subarray(-TAG_BYTES),
  };
}

/** The parts that stay unencrypted but cannot be changed, because the tag covers them too. */
function boundTo(document: string, header: Uint8Array, encryptedKey: Uint8Array): Buffer {
  // The header says where the key ends, so different inputs never give the same bytes.
  return Buffer.concat([header, encryptedKey, Buffer.from(document)]);
}

function bytesOf(name: string, text: string, most: number): Buffer {
  const bytes = Buffer.from(text, 'base64');
  // Node.js ignores characters that are not base64, but each envelope must have only one valid spelling.
  if (bytes.toString('base64') !== text) {
    throw new Error(`expected ${name} in base64, got ${text.length} characters of another text`);
  }
  if (bytes.length > most) {
    throw new Error(`expected at most ${most} bytes of ${name}, got ${bytes.length}`);
  }
  return bytes;
}

function excerpt(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
}
