import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NotBuilt } from '../exercise/not-built';
import { account, region } from '../run/isolation';
import type { FoundAccess } from './access';

/** Says that an emulator cannot be used, or no longer. */
export class Unusable extends Error {}

/** How long an answer may take, in milliseconds: an emulator on a busy machine is slow. */
const PATIENCE = 10_000;

/**
 * Asks the emulator that the person has named whether it is there and takes the keys.
 * @throws Unusable, with a message that says why, if it cannot be used; another error if it is only slow
 */
export async function ask(endpoint: string, access: FoundAccess): Promise<void> {
  try {
    if (access.pem === undefined) await askPlainly(endpoint);
    else await askWhoIsCalling(endpoint, access, access.pem);
  } catch (error) {
    if (error instanceof Unusable) throw error;
    const { name, code = '' } = error as Failure;
    // The SDK gives broken connections this name too.
    if (name === 'TimeoutError' && !broken.test(code)) {
      throw new Error(`expected an answer of the emulator at ${endpoint} within ten seconds`);
    }
    const why = reason(error as Failure, endpoint, access);
    if (why !== undefined) throw new Unusable(why);
  }
}

/** Without TLS, any answer will do. */
async function askPlainly(endpoint: string): Promise<void> {
  try {
    await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    throw (error as Error).cause ?? error;
  }
}

/** Connects, because the error of a connection says more than what the SDK makes of it. */
async function shakeHands(endpoint: string, ca: string): Promise<void> {
  const { hostname, port } = new URL(endpoint);
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(port || 443), ca });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    throw (error as Error).cause ?? error;
  } finally {
    socket.destroy();
  }
}

async function askWhoIsCalling(
  endpoint: string,
  { accessKeyId, secretAccessKey, sessionToken }: FoundAccess,
  ca: string,
): Promise<void> {
  await shakeHands(endpoint, ca);
  const sts = new STSClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    maxAttempts: 1,
    requestHandler: {
      httpsAgent: { ca },
      connectionTimeout: PATIENCE,
      requestTimeout: PATIENCE,
      throwOnRequestTimeout: true,
    },
  });
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account !== account) {
      throw new Unusable(
        `expected the emulator at ${endpoint} to play account ${account}, got ${Account}`,
      );
    }
  } finally {
    sts.destroy();
  }
}

const broken = /^(ECONNRESET|EPIPE|ENOTLOOPBACK)$/;

interface Failure extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Why an emulator that answers so cannot be used; undefined if it can. */
function reason(error: Failure, endpoint: string, access: FoundAccess): string | undefined {
  const { name, message, code = '', $metadata } = error;
  const status = $metadata?.httpStatusCode;
  const newKeys = 'AWS Emulator makes new ones at every start';
  if (/^(ECONNREFUSED|EADDRNOTAVAIL)$/.test(code)) {
    return `expected an emulator at ${endpoint}, but nothing answers there`;
  }
  if (access.pem === undefined) {
    return `expected an emulator at ${endpoint}, but plain http does not work there (${message}); AWS Emulator answers on https`;
  }
  if (code === 'EPROTO' || /^ERR_SSL/.test(code)) {
    return `expected ${endpoint} to answer on https, but what answers there speaks no TLS (${code}); if it is plain http, say http:// in AWS_ENDPOINT_URL`;
  }
  if (/CERT|ERR_TLS|VERIFY|SIGNATURE$/.test(code)) {
    return `expected the emulator at ${endpoint} to have the certificate in ${access.certificate}, got ${code}; ${newKeys}`;
  }
  if (broken.test(code)) {
    return `expected an emulator at ${endpoint}, but the connection broke: ${message}`;
  }
  // It is there, although it cannot say so.
  if (status === 501 || error instanceof NotBuilt) return undefined;
  if (status !== undefined && [400, 401, 403].includes(status)) {
    return `expected the emulator at ${endpoint} to take the keys of ${access.source}, got ${name}: ${message}; ${newKeys}`;
  }
  return `expected the emulator at ${endpoint} to say who the caller is, got ${name}: ${message}`;
}

/** How often it is asked whether the emulator is still there. */
const PAUSE = 3000;

export interface Watched {
  /** @throws if the emulator cannot be used any more */
  readonly check: () => Promise<void>;
  /** Is aborted, with the reason, when that is so. */
  readonly gone: AbortSignal;
  readonly stop: () => void;
}

/** Watches an emulator, which the person may stop or start anew at any time. */
export function watch(endpoint: string, access: FoundAccess, pause = PAUSE): Watched {
  const gone = new AbortController();
  const stopped = new AbortController();
  const check = async () => {
    try {
      await ask(endpoint, access);
    } catch (error) {
      // To be slow is no reason.
      if (!(error instanceof Unusable)) return;
      const start = 'the emulator was there when the run began, and cannot be used any more';
      throw new Unusable(`${start}: ${error.message}`);
    }
  };
  const look = async () => {
    for (let failures = 0; ; ) {
      await sleep(pause, undefined, { signal: stopped.signal, ref: false });
      try {
        await check();
        failures = 0;
      } catch (error) {
        failures += 1;
        // Once may be an accident.
        if (failures === 2) return gone.abort(error);
      }
    }
  };
  look().catch(() => undefined);
  return { check, gone: gone.signal, stop: () => stopped.abort() };
}
