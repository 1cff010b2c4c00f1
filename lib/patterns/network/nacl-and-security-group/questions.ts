import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A bot at one fixed public address floods the web servers of a company with requests. The security group of the servers must stay open to all other customers. What stops the packets of the bot before they reach a server?',
    right: [
      'A network ACL rule that denies the address, with a lower number than the rules that allow',
    ],
    because:
      'A network ACL can deny, and the first rule that matches decides. So the deny has to come before the allow.',
    wrong: [
      {
        answer:
          'A network ACL rule that denies the address, with a higher number than the rules that allow',
        because: 'The rule that allows everybody matches first, so the deny is never asked.',
      },
      {
        answer:
          'A security group rule that denies the address, listed before the rule that allows everybody',
        because: 'Security groups have no rules that deny, and all of their rules count together.',
      },
      {
        answer:
          'A security group of its own for the address, without any inbound rule, on the same servers',
        because:
          'The rules of all groups of an interface count together, so the other group still allows it.',
      },
    ],
    shows: [
      { id: 'BlockedIn', property: 'RuleNumber' },
      { id: 'BlockedIn', property: 'RuleAction' },
    ],
    tasks: ['SAA-C03 1.2'],
    seeds: ['004:782', '004:1812', '004:1814', '004:1823'],
  },
  {
    text: 'A team writes a network ACL for the subnet of a service on port 8443 and allows TCP 8443 inbound. A flow log shows ACCEPT for the requests of the clients and REJECT for the packets back to them. Which change helps?',
    right: ['An outbound rule in the network ACL that allows TCP to ports 1024-65535'],
    because:
      'A network ACL keeps no state, so answers to the ephemeral ports of the clients need a rule of their own.',
    wrong: [
      {
        answer: 'An outbound rule in the network ACL that allows TCP to port 8443',
        because:
          'Port 8443 is the source of the answers. They go to the ephemeral ports of the clients.',
      },
      {
        answer: 'An outbound rule in the security group that allows TCP to ports 1024-65535',
        because: 'The security group already lets the answers of tracked connections through.',
      },
      {
        answer: 'An inbound rule in the network ACL that allows TCP to ports 1024-65535',
        because:
          'The requests arrive already. What is missing concerns packets that leave the subnet.',
      },
    ],
    shows: [
      { id: 'AnswersOut', property: 'PortRange.From' },
      { id: 'AnswersOut', property: 'Egress' },
    ],
    tasks: ['SAA-C03 3.4', 'SOA-C03 5.3'],
    seeds: ['003:774', '003:776', '003:777', '004:1813', '004:1817'],
  },
  {
    text: 'An application tier scales between 2 and 40 instances in several subnets. Only these instances may connect to the database on port 5432, and nobody wants to maintain addresses. Which rule belongs into the security group of the database?',
    right: ['TCP 5432 with the security group of the application tier as the source'],
    because:
      'The rule follows every instance that joins or leaves the group, whatever its subnet or address is.',
    wrong: [
      {
        answer: 'TCP 5432 with the address blocks of the application subnets as the source',
        because:
          'Everything else in those subnets could connect too, and new subnets would be missing.',
      },
      {
        answer: 'TCP 5432 with the security group of the database itself as the source',
        because: 'This lets the databases connect to each other, and not the application.',
      },
      {
        answer: 'TCP 5432 with the Elastic IP addresses of the application tier as the source',
        because:
          'Inside the VPC the instances use private addresses, which the rule would not match.',
      },
    ],
    shows: [{ id: 'AppFromWeb', property: 'CidrIp' }],
    tasks: ['SAA-C03 1.2'],
    seeds: ['002:215', '004:780'],
  },
  {
    text: 'Auditors want to know which connections to the servers of a VPC were rejected during the last month, with addresses and ports. The result must be searchable in CloudWatch. What do you turn on?',
    right: [
      'A flow log of the VPC for rejected or all traffic, with a log group as its destination',
    ],
    because:
      'A flow log records the IP traffic of every network interface in the VPC, with ACCEPT or REJECT.',
    wrong: [
      {
        answer: 'A CloudTrail trail for all management events, with a log group as its destination',
        because: 'CloudTrail records calls of AWS APIs, and no packets.',
      },
      {
        answer: 'A flow log of the VPC for accepted traffic, with a log group as its destination',
        because: 'It leaves out exactly the traffic that was rejected.',
      },
      {
        answer: 'A metric filter on the log group of the servers that counts the word REJECT',
        because: 'A rejected packet never reaches the server, so the server cannot log it.',
      },
    ],
    shows: [
      { id: 'FlowLog', property: 'TrafficType' },
      { id: 'FlowLog', property: 'LogDestinationType' },
    ],
    tasks: ['SOA-C03 5.3', 'SAA-C03 1.2'],
    seeds: ['003:779', '003:785', '002:1017', '004:1780'],
  },
  {
    text: 'A developer replaces the default network ACL of a subnet with a new one, which has no rules yet. Web servers in the subnet allow TCP 443 from everywhere in their security group. Which two things does the new network ACL need so that customers reach them again?',
    right: [
      'An inbound rule that allows TCP to port 443',
      'An outbound rule that allows TCP to the ephemeral ports of the customers',
    ],
    because:
      'A new network ACL denies everything. It keeps no state, so it needs rules for requests and for answers.',
    wrong: [
      {
        answer: 'An outbound rule that allows TCP to port 443',
        because: 'That would be for connections which the web servers open to other web servers.',
      },
      {
        answer: 'An inbound rule that allows TCP from the security group of the servers',
        because: 'A network ACL knows address blocks alone, and no security groups.',
      },
      {
        answer: 'An inbound rule that allows TCP to the ephemeral ports of the customers',
        because:
          'The customers open the connections, so nothing comes to those ports of the servers.',
      },
    ],
    shows: [
      { id: 'HttpsIn', property: 'PortRange.From' },
      { id: 'AnswersOut', property: 'Egress' },
    ],
    tasks: ['SAA-C03 1.2'],
    seeds: ['003:774', '003:775', '003:776', '003:777', '004:1821'],
  },
  {
    text: 'A security group lets SSH in from one administrator. You remove this rule, but the open session of the administrator goes on. Policy demands that sessions end at once. What ends the session?',
    right: ['A network ACL rule that denies the address of the administrator'],
    because:
      'The security group keeps letting a tracked connection through. A network ACL keeps no state, so it drops the next packet.',
    wrong: [
      {
        answer: 'A security group rule that denies the address of the administrator',
        because: 'There are no rules that deny in a security group.',
      },
      {
        answer: 'A second security group on the server, without any inbound rules',
        because: 'It takes nothing away, and a tracked connection is not asked for rules.',
      },
      {
        answer: 'An outbound rule in the security group for port 22 alone',
        because: 'The answers of a tracked connection pass whatever the outbound rules are.',
      },
    ],
    shows: [{ id: 'BlockedIn', property: 'CidrBlock' }],
    tasks: ['SAA-C03 1.2'],
    seeds: ['004:764', '004:1813'],
  },
];
