import { context } from '../../../cdk.json';
import { perform } from '../../../lib/experiment/perform';
import { parseWishes } from '../../../lib/experiment/wish';
import type { Pattern } from '../../../lib/model/pattern';
import { findPatterns } from '../../../lib/run/find-patterns';
import { aSetting } from '../../support/pattern';

const [queue] = findPatterns(['SqsDeadLetterQueue']) as [Pattern];

test('what AWS alone refuses is known from the list', async () => {
  const { type, id, ...setting } = aSetting({
    id: 'WorkQueue',
    experiments: [
      { value: 5, outcome: 'fails', because: 'No.', source: 'https://docs.aws.amazon.com/no' },
    ],
  });
  const exam = { ...queue.exam, resources: [{ type, id, settings: [setting] }] };
  const wishes = parseWishes('WorkQueue.DelaySeconds=5');
  const { outcome, diff, refused } = await perform({ ...queue, exam }, wishes, context);
  expect({ outcome, refused }).toEqual({ outcome: 'fails', refused: undefined });
  expect(diff?.resources.differenceCount).toBe(1);
}, 60_000);
