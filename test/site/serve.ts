import { type ChildProcess, spawn } from 'node:child_process';
import { executablePath, reason } from './chromium';

declare global {
  var site: ChildProcess | undefined;
}

/** Builds and serves the site as `npm run site` does, on any free port. */
export default async function serve(): Promise<void> {
  if (!executablePath) {
    console.error(`\nskipped: ${reason}`);
    return;
  }
  const child = spawn(process.execPath, ['dist/bin/site.js', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  globalThis.site = child;
  process.env.SITE_ADDRESS = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const [, address] = /(http:\/\/127\.0\.0\.1:\d+\/)/.exec(printed) ?? [];
      if (address) resolve(address);
    });
    child.once('exit', (code) => {
      reject(new Error(`expected the address of the site, got exit code ${code}: ${printed}`));
    });
  });
}
