import { resolve } from '../cloudformation/resolve';
import type { Template } from '../cloudformation/template';
import { contains, readAddress, readBlock } from './address';

/** A question to the name servers of a hosted zone. */
export interface Query {
  /** With or without the dot at its end. */
  readonly name: string;
  readonly type: string;
  readonly asker?: Asker;
}

/** What Route 53 knows or estimates of the one who asks. */
export interface Asker {
  /** A country code, such as `DE`; left out where the address is mapped to none. */
  readonly country?: string;
  /** A continent code, such as `EU`. */
  readonly continent?: string;
  readonly subdivision?: string;
  readonly address?: string;
  readonly position?: Position;
  /** The latency to each Region, in milliseconds. */
  readonly latency?: Readonly<Record<string, number>>;
}

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** What changes from one answer to the next. */
export interface State {
  /** The health checks that are unhealthy, by their construct ids. */
  readonly unhealthy?: readonly string[];
  /** From 0 up to but not including 1. */
  readonly random?: () => number;
}

export interface Answer {
  /** The values of the records that were chosen, in the order in which they are returned; empty for no answer. */
  readonly values: readonly string[];
  /** Why these, in words. */
  readonly because: string;
}

type Properties = Readonly<Record<string, unknown>>;

interface RecordSet {
  readonly is: Properties;
  /** Its identifier in its group, or its construct id. */
  readonly id: string;
}

/**
 * Answers a DNS query as Route 53 does, by the records of a template:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 *
 * Route 53 chooses by the routing policy, and then again without the record that it chose, until it has a
 * healthy one; if none is healthy, it treats all of them as healthy:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 * @throws if the template has no record of this name and type, or one that is not known here
 */
export function answer(template: Template, query: Query, state: State = {}): Answer {
  const records = recordsOf(template, query);
  const { asker = {} } = query;
  const { random = Math.random } = state;
  const choose = (all: readonly RecordSet[]) => choiceOf(template, all, asker, random);

  const first = choose(records);
  if (first.length === 0)
    return { values: [], because: 'no record is for this place, and none is the default' };
  if (policyOf(first[0] as RecordSet) === 'failover')
    return failover(template, query, records, state);

  const healthy = records.filter((one) => isHealthy(template, query, one, state));
  const chosen = healthy.length > 0 ? choose(healthy) : first;
  // As without the unhealthy records, an asker whom no healthy record is for gets no answer.
  if (chosen.length === 0) return { values: [], because: 'no healthy record is for this place' };
  const why = healthy.length > 0 ? 'healthy' : 'no record is healthy, so all count as healthy';
  const ids = chosen.map(({ id }) => id).join(', ');
  return {
    values: chosen.flatMap((one) => valuesOf(template, query, one, state)),
    because: `${policyOf(chosen[0] as RecordSet)}: ${ids} (${why})`,
  };
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html */
function failover(
  template: Template,
  query: Query,
  records: readonly RecordSet[],
  state: State,
): Answer {
  const of = (role: string) => records.find(({ is }) => is.Failover === role);
  const [primary, secondary] = [of('PRIMARY'), of('SECONDARY')];
  if (primary === undefined)
    throw new Error(`expected a primary record of ${query.name}, got none`);
  const well = (one: RecordSet) => isHealthy(template, query, one, state);
  // If both are unhealthy, Route 53 returns the primary one.
  const chosen = !well(primary) && secondary !== undefined && well(secondary) ? secondary : primary;
  return {
    values: valuesOf(template, query, chosen, state),
    because: `failover: ${chosen.id} (the primary record is ${well(primary) ? 'healthy' : 'unhealthy'})`,
  };
}

const plain = (name: unknown) => String(name).toLowerCase().replace(/\.$/, '');

function recordsOf(template: Template, { name, type }: Query): RecordSet[] {
  const all = Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const sets =
      Type === 'AWS::Route53::RecordSetGroup' ? (Properties.RecordSets as unknown[]) : [];
    const given = Type === 'AWS::Route53::RecordSet' ? [Properties] : sets;
    return given.map((one) => {
      const is = resolve(template, one) as Properties;
      return { is, id: String(is.SetIdentifier ?? id) };
    });
  });
  const found = all.filter(({ is }) => plain(is.Name) === plain(name) && is.Type === type);
  if (found.length === 0) {
    const names = [...new Set(all.map(({ is }) => `${plain(is.Name)} ${is.Type}`))].join(', ');
    throw new Error(
      `expected a record of the template (${names || 'none'}), got ${plain(name)} ${type}`,
    );
  }
  return found;
}

function policyOf({ is, id }: RecordSet): string {
  const [policy] = Object.entries({
    failover: is.Failover,
    weighted: is.Weight,
    latency: is.Region,
    geolocation: is.GeoLocation,
    geoproximity: is.GeoProximityLocation,
    'IP-based': is.CidrRoutingConfig,
    'multivalue answer': is.MultiValueAnswer,
  }).find(([, value]) => value !== undefined) ?? ['simple'];
  if (policy !== 'simple' && is.SetIdentifier === undefined) {
    throw new Error(`expected a SetIdentifier of the ${policy} record ${id}, got none`);
  }
  return policy;
}

/** The records that the routing policy chooses of some with the same name and type. */
function choiceOf(
  template: Template,
  records: readonly RecordSet[],
  asker: Asker,
  random: () => number,
): readonly RecordSet[] {
  const [first] = records;
  if (first === undefined) return [];
  const policy = policyOf(first);
  if (records.some((one) => policyOf(one) !== policy)) {
    throw new Error(
      `expected one routing policy for all records of a name, got ${records.map(policyOf).join(' and ')}`,
    );
  }
  const nearest = (away: (one: RecordSet) => number) =>
    records
      .map((one) => ({ one, distance: away(one) }))
      .sort((one, other) => one.distance - other.distance)
      .slice(0, 1)
      .map(({ one }) => one);
  switch (policy) {
    case 'weighted':
      return weighted(records, random);
    case 'latency':
      return nearest(({ is }) => {
        const measured = asker.latency?.[String(is.Region)];
        if (measured === undefined)
          throw new Error(`expected the latency of the asker to ${is.Region}, got none`);
        return measured;
      });
    case 'geoproximity':
      return nearest(({ is }) => biasedDistance(is.GeoProximityLocation as Properties, asker));
    case 'geolocation':
      return geolocation(records, asker);
    case 'IP-based':
      return ipBased(template, records, asker);
    case 'multivalue answer':
      // Up to eight of them, in random order.
      return shuffled(records, random).slice(0, 8);
    default:
      return records;
  }
}

/** Zero weights count only where no other weight is left. */
function weighted(records: readonly RecordSet[], random: () => number): readonly RecordSet[] {
  const weight = ({ is }: RecordSet) => Number(is.Weight);
  const total = records.reduce((sum, one) => sum + weight(one), 0);
  // With zero weights alone, every record has the same share.
  const share = (one: RecordSet) => (total === 0 ? 1 / records.length : weight(one) / total);
  let left = random();
  const found = records.find((one) => {
    left -= share(one);
    return left < 0;
  });
  return [found ?? (records.at(-1) as RecordSet)];
}

/** The smallest place wins: a subdivision, then a country, a continent, and the default. */
function geolocation(records: readonly RecordSet[], asker: Asker): readonly RecordSet[] {
  const at = ({ is }: RecordSet) => is.GeoLocation as Properties;
  const { country, continent, subdivision } = asker;
  const found =
    records.find(
      (one) =>
        country !== undefined &&
        at(one).CountryCode === country &&
        at(one).SubdivisionCode !== undefined &&
        at(one).SubdivisionCode === subdivision,
    ) ??
    records.find(
      (one) =>
        country !== undefined &&
        at(one).CountryCode === country &&
        at(one).SubdivisionCode === undefined,
    ) ??
    records.find((one) => continent !== undefined && at(one).ContinentCode === continent) ??
    records.find((one) => at(one).CountryCode === '*');
  return found === undefined ? [] : [found];
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-ipbased.html */
function ipBased(
  template: Template,
  records: readonly RecordSet[],
  { address }: Asker,
): readonly RecordSet[] {
  const from = address === undefined ? undefined : readAddress(address);
  const candidates = records.map((one) => {
    const { CollectionId, LocationName } = one.is.CidrRoutingConfig as Properties;
    if (LocationName === '*') return { one, bits: -1 };
    const collection = template.Resources[String(CollectionId)];
    const locations = (resolve(template, collection?.Properties?.Locations) ?? []) as Properties[];
    const location = locations.find((each) => each.LocationName === LocationName);
    if (location === undefined)
      throw new Error(`expected a location of ${CollectionId}, got ${LocationName}`);
    const bits = (location.CidrList as string[])
      .filter((block) => !block.includes(':'))
      .map(readBlock)
      .filter((block) => from !== undefined && contains(block, from))
      .map((block) => block.bits);
    return { one, bits: bits.length > 0 ? Math.max(...bits) : undefined };
  });
  const matching = candidates.filter(({ bits }) => bits !== undefined);
  return matching
    .sort((one, other) => Number(other.bits) - Number(one.bits))
    .slice(0, 1)
    .map(({ one }) => one);
}

const EARTH_RADIUS_KM = 6371;

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geoproximity.html */
function biasedDistance({ Coordinates, Bias = 0 }: Properties, { position }: Asker): number {
  const { Latitude, Longitude } = (Coordinates ?? {}) as Properties;
  if (Latitude === undefined || position === undefined) {
    throw new Error('expected the coordinates of the record and of the asker, got none');
  }
  const to = { latitude: Number(Latitude), longitude: Number(Longitude) };
  const bias = Number(Bias) / 100;
  const distance = distanceKm(position, to);
  return bias >= 0 ? distance * (1 - bias) : distance / (1 + bias);
}

function distanceKm(from: Position, to: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [one, other] = [radians(from.latitude), radians(to.latitude)];
  const across = radians(to.longitude - from.longitude);
  const half =
    Math.sin((other - one) / 2) ** 2 + Math.cos(one) * Math.cos(other) * Math.sin(across / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** A record without a health check is always healthy; an alias is as healthy as its target, if it evaluates it. */
function isHealthy(template: Template, query: Query, { is }: RecordSet, state: State): boolean {
  const { unhealthy = [] } = state;
  if (
    is.HealthCheckId !== undefined &&
    unhealthy.includes(String(is.HealthCheckId).split('.')[0] ?? '')
  ) {
    return false;
  }
  const alias = is.AliasTarget as Properties | undefined;
  if (alias?.EvaluateTargetHealth !== true) return true;
  const target = { ...query, name: String(alias.DNSName) };
  return recordsOf(template, target).some((one) => isHealthy(template, target, one, state));
}

/** All values of a record, in random order; those of an alias are those of its target. */
function valuesOf(
  template: Template,
  query: Query,
  { is }: RecordSet,
  state: State,
): readonly string[] {
  const alias = is.AliasTarget as Properties | undefined;
  if (alias !== undefined)
    return answer(template, { ...query, name: String(alias.DNSName) }, state).values;
  return shuffled((is.ResourceRecords ?? []) as string[], state.random ?? Math.random);
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const left = [...all];
  return all.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T);
}
