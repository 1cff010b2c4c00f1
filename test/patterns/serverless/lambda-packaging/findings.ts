import { type Acknowledgement, tracing } from '../../../support/acknowledged';

const functions = ['InlineCounter', 'ZipCounter', 'LayerCounter', 'ShellMeter', 'ImageCounter'];

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'Serverless-LambdaDLQ',
    at: functions,
    reason:
      'A caller invokes the functions synchronously and gets the error, so nothing is left for a dead-letter queue.',
  },
  {
    id: 'Serverless-LambdaTracing',
    at: functions,
    reason: tracing,
  },
];
