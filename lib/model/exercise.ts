import type { GapId } from './gap-ids';

/**
 * An exercise proves what a deployed stack does, by its outputs and the AWS SDK alone, so that it
 * runs against the emulator and against a sandbox account alike. Where the calls go, and with which
 * credentials, is the SDK's own configuration in the environment: an exercise sets neither.
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
   * Proves one claim and reports it. A proof fails by throwing (`node:assert` is at hand); the
   * exercise then goes on with the next claim, and the run as a whole has failed.
   * @param claim a sentence about the pattern, such as 'a message that keeps failing ends in the dead-letter queue'
   * @param proof may return a string, a few words that are printed behind the claim: what was seen
   * @param needs the gaps of the emulator (see gap-ids.ts) that would make this proof worthless or
   *   impossible on the emulator: with one of them left out, the claim is reported as not proven here,
   *   and with one of them bridged, as proven with a bridge
   */
  prove(claim: string, proof: () => Promise<unknown>, needs?: readonly GapId[]): Promise<void>;
  /** Prints lines for the person, such as a waterfall of a trace, below the claim before it. */
  show(text: string): void;
  /**
   * Asks again and again, with a pause that grows from 0.1 to 2 seconds, until the probe returns something other than undefined.
   * @param what is waited for, in words that complete 'waited 60 s for …'
   * @throws when `seconds` (60 unless said) have passed; a probe that throws ends the wait at once
   */
  eventually<T>(what: string, probe: () => Promise<T | undefined>, seconds?: number): Promise<T>;
}
