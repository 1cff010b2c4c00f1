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
 *                           └─ SendTask… ── AnswerDesk ◀── Requests              (approver)
 *                                               ▲                                    │
 *                                           AnswerApi ◀──── id, key, yes or no ──────┘
 */
export class StepFunctionsCallbackStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const keepRequests = Duration.days(7);

    // The task token stays here: the approver gets the id of a request and a key to answer it.
    const requests = new dynamodb.Table(this, 'Requests', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      // Later than the workflow gives up, so that who comes too late is told so.
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // In front of the person: a mailer, a chat or a partner's webhook receives from it.
    const approverInbox = new sqs.Queue(this, 'ApproverInbox', {
      // As long as the workflow waits: nobody is asked what cannot be answered any more.
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
    requests.grant(messengerRole, 'dynamodb:PutItem');
    approverInbox.grant(messengerRole, 'sqs:SendMessage');

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
        KEEP_SECONDS: `${keepRequests.toSeconds()}`,
      },
    });

    const workflowLogs = new logs.LogGroup(this, 'WorkflowLogs', {
      // Names that begin so are allowed as a whole: the account's policy for logs has 5,120 characters.
      logGroupName: `/aws/vendedlogs/states/${this.stackName}`,
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const workflowRole = new iam.Role(this, 'WorkflowRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        // Step Functions serves every account, but may use this role only for this one.
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
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
        ],
        // Deliveries of logs and the policies of the account have no resource type in IAM.
        resources: ['*'],
      }),
    );
    workflowRole.addToPolicy(
      new iam.PolicyStatement({
        actions: [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
        ],
        // X-Ray has no resource type for any of them.
        resources: ['*'],
      }),
    );

    // As CloudFormation takes it: the exam shows the Amazon States Language, and each line can be tried.
    const refundWorkflow = new stepfunctions.CfnStateMachine(this, 'RefundWorkflow', {
      // It may wait for a year. An express workflow ends after five minutes and knows no callback.
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
            // Three days for the answer, and a sign of life every day: hold, says who still thinks.
            TimeoutSeconds: 259_200,
            HeartbeatSeconds: 86_400,
            // Beside the refund, which would otherwise be gone.
            ResultPath: '$.approval',
            Retry: [
              {
                // Nobody is asked yet. The next attempt has a token of its own.
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
              // Before States.Timeout, which means this one too.
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
          // A rejection is an answer too; only a request without a decision is a failure.
          Rejected: { Type: 'Succeed' },
          Abandoned: { Type: 'Fail', Error: 'Abandoned', Cause: 'no sign of life for a day' },
          Expired: { Type: 'Fail', Error: 'Expired', Cause: 'no answer in three days' },
        },
      },
      loggingConfiguration: {
        level: 'ALL',
        // The events without their data: with it, every task token would stand in the log.
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: workflowLogs.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    });
    // With its policy, for Step Functions tries at once whether it may write the log.
    refundWorkflow.node.addDependency(workflowRole);

    const answerDeskLogs = new logs.LogGroup(this, 'AnswerDeskLogs', {
      retention: logs.RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const answerDeskRole = new iam.Role(this, 'AnswerDeskRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    answerDeskLogs.grantWrite(answerDeskRole);
    requests.grant(answerDeskRole, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    answerDeskRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
        // The calls name only a token; IAM checks them against the state machine that issued it.
        resources: [refundWorkflow.attrArn],
      }),
    );

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

    const answerApi = new apigateway.RestApi(this, 'AnswerApi', {
      restApiName: this.stackName,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'prod',
        // Each guessed key starts the function, and this limit bounds the cost.
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
      },
    });
    // It has no description; the output ApprovalsUrl below says more.
    answerApi.node.tryRemoveChild('Endpoint');
    // POST alone: scanners of mails follow links, and would have answered by GET.
    answerApi.root
      .addResource('approvals')
      .addResource('{id}')
      // The key of the request is what opens it; a partner or a person has no credentials of AWS.
      .addMethod(
        'POST',
        new apigateway.LambdaIntegration(answerDesk, {
          // It would add a second permission only for the console's test button.
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
      description: 'The state machine, to be started with {"order":"o-1","cents":1250}',
    });
    new CfnOutput(this, 'ApproverInboxUrl', {
      value: approverInbox.queueUrl,
      description: 'Where the approver is asked: the id of the request, its key and the refund',
    });
    new CfnOutput(this, 'ApprovalsUrl', {
      value: answerApi.urlForPath('/approvals'),
      description:
        'Add /<id> and POST {"key":"…","decision":"approve"}; or reject, or hold; a comment if you like',
    });
    new CfnOutput(this, 'RequestsTableName', {
      value: requests.tableName,
      description: 'The table of requests by id; what still waits has its task token in it',
    });
    new CfnOutput(this, 'WorkflowLogGroupName', {
      value: workflowLogs.logGroupName,
      description: 'Where the workflow says which event happened when, without the data',
    });
  }
}
