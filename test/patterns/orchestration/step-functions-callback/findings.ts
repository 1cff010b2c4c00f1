import {
  type Acknowledgement,
  accountRole,
  calledByApi,
  executionLog,
  firewall,
  recovery,
  tracing,
  unread,
} from '../../../support/acknowledged';

const stage = 'AnswerApi/DeploymentStage.prod';
const method = 'AnswerApi/Default/approvals/{id}/POST';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: ['WorkflowRole/DefaultPolicy'],
    reason:
      'IAM has no resource type for the eight actions of log delivery and the four of X-Ray. Only the ARN of the function is allowed for invocations.',
  },
  {
    id: 'AwsSolutions-DDB3',
    at: ['Requests'],
    reason: recovery,
  },
  {
    id: 'AwsSolutions-SQS3',
    at: ['ApproverInbox'],
    reason: unread,
  },
  {
    id: 'Serverless-SQSRedrivePolicy',
    at: ['ApproverInbox'],
    reason: unread,
  },
  {
    id: 'AwsSolutions-APIG1',
    at: [stage],
    reason: accountRole,
  },
  {
    id: 'Serverless-APIGWAccessLogging',
    at: [stage],
    reason: accountRole,
  },
  {
    id: 'AwsSolutions-APIG2',
    at: ['AnswerApi'],
    reason:
      'The function checks the id and three texts of limited length, and says what it expected. A model would repeat these checks.',
  },
  {
    id: 'AwsSolutions-APIG3',
    at: [stage],
    reason: `${firewall}. The stage is throttled, and nobody guesses a key of 256 random bits at ten attempts a second.`,
  },
  {
    id: 'AwsSolutions-APIG4',
    at: [method],
    reason:
      'A person with a link, or a partner, has no AWS credentials. The key of the request, 256 random bits, authorizes the answer. The table stores its hash, and the function compares in constant time.',
  },
  {
    id: 'AwsSolutions-COG4',
    at: [method],
    reason:
      'An approver need not be a user of this account or of a user pool. The key of the request authorizes the answer.',
  },
  {
    id: 'AwsSolutions-APIG6',
    at: [stage],
    reason: executionLog,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['AnswerDesk'],
    reason: calledByApi,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Messenger'],
    reason:
      'Step Functions invokes the function synchronously. An error of the function fails the task and the execution, which the alarm reports.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Messenger', 'AnswerDesk'],
    reason: tracing,
  },
  {
    id: 'Serverless-APIGWXrayEnabled',
    at: [stage],
    reason: tracing,
  },
];
