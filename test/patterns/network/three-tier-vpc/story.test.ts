import { Template } from 'aws-cdk-lib/assertions';
import { overlap, readBlock } from '../../../../lib/network/address';
import { readNetwork } from '../../../../lib/network/network';
import { walk } from '../../../../lib/network/walk';
import { ThreeTierVpcStack } from '../../../../lib/patterns/network/three-tier-vpc/stack';
import { packets } from '../../../support/packets';
import { build, templateOf } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(ThreeTierVpcStack);
  const template = Template.fromStack(stack);
  const { subnets, places, vpcs } = readNetwork(templateOf(stack));
  const tableOf = (id: string) => subnets.find((one) => one.id === id)?.table.id;

  test('has three tiers in two zones, without an overlap, all in the block of the VPC', () => {
    const zones = ['Public', 'Private', 'Data'].map((tier) =>
      subnets.filter(({ id }) => id.startsWith(tier)).map(({ zone }) => zone?.slice(-1)),
    );
    expect(zones).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    const vpc = readBlock('10.0.0.0/16');
    for (const [index, { block }] of subnets.entries()) {
      expect(vpc.first <= block.first && block.last <= vpc.last).toBe(true);
      expect(subnets.slice(index + 1).filter((other) => overlap(block, other.block))).toEqual([]);
    }
  });

  test('associates every subnet with a table, so that the main one routes nothing', () => {
    expect(subnets.map(({ id }) => [id, tableOf(id)])).toEqual([
      ['PublicA', 'PublicRoutes'],
      ['PublicB', 'PublicRoutes'],
      ['PrivateA', 'PrivateRoutesA'],
      ['PrivateB', 'PrivateRoutesB'],
      ['DataA', 'DataRoutes'],
      ['DataB', 'DataRoutes'],
    ]);
  });

  test('attaches one internet gateway to the VPC', () => {
    template.resourceCountIs('AWS::EC2::InternetGateway', 1);
    template.resourceCountIs('AWS::EC2::VPCGatewayAttachment', 1);
    expect(vpcs).toMatchObject([{ internetGateway: 'InternetGateway', privateNames: true }]);
  });

  test('has a NAT gateway with an Elastic IP address in the public subnet of each zone', () => {
    const gateways = places.filter(({ kind }) => kind === 'NAT gateway');
    expect(gateways.map(({ id, subnet }) => [id, subnet.id])).toEqual([
      ['NatA', 'PublicA'],
      ['NatB', 'PublicB'],
    ]);
    expect(gateways.every(({ publicAddress }) => publicAddress !== undefined)).toBe(true);
  });

  test('starts a NAT gateway when its subnet has its route to the internet', () => {
    for (const { DependsOn } of Object.values(template.findResources('AWS::EC2::NatGateway'))) {
      expect(DependsOn).toContain('PublicDefault');
    }
    const { PublicDefault } = template.findResources('AWS::EC2::Route');
    expect(PublicDefault?.DependsOn).toEqual(['Attachment']);
  });

  test('opens no port of a database or of remote access to the world', () => {
    const open = places
      .flatMap(({ groups = [] }) => groups)
      .flatMap(({ id, inbound }) => inbound.map((rule) => ({ id, ...rule })))
      .filter(({ peer }) => typeof peer !== 'string');
    expect(new Set(open.map(({ id, from, to }) => `${id} ${from}-${to}`))).toEqual(
      new Set(['WebGroup 443-443']),
    );
  });

  packets(
    stack,
    `
      internet reach WebA, WebB by tcp 443
      internet do not reach WebA, WebB by tcp 22, 80 because security group of Web
      internet do not reach AppA, AppB, DbA, DbB by tcp 443, 5432 because no public IPv4 address
      internet do not reach NatA, NatB by tcp 443 because takes no connections from outside
      WebA, WebB reach AppA, AppB by tcp 8080
      WebA, WebB do not reach DbA, DbB by tcp 5432 because security group of Web
      WebA, WebB do not reach internet by tcp 443 because security group of Web
      AppA, AppB reach DbA, DbB by tcp 5432
      AppA, AppB do not reach WebA, WebB by tcp 8080 because security group of App
      AppA, AppB reach internet, s3 by tcp 443
      AppA, AppB do not reach internet by tcp 80 because security group of App
      DbA, DbB do not reach internet, AppA, WebA by tcp 443 because security group of Db
      AppB reach internet by tcp 443 without zone a
      AppA reach internet by tcp 443 without zone b
      internet reach WebB by tcp 443 without zone a
      AppB reach DbB by tcp 5432 without zone a
      AppB do not reach DbA by tcp 5432 without zone a because has failed
    `,
  );

  test('matches its snapshot', () => {
    expect(template.toJSON()).toMatchSnapshot();
  });
});

describe('the typical first attempt', () => {
  const naive = build(ThreeTierVpcStack);

  beforeAll(() => {
    // The changes of the exam list, made where CloudFormation would read them.
    const change = (id: string, path: string, value: unknown) => {
      const found = naive.node.findChild(id) as unknown as {
        addPropertyOverride(path: string, value: unknown): void;
      };
      found.addPropertyOverride(path, value);
    };
    change('PrivateDefaultB', 'NatGatewayId', { Ref: 'NatA' });
    change('DataARoutes', 'RouteTableId', { Ref: 'PublicRoutes' });
    change('DataA', 'MapPublicIpOnLaunch', true);
  });

  test('loses the internet in zone B when zone A fails', () => {
    const walked = walk(templateOf(naive), {
      source: 'AppB',
      destination: 'internet',
      protocol: 'tcp',
      port: 443,
      without: 'a',
    });
    expect(walked.request.hops.at(-1)?.because).toBe(
      'zone xx-here-1a has failed, and NatA with it',
    );
  });

  test('leaves the database in zone A to its security group alone', () => {
    const walked = walk(templateOf(naive), {
      source: 'internet',
      destination: 'DbA',
      protocol: 'tcp',
      port: 5432,
    });
    expect(walked.request.hops.map(({ at, passes }) => [at, passes])).toEqual([
      ['InternetGateway', true],
      ['network ACL of DataA, inbound', true],
      ['security group of DbA, inbound', false],
    ]);
  });
});
