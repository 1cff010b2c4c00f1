/** One version of a file in the bucket, named by a notification. */
export interface Delivery {
  readonly bucket: string;
  /** The decoded key: `invoices/<vendor>/<name>.csv`. */
  readonly file: string;
  readonly vendor: string;
  readonly versionId: string;
  /** 64 hexadecimal digits, greater for a later version of the same file. Never compare those of different files. */
  readonly sequencer: string;
}

/**
 * Reads one record of an S3 event.
 * @throws if it is anything but a new version of a file `invoices/<vendor>/<name>.csv`
 */
export function parseDelivery(record: unknown): Delivery {
  const { eventName, s3 } = fieldsOf(record);
  const { bucket, object } = fieldsOf(s3);
  const { name } = fieldsOf(bucket);
  const { key, versionId, sequencer } = fieldsOf(object);
  if (
    !isText(eventName) ||
    !eventName.startsWith('ObjectCreated:') ||
    !isText(name) ||
    !isText(key) ||
    !isText(versionId)
  ) {
    throw new Error(
      `expected an ObjectCreated record of a bucket with versions, got ${excerpt(record)}`,
    );
  }
  const file = decodeKey(key);
  const [, vendor] = /^invoices\/([^/]+)\/.*\.csv$/s.exec(file) ?? [];
  if (!vendor) throw new Error(`expected invoices/<vendor>/<name>.csv, got ${excerpt(file)}`);
  return { bucket: name, file, vendor, versionId, sequencer: padded(sequencer) };
}

/**
 * Decodes the key of an object. In a notification it is encoded like form data in a URL, with a plus sign for a space.
 * @throws if the text is not encoded in this way
 */
export function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    throw new Error(`expected a key in the encoding of a URL, got ${excerpt(encoded)}`);
  }
}

/** Sequencers differ in length. You can compare them as strings only after you pad them with zeros. */
function padded(sequencer: unknown): string {
  if (typeof sequencer !== 'string' || !/^[0-9a-f]{1,64}$/i.test(sequencer)) {
    throw new Error(`expected a sequencer in hexadecimal digits, got ${excerpt(sequencer)}`);
  }
  return sequencer.toUpperCase().padEnd(64, '0');
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
