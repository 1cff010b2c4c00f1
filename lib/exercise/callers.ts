import assert from 'node:assert/strict';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** What an SDK client takes as its credentials. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Credentials of a role, which a client of an exercise uses to call as this role. */
export async function credentialsOf(RoleArn: string): Promise<RoleCredentials> {
  const { Credentials } = await new STSClient({}).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'exercise' }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  assert.ok(AccessKeyId && SecretAccessKey && SessionToken, `credentials of ${RoleArn}`);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** The name of the error with which a call fails, or `no error`. */
export async function errorOf(call: Promise<unknown> | (() => Promise<unknown>)): Promise<string> {
  try {
    await (typeof call === 'function' ? call() : call);
    return 'no error';
  } catch (error) {
    return (error as Error).name;
  }
}
