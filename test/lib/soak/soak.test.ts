import { inParallel } from '../../../lib/run/in-parallel';
import { seeded, shuffled } from '../../../lib/run/random';
import { MOST_FAULTS, pick, sharesFor } from '../../../lib/soak/faults';
import { amount, wholeNumber } from '../../../lib/soak/options';
import * as queue from '../../../lib/soak/queue';
import * as requests from '../../../lib/soak/requests';
import { lines, within } from '../../../lib/soak/run';
import { deadline, grouped, objections } from '../../../lib/soak/scenario';
import * as streams from '../../../lib/soak/streams';
import { failures, workersIn } from '../../../lib/soak/workers';

describe('chance', () => {
  test('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => Array.from({ length: 20 }, seeded(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test('is spread evenly from 0 up to 1', () => {
    const random = seeded(1);
    const drawn = Array.from({ length: 10_000 }, random);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    for (const edge of [0.1, 0.5, 0.9])
      expect(drawn.filter((one) => one < edge).length / 10_000).toBeCloseTo(edge, 1);
  });

  test('shuffles without losing or adding anything', () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    const mixed = shuffled(items, seeded(3));
    expect(mixed).not.toEqual(items);
    expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
  });
});

describe('faults', () => {
  const operations = [
    'DynamoDB.PutItem',
    'DynamoDB.TransactWriteItems',
    'DynamoDB.BatchWriteItem',
    'AmazonSQS.ChangeMessageVisibility',
    'Lambda.Invoke',
  ];

  test.each(operations)('befall as many calls of %s as was asked for', (operation) => {
    const sum = Object.values(sharesFor(operation, 10)).reduce((all, share) => all + share, 0);
    expect(sum).toBeCloseTo(0.1, 10);
    expect(pick(sharesFor(operation, 0), 0)).toBeUndefined();
  });

  test('leave most of the calls alone even at their highest', () => {
    for (const operation of operations)
      expect(pick(sharesFor(operation, MOST_FAULTS), MOST_FAULTS / 100 + 1e-9)).toBeUndefined();
  });

  test('return unprocessed items to a batch alone', () => {
    expect(sharesFor('DynamoDB.BatchWriteItem', 10)).toHaveProperty(['unprocessed items']);
    expect(sharesFor('DynamoDB.PutItem', 10)).not.toHaveProperty(['unprocessed items']);
  });

  test('befall nothing else', () => {
    expect(sharesFor('other', 20)).toEqual({});
    expect(sharesFor('DynamoDBStreams.GetRecords', 20)).toEqual({});
  });

  test('are picked by where the number falls', () => {
    const shares = { ThrottlingException: 0.1, 'answer lost': 0.2 };
    expect([0, 0.09, 0.11, 0.29, 0.31].map((number) => pick(shares, number))).toEqual([
      'ThrottlingException',
      'ThrottlingException',
      'answer lost',
      'answer lost',
      undefined,
    ]);
  });
});

describe('workers', () => {
  const list = [
    '  100     1 python lib/sandbox/emulator.py',
    '  200   100 node /tmp/ministack-lambda-Stack-Consumer-ab12/_worker.js',
    '  201   100 node /tmp/ministack-lambda-StackTwo-Consumer-ab12/_worker.js',
    '  202   999 node /tmp/ministack-lambda-Stack-Consumer-cd34/_worker.js',
    '  203   100 python something-else',
  ].join('\n');

  test('are children of this emulator that run functions of this stack', () => {
    expect(workersIn(list, 100, 'Stack')).toEqual([200]);
  });

  test('that failed are counted in the log of the emulator', () => {
    const log = [
      'Lambda worker spawned for Stack-Consumer1 (nodejs24.x, cold start)',
      'Lambda worker spawned for Other-Consumer1 (nodejs24.x, cold start)',
      'Lambda Stack-Consumer1 timed out after 5s — killing worker',
      'ESM: Lambda Stack-Consumer1 failed processing SQS batch from Q',
      'ESM: Lambda Stack-Consumer1 failed processing SQS batch from Q',
    ].join('\n');
    expect(failures(log, 'Stack')).toMatch(/^1 workers started, 1 .* timed out, 2 whole batches/);
  });
});

describe('the account of the queue', () => {
  const load = queue.messages(200, 'run', seeded(1));
  const orders = new Map(load.good.map(({ id, quantity }) => [id, quantity]));
  const taken = new Map<string, number>();
  for (const { sku, quantity } of load.good) taken.set(sku, (taken.get(sku) ?? 0) + quantity);
  const found = { orders, taken, deadLetters: load.poison };
  const [first] = load.good as [queue.Sent['good'][number]];

  test('has one poison in a hundred, and sends some of the good ones twice', () => {
    expect([load.good.length, load.poison.length]).toEqual([198, 2]);
    expect(load.twice).toBeGreaterThan(0);
    expect(load.bodies).toHaveLength(200 + load.twice);
    expect(new Set(load.bodies).size).toBe(200);
  });

  test('holds when every order is there once and the poison is set aside', () => {
    expect(objections(queue.settle(load, found))).toEqual([]);
  });

  test('misses an order that is nowhere', () => {
    const without = new Map(orders);
    without.delete(first.id);
    const fewer = new Map(taken).set(first.sku, (taken.get(first.sku) ?? 0) - first.quantity);
    const account = queue.settle(load, { ...found, orders: without, taken: fewer });
    expect(account).toMatchObject({ handled: 197, lost: 1, doubled: 0 });
    expect(objections(account)).toEqual([
      'expected 198 handled, got 197',
      'expected nothing lost, got 1',
    ]);
  });

  test('sees stock that was taken twice', () => {
    const more = new Map(taken).set(first.sku, (taken.get(first.sku) ?? 0) + first.quantity);
    expect(queue.settle(load, { ...found, taken: more }).doubled).toBe(first.quantity);
  });

  test('sees a good order among the dead letters, which is set aside and not lost', () => {
    const without = new Map(orders);
    without.delete(first.id);
    const fewer = new Map(taken).set(first.sku, (taken.get(first.sku) ?? 0) - first.quantity);
    const deadLetters = [...load.poison, JSON.stringify(first)];
    const account = queue.settle(load, { orders: without, taken: fewer, deadLetters });
    expect(account).toMatchObject({ lost: 0, setAside: 3, poison: 2 });
    expect(objections(account).join()).toMatch(/nothing but poison in the dead-letter queue/);
  });

  test('misses poison that is gone', () => {
    const account = queue.settle(load, { ...found, deadLetters: load.poison.slice(1) });
    expect(account).toMatchObject({ lost: 1, setAside: 1 });
  });
});

describe('the account of the streams', () => {
  const sent = streams.chains(200, 'run', seeded(2));
  const entries: readonly streams.Entry[] = sent.flatMap(({ id, prices }) =>
    prices.map((price, index) => ({
      id,
      sequence: `${index}`.padStart(40, '0'),
      before: index === 0 ? undefined : index,
      after: index + 1,
      quarantined: price < 0,
    })),
  );
  const place = entries.findIndex(({ quarantined, after }) => !quarantined && after === 3);

  test('writes every item several times, and breaks the rule in one of a hundred', () => {
    expect(sent.flatMap(({ prices }) => prices)).toHaveLength(200);
    expect(sent.flatMap(({ prices }) => prices).filter((price) => price < 0)).toHaveLength(2);
  });

  test('holds when each write has one entry, in order', () => {
    expect(objections(streams.settle(sent, entries, 2))).toEqual([]);
  });

  test('misses an entry', () => {
    const account = streams.settle(sent, entries.toSpliced(place, 1), 2);
    expect(account).toMatchObject({ handled: 197, lost: 1, doubled: 0 });
  });

  test('sees an entry that is there twice', () => {
    const twice = { ...(entries[place] as streams.Entry), sequence: '9'.repeat(40) };
    expect(streams.settle(sent, [...entries, twice], 2).doubled).toBe(1);
  });

  test('sees two entries in the wrong order', () => {
    const late = { ...(entries[place] as streams.Entry), sequence: '9'.repeat(40) };
    const account = streams.settle(sent, entries.toSpliced(place, 1, late), 2);
    expect(account).toMatchObject({ lost: 0, doubled: 0 });
    expect(objections(account).join()).toMatch(/in order, got/);
  });

  test('sees a report too many, and a good write in quarantine', () => {
    expect(objections(streams.settle(sent, entries, 3)).join()).toMatch(/expected 2 reported/);
    const wrong = { ...(entries[place] as streams.Entry), quarantined: true };
    expect(objections(streams.settle(sent, entries.toSpliced(place, 1, wrong), 2)).join()).toMatch(
      /not to be in quarantine/,
    );
  });
});

describe('the account of the requests', () => {
  const all = requests.posts(200, 'run', seeded(3));
  const idOf = (key: string) => `id-of-${key}`;
  const answer = (post: requests.Post): requests.Answered => ({
    post,
    status: post.good ? 201 : 400,
    text: JSON.stringify({ id: idOf(post.key), ...JSON.parse(post.body) }),
  });
  const answers = all.map(answer);
  const good = [...new Set(all.filter(({ good }) => good).map(({ key }) => key))];
  const table = {
    orderIds: good.map(idOf),
    keys: new Map(good.map((key) => [key, idOf(key)])),
  };
  const settle = (changed: Partial<requests.Table>, got = answers) =>
    objections(requests.settle(got, { ...table, ...changed }));

  test('repeats keys with the same order, and has one bad request in a hundred', () => {
    expect(all).toHaveLength(200);
    expect(all.filter(({ good }) => !good)).toHaveLength(2);
    expect(good).toHaveLength(119);
    expect(new Set(all.filter(({ good }) => good).map(({ key, body }) => key + body)).size).toBe(
      119,
    );
  });

  test('holds when each key has one order, and each answer is that order', () => {
    expect(settle({})).toEqual([]);
  });

  test('misses an order that was promised', () => {
    expect(settle({ orderIds: table.orderIds.slice(1) })).toContain('expected nothing lost, got 1');
  });

  test('sees an order that no key belongs to', () => {
    expect(settle({ orderIds: [...table.orderIds, 'another'] })).toEqual([
      'expected no doubled effect, got 1',
    ]);
  });

  test('sees a repeat that was told of another order', () => {
    const { post } = answers.find(
      ({ post: { key, good } }) => good && all.filter((other) => other.key === key).length > 1,
    ) as requests.Answered;
    const told = { ...answer(post), text: answer(post).text.replace('id-of', 'other') };
    const got = answers.toSpliced(
      answers.findIndex((one) => one.post === post),
      1,
      told,
    );
    expect(settle({}, got).join()).toMatch(/one answer for one key.*every answer to be the stored/);
  });

  test('sees a request that got no answer, and a refused one that left its key', () => {
    const [first, ...others] = answers.filter(({ post }) => post.good);
    const got = [
      ...answers.filter(({ post }) => !post.good),
      { ...(first as requests.Answered), status: 500 },
      ...others,
    ];
    expect(settle({}, got).join()).toMatch(/expected 198 handled, got 197.*got 1 others: 500/);
    const bad = all.find(({ good }) => !good)?.key ?? '';
    expect(settle({ keys: new Map(table.keys).set(bad, 'x') }).join()).toMatch(/refused request/);
  });
});

describe('a run', () => {
  test('has more time for more, and always an end', () => {
    expect([100, 5000, 20_000].map(deadline)).toEqual([315, 1050, 3300]);
  });

  test('works on several items at a time, each once', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    const items = Array.from({ length: 20 }, (_, index) => index);
    await inParallel(items, 4, new AbortController().signal, async (item) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      done.push(item);
    });
    expect(most).toBe(4);
    expect(done.toSorted((a, b) => a - b)).toEqual(items);
  });

  test('stops working at the deadline', async () => {
    const work = jest.fn();
    await expect(inParallel([1], 1, AbortSignal.abort(), work)).rejects.toThrow();
    expect(work).not.toHaveBeenCalled();
  });

  test('breaks off at the deadline, and says how far it was', async () => {
    const setting = { signal: new AbortController().signal };
    const endless = within(0.05, setting, (_, progress) => {
      progress('3 of 4 done');
      return new Promise(() => undefined);
    });
    await expect(endless).rejects.toThrow('expected an end within 0.05 s, got so far: 3 of 4 done');
  });

  test('ends as soon as its work does', async () => {
    const setting = { signal: new AbortController().signal };
    expect(await within(60, setting, async () => 'done')).toBe('done');
  });

  test('groups items in their order', () => {
    expect([...grouped(['a1', 'b1', 'a2'], ([letter = '']) => letter)]).toEqual([
      ['a', ['a1', 'a2']],
      ['b', ['b1']],
    ]);
  });

  test('that broke off says why, and what had been injected', () => {
    const faults = { calls: 1200, faults: new Map([['answer lost' as const, 3]]) };
    const result = { id: 'X', objections: ['late'], seconds: 1 };
    const said = lines({ ...result, tally: new Map([['DynamoDB.PutItem', faults]]) }).join('\n');
    expect(said).toMatch(
      /X FAILED, after 1.0 s\n.*into 1,200 DynamoDB\.PutItem: answer lost 3\n.*FAILED +late/,
    );
  });

  test.each(['', '99', '20001', '1e3', '-5', '5.5', 'many'])('refuses to send %p', (text) => {
    expect(() => amount(text)).toThrow(
      `expected 0, or a whole number from 100 to 20000, got ${text}`,
    );
  });

  test('takes 0 to leave a part out, and whole numbers in the range', () => {
    expect(['0', '100', '20000'].map(amount)).toEqual([0, 100, 20_000]);
    expect(wholeNumber(0, 20)('20')).toBe(20);
    expect(() => wholeNumber(0, 20)('21')).toThrow('expected a whole number from 0 to 20, got 21');
  });
});
