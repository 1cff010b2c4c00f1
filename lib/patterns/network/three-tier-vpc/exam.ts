import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/vpc/latest/userguide';
const nat = `${guide}/nat-gateway-basics.html`;

export const exam: Exam = {
  question:
    'Web servers face the internet, databases must not, and no zone may depend on another: how do you lay out subnets, route tables and NAT?',
  answer:
    'Give each tier a subnet in every zone, and route only the public subnets to the internet gateway. Each private subnet uses the NAT gateway of its own zone, and the data subnets have no default route.',
  wrong: [
    {
      answer: 'One NAT gateway that the private subnets of all zones share',
      because:
        'If its zone fails, the other zones lose the internet too, and until then their traffic crosses zones.',
    },
    {
      answer: 'A NAT gateway in each private subnet',
      because:
        'A zonal public NAT gateway must be in a public subnet. In a private one, its own default route leads back to it.',
    },
    {
      answer: 'A default route to the internet gateway in the main route table',
      because: 'Every new subnet that nobody associates with another table would then be public.',
    },
    {
      answer: 'Databases in a public subnet, behind strict security groups',
      because:
        'One wrong rule then exposes them. In a subnet without a route to an internet gateway, it cannot.',
    },
    {
      answer: 'A NAT instance in each zone',
      because:
        'It works, but you patch it, size it, and replace it when it fails. AWS does that for a NAT gateway.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.2', 'SAA-C03 2.2', 'SAA-C03 3.4', 'SAA-C03 4.4'],
  cost: 'opt-in',
  remains: [],
  flow: [
    { from: 'Attachment', to: 'InternetGateway' },
    { from: 'Attachment', to: 'Vpc', label: 'one per VPC' },
    { from: 'PublicDefault', to: 'InternetGateway', label: '0.0.0.0/0' },
    { from: 'NatA', to: 'PublicA', label: 'with an Elastic IP' },
    { from: 'PrivateDefaultA', to: 'NatA', label: '0.0.0.0/0, zone A' },
    { from: 'PrivateDefaultB', to: 'NatB', label: '0.0.0.0/0, zone B' },
    { from: 'NatB', to: 'PublicB', label: 'with an Elastic IP' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::EC2::VPC',
      id: 'Vpc',
      settings: [
        {
          property: 'CidrBlock',
          value: '10.0.0.0/16',
          fact: 'The IPv4 block of a VPC has 16 to 65,536 addresses, which is a netmask of /28 to /16.',
          source: `${guide}/vpc-cidr-blocks.html`,
          seeds: [],
          experiments: [
            {
              value: '10.0.0.0/15',
              outcome: 'refused',
              because: 'A VPC can have no larger block than a /16.',
            },
            {
              value: '10.0.0.0/17',
              outcome: 'replace',
              because:
                'You can add blocks to a VPC, but you cannot change the first one: CloudFormation creates a new VPC.',
            },
          ],
        },
        {
          property: 'EnableDnsHostnames',
          value: true,
          fact: 'A server with a public address gets a public DNS name only if its VPC has DNS hostnames, which are off by default.',
          source: `${guide}/vpc-dns.html`,
          seeds: ['002:245'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'New servers get no public DNS name, although they get a public address.',
            },
          ],
        },
        {
          property: 'EnableDnsSupport',
          value: true,
          fact: 'Inside the VPC, the public DNS name of a server resolves to its private address, and outside to its public address.',
          source: `${guide}/vpc-dns.html`,
          seeds: ['002:247', '002:248'],
          experiments: [
            {
              value: false,
              outcome: 'fails',
              because: 'A VPC can have DNS hostnames only if it has DNS support.',
              source: `${reference}/aws-resource-ec2-vpc.html`,
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::Subnet',
      id: 'PublicA',
      settings: [
        {
          property: 'CidrBlock',
          value: '10.0.0.0/20',
          fact: 'AWS reserves the first four addresses of a subnet and the last one, so a /20 has 4,091 for you.',
          source: `${guide}/subnet-sizing.html`,
          seeds: ['002:98', '002:100', '002:104', '004:1786'],
          experiments: [
            {
              value: '10.0.0.0/29',
              outcome: 'refused',
              because: 'The smallest subnet is a /28, of which 11 addresses are left for you.',
            },
            {
              value: '10.0.16.0/20',
              outcome: 'refused',
              because: 'The block of a subnet must not overlap another one, here that of PublicB.',
            },
            {
              value: '10.0.96.0/20',
              outcome: 'replace',
              because:
                'You cannot change the block of a subnet, so CloudFormation creates a new one.',
            },
          ],
        },
        {
          property: 'MapPublicIpOnLaunch',
          value: true,
          fact: 'Through an internet gateway, only a resource with a public IPv4 address can reach the internet or be reached from it.',
          source: `${guide}/VPC_Internet_Gateway.html`,
          seeds: ['004:1886', '004:1888'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'Servers that you launch from now on need an Elastic IP address. Those that run keep their addresses.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::Subnet',
      id: 'PrivateA',
      settings: [
        {
          property: 'MapPublicIpOnLaunch',
          value: false,
          fact: 'Whether a subnet is public depends on its route table: it is if a route leads to an internet gateway.',
          source: `${guide}/VPC_Internet_Gateway.html`,
          seeds: ['004:1868'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                'Servers get public addresses that you pay for and that do not work, because no route leads to the internet gateway.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::Subnet',
      id: 'DataA',
      settings: [
        {
          property: 'CidrBlock',
          value: '10.0.64.0/20',
          fact: 'A subnet is in exactly one Availability Zone, so a tier that must survive the loss of a zone needs a second one.',
          source: `${guide}/configure-subnets.html`,
          seeds: ['004:1874', '004:1876'],
        },
        {
          property: 'MapPublicIpOnLaunch',
          value: false,
          fact: 'A subnet without an association uses the main route table of its VPC, and a subnet has one route table at a time.',
          source: `${guide}/subnet-route-tables.html`,
          seeds: ['002:120', '002:122', '004:1860', '004:1864', '004:1866'],
        },
      ],
    },
    {
      type: 'AWS::EC2::Route',
      id: 'PublicDefault',
      settings: [
        {
          property: 'DestinationCidrBlock',
          value: '0.0.0.0/0',
          fact: 'An internet gateway is redundant in all zones of a Region and is attached to one VPC, which can have only one.',
          source: `${guide}/VPC_Internet_Gateway.html`,
          seeds: ['002:126', '002:128', '002:130', '003:792', '004:1892'],
          experiments: [
            {
              value: '203.0.113.0/24',
              outcome: 'replace',
              because:
                'The route leads to one customer only. Answers to everybody else find no route, and are dropped.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::Route',
      id: 'PrivateDefaultA',
      settings: [
        {
          property: 'DestinationCidrBlock',
          value: '0.0.0.0/0',
          fact: 'Servers in a private subnet open connections to the internet through a NAT gateway, and the internet cannot open any to them.',
          source: `${guide}/vpc-nat-gateway.html`,
          seeds: ['002:276', '002:277', '003:789', '004:1848'],
          experiments: [
            {
              value: '10.0.0.0/8',
              outcome: 'replace',
              because:
                'Only private addresses would go to the NAT gateway, so the servers lose the internet.',
            },
          ],
        },
        {
          property: 'GatewayId',
          fact: 'An internet gateway drops the packets of a server that has no public address.',
          source: `${guide}/VPC_Internet_Gateway.html`,
          seeds: ['003:791', '003:792'],
          experiments: [
            {
              value: { Ref: 'InternetGateway' },
              also: [{ property: 'NatGatewayId', value: null }],
              outcome: 'update',
              because:
                'The subnet is public now, but its servers have no public addresses, so they reach nothing.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::NatGateway',
      id: 'NatA',
      settings: [
        {
          property: 'ConnectivityType',
          value: 'public',
          fact: 'A private NAT gateway needs no Elastic IP address; it reaches other VPCs or your own network, but not the internet.',
          source: `${guide}/vpc-nat-gateway.html`,
          seeds: ['002:281', '002:282'],
          experiments: [
            {
              value: 'private',
              also: [{ property: 'AllocationId', value: null }],
              outcome: 'replace',
              because: 'The internet gateway drops what comes from a private NAT gateway.',
            },
          ],
        },
        {
          property: 'AvailabilityMode',
          fact: 'A zonal NAT gateway, the default, works in one zone; a regional one spans all zones of a VPC and needs no subnet.',
          source: `${guide}/nat-gateways-regional.html`,
          seeds: ['004:1792', '004:1840', '004:1842', '004:1850'],
          today: {
            notes:
              'A NAT gateway is in a public subnet of one zone, so you create one for each zone.',
            now: 'That is still true of a zonal NAT gateway. A regional one has no subnet, and expands to the zones in which you have workloads.',
            since: '2025-11',
            source:
              'https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-amazon-vpc-regional-nat-gateway',
          },
          experiments: [
            {
              value: 'regional',
              also: [
                { property: 'SubnetId', value: null },
                { property: 'AllocationId', value: null },
                { property: 'VpcId', value: { Ref: 'Vpc' } },
              ],
              outcome: 'replace',
              because:
                'One gateway serves all zones, so you no longer need the other one, nor a public subnet for it.',
            },
          ],
        },
        {
          property: 'SecondaryAllocationIds',
          fact: 'Each address of a NAT gateway allows 55,000 simultaneous connections to one destination; a gateway can have eight addresses.',
          source: nat,
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::EC2::NatGateway',
      id: 'NatB',
      settings: [
        {
          property: 'ConnectivityType',
          value: 'public',
          fact: 'A NAT gateway starts at 5 Gbps and scales up to 100 Gbps by itself; for more, you split the subnets between gateways.',
          source: nat,
          seeds: ['004:1794'],
          today: {
            notes: 'A NAT gateway scales from 5 to 45 Gbps.',
            now: 'It scales from 5 to 100 Gbps.',
            since: 'unknown',
            source: nat,
          },
        },
        {
          property: 'PrivateIpAddress',
          fact: 'A NAT gateway cannot have a security group; the network ACL of its subnet controls the traffic to and from it.',
          source: nat,
          seeds: ['002:283', '004:1798'],
        },
      ],
    },
    {
      type: 'AWS::EC2::EIP',
      id: 'NatAAddress',
      settings: [
        {
          property: 'Domain',
          value: 'vpc',
          fact: 'A zonal public NAT gateway needs an Elastic IP address that you allocate; an account has five per Region by default.',
          source: `${reference}/aws-resource-ec2-natgateway.html`,
          seeds: ['002:282', '004:1800'],
          today: {
            notes: 'A NAT gateway gets a public IP address automatically.',
            now: 'You allocate the Elastic IP address of a zonal public NAT gateway. Only a regional one can get its addresses by itself.',
            source: `${reference}/aws-resource-ec2-natgateway.html`,
          },
        },
      ],
    },
    {
      type: 'AWS::EC2::SecurityGroupIngress',
      id: 'DbFromApp',
      settings: [
        {
          property: 'FromPort',
          value: 5432,
          fact: 'A rule of a security group can name another group as its source, and then follows whatever joins that group.',
          source: `${guide}/security-group-rules.html`,
          seeds: [],
          experiments: [
            {
              value: 3306,
              also: [{ property: 'ToPort', value: 3306 }],
              outcome: 'replace',
              because: 'CloudFormation deletes the rule and creates another one, for another port.',
            },
          ],
        },
        {
          property: 'CidrIp',
          fact: 'Security groups and routes both have to allow a packet: an open group exposes nothing if no route leads to it.',
          source: `${guide}/VPC_Internet_Gateway.html`,
          seeds: [],
          experiments: [
            {
              value: '0.0.0.0/0',
              also: [{ property: 'SourceSecurityGroupId', value: null }],
              outcome: 'replace',
              because:
                'The rule now allows everybody. Only the missing route still keeps the internet away from the databases.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'All zones share the NAT gateway of zone A and lose the internet with it, and a database is in a public subnet that gives it a public address.',
    changes: [
      {
        type: 'AWS::EC2::Route',
        id: 'PrivateDefaultB',
        property: 'NatGatewayId',
        value: { Ref: 'NatA' },
      },
      {
        type: 'AWS::EC2::SubnetRouteTableAssociation',
        id: 'DataARoutes',
        property: 'RouteTableId',
        value: { Ref: 'PublicRoutes' },
      },
      { type: 'AWS::EC2::Subnet', id: 'DataA', property: 'MapPublicIpOnLaunch', value: true },
    ],
  },
};
