import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../../../lib/run/in-parallel';

const never = new AbortController().signal;

test('gives the results in the order of the items, whichever is done first', async () => {
  const results = await inParallel([30, 1, 10], 3, never, async (milliseconds) => {
    await sleep(milliseconds);
    return milliseconds;
  });
  expect(results).toEqual([30, 1, 10]);
});
