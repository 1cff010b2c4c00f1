import type { Json, PlacedSetting } from '../../model/exam';
import { settingsOf } from '../../model/exam';
import { type Paragraph, paragraphs, statementAt } from './paragraphs';
import { logicalIdOf, type Study } from './study';

/** A paragraph of a stack with what it makes, and the settings that stand beside it. */
export interface Annotated extends Paragraph {
  /** The logical ids of the resources and of the outputs, in the order of the template. */
  readonly resources: readonly string[];
  readonly outputs: readonly string[];
  readonly notes: readonly Note[];
}

/** A setting beside the code that makes it. */
export interface Note {
  readonly setting: PlacedSetting;
  /** The line that states the value; left out where the stack leaves the value to a default or a construct. */
  readonly line?: number;
  /** The number that marks the line and the note, from 1 over the whole stack; only with a line. */
  readonly mark?: number;
}

/** The paragraphs of a stack. Every resource, output and setting is in exactly one of them. */
export function annotate(study: Study): Annotated[] {
  const { pattern, template, paths, source, lines } = study;
  const parts = paragraphs(source);
  const home = (logicalId: string): Paragraph => {
    const line = lines[logicalId];
    const part = parts.find(({ first, last }) => line && first <= line && line <= last);
    // What the library adds to every stack by itself comes from none of its lines.
    return part ?? (parts.at(-1) as Paragraph);
  };
  const placed = settingsOf(pattern.exam).map((setting) => {
    const logicalId = logicalIdOf(template, paths, setting);
    return { setting, logicalId, part: home(logicalId), line: lineOf(setting, lines[logicalId]) };
  });
  let mark = 0;
  return parts.map((part) => ({
    ...part,
    resources: Object.keys(template.Resources).filter((id) => home(id) === part),
    outputs: Object.keys(template.Outputs ?? {}).filter((id) => lines[id] && home(id) === part),
    notes: placed
      .filter((one) => one.part === part)
      .map(({ setting, line }) => {
        if (line === undefined) return { setting };
        mark += 1;
        return { setting, line, mark };
      }),
  }));

  function lineOf(setting: PlacedSetting, made: number | undefined): number | undefined {
    if (made === undefined) return undefined;
    const { first, last } = statementAt(source, made);
    const found = lineOfSetting(setting, source.split('\n').slice(first - 1, last));
    return found === undefined ? undefined : first + found;
  }
}

/**
 * The line that states a setting, as an index: one whose key says the same as the property and whose value is
 * the setting's. CDK renames some properties (`MessageRetentionPeriod` is `retentionPeriod`) and takes durations
 * for seconds, so names are compared word by word and durations are counted. Undefined rather than a guess.
 */
export function lineOfSetting(
  { property, value }: Pick<PlacedSetting, 'property' | 'value'>,
  lines: readonly string[],
): number | undefined {
  if (value === undefined) return undefined;
  const name =
    property
      .split('.')
      .filter((part) => !/^\d+$/.test(part))
      .at(-1) ?? '';
  const scores = lines.map((line, index) => {
    if (/^\s*(\/\/|\*)/.test(line)) return 0;
    const keys = [...line.matchAll(/['"]?([\w:-]+)['"]?:\s*((?:\([^)]*\)|[^,}])*)/g)];
    return Math.max(
      0,
      ...keys.map(([, key = '', stated = '']) => {
        const alike = likeness(key, name);
        if (alike === 0) return 0;
        const opens = /[[{(]$/.test(line);
        const whole =
          line.slice(line.indexOf(key)) +
          (opens ? lines.slice(index + 1, index + 8).join(' ') : '');
        const text = typeof value === 'object' ? whole : stated;
        if (alike >= 0.4 && says(text, value)) return 1 + alike;
        return alike >= 0.6 && mayMean(stated, name, value) ? alike : 0;
      }),
    );
  });
  const best = Math.max(...scores);
  const found = scores.flatMap((score, index) => (score === best ? [index] : []));
  return best > 0 && found.length === 1 ? found[0] : undefined;
}

/** Whether an expression that is not the value itself may well stand for it: a constant, or a variable of its name. */
function mayMean(stated: string, name: string, value: Json): boolean {
  const text = stated.trim();
  if (/^(['"`[{\d]|(true|false)\b|Duration\.)/.test(text)) return false;
  if (typeof value === 'string') return words(text).at(-1) === words(name).at(-1);
  return /^\w+\.\w/.test(text);
}

/** How many words two names share, from 0 to 1. */
function likeness(one: string, other: string): number {
  const [a, b] = [words(one), words(other)];
  const shared = a.filter((word) => b.includes(word)).length;
  return shared / Math.max(1, Math.min(a.length, b.length), Math.max(a.length, b.length) - 1);
}

/** The words of a name in camel case, without those that only say a unit or that something is switched on. */
function words(name: string): string[] {
  const all = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  const plain = all.map((word) =>
    word
      .toLowerCase()
      .replace(/^maximum$/, 'max')
      .replace(/^minimum$/, 'min')
      .replace(/(?<=..)s$/, ''),
  );
  const telling = plain.filter(
    (word) =>
      !/^(second|minute|hour|day|byte|milli|enabled?|configuration|arn|id|name|in)$/.test(word),
  );
  return telling.length > 0 ? telling : plain;
}

const unitSeconds = { millis: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** Whether the text of a value in a stack says a value of the template. */
function says(text: string, value: Json): boolean {
  const stated = text.trim();
  if (typeof value === 'number') {
    const duration = /Duration\.(millis|seconds|minutes|hours|days)\(([\d_]+)\)/.exec(stated);
    if (duration) {
      const seconds = numberOf(duration[2]) * unitSeconds[duration[1] as keyof typeof unitSeconds];
      return [seconds, seconds / 60, seconds / 86_400, seconds * 1000].includes(value);
    }
    return /^-?[\d_.]+$/.test(stated) && numberOf(stated) === value;
  }
  if (typeof value === 'boolean') return stated === String(value);
  if (typeof value === 'string') {
    const plain = (word: string) => word.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
    const last = /^['"`]/.test(stated) ? stated : (stated.split('.').at(-1) ?? '');
    return plain(last) === plain(value) && plain(value) !== '';
  }
  // Of lists and objects, all that they consist of must be there.
  const parts = leaves(value);
  return (
    parts.length > 0 &&
    parts.every((part) => new RegExp(`(?<!\\w)${literally(part)}(?!\\w)`).test(text))
  );
}

/** The strings, the numbers and the keys of a list or an object. */
function leaves(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, part]) => [key, ...leaves(part)]);
  return [String(value)];
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const numberOf = (text = '') => Number(text.replaceAll('_', ''));
