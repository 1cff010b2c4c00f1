import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A started job, as a client may see it. */
export interface Job {
  readonly id: string;
  readonly state: string;
  /** How often the worker has started the job. */
  readonly attempts: number;
  readonly name?: string;
  /** Only if the job is DONE. */
  readonly order?: readonly number[];
  readonly metres?: number;
  readonly milliseconds?: number;
  /** Only if the job has FAILED. */
  readonly reason?: string;
}

/** Whether a text has the form of an SQS message id. */
export function isJobId(text: string | undefined): text is string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '');
}

/** Reads a job from an item of the table, without the attributes that it does not have yet. */
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
