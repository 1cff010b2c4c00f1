/** What Secrets Manager asks of a rotation function, in this order, each step at least once. */
export type Step = 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';

const steps: readonly string[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

/** The versions of one secret. */
export interface Store {
  /** The staging labels of each version, by version id. */
  labels(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** The value of a version; undefined if there is none yet. */
  read(version: string): Promise<string | undefined>;
  /** Creates a version with the label AWSPENDING, unless it has a value already. */
  create(version: string, value: string): Promise<void>;
  /** Moves AWSCURRENT to a version. Secrets Manager then moves AWSPREVIOUS to the version that had it. */
  promote(version: string, from: string): Promise<void>;
  /** Takes AWSPENDING off a version. */
  unmark(version: string): Promise<void>;
}

/** Where the keys are used. */
export interface Vendor {
  accepts(key: string): Promise<boolean>;
  /** Makes the vendor accept a new key beside the one that proves who asks. Asking twice changes nothing. */
  register(key: string, newKey: string): Promise<boolean>;
}

/**
 * Reads the event of a rotation function.
 * @throws if it is anything else
 */
export function parseEvent(event: unknown): { step: Step; secret: string; version: string } {
  const { Step, SecretId, ClientRequestToken } = (event ?? {}) as Record<string, unknown>;
  if (
    !steps.includes(Step as string) ||
    typeof SecretId !== 'string' ||
    typeof ClientRequestToken !== 'string' ||
    ClientRequestToken.length < 32
  ) {
    throw new Error('expected Step, SecretId and ClientRequestToken of a rotation');
  }
  return { step: Step as Step, secret: SecretId, version: ClientRequestToken };
}

/**
 * The key in the value of a secret, which is JSON such as {"account":"shop","key":"…"}.
 * @throws if there is none; the message does not quote the value
 */
export function keyIn(value: string | undefined): string {
  let key: unknown;
  try {
    ({ key } = JSON.parse(value ?? '') ?? {});
  } catch {
    // A value that is not JSON has no key.
  }
  if (typeof key !== 'string' || key === '') {
    throw new Error('expected a secret such as {"account":"shop","key":"…"}');
  }
  return key;
}

/**
 * Does one step of a rotation. Each step can be repeated, and can run beside a copy of itself. At every
 * moment the vendor accepts the key of AWSCURRENT, because a step only adds the new key, and the label
 * moves when the vendor accepts both.
 * @param newKey makes a key that nobody can guess
 * @throws if the step cannot be done yet, or belongs to a rotation that is no longer the current one
 */
export async function rotate(
  step: Step,
  version: string,
  store: Store,
  vendor: Vendor,
  newKey: () => string,
): Promise<void> {
  const labels = await store.labels();
  const has = (id: string, label: string) => labels[id]?.includes(label) === true;
  const current = Object.keys(labels).find((id) => has(id, 'AWSCURRENT'));
  if (current === undefined) throw new Error('expected a version AWSCURRENT, got none');
  if (version === current) {
    // A repetition after the rotation has succeeded. Only the last step can have something left to do.
    if (step === 'finishSecret' && has(version, 'AWSPENDING')) await unmark(version, store);
    return;
  }

  const currentValue = await store.read(current);
  if (step === 'createSecret') {
    const other = Object.keys(labels).find((id) => id !== version && has(id, 'AWSPENDING'));
    // The version that is current may still have the label of its own rotation.
    if (other !== undefined && other !== current) {
      throw new Error(`expected no other rotation to be under way, got version ${other}`);
    }
    if ((await store.read(version)) !== undefined) return;
    // Everything but the key stays as it is, such as the name of the account.
    const value = { ...JSON.parse(currentValue ?? '{}'), key: newKey() };
    await store.create(version, JSON.stringify(value));
    return;
  }

  if (!has(version, 'AWSPENDING')) {
    throw new Error(
      `expected version ${version} to be AWSPENDING, got ${labels[version] ?? 'none'}`,
    );
  }
  const pendingKey = keyIn(await store.read(version));
  if (step === 'setSecret') {
    if (!(await vendor.register(keyIn(currentValue), pendingKey))) {
      throw new Error(
        'expected the vendor to register the new key, but it refused the current one',
      );
    }
    return;
  }
  // The last step tests as well, because a label on a key that does not work would stop every client. The
  // vendor must know the current key first: it opens an account with the first key that calls.
  if (!(await vendor.accepts(keyIn(currentValue))) || !(await vendor.accepts(pendingKey))) {
    throw new Error(
      'expected the vendor to accept the current key and the new one, but it refused one',
    );
  }
  if (step === 'finishSecret') {
    try {
      await store.promote(version, current);
    } catch (error) {
      // A copy of this step may have been faster.
      if (!(await store.labels())[version]?.includes('AWSCURRENT')) throw error;
    }
    await unmark(version, store);
  }
}

/** Takes AWSPENDING off a version, unless a copy of this step has been faster. */
async function unmark(version: string, store: Store): Promise<void> {
  try {
    await store.unmark(version);
  } catch (error) {
    if ((await store.labels())[version]?.includes('AWSPENDING')) throw error;
  }
}
