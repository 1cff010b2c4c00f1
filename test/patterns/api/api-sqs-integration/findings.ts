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
      'Anyone may send a job, and the random id protects its result. Patterns about authorizers answer who may call an API.',
  },
  { id: 'AwsSolutions-APIG6', at: stage, reason: executionLog },
  {
    id: 'AwsSolutions-COG4',
    at: methods,
    reason: 'Anyone may send a job, so the API has no authorizer and no user pool.',
  },
  { id: 'AwsSolutions-DDB3', at: ['Jobs'], reason: recovery },
  {
    id: 'Serverless-LambdaEventSourceMappingDestination',
    at: ['Worker/SqsEventSource:ApiSqsIntegrationJobQueue5EFBC9A3'],
    reason:
      'Only mappings of streams and Kafka have a destination for failures. A queue has its redrive policy.',
  },
  { id: 'Serverless-LambdaDLQ', at: ['Worker'], reason: polled },
  { id: 'Serverless-LambdaDLQ', at: ['StatusDesk'], reason: calledByApi },
  { id: 'Serverless-LambdaTracing', at: ['Worker', 'StatusDesk'], reason: tracing },
  { id: 'Serverless-APIGWXrayEnabled', at: stage, reason: tracing },
  { id: 'Serverless-SQSRedrivePolicy', at: ['DeadLetterQueue'], reason: endOfTheLine },
];
