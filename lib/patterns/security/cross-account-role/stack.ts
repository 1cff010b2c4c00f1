import {
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Duration,
  Fn,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rolesanywhere from 'aws-cdk-lib/aws-rolesanywhere';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * How do another account, the users of a company directory, and a server outside AWS get access without long-term keys?
 *
 *   (partner) ──▶ AnalystRole ──▶ ReportsRole ───┐
 *   (directory) ────────────────▶ EmployeeRole ──┼──▶ Reports
 *   (server) ──▶ TrustAnchor ───▶ ServerRole ────┘
 */
export class CrossAccountRoleStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const reports = new s3.Bucket(this, 'Reports', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const readReports = new iam.ManagedPolicy(this, 'ReadReports', {
      description: 'Read the reports',
      statements: [
        new iam.PolicyStatement({
          sid: 'List',
          actions: ['s3:ListBucket'],
          resources: [reports.bucketArn],
        }),
        new iam.PolicyStatement({
          sid: 'Read',
          actions: ['s3:GetObject'],
          resources: [reports.arnForObjects('*')],
        }),
      ],
    });

    // Deploy with `-c partnerAccount=…` to trust another account; by default, this account plays the partner.
    const partner: unknown = this.node.tryGetContext('partnerAccount');
    if (partner !== undefined && !/^\d{12}$/.test(`${partner}`)) {
      throw new Error(`expected a partnerAccount of 12 digits, got "${partner}"`);
    }
    const reportsRole = new iam.Role(this, 'ReportsRole', {
      // The partner serves many customers. The external ID tells for which customer it acts.
      assumedBy: new iam.AccountPrincipal(partner === undefined ? this.account : `${partner}`),
      externalIds: ['reports-of-customer-17'],
      maxSessionDuration: Duration.hours(1),
      managedPolicies: [readReports],
    });

    // Both accounts must allow the access. From here to AnalystPolicy, the partner would deploy it in its own account.
    const analystRole = new iam.Role(this, 'AnalystRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    new iam.InstanceProfile(this, 'AnalystProfile', { role: analystRole });
    new iam.ManagedPolicy(this, 'AnalystPolicy', {
      description: 'Assume the role of the customer',
      roles: [analystRole],
      statements: [
        new iam.PolicyStatement({
          sid: 'Assume',
          actions: ['sts:AssumeRole'],
          resources: [reportsRole.roleArn],
        }),
        // An encoded message has no ARN, so AWS allows nothing narrower than the asterisk.
        new iam.PolicyStatement({
          sid: 'ReadDenial',
          actions: ['sts:DecodeAuthorizationMessage'],
          resources: ['*'],
        }),
      ],
    });

    // The SAML provider of your directory is already in your account, so this stack only names it.
    const directory = new CfnParameter(this, 'Directory', {
      default: 'none',
      description: 'The name of the SAML provider of your company directory',
    });
    const employeeRole = new iam.Role(this, 'EmployeeRole', {
      assumedBy: new iam.FederatedPrincipal(
        this.formatArn({
          service: 'iam',
          region: '',
          resource: 'saml-provider',
          resourceName: directory.valueAsString,
        }),
        // Without this condition, the role would accept a SAML response for another service.
        { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        'sts:AssumeRoleWithSAML',
      ),
      managedPolicies: [readReports],
    });

    const authority = new CfnParameter(this, 'CertificateAuthority', {
      default: 'none',
      description: 'The certificate of the authority that signs those of your servers, as PEM',
    });
    const trustAnchor = new rolesanywhere.CfnTrustAnchor(this, 'TrustAnchor', {
      name: this.stackName,
      enabled: true,
      source: {
        sourceType: 'CERTIFICATE_BUNDLE',
        sourceData: { x509CertificateData: authority.valueAsString },
      },
    });
    // The authority signs many certificates. Only the server with this common name may read reports.
    const server = {
      ArnEquals: { 'aws:SourceArn': trustAnchor.attrTrustAnchorArn },
      StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'report-server' },
    };
    const anywhere = new iam.ServicePrincipal('rolesanywhere.amazonaws.com', {
      conditions: server,
    });
    const serverRole = new iam.Role(this, 'ServerRole', {
      assumedBy: anywhere,
      managedPolicies: [readReports],
    });
    // The session carries the subject of the certificate as tags and as its source identity.
    serverRole.assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({
        principals: [anywhere],
        actions: ['sts:SetSourceIdentity', 'sts:TagSession'],
      }),
    );
    const serverProfile = new rolesanywhere.CfnProfile(this, 'ServerProfile', {
      name: this.stackName,
      enabled: true,
      durationSeconds: 3600,
      roleArns: [serverRole.roleArn],
    });

    // Without a directory or an authority to trust, the stack does not create these resources.
    const given = (name: string, parameter: CfnParameter) =>
      new CfnCondition(this, name, {
        expression: Fn.conditionNot(Fn.conditionEquals(parameter, 'none')),
      });
    (employeeRole.node.defaultChild as iam.CfnRole).cfnOptions.condition = given(
      'WithDirectory',
      directory,
    );
    const withAuthority = given('WithAuthority', authority);
    trustAnchor.cfnOptions.condition = withAuthority;
    serverProfile.cfnOptions.condition = withAuthority;
    (serverRole.node.defaultChild as iam.CfnRole).cfnOptions.condition = withAuthority;

    new CfnOutput(this, 'ReportsName', {
      value: reports.bucketName,
      description: 'The bucket that everyone here reads',
    });
    new CfnOutput(this, 'ReportsRoleArn', {
      value: reportsRole.roleArn,
      description: 'The role to assume: aws sts assume-role --external-id reports-of-customer-17 …',
    });
    new CfnOutput(this, 'AnalystRoleArn', {
      value: analystRole.roleArn,
      description: 'The role of the partner, with which its instances assume ReportsRole',
    });
  }
}
