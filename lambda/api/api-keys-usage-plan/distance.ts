/** A place on the globe, in degrees. */
export interface Place {
  /** -90 (south pole) to 90 (north pole). */
  readonly latitude: number;
  /** -180 (west) to 180 (east). */
  readonly longitude: number;
}

/** A mistake of the client, with a message that the client may read. */
export class BadRequest extends Error {}

/** Mean radius, as the International Union of Geodesy and Geophysics gives it. */
const EARTH_KILOMETERS = 6371.0088;

/**
 * Reads a place from a parameter of the query string.
 * @param name of the parameter, which the message repeats
 * @throws {BadRequest} if the text is anything else; the message shows the start of what came
 */
export function parsePlace(name: string, text: string | null | undefined): Place {
  const [, latitude, longitude] =
    /^(-?\d{1,2}(?:\.\d{1,9})?),(-?\d{1,3}(?:\.\d{1,9})?)$/.exec(text ?? '') ?? [];
  const place = { latitude: Number(latitude), longitude: Number(longitude) };
  if (!(Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180)) {
    throw new BadRequest(
      `expected ${name} as latitude and longitude in degrees, such as 52.52,13.405, got ${excerpt(text)}`,
    );
  }
  return place;
}

/** The distance between two places along the surface (haversine formula), in kilometers with two decimals. */
export function distance(from: Place, to: Place): number {
  const [north, south] = [radians(from.latitude), radians(to.latitude)];
  const chord =
    Math.sin((south - north) / 2) ** 2 +
    Math.cos(north) * Math.cos(south) * Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const kilometers = 2 * EARTH_KILOMETERS * Math.asin(Math.sqrt(chord));
  return Math.round(kilometers * 100) / 100;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function excerpt(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return 'nothing';
  return JSON.stringify(text.length > 50 ? `${text.slice(0, 50)}…` : text);
}
