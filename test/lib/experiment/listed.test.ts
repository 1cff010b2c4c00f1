import { App } from 'aws-cdk-lib';
import { context } from '../../../cdk.json';
import { toChange } from '../../../lib/experiment/change';
import { changesOf, listedExperiment, listedSetting, spell } from '../../../lib/experiment/listed';
import { parseWishes } from '../../../lib/experiment/wish';
import { settingsOf } from '../../../lib/model/exam';
import { patterns } from '../../../lib/patterns';
import { aPattern, aSetting } from '../../support/pattern';

describe('a listed experiment', () => {
  test('is spelled as it is read, and found again', async () => {
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

  test('is found by all of its changes, in any order, and by nothing less', () => {
    const experiment = {
      value: 5,
      also: [{ property: 'FifoQueue', value: true }],
      outcome: 'update',
      because: 'Both.',
    } as const;
    const { exam } = aPattern({ settings: [aSetting({ experiments: [experiment] })] });
    const found = (text: string) => listedExperiment(exam, parseWishes(text));
    expect(found('Work.DelaySeconds=5; Work.FifoQueue=true')).toBe(experiment);
    expect(found('Work.FifoQueue=true; Work.DelaySeconds=5')).toBe(experiment);
    expect(found('Work.DelaySeconds=5')).toBeUndefined();
    expect(found('Work.DelaySeconds=6; Work.FifoQueue=true')).toBeUndefined();
    expect(
      found('Work.DelaySeconds=5; Work.FifoQueue=true; Work.KmsMasterKeyId=a'),
    ).toBeUndefined();
  });

  test('has its companions after the change of the setting itself', () => {
    const experiment = {
      value: 'a b',
      also: [
        { property: 'FifoQueue', value: null },
        { type: 'AWS::SQS::Queue', id: 'Dead', property: 'QueueName', value: '1e5' },
      ],
      outcome: 'update',
      because: 'Both.',
    } as const;
    expect(spell(aSetting(), experiment)).toBe(
      'Work.DelaySeconds="a b"; Work.FifoQueue=null; Dead.QueueName="1e5"',
    );
  });
});
