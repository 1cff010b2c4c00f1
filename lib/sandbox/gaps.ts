import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ListMessageMoveTasksCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { takeOverStreams } from './stream-poller';

/**
 * Where MiniStack differs from AWS in something that a stack or an exercise needs. The stacks never
 * give way to it: what is missing is left out of the emulator's copy or bridged after the deploy,
 * and no claim that rests on it is reported as proven.
 */
export interface Gap {
  /** A CloudFormation type, a type and property (`AWS::SQS::Queue.RedrivePolicy`), or `service: behaviour`. */
  readonly id: string;
  /** The newest version of MiniStack in which the gap was seen. */
  readonly seen: string;
  /** How the emulator differs from AWS. */
  readonly what: string;
  /**
   * `left out`: claims that need it are not proven here; a resource type is taken out of the copy of
   * the stack. `bridged`: filled by other calls, and claims that need it say so.
   */
  readonly handling: 'left out' | 'bridged';
  /** What is done instead. */
  readonly how: string;
  /** Starts what fills the gap, once the stacks are deployed; returns what ends it again. */
  readonly bridge?: () => Promise<() => Promise<void>>;
  /** Whether the running emulator has closed the gap; then the entry must go. */
  readonly closed: () => Promise<boolean>;
}

export const gaps: readonly Gap[] = [
  {
    id: 'AWS::XRay::Group',
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no X-Ray API to create one.',
    handling: 'left out',
    how: 'The resource is taken out of the copy of the stack.',
    closed: () => recognizes('AWS::XRay::Group'),
  },
  {
    id: 'AWS::XRay::SamplingRule',
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no X-Ray API to create one.',
    handling: 'left out',
    how: 'The resource is taken out of the copy of the stack.',
    closed: () => recognizes('AWS::XRay::SamplingRule'),
  },
  {
    id: 'lambda: failures of a stream batch',
    seen: '1.5.33',
    what:
      'The poller of DynamoDB streams takes every answer of a function for a success and retries an exception for ever: ' +
      'ReportBatchItemFailures, BisectBatchOnFunctionError and MaximumRetryAttempts are stored and have no effect.',
    handling: 'bridged',
    how: 'The sandbox disables the mapping and polls the stream itself, by the settings that were deployed.',
    bridge: takeOverStreams,
    closed: honoursPartialFailures,
  },
  {
    id: 'sqs: StartMessageMoveTask',
    seen: '1.5.33',
    what: 'SQS answers InvalidAction to StartMessageMoveTask, ListMessageMoveTasks and CancelMessageMoveTask.',
    handling: 'bridged',
    how: 'The exercise receives the messages, sends them to the source queue and deletes them.',
    closed: async () => {
      const sqs = new SQSClient({});
      try {
        await sqs.send(
          new ListMessageMoveTasksCommand({ SourceArn: 'arn:aws:sqs:us-east-1:000000000000:none' }),
        );
        return true;
      } catch (error) {
        return (error as Error).name !== 'InvalidAction';
      }
    },
  },
];

/** The resource types that the copies of the stacks do without. */
export const missingTypes: ReadonlySet<string> = new Set(
  gaps
    .filter(({ id, handling }) => /^AWS::\w+::\w+$/.test(id) && handling === 'left out')
    .map(({ id }) => id),
);

/** Whether the emulator's CloudFormation knows a resource type: one that it does not know fails at once. */
async function recognizes(type: string): Promise<boolean> {
  const cloudformation = new CloudFormationClient({});
  const StackName = `Recognizes-${type.replaceAll('::', '-')}`;
  try {
    await cloudformation.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: JSON.stringify({ Resources: { Probe: { Type: type, Properties: {} } } }),
      }),
    );
  } catch (error) {
    if (/Unrecognized resource types/.test((error as Error).message)) return false;
    throw error;
  }
  await cloudformation.send(new DeleteStackCommand({ StackName }));
  return true;
}

/** Deploys a function that fails every record of a stream, and looks whether the failure is reported. */
async function honoursPartialFailures(): Promise<boolean> {
  const cloudformation = new CloudFormationClient({});
  const StackName = 'HonoursPartialFailures';
  await cloudformation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(failingStream),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  try {
    const outputs = await probeOutputs(cloudformation, StackName);
    await new DynamoDBClient({}).send(
      new PutItemCommand({ TableName: outputs.Table, Item: { id: { S: 'probe' } } }),
    );
    const { Messages = [] } = await new SQSClient({}).send(
      new ReceiveMessageCommand({ QueueUrl: outputs.Queue, WaitTimeSeconds: 4 }),
    );
    return Messages.length > 0;
  } finally {
    await cloudformation.send(new DeleteStackCommand({ StackName }));
  }
}

async function probeOutputs(
  cloudformation: CloudFormationClient,
  StackName: string,
): Promise<Record<string, string>> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    const status = Stacks[0]?.StackStatus;
    if (status === 'CREATE_COMPLETE') {
      return Object.fromEntries(
        (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
          OutputKey,
          OutputValue,
        ]),
      );
    }
    if (status !== 'CREATE_IN_PROGRESS') {
      throw new Error(`expected the probe ${StackName} to be created, got ${status}`);
    }
    await sleep(100);
  }
  throw new Error(`expected the probe ${StackName} to be created within five seconds`);
}

const failingStream = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      },
    },
    Queue: { Type: 'AWS::SQS::Queue' },
    Role: {
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
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: {
          ZipFile:
            'exports.handler = async ({ Records }) => ({ batchItemFailures: Records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) })',
        },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Function' },
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        StartingPosition: 'TRIM_HORIZON',
        MaximumRetryAttempts: 0,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      },
    },
  },
  Outputs: { Table: { Value: { Ref: 'Table' } }, Queue: { Value: { Ref: 'Queue' } } },
};
