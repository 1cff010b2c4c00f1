import type { Exam, Json } from '../model/exam';

/** A change as a person writes it: construct, property and value, such as `WorkQueue.DelaySeconds=5`. */
export interface Wish {
  /** The id of the stack, if it was given: `SqsDeadLetterQueue/WorkQueue.DelaySeconds=5`. */
  readonly stack?: string;
  readonly construct: string;
  readonly property: string;
  readonly value: Json;
  readonly text: string;
}

/** One word, which needs no quotes: such as KEYS_ONLY or nodejs24.x. */
const word = /^\w[\w.:/-]*$/;

/**
 * Reads one change, or several with semicolons between them. A value is JSON; a single word needs
 * no quotes, and `null` removes the property.
 * @param stacks the ids of the stacks that a change may name
 * @throws if the text has another form; the message says what was expected
 */
export function parseWishes(text: string, stacks: readonly string[] = []): Wish[] {
  const wishes: Wish[] = [];
  let pending = '';
  let failure: unknown;
  for (const part of text.split(';')) {
    pending += pending === '' ? part : `;${part}`;
    if (pending.trim() === '') continue;
    try {
      wishes.push(parseWish(pending.trim(), stacks));
      pending = '';
    } catch (error) {
      // The semicolon may stand inside a JSON text, which continues in the next part.
      failure ??= error;
    }
  }
  if (pending.trim() !== '') throw failure;
  return wishes;
}

function parseWish(text: string, stacks: readonly string[]): Wish {
  // A property begins with a capital; a construct id may contain a dot, such as `DeploymentStage.prod`.
  const parts = /^([A-Za-z][^=]*?)\.([A-Z][^=]*)=(.*)$/s.exec(text);
  if (parts === null) {
    throw new Error(`expected a change such as WorkQueue.VisibilityTimeout=10, got ${text}`);
  }
  const [, path = '', property = '', literal = ''] = parts;
  const [first = '', ...rest] = path.split('/');
  const named = stacks.includes(first) && rest.length > 0;
  return {
    ...(named && { stack: first }),
    construct: named ? rest.join('/') : path,
    property,
    value: parseValue(literal, text),
    text,
  };
}

function parseValue(literal: string, text: string): Json {
  try {
    return JSON.parse(literal);
  } catch {
    // A shell would remove the quotes around a word anyway.
    if (word.test(literal)) return literal;
    throw new Error(
      `expected a JSON value after the equals sign of ${text}, got ${literal || 'nothing'}`,
    );
  }
}

/** The naive variant of a pattern, as a person would write it. */
export function naiveWishes({ naive }: Exam): Wish[] {
  return naive.changes.map(({ id, property, value }) => ({
    construct: id,
    property,
    value,
    text: `${id}.${property}=${JSON.stringify(value)}`,
  }));
}

/** A value without quotes, unless it would then be read as a number, as `true` or as `null`. */
export function spellValue(value: Json): string {
  const bare = typeof value === 'string' && word.test(value) && !readsAsJson(value);
  return bare ? value : JSON.stringify(value);
}

function readsAsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
