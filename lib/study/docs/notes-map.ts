import { type PlacedSetting, type SeedLine, settingsOf } from '../../model/exam';
import type { Pattern } from '../../model/pattern';
import { resourceHeading, resourceTarget } from './links';
import { code, file, table } from './markdown';

/** What speaks of a line of the notes: a resource, and those of its properties that do. */
interface Mention {
  readonly label: string;
  readonly properties: string[];
}

/**
 * docs/notes-map.md: from each line of the notes to the settings that speak of it, and back. Most links occur many
 * times, so their targets are at the end, each by its name.
 */
export function notesMap(patterns: readonly Pattern[]): string {
  const targets = new Map<string, string>();
  const lines = linesOfNotes(patterns, targets);
  const documents = [...new Set([...lines.keys()].map((seed) => seed.slice(0, 3)))].sort();
  const text = [
    '# The notes map',
    '',
    'The project was made from five documents of exam notes, 000 to 004, which are not part of it. This map lists',
    'the settings for each line of the notes, and then the lines for each setting: `003:183` is line 183 of document',
    '003. What the notes get wrong is in the [corrections](corrections.md).',
    '',
    '## From line to setting',
    '',
  ];
  for (const document of documents) {
    const own = [...lines].filter(([seed]) => seed.startsWith(`${document}:`));
    own.sort(([one], [other]) => lineOf(one) - lineOf(other));
    text.push(
      `### Document ${document}`,
      '',
      table(
        ['Line', 'Settings'],
        own.map(([seed, mentions]) => [`${lineOf(seed)}`, mentions.map(mentionText).join('; ')]),
        ['r'],
      ),
      '',
    );
  }
  text.push('## From setting to line', '');
  for (const pattern of patterns) {
    text.push(
      `### ${pattern.id}`,
      '',
      ...settingsByTarget(pattern).map(
        ([target, settings]) =>
          `- [${settings[0]?.id}](${target}): ` +
          settings.map(({ property, seeds }) => `${code(property)} ${seeds.join(', ')}`).join('; '),
      ),
      '',
    );
  }
  text.push(...[...targets].map(([label, target]) => `[${label}]: ${target}`));
  return file(text);
}

function linesOfNotes(
  patterns: readonly Pattern[],
  targets: Map<string, string>,
): Map<SeedLine, Mention[]> {
  const lines = new Map<SeedLine, Mention[]>();
  for (const pattern of patterns) {
    for (const setting of settingsOf(pattern.exam)) {
      const label = labelOf(pattern, setting);
      if (setting.seeds.length > 0) targets.set(label, resourceTarget(pattern, setting));
      for (const seed of setting.seeds) {
        const mentions = lines.get(seed) ?? [];
        lines.set(seed, mentions);
        const known = mentions.find((mention) => mention.label === label);
        if (known) known.properties.push(setting.property);
        else mentions.push({ label, properties: [setting.property] });
      }
    }
  }
  return lines;
}

/** A construct with several resources is told apart by type. */
function labelOf({ id, exam }: Pattern, setting: PlacedSetting): string {
  const types = exam.resources.filter((one) => one.id === setting.id).map(({ type }) => type);
  const several = new Set(types).size > 1;
  return `${id}: ${several ? resourceHeading(setting) : setting.id}`;
}

const mentionText = ({ label, properties }: Mention) =>
  `[${label}] ${properties.map(code).join(', ')}`;

/** The settings of a pattern that the notes speak of, by the place of their resource. */
function settingsByTarget(pattern: Pattern) {
  const settings = settingsOf(pattern.exam).filter(({ seeds }) => seeds.length > 0);
  const targets = [...new Set(settings.map((setting) => resourceTarget(pattern, setting)))];
  return targets.map(
    (target) =>
      [target, settings.filter((setting) => resourceTarget(pattern, setting) === target)] as const,
  );
}

const lineOf = (seed: SeedLine) => Number(seed.slice(4));
