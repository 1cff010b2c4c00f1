import type { Template } from '../../../lib/cloudformation/template';

type Parts = Readonly<Record<string, readonly [type: string, properties?: object]>>;

/** A template from `id: [type, properties]`; the types are those of EC2. */
export function templateOf(parts: Parts): Template {
  const entries = Object.entries(parts).map(([id, [type, Properties = {}]]) => [
    id,
    { Type: type.includes('::') ? type : `AWS::EC2::${type}`, Properties },
  ]);
  return { Resources: Object.fromEntries(entries) };
}

export const ref = (id: string) => ({ Ref: id });

/** A VPC with one subnet in zone a, a route table for it, and a network interface whose group is open. */
export function vpc(name: string, block: string, routes: Parts = {}): Parts {
  return {
    [`Vpc${name}`]: ['VPC', { CidrBlock: block }],
    ...subnet(name, name, block.replace('/16', '/24')),
    [`Open${name}`]: [
      'SecurityGroup',
      {
        VpcId: ref(`Vpc${name}`),
        SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
      },
    ],
    ...host(name, name),
    ...routes,
  };
}

export function subnet(name: string, vpcName: string, block: string, more: object = {}): Parts {
  return {
    [`Subnet${name}`]: [
      'Subnet',
      {
        VpcId: ref(`Vpc${vpcName}`),
        CidrBlock: block,
        AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
        ...more,
      },
    ],
    [`Table${name}`]: ['RouteTable', { VpcId: ref(`Vpc${vpcName}`) }],
    [`Association${name}`]: [
      'SubnetRouteTableAssociation',
      { SubnetId: ref(`Subnet${name}`), RouteTableId: ref(`Table${name}`) },
    ],
  };
}

export const host = (name: string, subnetName: string, group = `Open${subnetName}`): Parts => ({
  [`Host${name}`]: [
    'NetworkInterface',
    { SubnetId: ref(`Subnet${subnetName}`), GroupSet: [{ 'Fn::GetAtt': [group, 'GroupId'] }] },
  ],
});

export const route = (table: string, block: string, property: string, target: string): Parts => ({
  [`Route${table}${target}${block.replace(/\D/g, '')}`]: [
    'Route',
    { RouteTableId: ref(`Table${table}`), DestinationCidrBlock: block, [property]: ref(target) },
  ],
});

export const peering = (one: string, other: string): Parts => ({
  [`Peering${one}${other}`]: [
    'VPCPeeringConnection',
    { VpcId: ref(`Vpc${one}`), PeerVpcId: ref(`Vpc${other}`) },
  ],
});

/** An internet gateway, attached to a VPC. */
export const gateway = (name: string): Parts => ({
  [`Gateway${name}`]: ['InternetGateway'],
  [`Attachment${name}`]: [
    'VPCGatewayAttachment',
    { VpcId: ref(`Vpc${name}`), InternetGatewayId: ref(`Gateway${name}`) },
  ],
});
