import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Access, dummyKeys } from '../run/isolation';

/** Access to an emulator, and where it was found. */
export interface FoundAccess extends Access {
  /** In words for a person. */
  readonly source: string;
  /** What is in the file of the certificate, which is gone when the emulator ends. */
  readonly pem?: string;
}

/**
 * How to use the emulator at an address of this machine. One with an http address takes any keys. For one
 * with an https address, keys and certificate are those that AWS Emulator writes at every start into
 * `~/.aws/emulator/<port>/` (`ca.pem` and `emulator_credentials`):
 * https://docs.aws.amazon.com/emulator/latest/userguide/point-sdk-to-emulator.html
 *
 * Only where that folder has no certificate, for example because the emulator runs in a container, the
 * person's AWS_CA_BUNDLE and keys are used: otherwise, their keys are most likely those of an account.
 * @param endpoint see `loopbackEndpoint`
 * @throws if it needs what is in neither place, or what is there cannot be used
 */
export function accessTo(
  endpoint: string,
  env: NodeJS.ProcessEnv = process.env,
  home = homedir(),
): FoundAccess {
  const { protocol, port } = new URL(endpoint);
  if (protocol === 'http:') return { ...dummyKeys, source: 'an emulator that takes any keys' };
  const folder = join(home, '.aws', 'emulator', port || '443');
  const own = join(folder, 'ca.pem');
  if (readIfThere(own) !== undefined) {
    // AWS Emulator writes no keys if it was started with `--auth off`, and then takes any.
    const keys = keysIn(join(folder, 'emulator_credentials'));
    const source = keys ? folder : `${folder} (there are none)`;
    return { ...(keys ?? dummyKeys), ...certificateIn(own), source };
  }
  const { AWS_CA_BUNDLE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  if (!AWS_CA_BUNDLE || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error(
      `expected the certificate of the emulator at ${endpoint} in ${own}, but there is no such file
AWS Emulator writes it when it starts: is it running, on this port and as you?
For another emulator, or one in a container, set AWS_CA_BUNDLE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
    );
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    ...certificateIn(resolve(AWS_CA_BUNDLE)),
    source: 'AWS_CA_BUNDLE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  };
}

/** The keys in a file of the form that the AWS SDKs share. */
function keysIn(file: string): Access | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const value = (name: string) =>
    new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(\\S+)`, 'm').exec(text)?.[1];
  const accessKeyId = value('aws_access_key_id');
  const secretAccessKey = value('aws_secret_access_key');
  const sessionToken = value('aws_session_token');
  if (!accessKeyId || !secretAccessKey) {
    throw new Error(`expected aws_access_key_id and aws_secret_access_key in ${file}`);
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** @throws if the file has no certificate that Node.js can read */
function certificateIn(file: string): { readonly certificate: string; readonly pem: string } {
  const pem = readIfThere(file);
  if (pem === undefined) {
    throw new Error(`expected a file at ${file}, which AWS_CA_BUNDLE names, but there is none`);
  }
  try {
    new X509Certificate(pem);
  } catch (error) {
    throw new Error(`expected a certificate in PEM in ${file}: ${(error as Error).message}`);
  }
  return { certificate: file, pem };
}

/** @throws if a file is there and cannot be read */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Error(
      `expected to be able to read ${file}, got ${message.replace(/, \w+( '.*)?$/, '')}`,
    );
  }
}
