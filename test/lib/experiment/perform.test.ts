import { context } from '../../../cdk.json';
import { spell } from '../../../lib/experiment/listed';
import { perform } from '../../../lib/experiment/perform';
import { naiveWishes, parseWishes } from '../../../lib/experiment/wish';
import { settingsOf } from '../../../lib/model/exam';
import type { Pattern } from '../../../lib/model/pattern';
import { findPatterns } from '../../../lib/run/find-patterns';

describe('an experiment of `npm run experiment`', () => {
  const [queue] = findPatterns(['SqsDeadLetterQueue']) as [Pattern];

  // Of one family only: every experiment of every pattern is performed in every-pattern.
  test.each(findPatterns(['messaging']))(
    'ends as the list claims: the first of $id',
    async (pattern) => {
      const setting = settingsOf(pattern.exam).find(({ experiments }) => experiments);
      const [experiment] = setting?.experiments ?? [];
      if (!setting || !experiment) throw new Error(`expected an experiment of ${pattern.id}`);
      const { outcome } = await perform(pattern, parseWishes(spell(setting, experiment)), context);
      expect(outcome).toBe(experiment.outcome);
    },
  );

  test('shows what changes and that it happens in place', async () => {
    const { outcome, diff } = await perform(
      queue,
      parseWishes('WorkQueue.DelaySeconds=5'),
      context,
    );
    expect(outcome).toBe('update');
    expect(diff?.resources.differenceCount).toBe(1);
  });

  test('is refused with the rule that refuses it', async () => {
    const { outcome, refused } = await perform(
      queue,
      parseWishes('WorkQueue.VisibilityTimeout=10'),
      context,
    );
    expect(outcome).toBe('refused');
    expect(refused).toContain('E3505');
  });

  test('is refused by the limits that the library does not know', async () => {
    const { refused } = await perform(
      queue,
      parseWishes('Consumer.EphemeralStorage.Size=10241'),
      context,
    );
    expect(refused).toContain('expected 512 to 10240 MB, got 10241');
  });

  test('that changes nothing says so', async () => {
    const { outcome } = await perform(queue, parseWishes('WorkQueue.DelaySeconds=0'), context);
    expect(outcome).toBe('none');
  });

  test('can be a whole naive set', async () => {
    const { outcome } = await perform(queue, naiveWishes(queue.exam), context);
    expect(outcome).toBe('update');
  });
});
