import type { Template } from '../cloudformation/template';
import { addressInWords, contains, isPrivate } from './address';
import { type Party, partyOf } from './names';
import { type Network, type Place, readNetwork, type Subnet, type Vpc } from './network';
import { routeInWords, routeTo } from './routes';
import { askAcl, askGroups, type Header, isTracked, type Peer, type Protocol } from './rules';

/** A connection as you would ask about it. */
export interface Question {
  /** Who opens the connection: a network interface or what has one, an IPv4 address, or `internet`. */
  readonly source: string;
  /** Who is called: the same, or a service of AWS, such as `s3`. */
  readonly destination: string;
  readonly protocol: Protocol;
  /** The port of the destination; ICMP has none. */
  readonly port?: number;
  /** The port of the source to which the answer goes, by default 40,000. */
  readonly clientPort?: number;
  /** A zone that has failed, by its letter. */
  readonly without?: string;
}

/** A part of the network that has seen a packet, and what it did. */
export interface Hop {
  /** Such as `network ACL of PublicA`. */
  readonly at: string;
  readonly passes: boolean;
  /** The rule or route that decided, in words. */
  readonly because: string;
}

/** The way of one packet; if it does not arrive, the last hop has dropped it. */
export interface Path {
  readonly from: Party;
  readonly to: Party;
  readonly header: Header;
  readonly hops: readonly Hop[];
  readonly arrives: boolean;
}

/** The first packet of a connection, and the answer to it if it arrives. */
export interface Walk {
  readonly request: Path;
  readonly answer?: Path;
}

/** What the network knows of a connection when its answer comes. */
interface Known {
  /** Whose security groups track it, by the ids of the places. */
  readonly tracked: ReadonlySet<Place>;
  /** The NAT gateways that have replaced the source, the last one first. */
  readonly nats: readonly Place[];
  /** The gateway endpoint that it took. */
  readonly endpoint?: string;
}

const unknown: Known = { tracked: new Set(), nats: [] };

/**
 * Walks the first packet of a connection, and its answer, through the network of a template.
 *
 * Whatever decides is asked in turn: the security groups of an interface, the network ACL of a subnet, its
 * route table, and the gateway behind it. What the template cannot know is taken to be willing: somebody
 * listens at every port, and everybody outside answers.
 * @throws if the template lacks what the question names, or has what the packet walk does not know
 */
export function walk(template: Template, question: Question): Walk {
  const network = readNetwork(template);
  const { protocol } = question;
  const port = portOf(question);
  const lost = zoneOf(network, question.without);
  const client = partyOf(network, question.source, { lost });
  const server = partyOf(network, question.destination, { lost, caller: client });
  if (client.address === server.address) {
    throw new Error(`expected two ends of a connection, got ${client.name} and ${server.name}`);
  }
  if (client.place === undefined && server.place === undefined) {
    throw new Error(`expected an end inside the network, got ${client.name} and ${server.name}`);
  }
  // An echo request has type 8, and its reply type 0.
  const request = send(network, lost, client, server, { protocol, port: port ?? 8 }, unknown);
  if (!request.arrives) return { request };

  const { clientPort = 40_000 } = question;
  const back = { protocol, port: port === undefined ? 0 : clientPort };
  return { request, answer: send(network, lost, server, client, back, request.known) };
}

function portOf({ protocol, port, clientPort = 40_000 }: Question): number | undefined {
  const isPort = (given: number) => Number.isInteger(given) && given >= 0 && given <= 65_535;
  if (!isPort(clientPort))
    throw new Error(`expected a client port of 0 to 65535, got ${clientPort}`);
  if (protocol === 'icmp') {
    if (port !== undefined) throw new Error(`expected no port for ICMP, got ${port}`);
    return undefined;
  }
  if (port === undefined || !isPort(port)) {
    throw new Error(`expected a port of 0 to 65535 for ${protocol}, got ${port ?? 'none'}`);
  }
  return port;
}

function zoneOf({ subnets }: Network, letter: string | undefined): string | undefined {
  if (letter === undefined) return undefined;
  const zones = [...new Set(subnets.flatMap(({ zone }) => zone ?? []))];
  const zone = zones.find((one) => one.endsWith(letter.toLowerCase()));
  if (zone === undefined || !/^[a-z]$/i.test(letter)) {
    const letters = zones.map((one) => one.slice(-1)).join(', ') || 'none';
    throw new Error(`expected the letter of a zone of the template (${letters}), got ${letter}`);
  }
  return zone;
}

interface Sent extends Path {
  readonly known: Known;
}

/** Sends one packet. What it learns on the way is what the network knows when the answer comes. */
function send(
  network: Network,
  lost: string | undefined,
  from: Party,
  to: Party,
  header: Header,
  known: Known,
): Sent {
  const hops: Hop[] = [];
  const tracked = new Set<Place>();
  const nats: Place[] = [];
  let endpoint: string | undefined;

  const hop = (at: string, passes: boolean, because: string) => {
    hops.push({ at, passes, because });
    return passes;
  };

  /** Asks the security groups of a place about a packet between it and somebody else. */
  const groups = (place: Place, direction: 'inbound' | 'outbound', peer: Peer): boolean => {
    if (place.groups === undefined) return true;
    const { passes, rule } = askGroups(
      place.groups,
      direction,
      header,
      peer,
      known.tracked.has(place),
    );
    if (passes && isTracked(place.groups, direction, header)) tracked.add(place);
    return hop(`security group of ${place.id}, ${direction}`, passes, rule);
  };
  const acl = (subnet: Subnet, direction: 'inbound' | 'outbound', address: number): boolean => {
    const { passes, rule } = askAcl(subnet.acl, direction, header, address);
    return hop(`network ACL of ${subnet.id}, ${direction}`, passes, rule);
  };
  const standing = ({ id, subnet }: Place): boolean =>
    lost === undefined ||
    subnet.zone !== lost ||
    hop(id, false, `zone ${lost} has failed, and ${id} with it`);

  /** A packet reaches the subnet of its receiver. */
  const enter = (place: Place, sender: Peer): boolean =>
    standing(place) &&
    acl(place.subnet, 'inbound', sender.address) &&
    groups(place, 'inbound', sender);

  /** A packet leaves a place of the network for a receiver. */
  const leave = (place: Place, receiver: Party): boolean => {
    if (!standing(place)) return false;
    if (!groups(place, 'outbound', asPeer(network, place.subnet.vpc, receiver))) return false;
    const other = receiver.place;
    // Network ACLs and route tables are not asked within a subnet:
    // https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
    if (other !== undefined && other.subnet === place.subnet) {
      return (
        standing(other) &&
        groups(other, 'inbound', asPeer(network, other.subnet.vpc, sender(place)))
      );
    }
    return acl(place.subnet, 'outbound', receiver.address) && follow(place, receiver);
  };

  /** A packet takes the route of the subnet that it has left. */
  const follow = (place: Place, receiver: Party): boolean => {
    const { subnet } = place;
    const { vpc, table } = subnet;
    const route = routeTo(table, receiver.address);
    const at = `route table of ${subnet.id}`;
    if (route === undefined) {
      return hop(at, false, `${table.id} has no route to ${addressInWords(receiver.address)}`);
    }
    hop(at, true, `${table.id} has ${routeInWords(route)}`);
    const { target } = route;
    switch (target.kind) {
      case 'local':
        return deliver(place, receiver);
      case 'internet gateway':
        return throughInternetGateway(vpc, target.id, place, receiver);
      case 'NAT gateway':
        return throughNat(target.id, place, receiver);
      case 'gateway endpoint':
        endpoint = target.id;
        return hop(
          target.id,
          true,
          `it leads to ${receiver.name} without the internet, and its policy decides about each request`,
        );
      case 'peering connection':
        return throughPeering(vpc, target.id, place, receiver);
      case 'transit gateway':
        return throughTransitGateway(target.id, place, receiver);
    }
  };

  /** A packet is in the VPC of its receiver. */
  const deliver = (place: Place, receiver: Party): boolean => {
    const other = receiver.place;
    if (other === undefined) {
      return hop(
        'local route',
        false,
        `nothing has the address ${addressInWords(receiver.address)}`,
      );
    }
    return enter(other, asPeer(network, other.subnet.vpc, sender(place)));
  };

  /** https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html */
  const throughInternetGateway = (vpc: Vpc, id: string, place: Place, receiver: Party): boolean => {
    if (vpc.internetGateway !== id) return hop(id, false, `it is not attached to ${vpc.id}`);
    if (receiver.place !== undefined || isPrivate(receiver.address)) {
      return hop(id, false, `the internet has no route to ${addressInWords(receiver.address)}`);
    }
    const { publicAddress } = place;
    if (publicAddress === undefined)
      return hop(id, false, `${place.id} has no public IPv4 address`);
    return hop(id, true, `it replaces the source by the public address of ${place.id}`);
  };

  /** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
  const throughNat = (id: string, place: Place, receiver: Party): boolean => {
    const nat = network.places.find((one) => one.id === id && one.kind === 'NAT gateway');
    if (nat === undefined) throw new Error(`expected a NAT gateway of the template, got ${id}`);
    if (nat === place || nats.includes(nat)) {
      return hop(id, false, 'its own route leads back to it, because its subnet is private');
    }
    if (nat.subnet !== place.subnet && !enter(nat, sender(place))) return false;
    if (nat.subnet === place.subnet && !standing(nat)) return false;
    nats.unshift(nat);
    hop(
      id,
      true,
      `the NAT gateway replaces the source by its own address, ${addressInWords(nat.address)}`,
    );
    return leave(nat, receiver);
  };

  /**
   * A peering connection leads to the addresses of the other VPC and no further: neither to a third VPC nor
   * through a gateway of the other VPC: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
   */
  const throughPeering = (vpc: Vpc, id: string, place: Place, receiver: Party): boolean => {
    const peering = network.peerings.find((one) => one.id === id);
    const other = peering?.vpcs.find((one) => one !== vpc.id);
    if (peering === undefined || other === undefined || !peering.vpcs.includes(vpc.id)) {
      return hop(id, false, `it does not connect ${vpc.id}`);
    }
    const peer = network.vpcs.find((one) => one.id === other);
    if (!peer?.blocks.some((block) => contains(block, receiver.address))) {
      return hop(
        id,
        false,
        `peering is not transitive: ${addressInWords(receiver.address)} is not in ${other}`,
      );
    }
    hop(id, true, `it leads into ${other}`);
    return deliver(place, receiver);
  };

  /**
   * Every attached VPC is in the route table of the transit gateway, which an attachment uses and fills by
   * default. It is reached from zones alone that have a subnet in the attachment:
   * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
   */
  const throughTransitGateway = (id: string, place: Place, receiver: Party): boolean => {
    const gateway = network.transitGateways.find((one) => one.id === id);
    const attachmentOf = (vpc: string) => gateway?.attachments.find((one) => one.vpc === vpc);
    const { vpc, zone } = place.subnet;
    const own = attachmentOf(vpc.id);
    if (own === undefined) return hop(id, false, `it has no attachment of ${vpc.id}`);
    const zones = own.subnets.map((name) => network.subnets.find((one) => one.id === name)?.zone);
    if (!zones.includes(zone)) {
      return hop(id, false, `its attachment of ${vpc.id} has no subnet in zone ${zone}`);
    }
    const target = network.vpcs.find(
      (one) =>
        attachmentOf(one.id) && one.blocks.some((block) => contains(block, receiver.address)),
    );
    if (target === undefined) {
      return hop(id, false, `no VPC attached to it has ${addressInWords(receiver.address)}`);
    }
    hop(id, true, `it leads into ${target.id}`);
    return deliver(place, receiver);
  };

  /** A packet comes from outside. */
  const arrive = (receiver: Place, sender: Party): boolean => {
    const { vpc } = receiver.subnet;
    const peer = { address: sender.address, groups: [] };
    if (known.endpoint !== undefined) {
      hop(known.endpoint, true, `the answer of ${sender.name} comes through the gateway endpoint`);
      return enter(receiver, peer);
    }
    const { internetGateway: id } = vpc;
    if (id === undefined) return hop(vpc.id, false, 'it has no internet gateway');
    if (receiver.publicAddress === undefined) {
      return hop(id, false, `${receiver.id} has no public IPv4 address`);
    }
    hop(
      id,
      true,
      `it replaces the public address of ${receiver.id} by ${addressInWords(receiver.address)}`,
    );
    if (receiver.kind === 'NAT gateway' && !known.nats.includes(receiver)) {
      return hop(receiver.id, false, 'a NAT gateway takes no connections from outside');
    }
    return enter(receiver, peer);
  };

  /** The answer finds the NAT gateways on its way, each of which puts the old source back. */
  const stations = [...known.nats, ...(to.place ? [to.place] : [])];
  const one = (start: Party, station: Place): boolean =>
    start.place === undefined ? arrive(station, start) : leave(start.place, sender(station));
  const arrives =
    stations.length === 0 && from.place
      ? leave(from.place, to)
      : stations.every((station, index) => {
          const before = stations[index - 1];
          const passed = one(before ? sender(before) : from, station);
          if (passed && station.kind === 'NAT gateway' && station !== to.place) {
            hop(
              station.id,
              true,
              'the NAT gateway knows the connection and puts the address of its source back',
            );
          }
          return passed;
        });
  return {
    ...{ from, to, header, hops, arrives },
    known: { tracked, nats, ...(endpoint !== undefined && { endpoint }) },
  };
}

const sender = (
  place: Place,
): Party & { readonly place: Place; readonly groups: readonly string[] } => ({
  name: place.id,
  address: place.address,
  place,
  groups: (place.groups ?? []).map(({ id }) => id),
});

/**
 * Somebody as the security groups of a VPC see them: a rule can name a group of the same VPC or of a peer:
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
function asPeer({ peerings }: Network, vpc: Vpc, { address, place }: Party): Peer {
  const other = place?.subnet.vpc.id;
  const visible =
    other === vpc.id ||
    peerings.some(
      ({ vpcs }) => other !== undefined && vpcs.includes(other) && vpcs.includes(vpc.id),
    );
  return { address, groups: visible && place ? sender(place).groups : [] };
}
