import { here, resolve } from '../cloudformation/resolve';
import type { Template } from '../cloudformation/template';
import { addressInWords, type Block, readAddress, readBlock } from './address';
import type { Route, RouteTable, Target } from './routes';
import type { AclRule, GroupRule, NetworkAcl, SecurityGroup } from './rules';

/** The network of a template, with all names resolved: construct ids without the digits that the CDK adds. */
export interface Network {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  /** Whatever has an address in a subnet. */
  readonly places: readonly Place[];
  readonly peerings: readonly Peering[];
  readonly transitGateways: readonly TransitGateway[];
  readonly gatewayEndpoints: readonly GatewayEndpoint[];
}

export interface Vpc {
  readonly id: string;
  readonly blocks: readonly Block[];
  /** The internet gateway that is attached. */
  readonly internetGateway?: string;
  /** Whether names resolve to private addresses inside the VPC. */
  readonly privateNames: boolean;
}

export interface Subnet {
  readonly id: string;
  readonly vpc: Vpc;
  readonly block: Block;
  /** Such as `xx-here-1a`; undefined where AWS chooses. */
  readonly zone: string | undefined;
  readonly table: RouteTable;
  readonly acl: NetworkAcl;
}

export interface Place {
  readonly id: string;
  readonly kind: 'network interface' | 'NAT gateway' | 'interface endpoint' | 'database';
  readonly subnet: Subnet;
  readonly address: number;
  readonly publicAddress?: number;
  /** A NAT gateway has none. */
  readonly groups?: readonly SecurityGroup[];
  /** Of an interface endpoint: the service behind it, and whether the usual name of the service leads to it. */
  readonly service?: { readonly name: string; readonly privateName: boolean };
}

export interface Peering {
  readonly id: string;
  readonly vpcs: readonly [string, string];
}

export interface TransitGateway {
  readonly id: string;
  readonly attachments: readonly { readonly vpc: string; readonly subnets: readonly string[] }[];
}

export interface GatewayEndpoint {
  readonly id: string;
  readonly vpc: string;
  readonly service: string;
}

/** Public addresses stand for what AWS assigns; all of them are from blocks that are for documentation (RFC 5737). */
const elastic = readBlock('192.0.2.0/24');
const services: Readonly<Record<string, Block>> = {
  s3: readBlock('198.51.100.0/28'),
  dynamodb: readBlock('198.51.100.16/28'),
};
const otherServices = readBlock('198.51.100.32/28');

/** The public addresses of a service of AWS, as its prefix list would have them. */
export const blockOfService = (service: string) => services[service] ?? otherServices;

type Properties = Readonly<Record<string, unknown>>;

/**
 * Reads the network of a template. It knows IPv4 alone, and no more than what the stacks of this project
 * and the examples of AWS use.
 * @throws if the template has something that the packet walk does not know, such as a route to a virtual private gateway
 */
export function readNetwork(template: Template): Network {
  const names = displayNames(template);
  const ofType = (...types: readonly string[]) =>
    Object.entries(template.Resources)
      .filter(([, { Type }]) => types.includes(Type))
      .map(([id, { Type, Properties = {} }]) => ({
        id: names.get(id) ?? id,
        type: Type,
        is: Properties,
      }));
  const value = (part: unknown) => resolve(template, part);
  /** The name of what a property refers to; an attribute of it, such as GroupId, stands for it. */
  const idOf = (part: unknown): string => {
    const [id = '', ...rest] = String(value(part)).split('.');
    return [names.get(id) ?? id, ...rest.filter((one) => !/Id$/.test(one))].join('.');
  };
  const ids = (part: unknown) => ((part ?? []) as unknown[]).map(idOf);

  const vpcs = ofType('AWS::EC2::VPC').map(({ id, is }): Vpc => {
    const more = ofType('AWS::EC2::VPCCidrBlock').filter((one) => idOf(one.is.VpcId) === id);
    const attachment = ofType('AWS::EC2::VPCGatewayAttachment').find(
      (one) => idOf(one.is.VpcId) === id && one.is.InternetGatewayId !== undefined,
    );
    return {
      id,
      blocks: [is, ...more.map((one) => one.is)].map((one) =>
        readBlock(String(value(one.CidrBlock))),
      ),
      ...(attachment && { internetGateway: idOf(attachment.is.InternetGatewayId) }),
      // Both attributes are needed: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
      privateNames: is.EnableDnsHostnames === true && is.EnableDnsSupport !== false,
    };
  });
  const vpcOf = (part: unknown) => find(vpcs, idOf(part), 'a VPC');

  const outline = (direction: 'Ingress' | 'Egress', id: string) =>
    ofType(`AWS::EC2::SecurityGroup${direction}`)
      .map(({ is }) => is)
      .filter((is) => idOf(is.GroupId) === id);
  const groups = ofType('AWS::EC2::SecurityGroup').map(({ id, is }): SecurityGroup => {
    const egress = (is.SecurityGroupEgress ?? []) as Properties[];
    const rule = (one: Properties): GroupRule[] => readGroupRule(one, value, idOf, id);
    return {
      id,
      vpc: vpcOf(is.VpcId).id,
      inbound: [(is.SecurityGroupIngress ?? []) as Properties[], outline('Ingress', id)]
        .flat()
        .flatMap(rule),
      // AWS removes the rule that allows everything only if the group itself has a rule:
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
      outbound: [
        ...(egress.length > 0 ? egress.flatMap(rule) : [everything]),
        ...outline('Egress', id).flatMap(rule),
      ],
    };
  });
  const groupsOf = (part: unknown, vpc: Vpc): SecurityGroup[] => {
    const given = ids(part);
    return given.length > 0
      ? given.map((id) => find(groups, id, 'a security group'))
      : [defaultGroup(vpc)];
  };

  const endpoints = ofType('AWS::EC2::VPCEndpoint').map(({ id, is }) => ({
    id,
    is,
    vpc: vpcOf(is.VpcId),
    service: String(value(is.ServiceName)).replace(`com.amazonaws.${here.region}.`, ''),
    interface: is.VpcEndpointType === 'Interface',
  }));
  const tables = ofType('AWS::EC2::RouteTable').map(({ id, is }): RouteTable => {
    const own = ofType('AWS::EC2::Route').filter((one) => idOf(one.is.RouteTableId) === id);
    const gateways = endpoints.filter(
      (one) => !one.interface && ids(one.is.RouteTableIds).includes(id),
    );
    return {
      id,
      routes: [
        ...localRoutes(vpcOf(is.VpcId)),
        ...own.flatMap((one) => readRoute(one.id, one.is, value, idOf, template, names)),
        ...gateways.map(
          ({ id: endpoint, service }): Route => ({
            destination: blockOfService(service),
            target: { kind: 'gateway endpoint', id: endpoint },
            service,
          }),
        ),
      ],
    };
  });
  const acls = ofType('AWS::EC2::NetworkAcl').map(({ id }): NetworkAcl => {
    const entries = ofType('AWS::EC2::NetworkAclEntry').filter(
      (one) => idOf(one.is.NetworkAclId) === id,
    );
    const rules = (egress: boolean) =>
      entries
        .filter(({ is }) => (is.Egress === true) === egress)
        .flatMap(({ is }) => readAclRule(is, value));
    return { id, inbound: rules(false), outbound: rules(true) };
  });

  const subnets = ofType('AWS::EC2::Subnet').map(({ id, is }): Subnet => {
    const vpc = vpcOf(is.VpcId);
    const associated = (type: string, property: string) => {
      const one = ofType(type).find((association) => idOf(association.is.SubnetId) === id);
      return one && idOf(one.is[property]);
    };
    const table = associated('AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId');
    const acl = associated('AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId');
    return {
      id,
      vpc,
      block: readBlock(String(value(is.CidrBlock))),
      zone: is.AvailabilityZone === undefined ? undefined : String(value(is.AvailabilityZone)),
      // https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
      table:
        table === undefined
          ? { id: `main route table of ${vpc.id}`, routes: localRoutes(vpc) }
          : find(tables, table, 'a route table'),
      acl: acl === undefined ? defaultAcl(vpc) : find(acls, acl, 'a network ACL'),
    };
  });

  const elasticIps = ofType('AWS::EC2::EIP').map(({ id }) => id);
  const publicAddress = (allocation: string) => elastic.first + 1 + elasticIps.indexOf(allocation);
  const associations = ofType('AWS::EC2::EIPAssociation');
  const launched = (subnet: string) =>
    ofType('AWS::EC2::Subnet').some(
      ({ id, is }) => id === subnet && is.MapPublicIpOnLaunch === true,
    );
  const free = freeAddresses();
  const subnetGroups = ofType('AWS::RDS::DBSubnetGroup');
  const places = ofType(
    'AWS::EC2::NetworkInterface',
    'AWS::EC2::NatGateway',
    'AWS::EC2::VPCEndpoint',
    'AWS::RDS::DBInstance',
  ).flatMap(({ id, type, is }, index): Place[] => {
    const inside = (part: unknown) => find(subnets, idOf(part), 'a subnet');
    const given =
      is.PrivateIpAddress === undefined
        ? undefined
        : readAddress(String(value(is.PrivateIpAddress)));
    switch (type) {
      case 'AWS::EC2::NetworkInterface': {
        const subnet = inside(is.SubnetId);
        const association = associations.find((one) => idOf(one.is.NetworkInterfaceId) === id);
        const own = association && publicAddress(idOf(association.is.AllocationId));
        // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html
        const assigned = launched(subnet.id) ? elastic.last - 1 - index : undefined;
        const shown = own ?? assigned;
        return [
          {
            id,
            kind: 'network interface',
            subnet,
            address: free(subnet, given),
            ...(shown !== undefined && { publicAddress: shown }),
            groups: groupsOf(is.GroupSet, subnet.vpc),
          },
        ];
      }
      case 'AWS::EC2::NatGateway': {
        const subnet = inside(is.SubnetId);
        const shown =
          is.AllocationId === undefined ? undefined : publicAddress(idOf(is.AllocationId));
        return [
          {
            id,
            kind: 'NAT gateway',
            subnet,
            address: free(subnet, given),
            ...(shown !== undefined &&
              is.ConnectivityType !== 'private' && { publicAddress: shown }),
          },
        ];
      }
      case 'AWS::EC2::VPCEndpoint': {
        const endpoint = endpoints.find((one) => one.id === id);
        if (endpoint === undefined || !endpoint.interface) return [];
        return ids(is.SubnetIds).map((subnet) => ({
          id,
          kind: 'interface endpoint',
          subnet: inside(subnet),
          address: free(inside(subnet), undefined),
          groups: groupsOf(is.SecurityGroupIds, endpoint.vpc),
          service: {
            name: endpoint.service,
            privateName: is.PrivateDnsEnabled === true && endpoint.vpc.privateNames,
          },
        }));
      }
      default: {
        const group = subnetGroups.find((one) => one.id === idOf(is.DBSubnetGroupName));
        const [first] = ids(group?.is.SubnetIds);
        if (first === undefined) return [];
        const subnet = inside(first);
        return [
          {
            id,
            kind: 'database',
            subnet,
            address: free(subnet, undefined),
            ...(is.PubliclyAccessible === true && { publicAddress: elastic.last - 1 - index }),
            groups: groupsOf(is.VPCSecurityGroups, subnet.vpc),
          },
        ];
      }
    }
  });

  return {
    vpcs,
    subnets,
    places,
    peerings: ofType('AWS::EC2::VPCPeeringConnection').map(({ id, is }) => ({
      id,
      vpcs: [idOf(is.VpcId), idOf(is.PeerVpcId)],
    })),
    transitGateways: ofType('AWS::EC2::TransitGateway').map(({ id }) => ({
      id,
      attachments: ofType(
        'AWS::EC2::TransitGatewayAttachment',
        'AWS::EC2::TransitGatewayVpcAttachment',
      )
        .filter(({ is }) => idOf(is.TransitGatewayId) === id)
        .map(({ is }) => ({ vpc: idOf(is.VpcId), subnets: ids(is.SubnetIds) })),
    })),
    gatewayEndpoints: endpoints
      .filter((one) => !one.interface)
      .map(({ id, vpc, service }) => ({ id, vpc: vpc.id, service })),
  };
}

const everything: GroupRule = { protocol: '-1', peer: readBlock('0.0.0.0/0') };

/** The group of an interface that names none: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
function defaultGroup(vpc: Vpc): SecurityGroup {
  const id = `default security group of ${vpc.id}`;
  return { id, vpc: vpc.id, inbound: [{ protocol: '-1', peer: id }], outbound: [everything] };
}

/** The ACL of a subnet without another: https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html */
function defaultAcl({ id }: Vpc): NetworkAcl {
  const rules = [{ number: 100, allow: true, protocol: '-1', block: readBlock('0.0.0.0/0') }];
  return { id: `default network ACL of ${id}`, inbound: rules, outbound: rules };
}

const localRoutes = ({ blocks }: Vpc): Route[] =>
  blocks.map((destination) => ({ destination, target: { kind: 'local' } }));

/** Construct ids are logical ids without the eight digits of the CDK, as long as no two of them are the same. */
function displayNames({ Resources }: Template): Map<string, string> {
  const short = (id: string) => id.replace(/[\dA-F]{8}$/, '');
  const all = Object.keys(Resources).map(short);
  const unique = (id: string) => all.filter((one) => one === short(id)).length === 1;
  return new Map(Object.keys(Resources).map((id) => [id, unique(id) ? short(id) : id]));
}

function find<T extends { readonly id: string }>(all: readonly T[], id: string, what: string): T {
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw new Error(`expected ${what} of the template, got ${id}`);
  return found;
}

type Value = (part: unknown) => unknown;
type IdOf = (part: unknown) => string;

function readGroupRule(rule: Properties, value: Value, idOf: IdOf, group: string): GroupRule[] {
  const { CidrIp, CidrIpv6, SourceSecurityGroupId, DestinationSecurityGroupId } = rule;
  // IPv4 and IPv6 are separate, so a rule for one of them says nothing about the other.
  if (CidrIpv6 !== undefined) return [];
  const other = SourceSecurityGroupId ?? DestinationSecurityGroupId;
  if (CidrIp === undefined && other === undefined) {
    throw new Error(
      `expected a block or a security group in the rules of ${group}, got ${JSON.stringify(rule)}`,
    );
  }
  return [
    {
      protocol: String(value(rule.IpProtocol)),
      from: rule.FromPort as number | undefined,
      to: rule.ToPort as number | undefined,
      peer: CidrIp === undefined ? idOf(other) : readBlock(String(value(CidrIp))),
    },
  ];
}

function readAclRule(entry: Properties, value: Value): AclRule[] {
  if (entry.CidrBlock === undefined) return [];
  const range = entry.PortRange as { From?: number; To?: number } | undefined;
  const icmp = entry.Icmp as { Type?: number } | undefined;
  return [
    {
      number: Number(entry.RuleNumber),
      allow: entry.RuleAction === 'allow',
      protocol: String(entry.Protocol),
      from: range?.From ?? icmp?.Type,
      to: range?.To ?? icmp?.Type,
      block: readBlock(String(value(entry.CidrBlock))),
    },
  ];
}

function readRoute(
  id: string,
  is: Properties,
  value: Value,
  idOf: IdOf,
  template: Template,
  names: ReadonlyMap<string, string>,
): Route[] {
  if (is.DestinationIpv6CidrBlock !== undefined) return [];
  const typeOf = (name: string) =>
    Object.entries(template.Resources).find(([logical]) => names.get(logical) === name)?.[1].Type;
  const targets: [property: string, kind: Exclude<Target['kind'], 'local'>][] = [
    ['GatewayId', 'internet gateway'],
    ['NatGatewayId', 'NAT gateway'],
    ['VpcPeeringConnectionId', 'peering connection'],
    ['TransitGatewayId', 'transit gateway'],
  ];
  const [property, kind] = targets.find(([name]) => is[name] !== undefined) ?? [];
  const target = property && idOf(is[property]);
  const wrongGateway =
    kind === 'internet gateway' && typeOf(target ?? '') !== 'AWS::EC2::InternetGateway';
  if (
    kind === undefined ||
    target === undefined ||
    wrongGateway ||
    is.DestinationCidrBlock === undefined
  ) {
    throw new Error(
      `expected a route from a block to an internet gateway, a NAT gateway, a peering connection or a transit gateway, got ${id} ${JSON.stringify(is)}`,
    );
  }
  return [
    {
      destination: readBlock(String(value(is.DestinationCidrBlock))),
      target: { kind, id: target },
    },
  ];
}

/**
 * Gives out the addresses of a subnet in their order. AWS keeps the first four and the last one:
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
function freeAddresses(): (subnet: Subnet, given: number | undefined) => number {
  const taken = new Set<string>();
  const key = (subnet: Subnet, address: number) => `${subnet.id} ${address}`;
  return (subnet, given) => {
    const { first, last } = subnet.block;
    let address = given ?? first + 4;
    while (given === undefined && taken.has(key(subnet, address))) address++;
    if (address < first + 4 || address >= last || taken.has(key(subnet, address))) {
      throw new Error(`expected a free address of ${subnet.id}, got ${addressInWords(address)}`);
    }
    taken.add(key(subnet, address));
    return address;
  };
}
