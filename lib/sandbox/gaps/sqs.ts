import { ListMessageMoveTasksCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { GapsOf } from './gap';

export const sqs = {
  'sqs: StartMessageMoveTask': {
    seen: '1.5.33',
    what: 'SQS answers StartMessageMoveTask, ListMessageMoveTasks, and CancelMessageMoveTask with InvalidAction.',
    handling: 'corrected',
    correction: 'message_moves',
    how: 'SQS moves the messages.',
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
} satisfies GapsOf;
