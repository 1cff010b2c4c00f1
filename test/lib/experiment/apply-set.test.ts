import { App } from 'aws-cdk-lib';
import { context } from '../../../cdk.json';
import { at } from '../../../lib/cloudformation/template';
import { applySet } from '../../../lib/experiment/apply-set';
import type { Pattern } from '../../../lib/model/pattern';
import { findPatterns } from '../../../lib/run/find-patterns';

const [pattern] = findPatterns(['SqsDeadLetterQueue']) as [Pattern];
const make = () => {
  const app = new App({ context });
  return { app, pattern, stack: new pattern.Stack(app, pattern.id, { description: 'Why?' }) };
};

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

  test('leaves a description that CloudFormation accepts, whatever its characters', async () => {
    const one = make();
    await applySet(`Consumer.Environment.Variables.A="${'ツ'.repeat(400)}"`, [one]);
    const { description = '' } = one.stack.templateOptions;
    expect(Buffer.byteLength(description)).toBeGreaterThan(1020);
    expect(Buffer.byteLength(description)).toBeLessThanOrEqual(1024);
    expect(description).toMatch(/^Why\? \(changed by -c set: .+="ツ+$/);
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
      /^expected a value for the whole of PolicyDocument\.Statement\.0\.Resource, because it is \{"Fn::GetAtt":.*\}, got Fn::GetAtt inside it$/,
    );
  });

  test('that fits no stack stops the synth, with what is near', async () => {
    await expect(applySet('WorkQeue.DelaySeconds=5', [make()])).rejects.toThrow(
      'the nearest is WorkQueue',
    );
    await expect(applySet('WorkQueue.DelaySecond=5', [make()])).rejects.toThrow(
      'the nearest is DelaySeconds',
    );
    await expect(applySet(' ', [make()])).rejects.toThrow('expected a change such as -c set=');
  });
});
