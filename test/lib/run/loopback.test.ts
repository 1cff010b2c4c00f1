import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

/** Runs a script in a process that was started with the guard; it prints what became of it. */
async function guarded(script: string): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--require', resolve('lib/run/loopback.cjs'), '-e', script],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  await new Promise((done) => child.on('close', done));
  return printed.trim();
}

const say = 'e => console.log((e.cause ?? e).message ?? e)';
const refused = (host: string) =>
  `expected an address of this machine, got ${host}: this command reaches no other host`;

test.each([
  ['HTTP', `require('http').get('http://sqs.us-east-1.amazonaws.com').on('error', ${say})`],
  ['HTTPS', `require('https').get('https://sqs.us-east-1.amazonaws.com').on('error', ${say})`],
  ['fetch', `fetch('https://sqs.us-east-1.amazonaws.com').catch(${say})`],
  ['TCP', `require('net').connect(443, 'sqs.us-east-1.amazonaws.com').on('error', ${say})`],
  ...["'x', 53,", "'x', '53',", "'x', 0, 1, 53,", "'x', 0, 1, '53',"].map((first) => [
    `UDP with ${first}`,
    `try { require('dgram').createSocket('udp4').send(${first} 'sqs.us-east-1.amazonaws.com', () => 0) } catch (e) { (${say})(e); process.exit() }`,
  ]),
  [
    'connected UDP',
    `try { require('dgram').createSocket('udp4').connect(53, 'sqs.us-east-1.amazonaws.com') } catch (e) { (${say})(e); process.exit() }`,
  ],
  ['DNS', `require('dns').lookup('sqs.us-east-1.amazonaws.com', ${say})`],
  [
    'a resolver',
    `new (require('dns').promises.Resolver)().resolve4('sqs.us-east-1.amazonaws.com').catch(${say})`,
  ],
  [
    'a child process',
    `require('child_process').execFile(process.execPath, ['-e', "fetch('http://sqs.us-east-1.amazonaws.com').catch(e => console.log(e.cause.message))"], (e, out) => console.log(out.trim()))`,
  ],
  ...['execFile', 'spawn'].map((way) => [
    `a child process by ${way}, with an environment of its own`,
    `require('child_process').${way}(process.execPath, ['-e', "fetch('http://sqs.us-east-1.amazonaws.com').catch(e => console.log(e.cause.message))"], { env: {} }).stdout.pipe(process.stdout)`,
  ]),
  ...['execFileSync', 'spawnSync'].map((way) => [
    `a child process by ${way}, with an environment of its own`,
    `const out = require('child_process').${way}(process.execPath, ['-e', "fetch('http://sqs.us-east-1.amazonaws.com').catch(e => console.log(e.cause.message))"], { env: {} }); console.log(String(out.stdout ?? out).trim())`,
  ]),
  [
    'a worker thread with options and an environment of its own',
    `new (require('worker_threads').Worker)("fetch('http://sqs.us-east-1.amazonaws.com').catch(e => console.log(e.cause.message))", { eval: true, env: {}, execArgv: [] })`,
  ],
  [
    'a worker thread',
    `new (require('worker_threads').Worker)("fetch('http://sqs.us-east-1.amazonaws.com').catch(e => console.log(e.cause.message))", { eval: true })`,
  ],
])('no way out by %s', async (_, script) => {
  expect(await guarded(script)).toBe(refused('sqs.us-east-1.amazonaws.com'));
});

test.each([
  '169.254.169.254',
  '10.0.0.1',
  '[2001:db8::1]',
  '[::ffff:10.0.0.1]',
  '127.0.0.1.example.com',
])('no way out to %s', async (host) => {
  const [, bare = host] = /^\[(.*)\]$/.exec(host) ?? [];
  expect(await guarded(`require('net').connect(80, '${bare}').on('error', ${say})`)).toBe(
    refused(bare),
  );
});

test.each(['resolveTxt', 'resolve4', 'resolveAny', 'reverse'])(
  'no question to a name server by %s, not even about this machine',
  async (method) => {
    const script = (name: string) => `require('dns').${method}('${name}', ${say})`;
    expect(await guarded(script('127.0.0.1'))).toBe(refused('127.0.0.1'));
    expect(await guarded(script('localhost'))).toBe(refused('localhost'));
  },
);

test('no way out by a lookup that calls another host localhost', async () => {
  const server = createServer((_, response) => response.end('here')).listen(0);
  await new Promise((ready) => server.on('listening', ready));
  const { port } = server.address() as AddressInfo;
  // Nobody answers at an address for documentation.
  const lookup = `(_, { all }, done) => all ? done(null, [{ address: '192.0.2.1', family: 4 }]) : done(null, '192.0.2.1', 4)`;
  for (const host of [`host: 'localhost',`, '']) {
    const options = `{ ${host} port: ${port}, lookup: ${lookup} }`;
    expect(
      await guarded(
        `require('http').get(${options}, (r) => r.pipe(process.stdout)).on('error', ${say})`,
      ),
    ).toBe('here');
  }
  server.close();
});

test('a name below localhost is this machine, also where no resolver knows it', async () => {
  const script = `require('dns').lookup('bucket.localhost', (e, address) => console.log(e ?? address));
    require('dns').promises.lookup('bucket.localhost').then(({ address }) => console.log(address), ${say});`;
  const addresses = (await guarded(script)).split('\n');
  expect(addresses).toHaveLength(2);
  for (const address of addresses) expect(address).toMatch(/^(127\.0\.0\.1|::1)$/);
});

test('a connected socket sends a part of a message', async () => {
  const script = `
    const dgram = require('dgram');
    const server = dgram.createSocket('udp4').bind(0, '127.0.0.1', () => {
      const client = dgram.createSocket('udp4');
      client.connect(server.address().port, '127.0.0.1', () => {
        client.send(Buffer.from('is here'), 3, 4, () => client.close());
      });
    });
    server.on('message', (text) => { console.log(String(text)); server.close(); });`;
  expect(await guarded(script)).toBe('here');
});

test('this machine can be reached by every name that it has', async () => {
  const server = createServer((_, response) => response.end('here')).listen(0);
  await new Promise((ready) => server.on('listening', ready));
  const { port } = server.address() as AddressInfo;
  const urls = ['127.0.0.1', 'localhost'].map((host) => `http://${host}:${port}`);
  const script = `Promise.all(${JSON.stringify(urls)}.map(async url => (await fetch(url)).text())).then(all => console.log(all.join()), ${say})`;
  expect(await guarded(script)).toBe('here,here');
  server.close();
});

test('a datagram reaches this machine, also by a port that is a text', async () => {
  const script = `
    const dgram = require('dgram');
    const server = dgram.createSocket('udp4').bind(0, '127.0.0.1', () => {
      const client = dgram.createSocket('udp4');
      client.send(Buffer.from('here'), 0, 4, String(server.address().port), '127.0.0.1', () => client.close());
    });
    server.on('message', (text) => { console.log(String(text)); server.close(); });`;
  expect(await guarded(script)).toBe('here');
});
