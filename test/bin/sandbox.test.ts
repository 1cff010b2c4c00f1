import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StandIn, selfSigned, startStandIn } from '../support/aws-emulator';
import { temporaryFolder } from '../support/folder';

test('changes that fit none of the patterns are refused before an emulator starts', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/bin/sandbox.js', 'KmsEnvelopeEncryption', '--set', 'WorkQueue.VisibilityTimeout=200'],
    { encoding: 'utf8' },
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(
    /^expected a construct id of one of the stacks in WorkQueue\.VisibilityTimeout=200, got WorkQueue; there are WrappingKey, .+\n$/,
  );
});

describe('an emulator on https that cannot be used ends the run at once, with the reason', () => {
  let standIn: StandIn;
  const home = temporaryFolder();
  beforeEach(async () => {
    standIn = await startStandIn({ home });
  });
  afterEach(() => standIn.stop());

  /** Not synchronous, because the stand-in runs in this process. */
  async function start() {
    const child = spawn(process.execPath, ['dist/bin/sandbox.js', 'KmsEnvelopeEncryption'], {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        USERPROFILE: home,
        AWS_ENDPOINT_URL: standIn.endpoint,
        AWS_PROFILE: 'production',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_NO_WARNINGS: '1',
      },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const [status] = await once(child, 'close');
    return { status, stdout, stderr };
  }

  const flaws: [string, () => void, RegExp][] = [
    [
      'no certificate',
      () => rmSync(join(standIn.folder, 'ca.pem')),
      /^expected the certificate of the emulator at https:\/\/127\.0\.0\.1:\d+ in \S+ca\.pem, but there is no such file\n/,
    ],
    [
      'another certificate, although the person has turned off its check',
      () => writeFileSync(join(standIn.folder, 'ca.pem'), selfSigned(temporaryFolder()).cert),
      /^expected the emulator at \S+ to have the certificate in \S+ca\.pem, got \w+; AWS Emulator makes new ones at every start\n$/,
    ],
    [
      'other keys',
      () =>
        writeFileSync(
          join(standIn.folder, 'emulator_credentials'),
          '[default]\naws_access_key_id = old-key\naws_secret_access_key = old\n',
        ),
      /^expected the emulator at \S+ to take the keys of \S+, got InvalidClientTokenId: .+\n$/,
    ],
  ];
  test.each(flaws)(
    '%s',
    async (_, spoil, words) => {
      spoil();
      const { status, stdout, stderr } = await start();
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(words);
    },
    60_000,
  );
});
