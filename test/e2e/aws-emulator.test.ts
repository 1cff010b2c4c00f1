import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { emulatorPython } from '../../lib/run/python';
import { type Emulator, startEmulator } from '../../lib/sandbox/emulator';
import { type StandIn, startStandIn } from '../support/aws-emulator';
import { temporaryFolder } from '../support/folder';

/** What `npm start` prints to a person whose home is a folder, and how it ends. */
async function start(home: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['dist/bin/sandbox.js', ...args], {
    env: { PATH: process.env.PATH, HOME: home, USERPROFILE: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, printed };
}

describe('npm start with an emulator like that of AWS', () => {
  let upstream: Emulator;
  let standIn: StandIn;
  const home = temporaryFolder();

  beforeAll(async () => {
    const python = await emulatorPython('.sandbox', console.log);
    upstream = await startEmulator(python, temporaryFolder());
    standIn = await startStandIn({
      home,
      upstream: upstream.endpoint,
      notBuilt: /^(sqs StartMessageMoveTask|rds DescribeDBSnapshots)$/,
    });
  }, 300_000);

  afterAll(async () => {
    await standIn?.stop();
    await upstream?.stop();
  });

  test('proves', async () => {
    const { code, printed } = await start(
      home,
      ['SqsDeadLetterQueue', 'RestApiTracing', 'S3EncryptionRequired'],
      { AWS_ENDPOINT_URL: standIn.endpoint },
    );
    console.log(code, printed, standIn.refused, [...standIn.called]);
  }, 600_000);
});
