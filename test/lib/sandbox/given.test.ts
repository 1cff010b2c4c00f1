import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { accessTo } from '../../../lib/sandbox/access';
import { ask, Unusable, watch } from '../../../lib/sandbox/given';
import { selfSigned, startPlain, startStandIn } from '../../support/aws-emulator';
import { temporaryFolder } from '../../support/folder';

// On a busy machine, a certificate takes a while.
jest.setTimeout(30_000);

const home = temporaryFolder();
const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

async function standIn(options: Partial<Parameters<typeof startStandIn>[0]> = {}) {
  const started = await startStandIn({ home, ...options });
  running.push(started);
  return started;
}

/** Why it cannot be used; undefined if it can. */
async function complaint({ endpoint }: { readonly endpoint: string }, env = {}) {
  try {
    await ask(endpoint, accessTo(endpoint, env, home));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(Unusable);
    return (error as Error).message;
  }
}

describe('an emulator that the person has named', () => {
  test('can be used with the keys and the certificate that it has written', async () => {
    expect(await complaint(await standIn())).toBeUndefined();
  });

  test('can be used if it checks no signatures', async () => {
    expect(await complaint(await standIn({ auth: false }))).toBeUndefined();
  });

  test('can be used if it has not built the question', async () => {
    expect(await complaint(await standIn({ notBuilt: /./ }))).toBeUndefined();
  });

  test('can be used with what the person has set, where its folder is elsewhere', async () => {
    const other = await standIn({ home: temporaryFolder() });
    const env = {
      AWS_CA_BUNDLE: join(other.folder, 'ca.pem'),
      AWS_ACCESS_KEY_ID: other.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: other.keys.secretAccessKey,
    };
    expect(await complaint(other, env)).toBeUndefined();
    expect(await complaint(other, { ...env, AWS_SECRET_ACCESS_KEY: 'other' })).toMatch(
      /^expected the emulator at \S+ to take the keys of AWS_CA_BUNDLE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, got SignatureDoesNotMatch: /,
    );
  });

  test('must take the keys', async () => {
    const one = await standIn();
    const file = join(one.folder, 'emulator_credentials');
    writeFileSync(file, '[default]\naws_access_key_id = old-key\naws_secret_access_key = old\n');
    expect(await complaint(one)).toMatch(
      /to take the keys of \S+, got InvalidClientTokenId: .*; AWS Emulator makes new ones at every start$/,
    );
    rmSync(file);
    expect(await complaint(one)).toMatch(/to take the keys of \S+ \(there are none\), got Inv/);
  });

  test('must have the certificate', async () => {
    const one = await standIn();
    writeFileSync(join(one.folder, 'ca.pem'), selfSigned(temporaryFolder()).cert);
    expect(await complaint(one)).toMatch(
      /^expected the emulator at \S+ to have the certificate in \S+ca\.pem, got (DEPTH_ZERO_SELF_SIGNED_CERT|CERT_SIGNATURE_FAILURE); AWS/,
    );
  });

  test('must be there', async () => {
    const one = await standIn();
    const access = accessTo(one.endpoint, {}, home);
    await one.stop();
    running.length = 0;
    await expect(ask(one.endpoint, access)).rejects.toThrow(
      `expected an emulator at ${one.endpoint}, but nothing answers there`,
    );
    const plain = one.endpoint.replace('https', 'http');
    expect(await complaint({ endpoint: plain })).toBe(
      `expected an emulator at ${plain}, but nothing answers there`,
    );
  });

  test('must speak TLS where the address says so, and plain http where it does not', async () => {
    const one = await standIn();
    const access = accessTo(one.endpoint, {}, home);
    const plain = await startPlain(200, '{}');
    running.push(plain);
    const message = await ask(`https://127.0.0.1:${plain.port}`, access).catch(
      (error: Error) => error.message,
    );
    expect(message).toMatch(/speaks no TLS .*; if it is plain http, say http:\/\//);
    expect(await complaint({ endpoint: `http://127.0.0.1:${plain.port}` })).toBeUndefined();
    expect(await complaint({ endpoint: one.endpoint.replace('https', 'http') })).toMatch(
      /but plain http does not work there .*; AWS Emulator answers on https$/,
    );
  });

  test('must be one of the account that the stacks are for', async () => {
    expect(await complaint(await standIn({ account: '123456789012' }))).toMatch(
      /to play account 000000000000, got 123456789012$/,
    );
  });

  test('must not be something else that answers', async () => {
    const one = await standIn();
    const access = accessTo(one.endpoint, {}, home);
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(ask(`https://127.0.0.1:${port}`, access)).rejects.toThrow(/the connection broke/);
    server.close();
  });
});

describe('an emulator that is watched', () => {
  const soon = () => new Promise((resolve) => setTimeout(resolve, 200));
  const reasonOf = async (gone: AbortSignal) => {
    if (!gone.aborted) await once(gone, 'abort');
    return (gone.reason as Error).message;
  };

  test('is not gone while it answers', async () => {
    const { endpoint } = await standIn();
    const { gone, stop } = watch(endpoint, accessTo(endpoint, {}, home), 20);
    await soon();
    expect(gone.aborted).toBe(false);
    stop();
  });

  test('is gone when it has ended, and the reason says so', async () => {
    const one = await standIn();
    const { gone } = watch(one.endpoint, accessTo(one.endpoint, {}, home), 20);
    await soon();
    await running.pop()?.stop();
    expect(await reasonOf(gone)).toBe(
      `the emulator was there when the run began, and cannot be used any more: expected an emulator at ${one.endpoint}, but nothing answers there`,
    );
  });

  test('is gone when it was started anew, with another certificate and other keys', async () => {
    const one = await standIn();
    const access = accessTo(one.endpoint, {}, home);
    await running.pop()?.stop();
    await standIn({ port: Number(new URL(one.endpoint).port) });
    const { gone } = watch(one.endpoint, access, 20);
    expect(await reasonOf(gone)).toMatch(
      /to have the certificate in .*, got \w+; AWS Emulator makes/,
    );
  });

  test('is not gone because it is slow', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    jest
      .spyOn(AbortSignal, 'timeout')
      .mockImplementation(() => AbortSignal.abort(new DOMException('late', 'TimeoutError')));
    const { gone, stop } = watch(endpoint, accessTo(endpoint), 20);
    await soon();
    expect(gone.aborted).toBe(false);
    stop();
    server.close();
  });
});
