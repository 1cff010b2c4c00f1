import { spawnSync } from 'node:child_process';

/** Runs the command as `npm run packet` does; globalSetup has built it. */
function packet(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/bin/packet.js', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a packet that is dropped is told with the rule that drops it', () => {
  const { status, stdout } = packet('ThreeTierVpc', 'web', 'db', '5432');
  expect(status).toBe(0);
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    'ThreeTierVpc: Can web reach db by tcp 5432?',
    '',
    'No. The request is dropped (security group of WebA, outbound).',
  ]);
});

test('a connection is told with every hop of both packets, also when a zone has failed', () => {
  const { stdout } = packet('ThreeTierVpc', 'app', 'internet', '443', '--without-zone', 'a');
  expect(stdout).toContain('Can app reach the internet by tcp 443, without zone a?\n\nYes.');
  expect(stdout).toMatch(
    /passes {3}route table of PrivateB +PrivateRoutesB has 0\.0\.0\.0\/0 -> NatB/,
  );
  expect(stdout).toMatch(/The answer: tcp 40000 from internet \(203\.0\.113\.9\) to AppB/);
});

test('a pattern alone lists what has an address', () => {
  const { status, stdout } = packet('ThreeTierVpc');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ {2}AppA: network interface in PrivateA, 10\.0\.32\.4, AppGroup$/m);
});

test.each([
  [['ThreeTierVpc', 'app'], /^expected a source and a destination, got app$/],
  [['ThreeTierVpc', 'app', 'db'], /^expected a port of 0 to 65535 for tcp, got none$/],
  [['ThreeTierVpc', 'app', 'db', '5432x'], /^expected a port such as 443, got 5432x$/],
  [['ThreeTierVpc', 'app', 'db', '1', '--protocol', 'gre'], /^expected tcp, udp or icmp, got gre$/],
  [
    ['ThreeTierVpc', 'app', 'dbx', '1'],
    /^expected a network interface .* the nearest are DbA, DbB/,
  ],
  [['SqsDeadLetterQueue'], /^expected a stack with a network, got SqsDeadLetterQueue/],
  [['network'], /^expected the id of one pattern, got the family network$/],
])('%j is refused in one sentence', (args, message) => {
  const { status, stdout, stderr } = packet(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trim()).toMatch(message);
});
