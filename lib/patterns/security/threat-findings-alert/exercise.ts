import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  DescribeRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Exercise } from '../../../model/exercise';
import { health, intrusion, leakedKey, personalData, vulnerability } from './samples';

export const exercise: Exercise = async (lab) => {
  const events = new EventBridgeClient({});
  const iam = new IAMClient({});
  const lambda = new LambdaClient({});
  const sqs = new SQSClient({});
  const run = randomUUID().slice(0, 8);

  /** Whether a rule would send an event to its target. */
  const matches = async (rule: string, event: object) => {
    const { EventPattern } = await events.send(
      new DescribeRuleCommand({ Name: lab.output(`${rule}Name`) }),
    );
    const { Result } = await events.send(
      new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(event) }),
    );
    return Result;
  };
  const each = async (rule: string, ...sent: object[]) => {
    const found = [];
    for (const event of sent) found.push(await matches(rule, event));
    return found;
  };

  await lab.prove(
    'a finding of GuardDuty is worth an alert from a severity of 7, which is a number',
    async () => {
      const severities = [6.9, 7, 8.9, 10];
      const found = await each('IntrusionRule', ...severities.map((one) => intrusion(one)));
      assert.deepEqual(found, [false, true, true, true]);
      assert.equal(await matches('IntrusionRule', intrusion('8')), false, 'a severity as text');
      assert.equal(await matches('IntrusionRule', vulnerability('HIGH')), false);
      return `${severities.join(', ')}: ${found.join(', ')}`;
    },
  );

  await lab.prove(
    'Macie alerts to personal data, and Inspector to grave vulnerabilities',
    async () => {
      const macie = ['SensitiveData:S3Object/Personal', 'Policy:IAMUser/S3BucketPublic'];
      const found = await each('PersonalDataRule', ...macie.map(personalData));
      assert.deepEqual(found, [true, false]);
      const inspector = ['CRITICAL', 'HIGH', 'MEDIUM'].map((one) => vulnerability(one));
      assert.deepEqual(await each('VulnerabilityRule', ...inspector), [true, true, false]);
      assert.equal(await matches('VulnerabilityRule', vulnerability('HIGH', 'CLOSED')), false);
    },
  );

  await lab.prove('AWS Health alerts to problems and planned changes', async () => {
    const categories = ['issue', 'scheduledChange', 'accountNotification'];
    assert.deepEqual(await each('HealthRule', ...categories.map(health)), [true, true, false]);
  });

  await lab.prove('a drill goes the way of every alert, and arrives', async () => {
    const { Entries = [] } = await events.send(
      new PutEventsCommand({
        Entries: [
          { Source: 'security.drill', DetailType: 'Drill', Detail: JSON.stringify({ run }) },
          // Nobody can invent a finding.
          { Source: 'aws.guardduty', DetailType: 'GuardDuty Finding', Detail: '{"severity":8}' },
        ],
      }),
    );
    assert.equal(Entries[0]?.ErrorCode, undefined);
    assert.equal(Entries[1]?.ErrorCode, 'NotAuthorizedForSourceException');
    await lab.eventually('the drill in the inbox', async () => {
      const QueueUrl = lab.output('InboxUrl');
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
      );
      const mine = Messages.find(({ Body = '' }) => Body.includes(run));
      if (mine === undefined) return undefined;
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: mine.ReceiptHandle }));
      return true;
    });
    return 'from EventBridge to SNS to SQS';
  });

  const UserName = `leaky-${run}`;
  const respond = async (event: object) => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: lab.output('ResponderName'),
        Payload: JSON.stringify(event),
      }),
    );
    const answer = JSON.parse(new TextDecoder().decode(Payload) || 'null');
    return FunctionError ? String(answer?.errorMessage) : (answer?.deactivated as boolean);
  };
  const statusOfKeys = async () => {
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
    return AccessKeyMetadata.map(({ Status }) => Status);
  };

  await iam.send(new CreateUserCommand({ UserName, Path: lab.output('UserPath') }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const key = AccessKey?.AccessKeyId ?? '';
  try {
    await lab.prove(
      'the responder leaves a key alone if the finding is not high, or is none',
      async () => {
        assert.equal(await respond(leakedKey(UserName, key, 5)), false);
        assert.equal(await respond(intrusion(8)), false);
        assert.match(String(await respond({ source: 'security.drill' })), /^expected a GuardDuty/);
        assert.deepEqual(await statusOfKeys(), ['Active']);
      },
    );

    await lab.prove(
      'a high finding about a key of an IAM user deactivates this key, however often it comes',
      async () => {
        assert.equal(await respond(leakedKey(UserName, key)), true);
        assert.deepEqual(await statusOfKeys(), ['Inactive']);
        assert.equal(await respond(leakedKey(UserName, key)), true);
        assert.deepEqual(await statusOfKeys(), ['Inactive']);
        return 'it still exists, so a person can activate it again';
      },
    );
  } finally {
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: key }));
    await iam.send(new DeleteUserCommand({ UserName }));
  }
};
