import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const privateLink = 'https://docs.aws.amazon.com/vpc/latest/privatelink';
const gateway = `${privateLink}/gateway-endpoints.html`;
const endpoint = `${reference}/aws-resource-ec2-vpcendpoint.html`;
const api = 'https://docs.aws.amazon.com/apigateway/latest/developerguide';
const s3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';

export const exam: Exam = {
  question:
    'Servers without a way to the internet need S3, DynamoDB, SQS and an API: which endpoints, and how is the other side locked to them?',
  answer:
    'Create gateway endpoints for S3 and DynamoDB, and interface endpoints for SQS and the private API. Policies on the endpoints name what may pass, and policies on the bucket and the API name the endpoint.',
  wrong: [
    {
      answer: 'A NAT gateway in a public subnet',
      because:
        'It works, but it costs money by the hour and by the GB, and it opens a way to the whole internet.',
    },
    {
      answer: 'An interface endpoint for S3, because the servers have private addresses',
      because: 'It works, but costs money by the hour. A gateway endpoint for S3 is free.',
    },
    {
      answer: 'A bucket policy that allows the address range of the VPC',
      because:
        'Through an endpoint, aws:SourceIp does not contain the private address of the server. Use aws:SourceVpce.',
    },
    {
      answer: 'A security group for the gateway endpoint and for the API',
      because: 'Neither of them has a security group. Policies say who may use them.',
    },
  ],
  questions,
  tasks: ['SAA-C03 1.1', 'SAA-C03 1.2', 'SAA-C03 3.4', 'SAA-C03 4.4', 'DVA-C02 2.1'],
  cost: 'opt-in',
  remains: [],
  flow: [
    { from: 'S3Endpoint', to: 'PrivateRoutes', label: 'adds a route' },
    { from: 'DynamodbEndpoint', to: 'PrivateRoutes', label: 'adds a route' },
    { from: 'S3Endpoint', to: 'Reports', label: 'its policy' },
    { from: 'DynamodbEndpoint', to: 'Orders', label: 'its policy' },
    { from: 'SqsEndpoint', to: 'EndpointGroup', label: 'port 443' },
    { from: 'SqsEndpoint', to: 'Jobs', label: 'its policy' },
    { from: 'ApiEndpoint', to: 'EndpointGroup', label: 'port 443' },
    { from: 'PrivateApi', to: 'ApiEndpoint', label: 'its policy' },
  ],
  checked: '2026-11-28',
  resources: [
    {
      type: 'AWS::EC2::VPCEndpoint',
      id: 'S3Endpoint',
      settings: [
        {
          property: 'VpcEndpointType',
          value: 'Gateway',
          fact: 'Gateway endpoints for S3 and DynamoDB add a route to the route tables that you choose, and cost nothing.',
          source: gateway,
          seeds: ['002:601', '002:603', '003:797', '004:1906', '004:1909'],
          today: {
            notes: 'An instance needs the internet, by a gateway or NAT, to reach S3.',
            now: 'It does not: with a gateway endpoint it reaches S3 without the internet, and the endpoint is free.',
            source: gateway,
          },
          experiments: [
            {
              value: 'Interface',
              also: [
                { property: 'RouteTableIds', value: null },
                { property: 'SubnetIds', value: [{ Ref: 'SubnetA' }] },
              ],
              outcome: 'replace',
              because:
                'S3 has interface endpoints too, but you pay for them by the hour. They can also be used from your own data center.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: ['s3:GetObject', 's3:PutObject'],
          fact: 'An endpoint policy limits what passes and grants nothing; without one, every request of every caller may pass.',
          source: `${privateLink}/vpc-endpoints-access.html`,
          seeds: ['003:646'],
          experiments: [
            {
              value: 's3:*',
              outcome: 'update',
              because:
                'Anyone who may delete objects can do so through the endpoint. The permissions of the server still count.',
            },
          ],
        },
        {
          property: 'SecurityGroupIds',
          fact: 'A gateway endpoint is a target in a route table, so it has no security group, no address and no DNS name.',
          source: gateway,
          seeds: ['004:1909'],
          experiments: [
            {
              value: [{ 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }],
              outcome: 'fails',
              because:
                'Security groups belong to the network interfaces of an endpoint, and a gateway endpoint has none.',
              source: endpoint,
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::VPCEndpoint',
      id: 'DynamodbEndpoint',
      settings: [
        {
          property: 'VpcEndpointType',
          value: 'Gateway',
          fact: 'S3 and DynamoDB have gateway endpoints and interface endpoints; other services have interface endpoints only.',
          source:
            'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html',
          seeds: ['003:788', '003:797', '003:799'],
          today: {
            notes: 'S3 alone supports both kinds of endpoints.',
            now: 'DynamoDB supports both as well.',
            since: '2024-03',
            source:
              'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html',
          },
        },
        {
          property: 'PrivateDnsEnabled',
          fact: 'A gateway endpoint changes no DNS name: clients keep the public endpoint of the service, and the route leads to it.',
          source: `${privateLink}/vpc-endpoints-ddb.html`,
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::EC2::VPCEndpoint',
      id: 'SqsEndpoint',
      settings: [
        {
          property: 'VpcEndpointType',
          value: 'Interface',
          fact: 'An interface endpoint is a network interface with a private address in each subnet that you choose, billed by the hour.',
          source: `${privateLink}/privatelink-access-aws-services.html`,
          seeds: ['003:798', '004:1904', '004:1906'],
          today: {
            notes: 'There are two types of VPC endpoints.',
            now: 'There are more, such as Gateway Load Balancer endpoints, and resource and service network endpoints of VPC Lattice.',
            since: 'unknown',
            source: endpoint,
          },
          experiments: [
            {
              value: 'Gateway',
              also: [
                { property: 'SubnetIds', value: null },
                { property: 'SecurityGroupIds', value: null },
                { property: 'PrivateDnsEnabled', value: null },
                { property: 'RouteTableIds', value: [{ Ref: 'PrivateRoutes' }] },
              ],
              outcome: 'fails',
              because: 'Only S3 and DynamoDB have gateway endpoints.',
              source: gateway,
            },
          ],
        },
        {
          property: 'PrivateDnsEnabled',
          value: true,
          fact: 'With private DNS, the usual name of a service resolves to the interface endpoint inside the VPC, so clients change nothing.',
          source: `${privateLink}/create-interface-endpoint.html`,
          seeds: ['003:798'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'The usual name resolves to public addresses again, to which no route leads. Clients would need the name of the endpoint.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.0.Action',
          value: ['sqs:ReceiveMessage', 'sqs:SendMessage'],
          fact: 'A request through an endpoint needs three yeses: the identity or resource policy, the endpoint policy, and no explicit deny anywhere.',
          source: `${privateLink}/vpc-endpoints-access.html`,
          seeds: ['003:646'],
          experiments: [
            {
              value: ['sqs:SendMessage'],
              outcome: 'update',
              because: 'The servers can no longer receive, although their role still allows it.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::EC2::SecurityGroup',
      id: 'EndpointGroup',
      settings: [
        {
          property: 'SecurityGroupIngress.0.FromPort',
          value: 443,
          fact: 'The security group of an interface endpoint must let HTTPS in from the servers that use the endpoint.',
          source: `${privateLink}/create-interface-endpoint.html`,
          seeds: ['003:798'],
          experiments: [
            {
              value: 8443,
              also: [{ property: 'SecurityGroupIngress.0.ToPort', value: 8443 }],
              outcome: 'update',
              because: 'Calls to SQS and to the API time out, because the group drops them.',
            },
          ],
        },
        {
          property: 'SecurityGroupIngress.0.CidrIp',
          value: '10.0.0.0/16',
          fact: 'Traffic to an endpoint stays on the network of AWS, and servers need no public address for it.',
          source: `${privateLink}/privatelink-access-aws-services.html`,
          seeds: ['004:1895', '004:1897', '004:1899'],
        },
      ],
    },
    {
      type: 'AWS::S3::BucketPolicy',
      id: 'Reports/Policy',
      settings: [
        {
          property: 'PolicyDocument.Statement.1.Action',
          value: ['s3:GetObject', 's3:PutObject'],
          fact: 'A bucket policy that denies requests whose aws:SourceVpce is not your endpoint also denies you in the console.',
          source: `${s3}/example-bucket-policies-vpc-endpoint.html`,
          seeds: [],
          experiments: [
            {
              value: 's3:*',
              also: [
                {
                  property: 'PolicyDocument.Statement.1.Resource',
                  value: { 'Fn::GetAtt': ['Reports65402A0A', 'Arn'] },
                },
              ],
              outcome: 'update',
              because:
                'Nobody outside the VPC can manage the bucket anymore: not you, and not cdk destroy. Only the root user can delete such a policy.',
            },
          ],
        },
        {
          property: 'PolicyDocument.Statement.1.Effect',
          value: 'Deny',
          fact: 'Private addresses are not in aws:SourceIp: for a request through an endpoint, use aws:SourceVpce, aws:SourceVpc or aws:VpcSourceIp.',
          source:
            'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
          seeds: [],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::RestApi',
      id: 'PrivateApi',
      settings: [
        {
          property: 'EndpointConfiguration.Types',
          value: ['PRIVATE'],
          fact: 'A REST API is edge-optimized by default; it can also be Regional, or private, and then only VPCs call it, through interface endpoints.',
          source: `${api}/api-gateway-api-endpoint-types.html`,
          seeds: ['004:2835', '004:2837', '004:2839'],
          experiments: [
            {
              value: ['REGIONAL'],
              also: [{ property: 'EndpointConfiguration.VpcEndpointIds', value: null }],
              outcome: 'update',
              because:
                'The API has a public name, but its policy still denies every call that does not come through the endpoint.',
            },
            {
              value: ['EDGE', 'PRIVATE'],
              outcome: 'fails',
              because: 'A REST API has one endpoint type.',
              source: `${reference}/aws-properties-apigateway-restapi-endpointconfiguration.html`,
            },
          ],
        },
        {
          property: 'Policy.Statement.0.Effect',
          value: 'Allow',
          fact: 'APIs have no security group; a resource policy allows callers by account, address or endpoint, and a private API needs one.',
          source: `${api}/apigateway-private-api-create.html`,
          seeds: ['003:643', '003:662', '003:663'],
          experiments: [
            {
              value: 'Deny',
              outcome: 'update',
              because:
                'Nothing allows a call anymore, so everybody gets 403, also through the endpoint.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'The bucket denies everybody, because aws:SourceIp never is a private address. The servers no longer find SQS, and through the S3 endpoint they can copy data into any bucket.',
    changes: [
      {
        type: 'AWS::S3::BucketPolicy',
        id: 'Reports/Policy',
        property: 'PolicyDocument.Statement.1.Condition',
        value: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/16' } },
      },
      {
        type: 'AWS::EC2::VPCEndpoint',
        id: 'SqsEndpoint',
        property: 'PrivateDnsEnabled',
        value: false,
      },
      { type: 'AWS::EC2::VPCEndpoint', id: 'S3Endpoint', property: 'PolicyDocument', value: null },
    ],
  },
};
