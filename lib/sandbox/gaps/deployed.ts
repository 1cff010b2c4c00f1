import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Whether the emulator's CloudFormation knows a resource type: a stack with an unknown type fails at once. */
export async function recognizes(type: string): Promise<boolean> {
  const cloudformation = new CloudFormationClient({});
  const StackName = `Recognizes-${type.replaceAll('::', '-')}`;
  try {
    await cloudformation.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: JSON.stringify({ Resources: { Probe: { Type: type, Properties: {} } } }),
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
  } catch (error) {
    if (/Unrecognized resource types/.test((error as Error).message)) return false;
    throw error;
  }
  await cloudformation.send(new DeleteStackCommand({ StackName }));
  return true;
}

/** Creates a stack, uses its outputs, and deletes it, whatever happens. */
export async function withStack<T>(
  StackName: string,
  template: object,
  use: (outputs: Record<string, string>) => Promise<T>,
): Promise<T> {
  const cloudformation = new CloudFormationClient({});
  await cloudformation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  try {
    return await use(await outputsOf(cloudformation, StackName));
  } finally {
    await cloudformation.send(new DeleteStackCommand({ StackName }));
  }
}

async function outputsOf(
  cloudformation: CloudFormationClient,
  StackName: string,
): Promise<Record<string, string>> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { Stacks: [stack] = [] } = await cloudformation.send(
      new DescribeStacksCommand({ StackName }),
    );
    if (stack?.StackStatus === 'CREATE_COMPLETE') {
      return Object.fromEntries(
        (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
          OutputKey,
          OutputValue,
        ]),
      );
    }
    if (stack?.StackStatus !== 'CREATE_IN_PROGRESS') {
      throw new Error(`expected the probe ${StackName} to be created, got ${stack?.StackStatus}`);
    }
    await sleep(100);
  }
  throw new Error(`expected the probe ${StackName} to be created within ten seconds`);
}

/** The bodies of the messages in a queue, after a wait of at most so many seconds. */
export async function bodiesOf(
  QueueUrl: string | undefined,
  WaitTimeSeconds: number,
): Promise<string[]> {
  const { Messages = [] } = await new SQSClient({}).send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }),
  );
  return Messages.map(({ Body = '' }) => Body);
}

/** A role that may do everything in the emulator; its logical id must be Role, because `lambdaOf` refers to it. */
export const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'everything',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
        },
      },
    ],
  },
};

/** A function with its code in the template. */
export const lambdaOf = (ZipFile: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { ZipFile },
    TracingConfig: { Mode: 'Active' },
  },
});

/** Lets a service send to a queue. */
export const toQueue = (queue: string, service: string) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: service },
          Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
        },
      ],
    },
  },
});
