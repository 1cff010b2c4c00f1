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
      'The lesson is who may call the API. The function validates the title itself, and takes everything else from the context of the authorizer.',
  },
  {
    id: 'AwsSolutions-APIG3',
    at: ['ReportsApi/DeploymentStage.prod'],
    reason: `${firewall}. The stage is throttled, and the authorizer refuses a caller without a valid token.`,
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
      'The tokens come from a third party, and a user pool accepts only its own tokens, so a Lambda authorizer checks them.',
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
