import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { App, Stack } from 'aws-cdk-lib';
import { Command, Option } from 'commander';
import { type BuildOptions, build } from 'esbuild';
import { bareClients, environmentOf, median, operationOf, table } from '../lib/check/bench';
import { spell } from '../lib/experiment/listed';
import { settingsOf } from '../lib/model/exam';
import type { Load, Loads, NoLoad } from '../lib/model/load';
import { slug } from '../lib/model/pattern';
import { patterns } from '../lib/patterns';
import { runMain } from '../lib/run/main';

const file = 'docs/benchmarks.md';
const byHand = '## What each change brought';
const scratch = '.sandbox/bench';

const program = new Command('npm run bench --')
  .description(
    `Measures commands and handlers on this machine, next to the least time that each could take (its floor), and writes ${file}.`,
  )
  .option('--runs <n>', 'how often each command runs; the median counts', '5')
  .addOption(new Option('--as-app <stacks>', 'be a CDK app with so many stacks').hideHelp());

const env = {
  ...process.env,
  CDK_DISABLE_VERSION_CHECK: '1',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const cdk = 'node node_modules/aws-cdk/bin/cdk';

async function main(): Promise<void> {
  const options = program.parse().opts<{ runs: string; asApp?: string }>();
  if (options.asApp !== undefined) return synthesizeCopies(Number(options.asApp));
  const runs = Number(options.runs);
  if (!Number.isInteger(runs) || runs < 1) {
    throw new Error(`expected --runs as a whole number of 1 or more, got ${options.runs}`);
  }
  mkdirSync(scratch, { recursive: true });
  const pages = [machine(runs)];
  const add = (text: string) => {
    pages.push(text);
    console.log(`\n${text}`);
    // Saved after every table, because the run is long and an interruption should lose nothing.
    save(pages);
  };
  console.log(pages[0]);
  add(`## Whole processes\n\n${wholeProcesses(runs)}`);
  add(`## Growth\n\n${growth(runs)}`);
  add(`## Handlers at a cold start\n\n${await coldStarts(runs)}`);
  add(`## Handlers in work\n\n${await invocations()}`);

  add(`## Sandbox, once\n\n${sandbox()}`);
  console.log(`\nwritten to ${file}`);
}

/** Replaces the figures, and keeps the part below them, which is written by hand. */
function save(pages: readonly string[]): void {
  const kept = existsSync(file) ? readFileSync(file, 'utf8').split(byHand)[1] : undefined;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${pages.join('\n\n')}\n${kept === undefined ? '' : `\n${byHand}${kept}`}`);
}

/** Replaces the CDK app, to measure how the time of synth grows with the number of stacks. */
function synthesizeCopies(count: number): void {
  const app = new App();
  // The CLI refuses an app without a stack.
  if (count === 0) new Stack(app, 'Empty');
  for (let index = 0; index < count; index++) {
    const pattern = patterns[index % patterns.length];
    if (pattern) new pattern.Stack(app, `${pattern.id}${Math.floor(index / patterns.length)}`);
  }
  app.synth();
}

function machine(runs: number): string {
  const version = (name: string) =>
    `${name} ${JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version}`;
  const versions = ['aws-cdk-lib', 'aws-cdk', 'esbuild', 'jest', '@aws-sdk/client-dynamodb'];
  return [
    '# Benchmarks',
    '',
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${runs > 1 ? `median of ${runs} runs, after one to warm up` : 'one run'}.`,
    `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.version};`,
    `${versions.map(version).join(', ')}.`,
    `Load average of the machine at the start: ${loadavg()[0]?.toFixed(1)}. Compare only figures of the same run. A floor is the least time that such a process can take.`,
  ].join('\n');
}

/** Seconds of one command: on the clock, and the CPU time of all cores, which other work disturbs less. */
interface Seconds {
  readonly wall: number;
  readonly cpu: number;
}

/** @throws if the command fails, because its time would mean nothing */
function time(command: string): Seconds {
  const started = performance.now();
  // The second line that `times` prints is what the children of the shell have used.
  const { status, stderr, stdout } = spawnSync('sh', ['-c', `${command}\ns=$?\ntimes\nexit $s`], {
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) {
    throw new Error(
      `expected '${command}' to succeed, got code ${status}: ${(stderr || stdout).slice(-500)}`,
    );
  }
  const wall = (performance.now() - started) / 1000;
  const [used = ''] = stdout.trim().split('\n').slice(-1);
  const cpu = [...used.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
  return { wall, cpu };
}

function measure(command: string, runs: number): [wall: string, cpu: string] {
  if (runs > 1) time(command);
  const times = Array.from({ length: runs }, () => time(command));
  return [
    median(times.map(({ wall }) => wall)).toFixed(2),
    median(times.map(({ cpu }) => cpu)).toFixed(2),
  ];
}

function wholeProcesses(runs: number): string {
  const all = patterns.length;
  const synth = (folder: string, more = '') => `${cdk} synth -q ${more} -o ${scratch}/${folder}`;
  const empty = `-a 'node dist/bin/bench.js --as-app 0'`;
  const [pattern] = patterns;
  const setting = (pattern ? settingsOf(pattern.exam) : []).find(
    ({ experiments }) => experiments !== undefined,
  );
  const [experiment] = setting?.experiments ?? [];
  const change = setting && experiment ? spell(setting, experiment) : 'naive';
  const jest = 'node node_modules/jest/bin/jest.js --silent';
  const commands: [what: string, command: string][] = [
    ['floor: Node starts and ends', 'node -e 0'],
    ['floor: the CDK CLI says its version', `${cdk} --version`],
    ['floor: `cdk synth` of an empty stack', `CDK_VALIDATION=false ${synth('empty', empty)}`],
    ['build: one esbuild pass, nothing changed', 'node bin/build.mjs'],
    ['`cdk synth` of one stack', synth('one', pattern?.id)],
    [`\`cdk synth\` of all ${all}, with the rules`, synth('all')],
    [`\`cdk synth\` of all ${all}, without`, `CDK_VALIDATION=false ${synth('fast')}`],
    [
      'an experiment',
      `node --enable-source-maps dist/bin/experiment.js ${pattern?.id} '${change}' --no-ask`,
    ],
    ['types (tsc)', 'node node_modules/typescript/bin/tsc --noEmit'],
    ['unit tests of the stacks and their handlers', `${jest} test/patterns/.*/story`],
    ['all tests: with rules, mutants, properties, documents', jest],
  ];
  const rows = commands.map(([what, command]) => [what, ...measure(command, runs)]);
  return table(['process', 'seconds', 'CPU seconds'], rows);
}

/** The sandbox needs Python and, the first time, a network. Where it cannot run, the page says why. */
function sandbox(): string {
  try {
    const { wall, cpu } = time('node dist/bin/sandbox.js');
    return table(
      ['process', 'seconds', 'CPU seconds'],
      [['npm start', wall.toFixed(0), cpu.toFixed(0)]],
    );
  } catch (error) {
    return `It did not run: ${(error as Error).message.replace(/\s+/g, ' ').slice(0, 300)}`;
  }
}

function growth(runs: number): string {
  const rows = [1, 5, 10, 20, 40].map((count) => {
    const command = `${cdk} synth -q -a 'node dist/bin/bench.js --as-app ${count}' -o ${scratch}/copies`;
    return [
      `${count}`,
      ...measure(`CDK_VALIDATION=false ${command}`, Math.min(runs, 3)),
      ...measure(command, Math.min(runs, 3)),
    ];
  });
  return table(
    ['stacks', 'seconds without rules', 'CPU seconds', 'seconds with rules', 'CPU seconds'],
    rows,
  );
}

interface Handler {
  readonly name: string;
  readonly bundle: string;
  /** The source of the handler, and of the files of its pattern that it imports. */
  readonly sources: readonly string[];
  /** An environment with a value for every variable that the handler reads. */
  readonly env: NodeJS.ProcessEnv;
  readonly load: Load | NoLoad;
}

interface BuildModule {
  readonly handlerFiles: () => string[];
  readonly handlerOptions: BuildOptions;
}

const builder = async (): Promise<BuildModule> =>
  import(pathToFileURL(resolve('bin/build.mjs')).href);

async function handlers(): Promise<Handler[]> {
  const loads: Record<string, Loads[string]> = {};
  for (const pattern of patterns) {
    const own = Object.entries((await pattern.loads?.())?.loads ?? {});
    for (const [role, load] of own) loads[`${pattern.family}/${slug(pattern)}/${role}`] = load;
  }
  return (await builder()).handlerFiles().map((path) => {
    const sources = sourcesOf(path);
    const [source = ''] = sources;
    const name = path.replace(/^lambda\/|\.ts$/g, '');
    const load = loads[name] ?? { because: 'no load' };
    return {
      name,
      bundle: `dist/lambda/${name}/index.js`,
      sources,
      env: { ...env, ...environmentOf(source, load) },
      load,
    };
  });
}

function sourcesOf(path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const source = readFileSync(path, 'utf8');
  const imported = [...source.matchAll(/ from '(\.[^']+)'/g)].map(([, to = '']) =>
    join(dirname(path), `${to}.ts`),
  );
  return [source, ...imported.flatMap((one) => sourcesOf(one, seen))];
}

/** Milliseconds that a fresh process takes to load a bundle, as Lambda does at a cold start. */
function coldRequire(bundle: string, handlerEnv: NodeJS.ProcessEnv): number {
  const script = `const t = performance.now(); require('./${bundle}'); console.log(performance.now() - t)`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: handlerEnv,
  });
  if (!stdout) throw new Error(`expected ${bundle} to load, got: ${stderr.slice(-500)}`);
  return Number(stdout);
}

async function coldStarts(runs: number): Promise<string> {
  const { handlerOptions } = await builder();
  const kib = (code: Buffer) => (code.length / 1024).toFixed(0);
  const empty = `${scratch}/empty.js`;
  writeFileSync(empty, 'exports.handler = async () => undefined;\n');
  const rows: string[][] = [];
  for (const { name, bundle, sources, env: handlerEnv } of await handlers()) {
    const floor = `${scratch}/floor.js`;
    await build({
      ...handlerOptions,
      // A handler that calls no service has no SDK client to compare with.
      stdin: {
        contents: /@aws-sdk\/client-/.test(sources.join())
          ? bareClients(sources)
          : 'module.exports = [];',
        resolveDir: '.',
      },
      outfile: floor,
    });
    const times: Record<'own' | 'sdk' | 'none', number[]> = { own: [], sdk: [], none: [] };
    // The three take turns, so that other work on the machine slows all of them alike.
    for (let run = 0; run < runs * 4; run++) {
      times.own.push(coldRequire(bundle, handlerEnv));
      times.sdk.push(coldRequire(floor, handlerEnv));
      times.none.push(coldRequire(empty, handlerEnv));
    }
    const [own, sdk, none] = [median(times.own), median(times.sdk), median(times.none)];
    const code = readFileSync(bundle);
    const bare = readFileSync(floor);
    rows.push([
      name,
      kib(code),
      kib(gzipSync(code)),
      kib(bare),
      own.toFixed(0),
      sdk.toFixed(0),
      (own / sdk).toFixed(2),
      none.toFixed(1),
    ]);
  }
  const head = ['handler', 'KiB', 'gzip KiB', 'bare SDK KiB'];
  return table([...head, 'cold require ms', 'bare SDK ms', 'ratio', 'empty handler ms'], rows);
}

/** A server on loopback that stands in for all AWS services: it counts the calls and answers at once. */
async function stub(answers: Load['answers'] = {}) {
  const calls = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const name = operationOf(request.method ?? '', request.url ?? '', request.headers, body);
      calls.set(name, (calls.get(name) ?? 0) + 1);
      const answer = answers[name] ?? '{}';
      response.writeHead(name === 'CreateInvalidation' ? 201 : 200, {
        'content-type': answer.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.0',
      });
      response.end(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, calls, close: () => server.close() };
}

const warmUps = 20;
const measured = 200;
const worker = `
  const { handler } = require(process.argv[1]);
  // From standard input, because an argument can have at most 128 KiB.
  const event = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  // A handler may write there itself, such as a line in the embedded metric format.
  const print = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  console.log = console.error = () => undefined;
  (async () => {
    const times = [];
    for (let run = 0; run < ${warmUps + measured}; run++) {
      const started = performance.now();
      await handler(structuredClone(event), {});
      times.push(performance.now() - started);
    }
    print(JSON.stringify(times), () => process.exit());
  })().catch((error) => { process.stderr.write(String(error.stack)); process.exit(1); });
`;

async function invocations(): Promise<string> {
  const rows: string[][] = [];
  for (const { name, bundle, env: handlerEnv, load } of await handlers()) {
    if ('because' in load) {
      rows.push([name, load.because, '', '', '', '']);
      continue;
    }
    const { endpoint, calls, close } = await stub(load.answers);
    const event = JSON.stringify(load.event).replaceAll('$ENDPOINT', endpoint);
    const child = spawn(process.execPath, ['-e', worker, resolve(bundle)], {
      env: { ...handlerEnv, AWS_ENDPOINT_URL: endpoint },
    });
    child.stdin.end(event);
    let printed = '';
    let failure = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    child.stderr.on('data', (chunk) => {
      failure += chunk;
    });
    const [code] = await once(child, 'close');
    close();
    if (code !== 0)
      throw new Error(`expected ${name} to handle its load, got: ${failure.slice(-800)}`);
    const [first = 0, ...times] = JSON.parse(printed) as number[];
    const warm = times.slice(warmUps - 1);
    const made = [...calls].map(
      ([operation, count]) => `${count / (warmUps + measured)} ${operation}`,
    );
    const total = [...calls.values()].reduce((sum, count) => sum + count, 0) / (warmUps + measured);
    rows.push([
      name,
      first.toFixed(0),
      median(warm).toFixed(2),
      `${load.items} ${load.item}${load.items > 1 ? 's' : ''}`,
      made.join(', '),
      `${(total / load.items).toFixed(1)} per ${load.item}`,
    ]);
  }
  return table(
    ['handler', 'first ms', 'median ms', 'event', 'calls per invocation', 'calls'],
    rows,
  );
}

runMain(main);
