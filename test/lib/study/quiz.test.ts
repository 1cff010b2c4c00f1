import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import type { Json } from '../../../lib/model/exam';
import { settingsOf } from '../../../lib/model/exam';
import { patterns } from '../../../lib/patterns';
import {
  askQuiz,
  drawQuiz,
  type Item,
  neighbors,
  type Question,
  quizItems,
} from '../../../lib/study/quiz';
import { aPattern, aSetting } from '../../support/pattern';

const facts = new Set(patterns.flatMap(({ exam }) => settingsOf(exam)).map(({ fact }) => fact));

describe.each(patterns)('$id', (pattern) => {
  const items = quizItems([pattern]);

  test('gives questions of every kind that its list has something for', () => {
    const kinds = new Set(items.map(({ kind }) => kind));
    expect(kinds).toContain('value');
    expect(kinds).toContain('outcome');
    expect(kinds).toContain('reason');
    const corrected = settingsOf(pattern.exam).filter(({ today }) => today).length;
    expect(items.filter(({ kind }) => kind === 'correction')).toHaveLength(corrected);
    const experiments = settingsOf(pattern.exam).flatMap((setting) => setting.experiments ?? []);
    expect(items.filter(({ kind }) => kind === 'outcome')).toHaveLength(experiments.length);
  });

  test('gives questions with one right answer and no two equal options, whatever the seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const bad = drawQuiz(items, items.length, seed).filter(
          ({ options, right }) =>
            options.length < 2 ||
            options.length > 4 ||
            new Set(options).size !== options.length ||
            !options.includes(right) ||
            options.some((option) => option.trim() === ''),
        );
        expect(bad).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('offers beside an outdated statement only facts that hold', () => {
    for (const { right, wrong } of items.filter(({ kind }) => kind === 'correction')) {
      expect(facts).not.toContain(right);
      for (const option of wrong) expect(facts).toContain(option);
    }
  });
});

describe('a question of a value', () => {
  const ask = (...settings: Parameters<typeof aSetting>[0][]) =>
    quizItems([aPattern({ settings: settings.map(aSetting) })]).filter(
      ({ kind }) => kind === 'value',
    );

  test('takes its wrong answers from experiments, then from other resources, then from nearby', () => {
    const [item] = ask(
      { experiments: [{ value: 901, outcome: 'refused', because: 'Too long.' }] },
      { id: 'Other', value: 7 },
      { id: 'Same' },
      { id: 'Table', type: 'AWS::DynamoDB::Table', value: 8 },
    );
    expect(item?.right).toBe('60');
    expect(item?.wrong).toEqual(['901', '7', '30', '120']);
    expect(item?.lesson).toBe('A queue can delay its messages.');
  });

  test('shows a property that is left out, and numbers as people write them', () => {
    const [item] = ask({
      value: undefined,
      experiments: [
        { value: 1_209_600, outcome: 'update', because: 'Longer.' },
        { value: ['a'], outcome: 'update', because: 'A list.' },
        { value: '', outcome: 'update', because: 'Empty.' },
        { value: null, outcome: 'update', because: 'As it is.' },
      ],
    });
    expect(item?.right).toBe('not set');
    expect(item?.wrong).toEqual(['1,209,600', '["a"]', '""']);
  });

  test('is not asked where nothing, or only its absence, stands beside the value', () => {
    expect(ask({ value: 'DenyPlainHttp' })).toEqual([]);
    const experiments = [{ value: null, outcome: 'update', because: 'Gone.' }] as const;
    expect(ask({ value: 'DenyPlainHttp', experiments })).toEqual([]);
    expect(ask({ value: true, experiments })).toHaveLength(1);
    const set = [{ value: 301, outcome: 'refused', because: 'Too long.' }] as const;
    expect(ask({ value: undefined, experiments: set })).toEqual([]);
  });

  test('is not asked where the value fills more than a line', () => {
    const experiments = [{ value: 'x', outcome: 'update', because: 'Short.' }] as const;
    expect(ask({ value: 'y'.repeat(101), experiments })).toEqual([]);
    expect(ask({ value: 'y'.repeat(100), experiments })).toHaveLength(1);
  });

  test.each<[Json | undefined, Json[]]>([
    [true, [false]],
    [345_600, [172_800, 604_800, 1_209_600]],
    [30, [60, 120]],
    [31_536_000, [2_592_000]],
    [1_048_576, [262_144, 524_288, 2_097_152]],
    [256, [64, 128, 512]],
    [404, []],
    [5, [10, 50]],
    [20, [10, 40, 200]],
    [0.05, [0.025, 0.1, 0.5]],
    [0, []],
    ['text', []],
    [undefined, []],
  ])('finds beside %j the values %j', (value, expected) => {
    expect(neighbors(value)).toEqual(expected);
  });
});

describe('the other questions', () => {
  test.each([
    ['update', 'updated in place'],
    ['replace', 'replaced: a new one is created and the old one is deleted'],
    ['refused', 'refused at synth, before anything is deployed'],
  ] as const)('ask what becomes of a change: %s', (outcome, right) => {
    const setting = aSetting({ experiments: [{ value: null, outcome, because: 'So it is.' }] });
    const item = quizItems([aPattern({ settings: [setting] })]).find(
      ({ kind }) => kind === 'outcome',
    );
    expect(item).toMatchObject({ right, lesson: 'So it is. A queue can delay its messages.' });
    expect(item?.text).toContain('DelaySeconds of Work (AWS::SQS::Queue), now 60, is removed.');
    expect(item?.wrong).toHaveLength(3);
    expect(item?.wrong).not.toContain(right);
  });

  test('ask about everything that changes together, and name the page by which AWS refuses it', () => {
    const setting = aSetting({
      experiments: [
        {
          value: 901,
          also: [
            { property: 'FifoQueue', value: null },
            { type: 'AWS::SQS::Queue', id: 'Dead', property: 'DelaySeconds', value: 5 },
          ],
          outcome: 'fails',
          because: 'So it is.',
          source: 'https://docs.aws.amazon.com/refused',
        },
      ],
    });
    const item = quizItems([aPattern({ settings: [setting] })]).find(
      ({ kind }) => kind === 'outcome',
    );
    expect(item).toMatchObject({
      right: 'accepted by synth, but refused by AWS at deployment',
      source: 'https://docs.aws.amazon.com/refused',
    });
    expect(item?.text).toContain(
      'now 60, is set to 901, and FifoQueue is removed, and DelaySeconds of Dead is set to 5.\n',
    );
  });

  test('ask why an answer is wrong, among the reasons against the others', () => {
    const wrong = [
      { answer: 'Sleep', because: 'You pay for it.' },
      { answer: 'Poll', because: 'It is late.' },
    ];
    const items = quizItems([aPattern({ settings: [], wrong })]);
    expect(items).toMatchObject([
      { kind: 'reason', about: wrong[0], right: 'You pay for it.', wrong: ['It is late.'] },
      { kind: 'reason', about: wrong[1], right: 'It is late.', wrong: ['You pay for it.'] },
    ]);
    expect(quizItems([aPattern({ settings: [], wrong: wrong.slice(1) })])).toEqual([]);
  });

  test('ask which statement is outdated, and say what is true now', () => {
    const source = 'https://docs.aws.amazon.com/now';
    const today = { notes: 'Five minutes.', now: 'Fifteen.', since: '2024', source } as const;
    const settings = [aSetting({ today }), aSetting({ id: 'Other', fact: 'Another fact.' })];
    settings.push(aSetting({ id: 'Third', fact: 'Another fact.' }));
    const item = quizItems([aPattern({ settings })]).find(({ kind }) => kind === 'correction');
    expect(item).toMatchObject({
      right: 'Five minutes.',
      wrong: ['Another fact.'],
      lesson: 'True since 2024: Fifteen.',
      source,
    });
  });
});

describe('a draw', () => {
  const items = quizItems(patterns);

  test('is the same for the same seed, and another for another', () => {
    expect(drawQuiz(items, 12, 7)).toEqual(drawQuiz(items, 12, 7));
    expect(drawQuiz(items, 12, 7)).not.toEqual(drawQuiz(items, 12, 8));
  });

  test('holds every question once when it holds them all', () => {
    const texts = drawQuiz(items, items.length, 3).map(({ text, right }) => `${text} ${right}`);
    expect(texts.sort()).toEqual(items.map(({ text, right }) => `${text} ${right}`).sort());
  });

  test('has all kinds in turn, and asks about nothing twice while there is something else', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const drawn = drawQuiz(items, 8, seed);
      expect(new Set(drawn.map(({ kind }) => kind)).size).toBe(4);
      expect(new Set(drawn.map(({ about }) => about)).size).toBe(8);
    }
  });

  test.each([0, -1, 1.5, Number.NaN, 1e6])('of %d questions is refused', (count) => {
    expect(() => drawQuiz(items, count, 1)).toThrow(
      `expected a count from 1 to ${items.length}, got ${count}`,
    );
  });
});

describe('asking', () => {
  const item: Item = {
    kind: 'value',
    pattern: aPattern(),
    about: aSetting(),
    text: 'Which?',
    right: 'this',
    wrong: ['that'],
    lesson: 'It is this.',
    source: 'https://docs.aws.amazon.com/this',
  };
  const questions: Question[] = [
    { ...item, options: ['this', 'that'] },
    { ...item, options: ['that', 'this'] },
  ];
  const ask = async (...input: string[]) => {
    const lines: string[] = [];
    const score = await askQuiz(
      questions,
      async () => input.shift(),
      (text) => lines.push(text),
      () => 'lib/exam.ts:1',
    );
    return { score, text: lines.join('\n') };
  };

  test('counts the right answers, and shows fact, source and place after each', async () => {
    const { score, text } = await ask('a', 'a');
    expect(score).toEqual({ right: 1, answered: 2 });
    const more = '  It is this.\n  https://docs.aws.amazon.com/this\n  lib/exam.ts:1';
    expect(text).toBe(
      `\n1/2  OneQueue\nWhich?\n  a) this\n  b) that\nright\n${more}\n` +
        `\n2/2  OneQueue\nWhich?\n  a) that\n  b) this\nwrong: it is b) this\n${more}`,
    );
  });

  test('takes a letter with its bracket, in capitals, with blanks', async () => {
    expect((await ask(' A) ', 'B')).score).toEqual({ right: 2, answered: 2 });
  });

  test('asks again after what is no option, and says which there are', async () => {
    const { score, text } = await ask('c', '', 'b', 'b');
    expect(score).toEqual({ right: 1, answered: 2 });
    expect(text).toContain(
      "expected one of a, b, got 'c'\nexpected one of a, b, got ''\nwrong: it is a) this",
    );
  });

  test('ends at the end of input, with the score so far', async () => {
    expect((await ask('a')).score).toEqual({ right: 1, answered: 1 });
    expect((await ask()).score).toEqual({ right: 0, answered: 0 });
  });
});

describe('npm run quiz', () => {
  const quiz = (args: string, input = '') =>
    spawnSync('node', ['dist/bin/quiz.js', ...args.split(' ')], { input, encoding: 'utf8' });

  // Node.js 24.2 and newer refuse to prompt once the input has ended.
  test.each([
    ['a\nb', 2],
    ['a\n', 1],
    ['', 0],
  ])('takes the piped answers %j, and tells the score at the end of input', (input, answers) => {
    const [pattern] = patterns;
    const { stdout, stderr, status } = quiz(`--pattern ${pattern?.id} --count 3 --seed 5`, input);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^3 of \d+ questions; --seed 5 asks the same questions again\n/);
    expect(stdout.match(/^ {2}lib\/\S+\/exam\.ts:\d+$/gm) ?? []).toHaveLength(answers);
    expect(stdout).toMatch(
      new RegExp(`\\n[0-${answers}] of ${answers} right, ${3 - answers} not answered\\n$`),
    );
  });

  test.each([
    [
      '--pattern Nobody',
      /^expected the id of a pattern or a family, got Nobody; the families are .+\n$/,
    ],
    ['--count 0', /'--count <n>' argument '0' is invalid\. expected a whole number from 1\n$/],
    ['--count ten', /'--count <n>' argument 'ten' is invalid\. expected a whole number from 1\n$/],
    ['--count 1e6', /argument '1e6' is invalid/],
    ['--count 1000000', /^expected a count from 1 to \d+, got 1000000\n$/],
    ['SqsDeadLetterQueue', /too many arguments/],
    [
      '--seed 1.5',
      /'--seed <n>' argument '1.5' is invalid\. expected a whole number from 0 to 4294967295\n$/,
    ],
  ])('%s is refused', (args, message) => {
    const { stdout, stderr, status } = quiz(args);
    expect(stderr).toMatch(message);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  });
});
