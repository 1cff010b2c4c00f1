import { readFileSync } from 'node:fs';
import { patterns } from '../../../../lib/patterns';
import { paragraphs, statementAt } from '../../../../lib/study/site/paragraphs';
import { stackFile } from '../../../../lib/study/site/study';

const source = `import { Stack } from 'aws-cdk-lib';

export class OneStack extends Stack {
  constructor() {
    super();

    // A queue.
    const queue = new Queue(this, 'Queue', {
      one: 1,

      two: 2,
    });
    queue
      .metric()
      .createAlarm(this, 'Alarm');

    new Output(this, 'Url');
  }
}
`;

test('blank lines divide a stack into paragraphs, but not a literal', () => {
  expect(paragraphs(source)).toEqual([
    { first: 1, last: 1, kind: 'imports' },
    { first: 3, last: 5, kind: 'code' },
    { first: 7, last: 15, kind: 'code' },
    { first: 17, last: 19, kind: 'code' },
  ]);
});

test.each(patterns)('the paragraphs of $id have all its lines, each once', (pattern) => {
  const text = readFileSync(stackFile(pattern), 'utf8').trimEnd();
  const lines = text.split('\n');
  const covered = paragraphs(text).flatMap(({ first, last }) => lines.slice(first - 1, last));
  const outside = lines.length - covered.length;
  expect(covered.join('\n').replace(/\n+/g, '\n')).toBe(text.replace(/\n+/g, '\n'));
  expect(outside).toBeLessThanOrEqual(lines.filter((line) => line === '').length);
});

test('a statement runs from its first line to its last, without the comment above it', () => {
  expect(statementAt(source, 9)).toEqual({ first: 8, last: 12 });
  expect(statementAt(source, 15)).toEqual({ first: 13, last: 15 });
});
