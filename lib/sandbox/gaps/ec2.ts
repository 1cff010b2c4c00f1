import { DescribeNetworkInsightsPathsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { recognizes } from './deployed';
import type { GapsOf } from './gap';

export const ec2 = {
  'AWS::EC2::NatGateway': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack, and the routes to it.',
    closed: () => recognizes('AWS::EC2::NatGateway'),
  },
  'AWS::EC2::EIP': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::EIP'),
  },
  'AWS::EC2::NetworkInterface': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::NetworkInterface'),
  },
  'AWS::EC2::SecurityGroupIngress': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::SecurityGroupIngress'),
  },
  'AWS::EC2::NetworkAcl': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::NetworkAcl'),
  },
  'AWS::EC2::NetworkAclEntry': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::NetworkAclEntry'),
  },
  'AWS::EC2::SubnetNetworkAclAssociation': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::SubnetNetworkAclAssociation'),
  },
  'AWS::EC2::FlowLog': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type.',
    handling: 'left out',
    how: 'The sandbox removes the resource from its copy of the stack.',
    closed: () => recognizes('AWS::EC2::FlowLog'),
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
