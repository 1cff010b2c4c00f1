import { CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * One address must be blocked and one port opened: security group or network ACL, and why do answers not come back?
 *
 *   (client) ──▶ BlockedIn, then HttpsIn ──▶ WebGroup ── port 1337 ──▶ AppGroup ── port 5432 ──▶ DataGroup
 *   (client) ◀── AnswersOut ◀─────────────── (WebGroup knows the connection and asks no rule)
 *
 *   FlowLog ──▶ Flows ──▶ Diagnosis
 */
export class NaclAndSecurityGroupStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const vpc = new ec2.CfnVPC(this, 'Vpc', { cidrBlock: '10.0.0.0/16' });
    const vpcId = vpc.attrVpcId;
    const webSubnetA = this.subnet('WebSubnetA', vpcId, 0, '10.0.0.0/24', true);
    const webSubnetB = this.subnet('WebSubnetB', vpcId, 1, '10.0.1.0/24', true);
    // This subnet keeps the default network ACL, which allows everything: its security groups protect it.
    const innerSubnet = this.subnet('InnerSubnet', vpcId, 0, '10.0.2.0/24', false);

    // One network ACL may have several subnets, and each subnet has exactly one.
    const webAcl = new ec2.CfnNetworkAcl(this, 'WebAcl', { vpcId });
    for (const subnet of [webSubnetA, webSubnetB]) {
      new ec2.CfnSubnetNetworkAclAssociation(this, `${subnet.node.id}Acl`, {
        subnetId: subnet.ref,
        networkAclId: webAcl.ref,
      });
    }
    const entry = { networkAclId: webAcl.ref, protocol: 6 };
    // The lowest number that matches decides, so the deny must come before the allow.
    new ec2.CfnNetworkAclEntry(this, 'BlockedIn', {
      ...entry,
      ruleNumber: 90,
      protocol: -1,
      ruleAction: 'deny',
      egress: false,
      cidrBlock: '203.0.113.66/32',
    });
    new ec2.CfnNetworkAclEntry(this, 'HttpsIn', {
      ...entry,
      ruleNumber: 110,
      ruleAction: 'allow',
      egress: false,
      cidrBlock: '0.0.0.0/0',
      portRange: { from: 443, to: 443 },
    });
    // A network ACL keeps no state. Without the next two entries, requests would arrive and answers would not.
    new ec2.CfnNetworkAclEntry(this, 'AnswersOut', {
      ...entry,
      ruleNumber: 110,
      ruleAction: 'allow',
      egress: true,
      cidrBlock: '0.0.0.0/0',
      portRange: { from: 1024, to: 65_535 },
    });
    // The web servers are clients too: the answers of the application come back to their ephemeral ports.
    new ec2.CfnNetworkAclEntry(this, 'AnswersIn', {
      ...entry,
      ruleNumber: 120,
      ruleAction: 'allow',
      egress: false,
      cidrBlock: '10.0.2.0/24',
      portRange: { from: 1024, to: 65_535 },
    });

    // Each group lets in the one before it by name, and none has a rule for answers.
    const dataGroup = this.group('DataGroup', 'Databases', vpcId, {
      // Without an outbound rule, AWS would add one that allows everything. This one leads nowhere.
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'Nothing' }],
    });
    const appGroup = this.group('AppGroup', 'Application servers', vpcId, {
      securityGroupEgress: [
        { ...tcp(5432, 'Queries'), destinationSecurityGroupId: dataGroup.attrGroupId },
      ],
    });
    const webGroup = this.group('WebGroup', 'Web servers', vpcId, {
      securityGroupIngress: [{ ...tcp(443, 'Everybody'), cidrIp: '0.0.0.0/0' }],
      securityGroupEgress: [
        { ...tcp(1337, 'Requests'), destinationSecurityGroupId: appGroup.attrGroupId },
      ],
    });
    new ec2.CfnSecurityGroupIngress(this, 'AppFromWeb', {
      ...tcp(1337, 'Requests'),
      groupId: appGroup.attrGroupId,
      sourceSecurityGroupId: webGroup.attrGroupId,
    });
    new ec2.CfnSecurityGroupIngress(this, 'DataFromApp', {
      ...tcp(5432, 'Queries'),
      groupId: dataGroup.attrGroupId,
      sourceSecurityGroupId: appGroup.attrGroupId,
    });

    // A flow log shows what was accepted and rejected. CloudTrail shows calls of the API, and no packets.
    const flows = new logs.LogGroup(this, 'Flows', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const flowLogRole = new iam.Role(this, 'FlowLogRole', {
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': this.account },
          ArnLike: {
            'aws:SourceArn': this.formatArn({ service: 'ec2', resource: 'vpc-flow-log/*' }),
          },
        },
      }),
    });
    flowLogRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        resources: [flows.logGroupArn],
      }),
    );
    new ec2.CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: vpcId,
      trafficType: 'ALL',
      maxAggregationInterval: 60,
      logDestinationType: 'cloud-watch-logs',
      logGroupName: flows.logGroupName,
      deliverLogsPermissionArn: flowLogRole.roleArn,
    });

    const diagnosisLogs = new logs.LogGroup(this, 'DiagnosisLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const diagnosisRole = new iam.Role(this, 'DiagnosisRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    diagnosisLogs.grantWrite(diagnosisRole);
    diagnosisRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['logs:FilterLogEvents'],
        resources: [flows.logGroupArn],
      }),
    );
    const diagnosis = new lambda.Function(this, 'Diagnosis', {
      code: lambda.Code.fromAsset('dist/lambda/network/nacl-and-security-group/diagnosis'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(30),
      role: diagnosisRole,
      logGroup: diagnosisLogs,
      environment: { LOG_GROUP_NAME: flows.logGroupName },
    });

    this.internet(vpcId, [webSubnetA, webSubnetB]);
    // A network interface stands for a server, as in ThreeTierVpc.
    this.server('WebA', webSubnetA, webGroup);
    this.server('WebB', webSubnetB, webGroup);
    this.server('App', innerSubnet, appGroup);
    this.server('Data', innerSubnet, dataGroup);

    this.output('WebAclId', webAcl.ref, 'The network ACL of the web subnets');
    this.output('WebGroupId', webGroup.attrGroupId, 'The security group of the web servers');
    this.output('AppGroupId', appGroup.attrGroupId, 'The group of the application servers');
    this.output('VpcId', vpcId, 'The network that the flow log watches');
    this.output('FlowsName', flows.logGroupName, 'The log group of the flow log');
    this.output('DiagnosisName', diagnosis.functionName, 'Invoke it with {"minutes":15}');
  }

  private subnet(id: string, vpcId: string, zone: 0 | 1, cidrBlock: string, isPublic: boolean) {
    return new ec2.CfnSubnet(this, id, {
      vpcId,
      availabilityZone: Fn.select(zone, Fn.getAzs()),
      cidrBlock,
      mapPublicIpOnLaunch: isPublic,
    });
  }

  private group(
    id: string,
    groupDescription: string,
    vpcId: string,
    rules: Pick<ec2.CfnSecurityGroupProps, 'securityGroupIngress' | 'securityGroupEgress'>,
  ) {
    return new ec2.CfnSecurityGroup(this, id, { vpcId, groupDescription, ...rules });
  }

  private internet(vpcId: string, subnets: readonly ec2.CfnSubnet[]): void {
    const gateway = new ec2.CfnInternetGateway(this, 'InternetGateway');
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'Attachment', {
      vpcId,
      internetGatewayId: gateway.ref,
    });
    const routes = new ec2.CfnRouteTable(this, 'PublicRoutes', { vpcId });
    new ec2.CfnRoute(this, 'PublicDefault', {
      routeTableId: routes.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.ref,
    }).addResourceDependency(attachment);
    for (const subnet of subnets) {
      new ec2.CfnSubnetRouteTableAssociation(this, `${subnet.node.id}Routes`, {
        subnetId: subnet.ref,
        routeTableId: routes.ref,
      });
    }
  }

  private server(id: string, subnet: ec2.CfnSubnet, group: ec2.CfnSecurityGroup): void {
    new ec2.CfnNetworkInterface(this, id, { subnetId: subnet.ref, groupSet: [group.attrGroupId] });
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

const tcp = (port: number, description: string) => ({
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
  description,
});
