import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { _Record as ShardRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, AttributeValue as LambdaValue } from 'aws-lambda';

/** The part of a stream record that the audit reads, whether it comes from Lambda or from the shard. */
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

/** Converts a record from Lambda, which sends JSON with binary values as base64 text. */
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

/** Converts a record from GetRecords. */
export function ofShard({ eventName, userIdentity, dynamodb }: ShardRecord): StreamRecord {
  return {
    eventName,
    // The SDK expects other capital letters than the service sends, so it can leave the identity empty.
    // Only a deletion by time to live has an identity, because the service itself makes it.
    userIdentity: userIdentity && {
      type: userIdentity.Type ?? 'Service',
      principalId: userIdentity.PrincipalId ?? 'dynamodb.amazonaws.com',
    },
    dynamodb,
  };
}

const decodedImage = (image: Record<string, LambdaValue>): Image =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, decoded(value)]));

/** The SDK encodes binary values when it sends them, so base64 text would be encoded twice. */
function decoded(value: LambdaValue): AttributeValue {
  if (value.B !== undefined) return { B: Buffer.from(value.B, 'base64') };
  if (value.BS !== undefined) return { BS: value.BS.map((text) => Buffer.from(text, 'base64')) };
  if (value.M !== undefined) return { M: decodedImage(value.M) };
  if (value.L !== undefined) return { L: value.L.map(decoded) };
  return value as AttributeValue;
}
