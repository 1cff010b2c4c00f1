import { bucketsWith, resolved } from '../../../../lib/sandbox/bridges/bucket-properties';

const bucket = (Properties?: Record<string, unknown>) => ({
  Type: 'AWS::S3::Bucket',
  ...(Properties && { Properties }),
});

test('finds the buckets that have a property, by their logical ids', () => {
  const Resources = {
    Plain: bucket(),
    Locked: bucket({ ObjectLockEnabled: true }),
    Encrypted: bucket({ BucketEncryption: { a: 1 }, ObjectLockEnabled: true }),
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { BucketEncryption: {} } },
  };
  expect(bucketsWith({ Resources }, 'BucketEncryption')).toEqual([
    { bucket: 'Encrypted', value: { a: 1 } },
  ]);
});

describe('a value of a template', () => {
  const ids = new Map([['Key', 'key-1']]);
  const arns = new Map([['Key', 'arn:aws:kms:key-1']]);

  test('keeps its literals, and gets the ids and ARNs of what was deployed', () => {
    const value = {
      Days: 7,
      On: true,
      List: [
        { Ref: 'Key' },
        { 'Fn::GetAtt': ['Key', 'Arn'] },
        { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Key', 'Arn'] }, '/*']] },
      ],
    };
    expect(resolved(value, ids, arns)).toEqual({
      Days: 7,
      On: true,
      List: ['key-1', 'arn:aws:kms:key-1', 'arn:aws:kms:key-1/*'],
    });
  });

  test.each([{ Ref: 'Other' }, { 'Fn::GetAtt': ['Key', 'KeyId'] }, { 'Fn::ImportValue': 'Key' }])(
    'is refused if nothing is known of %j',
    (value) => {
      expect(() => resolved([value], ids, arns)).toThrow(
        `expected a Ref, an ARN or a join of them, got ${JSON.stringify(value)}`,
      );
    },
  );
});
