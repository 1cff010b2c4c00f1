import type { Loads } from '../../../model/load';

export const loads: Loads = {
  'distance-meter': { because: 'it calls no service' },
};
