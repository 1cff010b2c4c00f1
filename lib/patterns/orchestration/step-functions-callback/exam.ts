import type { Exam } from '../../../model/exam';
import { questions } from './questions';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const guide = 'https://docs.aws.amazon.com/step-functions/latest/dg';
const api = 'https://docs.aws.amazon.com/step-functions/latest/apireference';
const patterns = `${guide}/connect-to-resource.html`;
const errors = `${guide}/concepts-error-handling.html`;

export const exam: Exam = {
  question: 'How does a workflow wait days for the answer of a person or a webhook?',
  answer:
    'Use a task with .waitForTaskToken. It hands out a task token and waits, for up to a year, until SendTaskSuccess or SendTaskFailure returns it.',
  wrong: [
    {
      answer: 'A loop of a Wait state and a task that checks for the answer',
      because:
        'You pay for the state transitions of every check, and notice the answer only at the next one. A task that waits for a callback costs nothing meanwhile.',
    },
    {
      answer: 'An express workflow',
      because:
        'It ends after five minutes at most, and supports no callbacks, no .sync and no activities.',
    },
    {
      answer: 'An activity that the approver polls',
      because:
        'Activities are for workers that poll for tasks with GetActivityTask. A person or a webhook does not poll.',
    },
    {
      answer: 'A Lambda function that waits for the answer',
      because:
        'Lambda bills every second of the wait and stops the function after 15 minutes, unless it is a durable function.',
    },
    {
      answer: 'A link with the task token, mailed to the approver',
      because:
        'The token ends up in mailboxes and URL logs, and it is valid for one attempt only. Keep the token in a table, and mail an id and a key of your own instead.',
    },
    {
      answer: 'Let the partner call SendTaskSuccess itself',
      because:
        'A principal of the same account must sign this call, and a partner has none. Give the partner an endpoint that makes the call.',
    },
  ],
  questions,
  tasks: ['DVA-C02 1.1', 'DVA-C02 1.2', 'SAA-C03 2.1', 'DOP-C02 2.3'],
  cost: 'free',
  remains: [
    'The statement for the log group that Step Functions adds to a resource policy of CloudWatch Logs. To see it, run `aws logs describe-resource-policies`. Other workflows may share this policy, so check it before you run `aws logs delete-resource-policy`.',
  ],
  deploy: {
    fails: [
      {
        symptom: '`cdk destroy` waits and does not end',
        remedy:
          'A state machine is deleted only after its executions have ended, and a refund that waits for an answer is one. Run `aws stepfunctions list-executions --state-machine-arn <RefundWorkflowArn> --status-filter RUNNING`, and `aws stepfunctions stop-execution --execution-arn <arn>` for each. `npm run sweep` does this before it deletes the stack.',
        source: 'https://repost.aws/knowledge-center/step-functions-stuck-deleting-status',
      },
    ],
  },
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
          fact: 'Standard Workflows run up to a year with every integration pattern; Express Workflows up to five minutes, without callbacks or .sync. The type never changes.',
          source: `${guide}/choosing-workflow-type.html`,
          seeds: ['003:1163', '003:1167', '003:1171', '003:1172'],
          experiments: [
            {
              value: 'EXPRESS',
              outcome: 'refused',
              because:
                'An express workflow has no callbacks. Even in a workflow without them, a new type would replace the state machine, because the type never changes.',
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
          fact: "With .waitForTaskToken, a task waits until SendTaskSuccess or SendTaskFailure returns its token; the called service's own response is ignored.",
          source: patterns,
          seeds: ['003:1182', '003:1183', '003:1185', '003:1186'],
          today: {
            notes: 'Step Functions with a task token is the way to wait for an external system.',
            now: 'A durable Lambda function can wait too. It hands out a callback ID, costs no compute while suspended, and continues after SendDurableExecutionCallbackSuccess.',
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
                'The task no longer waits: it would end as soon as the function returns, before anybody answers. It also has no task token that its payload could pass on.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Parameters.Payload',
          value: { 'token.$': '$$.Task.Token', 'execution.$': '$$.Execution.Id', 'refund.$': '$' },
          fact: 'A callback task finds its token at $$.Task.Token in the context object; a field whose name ends in .$ takes its value from a path.',
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
                'The name of an execution is no task token, so Step Functions accepts no answer and every refund times out.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.TimeoutSeconds',
          value: 259_200,
          fact: 'A task that exceeds TimeoutSeconds fails with States.Timeout; the default is 99,999,999 seconds. HeartbeatSeconds must be smaller than TimeoutSeconds.',
          source: `${guide}/state-task.html`,
          seeds: ['003:1167', '003:1185'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'If somebody says hold every day, a refund can stay undecided for a year.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.HeartbeatSeconds',
          value: 86_400,
          fact: 'HeartbeatSeconds is the longest pause between two calls of SendTaskHeartbeat; heartbeats do not extend the timeout of the task.',
          source: `${api}/API_SendTaskHeartbeat.html`,
          seeds: ['003:1182'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because:
                'You learn only after three days, instead of one, that nobody reads the inbox.',
            },
            {
              value: 60,
              outcome: 'update',
              because:
                'This suits a machine that sends a heartbeat every half minute. No person answers within a minute.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.ResultPath',
          value: '$.approval',
          fact: 'ResultPath puts the result of a state into its input at a path; the default, $, replaces the input with the result.',
          source: `${guide}/input-output-resultpath.html`,
          seeds: ['003:1157'],
          today: {
            notes: 'The output of one step acts as the input of the next.',
            now: 'A state can also store values in variables with Assign. Later states read them, and no state has to pass them on.',
            since: '2024-11',
            source: `${guide}/workflow-variables.html`,
          },
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'The output is the answer alone, without the order that was approved.',
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
                'Every error except a timeout then counts as a rejection, even a messenger that could not ask.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Catch.1.ErrorEquals',
          value: ['States.HeartbeatTimeout'],
          fact: 'The first matching Catch applies. States.Timeout matches a missing heartbeat too, so put a Catch of States.HeartbeatTimeout before it.',
          source: errors,
          seeds: ['003:1160'],
          experiments: [
            {
              value: ['States.Timeout'],
              outcome: 'update',
              because: 'Both timeouts now end as Abandoned, and no refund ends as Expired.',
            },
          ],
        },
        {
          property: 'Definition.States.AskForApproval.Catch.2.ErrorEquals',
          value: ['States.Timeout'],
          fact: 'An error that no Retry and no Catch handles fails the whole execution.',
          source: errors,
          seeds: ['003:1160'],
          experiments: [
            {
              value: ['States.ALL'],
              outcome: 'update',
              because: 'A broken messenger then looks like an approver who did not answer in time.',
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
          fact: 'Lambda can fail briefly with errors such as Lambda.ServiceException and Lambda.SdkClientException, so a task should retry them.',
          source: `${guide}/sfn-best-practices.html#bp-lambda-serviceexception`,
          seeds: ['003:1160'],
          experiments: [
            {
              value: ['States.ALL'],
              outcome: 'update',
              because:
                'Step Functions retries a rejection too, so it asks the approver up to seven times.',
            },
          ],
        },
        {
          property: 'LoggingConfiguration.Level',
          value: 'ALL',
          fact: 'The log level is OFF by default, or ALL, ERROR or FATAL. Standard Workflows keep an execution history anyway; Express Workflows have only the log.',
          source: `${guide}/cw-logs.html`,
          seeds: ['003:1164'],
          experiments: [
            {
              value: 'ERROR',
              outcome: 'update',
              because: 'The log then shows rejections and timeouts, but no approvals.',
            },
          ],
        },
        {
          property: 'LoggingConfiguration.IncludeExecutionData',
          value: false,
          fact: 'IncludeExecutionData decides whether the log includes execution data, such as the input and output of states.',
          source: `${reference}/aws-properties-stepfunctions-statemachine-loggingconfiguration.html`,
          seeds: ['003:1164'],
          experiments: [
            {
              value: true,
              outcome: 'update',
              because:
                'The log contains every task token, and its readers may be able to use them.',
            },
          ],
        },
        {
          property: 'TracingConfiguration.Enabled',
          value: true,
          fact: 'Step Functions sends traces to X-Ray if the role allows it, and if the state machine enables tracing or the caller passes a trace ID.',
          source: `${guide}/concepts-xray-tracing.html`,
          seeds: ['003:1160'],
          experiments: [
            {
              value: false,
              outcome: 'update',
              because:
                'X-Ray gets no traces. The history of an execution still shows how long each state took.',
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
          fact: 'Step Functions adds log groups to a resource policy of at most 5,120 characters; names that begin with /aws/vendedlogs/ avoid that limit.',
          source: `${guide}/sfn-best-practices.html#bp-cwl`,
          seeds: ['003:1164'],
          experiments: [
            {
              value: '/aws/states/refunds',
              outcome: 'replace',
              because:
                'You cannot rename a log group. After a few dozen groups with such names, the deployment of the next workflow fails.',
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
          fact: 'A state machine calls other services with its own role, which must trust states.amazonaws.com.',
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
          fact: "Only a principal of the state machine's account can return a task token; anyone else needs an endpoint that does it for them.",
          source: patterns,
          seeds: ['003:1182', '003:1186'],
          experiments: [
            {
              value: 'AWS_IAM',
              outcome: 'update',
              because:
                'This suits colleagues with AWS credentials. A partner, or a person who follows a link, has none and gets a 403.',
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
          fact: 'A stage can limit its methods to a rate and a burst of requests; API Gateway answers the rest with 429 without calling the backend.',
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
          fact: 'At no cost, DynamoDB deletes an item some time after the Unix time, in seconds, that its TTL attribute contains.',
          source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
          seeds: ['003:1184'],
          experiments: [
            {
              value: null,
              outcome: 'update',
              because: 'Unanswered requests stay in the table forever, with their task tokens.',
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
          fact: 'SQS deletes a message after the retention period of 60 to 1,209,600 seconds; the default is 345,600, four days.',
          source: `${reference}/aws-resource-sqs-queue.html`,
          seeds: ['003:1186'],
          experiments: [
            {
              value: 1_209_600,
              outcome: 'update',
              because:
                'The question can reach an approver eleven days after the workflow has given up.',
            },
            {
              value: 1_209_601,
              outcome: 'refused',
              because: 'The maximum is 14 days, which is 1,209,600 seconds.',
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
          fact: 'A function runs for at most 900 seconds (longer on Lambda Managed Instances), so it cannot wait days for a person.',
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
          seeds: ['003:1182'],
          experiments: [
            {
              value: 901,
              outcome: 'refused',
              because: 'The maximum is 15 minutes, which is 900 seconds.',
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
          fact: 'Step Functions counts how executions of a state machine end: ExecutionsSucceeded, ExecutionsFailed, ExecutionsAborted and ExecutionsTimedOut.',
          source: `${guide}/procedure-cw-metrics.html`,
          seeds: ['003:1160'],
          experiments: [
            {
              value: 'ExecutionsAborted',
              outcome: 'update',
              because:
                'This metric counts executions that somebody stopped. The alarm no longer notices an unanswered request.',
            },
          ],
        },
      ],
    },
  ],
  naive: {
    lesson:
      'Nobody notices a lost request, because the workflow waits for a year. The log contains every task token.',
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
