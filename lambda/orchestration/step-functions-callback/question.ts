/** Money that a customer gets back if somebody approves. */
export interface Refund {
  /** 1 to 64 characters. */
  readonly order: string;
  /** A whole number of cents, 1 to 100,000,000. */
  readonly cents: number;
}

/** The payload that the workflow sends when it begins to wait. */
export interface Question {
  /** The token that resumes this wait; at most 2,048 characters. */
  readonly token: string;
  /** The ARN of the waiting execution. */
  readonly execution: string;
  readonly refund: Refund;
}

/** The workflow fails with the name of this error, so a Catch can tell it from a broken function. */
export class InvalidRefund extends Error {
  override readonly name = 'InvalidRefund';
}

/**
 * Reads what the state AskForApproval sends.
 * @throws InvalidRefund if the input of the workflow is anything but a refund
 * @throws if the task token or the execution is missing, as in a task that does not wait
 */
export function parseQuestion(event: unknown): Question {
  const { token, execution, refund } = (event ?? {}) as Partial<Record<keyof Question, unknown>>;
  if (!isText(token, 2048) || !isText(execution, 2048))
    throw new Error('expected the task token and the execution of a workflow that waits');
  const { order, cents } = (refund ?? {}) as Partial<Record<keyof Refund, unknown>>;
  if (!isText(order, 64) || !isCents(cents))
    throw new InvalidRefund(
      `expected a refund such as {"order":"o-1","cents":1250}, got ${excerpt(refund)}`,
    );
  return { token, execution, refund: { order, cents } };
}

/** Half a surrogate pair is no text: it would come back from an AWS service as another character. */
function isText(value: unknown, most: number): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= most &&
    !/\p{Surrogate}/u.test(value)
  );
}

function isCents(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= 100_000_000;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
