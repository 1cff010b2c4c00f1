import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { recognizes } from './deployed';
import type { GapsOf } from './gap';

export const secretsManager = {
  'AWS::SecretsManager::RotationSchedule': {
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, although there is an API that stores a schedule.',
    handling: 'corrected',
    correction: 'types',
    how: 'The schedule is set by RotateSecret, which rotates at once as on AWS; time rotates nothing.',
    closed: () => recognizes('AWS::SecretsManager::RotationSchedule'),
  },
  'secretsmanager: RotateSecret': {
    seen: '1.5.33',
    what: 'RotateSecret calls no rotation function. It copies the current value into a new version.',
    handling: 'corrected',
    correction: 'secret_rotation',
    how: 'Secrets Manager calls the rotation function for the four steps.',
    closed: async () => (await secretAnswers()).callsFunction,
  },
  'secretsmanager: ClientRequestToken': {
    seen: '1.5.33',
    what: 'PutSecretValue overwrites a version that exists, if it is called with the token of that version.',
    handling: 'corrected',
    correction: 'secret_rotation',
    how: 'A version that exists keeps its value.',
    closed: async () => (await secretAnswers()).keepsVersions,
  },
} satisfies GapsOf;

/** How the emulator treats the versions of a secret. */
export interface SecretAnswers {
  readonly callsFunction: boolean;
  readonly keepsVersions: boolean;
}

let ofASecret: Promise<SecretAnswers> | undefined;

/** Writes one version twice, and rotates with a function that does not exist; two gaps share one secret. */
export function secretAnswers(): Promise<SecretAnswers> {
  ofASecret ??= trySecret();
  return ofASecret;
}

async function trySecret(): Promise<SecretAnswers> {
  const secrets = new SecretsManagerClient({});
  const { ARN: SecretId, VersionId: first } = await secrets.send(
    new CreateSecretCommand({ Name: `probe-${randomUUID()}`, SecretString: 'first' }),
  );
  try {
    const version = { SecretId, ClientRequestToken: randomUUID(), VersionStages: ['PROBE'] };
    await secrets.send(new PutSecretValueCommand({ ...version, SecretString: 'one' }));
    const overwritten = await secrets
      .send(new PutSecretValueCommand({ ...version, SecretString: 'other' }))
      .then(
        () => true,
        () => false,
      );
    // Without such a function, a rotation cannot succeed, so the current value must stay.
    const RotationLambdaARN = 'arn:aws:lambda:us-east-1:000000000000:function:none';
    await secrets
      .send(new RotateSecretCommand({ SecretId, RotationLambdaARN }))
      .catch(() => undefined);
    const { VersionId } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    return { callsFunction: VersionId === first, keepsVersions: !overwritten };
  } finally {
    await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  }
}
