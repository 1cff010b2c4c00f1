import { CfnOutput, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Servers without a way to the internet need S3, DynamoDB, SQS and an API: which endpoints, and how is the other side locked to them?
 *
 *   Worker ── PrivateRoutes ──▶ S3Endpoint ──▶ Reports      (refuses everybody who comes another way)
 *          └─ PrivateRoutes ──▶ DynamodbEndpoint ──▶ Orders
 *   Worker ── EndpointGroup, port 443 ──▶ SqsEndpoint ──▶ Jobs
 *          └─ EndpointGroup, port 443 ──▶ ApiEndpoint ──▶ PrivateApi
 */
export class VpcEndpointsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // There is neither an internet gateway nor a NAT gateway: nothing here can leave the network of AWS.
    const vpc = new ec2.CfnVPC(this, 'Vpc', {
      cidrBlock: '10.0.0.0/16',
      // Private DNS of an interface endpoint needs both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
    const vpcId = vpc.attrVpcId;
    const privateRoutes = new ec2.CfnRouteTable(this, 'PrivateRoutes', { vpcId });
    const subnetA = this.subnet('SubnetA', privateRoutes, 0, '10.0.0.0/24');
    const subnetB = this.subnet('SubnetB', privateRoutes, 1, '10.0.1.0/24');

    const workerRole = new iam.Role(this, 'WorkerRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    const reports = new s3.Bucket(this, 'Reports', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const jobs = new sqs.Queue(this, 'Jobs', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });

    // A gateway endpoint is a route, and is free. Its policy says what may pass; without one, everything may.
    const s3Endpoint = new ec2.CfnVPCEndpoint(this, 'S3Endpoint', {
      vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: this.service('s3'),
      routeTableIds: [privateRoutes.ref],
      policyDocument: only(
        workerRole,
        ['s3:GetObject', 's3:PutObject'],
        reports.arnForObjects('*'),
      ),
    });
    new ec2.CfnVPCEndpoint(this, 'DynamodbEndpoint', {
      vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: this.service('dynamodb'),
      routeTableIds: [privateRoutes.ref],
      policyDocument: only(workerRole, ['dynamodb:GetItem', 'dynamodb:PutItem'], orders.tableArn),
    });

    // The bucket takes and gives objects through its endpoint alone. The statement leaves out the actions on the
    // bucket itself, because otherwise nobody outside the VPC, such as `cdk destroy`, could manage it.
    reports.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'ThroughEndpointOnly',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [reports.arnForObjects('*')],
        conditions: { StringNotEquals: { 'aws:SourceVpce': s3Endpoint.ref } },
      }),
    );

    // An interface endpoint is a network interface in each of its subnets, with a security group of its own.
    const endpointGroup = new ec2.CfnSecurityGroup(this, 'EndpointGroup', {
      vpcId,
      groupDescription: 'Interface endpoints',
      securityGroupIngress: [{ ...https('The servers of the VPC'), cidrIp: '10.0.0.0/16' }],
      // Without an outbound rule, AWS would add one that allows everything. This one leads nowhere.
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'Nothing' }],
    });
    new ec2.CfnVPCEndpoint(this, 'SqsEndpoint', {
      vpcId,
      vpcEndpointType: 'Interface',
      serviceName: this.service('sqs'),
      // One in each zone: when a zone fails, the other one still has its own.
      subnetIds: [subnetA.ref, subnetB.ref],
      securityGroupIds: [endpointGroup.attrGroupId],
      // The usual name of SQS resolves to the endpoint, so no client has to change.
      privateDnsEnabled: true,
      policyDocument: only(workerRole, ['sqs:ReceiveMessage', 'sqs:SendMessage'], jobs.queueArn),
    });
    const apiEndpoint = new ec2.CfnVPCEndpoint(this, 'ApiEndpoint', {
      vpcId,
      vpcEndpointType: 'Interface',
      serviceName: this.service('execute-api'),
      // A single zone halves the price, and the lesson is the same.
      subnetIds: [subnetA.ref],
      securityGroupIds: [endpointGroup.attrGroupId],
      privateDnsEnabled: true,
    });

    // A private API has no security group. Its resource policy says who may call it, and it needs one.
    const privateApi = new apigateway.CfnRestApi(this, 'PrivateApi', {
      name: this.stackName,
      endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: [apiEndpoint.ref] },
      policy: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            principals: [new iam.AnyPrincipal()],
            actions: ['execute-api:Invoke'],
            resources: ['execute-api:/*'],
            conditions: { StringEquals: { 'aws:SourceVpce': apiEndpoint.ref } },
          }),
        ],
      }),
    });
    const health = new apigateway.CfnMethod(this, 'Health', {
      restApiId: privateApi.ref,
      resourceId: privateApi.attrRootResourceId,
      httpMethod: 'GET',
      authorizationType: 'NONE',
      integration: {
        type: 'MOCK',
        requestTemplates: { 'application/json': '{"statusCode":200}' },
        integrationResponses: [{ statusCode: '200' }],
      },
      methodResponses: [{ statusCode: '200' }],
    });
    const deployment = new apigateway.CfnDeployment(this, 'Deployment', {
      restApiId: privateApi.ref,
    });
    deployment.addResourceDependency(health);
    new apigateway.CfnStage(this, 'Stage', {
      restApiId: privateApi.ref,
      deploymentId: deployment.ref,
      stageName: 'live',
      methodSettings: [
        {
          httpMethod: '*',
          resourcePath: '/*',
          throttlingRateLimit: 10,
          throttlingBurstLimit: 20,
        },
      ],
    });

    // A network interface stands for a server, as in ThreeTierVpc.
    const workerGroup = new ec2.CfnSecurityGroup(this, 'WorkerGroup', {
      vpcId,
      groupDescription: 'Servers',
      // The addresses of S3 and DynamoDB are public, although no packet goes through the internet.
      securityGroupEgress: [{ ...https('Services'), cidrIp: '0.0.0.0/0' }],
    });
    const worker = new ec2.CfnNetworkInterface(this, 'Worker', {
      subnetId: subnetA.ref,
      groupSet: [workerGroup.attrGroupId],
    });
    const allow = (actions: string[], resource: string) =>
      workerRole.addToPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
    allow(['s3:GetObject', 's3:PutObject'], reports.arnForObjects('*'));
    allow(['dynamodb:GetItem', 'dynamodb:PutItem'], orders.tableArn);
    allow(['sqs:SendMessage', 'sqs:ReceiveMessage'], jobs.queueArn);

    this.output('VpcId', vpcId, 'The network without a way to the internet');
    this.output('WorkerId', worker.ref, 'A source for the Reachability Analyzer');
    this.output('PrivateRoutesId', privateRoutes.ref, 'The route table with the gateway endpoints');
    this.output('ReportsName', reports.bucketName, 'Refuses objects that come another way');
    this.output('PrivateApiId', privateApi.ref, 'The API that only the VPC can call');
  }

  private subnet(id: string, routes: ec2.CfnRouteTable, zone: 0 | 1, cidrBlock: string) {
    const subnet = new ec2.CfnSubnet(this, id, {
      vpcId: routes.vpcId,
      availabilityZone: Fn.select(zone, Fn.getAzs()),
      cidrBlock,
    });
    new ec2.CfnSubnetRouteTableAssociation(this, `${id}Routes`, {
      subnetId: subnet.ref,
      routeTableId: routes.ref,
    });
    return subnet;
  }

  private service(name: string): string {
    return `com.amazonaws.${this.region}.${name}`;
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

/** Through the endpoint, one role may do this and nobody anything else; the permissions of the role count as well. */
const only = (role: iam.Role, actions: string[], resource: string) =>
  new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({
        // The policy of a gateway endpoint names a role by this condition, because its principal cannot be one.
        principals: [new iam.AnyPrincipal()],
        conditions: { ArnEquals: { 'aws:PrincipalArn': role.roleArn } },
        actions,
        resources: [resource],
      }),
    ],
  });

const https = (description: string) => ({
  ipProtocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  description,
});
