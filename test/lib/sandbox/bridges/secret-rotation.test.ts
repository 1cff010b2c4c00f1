import { Refusal, rotations } from '../../../../lib/sandbox/bridges/secret-rotation';

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:probe-a1b2c3';
const rotator = 'arn:aws:lambda:us-east-1:000000000000:function:rotator';

/** A secret with these labels, and a function that notes its steps and fails at some. */
function setting(labels: Record<string, string[]>, failing: readonly string[] = []) {
  const called: unknown[] = [];
  const rotate = rotations({
    describe: async () => ({ ARN, Name: 'probe', labels }),
    call: async (functionArn, event) => {
      called.push([functionArn, event]);
      if (failing.includes((event as { Step: string }).Step)) throw new Error('broken');
    },
  });
  return { called, rotate };
}
const stepsOf = (called: unknown[]) =>
  called.map((one) => (one as [string, { Step: string }])[1].Step);

test('answers at once, and calls the function for the four steps with one token', async () => {
  const { called, rotate } = setting({ v1: ['AWSCURRENT'] });
  const asked = { SecretId: 'probe', RotationLambdaARN: rotator, ClientRequestToken: 'v2' };
  const { answer, done } = await rotate(asked);
  expect(answer).toEqual({ ARN, Name: 'probe', VersionId: 'v2' });
  await done;
  expect(called).toEqual(
    ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].map((Step) => [
      rotator,
      { Step, SecretId: ARN, ClientRequestToken: 'v2' },
    ]),
  );
});

test('remembers the function, and needs one', async () => {
  const { rotate } = setting({ v1: ['AWSCURRENT', 'AWSPENDING'] });
  await expect(rotate({ SecretId: 'probe' })).rejects.toThrow(Refusal);
  await (await rotate({ SecretId: 'probe', RotationLambdaARN: rotator })).done;
  await expect((await rotate({ SecretId: 'probe' })).done).resolves.toBeUndefined();
});

test('stops at the step that fails, and refuses the next rotation while a version is pending', async () => {
  const labels = { v1: ['AWSCURRENT'], v2: [] as string[] };
  const { called, rotate } = setting(labels, ['setSecret']);
  const asked = { SecretId: 'probe', RotationLambdaARN: rotator };
  await expect((await rotate(asked)).done).rejects.toThrow('broken');
  expect(stepsOf(called)).toEqual(['createSecret', 'setSecret']);
  labels.v2.push('AWSPENDING');
  await expect(rotate(asked)).rejects.toMatchObject({ type: 'InvalidRequestException' });
});

test('refuses a second rotation while the first one runs', async () => {
  const { rotate } = setting({ v1: ['AWSCURRENT'] });
  const asked = { SecretId: 'probe', RotationLambdaARN: rotator };
  const [first, second] = await Promise.allSettled([rotate(asked), rotate(asked)]);
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected']);
});
