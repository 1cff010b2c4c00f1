import { isDeepStrictEqual } from 'node:util';
import { context } from '../../../cdk.json';
import {
  mutate,
  securityMutants,
  settingMutants,
  wiringMutants,
} from '../../../lib/check/mutation';
import { at } from '../../../lib/cloudformation/template';
import { synthesize } from '../../../lib/experiment/synthesize';
import { settingsOf } from '../../../lib/model/exam';
import { patterns } from '../../../lib/patterns';
import { violations } from '../../support/audit';
import { build, logicalId } from '../../support/synth';

/** How many wrong turns were noticed, of how many that were made. */
const score = { settings: { killed: 0, total: 0 }, security: { killed: 0, total: 0 } };

afterAll(() => {
  const { settings, security } = score;
  process.stdout.write(
    `mutants killed: ${settings.killed} / ${settings.total} of settings, ${security.killed} / ${security.total} of security\n`,
  );
});

describe.each(patterns)('$id', (pattern) => {
  const template = async () => {
    const made = await synthesize(pattern, [], context, false);
    if ('refused' in made) throw new Error(made.refused);
    return made;
  };

  test('lists no setting whose value could be another', async () => {
    const stack = build(pattern.Stack);
    const { template: good } = await template();
    const missed: string[] = [];
    for (const setting of settingsOf(pattern.exam)) {
      const id = logicalId(stack, setting.type, setting.id);
      const path = ['Resources', id, 'Properties', ...setting.property.split('.')];
      expect(at(good, path)).toEqual(setting.value);
      for (const mutant of settingMutants(setting, id)) {
        score.settings.total++;
        const noticed = !isDeepStrictEqual(at(mutate(good, mutant), path), setting.value);
        if (noticed) score.settings.killed++;
        else missed.push(mutant.what);
      }
    }
    expect(missed).toEqual([]);
  });

  test('breaks a rule of all stacks, whichever way it is made less safe', async () => {
    const { template: good, paths } = await template();
    expect(violations(good, paths)).toEqual([]);
    const missed: string[] = [];
    for (const mutant of securityMutants(good)) {
      score.security.total++;
      if (violations(mutate(good, mutant), paths).length > 0) score.security.killed++;
      else missed.push(mutant.what);
    }
    expect(missed).toEqual([]);
  });
});

describe('a mutant', () => {
  const template = {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 5, Names: ['a', 'b'] } },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }],
          },
        },
      },
    },
  };

  test('changes, adds or removes one thing of a copy', () => {
    const of = (path: string[], value?: number) =>
      mutate(template, { what: '', path: ['Resources', 'Queue', ...path], ...(value && { value }) })
        .Resources.Queue;
    expect(of(['Properties', 'DelaySeconds'], 6).Properties.DelaySeconds).toBe(6);
    expect(of(['Metadata', 'New'], 1)).toMatchObject({ Metadata: { New: 1 } });
    expect(of(['Properties', 'DelaySeconds']).Properties).not.toHaveProperty('DelaySeconds');
    expect(of(['Properties', 'Names', '0']).Properties.Names).toEqual(['b']);
    expect(template.Resources.Queue.Properties).toEqual({ DelaySeconds: 5, Names: ['a', 'b'] });
  });

  test('breaks every reference and every permission', () => {
    expect(wiringMutants(template).map(({ what }) => what)).toEqual([
      'Policy.Properties.Queues.0 becomes "mutant"',
      'Policy.Properties.PolicyDocument.Statement.0.Effect becomes "Deny"',
      'Policy.Properties.PolicyDocument.Statement.0.Action becomes ["sqs:SendMessage","sts:Mutant"]',
      'Policy.Properties.PolicyDocument.Statement.0.Action becomes ["sts:Mutant"]',
    ]);
  });
});
