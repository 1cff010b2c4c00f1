import { IAMClient, NoSuchEntityException, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { leakedKeyIn } from './finding';

const iam = new IAMClient({});

/**
 * Deactivates the access key of a finding. It deletes nothing, so that a person can undo it. GuardDuty
 * repeats a finding, and EventBridge may deliver it twice; a key that is inactive stays so.
 */
export async function handler(event: unknown): Promise<{ deactivated: boolean }> {
  const leaked = leakedKeyIn(event);
  if (leaked === undefined) {
    console.log('nothing to deactivate');
    return { deactivated: false };
  }
  const { userName: UserName, accessKeyId: AccessKeyId, findingId, type } = leaked;
  try {
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
  } catch (error) {
    // Somebody has deleted the key or its user since.
    if (!(error instanceof NoSuchEntityException)) throw error;
    console.log('already gone', AccessKeyId, findingId);
    return { deactivated: false };
  }
  console.log('deactivated', AccessKeyId, 'of', UserName, type, findingId);
  return { deactivated: true };
}
