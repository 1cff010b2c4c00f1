import type { Loads } from '../bench';

export const loads: Loads = {
  bookkeeper: { because: 'its load is that of the consumer of the standard queue' },
};
