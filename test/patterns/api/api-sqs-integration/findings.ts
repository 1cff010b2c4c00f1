import {
  type Acknowledgement,
  accountRole,
  calledByApi,
  endOfTheLine,
  executionLog,
  firewall,
  polled,
  recovery,
  tracing,
} from '../../../support/acknowledged';

const methods = ['JobsApi/Default/jobs/POST', 'JobsApi/Default/jobs/{id}/GET'];
const stage = ['JobsApi/DeploymentStage.prod'];

export const acknowledged: readonly Acknowledgement[] = [
  { id: 'AwsSolutions-APIG1', at: stage, reason: accountRole },
  { id: 'Serverless-APIGWAccessLogging', at: stage, reason: accountRole },
  {
    id: 'AwsSolutions-APIG3',
    at: stage,
    reason: `${firewall}. The stage is throttled, and every body is validated before it reaches the queue.`,
  },
  {
    id: 'AwsSolutions-APIG4',
    at: methods,
    reason:
      'The API takes made-up round trips of anybody and gives back one whose random id is known. Who may call is the question of the authorizer patterns; an exercise here calls with nothing but fetch.',
  },
  { id: 'AwsSolutions-APIG6', at: stage, reason: executionLog },
  {
    id: 'AwsSolutions-COG4',
    at: methods,
    reason:
      'Without any authorizer there is no user pool either; the reason is that of AwsSolutions-APIG4.',
  },
  { id: 'AwsSolutions-DDB3', at: ['Jobs'], reason: recovery },
  {
    id: 'Serverless-LambdaEventSourceMappingDestination',
    at: ['Worker/SqsEventSource:ApiSqsIntegrationJobQueue5EFBC9A3'],
    reason:
      'An event source mapping has a destination for failures of streams and Kafka only; for a queue it is the redrive policy.',
  },
  { id: 'Serverless-LambdaDLQ', at: ['Worker'], reason: polled },
  { id: 'Serverless-LambdaDLQ', at: ['StatusDesk'], reason: calledByApi },
  { id: 'Serverless-LambdaTracing', at: ['Worker', 'StatusDesk'], reason: tracing },
  { id: 'Serverless-APIGWXrayEnabled', at: stage, reason: tracing },
  { id: 'Serverless-SQSRedrivePolicy', at: ['DeadLetterQueue'], reason: endOfTheLine },
];
