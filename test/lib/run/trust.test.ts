import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import tls from 'node:tls';
import { trust } from '../../../lib/run/trust';
import { type StandIn, selfSigned, startStandIn } from '../../support/aws-emulator';
import { temporaryFolder } from '../../support/folder';

// On a busy machine, a certificate takes a while.
jest.setTimeout(30_000);

const { createSecureContext, setDefaultCACertificates } = tls;
const usual = tls.getCACertificates?.('default');

const ways: [string, (url: string) => Promise<unknown>][] = [
  ['fetch', (url) => fetch(url)],
  [
    'the agent of the SDK clients',
    (url) =>
      new Promise((resolve, reject) => {
        get(url, { agent: false }, (reply) => resolve(reply.resume())).on('error', reject);
      }),
  ],
];

/** The newer way is the function of Node.js, where this version has it. */
const officials: [string, typeof setDefaultCACertificates | undefined][] = [
  ['as older versions of Node.js need it', undefined],
];
if (setDefaultCACertificates) {
  officials.push(['as Node.js does it from 22.19 and 24.5 on', setDefaultCACertificates]);
} else {
  process.stdout.write(
    `trust.test.ts: ${process.version} has no setDefaultCACertificates, so only the older way is tested\n`,
  );
}

describe.each(officials)('a certificate that this process trusts, %s', (_name, official) => {
  let standIn: StandIn;

  beforeEach(async () => {
    tls.setDefaultCACertificates = official as typeof setDefaultCACertificates;
    standIn = await startStandIn({ home: temporaryFolder() });
  });
  afterEach(async () => {
    tls.createSecureContext = createSecureContext;
    tls.setDefaultCACertificates = setDefaultCACertificates;
    if (usual) setDefaultCACertificates(usual);
    await standIn.stop();
  });

  test.each(ways)('is taken by %s, and no other', async (_, call) => {
    await expect(call(standIn.endpoint)).rejects.toThrow();
    trust(selfSigned(temporaryFolder()).cert);
    await expect(call(standIn.endpoint)).rejects.toThrow();
    const own = readFileSync(join(standIn.folder, 'ca.pem'), 'utf8');
    trust(`# the second of a bundle\n${selfSigned(temporaryFolder()).cert}\n${own}`);
    await expect(call(standIn.endpoint)).resolves.toBeDefined();
  });

  test('is not taken where a connection names its own', async () => {
    trust(readFileSync(join(standIn.folder, 'ca.pem'), 'utf8'));
    const ca = selfSigned(temporaryFolder()).cert;
    const answer = new Promise((resolve, reject) => {
      get(standIn.endpoint, { agent: false, ca }, resolve).on('error', reject);
    });
    await expect(answer).rejects.toThrow();
  });
});
