import {
  type AttributeValue,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

/**
 * What goes wrong with a call: it is refused, or done but its answer lost, or in conflict with
 * another transaction, or BatchWriteItem takes every second request only.
 */
export type Fault = 'none' | 'refused' | 'lost' | 'conflict' | 'partly';

interface Settings {
  /** The names of the key attributes. */
  readonly key: readonly string[];
  /** One for each call, in the order of the calls. */
  readonly faults?: readonly Fault[];
  /** What a call waits for before it is done, at one stroke. */
  readonly turn?: () => Promise<unknown>;
  /** The largest item, in bytes of JSON. */
  readonly itemBytes?: number;
}

interface Write {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

/** The part of DynamoDB that the handlers use, with one table in memory; it throws at any other use. */
export class MemoryTable {
  readonly items = new Map<string, Item>();
  /** How many calls failed for no reason of the caller. */
  failures = 0;
  private readonly faults: Fault[];

  constructor(
    readonly name: string,
    private readonly settings: Settings,
  ) {
    this.faults = [...(settings.faults ?? [])];
  }

  /** To be put in place of `DynamoDBClient.prototype.send`. */
  async send(command: unknown): Promise<object> {
    await this.settings.turn?.();
    const fault = this.faults.shift() ?? 'none';
    const transaction = command instanceof TransactWriteItemsCommand;
    if (fault === 'refused' || (fault === 'conflict' && !transaction)) throw this.failure();
    if (fault === 'conflict') {
      this.failures += 1;
      throw cancelled(['TransactionConflict', 'None']);
    }
    const answer = this.perform(command, fault === 'partly');
    if (fault === 'lost') throw this.failure();
    return answer;
  }

  /** From now on nothing goes wrong. */
  recover(): void {
    this.faults.length = 0;
  }

  put(item: Item): void {
    this.items.set(this.keyOf(item), stored(item));
  }

  get(key: Item): Item | undefined {
    const item = this.items.get(this.keyOf(key));
    return item && stored(item);
  }

  private perform(command: unknown, partly: boolean): object {
    if (command instanceof GetItemCommand) {
      const { TableName, Key = {} } = command.input;
      this.expectName(TableName);
      return { Item: this.get(Key) };
    }
    if (command instanceof PutItemCommand) {
      const { TableName, Item = {} } = command.input;
      this.expectName(TableName);
      const found = this.get(Item);
      if (!holds(command.input, found)) {
        throw new ConditionalCheckFailedException({
          message: 'The conditional request failed',
          $metadata: {},
          ...(found && { Item: found }),
        });
      }
      this.put(Item);
      return {};
    }
    if (command instanceof TransactWriteItemsCommand) return this.transact(command);
    if (command instanceof BatchWriteItemCommand) return this.writeBatch(command, partly);
    throw new Error(`expected a command that this table knows, got ${command}`);
  }

  private transact({ input }: TransactWriteItemsCommand): object {
    const writes = (input.TransactItems ?? []).map(({ Put, Update }) => {
      const write = Put ?? Update;
      this.expectName(write?.TableName);
      const found = this.get(Put?.Item ?? Update?.Key ?? {});
      const after = Put ? (Put.Item ?? {}) : updated(found ?? {}, Update ?? {});
      return { met: holds(write ?? {}, found), after };
    });
    if (new Set(writes.map(({ after }) => this.keyOf(after))).size < writes.length) {
      throw invalid('Transaction request cannot include multiple operations on one item');
    }
    if (!writes.every(({ met }) => met)) {
      throw cancelled(writes.map(({ met }) => (met ? 'None' : 'ConditionalCheckFailed')));
    }
    for (const { after } of writes) this.put(after);
    return {};
  }

  private writeBatch({ input }: BatchWriteItemCommand, partly: boolean): object {
    const [[name, requests = []] = []] = Object.entries(input.RequestItems ?? {});
    this.expectName(name);
    const items = requests.map(({ PutRequest }) => PutRequest?.Item ?? {});
    if (items.length < 1 || items.length > 25) throw invalid('1 to 25 requests');
    if (new Set(items.map((item) => this.keyOf(item))).size < items.length) {
      throw invalid('Provided list of item keys contains duplicates');
    }
    const limit = this.settings.itemBytes ?? 400 * 1024;
    if (items.some((item) => Buffer.byteLength(JSON.stringify(item)) > limit)) {
      throw invalid('Item size has exceeded the maximum allowed size');
    }
    const left = requests.filter((_, index) => partly && index % 2 === 0);
    for (const request of requests) {
      if (!left.includes(request)) this.put(request.PutRequest?.Item ?? {});
    }
    return { UnprocessedItems: left.length > 0 ? { [this.name]: left } : {} };
  }

  private keyOf(item: Item): string {
    const key = this.settings.key.map((name) => item[name]?.S);
    if (!key.every((part) => part))
      throw invalid(`One of the keys ${this.settings.key} is missing`);
    return JSON.stringify(stored(key));
  }

  private expectName(name: string | undefined): void {
    if (name !== this.name) throw new Error(`expected the table ${this.name}, got ${name}`);
  }

  /** Its message says more than a client may learn. */
  private failure(): Error {
    this.failures += 1;
    return new ProvisionedThroughputExceededException({
      message: `Throughput exceeds the limit of arn:aws:dynamodb:eu-central-1:111122223333:table/${this.name}`,
      $metadata: {},
    });
  }
}

/** A copy whose texts went through UTF-8, as all do on their way into DynamoDB. */
function stored<Value>(value: Value): Value {
  const copy = (part: unknown): unknown => {
    if (typeof part === 'string') return Buffer.from(part).toString();
    if (typeof part !== 'object' || part === null || part instanceof Uint8Array) return part;
    if (Array.isArray(part)) return part.map(copy);
    return Object.fromEntries(Object.entries(part).map((pair) => pair.map(copy)));
  };
  return copy(value) as Value;
}

/** @throws for a condition that is neither the absence of an attribute nor a comparison of numbers */
function holds(
  { ConditionExpression, ExpressionAttributeValues }: Write,
  item: Item | undefined,
): boolean {
  if (ConditionExpression === undefined) return true;
  return ConditionExpression.split(' OR ').some((term) => {
    const [, absent] = /^attribute_not_exists\((\w+)\)$/.exec(term) ?? [];
    if (absent) return item?.[absent] === undefined;
    const [, name = '', operator, value = ''] = /^(\w+) (<=|>=) (:\w+)$/.exec(term) ?? [];
    if (!operator) throw new Error(`expected a condition that this table knows, got ${term}`);
    const [left, right] = [item?.[name]?.N, ExpressionAttributeValues?.[value]?.N];
    if (left === undefined || right === undefined) return false;
    return operator === '<=' ? Number(left) <= Number(right) : Number(left) >= Number(right);
  });
}

/** @throws for an update that is no subtraction */
function updated(
  item: Item,
  update: Write & { Key?: Item | undefined; UpdateExpression?: string | undefined },
): Item {
  const [, name = '', value = ''] =
    /^SET (\w+) = \1 - (:\w+)$/.exec(update.UpdateExpression ?? '') ?? [];
  const less = update.ExpressionAttributeValues?.[value]?.N;
  if (!less) throw new Error(`expected a subtraction, got ${update.UpdateExpression}`);
  return { ...item, ...update.Key, [name]: { N: `${Number(item[name]?.N) - Number(less)}` } };
}

function cancelled(codes: readonly string[]): Error {
  return new TransactionCanceledException({
    message: `Transaction cancelled [${codes}]`,
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
}

function invalid(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationException' });
}
