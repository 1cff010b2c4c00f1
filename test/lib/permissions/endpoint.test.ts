import type { Template } from '../../../lib/cloudformation/template';
import { decide } from '../../../lib/permissions/decide';

/** A user of the account who may do everything with S3, and an endpoint with a policy. */
const template = (Statement?: object): Template => ({
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: Statement && { PolicyDocument: { Version: '2012-10-17', Statement } },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'ec2.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        },
        Policies: [
          {
            PolicyName: 'all',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
            },
          },
        ],
      },
    },
  },
});

const ask = (statement: object | undefined, resource: string, through = true) =>
  decide(template(statement), {
    principal: 'Role',
    action: 's3:GetObject',
    resource,
    ...(through && { context: { 'aws:SourceVpce': 'Endpoint' } }),
  }).because;

// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html#edit-vpc-endpoint-policy-s3
const oneBucket = {
  Effect: 'Allow',
  Principal: '*',
  Action: ['s3:ListBucket', 's3:GetObject', 's3:PutObject'],
  Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '$'.concat('{Bucket.Arn}/*') }],
};

test('the policy of an endpoint restricts access to a specific bucket', () => {
  expect(ask(oneBucket, 'Bucket/a')).toBe('allowed by the identity policy');
  expect(ask(oneBucket, 'arn:aws:s3:::other/a')).toBe(
    'implicit deny: the policy of the VPC endpoint does not allow it',
  );
});

test('it does not concern requests that come another way', () => {
  expect(ask(oneBucket, 'arn:aws:s3:::other/a', false)).toBe('allowed by the identity policy');
});

test('it restricts access to a specific role', () => {
  const only = (arn: string) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: '*',
    Resource: '*',
    Condition: { ArnEquals: { 'aws:PrincipalArn': arn } },
  });
  expect(ask(only('arn:aws:iam::111111111111:role/Role'), 'Bucket/a')).toMatch(/^allowed/);
  expect(ask(only('arn:aws:iam::111111111111:role/Other'), 'Bucket/a')).toMatch(/^implicit deny/);
});

test('it can deny', () => {
  expect(ask({ ...oneBucket, Effect: 'Deny' }, 'Bucket/a')).toBe('explicit deny');
});

test('it grants nothing by itself', () => {
  const answer = decide(template({ ...oneBucket, Action: '*' }), {
    principal: 'anonymous',
    action: 's3:GetObject',
    resource: 'Bucket/a',
    context: { 'aws:SourceVpce': 'Endpoint' },
  });
  expect(answer.because).toBe('implicit deny: no resource policy allows it');
});

test('an endpoint without a policy lets everything through', () => {
  const bucketPolicy = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': { Ref: 'Endpoint' } } },
        },
      },
    },
  };
  const { Resources } = template();
  const open = { Resources: { ...Resources, Policy: bucketPolicy } };
  const question = { principal: 'Role', action: 's3:GetObject', resource: 'Bucket/a' };
  const context = { 'aws:SourceVpce': 'Endpoint' };
  expect(decide(open, { ...question, context }).allowed).toBe(true);
  expect(decide(open, question).because).toBe('explicit deny');
});
