import type { GapId } from '../../model/gap-ids';

/**
 * A place where MiniStack differs from AWS in something that a stack or an exercise needs. The stacks
 * are not changed because of it: the sandbox corrects the emulator, or leaves out
 * what is missing, and no claim that depends on it is reported as proven.
 */
export interface Gap {
  readonly id: GapId;
  /** The newest version of MiniStack in which the gap was seen. */
  readonly seen: string;
  /** How the emulator differs from AWS. */
  readonly what: string;
  /**
   * `corrected`: the sandbox changes the emulator itself, and claims that need it say so.
   * `left out`: claims that need it are not proven here, and a missing resource type is removed from the
   * copy of the stack.
   */
  readonly handling: 'corrected' | 'left out';
  /** The file in lib/sandbox/corrections that closes a corrected gap, without `.py`. */
  readonly correction?: string;
  /** What the sandbox does instead. */
  readonly how: string;
  /** Whether the gap is closed in the running emulator: by its correction, or because MiniStack no longer has it. */
  readonly closed: () => Promise<boolean>;
}

/** The gaps of one service, by id. */
export type GapsOf = Readonly<Partial<Record<GapId, Omit<Gap, 'id'>>>>;
