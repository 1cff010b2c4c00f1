import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/vpc/latest/userguide';
const api = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';
const ec2 = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide';
const acl = `${guide}/nacl-basics.html`;
const group = `${guide}/security-group-rules.html`;
const tracking = `${ec2}/security-group-connection-tracking.html`;

export const exam: Exam = {
  question:
    'One address must be blocked and one port opened: security group or network ACL, and why do answers not come back?',
  answer:
    'Deny the address in a network ACL, with a lower rule number than the allow, and open the port in a security group. The network ACL keeps no state, so it also needs an outbound rule for answers to ports 1024-65535.',
  wrong: [
    {
      answer: 'A security group rule that denies the address',
      because: 'A security group has rules that allow, and none that deny.',
    },
    {
      answer: 'A network ACL with an inbound rule for the port alone',
      because: 'Requests arrive, but the network ACL drops every answer.',
    },
    {
      answer: 'The address range of the web subnet as the source for the application',
      because:
        'Everything in that subnet could call the application, and new subnets could not. A security group as the source follows the servers.',
    },
    {
      answer: 'CloudTrail to find the packets that were rejected',
      because: 'CloudTrail records calls of AWS APIs. A flow log records IP traffic.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.2', 'SAA-C03 3.4', 'SOA-C03 5.1', 'SOA-C03 5.3'],
  cost: 'free',
  remains: [],
  flow: [
    { from: 'BlockedIn', to: 'WebAcl', label: 'rule 90, deny' },
    { from: 'HttpsIn', to: 'WebAcl', label: 'rule 110, allow' },
    { from: 'AnswersOut', to: 'WebAcl', label: 'ephemeral ports' },
    { from: 'AppFromWeb', to: 'WebGroup', label: 'source' },
    { from: 'AppFromWeb', to: 'AppGroup', label: 'port 1337' },
    { from: 'FlowLog', to: 'Flows', label: 'ACCEPT, REJECT' },
    { from: 'Diagnosis', to: 'Flows', label: 'reads' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::EC2::NetworkAclEntry',
      id: 'BlockedIn',
      settings: [
        {
          property: 'RuleNumber',
          value: 90,
          fact: 'A network ACL asks its rules in the order of their numbers, and the first one that matches decides.',
          source: acl,
          seeds: ['004:1814', '004:1827'],
          experiments: [
            {
              value: 130,
              outcome: 'replace',
              because:
                'Rule 110 is asked first now and allows the request, so the blocked address gets in.',
            },
            {
              value: 110,
              outcome: 'fails',
              because: 'Rule 110 exists already in this direction.',
              source: `${api}/errors-overview.html`,
            },
            {
              value: 40_000,
              outcome: 'fails',
              because: 'A rule number is 1 to 32,766.',
              source: `${api}/API_CreateNetworkAclEntry.html`,
            },
          ],
        },
        {
          property: 'RuleAction',
          value: 'deny',
          fact: 'To block an address you need a network ACL, because security groups have rules that allow and none that deny.',
          source: group,
          seeds: ['004:768', '004:782', '004:1812', '004:1823'],
          today: {
            notes: 'Security groups are stateful, which means that you can both allow and deny.',
            now: 'A security group only allows. Stateful means that it lets the answers of a connection through without a rule.',
            source: group,
          },
          experiments: [
            {
              value: 'allow',
              outcome: 'update',
              because:
                'Rule 90 now lets the address in on every port, before any other rule is asked.',
            },
          ],
        },
        {
          property: 'Protocol',
          value: -1,
          fact: 'A network ACL rule with protocol -1 is for all protocols and all ports, whatever port range you give it.',
          source: `${api}/API_CreateNetworkAclEntry.html`,
          seeds: [],
          experiments: [
            {
              value: 6,
              also: [{ property: 'PortRange', value: { From: 80, To: 80 } }],
              outcome: 'update',
              because: 'The address is blocked on port 80 alone, so it gets in on port 443.',
            },
          ],
        },
        {
          property: 'CidrBlock',
          value: '203.0.113.66/32',
          fact: 'A security group rule that changes breaks no tracked connection, but a network ACL that denies a direction breaks it at once.',
          source: tracking,
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::EC2::NetworkAclEntry',
      id: 'HttpsIn',
      settings: [
        {
          property: 'PortRange.From',
          value: 443,
          fact: 'What no rule of a network ACL matches is denied by its last rule, *, which you cannot change.',
          source: `${guide}/custom-network-acl.html`,
          seeds: ['002:200', '004:1821'],
          experiments: [
            {
              value: 0,
              outcome: 'update',
              because:
                'The network ACL lets every low port in. Only the security group still keeps SSH closed.',
            },
          ],
        },
        {
          property: 'Egress',
          value: false,
          fact: 'A network ACL belongs to subnets: it is asked when packets enter or leave one, and not between two servers inside it.',
          source: acl,
          seeds: ['002:183', '002:184', '002:185', '004:762', '004:1811', '004:1825'],
          today: {
            notes: 'A network ACL controls which addresses can connect to the whole VPC.',
            now: 'A network ACL controls the traffic of the subnets that it is associated with. Each subnet has exactly one.',
            source: acl,
          },
          experiments: [
            {
              value: true,
              also: [{ property: 'RuleNumber', value: 100 }],
              outcome: 'replace',
              because: 'Nothing lets requests into the subnets anymore, so rule * denies them.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::NetworkAclEntry',
      id: 'AnswersOut',
      settings: [
        {
          property: 'PortRange.From',
          value: 1024,
          fact: 'An answer goes to the ephemeral port of its client: Linux often uses 32768-61000, and load balancers, NAT gateways and Lambda use 1024-65535.',
          source: `${guide}/nacl-ephemeral-ports.html`,
          seeds: ['002:175', '002:177', '003:777'],
          today: {
            notes:
              'With a stateful firewall, the port of the response is the same as that of the request.',
            now: 'The answer always goes to the ephemeral port of the client. A stateful firewall lets it through because it tracks the connection.',
            source: tracking,
          },
          experiments: [
            {
              value: 32_768,
              outcome: 'update',
              because:
                'Linux clients still get their answers. Clients behind a NAT gateway or a load balancer often do not.',
            },
          ],
        },
        {
          property: 'Egress',
          value: true,
          fact: 'Network ACLs keep no state: answers need a rule in the other direction, while security groups let them through without one.',
          source: acl,
          seeds: ['003:773', '003:774', '003:776', '004:1813', '004:1817'],
        },
      ],
    },
    {
      type: 'AWS::EC2::SecurityGroup',
      id: 'WebGroup',
      settings: [
        {
          property: 'GroupDescription',
          value: 'Web servers',
          fact: 'Security groups belong to network interfaces, primary ones and others; an interface has up to five by default, and their rules count together.',
          source: `${guide}/amazon-vpc-limits.html`,
          seeds: ['002:206', '004:758', '004:778'],
          today: {
            notes: 'Security groups are attached to primary network interfaces.',
            now: 'Every network interface has security groups, also a secondary one.',
            source: `${reference}/aws-resource-ec2-networkinterface.html`,
          },
          experiments: [
            {
              value: 'The servers of the web tier',
              outcome: 'replace',
              because:
                'You cannot change the description of a group, so CloudFormation creates a new one.',
            },
          ],
        },
        {
          property: 'SecurityGroupIngress.0.FromPort',
          value: 443,
          fact: 'A port that is open to 0.0.0.0/0 is open to everybody, so keep 22, 3389 and the ports of databases closed.',
          source: `${ec2}/security-group-rules-reference.html`,
          seeds: ['004:662', '004:664', '004:668', '004:675', '004:780'],
          experiments: [
            {
              value: 22,
              outcome: 'update',
              because:
                'The group opens ports 22 to 443 to everybody. The network ACL still lets in port 443 alone.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::SecurityGroup',
      id: 'AppGroup',
      settings: [
        {
          property: 'SecurityGroupEgress.0.FromPort',
          value: 5432,
          fact: 'A security group without an outbound rule of yours allows all outbound traffic; inbound, it allows nothing until you add a rule.',
          source: group,
          seeds: ['004:673', '004:770', '004:776'],
          today: {
            notes: 'Everything is blocked by default.',
            now: 'A new security group blocks all inbound traffic and allows all outbound traffic.',
            source: group,
          },
          experiments: [
            {
              value: 3306,
              also: [{ property: 'SecurityGroupEgress.0.ToPort', value: 3306 }],
              outcome: 'update',
              because: 'The queries to port 5432 no longer leave the application servers.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::SecurityGroup',
      id: 'DataGroup',
      settings: [
        {
          property: 'GroupDescription',
          value: 'Databases',
          fact: 'You can associate a security group with other VPCs of the same Region, except default groups and default VPCs.',
          source: `${api}/API_AssociateSecurityGroupVpc.html`,
          seeds: ['004:772', '004:774'],
          today: {
            notes: 'A security group cannot be shared between VPCs.',
            now: 'You can associate it with other VPCs of the Region, if it is yours and not a default group.',
            since: 'unknown',
            source: `${api}/API_AssociateSecurityGroupVpc.html`,
          },
        },
      ],
    },
    {
      type: 'AWS::EC2::SecurityGroupIngress',
      id: 'AppFromWeb',
      settings: [
        {
          property: 'FromPort',
          value: 1337,
          fact: 'A security group tracks a connection that it has let in and lets the answers out; no rule is added for them.',
          source: tracking,
          seeds: ['003:773', '004:766'],
          today: {
            notes: 'When you create an inbound rule, a matching outbound rule is created.',
            now: 'No rule is created. The security group tracks the connection and lets its answers through.',
            source: tracking,
          },
          experiments: [
            {
              value: 8080,
              also: [{ property: 'ToPort', value: 8080 }],
              outcome: 'replace',
              because:
                'The application servers let in another port, and the requests to 1337 are dropped.',
            },
          ],
        },
        {
          property: 'CidrIp',
          fact: 'A rule can name a security group as its source and then follows every server that joins or leaves that group.',
          source: group,
          seeds: ['002:205', '002:213', '002:215', '004:780'],
          today: {
            notes: 'The group of the application tier names itself as the source for port 1337.',
            now: 'The source must be the group of the web tier, because the web servers open the connections.',
            source: group,
          },
          experiments: [
            {
              value: '10.0.0.0/24',
              also: [{ property: 'SourceSecurityGroupId', value: null }],
              outcome: 'replace',
              because:
                'Everything in the first web subnet may call the application, and the web server in the second one may not.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::FlowLog',
      id: 'FlowLog',
      settings: [
        {
          property: 'TrafficType',
          value: 'ALL',
          fact: 'A flow log records accepted traffic, rejected traffic or both, and you cannot change that after you have created it.',
          source: `${reference}/aws-resource-ec2-flowlog.html`,
          seeds: ['003:779', '003:785', '004:1780', '002:1017'],
          experiments: [
            {
              value: 'REJECT',
              outcome: 'replace',
              because:
                'You see rejected answers, but no longer the requests that they answer, so nobody can tell them apart.',
            },
          ],
        },
        {
          property: 'MaxAggregationInterval',
          value: 60,
          fact: 'A flow log collects packets for 600 seconds by default, or for 60, before it writes a record.',
          source: `${reference}/aws-resource-ec2-flowlog.html`,
          seeds: [],
          experiments: [
            {
              value: 600,
              outcome: 'replace',
              because: 'Records appear up to ten minutes later, and there are fewer to pay for.',
            },
            { value: 300, outcome: 'refused', because: 'The interval is 60 or 600 seconds.' },
          ],
        },
        {
          property: 'LogDestinationType',
          value: 'cloud-watch-logs',
          fact: 'A flow log goes to CloudWatch Logs, Amazon S3 or Amazon Data Firehose.',
          source: `${reference}/aws-resource-ec2-flowlog.html`,
          seeds: ['003:780', '003:786'],
          today: {
            notes: 'Flow log data can be published to CloudWatch Logs or Amazon S3.',
            now: 'It can also be published to Amazon Data Firehose.',
            since: 'unknown',
            source: `${reference}/aws-resource-ec2-flowlog.html`,
          },
        },
        {
          property: 'ResourceType',
          value: 'VPC',
          fact: 'A flow log of a VPC or a subnet monitors every network interface in it, also those that come later.',
          source: `${guide}/flow-logs.html`,
          seeds: ['003:781', '003:782', '003:784', '004:811'],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The blocked address gets in, because rule 110 comes before its deny. Nobody gets an answer, and the ports that somebody opened in the security group instead change nothing.',
    changes: [
      { type: 'AWS::EC2::NetworkAclEntry', id: 'BlockedIn', property: 'RuleNumber', value: 130 },
      {
        type: 'AWS::EC2::NetworkAclEntry',
        id: 'AnswersOut',
        property: 'PortRange',
        value: { From: 443, To: 443 },
      },
      {
        type: 'AWS::EC2::SecurityGroup',
        id: 'WebGroup',
        property: 'SecurityGroupIngress.0.ToPort',
        value: 65_535,
      },
    ],
  },
};
