import { markdownTable } from 'markdown-table';

export { slug as anchor } from 'github-slugger';

/**
 * A Markdown table. Its columns are not padded, so a longer cell changes no other row.
 * @param rows cells as Markdown; plain text goes through `cell` first
 * @param align the columns that are not aligned by default, such as `['', 'r']`
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly string[] = [],
): string {
  return markdownTable([head, ...rows], { align, alignDelimiters: false });
}

/** Plain text for a cell of a table. */
export function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\|*]/g, '\\$&')
    .replaceAll('<', '&lt;');
}

/** Text as code in a cell of a table, where only the bar has a meaning. */
export const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** Lines of Markdown as a file: without empty lines at the end. */
export const file = (lines: readonly string[]): string => `${lines.join('\n').trimEnd()}\n`;
