import type { Exam } from '../../../model/exam';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/step-functions/latest/dg';
const api = 'https://docs.aws.amazon.com/step-functions/latest/apireference';
const patterns = `${guide}/connect-to-resource.html`;
const errors = `${guide}/concepts-error-handling.html`;

export const exam: Exam = {
  question: 'A workflow waits for a human or a webhook: how?',
  wrong: [
    {
      answer: 'A loop of a Wait state and a task that asks whether the answer is there',
      because:
        'Every round is billed as transitions, and the answer is noticed only at the next one; a callback costs nothing while it waits.',
    },
    {
      answer: 'An express workflow',
      because:
        'It ends after five minutes and supports neither callbacks nor .sync nor activities.',
    },
    {
      answer: 'An activity that the approver polls',
      because:
        'Activities are for workers that ask for tasks by GetActivityTask; a person or a webhook polls nothing.',
    },
    {
      answer: 'A Lambda function that waits for the answer',
      because:
        'Lambda bills every second that it waits and stops it after 15 minutes, unless it is a durable function.',
    },
    {
      answer: 'The task token in the link that is mailed to the approver',
      because:
        'It is then in mailboxes and in logs of URLs, and it is of one attempt only; the id of a request serves as well, and opens nothing by itself.',
    },
    {
      answer: 'Let the partner call SendTaskSuccess itself',
      because:
        'The call has to be signed by a principal of the same account; a partner without one needs an endpoint that calls in its place.',
    },
  ],
  tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'SAA-C03 2.1', 'DOP-C02 2.3'],
  cost: 'free',
  remains: [
    'The statement for its log group that Step Functions itself writes into a resource policy of CloudWatch Logs, one policy per account and Region: `aws logs describe-resource-policies` shows it. Other workflows may use it too, so look before `aws logs delete-resource-policy`.',
  ],
  flow: [
    { from: '(back office)', to: 'RefundWorkflow', label: 'refund' },
    { from: 'RefundWorkflow', to: 'Messenger', label: 'task token' },
    { from: 'Messenger', to: 'Requests', label: 'id, task token' },
    { from: 'Messenger', to: 'ApproverInbox', label: 'id, key' },
    { from: 'ApproverInbox', to: '(approver)' },
    { from: '(approver)', to: 'AnswerApi', label: 'id, key, yes or no' },
    { from: 'AnswerApi', to: 'AnswerDesk' },
    { from: 'AnswerDesk', to: 'Requests', label: 'token of the id' },
    { from: 'AnswerDesk', to: 'RefundWorkflow', label: 'SendTaskSuccess' },
    { from: 'RefundWorkflow', to: 'WorkflowLogs', label: 'events' },
    { from: 'RefundWorkflow', to: 'UnansweredAlarm', label: 'nobody answered' },
  ],
  checked: '2026-11-21',
  resources: [
    {
      type: 'AWS::StepFunctions::StateMachine',
      id: 'RefundWorkflow',
      settings: [
        {
          property: 'StateMachineType',
          value: 'STANDARD',
          fact: 'Standard workflows run up to a year with every integration pattern; express ones run five minutes without callbacks or .sync; the type never changes.',
          source: `${guide}/choosing-workflow-type.html`,
          seeds: ['003:1163', '003:1167', '003:1171', '003:1172'],
          experiments: [
            {
              value: 'EXPRESS',
              outcome: 'refused',
              because:
                'An express workflow has no callbacks. Without a task that waits, the type alone would mean another state machine: it is fixed at creation.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Resource',
          value: {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, ':states:::lambda:invoke.waitForTaskToken'],
            ],
          },
          fact: "With .waitForTaskToken, a task ends when the token returns by SendTaskSuccess or SendTaskFailure; the called service's own answer is ignored.",
          source: patterns,
          seeds: ['003:1182', '003:1183', '003:1185', '003:1186'],
          today: {
            notes:
              'To wait for an external system is always the work of Step Functions and a task token.',
            now: 'A durable Lambda function can wait too: it hands out a callback id, is suspended without being billed for compute, and goes on after SendDurableExecutionCallbackSuccess.',
            since: '2025-12',
            source:
              'https://docs.aws.amazon.com/durable-execution/sdk-reference/operations/callback/',
          },
          experiments: [
            {
              value: {
                'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':states:::lambda:invoke']],
              },
              outcome: 'update',
              because:
                'Request and response: the workflow would go on as soon as the approver is asked, and a task that does not wait has no task token to hand over.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Parameters.Payload',
          value: { 'token.$': '$$.Task.Token', 'execution.$': '$$.Execution.Id', 'refund.$': '$' },
          fact: 'A task that waits for a callback finds its token at $$.Task.Token in the context object; a key ending in .$ reads from a path.',
          source: patterns,
          seeds: ['003:1184', '003:1185'],
          experiments: [
            {
              value: {
                'token.$': '$$.Execution.Name',
                'execution.$': '$$.Execution.Id',
                'refund.$': '$',
              },
              outcome: 'update',
              because:
                'The name of an execution is no task token: no answer is taken, and every refund ends in a timeout.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.TimeoutSeconds',
          value: 259_200,
          fact: 'A task that exceeds TimeoutSeconds fails with States.Timeout; the default of 99,999,999 seconds exceeds the one-year limit of executions, and HeartbeatSeconds must be smaller.',
          source: `${guide}/state-task.html`,
          seeds: ['003:1167', '003:1185'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'With somebody who says hold every day, a refund can stay undecided for a year.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.HeartbeatSeconds',
          value: 86_400,
          fact: 'HeartbeatSeconds is the longest pause between two calls of SendTaskHeartbeat; the timeout of a task is its longest duration, however many heartbeats come.',
          source: `${api}/API_SendTaskHeartbeat.html`,
          seeds: ['003:1182'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'That nobody reads the inbox shows after three days instead of one.',
            },
            {
              value: 60,
              outcome: 'update',
              because:
                'Right for a machine that calls every half minute; no person answers within one.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.ResultPath',
          value: '$.approval',
          fact: 'ResultPath says where in the input of a state its result is put; the default, $, replaces the input by it.',
          source: `${guide}/input-output-resultpath.html`,
          seeds: ['003:1157'],
          today: {
            notes: 'The output of one step acts as the input of the next.',
            now: 'That is one way of two: a state can also keep values in variables, by Assign, which later states read without having them passed through.',
            since: '2024-11',
            source: `${guide}/workflow-variables.html`,
          },
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'The output is the answer alone: which order was approved is forgotten.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Catch.0.ErrorEquals',
          value: ['Rejected'],
          fact: 'SendTaskFailure names an error of at most 256 characters and a cause of at most 32,768; a Catch or Retry handles it like any error.',
          source: `${api}/API_SendTaskFailure.html`,
          seeds: ['003:1160', '003:1186'],
          experiments: [
            {
              value: ['States.TaskFailed'],
              outcome: 'update',
              because:
                'Every error but a timeout is then a rejection: also that the messenger could not ask.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Catch.1.ErrorEquals',
          value: ['States.HeartbeatTimeout'],
          fact: 'The first Catch that fits is taken, and States.Timeout fits a missing heartbeat too, so a Catch of States.HeartbeatTimeout stands before it.',
          source: errors,
          seeds: ['003:1160'],
          experiments: [
            {
              value: ['States.Timeout'],
              outcome: 'update',
              because: 'Both kinds of silence end here, as Abandoned; Expired is never reached.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Catch.2.ErrorEquals',
          value: ['States.Timeout'],
          fact: 'A task that runs longer than TimeoutSeconds fails with States.Timeout; an error that nothing catches fails the whole execution.',
          source: errors,
          seeds: ['003:1160'],
          experiments: [
            {
              value: ['States.ALL'],
              outcome: 'update',
              because:
                'A messenger that is broken then looks like an approver who did not answer in time.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Retry.0.ErrorEquals',
          value: [
            'Lambda.ServiceException',
            'Lambda.AWSLambdaException',
            'Lambda.SdkClientException',
            'Lambda.TooManyRequestsException',
          ],
          fact: 'Lambda now and then fails for a moment with errors such as Lambda.ServiceException and Lambda.SdkClientException, which a task should retry.',
          source: `${guide}/sfn-best-practices.html#bp-lambda-serviceexception`,
          seeds: ['003:1160'],
          experiments: [
            {
              value: ['States.ALL'],
              outcome: 'update',
              because:
                'A rejection is retried as well: the approver is asked again and again, seven times in all.',
            },
          ],
        },
        {
          property: 'LoggingConfiguration.Level',
          value: 'ALL',
          fact: 'What is logged is ALL, ERROR, FATAL or, by default, OFF; a standard workflow records its history without it, an express one has no other.',
          source: `${guide}/cw-logs.html`,
          seeds: ['003:1164'],
          experiments: [
            {
              value: 'ERROR',
              outcome: 'update',
              because: 'Approvals leave no trace in the log; rejections and timeouts do.',
            },
          ],
        },
        {
          property: 'LoggingConfiguration.IncludeExecutionData',
          value: false,
          fact: 'IncludeExecutionData decides whether execution data, such as the input and the output of the states, is in the log too.',
          source: `${reference}/aws-properties-stepfunctions-statemachine-loggingconfiguration.html`,
          seeds: ['003:1164'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because: 'Every task token is in the log, where any reader of it can use the token.',
            },
          ],
        },
        {
          property: 'TracingConfiguration.Enabled',
          value: true,
          fact: 'Step Functions sends traces to X-Ray if the state machine enables tracing or the caller passes a trace id, and its role allows it.',
          source: `${guide}/concepts-xray-tracing.html`,
          seeds: ['003:1160'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because: 'The history of an execution still shows which state took how long.',
            },
          ],
        },
        {
          property: 'EncryptionConfiguration',
          fact: 'Step Functions always encrypts workflow and execution data at rest with AWS owned keys; a customer managed key adds a second layer.',
          source: `${guide}/encryption-at-rest.html`,
          seeds: ['003:1164'],
        },
      ],
    },
    {
      type: 'AWS::Logs::LogGroup',
      id: 'WorkflowLogs',
      settings: [
        {
          property: 'LogGroupName',
          value: '/aws/vendedlogs/states/StepFunctionsCallback',
          fact: 'Step Functions adds each log group to a CloudWatch Logs resource policy of at most 5,120 characters; names that begin with /aws/vendedlogs/ avoid that limit.',
          source: `${guide}/sfn-best-practices.html#bp-cwl`,
          seeds: ['003:1164'],
          experiments: [
            {
              value: '/aws/states/refunds',
              outcome: 'replace',
              because:
                'A group cannot be renamed. After some dozens of such workflows the deployment of the next one fails.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::IAM::Role',
      id: 'WorkflowRole',
      settings: [
        {
          property: 'AssumeRolePolicyDocument.Statement.0.Principal.Service',
          value: 'states.amazonaws.com',
          fact: 'A state machine reaches other services with a role of its own, which trusts states.amazonaws.com.',
          source: `${guide}/procedure-create-iam-role.html`,
          seeds: ['003:1156'],
          experiments: [
            {
              value: 'lambda.amazonaws.com',
              outcome: 'update',
              because:
                'Step Functions cannot assume the role: the state machine is refused or fails.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Method',
      id: 'AnswerApi/Default/approvals/{id}/POST',
      settings: [
        {
          property: 'AuthorizationType',
          value: 'NONE',
          fact: "A task token is accepted only in a signed call from the state machine's account; anyone else answers through an endpoint that identifies them.",
          source: patterns,
          seeds: ['003:1182', '003:1186'],
          experiments: [
            {
              value: 'AWS_IAM',
              outcome: 'update',
              because:
                'Right for colleagues with credentials of AWS; a partner or a link in a mail has none, and is answered 403.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::ApiGateway::Stage',
      id: 'AnswerApi/DeploymentStage.prod',
      settings: [
        {
          property: 'MethodSettings.0.ThrottlingRateLimit',
          value: 10,
          fact: 'A stage can limit its methods to a steady rate and a burst of requests; beyond them API Gateway answers 429 without the backend.',
          source:
            'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
          seeds: ['003:1186'],
        },
      ],
    },
    {
      type: 'AWS::DynamoDB::Table',
      id: 'Requests',
      settings: [
        {
          property: 'TimeToLiveSpecification',
          value: { AttributeName: 'expiresAt', Enabled: true },
          fact: 'DynamoDB deletes an item some time after the second, in the Unix epoch, that its time-to-live attribute names, and takes nothing for it.',
          source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
          seeds: ['003:1184'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Unanswered requests stay forever, with their task tokens.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::SQS::Queue',
      id: 'ApproverInbox',
      settings: [
        {
          property: 'MessageRetentionPeriod',
          value: 259_200,
          fact: 'A message that nobody receives is deleted after the retention period, 60 to 1,209,600 seconds, by default 345,600 (four days).',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['003:1186'],
          experiments: [
            {
              value: 1_209_600,
              outcome: 'update',
              because: 'Somebody is asked eleven days after the workflow has given up.',
            },
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'Fourteen days, 1,209,600 seconds, is the longest.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::Lambda::Function',
      id: 'Messenger',
      settings: [
        {
          property: 'Timeout',
          value: 10,
          fact: 'A function runs for at most 900 seconds (longer on Lambda Managed Instances), so it cannot itself wait for a person as a task can.',
          source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
          seeds: ['003:1182'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'Fifteen minutes, 900 seconds, is the longest.',
            },
          ],
        },
      ],
    },
    {
      type: 'AWS::CloudWatch::Alarm',
      id: 'UnansweredAlarm',
      settings: [
        {
          property: 'MetricName',
          value: 'ExecutionsFailed',
          fact: 'Step Functions counts executions by how they end, for each state machine: ExecutionsSucceeded, ExecutionsFailed, ExecutionsAborted and ExecutionsTimedOut.',
          source: `${guide}/procedure-cw-metrics.html`,
          seeds: ['003:1160'],
          experiments: [
            {
              value: 'ExecutionsAborted',
              outcome: 'update',
              because: 'Those are the ones that somebody has stopped; silence goes unnoticed.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Nobody notices a request that is lost: the workflow waits for a year. And every task token stands in the log.',
    changes: [
      {
        type: 'AWS::StepFunctions::StateMachine',
        id: 'RefundWorkflow',
        property: 'Definition.States.AskForApproval.TimeoutSeconds',
        value: null,
      },
      {
        type: 'AWS::StepFunctions::StateMachine',
        id: 'RefundWorkflow',
        property: 'Definition.States.AskForApproval.HeartbeatSeconds',
        value: null,
      },
      {
        type: 'AWS::StepFunctions::StateMachine',
        id: 'RefundWorkflow',
        property: 'LoggingConfiguration.IncludeExecutionData',
        value: true,
      },
    ],
  },
};
