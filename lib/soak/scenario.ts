import type { Random } from '../run/random';

/** One pattern under load and faults. */
export interface Scenario {
  /** Id of the pattern. */
  readonly id: string;
  /** What is changed in the stack for the run, in the words of `-c set=…`. */
  readonly changes: (proxy: string) => readonly string[];
  /** What the SDK clients of this process are told, where they are to meet faults too. */
  readonly environment?: (proxy: string) => Readonly<Record<string, string>>;
  readonly run: (field: Field) => Promise<Account>;
}

/** What a scenario is given. */
export interface Field {
  readonly outputs: Readonly<Record<string, string>>;
  /** How many messages, item writes or requests. */
  readonly count: number;
  readonly random: Random;
  /** Aborted at the deadline. */
  readonly signal: AbortSignal;
  /** Says how far it is; the last word is in the message when the deadline passes. */
  readonly progress: (state: string) => void;
}

/** What was sent, and what became of it. */
export interface Account {
  /** In words. */
  readonly sent: string;
  readonly handled: number;
  /** How many should have been handled. */
  readonly expected: number;
  /** Neither handled nor set aside. */
  readonly lost: number;
  /** Effects beyond the one that each may have. */
  readonly doubled: number;
  readonly setAside: number;
  /** How many should have been set aside. */
  readonly poison: number;
  /** Where that is. */
  readonly where: string;
  /** What else was seen. */
  readonly notes: readonly string[];
  /** What else is wrong. */
  readonly trouble: readonly string[];
}

/** Everything that is wrong with an account, a sentence each; nothing for a scenario that holds. */
export function objections(account: Account): string[] {
  const { handled, expected, lost, doubled, setAside, poison, where, trouble } = account;
  const rules: [boolean, string][] = [
    [handled !== expected, `expected ${number(expected)} handled, got ${number(handled)}`],
    [lost !== 0, `expected nothing lost, got ${number(lost)}`],
    [doubled !== 0, `expected no doubled effect, got ${number(doubled)}`],
    [setAside !== poison, `expected ${number(poison)} ${where}, got ${number(setAside)}`],
  ];
  return [...rules.filter(([wrong]) => wrong).map(([, text]) => text), ...trouble];
}

/** As people write it: 5,000. */
export const number = (value: number): string => value.toLocaleString('en-US');

/** How long a scenario may take, in seconds. */
export const deadline = (count: number): number => Math.ceil(300 + 0.15 * count);

/** The items by their keys, each group in the order of the items. */
export function grouped<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** An output of the deployed stack. */
export function output({ outputs }: Field, name: string): string {
  const value = outputs[name];
  if (value === undefined)
    throw new Error(`expected an output ${name}, found ${Object.keys(outputs).join(', ')}`);
  return value;
}
