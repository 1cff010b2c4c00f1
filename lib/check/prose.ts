/** A phrase that this project does not write, and what to write instead. */
interface Rule {
  readonly phrase: RegExp;
  readonly instead: string;
}

/** The list is short on purpose: each entry was once hard to read for somebody. */
export const rules: readonly Rule[] = [
  { phrase: /\bwhoever\b/i, instead: 'anyone who' },
  { phrase: /\bmend(s|ed|ing)?\b/i, instead: 'fix' },
  { phrase: /\bh(o|e)lds?\b[^.;:]{0,60}\bagainst\b/i, instead: 'check against, compare with' },
  { phrase: /\bfor ever\b/i, instead: 'forever' },
  { phrase: /\brings?\b(?! buffer)/i, instead: 'goes into ALARM' },
  {
    phrase:
      /, for (it|he|she|they|we|you|there|no|nobody|everybody|a|an|the|every|each|its|what)\b/i,
    instead: 'because',
  },
  { phrase: /\bor else\b|, else\b|; else (it|the|that)\b/i, instead: 'otherwise' },
  {
    phrase: /\b(as|before|once|what) one (can|does|has|kept|knows|sees|writes|wrote)\b/i,
    instead: 'you',
  },
];

/** A place where a text uses a phrase that it should not. */
export interface Objection {
  /** From 1. */
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/**
 * The phrases of a source file or a Markdown text that this project does not write, from the top
 * down. A phrase may run over several lines of a comment.
 */
export function objections(source: string): Objection[] {
  // Of the same length, so that the index of a phrase still tells its line.
  const text = source.replace(/\n[ \t]*(\*|\/\/)?[ \t]?/g, (gap) => ' '.repeat(gap.length));
  return rules
    .flatMap(({ phrase, instead }) =>
      [...text.matchAll(new RegExp(spaced(phrase), `g${phrase.flags}`))].map((match) => ({
        line: source.slice(0, match.index).split('\n').length,
        found: match[0].replace(/\s+/g, ' ').trim(),
        instead,
      })),
    )
    .sort((one, other) => one.line - other.line);
}

/** A space in a phrase stands for any white space. */
const spaced = ({ source }: RegExp) => source.replaceAll(' ', '\\s+');
