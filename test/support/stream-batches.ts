import { setTimeout as sleep } from 'node:timers/promises';

/** What a batch needs to be handled as Lambda handles it; all of it is a setting of the mapping. */
export interface Batching<Item> {
  /** Invokes the function; returns the place in the batch of the first failure, or undefined. */
  readonly invoke: (batch: readonly Item[]) => Promise<number | undefined>;
  /** Is told of the items that are given up on. */
  readonly giveUp: (batch: readonly Item[]) => Promise<void>;
  readonly bisect: boolean;
  /** How often a batch is tried again; -1 is without end. */
  readonly retries: number;
  /** Ends the delivery between two attempts. */
  readonly signal?: AbortSignal;
}

/**
 * Hands over one batch as Lambda does with a stream: what lies before the first failure is done, the
 * rest is split in two (which does not count as a retry) or tried again, and given up at the end.
 */
export async function deliver<Item>(batch: readonly Item[], how: Batching<Item>): Promise<void> {
  let rest = batch;
  for (let retries = how.retries; rest.length > 0 && !how.signal?.aborted; ) {
    const failure = await how.invoke(rest);
    if (failure === undefined) return;
    rest = rest.slice(failure);
    if (how.bisect && rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      await deliver(rest.slice(0, middle), { ...how, retries });
      rest = rest.slice(middle);
    } else if (retries !== 0) {
      retries -= 1;
      // Without end, the shard waits behind the bad record; so does this, but not at full speed.
      if (retries < 0) await sleep(500, undefined, { signal: how.signal }).catch(() => undefined);
    } else {
      await how.giveUp(rest);
      return;
    }
  }
}
