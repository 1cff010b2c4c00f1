import {
  DescribeNetworkInsightsPathsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { recognizes, withStack } from './deployed';
import type { GapsOf } from './gap';

export const ec2 = {
  'AWS::EC2::NatGateway': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an EC2 API for it.',
    handling: 'corrected',
    correction: 'types',
    how: 'The gateway is created by CreateNatGateway; no packet passes through it.',
    closed: () => recognizes('AWS::EC2::NatGateway'),
  },
  'AWS::EC2::EIP': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an EC2 API for it.',
    handling: 'corrected',
    correction: 'types',
    how: 'The address is allocated by AllocateAddress.',
    closed: () => recognizes('AWS::EC2::EIP'),
  },
  'AWS::EC2::NetworkInterface': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and the EC2 API forgets the security groups of an interface.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::NetworkInterface'),
  },
  'AWS::EC2::SecurityGroupIngress': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and the EC2 API forgets the group that a rule names as its source.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::SecurityGroupIngress'),
  },
  'AWS::EC2::NetworkAcl': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an EC2 API for it.',
    handling: 'corrected',
    correction: 'types',
    how: 'The network ACL is created by CreateNetworkAcl.',
    closed: () => recognizes('AWS::EC2::NetworkAcl'),
  },
  'AWS::EC2::NetworkAclEntry': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and the EC2 API forgets the ports of an entry.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::NetworkAclEntry'),
  },
  'AWS::EC2::SubnetNetworkAclAssociation': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an EC2 API for it.',
    handling: 'corrected',
    correction: 'network_acls',
    how: 'The subnet gets the network ACL of the association.',
    closed: () => recognizes('AWS::EC2::SubnetNetworkAclAssociation'),
  },
  'AWS::EC2::FlowLog': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an EC2 API for it.',
    handling: 'corrected',
    correction: 'types',
    how: 'The flow log is created by CreateFlowLogs; nothing is written into it.',
    closed: () => recognizes('AWS::EC2::FlowLog'),
  },
  'AWS::EC2::VPCEndpoint.PrivateDnsEnabled': {
    seen: '1.5.33',
    what: 'The property is dropped, and DescribeVpcEndpoints does not return it.',
    handling: 'left out',
    how: 'The sandbox does not prove that the name of a service leads to its endpoint. The test of the pattern does, by lib/network.',
    closed: async () => (await endpointAnswers()).PrivateDnsEnabled === true,
  },
  'AWS::EC2::VPCEndpoint.PolicyDocument': {
    seen: '1.5.33',
    what: 'The policy is dropped, and DescribeVpcEndpoints returns none.',
    handling: 'left out',
    how: 'What an endpoint lets through is decided by lib/permissions, in the test of the pattern.',
    closed: async () => (await endpointAnswers()).PolicyDocument?.includes('s3:GetObject') === true,
  },
  'ec2: Reachability Analyzer': {
    seen: '1.5.33',
    what: 'There is no API of the Reachability Analyzer, and no packet passes through the networks of the emulator.',
    handling: 'left out',
    how: 'The sandbox proves which routes are deployed. Which packets pass is decided by lib/network, in the test of the pattern.',
    closed: analyzesReachability,
  },
} satisfies GapsOf;

/** Whether the EC2 API knows the actions of the Reachability Analyzer. */
async function analyzesReachability(): Promise<boolean> {
  try {
    await new EC2Client({}).send(new DescribeNetworkInsightsPathsCommand({}));
    return true;
  } catch (error) {
    if ((error as Error).name === 'InvalidAction') return false;
    throw error;
  }
}

let answers: Promise<VpcEndpoint> | undefined;

/** Deploys one interface endpoint and describes it; two gaps share it. */
function endpointAnswers(): Promise<VpcEndpoint> {
  answers ??= withStack('AnswersOfAnEndpoint', endpointInVpc, async ({ Vpc = '' }) => {
    const { VpcEndpoints: [endpoint = {}] = [] } = await new EC2Client({}).send(
      new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'vpc-id', Values: [Vpc] }] }),
    );
    return endpoint;
  });
  return answers;
}

const VpcId = { Ref: 'Vpc' };

const endpointInVpc = {
  Resources: {
    Vpc: {
      Type: 'AWS::EC2::VPC',
      Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true },
    },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId, CidrBlock: '10.0.0.0/24' } },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId,
        VpcEndpointType: 'Interface',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
        ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
        SubnetIds: [{ Ref: 'Subnet' }],
        PrivateDnsEnabled: true,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }],
        },
      },
    },
  },
  Outputs: { Vpc: { Value: VpcId } },
};
