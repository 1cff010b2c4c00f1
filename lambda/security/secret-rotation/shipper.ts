import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { askVendor } from './ask-vendor';
import { keyIn } from './rotation';
import { settingsIn, weightIn } from './settings';

const { SECRET_ARN, SETTINGS_PATH, VENDOR_NAME } = process.env;
if (!SECRET_ARN || !SETTINGS_PATH || !VENDOR_NAME)
  throw new Error('expected SECRET_ARN, SETTINGS_PATH and VENDOR_NAME in the environment');

const secrets = new SecretsManagerClient({});
const ssm = new SSMClient({});
const lambda = new LambdaClient({});

/** Secrets Manager bills each call, so a worker keeps the key for a while. */
const KEPT_FOR = 60_000;
let kept: { key: string; until: number } | undefined;

/** Books a parcel with the vendor. The key comes from the secret at run time, the settings from the parameters. */
export async function handler(event: unknown): Promise<{ booked: boolean; carrier: string }> {
  const weight = weightIn(event);
  const { Parameters = [] } = await ssm.send(
    new GetParametersByPathCommand({ Path: SETTINGS_PATH }),
  );
  const { carrier, mostWeight } = settingsIn(Parameters);
  if (weight > mostWeight) {
    throw new Error(`expected at most ${mostWeight} kilograms for ${carrier}, got ${weight}`);
  }
  const booked =
    (await askVendor(lambda, VENDOR_NAME, { key: await currentKey() })) ||
    // The key may have been replaced since it was read.
    (await askVendor(lambda, VENDOR_NAME, { key: await currentKey({ fresh: true }) }));
  return { booked, carrier };
}

async function currentKey({ fresh = false } = {}): Promise<string> {
  if (!fresh && kept !== undefined && kept.until > Date.now()) return kept.key;
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET_ARN }));
  const key = keyIn(SecretString);
  kept = { key, until: Date.now() + KEPT_FOR };
  return key;
}
