import type { Loads } from '../bench';

export const loads: Loads = {
  'distance-meter': { because: 'it calls no service' },
};
