import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'Batch servers in private subnets read terabytes from an S3 bucket of the same Region. Today the traffic goes through a NAT gateway, which is the largest line on the bill. Nothing else needs the internet. What costs least?',
    right: ['A gateway endpoint for S3 in the route tables of the private subnets'],
    because: 'Gateway endpoints cost nothing by the hour and nothing by the GB.',
    wrong: [
      {
        answer: 'An interface endpoint for S3 in each of the private subnets',
        because: 'It costs money by the hour in each zone, and by the GB.',
      },
      {
        answer: 'A second NAT gateway, so that each zone uses the one of its own',
        because: 'It saves traffic between zones, but both gateways bill every GB.',
      },
      {
        answer: 'An internet gateway, and a public address for each of the servers',
        because: 'The servers would be in public subnets, and each public address costs money.',
      },
    ],
    shows: [{ id: 'S3Endpoint', property: 'VpcEndpointType' }],
    tasks: ['SAA-C03 4.4'],
    seeds: ['002:601', '002:603', '004:1906', '004:1909'],
  },
  {
    text: 'Instances in a VPC without an internet gateway write to DynamoDB and send messages to SQS. Which two endpoints do they need?',
    right: [
      'A gateway endpoint for DynamoDB, in the route table of their subnets',
      'An interface endpoint for SQS, with a security group that lets HTTPS in',
    ],
    because:
      'DynamoDB has a gateway endpoint, which is free. SQS has only an interface endpoint, which is a network interface.',
    wrong: [
      {
        answer: 'A gateway endpoint for SQS, in the route table of their subnets',
        because: 'Only S3 and DynamoDB have gateway endpoints.',
      },
      {
        answer: 'A Gateway Load Balancer endpoint for DynamoDB, in a subnet of its own',
        because: 'Such an endpoint leads to virtual appliances, and not to services of AWS.',
      },
      {
        answer: 'A NAT gateway for SQS, in a public subnet of the same zone',
        because: 'Without an internet gateway in the VPC, a NAT gateway leads nowhere.',
      },
    ],
    shows: [
      { id: 'DynamodbEndpoint', property: 'VpcEndpointType' },
      { id: 'SqsEndpoint', property: 'VpcEndpointType' },
    ],
    tasks: ['SAA-C03 1.2'],
    seeds: ['003:787', '003:788', '003:797', '003:798'],
  },
  {
    text: 'A bucket holds payroll files. They may be read through the gateway endpoint of one VPC only, even by users who have full access to S3. Which statement belongs into the bucket policy?',
    right: ['A Deny of s3:GetObject if aws:SourceVpce is not the id of the endpoint'],
    because:
      'An explicit Deny overrides every Allow, and aws:SourceVpce names the endpoint through which a request comes.',
    wrong: [
      {
        answer: 'A Deny of s3:GetObject if aws:SourceIp is not in the range of the VPC',
        because:
          'Through an endpoint, aws:SourceIp is never a private address, so it denies everybody.',
      },
      {
        answer: 'An Allow of s3:GetObject if aws:SourceVpce is the id of the endpoint',
        because:
          'Users with full access do not need this Allow, so they still read from everywhere.',
      },
      {
        answer: 'An Allow of s3:GetObject if aws:SecureTransport is true for the request',
        because: 'This asks for TLS and says nothing about where a request comes from.',
      },
    ],
    shows: [
      { id: 'Reports/Policy', property: 'PolicyDocument.Statement.1.Action' },
      { id: 'Reports/Policy', property: 'PolicyDocument.Statement.1.Effect' },
    ],
    tasks: ['SAA-C03 1.1'],
    seeds: ['004:1895'],
  },
  {
    text: 'A REST API serves internal tools alone. It must not be reachable from the internet, and one VPC of the company has to reach it. What do you configure?',
    right: [
      'The endpoint type PRIVATE, an interface endpoint for execute-api, and a resource policy that allows this endpoint',
    ],
    because:
      'A private API is called through interface endpoints alone, and its resource policy says through which.',
    wrong: [
      {
        answer:
          'The endpoint type REGIONAL, a gateway endpoint for execute-api, and a security group that allows the VPC',
        because: 'There is no gateway endpoint for execute-api, and an API has no security group.',
      },
      {
        answer:
          'The endpoint type PRIVATE, an internet gateway for the VPC, and a resource policy that allows its addresses',
        because: 'A private API cannot be reached through an internet gateway.',
      },
      {
        answer:
          'The endpoint type EDGE, an interface endpoint for CloudFront, and a web ACL that allows the addresses of the VPC',
        because: 'An edge-optimized API is public, and its requests come in through CloudFront.',
      },
    ],
    shows: [
      { id: 'PrivateApi', property: 'EndpointConfiguration.Types' },
      { id: 'PrivateApi', property: 'Policy.Statement.0.Effect' },
    ],
    tasks: ['SAA-C03 1.2', 'DVA-C02 2.1'],
    seeds: ['003:643', '003:646', '004:2839'],
  },
  {
    text: 'A partner calls a Regional REST API from two fixed addresses, and nobody else may call it. The developers ask where to enter the addresses. What do you tell them?',
    right: ['In a resource policy of the API, with the condition key aws:SourceIp'],
    because: 'The resource policy of an API can allow or deny callers by their addresses.',
    wrong: [
      {
        answer: 'In the inbound rules of a security group of the API',
        because: 'API Gateway has no security group.',
      },
      {
        answer: 'In the network ACL of the subnets of the API',
        because: 'A Regional API is not in a subnet of yours.',
      },
      {
        answer: 'In the policy of an interface endpoint, with aws:SourceVpce',
        because: 'The partner calls over the internet, and not through an endpoint of your VPC.',
      },
    ],
    shows: [{ id: 'PrivateApi', property: 'Policy.Statement.0.Effect' }],
    tasks: ['DVA-C02 2.1', 'SAA-C03 1.1'],
    seeds: ['003:662', '003:663'],
  },
  {
    text: 'After a team has created an interface endpoint for SQS, its applications still cannot send messages from private subnets. They use the usual name of SQS. The security group of the endpoint lets HTTPS in from the VPC. What is missing?',
    right: ['Private DNS on the endpoint, with DNS support and DNS hostnames in the VPC'],
    because:
      'Without private DNS, the usual name resolves to public addresses, to which private subnets have no route.',
    wrong: [
      {
        answer: 'A route to the endpoint in the route table of the private subnets',
        because:
          'Only gateway endpoints have routes. The local route already leads to an interface endpoint.',
      },
      {
        answer: 'An Elastic IP address for the endpoint in each private subnet',
        because: 'An interface endpoint has private addresses only.',
      },
      {
        answer: 'A queue policy that allows the account of the applications',
        because: 'In the same account, the permissions of the applications are enough.',
      },
    ],
    shows: [{ id: 'SqsEndpoint', property: 'PrivateDnsEnabled' }],
    tasks: ['SAA-C03 3.4'],
    seeds: ['003:798'],
  },
];
