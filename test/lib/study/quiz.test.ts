import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Json } from '../../../lib/model/exam';
import { settingsOf } from '../../../lib/model/exam';
import { examGuides } from '../../../lib/model/exam-guides';
import { patterns } from '../../../lib/patterns';
import { type Asked, bankQuestions } from '../../../lib/study/bank';
import { progressFile } from '../../../lib/study/progress';
import {
  askQuiz,
  bankItems,
  drawExamQuiz,
  drawQuiz,
  examScore,
  type Item,
  isNamedBy,
  listItems,
  neighbors,
  readingList,
  scoreLine,
} from '../../../lib/study/quiz';
import { aPattern, aSetting } from '../../support/pattern';

const today = '2026-11-28';
const facts = new Set(patterns.flatMap(({ exam }) => settingsOf(exam)).map(({ fact }) => fact));

describe.each(patterns)('$id', (pattern) => {
  const items = listItems([pattern]);

  test('gives questions of every kind that its list has something for', () => {
    const kinds = new Set(items.map(({ kind }) => kind));
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
        const bad = drawQuiz(items, items.length, seed, {}, today).filter(
          ({ options, question }) =>
            options.length < 2 ||
            options.length > 4 ||
            new Set(options).size !== options.length ||
            !options.includes(question.right[0] as string) ||
            options.some((option) => option.trim() === ''),
        );
        expect(bad).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test('offers beside an outdated statement only facts that hold', () => {
    for (const { right, wrong } of items.filter(({ kind }) => kind === 'correction')) {
      expect(facts).not.toContain(right[0]);
      for (const { answer } of wrong) expect(facts).toContain(answer);
    }
  });
});

describe('a question of a value', () => {
  const fact = 'A delay can be 60 seconds, or y.';
  const answers = (item: Item | undefined) => item?.wrong.map(({ answer }) => answer);
  const ask = (...settings: Parameters<typeof aSetting>[0][]) =>
    listItems([aPattern({ settings: settings.map((one) => aSetting({ fact, ...one })) })]).filter(
      ({ kind }) => kind === 'value',
    );

  test('takes its wrong answers from experiments, then from other resources, then from nearby', () => {
    const [item] = ask(
      { experiments: [{ value: 901, outcome: 'refused', because: 'Too long.' }] },
      { id: 'Other', value: 7 },
      { id: 'Same' },
      { id: 'Table', type: 'AWS::DynamoDB::Table', value: 8 },
    );
    expect(item?.right).toEqual(['60']);
    expect(answers(item)).toEqual(['901', '7', '30', '120']);
    expect(item?.because).toBe('A delay can be 60 seconds, or y.');
  });

  test('shows a property that is left out, and numbers as people write them', () => {
    const [item] = ask({
      experiments: [
        { value: 1_209_600, outcome: 'update', because: 'Longer.' },
        { value: ['a'], outcome: 'update', because: 'A list.' },
        { value: '', outcome: 'update', because: 'Empty.' },
        { value: null, outcome: 'update', because: 'As it is.' },
      ],
    });
    expect(answers(item)).toEqual(['1,209,600', '["a"]', '""', 'not set']);
  });

  test('is not asked where nothing, or only its absence, stands beside the value', () => {
    expect(ask({ value: 'y' })).toEqual([]);
    const experiments = [{ value: null, outcome: 'update', because: 'Gone.' }] as const;
    expect(ask({ value: 'y', experiments })).toEqual([]);
    expect(ask({ value: 60, experiments })).toHaveLength(1);
  });

  test('is not asked where the value is the choice of this project', () => {
    const experiments = [{ value: 90, outcome: 'update', because: 'Longer.' }] as const;
    expect(ask({ value: 61, experiments })).toEqual([]);
    expect(ask({ value: true, experiments })).toEqual([]);
    expect(ask({ value: undefined, experiments })).toEqual([]);
  });

  test.each<[Json | undefined, string, boolean]>([
    [900, 'At most 900 seconds.', true],
    [900, 'At most 15 minutes.', true],
    [1_209_600, 'Between a minute and 14 days.', true],
    [29_000, 'From 50 to 29,000 milliseconds.', true],
    [90, 'At most 900 seconds, or 1.90 of it.', false],
    [9, 'At most 9,000 bytes.', false],
    [3, 'It has three.', false],
    ['ON', 'It is ON.', true],
    ['ON', 'It is ONE or PHONON.', false],
    ['', 'It is empty.', false],
    [true, 'It is true.', false],
    [undefined, 'It is undefined.', false],
  ])('takes %j for named by %j: %s', (value, text, isNamed) => {
    expect(isNamedBy(text, value)).toBe(isNamed);
  });

  test('is not asked where the value fills more than a line', () => {
    const experiments = [{ value: 'x', outcome: 'update', because: 'Short.' }] as const;
    const long = (length: number) => ({
      value: 'y'.repeat(length),
      fact: `It is ${'y'.repeat(length)}.`,
      experiments,
    });
    expect(ask(long(101))).toEqual([]);
    expect(ask(long(100))).toHaveLength(1);
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
    const item = listItems([aPattern({ settings: [setting] })]).find(
      ({ kind }) => kind === 'outcome',
    );
    expect(item).toMatchObject({
      right: [right],
      because: 'So it is. A queue can delay its messages.',
    });
    expect(item?.text).toContain('DelaySeconds of Work (AWS::SQS::Queue), now 60, is removed.');
    expect(item?.wrong).toHaveLength(3);
    expect(item?.wrong).not.toContainEqual({ answer: right });
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
    const item = listItems([aPattern({ settings: [setting] })]).find(
      ({ kind }) => kind === 'outcome',
    );
    expect(item).toMatchObject({
      right: ['accepted by synth, but refused by AWS at deployment'],
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
    const items = listItems([aPattern({ settings: [], wrong })]);
    expect(items).toMatchObject([
      { about: wrong[0], right: ['You pay for it.'], wrong: [{ answer: 'It is late.' }] },
      { about: wrong[1], right: ['It is late.'], wrong: [{ answer: 'You pay for it.' }] },
    ]);
    expect(listItems([aPattern({ settings: [], wrong: wrong.slice(1) })])).toEqual([]);
  });

  test('ask which statement is outdated, and say what is true now', () => {
    const source = 'https://docs.aws.amazon.com/now';
    const today = { notes: 'Five minutes.', now: 'Fifteen.', since: '2024', source } as const;
    const settings = [aSetting({ today }), aSetting({ id: 'Other', fact: 'Another fact.' })];
    settings.push(aSetting({ id: 'Third', fact: 'Another fact.' }));
    const item = listItems([aPattern({ settings })]).find(({ kind }) => kind === 'correction');
    expect(item).toMatchObject({
      right: ['Five minutes.'],
      wrong: [{ answer: 'Another fact.' }],
      because: 'True since 2024: Fifteen.',
      source,
    });
  });
});

describe('a draw', () => {
  const items = listItems(patterns);
  const draw = (count: number, seed: number) => drawQuiz(items, count, seed, {}, today);

  test('is the same for the same seed, and another for another', () => {
    expect(draw(12, 7)).toEqual(draw(12, 7));
    expect(draw(12, 7)).not.toEqual(draw(12, 8));
  });

  test('holds every question once when it holds them all', () => {
    const keys = draw(items.length, 3).map(({ question }) => question.key);
    expect(keys.sort()).toEqual(items.map(({ key }) => key).sort());
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('has all kinds in turn, and asks about nothing twice while there is something else', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const drawn = draw(8, seed).map(({ question }) => question);
      expect(new Set(drawn.map(({ kind }) => kind)).size).toBe(4);
      expect(new Set(drawn.map(({ about }) => about)).size).toBe(8);
    }
  });

  test('begins with the bank, and there with what went wrong', () => {
    const bank = bankItems(patterns);
    const [first, second] = bank as [Item, Item];
    const progress = {
      [first.key]: { box: 1, due: today },
      [second.key]: { box: 2, due: '2026-11-29' },
    };
    const all = [...items, ...bank];
    const drawn = drawQuiz(all, all.length, 1, progress, today).map(({ question }) => question);
    expect(drawn[0]).toBe(first);
    expect(drawn.slice(0, bank.length - 1).map(({ kind }) => kind)).not.toContain('value');
    expect(drawn.at(-1)).toBe(second);
  });

  test.each([0, -1, 1.5, Number.NaN, 1e6])('of %d questions is refused', (count) => {
    expect(() => draw(count, 1)).toThrow(
      `expected a count from 1 to ${items.length}, got ${count}`,
    );
  });

  test.each(examGuides)('of $exam asks questions of this exam only', (guide) => {
    const { asked, shares } = drawExamQuiz(bankItems(patterns), guide, 5, 1, {}, today);
    expect(asked).toHaveLength(5);
    expect(shares.reduce((sum, { got }) => sum + got, 0)).toBe(5);
    for (const { question } of asked) {
      expect(question.tasks.join()).toContain(guide.exam);
      expect(question.kind).toBe('bank');
    }
  });
});

test('a question of the bank is about the first setting that it shows', () => {
  const question = {
    text: 'A worker needs time. Which setting gives it?',
    right: ['A delivery delay'],
    because: 'It hides the message.',
    wrong: [],
    shows: [{ id: 'Work', property: 'DelaySeconds' }],
    tasks: ['DVA-C02 1.1'],
    seeds: ['003:42'],
  } as const;
  const pattern = aPattern({ questions: [question] });
  const [lead, second] = bankItems([pattern]);
  expect(lead).toEqual(bankQuestions([pattern])[0]);
  expect(second).toMatchObject({
    about: settingsOf(pattern.exam)[0],
    source: 'https://docs.aws.amazon.com/delay',
  });
});

describe('asking', () => {
  const item: Item = {
    key: 'OneQueue/1',
    kind: 'value',
    pattern: 'OneQueue',
    about: aSetting(),
    text: 'Which?',
    right: ['this'],
    wrong: [{ answer: 'that', because: 'It is late.' }],
    because: 'It is this.',
    source: 'https://docs.aws.amazon.com/this',
    tasks: ['DVA-C02 1.1'],
    shows: [],
  };
  const single: Asked<Item>[] = [
    { question: item, options: ['this', 'that'] },
    { question: item, options: ['that', 'this'] },
  ];
  const two: Asked<Item> = {
    question: { ...item, kind: 'bank', text: 'Which two?', right: ['this', 'these'] },
    options: ['these', 'that', 'this'],
  };
  const ask = async (quiz: readonly Asked<Item>[], input: string[], isExam = false) => {
    const lines: string[] = [];
    const noted: boolean[] = [];
    const results = await askQuiz(quiz, {
      read: async () => input.shift(),
      print: (text) => lines.push(text),
      where: () => 'lib/exam.ts:1',
      note: (_, isRight) => noted.push(isRight),
      isExam,
    });
    return { results, noted, score: scoreLine(results), text: lines.join('\n') };
  };
  const more =
    '  It is this.\n  a) It is late.\n  https://docs.aws.amazon.com/this\n  lib/exam.ts:1';

  test('counts the right answers, and shows fact, reasons, source and place after each', async () => {
    const { score, noted, text } = await ask(single, ['a', 'a']);
    expect(score).toBe('1 of 2 right');
    expect(noted).toEqual([true, false]);
    expect(text).toBe(
      `\n1/2  OneQueue\nWhich?\n  a) this\n  b) that\nright\n${more.replace('a)', 'b)')}\n` +
        `\n2/2  OneQueue\nWhich?\n  a) that\n  b) this\nwrong: it is b) this\n${more}`,
    );
  });

  test('takes a letter with its bracket, in capitals, with blanks', async () => {
    expect((await ask(single, [' A) ', 'B'])).score).toBe('2 of 2 right');
  });

  test.each([
    ['ac', 'right'],
    ['C, A', 'right'],
    ['ab', 'wrong: it is a) these and c) this'],
  ])('takes two letters where two answers are right: %s', async (line, said) => {
    const { text } = await ask([two], ['a', 'aa', 'abc', 'ad', line]);
    expect(text).toContain("expected two of a, b, c, got 'a'\nexpected two of a, b, c, got 'aa'");
    expect(text).toContain("got 'abc'\nexpected two of a, b, c, got 'ad'\n");
    expect(text).toContain(`\n${said}\n`);
  });

  test('does not name the pattern of a question of the bank, because that is half an answer', async () => {
    expect((await ask([two], ['ac'])).text).toMatch(/^\n1\/1\nWhich two\?\n/);
  });

  test('asks again after what is no option, and says which there are', async () => {
    const { score, text } = await ask(single, ['c', '', 'b', 'b']);
    expect(score).toBe('1 of 2 right');
    expect(text).toContain(
      "expected one of a, b, got 'c'\nexpected one of a, b, got ''\nwrong: it is a) this",
    );
  });

  test('ends at the end of input, with the score so far', async () => {
    expect((await ask(single, ['a'])).score).toBe('1 of 1 right, 1 not answered');
    expect((await ask(single, [])).score).toBe('0 of 0 right, 2 not answered');
  });

  test('breaks long lines between words', async () => {
    const long = `${'word '.repeat(30)}end`;
    const { text } = await ask([{ question: item, options: ['this', long] }], ['a']);
    expect(text).toContain(`  b) ${'word '.repeat(19).trim()}\n     ${'word '.repeat(11)}end\n`);
  });

  test('tells the wrong answers of an exam at its end, with the score of each domain', async () => {
    const { results, text } = await ask(single, ['a', 'a'], true);
    expect(text).toMatch(/ {2}b\) this\n\nTo review:\n\n2 {2}Which\?\nwrong: it is b\) this\n/);
    expect(text.match(/It is late/g)).toHaveLength(1);
    const guide = examGuides.find(({ exam }) => exam === 'DVA-C02');
    if (!guide) throw new Error('expected a guide');
    const score = examScore(results, guide);
    expect(score).toContain('1 of 2 right: 50% of 2\nDVA-C02 is passed with 720 of 1,000 points.');
    expect(score).toContain('  1  Development with AWS Services      32%  1 of 2\n');
    expect(score).toContain('  2  Security                           26%  not asked\n');
    expect(readingList(results, (id) => `docs/${id}.md`)).toBe(
      'To read, most wrong answers first:\n  OneQueue  1 wrong  docs/OneQueue.md',
    );
    expect(readingList(results.slice(0, 1), String)).toBe('');
  });
});

describe('npm run quiz', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quiz-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const place = { XDG_STATE_HOME: folder, LOCALAPPDATA: folder };
  const file = progressFile(process.platform, place, folder);
  const quiz = (args: string, input = '') =>
    spawnSync('node', ['dist/bin/quiz.js', ...args.split(' ')], {
      input,
      encoding: 'utf8',
      env: { ...process.env, ...place, HOME: folder },
    });

  // Node.js 24.2 and newer refuse to prompt once the input has ended.
  test.each([
    ['a\nb', 2],
    ['a\n', 1],
    ['', 0],
  ])('takes the piped answers %j, and tells the score at the end of input', (input, answers) => {
    const [pattern] = patterns;
    const { stdout, stderr, status } = quiz(
      `--pattern ${pattern?.id} --count 3 --seed 5 --fresh`,
      input.replaceAll(/[ab]/g, (letter) => `${letter}\n${letter}c`),
    );
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^3 of \d+ questions; --seed 5 asks the same questions again\n/);
    expect(
      stdout.match(/^ {2}(lib|docs)\/\S+(\.ts:\d+|\.md)$/gm)?.length ?? 0,
    ).toBeGreaterThanOrEqual(answers);
    expect(stdout).toMatch(/\n\d of \d right(, \d not answered)?\n$/);
  });

  test('remembers what was answered, and forgets it on demand', () => {
    const [pattern] = patterns;
    const one = `--pattern ${pattern?.id} --count 1`;
    quiz(`${one} --fresh`, 'a\nab\nabc\n');
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).questions)).toHaveLength(1);
    expect(quiz(one).stdout).toMatch(
      /; you have answered 1 of them, and [01] (is|are) due again\n/,
    );
    expect(quiz(`${one} --fresh`).stdout).toContain('you have answered 0 of them');
    expect(existsSync(file)).toBe(false);
  });

  test('sets a damaged file aside, and says so', () => {
    quiz('--count 1 --fresh', 'a\nab\nabc\n');
    writeFileSync(file, '{"version":1,');
    const { stdout, stderr, status } = quiz('--count 1');
    expect(stderr).toBe(
      `expected the answers of earlier quizzes in ${file}, got text that is not JSON; the file is now ${file}.damaged-1, and this quiz starts anew\n`,
    );
    expect(stdout).toMatch(/0 of 0 right, 1 not answered\n$/);
    expect(status).toBe(0);
    expect(readFileSync(`${file}.damaged-1`, 'utf8')).toBe('{"version":1,');
  });

  test('examines, with a score for each domain', () => {
    const { stdout, stderr, status } = quiz(
      '--exam DVA-C02 --count 8 --minutes 130 --seed 2',
      'a\nab\nabc\n',
    );
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('1/8  130 min left\n');
    expect(stdout).toMatch(/ {2}1 {2}Development with AWS Services {6}32% {2}\d of \d\n/);
    expect(stdout).toContain('DVA-C02 is passed with 720 of 1,000 points.');
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
    ['--minutes 0', /expected a whole number from 1 to 1440\n$/],
    ['--minutes 5', /^expected --exam beside --minutes, because a mock exam is one of an exam\n$/],
    ['--exam CLF-C02', /argument 'CLF-C02' is invalid\. Allowed choices are DVA-C02, SAA-C03, /],
    [
      '--exam DVA-C02 --count 9999',
      /^expected a count from 1 to \d+, the questions of DVA-C02, got 9999\n$/,
    ],
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
