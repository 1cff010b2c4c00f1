import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { patterns } from '../lib/patterns';

const program = new Command('npm run bench --')
  .description(
    'Measures whole processes on this machine: the median of several runs, and the floor beside it.',
  )
  .option('--runs <n>', 'runs of each command', '5')
  .parse();
const runs = Number(program.opts<{ runs: string }>().runs);
if (!Number.isInteger(runs) || runs < 1) {
  throw new Error(`expected --runs as a whole number of 1 or more, got ${program.opts().runs}`);
}

const env = {
  ...process.env,
  CDK_DISABLE_VERSION_CHECK: '1',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const cdk = 'node node_modules/aws-cdk/bin/cdk';

const whole: [what: string, command: string][] = [
  ['floor: node starts and ends', 'node -e 0'],
  ['floor: the CDK CLI says its version', `${cdk} --version`],
  ['build: one esbuild pass, nothing changed', 'node bin/build.mjs'],
  [
    `cdk synth of one stack (${patterns[0]?.id})`,
    `${cdk} synth ${patterns[0]?.id} -q -o .sandbox/bench-one`,
  ],
  [
    `cdk synth of all ${patterns.length} stacks, with rule validation`,
    `${cdk} synth -q -o .sandbox/bench-all`,
  ],
  [
    `cdk synth of all ${patterns.length} stacks, without`,
    `CDK_VALIDATION=false ${cdk} synth -q -o .sandbox/bench-fast`,
  ],
  ['types (tsc)', 'node node_modules/typescript/bin/tsc --noEmit'],
  ['unit tests (jest)', 'node node_modules/jest/bin/jest.js --silent'],
];

/** Wall seconds of one command; a command that fails has no time. */
function time(command: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, { shell: true, env, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`expected '${command}' to succeed, got code ${status}: ${stderr.slice(-500)}`);
  return (performance.now() - started) / 1000;
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const measure = (command: string) => {
  time(command);
  return median(Array.from({ length: runs }, () => time(command)));
};

console.log(
  `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB; median of ${runs} runs after one to warm up\n`,
);
console.log('| whole process | seconds |\n| --- | ---: |');
for (const [what, command] of whole) console.log(`| ${what} | ${measure(command).toFixed(2)} |`);

/** Milliseconds that a fresh process takes to load a bundled handler, as Lambda does at a cold start. */
function coldRequire(bundle: string, names: readonly string[]): number {
  const script = `const t = performance.now(); require('./${bundle}'); console.log(performance.now() - t)`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: {
      ...env,
      ...Object.fromEntries(names.map((name) => [name, 'x'])),
      AWS_REGION: 'us-east-1',
      AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  if (!stdout) throw new Error(`expected ${bundle} to load, got: ${stderr.slice(-500)}`);
  return Number(stdout);
}

console.log('\n| handler | KiB | gzip KiB | cold require ms |\n| --- | ---: | ---: | ---: |');
for (const file of readdirSync('dist/lambda', { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('index.js')) continue;
  const bundle = join('dist/lambda', file);
  const code = readFileSync(bundle);
  const source = readFileSync(join('lambda', file.replace(/.index\.js$/, '.ts')), 'utf8');
  const names = [...source.matchAll(/\b([A-Z][A-Z_]{3,})\b/g)].map(([name]) => name);
  const cold = median(Array.from({ length: runs * 2 }, () => coldRequire(bundle, names)));
  const kib = (bytes: number) => (bytes / 1024).toFixed(0);
  console.log(
    `| ${file.replace(/.index\.js$/, '')} | ${kib(code.length)} | ${kib(gzipSync(code).length)} | ${cold.toFixed(0)} |`,
  );
}
