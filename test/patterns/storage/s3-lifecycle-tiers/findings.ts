import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-S1',
    at: ['Archive', 'InventoryReports'],
    reason:
      'An access log needs another bucket, which cdk destroy cannot delete once it contains logs. The lesson is what the bucket stores, not who asked.',
  },
];
