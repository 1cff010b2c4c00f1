import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * How does a workflow wait days for the answer of a person or a webhook?
 *
 *   (back office) ──▶ RefundWorkflow ── task token ──▶ Messenger ── id, key ──▶ ApproverInbox
 *   UnansweredAlarm ◀──┘    ▲                              │ id, task token          │
 *                           │                              ▼                         ▼
 *                           └── answer ── AnswerDesk ◀── Requests              (approver)
 *                                               ▲                                    │
 *                                           AnswerApi ◀──── id, key, yes or no ──────┘
 */
export class StepFunctionsCallbackStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // The task token stays in this table. The approver gets only the id of the request and a key to answer it.
    const requests = new dynamodb.Table(this, 'Requests', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // Requests stay longer than the workflow waits, so a late approver learns that it is too late.
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // In production, a mailer, a chat bot or a partner's webhook receives from this queue and asks the person.
    const approverInbox = new sqs.Queue(this, 'ApproverInbox', {
      // The workflow waits equally long, so no question stays in the queue after it has given up.
      retentionPeriod: Duration.days(3),
      enforceSSL: true,
    });

    const messengerLogs = new logs.LogGroup(this, 'MessengerLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const messengerRole = new iam.Role(this, 'MessengerRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    messengerLogs.grantWrite(messengerRole);
    const messenger = new lambda.Function(this, 'Messenger', {
      code: lambda.Code.fromAsset('dist/lambda/orchestration/step-functions-callback/messenger'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: messengerRole,
      logGroup: messengerLogs,
      environment: {
        TABLE_NAME: requests.tableName,
        QUEUE_URL: approverInbox.queueUrl,
        KEEP_SECONDS: `${Duration.days(7).toSeconds()}`,
      },
    });
    requests.grant(messengerRole, 'dynamodb:PutItem');
    approverInbox.grant(messengerRole, 'sqs:SendMessage');

    const workflowLogs = new logs.LogGroup(this, 'WorkflowLogs', {
      // The policy that lets services write logs is limited to 5,120 characters. This prefix avoids that limit.
      logGroupName: `/aws/vendedlogs/states/${this.stackName}`,
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const workflowRole = new iam.Role(this, 'WorkflowRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        // Step Functions serves every account. This condition lets it use the role only for state machines of this one.
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });

    // The L1 construct shows the Amazon States Language as the exam does, and lets you try each line.
    const refundWorkflow = new stepfunctions.CfnStateMachine(this, 'RefundWorkflow', {
      // A standard workflow can wait for a year. An express workflow ends after five minutes and has no callbacks.
      stateMachineType: 'STANDARD',
      roleArn: workflowRole.roleArn,
      definition: {
        StartAt: 'AskForApproval',
        States: {
          AskForApproval: {
            Type: 'Task',
            Resource: `arn:${this.partition}:states:::lambda:invoke.waitForTaskToken`,
            Parameters: {
              FunctionName: messenger.functionArn,
              Payload: {
                'token.$': '$$.Task.Token',
                'execution.$': '$$.Execution.Id',
                'refund.$': '$',
              },
            },
            // The approver has three days, but must send a heartbeat at least once a day, which is the answer hold.
            TimeoutSeconds: 259_200,
            HeartbeatSeconds: 86_400,
            // This adds the answer to the refund. By default, the answer would replace the refund.
            ResultPath: '$.approval',
            Retry: [
              {
                // These are errors of Lambda itself, not of the messenger. Each attempt has its own token.
                ErrorEquals: [
                  'Lambda.ServiceException',
                  'Lambda.AWSLambdaException',
                  'Lambda.SdkClientException',
                  'Lambda.TooManyRequestsException',
                ],
                IntervalSeconds: 2,
                MaxAttempts: 6,
                BackoffRate: 2,
                JitterStrategy: 'FULL',
              },
            ],
            Catch: [
              { ErrorEquals: ['Rejected'], ResultPath: '$.rejection', Next: 'Rejected' },
              // This comes first, because States.Timeout matches a missing heartbeat too.
              {
                ErrorEquals: ['States.HeartbeatTimeout'],
                ResultPath: '$.error',
                Next: 'Abandoned',
              },
              { ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: 'Expired' },
            ],
            Next: 'Approved',
          },
          Approved: { Type: 'Succeed' },
          // A rejection is an answer too. Only a request without a decision is a failure.
          Rejected: { Type: 'Succeed' },
          Abandoned: { Type: 'Fail', Error: 'Abandoned', Cause: 'no heartbeat for a day' },
          Expired: { Type: 'Fail', Error: 'Expired', Cause: 'no answer in three days' },
        },
      },
      loggingConfiguration: {
        level: 'ALL',
        // With execution data, every task token would be in the log.
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: workflowLogs.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    });
    workflowRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [messenger.functionArn],
      }),
    );
    workflowRole.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          'logs:CreateLogDelivery',
          'logs:GetLogDelivery',
          'logs:UpdateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:DescribeResourcePolicies',
          'logs:DescribeLogGroups',
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
        ],
        // IAM has no resource type for log deliveries, log policies of the account, or X-Ray.
        resources: ['*'],
      }),
    );
    // Step Functions checks at creation that the role may write the log, so the policy must exist first.
    refundWorkflow.node.addDependency(workflowRole);

    const answerDeskLogs = new logs.LogGroup(this, 'AnswerDeskLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const answerDeskRole = new iam.Role(this, 'AnswerDeskRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    answerDeskLogs.grantWrite(answerDeskRole);
    const answerDesk = new lambda.Function(this, 'AnswerDesk', {
      code: lambda.Code.fromAsset('dist/lambda/orchestration/step-functions-callback/answer-desk'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(10),
      role: answerDeskRole,
      logGroup: answerDeskLogs,
      environment: { TABLE_NAME: requests.tableName },
    });
    requests.grant(answerDeskRole, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    answerDeskRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
        // These calls carry only a token. IAM checks them against the state machine that issued it.
        resources: [refundWorkflow.attrArn],
      }),
    );

    const answerApi = new apigateway.RestApi(this, 'AnswerApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        // Every guessed key invokes the function, so this limit bounds the cost.
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
      },
    });
    // This output has no description; ApprovalsUrl below replaces it.
    answerApi.node.tryRemoveChild('Endpoint');
    // POST only: mail scanners follow links, so with GET they would answer for the approver.
    answerApi.root
      .addResource('approvals')
      .addResource('{id}')
      // The key of the request authorizes the answer, because a partner or a person has no AWS credentials.
      .addMethod(
        'POST',
        new apigateway.LambdaIntegration(answerDesk, {
          // The test button of the console would need a second permission.
          allowTestInvoke: false,
        }),
        { authorizationType: apigateway.AuthorizationType.NONE },
      );

    new cloudwatch.Metric({
      namespace: 'AWS/States',
      metricName: 'ExecutionsFailed',
      dimensionsMap: { StateMachineArn: refundWorkflow.ref },
      period: Duration.minutes(1),
      statistic: 'sum',
    }).createAlarm(this, 'UnansweredAlarm', {
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });

    new CfnOutput(this, 'RefundWorkflowArn', {
      value: refundWorkflow.ref,
      description: 'The state machine: start it with {"order":"o-1","cents":1250}',
    });
    new CfnOutput(this, 'ApproverInboxUrl', {
      value: approverInbox.queueUrl,
      description: 'The queue of questions to the approver: id, key and refund',
    });
    new CfnOutput(this, 'ApprovalsUrl', {
      value: answerApi.urlForPath('/approvals'),
      description:
        'POST {"key":"…","decision":"approve"} to /<id> here; the decision can also be reject or hold',
    });
    new CfnOutput(this, 'RequestsTableName', {
      value: requests.tableName,
      description: 'The table of requests by id, each with its task token until it is answered',
    });
    new CfnOutput(this, 'WorkflowLogGroupName', {
      value: workflowLogs.logGroupName,
      description: 'The log group of the workflow events, without execution data',
    });
  }
}
