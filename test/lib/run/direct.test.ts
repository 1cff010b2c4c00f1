import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { withoutProxyUse } from '../../../lib/run/direct.cjs';
import { temporaryFolder } from '../../support/folder';

// Other tests use the processor too, and a process needs its time to start.
jest.setTimeout(60_000);

const script = join(temporaryFolder(), 'command.cjs');

/** Runs a command that starts directly, asks a server on this machine, and exits with 7. */
async function run(env: NodeJS.ProcessEnv) {
  const asked = { proxy: 0, server: 0 };
  const [proxy, server] = (['proxy', 'server'] as const).map((name) =>
    createServer((_, response) => {
      asked[name] += 1;
      response.end(name);
    })
      .on('connect', (_, socket) => {
        asked[name] += 1;
        socket.end('HTTP/1.1 502 no\r\n\r\n');
      })
      .listen(0, '127.0.0.1'),
  );
  if (!proxy || !server) throw new Error('expected two servers');
  await Promise.all([proxy, server].map((one) => new Promise((done) => one.on('listening', done))));
  const at = (one: typeof server) => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
  const proxyUrl = at(proxy);
  writeFileSync(
    script,
    `const { startDirectly } = require(${JSON.stringify(resolve('lib/run/direct.cjs'))});
     startDirectly()
       .then(() => fetch('${at(server)}', { signal: AbortSignal.timeout(5000) }))
       .then((answer) => answer.text(), () => 'no answer')
       .then((text) => {
         console.log(text, process.argv[2], String(process.env.NODE_USE_ENV_PROXY), process.env.HTTP_PROXY);
         process.exitCode = 7;
       });`,
  );
  const child = spawn(process.execPath, [script, 'an argument'], {
    env: { ...process.env, HTTP_PROXY: proxyUrl, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  const status = await new Promise((done) => child.on('close', done));
  proxy.close();
  server.close();
  return { asked, status, printed: printed.replace(proxyUrl, '<the proxy>') };
}

test.each([{}, { NODE_USE_ENV_PROXY: '1' }])('no request goes to a proxy with %j', async (env) => {
  expect(await run(env)).toEqual({
    asked: { proxy: 0, server: 1 },
    status: 7,
    printed: 'server an argument undefined <the proxy>\n',
  });
});

test.each([
  ['--use-env-proxy', ''],
  ['--use_env_proxy', ''],
  ['"--use-env-proxy"', ''],
  [
    '--max-old-space-size=4096 --use-env-proxy --no-warnings',
    '--max-old-space-size=4096 --no-warnings',
  ],
  ['--require "./use env.js"', '--require "./use env.js"'],
  ['--no-use-env-proxy', '--no-use-env-proxy'],
])('NODE_OPTIONS %j becomes %j', (given, kept) => {
  const { NODE_OPTIONS, HTTP_PROXY } = withoutProxyUse({ NODE_OPTIONS: given, HTTP_PROXY: 'p' });
  expect([NODE_OPTIONS, HTTP_PROXY]).toEqual([kept, 'p']);
});
