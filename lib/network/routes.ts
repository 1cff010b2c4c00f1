import { type Block, blockInWords, contains } from './address';

/** Where a route leads. */
export type Target =
  | { readonly kind: 'local' }
  | { readonly kind: 'internet gateway' | 'NAT gateway' | 'gateway endpoint'; readonly id: string }
  | { readonly kind: 'peering connection' | 'transit gateway'; readonly id: string };

export interface Route {
  readonly destination: Block;
  readonly target: Target;
  /** Set for a route whose destination is the prefix list of a service. */
  readonly service?: string;
}

export interface RouteTable {
  /** The logical id, or what the table is called if the VPC brought it. */
  readonly id: string;
  readonly routes: readonly Route[];
}

/**
 * The route that a packet takes: the most specific one that matches its destination. Of two routes that
 * are equally specific, one to a block comes before one to a prefix list:
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function routeTo({ routes }: RouteTable, address: number): Route | undefined {
  return routes
    .filter(({ destination }) => contains(destination, address))
    .sort(
      (one, other) =>
        other.destination.bits - one.destination.bits ||
        Number(one.service !== undefined) - Number(other.service !== undefined),
    )[0];
}

export function routeInWords({ destination, target, service }: Route): string {
  const to = service === undefined ? blockInWords(destination) : `the prefix list of ${service}`;
  return `${to} -> ${target.kind === 'local' ? 'local' : target.id}`;
}
