/** A place on the earth: latitude and longitude in degrees. */
export type Stop = readonly [latitude: number, longitude: number];

/** The task of a job: find the shortest round trip through all stops. */
export interface Task {
  readonly name?: string;
  readonly stops: readonly Stop[];
}

export interface Tour {
  /** The indices of all stops in the order of the trip, which begins and ends at stop 0. */
  readonly order: readonly number[];
  /** The length of the trip, back to stop 0, in whole metres. */
  readonly metres: number;
}

/** A body that is no task. Another attempt would not help. */
export class BadTask extends Error {}

export const MOST_STOPS = 24;

const EARTH_RADIUS_METRES = 6_371_009;

/**
 * Reads and validates a task. API Gateway has validated it too, but others may also send to the queue.
 * @throws BadTask if the body is anything else; the message shows the start of what came
 */
export function parseTask(body: string): Task {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new BadTask(`expected a job as JSON, got ${excerpt(body)}`);
  }
  const { name, stops } = (value ?? {}) as { readonly name?: unknown; readonly stops?: unknown };
  if (!isName(name) || !Array.isArray(stops) || stops.length < 2 || stops.length > MOST_STOPS)
    throw new BadTask(
      `expected 2 to ${MOST_STOPS} stops and perhaps a name of at most 100 characters, got ${excerpt(body)}`,
    );
  if (!stops.every(isStop))
    throw new BadTask(
      `expected stops such as [52.5,13.4], latitude and longitude, got ${excerpt(body)}`,
    );
  return name === undefined ? { stops } : { name, stops };
}

/**
 * Finds the shortest of all round trips with the exact algorithm of Held and Karp. Each stop doubles
 * the work and the memory.
 * @param stops 2 to 24 of them
 */
export function shortestTour(stops: readonly Stop[]): Tour {
  // Every trip begins at stop 0, so the sets contain only the other stops.
  const others = stops.length - 1;
  const metres = distances(stops);
  const between = (one: number, other: number) => metres[one * stops.length + other] as number;

  // best[set * others + last]: the shortest way from stop 0 through the set that ends in `last`.
  const best = new Uint32Array(2 ** others * others);
  for (let set = 1; set < 2 ** others; set++) {
    for (let last = 0; last < others; last++) {
      if (!(set & (1 << last))) continue;
      const before = set ^ (1 << last);
      let shortest = before === 0 ? between(0, last + 1) : Number.POSITIVE_INFINITY;
      for (let previous = 0; previous < others; previous++) {
        if (!(before & (1 << previous))) continue;
        const way = (best[before * others + previous] as number) + between(previous + 1, last + 1);
        if (way < shortest) shortest = way;
      }
      best[set * others + last] = shortest;
    }
  }

  // This walks backwards from stop 0 and chooses each time the stop that gave the shortest way.
  const order: number[] = [];
  let total = 0;
  let next = 0;
  for (let set = 2 ** others - 1; set > 0; ) {
    let last = -1;
    let shortest = Number.POSITIVE_INFINITY;
    for (let one = 0; one < others; one++) {
      if (!(set & (1 << one))) continue;
      const way = (best[set * others + one] as number) + between(one + 1, next);
      if (way < shortest) [last, shortest] = [one, way];
    }
    if (next === 0) total = shortest;
    order.unshift(last + 1);
    set ^= 1 << last;
    next = last + 1;
  }
  return { order: [0, ...order], metres: total };
}

/** The distance of two stops on a sphere, in whole metres. */
export function distance([latitude, longitude]: Stop, [otherLatitude, otherLongitude]: Stop) {
  const radians = Math.PI / 180;
  const half =
    Math.sin(((otherLatitude - latitude) * radians) / 2) ** 2 +
    Math.cos(latitude * radians) *
      Math.cos(otherLatitude * radians) *
      Math.sin(((otherLongitude - longitude) * radians) / 2) ** 2;
  // On the opposite side of the earth, rounding may give a value above 1.
  return Math.round(2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, half))));
}

function distances(stops: readonly Stop[]): Uint32Array {
  return Uint32Array.from(stops.flatMap((one) => stops.map((other) => distance(one, other))));
}

/** Half a surrogate pair is refused, because DynamoDB would not store it. */
function isName(value: unknown): value is string | undefined {
  if (value === undefined) return true;
  return typeof value === 'string' && [...value].length <= 100 && !/\p{Surrogate}/u.test(value);
}

function isStop(value: unknown): value is Stop {
  return (
    Array.isArray(value) && value.length === 2 && isWithin(value[0], 90) && isWithin(value[1], 180)
  );
}

function isWithin(value: unknown, most: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
