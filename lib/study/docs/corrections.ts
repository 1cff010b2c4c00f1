import { type Correction, type PlacedSetting, settingsOf } from '../../model/exam';
import type { Pattern } from '../../model/pattern';
import { resourceTarget } from './links';
import { cell, code, file, table } from './markdown';

/** A correction with the setting that it stands at. */
export interface Corrected {
  readonly pattern: Pattern;
  readonly setting: PlacedSetting;
  readonly today: Correction;
}

/** Every correction of the patterns, the latest change first; then by line of the notes. */
export function allCorrections(patterns: readonly Pattern[]): Corrected[] {
  const found = patterns.flatMap((pattern) =>
    settingsOf(pattern.exam).flatMap((setting) =>
      setting.today ? [{ pattern, setting, today: setting.today }] : [],
    ),
  );
  return found.sort(
    (one, other) =>
      compare(changed(other.today), changed(one.today)) ||
      compare(firstSeed(one.setting), firstSeed(other.setting)) ||
      compare(one.today.notes, other.today.notes),
  );
}

/** docs/corrections.md: what the notes say, what is true now, since when, and where AWS says so. */
export function corrections(patterns: readonly Pattern[]): string {
  const all = allCorrections(patterns);
  const section = (title: string, entries: readonly Corrected[], dated = false) =>
    entries.length === 0
      ? []
      : [
          `## ${title}`,
          '',
          table(
            [...(dated ? ['Since'] : []), 'The notes say', 'True now', 'Notes', 'Setting'],
            entries.map(({ pattern, setting, today }) => [
              ...(dated ? [changed(today)] : []),
              `${cell(today.notes)}${today.saidBy ? ` ([AWS too](${today.saidBy}))` : ''}`,
              `${cell(today.now)} ([source](${today.source}))`,
              setting.seeds.join(', '),
              `[${pattern.id}: ${setting.id}](${resourceTarget(pattern, setting)}) ${code(setting.property)}`,
            ]),
          ),
          '',
        ];
  return file([
    '# Corrections',
    '',
    `The project was made from five documents of exam notes, which are not part of it. ${all.length} of their statements`,
    'are outdated or were never right, or AWS itself says something else on another page. The column Notes says',
    'where each statement is: `003:183` is line 183 of document 003.',
    '',
    ...section(
      'Changed, the latest change first',
      all.filter(({ today }) => changed(today) !== ''),
      true,
    ),
    ...section(
      'Changed, date unknown',
      all.filter(({ today }) => today.since === 'unknown'),
    ),
    ...section(
      'AWS says both',
      all.filter(({ today }) => today.saidBy !== undefined),
    ),
    ...section(
      'Never right',
      all.filter(({ today }) => today.since === undefined && today.saidBy === undefined),
    ),
  ]);
}

/** The day, month or year of a change; empty without one. */
function changed({ since }: Correction): string {
  return since === undefined || since === 'unknown' ? '' : since;
}

/** The first line of the notes in an order that sorts: `003:0042`. */
function firstSeed({ seeds }: PlacedSetting): string {
  const padded = seeds.map((seed) => seed.replace(/\d+$/, (line) => line.padStart(4, '0')));
  return padded.sort()[0] ?? '~';
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
