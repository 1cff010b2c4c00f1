import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { errorOf } from '../../../exercise/callers';
import type { Exercise } from '../../../model/exercise';

const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

export const exercise: Exercise = async (lab) => {
  const secrets = new SecretsManagerClient({});
  const lambda = new LambdaClient({});
  const SecretId = lab.output('SecretArn');
  const rotator = lab.output('RotatorArn');

  const invoke = async (FunctionName: string, event: object) => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    const answer = JSON.parse(new TextDecoder().decode(Payload) || 'null');
    if (FunctionError) throw new Error(answer?.errorMessage ?? FunctionError);
    return answer;
  };
  /** Calls the rotation function for a step, as Secrets Manager does. */
  const step = (Step: (typeof steps)[number], ClientRequestToken: string) =>
    invoke(rotator, { Step, SecretId, ClientRequestToken });
  const versionOf = async (VersionStage: string) => {
    const { SecretString = '{}', VersionId } = await secrets.send(
      new GetSecretValueCommand({ SecretId, VersionStage }),
    );
    return { id: VersionId, key: JSON.parse(SecretString).key as string };
  };
  const accepts = async (key: string) =>
    (await invoke(lab.output('VendorName'), { key })).accepted as boolean;
  const book = () => invoke(lab.output('ShipperName'), { kilograms: 2 });

  /** Uses the current key, again and again, for as long as some work takes; counts how often that worked. */
  const during = async (work: () => Promise<unknown>) => {
    const count = { worked: 0, refused: 0 };
    let on = true;
    const watching = (async () => {
      while (on) {
        const { key } = await versionOf('AWSCURRENT');
        count[(await accepts(key)) ? 'worked' : 'refused'] += 1;
      }
    })();
    try {
      await work();
    } finally {
      on = false;
      await watching;
    }
    assert.equal(count.refused, 0, 'times that the vendor refused the current key');
    assert.ok(count.worked > 0, 'expected at least one call in the meantime');
    return count.worked;
  };

  const first = await versionOf('AWSCURRENT');
  const used = [first.key];

  await lab.prove(
    'the app works with a key that no template and no environment shows',
    async () => {
      assert.deepEqual(await book(), { booked: true, carrier: 'fast-parcels' });
      const { TemplateBody = '' } = await new CloudFormationClient({}).send(
        new GetTemplateCommand({ StackName: lab.stackName, TemplateStage: 'Original' }),
      );
      assert.ok(TemplateBody.includes('AWS::SecretsManager::Secret'), 'expected a template');
      assert.ok(!TemplateBody.includes(first.key), 'expected no key in the template');
      const { Environment } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: lab.output('ShipperName') }),
      );
      const variables = JSON.stringify(Environment?.Variables ?? {});
      assert.ok(!variables.includes(first.key), 'expected no key in the environment');
      return `${first.key.length} characters that Secrets Manager generated`;
    },
  );

  await lab.prove('a rotation replaces the key, and at no time is there no key that works', async () => {
    const worked = await during(async () => {
      const { VersionId } = await secrets.send(
        new RotateSecretCommand({
          SecretId,
          RotationLambdaARN: rotator,
          RotationRules: { AutomaticallyAfterDays: 30 },
        }),
      );
      await lab.eventually('the new key', async () =>
        (await versionOf('AWSCURRENT')).id === VersionId ? true : undefined,
      );
    });
    const rotated = await versionOf('AWSCURRENT');
    assert.notEqual(rotated.key, first.key);
    assert.equal((await versionOf('AWSPREVIOUS')).key, first.key);
    assert.deepEqual(await book(), { booked: true, carrier: 'fast-parcels' });
    used.push(rotated.key);
    return `${worked} calls while it rotated, none refused`;
  }, ['secretsmanager: RotateSecret']);

  await lab.prove('the vendor accepts the old key until the next rotation', async () => {
    const [oldest, newest] = [used[0] ?? '', used.at(-1) ?? ''];
    assert.deepEqual([await accepts(oldest), await accepts(newest)], [true, true]);
    assert.equal(await accepts(randomUUID()), false, 'a key that nobody registered');
  });

  await lab.prove(
    'a rotation whose steps each run twice, and two of them at once, ends with one new key',
    async () => {
      const before = await versionOf('AWSCURRENT');
      const token = randomUUID();
      let key = '';
      await during(async () => {
        await step('createSecret', token);
        ({ key } = await versionOf('AWSPENDING'));
        await step('createSecret', token);
        assert.equal(
          (await versionOf('AWSPENDING')).key,
          key,
          'the key after a second createSecret',
        );
        for (const name of ['setSecret', 'testSecret', 'finishSecret'] as const)
          await Promise.all([step(name, token), step(name, token)]);
        // A step that comes once more, when all is done.
        for (const name of steps) await step(name, token);
      });
      const after = await versionOf('AWSCURRENT');
      assert.deepEqual(after, { id: token, key });
      assert.deepEqual([await accepts(before.key), await accepts(after.key)], [true, true]);
      used.push(after.key);
      return '11 steps instead of 4';
    },
  );

  await lab.prove('two createSecret at once make one key', async () => {
    const token = randomUUID();
    await Promise.all([step('createSecret', token), step('createSecret', token)]);
    const { key } = await versionOf('AWSPENDING');
    for (const name of steps) await step(name, token);
    assert.equal((await versionOf('AWSCURRENT')).key, key);
    used.push(key);
  }, ['secretsmanager: ClientRequestToken']);

  const broken = randomUUID();
  await lab.prove(
    'a rotation that breaks in the middle leaves the old key current, and it works',
    async () => {
      const before = await versionOf('AWSCURRENT');
      await step('createSecret', broken);
      assert.equal((await versionOf('AWSCURRENT')).id, before.id);
      assert.deepEqual(await book(), { booked: true, carrier: 'fast-parcels' });
      await step('setSecret', broken);
      const pending = await versionOf('AWSPENDING');
      assert.deepEqual([await accepts(before.key), await accepts(pending.key)], [true, true]);
      assert.deepEqual(await book(), { booked: true, carrier: 'fast-parcels' });
      return 'after createSecret, and after setSecret';
    },
  );

  await lab.prove('while a version is pending, Secrets Manager starts no other rotation', async () => {
    const another = secrets.send(new RotateSecretCommand({ SecretId }));
    assert.equal(await errorOf(another), 'InvalidRequestException');
  }, ['secretsmanager: RotateSecret']);

  await lab.prove(
    'the same steps again finish what was broken, and the oldest key is refused',
    async () => {
      const { key } = await versionOf('AWSPENDING');
      for (const name of steps) await step(name, broken);
      assert.deepEqual(await versionOf('AWSCURRENT'), { id: broken, key });
      assert.equal(await accepts(first.key), false, 'a key from two rotations ago');
      assert.deepEqual(await book(), { booked: true, carrier: 'fast-parcels' });
      const { VersionIdsToStages = {} } = await secrets.send(
        new DescribeSecretCommand({ SecretId }),
      );
      const pending = Object.values(VersionIdsToStages).filter((of) => of.includes('AWSPENDING'));
      assert.deepEqual(pending, []);
    },
  );

  await lab.prove(
    'the function refuses steps out of order, and events of no rotation',
    async () => {
      const token = randomUUID();
      for (const event of [
        { Step: 'setSecret', SecretId, ClientRequestToken: token },
        { Step: 'finishSecret', SecretId, ClientRequestToken: token },
        { Step: 'dropSecret', SecretId, ClientRequestToken: token },
        {},
      ]) {
        await assert.rejects(() => invoke(rotator, event), /^Error: expected /);
      }
      assert.equal((await versionOf('AWSCURRENT')).id, broken);
    },
  );

  // A claim that failed may have left a version pending, and the next run starts with a rotation.
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  for (const [RemoveFromVersionId, stages] of Object.entries(VersionIdsToStages)) {
    if (!stages.includes('AWSPENDING')) continue;
    const VersionStage = 'AWSPENDING';
    await secrets.send(
      new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId }),
    );
  }
};
