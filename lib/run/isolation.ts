import { devNull } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';

/** The account and Region that the emulator plays; no AWS account has twelve zeros. */
export const account = '000000000000';
export const region = 'us-east-1';

/** The secret of the root user of the emulated account, whose access key is the number of the account. */
export const rootSecret = 'emulator';

/**
 * The address of an emulator, made safe to use.
 * @returns the origin, with `localhost` spelled as an address: with a name, the SDKs would put S3
 *   bucket names in front of it, which then resolve nowhere
 * @throws if it is not an http or https address of this machine: no request may leave it
 */
export function loopbackEndpoint(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new Error(`expected AWS_ENDPOINT_URL such as http://127.0.0.1:4566, got ${url}`);
  }
  if (parsed.hostname === 'localhost') parsed.hostname = '127.0.0.1';
  const loopback = /^127\.\d+\.\d+\.\d+$/.test(parsed.hostname) || parsed.hostname === '[::1]';
  if (!loopback || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new Error(
      `expected AWS_ENDPOINT_URL to be an http or https address of this machine (127.0.0.1, localhost or [::1]), got ${url}`,
    );
  }
  return parsed.origin;
}

/** The file that keeps a Node.js process on this machine. */
export const guard = resolve('lib/run/loopback.cjs');

/** The options by which a Node.js process loads the guard first; the person's own could lead to a proxy. */
export const nodeOptions = `--require "${guard.replaceAll('\\', '\\\\')}"`;

/** With what an emulator is used, where it is not one that takes any keys over plain http. */
export interface Access {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** The file with the certificate that vouches for the emulator, for one with an https address. */
  readonly certificate?: string;
}

/** Credentials that no AWS account knows. An emulator that checks no signatures takes them. */
export const dummyKeys: Access = { accessKeyId: account, secretAccessKey: rootSecret };

/**
 * The environment in which the CDK CLI and the exercises run: the person's own, less all that
 * could lead to an account of theirs (profiles, keys, Regions, endpoints, proxies) or turn off the
 * check of certificates, and with an endpoint on this machine and credentials that no AWS account knows.
 */
export function emulatorEnvironment(
  inherited: NodeJS.ProcessEnv,
  endpoint: string,
  folder: string,
  { accessKeyId, secretAccessKey, sessionToken, certificate }: Access = dummyKeys,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(
    ([name]) =>
      !/^(AWS_|CDK_|LOCALSTACK_|NPM_CONFIG_|.*_PROXY$|NODE_TLS_REJECT_UNAUTHORIZED$)/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), inherited.PATH].join(delimiter),
    AWS_ENDPOINT_URL: loopbackEndpoint(endpoint),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
    // The CDK CLI reads the first, every other Node.js process the second.
    ...(certificate && { AWS_CA_BUNDLE: certificate, NODE_EXTRA_CA_CERTS: certificate }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // The CDK CLI reads `.cdk.json` there, which may name a proxy, a profile or an app of the person.
    HOME: resolve(folder),
    USERPROFILE: resolve(folder),
    CDK_HOME: resolve(folder, 'cdk'),
    // Every Node.js process that gets this environment refuses connections to other machines.
    NODE_OPTIONS: nodeOptions,
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}
