import type { GapId } from '../../model/gap-ids';

/**
 * Where MiniStack differs from AWS in something that a stack or an exercise needs. The stacks never
 * give way to it: what is missing is left out of the emulator's copy or bridged after the deploy,
 * and no claim that rests on it is reported as proven.
 */
export interface Gap {
  readonly id: GapId;
  /** The newest version of MiniStack in which the gap was seen. */
  readonly seen: string;
  /** How the emulator differs from AWS. */
  readonly what: string;
  /**
   * `left out`: claims that need it are not proven here; a resource type is taken out of the copy of
   * the stack. `bridged`: filled by other calls, and claims that need it say so.
   */
  readonly handling: 'left out' | 'bridged';
  /** What is done instead. */
  readonly how: string;
  /** Starts what fills the gap, once the stacks are deployed; returns what ends it again. */
  readonly bridge?: () => Promise<() => Promise<void>>;
  /** Whether the running emulator has closed the gap; then the entry must go. */
  readonly closed: () => Promise<boolean>;
}

/** The gaps of one service, by id. */
export type GapsOf = Readonly<Partial<Record<GapId, Omit<Gap, 'id'>>>>;
