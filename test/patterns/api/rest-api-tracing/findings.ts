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
      'The API takes invented orders from anyone and returns an order only to a caller who knows its random id. The authorizer patterns show who may call an API.',
  },
  {
    id: 'AwsSolutions-COG4',
    at: ['OrdersApi/Default/orders/{id}/GET', 'OrdersApi/Default/orders/POST'],
    reason:
      'There is no authorizer, so there is no user pool. See the reason of AwsSolutions-APIG4.',
  },
  {
    id: 'AwsSolutions-APIG6',
    at: ['OrdersApi/DeploymentStage.prod'],
    reason:
      'API Gateway itself creates the group of its execution log, which never expires and outlives the stack. The access log and the traces show every request, its status and its time.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['OrderHandler'],
    reason:
      'API Gateway invokes the function synchronously. The client gets the error, and nothing is left for a dead-letter queue.',
  },
];
