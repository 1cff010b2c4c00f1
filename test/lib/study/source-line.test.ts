import { existsSync, readFileSync } from 'node:fs';
import { settingsOf } from '../../../lib/model/exam';
import { patterns } from '../../../lib/patterns';
import { examFile, examPlaces } from '../../../lib/study/source-line';
import { aPattern, aSetting } from '../../support/pattern';

const read = (file: string) => readFileSync(file, 'utf8');

describe.each(patterns)('$id', (pattern) => {
  const places = examPlaces([pattern], read);
  const { wrong } = pattern.exam;
  const settings = settingsOf(pattern.exam);
  const lines = read(examFile(pattern)).split('\n');
  /** The line of a place and the one below, because a long text moves there. */
  const at = (item: (typeof settings)[number] | (typeof wrong)[number]) => {
    const line = places.get(item)?.line ?? 0;
    return lines.slice(line - 1, line + 1).join('\n');
  };

  test('has its exam list where the name says', () => {
    expect(existsSync(examFile(pattern))).toBe(true);
  });

  test('has every setting and every wrong answer on the line that is said', () => {
    expect(places.size).toBe(settings.length + wrong.length);
    for (const setting of settings) {
      expect(at(setting)).toMatch(/\bproperty:/);
      expect(at(setting)).toContain(`'${setting.property}'`);
    }
    for (const one of wrong) expect(at(one)).toMatch(/\banswer:/);
  });

  test('has its settings one below the other', () => {
    const found = settings.map((setting) => places.get(setting)?.line ?? 0);
    expect(found).toEqual([...new Set(found)].sort((one, other) => one - other));
  });
});

describe('a list', () => {
  const settings = [
    aSetting({ id: 'One' }),
    aSetting({ id: 'Two' }),
    aSetting({ id: 'Two', property: 'Policy.Sid' }),
  ];
  const wrong = [{ answer: "Don't", because: 'It would not.' }];
  const pattern = aPattern({ settings, wrong });
  const source = [
    'export const exam = {', // 1
    `  wrong: [{ answer: "Don't", because: 'It would not.' }],`,
    '  settings: [',
    "    { id: 'One', property: 'DelaySeconds', value: 0 },", // 4
    '    {',
    '      ...two,',
    "      property: 'DelaySeconds',", // 7
    '    },',
    '    {',
    '      property:', // 10
    "        'Policy.Sid',",
    '    },',
    '  ],',
    "  naive: { changes: [{ property: 'DelaySeconds' }] },",
    '};',
  ].join('\n');

  test('gives each of two settings of one property its own line, in their order', () => {
    const places = examPlaces([pattern], () => source);
    expect(settingsOf(pattern.exam).map((setting) => places.get(setting)?.line)).toEqual([
      4, 7, 10,
    ]);
    expect(wrong.map((one) => places.get(one))).toEqual([
      { file: 'lib/patterns/messaging/one-queue/exam.ts', line: 2 },
    ]);
  });

  test('does not count the companions of an experiment', () => {
    const experiments = [
      "also: [{ property: 'Inline', value: [{ a: 1 }] }],",
      '      also: [',
      "        { property: 'Below', value: [1] },",
      '      ],',
    ].join('\n');
    const longer = source.replace('...two,', `...two,\n${experiments}`);
    const places = examPlaces([pattern], () => longer);
    expect(settingsOf(pattern.exam).map((setting) => places.get(setting)?.line)).toEqual([
      4, 11, 14,
    ]);
  });

  test('that names something else is refused, with what was expected and what came', () => {
    const other = source.replace("property:\n        'Policy.Sid'", "property: 'Policy'");
    expect(() => examPlaces([pattern], () => other)).toThrow(
      "expected property number 3 of settings in lib/patterns/messaging/one-queue/exam.ts to be 'Policy.Sid', got property: 'Policy'",
    );
  });

  test('that is too short, or missing, is refused', () => {
    const short = source.slice(0, source.indexOf('    {\n      property:'));
    expect(() => examPlaces([pattern], () => short)).toThrow("to be 'Policy.Sid', got no more");
    expect(() => examPlaces([pattern], () => '')).toThrow("expected 'settings: [' in lib/");
  });
});
