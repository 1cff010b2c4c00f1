import type { Loads } from '../../../model/load';

export const loads: Loads = {
  zipped: { because: 'it calls no service' },
  desk: { because: 'it calls no service' },
};
