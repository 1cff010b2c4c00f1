import * as fc from 'fast-check';
import {
  addressInWords,
  blockInWords,
  contains,
  readAddress,
  readBlock,
} from '../../../lib/network/address';
import { routeTo } from '../../../lib/network/routes';
import { askAcl, askGroups, type GroupRule, type Header } from '../../../lib/network/rules';
import { type Question, walk } from '../../../lib/network/walk';
import { holds } from '../../support/properties';
import { gateway, host, ref, route, subnet, templateOf, vpc } from './network-of';

const address = fc.nat({ max: 2 ** 32 - 1 });
const block = fc
  .tuple(address, fc.nat({ max: 32 }))
  .map(([base, bits]) => readBlock(`${addressInWords(base)}/${bits}`));
const port = fc.nat({ max: 65_535 });
const header: fc.Arbitrary<Header> = fc.record({
  protocol: fc.constantFrom('tcp', 'udp', 'icmp'),
  port: fc.oneof(fc.constantFrom(0, 8), port),
});
const traffic = fc
  .record({
    protocol: fc.constantFrom('-1', '1', '6', '17', 'tcp', 'udp', 'icmp'),
    ports: fc.tuple(port, port),
  })
  .map(({ protocol, ports }) => ({ protocol, from: Math.min(...ports), to: Math.max(...ports) }));
const aclRules = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 32_766 }), fc.boolean(), traffic, block), {
    selector: ([number]) => number,
    maxLength: 8,
  })
  .map((rules) =>
    rules.map(([number, allow, about, to]) => ({ number, allow, ...about, block: to })),
  );
const groupRule: fc.Arbitrary<GroupRule> = fc
  .tuple(traffic, fc.oneof(block, fc.constantFrom('one', 'other')))
  .map(([about, peer]) => ({ ...about, peer }));

test('an address and a block are read as they are written', async () => {
  await holds(
    1000,
    fc.property(address, block, (one, whole) => {
      expect(readAddress(addressInWords(one))).toBe(one);
      expect(readBlock(blockInWords(whole))).toEqual(whole);
    }),
  );
});

test('a rule of a network ACL changes nothing for a packet that a lower number has decided', async () => {
  await holds(
    1000,
    fc.property(aclRules, header, address, (inbound, packet, from) => {
      const ask = (rules: typeof inbound) =>
        askAcl({ id: 'Acl', inbound: rules, outbound: [] }, 'inbound', packet, from);
      const verdict = ask(inbound);
      const number = Number(/^Acl, rule (\d+) /.exec(verdict.rule)?.[1]);
      if (Number.isNaN(number)) expect(verdict.passes).toBe(false);
      else expect(ask(inbound.filter((rule) => rule.number <= number))).toEqual(verdict);
      expect(ask([...inbound].reverse())).toEqual(verdict);
    }),
  );
});

test('a further rule of a security group never drops what passed without it', async () => {
  await holds(
    1000,
    fc.property(fc.array(groupRule), groupRule, header, address, (rules, more, packet, from) => {
      const ask = (inbound: readonly GroupRule[]) =>
        askGroups(
          [{ id: 'Group', vpc: 'Vpc', inbound, outbound: [] }],
          'inbound',
          packet,
          { address: from, groups: ['one'] },
          false,
        ).passes;
      expect(ask([...rules, more]) || !ask(rules)).toBe(true);
    }),
  );
});

test('no other route to the same address is more specific, in whatever order the table has them', async () => {
  await holds(
    1000,
    fc.property(fc.array(block), address, (blocks, to) => {
      const routes = blocks.map((destination) => ({
        destination,
        target: { kind: 'local' } as const,
      }));
      const found = routeTo({ id: 'Table', routes }, to);
      const matching = blocks.filter((one) => contains(one, to));
      expect(found?.destination.bits ?? -1).toBe(Math.max(-1, ...matching.map(({ bits }) => bits)));
      expect(routeTo({ id: 'Table', routes: routes.reverse() }, to)).toEqual(found);
    }),
  );
});

const both = {
  ...vpc('A', '10.0.0.0/16'),
  ...subnet('Public', 'A', '10.0.1.0/24', { MapPublicIpOnLaunch: true }),
  ...gateway('A'),
  ...route('Public', '0.0.0.0/0', 'GatewayId', 'GatewayA'),
};

test('with security groups alone, an answer comes back whenever the request has arrived', async () => {
  const ruleOf = fc
    .tuple(
      traffic,
      fc.constantFrom(
        { CidrIp: '0.0.0.0/0' },
        { CidrIp: '10.0.0.0/24' },
        { CidrIp: '10.0.1.0/24' },
      ),
    )
    .map(([{ protocol, from, to }, peer]) => ({
      IpProtocol: protocol,
      FromPort: from,
      ToPort: to,
      ...peer,
    }));
  await holds(
    300,
    fc.property(
      fc.array(ruleOf, { maxLength: 3 }),
      fc.array(ruleOf, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(['HostA', 'HostOne'], ['HostOne', 'HostA'], ['internet', 'HostOne']),
      fc.constantFrom('tcp', 'udp', 'icmp'),
      port,
      (
        SecurityGroupIngress,
        SecurityGroupEgress,
        [source = '', destination = ''],
        protocol,
        number,
      ) => {
        const template = templateOf({
          ...both,
          One: ['SecurityGroup', { VpcId: ref('VpcA'), SecurityGroupIngress, SecurityGroupEgress }],
          ...host('One', 'Public', 'One'),
        });
        const question = {
          source,
          destination,
          protocol,
          ...(protocol !== 'icmp' && { port: number }),
        };
        const { request, answer } = walk(template, question as Question);
        expect(answer?.arrives ?? false).toBe(request.arrives);
        expect(request.hops.every(({ passes }) => passes)).toBe(request.arrives);
      },
    ),
  );
});

test('a question is answered, or refused with what was expected', async () => {
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom('HostA', 'internet', 's3', '10.0.0.4', '8.8.8.8'),
  );
  await holds(
    500,
    fc.property(name, name, fc.oneof(port, fc.double()), (source, destination, number) => {
      try {
        walk(templateOf(both), { source, destination, protocol: 'tcp', port: number });
      } catch (error) {
        expect((error as Error).message).toMatch(/^expected /);
      }
    }),
  );
});
