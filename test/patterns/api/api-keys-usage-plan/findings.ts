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
    id: 'AwsSolutions-APIG1',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    id: 'Serverless-APIGWAccessLogging',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    id: 'AwsSolutions-APIG2',
    at: ['DistanceApi'],
    reason:
      'An invalid request must reach the function and count against the quota of its customer. The function checks it and answers 400.',
  },
  {
    id: 'AwsSolutions-APIG3',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: `${firewall}. The stage and every plan are throttled, and every plan has a quota.`,
  },
  {
    id: 'AwsSolutions-APIG4',
    at: ['DistanceApi/Default/distance/GET', 'DistanceApi/Default/health/GET'],
    reason:
      'The lesson is that an API key tells customers apart but authorizes nobody. The answers are distances, which are not secret, and /health is a MOCK.',
  },
  {
    id: 'AwsSolutions-APIG6',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: executionLog,
  },
  {
    id: 'AwsSolutions-COG4',
    at: ['DistanceApi/Default/distance/GET', 'DistanceApi/Default/health/GET'],
    reason:
      'There is no authorizer, so there is no user pool. See the reason of AwsSolutions-APIG4.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['DistanceMeter'],
    reason: calledByApi,
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['DistanceMeter'],
    reason: tracing,
  },
  {
    id: 'Serverless-APIGWXrayEnabled',
    at: ['DistanceApi/DeploymentStage.prod'],
    reason: tracing,
  },
];
