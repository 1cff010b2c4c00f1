/** The bucket that the properties of the custom resource name, if they do. */
export function bucketOf(properties: Readonly<Record<string, unknown>>): string | undefined {
  const { Bucket } = properties;
  return typeof Bucket === 'string' && Bucket !== '' ? Bucket : undefined;
}

/** CloudFormation takes an answer of 4,096 bytes, of which an id and a URL need some. */
export function reasonOf(error: unknown): string {
  return String(error).slice(0, 500);
}
