import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyAssembly, leaveOut } from '../../../lib/sandbox/assembly';
import { temporaryFolder } from '../../support/folder';

const group = { Type: 'AWS::XRay::Group' };
const missing = new Set(['AWS::XRay::Group']);

test('leaves out what is not known, and what refers to it, and what refers to that', () => {
  const template = {
    Resources: {
      Group: group,
      ByRef: { Type: 'A', Properties: { Name: { Ref: 'Group' } } },
      ByAttribute: { Type: 'B', Properties: { Arn: { 'Fn::GetAtt': ['Group', 'GroupARN'] } } },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
      ByText: { Type: 'C', Properties: { Text: { 'Fn::Sub': 'arn of ${Group.GroupARN}' } } },
      Further: { Type: 'D', Properties: { List: [{ Ref: 'ByRef' }] } },
      Untouched: { Type: 'E', Properties: { Ref: 'Group name, in plain words', Text: 'Group' } },
    },
    Outputs: { Gone: { Value: { Ref: 'Group' } }, Stays: { Value: { Ref: 'Untouched' } } },
  };
  expect(leaveOut(template, missing).map(([id]) => id)).toEqual([
    'Group',
    'ByRef',
    'ByAttribute',
    'ByText',
    'Further',
  ]);
  expect(Object.keys(template.Resources)).toEqual(['Untouched']);
  expect(Object.keys(template.Outputs)).toEqual(['Stays']);
});

test('keeps what only waits for something that is left out', () => {
  const template = {
    Resources: {
      Group: group,
      One: { Type: 'A', DependsOn: 'Group' },
      Two: { Type: 'B', DependsOn: ['Group', 'One'] },
    },
  };
  leaveOut(template, missing);
  expect(template.Resources).toEqual({
    One: { Type: 'A' },
    Two: { Type: 'B', DependsOn: ['One'] },
  });
});

test('keeps what would be updated by something that is left out, and takes the policy away', () => {
  const by = (name: string) => ({
    CodeDeployLambdaAliasUpdate: { ApplicationName: { Ref: name } },
  });
  const template = {
    Resources: {
      Group: group,
      Alias: { Type: 'A', UpdatePolicy: by('Group') },
      Other: { Type: 'A', UpdatePolicy: by('Application') },
    },
  };
  leaveOut(template, missing);
  expect(template.Resources).toEqual({
    Alias: { Type: 'A' },
    Other: { Type: 'A', UpdatePolicy: by('Application') },
  });
});

test('changes the copy of an assembly and never the assembly', () => {
  const folder = temporaryFolder();
  const [from, to] = [join(folder, 'cdk.out'), join(folder, 'copy')];
  const template = JSON.stringify({
    Resources: { Group: group, Queue: { Type: 'AWS::SQS::Queue' } },
  });
  mkdirSync(from);
  writeFileSync(join(from, 'Api.template.json'), template);
  writeFileSync(join(from, 'manifest.json'), '{}');

  expect(copyAssembly(from, to, missing)).toEqual([
    { stack: 'Api', logicalId: 'Group', type: 'AWS::XRay::Group' },
  ]);
  expect(readFileSync(join(from, 'Api.template.json'), 'utf8')).toBe(template);
  expect(JSON.parse(readFileSync(join(to, 'Api.template.json'), 'utf8')).Resources).toEqual({
    Queue: { Type: 'AWS::SQS::Queue' },
  });
  expect(readFileSync(join(to, 'manifest.json'), 'utf8')).toBe('{}');
});
