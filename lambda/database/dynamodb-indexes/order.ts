import { excerpt, isKey } from './question';

/** A new order. */
export interface NewOrder {
  readonly customer: string;
  readonly order: string;
  /** The warehouse that packs the order. */
  readonly warehouse: string;
  /** A whole number of cents, 1 to 1,000,000,000. */
  readonly totalCents: number;
}

export type Task =
  | { readonly place: NewOrder }
  | { readonly ship: Pick<NewOrder, 'customer' | 'order'> };

/** The attributes of an order in the table. */
export type OrderItem = Readonly<Record<string, { readonly S: string } | { readonly N: string }>>;

/**
 * Reads the task of an event.
 * @throws if it is neither an order to place nor an order to ship; the message quotes the event
 */
export function parseTask(event: unknown): Task {
  const { place, ship } = (event ?? {}) as Record<string, unknown>;
  if ((place === undefined) === (ship === undefined)) {
    throw new Error(`expected an order to place or one to ship, got ${excerpt(event)}`);
  }
  const { customer, order, warehouse, totalCents } = (place ?? ship ?? {}) as Record<
    string,
    unknown
  >;
  if (!isKey(customer) || !isKey(order)) {
    throw new Error(
      `expected customer and order of 1 to 100 characters, got ${excerpt(place ?? ship)}`,
    );
  }
  if (place === undefined) return { ship: { customer, order } };
  if (!isKey(warehouse) || !isCents(totalCents)) {
    throw new Error(
      `expected a warehouse and 1 to 1,000,000,000 cents in total, got ${excerpt(place)}`,
    );
  }
  return { place: { customer, order, warehouse, totalCents } };
}

/**
 * The order in the format that DynamoDB stores.
 * @param placedAt in ISO 8601 and UTC, so that the texts sort by time
 */
export function toItem(
  { customer, order, warehouse, totalCents }: NewOrder,
  placedAt: string,
): OrderItem {
  return {
    customer: { S: customer },
    order: { S: order },
    placedAt: { S: placedAt },
    warehouse: { S: warehouse },
    totalCents: { N: `${totalCents}` },
    state: { S: 'open' },
    // This is the key of the sparse index: an item without it is not in the index.
    openAt: { S: warehouse },
  };
}

/** The capacity in an answer of DynamoDB. */
interface Units {
  readonly CapacityUnits?: number | undefined;
}
interface Capacity {
  readonly Table?: Units | undefined;
  readonly LocalSecondaryIndexes?: Readonly<Record<string, Units>> | undefined;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>> | undefined;
}

/** The write units that a request consumed in the table and in each index that it changed. */
export function unitsOf(capacity: Capacity | undefined): Readonly<Record<string, number>> {
  const { Table, LocalSecondaryIndexes, GlobalSecondaryIndexes } = capacity ?? {};
  const units = Object.entries({ ...LocalSecondaryIndexes, ...GlobalSecondaryIndexes }).map(
    ([name, { CapacityUnits = 0 }]) => [name, CapacityUnits] as const,
  );
  return { table: Table?.CapacityUnits ?? 0, ...Object.fromEntries(units) };
}

/** The reasons of throttling; the exceptions of the SDK spell the name of the list in two ways. */
interface Throttled {
  readonly ThrottlingReasons?: readonly Reason[] | undefined;
  readonly throttlingReasons?: readonly Reason[] | undefined;
}
interface Reason {
  readonly reason?: string | undefined;
  readonly resource?: string | undefined;
}

const throttles = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
];

/**
 * The cause of throttling, such as 'IndexWriteMaxOnDemandThroughputExceeded by OpenByWarehouse'.
 * @returns undefined if the error is not about throttling
 */
export function throttledBy(error: unknown): string | undefined {
  const { name } = (error ?? {}) as Partial<Error>;
  if (name === undefined || !throttles.includes(name)) return undefined;
  const { ThrottlingReasons, throttlingReasons } = error as Throttled;
  const [first] = ThrottlingReasons ?? throttlingReasons ?? [];
  if (first === undefined) return name;
  const part = /\/index\/([^/]+)$/.exec(first.resource ?? '')?.[1] ?? 'the table';
  return `${first.reason} by ${part}`;
}

function isCents(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1_000_000_000;
}
