import { settingsOf } from '../../../../lib/model/exam';
import { patterns } from '../../../../lib/patterns';
import { allCorrections, corrections } from '../../../../lib/study/docs/corrections';
import { cell, code } from '../../../../lib/study/docs/markdown';
import { aPattern, aSetting } from '../../../support/pattern';

describe('the corrections', () => {
  const today = { notes: 'Old.', now: 'New.', source: 'https://docs.aws.amazon.com/new' };

  test('are all there, with lines of the notes, source and setting', () => {
    const text = corrections(patterns);
    const all = patterns.flatMap(({ exam }) => settingsOf(exam)).filter((one) => one.today);
    expect(allCorrections(patterns)).toHaveLength(all.length);
    expect(text).toContain(`${all.length} of their statements`);
    expect(text.split('\n').filter((line) => line.includes('([source]('))).toHaveLength(all.length);
    for (const setting of all) {
      const row = text.split('\n').find((line) => line.includes(cell(setting.today?.notes ?? '')));
      expect(row).toContain(cell(setting.today?.now ?? '?'));
      expect(row).toContain(`(${setting.today?.source})`);
      expect(row).toContain(setting.seeds.join(', '));
      expect(row).toContain(code(setting.property));
    }
  });

  test('stand with the latest change first, then by line of the notes', () => {
    const one = aPattern({
      settings: [
        aSetting({ seeds: ['003:1000'], today }),
        aSetting({ seeds: ['003:999', '004:7'], today: { ...today, since: 'unknown' } }),
        aSetting({ seeds: ['004:1'], today: { ...today, since: '2022-08' } }),
        aSetting({ seeds: ['004:1'], today: { ...today, since: '2024' } }),
        aSetting({ seeds: ['003:8'], today: { ...today, since: '2022-08' } }),
        aSetting({ seeds: ['000:1'] }),
      ],
    });
    expect(allCorrections([one]).map(({ setting }) => setting.seeds[0])).toEqual([
      '004:1',
      '003:8',
      '004:1',
      '003:999',
      '003:1000',
    ]);
    expect(corrections([one])).toContain(
      '| 2024 | Old. | New. ([source](https://docs.aws.amazon.com/new)) | 004:1 | [OneQueue: Work](messaging/one-queue.md#work-awssqsqueue) `DelaySeconds` |',
    );
  });

  test('tell a change with a date, one without, what AWS says too, and what was never right apart', () => {
    const notes = [
      'It was right then.',
      'It was right once.',
      'It is half the truth.',
      'It was a mistake.',
    ] as const;
    const saidBy = 'https://docs.aws.amazon.com/half';
    const settings = [
      aSetting({ today: { ...today, notes: notes[0], since: '2024-02-29' } }),
      aSetting({ today: { ...today, notes: notes[1], since: 'unknown' } }),
      aSetting({ today: { ...today, notes: notes[2], saidBy } }),
      aSetting({ today: { ...today, notes: notes[3] } }),
    ];
    const [, ...sections] = corrections([aPattern({ settings })]).split('\n## ');
    expect(sections.map((text) => text.slice(0, text.indexOf('\n')))).toEqual([
      'Changed, the latest change first',
      'Changed, date unknown',
      'AWS says both',
      'Never right',
    ]);
    for (const [index, text] of sections.entries()) {
      expect(notes.filter((note) => text.includes(note))).toEqual([notes[index]]);
    }
    expect(sections[2]).toContain(`| ${notes[2]} ([AWS too](${saidBy})) |`);
    expect(corrections([aPattern({ settings: settings.slice(2) })])).not.toContain('## Changed');
  });
});
