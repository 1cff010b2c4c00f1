import { type Correction, type PlacedSetting, settingsOf } from '../../model/exam';
import type { Pattern } from '../../model/pattern';
import type { Places } from '../source-line';
import { cell, settingTarget } from './exam-map';

/** A correction with the setting that it stands at. */
export interface Corrected {
  readonly pattern: Pattern;
  readonly setting: PlacedSetting;
  readonly today: Correction;
}

/** Every correction of the patterns, the latest change first and the undated last; then by line of the notes. */
export function allCorrections(patterns: readonly Pattern[]): Corrected[] {
  const found = patterns.flatMap((pattern) =>
    settingsOf(pattern.exam).flatMap((setting) =>
      setting.today ? [{ pattern, setting, today: setting.today }] : [],
    ),
  );
  return found.sort(
    (one, other) =>
      compare(other.today.since ?? '', one.today.since ?? '') ||
      compare(firstSeed(one.setting), firstSeed(other.setting)) ||
      compare(one.today.notes, other.today.notes),
  );
}

/**
 * docs/corrections.md: what the notes say, what is true now, since when, and who says so.
 * @param places for links to the line of a setting; without, links go to the top of the file
 */
export function corrections(patterns: readonly Pattern[], places: Places = new Map()): string {
  const all = allCorrections(patterns);
  const dated = all.filter(({ today }) => today.since !== undefined);
  const undated = all.filter(({ today }) => today.since === undefined);
  const row = ({ pattern, setting, today }: Corrected) =>
    [
      ...(today.since === undefined ? [] : [today.since]),
      cell(today.notes),
      `${cell(today.now)} ([source](${today.source}))`,
      setting.seeds.join(', '),
      `${pattern.id}: [\`${setting.id}.${setting.property}\`](${settingTarget(pattern, setting, places)})`,
    ].join(' | ');
  const table = (rows: readonly Corrected[], first: readonly string[]) => {
    const columns = [...first, 'The notes say', 'True now', 'Notes', 'PlacedSetting'];
    return [
      `| ${columns.join(' | ')} |`,
      `| ${columns.map(() => '---').join(' | ')} |`,
      ...rows.map((entry) => `| ${row(entry)} |`),
      '',
    ];
  };
  const lines = [
    '# Corrections',
    '',
    `The project was made from exam notes of several years. ${all.length} of their statements are outdated or`,
    'were never right. In the column Notes is where they stand: number of the document (000 to 004),',
    'colon, line.',
    '',
  ];
  if (dated.length > 0)
    lines.push('## Outdated, the latest change first', '', ...table(dated, ['Since']));
  if (undated.length > 0)
    lines.push('## Never right, or changed without a date', '', ...table(undated, []));
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The first line of the notes in an order that sorts: `003:0042`. */
function firstSeed({ seeds }: PlacedSetting): string {
  const padded = seeds.map((seed) => seed.replace(/\d+$/, (line) => line.padStart(4, '0')));
  return padded.sort()[0] ?? '~';
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
