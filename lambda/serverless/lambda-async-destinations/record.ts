import { excerpt, fields, type Invoice, parseInvoice } from './invoice';

/** The part of a success record that the archivist uses. */
export interface Filing {
  readonly invoice: Invoice;
  /** The request id of the invocation that made the invoice; all its attempts share it. */
  readonly requestId: string;
}

/**
 * Reads the record that Lambda sends to an on-success destination.
 * @throws if the value is not the record of a success, or its invoice does not add up
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
