import { excerpt, isKey } from './question';

/** An order as it is placed. */
export interface NewOrder {
  readonly customer: string;
  readonly order: string;
  /** Where it is to be packed. */
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
 * Reads what is to be done.
 * @throws if it is neither an order to place nor one to ship; the message shows the start of what came
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
 * The order in the shape that DynamoDB stores.
 * @param placedAt in ISO 8601 and UTC, so that texts sort as moments do
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
    // The key of the sparse index: an item without it is not there.
    openAt: { S: warehouse },
  };
}

/** A capacity of DynamoDB, in its own words. */
interface Units {
  readonly CapacityUnits?: number | undefined;
}
interface Capacity {
  readonly Table?: Units | undefined;
  readonly LocalSecondaryIndexes?: Readonly<Record<string, Units>> | undefined;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>> | undefined;
}

/** How many write units a request took: of the table, and of every index that it changed. */
export function unitsOf(capacity: Capacity | undefined): Readonly<Record<string, number>> {
  const { Table, LocalSecondaryIndexes, GlobalSecondaryIndexes } = capacity ?? {};
  const units = Object.entries({ ...LocalSecondaryIndexes, ...GlobalSecondaryIndexes }).map(
    ([name, { CapacityUnits = 0 }]) => [name, CapacityUnits] as const,
  );
  return { table: Table?.CapacityUnits ?? 0, ...Object.fromEntries(units) };
}

/** Why DynamoDB throttled, and whom: the exceptions spell the list in two ways. */
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
 * What throttled a request, such as 'IndexWriteMaxOnDemandThroughputExceeded by OpenByWarehouse'.
 * @returns undefined if the error is another one
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
