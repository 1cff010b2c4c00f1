import { code } from '../../../../lib/study/docs/markdown';
import { page } from '../../../../lib/study/docs/page';
import { aPattern, aSetting } from '../../../support/pattern';

const today = { notes: 'Old.', now: 'New.', source: 'https://docs.aws.amazon.com/new' };
const text = page(
  aPattern({
    settings: [
      aSetting({
        tasks: ['SAA-C03 2.1'],
        experiments: [
          {
            value: 901,
            also: [{ property: 'FifoQueue', value: true }],
            outcome: 'fails',
            because: 'No.',
            source: 'https://docs.aws.amazon.com/refused',
          },
          { value: 30, outcome: 'update', because: 'Sooner.' },
        ],
      }),
      aSetting({ id: 'Dead', value: undefined, today }),
      aSetting({ property: 'FifoQueue', today: { ...today, since: 'unknown' } }),
    ],
  }),
  { resources: {}, paths: {} },
  { sentence: 'nothing', grows: [] },
);

describe('the page of a pattern', () => {
  test('has the settings of each resource below a heading, also of one that is listed twice', () => {
    const [, work = '', dead = ''] = text.split(/^### /m);
    const source = '([source](https://docs.aws.amazon.com/delay))';
    const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
    expect(work.trim().split('\n')).toEqual([
      'Work (AWS::SQS::Queue)',
      '',
      '| Property | Value | Fact |',
      '| - | - | - |',
      row('`DelaySeconds`', '`60`', `A queue can delay its messages. ${source}`),
      row('`FifoQueue`', '`60`', `A queue can delay its messages. ${source}`),
    ]);
    expect(dead).toContain('| `DelaySeconds` | *absent* |');
  });

  test('begins with the right answer, before the wrong ones', () => {
    expect(text).toContain('## The answer\n\nGive the queue a delivery delay.\n\n## Other answers');
  });

  test('links to its task statements on the exam map', () => {
    expect(text).toContain('[exam map](../exam-map.md): [DVA-C02 1.1], [SAA-C03 2.1].\n');
    expect(text).toContain(
      '\n[SAA-C03 2.1]: ../exam-map.md#saa-c03-21-design-scalable-and-loosely-coupled-architectures\n',
    );
  });

  test('shows what changes together, and who says that AWS refuses it', () => {
    expect(text).toContain(
      `| ${code('Work.DelaySeconds=901; Work.FifoQueue=true')} | fails ([source](https://docs.aws.amazon.com/refused)) | No. |`,
    );
    expect(text).toContain('| `Work.DelaySeconds=30` | update | Sooner. |');
    expect(text).toContain('*fails* means');
  });

  test('says what to know before a deployment and what to do if it fails', () => {
    const pattern = aPattern({
      deploy: {
        before: [{ text: 'Have a role.', source: 'https://docs.aws.amazon.com/role' }],
        fails: [{ symptom: '403', remedy: 'Wait.', source: 'https://docs.aws.amazon.com/wait' }],
      },
    });
    const made = page(pattern, { resources: {}, paths: {} }, { sentence: 'nothing', grows: [] });
    expect(made).toContain(
      '\n## Before you deploy\n\n- Have a role. ([source](https://docs.aws.amazon.com/role))\n\n' +
        '## If it fails\n\n- **403**: Wait. ([source](https://docs.aws.amazon.com/wait))\n\n## Try it\n',
    );
    expect(text).not.toMatch(/^## (Before you deploy|If it fails)$/m);
  });

  test('explains only the outcomes that it has', () => {
    const bare = page(aPattern(), { resources: {}, paths: {} }, { sentence: 'nothing', grows: [] });
    expect(bare).not.toContain('## Experiments');
    expect(bare).not.toContain('## Corrections');
  });

  test('says of each correction whether it changed', () => {
    const [, corrections = ''] = text.split('## Corrections');
    expect(corrections).toContain(
      '| Old. (003:42) | New. ([source](https://docs.aws.amazon.com/new)) | always: the notes were never right |',
    );
    expect(corrections).toContain('| date unknown |');
  });

  test('names lines of the notes in its corrections alone', () => {
    expect(text.split('## Corrections')[0]).not.toContain('003:42');
  });
});
