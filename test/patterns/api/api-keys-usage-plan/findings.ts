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
      'Every invalid request is to reach the function and count against the quota of its customer; the function checks it and answers 400.',
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
      'An API key tells customers apart and is no authorization: that is the lesson. The answers are distances, which are no secret, and /health is a MOCK.',
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
      'Without any authorizer there is no user pool either; the reason is that of AwsSolutions-APIG4.',
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
