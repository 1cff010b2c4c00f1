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
 * A workflow waits for a human or a webhook: how?
 *
 *   (back office) ──▶ RefundWorkflow ── task token ──▶ Messenger ── id, key ──▶ ApproverInbox
 *   UnansweredAlarm ◀──┘    ▲                              │ id, task token          │
 *                           │                              ▼                         ▼
 *                           └── answer ───── AnswerDesk ◀── Requests              (approver)
 *                                               ▲                                    │
 *                                           AnswerApi ◀──── id, key, yes or no ──────┘
 */
export class StepFunctionsCallbackStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // The task token stays in this table. The approver gets the id of a request and a key to answer it.
    const requests = new dynamodb.Table(this, 'Requests', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // Items outlive the workflow's timeout, so a late approver learns that the answer is too late.
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // A mailer, a chat bot or a partner's webhook receives from this queue.
    const approverInbox = new sqs.Queue(this, 'ApproverInbox', {
      // The workflow waits for three days too. After that, nobody should get the question.
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
      // With this prefix, the group needs no statement of its own in the account's resource policy.
      logGroupName: `/aws/vendedlogs/states/${this.stackName}`,
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const workflowRole = new iam.Role(this, 'WorkflowRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        // Step Functions can assume this role only on behalf of this account.
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });

    // The L1 construct shows the Amazon States Language that the exam asks about.
    const refundWorkflow = new stepfunctions.CfnStateMachine(this, 'RefundWorkflow', {
      // An express workflow ends after five minutes and cannot wait for a callback.
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
            // The approver answers hold, which sends a heartbeat, at least once a day.
            TimeoutSeconds: 259_200,
            HeartbeatSeconds: 86_400,
            // The default replaces the refund with the answer. This keeps both.
            ResultPath: '$.approval',
            Retry: [
              {
                // These errors occur before the approver gets the question. Each attempt has a new token.
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
              // States.Timeout also matches a missing heartbeat, so its Catch comes later.
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
          // A rejection is an answer too. Only a request without a decision fails.
          Rejected: { Type: 'Succeed' },
          Abandoned: { Type: 'Fail', Error: 'Abandoned', Cause: 'no sign of life for a day' },
          Expired: { Type: 'Fail', Error: 'Expired', Cause: 'no answer in three days' },
        },
      },
      loggingConfiguration: {
        level: 'ALL',
        // The data would put every task token into the log.
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
        // Step Functions needs * here: log delivery and X-Ray tracing have no narrower resource.
        resources: ['*'],
      }),
    );
    // Step Functions tests at creation whether the role can write the log.
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
        // A call names only a token. IAM checks it against the state machine of that token.
        resources: [refundWorkflow.attrArn],
      }),
    );

    const answerApi = new apigateway.RestApi(this, 'AnswerApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        // Each guessed key invokes the function. This limit caps the cost.
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
      },
    });
    // The output ApprovalsUrl replaces this one, which has no description.
    answerApi.node.tryRemoveChild('Endpoint');
    // Mail scanners follow links, so an answer by GET could come from a scanner.
    answerApi.root
      .addResource('approvals')
      .addResource('{id}')
      // An approver has no AWS credentials, so the function checks the key of the request.
      .addMethod(
        'POST',
        new apigateway.LambdaIntegration(answerDesk, {
          // Test calls from the console would need a second permission.
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
      description: 'Start this state machine with {"order":"o-1","cents":1250}',
    });
    new CfnOutput(this, 'ApproverInboxUrl', {
      value: approverInbox.queueUrl,
      description: 'Receive the questions here: the id of the request, its key and the refund',
    });
    new CfnOutput(this, 'ApprovalsUrl', {
      value: answerApi.urlForPath('/approvals'),
      description:
        'Add /<id> and POST {"key":"…","decision":"approve"} (or reject, or hold), with an optional comment',
    });
    new CfnOutput(this, 'RequestsTableName', {
      value: requests.tableName,
      description: 'The table of requests by id, with the task token of each open request',
    });
    new CfnOutput(this, 'WorkflowLogGroupName', {
      value: workflowLogs.logGroupName,
      description: 'The log of events in the workflow, without their data',
    });
  }
}
