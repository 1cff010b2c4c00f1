/** Markup that is ready to be written to a page. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What a template may contain: text is escaped, markup is not, and what is false or undefined is left out. */
export type Part = Html | string | number | false | undefined | readonly Part[];

/** Markup from a template literal, with everything in it escaped that is not markup itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.reduce((text, string, index) => `${text}${write(parts[index - 1])}${string}`),
  );
}

/** Markup that others have made, such as an SVG. */
export const raw = (text: string) => new Html(text);

function write(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(write).join('');
  return escaped(String(part));
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A sentence of an exam list, in which backticks mark code. */
export function prose(text: string): Html {
  return new Html(
    text
      .split('`')
      .map((part, index) => (index % 2 === 1 ? `<code>${escaped(part)}</code>` : escaped(part)))
      .join(''),
  );
}

/** A long name that may break after its dots and slashes, and before its capitals. */
export function breakable(text: string): Html {
  return new Html(
    escaped(text)
      .replace(/[./](?=.)/g, '$&<wbr>')
      .replace(/(?<=[a-z])(?=[A-Z])/g, '<wbr>'),
  );
}

/** An id for a fragment, in characters that need no escaping. */
export const fragment = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
