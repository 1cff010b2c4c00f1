import { spawnSync } from 'node:child_process';

/** Runs the command as `npm run decide` does; globalSetup has built it. */
function decide(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/bin/decide.js', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('an allowed request is answered with the statement that allows it', () => {
  const { status, stdout } = decide('SqsDeadLetterQueue', 'Consumer', 'dynamodb:PutItem', 'Shop');
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^SqsDeadLetterQueue: May Consumer call dynamodb:PutItem on Shop\?\n\nYes\. It is allowed by the identity policy\.\n/,
  );
  expect(stdout).toContain('  principal: arn:aws:sts::111111111111:assumed-role/ConsumerRole');
  expect(stdout).toMatch(/\nConsumerRoleDefaultPolicy\w+ \(identity policy\), statement 1:\n\{/);
});

test('a denied one with the statement that denies it, under several conditions and values', () => {
  const { stdout } = decide(
    ...['EventbridgeRules', 'Closer', 'events:PutEvents', 'OrderBus'],
    ...['--context', 'events:source=shop.clock,other', 'aws:SecureTransport=true'],
  );
  expect(stdout).toContain(
    'when events:source is shop.clock, other and aws:SecureTransport is true?',
  );
  expect(stdout).toContain('No. A statement denies it');
  expect(stdout).toContain('statement cdk-DenyStrangeSources');
  expect(stdout).toContain('"Effect": "Deny"');
});

test('a pattern alone lists its statements', () => {
  const { status, stdout } = decide('SqsDeadLetterQueue');
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^ {2}WorkQueuePolicy\w+ \(resource policy\), statement 0: Deny \* sqs:\* on arn:aws:sqs:xx-here-1:111111111111:WorkQueue\w+ if aws:SecureTransport Bool false$/m,
  );
});

test.each([
  [
    ['SqsDeadLetterQueue', 'Consumer', 'sqs:SendMessage'],
    /^expected a principal, an action and a resource, got Consumer sqs:SendMessage$/,
  ],
  [
    ['SqsDeadLetterQueue', 'Consumer', 'sqs:SendMessage', 'WorkQueue', '--context', 'http'],
    /^expected a condition such as aws:SecureTransport=false, got http$/,
  ],
])('%j is refused in one sentence', (args, message) => {
  const { status, stdout, stderr } = decide(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trim()).toMatch(message);
});
