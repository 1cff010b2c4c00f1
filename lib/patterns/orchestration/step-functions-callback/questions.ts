import type { ExamQuestion } from '../../../model/exam';

export const questions: readonly ExamQuestion[] = [
  {
    text: 'A city council automates building permits. After a check by a function, an officer has up to 30 days to decide in a web application. The workflow must then go on at once, and it should cost nothing while it waits. Which design fits?',
    right: ['A Standard workflow with a task that waits for its task token'],
    because:
      'A task with .waitForTaskToken pauses until SendTaskSuccess or SendTaskFailure returns the token. A Standard workflow can run for a year and is billed by state transitions.',
    wrong: [
      {
        answer: 'An Express workflow with a task that waits for its task token',
        because:
          'An Express workflow runs for five minutes at most and does not support callbacks.',
      },
      {
        answer: 'A Standard workflow that asks a table for the decision each hour',
        because:
          'It notices the decision up to an hour late, and each check is paid for by state transitions.',
      },
      {
        answer: 'A function that sleeps and asks a table until there is a decision',
        because: 'A function is stopped after 15 minutes, and you pay while it sleeps.',
      },
    ],
    shows: [
      { id: 'RefundWorkflow', property: 'Definition.States.AskForApproval.Resource' },
      { id: 'RefundWorkflow', property: 'StateMachineType' },
    ],
    tasks: ['DVA-C02 1.1', 'SAA-C03 2.1', 'DOP-C02 2.3'],
    seeds: ['003:1163', '003:1166', '003:1167', '003:1182', '003:1183', '003:1185'],
  },
  {
    text: 'A workflow of an online shop runs 40,000 times per second, for two seconds each, and may run a step twice. A second workflow of the shop waits up to three days for a payment provider to call back. Each workflow should have the cheaper type that fits. Which types are these?',
    right: ['Express for the first workflow, and Standard for the second one'],
    because:
      'Express workflows are for high rates and at most five minutes. Callbacks and long waits need a Standard workflow.',
    wrong: [
      {
        answer: 'Standard for the first workflow, and Express for the second one',
        because: 'A callback of three days is not possible in an Express workflow.',
      },
      {
        answer: 'Standard for both workflows, because one of them waits for days',
        because:
          'At this rate, state transitions of a Standard workflow cost far more, and its start rate is limited.',
      },
      {
        answer: 'Express for both workflows, with a longer timeout for the second',
        because: 'The limit of five minutes cannot be raised.',
      },
    ],
    shows: [{ id: 'RefundWorkflow', property: 'StateMachineType' }],
    tasks: ['SAA-C03 4.2', 'DVA-C02 1.1', 'SAA-C03 3.2'],
    seeds: ['003:1162', '003:1163', '003:1167', '003:1169', '003:1170', '003:1171', '003:1172'],
  },
  {
    text: 'A state machine starts a rendering job on servers outside AWS with a callback task with a timeout of two days. When a server crashes, the workflow notices it only after two days. The servers can send a sign of life every ten minutes. What should be changed?',
    right: ['Set HeartbeatSeconds, and let the servers call SendTaskHeartbeat'],
    because:
      'A task without a heartbeat in time fails with States.HeartbeatTimeout. Its whole time stays limited by TimeoutSeconds.',
    wrong: [
      {
        answer: 'Set TimeoutSeconds to ten minutes, and let the servers hurry up',
        because:
          'A job that takes longer than ten minutes would fail, although its server is alive.',
      },
      {
        answer: 'Set a Retry of the task for each error, with an interval of ten minutes',
        because: 'A retry begins after an error. A crashed server reports none.',
      },
      {
        answer: 'Set the type of the workflow to Express, which ends after five minutes',
        because: 'It does not support callbacks, and jobs would be cut off.',
      },
    ],
    shows: [
      { id: 'RefundWorkflow', property: 'Definition.States.AskForApproval.HeartbeatSeconds' },
      { id: 'RefundWorkflow', property: 'Definition.States.AskForApproval.TimeoutSeconds' },
    ],
    tasks: ['DVA-C02 1.1', 'DVA-C02 4.1'],
    seeds: ['003:1160', '003:1182', '003:1185'],
  },
  {
    text: 'A callback task invokes a function that mails a link to a manager. The code must store the value that is needed later to continue exactly this task. Where does the function get this value?',
    right: ['From $$.Task.Token of the context object, in the input of the task'],
    because:
      'Step Functions generates a token for each attempt. The state machine has to pass it on as a parameter.',
    wrong: [
      {
        answer: 'From $.Execution.Token of the state input, which each workflow has',
        because:
          'There is no such field. Values of the context object begin with two dollar signs.',
      },
      {
        answer: 'From the response of StartExecution, as the ARN of the execution',
        because: 'The ARN names an execution. SendTaskSuccess needs a task token.',
      },
      {
        answer: 'From GetActivityTask, which the function calls at its start',
        because:
          'This call gives an activity worker its next task. A callback task is no activity.',
      },
    ],
    shows: [
      { id: 'RefundWorkflow', property: 'Definition.States.AskForApproval.Parameters.Payload' },
    ],
    tasks: ['DVA-C02 1.1'],
    seeds: ['003:1184', '003:1185'],
  },
  {
    text: 'A payment provider confirms payments by calling a webhook over HTTPS. It has no AWS account. The confirmation must continue a workflow that waits for a task token, and the token must not leave the company. How should the webhook be built?',
    right: ['An API whose function looks up the token by an ID and calls SendTaskSuccess'],
    because:
      'SendTaskSuccess must be signed by a principal of the account, such as the role of the function. The provider only gets an ID that means nothing elsewhere.',
    wrong: [
      {
        answer: 'The public endpoint of Step Functions, which the provider calls with the token',
        because:
          'The call needs a signature with AWS credentials, and the token would leave the company.',
      },
      {
        answer: 'An IAM user whose access keys the provider uses to return the task token',
        because: 'Long-term keys of a partner are a risk, and the token would leave the company.',
      },
      {
        answer: 'An SQS queue with a public policy, which the state machine polls for messages',
        because: 'Anyone could send messages, and a state machine does not poll a queue by itself.',
      },
    ],
    shows: [
      { id: 'AnswerApi/Default/approvals/{id}/POST', property: 'AuthorizationType' },
      { id: 'Requests', property: 'TimeToLiveSpecification' },
    ],
    tasks: ['DVA-C02 1.1', 'DVA-C02 2.1', 'SAA-C03 1.2'],
    seeds: ['003:1182', '003:1185', '003:1186'],
  },
  {
    text: 'In a workflow for expenses, a manager can reject a claim. The handler then calls SendTaskFailure with the error Rejected, and the whole execution fails. Instead, the workflow should inform the employee and end well. What is missing?',
    right: ['A Catch for Rejected in the task, with the next state to run'],
    because:
      'SendTaskFailure makes the task fail with a named error. A Catch for this name leads to another state, as for any error.',
    wrong: [
      {
        answer: 'A Retry for Rejected in the task, with one more attempt',
        because:
          'The manager would be asked again, and after another rejection the execution would fail.',
      },
      {
        answer: 'A call of SendTaskHeartbeat directly before that of SendTaskFailure',
        because: 'A heartbeat only says that the work goes on. The failure is still not handled.',
      },
      {
        answer: 'A dead-letter queue for all failed tasks of the workflow',
        because: 'A state machine has no dead-letter queue. It handles errors in its definition.',
      },
    ],
    shows: [
      { id: 'RefundWorkflow', property: 'Definition.States.AskForApproval.Catch.0.ErrorEquals' },
    ],
    tasks: ['DVA-C02 1.1', 'DVA-C02 4.1'],
    seeds: ['003:1160', '003:1186'],
  },
];
