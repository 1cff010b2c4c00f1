import { type GapHandling, runExercise } from '../../../lib/exercise/lab';
import { noteNotBuilt } from '../../../lib/exercise/not-built';
import type { Exercise } from '../../../lib/model/exercise';

const run = async (exercise: Exercise, gaps?: GapHandling) => {
  const lines: string[] = [];
  const findings = await runExercise(
    exercise,
    'Stack',
    { Url: 'u' },
    (line) => lines.push(line),
    gaps,
  );
  return { findings, lines, verdicts: findings.map(({ verdict }) => verdict) };
};

test('reports a claim as proven when its proof holds, with what was seen', async () => {
  const { findings, lines } = await run((lab) =>
    lab.prove('water is wet', async () => 'touched it'),
  );
  expect(findings).toMatchObject([
    { claim: 'water is wet', verdict: 'proven', detail: 'touched it' },
  ]);
  expect(lines[0]).toMatch(/✓ .* water is wet \(touched it\)$/);
});

test('reports a failed proof and goes on with the next claim', async () => {
  const { findings } = await run(async (lab) => {
    await lab.prove('one', () => Promise.reject(new Error('dry')));
    await lab.prove('two', async () => undefined);
  });
  expect(findings).toMatchObject([
    { claim: 'one', verdict: 'failed', detail: 'Error: dry' },
    { claim: 'two', verdict: 'proven' },
  ]);
});

test('does not run a proof that needs what the emulator has not', async () => {
  const proof = jest.fn();
  const { verdicts } = await run(
    (lab) => lab.prove('x', proof, ['cloudfront: caching']),
    new Map([['cloudfront: caching', 'left out']]),
  );
  expect(verdicts).toEqual(['not proven']);
  expect(proof).not.toHaveBeenCalled();
});

test('never reports as proven what rests on a correction', async () => {
  const gaps: GapHandling = new Map([['cloudfront: caching', 'corrected']]);
  const { verdicts } = await run(async (lab) => {
    await lab.prove('holds', async () => undefined, ['cloudfront: caching']);
    await lab.prove('does not', () => Promise.reject(new Error('no')), ['cloudfront: caching']);
    await lab.prove('needs nothing', async () => undefined);
    await lab.prove('needs what is there', async () => undefined, ['dynamodb: throttling']);
  }, gaps);
  expect(verdicts).toEqual(['corrected', 'failed', 'proven', 'proven']);
});

test('fails an exercise that breaks off, and says which outputs there are', async () => {
  const { findings } = await run(async (lab) => void lab.output('Arn'));
  expect(findings).toMatchObject([
    { verdict: 'failed', detail: 'Error: expected an output Arn of Stack, found: Url' },
  ]);
});

test('asks again until there is an answer', async () => {
  const answers = [undefined, undefined, 42];
  const { findings } = await run((lab) =>
    lab.prove('answer', async () => `${await lab.eventually('it', async () => answers.shift())}`),
  );
  expect(findings[0]?.detail).toBe('42');
});

test('gives up when the time is over, in words', async () => {
  const { findings } = await run((lab) =>
    lab.prove('x', () => lab.eventually('Godot', async () => undefined, 0.2)),
  );
  expect(findings[0]).toMatchObject({ verdict: 'failed', detail: 'Error: waited 0.2 s for Godot' });
});

describe('an operation that the emulator has not built', () => {
  const call = (operation: string) => Promise.reject(noteNotBuilt(operation));

  test('leaves the claim that needs it open, and no other', async () => {
    const { findings } = await run(async (lab) => {
      await lab.prove('needs it', () => call('SQS One'));
      await lab.prove('needs two', async () => {
        await call('SQS One').catch(() => undefined);
        await call('SQS Two');
      });
      await lab.prove('needs none', async () => 'seen');
      await lab.prove('fails by itself', () => Promise.reject(new Error('no')));
    });
    expect(findings).toMatchObject([
      { verdict: 'not proven', detail: 'not built in this emulator: SQS One' },
      { verdict: 'not proven', detail: 'not built in this emulator: SQS One, SQS Two' },
      { verdict: 'proven', detail: 'seen' },
      { verdict: 'failed', detail: 'Error: no' },
    ]);
  });

  test('is not taken for the refusal that a proof expects', async () => {
    const { findings } = await run((lab) =>
      lab.prove('a stranger is refused', async () => {
        await expect(call('S3 GetObject')).rejects.toThrow();
      }),
    );
    expect(findings).toMatchObject([
      { verdict: 'not proven', detail: 'not built in this emulator: S3 GetObject' },
    ]);
  });

  test('leaves open what comes after it, if the exercise breaks off', async () => {
    const { findings } = await run(async (lab) => {
      await call('KMS CreateKey');
      await lab.prove('never tried', async () => undefined);
    });
    expect(findings).toMatchObject([
      {
        claim: 'the exercise runs to its end',
        verdict: 'not proven',
        detail: 'not built in this emulator: KMS CreateKey',
      },
    ]);
  });

  test('does not touch an exercise that runs at the same time', async () => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
    const [one, other] = await Promise.all([
      run((lab) => lab.prove('needs it', () => pause().then(() => call('SQS One')))),
      run((lab) =>
        lab.prove('needs none', () =>
          pause()
            .then(pause)
            .then(() => undefined),
        ),
      ),
    ]);
    expect([one.verdicts, other.verdicts]).toEqual([['not proven'], ['proven']]);
  });
});
