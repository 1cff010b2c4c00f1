import assert from 'node:assert/strict';
import {
  CreateNetworkInsightsPathCommand,
  DeleteNetworkInsightsAnalysisCommand,
  DeleteNetworkInsightsPathCommand,
  DescribeNetworkInsightsAnalysesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type RouteTable,
  StartNetworkInsightsAnalysisCommand,
} from '@aws-sdk/client-ec2';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const ec2 = new EC2Client({});
  const subnets = (tier: string) => lab.output(`${tier}SubnetIds`).split(',');
  const tiers = ['Public', 'Private', 'Data'];

  const { RouteTables: tables = [] } = await ec2.send(
    new DescribeRouteTablesCommand({
      Filters: [{ Name: 'vpc-id', Values: [lab.output('VpcId')] }],
    }),
  );
  const tableOf = (subnet: string) =>
    tables.find(({ Associations = [] }) =>
      Associations.some(({ SubnetId }) => SubnetId === subnet),
    );
  const defaultOf = (table: RouteTable | undefined) =>
    table?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === '0.0.0.0/0');

  await lab.prove(
    'every subnet has a route table of its own choice, none the main one',
    async () => {
      for (const subnet of tiers.flatMap(subnets)) {
        const table = tableOf(subnet);
        assert.ok(table, `a route table that is associated with ${subnet}`);
        const main = table.Associations?.some(({ Main }) => Main);
        assert.equal(main, false, `${subnet} and the main route table`);
      }
      const main = tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main));
      assert.equal(defaultOf(main), undefined, 'default route of the main route table');
    },
  );

  await lab.prove('only the public subnets have a route to the internet gateway', async () => {
    const open = tiers
      .flatMap(subnets)
      .filter(
        (subnet) => defaultOf(tableOf(subnet))?.GatewayId === lab.output('InternetGatewayId'),
      );
    assert.deepEqual(open, subnets('Public'));
  });

  await lab.prove('no route leads out of the data subnets', async () => {
    for (const subnet of subnets('Data')) {
      assert.equal(defaultOf(tableOf(subnet)), undefined, `default route of ${subnet}`);
    }
  });

  await lab.prove('only servers of the public tier get a public address', async () => {
    const { Subnets = [] } = await ec2.send(
      new DescribeSubnetsCommand({ SubnetIds: tiers.flatMap(subnets) }),
    );
    const open = Subnets.filter((one) => one.MapPublicIpOnLaunch).map((one) => one.SubnetId);
    assert.deepEqual(open.sort(), subnets('Public').sort());
  });

  await lab.prove('each tier has a subnet in two zones', async () => {
    for (const tier of tiers) {
      const { Subnets = [] } = await ec2.send(
        new DescribeSubnetsCommand({ SubnetIds: subnets(tier) }),
      );
      const zones = new Set(Subnets.map((one) => one.AvailabilityZone));
      assert.equal(zones.size, 2, `zones of the tier ${tier}`);
    }
  });

  await lab.prove('the private subnets of two zones use different NAT gateways', async () => {
    const gateways = subnets('Private').map((subnet) => defaultOf(tableOf(subnet))?.NatGatewayId);
    assert.equal(new Set(gateways).size, 2, 'NAT gateways');
    assert.ok(gateways.every(Boolean), 'a NAT gateway in each zone');
  }, ['AWS::EC2::NatGateway']);

  /** Asks the Reachability Analyzer, which bills 0.10 USD for each answer and reads the configuration only. */
  const reaches = async (Source: string, Destination: string, DestinationPort: number) => {
    const { NetworkInsightsPath: path } = await ec2.send(
      new CreateNetworkInsightsPathCommand({
        ...{ Source, Destination, DestinationPort },
        Protocol: 'tcp',
        ClientToken: `${Source}-${DestinationPort}-${Date.now()}`,
      }),
    );
    const NetworkInsightsPathId = path?.NetworkInsightsPathId;
    let NetworkInsightsAnalysisId: string | undefined;
    try {
      const started = await ec2.send(
        new StartNetworkInsightsAnalysisCommand({
          NetworkInsightsPathId,
          ClientToken: `${NetworkInsightsPathId}`,
        }),
      );
      NetworkInsightsAnalysisId = started.NetworkInsightsAnalysis?.NetworkInsightsAnalysisId;
      const ids = [NetworkInsightsAnalysisId as string];
      return await lab.eventually(
        'the analysis',
        async () => {
          const { NetworkInsightsAnalyses: [analysis] = [] } = await ec2.send(
            new DescribeNetworkInsightsAnalysesCommand({ NetworkInsightsAnalysisIds: ids }),
          );
          if (analysis?.Status === 'failed') throw new Error(analysis.StatusMessage);
          return analysis?.Status === 'succeeded' ? analysis.NetworkPathFound : undefined;
        },
        180,
      );
    } finally {
      if (NetworkInsightsAnalysisId) {
        await ec2.send(new DeleteNetworkInsightsAnalysisCommand({ NetworkInsightsAnalysisId }));
      }
      await ec2.send(new DeleteNetworkInsightsPathCommand({ NetworkInsightsPathId }));
    }
  };

  await lab.prove('application servers reach the databases, and web servers do not', async () => {
    assert.equal(await reaches(lab.output('AppAId'), lab.output('DbBId'), 5432), true);
    assert.equal(await reaches(lab.output('WebAId'), lab.output('DbAId'), 5432), false);
  }, ['AWS::EC2::NetworkInterface', 'ec2: Reachability Analyzer']);

  await lab.prove('application servers reach the internet, and databases do not', async () => {
    const internet = lab.output('InternetGatewayId');
    assert.equal(await reaches(lab.output('AppBId'), internet, 443), true);
    assert.equal(await reaches(lab.output('DbAId'), internet, 443), false);
    assert.equal(await reaches(internet, lab.output('DbAId'), 5432), false);
  }, ['AWS::EC2::NetworkInterface', 'AWS::EC2::NatGateway', 'ec2: Reachability Analyzer']);
};
