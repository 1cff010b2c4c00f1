import type { Stack, StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Exam } from './exam';
import type { Exercise } from './exercise';
import type { Loads } from './load';

/** The service neighborhoods: each is a folder in lib/patterns, lambda, test/patterns and docs. */
export const families = [
  'api',
  'serverless',
  'messaging',
  'streaming',
  'orchestration',
  'database',
  'storage',
  'edge',
  'network',
  'compute',
  'containers',
  'security',
  'observability',
  'deployment',
  'governance',
  'analytics',
] as const;

export type Family = (typeof families)[number];

/** One pattern: a stack, the exam list beside it, and what proves and measures it. */
export interface Pattern {
  /** The service neighborhood that the question is about. */
  readonly family: Family;
  /** Id of the stack; in lower case with hyphens, it is the name of the pattern's folder. */
  readonly id: string;
  readonly Stack: new (scope: Construct, id: string, props?: StackProps) => Stack;
  readonly exam: Exam;
  /** Loaded only when it runs, because an exercise imports the AWS SDK, which synth does not need. */
  readonly exercise: () => Promise<{ readonly exercise: Exercise }>;
  /** How `npm run bench` calls the pattern's handlers; left out where it has none. */
  readonly loads?: () => Promise<{ readonly loads: Loads }>;
}

/** The name of a pattern's folder: `SqsDeadLetterQueue` is `sqs-dead-letter-queue`. */
export function slug({ id }: Pick<Pattern, 'id'>): string {
  return id.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/** The folder of a pattern below `lib/patterns`, `lambda` and `test/patterns`. */
export function folderOf(pattern: Pick<Pattern, 'family' | 'id'>): string {
  return `${pattern.family}/${slug(pattern)}`;
}
