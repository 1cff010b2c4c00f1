/** Lines of a source file that belong together, as blank lines divide them. */
export interface Paragraph {
  /** Its first and its last line, from 1. */
  readonly first: number;
  readonly last: number;
  readonly kind: 'imports' | 'code';
}

/** The deepest indentation at which a blank line ends a paragraph: that of a constructor's body. */
const DEEPEST = 4;

/**
 * The paragraphs of a source file. A blank line inside a literal or a call ends none. The code is formatted
 * by Biome, so indentation is enough, and no parser is needed.
 */
export function paragraphs(source: string): Paragraph[] {
  const lines = source.trimEnd().split('\n');
  const found: Paragraph[] = [];
  let first = 0;
  for (const [index, line] of lines.entries()) {
    const ends = lines[index + 1] === undefined || (lines[index + 1] === '' && breaks(index + 2));
    if (line === '' && first === index) first = index + 1;
    if (!ends || line === '') continue;
    const kind = /^import /.test(lines[first] ?? '') ? 'imports' : 'code';
    found.push({ first: first + 1, last: index + 1, kind });
    first = index + 1;
  }
  return found;

  function breaks(index: number): boolean {
    return indentation(lines[index] ?? '') <= DEEPEST;
  }
}

/**
 * The first and the last line of the statement that a line belongs to, without the comment above it.
 * @param line from 1
 */
export function statementAt(source: string, line: number): { first: number; last: number } {
  const lines = source.split('\n');
  const begins = (index: number) => {
    const text = lines[index] ?? '';
    return text !== '' && indentation(text) <= DEEPEST && !/^\s*[)\]}.*]/.test(text);
  };
  let first = line - 1;
  while (first > 0 && !begins(first)) first -= 1;
  let last = line;
  while (last < lines.length && !begins(last)) last += 1;
  while (lines[last - 1] === '') last -= 1;
  return { first: first + 1, last };
}

const indentation = (line: string) => line.length - line.trimStart().length;
