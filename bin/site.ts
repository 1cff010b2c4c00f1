import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { Command, InvalidArgumentError } from 'commander';
import { patterns } from '../lib/patterns';
import { interruption, runMain, seconds } from '../lib/run/main';
import { buildPortion, buildSite, type Files } from '../lib/study/site/build';
import { serve } from '../lib/study/site/serve';

const folder = 'dist/site';

interface Options {
  readonly build?: boolean;
  readonly port: number;
}

const program = new Command('npm run site --')
  .description(
    `Builds the site of all patterns into ${folder}, and serves it on this machine until Ctrl-C. What the last \`npm start\` has proven is part of it.`,
  )
  .option('--build', 'only build')
  .option('--port <n>', 'where to serve it; 0 is any free port', port, 4173);

function port(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number <= 65_535) return number;
  throw new InvalidArgumentError('expected a port from 0 to 65535');
}

async function main(): Promise<void> {
  program.parse();
  const options = program.opts<Options>();
  const since = performance.now();
  const files = await buildSite(patterns, __filename);
  writeAll(files);
  const pages = [...files.keys()].filter((path) => path.endsWith('.html'));
  const largest = Math.max(...pages.map((path) => gzipSync(files.get(path) ?? '').length));
  console.log(
    `${pages.length} pages in ${folder} after ${seconds(since)}; the largest has ${Math.ceil(largest / 1024)} KB compressed`,
  );
  if (options.build) return;

  const server = await serve(files, options.port);
  const { port } = server.address() as AddressInfo;
  console.log(`http://127.0.0.1:${port}/  (Ctrl-C ends it)`);
  interruption().addEventListener('abort', () => {
    server.close();
    server.closeAllConnections();
  });
}

/** Writes the files, and removes what an earlier build has left. */
function writeAll(files: Files): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, contents] of files) {
    mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
    writeFileSync(`${folder}/${path}`, contents);
  }
}

if (isMainThread) runMain(main);
else buildPortion(workerData).then((portion) => parentPort?.postMessage(portion));
