import { randomBytes } from 'node:crypto';
import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { askVendor } from './ask-vendor';
import { parseEvent, rotate, type Store, type Vendor } from './rotation';

const { VENDOR_NAME } = process.env;
if (!VENDOR_NAME) throw new Error('expected VENDOR_NAME in the environment');

const secrets = new SecretsManagerClient({});
const lambda = new LambdaClient({});

/** Secrets Manager calls it once for each step. If it throws, the old key stays AWSCURRENT. */
export async function handler(event: unknown): Promise<void> {
  const { step, secret, version } = parseEvent(event);
  // Its role can reach one secret only, whatever the event says.
  await rotate(step, version, storeOf(secret), vendor, () => randomBytes(30).toString('base64url'));
  console.log(step, 'done for version', version);
}

const storeOf = (SecretId: string): Store => ({
  async labels() {
    const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId }));
    return VersionIdsToStages;
  },
  async read(VersionId) {
    try {
      const asked = new GetSecretValueCommand({ SecretId, VersionId });
      return (await secrets.send(asked)).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  },
  async create(ClientRequestToken, SecretString) {
    try {
      await secrets.send(
        new PutSecretValueCommand({
          SecretId,
          ClientRequestToken,
          SecretString,
          VersionStages: ['AWSPENDING'],
        }),
      );
    } catch (error) {
      // A copy of this step has been faster, and its key counts.
      if (!(error instanceof ResourceExistsException)) throw error;
    }
  },
  async promote(MoveToVersionId, RemoveFromVersionId) {
    const VersionStage = 'AWSCURRENT';
    await secrets.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage,
        MoveToVersionId,
        RemoveFromVersionId,
      }),
    );
  },
  async unmark(RemoveFromVersionId) {
    const VersionStage = 'AWSPENDING';
    await secrets.send(
      new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId }),
    );
  },
});

const vendor: Vendor = {
  accepts: (key) => askVendor(lambda, VENDOR_NAME, { key }),
  register: (key, newKey) => askVendor(lambda, VENDOR_NAME, { key, newKey }),
};
