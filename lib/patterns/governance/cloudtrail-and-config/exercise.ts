import assert from 'node:assert/strict';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Exercise } from '../../../model/exercise';
import { callOf, complianceOf } from './samples';

export const exercise: Exercise = async (lab) => {
  const events = new EventBridgeClient({});
  const lambda = new LambdaClient({});
  const s3 = new S3Client({});
  const Bucket = lab.output('PapersName');

  const matches = async (rule: string, event: object) => {
    const { EventPattern } = await events.send(
      new DescribeRuleCommand({ Name: lab.output(`${rule}Name`) }),
    );
    const { Result } = await events.send(
      new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(event) }),
    );
    return Result;
  };
  const close = async (event: object) => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: lab.output('CloserName'),
        Payload: JSON.stringify(event),
      }),
    );
    const answer = JSON.parse(new TextDecoder().decode(Payload) || 'null');
    return FunctionError ? String(answer?.errorMessage) : (answer?.closed as boolean);
  };
  const settings = async () => {
    const found = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    return Object.values(found.PublicAccessBlockConfiguration ?? {});
  };
  const all = [true, true, true, true];

  await lab.prove(
    'the rule notices calls that change who can open this bucket, and no others',
    async () => {
      assert.equal(await matches('OpenedRule', callOf(Bucket)), true);
      assert.equal(await matches('OpenedRule', callOf(Bucket, 'PutBucketPublicAccessBlock')), true);
      assert.equal(await matches('OpenedRule', callOf(Bucket, 'PutObject')), false);
      assert.equal(await matches('OpenedRule', callOf('another-bucket')), false);
    },
  );

  await lab.prove('somebody opens the bucket, and the function closes it again', async () => {
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    assert.equal(await close(callOf(Bucket)), true);
    assert.deepEqual(await settings(), all);
    const half = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false };
    await s3.send(
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: half }),
    );
    assert.equal(await close(callOf(Bucket, 'PutBucketPublicAccessBlock')), true);
    assert.deepEqual(await settings(), all);
    return 'also if only one of four settings is missing';
  });

  await lab.prove(
    'the function does not answer its own call, so it does not run forever',
    async () => {
      assert.equal(await close(callOf(Bucket, 'PutBucketPublicAccessBlock')), false);
      assert.deepEqual(await settings(), all);
    },
  );

  await lab.prove('the function refuses an event about another bucket', async () => {
    assert.match(String(await close(callOf('another-bucket'))), /^expected a call to the bucket/);
    assert.match(String(await close({})), /^expected a call to the bucket/);
  });

  await lab.prove(
    'a resource that no longer complies is worth an alert, and one that does again is not',
    async () => {
      assert.equal(await matches('ComplianceRule', complianceOf(Bucket, 'NON_COMPLIANT')), true);
      assert.equal(await matches('ComplianceRule', complianceOf(Bucket, 'COMPLIANT')), false);
    },
  );
};
