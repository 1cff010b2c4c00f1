/** The event that measures a handler, and the answers of the services that it calls. */
export interface Load {
  readonly event: unknown;
  /** How many messages, records, requests or files the event has. */
  readonly items: number;
  readonly item: string;
  /** The answer to each operation, by its name from `operationOf`; any other operation gets an empty object. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Environment variables that need a certain form; every other one that the handler reads is 'bench'. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Why a handler is loaded but not called. */
export interface NoLoad {
  readonly because: string;
  readonly env?: Load['env'];
}

/** For each handler of a pattern, by its file name without extension: its load, or the reason why it has none. */
export type Loads = Readonly<Record<string, Load | NoLoad>>;
