import type { Loads } from '../bench';

export const loads: Loads = {
  'distance-meter': 'it calls no service',
};
