import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { _Record as ShardRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, AttributeValue as LambdaValue } from 'aws-lambda';

/** The part of a stream record that the audit reads, whichever way it came. */
export interface StreamRecord {
  readonly eventName?: string;
  readonly userIdentity?: { readonly type?: string; readonly principalId?: string };
  readonly dynamodb?: {
    readonly Keys?: Image;
    readonly OldImage?: Image;
    readonly NewImage?: Image;
    readonly SequenceNumber?: string;
  };
}

export type Image = Record<string, AttributeValue>;

/** A record as Lambda hands it to a function: JSON, so that binary values are base64 text. */
export function ofLambda({ eventName, userIdentity, dynamodb = {} }: DynamoDBRecord): StreamRecord {
  const { Keys, OldImage, NewImage, SequenceNumber } = dynamodb;
  return {
    eventName,
    userIdentity,
    dynamodb: {
      Keys: Keys && decodedImage(Keys),
      OldImage: OldImage && decodedImage(OldImage),
      NewImage: NewImage && decodedImage(NewImage),
      SequenceNumber,
    },
  };
}

/** A record as GetRecords returns it. */
export function ofShard({ eventName, userIdentity, dynamodb }: ShardRecord): StreamRecord {
  return {
    eventName,
    // The SDK expects other capitals than the service sends and then leaves the identity empty; a
    // record has one only if the service itself made the change, that is by time to live.
    userIdentity: userIdentity && {
      type: userIdentity.Type ?? 'Service',
      principalId: userIdentity.PrincipalId ?? 'dynamodb.amazonaws.com',
    },
    dynamodb,
  };
}

const decodedImage = (image: Record<string, LambdaValue>): Image =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, decoded(value)]));

/** The SDK encodes binary values when it sends them: text that is base64 already would be encoded twice. */
function decoded(value: LambdaValue): AttributeValue {
  if (value.B !== undefined) return { B: Buffer.from(value.B, 'base64') };
  if (value.BS !== undefined) return { BS: value.BS.map((text) => Buffer.from(text, 'base64')) };
  if (value.M !== undefined) return { M: decodedImage(value.M) };
  if (value.L !== undefined) return { L: value.L.map(decoded) };
  return value as AttributeValue;
}
