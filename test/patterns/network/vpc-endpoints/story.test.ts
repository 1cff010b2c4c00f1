import { Template } from 'aws-cdk-lib/assertions';
import { type Template as Json, withValue } from '../../../../lib/cloudformation/template';
import { walk } from '../../../../lib/network/walk';
import { VpcEndpointsStack } from '../../../../lib/patterns/network/vpc-endpoints/stack';
import { decide } from '../../../../lib/permissions/decide';
import { decisions } from '../../../support/decisions';
import { packets } from '../../../support/packets';
import { build, logicalId, templateOf, withoutAssetHashes } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(VpcEndpointsStack);
  const template = Template.fromStack(stack);

  test('has no gateway to the internet', () => {
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::Route', 0);
  });

  test('deploys the API after its only method', () => {
    const [deployment] = Object.values(template.findResources('AWS::ApiGateway::Deployment'));
    expect(deployment?.DependsOn).toEqual(['Health']);
  });

  packets(
    stack,
    `
      Worker reach s3, dynamodb, sqs, execute-api by tcp 443
      Worker do not reach internet, 8.8.8.8 by tcp 443 because has no route
      Worker do not reach s3, sqs by tcp 80 because security group of Worker
      internet do not reach Worker, SqsEndpoint, ApiEndpoint by tcp 443 because no internet gateway
      SqsEndpoint do not reach Worker by tcp 443 because security group of SqsEndpoint
      Worker reach sqs by tcp 443 without zone b
    `,
  );

  test('keeps SQS for a server in the other zone when one fails', () => {
    const all = templateOf(stack);
    const other: Json = {
      ...all,
      Resources: {
        ...all.Resources,
        Other: {
          Type: 'AWS::EC2::NetworkInterface',
          Properties: {
            SubnetId: { Ref: 'SubnetB' },
            GroupSet: [{ 'Fn::GetAtt': ['WorkerGroup', 'GroupId'] }],
          },
        },
      },
    };
    const ask = (destination: string) =>
      walk(other, { source: 'Other', destination, protocol: 'tcp', port: 443, without: 'a' });
    expect(ask('sqs').answer?.arrives).toBe(true);
    // Its endpoint has a subnet in zone a alone, because that costs half.
    expect(ask('execute-api').request.hops.at(-1)?.because).toMatch(/has failed/);
  });

  decisions(
    stack,
    `
      ec2.amazonaws.com may sts:AssumeRole on WorkerRole
      lambda.amazonaws.com, 222222222222 may not sts:AssumeRole on WorkerRole
      WorkerRole may s3:GetObject, s3:PutObject on Reports/a when aws:SourceVpce is S3Endpoint
      WorkerRole must not s3:GetObject, s3:PutObject on Reports/a
      WorkerRole must not s3:GetObject on Reports/a when aws:SourceVpce is vpce-other
      WorkerRole must not s3:GetObject on Reports/a when aws:SourceVpce is S3Endpoint and aws:SecureTransport is false
      WorkerRole may not s3:DeleteObject on Reports/a when aws:SourceVpce is S3Endpoint
      111111111111, anonymous, 222222222222 must not s3:GetObject on Reports/a
      111111111111 may s3:PutBucketPolicy, s3:DeleteBucket on Reports
      111111111111 may not s3:PutBucketPolicy, s3:DeleteBucket on Reports when aws:SourceVpce is S3Endpoint
      111111111111 may not s3:GetObject on Reports/a when aws:SourceVpce is S3Endpoint
      222222222222 may not s3:PutBucketPolicy on Reports
      111111111111 must not s3:PutBucketPolicy on Reports when aws:SecureTransport is false
      WorkerRole may dynamodb:GetItem, dynamodb:PutItem on Orders when aws:SourceVpce is DynamodbEndpoint
      WorkerRole may not dynamodb:Scan, dynamodb:DeleteItem on Orders when aws:SourceVpce is DynamodbEndpoint
      111111111111 may not dynamodb:DeleteTable, dynamodb:GetItem on Orders when aws:SourceVpce is DynamodbEndpoint
      WorkerRole may sqs:SendMessage, sqs:ReceiveMessage on Jobs when aws:SourceVpce is SqsEndpoint
      WorkerRole may not sqs:PurgeQueue on Jobs when aws:SourceVpce is SqsEndpoint
      111111111111 may not sqs:PurgeQueue, sqs:SendMessage on Jobs when aws:SourceVpce is SqsEndpoint
      WorkerRole must not sqs:SendMessage on Jobs when aws:SecureTransport is false
      anonymous, 222222222222 may execute-api:Invoke on PrivateApi/live/GET/ when aws:SourceVpce is ApiEndpoint
      anonymous, 222222222222 may not execute-api:Invoke on PrivateApi/live/GET/
      anonymous, 222222222222 may not execute-api:Invoke on PrivateApi/live/GET/ when aws:SourceVpce is S3Endpoint
    `,
  );

  test('matches its snapshot', () => {
    expect(withoutAssetHashes(template.toJSON())).toMatchSnapshot();
  });
});

describe('the typical first attempt', () => {
  const stack = build(VpcEndpointsStack);
  const good = templateOf(stack);
  const policy = logicalId(stack, 'AWS::S3::BucketPolicy', 'Reports/Policy');
  const changed = (id: string, path: string, value: Parameters<typeof withValue>[2]) =>
    withValue(good, ['Resources', id, 'Properties', ...path.split('.')], value);
  const aws = { principal: 'WorkerRole', action: 's3:PutObject' };

  test('denies everybody, because no request through an endpoint has a private address', () => {
    const naive = changed(policy, 'PolicyDocument.Statement.1.Condition', {
      NotIpAddress: { 'aws:SourceIp': '10.0.0.0/16' },
    });
    const answer = decide(naive, {
      ...aws,
      resource: 'Reports/a',
      context: { 'aws:SourceVpce': 'S3Endpoint' },
    });
    expect(answer.because).toBe('explicit deny');
  });

  test('lets data out into the bucket of somebody else', () => {
    const resource = 'arn:aws:s3:::bucket-of-somebody/a';
    const context = { 'aws:SourceVpce': 'S3Endpoint', 'aws:ResourceAccount': '222222222222' };
    // A key of the attacker comes with permissions of the attacker.
    const attacker = { principal: '222222222222', action: 's3:PutObject', resource, context };
    expect(decide(changed('S3Endpoint', 'PolicyDocument', undefined), attacker).allowed).toBe(true);
    expect(decide(good, attacker).because).toBe(
      'implicit deny: the policy of the VPC endpoint does not allow it',
    );
  });

  test('does not find SQS without private DNS', () => {
    const naive = changed('SqsEndpoint', 'PrivateDnsEnabled', false);
    const { request } = walk(naive, {
      source: 'Worker',
      destination: 'sqs',
      protocol: 'tcp',
      port: 443,
    });
    expect(request.hops.at(-1)?.because).toMatch(/^PrivateRoutes has no route to /);
  });
});
