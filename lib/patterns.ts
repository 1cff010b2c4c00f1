import type { Stack, StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { apiKeysUsagePlanExam } from './api/api-keys-usage-plan-exam';
import { ApiKeysUsagePlanStack } from './api/api-keys-usage-plan-stack';
import { apiSqsIntegrationExam } from './api/api-sqs-integration-exam';
import { ApiSqsIntegrationStack } from './api/api-sqs-integration-stack';
import { lambdaAuthorizerExam } from './api/lambda-authorizer-exam';
import { LambdaAuthorizerStack } from './api/lambda-authorizer-stack';
import { restApiTracingExam } from './api/rest-api-tracing-exam';
import { RestApiTracingStack } from './api/rest-api-tracing-stack';
import type { Loads } from './bench';
import { dynamodbIndexesExam } from './database/dynamodb-indexes-exam';
import { DynamodbIndexesStack } from './database/dynamodb-indexes-stack';
import { dynamodbStreamsExam } from './database/dynamodb-streams-exam';
import { DynamodbStreamsStack } from './database/dynamodb-streams-stack';
import { rdsScheduledSnapshotExam } from './database/rds-scheduled-snapshot-exam';
import { RdsScheduledSnapshotStack } from './database/rds-scheduled-snapshot-stack';
import { lambdaCanaryExam } from './deployment/lambda-canary-exam';
import { LambdaCanaryStack } from './deployment/lambda-canary-stack';
import { cloudfrontOriginAccessIdentityExam } from './edge/cloudfront-origin-access-identity-exam';
import { CloudfrontOriginAccessIdentityStack } from './edge/cloudfront-origin-access-identity-stack';
import type { Exam } from './exam';
import type { Exercise } from './exercise';
import { eventbridgeRulesExam } from './messaging/eventbridge-rules-exam';
import { EventbridgeRulesStack } from './messaging/eventbridge-rules-stack';
import { snsFanOutFilterExam } from './messaging/sns-fan-out-filter-exam';
import { SnsFanOutFilterStack } from './messaging/sns-fan-out-filter-stack';
import { sqsDeadLetterQueueExam } from './messaging/sqs-dead-letter-queue-exam';
import { SqsDeadLetterQueueStack } from './messaging/sqs-dead-letter-queue-stack';
import { sqsFifoDeduplicationExam } from './messaging/sqs-fifo-deduplication-exam';
import { SqsFifoDeduplicationStack } from './messaging/sqs-fifo-deduplication-stack';
import { stepFunctionsCallbackExam } from './orchestration/step-functions-callback-exam';
import { StepFunctionsCallbackStack } from './orchestration/step-functions-callback-stack';
import { kmsEnvelopeEncryptionExam } from './security/kms-envelope-encryption-exam';
import { KmsEnvelopeEncryptionStack } from './security/kms-envelope-encryption-stack';
import { lambdaAsyncDestinationsExam } from './serverless/lambda-async-destinations-exam';
import { LambdaAsyncDestinationsStack } from './serverless/lambda-async-destinations-stack';
import { s3EventToDynamodbExam } from './storage/s3-event-to-dynamodb-exam';
import { S3EventToDynamodbStack } from './storage/s3-event-to-dynamodb-stack';

export interface Pattern {
  /** The neighbourhood of the service that the question is about; a folder in lib, lambda and test. */
  readonly family: string;
  /** Id of the stack; in lower case with hyphens it is the name of the pattern's files. */
  readonly id: string;
  readonly Stack: new (scope: Construct, id: string, props?: StackProps) => Stack;
  readonly exam: Exam;
  /** Loaded when it is run: an exercise brings the AWS SDK, which no synth needs. */
  readonly exercise: () => Promise<{ readonly exercise: Exercise }>;
  /** With what `npm run bench` calls its handlers; left out where there are none. */
  readonly loads?: () => Promise<{ readonly loads: Loads }>;
}

/** The table of contents. A new pattern is two imports and one entry here. */
export const patterns: readonly Pattern[] = [
  {
    family: 'api',
    id: 'RestApiTracing',
    Stack: RestApiTracingStack,
    exam: restApiTracingExam,
    exercise: () => import('./api/rest-api-tracing-exercise'),
    loads: () => import('./api/rest-api-tracing-load'),
  },
  {
    family: 'api',
    id: 'LambdaAuthorizer',
    Stack: LambdaAuthorizerStack,
    exam: lambdaAuthorizerExam,
    exercise: () => import('./api/lambda-authorizer-exercise'),
    loads: () => import('./api/lambda-authorizer-load'),
  },
  {
    family: 'api',
    id: 'ApiKeysUsagePlan',
    Stack: ApiKeysUsagePlanStack,
    exam: apiKeysUsagePlanExam,
    exercise: () => import('./api/api-keys-usage-plan-exercise'),
    loads: () => import('./api/api-keys-usage-plan-load'),
  },
  {
    family: 'api',
    id: 'ApiSqsIntegration',
    Stack: ApiSqsIntegrationStack,
    exam: apiSqsIntegrationExam,
    exercise: () => import('./api/api-sqs-integration-exercise'),
    loads: () => import('./api/api-sqs-integration-load'),
  },
  {
    family: 'serverless',
    id: 'LambdaAsyncDestinations',
    Stack: LambdaAsyncDestinationsStack,
    exam: lambdaAsyncDestinationsExam,
    exercise: () => import('./serverless/lambda-async-destinations-exercise'),
    loads: () => import('./serverless/lambda-async-destinations-load'),
  },
  {
    family: 'messaging',
    id: 'SqsDeadLetterQueue',
    Stack: SqsDeadLetterQueueStack,
    exam: sqsDeadLetterQueueExam,
    exercise: () => import('./messaging/sqs-dead-letter-queue-exercise'),
    loads: () => import('./messaging/sqs-dead-letter-queue-load'),
  },
  {
    family: 'messaging',
    id: 'SqsFifoDeduplication',
    Stack: SqsFifoDeduplicationStack,
    exam: sqsFifoDeduplicationExam,
    exercise: () => import('./messaging/sqs-fifo-deduplication-exercise'),
    loads: () => import('./messaging/sqs-fifo-deduplication-load'),
  },
  {
    family: 'messaging',
    id: 'SnsFanOutFilter',
    Stack: SnsFanOutFilterStack,
    exam: snsFanOutFilterExam,
    exercise: () => import('./messaging/sns-fan-out-filter-exercise'),
  },
  {
    family: 'messaging',
    id: 'EventbridgeRules',
    Stack: EventbridgeRulesStack,
    exam: eventbridgeRulesExam,
    exercise: () => import('./messaging/eventbridge-rules-exercise'),
    loads: () => import('./messaging/eventbridge-rules-load'),
  },
  {
    family: 'database',
    id: 'DynamodbStreams',
    Stack: DynamodbStreamsStack,
    exam: dynamodbStreamsExam,
    exercise: () => import('./database/dynamodb-streams-exercise'),
    loads: () => import('./database/dynamodb-streams-load'),
  },
  {
    family: 'database',
    id: 'RdsScheduledSnapshot',
    Stack: RdsScheduledSnapshotStack,
    exam: rdsScheduledSnapshotExam,
    exercise: () => import('./database/rds-scheduled-snapshot-exercise'),
    loads: () => import('./database/rds-scheduled-snapshot-load'),
  },
  {
    family: 'database',
    id: 'DynamodbIndexes',
    Stack: DynamodbIndexesStack,
    exam: dynamodbIndexesExam,
    exercise: () => import('./database/dynamodb-indexes-exercise'),
    loads: () => import('./database/dynamodb-indexes-load'),
  },
  {
    family: 'storage',
    id: 'S3EventToDynamodb',
    Stack: S3EventToDynamodbStack,
    exam: s3EventToDynamodbExam,
    exercise: () => import('./storage/s3-event-to-dynamodb-exercise'),
    loads: () => import('./storage/s3-event-to-dynamodb-load'),
  },
  {
    family: 'edge',
    id: 'CloudfrontOriginAccessIdentity',
    Stack: CloudfrontOriginAccessIdentityStack,
    exam: cloudfrontOriginAccessIdentityExam,
    exercise: () => import('./edge/cloudfront-origin-access-identity-exercise'),
    loads: () => import('./edge/cloudfront-origin-access-identity-load'),
  },
  {
    family: 'orchestration',
    id: 'StepFunctionsCallback',
    Stack: StepFunctionsCallbackStack,
    exam: stepFunctionsCallbackExam,
    exercise: () => import('./orchestration/step-functions-callback-exercise'),
    loads: () => import('./orchestration/step-functions-callback-load'),
  },
  {
    family: 'security',
    id: 'KmsEnvelopeEncryption',
    Stack: KmsEnvelopeEncryptionStack,
    exam: kmsEnvelopeEncryptionExam,
    exercise: () => import('./security/kms-envelope-encryption-exercise'),
    loads: () => import('./security/kms-envelope-encryption-load'),
  },
  {
    family: 'deployment',
    id: 'LambdaCanary',
    Stack: LambdaCanaryStack,
    exam: lambdaCanaryExam,
    exercise: () => import('./deployment/lambda-canary-exercise'),
    loads: () => import('./deployment/lambda-canary-load'),
  },
];

/** The name of a pattern's files: `SqsDeadLetterQueue` is `sqs-dead-letter-queue`. */
export function slug({ id }: Pick<Pattern, 'id'>): string {
  return id.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/**
 * The patterns of the given names, in the order of the table of contents; all of them for no names.
 * @param names ids such as `SqsDeadLetterQueue`, or families such as `messaging`
 * @throws if a name is neither; the message lists what there is
 */
export function findPatterns(names: readonly string[]): readonly Pattern[] {
  const unknown = names.filter(
    (name) => !patterns.some(({ id, family }) => id === name || family === name),
  );
  if (unknown.length > 0) {
    const families = [...new Set(patterns.map(({ family }) => family))];
    throw new Error(
      `expected a pattern (${patterns.map(({ id }) => id).join(', ')}) or a family (${families.join(', ')}), got ${unknown.join(', ')}`,
    );
  }
  return patterns.filter(
    ({ id, family }) => names.length === 0 || names.includes(id) || names.includes(family),
  );
}
