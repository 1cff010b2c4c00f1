/** What can happen to a call on its way; the capitalized ones are errors in DynamoDB's own words. */
export type Fault =
  | 'ProvisionedThroughputExceededException'
  | 'ThrottlingException'
  | 'InternalServerError'
  /** The connection breaks before the call is made. */
  | 'connection reset'
  /** The call is made, and the connection breaks before its answer. */
  | 'answer lost'
  /** BatchWriteItem writes the first half and returns the rest. */
  | 'unprocessed items'
  /** The call is not made, and nothing ever answers: the function runs into its timeout. */
  | 'no answer'
  /** The call goes through, but one of the processes that run handlers is killed. */
  | 'worker killed';

/** Faults and the share of the calls that each of them befalls, 0 to 1. */
export type Shares = Readonly<Partial<Record<Fault, number>>>;

/** The most calls out of a hundred that may fail: with more, good messages use up their five receives. */
export const MOST_FAULTS = 20;

/**
 * Which faults befall an operation.
 * @param operation such as `DynamoDB.PutItem`
 * @param percent of the calls that fail, 0 to 20
 */
export function sharesFor(operation: string, percent: number): Shares {
  const scaled = (shares: Shares): Shares =>
    Object.fromEntries(
      Object.entries(shares).map(([fault, share]) => [fault, (share * percent) / 100]),
    );
  if (operation === 'Lambda.Invoke') return scaled({ 'connection reset': 0.3, 'answer lost': 0.7 });
  if (operation === 'AmazonSQS.ChangeMessageVisibility')
    return scaled({ ThrottlingException: 0.5, 'connection reset': 0.2, 'answer lost': 0.3 });
  if (!operation.startsWith('DynamoDB.')) return {};
  const batch = operation === 'DynamoDB.BatchWriteItem';
  return scaled({
    ProvisionedThroughputExceededException: batch ? 0.15 : 0.35,
    ThrottlingException: batch ? 0.1 : 0.15,
    InternalServerError: batch ? 0.1 : 0.15,
    'connection reset': batch ? 0.1 : 0.12,
    'answer lost': 0.2,
    ...(batch && { 'unprocessed items': 0.22 }),
    // Each fails a whole invocation. Where one makes many calls, as to a message each, few are many.
    'no answer': batch ? 0.03 : 0.01,
    'worker killed': batch ? 0.1 : 0.02,
  });
}

/**
 * The fault that a random number hits.
 * @param random a number from 0 up to 1
 */
export function pick(shares: Shares, random: number): Fault | undefined {
  let edge = 0;
  for (const [fault, share] of Object.entries(shares)) {
    edge += share;
    if (random < edge) return fault as Fault;
  }
  return undefined;
}
