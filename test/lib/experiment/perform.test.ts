import { context } from '../../../cdk.json';
import { spell } from '../../../lib/experiment/listed';
import { perform } from '../../../lib/experiment/perform';
import { naiveWishes, parseWishes } from '../../../lib/experiment/wish';
import { settingsOf } from '../../../lib/model/exam';
import type { Pattern } from '../../../lib/model/pattern';
import { findPatterns } from '../../../lib/run/find-patterns';

describe('an experiment of `npm run experiment`', () => {
  const [queue] = findPatterns(['SqsDeadLetterQueue']) as [Pattern];

  // One of each outcome: every experiment of every pattern is made of its template in every-pattern.
  const all = settingsOf(queue.exam).flatMap((setting) =>
    (setting.experiments ?? []).map((experiment) => ({
      experiment,
      wishes: spell(setting, experiment),
    })),
  );
  const listed = new Map(all.map((one) => [one.experiment.outcome, one]));
  test.each([...listed.values()])(
    'ends as the list claims: $wishes',
    async ({ experiment, wishes }) => {
      const { outcome } = await perform(queue, parseWishes(wishes), context);
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
