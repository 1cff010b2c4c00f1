import { type Acknowledgement, firewall } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: ['HandlerRole/DefaultPolicy'],
    reason:
      'X-Ray has no resource type for segments and telemetry: IAM allows nothing narrower for xray:PutTraceSegments and xray:PutTelemetryRecords.',
  },
  {
    id: 'AwsSolutions-APIG3',
    at: ['OrdersApi/DeploymentStage.prod'],
    reason: `${firewall}. The stage is throttled to ten requests a second, and header and body are validated before the function runs.`,
  },
  {
    id: 'AwsSolutions-APIG4',
    at: ['OrdersApi/Default/orders/{id}/GET', 'OrdersApi/Default/orders/POST'],
    reason:
      'The API takes made-up orders of anybody and gives back one whose random id is known. Who may call is the question of the authorizer patterns; an exercise here calls with nothing but fetch.',
  },
  {
    id: 'AwsSolutions-COG4',
    at: ['OrdersApi/Default/orders/{id}/GET', 'OrdersApi/Default/orders/POST'],
    reason:
      'Without any authorizer there is no user pool either; the reason is that of AwsSolutions-APIG4.',
  },
  {
    id: 'AwsSolutions-APIG6',
    at: ['OrdersApi/DeploymentStage.prod'],
    reason:
      'API Gateway itself makes the group of its execution log, which never expires and outlives the stack. The access log and the traces show every request, its status and its time.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['OrderHandler'],
    reason:
      'API Gateway calls the function synchronously: the client has the error, and nothing is left for a dead-letter queue.',
  },
];
