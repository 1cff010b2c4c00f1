import type { Pattern } from '../model/pattern';
import { apiKeysUsagePlan } from './api/api-keys-usage-plan';
import { apiSqsIntegration } from './api/api-sqs-integration';
import { lambdaAuthorizer } from './api/lambda-authorizer';
import { restApiTracing } from './api/rest-api-tracing';
import { dynamodbIndexes } from './database/dynamodb-indexes';
import { dynamodbStreams } from './database/dynamodb-streams';
import { rdsScheduledSnapshot } from './database/rds-scheduled-snapshot';
import { lambdaCanary } from './deployment/lambda-canary';
import { cloudfrontOriginAccessIdentity } from './edge/cloudfront-origin-access-identity';
import { eventbridgeRules } from './messaging/eventbridge-rules';
import { snsFanOutFilter } from './messaging/sns-fan-out-filter';
import { sqsDeadLetterQueue } from './messaging/sqs-dead-letter-queue';
import { sqsFifoDeduplication } from './messaging/sqs-fifo-deduplication';
import { naclAndSecurityGroup } from './network/nacl-and-security-group';
import { route53RoutingPolicies } from './network/route53-routing-policies';
import { threeTierVpc } from './network/three-tier-vpc';
import { vpcEndpoints } from './network/vpc-endpoints';
import { highResolutionAlarm } from './observability/high-resolution-alarm';
import { stepFunctionsCallback } from './orchestration/step-functions-callback';
import { crossAccountRole } from './security/cross-account-role';
import { kmsEnvelopeEncryption } from './security/kms-envelope-encryption';
import { permissionsBoundary } from './security/permissions-boundary';
import { lambdaAsyncDestinations } from './serverless/lambda-async-destinations';
import { s3EncryptionRequired } from './storage/s3-encryption-required';
import { s3EventToDynamodb } from './storage/s3-event-to-dynamodb';

/** The table of contents, in reading order. A new pattern is one import and one name here. */
export const patterns: readonly Pattern[] = [
  restApiTracing,
  lambdaAuthorizer,
  apiKeysUsagePlan,
  apiSqsIntegration,
  lambdaAsyncDestinations,
  sqsDeadLetterQueue,
  sqsFifoDeduplication,
  snsFanOutFilter,
  eventbridgeRules,
  dynamodbStreams,
  rdsScheduledSnapshot,
  dynamodbIndexes,
  s3EventToDynamodb,
  s3EncryptionRequired,
  cloudfrontOriginAccessIdentity,
  stepFunctionsCallback,
  kmsEnvelopeEncryption,
  permissionsBoundary,
  crossAccountRole,
  lambdaCanary,
  highResolutionAlarm,
  threeTierVpc,
  naclAndSecurityGroup,
  vpcEndpoints,
  route53RoutingPolicies,
];
