import { excerpt, fields, type Invoice, parseInvoice } from './invoice';

/** What the archivist takes from the record of a successful invocation. */
export interface Filing {
  readonly invoice: Invoice;
  /** Of the invocation that made the invoice: the same for all its attempts. */
  readonly requestId: string;
}

/**
 * Reads the record that Lambda hands to an on-success destination.
 * @throws if it is anything else, such as the record of a failure, or holds no invoice that adds up
 */
export function parseRecord(record: unknown): Filing {
  const { requestContext, responsePayload } = fields(record);
  const { condition, requestId } = fields(requestContext);
  if (condition !== 'Success' || typeof requestId !== 'string' || requestId === '') {
    throw new Error(
      `expected the record of a successful invocation, got one with ${excerpt(requestContext)} as requestContext`,
    );
  }
  return { invoice: parseInvoice(responsePayload), requestId };
}
