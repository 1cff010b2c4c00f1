import type { GapId } from '../../model/gap-ids';

/**
 * A place where MiniStack differs from AWS in something that a stack or an exercise needs. The stacks
 * are not changed because of it: what is missing is left out of the emulator's copy or bridged after
 * the deployment, and no claim that depends on it is reported as proven.
 */
export interface Gap {
  readonly id: GapId;
  /** The newest version of MiniStack in which the gap was seen. */
  readonly seen: string;
  /** How the emulator differs from AWS. */
  readonly what: string;
  /**
   * `left out`: claims that need it are not proven here, and a missing resource type is removed from the
   * copy of the stack. `bridged`: other calls fill the gap, and claims that need it say so.
   */
  readonly handling: 'left out' | 'bridged';
  /** What the sandbox does instead. */
  readonly how: string;
  /** Starts what fills the gap, after the stacks are deployed; returns a function that stops it. */
  readonly bridge?: () => Promise<() => Promise<void>>;
  /** Whether the running emulator has closed the gap; if so, the entry must be removed. */
  readonly closed: () => Promise<boolean>;
}

/** The gaps of one service, by id. */
export type GapsOf = Readonly<Partial<Record<GapId, Omit<Gap, 'id'>>>>;
