import { readAddress, readBlock } from '../../../lib/network/address';
import {
  type AclRule,
  askAcl,
  askGroups,
  type GroupRule,
  isTracked,
  type NetworkAcl,
  type Protocol,
  type SecurityGroup,
} from '../../../lib/network/rules';

type Row = [number: number, protocol: string, ports: string, block: string, action: string];

/** A table of rules as AWS's pages print it. */
const rules = (rows: readonly Row[]): AclRule[] =>
  rows.map(([number, protocol, ports, block, action]) => {
    const [from, to] = ports === 'All' ? [] : ports.split('-').map(Number);
    return {
      number,
      protocol: protocol === 'All' ? '-1' : protocol,
      from,
      to: to ?? from,
      block: readBlock(block),
      allow: action === 'ALLOW',
    };
  });

const tcp = (port: number) => ({ protocol: 'tcp' as Protocol, port });

// https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
describe('the custom network ACL of the VPC guide', () => {
  const acl: NetworkAcl = {
    id: 'Custom',
    inbound: rules([
      [100, 'TCP', '80', '0.0.0.0/0', 'ALLOW'],
      [110, 'TCP', '443', '0.0.0.0/0', 'ALLOW'],
      [120, 'TCP', '22', '192.0.2.0/24', 'ALLOW'],
      [130, 'TCP', '3389', '192.0.2.0/24', 'ALLOW'],
      [140, 'TCP', '32768-65535', '0.0.0.0/0', 'ALLOW'],
    ]),
    outbound: rules([
      [100, 'TCP', '80', '0.0.0.0/0', 'ALLOW'],
      [110, 'TCP', '443', '0.0.0.0/0', 'ALLOW'],
      [120, 'TCP', '1024-65535', '192.0.2.0/24', 'ALLOW'],
      [140, 'TCP', '32768-65535', '0.0.0.0/0', 'ALLOW'],
    ]),
  };
  const ask = (direction: 'inbound' | 'outbound', port: number, address = '203.0.113.9') =>
    askAcl(acl, direction, tcp(port), readAddress(address));

  test('a packet to port 443 does not match rule 100, and rule 110 allows it', () => {
    expect(ask('inbound', 443)).toEqual({
      passes: true,
      rule: 'Custom, rule 110 allows tcp 443 from 0.0.0.0/0',
    });
  });

  test('a packet to port 139 matches none, so that rule * denies it', () => {
    expect(ask('inbound', 139)).toEqual({
      passes: false,
      rule: 'no inbound rule matches tcp 139 from 203.0.113.9, so rule * denies it',
    });
  });

  test.each([
    ['SSH from the home network', 'inbound', 22, '192.0.2.7', true],
    ['SSH from elsewhere', 'inbound', 22, '203.0.113.9', false],
    ['RDP from the home network', 'inbound', 3389, '192.0.2.255', true],
    ['RDP from the next network', 'inbound', 3389, '192.0.3.0', false],
    ['the answer to SSH at a low ephemeral port', 'outbound', 1024, '192.0.2.7', true],
    ['the same answer to elsewhere', 'outbound', 1024, '203.0.113.9', false],
  ] as const)('%s', (_, direction, port, address, passes) => {
    expect(ask(direction, port, address).passes).toBe(passes);
  });

  // https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
  test.each([
    ['Linux, from', 32_768, true],
    ['Linux, to', 61_000, true],
    ['Windows Server 2008 and later, from', 49_152, true],
    ['Windows Server 2008 and later, to', 65_535, true],
    ['Windows Server 2003, from', 1025, false],
    ['Windows Server 2003, to', 5000, false],
    ['Elastic Load Balancing, a NAT gateway and Lambda, from', 1024, false],
  ])('an answer to the ephemeral ports of %s %i', (_, port, passes) => {
    expect(ask('outbound', port).passes).toBe(passes);
  });
});

// https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
test('the default network ACL allows everything', () => {
  const all = rules([[100, 'All', 'All', '0.0.0.0/0', 'ALLOW']]);
  const acl = { id: 'Default', inbound: all, outbound: all };
  expect(askAcl(acl, 'inbound', tcp(139), readAddress('203.0.113.9')).passes).toBe(true);
  expect(askAcl(acl, 'outbound', { protocol: 'icmp', port: 8 }, 0).passes).toBe(true);
});

// https://docs.aws.amazon.com/vpc/latest/userguide/nacl-examples.html
describe('the example of one trusted computer', () => {
  const acl: NetworkAcl = {
    id: 'Trusted',
    inbound: rules([[100, 'TCP', '22', '172.31.1.2/32', 'ALLOW']]),
    outbound: rules([[100, 'TCP', '1024-65535', '172.31.1.2/32', 'ALLOW']]),
  };
  const from = (text: string) => askAcl(acl, 'inbound', tcp(22), readAddress(text)).passes;

  test('lets SSH in from it alone, however open the security group is', () => {
    expect([from('172.31.1.2'), from('172.31.1.3')]).toEqual([true, false]);
  });

  test('lets the answer out', () => {
    expect(askAcl(acl, 'outbound', tcp(40_000), readAddress('172.31.1.2')).passes).toBe(true);
  });
});

test('a deny of a range must have a lower number than the allow of the wide range', () => {
  const wide: Row = [100, 'TCP', '1024-65535', '0.0.0.0/0', 'ALLOW'];
  const ask = (number: number) => {
    const inbound = rules([wide, [number, 'TCP', '3306', '0.0.0.0/0', 'DENY']]);
    return askAcl({ id: 'Acl', inbound, outbound: [] }, 'inbound', tcp(3306), 0).rule;
  };
  expect(ask(90)).toBe('Acl, rule 90 denies tcp 3306 from 0.0.0.0/0');
  expect(ask(110)).toBe('Acl, rule 100 allows tcp 1024-65535 from 0.0.0.0/0');
});

test('a block is taken in its canonical form', () => {
  expect(readBlock('100.68.0.18/18')).toEqual(readBlock('100.68.0.0/18'));
});

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
describe('the security group of the page on connection tracking', () => {
  const allow = (protocol: string, port: number | undefined, block: string): GroupRule => ({
    protocol,
    from: port,
    to: port,
    peer: readBlock(block),
  });
  const group = (outbound: readonly GroupRule[]): SecurityGroup => ({
    id: 'Group',
    vpc: 'Vpc',
    inbound: [
      allow('tcp', 22, '203.0.113.1/32'),
      allow('tcp', 80, '0.0.0.0/0'),
      allow('icmp', -1, '0.0.0.0/0'),
    ],
    outbound,
  });
  const open = group([allow('-1', undefined, '0.0.0.0/0')]);

  test.each([
    ['SSH, because its rule names one address', tcp(22), true],
    ['HTTP not, because both rules are open', tcp(80), false],
    ['ICMP, always', { protocol: 'icmp' as Protocol, port: 8 }, true],
  ])('tracks %s', (_, header, tracked) => {
    expect(isTracked([open], 'inbound', header)).toBe(tracked);
  });

  test('tracks HTTP as well without the outbound rule', () => {
    expect(isTracked([group([])], 'inbound', tcp(80))).toBe(true);
  });

  test('lets the answer to a ping out without an outbound rule, because it tracks the connection', () => {
    const reply = { protocol: 'icmp' as Protocol, port: 0 };
    const peer = { address: readAddress('203.0.113.12'), groups: [] };
    expect(askGroups([group([])], 'outbound', reply, peer, true).passes).toBe(true);
    expect(askGroups([group([])], 'outbound', reply, peer, false).passes).toBe(false);
  });
});

// https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
describe('security groups', () => {
  const ssh: SecurityGroup = {
    id: 'sg-1',
    vpc: 'Vpc',
    inbound: [{ protocol: 'tcp', from: 22, to: 22, peer: 'sg-2' }],
    outbound: [],
  };
  const ask = (port: number, groups: readonly string[], ...more: SecurityGroup[]) =>
    askGroups([ssh, ...more], 'inbound', tcp(port), { address: 0, groups }, false);

  test('let in who is in the group that a rule names, by the port of the rule', () => {
    expect(ask(22, ['sg-3', 'sg-2'])).toEqual({
      passes: true,
      rule: 'sg-1 allows tcp 22 from sg-2',
    });
    expect(ask(22, ['sg-1']).passes).toBe(false);
    expect(ask(23, ['sg-2']).passes).toBe(false);
  });

  test('count together', () => {
    const https = {
      ...ssh,
      id: 'sg-4',
      inbound: [{ protocol: '6', from: 443, to: 443, peer: 'sg-2' }],
    };
    expect(ask(443, ['sg-2'], https).rule).toBe('sg-4 allows tcp 443 from sg-2');
  });

  test('allow all ports by a rule for all protocols, and none of another protocol', () => {
    const all = { ...ssh, inbound: [{ protocol: '-1', peer: 'sg-2' }] };
    expect(ask(9, ['sg-2'], all).passes).toBe(true);
    const udp = { ...ssh, inbound: [{ protocol: 'udp', from: 9, to: 9, peer: 'sg-2' }] };
    expect(ask(9, ['sg-2'], udp).passes).toBe(false);
  });
});

test.each(['10.0.0', '10.0.0.256', '10.0.0.x', '', '1.2.3.4.5'])('%s is no address', (text) => {
  expect(() => readAddress(text)).toThrow(/^expected an IPv4 address such as 10\.0\.0\.4, got/);
});

test.each(['10.0.0.0', '10.0.0.0/33', '/16', '::/0'])('%s is no block', (text) => {
  expect(() => readBlock(text)).toThrow(/^expected an IPv4/);
});
