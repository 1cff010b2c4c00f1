/** The bucket in the properties of the custom resource, if there is one. */
export function bucketOf(properties: Readonly<Record<string, unknown>>): string | undefined {
  const { Bucket } = properties;
  return typeof Bucket === 'string' && Bucket !== '' ? Bucket : undefined;
}

/** One version of an object, or a delete marker. */
export interface Version {
  readonly Key: string;
  readonly VersionId: string | undefined;
}

/**
 * The versions and delete markers of a list, with decoded keys.
 * @param listed the response to a list with EncodingType url, which says whether S3 has encoded its keys
 */
export function versionsIn({ EncodingType, Versions = [], DeleteMarkers = [] }: Listed): Version[] {
  return [...Versions, ...DeleteMarkers].map(({ Key = '', VersionId }) => ({
    Key: EncodingType === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key,
    VersionId,
  }));
}

interface Listed {
  readonly EncodingType?: string | undefined;
  readonly Versions?: readonly Partial<Version>[] | undefined;
  readonly DeleteMarkers?: readonly Partial<Version>[] | undefined;
}

/** Whether XML 1.0 can carry a key, as DeleteObjects needs. S3 also has keys with control characters. */
export function fitsIntoXml({ Key }: Version): boolean {
  return /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(Key);
}

/** A short reason: CloudFormation accepts an answer of at most 4,096 bytes, including ids and ARNs. */
export function reasonOf(error: unknown): string {
  return String(error).slice(0, 500);
}
