import { spawnSync } from 'node:child_process';
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { examGuides } from '../../../lib/model/exam-guides';
import { patterns } from '../../../lib/patterns';
import { seeded } from '../../../lib/run/random';
import {
  answered,
  apportion,
  ask,
  bankQuestions,
  byDomain,
  byNeed,
  chosenBy,
  domainOf,
  drawExam,
  isRight,
  keyOf,
  type Progress,
  type Question,
  readProgress,
  scoreByDomain,
  standing,
  toRead,
  writeProgress,
} from '../../../lib/study/bank';
import { aPattern } from '../../support/pattern';

const today = '2026-11-28';

const aQuestion = (parts: Partial<Question> = {}): Question => ({
  key: 'OneQueue/1',
  kind: 'bank',
  pattern: 'OneQueue',
  text: 'Which?',
  right: ['this'],
  wrong: [{ answer: 'that' }, { answer: 'those' }, { answer: 'these' }, { answer: 'none' }],
  because: '',
  tasks: ['DVA-C02 1.1'],
  shows: [],
  ...parts,
});

const guide = (code: string) => {
  const found = examGuides.find(({ exam }) => exam === code);
  if (!found) throw new Error(`expected a guide of ${code}`);
  return found;
};

describe('the bank', () => {
  test('does not give its right answers away by their length', () => {
    const lengths = patterns
      .flatMap(({ exam }) => exam.questions)
      .map(({ right, wrong }) => ({
        right: right.map(({ length }) => length),
        wrong: wrong.map(({ answer }) => answer.length),
      }));
    const mean = (numbers: readonly number[]) =>
      numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    const ratio =
      mean(lengths.flatMap(({ right }) => right)) / mean(lengths.flatMap(({ wrong }) => wrong));
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
    const single = lengths.filter(({ right }) => right.length === 1);
    const share = (isIt: (one: (typeof single)[number]) => boolean) =>
      single.filter(isIt).length / single.length;
    // By chance it would be one in four.
    expect(share(({ right, wrong }) => Math.max(...right) > Math.max(...wrong))).toBeLessThan(0.35);
    expect(share(({ right, wrong }) => Math.min(...right) < Math.min(...wrong))).toBeLessThan(0.35);
  });

  test('takes the first sentence of the answer for the right one, and the rest for the reason', () => {
    const [lead] = bankQuestions([
      aPattern({ answer: 'Use .waitForTaskToken in v1.2 of it. It waits. For a year.' }),
    ]);
    expect(lead).toMatchObject({
      text: 'How do you delay a message?',
      right: ['Use .waitForTaskToken in v1.2 of it'],
      because: 'It waits. For a year.',
    });
    const [short] = bankQuestions([aPattern({ answer: 'Wait.' })]);
    expect(short).toMatchObject({ right: ['Wait'], because: '' });
  });

  test('names every question differently, and the same one always the same', () => {
    const keys = bankQuestions(patterns).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf('OneQueue', 'Which?')).toBe('OneQueue/9a117f87');
    expect(keyOf('OneQueue', 'Which one?')).not.toBe(keyOf('OneQueue', 'Which?'));
  });

  test('is plain data', () => {
    const questions = bankQuestions(patterns);
    expect(JSON.parse(JSON.stringify(questions))).toEqual(questions);
  });

  test('runs where there is nothing of Node.js', () => {
    const entry = `
      import { drawExam, ask, chosenBy, isRight, answered } from './lib/study/bank';
      import { seeded } from './lib/run/random';
      const random = seeded(1);
      const { questions } = drawExam(input.questions, input.guide, 3);
      const asked = questions.map((question) => ask(question, random));
      output = JSON.stringify([asked.map((one) => isRight(one, chosenBy('a', one) ?? [])), answered({}, 'k', true, '2026-02-28')]);`;
    const bundled = spawnSync(
      process.execPath,
      ['node_modules/esbuild/bin/esbuild', '--bundle', '--platform=browser', '--loader=ts'],
      { input: entry, encoding: 'utf8' },
    );
    expect(bundled.stderr).toBe('');
    const questions = bankQuestions(patterns);
    const context = createContext({ input: { questions, guide: guide('DVA-C02') }, output: '' });
    runInContext(bundled.stdout, context);
    const [results, progress] = JSON.parse(context.output);
    expect(results).toHaveLength(3);
    expect(progress).toEqual({ k: { box: 2, due: '2026-03-01' } });
  });
});

describe('an answer', () => {
  test('has all right options and three others, in any order', () => {
    const two = aQuestion({ right: ['this', 'it'] });
    const { options } = ask(two, seeded(1));
    expect(options).toHaveLength(5);
    expect(options).toEqual(expect.arrayContaining(['this', 'it']));
    expect(
      new Set(Array.from({ length: 9 }, (_, seed) => `${ask(two, seeded(seed)).options}`)).size,
    ).toBeGreaterThan(1);
  });

  test.each([
    ['b', [1]],
    [' B) ', [1]],
    ['e', undefined],
    ['1', undefined],
    ['', undefined],
    ['ab', undefined],
  ])('%j chooses %j of four', (line, chosen) => {
    const asked = { question: aQuestion(), options: ['this', 'that', 'those', 'these'] };
    expect(chosenBy(line, asked)).toEqual(chosen);
  });

  test('of two letters needs both, whatever their order', () => {
    const question = aQuestion({ right: ['this', 'it'] });
    const asked = { question, options: ['this', 'that', 'it', 'those'] };
    expect(chosenBy('c,a', asked)).toEqual([2, 0]);
    expect(chosenBy('aa', asked)).toBeUndefined();
    expect(isRight(asked, [2, 0])).toBe(true);
    expect(isRight(asked, [0, 1])).toBe(false);
    expect(isRight(asked, [0])).toBe(false);
  });
});

describe('progress', () => {
  test('moves a question up after each right answer, and back to the first box after a wrong one', () => {
    let progress: Progress = {};
    const dues = [true, true, true, true, true, false, true].map((right) => {
      progress = answered(progress, 'k', right, today);
      return `${progress.k?.box} ${progress.k?.due}`;
    });
    expect(dues).toEqual([
      '2 2026-11-29',
      '3 2026-12-01',
      '4 2026-12-05',
      '5 2026-12-19',
      '5 2026-12-19',
      '1 2026-11-28',
      '2 2026-11-29',
    ]);
  });

  test('asks what went wrong first, then what is due, what is new, and what is not due', () => {
    const keys = ['known', 'sooner', 'new', 'due', 'wrong', 'made'];
    const questions = keys.map((key) =>
      aQuestion({ key, kind: key === 'made' ? 'value' : 'bank' }),
    );
    const progress = {
      known: { box: 4, due: '2026-12-05' },
      sooner: { box: 2, due: '2026-11-29' },
      due: { box: 3, due: today },
      wrong: { box: 1, due: '2026-11-01' },
    };
    expect(byNeed(questions, progress, today).map(({ key }) => key)).toEqual([
      'wrong',
      'due',
      'new',
      'made',
      'sooner',
      'known',
    ]);
    expect(standing(questions, progress, today)).toEqual({ known: 4, due: 2 });
  });

  test('reads what it writes', () => {
    const memory = fc.record({ box: fc.integer({ min: 1, max: 5 }), due: fc.constant(today) });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), memory), (progress) => {
        expect(readProgress(writeProgress(progress))).toEqual({ ...progress });
      }),
    );
  });

  test.each([
    ['', 'text that is not JSON'],
    ['{"version":1,"questions"', 'text that is not JSON'],
    ['[]', 'JSON that is not an object'],
    ['null', 'JSON that is not an object'],
    ['{"version":2,"questions":{}}', 'version 2'],
    ['{}', 'version undefined'],
    ['{"version":1}', 'no object of questions'],
    ['{"version":1,"questions":{"k":{"box":6,"due":"2026-11-28"}}}', 'no box and day for k'],
    ['{"version":1,"questions":{"k":{"box":1,"due":"soon"}}}', 'no box and day for k'],
    ['{"version":1,"questions":{"k":null}}', 'no box and day for k'],
  ])('does not take %j', (text, message) => {
    expect(() => readProgress(text)).toThrow(message);
  });

  test('never fails otherwise, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          readProgress(text);
        } catch (error) {
          expect((error as Error).message).toMatch(/^(text|JSON|version|no object|no box)/);
        }
      }),
    );
  });
});

describe('an exam', () => {
  test.each(examGuides)('$exam has domains whose weights add up, and whole numbers', (one) => {
    expect(one.domains.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
    expect(one.scored + one.unscored).toBe(one.exam === 'DOP-C02' ? 75 : 65);
    expect(one.page).toMatch(/^https:\/\/aws\.amazon\.com\/certification\//);
  });

  test('shares its 65 questions by the weights of its domains', () => {
    const weights = guide('DVA-C02').domains.map(({ percent }) => percent);
    expect(apportion(65, weights)).toEqual([21, 17, 15, 12]);
    expect(apportion(65, weights, [65, 65, 5, 65])).toEqual([25, 21, 5, 14]);
  });

  test('never gives a domain more than it has, and always as many as are asked for', () => {
    const domain = fc.record({ weight: fc.integer({ min: 1, max: 60 }), most: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(domain, { minLength: 1 }), fc.nat(), (domains, number) => {
        const all = domains.reduce((sum, { most }) => sum + most, 0);
        const count = all === 0 ? 0 : number % (all + 1);
        const shares = apportion(
          count,
          domains.map(({ weight }) => weight),
          domains.map(({ most }) => most),
        );
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
        for (const [index, share] of shares.entries())
          expect(share).toBeLessThanOrEqual(domains[index]?.most as number);
      }),
    );
  });

  test('draws each question for the first of its task statements in that exam', () => {
    const question = aQuestion({ tasks: ['SAA-C03 2.1', 'DVA-C02 4.3', 'DVA-C02 1.1'] });
    expect(domainOf(question, 'DVA-C02')).toBe(3);
    expect(domainOf(question, 'SAA-C03')).toBe(1);
    expect(domainOf(question, 'DOP-C02')).toBeUndefined();
    expect(byDomain([question], guide('DVA-C02')).map(({ length }) => length)).toEqual([
      0, 0, 0, 1,
    ]);
  });

  test('takes the questions of a domain in their order, and says where there are too few', () => {
    const questions = ['1.1', '1.2', '1.3', '4.1'].map((task) =>
      aQuestion({ key: task, tasks: [`DVA-C02 ${task}` as 'DVA-C02 1.1'] }),
    );
    const { questions: drawn, shares } = drawExam(questions, guide('DVA-C02'), 3);
    expect(drawn.map(({ key }) => key)).toEqual(['1.1', '1.2', '4.1']);
    expect(shares).toEqual([
      { wanted: 1, got: 2 },
      { wanted: 1, got: 0 },
      { wanted: 1, got: 0 },
      { wanted: 0, got: 1 },
    ]);
    for (const count of [0, 5, 1.5])
      expect(() => drawExam(questions, guide('DVA-C02'), count)).toThrow(
        `expected a count from 1 to 4, the questions of DVA-C02, got ${count}`,
      );
  });

  test('counts what was not answered as wrong, and names the patterns to read', () => {
    const result = (outcome: 'right' | 'wrong' | 'not answered', pattern = 'OneQueue') => ({
      asked: { question: aQuestion({ pattern }), options: [] },
      outcome,
    });
    const results = [
      result('right'),
      result('wrong'),
      result('not answered'),
      result('wrong', 'Other'),
      result('wrong', 'Other'),
    ];
    expect(scoreByDomain(results, guide('DVA-C02'))[0]).toEqual({
      title: 'Development with AWS Services',
      percent: 32,
      right: 1,
      asked: 5,
    });
    expect(toRead(results)).toEqual([
      { pattern: 'Other', wrong: 2 },
      { pattern: 'OneQueue', wrong: 1 },
    ]);
  });
});
