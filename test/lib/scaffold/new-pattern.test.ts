import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from '../../../lib/model/pattern';
import { patterns } from '../../../lib/patterns';
import {
  newPattern,
  openSteps,
  readStart,
  withEntry,
  writeNew,
} from '../../../lib/scaffold/new-pattern';
import { temporaryFolder } from '../../support/folder';

const question = 'How do you wait for a message without polling?';
const start = readStart('messaging/sqs-nothing-like-it', question);

describe.each(patterns)('$id', (pattern) => {
  test('has no step of `npm run new` left to do', () => {
    const folder = folderOf(pattern);
    const trees = ['lib/patterns', 'lambda', 'test/patterns'];
    expect(openSteps(trees.map((tree) => `${tree}/${folder}`))).toEqual([]);
  });
});

test('every family with a pattern has its file in test/every-pattern', () => {
  for (const family of new Set(patterns.map((pattern) => pattern.family))) {
    expect(readFileSync(`test/every-pattern/${family}.test.ts`, 'utf8')).toContain(
      `everyPattern('${family}');`,
    );
  }
});

describe('a new pattern', () => {
  test.each([
    ['sqs-something', /^expected a family \(api, .*\) before the slash, got 'sqs-something'$/],
    ['mail/sqs-something', /^expected a family/],
    ['messaging/SqsSomething', /^expected <family>\/<service>-<lesson> in lower case/],
    ['messaging/sqs', /^expected <family>/],
    ['messaging/sqs-a/b', /^expected <family>/],
  ])('is not called %s', (path, message) => {
    expect(() => readStart(path, question)).toThrow(message);
  });

  test.each(['', 'How?', 'It waits for a message.', "What's the way to wait for a message?"])(
    'does not answer %j',
    (text) => {
      expect(() => readStart('messaging/sqs-something', text)).toThrow(
        /^expected the exam question/,
      );
    },
  );

  test('tells its steps in order, each with its place', () => {
    const home = temporaryFolder();
    const files = [...newPattern(start)].map(([file, text]) => [join(home, file), text] as const);
    writeNew(new Map(files));
    const steps = openSteps([home]);
    expect(steps.length).toBeGreaterThan(10);
    for (const [index, step] of steps.entries()) {
      expect(step).toMatch(new RegExp(`^${index + 1}\\. .+\\.ts:\\d+: \\S`));
    }
    const other = new Map(files.map(([file, text]) => [file, `${text}\n`]));
    expect(() => writeNew(other)).toThrow(/^expected no such file yet, found /);
  });

  test('stands in the table of contents behind the last one of its family', () => {
    const index = readFileSync('lib/patterns/index.ts', 'utf8');
    const others = new Map(
      patterns.map(({ id, family }) => [id.charAt(0).toLowerCase() + id.slice(1), family]),
    );
    const added = withEntry(index, start, others);
    expect(added).toContain(
      "import { sqsNothingLikeIt } from './messaging/sqs-nothing-like-it';\n",
    );
    const names = [...added.slice(added.indexOf('= [')).matchAll(/^ {2}(\w+),$/gm)].map(
      ([, name = '']) => name,
    );
    expect(names).toHaveLength(patterns.length + 1);
    const place = names.indexOf('sqsNothingLikeIt');
    expect(others.get(names[place - 1] ?? '')).toBe('messaging');
    expect(others.get(names[place + 1] ?? '')).not.toBe('messaging');
  });

  test('of a family without a pattern stands at the end', () => {
    const compute = readStart('compute/ec2-something', question);
    const added = withEntry(readFileSync('lib/patterns/index.ts', 'utf8'), compute, new Map());
    expect(added).toMatch(/\n {2}ec2Something,\n\];\n$/);
  });
});
