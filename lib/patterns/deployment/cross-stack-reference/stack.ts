import {
  CfnCondition,
  CfnMapping,
  CfnOutput,
  CfnParameter,
  CfnStackSet,
  Fn,
  RemovalPolicy,
  Stack,
  type StackProps,
  Token,
} from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/**
 * How do stacks share a value, check their inputs, and roll out copies, and what if somebody removes an export that is in use?
 *
 *   SharedLogs ── exported as SharedLogsName ──▶ (stacks of teams, made from TeamTemplate)
 *   (administrator) ──▶ TeamCopies ──▶ (a stack in each account and Region)
 */
export class CrossStackReferenceStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // CloudFormation refuses any other value before it creates anything.
    const stage = new CfnParameter(this, 'Stage', {
      default: 'dev',
      allowedValues: ['dev', 'prod'],
      description: 'What this copy is for, which decides how long it keeps its logs',
    });
    // A mapping is a table in the template. With the Region as the key, it would hold an AMI for each Region.
    const retention = new CfnMapping(this, 'RetentionByStage', {
      mapping: { dev: { days: 7 }, prod: { days: 30 } },
    });
    const sharedLogs = new logs.LogGroup(this, 'SharedLogs', {
      retention: Token.asNumber(retention.findInMap(stage.valueAsString, 'days')),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnOutput(this, 'SharedLogsName', {
      value: sharedLogs.logGroupName,
      description: 'The log group that every team may watch',
      // The name is unique in the account and the Region, because it begins with that of the stack.
      exportName: `${this.stackName}-SharedLogsName`,
    });

    // The second stack of this pattern. Teams create it from this text, as often as they like, after the first one.
    const teamTemplate = new ssm.CfnParameter(this, 'TeamTemplate', {
      type: 'String',
      value: JSON.stringify({
        Parameters: {
          SharedStack: { Type: 'String', Default: this.stackName },
          Word: { Type: 'String', AllowedValues: ['ERROR', 'WARN'] },
        },
        Resources: {
          WordFilter: {
            Type: 'AWS::Logs::MetricFilter',
            Properties: {
              // Ref sees this template alone. Only an import sees the value of another stack.
              LogGroupName: { 'Fn::ImportValue': { 'Fn::Sub': `\${SharedStack}-SharedLogsName` } },
              FilterPattern: { Ref: 'Word' },
              MetricTransformations: [
                {
                  MetricName: { Ref: 'Word' },
                  MetricNamespace: { Ref: 'AWS::StackName' },
                  MetricValue: '1',
                },
              ],
            },
          },
        },
      }),
    });

    const accounts = new CfnParameter(this, 'TargetAccounts', {
      type: 'CommaDelimitedList',
      default: 'none',
      description:
        'The accounts that get a copy, with the roles of self-managed stack sets in them',
    });
    const regions = new CfnParameter(this, 'TargetRegions', {
      type: 'CommaDelimitedList',
      default: 'none',
      description: 'The Regions that get a copy',
    });
    const teamCopies = new CfnStackSet(this, 'TeamCopies', {
      stackSetName: `${this.stackName}-TeamCopies`,
      // The roles AWSCloudFormationStackSetAdministrationRole and …ExecutionRole exist once in an account.
      permissionModel: 'SELF_MANAGED',
      // An export is for one account and Region, so a copy elsewhere brings its own log group instead of an import.
      templateBody: JSON.stringify({
        Resources: {
          TeamLogs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7 } },
        },
      }),
      // Without this, the stack set is a definition, and no account has a stack.
      stackInstancesGroup: [
        {
          deploymentTargets: { accounts: accounts.valueAsList },
          regions: regions.valueAsList,
        },
      ],
      operationPreferences: {
        regionConcurrencyType: 'SEQUENTIAL',
        maxConcurrentCount: 1,
        // The first account that fails stops the rollout in its Region and in those after it.
        failureToleranceCount: 0,
      },
    });
    teamCopies.cfnOptions.condition = new CfnCondition(this, 'WithCopies', {
      expression: Fn.conditionNot(Fn.conditionEquals(Fn.select(0, accounts.valueAsList), 'none')),
    });

    new CfnOutput(this, 'TeamTemplateBody', {
      value: teamTemplate.attrValue,
      description:
        'Create a stack from this text: aws cloudformation create-stack --parameters ParameterKey=Word,… --template-body …',
    });
  }
}
