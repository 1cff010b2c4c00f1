import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/**
 * Web servers face the internet, databases must not, and no zone may depend on another: how do you lay out subnets, route tables and NAT?
 *
 *   (internet) ◀──▶ InternetGateway ◀──▶ WebA, WebB        in PublicA and PublicB
 *                    ▲ only outward         │ port 8080
 *              NatA, NatB ◀──────────── AppA, AppB         in PrivateA and PrivateB
 *                                           │ port 5432
 *                                       DbA, DbB           in DataA and DataB, without a way out
 */
export class ThreeTierVpcStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const vpc = new ec2.CfnVPC(this, 'Vpc', {
      cidrBlock: '10.0.0.0/16',
      // With both, the public name of a server resolves to its private address inside the VPC.
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
    const vpcId = vpc.attrVpcId;

    // One gateway serves all zones, because AWS makes it redundant across them.
    const internetGateway = new ec2.CfnInternetGateway(this, 'InternetGateway');
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'Attachment', {
      vpcId,
      internetGatewayId: internetGateway.ref,
    });

    // The main route table of the VPC keeps its local route alone. A subnet that somebody adds later and
    // forgets to associate is therefore private.
    const publicRoutes = new ec2.CfnRouteTable(this, 'PublicRoutes', { vpcId });
    const publicDefault = new ec2.CfnRoute(this, 'PublicDefault', {
      routeTableId: publicRoutes.ref,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: internetGateway.ref,
    });
    publicDefault.addResourceDependency(attachment);
    // No route leads out of this table, so a database cannot be reached from the internet and reaches nothing there.
    const dataRoutes = new ec2.CfnRouteTable(this, 'DataRoutes', { vpcId });

    // Each subnet is in one zone, and each tier has one in both. A /20 has 4,096 addresses, of which AWS keeps five.
    const publicA = this.subnet('PublicA', vpc, publicRoutes, 0, '10.0.0.0/20', true);
    const publicB = this.subnet('PublicB', vpc, publicRoutes, 1, '10.0.16.0/20', true);

    // NatA and PrivateA share a zone, and so do NatB and PrivateB: when a zone fails, the other one still
    // has its way out. A route table per zone makes that possible.
    const natA = this.nat('A', publicA, publicDefault);
    const natB = this.nat('B', publicB, publicDefault);
    const privateRoutesA = this.privateRoutes('A', vpc, natA);
    const privateRoutesB = this.privateRoutes('B', vpc, natB);
    const privateA = this.subnet('PrivateA', vpc, privateRoutesA, 0, '10.0.32.0/20', false);
    const privateB = this.subnet('PrivateB', vpc, privateRoutesB, 1, '10.0.48.0/20', false);

    const dataA = this.subnet('DataA', vpc, dataRoutes, 0, '10.0.64.0/20', false);
    const dataB = this.subnet('DataB', vpc, dataRoutes, 1, '10.0.80.0/20', false);

    // Routes say where packets can go, and security groups who may send them: each tier lets in the one before it.
    const dbGroup = new ec2.CfnSecurityGroup(this, 'DbGroup', {
      vpcId,
      groupDescription: 'Databases',
      // Without an outbound rule, AWS would add one that allows everything. This one leads nowhere.
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'Nothing' }],
    });
    const appGroup = new ec2.CfnSecurityGroup(this, 'AppGroup', {
      vpcId,
      groupDescription: 'Application servers',
      securityGroupEgress: [
        { ...tcp(5432, 'Queries'), destinationSecurityGroupId: dbGroup.attrGroupId },
        { ...tcp(443, 'Partners on the internet'), cidrIp: '0.0.0.0/0' },
      ],
    });
    const webGroup = new ec2.CfnSecurityGroup(this, 'WebGroup', {
      vpcId,
      groupDescription: 'Web servers',
      securityGroupIngress: [{ ...tcp(443, 'Everybody'), cidrIp: '0.0.0.0/0' }],
      securityGroupEgress: [
        { ...tcp(8080, 'Requests'), destinationSecurityGroupId: appGroup.attrGroupId },
      ],
    });
    // These two are resources of their own, because groups that name each other would be a circle.
    new ec2.CfnSecurityGroupIngress(this, 'AppFromWeb', {
      ...tcp(8080, 'Requests'),
      groupId: appGroup.attrGroupId,
      sourceSecurityGroupId: webGroup.attrGroupId,
    });
    new ec2.CfnSecurityGroupIngress(this, 'DbFromApp', {
      ...tcp(5432, 'Queries'),
      groupId: dbGroup.attrGroupId,
      sourceSecurityGroupId: appGroup.attrGroupId,
    });

    // A network interface stands for a server. It has the same subnet, address and groups, and costs nothing.
    const webA = this.server('WebA', publicA, webGroup);
    this.server('WebB', publicB, webGroup);
    const appA = this.server('AppA', privateA, appGroup);
    const appB = this.server('AppB', privateB, appGroup);
    const dbA = this.server('DbA', dataA, dbGroup);
    const dbB = this.server('DbB', dataB, dbGroup);

    new CfnOutput(this, 'VpcId', { value: vpcId, description: 'The network' });
    new CfnOutput(this, 'InternetGatewayId', {
      value: internetGateway.ref,
      description: 'A source or destination for the Reachability Analyzer',
    });
    const outputs: [name: string, subnet: ec2.CfnSubnet][] = [
      ['PublicSubnetIds', publicA],
      ['PrivateSubnetIds', privateA],
      ['DataSubnetIds', dataA],
    ];
    const second = [publicB, privateB, dataB];
    outputs.forEach(([name, first], index) => {
      new CfnOutput(this, name, {
        value: Fn.join(',', [first.ref, (second[index] as ec2.CfnSubnet).ref]),
        description: 'The subnets of one tier, that of zone A first',
      });
    });
    for (const one of [webA, appA, appB, dbA, dbB]) {
      new CfnOutput(this, `${one.node.id}Id`, {
        value: one.ref,
        description: 'A source or destination for the Reachability Analyzer',
      });
    }
  }

  /** A subnet with a route table of its own choice; the main route table is never used. */
  private subnet(
    id: string,
    vpc: ec2.CfnVPC,
    routes: ec2.CfnRouteTable,
    zone: 0 | 1,
    cidrBlock: string,
    mapPublicIpOnLaunch: boolean,
  ): ec2.CfnSubnet {
    const subnet = new ec2.CfnSubnet(this, id, {
      vpcId: vpc.attrVpcId,
      availabilityZone: Fn.select(zone, Fn.getAzs()),
      cidrBlock,
      mapPublicIpOnLaunch,
    });
    new ec2.CfnSubnetRouteTableAssociation(this, `${id}Routes`, {
      subnetId: subnet.ref,
      routeTableId: routes.ref,
    });
    return subnet;
  }

  /** A NAT gateway has no security group: only its subnet's network ACL and its route table concern it. */
  private nat(zone: 'A' | 'B', subnet: ec2.CfnSubnet, publicDefault: ec2.CfnRoute) {
    const address = new ec2.CfnEIP(this, `Nat${zone}Address`, { domain: 'vpc' });
    const nat = new ec2.CfnNatGateway(this, `Nat${zone}`, {
      connectivityType: 'public',
      subnetId: subnet.ref,
      allocationId: address.attrAllocationId,
    });
    // It must not start before its subnet is public.
    nat.addResourceDependency(publicDefault);
    return nat;
  }

  private privateRoutes(zone: 'A' | 'B', vpc: ec2.CfnVPC, nat: ec2.CfnNatGateway) {
    const routes = new ec2.CfnRouteTable(this, `PrivateRoutes${zone}`, { vpcId: vpc.attrVpcId });
    new ec2.CfnRoute(this, `PrivateDefault${zone}`, {
      routeTableId: routes.ref,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: nat.ref,
    });
    return routes;
  }

  private server(id: string, subnet: ec2.CfnSubnet, group: ec2.CfnSecurityGroup) {
    return new ec2.CfnNetworkInterface(this, id, {
      subnetId: subnet.ref,
      groupSet: [group.attrGroupId],
    });
  }
}

const tcp = (port: number, description: string) => ({
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
  description,
});
