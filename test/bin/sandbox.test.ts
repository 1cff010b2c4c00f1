import { spawnSync } from 'node:child_process';

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
