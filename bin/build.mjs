// @ts-check
/**
 * One esbuild pass builds everything that runs, each Lambda handler and each command, into dist/.
 *
 * The CDK CLI calls this before every synth (`build` in cdk.json), so no stack can deploy stale code.
 * A pass takes two seconds, and almost none if nothing has changed since the last one; `NodejsFunction`
 * would start esbuild once per function.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A handler file is one that exports `handler`; the other files in lambda/ are its core. */
export function handlerFiles() {
  return readdirSync('lambda', { recursive: true, encoding: 'utf8' })
    .map((file) => `lambda/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /^export (async function|const) handler\b/m.test(readFileSync(file, 'utf8')));
}

/** A file in a folder `layers` is a library that functions load from a layer. */
function layerFiles() {
  return readdirSync('lambda', { recursive: true, encoding: 'utf8' })
    .map((file) => `lambda/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\/layers\/[^/]+\.ts$/.test(file));
}

/**
 * A layer is unpacked into /opt, and Node.js looks for modules in /opt/nodejs/node_modules.
 * @param {string} file
 */
const moduleFolder = (file) => {
  const [, folder, name] = /^(.*\/([^/]+))\.ts$/.exec(file) ?? [];
  return `dist/${folder}/nodejs/node_modules/${name}`;
};

/**
 * lambda/<family>/<slug>/<role>.ts becomes dist/lambda/<family>/<slug>/<role>/index.js:
 * an asset is a whole folder, so every handler has one to itself.
 * @param {string} file
 */
export const handlerFolder = (file) => `dist/${file.replace(/\.ts$/, '')}`;

/**
 * The X-Ray SDK loads all of semver to compare two versions of a module. That costs four milliseconds of
 * every cold start and only serves a patch of the AWS SDK 2, which no handler here uses.
 * @type {import('esbuild').Plugin}
 */
const comparisonOnly = {
  name: 'comparison-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^semver$/ }, ({ path, resolveDir }) => ({
      path,
      namespace: 'comparison-only',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: 'comparison-only' }, ({ pluginData }) => ({
      contents: `exports.gte = require('semver/functions/gte');`,
      resolveDir: pluginData,
    }));
  },
};

/** @type {import('esbuild').BuildOptions} */
export const handlerOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  // The ES modules of the AWS SDK can be tree-shaken, unlike its CommonJS: the bundles are a third smaller.
  mainFields: ['module', 'main'],
  plugins: [comparisonOnly],
};

/**
 * What every command does before it loads the CDK. The rules are 9 MB of WebAssembly that run once, so
 * optimizing them takes longer than it saves. The compile cache is there from Node.js 22 on.
 */
const beforeImports = `
require('node:v8').setFlagsFromString('--liftoff-only');
require('node:module').enableCompileCache?.(require('node:path').join(__dirname, '../compile-cache'));
`;

/** Shell scripts are part of a package as they are. They may have lost their mode on the way here. */
function copyScripts() {
  const scripts = readdirSync('lambda', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|[\\/])bootstrap$|\.sh$/.test(file),
  );
  for (const script of scripts) {
    write(`dist/lambda/${script}`, readFileSync(`lambda/${script}`));
    if (script.endsWith('bootstrap')) chmodSync(`dist/lambda/${script}`, 0o755);
  }
}

export async function build() {
  copyScripts();
  await Promise.all([
    pass('handlers', ['lambda'], () => ({
      ...handlerOptions,
      entryPoints: [
        ...handlerFiles().map((file) => ({ in: file, out: `${handlerFolder(file)}/index` })),
        ...layerFiles().map((file) => ({ in: file, out: `${moduleFolder(file)}/index` })),
      ],
      outdir: '.',
    })),
    pass('commands', ['bin', 'lib'], () => ({
      entryPoints: readdirSync('bin')
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `bin/${file}`),
      outdir: 'dist/bin',
      bundle: true,
      packages: 'external',
      // These are ES modules, which Node.js before 20.19 cannot require. Given by path, they are bundled.
      alias: {
        'github-slugger': './node_modules/github-slugger/index.js',
        'markdown-table': './node_modules/markdown-table/index.js',
      },
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      banner: { js: beforeImports },
    })),
  ]);
}

/**
 * Builds, unless the last build used the same files and the same packages.
 * @param {string} name
 * @param {string[]} folders of the sources
 * @param {() => import('esbuild').BuildOptions} options
 */
async function pass(name, folders, options) {
  const stamp = `dist/.${name}.json`;
  const inputs = fingerprint(folders);
  if (existsSync(stamp)) {
    /** @type {{ inputs: string, outputs: string[] }} */
    const last = JSON.parse(readFileSync(stamp, 'utf8'));
    if (last.inputs === inputs && last.outputs.every((file) => existsSync(file))) {
      last.outputs.forEach(readableByAll);
      return;
    }
  }
  const esbuild = await bundler();
  const { outputFiles = [] } = await esbuild.build({ ...options(), write: false });
  for (const { path, contents } of outputFiles) write(path, contents);
  // Written last, so that an interrupted pass is done again.
  const outputs = outputFiles.map(({ path }) => relative('.', path));
  write(stamp, Buffer.from(JSON.stringify({ inputs, outputs })));
}

/**
 * esbuild, once it has shown that it works: its binary is a package of its own, and an optional one.
 * @throws if npm did not install both
 */
async function bundler() {
  try {
    const esbuild = await import('esbuild');
    await esbuild.transform('');
    return esbuild;
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    throw new Error(
      `expected all packages of package-lock.json, also development and optional ones, got: ${reason}; run npm ci, without NODE_ENV=production and without --omit`,
    );
  }
}

/**
 * A hash that changes with every source and with the packages that npm has installed, but not with edits
 * inside node_modules.
 * @param {string[]} folders
 */
function fingerprint(folders) {
  const sources = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((file) => /\.(ts|mjs|cjs|json)$/.test(file)),
  );
  const others = [
    'bin/build.mjs',
    'cdk.json',
    'package-lock.json',
    'node_modules/.package-lock.json',
  ];
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), ...others.filter((one) => existsSync(one))]) {
    hash.update(`${file}\n`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * Replaces a file in one step, and only if it changes, because another synth or test may be reading it.
 * @param {string} path
 * @param {Uint8Array} contents
 */
function write(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return readableByAll(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`expected to be able to write ${relative('.', path)}, got ${reason}`);
  }
  readableByAll(path);
}

/**
 * Lambda runs as a user that is not the owner of the files in the zip, so everybody must be able to read
 * them. With a umask such as 027, neither the file nor its folder would be readable.
 * @param {string} path
 */
function readableByAll(path) {
  // Windows has no such modes.
  if (process.platform === 'win32') return;
  /** @type {[string, number][]} */
  const wanted = [
    [path, 0o644],
    [dirname(path), 0o755],
  ];
  for (const [one, mode] of wanted) {
    if ((statSync(one).mode & 0o777 & mode) !== mode) chmodSync(one, mode);
  }
}

// The path may lead through a symbolic link, which import.meta.url has resolved.
const started = process.argv[1];
if (started && import.meta.url === pathToFileURL(realpathSync(started)).href) {
  try {
    await build();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
