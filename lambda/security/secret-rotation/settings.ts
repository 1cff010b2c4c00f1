/** What the shipper needs to know, and nobody needs to hide. */
export interface Settings {
  readonly carrier: string;
  /** In kilograms. */
  readonly mostWeight: number;
}

/** A parameter as Parameter Store returns it. */
export interface Parameter {
  readonly Name?: string | undefined;
  readonly Value?: string | undefined;
}

/**
 * Reads the settings from the parameters of one path.
 * @throws if one is missing or has another form
 */
export function settingsIn(parameters: readonly Parameter[]): Settings {
  const values = new Map(
    parameters.map(({ Name = '', Value = '' }) => [Name.replace(/^.*\//, ''), Value]),
  );
  const carrier = values.get('carrier') ?? '';
  const mostWeight = Number(values.get('most-weight') ?? Number.NaN);
  if (carrier === '' || !(mostWeight > 0)) {
    throw new Error('expected the parameters carrier, a name, and most-weight, in kilograms');
  }
  return { carrier, mostWeight };
}

/**
 * Reads the weight of a parcel.
 * @throws if the event has none
 */
export function weightIn(event: unknown): number {
  const { kilograms } = (event ?? {}) as Record<string, unknown>;
  if (typeof kilograms !== 'number' || !(kilograms > 0)) {
    throw new Error('expected a parcel such as {"kilograms":2}');
  }
  return kilograms;
}
