import type { Loads } from '../../../model/load';

export const loads: Loads = {
  bookkeeper: { because: 'its load is that of the consumer of the standard queue' },
};
