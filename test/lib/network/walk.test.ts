import { type Question, walk } from '../../../lib/network/walk';
import { askedInWords, walkedInWords } from '../../../lib/network/words';
import { gateway, host, peering, ref, route, subnet, templateOf, vpc } from './network-of';

type Parts = Parameters<typeof templateOf>[0];

/** Whether a connection by TCP to port 443 comes about, or what drops which of its two packets. */
function told(parts: Parts, source: string, destination: string, more: Partial<Question> = {}) {
  const question = { source, destination, protocol: 'tcp', port: 443, ...more } as Question;
  const { request, answer } = walk(templateOf(parts), question);
  if (!request.arrives)
    return `request: ${request.hops.at(-1)?.at}: ${request.hops.at(-1)?.because}`;
  if (!answer?.arrives)
    return `answer: ${answer?.hops.at(-1)?.at}: ${answer?.hops.at(-1)?.because}`;
  return 'connected';
}

/** A VPC with a public and a private subnet. */
const both = (...more: readonly Parts[]): Parts =>
  Object.assign(
    {},
    vpc('A', '10.0.0.0/16'),
    subnet('Public', 'A', '10.0.1.0/24', { MapPublicIpOnLaunch: true }),
    host('Public', 'Public', 'OpenA'),
    gateway('A'),
    route('Public', '0.0.0.0/0', 'GatewayId', 'GatewayA'),
    ...more,
  );

// https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
describe('an internet gateway', () => {
  test('connects a public subnet in both directions', () => {
    expect(told(both(), 'HostPublic', 'internet')).toBe('connected');
    expect(told(both(), 'internet', 'HostPublic')).toBe('connected');
  });

  test('does not connect a private subnet', () => {
    expect(told(both(), 'HostA', 'internet')).toBe(
      'request: route table of SubnetA: TableA has no route to 203.0.113.9',
    );
    expect(told(both(), 'internet', 'HostA')).toBe(
      'request: GatewayA: HostA has no public IPv4 address',
    );
  });

  test('does not connect a private subnet even if there is a public address, because nothing leads back', () => {
    const parts = both({
      Eip: ['EIP', { Domain: 'vpc' }],
      Association: [
        'EIPAssociation',
        {
          AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] },
          NetworkInterfaceId: ref('HostA'),
        },
      ],
    });
    expect(told(parts, 'internet', 'HostA')).toBe(
      'answer: route table of SubnetA: TableA has no route to 203.0.113.9',
    );
  });

  test('does not serve who has no public address', () => {
    const parts = both(route('A', '0.0.0.0/0', 'GatewayId', 'GatewayA'));
    expect(told(parts, 'HostA', 'internet')).toBe(
      'request: GatewayA: HostA has no public IPv4 address',
    );
  });

  test('has to be attached', () => {
    const { AttachmentA, ...parts } = both();
    expect(AttachmentA).toBeDefined();
    expect(told(parts, 'HostPublic', 'internet')).toBe(
      'request: GatewayA: it is not attached to VpcA',
    );
    expect(told(parts, 'internet', 'HostPublic')).toBe('request: VpcA: it has no internet gateway');
  });

  test('routes no private addresses', () => {
    expect(told(both(), 'HostPublic', '192.168.0.1')).toBe(
      'request: GatewayA: the internet has no route to 192.168.0.1',
    );
  });
});

const nat = (place: string): Parts => ({
  NatEip: ['EIP', { Domain: 'vpc' }],
  Nat: [
    'NatGateway',
    { SubnetId: ref(`Subnet${place}`), AllocationId: { 'Fn::GetAtt': ['NatEip', 'AllocationId'] } },
  ],
});

// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
describe('a NAT gateway', () => {
  const toNat = route('A', '0.0.0.0/0', 'NatGatewayId', 'Nat');

  test('connects a private subnet to the internet, but not the internet to it', () => {
    const parts = both(nat('Public'), toNat);
    expect(told(parts, 'HostA', 'internet')).toBe('connected');
    expect(told(parts, 'internet', 'HostA')).toBe(
      'request: GatewayA: HostA has no public IPv4 address',
    );
    expect(told(parts, 'internet', 'Nat')).toBe(
      'request: Nat: a NAT gateway takes no connections from outside',
    );
  });

  test('in a private subnet leads nowhere', () => {
    expect(told(both(nat('A'), toNat), 'HostA', 'internet')).toBe(
      'request: Nat: its own route leads back to it, because its subnet is private',
    );
  });

  test('of private connectivity is dropped by the internet gateway', () => {
    const parts = both(
      { Nat: ['NatGateway', { SubnetId: ref('SubnetPublic'), ConnectivityType: 'private' }] },
      toNat,
    );
    expect(told(parts, 'HostA', 'internet')).toBe(
      'request: GatewayA: Nat has no public IPv4 address',
    );
  });

  test('is behind the network ACL of its subnet, which has to let its answers in', () => {
    const acl = (ports: object): Parts => ({
      Acl: ['NetworkAcl', { VpcId: ref('VpcA') }],
      In: [
        'NetworkAclEntry',
        {
          NetworkAclId: ref('Acl'),
          RuleNumber: 100,
          Protocol: 6,
          RuleAction: 'allow',
          CidrBlock: '0.0.0.0/0',
          PortRange: ports,
        },
      ],
      Out: [
        'NetworkAclEntry',
        {
          NetworkAclId: ref('Acl'),
          RuleNumber: 100,
          Protocol: -1,
          RuleAction: 'allow',
          CidrBlock: '0.0.0.0/0',
          Egress: true,
        },
      ],
      AclAssociation: [
        'SubnetNetworkAclAssociation',
        { SubnetId: ref('SubnetPublic'), NetworkAclId: ref('Acl') },
      ],
    });
    const parts = (ports: object) => both(nat('Public'), toNat, acl(ports));
    expect(told(parts({ From: 443, To: 443 }), 'HostA', 'internet')).toBe(
      'answer: network ACL of SubnetPublic, inbound: no inbound rule matches tcp 40000 from 203.0.113.9, so rule * denies it',
    );
    expect(told(parts({ From: 443, To: 65_535 }), 'HostA', 'internet')).toBe('connected');
  });

  test('goes down with its zone', () => {
    const second = subnet('B', 'A', '10.0.2.0/24', {
      AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] },
    });
    const parts = both(
      nat('Public'),
      second,
      host('B', 'B', 'OpenA'),
      route('B', '0.0.0.0/0', 'NatGatewayId', 'Nat'),
    );
    expect(told(parts, 'HostB', 'internet')).toBe('connected');
    expect(told(parts, 'HostB', 'internet', { without: 'A' })).toBe(
      'request: Nat: zone xx-here-1a has failed, and Nat with it',
    );
  });
});

// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
test('a ping from home arrives, and its answer is dropped by a network ACL that keeps no state', () => {
  const entry = (Protocol: number, Egress: boolean): Parts[string] => [
    'NetworkAclEntry',
    {
      NetworkAclId: ref('Acl'),
      RuleNumber: 100,
      Protocol,
      RuleAction: 'allow',
      CidrBlock: '0.0.0.0/0',
      Egress,
      Icmp: { Type: -1, Code: -1 },
    },
  ];
  const acl: Parts = {
    Acl: ['NetworkAcl', { VpcId: ref('VpcA') }],
    AclIn: entry(1, false),
    AclAssociation: [
      'SubnetNetworkAclAssociation',
      { SubnetId: ref('SubnetPublic'), NetworkAclId: ref('Acl') },
    ],
    // The group lets pings in, and nothing out.
    Ping: [
      'SecurityGroup',
      {
        VpcId: ref('VpcA'),
        SecurityGroupIngress: [
          { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '0.0.0.0/0' },
        ],
        SecurityGroupEgress: [
          { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' },
        ],
      },
    ],
    ...host('Pinged', 'Public', 'Ping'),
  };
  const ping = { protocol: 'icmp', port: undefined } as unknown as Partial<Question>;
  expect(told(both(acl), '203.0.113.12', 'HostPinged', ping)).toBe(
    'answer: network ACL of SubnetPublic, outbound: no outbound rule matches icmp type 0 to 203.0.113.12, so rule * denies it',
  );
  expect(told(both(acl, { AclOut: entry(1, true) }), '203.0.113.12', 'HostPinged', ping)).toBe(
    'connected',
  );
});

// https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
test('a network ACL is not asked within a subnet', () => {
  const closed: Parts = {
    Acl: ['NetworkAcl', { VpcId: ref('VpcA') }],
    AclAssociation: [
      'SubnetNetworkAclAssociation',
      { SubnetId: ref('SubnetA'), NetworkAclId: ref('Acl') },
    ],
    ...host('Neighbor', 'A'),
  };
  expect(told(both(closed), 'HostA', 'HostNeighbor')).toBe('connected');
  expect(told(both(closed), 'HostA', 'HostPublic')).toMatch(
    /^request: network ACL of SubnetA, outbound/,
  );
});

// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-web-database-servers.html
describe('the example of web and database servers', () => {
  const group = (id: string, inbound: object[], outbound: object[]): Parts => ({
    [id]: [
      'SecurityGroup',
      { VpcId: ref('VpcA'), SecurityGroupIngress: inbound, SecurityGroupEgress: outbound },
    ],
  });
  const any = (port: number) => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    CidrIp: '0.0.0.0/0',
  });
  const parts = both(
    group('Web', [any(80), any(443)], [any(8)]),
    group('Db', [], [any(80), any(443)]),
    {
      WebToDb: [
        'SecurityGroupEgress',
        {
          GroupId: ref('Web'),
          IpProtocol: 'tcp',
          FromPort: 3306,
          ToPort: 3306,
          DestinationSecurityGroupId: ref('Db'),
        },
      ],
      DbFromWeb: [
        'SecurityGroupIngress',
        {
          GroupId: ref('Db'),
          IpProtocol: 'tcp',
          FromPort: 3306,
          ToPort: 3306,
          SourceSecurityGroupId: ref('Web'),
        },
      ],
    },
    host('Web', 'Public', 'Web'),
    host('Db', 'A', 'Db'),
  );

  test.each([
    ['internet', 'HostWeb', 443, 'connected'],
    ['internet', 'HostWeb', 22, /^request: security group of HostWeb, inbound/],
    ['HostWeb', 'HostDb', 3306, 'connected'],
    ['HostWeb', 'HostDb', 1433, /^request: security group of HostWeb, outbound/],
    ['HostPublic', 'HostDb', 3306, /^request: security group of HostDb, inbound/],
    ['HostDb', 'HostWeb', 80, 'connected'],
  ])('from %s to %s by port %i', (source, destination, port, expected) => {
    const seen = told(parts, source, destination, { port });
    if (typeof expected === 'string') expect(seen).toBe(expected);
    else expect(seen).toMatch(expected);
  });
});

// https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
describe('a peering connection', () => {
  const [a, b, c] = [vpc('A', '10.0.0.0/16'), vpc('B', '10.1.0.0/16'), vpc('C', '10.2.0.0/16')];
  const by = (table: string, block: string, name: string) =>
    route(table, block, 'VpcPeeringConnectionId', `Peering${name}`);
  const pair: Parts = {
    ...a,
    ...b,
    ...peering('A', 'B'),
    ...by('A', '10.1.0.0/16', 'AB'),
    ...by('B', '10.0.0.0/16', 'AB'),
  };

  test('connects two VPCs', () => {
    expect(told(pair, 'HostA', 'HostB')).toBe('connected');
    expect(told(pair, 'HostB', 'HostA')).toBe('connected');
  });

  test('needs a route on both sides', () => {
    const { RouteBPeeringAB1000016: back, ...oneSided } = pair;
    expect(back).toBeDefined();
    expect(told(oneSided, 'HostA', 'HostB')).toBe(
      'answer: route table of SubnetB: TableB has no route to 10.0.0.4',
    );
  });

  test('is not transitive', () => {
    const star: Parts = {
      ...pair,
      ...c,
      ...peering('A', 'C'),
      ...by('A', '10.2.0.0/16', 'AC'),
      ...by('C', '10.0.0.0/14', 'AC'),
      ...by('B', '10.2.0.0/16', 'AB'),
    };
    expect(told(star, 'HostA', 'HostC')).toBe('connected');
    expect(told(star, 'HostB', 'HostC')).toBe(
      'request: PeeringAB: peering is not transitive: 10.2.0.4 is not in VpcA',
    );
  });

  const edge = /^request: PeeringAB: peering is not transitive: [\d.]+ is not in VpcA$/;
  test('does not lead through the internet gateway of the other VPC', () => {
    const parts = {
      ...pair,
      ...gateway('A'),
      ...route('A', '0.0.0.0/0', 'GatewayId', 'GatewayA'),
      ...by('B', '0.0.0.0/0', 'AB'),
    };
    expect(told(parts, 'HostB', 'internet')).toMatch(edge);
  });

  test('does not lead through the NAT gateway of the other VPC', () => {
    const parts = {
      ...both(nat('Public'), route('A', '0.0.0.0/0', 'NatGatewayId', 'Nat')),
      ...b,
      ...peering('A', 'B'),
      ...by('B', '0.0.0.0/0', 'AB'),
    };
    expect(told(parts, 'HostA', 'internet')).toBe('connected');
    expect(told(parts, 'HostB', 'internet')).toMatch(edge);
  });

  test('does not lead through the gateway endpoint of the other VPC', () => {
    const parts = {
      ...pair,
      S3: [
        'VPCEndpoint',
        {
          VpcId: ref('VpcA'),
          ServiceName: { 'Fn::Sub': 'com.amazonaws.$'.concat('{AWS::Region}.s3') },
          RouteTableIds: [ref('TableA')],
        },
      ],
      ...by('B', '0.0.0.0/0', 'AB'),
    } as Parts;
    expect(told(parts, 'HostA', 's3')).toBe('connected');
    expect(told(parts, 'HostB', 's3')).toMatch(edge);
  });

  test('lets a rule name the security group of the peer', () => {
    const parts: Parts = {
      ...pair,
      FromA: [
        'SecurityGroup',
        {
          VpcId: ref('VpcB'),
          SecurityGroupIngress: [{ IpProtocol: '-1', SourceSecurityGroupId: ref('OpenA') }],
        },
      ],
      ...host('Behind', 'B', 'FromA'),
    };
    expect(told(parts, 'HostA', 'HostBehind')).toBe('connected');
    expect(told(parts, 'HostB', 'HostBehind')).toMatch(
      /^request: security group of HostBehind, inbound/,
    );
  });
});

// https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-centralized-router.html
describe('a transit gateway as a centralized router', () => {
  const names = ['A', 'B', 'C'];
  const parts: Parts = Object.assign(
    { Hub: ['TransitGateway'] },
    ...names.map((name, index) => ({
      ...vpc(name, `10.${index + 1}.0.0/16`),
      ...route(name, '0.0.0.0/0', 'TransitGatewayId', 'Hub'),
      [`Attach${name}`]: [
        'TransitGatewayAttachment',
        {
          TransitGatewayId: ref('Hub'),
          VpcId: ref(`Vpc${name}`),
          SubnetIds: [ref(`Subnet${name}`)],
        },
      ],
    })),
  );

  test('connects each VPC with each other one', () => {
    for (const one of names) {
      for (const other of names.filter((name) => name !== one)) {
        expect(told(parts, `Host${one}`, `Host${other}`)).toBe('connected');
      }
    }
  });

  test('knows only the VPCs that are attached', () => {
    const { AttachC, ...two } = parts;
    expect(AttachC).toBeDefined();
    expect(told(two, 'HostA', 'HostC')).toBe('request: Hub: no VPC attached to it has 10.3.0.4');
    expect(told(two, 'HostC', 'HostA')).toBe('request: Hub: it has no attachment of VpcC');
  });

  // https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
  test('is not reached from a zone without a subnet of the attachment', () => {
    const far = subnet('Far', 'A', '10.1.9.0/24', {
      AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] },
    });
    const more = {
      ...parts,
      ...far,
      ...host('Far', 'Far', 'OpenA'),
      ...route('Far', '0.0.0.0/0', 'TransitGatewayId', 'Hub'),
    };
    expect(told(more, 'HostFar', 'HostB')).toBe(
      'request: Hub: its attachment of VpcA has no subnet in zone xx-here-1b',
    );
  });
});

describe('an endpoint', () => {
  const name = (service: string) => ({
    'Fn::Join': ['', ['com.amazonaws.', ref('AWS::Region'), `.${service}`]],
  });
  const s3: Parts = {
    S3: [
      'VPCEndpoint',
      {
        VpcId: ref('VpcA'),
        ServiceName: name('s3'),
        VpcEndpointType: 'Gateway',
        RouteTableIds: [ref('TableA')],
      },
    ],
  };

  // https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
  test('of the type gateway leads to its service from the tables that have it, and nowhere else', () => {
    const parts = { ...vpc('A', '10.0.0.0/16'), ...s3 };
    expect(told(parts, 'HostA', 's3')).toBe('connected');
    expect(told(parts, 'HostA', 'dynamodb')).toMatch(/^request: route table of SubnetA/);
    expect(
      told(
        { ...parts, ...subnet('Other', 'A', '10.0.5.0/24'), ...host('Other', 'Other', 'OpenA') },
        'HostOther',
        's3',
      ),
    ).toMatch(/^request: route table of SubnetOther/);
  });

  test('of the type gateway is more specific than the way to the internet', () => {
    const parts = both(nat('Public'), route('A', '0.0.0.0/0', 'NatGatewayId', 'Nat'), s3);
    const { request } = walk(templateOf(parts), {
      source: 'HostA',
      destination: 's3',
      protocol: 'tcp',
      port: 443,
    });
    expect(request.hops.map(({ at }) => at)).toEqual([
      'security group of HostA, outbound',
      'network ACL of SubnetA, outbound',
      'route table of SubnetA',
      'S3',
    ]);
  });

  const sqs = (properties: object, rules: object[]): Parts => ({
    ...vpc('A', '10.0.0.0/16'),
    VpcA: ['VPC', { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true }],
    Door: ['SecurityGroup', { VpcId: ref('VpcA'), SecurityGroupIngress: rules }],
    Sqs: [
      'VPCEndpoint',
      {
        VpcId: ref('VpcA'),
        ServiceName: name('sqs'),
        VpcEndpointType: 'Interface',
        SubnetIds: [ref('SubnetA')],
        SecurityGroupIds: [ref('Door')],
        ...properties,
      },
    ],
  });
  const https = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }];

  // https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
  test('of the type interface has the name of its service, and a security group that must let HTTPS in', () => {
    expect(told(sqs({ PrivateDnsEnabled: true }, https), 'HostA', 'sqs')).toBe('connected');
    expect(told(sqs({ PrivateDnsEnabled: true }, []), 'HostA', 'sqs')).toMatch(
      /^request: security group of Sqs, inbound/,
    );
  });

  test('of the type interface is passed by without private DNS', () => {
    expect(told(sqs({ PrivateDnsEnabled: false }, https), 'HostA', 'sqs')).toMatch(
      /^request: route table of SubnetA: TableA has no route/,
    );
    expect(told(sqs({ PrivateDnsEnabled: false }, https), 'HostA', 'Sqs')).toMatch(
      /^request: route table/,
    );
  });
});

// https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
test('the most specific route is taken', () => {
  const parts: Parts = {
    ...both(),
    ...vpc('B', '172.31.0.0/16'),
    ...peering('A', 'B'),
    ...route('Public', '172.31.0.0/16', 'VpcPeeringConnectionId', 'PeeringAB'),
    ...route('B', '10.0.0.0/16', 'VpcPeeringConnectionId', 'PeeringAB'),
  };
  const hops = (destination: string) =>
    walk(templateOf(parts), { source: 'HostPublic', destination, protocol: 'tcp', port: 443 })
      .request.hops.filter(({ at }) => at.startsWith('route table'))
      .map(({ because }) => because);
  expect(hops('HostB')).toEqual(['TablePublic has 172.31.0.0/16 -> PeeringAB']);
  expect(hops('HostA')).toEqual(['TablePublic has 10.0.0.0/16 -> local']);
  expect(hops('internet')).toEqual(['TablePublic has 0.0.0.0/0 -> GatewayA']);
});

test('a subnet that is associated with nothing has the main route table and the default network ACL', () => {
  const { AssociationA, ...parts } = both();
  expect(AssociationA).toBeDefined();
  expect(told(parts, 'HostA', 'internet')).toBe(
    'request: route table of SubnetA: main route table of VpcA has no route to 203.0.113.9',
  );
});

test('an interface without a group is in the default group, which lets its own members in', () => {
  const bare = (id: string): Parts => ({
    [id]: ['NetworkInterface', { SubnetId: ref('SubnetA') }],
  });
  const parts = both(bare('One'), bare('Two'));
  expect(told(parts, 'One', 'Two')).toBe('connected');
  expect(told(parts, 'HostA', 'Two')).toMatch(/^request: security group of Two, inbound/);
});

test('a person reads the question, the verdict and every hop', () => {
  const question: Question = {
    source: 'internet',
    destination: 'HostPublic',
    protocol: 'tcp',
    port: 443,
  };
  expect(askedInWords(question)).toBe('Can the internet reach HostPublic by tcp 443?');
  expect(walkedInWords(walk(templateOf(both()), question))).toEqual([
    'Yes. The request arrives, and the answer comes back.',
    '',
    'The request: tcp 443 from internet (203.0.113.9) to HostPublic (10.0.1.4)',
    '  passes   GatewayA                               it replaces the public address of HostPublic by 10.0.1.4',
    '  passes   network ACL of SubnetPublic, inbound   default network ACL of VpcA, rule 100 allows all traffic from 0.0.0.0/0',
    '  passes   security group of HostPublic, inbound  OpenA allows all traffic from 0.0.0.0/0',
    '  arrives  HostPublic',
    '',
    'The answer: tcp 40000 from HostPublic (10.0.1.4) to internet (203.0.113.9)',
    '  passes   security group of HostPublic, outbound  OpenA allows all traffic to 0.0.0.0/0',
    '  passes   network ACL of SubnetPublic, outbound   default network ACL of VpcA, rule 100 allows all traffic to 0.0.0.0/0',
    '  passes   route table of SubnetPublic             TablePublic has 0.0.0.0/0 -> GatewayA',
    '  passes   GatewayA                                it replaces the source by the public address of HostPublic',
    '  arrives  internet',
  ]);
});

test('names may be in any letter case, begin the name of a place, or be an address', () => {
  for (const name of ['hostpublic', 'HostPub', '10.0.1.4']) {
    expect(told(both(), 'internet', name)).toBe('connected');
  }
});

test.each([
  [
    { source: 'HostX' },
    /^expected a network interface or what has one, .* got HostX; the nearest is HostA/,
  ],
  [{ source: '' }, /^expected a network interface .* got ; /],
  [
    { destination: '10.0.0.77' },
    /^expected an address that something in VpcA has, got 10\.0\.0\.77$/,
  ],
  [
    { destination: '10.0.0.777' },
    /^expected an IPv4 address such as 10\.0\.0\.4, got 10\.0\.0\.777$/,
  ],
  [{ destination: 'HostA' }, /^expected two ends of a connection, got HostA and HostA$/],
  [
    { source: 'internet', destination: '8.8.8.8' },
    /^expected an end inside the network, got internet and 8\.8\.8\.8$/,
  ],
  [{ port: undefined }, /^expected a port of 0 to 65535 for tcp, got none$/],
  [{ port: 65_536 }, /^expected a port of 0 to 65535 for tcp, got 65536$/],
  [{ port: 1.5 }, /got 1\.5$/],
  [{ clientPort: -1 }, /^expected a client port of 0 to 65535, got -1$/],
  [{ protocol: 'icmp' }, /^expected no port for ICMP, got 443$/],
  [{ without: 'c' }, /^expected the letter of a zone of the template \(a\), got c$/],
  [{ without: '' }, /^expected the letter of a zone of the template \(a\), got $/],
])('%j is refused in one sentence', (change, message) => {
  const question = {
    source: 'HostA',
    destination: 'internet',
    protocol: 'tcp',
    port: 443,
    ...change,
  };
  expect(() => walk(templateOf(both()), question as Question)).toThrow(message);
});

test.each([
  [
    'a route to something else',
    {
      Odd: [
        'Route',
        { RouteTableId: ref('TableA'), DestinationCidrBlock: '0.0.0.0/0', CarrierGatewayId: 'x' },
      ],
    },
    /^expected a route from a block to an internet gateway, .* got Odd/,
  ],
  [
    'a gateway of another kind',
    {
      Vgw: ['VPNGateway', { Type: 'ipsec.1' }],
      Odd: [
        'Route',
        { RouteTableId: ref('TableA'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Vgw') },
      ],
    },
    /^expected a route from a block/,
  ],
  [
    'a rule about a prefix list',
    {
      Odd: [
        'SecurityGroup',
        {
          VpcId: ref('VpcA'),
          SecurityGroupIngress: [{ IpProtocol: '-1', SourcePrefixListId: 'pl-1' }],
        },
      ],
    },
    /^expected a block or a security group in the rules of Odd/,
  ],
  [
    'an address outside of its subnet',
    { Odd: ['NetworkInterface', { SubnetId: ref('SubnetA'), PrivateIpAddress: '10.0.9.9' }] },
    /^expected a free address of SubnetA, got 10\.0\.9\.9$/,
  ],
  [
    'an address that AWS keeps',
    { Odd: ['NetworkInterface', { SubnetId: ref('SubnetA'), PrivateIpAddress: '10.0.0.3' }] },
    /^expected a free address of SubnetA, got 10\.0\.0\.3$/,
  ],
  [
    'a group of another template',
    { Odd: ['NetworkInterface', { SubnetId: ref('SubnetA'), GroupSet: ['sg-1'] }] },
    /^expected a security group of the template, got sg-1$/,
  ],
])('%s is refused rather than passed over', (_, odd, message) => {
  const parts = both(odd as unknown as Parts);
  expect(() =>
    walk(templateOf(parts), { source: 'HostA', destination: 'internet', protocol: 'tcp', port: 1 }),
  ).toThrow(message);
});
