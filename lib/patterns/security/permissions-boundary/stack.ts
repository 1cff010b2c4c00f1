import {
  ArnFormat,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Fn,
  RemovalPolicy,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import * as accessanalyzer from 'aws-cdk-lib/aws-accessanalyzer';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * How do you let developers create roles for their functions, but limit what each role can do, and find roles that nobody uses?
 *
 *   (developer) ──▶ Developers ──▶ DeveloperRole ──▶ FunctionRole ──▶ Orders
 *                                       ▲                 ▲
 *                                DeveloperPolicy   FunctionBoundary
 */
export class PermissionsBoundaryStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The functions of the developers share this log group, so that the boundary can name it.
    const functionLogs = new logs.LogGroup(this, 'FunctionLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // The boundary is the most that a role can do. It grants nothing: the role needs a policy as well.
    const functionBoundary = new iam.ManagedPolicy(this, 'FunctionBoundary', {
      description: 'The most that a role of a function can do',
      statements: [
        new iam.PolicyStatement({
          sid: 'Items',
          actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
          resources: [orders.tableArn],
        }),
        new iam.PolicyStatement({
          sid: 'Logs',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [functionLogs.logGroupArn],
        }),
      ],
    });

    // Developers choose the names of the roles, so policies name these roles by their path.
    const functionPath = `/${this.stackName}/`;
    const functionRoles = this.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: `${this.stackName}/*`,
    });

    // This role is outside that path. Otherwise, developers could change their own permissions.
    const developerRole = new iam.Role(this, 'DeveloperRole', {
      assumedBy: new iam.AccountRootPrincipal(),
    });
    new iam.ManagedPolicy(this, 'DeveloperPolicy', {
      description: 'Create roles for functions, but only with the boundary',
      roles: [developerRole],
      statements: [
        new iam.PolicyStatement({
          sid: 'RolesWithBoundary',
          actions: [
            'iam:AttachRolePolicy',
            'iam:CreateRole',
            'iam:DeleteRolePolicy',
            'iam:DetachRolePolicy',
            'iam:PutRolePermissionsBoundary',
            'iam:PutRolePolicy',
          ],
          resources: [functionRoles],
          // The condition covers every action here, so developers can only change roles that have the boundary.
          conditions: {
            StringEquals: { 'iam:PermissionsBoundary': functionBoundary.managedPolicyArn },
          },
        }),
        new iam.PolicyStatement({
          sid: 'Roles',
          actions: ['iam:DeleteRole', 'iam:GetRole'],
          resources: [functionRoles],
        }),
        // To give a function its role, a developer passes the role to Lambda.
        new iam.PolicyStatement({
          sid: 'RolesForLambda',
          actions: ['iam:PassRole'],
          resources: [functionRoles],
          conditions: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
        }),
        new iam.PolicyStatement({
          sid: 'Functions',
          actions: ['lambda:CreateFunction', 'lambda:DeleteFunction', 'lambda:InvokeFunction'],
          resources: [
            this.formatArn({
              service: 'lambda',
              resource: 'function',
              resourceName: `${this.stackName}-*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ],
        }),
        // Nothing above allows these. The Deny holds even if somebody attaches a stronger policy later.
        new iam.PolicyStatement({
          sid: 'BoundaryStaysOn',
          effect: iam.Effect.DENY,
          actions: ['iam:DeleteRolePermissionsBoundary'],
          resources: [functionRoles],
        }),
        new iam.PolicyStatement({
          sid: 'BoundaryStaysAsItIs',
          effect: iam.Effect.DENY,
          actions: [
            'iam:CreatePolicyVersion',
            'iam:DeletePolicy',
            'iam:DeletePolicyVersion',
            'iam:SetDefaultPolicyVersion',
          ],
          resources: [functionBoundary.managedPolicyArn],
        }),
      ],
    });

    // One policy fits the whole group, because the variable stands for the name of the calling user.
    const membership = new iam.ManagedPolicy(this, 'MembershipPolicy', {
      description: 'Become a developer for an hour, under your own name',
      statements: [
        new iam.PolicyStatement({
          sid: 'UnderOwnName',
          actions: ['sts:AssumeRole'],
          resources: [developerRole.roleArn],
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, which IAM replaces.
          conditions: { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } },
        }),
      ],
    });
    const developers = new iam.Group(this, 'Developers', { managedPolicies: [membership] });

    // A developer would create such a role. Its policy allows DeleteTable, and the boundary does not.
    const functionRole = new iam.Role(this, 'FunctionRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      path: functionPath,
      permissionsBoundary: functionBoundary,
    });
    orders.grant(functionRole, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteTable');
    functionLogs.grantWrite(functionRole);

    // An account can have one such analyzer in a Region, and pays for each role and user that it analyzes.
    // Deploy with `--parameters UnusedAccess=on` if your account has none.
    const unusedAccess = new CfnParameter(this, 'UnusedAccess', {
      allowedValues: ['on', 'off'],
      default: 'off',
      description: 'Whether to create the analyzer of unused access, which an account has once',
    });
    new accessanalyzer.CfnAnalyzer(this, 'UnusedAccessAnalyzer', {
      type: 'ACCOUNT_UNUSED_ACCESS',
      analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge: 90 } },
    }).cfnOptions.condition = new CfnCondition(this, 'WithAnalyzer', {
      expression: Fn.conditionEquals(unusedAccess, 'on'),
    });

    new CfnOutput(this, 'DevelopersArn', {
      value: developers.groupArn,
      description: 'The group to which an administrator adds users',
    });
    new CfnOutput(this, 'DeveloperRoleArn', {
      value: developerRole.roleArn,
      description: 'The role in which developers create roles',
    });
    new CfnOutput(this, 'FunctionBoundaryArn', {
      value: functionBoundary.managedPolicyArn,
      description:
        'The boundary that each new role needs: aws iam create-role --permissions-boundary …',
    });
    new CfnOutput(this, 'FunctionPath', {
      value: functionPath,
      description: 'The path that each new role needs: aws iam create-role --path …',
    });
    new CfnOutput(this, 'FunctionRoleArn', {
      value: functionRole.roleArn,
      description: 'A role whose policy asks for more than its boundary allows',
    });
    new CfnOutput(this, 'OrdersTableArn', {
      value: orders.tableArn,
      description: 'The table that the boundary allows functions to read and write',
    });
  }
}
