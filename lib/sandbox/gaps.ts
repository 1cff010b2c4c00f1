import { ListMessageMoveTasksCommand, SQSClient } from '@aws-sdk/client-sqs';
import { rewriteBucketPolicies } from './bridges/bucket-policies';
import { setRequestValidators } from './bridges/request-validators';
import { takeOverStreams } from './bridges/stream-poller';
import { evaluatesServiceMetrics } from './probes/alarms';
import { splitsTraffic } from './probes/aliases';
import { apiAnswers, hidesKeys, tellsUsage } from './probes/api';
import { namesInNamespace } from './probes/buckets';
import { keepsMaximumThroughput, throttlesWrites } from './probes/capacity';
import { validatesByContentType } from './probes/content-types';
import { recognizes } from './probes/deployed';
import { edgeAnswers } from './probes/edge';
import { clockAnswers, ruleAnswers } from './probes/events';
import { asyncAnswers } from './probes/invocations';
import { keyAnswers } from './probes/keys';
import { honoursPartialFailures } from './probes/streams';
import { topicAnswers } from './probes/topics';
import { workflowAnswers } from './probes/workflows';

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
    id: 'AWS::ApiGateway::Method.RequestValidatorId',
    seen: '1.5.33',
    what: 'CloudFormation makes no validator and drops the property; made and set through the API, it works.',
    handling: 'bridged',
    how: 'After the deploy, CreateRequestValidator and UpdateMethod do what the template says.',
    bridge: setRequestValidators,
    closed: async () => (await apiAnswers()).validatesRequests,
  },
  {
    id: 'AWS::ApiGateway::Stage.AccessLogSetting',
    seen: '1.5.33',
    what: 'CloudFormation drops the property, and the API stores it without ever writing a line.',
    handling: 'left out',
    how: 'No access log is written.',
    closed: async () => (await apiAnswers()).writesAccessLog,
  },
  {
    id: 'apigateway: X-Ray tracing',
    seen: '1.5.33',
    what:
      'The X-Amzn-Trace-Id header of a request does not reach the function, and neither the stage nor Lambda makes ' +
      'a segment: a trace has the subsegments of the function alone, under an id of its own.',
    handling: 'left out',
    how: 'What the function sends is received over UDP and shown; that the hops form one trace is not proven.',
    closed: async () => (await apiAnswers()).passesTraceHeader,
  },
  {
    id: 'apigateway: models of other content types',
    seen: '1.5.33',
    what: 'A body of a content type without a model is held against the model of application/json, and answered 400.',
    handling: 'left out',
    how: 'That a mapping template is missing for such a body, which AWS answers with 415, is proven for valid JSON alone.',
    closed: validatesByContentType,
  },
  {
    id: 'apigateway: GetUsage',
    seen: '1.5.33',
    what: 'GetUsage is answered with the usage plan itself, so there is no usage in it.',
    handling: 'left out',
    how: 'That a plan tells what a customer has used is not proven; that it counts is.',
    closed: tellsUsage,
  },
  {
    id: 'apigateway: GetApiKey without a value',
    seen: '1.5.33',
    what: 'GetApiKey tells the value of a key also where includeValue is not set.',
    handling: 'left out',
    how: 'That the value is told only to who asks for it is not proven.',
    closed: hidesKeys,
  },
  {
    id: 's3: aws:SecureTransport',
    seen: '1.5.33',
    what: 'CloudFront reads its origin as if over plain http, so a policy that demands TLS shuts it out.',
    handling: 'bridged',
    how: 'The statements that demand TLS are taken out of the deployed bucket policies.',
    bridge: rewriteBucketPolicies,
    closed: async () => (await edgeAnswers()).seesTls,
  },
  {
    id: 's3: CanonicalUser principal',
    seen: '1.5.33',
    what: 'A bucket policy that allows a canonical user, as that of an origin access identity does, allows nobody.',
    handling: 'bridged',
    how: 'The identity is named by its ARN instead, in the same rewriting of the policies.',
    closed: async () => (await edgeAnswers()).knowsCanonicalUsers,
  },
  {
    id: 's3: bucket policy enforcement',
    seen: '1.5.33',
    what: 'Without AUTH=true, which refuses every key that IAM has not issued, S3 asks no bucket policy: everybody may read.',
    handling: 'left out',
    how: 'That a request past CloudFront is refused is not proven.',
    closed: async () => (await edgeAnswers()).enforcesPolicies,
  },
  {
    id: 's3: GetBucketPolicyStatus',
    seen: '1.5.33',
    what: 'The request is answered with a list of objects, so there is no IsPublic in it.',
    handling: 'left out',
    how: 'That S3 itself takes the policy for not public is not proven.',
    closed: async () => (await edgeAnswers()).tellsPolicyStatus,
  },
  {
    id: 'cloudfront: caching',
    seen: '1.5.33',
    what: 'Every request is a miss: nothing is cached.',
    handling: 'left out',
    how: 'What is cached, and by which key, is not proven.',
    closed: async () => (await edgeAnswers()).caches,
  },
  {
    id: 'AWS::S3::Bucket.OwnershipControls',
    seen: '1.5.33',
    what: 'CloudFormation drops the property; every bucket is BucketOwnerEnforced.',
    handling: 'left out',
    how: 'That the bucket has what the template says would be true by chance, so it is not proven.',
    closed: async () => (await edgeAnswers()).setsOwnership,
  },
  {
    id: 'AWS::S3::Bucket.BucketEncryption',
    seen: '1.5.33',
    what: 'CloudFormation drops the property; every bucket is encrypted with AES256.',
    handling: 'left out',
    how: 'That the bucket has what the template says would be true by chance, so it is not proven.',
    closed: async () => (await edgeAnswers()).setsEncryption,
  },
  {
    id: 'AWS::S3::Bucket.BucketNamePrefix',
    seen: '1.5.33',
    what: 'CloudFormation drops the property, and BucketNamespace with it: the bucket gets a random name of the global namespace.',
    handling: 'left out',
    how: 'That the name of a bucket is in the namespace of the account is not proven.',
    closed: namesInNamespace,
  },
  {
    id: 'cloudwatch: alarms on metrics of services',
    seen: '1.5.33',
    what: 'An alarm is evaluated when a program puts a metric, and not for the metrics of the services themselves.',
    handling: 'left out',
    how: 'That an alarm rings is not proven; that its metric is recorded is.',
    closed: evaluatesServiceMetrics,
  },
  {
    id: 'AWS::DynamoDB::Table.OnDemandThroughput',
    seen: '1.5.33',
    what: 'CloudFormation drops the maximum throughput of a table; that of an index is kept, and neither limits anything.',
    handling: 'left out',
    how: 'That the table has the maximum that the template says is not proven.',
    closed: keepsMaximumThroughput,
  },
  {
    id: 'dynamodb: throttling',
    seen: '1.5.33',
    what: 'No request is ever throttled, whatever capacity is provisioned and whatever maximum is set.',
    handling: 'left out',
    how: 'What happens to a table whose index cannot keep up is not proven; what a write costs in each index is.',
    closed: throttlesWrites,
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
    id: 'AWS::Lambda::Function.DeadLetterConfig',
    seen: '1.5.33',
    what: 'CloudFormation drops the property; set through the API, the queue gets a record as of an on-failure destination, without the attributes of a dead letter.',
    handling: 'left out',
    how: 'What the dead-letter queue of a function holds is not proven; that the event was tried three times is.',
    closed: async () => (await asyncAnswers()).keepsDeadLetters,
  },
  {
    id: 'lambda: on-success destinations',
    seen: '1.5.33',
    what: 'After a successful asynchronous invocation nothing more happens; DestinationConfig.OnSuccess is stored and has no effect.',
    handling: 'left out',
    how: 'That a result goes on to the next function is not proven; what that function does with a record is.',
    closed: async () => (await asyncAnswers()).deliversSuccess,
  },
  {
    id: 'lambda: context of invocation records',
    seen: '1.5.33',
    what:
      'In the record of a failure the condition is always RetriesExhausted and approximateInvokeCount always 3, however often the event was tried, ' +
      'and requestId is missing: each attempt has an id of its own.',
    handling: 'left out',
    how: 'The attempts are counted in the log, and event and error are read from the record; what its requestContext says is not proven.',
    closed: async () => (await asyncAnswers()).tellsContext,
  },
  {
    id: 'lambda: throttled asynchronous events',
    seen: '1.5.33',
    what: 'To be throttled counts as an attempt: the event is given up after three, within seconds, also with a reserved concurrency of zero.',
    handling: 'left out',
    how: 'That an event is sent to the destination untried would be true by chance, so it is not proven.',
    closed: async () => (await asyncAnswers()).sendsAwayUntried,
  },
  {
    id: 'AWS::CodeDeploy::Application',
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no CodeDeploy API to create one.',
    handling: 'left out',
    how: 'The resource is taken out of the copy of the stack.',
    closed: () => recognizes('AWS::CodeDeploy::Application'),
  },
  {
    id: 'AWS::CodeDeploy::DeploymentGroup',
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type, and there is no CodeDeploy API to create one.',
    handling: 'left out',
    how: 'The resource is taken out of the copy of the stack.',
    closed: () => recognizes('AWS::CodeDeploy::DeploymentGroup'),
  },
  {
    id: 'lambda: weights of an alias',
    seen: '1.5.33',
    what: 'RoutingConfig is stored and has no effect: every call of an alias runs its FunctionVersion.',
    handling: 'left out',
    how: 'That an alias splits its traffic is not proven; that it can be moved is.',
    closed: splitsTraffic,
  },
  {
    id: 'kms: 4,096 bytes of Encrypt',
    seen: '1.5.33',
    what: 'Encrypt takes a plaintext of any length.',
    handling: 'left out',
    how: 'That KMS refuses more than 4,096 bytes is not proven.',
    closed: async () => (await keyAnswers()).limitsEncrypt,
  },
  {
    id: 'kms: integrity of ciphertexts',
    seen: '1.5.33',
    what:
      'A plaintext is combined with a pad by XOR, and nothing but the encryption context is checked: Decrypt turns a ' +
      'changed ciphertext into another plaintext.',
    handling: 'left out',
    how: 'That KMS refuses a changed data key is not proven; that the function refuses its envelope is.',
    closed: async () => (await keyAnswers()).checksIntegrity,
  },
  {
    id: 'kms: RotateKeyOnDemand',
    seen: '1.5.33',
    what: 'KMS does not know RotateKeyOnDemand and ListKeyRotations, and the material of a key never changes.',
    handling: 'left out',
    how: 'That a rotated key opens what it sealed before is not proven; that rotation is on, and how often, is.',
    closed: async () => (await keyAnswers()).rotates,
  },
  {
    id: 'kms: key policies and IAM',
    seen: '1.5.33',
    what: 'Without AUTH=true, which refuses every key that IAM has not issued, KMS asks neither key policy nor role.',
    handling: 'left out',
    how: 'That a role is denied the use of a key is not proven.',
    closed: async () => (await keyAnswers()).asksPolicy,
  },
  {
    id: 'AWS::SNS::Topic.KmsMasterKeyId',
    seen: '1.5.33',
    what: 'CloudFormation drops the property, and SNS encrypts nothing.',
    handling: 'left out',
    how: 'That the topic is encrypted is not proven.',
    closed: async () => (await topicAnswers()).keepsKey,
  },
  {
    id: 'sns: dead-letter queue of a subscription',
    seen: '1.5.33',
    what: 'A message that cannot be delivered is dropped with a line in the log; RedrivePolicy is stored and has no effect.',
    handling: 'left out',
    how: 'That an undelivered message is kept is not proven.',
    closed: async () => (await topicAnswers()).keepsUndelivered,
  },
  {
    id: 'sqs: queue policies for SNS',
    seen: '1.5.33',
    what: 'Without AUTH=true, which refuses every key that IAM has not issued, SNS delivers to a queue whatever its policy says.',
    handling: 'left out',
    how: 'That a queue refuses another topic is not proven.',
    closed: async () => (await topicAnswers()).asksQueuePolicy,
  },
  {
    id: 'AWS::Events::Archive',
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type; made through the API, an archive can be replayed.',
    handling: 'left out',
    how: 'The resource is taken out of the copy of the stack, so nothing is replayed.',
    closed: () => recognizes('AWS::Events::Archive'),
  },
  {
    id: 'AWS::Events::EventBusPolicy',
    seen: '1.5.33',
    what: 'CloudFormation does not recognize the type; made through the API, a bus policy is stored and PutEvents does not ask it.',
    handling: 'left out',
    how: 'The resource is taken out of the copy of the stack: that a bus refuses an event is not proven.',
    closed: () => recognizes('AWS::Events::EventBusPolicy'),
  },
  {
    id: 'AWS::Scheduler::Schedule.ScheduleExpressionTimezone',
    seen: '1.5.33',
    what: 'CloudFormation drops the property, and a schedule counts in UTC whatever time zone the API stores.',
    handling: 'left out',
    how: 'That a schedule follows the clock of its time zone is not proven.',
    closed: async () => (await clockAnswers()).keepsTimeZone,
  },
  {
    id: 'scheduler: context attributes',
    seen: '1.5.33',
    what: 'The input goes to the target as it is: <aws.scheduler.scheduled-time> and the like are not filled in.',
    handling: 'left out',
    how: 'A one-time schedule with a time written out proves that the job runs, not that it learns its time.',
    closed: async () => (await clockAnswers()).fillsIn,
  },
  {
    id: 'events: Time of an entry',
    seen: '1.5.33',
    what: 'PutEvents drops the Time of an entry: every event has the time at which it was put.',
    handling: 'left out',
    how: 'What is old by the time of its event only is not proven.',
    closed: async () => (await ruleAnswers()).keepsTime,
  },
  {
    id: 'events: dead-letter queue of a target',
    seen: '1.5.33',
    what: 'An event that cannot be handed over is dropped with a line in the log; RetryPolicy and DeadLetterConfig are stored and have no effect.',
    handling: 'left out',
    how: 'That an undelivered event is kept is not proven; that the function itself has failed is.',
    closed: async () => (await ruleAnswers()).keepsUndelivered,
  },
  {
    id: 'AWS::StepFunctions::StateMachine.LoggingConfiguration',
    seen: '1.5.33',
    what: 'The configuration is stored, and no event of an execution is ever written to the log group.',
    handling: 'left out',
    how: 'What a workflow logs, and what it does not, is not proven.',
    closed: async () => (await workflowAnswers()).writesLog,
  },
  {
    id: 'states: HeartbeatSeconds',
    seen: '1.5.33',
    what: 'SendTaskHeartbeat is answered and HeartbeatSeconds has no effect: a task waits until its TimeoutSeconds.',
    handling: 'left out',
    how: 'That a task fails without a heartbeat is not proven.',
    closed: async () => (await workflowAnswers()).expectsHeartbeats,
  },
  {
    id: 'states: error of a function that is to call back',
    seen: '1.5.33',
    what: 'What a function throws that lambda:invoke.waitForTaskToken calls is dropped: the task waits until its timeout.',
    handling: 'left out',
    how: 'That such an error ends the wait is not proven.',
    closed: async () => (await workflowAnswers()).failsWithFunction,
  },
  {
    id: 'states: express workflows and callbacks',
    seen: '1.5.33',
    what: 'CreateStateMachine takes an express workflow with a task that waits for a token.',
    handling: 'left out',
    how: 'That it is refused is not proven.',
    closed: async () => (await workflowAnswers()).refusesExpressCallbacks,
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
