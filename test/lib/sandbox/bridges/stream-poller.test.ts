import { deliver, matches } from '../../../../lib/sandbox/bridges/stream-poller';

/** Delivers items to a function that cannot handle some of them, and notes what happens. */
async function run(
  items: number[],
  bad: number[],
  settings: { bisect: boolean; retries: number; partial: boolean },
) {
  const invocations: number[][] = [];
  const handled: number[] = [];
  const givenUp: number[][] = [];
  await deliver(items, {
    ...settings,
    invoke: async (batch) => {
      invocations.push([...batch]);
      const first = batch.findIndex((item) => bad.includes(item));
      // A partial response names the first failure; an exception fails the batch as a whole.
      if (first === -1) handled.push(...batch);
      else if (settings.partial) handled.push(...batch.slice(0, first));
      if (first === -1) return undefined;
      return settings.partial ? first : 0;
    },
    giveUp: async (batch) => void givenUp.push([...batch]),
  });
  return { invocations, handled, givenUp };
}

test('a batch without a failure is handed over once', async () => {
  const { invocations } = await run([1, 2, 3], [], { bisect: true, retries: 3, partial: true });
  expect(invocations).toEqual([[1, 2, 3]]);
});

test('with partial responses and bisection, all but the bad item are handled once and in order', async () => {
  const { handled, givenUp } = await run([1, 2, 3, 4, 5, 6], [3], {
    bisect: true,
    retries: 3,
    partial: true,
  });
  expect(handled).toEqual([1, 2, 4, 5, 6]);
  expect(givenUp).toEqual([[3]]);
});

test('bisection alone isolates a bad item, too', async () => {
  const { handled, givenUp } = await run([1, 2, 3, 4], [2], {
    bisect: true,
    retries: 0,
    partial: false,
  });
  expect(handled).toEqual([1, 3, 4]);
  expect(givenUp).toEqual([[2]]);
});

test('without bisection and partial responses, good items are given up with the bad one', async () => {
  const { handled, givenUp, invocations } = await run([1, 2, 3], [2], {
    bisect: false,
    retries: 2,
    partial: false,
  });
  expect(handled).toEqual([]);
  expect(givenUp).toEqual([[1, 2, 3]]);
  expect(invocations).toHaveLength(3);
});

test('a bad item is tried once and then as often as retries are allowed', async () => {
  const { invocations } = await run([7], [7], { bisect: true, retries: 3, partial: true });
  expect(invocations).toHaveLength(4);
});

test('without a limit, a bad item is tried until the end of the poller, and nothing behind it is handled', async () => {
  const poller = new AbortController();
  let attempts = 0;
  const handled: number[] = [];
  await deliver([7, 8], {
    bisect: false,
    retries: -1,
    signal: poller.signal,
    invoke: async (batch) => {
      if (++attempts === 3) poller.abort();
      const first = batch.indexOf(7);
      handled.push(...batch.slice(0, first));
      return first;
    },
    giveUp: async () => {
      throw new Error('gave up');
    },
  });
  expect({ attempts, handled }).toEqual({ attempts: 3, handled: [] });
});

test('a filter compares values and prefixes at any depth', () => {
  const record = { eventName: 'INSERT', dynamodb: { Keys: { id: { S: 'product#1' } } } };
  expect(matches(record, { eventName: ['INSERT', 'MODIFY'] })).toBe(true);
  expect(matches(record, { dynamodb: { Keys: { id: { S: [{ prefix: 'product#' }] } } } })).toBe(
    true,
  );
  expect(matches(record, { dynamodb: { Keys: { id: { S: [{ prefix: 'draft#' }] } } } })).toBe(
    false,
  );
  expect(matches(record, { dynamodb: { NewImage: { price: { N: ['1'] } } } })).toBe(false);
  expect(() => matches(record, { eventName: [{ exists: false }] })).toThrow(
    'expected a value or a prefix',
  );
});
