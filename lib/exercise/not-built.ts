import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * An operation that an emulator answers with 501, as AWS Emulator does for what it has not built:
 * https://docs.aws.amazon.com/emulator/latest/userguide/fidelity.html
 */
export class NotBuilt extends Error {
  /** @param operation such as `SQS StartMessageMoveTask` */
  constructor(readonly operation: string) {
    super(`not built in this emulator: ${operation}`);
    this.name = 'NotBuilt';
  }
}

const noticed = new AsyncLocalStorage<Set<string>>();
const all = new Set<string>();

/** Every operation that was not built, in the order in which they were met. */
export const notBuilt = (): readonly string[] => [...all];

/** Notes that an operation is not built, and tells the work in progress: see `noticing`. */
export function noteNotBuilt(operation: string): NotBuilt {
  all.add(operation);
  noticed.getStore()?.add(operation);
  return new NotBuilt(operation);
}

/**
 * Does some work and adds to a set what turns out to be not built meanwhile, also if the work catches the
 * error. Work that goes on at the same time elsewhere has a set of its own.
 */
export function noticing<T>(operations: Set<string>, work: () => Promise<T>): Promise<T> {
  return noticed.run(operations, work);
}
