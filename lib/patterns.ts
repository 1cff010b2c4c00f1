import type { Stack, StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { rdsScheduledSnapshotExam } from './database/rds-scheduled-snapshot-exam';
import { RdsScheduledSnapshotStack } from './database/rds-scheduled-snapshot-stack';
import type { Exam } from './exam';
import type { Exercise } from './exercise';
import { sqsDeadLetterQueueExam } from './messaging/sqs-dead-letter-queue-exam';
import { SqsDeadLetterQueueStack } from './messaging/sqs-dead-letter-queue-stack';

export interface Pattern {
  readonly family: 'api' | 'messaging' | 'database' | 'edge';
  /** Id of the stack; in lower case with hyphens it is the name of the pattern's files. */
  readonly id: string;
  readonly Stack: new (scope: Construct, id: string, props?: StackProps) => Stack;
  readonly exam: Exam;
  /** Loaded when it is run: an exercise brings the AWS SDK, which no synth needs. */
  readonly exercise: () => Promise<{ readonly exercise: Exercise }>;
}

/** The table of contents. A new pattern is two imports and one entry here. */
export const patterns: readonly Pattern[] = [
  {
    family: 'messaging',
    id: 'SqsDeadLetterQueue',
    Stack: SqsDeadLetterQueueStack,
    exam: sqsDeadLetterQueueExam,
    exercise: () => import('./messaging/sqs-dead-letter-queue-exercise'),
  },
  {
    family: 'database',
    id: 'RdsScheduledSnapshot',
    Stack: RdsScheduledSnapshotStack,
    exam: rdsScheduledSnapshotExam,
    exercise: () => import('./database/rds-scheduled-snapshot-exercise'),
  },
];

/** The name of a pattern's files: `SqsDeadLetterQueue` is `sqs-dead-letter-queue`. */
export function slug({ id }: Pick<Pattern, 'id'>): string {
  return id.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
