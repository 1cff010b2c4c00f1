import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeFlowLogsCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Exercise } from '../../../model/exercise';

interface Connection {
  readonly interface: string;
  readonly verdict: string;
  readonly suspect?: string;
}

export const exercise: Exercise = async (lab) => {
  const ec2 = new EC2Client({});
  const logs = new CloudWatchLogsClient({});
  const lambda = new LambdaClient({});

  await lab.prove(
    'the web servers are open on port 443 alone, and no rule is for answers',
    async () => {
      const { SecurityGroups: [web] = [] } = await ec2.send(
        new DescribeSecurityGroupsCommand({ GroupIds: [lab.output('WebGroupId')] }),
      );
      const open = web?.IpPermissions?.map(({ FromPort, ToPort }) => `${FromPort}-${ToPort}`);
      assert.deepEqual(open, ['443-443']);
      const out = web?.IpPermissionsEgress?.map(({ FromPort, ToPort }) => `${FromPort}-${ToPort}`);
      assert.deepEqual(out, ['1337-1337']);
    },
  );

  await lab.prove('the application lets in the group of the web servers, and no addresses', async () => {
    const { SecurityGroups: [app] = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [lab.output('AppGroupId')] }),
    );
    const [rule, ...more] = app?.IpPermissions ?? [];
    assert.deepEqual(more, []);
    assert.deepEqual(rule?.IpRanges ?? [], []);
    assert.deepEqual(
      rule?.UserIdGroupPairs?.map(({ GroupId }) => GroupId),
      [lab.output('WebGroupId')],
    );
  }, ['AWS::EC2::SecurityGroupIngress']);

  await lab.prove('the network ACL denies one address first, and lets answers out', async () => {
    const { NetworkAcls: [acl] = [] } = await ec2.send(
      new DescribeNetworkAclsCommand({ NetworkAclIds: [lab.output('WebAclId')] }),
    );
    const entries = [...(acl?.Entries ?? [])].sort(
      (one, other) => (one.RuleNumber ?? 0) - (other.RuleNumber ?? 0),
    );
    const first = entries.find(({ Egress }) => Egress === false);
    assert.deepEqual([first?.RuleAction, first?.CidrBlock], ['deny', '203.0.113.66/32']);
    const answers = entries.find(({ Egress }) => Egress === true);
    assert.deepEqual(answers?.PortRange, { From: 1024, To: 65_535 });
    assert.equal(acl?.Associations?.length, 2, 'subnets of the network ACL');
  }, [
    'AWS::EC2::NetworkAcl',
    'AWS::EC2::NetworkAclEntry',
    'AWS::EC2::SubnetNetworkAclAssociation',
  ]);

  await lab.prove('every server is in the one security group of its tier', async () => {
    const { NetworkInterfaces: servers = [] } = await ec2.send(
      new DescribeNetworkInterfacesCommand({
        Filters: [{ Name: 'vpc-id', Values: [lab.output('VpcId')] }],
      }),
    );
    const groups = servers.map(({ Groups = [] }) => Groups.map(({ GroupId }) => GroupId));
    assert.deepEqual(
      groups.map(({ length }) => length),
      [1, 1, 1, 1],
    );
    const web = groups.filter(([id]) => id === lab.output('WebGroupId'));
    assert.equal(web.length, 2, 'web servers');
  }, ['AWS::EC2::NetworkInterface']);

  await lab.prove('a flow log watches all traffic of the VPC', async () => {
    const { FlowLogs: [flowLog] = [] } = await ec2.send(
      new DescribeFlowLogsCommand({
        Filter: [{ Name: 'resource-id', Values: [lab.output('VpcId')] }],
      }),
    );
    assert.deepEqual([flowLog?.FlowLogStatus, flowLog?.TrafficType], ['ACTIVE', 'ALL']);
  }, ['AWS::EC2::FlowLog']);

  await lab.prove(
    'the diagnosis tells an answer that a network ACL dropped from a request that was rejected',
    async () => {
      const eni = `eni-${randomUUID().slice(0, 8)}`;
      const logGroupName = lab.output('FlowsName');
      const logStreamName = `${eni}-all`;
      const seconds = Math.floor(Date.now() / 1000);
      // The records of the example in AWS's guide: a ping whose answer the network ACL drops.
      const record = (ends: string, action: string) =>
        `2 111111111111 ${eni} ${ends} 4 336 ${seconds - 60} ${seconds} ${action} OK`;
      const lines = [
        record('203.0.113.12 10.0.0.4 0 0 1', 'ACCEPT'),
        record('10.0.0.4 203.0.113.12 0 0 1', 'REJECT').replace(
          ` ${seconds - 60} `,
          ` ${seconds - 30} `,
        ),
        record('203.0.113.66 10.0.0.4 49761 443 6', 'REJECT'),
        record('203.0.113.9 10.0.0.4 40000 443 6', 'ACCEPT'),
        record('10.0.0.4 203.0.113.9 443 40000 6', 'ACCEPT'),
      ];
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
      try {
        await logs.send(
          new PutLogEventsCommand({
            logGroupName,
            logStreamName,
            logEvents: lines.map((message) => ({ message, timestamp: Date.now() })),
          }),
        );
        const found = await lab.eventually('the report of the three connections', async () => {
          const { Payload } = await lambda.send(
            new InvokeCommand({
              FunctionName: lab.output('DiagnosisName'),
              Payload: JSON.stringify({ minutes: 15 }),
            }),
          );
          const report = JSON.parse(Buffer.from(Payload ?? []).toString()) as {
            connections?: Connection[];
          };
          const ours = report.connections?.filter((one) => one.interface === eni) ?? [];
          return ours.length === 3 ? ours : undefined;
        });
        assert.deepEqual(found.map(({ verdict, suspect }) => [verdict, suspect]).sort(), [
          ['answer rejected', 'a network ACL'],
          ['answered', undefined],
          ['request rejected', 'a security group or a network ACL'],
        ]);
      } finally {
        await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
      }
      return '5 records, 3 connections';
    },
  );
};
