import type { Image, StreamRecord } from './record';

/** One change of one item, as an item of the audit table. */
export interface AuditEntry {
  /** The key of the product. */
  readonly id: string;
  /** The sequence number with leading zeros, so that DynamoDB sorts it as a number. */
  readonly sequence: string;
  readonly kind: 'created' | 'changed' | 'deleted' | 'expired';
  readonly before?: Image;
  readonly after?: Image;
  /** The reason why the change breaks the rule of the audit; only the recoverer writes it. */
  readonly quarantined?: string;
}

/** Sequence numbers have 21 to 40 digits. */
const SEQUENCE_DIGITS = 40;

/**
 * The entry of the audit table for a stream record.
 * @throws if the key, the sequence number or the kind of event is missing or wrong; the message says which
 */
export function auditEntry({ eventName, userIdentity, dynamodb = {} }: StreamRecord): AuditEntry {
  const { Keys, OldImage: before, NewImage: after, SequenceNumber = '' } = dynamodb;
  const id = Keys?.id?.S;
  if (id === undefined) throw new Error('expected a record with the key id as a string, got none');
  if (!/^\d{1,40}$/.test(SequenceNumber)) {
    throw new Error(`expected a sequence number of 1 to 40 digits, got '${SequenceNumber}'`);
  }
  return {
    id,
    sequence: SequenceNumber.padStart(SEQUENCE_DIGITS, '0'),
    kind: kindOf(eventName, userIdentity),
    ...(before && { before }),
    ...(after && { after }),
  };
}

/**
 * The rule of the audit: if a product has a price, it is a number of at least 0.
 * @returns the violation, or undefined if there is none
 */
export function violation({ after }: AuditEntry): string | undefined {
  const price = after?.price;
  if (price === undefined) return undefined;
  if (price.N === undefined) return `expected price as a number, got ${Object.keys(price)[0]}`;
  return Number(price.N) < 0 ? `expected a price of 0 or more, got ${price.N}` : undefined;
}

/** The entry in the format that DynamoDB stores. */
export function toItem({ id, sequence, kind, before, after, quarantined }: AuditEntry): Image {
  return {
    id: { S: id },
    sequence: { S: sequence },
    kind: { S: kind },
    ...(before && { before: { M: before } }),
    ...(after && { after: { M: after } }),
    ...(quarantined && { quarantined: { S: quarantined } }),
  };
}

function kindOf(
  eventName: string | undefined,
  userIdentity: StreamRecord['userIdentity'],
): AuditEntry['kind'] {
  switch (eventName) {
    case 'INSERT':
      return 'created';
    case 'MODIFY':
      return 'changed';
    case 'REMOVE': {
      // Only a deletion by time to live has a user identity, because the service itself makes it.
      const byService = userIdentity?.type === 'Service';
      return byService && userIdentity?.principalId === 'dynamodb.amazonaws.com'
        ? 'expired'
        : 'deleted';
    }
    default:
      throw new Error(`expected INSERT, MODIFY or REMOVE, got ${eventName}`);
  }
}
