import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
} from '@aws-sdk/client-cloudformation';
import { ListMessageMoveTasksCommand, SQSClient } from '@aws-sdk/client-sqs';

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
