import { settingsOf } from '../../../../lib/model/exam';
import { patterns } from '../../../../lib/patterns';
import { notesMap } from '../../../../lib/study/docs/notes-map';
import { aPattern, aSetting } from '../../../support/pattern';

describe('the notes map', () => {
  const one = aPattern({
    settings: [
      aSetting({ seeds: ['003:42', '000:7'] }),
      aSetting({ property: 'FifoQueue', seeds: ['003:42', '003:9'] }),
      aSetting({ type: 'AWS::Lambda::Function', id: 'Both', property: 'Timeout' }),
      aSetting({ type: 'AWS::Logs::LogGroup', id: 'Both', property: 'RetentionInDays', seeds: [] }),
    ],
  });
  const text = notesMap([one]);

  test('leads from each line, in its order, to the settings that speak of it', () => {
    const [, first = ''] = text.split('## From line to setting\n');
    const [lines = ''] = first.split('## From setting to line');
    expect(lines.trim()).toBe(
      [
        '### Document 000\n',
        '| Line | Settings |',
        '| -: | - |',
        '| 7 | [OneQueue: Work] `DelaySeconds` |\n',
        '### Document 003\n',
        '| Line | Settings |',
        '| -: | - |',
        '| 9 | [OneQueue: Work] `FifoQueue` |',
        '| 42 | [OneQueue: Work] `DelaySeconds`, `FifoQueue`; [OneQueue: Both (AWS::Lambda::Function)] `Timeout` |',
      ].join('\n'),
    );
  });

  test('leads from a setting back to its lines', () => {
    expect(text).toContain(
      '- [Work](messaging/one-queue.md#work-awssqsqueue): `DelaySeconds` 003:42, 000:7; `FifoQueue` 003:42, 003:9\n',
    );
    expect(text).not.toContain('RetentionInDays');
  });

  test('has the target of every link', () => {
    const all = notesMap(patterns);
    const used = new Set([...all.matchAll(/\[([^\]]+)\](?![(:])/g)].map(([, label]) => label));
    const defined = [...all.matchAll(/^\[([^\]]+)\]: \S+$/gm)].map(([, label]) => label);
    expect(new Set(defined)).toEqual(used);
    expect(defined).toHaveLength(used.size);
  });

  test('has every line of every setting, both ways', () => {
    const [lines = '', back = ''] = notesMap(patterns).split('## From setting to line');
    const seeds = patterns.flatMap(({ exam }) => settingsOf(exam).flatMap((one) => one.seeds));
    const documents = lines.split('### Document ').slice(1);
    const rows = documents.flatMap((part) =>
      [...part.matchAll(/^\| (\d+) \|/gm)].map(([, line]) => `${part.slice(0, 3)}:${line}`),
    );
    expect(rows.sort()).toEqual([...new Set(seeds)].sort());
    expect(back.match(/\b00\d:\d+/g)?.sort()).toEqual(seeds.sort());
  });
});
