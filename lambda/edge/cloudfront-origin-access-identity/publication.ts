/** The pages of a site, the bucket to copy them to, and the distributions to invalidate. */
export interface Publication {
  readonly bucket: string;
  /** In the order in which the publisher writes them. */
  readonly files: readonly PublishedFile[];
  readonly distributionIds: readonly string[];
  readonly distributionPaths: readonly string[];
}

export interface PublishedFile {
  readonly key: string;
  readonly contentType: string;
  readonly sourceBucket: string;
  readonly sourceKey: string;
}

/**
 * Reads a publication from the properties of the custom resource.
 * @throws if the properties are invalid; the message says what was expected and shows the start of what came
 */
export function parsePublication(properties: unknown): Publication {
  const { Bucket, Files, DistributionIds, DistributionPaths } = fields(properties);
  if (!isBucket(Bucket))
    throw new Error(`expected Bucket to name a bucket, got ${excerpt(Bucket)}`);
  if (!Array.isArray(Files) || Files.length === 0) {
    throw new Error(`expected Files to be a list of at least one file, got ${excerpt(Files)}`);
  }
  if (!isListOf(DistributionIds, /^[A-Z0-9]{1,64}$/)) {
    throw new Error(`expected DistributionIds such as ["E1A2B3"], got ${excerpt(DistributionIds)}`);
  }
  // In an invalidation path, a wildcard may only be the last character.
  if (!isListOf(DistributionPaths, /^\/[^*\s]{0,3999}\*?$/) || DistributionPaths.length === 0) {
    throw new Error(`expected DistributionPaths such as ["/*"], got ${excerpt(DistributionPaths)}`);
  }
  return {
    bucket: Bucket,
    files: Files.map(parseFile),
    distributionIds: DistributionIds,
    distributionPaths: DistributionPaths,
  };
}

function parseFile(file: unknown): PublishedFile {
  const { Key, ContentType, SourceBucket, SourceKey } = fields(file);
  if (!isKey(Key) || !isContentType(ContentType) || !isBucket(SourceBucket) || !isKey(SourceKey)) {
    throw new Error(
      `expected a file such as {"Key":"index.html","ContentType":"text/html","SourceBucket":"assets","SourceKey":"a1.html"}, got ${excerpt(file)}`,
    );
  }
  return { key: Key, contentType: ContentType, sourceBucket: SourceBucket, sourceKey: SourceKey };
}

/**
 * Reads from the properties of an earlier event which keys it may have written. It never throws,
 * because CloudFormation rolls back a failed create with a delete that has the same invalid properties.
 */
export function written(properties: unknown): { bucket?: string; keys: string[] } {
  const { Bucket, Files } = fields(properties);
  if (!isBucket(Bucket)) return { keys: [] };
  const keys = (Array.isArray(Files) ? Files : []).map((file) => fields(file).Key).filter(isKey);
  return { bucket: Bucket, keys: [...new Set(keys)] };
}

/** The keys that are in the earlier properties but not in the publication. */
export function staleKeys(earlier: unknown, { bucket, files }: Publication): string[] {
  const before = written(earlier);
  if (before.bucket !== bucket) return [];
  const now = new Set(files.map(({ key }) => key));
  return before.keys.filter((key) => !now.has(key));
}

/** The CopySource parameter of S3: bucket, slash, and key, each URL-encoded. */
export function copySource({ sourceBucket, sourceKey }: PublishedFile): string {
  return [sourceBucket, ...sourceKey.split('/')].map(encodeURIComponent).join('/');
}

/** The reason for a failure, short enough for the 4,096 bytes of a response to CloudFormation. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, 500);
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isBucket(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value);
}

/**
 * A key has at most 1,024 bytes in UTF-8, so it cannot contain half a surrogate pair. A leading slash
 * would create a folder without a name.
 */
function isKey(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length >= 1 &&
    !value.startsWith('/') &&
    !/\p{Surrogate}/u.test(value) &&
    new TextEncoder().encode(value).length <= 1024
  );
}

function isContentType(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[\w.+-]{1,64}\/[\w.+-]{1,64}(; charset=[\w-]{1,32})?$/.test(value)
  );
}

function isListOf(value: unknown, pattern: RegExp): value is string[] {
  return (
    Array.isArray(value) && value.every((item) => typeof item === 'string' && pattern.test(item))
  );
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
