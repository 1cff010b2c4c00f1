import { type Acknowledgement, recovery, tracing } from '../../../support/acknowledged';

const machines = ['OrderWorkflow', 'QuoteWorkflow', 'PackingWorkflow'];

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    at: machines.map((id) => `${id}Role/DefaultPolicy`),
    reason:
      'IAM has no resource type for the eight actions of log delivery. For invocations, each role names its functions.',
  },
  {
    id: 'AwsSolutions-SF2',
    at: machines,
    reason: tracing,
  },
  {
    id: 'Serverless-StepFunctionStateMachineXray',
    at: machines,
    reason: tracing,
  },
  {
    id: 'AwsSolutions-DDB3',
    at: ['Stock'],
    reason: recovery,
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Stocker', 'Cashier'],
    reason:
      'Step Functions invokes the functions synchronously, so their errors end in the workflow, with its retriers and catchers.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: ['Stocker', 'Cashier'],
    reason: tracing,
  },
];
