/** What a handler is called with to measure it, and what the services answer. */
export interface Load {
  readonly event: unknown;
  /** How many messages, records, requests or files the event has. */
  readonly items: number;
  readonly item: string;
  /** By the name that `operationOf` gives; every other operation is answered with an empty object. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Where a variable of the environment has a form; every other one that the handler reads is 'bench'. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Why a handler is not called; it is loaded all the same. */
export interface NoLoad {
  readonly because: string;
  readonly env?: Load['env'];
}

/** The load of each handler of a pattern, by its file without the ending, or the reason why it has none. */
export type Loads = Readonly<Record<string, Load | NoLoad>>;
