import type { Acknowledgement } from '../../../support/acknowledged';

export const acknowledged: readonly Acknowledgement[] = [
  {
    id: 'AwsSolutions-KMS5',
    at: ['ImportedKey'],
    reason: 'KMS does not rotate imported material automatically, which is part of the lesson.',
  },
];
