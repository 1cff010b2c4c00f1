import { Template } from 'aws-cdk-lib/assertions';
import { CrossStackReferenceStack } from '../../../../lib/patterns/deployment/cross-stack-reference/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId, withoutAssetHashes } from '../../../support/synth';

const stack = build(CrossStackReferenceStack);
const template = Template.fromStack(stack).toJSON();
const resource = (type: string, id: string) => template.Resources[logicalId(stack, type, id)];
const team = JSON.parse(resource('AWS::SSM::Parameter', 'TeamTemplate').Properties.Value);

describe('the first stack', () => {
  test('exports the name of the log group under a name that begins with its own', () => {
    expect(template.Outputs.SharedLogsName).toMatchObject({
      Value: { Ref: logicalId(stack, 'AWS::Logs::LogGroup', 'SharedLogs') },
      Export: { Name: `${stack.stackName}-SharedLogsName` },
    });
  });

  test('exports nothing else, because every export is a promise', () => {
    const exported = Object.values<{ Export?: object }>(template.Outputs).filter(
      ({ Export }) => Export !== undefined,
    );
    expect(exported).toHaveLength(1);
  });

  test('has a retention for each stage that it allows, and no other', () => {
    const { AllowedValues, Default } = template.Parameters.Stage;
    expect(Object.keys(template.Mappings.RetentionByStage).sort()).toEqual(AllowedValues.sort());
    expect(AllowedValues).toContain(Default);
  });

  test('makes the stack set only when there are accounts', () => {
    const { Condition } = resource('AWS::CloudFormation::StackSet', 'TeamCopies');
    expect(template.Conditions[Condition]).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Select': [0, { Ref: 'TargetAccounts' }] }, 'none'] }],
    });
    for (const name of ['TargetAccounts', 'TargetRegions']) {
      expect(template.Parameters[name]).toMatchObject({
        Type: 'CommaDelimitedList',
        Default: 'none',
      });
    }
  });

  test('deploys the copies to the accounts and Regions that somebody names', () => {
    const { StackInstancesGroup, TemplateBody } = resource(
      'AWS::CloudFormation::StackSet',
      'TeamCopies',
    ).Properties;
    expect(StackInstancesGroup).toEqual([
      {
        DeploymentTargets: { Accounts: { Ref: 'TargetAccounts' } },
        Regions: { Ref: 'TargetRegions' },
      },
    ]);
    // In another account or Region, an import would find nothing.
    expect(TemplateBody).not.toContain('ImportValue');
  });

  decisions(
    stack,
    `
      anonymous, 222222222222 may not logs:PutLogEvents, logs:DeleteLogGroup on SharedLogs
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template)).toMatchSnapshot();
  });
});

describe('the second stack', () => {
  const { LogGroupName } = team.Resources.WordFilter.Properties;

  test('imports what the first one exports, by the name of the first one', () => {
    const name = LogGroupName['Fn::ImportValue']['Fn::Sub'].replace(
      `\${SharedStack}`,
      team.Parameters.SharedStack.Default,
    );
    expect(name).toBe(template.Outputs.SharedLogsName.Export.Name);
  });

  test('takes only the words that a team may count', () => {
    expect(team.Parameters.Word.AllowedValues).toEqual(['ERROR', 'WARN']);
    expect(team.Parameters.Word.Default).toBeUndefined();
  });

  test('refers to nothing that its own template does not have', () => {
    const known = [...Object.keys(team.Parameters), ...Object.keys(team.Resources)];
    for (const [, name = ''] of JSON.stringify(team).matchAll(/"Ref":"([^"]+)"/g)) {
      if (!name.startsWith('AWS::')) expect(known).toContain(name);
    }
  });

  test('has a namespace of its own, so that the counts of two teams do not mix', () => {
    const [transformation] = team.Resources.WordFilter.Properties.MetricTransformations;
    expect(transformation.MetricNamespace).toEqual({ Ref: 'AWS::StackName' });
  });

  test('fits into a standard parameter', () => {
    expect(Buffer.byteLength(JSON.stringify(team))).toBeLessThanOrEqual(4096);
  });
});
