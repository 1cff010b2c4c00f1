import { type Acknowledgement, tracing } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Papers', 'Archive'],
    reason:
      'Access logs need a third bucket. The trail shows who changes the settings of both buckets, which is the lesson here.',
  },
  {
    id: 'Serverless-EventBusDLQ',
    at: ['OpenedRule', 'ComplianceRule'],
    reason:
      'There are two ways on purpose: if the event of a call is lost, AWS Config still sees the setting and remediates it, and its console shows what does not comply.',
  },
  {
    id: 'Serverless-LambdaDLQ',
    at: ['Closer'],
    reason: 'If the function fails three times, AWS Config still closes the bucket.',
  },
  { id: 'Serverless-LambdaTracing', at: ['Closer'], reason: tracing },
];
