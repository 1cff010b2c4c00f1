import { type PlacedSetting, settingsOf, type WrongAnswer } from '../model/exam';
import { folderOf, type Pattern } from '../model/pattern';

/** A line of a file: its path below the project, with slashes, and its number from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** The places of the settings and the wrong answers of exam lists. */
export type Places = ReadonlyMap<PlacedSetting | WrongAnswer, Place>;

/** The file of a pattern's exam list, such as `lib/patterns/messaging/sqs-dead-letter-queue/exam.ts`. */
export function examFile(pattern: Pick<Pattern, 'family' | 'id'>): string {
  return `lib/patterns/${folderOf(pattern)}/exam.ts`;
}

/**
 * The place of every setting (the line of its `property`) and every wrong answer.
 * @param read gives the text of a file, by the name that `examFile` gives
 * @throws if a file does not name them one by one, in the order of the list
 */
export function examPlaces(patterns: readonly Pattern[], read: (file: string) => string): Places {
  const places = new Map<PlacedSetting | WrongAnswer, Place>();
  for (const pattern of patterns) {
    const file = examFile(pattern);
    const source = read(file);
    const { wrong } = pattern.exam;
    const settings = settingsOf(pattern.exam);
    const put = (
      list: string,
      key: string,
      items: readonly [PlacedSetting | WrongAnswer, string][],
    ) => {
      const texts = items.map(([, text]) => text);
      for (const [index, line] of linesOf(file, source, list, key, texts).entries()) {
        const item = items[index];
        if (item) places.set(item[0], { file, line });
      }
    };
    put(
      'settings',
      'property',
      settings.map((setting) => [setting, setting.property]),
    );
    put(
      'wrong',
      'answer',
      wrong.map((answer) => [answer, answer.answer]),
    );
  }
  return places;
}

/**
 * The lines on which a list names its items: the first `key: 'text'` after `list: [` is the first
 * item, and so on. The list is in code that Biome formats, so no parser is needed.
 * @param texts what the items are called, in their order
 * @throws if the list is not there or has another name for an item
 */
function linesOf(
  file: string,
  source: string,
  list: string,
  key: string,
  texts: readonly string[],
): number[] {
  const start = source.search(new RegExp(`^\\s*${list}: \\[`, 'm'));
  if (start < 0) throw new Error(`expected '${list}: [' in ${file}`);
  const found = [
    ...withoutCompanions(source)
      .slice(start)
      .matchAll(new RegExp(`\\b${key}:\\s*(['"])((?:\\\\.|(?!\\1).)*)\\1`, 'g')),
  ];
  return texts.map((text, index) => {
    const [whole, , literal] = found[index] ?? [];
    if (whole === undefined || literal?.replace(/\\(.)/g, '$1') !== text) {
      throw new Error(
        `expected ${key} number ${index + 1} of ${list} in ${file} to be '${text}', got ${whole ?? 'no more'}`,
      );
    }
    return source.slice(0, start + (found[index]?.index ?? 0)).split('\n').length;
  });
}

/** The source with blanks in place of the companions of experiments, which name properties too. */
function withoutCompanions(source: string): string {
  return source.replace(/\balso: \[\{.*?\}\]|^( *)also: \[\n[\s\S]*?\n\1\]/gm, (companions) =>
    companions.replace(/[^\n]/g, ' '),
  );
}
