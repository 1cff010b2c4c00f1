import type { GapId } from './gap-ids';

/**
 * An exercise proves what a deployed stack does, by its outputs and the AWS SDK alone, so that it
 * runs against the emulator and against a sandbox account alike. The SDK reads endpoint, Region, and
 * credentials from the environment: an exercise sets none of them.
 */
export type Exercise = (lab: Lab) => Promise<void>;

/** What an exercise is given. */
export interface Lab {
  readonly stackName: string;
  /**
   * The value of an output of the stack.
   * @throws if the stack has no output of that name; the message lists those it has
   */
  output(name: string): string;
  /**
   * Proves one claim and reports the result. A proof fails if it throws, for example by `node:assert`.
   * The exercise then continues with the next claim, and the run as a whole fails.
   * @param claim a sentence about the pattern, such as 'a message that keeps failing moves to the dead-letter queue'
   * @param proof may return a few words about what it saw, which are printed after the claim
   * @param needs the gaps of the emulator (see gap-ids.ts) that make this proof worthless or impossible
   *   there: if one of them is left out, the claim is reported as not proven here, and if one of them is
   *   corrected, as resting on a correction
   */
  prove(claim: string, proof: () => Promise<unknown>, needs?: readonly GapId[]): Promise<void>;
  /** Prints lines for the reader below the last claim, such as the waterfall of a trace. */
  show(text: string): void;
  /**
   * Calls the probe until it returns something other than undefined, with pauses that grow from 0.1 to 2 seconds.
   * @param what is waited for, in words that complete 'waited 60 s for …'
   * @throws after `seconds` (60 by default), or at once if the probe throws
   */
  eventually<T>(what: string, probe: () => Promise<T | undefined>, seconds?: number): Promise<T>;
}
