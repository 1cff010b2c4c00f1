import { App, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { context } from '../../../cdk.json';
import { checkChange } from '../../../lib/cloudformation/schema';
import { at } from '../../../lib/cloudformation/template';
import {
  applySet,
  changesOf,
  listedExperiment,
  listedSetting,
  parseWishes,
  spell,
  toChange,
} from '../../../lib/experiment/experiment';
import { settingsOf } from '../../../lib/model/exam';
import type { Pattern } from '../../../lib/model/pattern';
import { patterns } from '../../../lib/patterns';
import { findPatterns } from '../../../lib/run/find-patterns';

const [pattern] = findPatterns(['SqsDeadLetterQueue']) as [Pattern];
const make = () => {
  const app = new App({ context });
  return { app, pattern, stack: new pattern.Stack(app, pattern.id, { description: 'Why?' }) };
};
const wish = (text: string) => parseWishes(text)[0] as ReturnType<typeof parseWishes>[0];

describe('a change on the command line', () => {
  test('is a construct, a property and a JSON value', () => {
    expect(wish('WorkQueue.RedrivePolicy.maxReceiveCount=1')).toMatchObject({
      construct: 'WorkQueue',
      property: 'RedrivePolicy.maxReceiveCount',
      value: 1,
    });
  });

  test.each([
    ['null', null],
    ['true', true],
    ['"10"', '10'],
    ['[1,2]', [1, 2]],
    ['{"a":"b=c; D.e=f"}', { a: 'b=c; D.e=f' }],
    ['KEYS_ONLY', 'KEYS_ONLY'],
    ['alias/aws/sqs', 'alias/aws/sqs'],
    ['nodejs14.x', 'nodejs14.x'],
  ])('may have the value %s', (literal, value) => {
    expect(wish(`Table.Property=${literal}`).value).toEqual(value);
  });

  test('may name its stack', () => {
    expect(parseWishes('Api/Queue/Policy.Text=1', ['Api'])[0]).toMatchObject({
      stack: 'Api',
      construct: 'Queue/Policy',
    });
    expect(parseWishes('Queue/Policy.Text=1', ['Api'])[0]).toMatchObject({
      construct: 'Queue/Policy',
    });
  });

  test('may be one of several, with semicolons between them', () => {
    const texts = parseWishes('A.B=1; C.D={"e":"f; g"};E/F.G=null').map(({ text }) => text);
    expect(texts).toEqual(['A.B=1', 'C.D={"e":"f; g"}', 'E/F.G=null']);
  });

  test.each(['WorkQueue', 'WorkQueue.DelaySeconds', '=1', '.a=1', '1.a=1'])('is not %s', (text) => {
    expect(() => parseWishes(text)).toThrow(/^expected a change such as WorkQueue/);
  });

  test.each(['{', '[1,', 'a b', ''])('has no value %s', (literal) => {
    expect(() => parseWishes(`A.B=${literal}`)).toThrow(/^expected a JSON value/);
  });

  test('is spelled as it is read, for every listed experiment', async () => {
    for (const { exam, Stack: PatternStack, id } of patterns) {
      const stack = new PatternStack(new App({ context }), id);
      for (const setting of settingsOf(exam)) {
        for (const experiment of setting.experiments ?? []) {
          const read = parseWishes(spell(setting, experiment));
          const changes = await Promise.all(read.map((one) => toChange(stack, one)));
          // A construct with several resources, such as a method with its permission, finds the one by its property.
          const wanted = changesOf(setting, experiment).map(({ id: _, ...rest }) => rest);
          expect(changes).toMatchObject(wanted);
          expect(listedSetting(exam, read[0] as (typeof read)[0])).toBe(setting);
          expect(listedExperiment(exam, read)).toBe(experiment);
        }
      }
    }
  });
});

describe('a change that fits nothing', () => {
  const refused = (text: string) => expect(toChange(make().stack, wish(text))).rejects;

  test('of an unknown construct is answered with the ids there are', async () => {
    await refused('Queue.DelaySeconds=1').toThrow(
      /got Queue; there are DeadLetterQueue, WorkQueue, /,
    );
  });

  test('of an unknown property is answered with the nearest ones', async () => {
    await refused('WorkQueue.VisibilityTimeOut2=1').toThrow(
      'expected a property of AWS::SQS::Queue, got VisibilityTimeOut2; the nearest are VisibilityTimeout',
    );
  });

  test('of an unknown inner property is answered, too', async () => {
    await refused('Consumer.Environment.Variable=1').toThrow(
      'expected a property of AWS::Lambda::Function.Environment, got Variable; the nearest are Variables',
    );
  });

  test.each([
    ['WorkQueue.DelaySeconds="5"', 'as a whole number, got "5"'],
    ['WorkQueue.DelaySeconds=1.5', 'as a whole number, got 1.5'],
    ['WorkQueue.FifoQueue=yes', 'as true or false, got "yes"'],
    ['Consumer.FunctionResponseTypes=All', 'as a list, each item a string, got "All"'],
    ['Consumer.TracingConfig=Active', 'as an object with Mode, got "Active"'],
    ['WorkQueue.DelaySeconds.Max=1', 'as a whole, for it is a whole number, got Max inside of it'],
  ])('for its type is answered with the type: %s', async (text, message) => {
    await refused(text).toThrow(message);
  });

  test('may remove any property', () => {
    expect(() => checkChange('AWS::SQS::Queue', 'DelaySeconds', null)).not.toThrow();
  });
});

describe('the nearest resource', () => {
  test('is the construct’s own before those below it', async () => {
    const { stack } = make();
    expect(await toChange(stack, wish('Consumer.FunctionName=a'))).toMatchObject({
      type: 'AWS::Lambda::Function',
    });
    expect(await toChange(stack, wish('Consumer.BatchSize=1'))).toMatchObject({
      type: 'AWS::Lambda::EventSourceMapping',
    });
  });

  test('is asked for when several have the property', async () => {
    const stack = new Stack(new App(), 'Two');
    const group = new Stack(stack, 'Group');
    new sqs.Queue(group, 'One');
    new sqs.Queue(group, 'Other');
    await expect(toChange(stack, wish('Group.DelaySeconds=1'))).rejects.toThrow(
      'found several: Group/One, Group/Other',
    );
  });
});

describe('-c set', () => {
  test('changes the stack that has the construct, and its description says so', async () => {
    const one = make();
    await applySet('WorkQueue.DelaySeconds=5; Consumer.Timeout=20', [one]);
    expect(one.stack.templateOptions.description).toBe(
      'Why? (changed by -c set: WorkQueue.DelaySeconds=5; Consumer.Timeout=20)',
    );
    const template = one.app.synth().getStackByName(one.pattern.id).template;
    expect(JSON.stringify(template)).toContain('"DelaySeconds":5');
  });

  test('may be the naive variant', async () => {
    const one = make();
    await applySet('naive', [one]);
    expect(one.app.synth().getStackByName(one.pattern.id).template).not.toHaveProperty(
      'Resources.WorkQueue94013F35.Properties.RedrivePolicy',
    );
  });

  test('puts an object in the place of another one, and does not mix the two', async () => {
    const [edge] = findPatterns(['CloudfrontOriginAccessIdentity']) as [Pattern];
    const app = new App({ context });
    const stack = new edge.Stack(app, edge.id);
    const path = 'CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig';
    await applySet(`LanguageCache.${path}={"QueryStringBehavior":"none"}`, [
      { stack, pattern: edge },
    ]);
    const { Resources } = app.synth().getStackByName(edge.id).template;
    const [policy] = Object.values<{ Type: string; Properties: object }>(Resources).filter(
      ({ Type }) => Type === 'AWS::CloudFront::CachePolicy',
    );
    expect(at(policy?.Properties, path.split('.'))).toEqual({ QueryStringBehavior: 'none' });
  });

  test('does not reach into a reference or a function', async () => {
    await expect(
      applySet('ConsumerRole.PolicyDocument.Statement.0.Resource.Fn::GetAtt.1=Name', [make()]),
    ).rejects.toThrow(
      /^expected a value for the whole of PolicyDocument\.Statement\.0\.Resource, for it is \{"Fn::GetAtt":.*\}, got Fn::GetAtt inside of it$/,
    );
  });

  test('that fits no stack stops the synth, with what is near', async () => {
    await expect(applySet('WorkQeue.DelaySeconds=5', [make()])).rejects.toThrow(
      'the nearest are WorkQueue',
    );
    await expect(applySet('WorkQueue.DelaySecond=5', [make()])).rejects.toThrow(
      'the nearest are DelaySeconds',
    );
    await expect(applySet(' ', [make()])).rejects.toThrow('expected -c set=');
  });
});
