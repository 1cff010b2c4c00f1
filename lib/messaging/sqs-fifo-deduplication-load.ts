import type { Loads } from '../bench';

export const loads: Loads = {
  bookkeeper: 'its load is that of the consumer of the standard queue',
};
