import { addressInWords, type Block, blockInWords, contains } from './address';

/** What a rule looks at: the protocol, the port of the receiver, and the address at the other end. */
export interface Header {
  readonly protocol: Protocol;
  /** The port of the receiver; for ICMP, the type: 8 is an echo request and 0 its reply. */
  readonly port: number;
}

export type Protocol = 'tcp' | 'udp' | 'icmp';

/** What a rule of a security group or a network ACL says of protocol and port. */
export interface Traffic {
  /** As CloudFormation has it: a name, a number, or -1 for every protocol. */
  readonly protocol: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** A rule of a security group; there are rules that allow, and none that deny. */
export interface GroupRule extends Traffic {
  /** A block of addresses, or the id of a security group at the other end. */
  readonly peer: Block | string;
}

export interface SecurityGroup {
  readonly id: string;
  readonly vpc: string;
  readonly inbound: readonly GroupRule[];
  readonly outbound: readonly GroupRule[];
}

export interface AclRule extends Traffic {
  readonly number: number;
  readonly allow: boolean;
  readonly block: Block;
}

export interface NetworkAcl {
  readonly id: string;
  readonly inbound: readonly AclRule[];
  readonly outbound: readonly AclRule[];
}

/** The other end of a packet, as a security group sees it. */
export interface Peer {
  readonly address: number;
  readonly groups: readonly string[];
}

/** Whether something lets a packet through, and the rule that says so. */
export interface Verdict {
  readonly passes: boolean;
  readonly rule: string;
}

const names: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp' };
const nameOf = (protocol: string) => names[protocol] ?? protocol.toLowerCase();

/**
 * Whether a rule is about the protocol and the port of a packet. A rule for all protocols is for all
 * ports as well; -1 stands for all types of ICMP:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
export function isAbout({ protocol, from, to }: Traffic, header: Header): boolean {
  const name = nameOf(protocol);
  if (name === '-1') return true;
  if (name !== header.protocol) return false;
  if (from === undefined || from === -1) return true;
  // The range of ICMP is a type and a code, and this knows types alone.
  return header.protocol === 'icmp'
    ? header.port === from
    : from <= header.port && header.port <= (to ?? from);
}

function trafficInWords({ protocol, from, to }: Traffic): string {
  const name = nameOf(protocol);
  if (name === '-1') return 'all traffic';
  if (from === undefined || from === -1) return `all ${name}`;
  if (name === 'icmp') return `icmp type ${from}`;
  return from === to || to === undefined ? `${name} ${from}` : `${name} ${from}-${to}`;
}

/** A packet as a rule would describe it. */
export const headerInWords = (header: Header) =>
  trafficInWords({ ...header, from: header.port, to: header.port });

const peerInWords = (peer: Block | string) =>
  typeof peer === 'string' ? peer : blockInWords(peer);

/** The rule of some groups that allows a packet; the rules of all groups count together. */
function allowing(
  groups: readonly SecurityGroup[],
  direction: 'inbound' | 'outbound',
  header: Header,
  peer: Peer,
): { readonly group: SecurityGroup; readonly rule: GroupRule } | undefined {
  return groups
    .flatMap((group) => group[direction].map((rule) => ({ group, rule })))
    .find(
      ({ rule }) =>
        isAbout(rule, header) &&
        (typeof rule.peer === 'string'
          ? peer.groups.includes(rule.peer)
          : contains(rule.peer, peer.address)),
    );
}

/**
 * Asks the security groups of an interface about a packet. Rules only allow; the rules of all groups
 * count together, and what none of them allows is dropped:
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 *
 * A group keeps state: it lets the packets of a tracked connection through in both directions, whatever
 * its rules say: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export function askGroups(
  groups: readonly SecurityGroup[],
  direction: 'inbound' | 'outbound',
  header: Header,
  peer: Peer,
  tracked: boolean,
): Verdict {
  if (tracked) return { passes: true, rule: 'the connection is tracked, so no rule is asked' };
  const found = allowing(groups, direction, header, peer);
  const preposition = direction === 'inbound' ? 'from' : 'to';
  if (found === undefined) {
    return {
      passes: false,
      rule: `no ${direction} rule allows ${headerInWords(header)} ${preposition} ${addressInWords(peer.address)}`,
    };
  }
  return { passes: true, rule: groupRuleInWords(found.group, direction, found.rule) };
}

export function groupRuleInWords(
  { id }: SecurityGroup,
  direction: 'inbound' | 'outbound',
  rule: GroupRule,
): string {
  const preposition = direction === 'inbound' ? 'from' : 'to';
  return `${id} allows ${trafficInWords(rule)} ${preposition} ${peerInWords(rule.peer)}`;
}

/**
 * Whether some groups track a connection that they have let through. They do not track TCP and UDP if the
 * rule allows all addresses and a rule of the other direction allows all ports to all addresses; ICMP
 * is always tracked:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export function isTracked(
  groups: readonly SecurityGroup[],
  direction: 'inbound' | 'outbound',
  header: Header,
): boolean {
  if (header.protocol === 'icmp') return true;
  const open = (rule: GroupRule) => typeof rule.peer !== 'string' && rule.peer.bits === 0;
  const other = direction === 'inbound' ? 'outbound' : 'inbound';
  const letsIn = groups.some((group) =>
    group[direction].some((rule) => open(rule) && isAbout(rule, header)),
  );
  const letsBack = groups.some((group) =>
    group[other].some(
      (rule) =>
        open(rule) &&
        isAbout(rule, { ...header, port: 0 }) &&
        isAbout(rule, { ...header, port: 65_535 }),
    ),
  );
  return !(letsIn && letsBack);
}

/**
 * Asks a network ACL about a packet that enters or leaves a subnet. The rules are asked in the order of
 * their numbers, the first that matches decides, and the rule * denies the rest. An ACL keeps no state:
 * it asks its rules about every answer as well:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function askAcl(
  acl: NetworkAcl,
  direction: 'inbound' | 'outbound',
  header: Header,
  address: number,
): Verdict {
  const preposition = direction === 'inbound' ? 'from' : 'to';
  const found = [...acl[direction]]
    .sort((one, other) => one.number - other.number)
    .find((rule) => isAbout(rule, header) && contains(rule.block, address));
  if (found === undefined) {
    return {
      passes: false,
      rule: `no ${direction} rule matches ${headerInWords(header)} ${preposition} ${addressInWords(address)}, so rule * denies it`,
    };
  }
  return { passes: found.allow, rule: aclRuleInWords(acl, direction, found) };
}

export function aclRuleInWords(
  { id }: NetworkAcl,
  direction: 'inbound' | 'outbound',
  { number, allow, block, ...traffic }: AclRule,
): string {
  const verb = allow ? 'allows' : 'denies';
  const preposition = direction === 'inbound' ? 'from' : 'to';
  return `${id}, rule ${number} ${verb} ${trafficInWords(traffic)} ${preposition} ${blockInWords(block)}`;
}
