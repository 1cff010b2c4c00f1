import assert from 'node:assert/strict';
import { APIGatewayClient, GetRestApiCommand } from '@aws-sdk/client-api-gateway';
import {
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Exercise } from '../../../model/exercise';

export const exercise: Exercise = async (lab) => {
  const ec2 = new EC2Client({});
  const vpc = [{ Name: 'vpc-id', Values: [lab.output('VpcId')] }];
  const { VpcEndpoints: endpoints = [] } = await ec2.send(
    new DescribeVpcEndpointsCommand({ Filters: vpc }),
  );
  const endpointOf = (service: string) => {
    const found = endpoints.find(({ ServiceName }) => ServiceName?.endsWith(`.${service}`));
    assert.ok(found, `an endpoint for ${service}`);
    return found;
  };

  await lab.prove('no route of the VPC leads to the internet', async () => {
    const { RouteTables: tables = [] } = await ec2.send(
      new DescribeRouteTablesCommand({ Filters: vpc }),
    );
    const routes = tables.flatMap(({ Routes = [] }) => Routes);
    assert.ok(routes.length > 0, 'routes');
    const out = routes.filter(
      ({ GatewayId = '', NatGatewayId }) => GatewayId.startsWith('igw-') || NatGatewayId,
    );
    assert.deepEqual(out, []);
  });

  await lab.prove('the server has no public address', async () => {
    const { NetworkInterfaces: [worker] = [] } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [lab.output('WorkerId')] }),
    );
    assert.ok(worker, 'the interface of the server');
    assert.equal(worker.Association, undefined, 'public address of the server');
  }, ['AWS::EC2::NetworkInterface']);

  await lab.prove('S3 and DynamoDB have gateway endpoints in the private route table', async () => {
    for (const service of ['s3', 'dynamodb']) {
      const { VpcEndpointType, RouteTableIds } = endpointOf(service);
      assert.equal(VpcEndpointType, 'Gateway', `endpoint type of ${service}`);
      assert.deepEqual(RouteTableIds, [lab.output('PrivateRoutesId')]);
    }
  });

  await lab.prove('SQS has an interface endpoint in two zones, and the API in one', async () => {
    for (const [service, zones] of [
      ['sqs', 2],
      ['execute-api', 1],
    ] as const) {
      const { VpcEndpointType, SubnetIds = [] } = endpointOf(service);
      assert.equal(VpcEndpointType, 'Interface', `endpoint type of ${service}`);
      assert.equal(SubnetIds.length, zones, `subnets of ${service}`);
    }
  });

  await lab.prove('the usual names of SQS and of the API lead to the endpoints', async () => {
    for (const service of ['sqs', 'execute-api']) {
      assert.equal(endpointOf(service).PrivateDnsEnabled, true, `private DNS of ${service}`);
    }
  }, ['AWS::EC2::VPCEndpoint.PrivateDnsEnabled']);

  await lab.prove('the endpoint policies let two actions on one resource pass', async () => {
    for (const service of ['s3', 'dynamodb', 'sqs']) {
      const { Statement: [statement, ...more] = [] } = JSON.parse(
        endpointOf(service).PolicyDocument ?? '{}',
      );
      assert.deepEqual(more, [], `further statements of ${service}`);
      assert.equal(statement?.Action?.length, 2, `actions of ${service}`);
      assert.notEqual(statement?.Resource, '*', `resource of ${service}`);
    }
  }, ['AWS::EC2::VPCEndpoint.PolicyDocument']);

  await lab.prove('the API is private and names one endpoint', async () => {
    const { endpointConfiguration, policy } = await new APIGatewayClient({}).send(
      new GetRestApiCommand({ restApiId: lab.output('PrivateApiId') }),
    );
    assert.deepEqual(endpointConfiguration?.types, ['PRIVATE']);
    assert.match(policy ?? '', new RegExp(`${endpointOf('execute-api').VpcEndpointId}`));
  }, ['AWS::ApiGateway::RestApi.EndpointConfiguration']);

  await lab.prove(
    'the bucket refuses an object that does not come through its endpoint',
    async () => {
      // This runs outside of the VPC, by somebody who may do everything.
      await assert.rejects(
        new S3Client({}).send(
          new PutObjectCommand({ Bucket: lab.output('ReportsName'), Key: 'report', Body: 'x' }),
        ),
        { name: 'AccessDenied' },
      );
    },
  );
};
