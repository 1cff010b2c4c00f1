/** The bucket in the properties of the custom resource, if there is one. */
export function bucketOf(properties: Readonly<Record<string, unknown>>): string | undefined {
  const { Bucket } = properties;
  return typeof Bucket === 'string' && Bucket !== '' ? Bucket : undefined;
}

/** CloudFormation accepts an answer of 4,096 bytes, which must also hold ids and ARNs. */
export function reasonOf(error: unknown): string {
  return String(error).slice(0, 500);
}
