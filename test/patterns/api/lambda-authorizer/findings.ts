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
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    id: 'Serverless-APIGWAccessLogging',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: accountRole,
  },
  {
    id: 'AwsSolutions-APIG2',
    at: ['ReportsApi'],
    reason:
      'The lesson is who may call. The function reads nothing of a request but what the authorizer put into its context.',
  },
  {
    id: 'AwsSolutions-APIG3',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: `${firewall}. The stage is throttled, and a caller without a valid token gets no further than the authorizer.`,
  },
  {
    id: 'AwsSolutions-APIG6',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: executionLog,
  },
  {
    id: 'AwsSolutions-COG4',
    at: [
      'ReportsApi/Default/reports/GET',
      'ReportsApi/Default/reports/POST',
      'ReportsApi/Default/tenants/{tenant}/reports/GET',
    ],
    reason:
      'The tokens are of a third party, for which a Lambda authorizer is the answer; a user pool is that of another pattern.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Verifier', 'ReportDesk'],
    reason: calledByApi,
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Verifier', 'ReportDesk'],
    reason: tracing,
  },
  {
    id: 'Serverless-APIGWXrayEnabled',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: tracing,
  },
];
