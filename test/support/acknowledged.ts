/** A finding of cdk-nag that we leave as it is. */
export interface Acknowledgement {
  /** Id of the pattern. */
  readonly pattern: string;
  /** The whole id, with what was found in brackets where there is something: the short one matches nothing. */
  readonly id: string;
  /** The resources, by their construct paths below the stack. */
  readonly at: readonly string[];
  readonly reason: string;
}

const polled =
  'Lambda polls for this function and calls it synchronously, and the dead-letter queue of a function is for asynchronous calls only.';
const tracing =
  'Tracing is the lesson of RestApiTracing. Here it would cost a permission on every resource and the X-Ray SDK in the bundle, for a function that one can follow by its log.';
const recovery =
  'The tables hold what an exercise wrote. A table with point-in-time recovery leaves a system backup behind for 35 days when it is deleted, and cdk destroy is to leave nothing.';
const endOfTheLine =
  'It is where failures end: nobody receives from it but a person, and an alarm rings at the first message.';
const accountRole =
  'The access log of a stage needs the role of AWS::ApiGateway::Account, one per account and Region, which no stack here owns. RestApiTracing has one, and says what it needs.';
const executionLog =
  'API Gateway itself makes the group of its execution log, which never expires and outlives the stack.';
const calledByApi =
  'API Gateway calls the function synchronously: the client has the error, and nothing is left for a dead-letter queue.';
const unread =
  'No program receives from it, so no receive can fail: what ends up here is looked at by the exercise or a person. A consumer would bring a redrive policy with it.';
const firewall = 'A web ACL costs five dollars a month and more for every rule, used or not';

/**
 * Every finding of the packs AwsSolutions and Serverless that a stack does not mend, and why: a list
 * for a reviewer. In an app of one's own each goes to `Validations.of(construct).acknowledge`.
 */
export const acknowledged: readonly Acknowledgement[] = [
  {
    pattern: 'RestApiTracing',
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: ['HandlerRole/DefaultPolicy'],
    reason:
      'X-Ray has no resource type for segments and telemetry: IAM allows nothing narrower for xray:PutTraceSegments and xray:PutTelemetryRecords.',
  },
  {
    pattern: 'RestApiTracing',
    id: 'AwsSolutions-APIG3',
    at: ['OrdersApi/DeploymentStage.prod'],
    reason: `${firewall}. The stage is throttled to ten requests a second, and header and body are validated before the function runs.`,
  },
  {
    pattern: 'RestApiTracing',
    id: 'AwsSolutions-APIG4',
    at: ['OrdersApi/Default/orders/{id}/GET', 'OrdersApi/Default/orders/POST'],
    reason:
      'The API takes made-up orders of anybody and gives back one whose random id is known. Who may call is the question of the authorizer patterns; an exercise here calls with nothing but fetch.',
  },
  {
    pattern: 'RestApiTracing',
    id: 'AwsSolutions-COG4',
    at: ['OrdersApi/Default/orders/{id}/GET', 'OrdersApi/Default/orders/POST'],
    reason:
      'Without any authorizer there is no user pool either; the reason is that of AwsSolutions-APIG4.',
  },
  {
    pattern: 'RestApiTracing',
    id: 'AwsSolutions-APIG6',
    at: ['OrdersApi/DeploymentStage.prod'],
    reason:
      'API Gateway itself makes the group of its execution log, which never expires and outlives the stack. The access log and the traces show every request, its status and its time.',
  },
  {
    pattern: 'RestApiTracing',
    id: 'Serverless-LambdaDLQ',
    at: ['OrderHandler'],
    reason:
      'API Gateway calls the function synchronously: the client has the error, and nothing is left for a dead-letter queue.',
  },
  {
    pattern: 'SqsDeadLetterQueue',
    id: 'Serverless-SQSRedrivePolicy',
    at: ['DeadLetterQueue'],
    reason: endOfTheLine,
  },
  {
    pattern: 'SqsDeadLetterQueue',
    id: 'Serverless-LambdaDLQ',
    at: ['Consumer'],
    reason: `${polled} A message that keeps failing goes to the dead-letter queue of its queue.`,
  },
  {
    pattern: 'SqsDeadLetterQueue',
    id: 'Serverless-LambdaEventSourceMappingDestination',
    at: ['Consumer/SqsEventSource:SqsDeadLetterQueueWorkQueueA4CC193E'],
    reason:
      'An event source mapping has a destination for failures of streams and Kafka only; for a queue it is the redrive policy, which is the lesson.',
  },
  {
    pattern: 'SqsDeadLetterQueue',
    id: 'AwsSolutions-DDB3',
    at: ['Shop'],
    reason: recovery,
  },
  {
    pattern: 'SqsDeadLetterQueue',
    id: 'Serverless-LambdaTracing',
    at: ['Consumer'],
    reason: tracing,
  },
  {
    pattern: 'DynamodbStreams',
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: ['AuditorRole/DefaultPolicy'],
    reason:
      'IAM has no narrower resource for dynamodb:ListStreams, by which Lambda finds the stream.',
  },
  {
    pattern: 'DynamodbStreams',
    id: 'AwsSolutions-SQS3',
    at: ['FailedBatches'],
    reason: `It is the destination for failures of the event source mapping, which the rule does not look at. ${endOfTheLine}`,
  },
  {
    pattern: 'DynamodbStreams',
    id: 'Serverless-SQSRedrivePolicy',
    at: ['FailedBatches'],
    reason: endOfTheLine,
  },
  {
    pattern: 'DynamodbStreams',
    id: 'Serverless-LambdaDLQ',
    at: ['Auditor'],
    reason: `${polled} A batch that keeps failing goes to the destination of the event source mapping.`,
  },
  {
    pattern: 'DynamodbStreams',
    id: 'Serverless-LambdaDLQ',
    at: ['Recoverer'],
    reason:
      'A person calls it synchronously and has the error before their eyes; the batch stays in its queue.',
  },
  {
    pattern: 'DynamodbStreams',
    id: 'AwsSolutions-DDB3',
    at: ['Products', 'AuditTrail'],
    reason: recovery,
  },
  {
    pattern: 'DynamodbStreams',
    id: 'Serverless-LambdaTracing',
    at: ['Auditor', 'Recoverer'],
    reason: tracing,
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'AwsSolutions-S1',
    at: ['Site'],
    reason:
      'The bucket holds three public pages. Its access log would need a second bucket, which cdk destroy could not delete once it has logs in it.',
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'AwsSolutions-CFR1',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason: 'The pages are for everybody: no law or licence keeps any country out.',
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'AwsSolutions-CFR2',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason: `${firewall}. There is nothing behind CloudFront but a bucket that answers GET and HEAD with three files.`,
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'AwsSolutions-CFR3',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason:
      'Access logs would need a bucket with ACLs, which cdk destroy could not delete once it has logs in it, and would keep the addresses of the viewers.',
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'AwsSolutions-CFR4',
    at: ['IdentityDistribution', 'ControlDistribution'],
    reason:
      'With the certificate of *.cloudfront.net the minimum is TLSv1, whatever is asked for. TLS 1.2 takes a domain and a certificate of one’s own; the stack says so at the line.',
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'AwsSolutions-CFR7',
    at: ['IdentityDistribution'],
    reason:
      'The identity is the lesson: the old way stands beside its successor, the access control, so that one can compare them.',
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/*]',
    at: ['PublisherRole/DefaultPolicy'],
    reason:
      'The publisher writes and deletes any page of this one bucket: an update also deletes pages that are no longer listed.',
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'Serverless-LambdaDLQ',
    at: ['Publisher'],
    reason:
      'CloudFormation calls it, waits five minutes at most for its answer and rolls back: an event that was kept would belong to a deployment that is over.',
  },
  {
    pattern: 'CloudfrontOriginAccessIdentity',
    id: 'Serverless-LambdaTracing',
    at: ['Publisher'],
    reason: tracing,
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'AwsSolutions-VPC7',
    at: ['Network'],
    reason:
      'Nothing can connect in this network: no gateway, and a security group that lets nobody in or out. A flow log would be paid for to record that.',
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'AwsSolutions-SMG4',
    at: ['Database/Secret'],
    reason:
      'Rotation is the lesson of another pattern. It takes a function inside the network and a way from there to Secrets Manager, which costs more than the database.',
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'AwsSolutions-RDS3',
    at: ['Database'],
    reason:
      'A standby doubles the price and is no backup, for it repeats every mistake at once: the pattern is about backups.',
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'AwsSolutions-RDS10',
    at: ['Database'],
    reason:
      'cdk destroy is to work. The safety net is the final snapshot that CloudFormation takes, by the DeletionPolicy of the instance.',
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'AwsSolutions-RDS11',
    at: ['Database'],
    reason:
      'Another port hides nothing from whoever can reach the instance, and nobody can: it is in isolated subnets, behind a security group without a rule.',
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'AwsSolutions-SQS3',
    at: ['UndeliveredEvents', 'FailedRuns'],
    reason: `They are the dead-letter queue of the rule and the destination for failures of the function, which this rule does not look at. ${endOfTheLine}`,
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'Serverless-SQSRedrivePolicy',
    at: ['UndeliveredEvents', 'FailedRuns'],
    reason: endOfTheLine,
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'Serverless-LambdaDLQ',
    at: ['SnapshotTaker'],
    reason:
      'It has the successor of a dead-letter queue, a destination for failures, which keeps the error beside the event.',
  },
  {
    pattern: 'RdsScheduledSnapshot',
    id: 'Serverless-LambdaTracing',
    at: ['SnapshotTaker'],
    reason: tracing,
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'AwsSolutions-APIG1',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'Serverless-APIGWAccessLogging',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'AwsSolutions-APIG2',
    at: ['ReportsApi'],
    reason:
      'The lesson is who may call. The function reads nothing of a request but what the authorizer put into its context.',
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'AwsSolutions-APIG3',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: `${firewall}. The stage is throttled, and a caller without a valid token gets no further than the authorizer.`,
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'AwsSolutions-APIG6',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: executionLog,
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'AwsSolutions-COG4',
    at: [
      'ReportsApi/Default/reports/GET',
      'ReportsApi/Default/reports/POST',
      'ReportsApi/Default/tenants/{tenant}/reports/GET',
    ],
    reason:
      'The tokens are of a third party, for which a Lambda authorizer is the answer; a user pool is that of another pattern.',
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'Serverless-LambdaDLQ',
    at: ['Verifier', 'ReportDesk'],
    reason: calledByApi,
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'Serverless-LambdaTracing',
    at: ['Verifier', 'ReportDesk'],
    reason: tracing,
  },
  {
    pattern: 'LambdaAuthorizer',
    id: 'Serverless-APIGWXrayEnabled',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: tracing,
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'AwsSolutions-APIG1',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'Serverless-APIGWAccessLogging',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'AwsSolutions-APIG2',
    at: ['DistanceApi'],
    reason:
      'Every invalid request is to reach the function and count against the quota of its customer; the function checks it and answers 400.',
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'AwsSolutions-APIG3',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: `${firewall}. The stage and every plan are throttled, and every plan has a quota.`,
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'AwsSolutions-APIG4',
    at: ['DistanceApi/Default/distance/GET', 'DistanceApi/Default/health/GET'],
    reason:
      'An API key tells customers apart and is no authorization: that is the lesson. The answers are distances, which are no secret, and /health is a MOCK.',
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'AwsSolutions-APIG6',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: executionLog,
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'AwsSolutions-COG4',
    at: ['DistanceApi/Default/distance/GET', 'DistanceApi/Default/health/GET'],
    reason:
      'Without any authorizer there is no user pool either; the reason is that of AwsSolutions-APIG4.',
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'Serverless-LambdaDLQ',
    at: ['DistanceMeter'],
    reason: calledByApi,
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'Serverless-LambdaTracing',
    at: ['DistanceMeter'],
    reason: tracing,
  },
  {
    pattern: 'ApiKeysUsagePlan',
    id: 'Serverless-APIGWXrayEnabled',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: tracing,
  },
  {
    pattern: 'SqsFifoDeduplication',
    id: 'AwsSolutions-DDB3',
    at: ['Ledger'],
    reason: recovery,
  },
  {
    pattern: 'SqsFifoDeduplication',
    id: 'Serverless-SQSRedrivePolicy',
    at: ['DeadLetterQueue'],
    reason: endOfTheLine,
  },
  {
    pattern: 'SqsFifoDeduplication',
    id: 'Serverless-LambdaDLQ',
    at: ['Bookkeeper'],
    reason: `${polled} A message that keeps failing goes to the dead-letter queue of its queue.`,
  },
  {
    pattern: 'SqsFifoDeduplication',
    id: 'Serverless-LambdaTracing',
    at: ['Bookkeeper'],
    reason: tracing,
  },
  {
    pattern: 'SqsFifoDeduplication',
    id: 'Serverless-LambdaEventSourceMappingDestination',
    at: ['Bookkeeper/SqsEventSource:SqsFifoDeduplicationPostingQueue5D3BE5F5'],
    reason:
      'An event source mapping has a destination for failures of streams and Kafka only; for a queue it is the redrive policy.',
  },
  {
    pattern: 'SnsFanOutFilter',
    id: 'AwsSolutions-SQS3',
    at: ['WarehouseQueue', 'BillingQueue', 'FraudQueue'],
    reason: unread,
  },
  {
    pattern: 'SnsFanOutFilter',
    id: 'AwsSolutions-SQS3',
    at: ['WarehouseUndeliveredQueue', 'BillingUndeliveredQueue', 'FraudUndeliveredQueue'],
    reason: `It is the dead-letter queue of a subscription, which the rule does not look at. ${endOfTheLine}`,
  },
  {
    pattern: 'SnsFanOutFilter',
    id: 'Serverless-SQSRedrivePolicy',
    at: ['WarehouseQueue', 'BillingQueue', 'FraudQueue'],
    reason: unread,
  },
  {
    pattern: 'SnsFanOutFilter',
    id: 'Serverless-SQSRedrivePolicy',
    at: ['WarehouseUndeliveredQueue', 'BillingUndeliveredQueue', 'FraudUndeliveredQueue'],
    reason: endOfTheLine,
  },
];
