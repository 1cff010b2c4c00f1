import {
  type Acknowledgement,
  accountRole,
  calledByApi,
  executionLog,
  firewall,
  tracing,
} from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-COG8',
    at: ['Members'],
    reason:
      'Every user of a pool with the Plus plan costs money from the first one on. A second factor, which this pool requires, is in every plan.',
  },
  { id: 'AwsSolutions-APIG1', at: ['NotesApi/DeploymentStage.prod'], reason: accountRole },
  {
    id: 'Serverless-APIGWAccessLogging',
    at: ['NotesApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    id: 'AwsSolutions-APIG2',
    at: ['NotesApi'],
    reason:
      'The lesson is who may call the API. The function validates the text and the id itself, and takes the user from the claims.',
  },
  {
    id: 'AwsSolutions-APIG3',
    at: ['NotesApi/DeploymentStage.prod'],
    reason: `${firewall}. The stage is throttled, and the authorizer refuses a caller without a valid token.`,
  },
  { id: 'AwsSolutions-APIG6', at: ['NotesApi/DeploymentStage.prod'], reason: executionLog },
  {
    id: 'AwsSolutions-S1',
    at: ['Files'],
    reason:
      'Access logs need a second bucket, which would keep its objects when the stack is destroyed.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::<Files8E6940B8.Arn>/<cognito-identity.amazonaws.com:sub>/*]',
    at: ['MemberRole/DefaultPolicy'],
    reason:
      'Users choose the names of their files. The variable in front of the asterisk limits them to their own folder.',
  },
  { id: 'Serverless-LambdaDLQ', at: ['NoteDesk'], reason: calledByApi },
  { id: 'Serverless-LambdaTracing', at: ['NoteDesk'], reason: tracing },
  { id: 'Serverless-APIGWXrayEnabled', at: ['NotesApi/DeploymentStage.prod'], reason: tracing },
];
