import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsOf } from '../../../../lib/model/exam';
import { allTaskStatements, examGuides } from '../../../../lib/model/exam-guides';
import { patterns } from '../../../../lib/patterns';
import { allCorrections, corrections } from '../../../../lib/study/docs/corrections';
import { anchor, cell, examMap, gaps } from '../../../../lib/study/docs/exam-map';
import { examPlaces } from '../../../../lib/study/source-line';
import { aPattern, aSetting } from '../../../support/pattern';

const known = allTaskStatements().map(({ id }) => id);
const places = examPlaces(patterns, (file) => readFileSync(file, 'utf8'));

describe('the exam guides', () => {
  test.each(examGuides)('$exam: its domains make up the whole exam', ({ domains, source }) => {
    expect(domains.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/aws-certification\//);
  });

  test('number their task statements by domain', () => {
    expect(new Set(known).size).toBe(known.length);
    expect(allTaskStatements()).toContainEqual({
      id: 'SAA-C03 2.2',
      title: 'Design highly available and/or fault-tolerant architectures',
    });
  });
});

describe.each(patterns)('$id', ({ exam }) => {
  test('serves task statements that there are, each with at least one setting', () => {
    expect(known).toEqual(expect.arrayContaining([...exam.tasks]));
    const served = new Set(settingsOf(exam).flatMap(({ tasks }) => tasks ?? exam.tasks));
    expect([...served].sort()).toEqual([...exam.tasks].sort());
    expect(new Set(exam.tasks).size).toBe(exam.tasks.length);
  });
});

describe('gaps', () => {
  test('are the task statements that no setting serves', () => {
    const narrow = aPattern({ settings: [aSetting({ tasks: ['SAA-C03 2.1'] })] });
    const open = gaps([narrow]).map(({ id }) => id);
    expect(open).toEqual(known.filter((id) => id !== 'SAA-C03 2.1'));
    expect(gaps([]).map(({ id }) => id)).toEqual(known);
  });

  test('are on the map, under their exam, and nothing else is', () => {
    const [, listed = ''] = examMap(patterns, places).split('\n## Gaps\n');
    const lines = listed.split('\n').filter((line) => line.startsWith('- '));
    expect(lines).toEqual(gaps(patterns).map(({ id, title }) => `- ${id} ${title}`));
  });
});

describe('the exam map', () => {
  const map = examMap(patterns, places);

  test('leads from a task statement to settings and test, and back', () => {
    const one = aPattern({
      settings: [
        aSetting({ experiments: [{ value: 901, outcome: 'refused', because: 'No.' }] }),
        aSetting({ id: 'Dead' }),
        aSetting({ property: 'FifoQueue' }),
      ],
    });
    const text = examMap([one]);
    expect(text).toContain(
      '#### SAA-C03 2.1 Design scalable and loosely coupled architectures\n\n| Pattern | Settings | Test |\n| --- | --- | --- |\n' +
        '| [OneQueue](#onequeue) | Work: [`DelaySeconds`][1], [`FifoQueue`][3]<br>Dead: [`DelaySeconds`][2] | [story](../test/patterns/messaging/one-queue/story.test.ts) |\n',
    );
    expect(text).toContain(
      '| [`Work.DelaySeconds`][1] | ' + '[DVA-C02 1.1], [SAA-C03 2.1] | value, 1 experiment |\n',
    );
    expect(text).toContain('\n[1]: ../lib/patterns/messaging/one-queue/exam.ts\n[2]: ');
    expect(text).not.toContain('### SOA-C03 domain');
    expect(text).toContain("-t 'OneQueue Work: DelaySeconds'");
  });

  test('has a row for every setting', () => {
    const [, back = ''] = map.split('\n## From setting to task statement\n');
    const rows = back.split('\n').filter((line) => line.startsWith('| [`'));
    expect(rows).toHaveLength(patterns.flatMap(({ exam }) => settingsOf(exam)).length);
  });

  test('links to headings that it has', () => {
    const headings = [...map.matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => anchor(text));
    expect(new Set(headings).size).toBe(headings.length);
    const targets = new Map(
      [...map.matchAll(/^\[([A-Z].*)\]: #(.*)$/gm)].map(([, label, fragment]) => [label, fragment]),
    );
    const labels = [...map.matchAll(/\[([A-Z]{3}-C\d\d [\d.]+)\](?=[ ,])/g)];
    const direct = [...map.matchAll(/\]\(#([^)]*)\)/g)];
    expect(labels.length).toBeGreaterThan(0);
    expect(direct.length).toBeGreaterThan(0);
    for (const [, label] of labels) expect(headings).toContain(targets.get(label));
    for (const [, fragment] of direct) expect(headings).toContain(fragment);
  });

  test.each([
    ['exam map', map],
    ['corrections', corrections(patterns, places)],
  ])('%s: links to files and lines that there are', (_, markdown) => {
    const targets = new Map(
      [...markdown.matchAll(/^\[(\d+)\]: (\S+)$/gm)].map(([, label, target]) => [label, target]),
    );
    const text = markdown.replace(/\]\[(\d+)\]/g, (_, label) => `](${targets.get(label)})`);
    expect(text).not.toContain('undefined');
    const links = [...text.matchAll(/\[`?([^\]]*?)`?\]\((\.\.\/[^)#]*)(?:#L(\d+))?\)/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [, words = '', path = '', line] of links) {
      expect({ path, exists: existsSync(join('docs', path)) }).toEqual({ path, exists: true });
      if (line === undefined) continue;
      const lines = readFileSync(join('docs', path), 'utf8').split('\n');
      const there = lines.slice(Number(line) - 1, Number(line) + 1).join(' ');
      const [, property = ''] = /property:\s*'([^']*)'/.exec(there) ?? [];
      expect(property).not.toBe('');
      expect(`.${words}`.endsWith(`.${property}`)).toBe(true);
    }
  });
});

describe('the corrections', () => {
  const today = { notes: 'Old.', now: 'New.', source: 'https://docs.aws.amazon.com/new' };

  test('are all there, with lines of the notes, source and setting', () => {
    const text = corrections(patterns, places);
    const all = patterns.flatMap(({ exam }) => settingsOf(exam)).filter((one) => one.today);
    expect(allCorrections(patterns)).toHaveLength(all.length);
    expect(text).toContain(`${all.length} of their statements`);
    for (const setting of all) {
      const row = text.split('\n').find((line) => line.includes(cell(setting.today?.notes ?? '')));
      expect(row).toContain(cell(setting.today?.now ?? '?'));
      expect(row).toContain(`(${setting.today?.source})`);
      expect(row).toContain(setting.seeds.join(', '));
      expect(row).toContain(`\`${setting.id}.${setting.property}\``);
    }
  });

  test('stand with the latest change first, then by line of the notes, the undated last', () => {
    const one = aPattern({
      settings: [
        aSetting({ seeds: ['003:1000'], today }),
        aSetting({ seeds: ['003:999', '004:7'], today }),
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
      '| 2024 | Old. | New. ([source](https://docs.aws.amazon.com/new)) | 004:1 | OneQueue: [`Work.DelaySeconds`](../lib/patterns/messaging/one-queue/exam.ts) |',
    );
  });

  test('cannot break out of their table', () => {
    expect(cell('a | b\n<name> * \\')).toBe('a \\| b &lt;name> \\* \\\\');
  });
});
