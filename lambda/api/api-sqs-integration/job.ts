import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What a client may know of a job that was begun. */
export interface Job {
  readonly id: string;
  readonly state: string;
  /** How often the worker has begun it. */
  readonly attempts: number;
  readonly name?: string;
  /** Of a job that is DONE. */
  readonly order?: readonly number[];
  readonly metres?: number;
  readonly milliseconds?: number;
  /** Of a job that is FAILED. */
  readonly reason?: string;
}

/** Whether a text has the form of an id that SQS gives to a message. */
export function isJobId(text: string | undefined): text is string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '');
}

/** The job in an item of the table; what it does not have yet is left out. */
export function jobIn(item: Readonly<Record<string, AttributeValue>>): Job {
  const { id, state, attempts, name, order, metres, milliseconds, reason } = item;
  return {
    id: id?.S ?? '',
    state: state?.S ?? '',
    attempts: Number(attempts?.N ?? 0),
    ...(name?.S !== undefined && { name: name.S }),
    ...(order?.L && { order: order.L.map(({ N }) => Number(N)) }),
    ...(metres?.N !== undefined && { metres: Number(metres.N) }),
    ...(milliseconds?.N !== undefined && { milliseconds: Number(milliseconds.N) }),
    ...(reason?.S !== undefined && { reason: reason.S }),
  };
}
