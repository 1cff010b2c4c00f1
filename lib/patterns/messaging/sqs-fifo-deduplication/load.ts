import type { Loads } from '../../../model/load';

export const loads: Loads = {
  bookkeeper: { because: 'it has the same load as the consumer of SqsDeadLetterQueue' },
};
