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

/**
 * Text as code in a cell of a table. A long text may break after its dots, commas and equals signs,
 * because a path that cannot break would take the width of the other columns.
 */
export function code(text: string): string {
  if (text.length <= 32) return `\`${text.replaceAll('|', '\\|')}\``;
  const escaped = text.replace(/[\\`*_[\]<>|~&:]/g, '\\$&');
  return `<code>${escaped.replace(/[.,=](?=.)/g, '$&<wbr>')}</code>`;
}

/** Lines of Markdown as a file: without empty lines at the end. */
export const file = (lines: readonly string[]): string => `${lines.join('\n').trimEnd()}\n`;
