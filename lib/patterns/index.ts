import type { Pattern } from '../model/pattern';
import { apiKeysUsagePlan } from './api/api-keys-usage-plan';
import { apiSqsIntegration } from './api/api-sqs-integration';
import { cognitoAuthorizer } from './api/cognito-authorizer';
import { lambdaAuthorizer } from './api/lambda-authorizer';
import { restApiTracing } from './api/rest-api-tracing';
import { dynamodbIndexes } from './database/dynamodb-indexes';
import { dynamodbStreams } from './database/dynamodb-streams';
import { rdsScheduledSnapshot } from './database/rds-scheduled-snapshot';
import { crossStackReference } from './deployment/cross-stack-reference';
import { lambdaCanary } from './deployment/lambda-canary';
import { cloudfrontOriginAccessIdentity } from './edge/cloudfront-origin-access-identity';
import { cloudtrailAndConfig } from './governance/cloudtrail-and-config';
import { organizationGuardrail } from './governance/organization-guardrail';
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
import { stepFunctionsStates } from './orchestration/step-functions-states';
import { crossAccountRole } from './security/cross-account-role';
import { kmsEnvelopeEncryption } from './security/kms-envelope-encryption';
import { kmsKeyCustody } from './security/kms-key-custody';
import { permissionsBoundary } from './security/permissions-boundary';
import { secretRotation } from './security/secret-rotation';
import { threatFindingsAlert } from './security/threat-findings-alert';
import { lambdaAsyncDestinations } from './serverless/lambda-async-destinations';
import { lambdaPackaging } from './serverless/lambda-packaging';
import { s3EncryptionRequired } from './storage/s3-encryption-required';
import { s3EventToDynamodb } from './storage/s3-event-to-dynamodb';
import { s3KmsBucketKey } from './storage/s3-kms-bucket-key';
import { s3LifecycleTiers } from './storage/s3-lifecycle-tiers';
import { s3ObjectLock } from './storage/s3-object-lock';
import { s3Replication } from './storage/s3-replication';
import { s3StaticWebsite } from './storage/s3-static-website';

/** The table of contents, in reading order. A new pattern is one import and one name here. */
export const patterns: readonly Pattern[] = [
  restApiTracing,
  lambdaAuthorizer,
  cognitoAuthorizer,
  apiKeysUsagePlan,
  apiSqsIntegration,
  lambdaAsyncDestinations,
  lambdaPackaging,
  sqsDeadLetterQueue,
  sqsFifoDeduplication,
  snsFanOutFilter,
  eventbridgeRules,
  dynamodbStreams,
  rdsScheduledSnapshot,
  dynamodbIndexes,
  s3EventToDynamodb,
  s3EncryptionRequired,
  s3KmsBucketKey,
  s3LifecycleTiers,
  s3ObjectLock,
  s3Replication,
  s3StaticWebsite,
  cloudfrontOriginAccessIdentity,
  stepFunctionsCallback,
  stepFunctionsStates,
  kmsEnvelopeEncryption,
  kmsKeyCustody,
  secretRotation,
  permissionsBoundary,
  crossAccountRole,
  organizationGuardrail,
  threatFindingsAlert,
  cloudtrailAndConfig,
  lambdaCanary,
  crossStackReference,
  highResolutionAlarm,
  threeTierVpc,
  naclAndSecurityGroup,
  vpcEndpoints,
  route53RoutingPolicies,
];
