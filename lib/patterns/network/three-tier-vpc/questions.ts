import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A company runs a ticket shop on web servers, application servers and a PostgreSQL database. Auditors demand that a wrong security group rule alone can never expose the database to the internet. Where does the database belong?',
    right: ['In subnets whose route table has no route to an internet gateway'],
    because:
      'Without a route, no packet from the internet can be answered, whatever the security group allows. Two mistakes would be needed instead of one.',
    wrong: [
      {
        answer: 'In public subnets, with a security group that allows port 5432 only',
        because: 'A single wrong rule of that group would expose the database.',
      },
      {
        answer: 'In subnets that use the main route table, with a route to an internet gateway',
        because: 'That route makes the subnets public.',
      },
      {
        answer: 'In public subnets, without DNS hostnames in the VPC',
        because: 'The database can still be reached by its public address.',
      },
    ],
    shows: [
      { id: 'PrivateA', property: 'MapPublicIpOnLaunch' },
      { id: 'DbFromApp', property: 'CidrIp' },
    ],
    tasks: ['SAA-C03 1.2'],
    seeds: ['004:1868', '004:1874'],
  },
  {
    text: 'Servers in the private subnets of three Availability Zones download updates through one NAT gateway. After an outage of its zone, the servers in the other two had no internet either. What prevents this with zonal NAT gateways?',
    right: [
      'A NAT gateway in a public subnet of every zone, and a route table per zone that leads to it',
    ],
    because:
      'A zonal NAT gateway is redundant in its own zone only. With one in each zone, every zone depends on itself alone.',
    wrong: [
      {
        answer:
          'A second NAT gateway in the same zone, and a second default route in the same table',
        because: 'Both gateways fail with the zone, and a table has one route to each destination.',
      },
      {
        answer: 'An Elastic IP address for the NAT gateway that moves to another zone by itself',
        because:
          'An Elastic IP address does not move by itself, and the gateway stays in its zone.',
      },
      {
        answer: 'An internet gateway for every zone, and a route table per zone that leads to it',
        because:
          'A VPC has one internet gateway, which serves all zones, but not servers without a public address.',
      },
    ],
    shows: [
      { id: 'PrivateDefaultA', property: 'DestinationCidrBlock' },
      { id: 'NatA', property: 'AvailabilityMode' },
    ],
    tasks: ['SAA-C03 2.2'],
    seeds: ['004:1840', '004:1842'],
  },
  {
    text: 'A team adds workloads to new Availability Zones every few months. Each time, somebody forgets a NAT gateway or a route. The team wants one NAT gateway that follows the workloads into every zone. What do you propose?',
    right: ['A NAT gateway with the availability mode regional, created for the VPC'],
    because:
      'A regional NAT gateway expands to the zones that have workloads, and all private subnets can use one route to it.',
    wrong: [
      {
        answer: 'A NAT gateway with the connectivity type private, created for the VPC',
        because: 'A private NAT gateway does not reach the internet.',
      },
      {
        answer: 'A zonal NAT gateway with one secondary Elastic IP address for each zone',
        because: 'Further addresses allow more connections, but the gateway stays in one zone.',
      },
      {
        answer: 'A NAT instance in an Auto Scaling group that spans all of the zones',
        because:
          'You would have to patch it and to change the routes whenever an instance is replaced.',
      },
    ],
    shows: [{ id: 'NatA', property: 'AvailabilityMode' }],
    tasks: ['SAA-C03 3.4'],
    seeds: ['004:1842'],
  },
  {
    text: 'New subnets of a company often turn out to be reachable from the internet, although nobody asked for that. The reason is that they are created without a route table of their own. Which change makes new subnets private unless somebody decides otherwise?',
    right: [
      'Keep the main route table without a route to the internet gateway, and associate public subnets with a table of their own',
    ],
    because:
      'A subnet without an association uses the main route table. If that one is private, a forgotten association does no harm.',
    wrong: [
      {
        answer:
          'Keep the main route table with a route to the internet gateway, and associate private subnets with a table of their own',
        because: 'A subnet that somebody forgets to associate is then public.',
      },
      {
        answer:
          'Attach a second internet gateway to the VPC, and let the main route table lead to it instead of the first one',
        because: 'A VPC can have only one internet gateway.',
      },
      {
        answer:
          'Turn off DNS hostnames for the VPC, and let the main route table keep its route to the internet gateway',
        because: 'Servers can be reached by their addresses, with or without a name.',
      },
    ],
    shows: [{ id: 'DataA', property: 'MapPublicIpOnLaunch' }],
    tasks: ['SAA-C03 1.2'],
    seeds: ['004:1860', '004:1864', '004:1866', '004:1868'],
  },
  {
    text: 'An EC2 instance in a new VPC has a public IPv4 address, and its security group allows outbound traffic. An internet gateway is attached to the VPC. Still, the instance cannot reach the internet. Which two things do you check?',
    right: [
      'Whether the route table of its subnet has a route to the internet gateway',
      'Whether the network ACL of its subnet allows the traffic in both directions',
    ],
    because:
      'Attaching a gateway adds no route. A network ACL keeps no state, so it must allow the requests and the answers.',
    wrong: [
      {
        answer: 'Whether the VPC has an internet gateway in the zone of the instance',
        because: 'One internet gateway serves all zones of the VPC.',
      },
      {
        answer: 'Whether the route table of its subnet has a route to a NAT gateway',
        because:
          'An instance with a public address needs none, and the route would replace the right one.',
      },
      {
        answer: 'Whether the security group allows the answers as inbound traffic',
        because: 'A security group keeps state, so it lets the answers in without a rule.',
      },
    ],
    shows: [
      { id: 'PublicDefault', property: 'DestinationCidrBlock' },
      { id: 'PublicA', property: 'MapPublicIpOnLaunch' },
    ],
    tasks: ['SAA-C03 3.4'],
    seeds: ['003:790', '003:791', '003:792'],
  },
  {
    text: 'Application servers in private subnets call the API of a partner, who allows two fixed addresses only. The partner must not be able to open connections to the servers. What do you create?',
    right: ['A public NAT gateway with an Elastic IP address in the public subnet of each zone'],
    because:
      'The partner sees the Elastic IP addresses, which never change, and a NAT gateway takes no connections from outside.',
    wrong: [
      {
        answer:
          'A public NAT gateway with an Elastic IP address in the private subnet of each zone',
        because: 'Without a route to an internet gateway in its own subnet, it reaches nothing.',
      },
      {
        answer: 'An Elastic IP address for each server, and a route to the internet gateway',
        because: 'The partner, and everybody else, could open connections to the servers.',
      },
      {
        answer: 'A private NAT gateway with two private addresses in the subnet of each zone',
        because: 'The internet gateway drops the traffic of a private NAT gateway.',
      },
    ],
    shows: [
      { id: 'NatA', property: 'ConnectivityType' },
      { id: 'NatAAddress', property: 'Domain' },
    ],
    tasks: ['SAA-C03 4.4'],
    seeds: ['002:266', '002:268', '002:281', '002:282'],
  },
];
