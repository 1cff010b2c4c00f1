import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';

const fonts = {
  serif: 'source-serif-4',
  sans: 'source-sans-3',
  code: 'source-code-pro',
} as const;

/** The style, the scripts, the fonts and the icon, which are the same whatever the patterns are. */
export async function assets(): Promise<[path: string, contents: string | Uint8Array][]> {
  const modules = ['site', 'practice', 'find'];
  const { outputFiles } = await build({
    entryPoints: [...modules.map((name) => `site/${name}.ts`), 'site/style.css'],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    outdir: 'dist/site',
    external: ['*.woff2'],
  });
  // It runs before the page is drawn, which a module does not.
  const theme = await build({
    entryPoints: ['site/theme.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    outdir: 'dist/site',
  });
  return [
    ...[...outputFiles, ...theme.outputFiles].map(({ path, contents }): [string, Uint8Array] => [
      basename(path),
      contents,
    ]),
    ['icon.svg', readFileSync('site/icon.svg')],
    ...Object.entries(fonts).flatMap(([name, font]): [string, Uint8Array][] => {
      const folder = `node_modules/@fontsource-variable/${font}`;
      return [
        [`fonts/${name}.woff2`, readFileSync(`${folder}/files/${font}-latin-wght-normal.woff2`)],
        // The Open Font License wants to go with the font.
        [`fonts/${name}.license.txt`, readFileSync(`${folder}/LICENSE`)],
      ];
    }),
  ];
}
