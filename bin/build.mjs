// @ts-check
/**
 * One esbuild pass makes everything that runs: each Lambda handler and each command, into dist/.
 *
 * The CDK CLI calls this before every synth (`build` in cdk.json), so no stack can deploy stale code.
 * One pass costs less than half a second; `NodejsFunction` would start esbuild once per function.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

/** A handler file is one that exports `handler`; the other files in lambda/ are its core. */
export function handlerFiles() {
  return readdirSync('lambda', { recursive: true, encoding: 'utf8' })
    .map((file) => `lambda/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /^export (async function|const) handler\b/m.test(readFileSync(file, 'utf8')));
}

/**
 * lambda/<family>/<slug>/<role>.ts becomes dist/lambda/<family>/<slug>/<role>/index.js:
 * an asset is a whole folder, so every handler has one to itself.
 * @param {string} file
 */
export const handlerFolder = (file) => `dist/${file.replace(/\.ts$/, '')}`;

/** @type {import('esbuild').BuildOptions} */
export const handlerOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  // The ES modules of the AWS SDK can be tree-shaken, its CommonJS cannot: a third smaller.
  mainFields: ['module', 'main'],
};

/**
 * What every command does before it loads the CDK. The rules are 9 MB of WebAssembly that run once:
 * to optimize them takes longer than it saves. The compile cache is there from Node.js 22 on.
 */
const beforeImports = `
require('node:v8').setFlagsFromString('--liftoff-only');
require('node:module').enableCompileCache?.(require('node:path').join(__dirname, '../compile-cache'));
`;

export async function build() {
  const handlers = esbuild.build({
    ...handlerOptions,
    entryPoints: handlerFiles().map((file) => ({ in: file, out: `${handlerFolder(file)}/index` })),
    outdir: '.',
    write: false,
  });
  const commands = esbuild.build({
    entryPoints: readdirSync('bin')
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `bin/${file}`),
    outdir: 'dist/bin',
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    banner: { js: beforeImports },
  });
  for (const { outputFiles } of await Promise.all([handlers, commands])) {
    for (const { path, contents } of outputFiles ?? []) write(path, contents);
  }
}

/**
 * Replaces a file in one step, and only if it changes: a synth or a test beside this one may be reading it.
 * @param {string} path
 * @param {Uint8Array} contents
 */
function write(path, contents) {
  try {
    if (readFileSync(path).equals(contents)) return;
  } catch {
    mkdirSync(dirname(path), { recursive: true });
  }
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build();
