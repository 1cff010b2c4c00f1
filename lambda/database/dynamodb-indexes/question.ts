/** A way to find orders: an index, or the table itself, and its keys. */
export interface Way {
  /** The secondary index, or undefined for the table itself. */
  readonly index?: string;
  /** The partition key, which a query compares with one value. */
  readonly partition: string;
  /** The sort key, or undefined if there is none. */
  readonly sort?: string;
  /** The attributes that mark the end of a page, without the partition key. */
  readonly place: readonly string[];
  /** Whether a strongly consistent read is possible, which a global index never allows. */
  readonly canBeConsistent: boolean;
}

const ways = {
  customer: {
    partition: 'customer',
    sort: 'order',
    place: ['order'],
    canBeConsistent: true,
  },
  time: {
    index: 'ByPlacedAt',
    partition: 'customer',
    sort: 'placedAt',
    place: ['placedAt', 'order'],
    canBeConsistent: true,
  },
  warehouse: {
    index: 'OpenByWarehouse',
    partition: 'openAt',
    sort: 'placedAt',
    place: ['placedAt', 'customer', 'order'],
    canBeConsistent: false,
  },
  order: {
    index: 'ByOrder',
    partition: 'order',
    place: ['customer'],
    canBeConsistent: false,
  },
} satisfies Record<string, Way>;

export type By = keyof typeof ways;

export interface Question {
  readonly by: By;
  readonly way: Way;
  /** The value of the partition key: one customer, one warehouse, one order. */
  readonly of: string;
  /** The first and the last value of the sort key, both inclusive; an empty text means no bound. */
  readonly from: string;
  readonly to: string;
  /** The number of orders on a page, 1 to 100. */
  readonly limit: number;
  readonly consistent: boolean;
  /** The end of the last page: the values of `way.place`. */
  readonly after?: readonly string[];
}

/** The key condition of a Query, in the format of DynamoDB. */
export interface KeyCondition {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, { readonly S: string }>>;
}

/**
 * Reads a question to the order desk.
 * @throws if the event is not a question or the index cannot answer it; the message says why
 */
export function parseQuestion(event: unknown): Question {
  const { by, of, from, to, limit, consistent, cursor } = (event ?? {}) as Record<string, unknown>;
  if (typeof by !== 'string' || !isWay(by)) {
    throw new Error(
      `expected "by" to be one of ${Object.keys(ways).join(', ')}, got ${excerpt(by)}`,
    );
  }
  const way: Way = ways[by];
  if (!isKey(of)) {
    throw new Error(`expected "of" to be a text of 1 to 100 characters, got ${excerpt(of)}`);
  }
  const question = {
    by,
    way,
    of,
    from: bound('from', from, way),
    to: bound('to', to, way),
    limit: pageSize(limit),
    consistent: isTrue(consistent),
  };
  if (question.from && question.to && isBefore(question.to, question.from)) {
    throw new Error(
      `expected "from" not to be after "to", got ${excerpt(question.from)} and ${excerpt(question.to)}`,
    );
  }
  if (question.consistent && !way.canBeConsistent) {
    throw new Error(
      `expected an eventually consistent read by ${by}, got a strongly consistent one, which no global index answers`,
    );
  }
  return cursor === undefined ? question : { ...question, after: placeOf(cursor, question) };
}

/** The condition for DynamoDB; every name is an alias, because some names are reserved words. */
export function keyCondition({ way, of, from, to }: Question): KeyCondition {
  const bounds = [from && ':from', to && ':to'].filter((name) => name !== '');
  const range =
    bounds.length === 2
      ? ' AND #sort BETWEEN :from AND :to'
      : bounds.length === 1
        ? ` AND #sort ${from ? '>=' : '<='} ${bounds[0]}`
        : '';
  return {
    expression: `#partition = :of${range}`,
    names: {
      '#partition': way.partition,
      ...(range && way.sort && { '#sort': way.sort }),
    },
    values: {
      ':of': { S: of },
      ...(from && { ':from': { S: from } }),
      ...(to && { ':to': { S: to } }),
    },
  };
}

/**
 * The start of the next page, in the format of DynamoDB. The partition always comes from the
 * question and never from the cursor.
 */
export function startKey({ way, of, after }: Question): Record<string, { S: string }> | undefined {
  if (after === undefined) return undefined;
  const values = after.map((value, index) => [way.place[index] as string, { S: value }]);
  return { ...Object.fromEntries(values), [way.partition]: { S: of } };
}

/**
 * The end of a page as an opaque text.
 * @param key LastEvaluatedKey
 */
export function cursorAt(
  { by, way }: Pick<Question, 'by' | 'way'>,
  key: Readonly<Record<string, { readonly S?: string | undefined }>>,
): string {
  const place = way.place.map((name) => {
    const value = key[name]?.S;
    if (value === undefined) throw new Error(`expected ${name} in the key of the last order`);
    return value;
  });
  return Buffer.from(JSON.stringify([by, ...place])).toString('base64url');
}

/** Reads a cursor from outside, and accepts only a position among the orders of the question. */
function placeOf(cursor: unknown, { by, way, from, to }: Question): readonly string[] {
  const refused = new Error(`expected a cursor of this question, got ${excerpt(cursor)}`);
  if (typeof cursor !== 'string' || cursor.length > 4_000) throw refused;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refused;
  }
  if (!Array.isArray(value)) throw refused;
  const [first, ...place] = value as unknown[];
  if (first !== by || place.length !== way.place.length || !place.every(isKey)) throw refused;
  // DynamoDB refuses a start outside the range of the sort key.
  const sorted = way.sort === undefined ? '' : (place[way.place.indexOf(way.sort)] as string);
  if ((from && isBefore(sorted, from)) || (to && isBefore(to, sorted))) throw refused;
  return place;
}

function bound(name: string, value: unknown, way: Way): string {
  if (value === undefined) return '';
  if (way.sort === undefined)
    throw new Error(`expected no "${name}", because there is no sort key`);
  if (!isKey(value)) {
    throw new Error(
      `expected "${name}" to be a text of 1 to 100 characters, got ${excerpt(value)}`,
    );
  }
  return value;
}

function pageSize(limit: unknown): number {
  if (limit === undefined) return 20;
  if (Number.isInteger(limit) && (limit as number) >= 1 && (limit as number) <= 100)
    return limit as number;
  throw new Error(`expected limit to be 1 to 100 orders, got ${excerpt(limit)}`);
}

function isTrue(consistent: unknown): boolean {
  if (consistent === undefined || typeof consistent === 'boolean') return consistent ?? false;
  throw new Error(`expected consistent to be true or false, got ${excerpt(consistent)}`);
}

const isWay = (by: string): by is By => Object.hasOwn(ways, by);
/** Only whole characters are allowed, because half a surrogate pair would come back as another text. */
export const isKey = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length >= 1 &&
  value.length <= 100 &&
  !/\p{Surrogate}/u.test(value);

/** Compares the bytes of UTF-8, as DynamoDB does; JavaScript sorts some characters differently. */
const isBefore = (one: string, other: string) =>
  Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;

export function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
