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
      'The eight actions by which Step Functions sets up its log delivery, and the four of X-Ray, have no resource type: IAM allows nothing narrower. The function may be called by its ARN alone.',
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
      'Of a request the function reads an id of a fixed form and three texts of limited length, and says of each what it expected; a model would say it again in other words.',
  },
  {
    id: 'AwsSolutions-APIG3',
    at: [stage],
    reason: `${firewall}. The stage is throttled, and a key of 256 random bits is not guessed at ten a second.`,
  },
  {
    id: 'AwsSolutions-APIG4',
    at: [method],
    reason:
      'A person with a link, or a partner, has no credentials of AWS. What opens a request is its own key, of 256 random bits, which the function compares in constant time and the table holds as a hash.',
  },
  {
    id: 'AwsSolutions-COG4',
    at: [method],
    reason:
      'An approver need not be a user of anything here; the reason is that of AwsSolutions-APIG4.',
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
      'Step Functions calls the function synchronously: what it throws fails the task and the execution, and the alarm goes into ALARM.',
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
