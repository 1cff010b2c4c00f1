import { escaped, type Html, html, raw } from './html';

export type Language = 'typescript' | 'yaml';

/** Colors code by classes, because the pages allow no styles in their markup. */
export interface Highlighter {
  /** The lines of a text as markup. */
  lines(code: string, language: Language): string[];
}

/** What is colored: the class of a token and the TextMate scopes that have it. */
const scopes: Readonly<Record<string, readonly string[]>> = {
  c: ['comment', 'punctuation.definition.comment'],
  s: ['string', 'punctuation.definition.string'],
  n: ['constant.numeric', 'constant.language', 'string.regexp'],
  k: [
    'keyword',
    'storage',
    'variable.language',
    'keyword.operator.new',
    'keyword.operator.expression',
  ],
  f: ['entity.name.function', 'support.function'],
  t: [
    'entity.name.type',
    'support.type.primitive',
    'support.class',
    'entity.other.inherited-class',
  ],
  p: ['meta.object-literal.key', 'entity.name.tag', 'support.type.property-name'],
  // What the wider scopes above would take with them.
  '': [
    'keyword.operator',
    'storage.type.function.arrow',
    'punctuation.separator',
    'meta.template.expression',
  ],
};

const names = Object.keys(scopes);
const colorOf = (name: string) => `#0000${(names.indexOf(name) + 1).toString(16).padStart(2, '0')}`;

export async function createHighlighter(): Promise<Highlighter> {
  const [{ createHighlighterCoreSync }, { createOnigurumaEngine }, ...languages] =
    await Promise.all([
      import('@shikijs/core'),
      import('@shikijs/engine-oniguruma'),
      import('@shikijs/langs/typescript'),
      import('@shikijs/langs/yaml'),
    ]);
  const shiki = createHighlighterCoreSync({
    engine: await createOnigurumaEngine(import('@shikijs/engine-oniguruma/wasm-inlined')),
    langs: languages.map((language) => language.default),
    themes: [
      {
        name: 'classes',
        settings: names.map((name) => ({
          scope: [...(scopes[name] ?? [])],
          settings: { foreground: colorOf(name) },
        })),
      },
    ],
  });
  const classes = new Map(names.map((name) => [colorOf(name), name]));
  return {
    lines: (code, lang) =>
      shiki.codeToTokensBase(code, { lang, theme: 'classes' }).map((tokens) => {
        // Neighbors of one color become one element.
        const runs: { name: string; text: string }[] = [];
        for (const { content, color = '' } of tokens) {
          const name =
            content.trim() === ''
              ? (runs.at(-1)?.name ?? '')
              : (classes.get(color.toLowerCase()) ?? '');
          const last = runs.at(-1);
          if (last?.name === name) last.text += content;
          else runs.push({ name, text: content });
        }
        return runs
          .map(({ name, text }) => (name ? `<i class=${name}>${escaped(text)}</i>` : escaped(text)))
          .join('');
      }),
  };
}

/** A block of highlighted code; its name is for people who cannot see it. */
export function codeBlock(lines: readonly string[], name: string): Html {
  return html`<pre class="code" tabindex="0" role="region" aria-label="${name}"><code>${raw(lines.join('\n'))}</code></pre>`;
}
