import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdk } from '../../../lib/run/cdk';
import { deployEach, destroyEach, reasonIn } from '../../../lib/sandbox/each-stack';
import { temporaryFolder } from '../../support/folder';

jest.mock('../../../lib/run/cdk');
const run = jest.mocked(cdk);

/** What CDK CLI 2.1148.1 printed about three stacks, shortened. */
const printed = {
  resource: `expected cdk deploy to succeed, got code 1:
Bad | 1/5 | 10:09:25 AM | ROLLBACK_IN_PROGRESS    | AWS::CloudFormation::Stack | Bad Rollback requested
Bad | 1/5 | 10:09:25 AM | CREATE_FAILED           | AWS::SQS::Queue            | Q Resource creation cancelled
Bad | 1/5 | 10:09:25 AM | CREATE_FAILED           | Custom::X                  | C Custom resource ServiceToken 'none' not found.

Failed resources:
Bad | 10:09:25 AM | CREATE_FAILED           | Custom::X                  | C Custom resource ServiceToken 'none' not found.
❌  Bad failed to deploy
‣ DeploymentError: Resource updates failed:
Bad/C  (Custom::X C)

   Logs from /aws/lambda/none:
   Could not fetch logs (the log group may not exist, or the credentials lack logs:FilterLogEvents).`,
  error: `expected cdk deploy to succeed, got code 1:
❌  Bad failed to deploy
‣ DeploymentError: The stack named Bad failed creation
   Logs: none`,
  line: `expected cdk deploy to succeed, got code 1:
Bad: creating CloudFormation changeset...
Template format error: Unrecognized resource types: [AWS::XRay::Group]
`,
};

test.each([
  [
    'the first resource that failed by itself',
    printed.resource,
    "Custom::X C Custom resource ServiceToken 'none' not found.",
  ],
  [
    'the error that the CLI names',
    printed.error,
    'DeploymentError: The stack named Bad failed creation',
  ],
  [
    'the last line',
    printed.line,
    'Template format error: Unrecognized resource types: [AWS::XRay::Group]',
  ],
  [
    'that of an operation that is not built',
    'NotImplemented: ssm GetParameter is not implemented',
    'not built in this emulator: ssm GetParameter is not implemented',
  ],
  ['cut', `x\n${'y'.repeat(1000)}`, `${'y'.repeat(300)}…`],
  ['empty if nothing was printed', '', ''],
])('the reason why a stack could not be deployed is %s', (_, text, reason) => {
  expect(reasonIn(text)).toBe(reason);
});

describe('stacks, each by itself', () => {
  const batch = (signal = new AbortController().signal) => ({
    stacks: ['One', 'Bad', 'Two'],
    app: join(temporaryFolder(), 'app'),
    options: ['--ci'],
    env: {},
    signal,
    check: async () => undefined,
  });

  beforeEach(() => run.mockReset());

  test('are deployed as far as they can be, and the others are named', async () => {
    const given = batch();
    run.mockImplementation(async ([, stack = '']) => {
      if (stack === 'Bad') throw new Error(printed.line);
      writeFileSync(`${given.app}.${stack}.json`, JSON.stringify({ [stack]: { Url: stack } }));
      return '';
    });
    expect(await deployEach(given)).toEqual({
      outputs: { One: { Url: 'One' }, Two: { Url: 'Two' } },
      refused: [{ stack: 'Bad', reason: expect.stringContaining('Unrecognized resource types') }],
    });
  });

  test('are all destroyed, also those that could not be deployed', async () => {
    run.mockImplementation(async ([, stack = '']) => {
      if (stack === 'One') throw new Error(printed.error);
      return '';
    });
    expect(await destroyEach(batch())).toMatchObject([{ stack: 'One' }]);
    expect(run.mock.calls.map(([[, stack]]) => stack).sort()).toEqual(['Bad', 'One', 'Two']);
  });

  test.each([deployEach, destroyEach])(
    'are not blamed for an emulator that is gone',
    async (work) => {
      run.mockRejectedValue(new Error(printed.line));
      const check = () => Promise.reject(new Error('the emulator is gone'));
      await expect(work({ ...batch(), check })).rejects.toThrow('the emulator is gone');
    },
  );

  test.each([deployEach, destroyEach])('do not hide that the run was ended', async (work) => {
    const ended = new AbortController();
    run.mockImplementation(async () => {
      ended.abort(new Error('the emulator is gone'));
      throw new Error(printed.line);
    });
    await expect(work(batch(ended.signal))).rejects.toThrow('the emulator is gone');
  });
});
