import { setTimeout as sleep } from 'node:timers/promises';
import {
  CodeDeployClient,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type KnownOrder, knownOrders, objection } from './trial';

const { SUBJECT_ARN, NEW_VERSION } = process.env;
if (!SUBJECT_ARN || !NEW_VERSION)
  throw new Error('expected SUBJECT_ARN and NEW_VERSION in the environment');

// Together 18 seconds, well below the timeout of the function.
const MOST_ATTEMPTS = 10;
const PAUSE_MS = 2000;

const lambda = new LambdaClient({});
const codeDeploy = new CodeDeployClient({});

/** The event that CodeDeploy sends to a hook; it does not name the version. */
export interface HookEvent {
  readonly DeploymentId?: string;
  readonly LifecycleEventHookExecutionId?: string;
}

/** Asks the version for the totals of known orders, and tells CodeDeploy whether the deployment may continue. */
export async function handler(event: HookEvent | null): Promise<void> {
  const { DeploymentId, LifecycleEventHookExecutionId } = event ?? {};
  if (!DeploymentId || !LifecycleEventHookExecutionId) {
    throw new Error(
      `expected DeploymentId and LifecycleEventHookExecutionId, got ${Object.keys(event ?? {}).slice(0, 20)}`,
    );
  }
  const found = await Promise.all(knownOrders.map(examine));
  const objections = found.filter((words) => words !== undefined);
  const status = objections.length === 0 ? 'Succeeded' : 'Failed';
  console.log(status, LifecycleEventHookExecutionId, SUBJECT_ARN, ...objections);
  await codeDeploy.send(
    new PutLifecycleEventHookExecutionStatusCommand({
      deploymentId: DeploymentId,
      lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
      status,
    }),
  );
}

/** A moved alias may send some calls to the old version for a moment, so such a call is made again. */
async function examine(known: KnownOrder): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const words = await ask(known);
    if (!words?.startsWith('expected version') || attempt === MOST_ATTEMPTS) return words;
    await sleep(PAUSE_MS);
  }
}

async function ask(known: KnownOrder): Promise<string | undefined> {
  try {
    const { ExecutedVersion, FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: SUBJECT_ARN, Payload: JSON.stringify(known.order) }),
    );
    const payload = new TextDecoder().decode(Payload);
    return objection(
      known,
      { version: ExecutedVersion, error: FunctionError, payload },
      String(NEW_VERSION),
    );
  } catch (error) {
    // Without a report the deployment would wait for an hour, so an error counts as Failed.
    return `expected an answer, got ${error}`;
  }
}
